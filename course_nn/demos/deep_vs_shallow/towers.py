"""Two inputs: where two walls cross, a second layer finds a tower; towers side by side follow a surface."""
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import look
from course_nn.activations import ACTIVATIONS
from course_nn.approximation import Deviation, deviation, places, tower_network
from course_nn.controls import Choice, Slider, Typed
from course_nn.expressions import read
from course_nn.language import Words
from course_nn.stage import Challenge, Demo

TARGETS = {
    Words("waves", "波浪"): "0.5 + 0.3sin(6x1) + 0.2cos(9x2)",
    Words("hill", "山丘"): "exp(-12(x1-0.5)^2 - 12(x2-0.5)^2)",
    Words("saddle", "鞍面"): "x1 + x2 - 2x1x2",
    Words("disc", "圆盘"): "step(0.1 - (x1-0.5)^2 - (x2-0.5)^2)",
}
WAVES, *OTHERS = TARGETS.values()
SIDE = 67  # points; a prime, or else they would all lie equally well between the flanks, and errors look too small
X = np.stack(np.meshgrid(*[(np.arange(SIDE) + 0.5) / SIDE] * 2), axis=-1).reshape(-1, 2)  # (4489, 2)
CONTROLS = {
    "f": Typed("f", WAVES, lambda text: read(text, ("x1", "x2")), (*OTHERS, "x1 + 100x2", "0.3")),
    "N": Slider("N", 1, 8, 5, 1),
    "unit": Choice("φ", {"step": "step", "sigmoid": "sigmoid"}, "sigmoid"),
    "t": Slider("t", -0.5, 2.5, 1.5, 0.05),
    "k": Slider("k", 10.0, 500.0, 100.0, 10.0),
    "g": Slider("g", 1.0, 50.0, 12.0, 1.0),
    "x1": Slider("x₁", 0.0, 1.0, 0.3, 0.01),
    "x2": Slider("x₂", 0.0, 1.0, 0.45, 0.01),
}


class Result(NamedTuple):
    walls: np.ndarray  # (67, 67) of the tower under the probe: the sum of its two walls, 0 … 2
    tower: np.ndarray  # (67, 67) what the second layer makes of it, 0 … 1
    values: np.ndarray  # (67, 67) the sum of all towers
    wanted: np.ndarray  # (67, 67) f
    apart: Deviation
    share: float  # of the standard deviation of f that is the root mean square; nan for a constant f
    probe: np.ndarray  # (2,)
    levels: np.ndarray  # (3,) what the second layer says to 0, 1 and 2 walls
    N: int
    units: tuple  # of the first and second hidden layer
    unit: str
    t: float


@lru_cache(64)
def target(text):
    f = read(text, ("x1", "x2"))
    return f, f(*X.T)


def compute(f, N, unit, t, k, g, x1, x2):
    function, wanted = target(f)
    probe, middles = np.array([x1, x2]), places(N)
    network = tower_network(function(*np.meshgrid(middles, middles, indexing="ij")), unit, k, g, t)
    trace = network.forward(X)
    i, j = np.minimum(probe * N, N - 1).astype(int)
    gain = g if unit == "sigmoid" else 1.0
    levels = ACTIVATIONS[unit].f(gain * (np.arange(3) - t))
    pictures = trace.z[1][:, i * N + j] / gain + t, trace.h[2][:, i * N + j], trace.h[3][:, 0], wanted
    apart = deviation(trace.h[3][:, 0], wanted)
    share = apart.rms / wanted.std() if np.ptp(wanted) > 1e-9 else np.nan
    return Result(*(picture.reshape(SIDE, SIDE) for picture in pictures), apart, share, probe, levels, N,
                  network.sizes[1:3], unit, t)  # fmt: skip


def paint(figure):
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a target are
    parts = figure.add_gridspec(2, 4, height_ratios=[2.05, 1], left=0.05, right=0.985, bottom=0.085, top=0.92,
                                hspace=0.2, wspace=0.34)  # fmt: skip
    maps = [figure.add_subplot(parts[0, column]) for column in range(4)]
    cuts = [figure.add_subplot(parts[1, columns]) for columns in (0, 1, slice(2, 4))]
    titles = [axes.set_title(title) for axes, title in zip(maps, ("two walls", "one tower", " ", "$f$"))]
    for axes in maps:
        axes.set(xticks=[0, 1], yticks=[0, 1], aspect="equal")
    maps[0].set_ylabel("$x_2$", rotation=0, va="center")
    for axes, top in zip(cuts, (2.3, 1.15, 1)):
        axes.set(xlim=(0, 1), ylim=(-0.1 * top, top), xticks=[0, 1])
        axes.set_xlabel("$x_1$", labelpad=-9)
    cuts[0].set(yticks=[0, 1, 2])
    cuts[1].set(yticks=[0, 1])
    for x, name, color in ((0.015, "$f$", look.BLACK), (0.05, "towers", look.BLUE)):
        cuts[2].text(x, 0.95, name, color=color, transform=cuts[2].transAxes, va="top", fontsize=10, zorder=1)
    return SimpleNamespace(
        maps=[axes.imshow(look.heat(np.zeros((SIDE, SIDE))), origin="lower", extent=(0, 1, 0, 1)) for axes in maps],
        probes=[axes.plot([], [], "+", ms=11, mew=2, color=look.VERMILION, clip_on=False)[0] for axes in maps],
        levels=[axes.plot([], [], color=look.VERMILION, lw=0.8, ls="--")[0] for axes in maps],
        count=titles[2], cut=cuts[2], shown=None,
        walls=cuts[0].plot([], [], color=look.BLUE)[0],
        threshold=cuts[0].plot([0, 1], [0, 0], color=look.BLACK, lw=1.2, ls=":")[0],
        name=cuts[0].text(0.02, 0, "$t$", va="bottom"),
        tower=cuts[1].plot([], [], color=look.BLUE)[0],
        wanted=cuts[2].plot([], [], color=look.BLACK, lw=1.5)[0],
        values=cuts[2].plot([], [], color=look.BLUE)[0],
    )  # fmt: skip


def draw(artists, result):
    low, high = result.wanted.min(), result.wanted.max()
    high = high if high - low > 0.05 else low + 1
    room, span = 0.25 * (high - low), (low, high)
    for artist, values, ends in zip(artists.maps, result[:4], [(0, 2), (0, 1), span, span]):
        artist.set_data(look.heat(values, *ends))
    for probe, level in zip(artists.probes, artists.levels):
        probe.set_data(*result.probe[:, None])
        level.set_data([0, 1], [result.probe[1]] * 2)
    if artists.shown != span:
        artists.cut.set_ylim(low - room, high + room)
        artists.cut.set_yticks(span, [look.number(y, 2 - sum(abs(y) >= ten for ten in (10, 100))) for y in span])
        artists.shown = span
    x, row = X[:SIDE, 0], min(int(result.probe[1] * SIDE), SIDE - 1)
    for line, values in zip((artists.walls, artists.tower, artists.values, artists.wanted), result[:4]):
        line.set_data(x, values[row])
    artists.values.set_ydata(result.values[row].clip(low - room, high + room))  # at the edge if beyond
    artists.threshold.set_ydata([result.t] * 2)
    artists.name.set_y(result.t)
    artists.count.set_text(f"{result.N**2} towers" if result.N > 1 else "1 tower")


def readout(result):
    (first, second), N, t, unit = result.units, result.N, look.number(result.t), result.unit
    rms, most = f"<b>{result.apart.rms:.3g}</b>", f"{result.apart.max:.3g}"
    share = f"{result.share:.0%}"
    en, zh = (f" ({share} of f's spread)", f"（f 标准差的 {share}）") if np.isfinite(result.share) else ("", "")
    levels = [look.number(level) for level in result.levels]
    return Words(
        f"{N} × {N} towers, {first} + {second} {unit} units: rms {rms}{en}, max {most}. "
        f"t = {t} turns 0, 1, 2 walls into {', '.join(levels)}.",
        f"{N} × {N} 座塔，{first} + {second} 个 {unit} 单元：均方根误差 {rms}{zh}，最大误差 {most}。"
        f"t = {t} 把 0、1、2 堵墙变成 {'、'.join(levels)}。",
    )


def judge(result):
    """Solved with sigmoids and a root mean square below 30 % of the standard deviation of f; almost below 40 %."""
    if result.unit != "sigmoid":
        return "open"
    return "solved" if result.share < 0.3 else "almost" if result.share < 0.4 else "open"


CHALLENGE = Challenge(
    Words("with sigmoid units, bring the rms error below 30 % of f's spread (its standard deviation).",
          "用 sigmoid 单元，让均方根误差低于 f 标准差的 30 %。"), judge
)  # fmt: skip


def towers(**values):
    """A function on the unit square, chosen or typed, and a network with two hidden layers that builds it from towers.
    单位正方形上的函数（可选、可输入），以及用“塔”搭出它的双隐层网络。

    f(x) ≈ Σ_ij h_ij φ(g (B_i(x1) + B_j(x2) - t)),  B_i(x) = φ(k (x - a_i)) - φ(k (x - b_i))

    N × N towers take 4N + N² units; in d dimensions it would be 2dN + N^d. With steps the largest error of a continuous
    f goes to 0 as N grows. Soft flanks leave a hole where four towers meet: as k grows it shrinks, but is no less deep.

    values : f (a formula in x1 and x2), N, unit, threshold t, steepness k, gain g of the second layer, x1, x2 (a probe)
    raises : BadInput for an unknown name, a value out of range, a formula that cannot be read
    source : the lecture, section 4; Nielsen, Neural Networks and Deep Learning, chapter 4
    """
    presets = {words: {"f": text} for words, text in TARGETS.items()}
    return Demo(towers, Words("Towers", "塔"), CONTROLS, compute, paint, draw, readout, CHALLENGE, presets,
                height=3.4, values=values)  # fmt: skip
