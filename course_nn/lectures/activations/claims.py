"""Claims of lecture 2, activations."""

from course_nn.common.words import Words
from course_nn.notebook.claims import ALWAYS, Claim

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
        "lectures/activations/test_race.py::test_leaky_relu_takes_as_long_as_relu",
        Words(
            "in the median of ten seeds on our digits, each tuned; single seeds differ",
            "指在我们的手写数字上各自调优、十个随机种子的中位数；单个种子有差异",
        ),
    ),
    Claim(
        Words("Centring the inputs removes the zig-zag and saves steps.", "使输入以零为中心，之字形消失，步数减少。"),
        "activations.zero_centred",
        "activations-4-play",
        "lectures/activations/test_zero_centred.py::test_the_zig_zag_costs_steps",
        Words(
            "behind sigmoids, for goals that need weights to move in opposite directions; behind ReLUs, whose offset "
            "is smaller, not on every seed",
            "输入来自 sigmoid，且目标要求各权重朝相反方向变化时；输入来自 ReLU 时偏移较小，并非在每个随机种子上都能减少步数",
        ),
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
        "lectures/activations/test_race.py::test_from_high_biases_tanh_is_slower_than_relu_on_every_seed_and_from_0_it_is_not",
        Words(
            "the 6 is one measurement: ReLU against tanh, a 4-layer convolutional net, CIFAR-10, 25% training error "
            "(Krizhevsky et al. 2012, Fig. 1), not repeated here; on our digits, each tuned, tanh is faster than ReLU, "
            "and of the starts that were tried it is slower only where one hidden layer has biases of +5",
            "6 倍是一次测量：ReLU 对 tanh，4 层卷积网络，CIFAR-10，训练误差 25%（Krizhevsky 等 2012，图 1）；"
            "本课程没有重复它；在我们的手写数字上各自调优，tanh 比 ReLU 更快；在试过的起点中，只有单隐藏层的偏置从 +5 开始时才更慢",
        ),
    ),
    Claim(
        Words("Sigmoid learns more slowly than ReLU.", "sigmoid 比 ReLU 学得慢。"),
        "activations.race",
        "activations-8-play",
        "lectures/activations/test_race.py::test_sigmoid_is_slower_than_relu_and_the_more_so_the_deeper",
        Words(
            "on small digits, fully connected, learning rates tuned; the more so, the deeper",
            "手写数字小图像、全连接、学习率各自调优；网络越深越明显",
        ),
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
        "lectures/activations/test_dying_relu.py::test_learning_rate_and_bias_both_kill",
        Words(
            "dead means slope 0 for every sample; in the first layer it never comes back, in deeper ones "
            "its inputs may change",
            "“死”指对每个样本斜率都为 0；在第一层永不恢复，在更深的层里输入可能改变",
        ),
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
        "lectures/activations/test_in_practice.py::test_he_brings_relu_through_eight_layers",
        Words(
            "with He's initialization and a fitting learning rate; on our digits ELU and tanh learn faster at first",
            "配 He 初始化和合适的学习率；在我们的手写数字上，ELU 与 tanh 起初学得更快",
        ),
    ),
    Claim(
        Words(
            "Too large a learning rate is unstable or diverges, too small a one is slow.",
            "学习率太大会不稳定或发散，太小则慢。",
        ),
        "activations.in_practice",
        "activations-9-play",
        "lectures/activations/test_in_practice.py::test_a_learning_rate_too_large_diverges_and_one_too_small_is_slow",
        Words(
            "what is too large depends on activation, initialization and depth",
            "多大算太大，取决于激活函数、初始化和深度",
        ),
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
        "lectures/activations/test_in_practice.py::test_small_random_values_learn_in_a_shallow_network_and_fail_in_a_deep_one",
        Words(
            "only in shallow networks; in deep ones σ must fit the number of inputs: He's √(2/fan-in) for ReLU",
            "只适用于浅层网络；深层网络的 σ 要与输入数相配：ReLU 用 He 的 √(2/输入数)",
        ),
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
        "lectures/activations/test_race.py::test_with_tuned_rates_tanh_needs_fewer_updates_than_relu",
        Words(
            "not so on our digits, where tanh is faster than ReLU; the advice comes from large networks",
            "在我们的手写数字小图像上并非如此，tanh 比 ReLU 更快；这条建议来自大型网络的经验",
        ),
    ),
    Claim(
        Words("Use the sigmoid only as the output of a classifier.", "sigmoid 只用作分类器的输出。"),
        "activations.in_practice",
        "activations-9-play",
        "lectures/activations/test_in_practice.py::test_a_sigmoid_in_eight_layers_learns_only_from_large_weights",
        Words(
            "the deeper the network; with one hidden layer and tuned it does learn; gates of recurrent "
            "networks use it too",
            "网络越深越是如此；只有一个隐藏层且调优时它也能学；循环神经网络的门控也用它",
        ),
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
