"""Lecture 1: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import numpy as np

from course_nn import boolean
from course_nn.activations import ACTIVATIONS
from course_nn.datasets import penguins
from course_nn.lectures.neurons import hodgkin_huxley, spiking
from course_nn.lectures.neurons.graph import topological_order
from course_nn.logistic_regression import negative_log_likelihood, newton, standardise
from course_nn.network import parameter_count
from course_nn.notebook.exercises import Exercise, Prediction, almost, expected, keep_working, numbers, right, scalar
from course_nn.stage.numbers import number, plain
from course_nn.words import Words


def height_of_spike():
    """Double a stimulus that already fires: compare the heights above rest."""
    strength = 2 * hodgkin_huxley.threshold_strength(0.5)
    single, double = hodgkin_huxley.peak_voltage(np.array([strength, 2 * strength]), 0.5) - hodgkin_huxley.REST
    return "twice" if double > 1.8 * single else "lower" if double < 0.95 * single else "same"


def start_of_firing():
    """Half the drive that just fires gives no spike; the rate then climbs over a long stretch."""
    neuron = spiking.TYPICAL
    needed = neuron.threshold - neuron.rest
    half, below, above, far = spiking.firing_rate(np.array([0.5, 0.99, 1.2, 3.0]) * needed)
    if half > 0:
        return "proportional"
    return "kink" if below == 0 < above < 0.7 * far else "jump"


def scaled_line():
    """Ten times w and b: same distance of the line from the origin, steeper output beside it."""
    w, b = np.array([1.5, 1.0]), -1.0
    if not np.isclose(-b / np.linalg.norm(w), -10 * b / np.linalg.norm(10 * w)):
        return "moves"
    near, ten_times = ACTIVATIONS["sigmoid"].f(np.array([0.1, 10 * 0.1]))
    return "steeper" if abs(ten_times - 0.5) > abs(near - 0.5) else "nothing"


def solvable_gates():
    return str(sum(boolean.is_separable(function.values) for function in boolean.FUNCTIONS.values()))


def scaled_penguins():
    """The best line with ten times its weights: the same mistakes, each made with more confidence."""
    birds = penguins()
    Z = standardise(birds.X).Z
    w, b = newton(Z, birds.y)[:2]
    before, after = (negative_log_likelihood(Z, birds.y, k * w, k * b) for k in (1, 10))
    return "same" if np.isclose(before, after) else "grows" if after > before else "falls"


def size_of_layer():
    return str(parameter_count([3, 4]))


def skipping_edge():
    """Input 1 → hidden 2 → output 3, and a shortcut from the input to the output."""
    return "recurrent" if topological_order([(1, 2), (2, 3), (1, 3)]).cycle else "feed-forward"


PREDICTIONS = {
    "neurons-1": Prediction(
        Words(
            "A stimulus is strong enough to make the membrane fire. You double it. How high is the new spike?",
            "某个刺激已足以使膜产生脉冲。把它加倍，新的脉冲有多高？",
        ),
        {
            "twice": Words("about twice as high", "大约高一倍"),
            "same": Words("about as high as before", "与之前差不多高"),
            "lower": Words("clearly lower", "明显更低"),
        },
        height_of_spike,
        {
            "twice": Words(
                "A stimulus only opens the first channels. The sodium that then rushes in does the rest, and it has "
                "one driving voltage: strength sets whether the membrane fires, hardly how high.",
                "刺激只打开最初的通道，随后涌入的钠离子完成其余的一切，而它的驱动电压是固定的：强度决定是否发放，几乎不决定高度。",
            ),
            "same": Words(
                "All or nothing: past the threshold, sodium drives the voltage, and the stimulus hardly matters.",
                "全或无：越过阈值后电压由钠离子推动，刺激几乎不再起作用。",
            ),
            "lower": Words(
                "The spike does not shrink either: once started it runs its own course.",
                "脉冲也不会变矮：一旦开始，它就按自己的过程进行。",
            ),
        },
    ),
    "neurons-2": Prediction(
        Words(
            "You raise the steady input of a leaky neuron slowly from zero. How does its firing rate answer?",
            "把一个有漏电的神经元的恒定输入从零慢慢升高，它的发放率如何变化？",
        ),
        {
            "proportional": Words("in proportion from the start", "从一开始就成正比"),
            "kink": Words("nothing for a while, then it climbs", "先是没有，然后逐渐上升"),
            "jump": Words("nothing, then full rate at once", "先是没有，然后立刻达到最大"),
        },
        start_of_firing,
        {
            "proportional": Words(
                "The leak drains a weak input as fast as it comes, so the voltage settles below the threshold and "
                "nothing fires.",
                "输入弱时，漏电与输入相抵，电压停在阈值以下，不会发放。",
            ),
            "kink": Words(
                "A flat part and then a rise, bounded by the refractory period: remember this shape when you meet "
                "ReLU and the sigmoid.",
                "先平后升，上限由不应期决定：之后见到 ReLU 与 sigmoid 时，请想起这个形状。",
            ),
            "jump": Words(
                "Just above the threshold the voltage still creeps up to it, so spikes are rare at first. Only the "
                "spike itself is all or nothing.",
                "刚过阈值时，电压仍要慢慢爬升，所以起初脉冲稀少。全或无的只是单个脉冲。",
            ),
        },
    ),
    "neurons-3": Prediction(
        Words(
            "You multiply w₁, w₂ and b of a sigmoid neuron by 10, all three. What happens to the picture?",
            "把一个 sigmoid 神经元的 w₁、w₂ 和 b 同时乘以 10，画面会怎样？",
        ),
        {
            "moves": Words("the line moves ten times as far away", "分界线移到十倍远处"),
            "steeper": Words("the line stays, the change beside it gets steeper", "分界线不动，两侧变化更陡"),
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
                "分界线上 w·x + b = 0，而 10 · 0 = 0。变的只是 w 的长度，也就是陡度。",
            ),
            "nothing": Words(
                "True for the line, and for a hard threshold. A sigmoid, though, gets ten times as steep.",
                "对分界线和硬阈值确实如此；但 sigmoid 的坡度变为十倍。",
            ),
        },
    ),
    "neurons-4": Prediction(
        Words(
            "There are 16 Boolean functions of two inputs. How many can a single threshold unit compute?",
            "两个输入的布尔函数共有 16 个。单个阈值单元能算出其中多少个？",
        ),
        {"16": Words("all 16", "全部 16 个"), "14": Words("14", "14 个"), "8": Words("8", "8 个")},
        solvable_gates,
        {
            "16": Words(
                "Three numbers look like plenty of freedom, but they draw one straight line, and two of the sixteen "
                "functions need more than one.",
                "三个数看似足够自由，却只能画一条直线；十六个函数中有两个需要不止一条。",
            ),
            "14": Words(
                "All but XOR and its opposite, XNOR: their corners lie crosswise.",
                "除 XOR 与 XNOR 之外全部可以：它们的同类角点位于对角线上。",
            ),
            "8": Words(
                "More than half: a negative weight handles every NOT.",
                "不止一半：负的权重就能表示各种“非”。",
            ),
        },
    ),
    "neurons-5": Prediction(
        Words(
            "You have found the best line between two penguin species. You multiply w and b by 10: the same line, the "
            "same mistakes. What does the negative log-likelihood do?",
            "您已找到两种企鹅之间最好的分界线。把 w 和 b 乘以 10：线不变，错分的也不变。负对数似然会怎样？",
        ),
        {
            "same": Words("it stays the same", "保持不变"),
            "grows": Words("it grows", "变大"),
            "falls": Words("it falls", "变小"),
        },
        scaled_penguins,
        {
            "same": Words(
                "The accuracy stays. The loss, however, reads probabilities: the birds on the wrong side are now "
                "wrong with great confidence, and that is dear.",
                "准确率不变。但损失看的是概率：错分的企鹅现在错得非常自信，代价很高。",
            ),
            "grows": Words(
                "Few mistakes, each made with great confidence, cost more than all the gain elsewhere.",
                "错误虽少，但每个都错得十分自信，其代价超过其余所有收益。",
            ),
            "falls": Words(
                "It would if no bird stood on the wrong side. Here some do.",
                "如果没有错分的企鹅，确实会变小；这里却有。",
            ),
        },
    ),
    "neurons-6": Prediction(
        Words(
            "A fully connected layer has 3 inputs and 4 outputs. How many numbers does it learn?",
            "一个全连接层有 3 个输入、4 个输出。它要学习多少个数？",
        ),
        {"12": Words("12", "12 个"), "16": Words("16", "16 个"), "7": Words("7", "7 个")},
        size_of_layer,
        {
            "12": Words(
                "These are the weights, 4 × 3. Every output has a bias of its own as well.",
                "这是权重的个数 4 × 3。每个输出还各有一个偏置。",
            ),
            "16": Words("4 × 3 weights and 4 biases.", "4 × 3 个权重加 4 个偏置。"),
            "7": Words(
                "That would be one number per unit. The weights sit on the connections.",
                "那是每个单元一个数；权重其实在连接上。",
            ),
        },
    ),
    "neurons-7": Prediction(
        Words(
            "You add a connection from an input straight to an output, past the hidden layer. What is the network now?",
            "添加一条从输入直接到输出、绕过隐藏层的连接。这个网络现在是什么？",
        ),
        {
            "recurrent": Words("recurrent", "循环网络"),
            "feed-forward": Words("still feed-forward", "仍是前馈网络"),
        },
        skipping_edge,
        {
            "recurrent": Words(
                "A shortcut is unusual, but it goes forward. Only a way back to where one has been makes a network "
                "recurrent.",
                "跨层连接虽不常见，但方向仍是向前。只有能走回原处的路径才使网络成为循环网络。",
            ),
            "feed-forward": Words(
                "Its units can still be put in an order in which every connection points ahead.",
                "各单元仍能排成一个顺序，使每条连接都指向后方。",
            ),
        },
    ),
}


NAND = np.array(boolean.FUNCTIONS["NAND"].values)


def judge_nand(answer):
    """Judge (w1, w2, b) by the truth table alone: any weights that compute the function are right."""
    with expected("Expected three numbers: (w1, w2, b).", "应给出三个数：(w1, w2, b)。"):
        *w, b = numbers(answer, 3)
    good = int((boolean.unit(boolean.truth_table(2), w, b) == NAND).sum())
    if good == 4:
        return right("All four rows agree.", "四行全部相符。")
    verdict = almost if good == 3 else keep_working
    return verdict(f"{good} of 4 rows agree.", f"4 行中有 {good} 行相符。")


def solve_nand():
    w, b = boolean.separating_unit(tuple(NAND))
    found = ", ".join(plain(value) for value in (*w, b))
    return Words(
        f"One of many: ({found}). The line must leave the corners with value 1, and only them, on its positive side.",
        f"众多解之一：({found})。取值为 1 的角点、且只有它们，须落在正的一侧。",
    )


def judge_distance(answer):
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
        return almost("The size is right, the sign is not: w points to plus.", "大小正确，符号不对：w 一侧为正。")
    if np.allclose(got, [w @ x + b for w, b, x in lines]):
        return almost("This is z. How long is one step along w?", "这是 z。沿 w 走一步有多长？")
    return keep_working("Walk from x straight to the line: along which vector?", "从 x 笔直走到直线：沿哪个向量？")


def solve_distance():
    w, b, x = np.array([3.0, 4.0]), -10.0, np.array([4.0, 2.0])
    z = w @ x + b
    norm = np.linalg.norm(w)
    found = f"z = {number(z, 0)}, ‖w‖ = {number(norm, 0)}, d = {number(z / norm, 1)}"
    return Words(
        f"From x go −d along the unit vector w/‖w‖: w·(x − d w/‖w‖) + b = z − d‖w‖ = 0, so d = (w·x + b)/‖w‖. "
        f"For w = (3, 4), b = −10, x = (4, 2): {found}.",
        f"从 x 沿单位向量 w/‖w‖ 走 −d：w·(x − d w/‖w‖) + b = z − d‖w‖ = 0，所以 d = (w·x + b)/‖w‖。"
        f"取 w = (3, 4)、b = −10、x = (4, 2)：{found}。",
    )


def judge_layer(answer):
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
        if not np.allclose(got, ACTIVATIONS["sigmoid"].f(Z)):
            return keep_working("The shape is right, the numbers differ.", "形状正确，数值不符。")
    return right("Three layers of different sizes agree.", "三个不同大小的层全部相符。")


def solve_layer():
    return Words(
        "<code>sigmoid(X @ W.T + b)</code>: W is (M, N) and a row of X has N numbers, so W must be transposed.",
        "<code>sigmoid(X @ W.T + b)</code>：W 的形状是 (M, N)，X 的每行有 N 个数，所以 W 要转置。",
    )


EXERCISES = {
    "neurons-easy": Exercise(judge_nand, solve_nand),
    "neurons-derive": Exercise(judge_distance, solve_distance),
    "neurons-build": Exercise(judge_layer, solve_layer),
}
