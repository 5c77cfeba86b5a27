"""Claims of lecture 3, XOR."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

CLAIMS = [
    Claim(
        Words("One unit cannot compute XOR.", "一个单元算不出 XOR。"),
        "xor.one_unit",
        "xor-1-play",
        "lectures/xor/test_one_unit.py::test_no_setting_gets_four_rows_and_the_best_is_three",
        Words(
            "any unit whose decision is the side of a line, whatever its rising activation; 3 of 4 rows at best",
            "凡是按“落在直线哪一侧”来判断的单元都如此，无论用哪种单调递增的激活函数；4 行中至多对 3 行",
        ),
    ),
    Claim(
        Words("XOR is the classic reason for several layers: two are enough.", "异或是需要多层的经典例子：两层就够。"),
        "xor.xor_network",
        "xor-2-play",
        "lectures/xor/test_xor_network.py::test_four_points_become_three_and_only_then_does_one_line_separate_them",
        Words(
            "for these two inputs; with an added input x₁x₂ one unit would do",
            "就这两个输入而言；另加一个输入 x₁x₂，一个单元也行",
        ),
    ),
    Claim(
        Words(
            "XOR(a, b) = (a OR b) AND NOT (a AND b).",
            "异或等于“a 或 b，但并非 a 且 b”：XOR(a, b) = (a OR b) AND NOT (a AND b)。",
        ),
        "xor.decompositions",
        "xor-gates-play",
        "lectures/xor/test_decompositions.py::test_xor_is_or_and_not_and",
        Words("one of 16 ways to build it from three gates", "用三个门实现它的 16 种方式之一"),
    ),
    Claim(
        Words(
            "With hard thresholds: weights 1, 1, −0.5 (OR); 1, 1, −1.5 (AND); 1, −1, −0.5 (the output).",
            "硬阈值下的权重与偏置：1、1、−0.5（OR）；1、1、−1.5（AND）；1、−1、−0.5（输出）。",
        ),
        "xor.xor_network",
        "xor-2-play",
        "lectures/xor/test_xor_network.py::test_numbers_of_the_lecture_make_or_and_and_their_difference_which_is_xor",
        Words(
            "hard thresholds; with σ(kz) in their place only from k = 2 ln 3 on", "硬阈值；换成 σ(kz) 时，须 k ≥ 2 ln 3"
        ),
    ),
    Claim(
        Words("A network of two layers can also learn XOR.", "两层网络也能学会 XOR。"),
        "xor.train_xor",
        "xor-4-play",
        "lectures/xor/test_train_xor.py::test_with_no_unit_to_spare_about_half_of_the_runs_fail_until_a_sceptic_changes_the_first_weights",
        Words(
            "measured: 100 starts, tanh, plain gradient descent, inputs 0 and 1, Glorot's weights: with two hidden units "
            "about half of them fail, with any of three kinds of first biases; “half” belongs to all of this together; "
            "with spare units hardly any does",
            "实测：100 个起点，tanh，普通梯度下降，输入取 0 和 1，Glorot 的权重：两个隐藏单元时约一半失败，"
            "三种初始偏置都如此；“一半”由这些条件共同决定；有多余的单元时，几乎都能学会",
        ),
        tried={
            "biases": Tried(Words("first biases large, random", "初始偏置取大随机数"), "stays"),
            "rate": Tried(Words("three times the learning rate", "三倍的学习率"), "stays"),
            "epochs": Tried(Words("ten times as many epochs", "十倍的轮次"), "stays"),
            "weights": Tried(
                Words(
                    "first weights a fifth as large, and ten times as many epochs", "初始权重缩小到五分之一，轮次为十倍"
                ),
                "weaker",
            ),
            "both": Tried(
                Words("first weights a fifth as large, and Adam", "初始权重缩小到五分之一，改用 Adam"), "stays"
            ),
            "inputs": Tried(Words("inputs −1 and 1 in place of 0 and 1", "输入由 0、1 改为 −1、1"), "stays"),
            "adam": Tried(Words("Adam, the best of three rates", "Adam，取三个学习率中最好的"), "stays"),
            "relu": Tried(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), "stays"),
            "spare": Tried(Words("two units more", "多两个单元"), "reversed"),
        },
    ),
    Claim(
        Words("The perceptron rule finds a line if there is one.", "只要存在分界线，感知机规则就能找到。"),
        "xor.perceptron_rule",
        "xor-5-play",
        "lectures/xor/test_perceptron_rule.py::test_a_line_exists_so_mistakes_run_out_below_the_bound",
        Words(
            "separable data, at most (R/γ)² mistakes; on XOR it goes round for ever",
            "数据线性可分，错误至多 (R/γ)² 次；用在异或上则永远循环",
        ),
    ),
    Claim(
        Words(
            "Parity, the XOR of many bits, is often named as the reason for depth.",
            "奇偶校验（多位的异或）常被当作需要深度的理由。",
        ),
        "xor.parity",
        "xor-6-play",
        "lectures/xor/test_parity.py::test_parity_does_not_separate_deep_from_shallow_one_layer_takes_fewest",
        Words(
            "true of AND and OR gates in a fixed number of layers (Håstad, 1986); of threshold units, n in one hidden "
            "layer are enough",
            "对层数固定的与门、或门网络成立（Håstad，1986）；用阈值单元，一个隐藏层 n 个就够",
        ),
    ),
]
