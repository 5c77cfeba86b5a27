"""Primer: predictions that can be reasoned out, and exercises from a single step to a loss that defeats descent."""

from functools import cache
from typing import Any

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing.numbers import number
from course_nn.lectures.primer.demos.epochs.flippers import lead_of_batches
from course_nn.lectures.primer.steps import descend, two_valleys, two_valleys_slope
from course_nn.logistic_regression import accuracy, negative_log_likelihood, newton, standardise
from course_nn.logistic_regression import gradient as logistic_gradient
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


def nearer_after_an_epoch() -> str:
    """All birds in one step, or a step for each bird, with the same learning rate."""
    lead = lead_of_batches(1, 0.1, seed=0)
    return "same" if abs(lead) < 0.1 else "single" if lead > 0 else "all"


def change_that_overturns() -> str:
    """Other birds, a larger learning rate, or single samples: with which are small batches no longer ahead?"""
    lead = lead_of_batches(5, 0.1, seed=0)
    changed = {
        "birds": lead_of_batches(5, 0.1, seed=5),
        "rate": lead_of_batches(5, 1.0, seed=0),
        "single": lead_of_batches(1, 0.1, seed=0),
    }
    (found,) = (key for key, left in changed.items() if outcome(lead, left) == "reversed")
    return found


def scaled_penguins() -> str:
    """The best line with ten times its weights: the same mistakes, each made with more confidence."""
    birds = penguins()
    Z = standardise(birds.X).Z
    w, b = newton(Z, birds.y)[:2]
    before, after = (negative_log_likelihood(Z, birds.y, k * w, k * b) for k in (1, 10))
    return "same" if np.isclose(before, after) else "grows" if after > before else "falls"


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
                "You take η for a speed that cannot overshoot. The step is η · slope: twice η makes it twice as "
                "long, so it goes past the bottom by as much as it was away from it.",
                "把 η 当作不会冲过头的速度。一步的长度是 η · 斜率：η 加倍，步长也加倍，于是越过谷底，越过的距离等于原"
                "来的距离。",
            ),
            "across": Words(
                "The step is twice as long as the way to the bottom, so it ends at the mirror image of where it began. "
                "The loss does not change, and the next step leads back.",
                "这一步是到谷底距离的两倍，终点与起点关于谷底对称。损失不变，下一步又回到原处。",
            ),
            "away": Words(
                "You expect that every step beyond the bottom climbs. Higher it gets only when η is more than twice "
                "that value: then the distance grows with every step.",
                "以为一越过谷底就会更高。只有当 η 超过那个值的两倍时才会更高：那时每一步都使距离增大。",
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
                "You let descent see the whole landscape. But a step knows the slope where it stands, and nothing of "
                "what lies behind the hill: to get there it would have to go uphill first.",
                "以为梯度下降看得到整个地形。但每一步只知道脚下的斜率，不知道山后有什么：要到那边，得先上坡。",
            ),
            "near": Words(
                "Every step leads downhill from where it stands, so small steps end in the valley they began in.",
                "每一步都从所在之处往下走，所以步长小时，只会停在出发时所在的山谷。",
            ),
            "top": Words(
                "You take a slope of 0 for the goal. It is 0 there too, but on both sides it leads away from the top.",
                "以为斜率为零就是终点。那里斜率的确为零，但两侧的斜率都使 w 离开山顶。",
            ),
        },
    ),
    "primer-3": Prediction(
        Words(
            "Forty penguins, two students, the same learning rate of 0.1. One lets all forty decide together about "
            "each step, the other takes a step for each penguin in turn. Each has now used every penguin once. Whose "
            "line is nearer to the best one?",
            "四十只企鹅，两个学生，学习率同为 0.1。一个让四十只企鹅共同决定每一步，另一个让企鹅轮流，每只决定一步。"
            "现在两人都把每只企鹅用过一次。谁的直线更接近最优？",
        ),
        {
            "single": Words("that of the second", "第二个学生的"),
            "same": Words("neither: both have used the same penguins", "一样近：用的是同样的企鹅"),
            "all": Words("that of the first", "第一个学生的"),
        },
        nearer_after_an_epoch,
        {
            "single": Words(
                "Each of those steps is a little wrong, but there are forty of them against one, and the errors go to "
                "and fro.",
                "这些步子每一步都略有偏差，但共有四十步，而对方只走了一步；况且偏差有来有去。",
            ),
            "same": Words(
                "You count what was read. But steps are what moves the line, and the first student has taken one.",
                "数的是看过多少数据。但移动直线的是步数，而第一个学生只走了一步。",
            ),
            "all": Words(
                "That step has the right direction, but it is one step. With the right direction one does not get "
                "farther than η · slope.",
                "这一步方向正确，但只有一步。方向再对，走一步也只有 η · 斜率那么远。",
            ),
        },
    ),
    "primer-sceptic": Prediction(
        Words(
            "With η = 0.1, small batches and all samples at once are not equally near to the bottom after an epoch. "
            "Which of these changes turns round who is nearer?",
            "取 η = 0.1 时，用小批量走一轮，与一次用全部样本走一轮，离谷底的远近不同。下面哪项改变会使远近颠倒？",
        ),
        {
            "birds": Words("other penguins", "换一批企鹅"),
            "rate": Words("η = 1 for both", "两边的 η 都改为 1"),
            "single": Words("batches of a single sample", "小批量只含一个样本"),
        },
        change_that_overturns,
        {
            "birds": Words(
                "You suspect one lucky draw. But it is the number of steps that counts, and that stays.",
                "以为只是碰巧抽到了好样本。但起作用的是步数，步数并没有变。",
            ),
            "rate": Words(
                "Now one step of all samples is the whole way, as the valley of one standardised input is round, and "
                "small batches overshoot. With two inputs, and the best η for each, small batches are ahead.",
                "只有一个标准化的输入，谷是圆的，全部样本一步就到谷底，小批量却走过头。"
                "有两个输入时，即使两边各用最好的 η，也是小批量领先。",
            ),
            "single": Words(
                "You expect that a single bird misleads. It does, but there are now five times as many steps.",
                "以为单独一只企鹅会带错方向。的确会，但步数也多到了五倍。",
            ),
        },
    ),
    "primer-4": Prediction(
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
                "You take the loss for a count of mistakes. It reads probabilities: the birds on the wrong side are "
                "now wrong with great confidence, and the logarithm punishes that.",
                "把损失当成错误的个数。损失看的是概率：对错分的企鹅，现在以极高的概率给出错误的类别，损失因此很大。",
            ),
            "grows": Words(
                "Few mistakes, each made with great confidence, cost more than all the gain elsewhere.",
                "错分虽少，但每次都以极高的概率判错，增加的损失超过其余样本减少的损失。",
            ),
            "falls": Words(
                "You expect that more confidence is always rewarded. It would be if no bird stood on the wrong side. "
                "Here some do.",
                "以为把握越大，损失总是越小。如果没有错分的企鹅，的确如此，但这里有。",
            ),
        },
    ),
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


def solve_hand() -> Words:
    return Words(
        "A step from 9 to 5, then one from 5 to 3: half as long. So each step halves the distance d that is left, and "
        "the first step, of 4, was half of it: d = 8, and the bottom is at 9 − 8 = 1.",
        "先从 9 到 5，再从 5 到 3，第二步是第一步的一半。可见每一步都使剩下的距离 d 减半；第一步走了 d 的一半，即 4，"
        "所以 d = 8，谷底在 9 − 8 = 1。",
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


CURVATURES = (0.5, 1.0, 3.0, 40.0)


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


def solve_step() -> Words:
    return Words(
        "<code>g = X.T @ (sigmoid(X @ w) - target) / len(target)</code>, then <code>return w - eta * g</code>. "
        "<code>w -= eta * g</code> does the same, and changes the array that was handed in.",
        "<code>g = X.T @ (sigmoid(X @ w) - target) / len(target)</code>，然后 <code>return w - eta * g</code>。"
        "<code>w -= eta * g</code> 的结果相同，但会改变传入的数组。",
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
        return almost(f"Name them the other way round. {en}", f"请把两者的次序对调。{zh}")
    if good[0] == good[1] and loss[0] > loss[1]:
        return almost(f"The first must get more right, not as many. {en}", f"第一个要判对更多，而不是一样多。{zh}")
    return keep_working(
        f"Here both agree on which is better. {en} What does a longer w do?", f"这里两种评判一致。{zh}w 变长会怎样？"
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
        f"great confidence: loss {dear}. A line that lies a little wrong and has short weights gets {fewer} right with "
        f"a loss of {cheap}.",
        f"最优直线的权重放大到二十倍，判对 {most} 只，但少数错误都以极高的概率判错，损失为 {dear}。"
        f"位置略偏、权重向量较短的直线判对 {fewer} 只，损失为 {cheap}。",
    )


def solve_open() -> Words:
    return Words(
        "Each test loss is partly luck, because so few birds are not an average. Whoever takes the smallest of twenty "
        "takes the luckiest, so the number is too small, and the more rates are tried, the smaller it gets, even if "
        "all of them were equally good. The cure: choose the rate on a validation set, and ask the test set once, in "
        "the end.",
        "每个测试损失都带有几分运气，因为这么少的企鹅代表不了平均情形。取二十个中最小的，就是取运气最好的，所以这个数偏小；"
        "试得越多，偏得越多，哪怕这些学习率其实一样好。办法是：用验证集选学习率，测试集只在最后用一次。",
    )


EXERCISES = {
    "primer-easy": Exercise(judge_easy, solve_easy, Words("By hand, easy", "手算，容易")),
    "primer-hand": Exercise(judge_hand, solve_hand, Words("By hand", "手算")),
    "primer-build": Exercise(judge_build, solve_build, Words("In code: the loop", "写代码：循环")),
    "primer-step": Exercise(judge_step, solve_step, Words("In code: one step of a neuron", "写代码：神经元走一步")),
    "primer-derive": Exercise(judge_derive, solve_derive, Words("Derive", "推导")),
    "primer-break": Exercise(judge_break, solve_break, Words("Break a claim", "推翻一个说法")),
    "primer-claim": Exercise(judge_claim, solve_claim, Words("Break another claim", "再推翻一个说法")),
    "primer-open": open_question(solve_open, Words("Open", "开放题")),
}
