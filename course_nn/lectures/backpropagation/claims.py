"""Claims of lecture 7, backpropagation: the calculus refresher, the chain rule, computation graphs, layers."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

TESTS = "lectures/backpropagation/"

CLAIMS = [
    Claim(
        Words("A derivative is what the slope of secants comes to.", "导数是割线斜率趋近的值。"),
        "backpropagation.secant",
        "backpropagation-1-play",
        f"{TESTS}test_secant.py::test_for_the_cube_at_1_the_errors_are_3h_plus_h_squared_and_h_squared",
        Words(
            "from both sides alike; the symmetric secant alone may settle on a slope that does not exist, as of |x| at 0",
            "须从两侧趋近同一个值；单看对称割线，可能趋近一个并不存在的斜率，例如 |x| 在 0 处",
        ),
    ),
    Claim(
        Words(
            "Chain rule: the slope of a composition is the product of the slopes.",
            "链式法则：复合函数的斜率等于各斜率的乘积。",
        ),
        "backpropagation.gears",
        "backpropagation-2-play",
        f"{TESTS}test_gears.py::test_the_product_of_the_three_slopes_is_the_slope_of_the_whole",
        Words("where each function has a slope", "每个函数在相应处都有斜率"),
    ),
    Claim(
        Words("He's initialization keeps the size of the gradient.", "He 初始化保持梯度的大小。"),
        "backpropagation.gears",
        "backpropagation-2-play",
        f"{TESTS}test_gears.py::test_behind_narrow_layers_with_hes_weights_a_typical_gradient_has_shrunk_whatever_is_drawn",
        Words(
            "of the mean square over many networks; a typical gradient shrinks; measured: 30 layers of 8 ReLUs, random "
            "inputs, medians of 1000 networks",
            "就许多网络的均方而言；典型的梯度会变小；实测：30 层，每层 8 个 ReLU，随机输入，1000 个网络的中位数",
        ),
        {
            "draws": Tried(Words("other weights and inputs", "换一批权重和输入"), "stays"),
            "10": Tried(Words("10 layers", "10 层"), "weaker"),
            "16": Tried(Words("16 units a layer", "每层 16 个单元"), "weaker"),
            "32": Tried(Words("32 units a layer", "每层 32 个单元"), "weaker"),
        },
    ),
    Claim(
        Words("The gradient points where the function grows fastest.", "梯度指向函数增长最快的方向。"),
        "backpropagation.tangent",
        "backpropagation-3-play",
        f"{TESTS}test_tangent.py::test_the_slope_over_the_angle_is_a_cosine_around_the_gradient",
        Words(
            "at the place where it is taken; against it is not the way to the minimum, except by chance",
            "仅就所在之处而言；它的反方向一般并不通向最小值",
        ),
    ),
    Claim(
        Words(
            "In a computation graph, derivatives are carried back from the output, and messages that meet are added.",
            "在计算图中，导数从输出往回传，汇合的消息相加。",
        ),
        "backpropagation.graph",
        "backpropagation-4-play",
        f"{TESTS}test_graph.py::test_the_right_rule_ends_at_what_is_measured",
        Words(
            "if every node waits until it has heard from all that use it, and starts from 0",
            "前提是每个节点都收齐用到它的各节点传来的消息，并且从 0 开始累加",
        ),
    ),
    Claim(
        Words(
            "A shared weight gets the sum of what its uses would get.",
            "共享的权重所得的导数，等于各次使用所得的导数之和。",
        ),
        "backpropagation.graph",
        "backpropagation-4-play",
        f"{TESTS}test_graph.py::test_four_uses_of_one_weight_add_up_and_with_equals_only_the_first_is_left_which_met_h_0",
        Words("always", "恒成立"),
    ),
    Claim(
        Words("With one output, going backward is the cheapest order.", "只有一个输出时，反向是最省的次序。"),
        "backpropagation.orders",
        "backpropagation-6-play",
        f"{TESTS}test_orders.py::test_in_random_graphs_the_best_order_is_sometimes_forward_sometimes_backward_and_sometimes_neither",
        Words(
            "not always: backward has a guarantee, at most one multiplication an edge, but it is not the optimum",
            "不总是如此：反向有保证（每条边至多一次乘法），但不一定最优",
        ),
    ),
    Claim(
        Words(
            "Backpropagation through a layer: dW = δᵀX, db = Σδ, dX = δW.",
            "一层的反向传播：dW = δᵀX，db = Σδ，dX = δW。",
        ),
        "backpropagation.layers",
        "backpropagation-7-play",
        f"{TESTS}test_layers.py::test_all_nine_derivatives_are_those_of_the_graph_and_of_the_networks_own_backward",
        Words(
            "rows are examples; δ is the derivative of the loss by the sums Z", "每行一个样本；δ 是损失对和 Z 的导数"
        ),
    ),
    Claim(
        Words("A measured gradient shows whether the computed one is right.", "与测得的梯度相比较，就知道算得对不对。"),
        "backpropagation.gradient_check",
        "backpropagation-8-play",
        f"{TESTS}test_gradient_check.py::test_the_check_finds_every_fault_and_says_in_which_layer_nothing_is_wrong",
        Words(
            "in float64, with a step ε that is neither too large nor too small, and away from kinks; with ReLU, φ′ of h "
            "equals φ′ of z and is no fault",
            "用双精度（float64），步长 ε 不太大也不太小，且不在尖角处；用 ReLU 时，φ′ 取在 h 与取在 z 相同，不算错误",
        ),
    ),
    Claim(
        Words("The loss falls, so the gradient is right.", "损失在下降，所以梯度是对的。"),
        "backpropagation.wrong_gradients",
        "backpropagation-9-play",
        f"{TESTS}test_wrong_gradients.py::test_all_six_wrong_gradients_teach_the_hidden_layers_until_a_sceptic_solves_for_the_last_or_takes_large_steps",
        Words(
            "false; measured: tanh, 64-32-32-10, 600 digits, plain descent, η = 0.1, 10 epochs, medians of 5 starts: "
            "with each of six wrong gradients more is read right than with the last layer alone, trained in the same way",
            "不成立；实测：tanh，64-32-32-10，600 个手写数字，普通梯度下降，η = 0.1，10 轮，5 次训练的中位数："
            "六种错误的梯度，每一种都比同样只训练最后一层时认对的多",
        ),
        {
            "relu": Tried(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), "stays"),
            "sigmoid": Tried(Words("sigmoids, each at its best η", "sigmoid，各取最好的 η"), "stays"),
            "solved": Tried(
                Words("the same, the last layer alone by least squares", "同上，只训练最后一层时用最小二乘法"),
                "reversed",
            ),
            "starts": Tried(Words("five other starts", "换另外五次训练"), "stays"),
            "tuned": Tried(Words("for each its best η", "各取最好的 η"), "weaker"),
            "deep": Tried(Words("six hidden layers, each at its best η", "六个隐藏层，各取最好的 η"), "reversed"),
            "large": Tried(Words("η = 3 for all", "η 都取 3"), "reversed"),
        },
    ),
    Claim(
        Words("With sigmoids it is better to leave φ′ out.", "用 sigmoid 时，漏乘 φ′ 反而更好。"),
        "backpropagation.wrong_gradients",
        "backpropagation-9-play",
        f"{TESTS}test_wrong_gradients.py::test_with_sigmoids_it_helps_to_leave_the_slope_out_until_each_has_its_best_rate",
        Words(
            "only at a learning rate that is too small for the right gradient; measured: 64-32-32-10, 600 digits, "
            "η = 0.1 for both, 10 epochs, medians of 5 starts",
            "只在学习率对正确的梯度太小时成立；实测：64-32-32-10，600 个手写数字，两者的 η 都取 0.1，10 轮，"
            "5 次训练的中位数",
        ),
        {
            "starts": Tried(Words("five other starts", "换另外五次训练"), "stays"),
            "wide": Tried(Words("64 units in each layer", "每层 64 个单元"), "stays"),
            "tanh": Tried(Words("tanh in place of sigmoids", "用 tanh 代替 sigmoid"), "reversed"),
            "tuned": Tried(Words("for each its best η", "各取最好的 η"), "reversed"),
        },
    ),
    Claim(
        Words(
            "States that are not kept can be computed again: memory is traded for time.",
            "没有保存的状态可以重新计算：用时间换内存。",
        ),
        "backpropagation.memory",
        "backpropagation-10-play",
        f"{TESTS}test_memory.py::test_the_curve_of_the_best_plan_is_the_formula_and_lies_below_the_others",
        Words("for a chain of layers that cost the same each", "各层代价相同的一串层"),
    ),
]
