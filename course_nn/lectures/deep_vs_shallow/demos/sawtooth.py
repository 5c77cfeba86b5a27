"""Each layer folds the line in two: k layers of two units make 2^k pieces, where one layer pays a unit for each."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.deep_vs_shallow.sawtooth_fits import (
    Fit,
    best_one_layer,
    compare,
    disturbed,
    tips,
    wrong_sides,
)
from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, look, marks
from course_nn.stage.numbers import number
from course_nn.words import Words

DEPTHS = np.arange(1, 11)
RULES = {"2k": "2k", "2^k / 2": "2ᵏ / 2", "2^k - 1": "2ᵏ − 1", "2^k": "2ᵏ"}
UNITS = {"2k": lambda k: 2 * k, "2^k / 2": lambda k: 2**k // 2, "2^k - 1": lambda k: 2**k - 1, "2^k": lambda k: 2**k}
CONTROLS = {
    "k": Slider("k", 1, 10, 4, 1),
    "units": Choice(Words("one layer", "单层"), RULES, "2k"),
    "noise": Slider("σ", 0.0, 5.0, 0.0, 0.05, unit="%"),
    "zoom": Choice(Words("zoom", "放大"), {z: f"×{z}" for z in (1, 4, 16, 64)}, 1),
    "seed": Slider(Words("seed", "种子"), 0, 20, 0, 1, used=lambda v: v["noise"] > 0),
    "place": Slider("x₀", 0.0, 1.0, 0.0, 0.01, used=lambda v: v["zoom"] > 1),
}
DEEP = dict(color=look.BLUE, marker="o", ls="-")
SHALLOW = dict(color=look.VERMILION, marker="^", ls="--")
TOP = 0.9  # of the axis of errors; what is beyond is drawn there


class Result(NamedTuple):
    k: int
    units: int  # of the shallow network
    rule: str  # that says so
    noise: float  # per cent
    deep: Fit
    shallow: Fit
    pieces: np.ndarray  # (2, 10) of the deep and the shallow networks for k = 1 … 10
    errors: np.ndarray  # (2, 10)
    window: np.ndarray  # (2,) of x
    wrong: int  # of the 2^k points i / 2^k, i < 2^k, how many the shallow network puts on the wrong side of ½


@remembered
def deep(k, noise, seed):
    """The sawtooth network with every parameter off by a random share, normal, of so many per cent."""
    return compare(disturbed(k, noise / 100, seed), k)


@cache
def shallow(k, units):
    """The best layer of so many units."""
    return compare(best_one_layer(k, units), k)


def compute(k, units, noise, zoom, seed, place):
    rows = [
        [deep(depth, noise, seed) for depth in DEPTHS.tolist()],
        [shallow(depth, UNITS[units](depth)) for depth in DEPTHS.tolist()],
    ]
    of_one_layer = shallow(k, UNITS[units](k))
    return Result(
        k=k,
        units=UNITS[units](k),
        rule=units,
        noise=noise,
        deep=deep(k, noise, seed),
        shallow=of_one_layer,
        pieces=np.array([[fit.pieces for fit in row] for row in rows]),
        errors=np.array([[fit.error for fit in row] for row in rows]),
        window=place * (1 - 1 / zoom) + np.array([0, 1 / zoom]),
        wrong=wrong_sides(of_one_layer, k),
    )


def paint(figure):
    grid = figure.add_gridspec(2, 2, width_ratios=[2.1, 1])
    line, count, error = (figure.add_subplot(place) for place in (grid[:, 0], grid[0, 1], grid[1, 1]))
    line.set(xlim=(0, 1), ylim=(-0.1, 1.15), xlabel="$x$", yticks=[0, 0.5, 1])
    line.set_xticks([0, 0.5, 1], [" "] * 3)  # room for the numbers below, which move with the window
    line.axhline(0.5, color=look.PALE, lw=0.8, zorder=0)
    count.set(yscale="log", xlim=(0.5, 10.5), ylim=(0.8, 4000), xticks=DEPTHS, xticklabels=[], title="pieces")
    count.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    count.tick_params(which="minor", left=False)
    error.set(xlim=(0.5, 10.5), ylim=(-0.04, 0.92), xticks=DEPTHS, xlabel="$k$", title="RMS error  (··· constant ½)")
    error.axhline(12**-0.5, color=look.GREY, lw=0.8, ls=":", zorder=0)
    above = dict(transform=line.transAxes, va="bottom")
    return SimpleNamespace(
        ticks=paint_ticks(line),
        target=line.plot([], [], color=look.PALE, lw=3)[0],
        deep=line.plot([], [], color=DEEP["color"], ls=DEEP["ls"])[0],
        shallow=line.plot([], [], color=SHALLOW["color"], ls=SHALLOW["ls"])[0],
        deep_name=line.text(0, 1.02, "", color=DEEP["color"], ha="left", **above),
        shallow_name=line.text(1, 1.02, "", color=SHALLOW["color"], ha="right", **above),
        counts=[count.plot([], [], lw=1, ms=6, mec="white", **style)[0] for style in (DEEP, SHALLOW)],
        errors=[error.plot([], [], lw=1, ms=6, mec="white", **style)[0] for style in (DEEP, SHALLOW)],
        now=[marks.now(axes, alpha=0.3, lw=7, zorder=1) for axes in (count, error)],
    )


def paint_ticks(axes):
    """The numbers below the window, at its ends and in its middle: texts, since new ticks would cost a whole redraw."""
    below = dict(transform=axes.transAxes, va="top", fontsize=10)
    return [axes.text(x, -0.03, "", ha=ha, **below) for x, ha in ((0, "left"), (0.5, "center"), (1, "right"))]


def draw(artists, result):
    low, high = result.window
    curves = {artists.target: tips(result.k)}
    curves |= {artists.deep: (result.deep.x, result.deep.y), artists.shallow: (result.shallow.x, result.shallow.y)}
    for line, (x, y) in curves.items():
        line.set_data((x - low) / (high - low), y)
    for tick, x in zip(artists.ticks, (low, (low + high) / 2, high)):
        tick.set_text(f"{x:.5g}")
    artists.deep_name.set_text(f"deep: {result.k} × 2 units, {result.deep.pieces} pieces")
    artists.shallow_name.set_text(f"1 layer: {result.units} units, {result.shallow.pieces} pieces")
    for line, pieces in zip(artists.counts, result.pieces):
        line.set_data(DEPTHS, pieces)
    for line, errors in zip(artists.errors, result.errors):
        line.set_data(DEPTHS, np.minimum(errors, TOP))
    for now in artists.now:
        marks.at(now, result.k)


def readout(result):
    k, n, deep, shallow = result.k, result.units, result.deep, result.shallow
    off = f", σ = {result.noise:g}%" if result.noise else ""
    telgarsky = Words("", "")
    if k >= 4:  # his bound for one layer
        few = f"2<sup>k−4</sup> = {2 ** (k - 4)}"
        telgarsky = Words(f" (Telgarsky: ≥ ⅙ while units ≤ {few})", f"（Telgarsky：单元数 ≤ {few} 时 ≥ ⅙）")
    return Words(
        f"Deep, {k} × 2 units{off}: <b>{deep.pieces} pieces</b>, RMS error {number(deep.error, 3)}. "
        f"One layer of {n}: {shallow.pieces} pieces, error {number(shallow.error, 3)}, "
        f"{result.wrong} of {2**k} points i/2<sup>k</sup> on the wrong side of ½{telgarsky.en}; "
        f"to err less than ½ everywhere takes ≥ 2<sup>k</sup> − 1 = {2**k - 1} units, to be exact {2**k}.",
        f"深层 {k} × 2 个单元{off}：<b>{deep.pieces} 段</b>，均方根误差 {number(deep.error, 3)}。"
        f"单层 {n} 个单元：{shallow.pieces} 段，误差 {number(shallow.error, 3)}，"
        f"{2**k} 个点 i/2<sup>k</sup> 中有 {result.wrong} 个在 ½ 的错误一侧{telgarsky.zh}；"
        f"要处处误差小于 ½，至少需 2<sup>k</sup> − 1 = {2**k - 1} 个，要精确则需 {2**k} 个。",
    )


def judge(result):
    """Solved if a little noise makes the deep network worse than one layer of its size; almost at half its error."""
    deep_error, error = result.deep.error, result.shallow.error
    if result.rule != "2k" or result.noise > 0.5 or error < 1e-9:  # up to k = 2 the one layer is exact
        return "open"
    return "solved" if deep_error > error else "almost" if deep_error > error / 2 else "open"


CHALLENGE = Challenge(
    Words(
        "with noise σ of at most 0.5%, make the deep network err more than the one layer of 2k units.",
        "噪声 σ 不超过 0.5%，让深层网络的误差超过 2k 个单元的单层网络。",
    ),
    judge,
)


def sawtooth(**values):
    """A deep network of k layers of 2 units with 2^k straight pieces, beside one layer with as many units.
    k 层、每层 2 个单元的深层网络有 2^k 段；与单元数相同的单层网络对照。

    With 2 k units each, both have 6 k + 1 parameters. One layer of n units has at most n + 1 pieces, l layers of m
    units at most (m + 1)^l. A function of fewer than 2^k pieces cannot change sides of ½ as often as the sawtooth does,
    so somewhere it errs by ½ or more. Telgarsky: with l layers of m <= 2^((k - 3) / l - 1) units, at least a sixth of
    the tips at i / 2^k, i < 2^k, lie on the wrong side of ½; so with one layer of up to 2^(k - 4).

    source : the lecture, section 4; Telgarsky, Representation Benefits of Deep Feedforward Networks (2015), Theorem
             1.1; Benefits of Depth in Neural Networks (2016)
    """
    return Demo(
        sawtooth,
        Words("The sawtooth", "锯齿"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
