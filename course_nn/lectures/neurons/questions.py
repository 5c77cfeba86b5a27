"""Lecture 1: predictions that tempt, and exercises that take every correct answer."""

from itertools import combinations
from typing import Any

import numpy as np

from course_nn import boolean
from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.neurons.graph import depth, topological_order
from course_nn.network import parameter_count
from course_nn.notebook.exercises import (
    Exercise,
    Verdict,
    almost,
    asked,
    expected,
    keep_working,
    numbers,
    right,
    scalar,
)


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


def all_ahead() -> str:
    """Five units in a row, each connected to all after it: is there a cycle, and how long is the longest path?"""
    edges = list(combinations(range(1, 6), 2))
    return "recurrent" if topological_order(edges).cycle else str(depth(edges))


RIGHT_OPTIONS = {
    "neurons-3": scaled_line,
    "neurons-4": solvable_gates,
    "neurons-5": doubled_layer,
    "neurons-6": all_ahead,
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
        return almost("This is AND: flip all three signs.", "这是 AND（与）：把三个数的正负号都反过来。")
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


SIZES = ([2, 3], [2, 3, 3, 2], [5, 1, 4], [7, 6, 5, 4, 3], [3, 8, 1, 9, 2, 7, 4, 4, 6, 5, 1], [784] + 30 * [50] + [10])


def judge_count(answer: Any) -> Verdict:
    """Any function of the sizes that counts weights and biases, tried on networks of one to 31 layers."""
    with expected(
        "Expected a function of a list of sizes that returns one number.", "应给出以层宽列表为参数的函数，返回一个数。"
    ):
        found = [scalar(one) for one in asked(answer, zip(SIZES))]
    wanted = np.array([parameter_count(sizes) for sizes in SIZES])
    biases = np.array([sum(sizes[1:]) for sizes in SIZES])
    if np.allclose(found, wanted):
        return right("Six networks agree.", "六个网络全部相符。")
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
        return almost(
            "The size is right, the sign is not: the side to which w points is positive.",
            "大小正确，符号不对：w 所指的一侧为正。",
        )
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
            f"No unit computes the whole function. But of its faces, units compute only {computed} of 6.",
            f"整个函数确实算不出来，但也不是每个面都能算出：6 个面中只有 {computed} 个。",
        )
    return right(
        "A unit can compute each of the six faces, and no unit can compute the whole.", "六个面都能算出，整个却不能。"
    )


def solve_break() -> Words:
    values = (1, 0, 0, 0, 0, 0, 0, 1)
    assert judge_break(values).voice == "right"
    return Words(
        f"For instance {values}: 1 where all three inputs agree. Each face has a single 1, and one cut takes that "
        "corner off. But the two ones are opposite corners of the cube. The middle between them is also the middle of "
        "the six zeros, and a point cannot lie on both sides of a cut.",
        f"例如 {str(values).replace(', ', '、')}：三个输入相同时为 1。每个面上只有一个 1，一刀就能切下这个角。"
        "但两个 1 是立方体的对角：它们的中点也是六个 0 的中心，一个点不可能同时落在平面的两侧。",
    )


EXERCISES = {
    "neurons-easy": Exercise(judge_nand, solve=solve_nand),
    "neurons-hand": Exercise(judge_line, solve=solve_line),
    "neurons-build": Exercise(judge_layer, lambda X, W, b: ACTIVATIONS["sigmoid"].f(X @ W.T + b)),
    "neurons-count": Exercise(judge_count, solve=solve_count),
    "neurons-derive": Exercise(judge_distance, solve=solve_distance),
    "neurons-break": Exercise(judge_break, solve=solve_break),
    "neurons-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "neurons-1": {"strength": 40.0},
    "neurons-3": {"w1": 3.0, "w2": 2.0, "b": -2.0},
    "neurons-4": {"goal": "XOR"},
    "neurons-5": {"N": 4, "M": 4, "j": 2},
}
