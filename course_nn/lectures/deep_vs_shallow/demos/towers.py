"""Two inputs: where two walls cross, a second layer finds a tower; towers side by side follow a surface."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow.approximation import (
    UNITS,
    Deviation,
    best,
    deviation,
    learn,
    on_grid,
    tower_gain,
    tower_rms,
    towers_of,
)
from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, Typed, look
from course_nn.stage.numbers import number
from course_nn.words import Words

TARGETS = {
    Words("waves", "波浪"): "0.5 + 0.3sin(6x1) + 0.2cos(9x2)",
    Words("hill", "山丘"): "exp(-12(x1-0.5)^2 - 12(x2-0.5)^2)",
    Words("saddle", "鞍面"): "x1 + x2 - 2x1x2",
    Words("disc", "圆盘"): "step(0.1 - (x1-0.5)^2 - (x2-0.5)^2)",
    Words("checkers", "棋盘"): "step(sin(7pi x1) sin(7pi x2))",
}
WAVES, *OTHERS = TARGETS.values()
SIDE = 67  # points; a prime, or else they would all lie equally well between the flanks, and errors look too small
EDGE = (np.arange(SIDE) + 0.5) / SIDE  # (67,)
X = np.stack(np.meshgrid(EDGE, EDGE), axis=-1).reshape(-1, 2)  # (4489, 2)
SIZES, RUNS, ENDS = np.arange(1, 9), 3, (0.005, 10)  # ENDS of the axis of errors
STYLES = {"step": (look.ORANGE, ":", 0.1), "sigmoid": (look.BLUE, "-", 0.036), "relu": (look.GREY, "--", 0.013)}
CUTS = {  # in which of two axes, where its name stands, color and dashes
    "two walls": (0, 0.015, look.GREY, "-"),
    "tower": (0, 0.27, look.BLUE, "-"),
    "$f$": (1, 0.015, look.BLACK, "-"),
    "towers": (1, 0.07, look.BLUE, "-"),
    "trained": (1, 0.27, look.VERMILION, "--"),
}
rms_by_N = lru_cache(256)(tower_rms)
CONTROLS = {
    "f": Typed("f", WAVES, lambda text: read(text, ("x1", "x2")), (*OTHERS, "x1 + 100x2", "0.3")),
    "N": Slider("N", 1, 8, 5, 1),
    "unit": Choice("φ", UNITS, "sigmoid"),
    "t": Slider("t", -0.5, 2.5, 1.5, 0.05),
    "k": Slider("k", 10.0, 500.0, 100.0, 10.0, used=lambda v: v["unit"] != "step"),
    "g": Slider("g", 1.0, 50.0, 12.0, 1.0, used=lambda v: v["unit"] == "sigmoid"),
    **{name: Slider(label, 0.0, 1.0, at, 0.01) for name, label, at in (("x1", "x₁", 0.3), ("x2", "x₂", 0.45))},
    "h": Slider("h", -1.0, 1.5, 1.0, 0.05),
    "epochs": Choice(Words("train", "训练"), {0: "–", 500: "500", 3000: "3000"}, 0, costly=(500, 3000)),
}


class Result(NamedTuple):
    walls: np.ndarray  # (67, 67) of the tower under the probe: the sum of its two walls, 0 … 2
    tower: np.ndarray  # (67, 67) what the second layer makes of it, 0 … 1, times h
    wanted: np.ndarray  # (67, 67) f
    values: np.ndarray  # (67, 67) the sum of all towers
    learned: np.ndarray  # (67, 67) the best of the trained networks; nan without one
    apart: Deviation
    trained: Deviation
    spread: float  # standard deviation of f, nan for a constant
    curves: list  # of steps, sigmoids and ReLUs: (8,) root mean square at SIZES, in spreads
    probe: np.ndarray  # (2,)
    levels: np.ndarray  # (3,) what the second layer says to 0, 1 and 2 walls
    height: float  # of the tower under the probe
    N: int
    units: tuple  # of the first and second hidden layer
    unit: str
    t: float
    epochs: int


@lru_cache(64)
def target(text):
    f = read(text, ("x1", "x2"))
    values = f(*X.T).reshape(SIDE, SIDE)
    return f, values, values.std() if np.ptp(values) > 1e-9 else np.nan


@remembered
def trained(text, units, unit, epochs):
    f, wanted, _ = target(text)
    networks = yield from learn(f, units, unit, epochs, RUNS, inputs=2)
    return best(networks, X, wanted.ravel()).reshape(SIDE, SIDE)


def compute(f, N, unit, t, k, g, x1, x2, h, epochs):
    function, wanted, spread = target(f)
    network, gain, probe = towers_of(function, N, unit, k, g, t), tower_gain(unit, g, t), np.array([x1, x2])
    here = int(np.minimum(probe * N, N - 1).astype(int) @ [N, 1])
    network.weights[2][0, here] *= h
    (z, towers, values), units = on_grid(network, EDGE), network.sizes[1:3]
    learned = (yield from trained(f, units, unit, epochs)) if epochs and unit != "step" else np.nan * wanted
    shapes = ("step", 1.0, 1.0, t), ("sigmoid", k, g, t), ("relu", k, 1.0, t)
    curves = [rms_by_N(function, len(SIZES), SIDE, *shape) / spread for shape in shapes]
    levels = ACTIVATIONS[unit].f(gain * (np.arange(3) - t))
    return Result(
        z[..., here] / gain + t,
        h * towers[..., here],
        wanted,
        values,
        learned,
        deviation(values, wanted),
        deviation(learned, wanted),
        spread,
        curves,
        probe,
        levels,
        network.weights[2][0, here],
        N,
        units,
        unit,
        t,
        epochs,
    )


def paint(figure):
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a target are
    parts = figure.add_gridspec(2, 5, left=0.05, right=0.985, bottom=0.095, top=0.925, hspace=0.2, wspace=0.36)
    maps = [figure.add_subplot(parts[0, i], aspect="equal", xticks=[0, 1], yticks=[0, 1]) for i in (0, 1, 3, 2, 4)]
    titles = [axes.set_title(title) for axes, title in zip(maps, ("two walls", "one tower", "$f$", " ", "trained"))]
    maps[0].set_ylabel("$x_2$", rotation=0, va="center")
    cuts = [figure.add_subplot(parts[1, i : i + 2], xlim=(0, 1), xticks=[0, 1]) for i in (0, 2)]
    cuts[0].set(ylim=(-1.1, 3.3), yticks=[-1, 0, 1, 2])
    for axes in cuts:
        axes.set_xlabel("$x_1$", labelpad=-9)
        axes.tick_params(axis="y", labelsize=9, pad=2, length=2)
    names = [cuts[i].text(x, 0.99, w, c=c, transform=cuts[i].transAxes, va="top") for w, (i, x, c, _) in CUTS.items()]
    plus = dict(color=look.VERMILION, ms=11, mew=2, clip_on=False)
    return SimpleNamespace(
        maps=[axes.imshow(look.heat(np.zeros((SIDE, SIDE))), origin="lower", extent=(0, 1, 0, 1)) for axes in maps],
        probes=[axes.plot([], [], "+--", lw=0.8, markevery=[1], **plus)[0] for axes in maps],
        count=titles[3],
        cut=cuts[1],
        learned=(maps[4], names[4]),
        shown=None,
        threshold=cuts[0].plot([0, 1], [0, 0], color=look.BLACK, lw=1.2, ls=":")[0],
        t=cuts[0].text(0.985, 0, "$t$", va="bottom", ha="right"),
        lines=[cuts[i].plot([], [], color=color, ls=dash)[0] for i, _, color, dash in CUTS.values()],
        **paint_errors(figure.add_subplot(parts[1, 4])),
    )


def paint_errors(axes):
    axes.set(yscale="log", xlim=(0.6, 8.4), ylim=ENDS, xticks=[1, 8])
    axes.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"], fontsize=9)
    axes.set_yticks([], minor=True)
    axes.set_xlabel("$N$", labelpad=-9)
    for name, (color, _, y) in {"rms / spread": (look.BLACK, "", 9), **STYLES}.items():
        axes.text(0.9, y, UNITS.get(name, name), color=color, va="top", fontsize=9, bbox=look.BEHIND_WORDS)
    curves = [axes.plot([], [], color=color, ls=dash)[0] for color, dash, _ in STYLES.values()]
    built = axes.plot([], [], "o", ms=9, mfc="none", mec=look.BLACK, mew=2, clip_on=False)[0]
    return {"curves": curves, "marks": [built, axes.plot([], [], "D", ms=7, color=look.VERMILION, clip_on=False)[0]]}


def draw(artists, result):
    low, high = result.wanted.min(), result.wanted.max()
    span, known = (low, high if high - low > 0.05 else low + 1), np.isfinite(result.trained.rms)
    if artists.shown != span:
        room, artists.shown = 0.25 * (span[1] - low), span
        artists.cut.set_ylim(low - room, span[1] + 2 * room)
        artists.cut.set_yticks(span, [number(y, 2 - sum(abs(y) >= ten for ten in (10, 100))) for y in span])
    for artist, probe, values, ends in zip(artists.maps, artists.probes, result, [(0, 2), (-1, 1), span, span, span]):
        probe.set_data([0, result.probe[0], 1], [result.probe[1]] * 3)
        artist.set_data(look.heat(np.nan_to_num(values), *ends))
    for line, values in zip(artists.lines, result):
        row = values[min(int(result.probe[1] * SIDE), SIDE - 1)]
        line.set_data(EDGE, row.clip(*line.axes.get_ylim()))  # at the edge if beyond
    for line, values in zip(artists.curves, result.curves):
        line.set_data(SIZES, values.clip(*ENDS))
    for mark, apart in zip(artists.marks, (result.apart, result.trained)):
        mark.set_data([result.N], [np.clip(apart.rms / result.spread, *ENDS)])
    artists.threshold.set_ydata([result.t] * 2)
    artists.t.set_y(result.t)
    artists.count.set_text(f"{result.N**2} towers" if result.N > 1 else "1 tower")
    for artist in artists.learned:
        artist.set_visible(known)


def readout(result):
    (first, second), N, t, unit = result.units, result.N, number(result.t), UNITS[result.unit]
    apart, share, width = result.apart, result.apart.rms / result.spread, f"1/{N}" if N > 1 else "1"
    en, zh = (f" ({share:.0%} of f's spread)", f"（f 标准差的 {share:.0%}）") if np.isfinite(share) else ("", "")
    levels, high, learned = [number(level) for level in result.levels], number(result.height), result.trained
    en = (
        f"{N} × {N} towers, {width} wide, {first} + {second} {unit} units: rms <b>{apart.rms:.3g}</b>{en}, max "
        f"{apart.max:.3g}. The one at + is {high} high. t = {t} turns 0, 1, 2 walls into {', '.join(levels)}."
    )
    zh = (
        f"{N} × {N} 座塔，宽 {width}，{first} + {second} 个 {unit} 单元：均方根误差 <b>{apart.rms:.3g}</b>{zh}，最大 "
        f"{apart.max:.3g}。+ 处的塔高 {high}。t = {t} 把 0、1、2 堵墙变成 {'、'.join(levels)}。"
    )
    if result.epochs and result.unit == "step":
        en, zh = en + " Steps have slope 0: nothing to train by.", zh + "阶跃的斜率为 0，无从训练。"
    elif result.epochs:
        how = ("better", "更好") if learned.rms < apart.rms else ("worse", "更差")
        en += f" As many units trained ({result.epochs} epochs, {RUNS} starts): rms <b>{learned.rms:.3g}</b>: {how[0]}."
        zh += f"同样多的单元，训练 {result.epochs} 轮，{RUNS} 次取最好：均方根误差 <b>{learned.rms:.3g}</b>，{how[1]}。"
    return Words(en, zh)


def judge(result):
    """Solved with sigmoids and a root mean square below 30 % of the standard deviation of f; almost below 40 %."""
    share = result.apart.rms / result.spread if result.unit == "sigmoid" else np.nan
    return "solved" if share < 0.3 else "almost" if share < 0.4 else "open"


CHALLENGE = Challenge(
    Words(
        "with sigmoid units, bring the rms error below 30 % of f's spread (its standard deviation).",
        "用 sigmoid 单元，让均方根误差低于 f 标准差的 30 %。",
    ),
    judge,
)


def towers(**values):
    """A function on the unit square, chosen or typed, and a network with two hidden layers that builds it from towers.
    单位正方形上的函数（可选、可输入），以及用“塔”搭出它的双隐层网络。

    f(x) ≈ Σ_ij h_ij φ(g (B_i(x1) + B_j(x2) - t)),  B_i(x) = φ(k (x - a_i)) - φ(k (x - b_i))

    N × N towers, 1/N wide, take 4N + N² units, of ReLUs 8N + N². With steps the largest error of a continuous f goes to
    0 as N grows. Soft flanks leave a hole where four towers meet: a larger k makes it smaller, but no less deep.

    values : f (a formula), N, unit, threshold t, steepness k, gain g, x1, x2 (a probe), h (times its tower), epochs
    raises : BadInput for an unknown name, a value out of range, a formula that cannot be read
    source : the lecture, section 4; Nielsen, Neural Networks and Deep Learning, chapter 4
    """
    return Demo(
        towers,
        Words("Towers", "塔"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets={words: {"f": text} for words, text in TARGETS.items()},
        height=3.4,
        values=values,
    )
