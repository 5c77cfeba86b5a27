"""The slope of PReLU on the left is a parameter like any weight: its gradient is min(z, 0), and descent finds it."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.activations import prelu as prelu_of
from course_nn.common.progress import memoized
from course_nn.common.words import Words, term
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.activations.demos.prelu.learned_slope import Path, learn, unit
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo

EPOCHS = 200
LEARNING_RATE = 0.2
CONTROLS = {
    "slope": Slider(Words("slope a", "斜率 a"), -0.5, 2.0, 1.5, 0.05),
    "alpha": Slider("α₀", 0.0, 2.0, 0.25, 0.05, means=Words("α at the start", "α 的初值")),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in range(10)}, 0),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 80, 1, plays=True),
}
AXIS = np.linspace(-3, 3, 121)
X = np.linspace(-3, 3, 61)


class Result(NamedTuple):
    targets: np.ndarray  # (61,)
    paths: np.ndarray  # (EPOCHS + 1, 3, 2) w, b, α after each epoch; trained as pieces, trained as a maximum
    losses: np.ndarray  # (EPOCHS + 1, 2) mean ½ (f − y)²
    fits: np.ndarray  # (2, 121) both units along AXIS, at this epoch
    alpha: float  # of the first, at this epoch
    other: float  # of the second
    bent: int  # how many samples the first multiplies by α; with none, α has no gradient
    formulas: np.ndarray  # (2, 121) with this α along AXIS: the pieces, the maximum


def data(slope: float, seed: int) -> np.ndarray:
    """Targets (61,) that a PReLU with this slope would give, but for the noise."""
    return prelu_of(slope).f(X) + np.random.default_rng(seed).normal(0, 0.15, len(X))


@memoized
def path_of(slope: float, alpha: float, seed: int) -> Path:
    return learn(X, data(slope, seed), alpha, EPOCHS, LEARNING_RATE)


def compute(slope, alpha, seed, epoch) -> Result:
    path = path_of(slope, alpha, seed)
    (w, _), (b, _), (now, other) = path.theta[epoch].tolist()  # of the pieces, of the maximum
    return Result(
        targets=data(slope, seed),
        paths=path.theta,
        losses=path.losses,
        fits=unit(path.theta[epoch], AXIS).f,
        alpha=now,
        other=other,
        bent=int(np.sum(w * X + b <= 0)),
        formulas=np.stack([prelu_of(now).f(AXIS), np.maximum(now * AXIS, AXIS)]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    data, formula, path = figure.subplots(1, 3)
    data.set(xlim=(-3, 3), ylim=(-6.5, 4), xlabel="$x$", title=Words("data and fits", "数据与拟合").drawn())
    formula.set(xlim=(-3, 3), ylim=(-6.5, 4), xlabel="$z$", title=Words("φ with this α", "取此 α 的 φ").drawn())
    path.set(xlim=(0, EPOCHS), ylim=(-0.6, 2.2), xlabel=term("epoch").drawn())
    path.set_title(Words("α is learned", "α 的学习过程").drawn())
    for axes in (data, formula):
        marks.cross(axes, zorder=0)
    formula.plot(AXIS, np.minimum(AXIS, 0), color=look.GREY, lw=1.5, ls=":", zorder=1)
    formula.text(0.1, -1.5, "$\\partial\\varphi/\\partial\\alpha=\\min(z,0)$", color="#5F5F5F", fontsize=look.SMALL)
    formula.text(-2.85, 3.2, Words("z if z > 0, else αz", "z > 0 时取 z，否则取 αz").drawn(), color=look.BLUE)
    formula.text(-2.85, 2.2, "max(αz, z)", color=look.ink(look.VERMILION))
    levels = [*goals.level(path, -0.2, 0.5), path.axhline(1, color=look.GREY, lw=0.8, ls=":", zorder=0)]
    pair = {"color": look.BLUE, "lw": 3}, {"color": look.VERMILION, "lw": 1.8, "ls": "--"}
    return SimpleNamespace(
        levels=levels,
        points=data.plot(X, X, "o", ms=4, color=look.GREY)[0],
        fits=[marks.line(data, **style) for style in pair],
        formulas=[marks.line(formula, **style) for style in pair],
        goal=marks.line(path, color=look.GREEN, lw=1.5),
        goal_name=path.text(EPOCHS - 4, 0, "$a$", color=look.ink(look.GREEN), ha="right"),
        paths=[marks.line(path, **style) for style in pair],
        time=marks.now(path),
        start=marks.dot(path, ms=9, mfc="white", mec=look.BLUE, mew=2, clip_on=False),
        now=marks.dot(path, ms=9, mfc=look.BLUE, clip_on=False),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.points.set_ydata(result.targets)
    for i in (0, 1):
        artists.fits[i].set_data(AXIS, result.fits[i])
        artists.formulas[i].set_data(AXIS, result.formulas[i])
        artists.paths[i].set_data(range(EPOCHS + 1), result.paths[:, 2, i])
    artists.goal.set_data([0, EPOCHS], [values.slope] * 2)
    artists.goal_name.set_y(values.slope + 0.06)
    marks.at(artists.time, values.epoch)
    artists.start.set_data([0], result.paths[:1, 2, 0])
    artists.now.set_data([values.epoch], [result.alpha])


def readout(result: Result, values: Values) -> Words:
    alpha, goal = number(result.alpha), number(values.slope)
    pieces, maximum = (number(loss, 3) for loss in result.losses[values.epoch])
    start = Words(
        f"Epoch {values.epoch}: α = <b>{alpha}</b>, the slope of the data on the left is a = {goal}.",
        f"第 {values.epoch} 轮：α = <b>{alpha}</b>，数据左侧的斜率 a = {goal}。",
    )
    other = number(result.other)
    losses = Words(
        f"Trained with the pieces, φ has the loss {pieces}; trained with max(αz, z), {maximum}, at α = {other}.",
        f"按分段式训练，损失为 {pieces}；按 max(αz, z) 训练，损失为 {maximum}，α = {other}。",
    )
    if not result.bent:
        return Words(
            f"{start.en}\nStuck: z > 0 for all samples, so min(z, 0) = 0 and the gradient of α is zero.",
            f"{start.zh}\n卡住了：所有样本都有 z > 0，min(z, 0) = 0，α 的梯度为零。",
        )
    if max(result.alpha, result.other) <= 1:
        return Words(
            f"{start.en} {losses.en}\nWhile α ≤ 1 the two formulas are one.",
            f"{start.zh}{losses.zh}\n只要 α ≤ 1，两个公式就相同。",
        )
    return Words(
        f"{start.en} {losses.en}\nBeyond α = 1 the two formulas differ.",
        f"{start.zh}{losses.zh}\nα 大于 1 时，两个公式不同。",
    )


VEIL = Veil(("levels", "fits", "formulas", "goal", "goal_name", "paths", "time", "start", "now"), given=("targets",))
USES = {
    "press-play-pull": ("epoch",),
    "pull-left-arm": ("slope", "epoch"),
    "run-cell-below": ("alpha", "epoch"),
}
TO_DO = {
    "press-play-pull": lambda result, values: values.epoch >= 190 and values.slope > 1,
    "pull-left-arm": lambda result, values: values.slope < 1 and max(result.alpha, result.other) <= 1,
    "run-cell-below": None,
}


def judge(result: Result, values: Values) -> str:
    """Solved if descent has found a negative α; almost if the data want one, or α is close to 0."""
    if values.slope >= 0 or values.epoch == 0:
        return "open"
    return "solved" if result.alpha < -0.2 else "almost"


CHALLENGE = Challenge(
    Words(
        "let descent find an α below −0.2, so that φ is no longer monotone.",
        "让梯度下降学到小于 −0.2 的 α，使 φ 不再单调。",
    ),
    judge,
)


def along_the_data(points: Line2D, result: Result, values: Values) -> list:
    """The left arm, on which the data would lie without noise, but for its end, where both arms meet."""
    x = np.array([-3.0, -0.5])
    return [np.stack([x, values.slope * x], axis=1)]


HANDLES = [
    Handle("points", drag=lambda result, x, y: {"slope": y / min(x, -0.5)}, at=along_the_data),
    Handle("goal", y="slope"),
    Handle("time", x="epoch"),
    Handle("start", y="alpha"),
]


@demo(Words("PReLU learns its slope", "PReLU：斜率也由学习得到"))
def prelu(**values):
    """One PReLU unit fits noisy data whose left slope the student sets: w, b and α are learned together.
    一个 PReLU 单元拟合带噪声的数据，左侧斜率由学生设定：w、b 与 α 一同学习。

    f = φ(w x + b), φ(z) = z for z > 0, α z for z ≤ 0, ∂φ/∂α = min(z, 0); the lecture's max(α z, z) is the same
    only for α ≤ 1, and it is convex for every α, so a kink that bends downwards is beyond it

    source : the lecture, section 2; He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015), section 2
    """
