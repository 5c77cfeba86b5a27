"""Lecture 4: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.lectures.deep_vs_shallow.approximation import places, tower_network
from course_nn.lectures.deep_vs_shallow.capacity import one_layer
from course_nn.lectures.deep_vs_shallow.demos.product.products import units
from course_nn.lectures.deep_vs_shallow.linear_regions import folded_plane, linear_regions, pieces, sawtooth, zaslavsky
from course_nn.network import Network
from course_nn.notebook.exercises import (
    Exercise,
    Verdict,
    almost,
    expected,
    keep_working,
    numbers,
    right,
    scalar,
)


def nearest(options: Iterable, value: float) -> str:
    """Which of the options, numbers as text, is nearest to a value, by ratio."""
    return min(options, key=lambda option: abs(np.log(float(option) / value)))


def numbers_of_three_layers() -> str:
    """Three layers of 2 × 2 without biases: the one matrix that they equal has so many numbers."""
    network = Network((2, 2, 2, 2), "linear")
    return str(one_layer(network.weights, network.biases)[0].size)


def tower_below_one() -> str:
    """One tower of 5 × 5 with the threshold ½: on in how many cells?"""
    middles, heights = places(5), np.zeros((5, 5))
    heights[2, 2] = 1
    cells = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)  # (25, 2)
    on = tower_network(heights, threshold=0.5)(cells)
    return {1: "tower", 9: "plus", 25: "everywhere"}[int(on.sum())]


def one_layer_for_the_sawtooth() -> str:
    """One layer of n units has at most n + 1 pieces: the smallest number that allows for all of them."""
    wanted = len(pieces(sawtooth(10))[0]) - 1
    return str(min(units for units in (20, 512, 1024) if units + 1 >= wanted))


def regions_of_three_lines() -> str:
    """Three units draw three lines, in general position."""
    return str(zaslavsky(2, 3))


def units_for_a_product() -> str:
    """One layer for the product of ten inputs: a unit for each pattern of signs."""
    return str(units(10).one)


RIGHT_OPTIONS = {
    "deep_vs_shallow-1": numbers_of_three_layers,
    "deep_vs_shallow-3": tower_below_one,
    "deep_vs_shallow-9": units_for_a_product,
    "deep_vs_shallow-5": one_layer_for_the_sawtooth,
    "deep_vs_shallow-6": regions_of_three_lines,
}


WEIGHTS = np.array([[[1, 2], [0, 1]], [[1, -1], [1, 1]]])  # of the two layers of the easy exercise
BIASES = np.array([[1, 0], [0, -2]])


def judge_collapse(answer: Any) -> Verdict:
    """(W, b) of the one layer that equals the two given ones."""
    with expected("Expected W (2, 2) and b (2,).", "应给出 W (2, 2) 和 b (2,)。"):
        W, b = (np.asarray(part, float) for part in answer)
        b = b.ravel()
        if W.shape != (2, 2) or b.shape != (2,):
            raise ValueError
    wanted, shift = one_layer(WEIGHTS, BIASES)
    if np.allclose(W, wanted) and np.allclose(b, shift):
        return right("The same as the two layers for every x.", "对每个 x 都与两层相同。")
    if np.allclose(W, wanted):
        return almost("W is right. What does the second layer do to b₁?", "W 对了。第二层对 b₁ 做了什么？")
    if np.allclose(W, WEIGHTS[0] @ WEIGHTS[1]):
        return almost("This W is W₁W₂; but x goes through W₁ first.", "这个 W 是 W₁W₂；但 x 先经过 W₁。")
    if np.allclose(b, shift):
        return almost("b is right, W not yet.", "b 对了，W 还不对。")
    return keep_working("Put h into the second equation and multiply out.", "把 h 代入第二个式子，再展开。")


def solve_collapse() -> Words:
    W, b = one_layer(WEIGHTS, BIASES)
    assert judge_collapse((W, b)).voice == "right"
    text = f"W = {W.tolist()}, b = {b.tolist()}".replace("-", "−")
    return Words(
        f"y = W₂(W₁x + b₁) + b₂ = W₂W₁x + (W₂b₁ + b₂), so {text}.",
        f"y = W₂(W₁x + b₁) + b₂ = W₂W₁x + (W₂b₁ + b₂)，所以 {text}。",
    )


def judge_lines(answer: Any) -> Verdict:
    """A function n -> the largest number of regions that n lines make."""
    if not callable(answer):
        return keep_working("Expected a function of n.", "应给出以 n 为参数的函数。")
    for n in (*range(1, 13), 25, 100, 500):
        came, wanted = scalar(answer(n)), zaslavsky(2, n)
        if not abs(came - wanted) < 1e-6:
            verdict = almost if n > 2 else keep_working
            return verdict(
                f"For n = {n} your function gives {came:.6g}. Draw it and count: {wanted}.",
                f"n = {n} 时函数给出 {came:.6g}。画出来数一数：{wanted} 个。",
            )
    return right("It agrees, even for 500 lines.", "全部相符，500 条直线时也对。")


def solve_lines() -> Words:
    def f(n):
        return 1 + n + n * (n - 1) / 2

    assert judge_lines(f).voice == "right"
    return Words(
        "<code>lambda n: 1 + n + n * (n - 1) / 2</code>. The nth line meets the others in at most n − 1 points, which "
        "cut it into n parts; each part splits a region in two. So f(n) = f(n − 1) + n, and f(0) = 1. "
        f"For 8 lines: {f(8):.0f} (Zaslavsky 1975, for any dimension).",
        "<code>lambda n: 1 + n + n * (n - 1) / 2</code>。第 n 条直线与其余各条至多交于 n − 1 个点，被分成 n 截；"
        "每一截把一个区域一分为二。所以 f(n) = f(n − 1) + n，f(0) = 1。"
        f"8 条直线时为 {f(8):.0f}（Zaslavsky 1975，适用于任意维数）。",
    )


def judge_hat(answer: Any) -> Verdict:
    """Output weights (v1, v2, v3) of the ReLUs with kinks at 0, ½ and 1: a hat, 1 high at ½, 0 outside of [0, 1]."""
    with expected("Expected three numbers (v₁, v₂, v₃).", "应给出三个数 (v₁, v₂, v₃)。"):
        v = numbers(answer, 3)

    def y(x):
        return float(np.maximum(0, x - np.array([0, 0.5, 1])) @ v)

    if np.allclose([y(0.5), y(1), y(5)], [1, 0, 0]):
        return right("Up, down, and flat from 1 on.", "先升后降，从 1 起保持为 0。")
    if not np.isclose(y(0.5), 1):
        height = f"{y(0.5):.4g}"
        return keep_working(f"At x = ½ your hat is {height} high, not 1.", f"在 x = ½ 处，高度是 {height}，而不是 1。")
    if not np.isclose(y(1), 0):
        return almost("It is 1 high at ½. It must come back to 0 at x = 1.", "在 ½ 处高度为 1。还须在 x = 1 处回到 0。")
    return almost("Right on [0, 1]; but beyond 1 it goes on. What must the third unit add to the slope?",
                  "在 [0, 1] 上对了；但过了 1 仍在变化。第三个单元要给斜率加上多少？")  # fmt: skip


def judge_fold(answer: Any) -> Verdict:
    """A function (x, L): the tent, applied L times."""
    if not callable(answer):
        return keep_working("Expected a function of x and L.", "应给出以 x 和 L 为参数的函数。")
    x = np.linspace(0, 1, 41)
    for layers in (1, 2, 3, 6, 11, 15):
        with expected("Expected as many numbers as x has.", "输出的个数应与 x 相同。"):
            came = np.array(answer(x.copy(), layers), float).reshape(x.shape)
        wanted = sawtooth(layers)(x[:, None])[:, 0]
        if not np.allclose(came, wanted, atol=1e-6):
            i = int(np.abs(came - wanted).argmax())
            verdict = almost if layers > 1 else keep_working
            words = f"L = {layers}, x = {x[i]:.3g}", f"{came[i]:.4g}", f"{wanted[i]:.4g}"
            return verdict("{}: {}, not {}.".format(*words), "{}：得到 {}，应为 {}。".format(*words))
    return right("This is the sawtooth of the deep network.", "与深层网络的锯齿相同。")


def solve_fold() -> Words:
    def fold(x, L):
        for _ in range(L):
            x = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)
        return x

    assert judge_fold(fold).voice == "right"
    program = (
        "<pre>def fold(x, L):\n    for _ in range(L):\n"
        "        x = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)\n    return x</pre>"
    )
    return Words(f"One layer, L times: {program}", f"同一层重复 L 次：{program}")


def judge_spread(answer: Any) -> Verdict:
    """A function (w, c): biases with which the unit w_i x + b_i bends at x = c_i."""
    if not callable(answer):
        return keep_working("Expected a function of w and c.", "应给出以 w 和 c 为参数的函数。")
    rng = np.random.default_rng(0)
    w, c = rng.normal(size=(2, 6))
    with expected("Expected as many biases as there are weights.", "偏置的个数应与权重相同。"):
        b = np.array(answer(w.copy(), c.copy()), float).reshape(w.shape)
    if np.allclose(w * c + b, 0):
        return right("Every unit bends where it should.", "每个单元都在指定的位置弯折。")
    if np.allclose(w * c - b, 0):
        return almost("The sign: w c + b must be 0.", "正负号不对：应有 w c + b = 0。")
    if np.allclose(b, -c):
        return almost("That is right for w = 1 only.", "这只在 w = 1 时正确。")
    return keep_working("A ReLU bends where w x + b = 0. Put x = c.", "ReLU 在 w x + b = 0 处弯折。代入 x = c。")


def judge_break(answer: Any) -> Verdict:
    """Two networks of as many units, folded by hand, of which the one with more layers has fewer regions."""
    with expected("Expected two lists of widths, such as ([8, 4], [4, 4, 4]).",
                  "应给出两个宽度列表，例如 ([8, 4], [4, 4, 4])。"):  # fmt: skip
        fewer, more = sorted(([int(n) for n in widths] for widths in answer), key=len)
        if any(n != int(n) for widths in answer for n in widths):
            raise ValueError
    if sum(fewer) != sum(more) or sum(fewer) > 24 or min(*fewer, *more) < 4 or not 1 < len(fewer) < len(more):
        return keep_working(
            "Expected the same number of units in both networks, 24 at most; at least two layers in each, "
            "and more in one than in the other; at least four units in each layer.",
            "两个网络的单元总数应相同，不超过 24 个；都至少两层，且层数不同；每层至少四个单元。",
        )
    flat, deep = (linear_regions(folded_plane(widths, -1, 1)).number for widths in (fewer, more))
    words = (
        f"{len(fewer)} layers: {flat} regions; {len(more)} layers: {deep}.",
        f"{len(fewer)} 层：{flat} 个区域；{len(more)} 层：{deep} 个。",
    )
    return right(*words) if deep < flat else almost(*words) if deep < 2 * flat else keep_working(*words)


def solve_break() -> Words:
    verdict = judge_break(([6, 6], [4, 4, 4]))
    assert verdict.voice == "right"
    return Words(
        f"([6, 6], [4, 4, 4]). {verdict.hint.en} Each of the two directions gets half of a layer's units, and folds "
        "into that number of parts; the parts multiply. One layer that folds into three can be worth more than a "
        "further one that folds into two. A unit left over folds nothing.",
        f"([6, 6], [4, 4, 4])。{verdict.hint.zh}每层的单元由两个方向平分，分到几个就折成几叠，各层的叠数相乘。"
        "折成三叠的一层，可以抵得上再加一层折成两叠的。落单的单元不起折叠作用。",
    )


SIZES = (1, 3, 3, 1)


def judge_pieces(answer: Any) -> Verdict:
    """[(W, b)] of a network (1, 3, 3, 1): more pieces on [0, 1] than one layer of six units can have."""
    network = Network(SIZES, "relu", init="zeros")
    shapes = [(W.shape, b.shape) for W, b in zip(network.weights, network.biases)]
    pairs = ", ".join(f"W {M} b {m}" for M, m in shapes)
    with expected(f"Expected three pairs: {pairs}.", f"应给出三对：{pairs}。"):
        layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in answer]
        for k, ((W, b), (M, m)) in enumerate(zip(layers, shapes, strict=True)):
            network.weights[k], network.biases[k] = W.reshape(M), b.reshape(m)
    if not np.abs(network.parameters).max() < 1e6:
        return keep_working("Expected numbers of ordinary size.", "应给出大小适中的数。")
    count, most = len(pieces(network)[0]) - 1, 3 + 3 + 1
    words = f"{count} piece{'s' if count > 1 else ''} on [0, 1].", f"在 [0, 1] 上有 {count} 段。"
    if count > most:
        return right(*words)
    return almost(*words) if count == most else keep_working(*words)


def solve_pieces() -> Words:
    fold, thirds = [3, -6, 6], [0, -1 / 3, -2 / 3]
    verdict = judge_pieces([([1] * 3, thirds), ([fold] * 3, thirds), (fold, [0])])
    assert verdict.voice == "right"
    return Words(
        "Fold in three, twice: W₁ = (1, 1, 1), b₁ = (0, −1/3, −2/3), each row of W₂ is (3, −6, 6), b₂ = b₁, W₃ = "
        f"(3, −6, 6), b₃ = 0. {verdict.hint.en} One layer of six units has at most 7; for two layers of three "
        "(3 + 1)² = 16 is a bound.",
        "折成三叠，做两次：W₁ = (1, 1, 1)，b₁ = (0, −1/3, −2/3)，W₂ 的每一行都是 (3, −6, 6)，b₂ = b₁，"
        f"W₃ = (3, −6, 6)，b₃ = 0。{verdict.hint.zh}单层六个单元至多 7 段；两层各三个单元的上界是 (3 + 1)² = 16。",
    )


EXERCISES = {
    "deep_vs_shallow-easy": Exercise(judge_collapse, solve=solve_collapse),
    "deep_vs_shallow-hand": Exercise(judge_hat, (2, -4, 2)),
    "deep_vs_shallow-code": Exercise(judge_fold, solve=solve_fold),
    "deep_vs_shallow-start": Exercise(judge_spread, lambda w, c: -w * c),
    "deep_vs_shallow-derive": Exercise(judge_lines, solve=solve_lines),
    "deep_vs_shallow-break": Exercise(judge_break, solve=solve_break),
    "deep_vs_shallow-build": Exercise(judge_pieces, solve=solve_pieces),
    "deep_vs_shallow-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "deep_vs_shallow-2": {"unit": "relu", "N": 50, "way": "spread"},
    "deep_vs_shallow-4": {"d": 10, "N": 8},
    "deep_vs_shallow-5": {"L": 10},
    "deep_vs_shallow-7": {"start": "spread"},
}
