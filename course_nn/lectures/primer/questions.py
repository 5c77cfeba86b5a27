"""Primer: predictions that can be reasoned out, and exercises from a single step to a loss that defeats descent."""

from functools import cache
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing.numbers import number
from course_nn.lectures.primer.steps import descend, two_valleys, two_valleys_slope
from course_nn.logistic_regression import accuracy, negative_log_likelihood, newton, standardise
from course_nn.logistic_regression import gradient as logistic_gradient
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


def where_twice_the_best_rate_lands() -> str:
    """With w* = 0 and slope h w, η = 1/h reaches the bottom in one step; where does twice that land?"""
    h, w = 3.0, 2.0
    there = descend(lambda w: h * w, w, 2 / h, 1)[-1]
    return "across" if np.isclose(there, -w) else "nearer" if abs(there) < abs(w) else "away"


def valley_reached_from_the_right() -> str:
    """Small steps from the right of the hill end in the nearer valley, though the other one is deeper."""
    there = descend(two_valleys_slope, 1.6, 0.05, 2000)[-1]
    assert two_valleys(there) > two_valleys(-1.0) and np.isclose(two_valleys_slope(there), 0)
    return "near" if there > 0.5 else "top" if abs(there) < 0.5 else "deep"


def scaled_penguins() -> str:
    """The best line with ten times its weights: the same mistakes, each made with more confidence."""
    birds = penguins()
    Z = standardise(birds.X).Z
    w, b = newton(Z, birds.y)[:2]
    before, after = (negative_log_likelihood(Z, birds.y, k * w, k * b) for k in (1, 10))
    return "same" if np.isclose(before, after) else "grows" if after > before else "falls"


RIGHT_OPTIONS = {
    "primer-1": where_twice_the_best_rate_lands,
    "primer-2": valley_reached_from_the_right,
    "primer-4": scaled_penguins,
}

X, TARGET, W, RATE = 2.0, 2.0, 4.0, 0.1
ERROR = W * X - TARGET


def judge_easy(answer: Any) -> Verdict:
    with expected("Expected one number, the new weight.", "应给出一个数，即新的权重。"):
        w = scalar(answer)
    slope = ERROR * X  # of ½ (w x − y)²
    hints = {
        W + RATE * slope: ("That goes uphill: mind the sign.", "这样是上坡：注意符号。"),
        W - RATE * ERROR: ("The slope is more than the error: w stands beside x.", "斜率不只是误差：w 还乘着 x。"),
        W - 2 * RATE * slope: ("The loss is half the square: its slope has no 2.", "损失是平方的一半，斜率中没有 2。"),
        RATE * slope: (
            "That is the length of the step; take it from the old weight.",
            "这是步长；要从原来的权重中减去。",
        ),
        W - slope: ("That is a step with η = 1.", "这是 η = 1 时的一步。"),
    }
    if np.isclose(w, W - RATE * slope):
        return right("The line was too steep, so the weight goes down.", "直线太陡，所以权重减小。")
    for near, hint in hints.items():
        if np.isclose(w, near):
            return almost(*hint)
    return keep_working(
        "The rule is w ← w − η · slope. First find the slope of ½ (w x − y)² over w.",
        "规则是 w ← w − η · 斜率。先求 ½ (w x − y)² 对 w 的斜率。",
    )


def solve_easy() -> Words:
    error, slope, w = number(ERROR, 0), number(ERROR * X, 0), number(W - RATE * ERROR * X, 1)
    return Words(
        f"The slope of ½ (w x − y)² is (w x − y) x = {error} · 2 = {slope}, so w becomes 4 − 0.1 · {slope} = {w}.",
        f"½ (w x − y)² 的斜率是 (w x − y) x = {error} · 2 = {slope}，所以 w 变为 4 − 0.1 · {slope} = {w}。",
    )


PASSED = np.array([9.0, 5.0, 3.0])


def judge_hand(answer: Any) -> Verdict:
    with expected("Expected one number, the w at the bottom.", "应给出一个数，即谷底的 w。"):
        w = scalar(answer)
    factor = (PASSED[2] - PASSED[1]) / (PASSED[1] - PASSED[0])  # of the steps, and of the distances
    bottom = (PASSED[2] - factor * PASSED[1]) / (1 - factor)
    if np.isclose(w, bottom):
        return right("Each step halves the distance that is left.", "每一步都使剩下的距离减半。")
    if np.isclose(w, PASSED[2] + factor * (PASSED[2] - PASSED[1])):
        return almost("That is the next place. How far does it go in the end?", "这是下一步的位置。最后会走到哪里？")
    return keep_working(
        "In a parabola each step multiplies the distance from the bottom by the same number.",
        "在抛物线形的山谷里，每一步都使到谷底的距离乘以同一个数。",
    )


TRIALS = [(lambda w: 2 * w, 3.0, 0.1, 5), (lambda w: w**3 - 1, -1.0, 0.05, 8), (lambda w: 4 * (w - 2), 0.0, 0.25, 1)]


def judge_build(answer: Any) -> Verdict:
    """Any function (slope, w, eta, steps) -> w after so many steps."""
    with expected(
        "Expected a function of slope, w, eta and steps that returns the last w.",
        "应给出一个以 slope、w、eta、steps 为参数的函数，返回最后的 w。",
    ):
        found = [scalar(one) for one in asked(answer, TRIALS)]
    wanted = [descend(slope, w, eta, steps)[-1] for slope, w, eta, steps in TRIALS]
    if np.allclose(found, wanted):
        return right("That is gradient descent, whole.", "这就是完整的梯度下降。")
    if np.allclose(found, [descend(slope, w, eta, 1)[-1] for slope, w, eta, _ in TRIALS]):
        return almost("One step is right; now repeat it `steps` times.", "一步是对的；再重复 steps 次。")
    if np.allclose(found, [descend(lambda w, s=s: -s(w), w, eta, n)[-1] for s, w, eta, n in TRIALS]):
        return almost("It climbs: subtract the step.", "它在上坡：应减去这一步。")
    return keep_working(
        "Compute the slope anew at each place: w = w − eta * slope(w), again and again.",
        "每到一处都要重新计算斜率：反复执行 w = w − eta * slope(w)。",
    )


def solve_build() -> Words:
    code = "def learn(slope, w, eta, steps):\n    for _ in range(steps):\n        w -= eta * slope(w)\n    return w"
    return Words(f"<pre>{code}</pre>", f"<pre>{code}</pre>")


CURVATURES = (1e-4, 0.5, 1.0, 3.0, 40.0, 1e5)


def judge_derive(answer: Any) -> Verdict:
    """Any function of h that gives 2/h."""
    with expected(
        "Expected a function of h that returns one number, for instance a lambda h: …",
        "应给出 h 的函数，返回一个数，例如 lambda h: …",
    ):
        found = np.array([scalar(one) for one in asked(answer, zip(CURVATURES))])
    ratios = found * CURVATURES
    if np.allclose(ratios, 2):
        return right(
            "Below 2/h the factor 1 − ηh lies between −1 and 1; beyond it, it is less than −1.",
            "η 小于 2/h 时，因子 1 − ηh 在 −1 与 1 之间；超过之后，因子小于 −1。",
        )
    if np.allclose(ratios, 1):
        return almost(
            "With that η one step lands at the bottom. A larger one still comes nearer with each step.",
            "取这个 η 时，一步就到谷底。η 再大一些，每一步仍会更接近谷底。",
        )
    if np.allclose(ratios, ratios[0]):
        return almost("It is that divided by h, but the number on top is another.", "的确与 h 成反比，但分子不对。")
    return keep_working(
        "Write the distance after one step: w − ηh(w − w*) − w* = (1 − ηh)(w − w*). When does it grow?",
        "写出一步之后的距离：w − ηh(w − w*) − w* = (1 − ηh)(w − w*)。它什么时候变大？",
    )


PLACES = np.linspace(-10, 10, 4001)


def judge_break(answer: Any) -> Verdict:
    """Any slope and first w from which small steps settle higher than some other place on [−10, 10]."""
    with expected(
        "Expected a pair: the slope as a function of w, and the first w, between −10 and 10.",
        "应给出一对值：斜率（w 的函数）和起点 w，起点在 −10 与 10 之间。",
    ):
        slope, start = answer
        start, slopes = scalar(start), np.array([scalar(slope(w)) for w in PLACES])
        if not np.isfinite(slopes).all() or not abs(start) <= 10:
            raise ValueError
    step = 0.5 / max(1.0, np.abs(np.diff(slopes)).max() / (PLACES[1] - PLACES[0]))
    end = descend(slope, start, step, 20_000)[-1]
    if not (abs(end) <= 10 and abs(slope(end)) < 1e-6):
        return keep_working("From there, descent does not settle.", "从那里出发，梯度下降停不下来。")
    rises = (slopes[1:] + slopes[:-1]) / 2 * np.diff(PLACES)
    losses = np.concatenate([[0.0], np.cumsum(rises)])  # up to a constant
    if np.interp(end, PLACES, losses) > losses.min() + 1e-3:
        return right(
            f"It settles at w = {number(end)}, and the loss is lower elsewhere, however small η is.",
            f"它停在 w = {number(end)}，而别处损失更低，η 再小也一样。",
        )
    if np.sum(np.diff(np.sign(slopes[slopes != 0])) > 0) > 1:
        return almost(
            "Two valleys: good. But start in the other one, and make it the higher one.",
            "有两个山谷，很好。请从另一个山谷出发，而且它的谷底要更高。",
        )
    return keep_working("That loss has one valley only.", "这个损失只有一个山谷。")


def solve_break() -> Words:
    end = number(descend(two_valleys_slope, 1.0, 0.05, 2000)[-1])
    code = "<code>(lambda w: w**3 - w + 0.15, 1.0)</code>"
    return Words(
        f"{code}: the loss has two valleys, and from w = 1 small steps settle in the shallower one, at w = {end}.",
        f"{code}：损失有两个山谷，从 w = 1 出发，步长小时停在较浅的谷底，w = {end}。",
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
        if hint is not None:
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


PAIR = ["bill_length_mm", "bill_depth_mm"]  # the measurements that the demo starts with


@cache
def birds() -> tuple:
    """Two measurements of two species: X (219, 2) standardised, y (219,)."""
    data = penguins(measurements=PAIR)
    return standardise(data.X).Z, data.y


def judge_claim(answer: Any) -> Verdict:
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
        return almost(f"Swap the two. {en}", f"请把两者的次序对调。{zh}")
    if good[0] == good[1] and loss[0] > loss[1]:
        return almost(
            f"The first neuron must get more penguins right than the second. {en}",
            f"第一个要判对更多，而不是一样多。{zh}",
        )
    return keep_working(
        f"Here the neuron that gets more right also has the smaller loss. {en} What does a longer w do?",
        f"这里两种评判一致。{zh}w 变长会怎样？",
    )


def solve_claim() -> Words:
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
        f"great confidence: loss {dear}. A line a little out of place, with small weights, gets {fewer} right with "
        f"a loss of {cheap}.",
        f"最优直线的权重放大到二十倍，判对 {most} 只，但判错的那几只，错误种类的概率都极高，损失为 {dear}。"
        f"位置略偏、权重向量较短的直线判对 {fewer} 只，损失为 {cheap}。",
    )


EXERCISES = {
    "primer-easy": Exercise(judge_easy, solve=solve_easy),
    "primer-hand": Exercise(judge_hand, 1),
    "primer-build": Exercise(judge_build, solve=solve_build),
    "primer-step": Exercise(judge_step, lambda X, y, w, eta: w - eta * logistic_gradient(X, y, w, 0.0)[0]),
    "primer-derive": Exercise(judge_derive, lambda h: 2 / h),
    "primer-break": Exercise(judge_break, solve=solve_break),
    "primer-claim": Exercise(judge_claim, solve=solve_claim),
    "primer-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "primer-1": {"start": -1.0, "learning_rate": 0.42, "step": 1},
    "primer-2": {"start": 1.6, "learning_rate": 0.1, "step": 30},
    "primer-3": {"batch": 1, "epoch": 1},
    "primer-4": {"w1": 20.0, "w2": -7.5, "b": -8.75},
}
