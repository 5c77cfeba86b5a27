"""Claims of lecture 2, activations."""

from course_nn.common.words import Words
from course_nn.notebook.claims import ALWAYS, Claim, Tried

DEEP, ADAM = Words("three hidden layers", "三个隐藏层"), Words("Adam", "改用 Adam")
ERROR = Words("to 2% in place of 5%", "目标误差由 5% 改为 2%")
BIAS = Words("first biases of +5", "初始偏置改为 +5")

CLAIMS = [
    Claim(
        Words(
            "Six activation functions: sigmoid, tanh, ReLU, Leaky ReLU, Maxout, ELU.",
            "六种激活函数：sigmoid、tanh、ReLU、Leaky ReLU、Maxout、ELU。",
        ),
        "activations.gallery",
        "activations-1-play",
        "test_activations.py::test_facts",
        Words("the gallery adds PReLU and six more", "“激活函数”演示中另有 PReLU 和其他六种"),
    ),
    Claim(
        Words("The sigmoid squashes into [0, 1].", "sigmoid 把输入压缩到 [0, 1]。"),
        "activations.gallery",
        "activations-1-play",
        "lectures/activations/test_gallery.py::test_sigmoid_squashes_into_0_1_and_is_not_zero_centred_and_tanh_into_minus_1_1_and_is",
        Words("the ends are approached, never reached", "两端只是趋近，永远达不到"),
    ),
    Claim(
        Words(
            "The sigmoid was popular because it looks like a neuron's saturating firing rate.",
            "sigmoid 曾因形似神经元会饱和的发放率而流行。",
        ),
        "neurons.integrate_and_fire",
        "neurons-2-play",
        "lectures/neurons/test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate",
        Words(
            "under steady drive; near the threshold the rate looks more like a ReLU",
            "指恒定驱动；在阈值附近，发放率更像 ReLU",
        ),
    ),
    Claim(
        Words("A saturated neuron kills the gradient.", "饱和的神经元会切断梯度。"),
        "activations.vanishing_gradient",
        "activations-3-play",
        "lectures/activations/test_vanishing_gradient.py::test_a_saturated_unit_kills_the_gradient",
        Words(
            "the gradient through that unit; others may still pass it on, and large weights even let it explode",
            "指经过该单元的梯度；其他单元仍可传递，权重大时甚至会爆炸",
        ),
    ),
    Claim(
        Words(
            "Through sigmoids the gradient shrinks to a quarter per layer, or less.",
            "每经过一层 sigmoid，梯度至多剩四分之一。",
        ),
        "activations.vanishing_gradient",
        "activations-3-play",
        "lectures/activations/test_vanishing_gradient.py::test_through_sigmoids_the_gradient_vanishes_at_least_as_fast_as_a_quarter_per_layer",
        Words(
            "with Glorot's weights; with larger ones less is lost, and in wide layers σ = 1 loses hardly anything",
            "使用 Glorot 权重时；权重更大则衰减更少，在很宽的层里 σ = 1 几乎不衰减",
        ),
    ),
    Claim(
        Words(
            "Sigmoid outputs are not zero-centred, and that matters: all gradients of a unit share one "
            "sign, and its path zig-zags.",
            "sigmoid 的输出不以零为中心，后果是：一个单元的各个梯度同号，路径呈之字形。",
        ),
        "activations.zero_centred",
        "activations-4-play",
        "lectures/activations/test_zero_centred.py::test_with_inputs_that_are_never_negative_all_gradients_of_a_unit_share_one_sign",
        Words(
            "for one sample at a time; the sum over a batch may have both signs",
            "指每次一个样本；小批量的梯度之和可以有正有负",
        ),
    ),
    Claim(
        Words(
            "That outputs are zero-centred matters for initialization.",
            "输出是否以零为中心，关系到初始化。",
        ),
        "activations.zero_centred",
        "activations-4-play",
        "lectures/activations/test_zero_centred.py::test_inputs_off_centre_give_random_units_an_offset_that_all_samples_share",
        Words(
            "with inputs of mean m and variance v, E z² = N Var(w) (m² + v), and the part with m² is the same for all "
            "samples; Glorot's derivation takes m = 0, He's counts m² for ReLU",
            "输入的均值为 m、方差为 v 时，E z² = N Var(w) (m² + v)，其中含 m² 的部分对所有样本都相同；"
            "Glorot 的推导取 m = 0，He 的推导则为 ReLU 计入 m²",
        ),
    ),
    Claim(
        Words("Leaky ReLU learns as fast as ReLU.", "Leaky ReLU 学得和 ReLU 一样快。"),
        "activations.race",
        "activations-8-play",
        "lectures/activations/test_race.py::test_leaky_relu_takes_as_long_as_relu_whatever_a_sceptic_changes",
        Words(
            "measured: our digits, one hidden layer, each rate tuned, the mean of sixteen seeds; single seeds differ",
            "实测：手写数字，单隐藏层，学习率各自调优，十六个随机种子的平均；单个种子有差异",
        ),
        {
            "deep": Tried(DEEP, "stays"),
            "adam": Tried(ADAM, "stays"),
            "bias": Tried(BIAS, "stays"),
        },
    ),
    Claim(
        Words("Centring the inputs removes the zig-zag and saves steps.", "使输入以零为中心，之字形消失，步数减少。"),
        "activations.zero_centred",
        "activations-4-play",
        "lectures/activations/test_zero_centred.py::test_centring_saves_steps_behind_sigmoids_because_of_the_valley_and_not_of_the_signs",
        Words(
            "measured: inputs from two sigmoids, one sample at a time, a goal for which one weight rises and one falls, "
            "each side with its best rate, ten seeds; the zig-zag is of single samples, the long valley is what costs",
            "实测：输入来自两个 sigmoid，每次一个样本，目标要求两个权重一升一降，两边的学习率各自调优，十个随机种子；"
            "之字形只属于单个样本，费步数的是狭长的谷",
        ),
        {
            "all": Tried(Words("all samples in each step", "每步用全部样本"), "stays"),
            "rate": Tried(Words("half of the largest rate, untuned", "不调优，学习率取最大值的一半"), "stays"),
            "relu": Tried(Words("inputs from two ReLUs", "输入来自两个 ReLU"), "weaker"),
            "many": Tried(
                Words("inputs from 32 ReLUs, all samples in each step", "输入来自 32 个 ReLU，每步用全部样本"), "stays"
            ),
            "tanh": Tried(Words("inputs from tanh", "输入来自 tanh"), "reversed"),
            "adam": Tried(
                Words("Adam, 32 sigmoids, all samples in each step", "改用 Adam，32 个 sigmoid，每步用全部样本"),
                "stays",
            ),
            "momentum": Tried(
                Words("momentum 0.9, 32 ReLUs, all samples in each step", "动量 0.9，32 个 ReLU，每步用全部样本"),
                "reversed",
            ),
        },
    ),
    Claim(
        Words(
            "exp() costs compute: sigmoid, tanh and ELU need it, ReLU, Leaky ReLU and Maxout do not.",
            "exp() 的计算较费时：sigmoid、tanh 和 ELU 需要它，ReLU、Leaky ReLU 和 Maxout 不需要。",
        ),
        "activations.cost",
        "activations-8-cost",
        "lectures/activations/test_cost.py::test_curved_activations_need_an_exponential_and_straight_pieces_do_not",
        Words(
            "how much it costs depends on computer and program: in NumPy passes over memory count as well, "
            "so timed where you are",
            "代价大小取决于计算机与程序：NumPy 中读写内存也要时间，所以要在自己的电脑上实测",
        ),
    ),
    Claim(
        Words("tanh squashes into [−1, 1] and is zero-centred.", "tanh 把输入压缩到 [−1, 1]，且以零为中心。"),
        "activations.squash",
        "activations-2-play",
        "lectures/activations/test_squash.py::test_sigmoid_leaves_the_mean_one_half_and_tanh_zero",
        Words("mean 0 for inputs spread evenly around 0", "输入关于 0 对称分布时，均值为 0"),
    ),
    Claim(
        Words("tanh still kills the gradient when it is saturated.", "tanh 饱和时同样切断梯度。"),
        "activations.gallery",
        "activations-1-play",
        "lectures/activations/test_gallery.py::test_saturated_sigmoid_and_tanh_have_hardly_any_slope",
        Words("the slope gets tiny, not exactly 0", "斜率变得极小，但不恰好为 0"),
    ),
    Claim(
        Words(
            "ReLU does not saturate for x > 0 and has gradient 0 for x < 0.",
            "ReLU 在 x > 0 时不饱和，在 x < 0 时梯度为 0。",
        ),
        "activations.gallery",
        "activations-1-play",
        "lectures/activations/test_gallery.py::test_relu_does_not_saturate_on_the_right_and_has_no_gradient_on_the_left",
        Words("at 0 itself there are two slopes; we take the left one, 0", "在 0 处有两个斜率，我们取左侧的 0"),
    ),
    Claim(
        Words("ReLU is very cheap.", "ReLU 的计算量极小。"),
        "activations.cost",
        "activations-8-cost",
        "lectures/activations/test_cost.py::test_the_lectures_relu_leaky_relu_and_maxout_are_straight_and_sigmoid_tanh_and_elu_curved",
        Words(
            "two straight pieces, no exp(); the share in a whole network's time is small, the product Wx is most of it",
            "只有两段直线，没有 exp()；在整个网络的用时中占比很小，主要是乘积 Wx",
        ),
    ),
    Claim(
        Words(
            "ReLU converges much faster than sigmoid or tanh, for example 6 times.",
            "ReLU 的收敛速度远高于 sigmoid 或 tanh，例如为 6 倍。",
        ),
        "activations.race",
        "activations-8-play",
        "lectures/activations/test_race.py::test_relu_is_far_from_six_times_as_fast_as_tanh_whatever_a_sceptic_changes",
        Words(
            "the 6 is one measurement: ReLU against tanh, a 4-layer convolutional net, CIFAR-10, 25% training error "
            "(Krizhevsky et al. 2012, Fig. 1), not repeated here; measured: on our digits, one hidden layer, each rate "
            "tuned, tanh is the faster of the two; how far ReLU is from 6 times stays or shrinks as follows",
            "6 倍是一次测量：ReLU 对 tanh，4 层卷积网络，CIFAR-10，训练误差 25%（Krizhevsky 等 2012，图 1），"
            "本课程没有重复它；实测：在手写数字上，单隐藏层，学习率各自调优，tanh 更快；ReLU 距 6 倍有多远，变化如下",
        ),
        {
            "deep": Tried(DEEP, "stays"),
            "adam": Tried(ADAM, "stays"),
            "error": Tried(ERROR, "stays"),
            "bias": Tried(BIAS, "weaker"),
            "both": Tried(Words("first biases of +5, and Adam", "初始偏置 +5，改用 Adam"), "stays"),
        },
    ),
    Claim(
        Words("Sigmoid learns more slowly than ReLU.", "sigmoid 比 ReLU 学得慢。"),
        "activations.race",
        "activations-8-play",
        "lectures/activations/test_race.py::test_sigmoid_is_slower_than_relu_whatever_a_sceptic_changes_and_the_more_so_the_deeper",
        Words(
            "measured: our digits, one hidden layer, Glorot's weights, each rate tuned; the more so, the deeper; with "
            "larger weights depth costs it far less",
            "实测：手写数字，单隐藏层，Glorot 的权重，学习率各自调优；网络越深越明显；权重更大，加深的代价就小得多",
        ),
        {
            "adam": Tried(ADAM, "stays"),
            "error": Tried(ERROR, "stays"),
            "bias": Tried(BIAS, "weaker"),
            "half": Tried(
                Words("weights four times as large, and σ − ½ in place of σ", "权重放大到四倍，并用 σ − ½ 代替 σ"),
                "reversed",
            ),
        },
    ),
    Claim(
        Words("ReLU is not zero-centred.", "ReLU 不以零为中心。"),
        "activations.squash",
        "activations-2-play",
        "lectures/activations/test_squash.py::test_relu_of_a_standard_normal_has_mean_one_over_root_two_pi_and_variance_a_half_less_its_square",
        Words("for N(0, 1) the mean is 0.3989 and the variance 0.3408", "对 N(0, 1)，均值 0.3989，方差 0.3408"),
    ),
    Claim(
        Words(
            "A ReLU unit can die; a large learning rate or a low bias does it.",
            "ReLU 单元会死：学习率太大或偏置太低都会造成。",
        ),
        "activations.dying_relu",
        "activations-5-play",
        "lectures/activations/test_dying_relu.py::test_learning_rate_and_bias_both_kill_until_a_sceptic_takes_another_optimizer_or_lower_biases",
        Words(
            "measured: 50 ReLUs, gradient descent at η = 7, first biases 0, ten seeds; dead means slope 0 for every "
            "sample; in the first layer plain gradient descent never brings it back, momentum and Adam may, and in "
            "deeper layers its inputs may change",
            "实测：50 个 ReLU，梯度下降，η = 7，初始偏置为 0，十个随机种子；“死”指对每个样本斜率都为 0；"
            "在第一层，普通梯度下降永远不能使它恢复，动量法和 Adam 则有可能；在更深的层里输入可能改变",
        ),
        {
            "units": Tried(Words("100 units", "100 个单元"), "stays"),
            "batch": Tried(Words("batches of 20", "小批量为 20"), "stays"),
            "high": Tried(Words("first biases of +1", "初始偏置改为 +1"), "stays"),
            "low": Tried(Words("first biases of −1", "初始偏置改为 −1"), "weaker"),
            "slow": Tried(Words("η = 3", "η = 3"), "reversed"),
            "momentum": Tried(Words("momentum, whose steps add up to as much", "动量法，步长加起来一样大"), "reversed"),
            "adam": Tried(Words("Adam, η = 0.03", "改用 Adam，η = 0.03"), "reversed"),
        },
    ),
    Claim(
        Words("Leaky ReLU does not saturate.", "Leaky ReLU 不饱和。"),
        "activations.gallery",
        "activations-1-play",
        "lectures/activations/test_gallery.py::test_leaky_relu_never_saturates_and_alpha_is_its_slope_on_the_left",
        Words(
            "max(0.1x, x) has slope 0.1 on the left; any α above 0 will do",
            "max(0.1x, x) 左侧斜率为 0.1；任何大于 0 的 α 都可以",
        ),
    ),
    Claim(
        Words("Leaky ReLU does not die.", "Leaky ReLU 不会死。"),
        "activations.dying_relu",
        "activations-5-play",
        "lectures/activations/test_dying_relu.py::test_leaky_relu_prelu_and_elu_do_not_die",
        Words(
            "true of PReLU and ELU as well, though ELU's slope can get tiny; to live is not yet to learn",
            "PReLU 与 ELU 也如此，但 ELU 的斜率可能极小；不死不等于学得好",
        ),
    ),
    Claim(
        Words("PReLU: α is learned too.", "PReLU：α 也由学习得到。"),
        "activations.prelu",
        "activations-6-play",
        "lectures/activations/test_prelu.py::test_alpha_is_learned",
        Words(
            "as long as some sample has z < 0: only there is a gradient for α",
            "只要有样本满足 z < 0：只有那里 α 才有梯度",
        ),
    ),
    Claim(
        Words("PReLU is max(αx, x).", "PReLU 就是 max(αx, x)。"),
        "activations.prelu",
        "activations-6-play",
        "lectures/activations/test_prelu.py::test_past_1_the_formulas_part_everywhere_but_at_0",
        Words(
            "only while α ≤ 1; in general x for x > 0 and αx for x ≤ 0",
            "仅当 α ≤ 1；一般为 x > 0 时取 x，x ≤ 0 时取 αx",
        ),
    ),
    Claim(
        Words("ELU is x for x > 0 and α(eˣ − 1) for x ≤ 0.", "ELU 在 x > 0 时为 x，在 x ≤ 0 时为 α(eˣ − 1)。"),
        "activations.gallery",
        "activations-1-play",
        "lectures/activations/test_gallery.py::test_elu_is_x_on_the_right_and_falls_to_minus_alpha_on_the_left",
        Words("always: a definition; smooth at 0 only for α = 1", "这是定义，恒成立；只有 α = 1 时在 0 处光滑"),
    ),
    Claim(
        Words(
            "ELU has all that ReLU has, and outputs nearer to zero mean.",
            "ELU 具有 ReLU 的全部优点，且输出均值更接近零。",
        ),
        "activations.squash",
        "activations-2-play",
        "lectures/activations/test_squash.py::test_elu_leaves_a_mean_nearer_to_zero_than_relu",
        Words(
            "for N(0, 1) less than half of ReLU's mean, but not 0; it needs exp()",
            "对 N(0, 1) 不到 ReLU 均值的一半，但不为 0；需要 exp()",
        ),
    ),
    Claim(
        Words(
            "Maxout is the larger of two linear functions, max(w₁ᵀx + b₁, w₂ᵀx + b₂).",
            "Maxout 取两个线性函数中较大者：max(w₁ᵀx + b₁, w₂ᵀx + b₂)。",
        ),
        "activations.maxout",
        "activations-7-play",
        "lectures/activations/test_maxout.py::test_the_unit_is_the_highest_of_its_lines",
        Words("k functions in general; each has weights of its own", "一般可取 k 个函数，每个有自己的权重"),
    ),
    Claim(
        Words(
            "With enough lines Maxout comes close to any convex function.", "直线足够多时，Maxout 可逼近任何凸函数。"
        ),
        "activations.maxout",
        "activations-7-play",
        "lectures/activations/test_maxout.py::test_with_more_lines_the_error_of_any_convex_function_goes_to_zero",
        Words(
            "convex and on a bounded interval; it is convex itself, so nothing else is within reach",
            "凸函数，且在有界区间上；它自身是凸的，所以其他函数都无法逼近",
        ),
    ),
    Claim(
        Words("In practice: use ReLU.", "实践中：用 ReLU。"),
        "activations.in_practice",
        "activations-9-play",
        "lectures/activations/test_in_practice.py::test_he_brings_relu_through_eight_layers_and_small_values_do_not_whatever_a_sceptic_changes_but_the_depth",
        Words(
            "measured: with He’s initialization, not with small values, and with the best of four learning rates, "
            "eight hidden layers of ReLU learn 200 digits in 12 epochs; with gradient descent ELU and tanh learn faster at first",
            "实测：八个 ReLU 隐藏层，学习率取四个中最好的，学习 200 个手写数字，训练 12 轮，用 He 初始化学得会，用小随机数学不会；"
            "用梯度下降时，ELU 与 tanh 起初更快",
        ),
        {
            "adam": Tried(ADAM, "stays"),
            "leaky": Tried(Words("Leaky ReLU", "Leaky ReLU"), "stays"),
            "elu": Tried(Words("ELU", "ELU"), "stays"),
            "one": Tried(Words("one hidden layer", "单隐藏层"), "reversed"),
        },
    ),
    Claim(
        Words(
            "Too large a learning rate is unstable or diverges, too small a one is slow.",
            "学习率太大会不稳定或发散，太小则慢。",
        ),
        "activations.in_practice",
        "activations-9-play",
        "lectures/activations/test_in_practice.py::test_a_learning_rate_too_large_diverges_and_one_too_small_is_slow_until_a_sceptic_takes_adam",
        Words(
            "measured: eight layers of ELU, He’s weights, 12 epochs, 0.001 is too small and 1 too large; what is too "
            "small or too large depends on optimizer, activation, initialization and depth",
            "实测：八层 ELU，He 的权重，12 轮，0.001 太小，1 太大；"
            "多小算太小、多大算太大，取决于优化器、激活函数、初始化和深度",
        ),
        {
            "tanh": Tried(Words("tanh", "tanh"), "stays"),
            "glorot": Tried(Words("Glorot’s weights", "Glorot 的权重"), "stays"),
            "two": Tried(Words("two layers", "两层"), "stays"),
            "adam": Tried(Words("Adam, for which 0.001 is not too small", "改用 Adam，0.001 就不算小"), "reversed"),
        },
    ),
    Claim(
        Words("A bad initialization makes gradients vanish or explode.", "不好的初始化使梯度消失或爆炸。"),
        "activations.vanishing_gradient",
        "activations-3-play",
        "lectures/activations/test_vanishing_gradient.py::test_small_random_values_let_the_gradient_vanish_and_large_ones_let_it_explode",
        Words("in deep networks without normalization or shortcuts", "指没有归一化或跨层连接的深层网络"),
    ),
    Claim(
        Words("Initialize with small random values.", "用小随机数初始化。"),
        "activations.in_practice",
        "activations-9-play",
        "lectures/activations/test_in_practice.py::test_small_random_values_learn_in_one_layer_and_fail_in_eight_whatever_a_sceptic_changes_but_the_depth",
        Words(
            "measured: in 12 epochs, with σ = 0.01, one hidden layer of ReLU learns 200 digits and eight do not; in deep "
            "networks σ must fit the number of inputs: He’s √(2/fan-in) for ReLU",
            "实测：σ = 0.01，训练 12 轮，单隐藏层的 ReLU 网络学得会 200 个手写数字，八层学不会；"
            "深层网络的 σ 要与输入数相配：ReLU 用 He 的 √(2/输入数)",
        ),
        {
            "adam": Tried(ADAM, "stays"),
            "tanh": Tried(Words("tanh", "tanh"), "stays"),
            "elu": Tried(Words("ELU, and Adam", "ELU，改用 Adam"), "stays"),
            "epsilon": Tried(
                Words("Adam with ε = 10⁻¹⁶ in place of 10⁻⁸, 300 epochs", "改用 Adam，ε 由 10⁻⁸ 改为 10⁻¹⁶，300 轮"),
                "reversed",
            ),
            "long": Tried(Words("two layers in place of eight, 40 epochs", "八层改为两层，40 轮"), "reversed"),
            "two": Tried(Words("two layers in place of eight, and Adam", "八层改为两层，改用 Adam"), "reversed"),
        },
    ),
    Claim(
        Words("He's weights carry the gradient through many ReLU layers.", "He 的权重使梯度穿过许多 ReLU 层。"),
        "activations.vanishing_gradient",
        "activations-3-play",
        "lectures/activations/test_vanishing_gradient.py::test_he_keeps_relu_alive_through_30_layers_and_glorot_does_not",
        Words("σ² = 2/fan-in, at the start of training (He et al. 2015)", "σ² = 2/输入数，指训练开始时（He 等 2015）"),
    ),
    Claim(
        Words("Try Leaky ReLU or ELU.", "试试 Leaky ReLU 或 ELU。"),
        "activations.dying_relu",
        "activations-5-play",
        "lectures/activations/test_dying_relu.py::test_leaky_relu_prelu_and_elu_do_not_die",
        Words(
            "where ReLU units die; whether they also learn faster depends on the task, so try",
            "当 ReLU 单元会死时；是否学得更快取决于任务，所以要试",
        ),
    ),
    Claim(
        Words("Try tanh, but expect little.", "可以试 tanh，但别期望太多。"),
        "activations.race",
        "activations-8-play",
        "lectures/activations/test_race.py::test_tanh_needs_fewer_updates_than_relu_until_a_sceptic_saturates_it_or_takes_adam_and_many_units",
        Words(
            "measured: not so on our digits, where tanh needs half of ReLU’s updates (three hidden layers, gradient "
            "descent, each rate tuned); the advice comes from large networks",
            "实测：在手写数字上并非如此，tanh 用的更新次数只有 ReLU 的一半（三个隐藏层，梯度下降，学习率各自调优）；"
            "这条建议来自大型网络的经验",
        ),
        {
            "error": Tried(ERROR, "stays"),
            "he": Tried(Words("He’s weights for both", "两者都用 He 的权重"), "stays"),
            "adam": Tried(Words("one hidden layer, and Adam", "单隐藏层，改用 Adam"), "weaker"),
            "wide": Tried(
                Words("one hidden layer of 128 units, and Adam", "单隐藏层 128 个单元，改用 Adam"), "reversed"
            ),
            "bias": Tried(Words("one hidden layer, first biases of +5", "单隐藏层，初始偏置 +5"), "reversed"),
        },
    ),
    Claim(
        Words("Use the sigmoid only as the output of a classifier.", "sigmoid 只用作分类器的输出。"),
        "activations.in_practice",
        "activations-9-play",
        "lectures/activations/test_in_practice.py::test_behind_eight_layers_of_sigmoids_little_is_learned_until_a_sceptic_takes_adam_and_large_weights",
        Words(
            "measured: eight hidden layers, He’s or Glorot’s weights, gradient descent; gates of recurrent networks use "
            "the sigmoid too",
            "实测：八个隐藏层，He 或 Glorot 的权重，梯度下降；循环神经网络的门控也用 sigmoid",
        ),
        {
            "adam": Tried(ADAM, "stays"),
            "large": Tried(Words("weights of σ = 1", "权重取 σ = 1"), "stays"),
            "both": Tried(Words("weights of σ = 1, and Adam", "权重取 σ = 1，改用 Adam"), "weaker"),
            "one": Tried(Words("one hidden layer, and Adam", "单隐藏层，改用 Adam"), "reversed"),
        },
    ),
    Claim(
        Words(
            "A network is a composition: h₁ = f₁(x), h₂ = f₂(h₁), …, so y = f_L ∘ … ∘ f₁ (x).",
            "网络是函数的复合：h₁ = f₁(x)，h₂ = f₂(h₁)，……，所以 y = f_L ∘ … ∘ f₁ (x)。",
        ),
        "activations.modular",
        "activations-modular-play",
        "lectures/activations/test_modular.py::test_the_composition_is_the_network",
        Words("for a plain stack of layers; shortcuts need a graph", "指逐层相接的网络；有跨层连接时需用图表示"),
    ),
    Claim(
        Words("Modularity: each layer is a black box.", "模块化：每一层都是一个黑箱。"),
        "activations.modular",
        "activations-modular-play",
        "lectures/activations/test_modular.py::test_folding_any_layers_into_a_box_leaves_the_output_the_same_to_the_last_digit",
        ALWAYS,
    ),
]
