"""Lecture 2: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from collections.abc import Callable
from functools import cache
from math import sqrt
from typing import Any

import numpy as np

from course_nn.activations import ACTIVATIONS, maxout, sigmoid
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.datasets import circle
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.activations.demos.in_practice import training_map
from course_nn.lectures.activations.demos.modular.composition import compose, layers_of, reorder_units
from course_nn.lectures.activations.demos.prelu.learned_slope import learn
from course_nn.lectures.activations.demos.squash.moments import moments
from course_nn.network import Network
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
from course_nn.training import train


def variance_after_relu() -> str:
    """Of relu(z) for a standard normal z."""
    _, variance = moments(ACTIVATIONS["relu"].f, mean=0, deviation=1)
    return number(variance)


def opposite_moves() -> str:
    """Of 1,000 samples with two sigmoid outputs as inputs: how often do dl/dw1 and dl/dw2 differ in sign?"""
    rng = np.random.default_rng(0)
    X, delta = sigmoid(rng.normal(size=(1000, 2))), rng.normal(size=(1000, 1))
    share = np.mean(np.prod(np.sign(delta * X), axis=1) < 0)
    if share == 0:
        return "never"
    return "half" if 0.4 < share < 0.6 else "always"


@cache
def units_that_come_back() -> str:
    """Low biases kill units of the first layer; then 500 careful steps."""
    X, y = circle(200)[:2]
    network = Network((2, 50, 1), "relu", init="he", seed=0)
    network.biases[0][...] = -4
    dead = (network.forward(X).z[0] <= 0).all(axis=0)
    train(network, X, y, "binary_cross_entropy", learning_rate=0.1, epochs=500)
    back = dead & (network.forward(X).z[0] > 0).any(axis=0)
    return "no" if dead.any() and not back.any() else "yes"


def who_fits_a_hill() -> str:
    """Data that bend downwards, y = x for x > 0 and 1.5 x else: what loss is left by the pieces, by the maximum?"""
    x = np.linspace(-3, 3, 61)
    pieces, maximum = learn(x, np.where(x > 0, x, 1.5 * x), 0.25, 400, 0.2).losses[-1]
    fits = [loss < 1e-3 for loss in (pieces, maximum)]
    return {(True, True): "both", (True, False): "pieces", (False, True): "maximum"}[tuple(fits)]


def box_with_units_reordered() -> str:
    """Two layers whose units change places, each with all its weights."""
    network = Network((3, 4, 3), "tanh", "tanh", seed=0)
    x = np.array([1.0, -0.5, 0.3])
    layers = layers_of(network)
    y, other = (compose(box)(x) for box in (layers, reorder_units([layers[0], layers[1]], [2, 0, 3, 1])))
    return "same" if np.allclose(y, other, atol=1e-12) else "changes"


def descent_from_small_weights() -> str:
    """How far plain descent brings eight layers of ReLU down from small weights, beside He's; each at its best rate."""
    losses = finished(training_map.losses_of("relu", 8, "gradient_descent", 12, 1))[
        -1
    ]  # (4, 4), a row for each of INITS
    small, he = (np.nanmin(losses[[*training_map.INITS].index(init)]) for init in ("small", "he"))
    fallen = (training_map.CHANCE - small) / (training_map.CHANCE - he)
    return "none" if fallen < 0.05 else "part" if fallen < 0.7 else "all"


RIGHT_OPTIONS = {
    "activations-2": variance_after_relu,
    "activations-4": opposite_moves,
    "activations-5": units_that_come_back,
    "activations-6": who_fits_a_hill,
    "activations-9": descent_from_small_weights,
    "activations-modular": box_with_units_reordered,
}


def judge_maxout(answer: Any) -> Verdict:
    """(slopes, intercepts) of straight lines whose maximum is |z|, judged by its values."""
    with expected("Expected two lists of equal length: slopes and intercepts.", "应给出两个等长的列表：斜率与截距。"):
        slopes, intercepts = (np.asarray(part, float) for part in answer)
        if slopes.ndim != 1 or slopes.shape != intercepts.shape or not np.isfinite([slopes, intercepts]).all():
            raise ValueError
    z = np.linspace(-5, 5, 101)
    wrong = ~np.isclose(maxout(slopes.tolist(), intercepts.tolist()).f(z), np.abs(z))
    if not wrong.any():
        return right("It is |z| everywhere.", "处处等于 |z|。")
    if not wrong[z > 0].any() or not wrong[z < 0].any():
        return almost("One side is right.", "有一侧是对的。")
    return keep_working("Which straight line is |z| for z < 0?", "z < 0 时，|z| 是哪条直线？")


def judge_softsign(answer: Any) -> Verdict:
    """The derivative of z / (1 + |z|), as a function of one number or of arrays."""
    if not callable(answer):
        return keep_working("Expected a function of z.", "应给出以 z 为参数的函数。")
    z = np.random.default_rng(5).normal(0, 3, 40) * np.repeat([1, 100], [30, 10])
    got, true = np.array([scalar(one) for one in asked(answer, zip(z))]), 1 / (1 + np.abs(z)) ** 2
    if np.allclose(got, true, rtol=1e-3, atol=1e-9):
        return right("Forty random places agree.", "四十个随机位置全部相符。")
    if np.allclose(got[:30], true[:30]):
        return almost("Right near 0. Far out it is not, as at z = 100.", "在 0 附近对了；离得远就不对，例如 z = 100。")
    if np.allclose(got[z > 0], true[z > 0]) or np.allclose(got[z < 0], true[z < 0]):
        return almost("One side is right. What does |z| do on the other?", "有一侧是对的。另一侧的 |z| 如何变化？")
    if np.allclose(got, z / (1 + np.abs(z))):
        return keep_working("This is the function itself.", "这是函数本身。")
    return keep_working("Take z > 0 first: the quotient rule.", "先看 z > 0：用商的求导法则。")


def solve_softsign() -> Words:
    slope = number(1 / (1 + 9) ** 2)
    of_sigmoid = number(float(ACTIVATIONS["sigmoid"].df(np.array(9.0))), 4)
    return Words(
        "For z > 0: (1 · (1 + z) − z · 1)/(1 + z)² = 1/(1 + z)². The function is odd, so its slope is even: "
        f"1/(1 + |z|)². At z = 9 that is {slope}; the sigmoid has {of_sigmoid}. It saturates too, but slowly.",
        "z > 0 时：(1 · (1 + z) − z · 1)/(1 + z)² = 1/(1 + z)²。函数是奇函数，导数就是偶函数：1/(1 + |z|)²。"
        f"在 z = 9 处为 {slope}，而 sigmoid 为 {of_sigmoid}：它也会饱和，只是慢得多。",
    )


HAND, SATURATED = 0.75 * 0.25, 1 - 0.9**2  # the sigmoid's slope at ln 3, and tanh′ where tanh is 0.9


def judge_hand(answer: Any) -> Verdict:
    """The slope of the sigmoid at ln 3, as a number."""
    with expected("Expected one number.", "应给出一个数。"):
        value = scalar(answer)
    if np.isclose(value, HAND, atol=5e-4):
        return right(
            "The sigmoid h is three quarters there, and h(1 − h) is its slope.",
            "该处函数值 h 等于四分之三，斜率是 h(1 − h)。",
        )
    if np.isclose(value, 0.75, atol=5e-4):
        return almost("That is the value h itself. The slope is h(1 − h).", "这是函数值 h 本身。斜率是 h(1 − h)。")
    if np.isclose(value, -HAND, atol=5e-4):
        return almost("The size is right; the sigmoid rises.", "大小对了；但 sigmoid 是上升的。")
    return keep_working(
        "First e to the power −ln 3, then the value h, then h(1 − h).",
        "先算 e 的 −ln 3 次方，再算函数值 h，最后算 h(1 − h)。",
    )


def solve_hand() -> Words:
    return Words(
        f"e to the power −ln 3 is 1/3, so h = 1/(1 + 1/3) = 3/4 and the slope is 3/4 · 1/4 = {number(HAND, 4)}.",
        f"e 的 −ln 3 次方是 1/3，所以 h = 1/(1 + 1/3) = 3/4，斜率是 3/4 · 1/4 = {number(HAND, 4)}。",
    )


def judge_saturated(answer: Any) -> Verdict:
    """(slope, layers): of tanh where its value is 0.9, and how many such layers leave less than a hundredth."""
    with expected("Expected two numbers, the slope and the layers.", "应给出两个数：斜率与层数。"):
        slope, layers = numbers(answer, 2)
    is_slope, is_layers = np.isclose(slope, SATURATED, atol=5e-4), layers == layers_to_a_hundredth()
    if is_slope and is_layers:
        return right("Each layer multiplies by the slope.", "每一层都乘以这个斜率。")
    if is_slope:
        return almost(
            "The slope is right. Multiply it by itself until less than 0.01 is left.",
            "斜率对了。把它自乘，直到小于 0.01。",
        )
    if is_layers:
        return almost("The layers are right. tanh′ = 1 − tanh².", "层数对了。tanh′ = 1 − tanh²。")
    return keep_working("tanh′ = 1 − tanh², and here tanh is 0.9.", "tanh′ = 1 − tanh²，这里 tanh 等于 0.9。")


def layers_to_a_hundredth() -> int:
    return next(k for k in range(1, 99) if SATURATED**k < 0.01)


def solve_saturated() -> Words:
    k = layers_to_a_hundredth()
    before, after = (number(SATURATED**n, 4) for n in (k - 1, k))
    return Words(
        f"1 − 0.9² = {number(SATURATED)}. After {k - 1} layers {before} is left, after {k} layers {after}: "
        f"<code>({number(SATURATED)}, {k})</code>.",
        f"1 − 0.9² = {number(SATURATED)}。经过 {k - 1} 层剩 {before}，经过 {k} 层剩 {after}："
        f"<code>({number(SATURATED)}, {k})</code>。",
    )


def one_unit(x: np.ndarray, y: np.ndarray, w: float, b: float, eta: float, steps: int) -> tuple:
    """Gradient descent on the mean of ½ (relu(w x + b) − y)²: (w, b) in the end."""
    for _ in range(steps):
        z = w * x + b
        delta = (np.maximum(z, 0) - y) * (z > 0)
        w, b = w - eta * np.mean(delta * x), b - eta * np.mean(delta)
    return w, b


def loops() -> list:
    """x, y, w, b, eta, steps of four trainings, the third of a dead unit, the last of one that stands at its kink."""
    x = np.linspace(-2, 2, 9)
    return [
        (x, np.maximum(2 * x - 1, 0), 0.5, 0.3, 0.1, 25),
        (x, np.abs(x), -1.0, 0.2, 0.2, 7),
        (x, x, 1.0, -9.0, 0.1, 5),
        (x, np.abs(x), 0.0, 0.0, 0.1, 3),
    ]


def judge_loop(answer: Any) -> Verdict:
    """Any function (x, y, w, b, eta, steps) -> (w, b) that trains one ReLU unit."""
    trials = loops()
    with expected(
        "Expected a function of x, y, w, b, eta, steps that returns (w, b).",
        "应给出以 x、y、w、b、eta、steps 为参数的函数，返回 (w, b)。",
    ):
        found = np.array([numbers(pair, 2) for pair in asked(answer, trials)])
    if np.allclose(found, [one_unit(*trial) for trial in trials]):
        return right(
            "It learns; and the third trial, a dead unit, rightly stands still.",
            "单元学会了；第三次测试用的是死亡单元，它理应不动。",
        )
    if np.allclose(found, [one_unit(*one_step) for one_step in ((*trial[:-1], 1) for trial in trials)]):
        return almost("One step is right; now repeat it `steps` times.", "一步是对的；再重复 steps 次。")
    if np.allclose(found[:3], [one_unit(*trial) for trial in trials[:3]]):
        return almost("All but one agree: at z = 0 take the slope as 0.", "只差一项：z = 0 处的斜率取零。")
    if np.allclose(found[2], trials[2][2:4]):
        return keep_working(
            "The dead unit stands still, as it should. Check the gradients of the others.",
            "死亡单元没有动，这是对的。请检查其余的梯度。",
        )
    return keep_working(
        "dl/dz = (relu(z) − y) · relu′(z); dl/dw is the mean of dl/dz · x, dl/db the mean of dl/dz.",
        "dl/dz = (relu(z) − y) · relu′(z)；dl/dw 是 dl/dz · x 的平均值，dl/db 是 dl/dz 的平均值。",
    )


def solve_loop() -> Words:
    assert judge_loop(one_unit).voice == "right"
    code = (
        "def learn(x, y, w, b, eta, steps):\n    for _ in range(steps):\n        z = w * x + b\n"
        "        delta = (np.maximum(z, 0) - y) * (z &gt; 0)\n        w -= eta * np.mean(delta * x)\n"
        "        b -= eta * np.mean(delta)\n    return w, b"
    )
    return Words(f"<pre>{code}</pre>", f"<pre>{code}</pre>")


def growth(init: Callable, M: int, N: int, draws: int = 20) -> Any:
    """How much larger the mean square is after a ReLU layer: N inputs that come from a ReLU, M outputs.

    returns : a number; or the shape, if it is wrong; or "alike", if units are, or "repeats", if all draws are
    """
    rng, relu = np.random.default_rng(6), ACTIVATIONS["relu"].f
    ratios, seen = [], set()
    for _ in range(draws):
        h = relu(rng.normal(size=(20, N)))
        W = np.asarray(init(rng, M, N), float)
        if W.shape != (M, N):
            return W.shape
        if len({row.tobytes() for row in W}) < M:
            return "alike"
        seen.add(W.tobytes())
        ratios.append(np.mean(relu(h @ W.T) ** 2) / np.mean(h**2))
    return float(np.mean(ratios)) if len(seen) == draws else "repeats"


def is_reproducible(init: Callable) -> bool:
    """Whether a seed gives the same weights again."""
    first, again = (np.asarray(init(np.random.default_rng(7), 5, 4), float) for _ in range(2))
    return np.array_equal(first, again)


def fault_of_draws(init: Callable, sizes: tuple, found: list) -> Verdict | None:
    """What is wrong with the weights besides their size; None if nothing is."""
    for (M, N), growing in zip(sizes, found):
        if isinstance(growing, tuple):
            return keep_working(f"Expected the shape {M, N}, got {growing}.", f"形状应为 {M, N}，收到 {growing}。")
        if growing == "alike":
            return keep_working(
                "Units that start alike stay alike: draw them at random.", "初始相同的单元永远相同：请随机抽取。"
            )
        if growing == "repeats":
            return keep_working(
                "Every call gives the same weights: draw from rng.", "每次调用都得到同样的权重：请用 rng 抽取。"
            )
    if is_reproducible(init):
        return None
    return almost(
        "Draw from rng and from nothing else, so that a seed gives the same weights again.",
        "只用 rng 抽取，这样同一个种子才能再次得到同样的权重。",
    )


def judge_init(answer: Any) -> Verdict:
    """A function (rng, M, N) -> W that keeps the mean square through ReLU layers of several sizes."""
    if not callable(answer):
        return keep_working("Expected a function of rng, M and N.", "应给出以 rng、M、N 为参数的函数。")
    sizes = (200, 200), (300, 150), (150, 300)
    found = [growth(answer, *size) for size in sizes]
    fault = fault_of_draws(answer, sizes, found)
    if fault is not None:
        return fault
    if all(0.9 < growing < 1.1 for growing in found):
        return right("Three layers of different sizes keep the mean square.", "三个不同大小的层都保持均方值。")
    factors = ", ".join(number(growing) for growing in found)
    near = all(0.4 < growing < 0.6 for growing in found) or all(0.7 < growing < 1.4 for growing in found)
    near = near or 0.9 < found[0] < 1.1
    verdict = almost if near else keep_working
    return verdict(
        f"Layers of 200 × 200, 300 × 150, 150 × 300 multiply the mean square by {factors}.",
        f"200 × 200、300 × 150、150 × 300 的层使均方值分别变为 {factors} 倍。",
    )


def solve_init() -> Words:
    assert judge_init(lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))).voice == "right"
    return Words(
        "<code>lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))</code>. z is a sum of N terms w·h, so its "
        "variance is N · Var w · E h². The ReLU keeps half of the mean square: N · Var w / 2 = 1. "
        f"For N = 100, σ = {number(sqrt(2 / 100), 3)} (He et al. 2015, section 2.2).",
        "<code>lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))</code>。z 是 N 项 w·h 之和，方差为 "
        "N · Var w · E h²。ReLU 使均方值剩下一半：N · Var w / 2 = 1。"
        f"N = 100 时，σ = {number(sqrt(2 / 100), 3)}（He 等 2015，第 2.2 节）。",
    )


def judge_break(answer: Any) -> Verdict:
    """Pre-activations along a path, of one layer or more, where tanh passes on more than ReLU."""
    with expected("Expected a list of numbers, one for each layer.", "应给出一个数的列表，每层一个。"):
        z = np.asarray(answer, float).ravel()
        if np.ndim(answer) == 0 or not (z.size and np.isfinite(z).all()):
            raise ValueError
    tanh, relu = (float(np.prod(ACTIVATIONS[phi].df(z))) for phi in ("tanh", "relu"))
    if tanh > relu:
        return right(
            f"tanh passes on {magnitude(tanh)} of the gradient, ReLU {magnitude(relu)}: one z ≤ 0 is enough "
            "to stop it.",
            f"tanh 传递梯度的 {magnitude(tanh)} 倍，ReLU 传递 {magnitude(relu)} 倍：有一个 z ≤ 0 就足以切断。",
        )
    if tanh == relu == 0:
        return almost(
            "ReLU passes on nothing, but so far out the slope of tanh is 0 as well, as far as numbers go. Come nearer.",
            "ReLU 什么也没传，但离零这么远，tanh 的斜率在数值上也是零。请靠近一些。",
        )
    if tanh == relu:
        return almost("Here both pass on the same.", "这里两者传递的一样多。")
    return keep_working(
        "Along this path all ReLUs have slope 1. Where is it 0?", "这条路径上所有 ReLU 的斜率都是 1。在哪里为零？"
    )


EXERCISES = {
    "activations-hand": Exercise(judge_hand, solve=solve_hand),
    "activations-saturated": Exercise(judge_saturated, solve=solve_saturated),
    "activations-easy": Exercise(judge_maxout, ((1, -1), (0, 0))),
    "activations-loop": Exercise(judge_loop, solve=solve_loop),
    "activations-derive": Exercise(judge_softsign, solve=solve_softsign),
    "activations-build": Exercise(judge_init, solve=solve_init),
    "activations-break": Exercise(judge_break, [1, 1, -0.5, 1]),
    "activations-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "activations-1": {"z": 0.0},
    "activations-4": {"activation": "tanh"},
    "activations-5": {"bias": -4, "learning_rate": 0.5},
    "activations-9": {
        "depth": 8,
        "best_setting": ("small", 0.1),
        "worst_activation": "relu",
        "worst_setting": ("small", 1.0),
    },
}
