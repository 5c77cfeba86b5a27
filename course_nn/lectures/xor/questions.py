"""Lecture 3: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Callable, Iterator
from itertools import permutations, product
from typing import Any

import numpy as np

from course_nn import boolean
from course_nn.activations import sigmoid
from course_nn.common.words import Words
from course_nn.datasets import xor_points
from course_nn.lectures.xor import perceptron
from course_nn.lectures.xor.demos.decompositions.gate_triples import GATES, VALUES, triples
from course_nn.lectures.xor.parity_networks import all_rows, counting_layer, parity, run
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

XOR = np.array(boolean.FUNCTIONS["XOR"].values)
TIMES = 5  # that a function is asked for the same four numbers
LECTURE = np.array([1, 1, -0.5, 1, 1, -1.5, 1, -1, -0.5])  # h1 = OR, h2 = AND, y = h1 AND NOT h2


def can_a_curved_unit_compute_xor() -> str:
    """A unit's decision is a line whatever its activation: does any line give XOR?"""
    return "yes" if boolean.is_separable(tuple(XOR)) else "no"


def hidden_layer(nine: np.ndarray, X: np.ndarray) -> np.ndarray:
    """The two hidden units of nine numbers: (rows, 2)."""
    h1, h2 = boolean.unit(X, nine[:2], nine[2]), boolean.unit(X, nine[3:5], nine[5])
    return np.column_stack([h1, h2])


def points_in_hidden_square() -> str:
    return str(len(np.unique(hidden_layer(LECTURE, boolean.truth_table(2)), axis=0)))


def rows_right_with_soft_units() -> str:
    """The lecture's nine numbers with σ(z) instead of a threshold: how many rows are still right?"""
    X, w = boolean.truth_table(2), LECTURE
    H = np.column_stack([sigmoid(X @ w[:2] + w[2]), sigmoid(X @ w[3:5] + w[5])])
    answers = sigmoid(H @ w[6:8] + w[8]) > 0.5
    if (answers == XOR).all():
        return "four"
    return "some" if answers.any() else "zeros"


def partners_of_or() -> str:
    """h1 is OR: with how many gates as h2 does some output gate make XOR?"""
    return str(int(triples(XOR)[GATES.index("OR")].any(axis=-1).sum()))


def corners_to_cut_off() -> str:
    """For which two different corners, each cut off by a unit, does some output gate make XOR?"""
    corner = {gate: _odd_row(VALUES[k]) for k, gate in enumerate(GATES) if VALUES[k].sum() in (1, 3)}
    solutions = triples(XOR)
    works = {
        (corner[h1], corner[h2])
        for h1, h2 in product(corner, repeat=2)
        if solutions[GATES.index(h1), GATES.index(h2)].any()
    }
    opposite = {(0, 3), (3, 0), (1, 2), (2, 1)}
    return "opposite" if works == opposite else "different"


def _odd_row(values):
    """The row in which a gate answers otherwise than in the three others."""
    return int(np.argmax(values == (values.sum() == 1)))


def what_the_rule_does_on_xor() -> str:
    """1,000 steps of the perceptron rule on XOR: does it repeat itself, mistakes included?"""
    X, y = xor_points()[:2]
    return "cycles" if perceptron.cycle(perceptron.learn(X, y, 1000), len(X)) else "settles"


def hidden_units_for_parity() -> str:
    """The counting layer for 8 bits, checked on all rows: its units before the output."""
    units = counting_layer(8)
    assert (run(units, all_rows(8))[:, -1] == parity(all_rows(8))).all()
    return str(len(units) - 1)


RIGHT_OPTIONS = {
    "xor-1": can_a_curved_unit_compute_xor,
    "xor-2": points_in_hidden_square,
    "xor-gates": partners_of_or,
    "xor-3": rows_right_with_soft_units,
    "xor-corners": corners_to_cut_off,
    "xor-5": what_the_rule_does_on_xor,
    "xor-6": hidden_units_for_parity,
}


def judge_nine(answer: Any) -> Verdict:
    """Nine numbers (h1: 3, h2: 3, y: 3), judged by the truth table alone."""
    with expected(
        "Expected nine numbers: three for h₁, three for h₂, three for y, each with its bias last.",
        "应给出九个数：h₁、h₂、y 各三个，每组中偏置放在最后。",
    ):
        nine = numbers(answer, 9)
    X = boolean.truth_table(2)
    good = int((boolean.unit(hidden_layer(nine, X), nine[6:8], nine[8]) == 1 - XOR).sum())
    if good == 4:
        return right("All four rows of XNOR agree.", "XNOR 的四行全部相符。")
    if good == 0:
        return almost("This is XOR. Flip the signs of the output unit.", "这是 XOR。把输出单元取反。")
    verdict = almost if good == 3 else keep_working
    return verdict(f"{good} of 4 rows agree.", f"4 行中有 {good} 行相符。")


def solve_nine() -> Words:
    nine = np.concatenate([LECTURE[:6], -LECTURE[6:]])
    assert judge_nine(nine).voice == "right"
    text = ", ".join(f"{value:g}".replace("-", "−") for value in nine)
    return Words(
        f"One of many: ({text}), OR and AND as hidden units, and the output unit with its signs flipped.",
        f"众多解之一：({text})，隐藏单元是 OR 与 AND，输出单元取反。",
    )


def judge_multipliers(answer: Any) -> Verdict:
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
    return verdict(
        f"On the left, {still} of w₁, w₂ and b have not cancelled yet.", f"左边的 w₁、w₂、b 中还有 {still} 个没有消去。"
    )


def judge_parity(answer: Any) -> Verdict:
    """(W, b, v, c): threshold units with one hidden layer, checked on all rows of three bits."""
    with expected(
        "Expected W (M, 3), b (M,), v (M,) and a number c.", "应给出 W (M, 3)、b (M,)、v (M,) 和一个数 c，共四项。"
    ):
        W, b, v, c = answer
        W, b, v = (np.asarray(part, float) for part in (W, b, v))
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


def solve_parity() -> Words:
    units = counting_layer(3)
    answer = [u.weights for u in units[:3]], [u.bias for u in units[:3]], units[3].weights, units[3].bias
    assert judge_parity(answer).voice == "right"
    b, v, c = (str(part).replace("-", "−") for part in answer[1:])
    return Words(
        f"Count: W all ones, b = {b}, v = {v}, c = {c}. Unit j asks whether there are at least j ones.",
        f"计数：W 全为 1，b = {b}，v = {v}，c = {c}。第 j 个单元判断 1 的个数是否至少为 j。",
    )


UNIT = np.array([1.0, -1.0, 0.0])  # w1, w2, b of the exercise on truth tables


def judge_table(answer: Any) -> Verdict:
    """What the unit gives at 00, 01, 10, 11; z = 0 is not above 0."""
    with expected("Expected four outputs, 0 or 1.", "应给出四个输出，每个为 0 或 1。"):
        outputs = numbers(answer, 4)
    z = boolean.truth_table(2) @ UNIT[:2] + UNIT[2]
    if np.array_equal(outputs, z > 0):
        return right("This unit is x₁ AND NOT x₂.", "这个单元就是 x₁ AND NOT x₂。")
    if np.array_equal(outputs, z >= 0):
        return almost("A sum of exactly 0 is not above 0.", "和恰好为 0 时并不大于 0。")
    if np.array_equal(outputs, z):
        return almost(
            "These are the sums z. The output is 1 where z > 0, and 0 elsewhere.",
            "这是和 z。z > 0 时输出 1，否则为 0。",
        )
    good = int((outputs == (z > 0)).sum())
    return keep_working(
        f"{good} of 4 rows are right. The rows come in the order 00, 01, 10, 11.",
        f"4 行中有 {good} 行正确。各行依次为 00、01、10、11。",
    )


OLD, SHOWN, LABEL = np.array([1.0, 1.0, -0.5]), np.array([1.0, 1.0, 1.0]), 0  # of the exercise on one update


def judge_update(answer: Any) -> Verdict:
    """w1, w2, b after one example."""
    with expected("Expected three numbers: w₁, w₂, b.", "应给出三个数：w₁、w₂、b。"):
        new = numbers(answer, 3)
    step = (LABEL - float(OLD @ SHOWN > 0)) * SHOWN
    if np.allclose(new, OLD + step):
        return right(
            "A mistake: the input is subtracted from the weights, and 1 from the bias.",
            "输出错误，所以权重减去输入，偏置减 1。",
        )
    if np.allclose(new[:2], (OLD + step)[:2]):
        return almost("The weights are right. The bias has an input too: 1.", "权重对了。偏置也有输入：恒为 1。")
    if np.allclose(new, OLD - step):
        return almost("The output was 1 and should be 0, so the sum must shrink.", "输出是 1，应为 0，所以要让和变小。")
    if np.allclose(new, OLD):
        return keep_working("The sum is 1.5, so the output is 1: a mistake.", "和为 1.5，输出为 1：这是错误。")
    return keep_working(
        "After a mistake w ← w + (t − y) x, and b ← b + (t − y).", "出错后 w ← w + (t − y) x，b ← b + (t − y)。"
    )


TIES = 3  # of the networks below


def networks(rng: np.random.Generator) -> Iterator[tuple]:
    """Networks of threshold units with other sizes than the lecture's, as (X, W, b, v, c)."""
    for N, M in ((2, 2), (2, 3), (3, 2), (3, 4)):
        yield (
            boolean.truth_table(N),
            rng.normal(0, 1, (M, N)),
            rng.normal(0, 1, M),
            rng.normal(0, 1, M),
            rng.normal(0, 0.5),
        )
    for _ in range(TIES):  # whole numbers, so that some sums are exactly 0
        W, b, v = (rng.integers(-1, 2, size).astype(float) for size in ((3, 2), 3, 3))
        yield boolean.truth_table(2), W, b, v, 0.0


def forward(X: np.ndarray, W: np.ndarray, b: np.ndarray, v: np.ndarray, c: float) -> np.ndarray:
    """y of a network with one hidden layer of threshold units: (n, N) -> (n,)"""
    return ((X @ W.T + b > 0) @ v + c > 0).astype(int)


def judge_forward(answer: Any) -> Verdict:
    """Any function (X, W, b, v, c) -> y that is right for networks of several sizes."""
    cases = [*networks(np.random.default_rng(0))]
    with expected(
        "Expected a function of X, W, b, v and c that returns one y for each row of X. W is (M, N): z = X @ W.T + b.",
        "应给出以 X、W、b、v、c 为参数的函数，为 X 的每一行返回一个 y。W 的形状为 (M, N)，所以 z = X @ W.T + b。",
    ):
        found = [np.asarray(y, float).reshape(len(X)) for y, (X, *_) in zip(asked(answer, cases), cases)]
    if all(np.array_equal(y, forward(*case)) for y, case in zip(found, cases)):
        return right("That is the forward pass, for any number of units.", "这就是前向传播，单元数任意。")
    if all(np.array_equal(y > 0, forward(*case)) for y, case in zip(found, cases)):
        return almost("The sum of the output unit is right. Now its threshold.", "输出单元的和对了。再加上它的阈值。")
    if all(np.array_equal(y, forward(*case)) for y, case in zip(found, cases[:-TIES])):
        return almost("A sum of exactly 0 is not above 0.", "和恰好为 0 时并不大于 0。")
    if all(np.array_equal(y, (X @ W.T + b) @ v + c > 0) for y, (X, W, b, v, c) in zip(found, cases)):
        return almost("The hidden units have a threshold too.", "隐藏单元也有阈值。")
    return keep_working(
        "First h, 1 where X @ W.T + b > 0; then y, 1 where h @ v + c > 0.",
        "先算 h：X @ W.T + b > 0 处为 1；再算 y：h @ v + c > 0 处为 1。",
    )


def solve_forward() -> Words:
    assert judge_forward(forward).voice == "right"
    code = "lambda X, W, b, v, c: ((X @ W.T + b > 0) @ v + c > 0).astype(int)"
    return Words(f"<code>{code}</code>", f"<code>{code}</code>")


def weights_after(X: np.ndarray, labels: np.ndarray, rounds: int) -> np.ndarray:
    """(w…, b) of the perceptron rule after so many rounds, from 0."""
    return perceptron.learn(X, labels, rounds * len(X)).weights[-1]


def is_the_rule(learn: Callable) -> bool:
    """Whether one round over four examples adds and takes off inputs as the rule does, in whatever order it goes."""
    rng = np.random.default_rng(4)
    X, labels = rng.normal(0, 1, (4, 2)), np.array([1, 0, 1, 0])
    found = numbers(learn(X.copy(), labels.copy(), 1), 3)
    orders = (list(order) for order in permutations(range(4)))
    return any(_along(found, weights_after(X[order], labels[order], 1)) for order in orders)


def _along(found, wanted):
    """Whether both point in the same direction: from 0, the size of a step changes the length alone."""
    return np.allclose(found * np.linalg.norm(wanted), wanted * np.linalg.norm(found)) and found.any()


def lines_to_find() -> list[tuple[np.ndarray, np.ndarray]]:
    """Separable examples: pairs X, labels."""
    corners = boolean.truth_table(2)
    gates = [(corners, np.array(boolean.FUNCTIONS[name].values)) for name in ("AND", "OR", "NAND")]
    return [*gates, *(perceptron.two_clouds(0.4, np.random.default_rng(seed)) for seed in range(3))]


OTHER_RULE = (
    "It finds all six lines, but not by this rule, which after a mistake adds (t − y) x to w and t − y to b.",
    "六条分界线都找到了，但用的不是这条规则：出错后，w 加上 (t − y) x，b 加上 t − y。",
)


def judge_rule(answer: Any) -> Verdict:
    """Any function (X, labels, rounds) -> (w1, w2, b) that finds a line wherever there is one."""
    cases = lines_to_find()
    with expected(
        "Expected a function of X, labels and rounds that returns w₁, w₂ and b.",
        "应给出以 X、labels、rounds 为参数的函数，返回 w₁、w₂ 和 b。",
    ):
        found = [numbers(line, 3) for line in asked(answer, [(*case, 100) for case in cases])]
        once = numbers(answer(*cases[0], 1), 3)
    good = sum(np.array_equal(boolean.unit(X, w[:2], w[2]), labels) for w, (X, labels) in zip(found, cases))
    if good == len(cases) and is_the_rule(answer):
        return right("A line for each of six sets of examples.", "六组样本都找到了分界线。")
    if good == len(cases):
        return almost(*OTHER_RULE)
    if all(np.allclose(w, weights_after(X, labels, 1)) for w, (X, labels) in zip(found, cases)):
        return almost("One round is right; now repeat it.", "一轮是对的；再重复 rounds 轮。")
    if not np.any([w[2] for w in found]):
        return almost(
            "The bias never moves: it is the weight of an input that is always 1.",
            "偏置一直没变：它是恒为 1 的输入的权重。",
        )
    if np.allclose(once, -weights_after(*cases[0], 1)):
        return almost("It moves the wrong way: mind the sign of t − y.", "移动方向反了：注意 t − y 的符号。")
    return keep_working(
        f"A line for {good} of six sets of examples. Compute y anew before each step.",
        f"六组样本中有 {good} 组找到了分界线。每一步之前都要重新计算 y。",
    )


def solve_rule() -> Words:
    assert judge_rule(weights_after).voice == "right"
    code = (
        "def learn(X, labels, rounds):\n    w, b = np.zeros(X.shape[1]), 0.0\n    for _ in range(rounds):\n"
        "        for x, t in zip(X, labels):\n            y = float(w @ x + b > 0)\n            w = w + (t - y) * x\n"
        "            b = b + (t - y)\n    return *w, b"
    )
    return Words(f"<pre>{code}</pre>", f"<pre>{code}</pre>")


def judge_break(answer: Any) -> Verdict:
    """(φ, w1, w2, b): one unit that computes XOR, with an activation that does not only rise."""
    with expected(
        "Expected four things: φ (a function of one number), w₁, w₂ and b.",
        "应依次给出四项：φ（一个数的函数）、w₁、w₂、b。",
    ):
        phi, *line = answer
        line = numbers(line, 3)
        z = boolean.truth_table(2) @ line[:2] + line[2]
        y = np.array([scalar(one) for one in asked(phi, zip([*z.tolist()] * TIMES))]).reshape(TIMES, 4)
    good = int(((y > 0.5) == XOR).all(axis=0).sum())
    if good == 4:
        return right(
            "All four rows are right. Your φ rises and falls; the claim is about activations that only rise.",
            "四行全对。这个 φ 有升有降，而原来的说法讲的是单调递增的激活函数。",
        )
    verdict = almost if good == 3 else keep_working
    return verdict(
        f"{good} of 4 rows are right. Along z the targets are 0, 1, 0, so φ has to go up and down again.",
        f"4 行中对 {good} 行。沿 z 方向，各行的目标依次是 0、1、0，所以 φ 要先升后降。",
    )


EXERCISES = {
    "xor-table": Exercise(judge_table, (0, 0, 1, 0)),
    "xor-easy": Exercise(judge_nine, solve=solve_nine),
    "xor-update": Exercise(judge_update, (0, 0, -1.5)),
    "xor-forward": Exercise(judge_forward, solve=solve_forward),
    "xor-rule": Exercise(judge_rule, solve=solve_rule),
    "xor-derive": Exercise(judge_multipliers, (1, 1, 1, 1)),
    "xor-break": Exercise(judge_break, (lambda z: z * (2 - z), 1, 1, 0)),
    "xor-build": Exercise(judge_parity, solve=solve_parity),
    "xor-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "xor-2": {"w11": 1.0, "w12": 1.0, "b1": -0.5, "v1": 1.0, "w21": 1.0, "w22": 1.0, "b2": -1.5, "v2": -1.0, "c": -0.5},
    "xor-3": {"k": 1.0},
    "xor-4": {"width": 3},
    "xor-5": {"data": "XOR", "step": 120},
}
