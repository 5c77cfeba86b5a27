"""The multi-class hinge loss rests once every wrong class is 1 behind the right one; the cross-entropy never rests."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgb

from course_nn import boundary
from course_nn.datasets import penguins
from course_nn.logistic_regression import standardise
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.stage.sketch import Texts
from course_nn.training import train
from course_nn.words import Words, term

NAMES = {"multiclass_hinge": Words("hinge", "铰链损失"), "softmax_cross_entropy": term("cross-entropy")}
SPECIES, EPOCHS, RATE = ("Adelie", "Chinstrap", "Gentoo"), 200, 2.0
CONTROLS = {
    "x1": Slider("x₁", 32.0, 60.0, 48.0, 0.1, unit="mm"),
    "x2": Slider("x₂", 13.0, 22.0, 17.0, 0.1, unit="mm"),
    "species": Choice("c", list(SPECIES), "Chinstrap"),
    "loss": Choice(Words("trained by", "训练用"), NAMES, "multiclass_hinge"),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, 2, plays=True),
}
COLORS, MARKERS = (*look.CLASS_COLORS, look.GREEN), (*look.CLASS_MARKERS, "s")
PALE = (255 - 70 * (1 - np.array([*map(to_rgb, COLORS), (1, 1, 1)]))).astype(np.uint8)  # of the areas; white for a tie
WINDOW, SIDE = (31, 61, 12.5, 22.5), 90  # mm; points along a side of the map
MAP = np.stack(np.meshgrid(np.linspace(*WINDOW[:2], SIDE), np.linspace(*WINDOW[2:], SIDE)), axis=-1)
LEADS, ROOM = np.linspace(-3, 6, 181), (-4, 3)  # of the axes
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Result(NamedTuple):
    c: int
    x: np.ndarray  # (2,) the probe, in mm
    behind: np.ndarray  # (3,) f_k - f_c of the probe
    losses: np.ndarray  # (2,) of the probe: hinge, cross-entropy
    curves: np.ndarray  # (2, 181) both losses while the right score moves and the wrong ones stay
    content: np.ndarray  # (n,) bool, penguins whose loss, of the one trained by, is exactly 0
    contents: np.ndarray  # (2,) how many: of the hinge where trained by it, of the cross-entropy where trained by that
    smallest: float  # cross-entropy of any penguin, where trained by it
    areas: np.ndarray  # (90, 90) the class with the largest score; 3 if all are equal
    borders: list  # two (9, 2), in mm


@cache
def birds():
    data = penguins(SPECIES)
    return data.X, data.y, standardise(data.X)


@cache
def trained(loss):
    """The run of a linear classifier f = Wx + b with three outputs, from W = 0."""
    _, y, standard = birds()
    return train(Network((2, 3), [], init="zeros"), standard.Z, y, loss, learning_rate=RATE, epochs=EPOCHS)


def scores(network, x):
    """f of points given in mm: (…, 2) -> (…, 3)."""
    standard = birds()[2]
    return network((x - standard.mean) / standard.std)


def border(W, b):
    """Where two classes tie and the third is behind: three rays from one point, (9, 2), nan between them."""
    pieces = []
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        ends = boundary.line(W[i] - W[j], b[i] - b[j], 99)
        ahead = ends @ (W[i] - W[k]) + b[i] - b[k]  # of the third, at both ends
        if ahead.min() < 0 < ahead.max():
            ends[ahead < 0] = ends[0] + ahead[0] / (ahead[0] - ahead[1]) * (ends[1] - ends[0])
        ends[(ahead < 0).all()] = np.nan
        pieces += [*ends, [np.nan] * 2]
    return np.array(pieces) * birds()[2].std + birds()[2].mean


def compute(x1, x2, species, loss, epoch):
    (X, y, _), x, c = birds(), np.array([x1, x2]), SPECIES.index(species)
    networks = [trained(name).at(epoch) for name in NAMES]
    of_all = [LOSSES[name].per_sample(scores(network, X), y) for name, network in zip(NAMES, networks)]
    chosen = list(NAMES).index(loss)
    f, F = scores(networks[chosen], x[None])[0], scores(networks[chosen], MAP)
    wrong = np.delete(f, c)
    moved = np.stack([LEADS, *np.broadcast_to((wrong - wrong.max())[:, None], (2, len(LEADS)))], axis=1)  # c first
    both = [LOSSES[name] for name in NAMES]
    return Result(
        c,
        x,
        f - f[c],
        np.array([one.per_sample(f[None], [c])[0] for one in both]),
        np.array([one.per_sample(moved, np.zeros(len(LEADS), int)) for one in both]),
        of_all[chosen] == 0,
        np.sum(np.array(of_all) == 0, axis=1),
        float(of_all[1].min()),
        np.where(np.ptp(F, axis=-1) > 0, F.argmax(axis=-1), 3),
        [border(n.weights[0], n.biases[0]) for n in networks],
    )


def paint(figure):
    plane, bars, curve = figure.subplots(1, 3, width_ratios=[1.3, 0.95, 1])
    plane.set(
        xlim=WINDOW[:2],
        ylim=WINDOW[2:],
        xlabel="bill length $x_1$ (mm)",
        ylabel="bill depth $x_2$ (mm)",
        title="▲ Adelie ● Chinstrap ■ Gentoo",
    )
    bars.set(xlim=(ROOM[0], 2 * ROOM[1]), ylim=(2.6, -0.6), xlabel="$f_k - f_c$", title="$\\max(0, 1 + f_k - f_c)$")
    bars.set_xticks([-4, -1, 2], ["≤ −4", "−1", "2"])
    bars.set_yticks(range(3), "▲●■")
    bars.tick_params(axis="y", length=0)
    for label, color in zip(bars.get_yticklabels(), COLORS):
        label.set(color=color, fontsize=15)
    bars.spines["left"].set_visible(False)
    bars.axvline(-1, color=look.BLACK, lw=1, ls=":", zorder=0)
    curve.set(xlim=(-3, 6), xticks=[-2, 1, 4], ylim=(-0.1, 5), xlabel="$f_c - \\max f_k$", title="loss of the probe")
    curve.axvline(1, color=look.BLACK, lw=1, ls=":", zorder=0)
    curve.text(1.3, 4.5, "solid: hinge", zorder=0)
    curve.text(1.3, 4.0, "dashed: cross-entropy", zorder=0)
    kinds, dashes = list(zip(COLORS, MARKERS)), ("-", (0, (3, 2)))
    probe = dict(ls="", mfc=look.VERMILION, mec=look.BLACK, mew=1.5, zorder=5)
    numbers = Texts(bars)
    numbers.outlines.set_in_layout(False)
    return SimpleNamespace(
        areas=plane.imshow(PALE[np.full((2, 2), 3)], origin="lower", extent=WINDOW, aspect="auto", zorder=0),
        content=[plane.plot([], [], marker, color=color, ms=3, alpha=0.35)[0] for color, marker in kinds],
        pulling=[plane.plot([], [], marker, color=color, ms=7, mec="white", mew=0.5)[0] for color, marker in kinds],
        borders=[plane.plot([], [], color=look.BLACK, lw=1.6, ls=dash)[0] for dash in dashes],
        probe=plane.plot([], [], ms=11, **probe)[0],
        bars=bars.hlines([0] * 6, 0, 0, colors=[look.GREY] * 3 + [look.VERMILION] * 3, lw=16),
        numbers=numbers,
        curves=[curve.plot([], [], color=look.BLACK, ls=dash)[0] for dash in dashes],
        here=curve.plot([], [], ms=8, clip_on=False, in_layout=False, **probe)[0],
        drop=curve.plot([], [], color=look.VERMILION, lw=1)[0],
    )


def draw(artists, result):
    (X, y, _), c, behind = birds(), result.c, result.behind.clip(*ROOM)
    artists.areas.set_data(PALE[result.areas])
    for k in range(3):
        artists.content[k].set_data(*X[(y == k) & result.content].T)
        artists.pulling[k].set_data(*X[(y == k) & ~result.content].T)
    for line, points in zip(artists.borders, result.borders):
        line.set_data(*points.T)
    artists.probe.set_data(*result.x[:, None])
    artists.probe.set_marker(MARKERS[c])
    ends = np.where(np.arange(3) == c, behind, behind.clip(max=-1))  # where the overhang begins
    artists.bars.set_segments(
        [[(ROOM[0], k), (ends[k], k)] for k in range(3)] + [[(ends[k], k), (behind[k], k)] for k in range(3)]
    )
    terms = [number(max(0, 1 + v)) if k != c else "right" for k, v in enumerate(result.behind)]
    artists.numbers.move([(4.7, k) for k in range(3)], terms)
    lead = float(np.clip(-np.delete(result.behind, c).max(), *LEADS[[0, -1]]))
    for line, values in zip(artists.curves, result.curves):
        line.set_data(LEADS, values)
    artists.here.set_data([lead, lead], result.losses.clip(max=5))
    artists.here.set_marker(MARKERS[c])
    artists.drop.set_data([lead, lead], [0, result.losses.max()])


def readout(result):
    hinge, entropy = (number(v, 3) for v in result.losses)
    n, (contents, never), least = len(result.content), result.contents, small(result.smallest)
    return Words(
        f"Probe ({SPECIES[result.c]}): hinge <b>{hinge}</b>, cross-entropy <b>{entropy}</b>. "
        f"Loss 0 (small): {contents} of {n} by hinge, {never} by cross-entropy (least {least}).",
        f"探针（{SPECIES[result.c]}）：铰链损失 <b>{hinge}</b>，交叉熵 <b>{entropy}</b>。"
        f"损失恰为 0（小符号）：铰链损失 {n} 只中 {contents} 只，交叉熵 {never} 只（最小 {least}）。",
    )


def small(value):
    """A number above 0 as text, however small: 6·10⁻⁷."""
    digit, power = f"{value:.0e}".split("e")
    return number(value, 3) if value > 0.001 else f"{digit}·10{str(int(power)).translate(RAISED)}"


def judge(result):
    """Above log(1 + 1/e) = 0.313 only if both wrong classes are close; never above log(1 + 2/e) = 0.551."""
    hinge, entropy = result.losses
    return "open" if hinge > 0 or entropy < 0.25 else "solved" if entropy > 0.4 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a place where the probe's hinge loss is exactly 0, but its cross-entropy still above 0.4.",
        "找一处位置，使探针的铰链损失恰为 0，而交叉熵仍大于 0.4。",
    ),
    judge,
)


def multiclass_hinge(**values):
    """A linear classifier of three species, trained by the multi-class hinge loss or by softmax cross-entropy.
    用多类铰链损失或 softmax 交叉熵训练的三类线性分类器。

    hinge: l = Σ_{k≠c} max(0, 1 + f_k - f_c);  cross-entropy: l = log Σ_k e^(f_k) - f_c;  f = Wx + b, x standardised

    Large symbols have a loss above 0 and pull on W; small ones have none. Gradient descent, η = 2, on the mean loss.

    values : x1, x2 and species c of a probe, loss ("multiclass_hinge" or "softmax_cross_entropy"), epoch
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 5; Weston & Watkins, Support Vector Machines for Multi-Class Pattern Recognition
             (1999); penguins: Gorman, Williams & Fraser (2014)
    """
    return Demo(
        multiclass_hinge,
        Words("Multi-class hinge", "多类铰链损失"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
