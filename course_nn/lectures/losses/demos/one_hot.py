"""Number the categories and you have invented an order; one-hot coding invents none, and pays for that in memory."""

from functools import cache
from itertools import permutations
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgb
from numpy.linalg import lstsq

from course_nn import losses
from course_nn.datasets import penguins
from course_nn.logistic_regression import standardise
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.stage.sketch import Texts
from course_nn.words import Words

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
MEASUREMENTS = {  # name in the data: its name here, unit, ticks
    "body_mass_g": (Words("body mass", "体重"), "g", [3000, 4000, 5000, 6000]),
    "flipper_length_mm": (Words("flipper length", "鳍长"), "mm", [180, 200, 220]),
    "bill_length_mm": (Words("bill length", "喙长"), "mm", [35, 45, 55]),
    "bill_depth_mm": (Words("bill depth", "喙深"), "mm", [14, 17, 20]),
}
CONTROLS = {
    "order": Choice("0, 1, 2", list(map(", ".join, permutations(SPECIES))), "Adelie, Gentoo, Chinstrap"),
    "y": Choice("y", {name: about[0] for name, about in MEASUREMENTS.items()}, "body_mass_g"),
    "power": Slider("log₁₀ K", 0.3, 5.0, 4.0),
    "n": Choice(Words("rows n", "行数 n"), {10**3: "1 000", 10**6: "1 000 000", 10**9: "1 000 000 000"}, 10**6),
    "dtype": Choice(Words("one-hot as", "独热存为"), ["float64", "float32", "bool"], "float32"),
}
COLORS, MARKERS = (*look.CLASS_COLORS, look.GREEN), (*look.CLASS_MARKERS, "s")
PALE = (255 - 80 * (1 - np.array([*map(to_rgb, COLORS)]))).astype(np.uint8)
EDGE, SIDE, PLANE = 3.0, 90, look.grid(-3.0, 3.0, 90)  # in standard deviations
SIZES = np.unique(np.geomspace(2, 1e5, 200).round().astype(int))  # numbers of categories
UNITS = {1e3: "kB", 1e6: "MB", 1e9: "GB", 1e12: "TB"}


class Result(NamedTuple):
    y: str
    codes: np.ndarray  # (3,) the number that each species got
    fits: np.ndarray  # (2, 3) y predicted for the codes 0, 1, 2 by a linear model: of the integer, of one-hot
    explained: np.ndarray  # (2,) R², the share of the variance of y
    areas: np.ndarray  # (2, 90, 90) the species read from two bill measurements: integer target, one-hot target
    right: np.ndarray  # (2,) penguins read correctly
    K: int
    bytes: np.ndarray  # (2,) integer codes, one-hot vectors
    curves: np.ndarray  # (2, len(SIZES)) the same for other K
    zeros: float  # share of the zeros among the one-hot numbers


@cache
def birds():
    """All four measurements, standardised; the species; and how far aside a bird is drawn, so that one sees it."""
    data = penguins(SPECIES, tuple(MEASUREMENTS))
    return standardise(data.X), data.y, np.random.default_rng(0).uniform(-0.3, 0.3, len(data.y))


def as_input(integers, y):
    """The best linear model of y on the integer, w · code + b, and on one-hot vectors, w · h: one mean for each."""
    integer, hot = np.column_stack([integers, np.ones(len(y))]), losses.one_hot(integers, 3)  # (n, 2), (n, 3)
    fits = np.array([[[0, 1], [1, 1], [2, 1]] @ lstsq(integer, y)[0], lstsq(hot, y)[0]])
    return fits, 1 - np.var(y - fits[:, integers], axis=1) / np.var(y)


def as_target(integers, X):
    """Codes read by a linear model: fitted to the integers and rounded; fitted to one-hot, and the largest wins."""
    n, A = len(X), np.column_stack([np.concatenate([X, PLANE]), np.ones(len(X) + len(PLANE))])  # birds, then the plane
    line, three = lstsq(A[:n], integers)[0], lstsq(A[:n], losses.one_hot(integers, 3))[0]  # (3,), (3, 3)
    codes = np.array([np.rint(A @ line).clip(0, 2), (A @ three).argmax(axis=1)], int)
    return codes[:, n:], (codes[:, :n] == integers).sum(axis=1)


@cache
def fitted(order, measurement):
    standard, species, _ = birds()
    codes = np.array([order.split(", ").index(name) for name in SPECIES])
    areas, right = as_target(codes[species], standard.Z[:, 2:])
    y = standard.Z[:, list(MEASUREMENTS).index(measurement)]
    return codes, *as_input(codes[species], y), np.argsort(codes)[areas].reshape(2, SIDE, SIDE), right


def memory(n, K, dtype):
    """Bytes of n categories out of K: as the smallest integers that will do, and as n · K numbers of that type."""
    return np.array([n * np.min_scalar_type(K - 1).itemsize, n * K * np.dtype(dtype).itemsize], float)


def compute(order, y, power, n, dtype):
    K, curves = round(10**power), np.stack([memory(n, size, dtype) for size in SIZES], axis=1)
    return Result(y, *fitted(order, y), K, memory(n, K, dtype), curves, 1 - 1 / K)


def paint(figure):
    given, integer, hot, cost = figure.subplots(1, 4, width_ratios=[1.15, 1, 1, 1.05])
    given.set(xlim=(-0.5, 2.5), ylim=(-3.4, 3.5), xticks=[0, 1, 2], xlabel="code", title="code as input, R²")
    standard, species, _ = birds()
    for axes, title, name in ((integer, "integer target", "bill depth"), (hot, "one-hot target", "")):
        axes.set(aspect="equal", xticks=[], yticks=[], xlabel="bill length", ylabel=name, title=title)
        for k in range(3):
            axes.plot(*standard.Z[species == k, 2:].T, MARKERS[k], color=COLORS[k], ms=4, mec="white", mew=0.3)
    cost.set(xscale="log", yscale="log", xlim=(1, 5e5), ylim=(10, 1e17), xlabel="categories K", title="memory")
    cost.set_xticks([10, 1e3, 1e5], ["10", "1 000", "10⁵"])
    cost.set_yticks(list(UNITS), [f"1 {unit}" for unit in UNITS.values()])
    cost.minorticks_off()
    name_axis(given, "body_mass_g")  # laid out for its ticks, the widest, so that every start gives the same axes
    figure.get_layout_engine().execute(figure)
    figure.set_layout_engine("none")
    image = dict(origin="lower", extent=EDGE * np.array([-1, 1, -1, 1]), zorder=0)
    looks = dict(color=look.VERMILION, ls=(0, (3, 2))), dict(color=look.BLACK)
    return SimpleNamespace(
        birds=[given.plot([], [], MARKERS[k], color=COLORS[k], ms=4, alpha=0.4, mec="none")[0] for k in range(3)],
        texts=[Texts(axes) for axes in (given, integer, hot, cost)],
        line=given.plot([], [], zorder=3, **looks[0])[0],
        means=given.hlines([0] * 3, [-0.4, 0.6, 1.6], [0.4, 1.4, 2.4], color=look.BLACK, lw=3, zorder=3),
        areas=[axes.imshow(PALE[np.zeros((2, 2), int)], **image) for axes in (integer, hot)],
        curves=[cost.plot([], [], **style)[0] for style in looks],
        here=[cost.plot([], [], "o", ms=8, mec="white", color=style["color"])[0] for style in looks],
    )


def draw(artists, result):
    name_axis(artists.line.axes, result.y)
    standard, species, aside = birds()
    y = standard.Z[:, list(MEASUREMENTS).index(result.y)]
    for k, dots in enumerate(artists.birds):
        dots.set_data((result.codes[species] + aside)[species == k], y[species == k])
    artists.line.set_data([0, 1, 2], result.fits[0])
    artists.means.set_segments([[(code - 0.4, mean), (code + 0.4, mean)] for code, mean in enumerate(result.fits[1])])
    for image, areas in zip(artists.areas, result.areas):
        image.set_data(PALE[areas])
    for curve, dot, sizes, size in zip(artists.curves, artists.here, result.curves, result.bytes):
        curve.set_data(SIZES, sizes)
        dot.set_data([result.K], [size])
    draw_numbers(artists.texts, result)


def draw_numbers(texts, result):
    """Who has which code, and R²; how many are right; how many bytes."""
    (given, *planes, cost), (line, means) = texts, map(number, result.explained)
    names, colors = ["Adelie", "Chinst.", "Gentoo"], [look.VERMILION, look.BLACK]
    places = [*((code, 3.2) for code in result.codes), (0.27, -3.1), (1.8, -3.1)]
    given.move(places, [*names, f"integer {line}", f"one-hot {means}"], [look.BLACK] * 3 + colors)
    for plane, right in zip(planes, result.right):
        plane.move([(0, -2.7)], [f"{right} right"])
    (small, large), x = result.bytes, np.clip(result.K, 10, 5e4)  # a label keeps away from its line, also beside K
    cost.move([(x, small / 30), (x, 30 * large * max(1, x / result.K))], [human(small), human(large)], colors)


def name_axis(axes, measurement):
    """Ticks in grams and millimetres on the standardised axis; only if they changed, for ticks cost a full redraw."""
    (words, unit, ticks), j, standard = MEASUREMENTS[measurement], list(MEASUREMENTS).index(measurement), birds()[0]
    if axes.get_ylabel() != f"{words.en} ({unit})":
        axes.set_ylabel(f"{words.en} ({unit})")
        axes.set_yticks((ticks - standard.mean[j]) / standard.std[j], ticks)


def human(size):
    """Bytes as one reads them: 40 GB."""
    unit = max(unit for unit in UNITS if unit <= size)
    return f"{size / unit:.3g} {UNITS[unit]}"


def readout(result):
    (line, means), (one, other) = map(number, result.explained), result.right
    (small, large), total, zeros = map(human, result.bytes), len(birds()[1]), f"{100 * result.zeros:.5g}%"
    return Words(
        f"Integer or one-hot, as input: R² {line} or {means}; as target: {one} or {other} of {total} right; "
        f"K = {result.K}: {small} or <b>{large}</b>, {zeros} zeros.",
        f"整数或独热，作输入：R² {line} 或 {means}；作目标：{total} 只中判对 {one} 或 {other} 只；"
        f"K = {result.K}：{small} 或 <b>{large}</b>，其中 {zeros} 为 0。",
    )


def judge(result):
    """By the share of the variance that one-hot explains and the integer code does not."""
    lost = result.explained[1] - result.explained[0]
    return "solved" if lost <= 0.05 else "almost" if lost <= 0.13 else "open"


CHALLENGE = Challenge(
    Words(
        "find a y and an order for which the integer code, as input, loses at most 0.05 of R².",
        "找一个 y 和一种次序，使整数编码作输入时的 R² 比独热编码至多低 0.05。",
    ),
    judge,
)


def one_hot(**values):
    """Three species as the integers 0, 1, 2, in an order of your choice, and one-hot; and what one-hot costs.
    三个物种：按您选的次序编为整数 0、1、2，与独热编码对照；以及独热编码的代价。

    input:  y ≈ w · code + b, a straight line, against y ≈ w · h_c, which gives each species its own mean
    target: a linear model fitted to the code and rounded has parallel bands in the order of the codes; one fitted to
            h_c, where the largest output wins, has not. Both from bill length and depth, by least squares
    memory: n integers of the smallest type, or n · K numbers, a share 1 - 1/K of them 0
    W h_c is column c of W, so a layer need not multiply: an embedding keeps the integers and looks the column up

    values : order, measurement y, power log₁₀ K, rows n, dtype of the one-hot numbers: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 5; penguins: Gorman, Williams & Fraser (2014)
    """
    return Demo(
        one_hot,
        Words("One-hot or 0, 1, 2?", "独热编码还是 0、1、2？"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
