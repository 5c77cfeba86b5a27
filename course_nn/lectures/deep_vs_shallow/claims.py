"""Claims of lecture 4, deep vs. shallow."""

from course_nn.notebook.claims import Claim
from course_nn.words import Words

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
            "且要真的弯折了什么：权重特殊时，下一层可以抵消一个 ReLU",
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
        Words("Non-linear activations make it universal.", "非线性激活函数使网络成为通用逼近器。"),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_bumps.py::test_a_parabola_as_activation_adds_up_to_one_parabola_however_many_units",
        Words(
            "those that are no polynomial (Leshno et al. 1993): with φ(z) = z² one hidden layer makes parabolas only",
            "须不是多项式（Leshno 等 1993）：若 φ(z) = z²，一个隐藏层只能做出抛物线",
        ),
    ),
    Claim(
        Words("One hidden layer is enough.", "一个隐藏层就够。"),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_approximation.py::test_one_hidden_layer_comes_as_close_as_one_likes_to_a_continuous_function",
        Words(
            "such weights exist, if there may be as many units as it takes; sigmoids must get steeper as well",
            "指这样的权重存在，且单元要多少有多少；用 sigmoid 时还须越来越陡",
        ),
    ),
    Claim(
        Words("What exists need not be found by training.", "存在的权重，训练未必找得到。"),
        "deep_vs_shallow.bumps",
        "deep_vs_shallow-2-play",
        "lectures/deep_vs_shallow/test_bumps.py::test_what_exists_is_not_what_is_learned_fifty_hats_by_hand_beat_training_three_do_not",
        Words(
            "measured: Adam, 500 epochs, best of 3; with few units training beats the construction",
            "实测：Adam，500 轮，3 次中最好；单元少时，训练胜过手工构造",
        ),
    ),
    Claim(
        Words("The same holds for functions of several inputs.", "多个输入的函数也是如此。"),
        "deep_vs_shallow.towers",
        "deep_vs_shallow-3-play",
        "lectures/deep_vs_shallow/test_approximation.py::test_towers_follow_a_continuous_surface_with_an_error_of_order_1_over_n_at_the_price_of_n_squared_units",
        Words(
            "shown for two inputs, with two hidden layers, of steps (sigmoids and ReLUs must get steeper as "
            "well); that one is enough takes another proof (Cybenko 1989)",
            "此处以两个输入、两个隐藏层、阶跃单元展示（sigmoid 与 ReLU 还须越来越陡）；一层就够需要另外的证明（Cybenko 1989）",
        ),
    ),
    Claim(
        Words(
            "With two inputs, too, what exists need not be found by training.",
            "两个输入时也一样：存在的权重，训练未必找得到。",
        ),
        "deep_vs_shallow.towers",
        "deep_vs_shallow-3-play",
        "lectures/deep_vs_shallow/test_towers.py::test_checkers_exist_as_towers_and_training_does_not_find_them",
        Words(
            "measured: 7 × 7 checkers, Adam, 500 epochs, best of 3; on a smooth surface training beats the towers by far",
            "实测：7 × 7 的棋盘，Adam，500 轮，3 次中最好；对平滑的曲面，训练远胜过塔",
        ),
    ),
    Claim(
        Words(
            "In practice one layer can need exponentially many units in the input dimension.",
            "实际上，一层所需的单元数可能随输入维数指数增长。",
        ),
        "deep_vs_shallow.curse",
        "deep_vs_shallow-4-play",
        "lectures/deep_vs_shallow/test_curse.py::test_for_any_function_units_multiply_by_N_with_each_input_for_a_sum_they_add_up",
        Words(
            "in the worst case, to know every function that changes slowly; deep networks too, if weights depend continuously on it "
            "(DeVore et al. 1989); structure, such as a sum, saves most units",
            "指最坏情形：要掌握每个变化缓慢的函数；权重若连续依赖于函数，深层网络也一样（DeVore 等 1989）；有结构（例如求和）时可省下绝大多数单元",
        ),
    ),
    Claim(
        Words("A network that can learn any function probably overfits.", "能学会任何函数的网络多半会过拟合。"),
        "deep_vs_shallow.overfit",
        "deep_vs_shallow-8-play",
        "lectures/deep_vs_shallow/test_overfit.py::test_wide_networks_learn_the_noise_and_end_above_their_own_best_test_error",
        Words(
            "measured: 15 samples with noise 0.4, 8 units or more, 1000 epochs, no penalty; not without noise, less with more samples",
            "实测：15 个样本，噪声 0.4，至少 8 个单元，1000 轮，无惩罚；没有噪声则不会，样本多则减轻",
        ),
    ),
    Claim(
        Words("How much it overfits is not a matter of its size alone.", "过拟合有多严重，不只取决于网络大小。"),
        "deep_vs_shallow.overfit",
        "deep_vs_shallow-8-play",
        "lectures/deep_vs_shallow/test_overfit.py::test_ever_wider_is_not_ever_worse",
        Words(
            "measured: 15 or 30 samples with noise 0.4, 1000 epochs: 64 units overfit no more than 16; slow descent is part of it",
            "实测：15 或 30 个样本，噪声 0.4，1000 轮：64 个单元并不比 16 个更过拟合；下降得慢也是原因之一",
        ),
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
        "lectures/deep_vs_shallow/test_budget.py::test_with_relu_at_a_rate_of_002_two_layers_of_12_units_do_better_than_one_layer_of_50",
        Words(
            "measured: spirals, ReLU, about 200 parameters, η = 0.02, 500 epochs; at η = 0.05 the one layer catches up",
            "实测：螺线，ReLU，约 200 个参数，η = 0.02，500 轮；η = 0.05 时单层追上",
        ),
    ),
    Claim(
        Words("Depth alone does not always help.", "光靠深度，并不总有好处。"),
        "deep_vs_shallow.budget",
        "deep_vs_shallow-7-play",
        "lectures/deep_vs_shallow/test_budget.py::test_with_tanh_and_a_small_budget_one_layer_is_best",
        Words(
            "measured on the spirals, η = 0.02: with tanh and 50 parameters one layer is best (at η = 0.05 it takes 20 runs to tell it from two); "
            "with ReLU and 100 two or three, not five",
            "在螺线上实测，η = 0.02：tanh、50 个参数时一层最好（η = 0.05 时要 20 次才能与两层分出高下）；ReLU、100 个参数时两三层最好，而不是五层",
        ),
    ),
    Claim(
        Words("A compact representation beats a universal one.", "紧凑的表示胜过通用的表示。"),
        "deep_vs_shallow.regions",
        "deep_vs_shallow-6-play",
        "lectures/deep_vs_shallow/test_regions.py::test_folded_by_hand_three_layers_have_more_than_nine_times_the_regions_of_one_layer_of_as_many_parameters",
        Words(
            "in what it can do: 3 × 8 units can have 9472 regions, one layer of as many parameters 991 (Montúfar et al. 2014); layers of 2 "
            "units cannot",
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
            "if the layers are wide: 3 × 8 units have a few hundred of 9472, about as many as one layer of all of them (Hanin & Rolnick 2019)",
            "指各层较宽时：3 × 8 个单元只有 9472 个中的几百个，与全部单元放在一层时差不多（Hanin 与 Rolnick 2019）",
        ),
    ),
]
