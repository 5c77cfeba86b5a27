"""Primer: predictions that can be reasoned out, and exercises from a single step to a loss that defeats descent."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import number
from course_nn.lectures.primer.steps import batches, descend, two_valleys, two_valleys_slope
from course_nn.notebook.exercises import Exercise, Prediction, Verdict, almost, expected, keep_working, right, scalar


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


def steps_in_three_epochs() -> str:
    return str(len(batches(40, 5, 3, seed=0)))


PREDICTIONS = {
    "primer-1": Prediction(
        Words(
            "The loss is a parabola over w. With some learning rate, one step lands exactly at the bottom. You double "
            "that learning rate. Where does the first step land?",
            "损失是关于 w 的抛物线。取某个学习率时，一步恰好到达谷底。若把这个学习率加倍，第一步会落在哪里？",
        ),
        {
            "nearer": Words("near the bottom, only sooner", "谷底附近，只是更快"),
            "away": Words("across the valley, and higher", "山谷对面，比出发时更高"),
            "across": Words("across the valley, as high as before", "山谷对面，与出发时一样高"),
        },
        where_twice_the_best_rate_lands,
        {
            "nearer": Words(
                "The step is η · slope. Twice η makes the step twice as long, so it goes past the bottom by as much as "
                "it was away from it.",
                "一步的长度是 η · 斜率。η 加倍，步长也加倍，于是越过谷底，越过的距离等于原来的距离。",
            ),
            "across": Words(
                "The step is twice as long as the way to the bottom, so it ends at the mirror image of where it began. "
                "The loss does not change, and the next step leads back.",
                "这一步是到谷底距离的两倍，终点与起点关于谷底对称。损失不变，下一步又回到原处。",
            ),
            "away": Words(
                "Higher it gets only when η is more than twice that value: then the distance grows with every step.",
                "只有当 η 超过那个值的两倍时才会更高：那时每一步都使距离增大。",
            ),
        },
    ),
    "primer-2": Prediction(
        Words(
            "A loss has two valleys, and the left one is deeper. The first w lies to the right of the hill between "
            "them, and η is small. Where does gradient descent end?",
            "损失有两个山谷，左边的更深。起点 w 在两谷之间的山的右侧，η 很小。梯度下降停在哪里？",
        ),
        {
            "deep": Words("in the left valley, for there the loss is smallest", "左边的谷底，因为那里损失最小"),
            "near": Words("in the right valley", "右边的谷底"),
            "top": Words("on top of the hill, where the slope is 0", "山顶，那里斜率为零"),
        },
        valley_reached_from_the_right,
        {
            "deep": Words(
                "A step knows the slope where it stands, and nothing of what lies behind the hill. To get there it "
                "would have to go uphill first.",
                "每一步只知道脚下的斜率，不知道山后有什么。要到那边，得先上坡。",
            ),
            "near": Words(
                "Every step leads downhill from where it stands, so small steps end in the valley they began in.",
                "每一步都从所在之处往下走，所以步长小时，只会停在出发时所在的山谷。",
            ),
            "top": Words(
                "The slope is 0 there too, but on both sides it leads away from the top.",
                "那里斜率的确为零，但两侧的斜率都使 w 离开山顶。",
            ),
        },
    ),
    "primer-3": Prediction(
        Words(
            "There are 40 samples, and each step sees a batch of 5. How many steps are there in 3 epochs?",
            "共有 40 个样本，每一步用一个含 5 个样本的小批量。3 轮共有多少步？",
        ),
        {
            "3": Words("3", "3"),
            "15": Words("15", "15"),
            "24": Words("24", "24"),
            "120": Words("120", "120"),
        },
        steps_in_three_epochs,
        {
            "3": Words(
                "An epoch is a pass through all samples, not a step: 40/5 = 8 steps an epoch.",
                "一轮是把全部样本用一遍，不是一步：每轮 40/5 = 8 步。",
            ),
            "15": Words(
                "5 is the size of a batch, not the number of batches: 40/5 = 8 batches an epoch.",
                "5 是小批量的大小，不是小批量的个数：每轮有 40/5 = 8 个小批量。",
            ),
            "24": Words(
                "40/5 = 8 batches make an epoch, and each batch makes one step.",
                "每轮 40/5 = 8 个小批量，每个小批量走一步。",
            ),
            "120": Words(
                "That is how many samples are seen. Five of them share a step.",
                "这是用到的样本数。每 5 个样本合走一步。",
            ),
        },
    ),
}

W, SLOPE, RATE = 2.0, 6.0, 0.1


def judge_easy(answer: Any) -> Verdict:
    with expected("Expected one number, the new weight.", "应给出一个数，即新的权重。"):
        w = scalar(answer)
    if np.isclose(w, W - RATE * SLOPE):
        return right(
            "The slope is positive, so the weight goes down, by η times the slope.",
            "斜率为正，所以权重减小 η 乘以斜率。",
        )
    if np.isclose(w, W + RATE * SLOPE):
        return almost("That goes uphill: mind the sign.", "这样是上坡：注意符号。")
    if np.isclose(w, W - SLOPE) or np.isclose(w, RATE * SLOPE):
        return almost(
            "The step is η · slope, and it is taken from the old weight.", "步长是 η · 斜率，从原来的权重中减去。"
        )
    return keep_working("The rule is w ← w − η · slope.", "规则是 w ← w − η · 斜率。")


def solve_easy() -> Words:
    w = number(W - RATE * SLOPE, 1)
    return Words(f"w − η · slope = 2 − 0.1 · 6 = {w}.", f"w − η · 斜率 = 2 − 0.1 · 6 = {w}。")


TRIALS = [(lambda w: 2 * w, 3.0, 0.1, 5), (lambda w: w**3 - 1, -1.0, 0.05, 8), (lambda w: 4 * (w - 2), 0.0, 0.25, 1)]


def judge_build(answer: Any) -> Verdict:
    """Any function (slope, w, eta, steps) -> w after so many steps."""
    with expected(
        "Expected a function of slope, w, eta and steps that returns the last w.",
        "应给出一个以 slope、w、eta、steps 为参数的函数，返回最后的 w。",
    ):
        found = [scalar(answer(slope, w, eta, steps)) for slope, w, eta, steps in TRIALS]
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


CURVATURES = (0.5, 1.0, 3.0, 40.0)


def judge_derive(answer: Any) -> Verdict:
    """Any function of h that gives 2/h."""
    with expected(
        "Expected a function of h that returns one number, for instance a lambda h: …",
        "应给出 h 的函数，返回一个数，例如 lambda h: …",
    ):
        found = np.array([scalar(answer(h)) for h in CURVATURES])
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


def solve_derive() -> Words:
    return Words(
        "A step turns w − w* into (1 − ηh)(w − w*). It grows when 1 − ηh < −1, that is when η > 2/h: lambda h: 2 / h.",
        "一步之后，w − w* 变成 (1 − ηh)(w − w*)。当 1 − ηh < −1，即 η > 2/h 时，距离变大：lambda h: 2 / h。",
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
            "Two valleys: good. Start in the other one, and it must be higher.",
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


EXERCISES = {
    "primer-easy": Exercise(judge_easy, solve_easy),
    "primer-build": Exercise(judge_build, solve_build),
    "primer-derive": Exercise(judge_derive, solve_derive),
    "primer-break": Exercise(judge_break, solve_break),
}
