"""To part a disc from the ring around it, a network must lift it out of the plane; two units have no room for that."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.common.words import ACTIVATION_NAMES, Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.feature_learning.decision_curve import decision_curve
from course_nn.lectures.feature_learning.demos.ring import disc_in_ring
from course_nn.lectures.feature_learning.demos.ring.disc_in_ring import EPOCHS, EVERY, WIDTHS
from course_nn.lectures.feature_learning.views import turned_about_v
from course_nn.network import INITIALIZATION
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

FEW = 60
MANY = 200
CONTROLS = {
    "activation": Choice("φ", activation_names(INITIALIZATION), "tanh", means=term("activation")),
    "layers": Choice(Words("layers", "层数"), {1: "1", 2: "2", 3: "3"}, 1, costly=(3,)),
    "units": Slider("n", 1, 5, 3, 1, means=Words("units a layer", "每层单元数")),
    "runs": Choice(Words("runs", "训练次数"), {FEW: f"{FEW}", MANY: f"{MANY}"}, FEW, costly=(MANY,)),
    "run": Slider(Words("run", "第几次训练"), 0, FEW - 1, 1, 1),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True),
    "theta": Slider(Words("view from", "视角"), 0, 180, 20, 5, unit="°"),
    "biases": Choice(Words("first biases", "初始偏置"), {"zero": "0", "random": Words("random", "随机")}, "zero"),
}
SPAN = 3.4  # half the window
FINE = 61  # points along a side
PLANE = look.grid(-SPAN, SPAN, FINE)
POINTS = disc_in_ring.X  # (96, 2)
CLASSES = disc_in_ring.T[:, 0]
CLOSED = [*range(90), 0]  # the first point of a circle once more at its end
OUTLINES = np.array([disc_in_ring.circle(radius, 90)[CLOSED] for radius in (2, 3, 0.5, 1)])
HIGHEST = 0.73  # loss in the picture; what is higher stands there
TALLEST = 0.86  # the axis of the losses
CHEAT = 0.25  # the loss of the challenge
BESIDE = 0.33  # so far to either side of a width stand its runs


class Result(NamedTuple):
    run: tuple  # (n - 1, seed), the place of the chosen run in the arrays of all runs
    epoch: int
    losses: np.ndarray  # (5, runs) of all widths, now
    solved: np.ndarray  # (5, runs) bool, the whole ring and the whole disc on the right sides
    f: np.ndarray  # (61, 61) logits of the chosen run over the plane
    curve: np.ndarray  # (pieces, 2, 2) where they are 0
    lines: np.ndarray  # (n, 2, 2) where the first layer's z is 0
    places: np.ndarray  # (96, 2) the training points in hidden space, as they are seen
    outlines: np.ndarray  # (2, 2, 91, 2) two circles in the ring, two in the disc
    cut: float  # height of the separating plane; nan without one
    lead: float  # by which share more runs of three units than of two solve it in the end


def compute(activation, layers, units, runs, run, epoch, theta, biases) -> Generator[float, None, Result]:
    all_runs = yield from disc_in_ring.train_all(activation, layers, runs, biases)
    now = epoch // EVERY
    losses, solved = disc_in_ring.outcomes(activation, layers, runs, biases, now)
    in_the_end = disc_in_ring.outcomes(activation, layers, runs, biases, EPOCHS // EVERY)[1].mean(axis=1)  # (5,)
    of_this_width = all_runs[units]
    chosen = of_this_width.network.with_parameters(of_this_width.parameters[now, run])
    points = np.concatenate([POINTS, *OUTLINES.astype(np.float32)])
    places, cut = turned_about_v(chosen, points, np.deg2rad(theta), len(POINTS))
    return Result(
        run=(units - 1, run),
        epoch=now * EVERY,
        losses=losses,
        solved=solved,
        f=chosen(PLANE).reshape(FINE, FINE),
        curve=decision_curve(chosen, -SPAN, SPAN, FINE),
        lines=np.array([boundary.line(w, b) for w, b in zip(chosen.weights[0], chosen.biases[0])]),
        places=places[: len(POINTS)],
        outlines=places[len(POINTS) :].reshape(2, 2, len(CLOSED), 2),
        cut=cut,
        lead=in_the_end[2] - in_the_end[1],
    )


def paint(figure: Figure) -> SimpleNamespace:
    ends, plane, hidden = figure.subplots(1, 3, width_ratios=[1.1, 1.3, 1.3])
    return SimpleNamespace(**paint_ends(ends), **paint_plane(plane), **paint_hidden(hidden))


def paint_ends(axes: Axes) -> dict:
    axes.set(xlim=(0.5, 5.5), ylim=(-0.02, TALLEST), xticks=WIDTHS, yticks=[0, 0.2, 0.4, 0.6])
    axes.set_xlabel(Words("units a layer", "每层单元数").drawn())
    axes.set_title(Words("loss of every run", "各次训练的损失").drawn())
    return dict(
        chosen=axes.axvspan(2.6, 3.4, color=look.PALE, alpha=0.6, lw=0, zorder=0),
        failed=marks.line(axes, "x", color=look.VERMILION, ms=4, mew=1),
        solved=marks.line(axes, "o", color=look.BLUE, ms=3.5, mew=0),
        run=marks.line(axes, "o", mfc="none", mec=look.BLACK, mew=1.5, ms=9, zorder=4),
        goal=axes.plot([1.6, 2.4], [CHEAT, CHEAT], **goals.LINE | {"zorder": 3})[0],
        goal_name=goals.name(axes, 2, CHEAT - 0.015, ha="center", va="top", zorder=3),
        counts=[axes.text(width, 0.8, "", ha="center", va="center") for width in WIDTHS],
    )


def paint_plane(axes: Axes) -> dict:
    look.plane(axes, -SPAN, SPAN).set(xticks=[-3, 0, 3], yticks=[-3, 0, 3])
    marks.put(marks.points(axes, ms=5.5, mew=0.4), POINTS, CLASSES)
    return dict(
        title=axes.text(0, 1.04, "", transform=axes.transAxes),
        surface=marks.surface(axes, FINE, -SPAN, SPAN),
        lines=marks.line(axes, color=look.BLACK, lw=0.9, ls=(0, (4, 3))),
        curve=marks.line(axes, color=look.BLACK, solid_capstyle="round", zorder=4),
    )


def paint_hidden(axes: Axes) -> dict:
    along = Words("along the plane", "沿平面的方向").drawn()
    title = Words("hidden space", "隐藏空间").drawn()
    look.plane(axes, -1.1, 1.1, (along, "$v$")).set(xticks=[], yticks=[], title=title)
    return dict(
        outlines=[marks.line(axes, color=color, lw=1) for color in look.CLASS_COLORS],
        places=marks.points(axes, ms=5.5, mew=0.4),
        cut=marks.line(axes, color=look.BLACK),
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    draw_ends(artists, result)
    seed, is_solved = result.run[1], result.solved[result.run]
    outcome = Words("solved", "成功") if is_solved else Words("not solved", "未成功")
    artists.title.set_text(Words(f"run {seed}: {outcome.en}", f"第 {seed} 次训练：{outcome.zh}").drawn())
    marks.fill(artists.surface, look.heat(sigmoid(result.f)))
    artists.lines.set_data(look.one_line(result.lines))
    artists.curve.set_data(look.one_line(result.curve))
    marks.put(artists.places, result.places, CLASSES)
    for line, outlines in zip(artists.outlines, result.outlines):
        line.set_data(look.one_line(outlines))
    artists.cut.set_data([-2, 2], [result.cut, result.cut])


def draw_ends(artists: SimpleNamespace, result: Result) -> None:
    """A mark for each run, beside the others of its width; above, how many of them solved it."""
    places = places_of_runs(result)
    artists.failed.set_data(*places[~result.solved].T)
    artists.solved.set_data(*places[result.solved].T)
    artists.chosen.set_x(result.run[0] + 0.6)
    artists.run.set_data(*places[result.run][:, None])
    for text, count in zip(artists.counts, result.solved.sum(axis=1)):
        text.set(text=str(count), color=look.ink(look.BLUE if count else look.VERMILION))


def places_of_runs(result: Result) -> np.ndarray:
    """Where the mark of each run is: (5, runs, 2)."""
    across = np.add.outer(WIDTHS, np.linspace(-BESIDE, BESIDE, result.losses.shape[1]))  # (5, runs)
    return np.stack([across, result.losses.clip(max=HIGHEST)], axis=-1)


def readout(result: Result, values: Values) -> Words:
    width, seed = result.run[0] + 1, result.run[1]
    units = "unit" if width == 1 else "units"
    loss = number(result.losses[result.run], 3)
    runs, phi = result.losses.shape[1], ACTIVATION_NAMES[values.activation].en
    solved = [str(count) for count in result.solved.sum(axis=1)]
    layers = "1 hidden layer" if values.layers == 1 else f"{values.layers} hidden layers"
    return Words(
        f"Of {runs} runs with {layers} of 1, 2, 3, 4, 5 {phi} units, <b>{', '.join(solved)}</b> "
        f"separate disc and ring.\n The chosen run, number {seed} with {width} {units} a layer, "
        f"has loss {loss} after {result.epoch} epochs.",
        f"{values.layers} 个隐藏层，每层 1、2、3、4、5 个 {phi} 单元：各 {runs} 次训练中，分别有 "
        f"<b>{'、'.join(solved)}</b> 次分开圆盘与圆环。\n所选的是每层 {width} 个单元的第 {seed} 次训练，"
        f"第 {result.epoch} 轮时损失为 {loss}。",
    )


OF_ONE_RUN = ("title", "surface", "lines", "curve", "outlines", "places", "cut", "chosen", "run")
ASKED_AT = {"layers": 3}
VEIL = Veil((*OF_ONE_RUN, "goal", "goal_name"), given=("run", "losses", "solved"))
USES = {"choose-two-layers": ("layers",), "pull-curves-right": ("theta", "units"), "sceptic": ("sceptic",)}
TO_DO = {
    "choose-two-layers": tried(layers=(2, 3)),
    "pull-curves-right": lambda result, seen: {2, 3} <= seen["units"] and len(seen["theta"]) > 2,
    "sceptic": tried(sceptic=("relu", "bends", "deep", "runs")),
}


def judge(result: Result) -> str:
    """Solved with two units a layer and a loss below 0.25, which takes depth; almost below 0.3."""
    loss = result.losses[result.run]
    if result.run[0] != 1 or loss >= 0.3:
        return "open"
    return "solved" if loss < CHEAT else "almost"


CHALLENGE = Challenge(
    Words(
        "find the cheat: a run of two units a layer with a loss below 0.25. (Look at its map: where is the ring cut "
        "open?)",
        "找出取巧的那次训练：每层两个单元，损失却低于 0.25。（看看它的分类图：圆环在哪里被切开？）",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "three units a layer mostly separate disc and ring; two never do.",
        "每层三个单元多半能分开圆盘与圆环，两个单元从来不能。",
    ),
    Words("Runs solved with three units, minus those solved with two", "三个单元与两个单元的成功率之差"),
    lambda result: result.lead,
    {
        "relu": Change(Words("ReLU in place of tanh", "用 ReLU 代替 tanh"), {"activation": "relu"}),
        "bends": Change(Words("first biases random", "初始偏置随机"), {"biases": "random"}),
        "deep": Change(Words("two layers", "两层"), {"layers": 2}),
        "runs": Change(Words("200 runs", "训练 200 次"), {"runs": MANY}),
    },
    shares=True,
)


def columns(band: Artist, result: Result) -> list:
    """An upright line through each width."""
    return [[(width, -0.02), (width, TALLEST)] for width in WIDTHS]


def dots(solved: Artist, result: Result) -> np.ndarray:
    """The runs of the chosen width that the control can choose."""
    return places_of_runs(result)[result.run[0], :FEW, None]


def nearest_run(result: Result, x: float, y: float) -> dict:
    far = (places_of_runs(result)[:, :FEW] - (x, y)) / (len(WIDTHS), TALLEST)
    column, run = np.unravel_index(np.hypot(far[..., 0], far[..., 1]).argmin(), far.shape[:2])
    return {"units": int(column) + 1, "run": int(run)}


def turn_view(result: Result, dx: float, dy: float, values: Values) -> dict:
    """Half a turn for a hand that crosses the whole picture."""
    return {"theta": values.theta + 90 * dx}


HANDLES = [
    Handle("chosen", at=columns, click=lambda result, k: {"units": k + 1}, width=40),
    Handle("solved", at=dots, click=lambda result, k: {"run": k}, width=8),
    Handle("run", drag=nearest_run),
    *(Handle(lambda artists, k=k: artists.outlines[k], pull=turn_view) for k in (0, 1)),
]


@demo(Words("A disc in a ring", "圆环中的圆盘"), height=3.1)
def ring(**values):
    """A disc in a ring, learned by networks of 1 to 5 units a layer: how many runs part them, and one from the inside.
    圆环中的圆盘，由每层 1 到 5 个单元的网络学习：有多少次训练能把二者分开，其中一次训练的隐藏空间是什么样子。

    |x| ≤ 1 against 2 ≤ |x| ≤ 3; Adam, η = 0.1, 96 points. Solved: 381 places all over the disc and the ring are right.

    Layers of two units cannot, however many: if φ is continuous and strictly increasing and each W (2, 2) invertible, ψ
    is continuous and one-to-one, so ψ(ring) still goes round ψ(disc), and no straight line has them on its two sides.
    All other W, and ReLU, are limits of such networks, uniformly on disc and ring: if a limit parted these two compact
    sets, a network near it would. Three units can. (A few points are no ring: a network might slip through a gap.)

    source : Olah, Neural Networks, Manifolds, and Topology (2014); Johnson, Deep, Skinny Neural Networks are not
             Universal Approximators (2019)
    """
