"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, and when it is true."""
from typing import NamedTuple

from IPython.display import HTML

from course_nn.language import Words, block


class Claim(NamedTuple):
    """One claim of the lecture.

    says      : the claim, in our own words
    demo      : "section.name" of the demo that shows it, or "" where a cell shows it without one
    cell      : id of the cell that shows it
    test      : "file::test", below tests/
    condition : under which conditions it is true; corrects the slide where that is imprecise
    """

    says: Words
    demo: str
    cell: str
    test: str
    condition: Words


NOTEBOOKS = {"neurons": "01_neurons.ipynb", "activations": "02_activations.ipynb", "xor": "03_xor.ipynb"}  # first part of a cell's id -> its notebook

ALWAYS = Words("always: a definition", "恒成立：这是定义")

CLAIMS = [
    Claim(
        Words("The brain has about 10¹⁵ synapses: 10¹¹ neurons with 10⁴ each.", "大脑约有 10¹⁵ 个突触：10¹¹ 个神经元，各 10⁴ 个。"),
        "", "neurons-synapses", "test_claims.py::test_the_brain_has_about_1e15_synapses",
        Words("orders of magnitude; counts of neurons come nearer to 0.86 · 10¹¹ (Azevedo et al. 2009)",
              "仅指数量级；实测神经元数更接近 0.86 · 10¹¹（Azevedo 等，2009）"),
    ),
    Claim(
        Words("A neuron has dendrites, a cell body with a nucleus, and a branching axon with terminals.",
              "神经元有树突、含细胞核的胞体，以及带分支和末梢的轴突。"),
        "", "neurons-brain", "test_claims.py::test_the_parts_of_a_neuron_are_named_in_both_languages",
        Words("the textbook neuron; some have no axon", "教科书式的神经元；有些没有轴突"),
    ),
    Claim(
        Words("Impulses are weighted by the strength of their synapse and added up.", "冲动按突触强度加权后相加。"),
        "neurons.integrate_and_fire", "neurons-2-play",
        "demos/test_integrate_and_fire.py::test_until_the_first_spike_voltage_is_the_weighted_sum_of_what_has_not_leaked_away",
        Words("in the integrate-and-fire model, between spikes", "在积分发放模型中，两次脉冲之间"),
    ),
    Claim(
        Words("The voltage accumulates, and a spike follows once a threshold is passed.", "电压累积，越过阈值就发放脉冲。"),
        "neurons.integrate_and_fire", "neurons-2-play",
        "demos/test_integrate_and_fire.py::test_it_fires_at_the_threshold_and_a_higher_threshold_makes_it_fire_less",
        Words("in the integrate-and-fire model", "在积分发放模型中"),
    ),
    Claim(
        Words("Firing is strongly non-linear: all or nothing.", "发放是强非线性的：全或无。"),
        "neurons.action_potential", "neurons-1-play", "demos/test_action_potential.py::test_the_answer_is_all_or_nothing",
        Words("for the squid's axon at 6.3 °C; a warm axon answers more gradually", "乌贼轴突，6.3 °C；温度较高时反应较为渐变"),
    ),
    Claim(
        Words("Rest −70 mV, threshold near −55 mV, peak near +40 mV.", "静息 −70 mV，阈值接近 −55 mV，峰值接近 +40 mV。"),
        "neurons.action_potential", "neurons-1-play",
        "demos/test_action_potential.py::test_threshold_and_peak_are_those_of_the_lecture_and_rest_is_five_higher",
        Words("squid axon: rest −65 mV by convention; threshold as the highest failed initiation of a 0.5 ms pulse",
              "乌贼轴突：静息按约定为 −65 mV；阈值取 0.5 ms 脉冲刺激下失败起始的最高电压"),
    ),
    Claim(
        Words("Five phases: stimulus, depolarization (Na⁺ in), repolarization (K⁺ out), hyperpolarization, rest.",
              "五个阶段：刺激、去极化（Na⁺ 流入）、复极化（K⁺ 流出）、超极化、静息。"),
        "neurons.action_potential", "neurons-1-play",
        "demos/test_action_potential.py::test_the_first_picture_shows_all_five_phases_in_order_and_a_failure_shows_none",
        Words("within 5 ms only in a warm axon; about 16 ms at 6.3 °C", "只有较暖的轴突在 5 ms 内完成；6.3 °C 时约需 16 ms"),
    ),
    Claim(
        Words("Stimuli below threshold are failed initiations.", "低于阈值的刺激只是失败的起始。"),
        "neurons.action_potential", "neurons-1-play",
        "demos/test_action_potential.py::test_weaker_stimuli_of_the_same_duration_fail_and_return_to_rest",
        Words("a single pulse; several may add up", "单个刺激；多个刺激可以累加"),
    ),
    Claim(
        Words("The artificial neuron computes y = φ(wᵀx + b): weighting, summation, activation.",
              "人工神经元计算 y = φ(wᵀx + b)：加权、求和、激活。"),
        "neurons.neuron", "neurons-3-play", "demos/test_neuron.py::test_output_is_the_activation_of_the_weighted_sum", ALWAYS,
    ),
    Claim(
        Words("It is far simpler than a neuron, and looks like its firing rate.", "它比真实神经元简单得多，形状近似其发放率。"),
        "neurons.integrate_and_fire", "neurons-2-play", "demos/test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate",
        Words("for the rate under steady drive; the timing of spikes is lost", "仅指恒定驱动下的发放率；脉冲时刻的信息丢失了"),
    ),
    Claim(
        Words("Logistic regression is a neuron: y = σ(wᵀx + b).", "逻辑回归就是一个神经元：y = σ(wᵀx + b)。"),
        "neurons.logistic_regression", "neurons-5-play",
        "demos/test_logistic_regression_demo.py::test_minimum_agrees_with_an_independent_solver",
        Words("fitted by maximum likelihood; classes must overlap for a finite best w", "用最大似然拟合；两类须有重叠，最优 w 才有限"),
    ),
    Claim(
        Words("A scaled probit lies almost on top of the logistic sigmoid.", "缩放后的 probit 几乎与逻辑 sigmoid 重合。"),
        "neurons.logistic_regression", "neurons-5-play",
        "demos/test_logistic_regression_demo.py::test_scaled_probit_stays_within_two_hundredths_of_the_sigmoid",
        Words("scale √(π/8), equal slopes at 0; within 0.018 everywhere", "缩放 √(π/8)，在 0 处斜率相同；处处相差不超过 0.018"),
    ),
    Claim(
        Words("Units in a directed acyclic graph make a feed-forward network; a recurrent one may have cycles.",
              "单元组成有向无环图，就是前馈网络；循环网络可以有环。"),
        "neurons.feedforward", "neurons-7-play", "test_graph.py::test_an_order_or_a_cycle_and_never_both", ALWAYS,
    ),
    Claim(
        Words("A fully connected layer connects every input with every output.", "全连接层把每个输入与每个输出相连。"),
        "neurons.layer", "neurons-6-play", "test_graph.py::test_layers_are_fully_connected_acyclic_and_as_deep_as_counted", ALWAYS,
    ),
    Claim(
        Words("A layer's inputs and outputs are not the network's.", "层的输入和输出不是网络的输入和输出。"),
        "neurons.feedforward", "neurons-7-play",
        "demos/test_feedforward.py::test_inputs_and_outputs_of_an_inner_layer_are_not_those_of_the_network",
        Words("except the first layer's input and the last layer's output", "第一层的输入与最后一层的输出除外"),
    ),
    Claim(
        Words("A layer with N inputs and M outputs has an M × N matrix W, and y = φ(Wx + b).",
              "N 个输入、M 个输出的层有 M × N 的矩阵 W，且 y = φ(Wx + b)。"),
        "neurons.layer", "neurons-6-play", "demos/test_layer.py::test_the_weights_of_n_inputs_and_m_outputs_are_an_m_by_n_matrix", ALWAYS,
    ),
    Claim(
        Words("The lecture's network, 2-3-3-2, has depth 3; such networks are called multi-layer perceptrons.",
              "讲义中的 2-3-3-2 网络深度为 3；这类网络叫多层感知器。"),
        "neurons.feedforward", "neurons-7-play", "test_graph.py::test_network_of_the_lecture_has_29_parameters",
        Words("depth counts layers of weights; some authors count the input too", "深度指权重层的数目；有的作者也把输入层算在内"),
    ),
    Claim(
        Words("Six activation functions: sigmoid, tanh, ReLU, Leaky ReLU, Maxout, ELU.",
              "六种激活函数：sigmoid、tanh、ReLU、Leaky ReLU、Maxout、ELU。"),
        "activations.gallery", "activations-1-play", "test_activations.py::test_facts",
        Words("the gallery adds PReLU and six more", "画廊中另加 PReLU 和其他六种"),
    ),
    Claim(
        Words("The sigmoid squashes into [0, 1].", "sigmoid 把输入压缩到 [0, 1]。"),
        "activations.gallery", "activations-1-play",
        "demos/test_gallery.py::test_sigmoid_squashes_into_0_1_and_is_not_zero_centred_and_tanh_into_minus_1_1_and_is",
        Words("the ends are approached, never reached", "两端只是趋近，永远达不到"),
    ),
    Claim(
        Words("The sigmoid was popular because it looks like a neuron's saturating firing rate.",
              "sigmoid 曾因形似神经元会饱和的发放率而流行。"),
        "neurons.integrate_and_fire", "neurons-2-play",
        "demos/test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate",
        Words("under steady drive; near the threshold the rate looks more like a ReLU",
              "指恒定驱动；在阈值附近，发放率更像 ReLU"),
    ),
    Claim(
        Words("A saturated neuron kills the gradient.", "饱和的神经元会切断梯度。"),
        "activations.vanishing_gradient", "activations-3-play",
        "demos/test_vanishing_gradient.py::test_a_saturated_unit_kills_the_gradient",
        Words("the gradient through that unit; others may still pass it on, and large weights even let it explode",
              "指经过该单元的梯度；其他单元仍可传递，权重大时甚至会爆炸"),
    ),
    Claim(
        Words("Through sigmoids the gradient shrinks to a quarter per layer, or less.", "每经过一层 sigmoid，梯度至多剩四分之一。"),
        "activations.vanishing_gradient", "activations-3-play",
        "demos/test_vanishing_gradient.py::test_through_sigmoids_the_gradient_vanishes_at_least_as_fast_as_a_quarter_per_layer",
        Words("with Glorot's weights; larger weights multiply it and can make up for some of it",
              "使用 Glorot 权重时；更大的权重会乘进去，可补回一部分"),
    ),
    Claim(
        Words("Sigmoid outputs are not zero-centred, and that matters: all gradients of a unit share one sign, and its path zig-zags.",
              "sigmoid 的输出不以零为中心，后果是：一个单元的各个梯度同号，路径呈之字形。"),
        "activations.zero_centred", "activations-4-play",
        "demos/test_zero_centred.py::test_with_inputs_that_are_never_negative_all_gradients_of_a_unit_share_one_sign",
        Words("for one sample at a time; the sum over a batch may have both signs",
              "指每次一个样本；一批样本之和可以有正有负"),
    ),
    Claim(
        Words("Centring the inputs removes the zig-zag and saves steps.", "使输入以零为中心，之字形消失，步数减少。"),
        "activations.zero_centred", "activations-4-play", "demos/test_zero_centred.py::test_the_zig_zag_costs_steps",
        Words("for goals that need weights to move in opposite directions", "目标要求各权重朝相反方向变化时"),
    ),
    Claim(
        Words("exp() costs compute: sigmoid, tanh and ELU need it, ReLU, Leaky ReLU and Maxout do not.",
              "exp() 费计算：sigmoid、tanh 和 ELU 需要它，ReLU、Leaky ReLU 和 Maxout 不需要。"),
        "activations.cost", "activations-8-cost",
        "demos/test_cost.py::test_curved_activations_need_an_exponential_and_straight_pieces_do_not",
        Words("how much it costs depends on computer and program: in NumPy passes over memory count as well, so timed where you are",
              "代价大小取决于计算机与程序：NumPy 中读写内存也要时间，所以在您的电脑上实测"),
    ),
    Claim(
        Words("tanh squashes into [−1, 1] and is zero-centred.", "tanh 把输入压缩到 [−1, 1]，且以零为中心。"),
        "activations.squash", "activations-2-play",
        "demos/test_squash.py::test_sigmoid_leaves_the_mean_one_half_and_tanh_zero",
        Words("mean 0 for inputs spread evenly around 0", "输入关于 0 对称分布时，均值为 0"),
    ),
    Claim(
        Words("tanh still kills the gradient when it is saturated.", "tanh 饱和时同样切断梯度。"),
        "activations.gallery", "activations-1-play",
        "demos/test_gallery.py::test_saturated_sigmoid_and_tanh_have_hardly_any_slope",
        Words("the slope gets tiny, not exactly 0", "斜率变得极小，但不恰好为 0"),
    ),
    Claim(
        Words("ReLU does not saturate for x > 0 and has no gradient for x < 0.", "ReLU 在 x > 0 时不饱和，在 x < 0 时没有梯度。"),
        "activations.gallery", "activations-1-play",
        "demos/test_gallery.py::test_relu_does_not_saturate_on_the_right_and_has_no_gradient_on_the_left",
        Words("at 0 itself there are two slopes; we take the left one, 0", "在 0 处有两个斜率，我们取左侧的 0"),
    ),
    Claim(
        Words("ReLU is very cheap.", "ReLU 的计算极省。"),
        "activations.cost", "activations-8-cost",
        "demos/test_cost.py::test_the_lectures_relu_leaky_relu_and_maxout_are_straight_and_sigmoid_tanh_and_elu_curved",
        Words("two straight pieces, no exp(); the share in a whole network's time is small, the product Wx is most of it",
              "只有两段直线，没有 exp()；在整个网络的用时中占比很小，主要是乘积 Wx"),
    ),
    Claim(
        Words("ReLU converges much faster than sigmoid or tanh, for example 6 times.", "ReLU 比 sigmoid 或 tanh 收敛快得多，例如 6 倍。"),
        "activations.race", "activations-8-play",
        "demos/test_race.py::test_with_tuned_rates_no_seed_shows_tanh_six_times_slower_than_relu",
        Words("the 6 is one measurement: ReLU against tanh, a 4-layer convolutional net, CIFAR-10, 25 % training error "
              "(Krizhevsky et al. 2012, Fig. 1); on our digits, each tuned, tanh keeps up",
              "6 倍是一次测量：ReLU 对 tanh，4 层卷积网络，CIFAR-10，训练误差 25 %（Krizhevsky 等 2012，图 1）；"
              "在我们的数字图像上各自调优，tanh 并不落后"),
    ),
    Claim(
        Words("Sigmoid learns more slowly than ReLU.", "sigmoid 比 ReLU 学得慢。"),
        "activations.race", "activations-8-play",
        "demos/test_race.py::test_sigmoid_is_slower_than_relu_and_the_more_so_the_deeper",
        Words("on small digits, fully connected, learning rates tuned; the more so, the deeper",
              "小数字图像、全连接、学习率各自调优；网络越深越明显"),
    ),
    Claim(
        Words("ReLU is not zero-centred.", "ReLU 不以零为中心。"),
        "activations.squash", "activations-2-play",
        "demos/test_squash.py::test_relu_of_a_standard_normal_has_mean_one_over_root_two_pi_and_variance_a_half_less_its_square",
        Words("for N(0, 1) the mean is 0.3989 and the variance 0.3408", "对 N(0, 1)，均值 0.3989，方差 0.3408"),
    ),
    Claim(
        Words("A ReLU unit can die; a large learning rate or a low bias does it.", "ReLU 单元会死：学习率太大或偏置太低都会造成。"),
        "activations.dying_relu", "activations-5-play", "demos/test_dying_relu.py::test_learning_rate_and_bias_both_kill",
        Words("dead means slope 0 for every sample; in the first layer it never comes back, in deeper ones its inputs may change",
              "“死”指对每个样本斜率都为 0；在第一层永不恢复，在更深的层里输入可能改变"),
    ),
    Claim(
        Words("Leaky ReLU does not saturate.", "Leaky ReLU 不饱和。"),
        "activations.gallery", "activations-1-play",
        "demos/test_gallery.py::test_leaky_relu_never_saturates_and_alpha_is_its_slope_on_the_left",
        Words("max(0.1x, x) has slope 0.1 on the left; any α above 0 will do", "max(0.1x, x) 左侧斜率为 0.1；任何大于 0 的 α 都可以"),
    ),
    Claim(
        Words("Leaky ReLU does not die.", "Leaky ReLU 不会死。"),
        "activations.dying_relu", "activations-5-play", "demos/test_dying_relu.py::test_leaky_relu_prelu_and_elu_do_not_die",
        Words("true of PReLU and ELU as well, though ELU's slope can get tiny; to live is not yet to learn",
              "PReLU 与 ELU 也如此，但 ELU 的斜率可能极小；不死不等于学得好"),
    ),
    Claim(
        Words("PReLU: α is learned too.", "PReLU：α 也由学习得到。"),
        "activations.prelu", "activations-6-play", "demos/test_prelu.py::test_alpha_is_learned",
        Words("as long as some sample has z < 0: only there is a gradient for α", "只要有样本满足 z < 0：只有那里 α 才有梯度"),
    ),
    Claim(
        Words("PReLU is max(αx, x).", "PReLU 就是 max(αx, x)。"),
        "activations.prelu", "activations-6-play",
        "demos/test_prelu.py::test_past_1_the_formulas_part_everywhere_but_at_0",
        Words("only while α ≤ 1; in general x for x > 0 and αx for x ≤ 0", "仅当 α ≤ 1；一般为 x > 0 时取 x，x ≤ 0 时取 αx"),
    ),
    Claim(
        Words("ELU is x for x > 0 and α(eˣ − 1) for x ≤ 0.", "ELU 在 x > 0 时为 x，在 x ≤ 0 时为 α(eˣ − 1)。"),
        "activations.gallery", "activations-1-play",
        "demos/test_gallery.py::test_elu_is_x_on_the_right_and_falls_to_minus_alpha_on_the_left",
        Words("always: a definition; smooth at 0 only for α = 1", "恒成立：这是定义；只有 α = 1 时在 0 处光滑"),
    ),
    Claim(
        Words("ELU has all that ReLU has, and outputs nearer to zero mean.", "ELU 具有 ReLU 的全部优点，且输出均值更接近零。"),
        "activations.squash", "activations-2-play", "demos/test_squash.py::test_elu_leaves_a_mean_nearer_to_zero_than_relu",
        Words("for N(0, 1) less than half of ReLU's mean, but not 0; it needs exp()", "对 N(0, 1) 不到 ReLU 均值的一半，但不为 0；需要 exp()"),
    ),
    Claim(
        Words("Maxout is the larger of two linear functions, max(w₁ᵀx + b₁, w₂ᵀx + b₂).",
              "Maxout 取两个线性函数中较大者：max(w₁ᵀx + b₁, w₂ᵀx + b₂)。"),
        "activations.maxout", "activations-7-play", "demos/test_maxout.py::test_the_unit_is_the_highest_of_its_lines",
        Words("k functions in general; each has weights of its own", "一般可取 k 个函数，每个有自己的权重"),
    ),
    Claim(
        Words("With enough lines Maxout comes close to any convex function.", "直线足够多时，Maxout 可逼近任何凸函数。"),
        "activations.maxout", "activations-7-play",
        "demos/test_maxout.py::test_with_more_lines_the_error_of_any_convex_function_goes_to_zero",
        Words("convex and on a bounded interval; it is convex itself, so nothing else is within reach",
              "凸函数，且在有界区间上；它自身是凸的，所以别的都够不着"),
    ),
    Claim(
        Words("In practice: use ReLU.", "实践中：用 ReLU。"),
        "activations.in_practice", "activations-9-play", "demos/test_in_practice.py::test_he_brings_relu_through_eight_layers",
        Words("with He's initialization and a fitting learning rate; a good start, not always the best",
              "配 He 初始化和合适的学习率；是好的起点，未必最好"),
    ),
    Claim(
        Words("Too large a learning rate is unstable or diverges, too small a one is slow.", "学习率太大会不稳定或发散，太小则慢。"),
        "activations.in_practice", "activations-9-play",
        "demos/test_in_practice.py::test_a_learning_rate_too_large_diverges_and_one_too_small_is_slow",
        Words("what is too large depends on activation, initialization and depth", "多大算太大，取决于激活函数、初始化和深度"),
    ),
    Claim(
        Words("A bad initialization makes gradients vanish or explode.", "不好的初始化使梯度消失或爆炸。"),
        "activations.vanishing_gradient", "activations-3-play",
        "demos/test_vanishing_gradient.py::test_small_random_values_let_the_gradient_vanish_and_large_ones_let_it_explode",
        Words("in deep networks without normalization or shortcuts", "指没有归一化或跨层连接的深层网络"),
    ),
    Claim(
        Words("Initialize with small random values.", "用小随机数初始化。"),
        "activations.in_practice", "activations-9-play",
        "demos/test_in_practice.py::test_small_random_values_learn_in_a_shallow_network_and_fail_in_a_deep_one",
        Words("only in shallow networks; in deep ones σ must fit the number of inputs: He's √(2/fan-in) for ReLU",
              "只适用于浅层网络；深层网络的 σ 要与输入数相配：ReLU 用 He 的 √(2/输入数)"),
    ),
    Claim(
        Words("He's weights carry the gradient through many ReLU layers.", "He 的权重使梯度穿过许多 ReLU 层。"),
        "activations.vanishing_gradient", "activations-3-play",
        "demos/test_vanishing_gradient.py::test_he_keeps_relu_alive_through_30_layers_and_glorot_does_not",
        Words("σ² = 2/fan-in, at the start of training (He et al. 2015)", "σ² = 2/输入数，指训练开始时（He 等 2015）"),
    ),
    Claim(
        Words("Try Leaky ReLU or ELU.", "试试 Leaky ReLU 或 ELU。"),
        "activations.dying_relu", "activations-5-play", "demos/test_dying_relu.py::test_leaky_relu_prelu_and_elu_do_not_die",
        Words("where ReLU units die; whether they also learn faster depends on the task, so try",
              "当 ReLU 单元会死时；是否学得更快取决于任务，所以要试"),
    ),
    Claim(
        Words("Try tanh, but expect little.", "可以试 tanh，但别期望太多。"),
        "activations.race", "activations-8-play",
        "demos/test_race.py::test_with_tuned_rates_no_seed_shows_tanh_six_times_slower_than_relu",
        Words("on our small digits tanh keeps up with ReLU; the advice comes from large networks",
              "在我们的小数字图像上 tanh 不输给 ReLU；这条建议来自大型网络的经验"),
    ),
    Claim(
        Words("Use the sigmoid only as the output of a classifier.", "sigmoid 只用作分类器的输出。"),
        "activations.in_practice", "activations-9-play",
        "demos/test_in_practice.py::test_a_sigmoid_in_eight_layers_learns_only_from_large_weights",
        Words("the deeper the network; with one hidden layer and tuned it does learn; gates of recurrent networks use it too",
              "网络越深越是如此；只有一个隐藏层且调优时它也能学；循环网络的门也用它"),
    ),
    Claim(
        Words("A network is a composition: h₁ = f₁(x), h₂ = f₂(h₁), …, so y = f_L ∘ … ∘ f₁ (x).",
              "网络是函数的复合：h₁ = f₁(x)，h₂ = f₂(h₁)，……，所以 y = f_L ∘ … ∘ f₁ (x)。"),
        "activations.modular", "activations-modular-play", "demos/test_modular.py::test_the_composition_is_the_network",
        Words("for a plain stack of layers; shortcuts need a graph", "指逐层相接的网络；有跨层连接时需用图表示"),
    ),
    Claim(
        Words("Modularity: each layer is a black box.", "模块化：每一层都是一个黑箱。"),
        "activations.modular", "activations-modular-play",
        "demos/test_modular.py::test_folding_any_layers_into_a_box_leaves_the_output_the_same_to_the_last_digit",
        ALWAYS,
    ),
    Claim(
        Words("One unit cannot compute XOR.", "一个单元算不出 XOR。"),
        "xor.one_unit", "xor-1-play", "demos/test_one_unit.py::test_no_setting_gets_four_rows_and_the_best_is_three",
        Words("any unit that answers by the side of a line, whatever its rising activation; 3 of 4 rows at best", "凡以直线一侧作答的单元，无论其单调上升的激活函数为何；最多 4 行中的 3 行"),
    ),
    Claim(
        Words("XOR is the classic reason for several layers: two are enough.", "XOR 是需要多层的经典理由：两层就够。"),
        "xor.xor_network", "xor-2-play", "demos/test_xor_network.py::test_four_points_become_three_and_only_then_does_one_line_separate_them",
        Words("for these two inputs; an added input x₁x₂ would do as well", "就这两个输入而言；另加一个输入 x₁x₂ 也可以"),
    ),
    Claim(
        Words("XOR(a, b) = (a OR b) AND NOT (a AND b).", "异或等于“a 或 b，但并非 a 且 b”：XOR(a, b) = (a OR b) AND NOT (a AND b)。"),
        "xor.decompositions", "xor-gates-play", "demos/test_decompositions.py::test_xor_is_or_and_not_and",
        Words("one of 16 ways to build it from three gates", "用三个门实现它的 16 种方式之一"),
    ),
    Claim(
        Words("With hard thresholds: weights 1, 1, −0.5 (OR); 1, 1, −1.5 (AND); 1, −1, −0.5 (the output).", "硬阈值下的权重：1, 1, −0.5（OR）；1, 1, −1.5（AND）；1, −1, −0.5（输出）。"),
        "xor.xor_network", "xor-2-play", "demos/test_xor_network.py::test_numbers_of_the_lecture_make_or_and_and_their_difference_which_is_xor",
        Words("hard thresholds; with σ(kz) in their place only from k = 2 ln 3 on", "硬阈值；换成 σ(kz) 后须 k ≥ 2 ln 3"),
    ),
    Claim(
        Words("A network of two layers can also learn XOR.", "两层网络也能学会 XOR。"),
        "xor.train_xor", "xor-4-play", "demos/test_train_xor.py::test_two_units_are_enough_to_compute_xor_but_only_about_half_of_the_networks_find_out",
        Words("not from every start; success grows with the number of hidden units", "并非从每个起点都行；隐藏单元越多越容易成功"),
    ),
    Claim(
        Words("The perceptron rule finds a line if there is one.", "只要存在分界线，感知器学习规则就能找到。"),
        "xor.perceptron_rule", "xor-5-play", "demos/test_perceptron_rule.py::test_a_line_exists_so_mistakes_run_out_below_the_bound",
        Words("separable data, at most (R/γ)² mistakes; on XOR it goes round for ever", "数据线性可分，错误至多 (R/γ)² 次；在 XOR 上永远循环"),
    ),
    Claim(
        Words("Parity, the XOR of many bits, is often named as the reason for depth.", "奇偶校验（多位的 XOR）常被说成需要深度的理由。"),
        "xor.parity", "xor-6-play", "demos/test_parity.py::test_parity_does_not_separate_deep_from_shallow_one_layer_takes_fewest",
        Words("only for AND-terms, 2ⁿ⁻¹ of them; one layer of n threshold units does it", "只对 2ⁿ⁻¹ 个与门的做法成立；一层 n 个阈值单元就够"),
    ),
]  # fmt: skip


def _row(claim):
    notebook = NOTEBOOKS[claim.cell.split("-")[0]]
    shown = f'<a href="{notebook}">{claim.cell}</a>' + (f"<br><code>{claim.demo}</code>" if claim.demo else "")
    test = claim.test.replace("::", "::<wbr>").replace("_", "_<wbr>")
    cells = block(claim.says), shown, f"<code>{test}</code>", block(claim.condition)
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def ledger():
    """All claims as a table: claim, where it is shown, which test asserts it, under which conditions it is true.
    全部论断一览：论断、展示之处、验证它的测试、成立的条件。
    """
    heads = Words("claim", "论断"), Words("shown by", "展示"), Words("test", "测试"), Words("true when", "何时成立")
    head = "".join(f'<th style="text-align:left">{words.html()}</th>' for words in heads)
    return HTML(f"<table><tr>{head}</tr>{''.join(map(_row, CLAIMS))}</table>")
