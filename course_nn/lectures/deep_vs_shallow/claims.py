"""Claims of lecture 4, deep vs. shallow."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

FEWER, MORE = Words("half as many parameters", "参数减半"), Words("twice as many parameters", "参数加倍")
BENDS, RATE = Words("first biases random", "初始偏置随机"), Words("η = 0.1 in place of 0.02", "η 从 0.02 改为 0.1")
TANH = Words("tanh in place of ReLU", "用 tanh 代替 ReLU")

CLAIMS = [
    Claim(
        Words(
            "Any sequence of linear layers equals one linear layer: y = W₃W₂W₁x = W̃x.",
            "任意一串线性层等价于一个线性层：y = W₃W₂W₁x = W̃x。",
        ),
        "deep_vs_shallow.linear_collapse",
        "deep_vs_shallow-1-play",
        "lectures/deep_vs_shallow/test_linear_collapse.py::test_three_linear_layers_and_their_product_agree_to_the_last_digit",
        Words(
            "always, up to rounding; the rank of W̃ is at most the narrowest layer's width; said of what they compute, "
            "not of how they learn",
            "恒成立（只差舍入误差）；W̃ 的秩不超过最窄层的宽度；说的是计算什么，不是怎样学习",
        ),
    ),
    Claim(
        Words("Biases collapse with the matrices: W̃x + b̃.", "偏置随矩阵一起合并：W̃x + b̃。"),
        "",
        "deep_vs_shallow-1-source",
        "lectures/deep_vs_shallow/test_capacity.py::test_a_deep_linear_network_is_one_matrix_and_one_bias",
        Words(
            "always, for any sizes: b̃ = W₃W₂b₁ + W₃b₂ + b₃ for three layers",
            "恒成立，层宽任意：三层时 b̃ = W₃W₂b₁ + W₃b₂ + b₃",
        ),
    ),
    Claim(
        Words("So several layers need a non-linearity.", "所以多层之间需要非线性。"),
        "deep_vs_shallow.linear_collapse",
        "deep_vs_shallow-1-play",
        "lectures/deep_vs_shallow/test_linear_collapse.py::test_with_a_single_relu_no_linear_layer_equals_the_three",
        Words(
            "one that bends something: with special weights the next layer can undo a ReLU",
            "且要真正起到弯折作用：权重特殊时，下一层可以抵消一个 ReLU",
        ),
    ),
    Claim(
        Words(
            "With enough units a network comes arbitrarily close to any function.",
            "单元足够多时，网络可任意接近任何函数。",
        ),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_bumps.py::test_more_bumps_come_closer_to_a_continuous_function_at_its_worst_point_too",
        Words(
            "any continuous function, on a bounded and closed set, approximately; a jump keeps its largest error",
            "任何连续函数，在有界闭集上，近似地；有跳跃时，最大误差不会变小",
        ),
    ),
    Claim(
        Words("Non-linear activations make it universal.", "非线性激活函数使网络成为通用近似器。"),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_bumps.py::test_a_parabola_as_activation_adds_up_to_one_parabola_however_many_units",
        Words(
            "those that are no polynomial (Leshno et al. 1993): with φ(z) = z² one hidden layer makes parabolas only",
            "须不是多项式（Leshno 等 1993）：若 φ(z) = z²，一个隐藏层只能得到抛物线",
        ),
    ),
    Claim(
        Words("One hidden layer is enough.", "一个隐藏层就够。"),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_approximation.py::test_one_hidden_layer_comes_as_close_as_one_likes_to_a_continuous_function",
        Words(
            "such weights exist, if there may be as many units as it takes; sigmoids must get steeper as well",
            "指这样的权重存在，且单元数不限；用 sigmoid 时还须越来越陡",
        ),
    ),
    Claim(
        Words("What exists need not be found by training.", "存在的权重，训练未必找得到。"),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_bumps.py::test_what_descent_leaves_over_the_hats_is_left_by_the_way_and_not_by_the_weights",
        Words(
            "measured: 150 ReLUs on one function, bends spread, Adam on all weights, 500 epochs, medians of 5 starts: "
            "about ten times the error of the 50 hats; overlapping ramps and descent make it together, as hats or steep "
            "units learn in as many epochs",
            "实测：150 个 ReLU，一个函数，弯折分散，用 Adam 训练全部权重 500 轮，5 次训练的中位数：误差约为 50 个帽形的十倍；"
            "这是相互重叠的斜坡与梯度下降合在一起造成的，因为同样多的轮数里，帽形或陡的单元学得会",
        ),
        {
            "start": Tried(Words("first biases 0", "初始偏置为 0"), "stays"),
            "rate": Tried(Words("three times the learning rate", "学习率增为三倍"), "stays"),
            "long": Tried(Words("eight times the epochs", "轮数增为八倍"), "stays"),
            "last": Tried(Words("Adam on the last layer alone", "只用 Adam 训练输出层"), "stays"),
            "curvature": Tried(
                Words("steps that know the curvature, on all weights", "全部权重，每步考虑曲率"), "weaker"
            ),
            "hats": Tried(Words("Adam on the heights of the hats", "用 Adam 训练各个帽形的高度"), "reversed"),
            "steep": Tried(
                Words("150 tanh units, first weights 150 times as large", "150 个 tanh 单元，初始权重放大到 150 倍"),
                "reversed",
            ),
            "squares": Tried(Words("the last layer by least squares", "输出层用最小二乘"), "reversed"),
            "few": Tried(Words("9 units in place of 150", "单元从 150 个减为 9 个"), "reversed"),
        },
    ),
    Claim(
        Words("The same holds for functions of several inputs.", "多个输入的函数也是如此。"),
        "deep_vs_shallow.towers",
        "deep_vs_shallow-3-play",
        "lectures/deep_vs_shallow/test_approximation.py::test_towers_follow_a_continuous_surface_with_an_error_of_order_1_over_n_at_the_price_of_n_squared_units",
        Words(
            "shown for two inputs, with two hidden layers, of steps (sigmoids and ReLUs must get steeper as well)",
            "此处以两个输入、两个隐藏层、阶跃单元展示（sigmoid 与 ReLU 还须越来越陡）",
        ),
    ),
    Claim(
        Words("With two inputs, too, one hidden layer is enough.", "两个输入时，一个隐藏层也够。"),
        "deep_vs_shallow.towers",
        "deep_vs_shallow-3-play",
        "lectures/deep_vs_shallow/test_towers.py::test_one_hidden_layer_of_random_units_follows_waves_more_closely_than_towers_of_as_many_units",
        Words(
            "for every continuous function: Cybenko's proof (1989); measured: on the waves 45 random sigmoids, the last "
            "layer by least squares, are nearer than towers of as many units, medians of 5 starts",
            "对一切连续函数都成立：Cybenko 的证明（1989）；实测：对“波浪”，45 个随机 sigmoid，输出层用最小二乘，"
            "比同样多单元的塔更接近，5 次的中位数",
        ),
        {
            "hill": Tried(Words("the hill in place of the waves", "“波浪”换成“山丘”"), "stays"),
            "saddle": Tried(Words("the saddle in place of the waves", "“波浪”换成“鞍面”"), "stays"),
            "relu": Tried(Words("random ReLUs", "随机单元换成 ReLU"), "weaker"),
            "fewer": Tried(Words("half as many random units", "随机单元减半"), "weaker"),
            "checkers": Tried(Words("the checkers", "换成“棋盘”"), "reversed"),
        },
    ),
    Claim(
        Words(
            "In practice one layer can need exponentially many units in the input dimension.",
            "实际上，一层所需的单元数可能随输入维数指数增长。",
        ),
        "deep_vs_shallow.product",
        "deep_vs_shallow-9-play",
        "lectures/deep_vs_shallow/test_products.py::test_both_networks_multiply_the_one_layer_with_two_to_the_d_units_the_tree_with_at_most_4_d",
        Words(
            "for the product of d inputs: 2ᵈ units of one smooth φ whose Taylor series lacks no power up to 2d, a "
            "fixed number of them, as close as one likes on the whole cube (Rolnick & Tegmark 2018); where powers are "
            "missing, as in cosh, half as many can do; for the corners alone d units are enough",
            "就 d 个输入之积而言：要 2ᵈ 个单元，所用光滑 φ 的泰勒级数到 2d 次为止不缺项，个数固定，要在整个立方体上任意接近"
            "（Rolnick 与 Tegmark 2018）；若缺项，例如 cosh，一半就够；若只看顶点，d 个单元就够",
        ),
    ),
    Claim(
        Words(
            "The towers' recipe takes exponentially many units in the input dimension.",
            "搭塔的做法所需的单元数随输入维数指数增长。",
        ),
        "deep_vs_shallow.curse",
        "deep_vs_shallow-4-play",
        "lectures/deep_vs_shallow/test_curse.py::test_for_any_function_units_multiply_by_N_with_each_input_for_a_sum_they_add_up",
        Words(
            "the price of one recipe; that all functions that change slowly need exponentially many weights, in deep "
            "networks too, holds if the weights depend continuously on the function (DeVore et al. 1989)",
            "这是一种做法的代价；若权重连续依赖于函数，则要掌握一切变化缓慢的函数，所需权重个数必为指数级，深层网络也一样（DeVore 等 1989）",
        ),
    ),
    Claim(
        Words("What helps with many inputs is to know the structure.", "输入很多时，有用的是知道结构。"),
        "deep_vs_shallow.curse",
        "deep_vs_shallow-4-play",
        "lectures/deep_vs_shallow/test_curse.py::test_a_fit_that_knows_the_structure_leads_and_a_wrong_structure_is_no_help",
        Words(
            "measured: a sum of ten functions of one input, 1,000 samples, no noise: a fitted sum beside the nearest "
            "sample and a kernel, which know no sum; medians of five sets of samples",
            "实测：十个一元函数之和，1,000 个样本，没有噪声：拟合的函数之和，对照不知道这一结构的最近样本与核方法；五组样本的中位数",
        ),
        {
            "fewer": Tried(Words("a tenth of the samples", "样本数减为十分之一"), "stays"),
            "more": Tried(Words("three times the samples", "样本数增为三倍"), "stays"),
            "pieces": Tried(Words("half as many pieces in the fit", "拟合的分段数减半"), "stays"),
            "inputs": Tried(Words("two inputs", "只有两个输入"), "reversed"),
            "pairs": Tried(Words("a function of another structure", "换一种结构的函数"), "reversed"),
            "slow": Tried(Words("another structure, changing half as fast", "换一种结构，且变化慢一半"), "reversed"),
        },
    ),
    Claim(
        Words("A network that can learn any function probably overfits.", "能学会任何函数的网络多半会过拟合。"),
        "deep_vs_shallow.overfit",
        "deep_vs_shallow-8-play",
        "lectures/deep_vs_shallow/test_overfit.py::test_a_network_that_fits_the_noise_ends_above_the_true_curve_unless_there_is_little_of_it",
        Words(
            "measured: 15 samples with noise 0.4, 16 units of tanh, 1000 epochs, no penalty, medians of 30 runs",
            "实测：15 个样本，噪声 0.4，16 个 tanh 单元，1000 轮，没有正则化（惩罚项），30 次训练的中位数",
        ),
        {
            "start": Tried(Words("first biases random", "初始偏置随机"), "stays"),
            "wider": Tried(Words("four times as many units", "单元数增为四倍"), "stays"),
            "rate": Tried(Words("less than half the learning rate", "学习率减到一半以下"), "stays"),
            "more": Tried(Words("four times as many samples", "样本数增为四倍"), "weaker"),
            "clean": Tried(Words("no noise", "没有噪声"), "reversed"),
        },
    ),
    Claim(
        Words(
            "How much it overfits hangs more on the samples than on the size of the network.",
            "过拟合有多严重，更取决于样本，而不是网络大小。",
        ),
        "deep_vs_shallow.overfit",
        "deep_vs_shallow-8-play",
        "lectures/deep_vs_shallow/test_overfit.py::test_four_times_the_samples_change_the_overfitting_more_than_four_times_the_units",
        Words(
            "measured: 15 samples with noise 0.4, from 16 units; medians of 30 runs; slow descent of the widest "
            "networks is part of it, and of ReLUs more units overfit slightly more",
            "实测：15 个样本，噪声 0.4，从 16 个单元算起，30 次训练的中位数；最宽的网络下降得慢也是原因之一；用 ReLU 时，单元多则过拟合略重",
        ),
        {
            "start": Tried(Words("first biases random", "初始偏置随机"), "stays"),
            "rate": Tried(Words("less than half the learning rate", "学习率减到一半以下"), "stays"),
            "relu": Tried(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), "stays"),
        },
    ),
    Claim(
        Words("Several layers reach the same with fewer units.", "多层用更少的单元就能做到同样的事。"),
        "deep_vs_shallow.sawtooth",
        "deep_vs_shallow-5-play",
        "lectures/deep_vs_shallow/test_sawtooth.py::test_k_layers_of_two_units_make_two_to_the_k_pieces_where_one_layer_of_as_many_units_makes_2k",
        Words(
            "exactly so for the sawtooth (Telgarsky 2015), with weights set by hand; not for every function",
            "对锯齿函数严格成立（Telgarsky 2015），权重手工设置；并非对每个函数都成立",
        ),
    ),
    Claim(
        Words("To do without depth costs exponentially many units.", "不用深度，代价是指数多的单元。"),
        "deep_vs_shallow.sawtooth",
        "deep_vs_shallow-5-play",
        "lectures/deep_vs_shallow/test_sawtooth.py::test_with_fewer_than_two_to_the_k_less_1_units_one_layer_errs_by_a_half_somewhere",
        Words(
            "for the sawtooth of 2ᵏ pieces: 2ᵏ − 1 units at least to err by less than ½ everywhere, 2ᵏ to be exact",
            "就 2ᵏ 段的锯齿而言：误差处处小于 ½ 至少要 2ᵏ − 1 个单元，完全精确要 2ᵏ 个",
        ),
    ),
    Claim(
        Words(
            "In practice, too, several layers do more with fewer units.", "实际训练中，多层也能用更少的单元做得更好。"
        ),
        "deep_vs_shallow.budget",
        "deep_vs_shallow-7-play",
        "lectures/deep_vs_shallow/test_budget.py::test_two_or_three_layers_lead_one_until_a_sceptic_changes_what_the_single_layer_starts_with",
        Words(
            "measured: on the spirals, 100 parameters, medians of ten runs; only for ReLU, first biases 0 and a "
            "small learning rate",
            "实测：在螺线上，100 个参数，十次训练的中位数；只有用 ReLU、初始偏置为 0、学习率较小时才是如此",
        ),
        {
            "fewer": Tried(FEWER, "stays"),
            "more": Tried(MORE, "stays"),
            "bends": Tried(BENDS, "reversed"),
            "rate": Tried(RATE, "reversed"),
            "tanh": Tried(TANH, "reversed"),
        },
    ),
    Claim(
        Words("Depth alone does not always help.", "光靠深度，并不总有好处。"),
        "deep_vs_shallow.budget",
        "deep_vs_shallow-7-play",
        "lectures/deep_vs_shallow/test_budget.py::test_five_layers_are_behind_the_best_of_a_small_budget_whatever_a_sceptic_changes",
        Words(
            "measured: on the spirals, 100 parameters, medians of ten runs; five layers never lead",
            "实测：在螺线上，100 个参数，十次训练的中位数；五层从不领先",
        ),
        {
            "fewer": Tried(FEWER, "stays"),
            "bends": Tried(BENDS, "stays"),
            "rate": Tried(RATE, "stays"),
            "tanh": Tried(TANH, "stays"),
            "stripes": Tried(Words("stripes in place of the spirals", "螺线换成条纹"), "stays"),
            "checkers": Tried(Words("a chessboard in place of the spirals", "螺线换成棋盘格"), "stays"),
        },
    ),
    Claim(
        Words("In training, too, depth can pay.", "在训练中，深度也可以有好处。"),
        "deep_vs_shallow.sawtooth",
        "deep_vs_shallow-10-play",
        "lectures/deep_vs_shallow/test_sawtooth.py::test_wide_deep_networks_learn_sixteen_pieces_and_one_layer_of_as_many_parameters_does_not_by_descent",
        Words(
            "measured: the sawtooth of 16 pieces, four layers of 32 ReLUs beside one layer of ReLUs with as many "
            "parameters, bends spread, Adam, 1,000 epochs, medians of 7 starts, of 3 after most changes; one layer of "
            "steep tanh units does as well",
            "实测：16 段的锯齿，四层、每层 32 个 ReLU，对照参数同样多的单层 ReLU，弯折分散，Adam，1,000 轮，"
            "7 次训练的中位数，多数改变之后为 3 次；单层换成陡的 tanh 单元，就差不多一样好",
        ),
        {
            "rate": Tried(Words("a third of the learning rate, for both", "两者的学习率都减到三分之一"), "stays"),
            "less": Tried(Words("layers of 24", "每层 24 个单元"), "stays"),
            "heights": Tried(Words("pieces that end at random heights", "各段终点的高度随机"), "about half"),
            "narrow": Tried(Words("layers of 8", "每层 8 个单元"), "reversed"),
            "steep": Tried(
                Words("the one layer of tanh, first weights 60 times as large", "单层改用 tanh，初始权重放大到 60 倍"),
                "reversed",
            ),
            "squares": Tried(
                Words("the last weights of the one layer by least squares", "单层的输出权重用最小二乘"), "reversed"
            ),
        },
    ),
    Claim(
        Words("What training finds for the sawtooth is no fold.", "训练为锯齿找到的，并不是折叠。"),
        "deep_vs_shallow.sawtooth",
        "deep_vs_shallow-10-play",
        "lectures/deep_vs_shallow/test_sawtooth.py::test_trained_networks_draw_the_teeth_without_a_folded_last_layer",
        Words(
            "measured: how far the last hidden layer parts x from 1 − x, median of 10 starts; single runs may fold",
            "实测：末一隐藏层在 x 与 1 − x 处相差多少，10 次训练的中位数；个别训练可能折叠",
        ),
        {
            "rate": Tried(Words("a third of the learning rate", "学习率减到三分之一"), "stays"),
            "pieces": Tried(Words("8 pieces, three layers", "8 段，三层"), "stays"),
            "narrow": Tried(Words("8 pieces, three layers of 8", "8 段，三层、每层 8 个单元"), "stays"),
            "near": Tried(Words("a start close to the folded network", "从接近折叠网络处开始训练"), "reversed"),
        },
    ),
    Claim(
        Words("A compact representation beats a universal one.", "紧凑的表示胜过通用的表示。"),
        "deep_vs_shallow.regions",
        "deep_vs_shallow-6-play",
        "lectures/deep_vs_shallow/test_regions.py::test_folded_by_hand_three_layers_have_more_than_nine_times_the_regions_of_one_layer_of_as_many_parameters",
        Words(
            "in what it can do: 3 × 8 units can have 9472 regions, one layer of as many parameters 991 (Montúfar et "
            "al. 2014); layers of 2 units cannot",
            "就能力而言：3 × 8 个单元可有 9472 个区域，参数同样多的单层至多 991 个（Montúfar 等 2014）；每层 2 个单元则不行",
        ),
    ),
    Claim(
        Words(
            "Random and trained networks have far fewer regions than their shape allows.",
            "随机的和训练过的网络，区域数远少于其结构所容许的。",
        ),
        "deep_vs_shallow.regions",
        "deep_vs_shallow-6-play",
        "lectures/deep_vs_shallow/test_regions.py::test_random_and_trained_networks_stay_far_below_what_their_shape_can_have",
        Words(
            "measured: 3 × 8 units that learn the spiral, before and after, medians of ten seeds: a few hundred of "
            "9472, about as many as one layer of all of them can have (Hanin & Rolnick 2019)",
            "实测：3 × 8 个单元学习螺线，训练前后，十个随机种子的中位数：9472 个中的几百个，"
            "与全部单元放在一层时所能有的差不多（Hanin 与 Rolnick 2019）",
        ),
        {
            "before": Tried(Words("no training", "不训练"), "stays"),
            "start": Tried(Words("first biases 0", "初始偏置为 0"), "stays"),
            "data": Tried(Words("other data", "换数据"), "stays"),
            "narrow": Tried(Words("layers of two units", "每层两个单元"), "reversed"),
            "folded": Tried(Words("weights by hand", "手工设置权重"), "reversed"),
        },
    ),
]
