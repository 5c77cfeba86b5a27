"""Lecture 1: predictions that tempt, and exercises that take every correct answer."""

from itertools import combinations
from typing import Any

import numpy as np

from course_nn import boolean
from course_nn.activations import ACTIVATIONS
from course_nn.common.outcomes import outcome
from course_nn.common.words import Words
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.neurons import spiking
from course_nn.lectures.neurons.demos.action_potential import hodgkin_huxley
from course_nn.lectures.neurons.graph import depth, topological_order
from course_nn.network import parameter_count
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    asked,
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


def doubled_layer() -> str:
    """Twice the inputs and twice the outputs: four times the weights, twice the biases."""
    before, after = (parameter_count([n, n]) for n in (100, 200))
    return "twice" if after == 2 * before else "four" if after == 4 * before else "almost"


def change_that_makes_it_graded() -> str:
    """A shorter pulse, a longer one, or heat: which takes the step away that 0.1 % more stimulus makes?"""
    step = hodgkin_huxley.largest_step(0.5)
    changed = {
        "short": hodgkin_huxley.largest_step(0.2),
        "long": hodgkin_huxley.largest_step(2.0),
        "hot": hodgkin_huxley.largest_step(0.5, temperature=28.0),
    }
    (found,) = (key for key, left in changed.items() if outcome(step, left) == "reversed")
    return found


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
                "You expect twice the effect of twice the cause. But a stimulus only opens the first channels. The "
                "sodium that then rushes in does the rest, and what drives it is fixed.",
                "以为原因加倍，结果就加倍。但刺激只打开最初的一批离子通道，其余的由随后涌入的钠离子完成，而驱动钠离子"
                "的电压是固定的。",
            ),
            "same": Words(
                "All or nothing: past the threshold, sodium drives the voltage, and the stimulus hardly matters.",
                "这就是“全或无”：越过阈值后，电压由钠离子推动，刺激几乎不再起作用。",
            ),
            "lower": Words(
                "You expect that too much does harm. But a spike, once started, runs its own course.",
                "以为刺激过强会适得其反。但脉冲一旦触发，整个过程就与刺激无关。",
            ),
        },
    ),
    "neurons-sceptic": Prediction(
        Words(
            "At the threshold a stimulus that is 0.1% stronger turns a failure into a whole spike. Which of these "
            "changes overturns that?",
            "在阈值处，刺激只增强 0.1%，就从未能触发变成完整的脉冲。下面哪项改变会推翻这个结论？",
        ),
        {
            "short": Words("a much shorter stimulus", "刺激短得多"),
            "long": Words("a much longer stimulus", "刺激长得多"),
            "hot": Words("an axon at 28 °C in place of 6.3 °C", "轴突的温度从 6.3 °C 升到 28 °C"),
        },
        change_that_makes_it_graded,
        {
            "short": Words(
                "You expect that a short push leaves a spike half done. It has to be stronger; once the channels are "
                "open, though, they go on by themselves.",
                "以为刺激太短，脉冲就只能完成一半。其实刺激只需更强一些；通道一旦打开，接下来就不再依靠刺激。",
            ),
            "long": Words(
                "You expect that a patient stimulus can hold the voltage at any height. But past the threshold sodium "
                "decides, not the stimulus.",
                "以为刺激够久，就能把电压停在任意高度。但越过阈值之后，作主的是钠离子，不是刺激。",
            ),
            "hot": Words(
                "In the heat the channels open and close faster than the membrane charges. The step becomes a slope: "
                "the stronger the stimulus, the higher the voltage.",
                "温度高时，通道开闭得比膜充电还快，台阶变成缓坡：刺激越强，电压越高。",
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
                "You expect every input to count. But the leak drains a weak one as fast as it comes, so the voltage "
                "settles below the threshold and nothing fires.",
                "以为有输入就有输出。但输入弱时，泄漏与输入相抵，电压停在阈值以下，不会发放脉冲。",
            ),
            "kink": Words(
                "A flat part, then a rise with a bound: after each spike the neuron rests for a while, the refractory "
                "period. Remember this shape when you meet ReLU and the sigmoid.",
                "曲线先平后升，而且有上限，因为每次发放之后有一段时间（不应期）不能再发放。"
                "以后见到 ReLU 与 sigmoid 时，请回想这个形状。",
            ),
            "jump": Words(
                "You take the rate for the spike. Only a single spike is all or nothing: just above the threshold "
                "the voltage still creeps up to it, so spikes are rare at first.",
                "把发放率当成了脉冲。“全或无”说的只是单个脉冲：驱动刚刚超过阈值时，电压要很久才升到阈值，所以脉冲起初"
                "很稀疏。",
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
                "You read the line off b alone. The distance is −b/‖w‖: ten times the top over ten times the bottom.",
                "只看 b 来定分界线。距离是 −b/‖w‖：分子与分母同时变为十倍。",
            ),
            "steeper": Words(
                "The line is where w·x + b = 0, and 10 · 0 = 0. Only the length of w has changed: the steepness.",
                "分界线上 w·x + b = 0，而 10 · 0 = 0。变的只是 w 的长度，也就是陡峭程度。",
            ),
            "nothing": Words(
                "You think of the line, or of a hard threshold: to them nothing happens. A sigmoid, though, gets ten "
                "times as steep.",
                "想到的是分界线，或硬阈值：这两者确实不变。但 sigmoid 的陡峭程度变为原来的十倍。",
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
                "You leave the NOTs to a second unit. But a negative weight handles every one of them, so it is more "
                "than half.",
                "以为“非”要另用一个单元。其实取负的权重就能表示各种“非”，所以不止一半。",
            ),
        },
    ),
    "neurons-5": Prediction(
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
                "You count units, and these are twice as many. What is learned, though, sits mostly on the "
                "connections: each of twice as many outputs listens to twice as many inputs.",
                "数的是单元，单元数确实是两倍。但要学习的数大多在连接上：输出增至两倍，每个输出又连着两倍的输入。",
            ),
            "almost": Words(
                "Four times the weights, one for each pair of input and output; but only twice the biases, one for "
                "each output.",
                "权重变为四倍，因为每一对输入和输出有一个权重；偏置只变为两倍，因为每个输出有一个偏置。",
            ),
            "four": Words(
                "You count the weights alone. The biases, one for each output, only double.",
                "只数了权重。偏置是每个输出一个，只变为两倍。",
            ),
        },
    ),
    "neurons-6": Prediction(
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
                "You take layers for what makes a network feed-forward. They are a tidy way to have no cycle, not "
                "the only one: here every connection leads from an earlier unit to a later one, so no way leads back.",
                "以为有分层才算前馈。分层只是保证没有环的一种整齐的办法，并非唯一的办法：这里每条连接都从前面的单元指"
                "向后面的单元，不可能回到原处。",
            ),
            "1": Words(
                "You take the shortest way. Depth is the longest: the last unit has to wait until all the others are "
                "computed.",
                "看的是最短的路径。深度看的是最长的路径：最后一个单元要等其余各单元都算出之后才能计算。",
            ),
            "4": Words(
                "No way leads back, so there is an order of computation. The longest way visits all five units over "
                "four connections.",
                "没有路径能回到原处，所以存在计算次序。最长的路径经过全部五个单元，共四条连接。",
            ),
        },
    ),
}


NAND = np.array(boolean.FUNCTIONS["NAND"].values)


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


SIZES = ([2, 3], [2, 3, 3, 2], [5, 1, 4], [7, 6, 5, 4, 3])


def judge_count(answer: Any) -> Verdict:
    """Any function of the sizes that counts weights and biases, tried on networks of one to four layers."""
    with expected(
        "Expected a function of a list of sizes that returns one number.", "应给出以层宽列表为参数的函数，返回一个数。"
    ):
        found = [scalar(one) for one in asked(answer, zip(SIZES))]
    wanted = np.array([parameter_count(sizes) for sizes in SIZES])
    biases = np.array([sum(sizes[1:]) for sizes in SIZES])
    if np.allclose(found, wanted):
        return right("Four networks agree.", "四个网络全部相符。")
    if np.allclose(found, wanted - biases):
        return almost("These are the weights; the biases are missing.", "这是权重的个数；还缺偏置。")
    if np.allclose(found, wanted + [sizes[0] for sizes in SIZES]):
        return almost("The inputs have no biases.", "输入没有偏置。")
    return keep_working(
        "A layer with N inputs and M outputs has M·N weights and M biases. Add up over the layers.",
        "N 个输入、M 个输出的层有 M·N 个权重和 M 个偏置。请对各层求和。",
    )


def solve_count() -> Words:
    code = "count = lambda sizes: sum(M * (N + 1) for N, M in zip(sizes, sizes[1:]))"
    found = parameter_count([2, 3, 3, 2])
    return Words(
        f"<code>{code}</code>: each of the M outputs of a layer has N weights and a bias. [2, 3, 3, 2] gives {found}.",
        f"<code>{code}</code>：一层的 M 个输出，每个有 N 个权重和一个偏置。[2, 3, 3, 2] 共 {found} 个。",
    )


def judge_distance(answer: Any) -> Verdict:
    """A function (w, b, x) -> signed distance, tried on random lines."""
    if not callable(answer):
        return keep_working("Expected a function of w, b and x.", "应给出以 w、b、x 为参数的函数。")
    rng = np.random.default_rng(3)
    lines = [(rng.normal(size=2), rng.normal(), rng.normal(size=2)) for _ in range(20)]
    got = np.array([scalar(one) for one in asked(answer, lines)])
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


def faces(values: np.ndarray) -> list:
    """The functions of two inputs that are left when one of three is held, at 0 or at 1: six of four values."""
    cube = np.reshape(values, (2, 2, 2))
    return [tuple(np.take(cube, held, axis).ravel().tolist()) for axis in range(3) for held in (0, 1)]


def judge_break(answer: Any) -> Verdict:
    """Eight values of a function that no unit computes, although some unit computes each of its faces."""
    with expected("Expected eight values, each 0 or 1.", "应给出八个值，每个是 0 或 1。"):
        values = numbers(answer, 8)
        if not np.isin(values, (0, 1)).all():
            raise ValueError
    computed = sum(boolean.is_separable(face) for face in faces(values.astype(int)))
    if boolean.is_separable(tuple(values.astype(int).tolist())):
        return keep_working(
            "One unit computes the whole of this function, so the claim holds for it.",
            "整个函数用单个单元就能算出，所以这个说法对它成立。",
        )
    if computed < 6:
        return almost(
            f"No unit computes the whole. But it does not compute all faces either: {computed} of 6.",
            f"整个函数确实算不出来，但也不是每个面都能算出：6 个面中只有 {computed} 个。",
        )
    return right("All six faces, and yet not the whole.", "六个面都能算出，整个却不能。")


def solve_break() -> Words:
    values = (1, 0, 0, 0, 0, 0, 0, 1)
    assert judge_break(values).voice == "right"
    return Words(
        f"For instance {values}: 1 where all three inputs agree. Each face has a single 1, and one cut takes that "
        "corner off. But the two ones are opposite corners of the cube: the middle between them is also the middle of "
        "the six zeros, and a point cannot lie on both sides of a cut.",
        f"例如 {str(values).replace(', ', '、')}：三个输入相同时为 1。每个面上只有一个 1，一刀就能切下这个角。"
        "但两个 1 是立方体的对角：它们的中点也是六个 0 的中心，一个点不可能同时落在平面的两侧。",
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
    "neurons-easy": Exercise(judge_nand, solve_nand, Words("By hand, easy", "手算，容易")),
    "neurons-hand": Exercise(judge_line, solve_line, Words("By hand", "手算")),
    "neurons-build": Exercise(judge_layer, solve_layer, Words("In code: forward", "写代码：前向计算")),
    "neurons-count": Exercise(judge_count, solve_count, Words("In code: count", "写代码：数参数")),
    "neurons-derive": Exercise(judge_distance, solve_distance, Words("Derive", "推导")),
    "neurons-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "neurons-open": open_question(solve_open, Words("Open", "开放题")),
}
