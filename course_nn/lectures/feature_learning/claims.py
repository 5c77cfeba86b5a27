"""Claims of lecture 6, feature learning."""

from course_nn.common.words import Words
from course_nn.notebook.claims import ALWAYS, Claim, Tried

CONVEX = Words(
    "with ψ frozen, and a loss convex in v and c, as squared error and cross-entropy are; λ > 0, or classes that are not "
    "separable: else there is no best v. The network's own layer, trained with ψ, only comes near",
    "ψ 冻结，且损失对 v、c 是凸的（平方误差与交叉熵都是）；须 λ > 0 或两类不可分，否则没有最优的 v。"
    "与 ψ 一同训练的那一层只是接近",
)

SLOW, FAST = (
    Words("a quarter of the learning rate", "学习率减到四分之一"),
    Words("five times the rate", "学习率增为五倍"),
)
RELU, BENDS = Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), Words("first biases random", "初始偏置随机")
XOR, UNTRAINED = Words("other data: XOR", "换数据：异或"), Words("no training", "不训练")
FEWER, MORE = Words("a third of the digits", "训练样本减到三分之一"), Words("four times the digits", "训练样本增为四倍")

CLAIMS = [
    Claim(
        Words(
            "The stack x, h₁, h₂ = ψ(x), y, with a linear regressor or classifier at the last arrow.",
            "从 x 经 h₁、h₂ = ψ(x) 到 y 的各层，最后一个箭头是线性回归器或线性分类器。",
        ),
        "feature_learning.morph",
        "feature_learning-2-play",
        "lectures/feature_learning/test_morph.py::test_at_the_start_of_the_film_it_shows_x_and_at_its_end_a_straight_line",
        ALWAYS,
    ),
    Claim(
        Words("The last layer is a plain linear regression.", "最后一层就是普通的线性回归。"),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_with_psi_frozen_the_last_layer_trained_alone_arrives_at_the_solvers_loss_from_every_epoch",
        CONVEX,
    ),
    Claim(
        Words("Or a plain linear classification.", "或者就是普通的线性分类。"),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_the_refit_is_that_of_an_independent_solver",
        CONVEX,
    ),
    Claim(
        Words(
            "Training brings the last layer to the best one for its features.", "训练使最后一层成为其特征上最优的一层。"
        ),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_training_brings_the_last_layer_to_the_best_one_for_its_features",
        Words(
            "measured: how much of the largest lag is gone after 600 epochs, on the ring, Adam, medians of five starts",
            "实测：600 轮之后，最大的落后消除了多少；圆环数据，Adam，五个初值的中位数",
        ),
        {
            "slow": Tried(SLOW, "stays"),
            "fast": Tried(FAST, "stays"),
            "xor": Tried(XOR, "stays"),
            "hill": Tried(Words("a regression", "换成回归"), "stays"),
            "short": Tried(Words("100 epochs", "只训练 100 轮"), "weaker"),
        },
    ),
    Claim(
        Words(
            "On the way, the last layer is not the best for its features, nor are these the best for it.",
            "训练途中，最后一层不是这些特征上最优的，这些特征对最后一层也不是最优的。",
        ),
        "feature_learning.last_layer",
        "feature_learning-1-play",
        "lectures/feature_learning/test_last_layer.py::test_on_the_way_a_new_last_layer_removes_more_than_half_of_the_loss_and_new_ones_before_it_as_much",
        Words(
            "measured: the largest share of the loss that a new last layer removes at any moment after epoch 20, on the "
            "ring, medians of five starts; when that is, hangs on the learning rate, and how much it is, on the data",
            "实测：第 20 轮之后，换上新的最后一层，损失最多降低的比例；圆环数据，五个初值的中位数；"
            "出现在何时，取决于学习率，能降多少，取决于数据",
        ),
        {
            "slow": Tried(SLOW, "stays"),
            "fast": Tried(FAST, "stays"),
            "momentum": Tried(Words("momentum in place of Adam", "用动量代替 Adam"), "stays"),
            "xor": Tried(XOR, "stays"),
            "others": Tried(
                Words("new layers before the last, which is frozen", "冻结最后一层，换上新的前面各层"), "stays"
            ),
            "moons": Tried(Words("other data: moons", "换数据：双月"), "weaker"),
            "penalty": Tried(Words("a hundred times the penalty", "惩罚项的系数增为一百倍"), "reversed"),
        },
    ),
    Claim(
        Words(
            "The layers before the last learn ψ(x) such that a linear model solves the task.",
            "最后一层之前的各层学习 ψ(x)，使线性模型能解决任务。",
        ),
        "feature_learning.probes",
        "feature_learning-3-play",
        "lectures/feature_learning/test_probes.py::test_the_layers_before_the_last_learn_features_on_which_a_linear_model_solves_the_task",
        Words(
            "measured: by how much a probe on the last hidden layer leads one on x, spiral, 4 layers of 8 tanh units, "
            "medians of three starts; if there are units enough and training succeeds",
            "实测：最后一个隐藏层上的探针领先 x 上的探针多少；螺线，4 层、每层 8 个 tanh 单元，三个初值的中位数；"
            "前提是单元足够，且训练成功",
        ),
        {
            "relu": Tried(RELU, "stays"),
            "bends": Tried(BENDS, "stays"),
            "depth": Tried(Words("two layers", "两层"), "stays"),
            "ring": Tried(Words("other data: the ring", "换数据：圆环"), "stays"),
            "xor": Tried(XOR, "stays"),
            "untrained": Tried(UNTRAINED, "reversed"),
        },
    ),
    Claim(
        Words("A layer on the way need not be better than x.", "途中的某一层不必比 x 好。"),
        "feature_learning.probes",
        "feature_learning-3-play",
        "lectures/feature_learning/test_probes.py::test_on_the_spiral_the_first_layer_leaves_the_work_to_later_ones",
        Words(
            "measured: how far the last hidden layer leads the first, as above; on the spiral, not on easier data",
            "实测：最后一个隐藏层领先第一层多少，设置同上；螺线如此，更容易的数据则不然",
        ),
        {
            "relu": Tried(RELU, "stays"),
            "bends": Tried(BENDS, "stays"),
            "depth": Tried(Words("two layers", "两层"), "stays"),
            "wide": Tried(Words("layers of 16", "每层 16 个单元"), "stays"),
            "ring": Tried(Words("other data: the ring", "换数据：圆环"), "reversed"),
        },
    ),
    Claim(
        Words("A network learns features.", "网络学习特征。"),
        "feature_learning.digits",
        "feature_learning-6-play",
        "lectures/feature_learning/test_digits.py::test_features_must_be_learned_as_many_random_ones_do_far_worse",
        Words(
            "measured: how many times as many digits are misread from 16 random ReLU units as from 16 learned ones, 300 "
            "digits to train on, medians of five shuffles",
            "实测：用 16 个随机的 ReLU 单元，认错的手写数字是用 16 个学到的单元时的多少倍；300 个训练样本，五种划分的中位数",
        ),
        {
            "fewer": Tried(FEWER, "stays"),
            "more": Tried(MORE, "stays"),
            "components": Tried(
                Words("principal components in place of random units", "用主成分代替随机单元"), "weaker"
            ),
            "wide": Tried(Words("128 units", "128 个单元"), "weaker"),
        },
    ),
    Claim(
        Words(
            "A linear classifier reads more from features learned with labels than from as many principal components.",
            "同样的个数，线性分类器凭用标签学到的特征，比凭主成分认对得更多。",
        ),
        "feature_learning.digits",
        "feature_learning-6-play",
        "lectures/feature_learning/test_digits.py::test_a_linear_classifier_reads_more_from_eight_learned_features_than_from_eight_principal_components",
        Words(
            "measured: eight of each, 300 digits to train on, medians of five shuffles; with many features, or a reader "
            "that bends, less is left of the lead",
            "实测：各取八个，300 个训练样本，五种划分的中位数；特征一多，或分类器本身会弯折，领先就变小",
        ),
        {
            "more": Tried(MORE, "stays"),
            "linear": Tried(Words("no φ in the hidden layer", "隐藏层不加 φ"), "stays"),
            "spread": Tried(Words("principal components scaled to one spread", "主成分缩放到同样的离散程度"), "stays"),
            "neighbour": Tried(
                Words("the nearest neighbour in place of a linear classifier", "用最近邻代替线性分类器"), "weaker"
            ),
            "room": Tried(Words("32 of each", "各取 32 个"), "weaker"),
            "untrained": Tried(Words("hidden layer not trained", "隐藏层不训练"), "reversed"),
        },
    ),
    Claim(
        Words("Most of what few features save is in the data.", "用少数特征就够，多半要归功于数据本身。"),
        "feature_learning.digits",
        "feature_learning-6-play",
        "lectures/feature_learning/test_digits.py::test_most_of_what_few_features_save_is_in_the_data",
        Words(
            "measured: by how much 16 principal components, which know no label, lead 16 random ReLU units, as above",
            "实测：16 个主成分（不用标签）领先 16 个随机 ReLU 单元多少，设置同上",
        ),
        {
            "fewer": Tried(FEWER, "stays"),
            "more": Tried(MORE, "stays"),
            "eight": Tried(Words("8 of each", "各取 8 个"), "stays"),
            "room": Tried(Words("32 of each", "各取 32 个"), "weaker"),
        },
    ),
    Claim(
        Words(
            "Plus and minus samples mixed up in (x₁, x₂) become linearly separable in (ψ₁, ψ₂).",
            "在 (x₁, x₂) 中混在一起的正负样本，在 (ψ₁, ψ₂) 中变得线性可分。",
        ),
        "feature_learning.morph",
        "feature_learning-2-play",
        "lectures/feature_learning/test_morph.py::test_samples_mixed_up_in_x_become_linearly_separable_in_psi",
        Words(
            "measured: how many of ten starts get the whole spiral right, two layers of two tanh units",
            "实测：两层、每层两个 tanh 单元，十个初值中有几个把整条螺线分对",
        ),
        {
            "rate": Tried(Words("more than twice the learning rate", "学习率增到两倍多"), "stays"),
            "bends": Tried(BENDS, "stays"),
            "layers": Tried(Words("four layers", "四层"), "stays"),
            "units": Tried(Words("three units a layer", "每层三个单元"), "stays"),
            "ring": Tried(Words("other data: a ring", "换数据：圆环"), "reversed"),
            "untrained": Tried(UNTRAINED, "reversed"),
        },
    ),
    Claim(
        Words(
            "Not always: layers of two units never part a disc from the ring around it.",
            "并非总是如此：每层两个单元，永远分不开圆盘与围着它的圆环。",
        ),
        "feature_learning.ring",
        "feature_learning-5-play",
        "lectures/feature_learning/test_ring.py::test_two_units_a_layer_do_not_succeed_in_deeper_networks_either",
        Words(
            "for continuous, increasing φ and their limits, such as ReLU, any number of layers, and the whole disc and ring "
            "(Johnson 2019); the test counts runs",
            "φ 连续递增，或为其极限（如 ReLU），层数任意，指整个圆盘与整个圆环（Johnson 2019）；测试统计的是成功次数",
        ),
    ),
    Claim(
        Words("Three units part them, and mostly learn to.", "三个单元能分开，而且多半学得会。"),
        "feature_learning.ring",
        "feature_learning-5-play",
        "lectures/feature_learning/test_ring.py::test_with_three_units_most_runs_succeed_and_with_five_all_but_a_few",
        Words(
            "measured: one layer of three tanh units, first biases 0, Adam, 200 epochs, 60 runs",
            "实测：一层三个 tanh 单元，初始偏置为 0，Adam，200 轮，60 次训练",
        ),
        {
            "relu": Tried(RELU, "stays"),
            "bends": Tried(BENDS, "stays"),
            "deep": Tried(Words("two layers", "两层"), "stays"),
            "rate": Tried(Words("three times the learning rate", "学习率增为三倍"), "stays"),
            "slow": Tried(
                Words("a tenth of the learning rate, ten times the epochs", "学习率减到十分之一，轮数增为十倍"), "stays"
            ),
            "two": Tried(Words("two units", "两个单元"), "reversed"),
        },
    ),
    Claim(
        Words("The right features by hand make hidden layers unnecessary.", "合适的手工特征使隐藏层不再必要。"),
        "feature_learning.by_hand",
        "feature_learning-4-play",
        "lectures/feature_learning/test_by_hand.py::test_the_squares_solve_the_circle_and_the_product_solves_xor_without_a_hidden_layer",
        Words(
            "measured: how much better than guessing x₁² and x₂² are on the disc in its ring; for the data they were made for",
            "实测：在圆盘与圆环上，x₁² 和 x₂² 比随机猜测好多少；只对为之设计的数据成立",
        ),
        {
            "squares": Tried(Words("least squares in place of the log loss", "用最小二乘代替对数损失"), "stays"),
            "few": Tried(Words("30 training points", "30 个训练样本"), "stays"),
            "noise": Tried(Words("noise in the labels", "标签带噪声"), "stays"),
            "xor": Tried(XOR, "reversed"),
            "moons": Tried(Words("other data: moons", "换数据：双月"), "reversed"),
        },
    ),
    Claim(
        Words(
            "Two features by hand fit one data set; a hidden layer finds some for all five.",
            "两个手工特征只适合一个数据集，隐藏层则为五个都找到了特征。",
        ),
        "feature_learning.by_hand",
        "feature_learning-4-play",
        "lectures/feature_learning/test_by_hand.py::test_two_features_by_hand_fit_one_set_and_a_hidden_layer_finds_some_for_all_five",
        Words(
            "measured: the average lead of four units, best of five starts, over x₁² and x₂²; all features at once "
            "fail on the spiral only",
            "实测：四个单元（五个初值中最好的）平均领先 x₁² 和 x₂² 多少；全部特征都用时，只有螺线分不好",
        ),
        {
            "start": Tried(Words("single starts, their median", "单个初值，取中位数"), "stays"),
            "units": Tried(Words("12 units", "12 个单元"), "stays"),
            "two": Tried(Words("2 units", "2 个单元"), "stays"),
            "all": Tried(Words("all features at once", "全部特征都用"), "reversed"),
        },
    ),
    Claim(
        Words("The same function has many sets of weights.", "同一个函数有许多组权重。"),
        "feature_learning.symmetry",
        "feature_learning-7-play",
        "lectures/feature_learning/test_symmetry.py::test_three_tanh_units_make_six_times_eight_networks_of_one_function",
        Words(
            "swapping units: any φ; changing the sign: odd φ, such as tanh; scaling by α > 0: ReLU and leaky ReLU",
            "交换单元：任何 φ；变号：奇函数 φ，如 tanh；乘以 α > 0：ReLU 与 leaky ReLU",
        ),
    ),
    Claim(
        Words(
            "Between two networks of one function lies a hill, between wide ones too if all their units move.",
            "同一个函数的两个网络之间隔着高坡；网络很宽时，全部单元都换位置，也有高坡。",
        ),
        "feature_learning.symmetry",
        "feature_learning-7-play",
        "lectures/feature_learning/test_symmetry.py::test_between_two_networks_of_one_function_lies_a_hill_in_wide_ones_if_all_units_move",
        Words(
            "measured: how far the loss rises on the straight way if two of three tanh units are swapped, medians of ten "
            "starts; between wide networks of leaky ReLU the hill is low",
            "实测：交换三个 tanh 单元中的两个，直线路径上损失升高多少，十个初值的中位数；leaky ReLU 的宽网络之间坡很低",
        ),
        {
            "rate": Tried(Words("four times the learning rate", "学习率增为四倍"), "stays"),
            "leaky": Tried(Words("leaky ReLU in place of tanh", "用 leaky ReLU 代替 tanh"), "stays"),
            "xor": Tried(XOR, "stays"),
            "two": Tried(Words("32 units, two of them swapped", "32 个单元，交换其中两个"), "reversed"),
            "all": Tried(Words("32 units, all of them moved", "32 个单元，全部换位置"), "stays"),
            "another": Tried(Words("32 units, two trainings of their own", "32 个单元，两次独立的训练"), "stays"),
            "leaky_wide": Tried(
                Words("128 units of leaky ReLU, all of them moved", "128 个 leaky ReLU 单元，全部换位置"), "reversed"
            ),
        },
    ),
]
