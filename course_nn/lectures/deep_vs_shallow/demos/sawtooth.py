"""Each layer folds the line in two: k layers of two units make 2^k pieces, where one layer pays a unit for each."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.deep_vs_shallow.linear_regions import pieces
from course_nn.lectures.deep_vs_shallow.linear_regions import sawtooth as sawtooth_network
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
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


class Fit(NamedTuple):
    """A network on [0, 1], and how far it is from the sawtooth."""

    x: np.ndarray  # (p + 1,) the ends of its p straight pieces
    y: np.ndarray  # (p + 1,)
    error: float  # root mean square, exact


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


def compare(network, k):
    """Where both are straight, so is their difference d, and ∫ d² = h (d0² + d0 d1 + d1²) / 3."""
    x, y = pieces(network)
    tips = np.arange(2**k + 1)
    knots = np.union1d(x, tips / 2**k)
    d = np.interp(knots, x, y[:, 0]) - np.interp(knots, tips / 2**k, tips % 2)
    squares = np.diff(knots) * (d[:-1] ** 2 + d[:-1] * d[1:] + d[1:] ** 2) / 3
    return Fit(x, y[:, 0], float(np.sqrt(squares.sum())))


def wrong_sides(fit, k):
    points = np.arange(2**k)
    return int(np.sum((np.interp(points / 2**k, fit.x, fit.y) >= 0.5) != points % 2))


@lru_cache(maxsize=500)
def deep(k, noise, seed):
    """The sawtooth network with every parameter off by a random share, normal, of so many per cent."""
    network = sawtooth_network(k)
    network.parameters *= 1 + noise / 100 * np.random.default_rng(seed).normal(size=network.parameters.shape)
    return compare(network, k)


@lru_cache(maxsize=100)
def shallow(k, units):
    return compare(shallow_network(k, units), k)


def shallow_network(k, units):
    """One hidden layer: a kink at 0 and one on each of the first tips; heights by least squares.

    Its functions are those that are straight between these knots and 1: y = Σ heights_i · hat_i, and the normal
    equations ∫ hat_i y = ∫ hat_i f have three diagonals.
    """
    knots, tips = np.append(np.arange(units) / 2**k, 1), np.arange(2**k + 1)
    h, f = np.diff(knots), np.pad(tips % 2, 1, mode="reflect")
    load = (f[:-2] + 4 * f[1:-1] + f[2:]) / 6 / 2**k  # ∫ f against the narrow hat on each tip
    load[[0, -1]] /= 2
    gap = np.minimum(tips, units - 1)
    share = (tips / 2**k - knots[gap]) / h[gap]
    load = np.bincount(gap, (1 - share) * load, units + 1) + np.bincount(gap + 1, share * load, units + 1)
    heights, diagonal = np.zeros(units + 1), (np.append(h, 0) + np.append(0, h)) / 3
    for _ in range(60):  # its diagonal is twice as large as the two beside it, so each round halves the error
        heights = (load - np.append(h * heights[1:], 0) / 6 - np.append(0, h * heights[:-1]) / 6) / diagonal
    network = Network((1, units, 1), "relu", init="zeros")
    network.weights[0], network.biases[0] = 1, -knots[:-1]
    network.weights[1], network.biases[1] = np.diff(np.diff(heights) / h, prepend=0), heights[0]
    return network


def compute(k, units, noise, zoom, seed, place):
    fits = [
        [deep(int(depth), noise, seed) for depth in DEPTHS],
        [shallow(int(depth), int(UNITS[units](depth))) for depth in DEPTHS],
    ]
    counted = np.array([[len(fit.x) - 1 for fit in row] for row in fits])
    errors = np.array([[fit.error for fit in row] for row in fits])
    window = place * (1 - 1 / zoom) + np.array([0, 1 / zoom])
    return Result(
        k,
        UNITS[units](k),
        units,
        noise,
        fits[0][k - 1],
        fits[1][k - 1],
        counted,
        errors,
        window,
        wrong_sides(fits[1][k - 1], k),
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
    styles = dict(color=look.BLUE, marker="o", ms=6), dict(color=look.VERMILION, marker="^", ms=6, ls="--")
    return SimpleNamespace(
        ticks=[
            line.text(x, -0.03, "", transform=line.transAxes, ha=ha, va="top", fontsize=10)
            for x, ha in ((0, "left"), (0.5, "center"), (1, "right"))
        ],
        target=line.plot([], [], color=look.PALE, lw=3)[0],
        deep=line.plot([], [], color=look.BLUE)[0],
        shallow=line.plot([], [], color=look.VERMILION, ls="--")[0],
        names=[
            line.text(x, 1.02, "", transform=line.transAxes, color=color, ha=ha, va="bottom")
            for x, color, ha in ((0, look.BLUE, "left"), (1, look.VERMILION, "right"))
        ],
        counts=[count.plot([], [], lw=1, mec="white", **style)[0] for style in styles],
        errors=[error.plot([], [], lw=1, mec="white", **style)[0] for style in styles],
        now=[axes.axvline(1, color=look.GREY, alpha=0.3, lw=7, zorder=1) for axes in (count, error)],
    )


def draw(artists, result):
    low, high = result.window
    tips = np.arange(2**result.k + 1)
    for curve, x, y in (
        (artists.target, tips / 2**result.k, tips % 2),
        (artists.deep, *result.deep[:2]),
        (artists.shallow, *result.shallow[:2]),
    ):
        curve.set_data((x - low) / (high - low), y)
    for tick, x in zip(artists.ticks, (low, (low + high) / 2, high)):
        tick.set_text(f"{x:.5g}")
    artists.names[0].set_text(f"deep: {result.k} × 2 units, {len(result.deep.x) - 1} pieces")
    artists.names[1].set_text(f"1 layer: {result.units} units, {len(result.shallow.x) - 1} pieces")
    for line, values in zip([*artists.counts, *artists.errors], [*result.pieces, *np.minimum(result.errors, 0.9)]):
        line.set_data(DEPTHS, values)
    for now in artists.now:
        now.set_xdata([result.k, result.k])


def readout(result):
    k, n, off = result.k, result.units, f", σ = {result.noise:g}%" if result.noise else ""
    (p, deep_error), (q, error) = ((len(fit.x) - 1, number(fit.error, 3)) for fit in (result.deep, result.shallow))
    few, wrong = f"2<sup>k−4</sup> = {2**k // 16}", result.wrong  # Telgarsky's bound for one layer
    en = f" (Telgarsky: ≥ ⅙ while units ≤ {few})" if k >= 4 else ""
    zh = f"（Telgarsky：单元数 ≤ {few} 时 ≥ ⅙）" if k >= 4 else ""
    return Words(
        f"Deep, {k} × 2 units{off}: <b>{p} pieces</b>, RMS error {deep_error}. One layer of {n}: {q} pieces, error "
        f"{error}, {wrong} of {2**k} points i/2<sup>k</sup> on the wrong side of ½{en}; to err less than ½ "
        f"everywhere takes ≥ 2<sup>k</sup> − 1 = {2**k - 1} units, to be exact {2**k}.",
        f"深层 {k} × 2 个单元{off}：<b>{p} 段</b>，均方根误差 {deep_error}。单层 {n} 个单元：{q} 段，误差 {error}，"
        f"{2**k} 个点 i/2<sup>k</sup> 中有 {wrong} 个在 ½ 的错误一侧{zh}；要处处误差小于 ½，至少需 2<sup>k</sup> − 1 = "
        f"{2**k - 1} 个，要精确则需 {2**k} 个。",
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

    values : k, units (of the one layer: "2k", "2^k / 2", "2^k - 1" or "2^k"), noise (of the deep network's parameters,
             per cent), zoom, seed (of the noise), place: where the controls start
    raises : BadInput for an unknown name or a value out of range
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
