"""Lecture 1: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from course_nn import boolean
from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.neurons import spiking
from course_nn.lectures.neurons.demos.action_potential import hodgkin_huxley
from course_nn.lectures.neurons.graph import depth, topological_order
from course_nn.logistic_regression import accuracy, negative_log_likelihood, newton, standardise
from course_nn.logistic_regression import gradient as logistic_gradient
from course_nn.network import parameter_count
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)


def height_of_spike() -> str:
    """Double a stimulus that already fires: compare the heights above rest."""
    strength = 2 * hodgkin_huxley.threshold_strength(0.5)
    single, double = hodgkin_huxley.peak_voltage(np.array([strength, 2 * strength]), 0.5) - hodgkin_huxley.REST
    return "twice" if double > 1.8 * single else "lower" if double < 0.95 * single else "same"


def start_of_firing() -> str:
    """Half the drive that just fires gives no spike; the rate then climbs over a long stretch."""
    neuron = spiking.TYPICAL
    needed = neuron.threshold - neuron.rest
    half, below, above, far = spiking.firing_rate(np.array([0.5, 0.99, 1.2, 3.0]) * needed)
    if half > 0:
        return "proportional"
    return "kink" if below == 0 < above < 0.7 * far else "jump"


def scaled_line() -> str:
    """Ten times w and b: same distance of the line from the origin, steeper output beside it."""
    w, b = np.array([1.5, 1.0]), -1.0
    if not np.isclose(-b / np.linalg.norm(w), -10 * b / np.linalg.norm(10 * w)):
        return "moves"
    near, ten_times = ACTIVATIONS["sigmoid"].f(np.array([0.1, 10 * 0.1]))
    return "steeper" if abs(ten_times - 0.5) > abs(near - 0.5) else "nothing"


def solvable_gates() -> str:
    return str(sum(boolean.is_separable(function.values) for function in boolean.FUNCTIONS.values()))


def scaled_penguins() -> str:
    """The best line with ten times its weights: the same mistakes, each made with more confidence."""
    birds = penguins()
    Z = standardise(birds.X).Z
    w, b = newton(Z, birds.y)[:2]
    before, after = (negative_log_likelihood(Z, birds.y, k * w, k * b) for k in (1, 10))
    return "same" if np.isclose(before, after) else "grows" if after > before else "falls"


def doubled_layer() -> str:
    """Twice the inputs and twice the outputs: four times the weights, twice the biases."""
    before, after = (parameter_count([n, n]) for n in (100, 200))
    return "twice" if after == 2 * before else "four" if after == 4 * before else "almost"


def all_ahead() -> str:
    """Five units in a row, each connected to all behind it: is there a cycle, and how long is the longest path?"""
    edges = list(combinations(range(1, 6), 2))
    return "recurrent" if topological_order(edges).cycle else str(depth(edges))


PREDICTIONS = {
    "neurons-1": Prediction(
        Words(
            "A stimulus is strong enough to make the membrane fire. You double it. How high is the new spike?",
            "某个刺激已足以使细胞膜产生脉冲。把刺激加倍，新的脉冲有多高？",
        ),
        {
            "same": Words("about as high as before", "与原来差不多高"),
            "twice": Words("about twice as high", "约为原来的两倍"),
            "lower": Words("clearly lower", "明显更低"),
        },
        height_of_spike,
        {
            "twice": Words(
                "A stimulus only opens the first channels. The sodium that then rushes in does the rest, and it has "
                "one driving voltage: strength sets whether the membrane fires, hardly how high.",
                "刺激只打开最初的一批离子通道，其余的由随后涌入的钠离子完成，而钠离子的驱动电压是固定的。"
                "所以刺激的强度只决定是否发放，几乎不影响脉冲的高度。",
            ),
            "same": Words(
                "All or nothing: past the threshold, sodium drives the voltage, and the stimulus hardly matters.",
                "这就是“全或无”：越过阈值后，电压由钠离子推动，刺激几乎不再起作用。",
            ),
            "lower": Words(
                "The spike does not shrink either: once started it runs its own course.",
                "脉冲也不会变矮，因为一旦触发，整个过程就与刺激无关。",
            ),
        },
    ),
    "neurons-2": Prediction(
        Words(
            "You raise the steady input of a leaky neuron slowly from zero. What does its firing rate do?",
            "给一个带泄漏的神经元施加恒定输入，并从零慢慢增大，它的发放率如何变化？",
        ),
        {
            "jump": Words("nothing, then full rate at once", "先不发放，然后一下子达到最大"),
            "kink": Words("nothing for a while, then it climbs", "先不发放，然后逐渐升高"),
            "proportional": Words("in proportion from the start", "从一开始就成正比"),
        },
        start_of_firing,
        {
            "proportional": Words(
                "The leak drains a weak input as fast as it comes, so the voltage settles below the threshold and "
                "nothing fires.",
                "输入弱时，泄漏与输入相抵，电压停在阈值以下，不会发放脉冲。",
            ),
            "kink": Words(
                "A flat part, then a rise with a bound: after each spike the neuron rests for a while, the refractory "
                "period. Remember this shape when you meet ReLU and the sigmoid.",
                "曲线先平后升，而且有上限，因为每次发放之后有一段时间（不应期）不能再发放。"
                "以后见到 ReLU 与 sigmoid 时，请回想这个形状。",
            ),
            "jump": Words(
                "Just above the threshold the voltage still creeps up to it, so spikes are rare at first. Only the "
                "spike itself is all or nothing.",
                "驱动刚刚超过阈值时，电压要很久才升到阈值，所以脉冲起初很稀疏。“全或无”说的只是单个脉冲。",
            ),
        },
    ),
    "neurons-3": Prediction(
        Words(
            "You multiply w₁, w₂ and b of a sigmoid neuron by 10, all three. What happens to the picture?",
            "把一个 sigmoid 神经元的 w₁、w₂ 和 b 同时乘以 10，画面会怎样？",
        ),
        {
            "steeper": Words("the line stays, the change beside it gets steeper", "分界线不动，两侧的过渡更陡"),
            "moves": Words("the line moves ten times as far away", "分界线移到原来的十倍远处"),
            "nothing": Words("nothing at all", "毫无变化"),
        },
        scaled_line,
        {
            "moves": Words(
                "The distance is −b/‖w‖: ten times the top over ten times the bottom.",
                "距离是 −b/‖w‖：分子与分母同时变为十倍。",
            ),
            "steeper": Words(
                "The line is where w·x + b = 0, and 10 · 0 = 0. Only the length of w has changed: the steepness.",
                "分界线上 w·x + b = 0，而 10 · 0 = 0。变的只是 w 的长度，也就是陡峭程度。",
            ),
            "nothing": Words(
                "True for the line, and for a hard threshold. A sigmoid, though, gets ten times as steep.",
                "对分界线和硬阈值确实如此；但 sigmoid 的陡峭程度变为原来的十倍。",
            ),
        },
    ),
    "neurons-4": Prediction(
        Words(
            "There are 16 Boolean functions of two inputs. How many can a single threshold unit compute?",
            "两个输入的布尔函数共有 16 个。单个阈值单元能计算其中多少个？",
        ),
        {"8": Words("8", "8 个"), "14": Words("14", "14 个"), "16": Words("all 16", "全部 16 个")},
        solvable_gates,
        {
            "16": Words(
                "Three numbers look like plenty of freedom, but they draw one straight line, and two of the sixteen "
                "functions need more than one.",
                "三个数看似足够自由，但只能确定一条直线；十六个函数中有两个需要不止一条直线。",
            ),
            "14": Words(
                "All but XOR and its opposite, XNOR, whose corners lie crosswise.",
                "只有异或（XOR）和同或（XNOR）不行，因为这两个函数的同类角点位于对角线上。",
            ),
            "8": Words(
                "More than half, because a negative weight handles every NOT.",
                "不止一半，因为取负的权重就能表示各种“非”。",
            ),
        },
    ),
    "neurons-5": Prediction(
        Words(
            "You have found the best line between two penguin species. You multiply w and b by 10: the same line, the "
            "same mistakes. What does the negative log-likelihood do?",
            "已经找到两种企鹅之间的最优分界线。把 w 和 b 都乘以 10，分界线不变，错分的样本也不变。负对数似然会怎样？",
        ),
        {
            "falls": Words("it falls", "变小"),
            "same": Words("it stays the same", "保持不变"),
            "grows": Words("it grows", "变大"),
        },
        scaled_penguins,
        {
            "same": Words(
                "The accuracy stays. The loss, however, reads probabilities: the birds on the wrong side are now "
                "wrong with great confidence, and the logarithm punishes that.",
                "准确率不变，但损失看的是概率：对错分的企鹅，现在以极高的概率给出错误的类别，损失因此很大。",
            ),
            "grows": Words(
                "Few mistakes, each made with great confidence, cost more than all the gain elsewhere.",
                "错分虽少，但每次都以极高的概率判错，增加的损失超过其余样本减少的损失。",
            ),
            "falls": Words(
                "It would if no bird stood on the wrong side. Here some do.",
                "如果没有错分的企鹅，损失确实会变小，但这里有。",
            ),
        },
    ),
    "neurons-6": Prediction(
        Words(
            "A fully connected layer has 100 inputs and 100 outputs. You double both. How many numbers does it learn "
            "now, weights and biases together?",
            "一个全连接层有 100 个输入、100 个输出。把两者都加倍，现在要学习的数（权重与偏置合计）是原来的多少？",
        ),
        {
            "twice": Words("twice as many", "两倍"),
            "almost": Words("almost four times as many", "将近四倍"),
            "four": Words("exactly four times as many", "恰好四倍"),
        },
        doubled_layer,
        {
            "twice": Words(
                "The units are twice as many. What is learned, though, sits mostly on the connections, and each of "
                "twice as many outputs listens to twice as many inputs.",
                "单元数是两倍。但要学习的数大多在连接上，而输出增至两倍，每个输出又连着两倍的输入。",
            ),
            "almost": Words(
                "Four times the weights, one for each pair of input and output; but only twice the biases, one for "
                "each output.",
                "权重变为四倍，因为每一对输入和输出有一个权重；偏置只变为两倍，因为每个输出有一个偏置。",
            ),
            "four": Words(
                "True of the weights. The biases, one for each output, only double.",
                "权重确实如此。但偏置是每个输出一个，只变为两倍。",
            ),
        },
    ),
    "neurons-7": Prediction(
        Words(
            "Five units stand in a row. Each is connected to every unit behind it, so that no layers are to be seen. "
            "What is this network?",
            "五个单元排成一行。每个单元都有连接通向排在其后的所有单元，看不出分层。这是什么网络？",
        ),
        {
            "recurrent": Words("not a feed-forward network: it has no layers", "不是前馈网络，因为没有分层"),
            "1": Words(
                "feed-forward, of depth 1: the first unit reaches the last at once",
                "前馈网络，深度为 1，因为首尾两个单元直接相连",
            ),
            "4": Words("feed-forward, of depth 4", "前馈网络，深度为 4"),
        },
        all_ahead,
        {
            "recurrent": Words(
                "Layers are a tidy way to have no cycle, not the only one. Here every connection leads from an earlier "
                "unit to a later one, so no way leads back.",
                "分层只是保证没有环的一种整齐的办法，并非唯一的办法。这里每条连接都从前面的单元指向后面的单元，不可能回到原处。",
            ),
            "1": Words(
                "Depth is the longest way, not the shortest. The last unit has to wait until all the others are "
                "computed.",
                "深度看的是最长的通路，而不是最短的。最后一个单元要等其余各单元都算出之后才能计算。",
            ),
            "4": Words(
                "No way leads back, so there is an order of computation. The longest way visits all five units over "
                "four connections.",
                "没有通路能回到原处，所以存在计算次序。最长的通路经过全部五个单元，共四条连接。",
            ),
        },
    ),
}


NAND = np.array(boolean.FUNCTIONS["NAND"].values)
PAIR = ["bill_length_mm", "bill_depth_mm"]  # the measurements that the demo starts with


def unit_of(answer: Any) -> tuple:
    """(w (2,), b) of an answer, or a sentence that says what was expected."""
    with expected("Expected three numbers: (w1, w2, b).", "应给出三个数：(w1, w2, b)。"):
        *w, b = numbers(answer, 3)
    return np.array(w), b


def judge_nand(answer: Any) -> Verdict:
    """Judge (w1, w2, b) by the truth table alone: any weights that compute the function are right."""
    w, b = unit_of(answer)
    good = int((boolean.unit(boolean.truth_table(2), w, b) == NAND).sum())
    if good == 4:
        return right("All four rows agree.", "四行全部相符。")
    if good == 0:
        return almost("This is AND: turn all three signs round.", "这是 AND（与）：把三个数的正负号都反过来。")
    verdict = almost if good == 3 else keep_working
    return verdict(f"{good} of 4 rows agree.", f"4 行中有 {good} 行相符。")


def solve_nand() -> Words:
    unit = boolean.separating_unit(tuple(NAND))
    assert unit is not None
    w, b = unit
    found = ", ".join(plain(value) for value in (*w, b))
    return Words(
        f"One of many: ({found}). The line must leave the corners with value 1, and only them, on its positive side.",
        f"众多解之一：({found})。落在直线正侧的，应当恰好是取值为 1 的那些角点。",
    )


ON_THE_LINE = np.array([[2.0, 0.0], [0.0, 1.0]])


def judge_line(answer: Any) -> Verdict:
    """Judge (w1, w2, b) by the two points on the line and by the side of the origin: any multiple is right."""
    w, b = unit_of(answer)
    if not w.any():
        return keep_working("Without weights there is no line.", "权重全为 0 时没有分界线。")
    z = ON_THE_LINE @ w + b  # (2,)
    hit = np.abs(z) < 1e-6 * np.hypot(*w)
    if hit.all() and b > 0:
        return right("Both points give z = 0, the origin z = b > 0.", "两点处 z = 0，原点处 z = b > 0。")
    if hit.all():
        return almost("The line is right, but the origin lies on its negative side.", "直线正确，但原点落在负的一侧。")
    if hit.any():
        return almost("One of the two points is on the line.", "两点中只有一点在直线上。")
    return keep_working(
        f"At the two points z is {plain(z[0])} and {plain(z[1])}; on the line it is 0.",
        f"两点处的 z 为 {plain(z[0])} 和 {plain(z[1])}；直线上的 z 应为 0。",
    )


def solve_line() -> Words:
    w, b = np.array([-1.0, -2.0]), 2.0
    assert not (ON_THE_LINE @ w + b).any()
    return Words(
        f"(2, 0) and (0, 1) give 2w₁ + b = 0 and w₂ + b = 0, so w = (−b/2, −b). The origin has z = b, so b > 0: "
        f"for instance ({plain(w[0])}, {plain(w[1])}, {plain(b)}).",
        f"代入 (2, 0) 和 (0, 1) 得 2w₁ + b = 0、w₂ + b = 0，所以 w = (−b/2, −b)。原点处 z = b，所以 b > 0。"
        f"例如 ({plain(w[0])}, {plain(w[1])}, {plain(b)})。",
    )


def judge_distance(answer: Any) -> Verdict:
    """A function (w, b, x) -> signed distance, tried on random lines."""
    if not callable(answer):
        return keep_working("Expected a function of w, b and x.", "应给出以 w、b、x 为参数的函数。")
    rng = np.random.default_rng(3)
    lines = [(rng.normal(size=2), rng.normal(), rng.normal(size=2)) for _ in range(20)]
    got = np.array([scalar(answer(w, b, x)) for w, b, x in lines])
    true = np.array([(w @ x + b) / np.sqrt(w @ w) for w, b, x in lines])
    if np.allclose(got, true):
        return right("Twenty random lines agree.", "二十条随机直线全部相符。")
    if np.allclose(np.abs(got), np.abs(true)):
        return almost("The size is right, the sign is not: w points to plus.", "大小正确，符号不对：w 所指的一侧为正。")
    if np.allclose(got, [w @ x + b for w, b, x in lines]):
        return almost(
            "This is z. How much does z grow over a step of length 1 along w?",
            "这是 z。沿 w 走长度为 1 的一步，z 增加多少？",
        )
    if np.allclose(got, [(w @ x + b) / (w @ w) for w, b, x in lines]):
        return almost("Divided once too often: ‖w‖ is a square root.", "多除了一次：‖w‖ 要开平方。")
    return keep_working("Walk from x straight to the line: along which vector?", "从 x 垂直走向直线：沿哪个向量？")


def solve_distance() -> Words:
    w, b, x = np.array([3.0, 4.0]), -10.0, np.array([4.0, 2.0])
    z = w @ x + b
    norm = np.hypot(*w)
    found = f"z = {number(z, 0)}, ‖w‖ = {number(norm, 0)}, d = {number(z / norm, 1)}"
    return Words(
        f"From x go −d along the unit vector w/‖w‖: w·(x − d w/‖w‖) + b = z − d‖w‖ = 0, so d = (w·x + b)/‖w‖. "
        f"For w = (3, 4), b = −10, x = (4, 2): {found}.",
        f"从 x 沿单位向量 w/‖w‖ 走 −d：w·(x − d w/‖w‖) + b = z − d‖w‖ = 0，所以 d = (w·x + b)/‖w‖。"
        f"取 w = (3, 4)、b = −10、x = (4, 2)：{found.replace(', ', '，')}。",
    )


def judge_layer(answer: Any) -> Verdict:
    """A function (X, W, b) -> (n, M) with the sigmoid, tried on random layers of several sizes."""
    if not callable(answer):
        return keep_working("Expected a function of X, W and b.", "应给出以 X、W、b 为参数的函数。")
    rng = np.random.default_rng(4)
    for n, N, M in [(5, 3, 4), (1, 2, 2), (7, 4, 1)]:
        X, W, b = rng.normal(size=(n, N)), rng.normal(size=(M, N)), rng.normal(size=M)
        Z, got = X @ W.T + b, np.asarray(answer(X, W, b))
        if got.shape != (n, M):
            return keep_working(
                f"Rows are examples: expected the shape {(n, M)}, got {got.shape}.",
                f"每行是一个样本：形状应为 {(n, M)}，收到 {got.shape}。",
            )
        if np.allclose(got, Z):
            return almost("The sum is right; the activation is missing.", "加权和正确，还缺激活函数。")
        if np.allclose(got, ACTIVATIONS["sigmoid"].f(X @ W.T)):
            return almost("The bias is missing.", "还缺偏置。")
        if not np.allclose(got, ACTIVATIONS["sigmoid"].f(Z)):
            return keep_working("The shape is right, the numbers differ.", "形状正确，数值不符。")
    return right("Three layers of different sizes agree.", "三个不同大小的层全部相符。")


def solve_layer() -> Words:
    return Words(
        "<code>sigmoid(X @ W.T + b)</code>: W is (M, N) and a row of X has N numbers, so W must be transposed.",
        "<code>sigmoid(X @ W.T + b)</code>：W 的形状是 (M, N)，X 的每行有 N 个数，所以 W 要转置。",
    )


def judge_step(answer: Any) -> Verdict:
    """A function (X, target, w, eta) -> w after one step of logistic regression without a bias, on random data."""
    if not callable(answer):
        return keep_working("Expected a function of X, target, w and eta.", "应给出以 X、target、w、eta 为参数的函数。")
    rng = np.random.default_rng(5)
    for n, N, eta in [(6, 2, 0.5), (9, 3, 0.1), (1, 1, 2.0)]:
        X, y, w = rng.normal(size=(n, N)), rng.integers(0, 2, n), rng.normal(size=N)
        before, slope = w.copy(), logistic_gradient(X, y, w, 0.0)[0]
        got = np.asarray(answer(X, y, w, eta), float)
        if got.shape != (N,):
            return keep_working(
                f"Expected a new w of the shape {(N,)}, got {got.shape}.", f"新的 w 形状应为 {(N,)}，收到 {got.shape}。"
            )
        hint = near_step(got, before, eta, slope, n)
        if hint:
            return hint
    return right("Three random sets of samples agree.", "三组随机样本全部相符。")


def near_step(got: np.ndarray, w: np.ndarray, eta: float, slope: np.ndarray, n: int) -> Verdict | None:
    """None if the step is right, otherwise the verdict that helps most."""
    if np.allclose(got, w - eta * slope):
        return None
    if np.allclose(got, w + eta * slope):
        return almost("This step goes uphill: mind the sign.", "这一步在上坡：注意正负号。")
    if np.allclose(got, w - eta * n * slope):
        return almost("This is the sum over the samples; the loss is their mean.", "这是对样本求和；损失是样本的平均。")
    if np.allclose(got, slope):
        return almost("This is the gradient g. Now take the step.", "这是梯度 g。再走一步更新。")
    return keep_working(
        "The shape is right, the numbers differ. g is the mean of (σ(z) − target) x over the samples.",
        "形状正确，数值不符。g 是 (σ(z) − target) x 对样本的平均。",
    )


def solve_step() -> Words:
    return Words(
        "<code>g = X.T @ (sigmoid(X @ w) - target) / len(target)</code>, then <code>return w - eta * g</code>. "
        "<code>w -= eta * g</code> does the same, and changes the array that was handed in.",
        "<code>g = X.T @ (sigmoid(X @ w) - target) / len(target)</code>，然后 <code>return w - eta * g</code>。"
        "<code>w -= eta * g</code> 的结果相同，但会改变传入的数组。",
    )


@cache
def birds() -> tuple:
    """Two measurements of two species: X (219, 2) standardised, y (219,)."""
    data = penguins(measurements=PAIR)
    return standardise(data.X).Z, data.y


def judge_break(answer: Any) -> Verdict:
    """Two neurons, ((w1, w2, b), (w1, w2, b)): the first gets more penguins right and yet has the larger loss."""
    with expected(
        "Expected two neurons: ((w1, w2, b), (w1, w2, b)).", "应给出两个神经元：((w1, w2, b), (w1, w2, b))。"
    ):
        one, two = numbers(answer, 6).reshape(2, 3)
    X, y = birds()
    good = [round(len(y) * accuracy(X, y, neuron[:2], neuron[2])) for neuron in (one, two)]
    loss = [negative_log_likelihood(X, y, neuron[:2], neuron[2]) for neuron in (one, two)]
    scores = f"{good[0]} / {good[1]}, {number(loss[0], 3)} / {number(loss[1], 3)}"
    en, zh = f"Right: {scores.replace(', ', '; loss: ')}.", f"判对：{scores.replace(', ', '；损失：')}。"
    if good[0] > good[1] and loss[0] > loss[1]:
        return right(f"The claim is broken. {en}", f"这个说法被推翻了。{zh}")
    if good[0] < good[1] and loss[0] < loss[1]:
        return almost(f"Name them the other way round. {en}", f"请把两者的次序对调。{zh}")
    if good[0] == good[1] and loss[0] > loss[1]:
        return almost(f"The first must get more right, not as many. {en}", f"第一个要判对更多，而不是一样多。{zh}")
    return keep_working(
        f"Here both agree on which is better. {en} What does a longer w do?", f"这里两种评判一致。{zh}w 变长会怎样？"
    )


def solve_break() -> Words:
    X, y = birds()
    w, b = newton(X, y)[:2]
    steep, flat_one = (20 * w, 20 * b), (0.1 * w, 0.0)
    scores = [
        (round(len(y) * accuracy(X, y, *neuron)), number(negative_log_likelihood(X, y, *neuron), 3))
        for neuron in (steep, flat_one)
    ]
    (most, dear), (fewer, cheap) = scores
    return Words(
        f"The best line with twenty times its weights gets {most} penguins right, but its few mistakes are made with "
        f"great confidence: loss {dear}. A line that lies a little wrong and has short weights gets {fewer} right with "
        f"a loss of {cheap}.",
        f"最优直线的权重放大到二十倍，判对 {most} 只，但少数错误都以极高的概率判错，损失为 {dear}。"
        f"位置略偏、权重向量较短的直线判对 {fewer} 只，损失为 {cheap}。",
    )


def solve_open() -> Words:
    return Words(
        "For instance: the time of each spike, which a rate throws away; a network that tells sounds apart by tiny "
        "delays would need it. The refractory period and the leak, that is, memory: the output of an artificial neuron "
        "depends on its present input alone; recurrent networks bring memory back. Noise: the same input gives "
        "the same output; dropout adds noise on purpose. The shape of the dendrites, where inputs side by side act "
        "differently from inputs far apart. Each of them costs computation, and this course needs none of them.",
        "例如各个脉冲的时刻：只看发放率，就丢掉了这些时刻，而靠微小时差分辨声音的网络正需要它们。"
        "又如不应期和泄漏，也就是记忆：人工神经元的输出只取决于当前的输入，循环网络则重新加上了记忆。"
        "再如噪声：人工神经元对同样的输入给出同样的输出，随机失活（dropout）则有意加入噪声。"
        "还有树突的形状：相邻的输入与相距较远的输入，作用并不相同。"
        "补上其中任何一样，都要增加计算量，而本课程都用不到。",
    )


EXERCISES = {
    "neurons-easy": Exercise(judge_nand, solve_nand),
    "neurons-hand": Exercise(judge_line, solve_line),
    "neurons-build": Exercise(judge_layer, solve_layer),
    "neurons-step": Exercise(judge_step, solve_step),
    "neurons-derive": Exercise(judge_distance, solve_distance),
    "neurons-break": Exercise(judge_break, solve_break),
    "neurons-open": open_question(solve_open),
}
