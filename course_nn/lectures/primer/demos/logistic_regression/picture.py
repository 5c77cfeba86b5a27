"""Logistic regression: a neuron turns two measurements of a penguin into the probability of its species."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import probit, sigmoid
from course_nn.boundary import line
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.primer.demos.logistic_regression.birds import (
    MEASUREMENTS,
    PAIRS,
    STEPS,
    Birds,
    arrow,
    descend,
    load,
    weights,
)
from course_nn.logistic_regression import accuracy
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

CONTROLS = {
    "w1": Slider(
        Words("first w₁", "起点 w₁"),
        -40.0,
        40.0,
        1.5,
        0.5,
        means=Words("weight of the first measurement", "第一项测量值的权重"),
    ),
    "w2": Slider(
        Words("first w₂", "起点 w₂"),
        -40.0,
        40.0,
        1.0,
        0.5,
        means=Words("weight of the second measurement", "第二项测量值的权重"),
    ),
    "b": Slider(Words("first b", "起点 b"), -15.0, 15.0, 0.0, 0.5, means=Words("bias", "偏置")),
    "learning_rate": Choice(
        Words("rate η", "学习率 η"), {rate: f"{rate:g}" for rate in (0.1, 1.0, 3.0, 10.0, 30.0)}, 3.0
    ),
    "measurements": Choice("x₁, x₂", PAIRS, "bill_length, bill_depth", means=Words("measurements", "两项测量值")),
    "step": Slider(Words("step", "步数"), 0, STEPS, 0, 1, plays=True),
}
EDGE = 3.2  # of the picture, in standard deviations
PLANE = look.grid(-EDGE, EDGE, 80)
Z = np.linspace(-8, 8, 321)
GAP = float(np.abs(sigmoid(Z) - probit(Z)).max())  # between the sigmoid and the scaled probit
GOAL = 0.02  # so near to the minimum
LONG = 30.0  # a w that is far too long
STEP = Words("step", "步数")
MINIMUM = Words("minimum", "最小值")


class Result(NamedTuple):
    birds: Birds
    w: np.ndarray  # (2,) at this step
    b: float
    z: np.ndarray  # (n,)
    loss: float
    losses: np.ndarray  # (STEPS + 1,) the whole descent from the line set by hand
    accuracy: float


def compute(w1, w2, b, learning_rate, measurements, step) -> Result:
    birds = load(measurements)
    history = descend(measurements, learning_rate, w1, w2, b)
    w, b = history.w[step], float(history.b[step])
    return Result(
        birds=birds,
        w=w,
        b=b,
        z=birds.X @ w + b,
        loss=float(history.loss[step]),
        losses=history.loss,
        accuracy=accuracy(birds.X, birds.y, w, b),
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, loss, curve = figure.subplots(1, 3, width_ratios=[1.15, 0.9, 1])
    kinds = Words("▲ Adelie    ● Chinstrap", "▲ 阿德利企鹅    ● 帽带企鹅").drawn()
    plane.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), aspect="equal", title=kinds)
    plane.yaxis.set_label_coords(-0.19, 0.5)  # the same place for ticks of two digits and of four
    loss.set(yscale="log", xlim=(-3, STEPS + 3), ylim=(0.01, 50), xlabel=STEP.drawn(), title=term("loss").drawn())
    loss.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    paint_curves(curve)
    return SimpleNamespace(
        plane=plane,
        surface=marks.surface(plane, 80, -EDGE, EDGE),
        line=marks.line(plane, color=look.BLACK),
        arrow=plane.quiver([0], [0], [0], [0], angles="xy", scale_units="xy", scale=1, width=0.014, zorder=4),
        birds=species(plane),
        curve=marks.line(loss, color=look.GREY),
        goal=marks.line(loss, color=look.ink(look.GREY), lw=2, zorder=1),
        goal_name=goals.name(loss, 11, 1, va="center"),
        minimum=loss.plot([-3, STEPS + 3], [1, 1], color=look.BLACK, ls="--", lw=1.2)[0],
        name=loss.text(STEPS, 1, "", ha="right", va="top", fontsize=look.SMALL),
        now=marks.now(loss),
        dot=marks.dot(loss, ms=9),
        outputs=species(curve),
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How high the loss of the lengthened best line was predicted to be, beside the smallest."""
    minimum = load(CONTROLS["measurements"].start).minimum
    times, end = {"falls": (0.5, 60), "same": (1.0, 45), "grows": (3.0, 60)}[option]
    return artists.curve.axes, np.array([[0, times * minimum], [end, times * minimum]])


def paint_curves(curve: Axes) -> None:
    """The sigmoid, and the scaled probit upon it."""
    curve.set(xlim=(-8.6, 8.6), ylim=(-0.18, 1.18), xlabel="$z$", title="$y = \\sigma(w \\cdot x + b)$")
    curve.set_xticks([-8, -4, 0, 4, 8], ["≤ −8", "−4", "0", "4", "≥ 8"])
    curve.set_yticks([0, 0.5, 1])
    curve.plot(Z, sigmoid(Z), color=look.GREEN, lw=4, zorder=1)
    curve.plot(Z, probit(Z), color=look.BLACK, lw=1.5, ls=(0, (3, 1.5)), zorder=1)
    gap = Words(f"at most {number(GAP, 3)} apart", f"至多相差 {number(GAP, 3)}").drawn()
    curve.text(-8, 0.72, "$\\sigma(z)$", color=look.ink(look.GREEN), zorder=1)
    curve.text(1.6, 0.42, "$\\Phi(\\sqrt{\\pi/8}\\;z)$", zorder=1)
    curve.text(1.6, 0.22, gap, fontsize=look.SMALL, zorder=1)


def species(axes: Axes) -> tuple:
    """Adelie, Chinstrap, and rings around the misclassified."""
    return *marks.points(axes, mew=0.4), marks.ring(axes, ms=10, mew=1.3)


def foot(result: Result) -> np.ndarray:
    """The point of the line that is nearest to the origin."""
    return np.nan_to_num(line(result.w, result.b).mean(axis=0))


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    birds = result.birds
    name_axes(artists.plane, birds)
    marks.fill(artists.surface, look.heat(sigmoid(PLANE @ result.w + result.b).reshape(80, 80)))
    artists.line.set_data(*line(result.w, result.b).T)
    artists.arrow.set_offsets([foot(result)])
    artists.arrow.set_UVC(*arrow(result.w))
    wrong = (result.z > 0) != birds.y
    outputs = np.column_stack([result.z.clip(-8, 8), birds.y])
    for (*kinds, rings), places in ((artists.birds, birds.X), (artists.outputs, outputs)):
        marks.put(kinds, places, birds.y)
        rings.set_data(*places[wrong].T)
    artists.curve.set_data(range(STEPS + 1), result.losses)
    marks.at(artists.now, values.step)
    artists.dot.set_data([values.step], [result.loss])
    artists.minimum.set_ydata([birds.minimum] * 2)
    artists.goal.set_data([-3, 10], [birds.minimum + GOAL] * 2)
    artists.goal_name.set_y(birds.minimum + GOAL)
    artists.name.set(y=0.8 * birds.minimum, text=f"{MINIMUM.drawn()} {number(birds.minimum, 3)}")


def name_axes(axes: Axes, birds: Birds) -> None:
    """Ticks in mm and g on the standardised plane."""
    (x, x_ticks), (y, y_ticks) = (MEASUREMENTS[name] for name in birds.names)
    marks.fit(axes, xlabel=x.drawn(), xticks=(x_ticks - birds.mean[0]) / birds.std[0], xticklabels=x_ticks)
    marks.fit(axes, ylabel=y.drawn(), yticks=(y_ticks - birds.mean[1]) / birds.std[1], yticklabels=y_ticks)


def readout(result: Result, values: Values) -> Words:
    loss, minimum, gap = (number(v, 3) for v in (result.loss, result.birds.minimum, GAP))
    n, right = len(result.birds.y), round(result.accuracy * len(result.birds.y))
    start = Words("By hand", "手动")
    if values.step:
        start = Words(f"After {values.step} steps from your line", f"从手动设定的直线出发，第 {values.step} 步")
    return Words(
        f"{start.en}: the loss, the mean negative log-likelihood, is <b>{loss}</b>; the smallest possible is "
        f"<b>{minimum}</b>.\n The neuron gets {right} of {n} penguins right. The dashed curve, a scaled probit, "
        f"differs from the sigmoid σ(z) by {gap} at most.",
        f"{start.zh}：损失（平均负对数似然）为 <b>{loss}</b>，可能的最小值为 <b>{minimum}</b>。"
        f"\n {n} 只企鹅中判对 {right} 只。"
        f"虚线是缩放后的 probit 函数（标准正态分布函数），与 sigmoid 函数 σ(z) 处处相差不超过 {gap}。",
    )


def separated_by_hand(result: Result, values: Values) -> bool:
    """A line of one's own comes near to the smallest loss."""
    return values.step == 0 and np.hypot(*result.w) < LONG and result.loss - result.birds.minimum <= 0.1


VEIL = Veil(
    ("surface", "line", "arrow", "birds.2", "outputs", "curve", "goal", "goal_name", "minimum", "name", "now", "dot"),
    given=("birds",),
)
USES = {
    "press-play-gradient": ("learning_rate", "step"),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "press-best-line": lambda result, values: values.step == 0 and np.hypot(*result.w) >= LONG,
    "pull-line-arrow": separated_by_hand,
    "press-play-gradient": lambda result, seen: max(seen["step"]) >= STEPS // 2 and len(seen["learning_rate"]) > 1,
    "sceptic": tried(sceptic=("far", "pair", "small", "large")),
}


def judge(result: Result, values: Values) -> str:
    """Only the line set by hand counts: within 0.02 of the minimum it is solved, within 0.1 almost."""
    excess = result.loss - result.birds.minimum
    if values.step > 0 or excess > 0.1:
        return "open"
    return "solved" if excess <= GOAL else "almost"


CHALLENGE = Challenge(
    Words(
        "by hand (step 0): bring the loss to within 0.02 of the minimum. Then let Play show how descent does it.",
        "手动（第 0 步）：让损失与最小值相差不超过 0.02；再按“播放”，看梯度下降怎样做到。",
    ),
    judge,
)


# Three times w and b of Newton's method.
PRESETS = {
    Words("the best line × 3", "最优直线 × 3"): {
        "measurements": "bill_length, bill_depth",
        "w1": 36.1,
        "w2": -14.2,
        "b": -14.8,
        "step": 0,
    }
}


def share_removed(result: Result) -> float:
    """How much of the loss above the minimum all steps take away: 1 if they arrive, < 0 if they lose ground."""
    first, last = result.losses[0] - result.birds.minimum, result.losses[-1] - result.birds.minimum
    return 1 - last / max(first, 1e-9)


SCEPTIC = Sceptic(
    Words(
        f"{STEPS} steps bring the neuron from your line to the best one.",
        f"{STEPS} 步之内，神经元从手动设定的直线走到最优的直线。",
    ),
    Words("Share of the loss above the minimum that they remove", "超出最小值的损失减少"),
    share_removed,
    {
        "far": Change(Words("a first line that is quite wrong", "起点错得离谱"), {"w1": -20.0, "w2": 20.0}),
        "pair": Change(Words("other measurements", "换两项测量值"), {"measurements": "flipper_length, body_mass"}),
        "small": Change(Words("a small η", "η 很小"), {"learning_rate": 0.1}),
        "large": Change(
            Words("other measurements and a large η", "换两项测量值，且 η 很大"),
            {"measurements": "flipper_length, body_mass", "learning_rate": 30.0},
        ),
    },
    shares=True,
)


def by_hand(w: np.ndarray, b: float) -> dict:
    """This line as the one set by hand, with the descent at its start."""
    return {"w1": w[0], "w2": w[1], "b": b, "step": 0}


HANDLES = [
    Handle("now", x="step"),
    Handle("line", drag=lambda result, x, y: by_hand(result.w, -result.w @ (x, y))),  # parallel to itself
    Handle(
        "arrow",  # its tip
        at=lambda artist, result: [[foot(result) + arrow(result.w)]],
        pull=lambda result, dx, dy: by_hand(weights(arrow(result.w) + (dx, dy)), result.b),
    ),
]


@demo(Words("Logistic regression", "逻辑回归"))
def logistic_regression(**values):
    """Logistic regression of two penguin species, by hand (step 0) and on from there by gradient descent.
    用逻辑回归区分两种企鹅：先手动设定（第 0 步），再由此做梯度下降。

    y = σ(w·x + b), the probability of Chinstrap;  x standardised, loss = mean of -log of the true species' probability

    source : lecture 1; Bishop, Pattern Recognition and Machine Learning, sections 4.3.2 and 4.3.5
    """
