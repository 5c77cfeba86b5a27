"""Lecture 8: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

import inspect
from html import escape
from typing import Any

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.common.words import Words
from course_nn.lectures.gradient_descent import between_minima, quadratic
from course_nn.lectures.gradient_descent.demos.rate import stability
from course_nn.lectures.gradient_descent.demos.turned import turned_space
from course_nn.lectures.gradient_descent.scheduled_runs import Plan, train_by_plan
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
from course_nn.notebook.walked import leaves_gradients_alone, walk
from course_nn.optimizers import Adam, GradientDescent, Momentum, Nesterov, optimizer


def on_a_sharper_parabola() -> str:
    """What the loss does on parabolas of curvature 1 and 1.4 with η = 1.5: how it changes in a step, and which way."""
    before, now = (np.abs(stability.walk(stability.parabola(lam), 1.5, 1.2, 1)[1]) / 1.2 for lam in (1.0, 1.4))
    return "rises" if now > 1 else "faster" if now < before else "slower"


def at_the_border() -> str:
    """What a network does whose sharpness is above 2/η: it diverges, or falls all the way, or becomes less sharp."""
    run = finished(stability.train(1.0, seed=0))
    if len(run.losses) <= stability.STEPS:
        return "diverges"
    return "sinks" if (np.diff(run.losses) > 0).any() and abs(run.sharpness[-20:].mean() - 2) < 0.3 else "smooth"


def steps_to_a_millionth(method: str) -> int:
    """In the valley of curvatures 1 and 0.01, from (1, 1), with the best η and β."""
    eta, beta, _ = quadratic.best(method, 0.01, 1.0)
    x = np.array([quadratic.component(method, eta, beta, lam, 1.0, 1000) for lam in (0.01, 1.0)])  # (2, 1001)
    losses = np.array([0.01, 1.0]) @ x**2
    return int(np.flatnonzero(losses > 1e-6 * losses[0])[-1] + 1)


def nearest(found: float, wanted: dict) -> str:
    """The key of the number that is nearest, as a ratio."""
    return min(wanted.items(), key=lambda pair: abs(np.log(found / pair[1])))[0]


def first_raw_steps() -> str:
    """The first three steps of Adam without correction, for a gradient that stays the same, in units of η."""
    adam, theta, places = Adam(1.0, correct=False), np.zeros(1), [0.0]
    for _ in range(3):
        adam.step(theta, np.ones(1))
        places.append(theta[0])
    steps = np.abs(np.diff(places))
    return "long" if steps.min() > 3 else "short" if steps.max() < 1 else "eta"


def decay_with_wrong_labels() -> str:
    """Whether more or fewer unseen digits are read if η sinks to 0, with a fifth of the labels wrong: medians."""
    shares = [
        np.median(finished(train_by_plan(Plan(shape, (3.2,)), "gradient_descent", "one", 0.2, 10, 5)).accuracies[:, -1])
        for shape in ("constant", "linear")
    ]
    return "more" if shares[1] > shares[0] + 0.03 else "fewer" if shares[1] < shares[0] - 0.03 else "same"


TURNED = turned_space.Setting("spiral", "tanh", "adam", 0.999)


def overturns_the_turned() -> str:
    """The change after which Adam in turned space no longer leads momentum."""
    changes = {
        "turn": (TURNED, 1),
        "relu": (TURNED._replace(activation="relu"), 0),
        "bowl": (TURNED._replace(task="bowl"), 0),
    }
    before = turned_space.lead(TURNED, 0)
    (found,) = (key for key, how in changes.items() if outcome(before, turned_space.lead(*how)) == "reversed")
    return found


def steps_to_leave(offset: float) -> int:
    """Plain descent with η = 0.1 from beside the ridge y = 0 of ½x² − ½y² + ¼y⁴ until |y| is above ½."""
    y, descent, steps = np.array([offset]), GradientDescent(0.1), 0
    while abs(y[0]) < 0.5:
        descent.step(y, y**3 - y)
        steps += 1
    return steps


def nearer_the_ridge() -> str:
    return nearest(steps_to_leave(1e-12) / steps_to_leave(1e-6), {"twice": 2, "million": 1e6})


def ridge_after_reordering() -> str:
    """The share of the ridge between two networks that is left when the units of one are reordered to fit the other."""
    before, after = (
        between_minima.barrier(between_minima.line_of(16, 0.3, 5, "minima", units)) for units in ("trained", "fit")
    )
    return "zero" if after < 1e-3 else "lower" if after < 0.2 * before else "stays"


RIGHT_OPTIONS = {
    "gradient_descent-parabola": on_a_sharper_parabola,
    "gradient_descent-sceptic": overturns_the_turned,
    "gradient_descent-4": first_raw_steps,
    "gradient_descent-7": decay_with_wrong_labels,
    "gradient_descent-edge": at_the_border,
    "gradient_descent-8": nearer_the_ridge,
    "gradient_descent-9": ridge_after_reordering,
}

BENDS = 0.2, 1.0, 8.0  # the curvatures of the exercise by hand


def judge_easy(answer: Any) -> Verdict:
    """The border of η and the condition number, by hand."""
    with expected("Expected two numbers: the border of η, and κ.", "应给出两个数：η 的界限，以及 κ。"):
        border, kappa = numbers(answer, 2)
    good = np.isclose((border, kappa), (2 / max(BENDS), max(BENDS) / min(BENDS)))
    if good.all():
        return right("The sharpest bend sets the border for all.", "弯曲最急的方向为所有方向定下界限。")
    if good[1] and np.isclose(border, 1 / max(BENDS)):
        return almost(
            "κ is right. Beyond 1/λ it zig-zags, but still comes down.", "κ 对了。超过 1/λ 只是来回摆动，仍会下降。"
        )
    if good[0] and np.isclose(kappa, min(BENDS) / max(BENDS)):
        return almost("The border is right. κ is the larger over the smaller.", "界限对了。κ 是大的除以小的。")
    if good.any():
        return almost("One of the two is right.", "两个中对了一个。")
    return keep_working(
        "Each direction is multiplied by 1 − ηλ at every step. For which η is that between −1 and 1 for all three?",
        "每一步，每个方向都乘以 1 − ηλ。η 在什么范围内，三个因子都在 −1 与 1 之间？",
    )


def solve_easy() -> Words:
    border, kappa = 2 / max(BENDS), max(BENDS) / min(BENDS)
    assert judge_easy((border, kappa)).voice == "right"
    return Words(
        f"|1 − ηλ| < 1 means η < 2/λ, and λ = 8 is the strictest: η < {border:g}. κ = 8 / 0.2 = {kappa:g}.",
        f"|1 − ηλ| < 1 即 η < 2/λ，其中 λ = 8 要求最严：η < {border:g}。κ = 8 / 0.2 = {kappa:g}。",
    )


GRADIENTS = 0.003, -250.0  # of the two parameters in the exercise on Adam


def first_step(**settings) -> np.ndarray:
    """By how much the first step of Adam with η = 0.1 changes the two parameters."""
    theta = np.zeros(2)
    Adam(0.1, **settings).step(theta, np.array(GRADIENTS))
    return theta


def judge_first(answer: Any) -> Verdict:
    """The first step of Adam, by hand."""
    with expected("Expected two numbers, one for each parameter.", "应给出两个数，每个参数一个。"):
        found = numbers(answer, 2)
    wanted = first_step()
    if np.allclose(found, wanted, rtol=1e-3):
        return right("Only the sign of the gradient is left.", "梯度只剩下符号起作用。")
    if np.allclose(found, -wanted, rtol=1e-3):
        return almost("The size is right. A step goes against the gradient.", "大小对了。每一步都逆着梯度走。")
    if np.allclose(np.abs(found), np.abs(first_step(correct=False)), rtol=0.01):
        return almost("This is without the correction of the bias.", "这是没有偏差校正的结果。")
    if np.allclose(np.abs(found), 0.1 * np.abs(GRADIENTS), rtol=1e-3):
        return keep_working("This is plain gradient descent, −ηg.", "这是普通梯度下降，−ηg。")
    return keep_working(
        "After one step m̂ = g and ŝ = g², whatever β₁ and β₂ are.",
        "走一步之后，无论 β₁、β₂ 是多少，都有 m̂ = g、ŝ = g²。",
    )


PRODUCTS = np.array([0.1, 0.5, 1.0, 2.0, 3.0])  # values of ηλ at which the period is asked for


def period(product: np.ndarray | float) -> np.ndarray | float:
    """Steps of one full swing when gradients add up, in the valley ½λw², for the product ηλ."""
    return 2 * np.pi / np.arccos(1 - product / 2)


def judge_derive(answer: Any) -> Verdict:
    """The period of the swing when gradients are never reset, as a function of ηλ."""
    with expected(
        "Expected a function of the product ηλ that returns one number.",
        "应给出以乘积 ηλ 为参数、返回一个数的函数。",
    ):
        found = np.array([scalar(one) for one in asked(answer, zip(PRODUCTS))])
    wanted = period(PRODUCTS)
    if np.allclose(found, wanted):
        return right("A circle, walked in steps of this angle.", "就像绕着圆走，每步转过这样一个角。")
    if np.allclose(found, 2 * np.pi / np.sqrt(PRODUCTS)):
        return almost("This is what it comes to for small ηλ.", "ηλ 很小时近似如此。")
    if np.allclose(found, wanted / 2):
        return almost("This is half a swing.", "这是半个周期。")
    if np.allclose(found, 2 * np.pi / wanted):
        return almost("This is the angle of one step.", "这是每一步转过的角。")
    return keep_working(
        "Two steps give w₊ − 2w + w₋ = −ηλ w. Try w = cos(φk), and find cos φ.",
        "由相邻两步得 w₊ − 2w + w₋ = −ηλ w。令 w = cos(φk)，求出 cos φ。",
    )


def solve_derive() -> Words:
    assert judge_derive(period).voice == "right"
    return Words(
        "v ← v + λw and w ← w − ηv is momentum with β = 1. Without v: w₊ = (2 − ηλ) w − w₋. With w = cos(φk) this says "
        "2 cos φ = 2 − ηλ. The swings never die out, and one swing takes 2π / arccos(1 − ηλ/2) steps: "
        f"{period(0.1):.1f} for ηλ = 0.1.",
        "v ← v + λw、w ← w − ηv 就是 β = 1 的动量法。消去 v 得 w₊ = (2 − ηλ) w − w₋。令 w = cos(φk)，则 "
        "2 cos φ = 2 − ηλ。摆动永不衰减，一个周期为 2π / arccos(1 − ηλ/2) 步："
        f"ηλ = 0.1 时为 {period(0.1):.1f} 步。",
    )


READ_BALL = (
    "Expected a class: Ball(0.1, 0.9) with step(theta, g), which changes the array theta in place.",
    "应给出一个类：Ball(0.1, 0.9)，其 step(theta, g) 就地修改数组 theta。",
)
BALL_RATE, BALL_BETA = 0.1, 0.8
OTHER_BALL = 0.03, 0.5  # other values, in case one of them stands in the class itself


class Averaged(Momentum):
    """Momentum with a mean of the gradients in place of their sum."""

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.v = self.beta * self.v + (1 - self.beta) * g
        theta -= self.learning_rate * self.v


def judge_build(answer: Any) -> Verdict:
    """The heavy ball as a class, walked beside the optimizer of the course."""
    gradients = np.random.default_rng(0).normal(size=(20, 3))
    with expected(*READ_BALL):
        try:
            found = walk(answer(BALL_RATE, BALL_BETA), gradients)
            again = walk(answer(BALL_RATE, BALL_BETA), gradients)
            other = walk(answer(*OTHER_BALL), gradients)
        except AttributeError:
            raise TypeError from None
    if np.allclose(found, walk(Momentum(BALL_RATE, BALL_BETA), gradients)):
        if np.allclose(again, found) and not np.allclose(other, walk(Momentum(*OTHER_BALL), gradients)):
            return almost(
                "Right with η = 0.1 and β = 0.8. With others it is not: does the class use both?",
                "η = 0.1、β = 0.8 时对了，换别的值就不对：两个值都用上了吗？",
            )
        if np.allclose(again, found) and leaves_gradients_alone(answer(BALL_RATE, BALL_BETA)):
            return right("Step for step the optimizer of the course.", "每一步都与课程中的优化器相同。")
        return almost(
            "One ball is right. But what it remembers, or the g that it was given, changes for others too.",
            "单独一个重球是对的。但它记住的量，或传给它的 g，也在别处被改动了。",
        )
    return verdict_on_path(found, gradients)


def verdict_on_path(found: np.ndarray, gradients: np.ndarray) -> Verdict:
    if np.allclose(found, walk(Averaged(BALL_RATE, BALL_BETA), gradients)):
        return almost(
            "This takes a mean of the gradients, but a sum is asked for: leave out the factor 1 − β.",
            "这里取的是梯度的平均，题目要求的是累加：去掉因子 1 − β。",
        )
    if np.allclose(found, walk(Nesterov(BALL_RATE, BALL_BETA), gradients)):
        return almost("This is Nesterov's momentum.", "这是 Nesterov 动量法。")
    if np.allclose(found, walk(GradientDescent(BALL_RATE), gradients)):
        return keep_working("This is plain descent: it forgets v.", "这是普通梯度下降：没有记住 v。")
    if np.allclose(found, found[0]):
        return keep_working(
            "θ stands still. Change the array itself: theta -= …, not theta = theta - ….",
            "θ 没有变化。要修改数组本身：用 theta -= …，而不是 theta = theta - …。",
        )
    return keep_working(
        "v starts at 0. At each step v ← βv + g, and then θ ← θ − ηv.",
        "v 从 0 开始。每一步先 v ← βv + g，再 θ ← θ − ηv。",
    )


def solve_build() -> Words:
    assert judge_build(Momentum).voice == "right"
    source = f"<pre>{escape(inspect.getsource(Momentum))}</pre>"
    return Words(f"One of many: {source}", f"众多解之一：{source}")


EPOCHS = 10  # that the schedule of the exercise is for


def judge_schedule(answer: Any) -> Verdict:
    """A schedule for ten epochs: up to 1 within the first, never up again, and 0 at the end."""
    epochs = np.linspace(0, EPOCHS, 201)
    with expected(
        "Expected a function of the epoch, from 0 to 10, that returns one number.",
        "应给出以轮次（0 到 10）为参数、返回一个数的函数。",
    ):
        factors = np.array([scalar(one) for one in asked(answer, zip(epochs.tolist()))])
    rising = np.diff(factors) > 1e-12
    first = epochs[1:] <= 1 + 1e-9
    if not np.isfinite(factors).all() or factors.min() < -1e-9 or factors.max() > 1 + 1e-9:
        return keep_working("All factors should lie between 0 and 1.", "所有系数都应在 0 与 1 之间。")
    if not np.isclose(factors[epochs == 1.0][0], 1):
        return keep_working("At epoch 1 the factor should be 1.", "第 1 轮结束时系数应为 1。")
    if rising[~first].any():
        return keep_working("After epoch 1 it should never rise.", "第 1 轮之后不应再上升。")
    if factors[0] > 0.1 or (np.diff(factors) < -1e-12)[first].any():
        return almost(
            "It decays. The warm-up is missing: begin at 0.1 or below.", "会衰减，但没有预热：应从 0.1 或更小开始。"
        )
    if factors[-1] > 0.01:
        return almost("It warms up. At the end it should be at most 0.01.", "有预热。但结束时系数不应超过 0.01。")
    return right("It climbs, and comes down to nothing.", "先升，再降到几乎为零。")


def longest_step(gradients: np.ndarray | list) -> float:
    """The longest step of Adam with its usual settings, in units of η."""
    adam, longest = optimizer("adam", 1.0), 0.0
    for g in gradients:
        theta = np.zeros(1)
        adam.step(theta, np.array([g]))
        longest = max(longest, abs(theta[0]))
    return longest


def judge_break(answer: Any) -> Verdict:
    """Gradients of one parameter with which a corrected step of Adam is longer than 2η."""
    with expected(
        "Expected a list of gradients, from 1 to 20,000 numbers.", "应给出由梯度组成的列表，1 到 20,000 个数。"
    ):
        gradients = np.asarray(answer, float).ravel()
        if not 1 <= gradients.size <= 20_000 or not np.isfinite(gradients).all():
            raise ValueError
    longest = longest_step(gradients)
    if longest > 2:
        return right(f"The longest step is {longest:.3g} η.", f"最长的一步是 {longest:.3g} η。")
    if longest > 1 + 1e-6:
        return almost(
            f"The longest step is {longest:.3g} η: longer than η, but not twice as long.",
            f"最长的一步是 {longest:.3g} η：比 η 长，但不到两倍。",
        )
    return keep_working(
        "No step is longer than η. m forgets within some ten steps, s within a thousand: which of them is slow to "
        "notice a change?",
        "没有一步超过 η。m 约十步就遗忘，s 要约一千步：突然变化时，哪一个反应慢？",
    )


def solve_break() -> Words:
    gradients = [0.0] * 1000 + [1.0]
    assert judge_break(gradients).voice == "right"
    longest = longest_step(gradients)
    return Words(
        "<code>[0.0] * 1000 + [1.0]</code>: of the 1, m takes a tenth and s a thousandth, so √s is much smaller than "
        f"m. The step is {longest:.2f} η.",
        "<code>[0.0] * 1000 + [1.0]</code>：对最后的 1，m 取十分之一，s 取千分之一，所以 √s 比 m 小得多。"
        f"这一步是 {longest:.2f} η。",
    )


EXERCISES = {
    "gradient_descent-easy": Exercise(judge_easy, solve=solve_easy),
    "gradient_descent-first": Exercise(judge_first, (-0.1, 0.1)),
    "gradient_descent-derive": Exercise(judge_derive, solve=solve_derive),
    "gradient_descent-build": Exercise(judge_build, solve=solve_build),
    "gradient_descent-schedule": Exercise(judge_schedule, lambda epoch: min(epoch, (EPOCHS - epoch) / 9)),
    "gradient_descent-break": Exercise(judge_break, solve=solve_break),
    "gradient_descent-open": Exercise(None),
}

SETTLED = {  # question: the setting of its demo at which the picture refutes what is wrong
    "gradient_descent-2": {"choice": "best"},
    "gradient_descent-3": {"angle": 45},
    "gradient_descent-sceptic": {"task": "bowl"},
    "gradient_descent-6": {"rate": "tuned"},
    "gradient_descent-recipe": {"net": "one", "wrong": 0.0},
}
