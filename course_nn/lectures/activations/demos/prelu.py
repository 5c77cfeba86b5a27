"""The slope of PReLU on the left is a parameter like any weight: its gradient is min(z, 0), and descent finds it."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import prelu as prelu_of
from course_nn.lectures.activations.learned_slope import learn, unit
from course_nn.patience import remembered
from course_nn.stage import Challenge, Demo, Slider, look, marks
from course_nn.stage.numbers import number
from course_nn.words import Words, term

EPOCHS = 200
LEARNING_RATE = 0.2
CONTROLS = {
    "slope": Slider(Words("slope a", "斜率 a"), -0.5, 2.0, 1.5, 0.05),
    "alpha": Slider("α₀", 0.0, 2.0, 0.25, 0.05),
    "epoch": Slider(term("epoch"), 0, EPOCHS, 80, 1, plays=True),
}
AXIS = np.linspace(-3, 3, 121)
X = np.linspace(-3, 3, 61)
NOISE = np.random.default_rng(0).normal(0, 0.15, len(X))


class Result(NamedTuple):
    slope: float
    epoch: int
    targets: np.ndarray  # (61,)
    paths: np.ndarray  # (EPOCHS + 1, 3, 2) w, b, α after each epoch; trained as pieces, trained as a maximum
    losses: np.ndarray  # (EPOCHS + 1, 2) mean ½ (f − y)²
    fits: np.ndarray  # (2, 121) both units along AXIS, at this epoch
    alpha: float  # of the first, at this epoch
    bent: int  # how many samples the first multiplies by α; with none, α has no gradient
    formulas: np.ndarray  # (2, 121) with this α along AXIS: the pieces, the maximum


def data(slope):
    """Targets (61,) that a PReLU with this slope would give, but for the noise."""
    return prelu_of(slope).f(X) + NOISE


@remembered
def learned(slope, alpha):
    return learn(X, data(slope), alpha, EPOCHS, LEARNING_RATE)


def compute(slope, alpha, epoch):
    path = learned(slope, alpha)
    (w, _), (b, _), (now, _) = path.theta[epoch].tolist()  # of the pieces
    return Result(
        slope=slope,
        epoch=epoch,
        targets=data(slope),
        paths=path.theta,
        losses=path.losses,
        fits=unit(path.theta[epoch], AXIS).f,
        alpha=now,
        bent=int(np.sum(w * X + b <= 0)),
        formulas=np.stack([prelu_of(now).f(AXIS), np.maximum(now * AXIS, AXIS)]),
    )


def paint(figure):
    data, formula, path = figure.subplots(1, 3)
    data.set(xlim=(-3, 3), ylim=(-6.5, 4), xlabel="$x$", title="data and fits")
    formula.set(xlim=(-3, 3), ylim=(-6.5, 4), xlabel="$z$", title="$\\varphi$ with this $\\alpha$")
    path.set(xlim=(0, EPOCHS), ylim=(-0.6, 2.2), xlabel="epoch", title="$\\alpha$ is learned")
    for axes in (data, formula):
        marks.cross(axes, zorder=0)
    formula.plot(AXIS, np.minimum(AXIS, 0), color=look.GREY, lw=1.5, ls=":", zorder=1)
    formula.text(0.1, -1.5, "$\\partial\\varphi/\\partial\\alpha=\\min(z,0)$", color="#5F5F5F", fontsize=10)
    formula.text(-2.85, 3.2, "$z$ if $z>0$, else $\\alpha z$", color=look.BLUE)
    formula.text(-2.85, 2.2, "$\\max(\\alpha z, z)$", color=look.VERMILION)
    path.axhline(1, color=look.GREY, lw=0.8, ls=":", zorder=0)
    pair = {"color": look.BLUE, "lw": 3}, {"color": look.VERMILION, "lw": 1.8, "ls": "--"}
    return SimpleNamespace(
        points=data.plot(X, X, "o", ms=4, color=look.GREY)[0],
        fits=[data.plot([], [], **style)[0] for style in pair],
        formulas=[formula.plot([], [], **style)[0] for style in pair],
        goal=path.plot([], [], color=look.GREEN, lw=1.5)[0],
        goal_name=path.text(EPOCHS - 4, 0, "$a$", color=look.GREEN, ha="right"),
        paths=[path.plot([], [], **style)[0] for style in pair],
        now=marks.dot(path, ms=9, mfc=look.BLUE, clip_on=False),
    )


def draw(artists, result):
    artists.points.set_ydata(result.targets)
    for i in (0, 1):
        artists.fits[i].set_data(AXIS, result.fits[i])
        artists.formulas[i].set_data(AXIS, result.formulas[i])
        artists.paths[i].set_data(range(EPOCHS + 1), result.paths[:, 2, i])
    artists.goal.set_data([0, EPOCHS], [result.slope] * 2)
    artists.goal_name.set_y(result.slope + 0.06)
    artists.now.set_data([result.epoch], [result.alpha])


def readout(result):
    alpha, goal = number(result.alpha), number(result.slope)
    pieces, maximum = (number(loss, 3) for loss in result.losses[result.epoch])
    start = Words(
        f"Epoch {result.epoch}: α = <b>{alpha}</b>, the slope of the data on the left is a = {goal}.",
        f"第 {result.epoch} 轮：α = <b>{alpha}</b>，数据左侧的斜率 a = {goal}。",
    )
    losses = Words(
        f"Loss when trained by pieces {pieces}, as max(αz, z) {maximum}.",
        f"按分段式训练，损失为 {pieces}；按 max(αz, z) 训练，损失为 {maximum}。",
    )
    if not result.bent:
        return Words(
            f"{start.en} Stuck: z > 0 for all samples, so min(z, 0) = 0 and the gradient of α is zero.",
            f"{start.zh}卡住了：所有样本都有 z > 0，min(z, 0) = 0，α 的梯度为零。",
        )
    if result.alpha <= 1:
        return Words(
            f"{start.en} {losses.en} While α ≤ 1 the two formulas are one.",
            f"{start.zh}{losses.zh}只要 α ≤ 1，两个公式就相同。",
        )
    at = number(-2 * result.alpha)
    return Words(
        f"{start.en} {losses.en} α > 1: φ(−2) is {at}, the maximum −2.00.",
        f"{start.zh}{losses.zh}α > 1：φ(−2) = {at}，而按最大值式为 −2.00。",
    )


def judge(result):
    """Solved if descent has found a negative α; almost if the data want one, or α is close to 0."""
    if result.slope >= 0 or result.epoch == 0:
        return "open"
    return "solved" if result.alpha < -0.2 else "almost"


CHALLENGE = Challenge(
    Words(
        "let descent find an α below −0.2, so that φ is no longer monotone.",
        "让梯度下降学到小于 −0.2 的 α，使 φ 不再单调。",
    ),
    judge,
)


def prelu(**values):
    """One PReLU unit fits noisy data whose left slope the student sets: w, b and α are learned together.
    一个 PReLU 单元拟合带噪声的数据，左侧斜率由学生设定：w、b 与 α 一同学习。

    f = φ(w x + b), φ(z) = z for z > 0, α z for z ≤ 0, ∂φ/∂α = min(z, 0); the lecture's max(α z, z) is the same
    only for α ≤ 1, and it is convex for every α, so a kink that bends downwards is beyond it

    source : the lecture, section 2; He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015), section 2
    """
    return Demo(
        prelu,
        Words("PReLU learns its slope", "PReLU：斜率也由学习得到"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
