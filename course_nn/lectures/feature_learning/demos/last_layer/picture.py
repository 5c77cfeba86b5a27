"""Seen from its last layer, a network is a plain linear model: freeze what comes before, fit it anew, and compare."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.common.progress import finished
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.feature_learning.demos.last_layer.refitting import (
    ALONE,
    EPOCHS,
    EVERY,
    NOISE,
    Run,
    largest_lag,
    train_and_refit,
)
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Slider, Veil, demo

SEEDS = 5
DATA = {
    "circle": Words("classify: ring", "分类：圆环"),
    "moons": Words("classify: moons", "分类：双月"),
    "xor": Words("classify: xor", "分类：异或"),
    "hill": Words("regress: hill", "回归：山丘"),
    "waves": Words("regress: waves", "回归：波浪"),
}
CONTROLS = {
    "epoch": Slider(term("epoch"), 0, EPOCHS, 0, EVERY, plays=True),
    "data": Choice(Words("task", "任务"), DATA, "circle"),
    "lam": Choice("λ", {0.1: "0.1", 1.0: "1", 10.0: "10"}, 0.1, means=Words("weight of the penalty", "惩罚项的系数")),
    "rate": Choice("η", {0.005: "0.005", 0.02: "0.02", 0.1: "0.1"}, 0.02, means=Words("learning rate", "学习率")),
    "seed": Choice(Words("seed", "随机种子"), {seed: str(seed) for seed in range(SEEDS)}, 0),
}
EDGE = 2.4  # x is shown in ±EDGE
PLANE = look.grid(-EDGE, EDGE, 80).reshape(80, 80, 2)
PSI_EDGE = 1.2  # and ψ in ±PSI_EDGE; tanh reaches ±1
PSI_PLANE = look.grid(-PSI_EDGE, PSI_EDGE, 60).reshape(60, 60, 2)
GOAL_FROM = 20  # epochs, from which the challenge counts
DASH = (0, (4, 2))
PREDICTED = {"early": (0, EPOCHS / 3), "end": (2 * EPOCHS / 3, EPOCHS)}  # a third of the training


class Cut(NamedTuple):
    """The line v·ψ + c = 0 of a last layer, where the answer is 1/2."""

    v: np.ndarray  # (2,)
    c: float


class Result(NamedTuple):
    run: Run
    classify: bool
    now: int  # epoch / 5
    cuts: list  # of the network and of the refit
    surfaces: list  # the answers of both, (80, 80) over x
    psi_surface: np.ndarray  # (60, 60) the network's own answers over ψ


def compute(epoch, data, lam, rate, seed) -> Generator[float, None, Result]:
    run = yield from train_and_refit(data, lam, seed, rate)
    now = epoch // EVERY
    classify = data in NOISE
    network = run.networks.with_parameters(run.networks.parameters[now])
    half = 0 if classify else 0.5  # a classification answers σ(f), which is 1/2 at 0; a regression f
    own = Cut(network.weights[-1][0], float(network.biases[-1][0]) - half)
    refit = Cut(run.v[now], float(run.c[now]) - half)
    psi = features(network, PLANE)
    return Result(
        run=run,
        classify=classify,
        now=now,
        cuts=[own, refit],
        surfaces=[answer(psi, own, classify), answer(psi, refit, classify)],
        psi_surface=answer(PSI_PLANE, own, classify),
    )


def answer(psi: np.ndarray, cut: Cut, classify: bool) -> np.ndarray:
    f = psi @ cut.v + cut.c
    return sigmoid(f) if classify else f + 0.5


def paint(figure: Figure) -> SimpleNamespace:
    plane, space, loss = figure.subplots(1, 3, width_ratios=[1, 1, 1.15])
    return SimpleNamespace(plane=paint_plane(plane), space=paint_space(space), loss=paint_loss(loss))


def paint_plane(axes: Axes) -> SimpleNamespace:
    look.plane(axes, -EDGE, EDGE).set(title="$x$", xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    surface = marks.surface(axes, 80, -EDGE, EDGE)
    points = paint_points(axes)
    cuts = [
        marks.line(axes, color=color, lw=width, solid_capstyle="butt", zorder=3)
        for color, width in ((look.BLACK, 3), (look.VERMILION, 1.2))
    ]
    return SimpleNamespace(surface=surface, cuts=cuts, **points)


def paint_space(axes: Axes) -> SimpleNamespace:
    look.plane(axes, -PSI_EDGE, PSI_EDGE, ("$\\psi_1$", "$\\psi_2$"))
    axes.set(title="$\\psi(x)$", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    surface = marks.surface(axes, 60, -PSI_EDGE, PSI_EDGE)
    points = paint_points(axes)
    own = marks.line(axes, color=look.BLACK, zorder=3)
    refit = marks.line(axes, color=look.VERMILION, ls=DASH, zorder=4)
    return SimpleNamespace(surface=surface, cuts=[own, refit], **points)


def paint_points(axes: Axes) -> dict:
    """Points of two classes, or coloured by the number that belongs to them."""
    return dict(
        classes=marks.points(axes, mew=0.5),
        values=axes.scatter([], [], s=32, ec=look.GREY, lw=0.6, zorder=2),
    )


def paint_loss(axes: Axes) -> SimpleNamespace:
    title = Words("loss + penalty", "损失 + 惩罚项").drawn()
    axes.set(xlim=(0, EPOCHS), xlabel=term("epoch").drawn(), title=title, xticks=[0, 200, 400, 600])
    axes.set_box_aspect(0.87)
    axes.yaxis.set_major_formatter("{x:.2f}")
    own, refit = dict(color=look.BLACK), dict(color=look.VERMILION, ls=DASH)
    alone = dict(color=look.GREEN, lw=1.5)
    network, again = Words("network", "网络").drawn(), Words("refit", "重新拟合").drawn()
    last = Words("v, c alone", "只训练 v、c").drawn()
    _, refit_name = marks.key(axes, [(network, own), (again, refit)], x=0.06, y=0.99, stroke=18)
    alone_name, goal_name = marks.key(
        axes, [(last, alone), (goals.NAME.drawn(), goals.STROKE)], x=0.51, y=0.99, stroke=18
    )
    return SimpleNamespace(
        axes=axes,
        now=marks.now(axes),
        own=marks.line(axes, **own),
        refit=marks.line(axes, **refit),
        alone=marks.line(axes, zorder=1.5, **alone),
        goal=[marks.line(axes, **goals.LINE), *goal_name],
        names=[*refit_name, *alone_name],
        own_now=marks.dot(axes, ms=9, mfc=look.BLACK, clip_on=False),
        refit_now=marks.dot(axes, ms=9, clip_on=False),
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    run, plane, space = result.run, artists.plane, artists.space
    marks.fill(plane.surface, look.heat(result.surfaces[0]))
    marks.fill(space.surface, look.heat(result.psi_surface))
    draw_points(plane, run.X, run.y, result.classify)
    draw_points(space, run.psi[result.now], run.y, result.classify)
    for curve, surface in zip(plane.cuts, result.surfaces):
        curve.set_data(*look.one_line(boundary.curve(surface - 0.5, -EDGE, EDGE)))
    for line, cut in zip(space.cuts, result.cuts):
        line.set_data(*boundary.line(cut.v, cut.c).T)
    draw_loss(artists.loss, run, result.now)
    draw_goal(artists.loss, run, result.classify)


def draw_points(parts: SimpleNamespace, places: np.ndarray, y: np.ndarray, classify: bool) -> None:
    nowhere = np.empty((0, 2))
    if classify:
        marks.put(parts.classes, places, y)
        parts.values.set_offsets(nowhere)
    else:
        marks.put(parts.classes, nowhere, np.empty(0))
        parts.values.set_offsets(places)
        parts.values.set_facecolor(look.heat(y) / 255)


def draw_loss(parts: SimpleNamespace, run: Run, now: int) -> None:
    epochs = EVERY * np.arange(len(run.own_objective))
    highest = run.own_objective[2:].max()  # the first ten epochs may lie higher, and are cut off
    marks.fit(parts.axes, ylim=(0, 1.4 * highest))
    marks.at(parts.now, epochs[now])
    parts.own.set_data(epochs, run.own_objective)
    parts.refit.set_data(epochs, run.best_objective)
    parts.alone.set_data(epochs[now] + np.arange(ALONE + 1), run.alone_objective[:, now])
    parts.own_now.set_data([epochs[now]], [min(run.own_objective[now], 1.38 * highest)])
    parts.refit_now.set_data([epochs[now]], [min(run.best_objective[now], 1.38 * highest)])


def draw_goal(parts: SimpleNamespace, run: Run, classify: bool) -> None:
    """The third of the network's loss below which the refit has to come."""
    first, third = GOAL_FROM // EVERY, run.own_objective / 3
    parts.goal[0].set_data(EVERY * np.arange(first, len(third)), third[first:])
    for artist in parts.goal:
        artist.set_visible(classify)


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """The part of the training in which a new last layer was predicted to gain most."""
    if option not in PREDICTED:
        return None
    first, last = PREDICTED[option]
    name_ends = min(last + EPOCHS / 4, EPOCHS)  # beyond a gap in the line
    return artists.loss.axes, np.array([(first, 0.5), (last, 0.5), (np.nan, np.nan), (name_ends, 0.5)])


ASKED = np.array([0, 25, 50, 75, 100, 150, 200, 300, 400, 500, 600])  # epochs
A_LOSS = 0.1 + 0.65 * np.exp(-ASKED / 60)  # that falls in training, as one would sketch it
EARLY, LATE = ASKED <= EPOCHS / 3, ASKED >= 2 * EPOCHS / 3


def losses() -> tuple:
    """With the network's own last layer, and with the best one, at the epochs that are asked for."""
    run = finished(train_and_refit("circle", 0.1, 0, 0.02))
    return run.own_objective[ASKED // EVERY], run.best_objective[ASKED // EVERY]


def beside_the_refit(drawn: np.ndarray, true: np.ndarray) -> Words:
    """Where the curve lies farthest below the network's own, and where it ends: drawn, and measured."""
    network = losses()[0]
    gaps = [network - curve for curve in (drawn, true)]
    (own, mine), (at, most) = ((ASKED[gap.argmax()], number(gap.max())) for gap in gaps)
    last, end, black = (number(curve[-1]) for curve in (drawn, true, network))
    lies = Words("lies nowhere below the black one", "处处不低于黑线")
    if gaps[0].max() > NO_GAP:
        lies = Words(
            f"lies farthest below the black one at epoch {own}, by {mine}", f"在第 {own} 轮比黑线低得最多，低 {mine}"
        )
    return Words(
        f"Your curve {lies.en}, and ends at {last}. Measured: farthest below it at epoch {at}, by {most}; it ends at "
        f"{end}, the black one at {black}.",
        f"你画的曲线{lies.zh}，最后为 {last}。测得：在第 {at} 轮比黑线低得最多，低 {most}；最后为 {end}，"
        f"黑线为 {black}。",
    )


NO_GAP = 0.005  # of the loss


ESTIMATE = Curve(
    axes=lambda artists: artists.loss.axes,
    x=tuple(ASKED),
    across=Words("at epoch", "轮次"),
    label=Words("loss with a new last layer", "换上新的最后一层后的损失"),
    low=0,
    high=0.8,
    truth=lambda: losses()[1],
    places={
        "early": np.where(EARLY, A_LOSS / 2, A_LOSS),
        "end": np.where(LATE, A_LOSS / 4, A_LOSS),
        "never": A_LOSS,
    },
    said=beside_the_refit,
)


def readout(result: Result) -> Words:
    run, now = result.run, result.now
    own, refit = number(run.own_objective[now], 4), number(run.best_objective[now], 4)
    gap = run.alone_objective[-1, now] - run.best_objective[now]
    solver = Words("Newton's method", "牛顿法") if result.classify else Words("least squares", "最小二乘法")
    rest = Words("less than 10⁻⁶", "不到 10⁻⁶") if gap < 1e-6 else Words(number(gap, 6), f" {number(gap, 6)}")
    return Words(
        f"Loss and penalty after {now * EVERY} epochs: {own} with the network's own last layer, <b>{refit}</b> with "
        f"the best last layer for the same ψ ({solver.en}).\n If ψ is frozen and v and c alone are trained for {ALONE} "
        f"more epochs, they end {rest.en} above the best.",
        f"第 {now * EVERY} 轮时的损失与惩罚项之和：用网络自身的最后一层，为 {own}；ψ 不变，换上最优的最后一层"
        f"（{solver.zh}），为 <b>{refit}</b>。\n若冻结 ψ，只对 v 和 c 再训练 {ALONE} 轮，最终比最优值高{rest.zh}。",
    )


def lags_most(result: Any) -> bool:
    """Whether the refit lies about as far below the network's loss now as it ever does."""
    gaps = result.run.own_objective - result.run.best_objective
    return bool(gaps[result.now] > 0.6 * gaps.max())


OF_REFIT = tuple(f"loss.{name}" for name in ("refit", "refit_now", "alone", "names", "goal"))
VEIL = Veil(
    ("plane.surface", "plane.cuts", "space.cuts.1", *OF_REFIT), given=("run", "classify", "now", "cuts", "psi_surface")
)
USES = {"drag-grey-line": ("epoch",), "press-play-drag": ("epoch",), "sceptic": ("sceptic",)}
TO_DO = {
    "drag-grey-line": lags_most,
    "press-play-drag": lambda result: result.now == EPOCHS // EVERY,
    "sceptic": lambda result, seen: {"slow", "fast", "moons", "penalty"} <= seen["sceptic"],
}


def judge(result: Result) -> str:
    """Solved if at epoch 20 or later the refit has less than a third of the network's loss; almost at a half."""
    if not result.classify or result.now * EVERY < GOAL_FROM:
        return "open"
    share = result.run.best_objective[result.now] / result.run.own_objective[result.now]
    if share < 1 / 3:
        return "solved"
    return "almost" if share < 1 / 2 else "open"


CHALLENGE = Challenge(
    Words(
        "a classification, epoch 20 or later: find a moment at which refitting leaves less than a third of the loss.",
        "分类任务、第 20 轮及以后：找一个时刻，重新拟合后损失不到原来的三分之一。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "on the way, the last layer is not the best for its features.",
        "训练途中，最后一层对当时的特征来说不是最优的。",
    ),
    Words("Largest share of the loss that a new last layer removes", "换上新的最后一层，损失最多降低"),
    lambda result: largest_lag(result.run.own_objective, result.run.best_objective),
    {
        "slow": Change(Words("a quarter of the learning rate", "学习率减到四分之一"), {"rate": 0.005}),
        "fast": Change(Words("five times the learning rate", "学习率增为五倍"), {"rate": 0.1}),
        "moons": Change(Words("other data: moons", "换数据：双月"), {"data": "moons"}),
        "penalty": Change(Words("a hundred times the penalty", "惩罚项的系数增为一百倍"), {"lam": 10.0}),
    },
    shares=True,
)


HANDLES = [Handle(lambda artists: artists.loss.now, x="epoch")]


@demo(Words("The last layer", "最后一层"), height=3.0)
def last_layer(**values):
    """A trained network's features ψ(x), and two last layers on them: the network's own, and the best there is.
    训练所得的特征 ψ(x)，以及其上的两个最后一层：网络自己的，与最优的。

    mean loss + λ/n · ½ ‖v‖² of v·ψ(x) + c: by training everything, by a solver, and by training v and c alone
    2 inputs, 8 and 2 hidden units of tanh, 1 output; squared error for regression, cross-entropy for classification

    source : the lecture, section 6
    """
