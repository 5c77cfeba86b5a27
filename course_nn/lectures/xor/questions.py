"""Lecture 3: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import numpy as np

from course_nn import boolean
from course_nn.activations import sigmoid
from course_nn.datasets import xor_points
from course_nn.lectures.xor import perceptron
from course_nn.lectures.xor.parity_networks import all_rows, counting_layer, parity, run
from course_nn.network import Network
from course_nn.notebook.exercises import Exercise, Prediction, almost, expected, keep_working, numbers, right, scalar
from course_nn.training import train
from course_nn.words import Words

XOR = np.array(boolean.FUNCTIONS["XOR"].values)
LECTURE = np.array([1, 1, -0.5, 1, 1, -1.5, 1, -1, -0.5])  # h1 = OR, h2 = AND, y = h1 AND NOT h2


def curved_unit():
    """A unit's decision is a line whatever its activation: does any line give XOR?"""
    return "no" if not boolean.is_separable(tuple(XOR)) else "yes"


def hidden(nine, X):
    """The two hidden units of nine numbers: (rows, 2)."""
    h1, h2 = boolean.unit(X, nine[:2], nine[2]), boolean.unit(X, nine[3:5], nine[5])
    return np.column_stack([h1, h2])


def points_in_hidden_square():
    return str(len(np.unique(hidden(LECTURE, boolean.truth_table(2)), axis=0)))


def soft_answers():
    """The lecture's nine numbers with σ(z) instead of a threshold: how many rows are still right?"""
    X, w = boolean.truth_table(2), LECTURE
    H = np.column_stack([sigmoid(X @ w[:2] + w[2]), sigmoid(X @ w[3:5] + w[5])])
    answers = sigmoid(H @ w[6:8] + w[8]) > 0.5
    if (answers == XOR).all():
        return "four"
    return "some" if answers.any() else "zeros"


def lucky_starts():
    """2-2-1 with tanh from 100 seeds: is every run right on all four points in the end?"""
    X, y = xor_points()[:2]
    networks = Network([2, 2, 1], activation="tanh", seed=range(100))
    train(networks, X, y, loss="binary_cross_entropy", learning_rate=0.5, epochs=1000)
    solved = ((networks(X)[..., 0] > 0) == (y == 1)).all(axis=-1)
    if solved.all():
        return "all"
    return "most" if solved.any() else "none"


def rule_on_xor():
    """1,000 answers of the perceptron rule on XOR: does it repeat itself, mistakes included?"""
    X, y = xor_points()[:2]
    return "cycles" if perceptron.cycle(perceptron.learn(X, y, 1000), len(X)) else "settles"


def hidden_units_for_parity():
    """The counting layer for 8 bits, checked on all rows: its units before the output."""
    units = counting_layer(8)
    assert (run(units, all_rows(8))[:, -1] == parity(all_rows(8))).all()
    return str(len(units) - 1)


PREDICTIONS = {
    "xor-1": Prediction(
        Words(
            "One threshold unit cannot compute XOR. You give the unit a smooth, curved sigmoid instead, and call "
            "everything above one half a 1. Can it now?",
            "单个阈值单元算不出 XOR。换成平滑弯曲的 sigmoid，并把输出大于一半的都算作 1，现在可以了吗？",
        ),
        {"yes": Words("yes, it is curved", "可以，它是弯的"), "no": Words("no", "不可以")},
        curved_unit,
        {
            "yes": Words(
                "The curve rises along w and does not bend sideways: the output is one half on a straight line.",
                "曲线是沿着 w 方向起伏的，并不侧弯：输出等于一半之处仍是一条直线。",
            ),
            "no": Words(
                "Any rising activation passes one half on a straight line, and no straight line does it.",
                "任何单调上升的激活函数都在一条直线上越过一半，而没有直线做得到。",
            ),
        },
    ),
    "xor-2": Prediction(
        Words(
            "Two hidden units compute OR and AND of the four inputs. How many different points (h₁, h₂) are there?",
            "两个隐藏单元分别计算四个输入的 OR 与 AND。会得到多少个不同的点 (h₁, h₂)？",
        ),
        {"4": Words("four", "四个"), "3": Words("three", "三个"), "2": Words("two", "两个")},
        points_in_hidden_square,
        {
            "4": Words(
                "The two inputs with a single 1 give the same pair: OR is 1, AND is 0.",
                "只含一个 1 的两个输入给出同一对值：OR 为 1，AND 为 0。",
            ),
            "3": Words(
                "The two inputs that XOR wants together have become one point. That is the whole trick.",
                "XOR 要归为一类的两个输入变成了同一个点。诀窍就在这里。",
            ),
            "2": Words("No 1, a single 1, and two 1s stay apart.", "没有 1、一个 1 和两个 1 仍然分得开。"),
        },
    ),
    "xor-3": Prediction(
        Words(
            "Keep the lecture's nine numbers and replace each hard threshold by σ(z). Above one half counts as 1. "
            "Which rows are still right?",
            "保留讲义的九个数，把每个硬阈值换成 σ(z)，大于一半算 1。哪些行仍然正确？",
        ),
        {
            "four": Words("all four", "四行全对"),
            "some": Words("some of the 1s get lost", "丢掉一部分 1"),
            "zeros": Words("it answers 0 to everything", "全都答 0"),
        },
        soft_answers,
        {
            "four": Words(
                "The lines are the same, but soft units answer near one half, and the output unit needs a clear "
                "difference h₁ − h₂ to pass its threshold.",
                "分界线没变，但软单元的输出都在一半附近，而输出单元需要足够大的差 h₁ − h₂ 才能越过阈值。",
            ),
            "some": Words(
                "The two rows with a 1 are alike by symmetry: they are lost together.",
                "两个取值为 1 的行是对称的：要丢就一起丢。",
            ),
            "zeros": Words(
                "h₁ − h₂ never reaches the threshold of the output unit. Steeper sigmoids, or larger weights, cure it.",
                "h₁ − h₂ 始终达不到输出单元的阈值。更陡的 sigmoid 或更大的权重可以解决。",
            ),
        },
    ),
    "xor-4": Prediction(
        Words(
            "Two hidden units are enough for XOR. You train such a network from 100 random starts. How many succeed?",
            "两个隐藏单元足以实现 XOR。从 100 个随机起点训练这样的网络，多少个会成功？",
        ),
        {"all": Words("all", "全部"), "most": Words("some fail", "有些失败"), "none": Words("none", "没有")},
        lucky_starts,
        {
            "all": Words(
                "A solution exists, but descent from a bad start gets stuck, with two rows at ½ or one row given up.",
                "解是存在的，但从不好的起点下降会卡住：有两行停在 ½，或者放弃了一行。",
            ),
            "most": Words(
                "That a network can compute something does not mean that training finds it.",
                "网络能算，不等于训练找得到。",
            ),
            "none": Words("Many starts do reach it; the picture counts them.", "许多起点成功了；图中有统计。"),
        },
    ),
    "xor-5": Prediction(
        Words(
            "The perceptron rule always finds a line if there is one. What does it do on XOR?",
            "只要存在分界线，感知器学习规则总能找到。它在 XOR 上会怎样？",
        ),
        {
            "settles": Words("it settles on a best line, 3 of 4 right", "停在最好的线上，4 行对 3 行"),
            "cycles": Words("it goes round for ever", "永远循环下去"),
        },
        rule_on_xor,
        {
            "settles": Words(
                "The rule moves after every mistake, and there is always one. It does not know what “best” means.",
                "规则每错一次就移动，而错误永远存在。它不知道什么叫“最好”。",
            ),
            "cycles": Words(
                "There is always a mistake, so it always moves; the weights come back to where they were.",
                "总有错误，所以总在移动；权重会回到从前的值。",
            ),
        },
    ),
    "xor-6": Prediction(
        Words(
            "Parity is XOR of many bits. With one hidden layer of threshold units, how many hidden units are enough "
            "for 8 bits?",
            "奇偶校验就是多位的 XOR。只用一层阈值隐藏单元，8 位需要多少个隐藏单元就够了？",
        ),
        {"128": Words("128, one for each odd row", "128 个，每个奇数行一个"), "8": Words("8", "8 个")},
        hidden_units_for_parity,
        {
            "128": Words(
                "That is what AND-terms need. Units that count, “at least k ones?”, do it with one for each bit.",
                "用与门逐行枚举才需要这么多。让每个单元计数（“至少有 k 个 1 吗？”），每位一个就够。",
            ),
            "8": Words(
                "“At least 1, at least 2, …”, added with alternating signs. Parity does not need a deep network.",
                "“至少 1 个、至少 2 个……”，再按正负交替相加。奇偶校验并不需要深层网络。",
            ),
        },
    ),
}


def judge_nine(answer):
    """Nine numbers (h1: 3, h2: 3, y: 3), judged by the truth table alone."""
    with expected(
        "Expected nine numbers: three for h₁, three for h₂, three for y, each with its bias last.",
        "应给出九个数：h₁、h₂、y 各三个，偏置放在最后。",
    ):
        nine = numbers(answer, 9)
    X = boolean.truth_table(2)
    good = int((boolean.unit(hidden(nine, X), nine[6:8], nine[8]) == 1 - XOR).sum())
    if good == 4:
        return right("All four rows of XNOR agree.", "XNOR 的四行全部相符。")
    if good == 0:
        return almost("This is XOR. Turn the output unit round.", "这是 XOR。把输出单元反过来。")
    verdict = almost if good == 3 else keep_working
    return verdict(f"{good} of 4 rows agree.", f"4 行中有 {good} 行相符。")


def solve_nine():
    nine = np.concatenate([LECTURE[:6], -LECTURE[6:]])
    assert judge_nine(nine).voice == "right"
    text = ", ".join(f"{value:g}".replace("-", "−") for value in nine)
    return Words(
        f"One of many: ({text}), the lecture’s hidden units with the output unit turned round.",
        f"众多解之一：({text})，隐藏单元同讲义，输出单元取反。",
    )


def judge_multipliers(answer):
    """Four numbers >= 0, not all 0, with Σ λ_i s_i (x_i, 1) = 0 for s = +1 where XOR is 1, −1 elsewhere."""
    with expected("Expected four numbers, one for each row.", "应给出四个数，每行一个。"):
        multipliers = numbers(answer, 4)
    if (multipliers < 0).any() or not multipliers.any():
        return keep_working(
            "An inequality may only be multiplied by a number that is not negative, and not all of them by 0.",
            "不等式只能乘以非负数，且不能全乘以 0。",
        )
    left = (multipliers * (2 * XOR - 1)) @ np.column_stack([boolean.truth_table(2), np.ones(4)])
    if np.allclose(left, 0):
        return right("Everything on the left cancels: 0 > 0.", "左边全部抵消：0 > 0。")
    still = int((~np.isclose(left, 0)).sum())
    verdict = almost if still == 1 else keep_working
    return verdict(f"Of w₁, w₂ and b, {still} still stand on the left.", f"w₁、w₂、b 中还有 {still} 个留在左边。")


def solve_multipliers():
    assert judge_multipliers((1, 1, 1, 1)).voice == "right"
    return Words(
        "(1, 1, 1, 1). With the signs turned so that all are “greater”, the rows read −b ≥ 0, w₂ + b > 0, w₁ + b > 0, "
        "−w₁ − w₂ − b ≥ 0. Their sum is 0 > 0.",
        "(1, 1, 1, 1)。把各行都写成“大于”的形式：−b ≥ 0，w₂ + b > 0，w₁ + b > 0，−w₁ − w₂ − b ≥ 0，相加得 0 > 0。",
    )


def judge_parity(answer):
    """(W, b, v, c): threshold units with one hidden layer, checked on all rows of three bits."""
    with expected("Expected W (M, 3), b (M,), v (M,) and a number c.", "应给出 W (M, 3)、b (M,)、v (M,) 和一个数 c。"):
        W, b, v, c = (np.asarray(part, float) for part in answer)
        c = scalar(c)
        if W.ndim != 2 or W.shape[1] != 3 or b.shape != (len(W),) or v.shape != (len(W),):
            raise ValueError
    X = all_rows(3)
    H = (X @ W.T + b > 0).astype(float)  # (8, M)
    good = int(((H @ v + c > 0) == parity(X)).sum())
    if good == 8:
        return right(f"All 8 rows agree, with {len(W)} hidden units.", f"8 行全部相符，隐藏单元 {len(W)} 个。")
    verdict = almost if good == 7 else keep_working
    return verdict(f"{good} of 8 rows agree.", f"8 行中有 {good} 行相符。")


def solve_parity():
    units = counting_layer(3)
    answer = [u.weights for u in units[:3]], [u.bias for u in units[:3]], units[3].weights, units[3].bias
    assert judge_parity(answer).voice == "right"
    b, v, c = (str(part).replace("-", "−") for part in answer[1:])
    return Words(
        f"Count: W all ones, b = {b}, v = {v}, c = {c}. Unit k asks “at least k ones?”.",
        f"计数：W 全为 1，b = {b}，v = {v}，c = {c}。第 k 个单元问“至少有 k 个 1 吗？”。",
    )


EXERCISES = {
    "xor-easy": Exercise(judge_nine, solve_nine),
    "xor-derive": Exercise(judge_multipliers, solve_multipliers),
    "xor-build": Exercise(judge_parity, solve_parity),
}
