"""The multi-class hinge loss is 0 once every wrong class is 1 behind the right one; the cross-entropy never is."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.words import Words, term
from course_nn.datasets import penguins
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number
from course_nn.drawing.sketch import Texts
from course_nn.lectures.losses.three_classes import borders, losses_by_lead, winners
from course_nn.logistic_regression import Standard, standardise
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo
from course_nn.training import History, train

NAMES = {"multiclass_hinge": Words("hinge", "铰链损失"), "softmax_cross_entropy": term("cross-entropy")}
DASHES = ("-", (0, (3, 2)))  # of their lines
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
CHINESE = ("阿德利企鹅", "帽带企鹅", "巴布亚企鹅")
EPOCHS = 200
RATE = 2.0
CONTROLS = {
    "x1": Slider("x₁", 32.0, 60.0, 48.0, 0.1, unit="mm", means=Words("bill length of the probe", "探测点的喙长")),
    "x2": Slider("x₂", 13.0, 22.0, 17.0, 0.1, unit="mm", means=Words("bill depth of the probe", "探测点的喙深")),
    "species": Choice(
        Words("right class c", "正确类别 c"), dict(zip(SPECIES, map(Words, SPECIES, CHINESE))), "Chinstrap"
    ),
    "loss": Choice(Words("trained by", "训练所用损失"), NAMES, "multiclass_hinge"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, 2, plays=True),
}
AREAS = look.tint((*look.THREE_COLORS, "white"), 70)  # white for a tie
WINDOW = (31, 61, 12.5, 22.5)  # mm
SIDE = 90  # points along a side of the map
MAP = np.stack(np.meshgrid(np.linspace(*WINDOW[:2], SIDE), np.linspace(*WINDOW[2:], SIDE)), axis=-1)
LEADS = np.linspace(-3, 6, 181)
ROOM = (-4, 3)  # for the bars of f_k - f_c


class Birds(NamedTuple):
    X: np.ndarray  # (n, 2) mm
    y: np.ndarray  # (n,)
    standard: Standard


class Result(NamedTuple):
    c: int  # the number of the species
    behind: np.ndarray  # (3,) f_k - f_c of the probe
    losses: np.ndarray  # (2,) of the probe: hinge, cross-entropy
    curves: np.ndarray  # (2, 181) both losses while the right score moves and the wrong ones stay
    at_rest: np.ndarray  # (n,) bool, penguins with a loss of exactly 0, in training by the chosen loss
    resting_counts: np.ndarray  # (2,) how many, in training by the hinge and by the cross-entropy
    smallest: float  # cross-entropy of a penguin, in training by the cross-entropy
    areas: np.ndarray  # (90, 90) the class with the largest score; 3 if all are equal
    borders: list  # two (3, 2, 2), in mm


@cache
def birds() -> Birds:
    data = penguins(SPECIES)
    return Birds(data.X, data.y, standardise(data.X))


@cache
def training_run(loss: str) -> History:
    """The training of a linear classifier f = Wx + b with three outputs, from W = 0."""
    network = Network((2, 3), [], init="zeros")
    return train(network, birds().standard.Z, birds().y, loss, learning_rate=RATE, epochs=EPOCHS)


def scores(network: Network, x: np.ndarray) -> np.ndarray:
    """f of points given in mm: (…, 2) -> (…, 3)."""
    standard = birds().standard
    return network((x - standard.mean) / standard.std)


def borders_in_mm(network: Network) -> np.ndarray:
    standard = birds().standard
    return borders(network.weights[0], network.biases[0]) * standard.std + standard.mean


def compute(x1, x2, species, loss, epoch) -> Result:
    flock, x, c = birds(), np.array([x1, x2]), SPECIES.index(species)
    networks = {name: training_run(name).at(epoch) for name in NAMES}
    of_all = {name: LOSSES[name].per_sample(scores(networks[name], flock.X), flock.y) for name in NAMES}
    f = scores(networks[loss], x[None])[0]
    return Result(
        c=c,
        behind=f - f[c],
        losses=np.array([LOSSES[name].per_sample(f[None], [c])[0] for name in NAMES]),
        curves=np.array([losses_by_lead(name, f, c, LEADS) for name in NAMES]),
        at_rest=of_all[loss] == 0,
        resting_counts=np.array([np.sum(losses == 0) for losses in of_all.values()]),
        smallest=float(of_all["softmax_cross_entropy"].min()),
        areas=winners(scores(networks[loss], MAP)),
        borders=[borders_in_mm(network) for network in networks.values()],
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, bars, curve = figure.subplots(1, 3, width_ratios=[1.3, 0.95, 1])
    plane.set(xlim=WINDOW[:2], ylim=WINDOW[2:])
    plane.set_xlabel(Words("bill length $x_1$ (mm)", "喙长 x₁（mm）").drawn())
    plane.set_ylabel(Words("bill depth $x_2$ (mm)", "喙深 x₂（mm）").drawn())
    plane.set_title(Words("▲ Adelie ● Chinstrap ■ Gentoo", "▲ 阿德利  ● 帽带  ■ 巴布亚").drawn())
    curve.set(xlim=(-3, 6), xticks=[-2, 1, 4], ylim=(-0.1, 5), xlabel="$f_c - \\max f_k$")
    curve.set_title(Words("loss of the probe", "探测点的损失").drawn())
    curve.axvline(1, color=look.BLACK, lw=1, ls=":", zorder=0)
    strokes = [dict(color=look.BLACK, ls=dash) for dash in DASHES]
    key = marks.key(curve, zip(map(Words.drawn, NAMES.values()), strokes), x=0.47)
    return SimpleNamespace(
        goal=paint_goal(curve),
        entropy_name=key[1],
        **paint_plane(plane),
        **paint_bars(bars),
        curves=[marks.line(curve, **stroke) for stroke in strokes],
        here=probe(curve, ms=8, **marks.UNCLIPPED),
        drop=marks.line(curve, color=look.VERMILION, lw=1),
    )


def paint_goal(axes: Axes) -> list:
    """The cross-entropy above which the challenge is solved, where the hinge loss is 0."""
    name = Words("goal: above", "目标：此线以上")
    return [*axes.plot([1, 3], [0.4, 0.4], **goals.LINE), goals.name(axes, 1.7, 0.4, name)]


def paint_plane(axes: Axes) -> dict:
    blank = AREAS[np.full((2, 2), 3)]
    return dict(
        areas=axes.imshow(blank, origin="lower", extent=WINDOW, aspect="auto", zorder=0),
        resting=marks.points(axes, ms=3, classes=3, alpha=0.35, mec="auto"),
        pulling=marks.points(axes, ms=7, classes=3, mew=0.5),
        borders=[marks.line(axes, color=look.BLACK, lw=1.6, ls=dash) for dash in DASHES],
        probe=probe(axes, ms=11),
    )


def probe(axes: Axes, ms: int, **style) -> Line2D:
    return marks.dot(axes, ms=ms, mec=look.BLACK, mew=1.5, **style)


def paint_bars(axes: Axes) -> dict:
    low, high = ROOM
    axes.set(xlim=(low, 2 * high), ylim=(2.6, -0.6), xlabel="$f_k - f_c$", title="$\\max(0, 1 + f_k - f_c)$")
    axes.set_xticks([-4, -1, 2], ["≤ −4", "−1", "2"])
    axes.set_yticks(range(3), "▲●■")
    axes.tick_params(axis="y", length=0)
    for label, color in zip(axes.get_yticklabels(), look.THREE_COLORS):
        label.set(color=look.ink(color), fontsize=15)
    axes.spines["left"].set_visible(False)
    axes.axvline(-1, color=look.BLACK, lw=1, ls=":", zorder=0)
    numbers = Texts(axes)
    numbers.outlines.set_in_layout(False)
    return dict(
        bars=axes.hlines([0] * 6, 0, 0, colors=[look.GREY] * 3 + [look.VERMILION] * 3, lw=16),
        numbers=numbers,
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    flock, c = birds(), result.c
    marks.fill(artists.areas, AREAS[result.areas])
    marks.put(artists.resting, flock.X[result.at_rest], flock.y[result.at_rest])
    marks.put(artists.pulling, flock.X[~result.at_rest], flock.y[~result.at_rest])
    for line, rays in zip(artists.borders, result.borders):
        line.set_data(*look.one_line(rays))
    artists.probe.set_data([values.x1], [values.x2])
    artists.probe.set_marker(look.THREE_MARKERS[c])
    draw_bars(artists, result)
    lead = float(np.clip(-np.delete(result.behind, c).max(), LEADS[0], LEADS[-1]))
    for line, losses in zip(artists.curves, result.curves):
        line.set_data(LEADS, losses)
    artists.here.set_data([lead, lead], result.losses.clip(max=5))
    artists.here.set_marker(look.THREE_MARKERS[c])
    artists.drop.set_data([lead, lead], [0, result.losses.max()])


def draw_bars(artists: SimpleNamespace, result: Result) -> None:
    """A grey bar as far as -1, and red what overhangs; all of the right class is grey."""
    ends = result.behind.clip(*ROOM)
    joints = np.where(np.arange(3) == result.c, ends, ends.clip(max=-1))
    grey = [[(ROOM[0], k), (joints[k], k)] for k in range(3)]
    red = [[(joints[k], k), (ends[k], k)] for k in range(3)]
    artists.bars.set_segments(grey + red)
    terms = [number(max(0, 1 + behind)) for behind in result.behind]
    terms[result.c] = Words("right", "正确").drawn()
    artists.numbers.move([(4.7, k) for k in range(3)], terms)


def readout(result: Result) -> Words:
    hinge, entropy = (number(loss, 3) for loss in result.losses)
    hinge_rests, entropy_rests = result.resting_counts
    n, least = len(result.at_rest), magnitude(result.smallest, 3, smallest=0.001)
    return Words(
        f"Probe ({SPECIES[result.c]}): hinge loss <b>{hinge}</b>, cross-entropy <b>{entropy}</b>.\n The loss is "
        f"exactly 0 (small symbols) for {hinge_rests} of {n} birds if training uses the hinge loss, and for "
        f"{entropy_rests} if it uses the cross-entropy. The smallest cross-entropy of any bird is {least}.",
        f"探测点（{CHINESE[result.c]}）：铰链损失 <b>{hinge}</b>，交叉熵 <b>{entropy}</b>。\n "
        f"损失恰为 0 的企鹅（小符号）：{n} 只中，用铰链损失训练时有 {hinge_rests} 只，用交叉熵训练时有 "
        f"{entropy_rests} 只；单只企鹅的交叉熵最小为 {least}。",
    )


VEIL = Veil(
    ("borders.1", "curves.1", "here", "drop", "goal", "entropy_name"),
    given=("c", "behind", "curves", "at_rest", "areas", "borders"),
)
USES = {
    "drag-probe-red": ("x1", "x2"),
    "train-cross-entropy": ("loss", "epoch"),
    "wrong-species": ("species",),
}
TO_DO = {
    "drag-probe-red": lambda result: result.losses[0] == 0,
    "train-cross-entropy": lambda result, values, seen: (
        values.loss == "softmax_cross_entropy" and len(seen["epoch"]) > 1
    ),
    "wrong-species": lambda result, values: values.species == "Gentoo" and result.losses[0] > 1,
}


def judge(result: Result) -> str:
    """Solved with hinge loss 0 and a cross-entropy above 0.4 (log(1 + 2/e) = 0.551 is the most); almost above 0.25."""
    hinge, entropy = result.losses
    if hinge > 0 or entropy < 0.25:
        return "open"
    return "solved" if entropy > 0.4 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a place where the probe's hinge loss is exactly 0, but its cross-entropy still above 0.4.",
        "找一处位置，使探测点的铰链损失恰为 0，而交叉熵仍大于 0.4。",
    ),
    judge,
)


def at_bird(result: Result, k: int) -> dict:
    """The probe in the place of a bird, as one of its species."""
    x1, x2 = birds().X[k]
    return {"x1": x1, "x2": x2, "species": SPECIES[birds().y[k]]}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The cross-entropy that was expected from a lead of 1 on."""
    leads = np.linspace(1, 6, 51)
    expected = {"always": 0 * leads, "sometimes": (1.1 - 0.55 * leads).clip(0), "never": np.log1p(2 * np.exp(-leads))}
    return artists.drop.axes, np.stack([leads, expected[option]], axis=1)


HANDLES = [
    Handle("probe", at=lambda probe, result: birds().X[:, None], click=at_bird, width=10),
    Handle(
        "bars",
        at=lambda _, r: [[(ROOM[0], k), (6, k)] for k in range(3)],
        click=lambda r, k: {"species": SPECIES[k]},
        width=30,
    ),
    Handle("probe", x="x1", y="x2"),
]


@demo(Words("Multi-class hinge", "多分类铰链损失"))
def multiclass_hinge(**values):
    """A linear classifier of three species, trained by the multi-class hinge loss or by softmax cross-entropy.
    用多分类铰链损失或 softmax 交叉熵训练的三类线性分类器。

    hinge: l = Σ_{k≠c} max(0, 1 + f_k - f_c);  cross-entropy: l = log Σ_k e^(f_k) - f_c;  f = Wx + b, x standardised

    Large symbols have a loss above 0 and pull on W; small ones have none. Gradient descent, η = 2, on the mean loss.

    source : the lecture, section 5; Weston & Watkins, Support Vector Machines for Multi-Class Pattern Recognition
             (1999); penguins: Gorman, Williams & Fraser (2014)
    """
