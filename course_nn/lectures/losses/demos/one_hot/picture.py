"""Numbering the categories invents an order; one-hot coding invents none, but takes more memory."""

from functools import cache
from itertools import permutations
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number, size
from course_nn.drawing.sketch import Texts
from course_nn.lectures.losses.demos.one_hot.category_codes import (
    as_input,
    as_target,
    explained_variance,
    memory,
    with_exchanged,
)
from course_nn.lectures.losses.three_classes import striped
from course_nn.logistic_regression import Standard, standardise
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo


class Measurement(NamedTuple):
    words: Words
    unit: str
    ticks: list


SPECIES = ("Adelie", "Chinstrap", "Gentoo")
CHINESE = dict(zip(SPECIES, ("阿德利", "帽带", "巴布亚")))
MEASUREMENTS = {  # by their names in the data
    "body_mass_g": Measurement(Words("body mass", "体重"), "g", [3000, 4000, 5000, 6000]),
    "flipper_length_mm": Measurement(Words("flipper length", "鳍肢长"), "mm", [180, 200, 220]),
    "bill_length_mm": Measurement(Words("bill length", "喙长"), "mm", [35, 45, 55]),
    "bill_depth_mm": Measurement(Words("bill depth", "喙深"), "mm", [14, 17, 20]),
}
NAMES = list(MEASUREMENTS)
Y = {name: measurement.words for name, measurement in MEASUREMENTS.items()}
ROWS = {10**3: "1,000", 10**6: "1,000,000", 10**9: "1,000,000,000"}
ORDERS = {
    ", ".join(order): Words(", ".join(order), "、".join(map(CHINESE.get, order))) for order in permutations(SPECIES)
}
CONTROLS = {
    "order": Choice(Words("codes 0, 1, 2", "编码 0、1、2"), ORDERS, "Adelie, Chinstrap, Gentoo"),
    "y": Choice(Words("y, from the code", "由编码预测的 y"), Y, "body_mass_g"),
    "power": Slider(Words("categories, log₁₀ K", "类别数，log₁₀ K"), 0.3, 5.0, 4.0),
    "n": Choice(Words("rows n", "行数 n"), ROWS, 10**6),
    "dtype": Choice(Words("one-hot stored as", "独热编码存为"), ["float64", "float32", "bool"], "float32"),
}
AREAS = look.tint(look.THREE_COLORS, 80)
EDGE = 3.0  # of the plane of both bill measurements, in standard deviations
SIDE = 90  # points along it
SIZES = np.unique(np.geomspace(2, 1e5, 200).round().astype(int))  # numbers of categories
STYLES = (dict(color=look.VERMILION, ls=(0, (3, 2))), dict(color=look.BLACK))  # integer, one-hot


class Birds(NamedTuple):
    standard: Standard  # all four measurements
    species: np.ndarray  # (n,)
    aside: np.ndarray  # (n,) how far aside a bird is drawn, so that birds do not cover each other


class Fits(NamedTuple):  # of the integer code, and of one-hot
    codes: np.ndarray  # (3,) the number that each species got
    answers: np.ndarray  # (2, 3) y predicted for the codes 0, 1, 2
    explained: np.ndarray  # (2,) R², the share of the variance of y
    areas: np.ndarray  # (2, 90, 90) the species predicted from two bill measurements
    right: np.ndarray  # (2,) how many penguins are predicted correctly


class Result(NamedTuple):
    fits: Fits
    K: int
    bytes: np.ndarray  # (2,) integer codes, one-hot vectors
    curves: np.ndarray  # (2, len(SIZES)) the same for other K
    zeros: float  # share of the zeros among the one-hot numbers


@cache
def birds() -> Birds:
    data = penguins(SPECIES, tuple(NAMES))
    return Birds(standardise(data.X), data.y, np.random.default_rng(0).uniform(-0.3, 0.3, len(data.y)))


@memoized
def fit_codes(order: str, measurement: str) -> Fits:
    Z, species = birds().standard.Z, birds().species
    y, bill = Z[:, NAMES.index(measurement)], Z[:, 2:]
    codes = np.array([order.split(", ").index(name) for name in SPECIES])
    code = codes[species]  # of each bird
    answers = as_input(code, y)
    areas = as_target(code, bill, look.grid(-EDGE, EDGE, SIDE))
    return Fits(
        codes=codes,
        answers=answers,
        explained=explained_variance(answers, code, y),
        areas=np.argsort(codes)[areas].reshape(2, SIDE, SIDE),
        right=np.sum(as_target(code, bill, bill) == code, axis=1),
    )


def compute(order, y, power, n, dtype) -> Result:
    K = round(10**power)
    return Result(
        fits=fit_codes(order, y),
        K=K,
        bytes=memory(n, K, dtype),
        curves=np.stack([memory(n, k, dtype) for k in SIZES], axis=1),
        zeros=1 - 1 / K,
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: a code as an input, two codes as targets, and what each costs: one decision changes all."""
    code_input, integer, hot, cost = figure.subplots(1, 4, width_ratios=[1.15, 1, 1, 1.05])
    code_input.set(xlim=(-0.5, 2.5), ylim=(-3.4, 3.5), xticks=[0, 1, 2], xlabel=Words("code", "编码").drawn())
    code_input.set_title(Words("code as input, R²", "编码作输入，R²").drawn())
    integer.set(title=Words("integer target", "整数作目标").drawn(), ylabel=Y["bill_depth_mm"].drawn())
    hot.set_title(Words("one-hot target", "独热编码作目标").drawn())
    for axes in (integer, hot):
        axes.set(aspect="equal", xticks=[], yticks=[], xlabel=Y["bill_length_mm"].drawn())
        marks.put(marks.points(axes, ms=4, classes=3, mew=0.3), birds().standard.Z[:, 2:], birds().species)
    cost.set(xscale="log", yscale="log", xlim=(1, 5e5), ylim=(10, 1e17), title=Words("memory", "内存").drawn())
    cost.set_xlabel(Words("categories K", "类别数 K").drawn())
    cost.set_xticks([10, 1e3, 1e5], ["10", "1,000", "10⁵"])
    cost.set_yticks([1e3, 1e6, 1e9, 1e12], [f"$1\\,\\mathrm{{{unit}}}$" for unit in ("kB", "MB", "GB", "TB")])
    cost.minorticks_off()
    behind = dict(ha="center", va="center", fontsize=look.SMALL, bbox=look.BEHIND_WORDS, zorder=4)
    return SimpleNamespace(
        **paint_code_input(code_input),
        areas=[marks.surface(axes, SIDE, -EDGE, EDGE) for axes in (integer, hot)],
        right=[axes.text(0, -2.7, "", **behind) for axes in (integer, hot)],
        curves=[marks.line(cost, **style) for style in STYLES],
        here=[marks.line(cost, "o", ms=8, mec="white", color=style["color"]) for style in STYLES],
        sizes=Texts(cost),
        cost=cost,
    )


def paint_code_input(axes: Axes) -> dict:
    return dict(
        code_input=axes,
        birds=marks.points(axes, ms=4, classes=3, alpha=0.4, mec="none"),
        texts=Texts(axes),
        line=marks.line(axes, zorder=3, **STYLES[0]),
        means=axes.hlines([0] * 3, [-0.4, 0.6, 1.6], [0.4, 1.4, 2.4], color=look.BLACK, lw=3, zorder=3),
    )


def name_axis(axes: Axes, name: str) -> None:
    """Ticks in grams and millimetres on the standardised axis."""
    words, unit, ticks = MEASUREMENTS[name]
    j, standard = NAMES.index(name), birds().standard
    places = (np.array(ticks) - standard.mean[j]) / standard.std[j]
    label = Words(f"{words.en} ({unit})", f"{words.zh}（{unit}）").drawn()
    marks.fit(axes, ylabel=label, yticks=places, yticklabels=ticks)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    fits, flock = result.fits, birds()
    name_axis(artists.code_input, values.y)
    y = flock.standard.Z[:, NAMES.index(values.y)]
    places = np.stack([fits.codes[flock.species] + flock.aside, y], axis=1)
    marks.put(artists.birds, places, flock.species)
    integer, hot = fits.answers
    artists.line.set_data([0, 1, 2], integer)
    artists.means.set_segments([[(code - 0.4, mean), (code + 0.4, mean)] for code, mean in enumerate(hot)])
    for image, areas in zip(artists.areas, fits.areas):
        marks.fill(image, striped(AREAS, areas))
    for text, right in zip(artists.right, fits.right):
        text.set_text(Words(f"{right} right", f"判对 {right} 只").drawn())
    draw_names(artists, fits)
    draw_memory(artists, result)


def draw_names(artists: SimpleNamespace, fits: Fits) -> None:
    """Who has which code, and R²."""
    integer, hot = map(number, fits.explained)
    places = [*((code, 3.2) for code in fits.codes), (0.24, -3.1), (1.73, -3.1)]
    en = ["Adelie", "Chinst.", "Gentoo", f"integer {integer}", f"one-hot {hot}"]
    names = [words.drawn() for words in map(Words, en, [*CHINESE.values(), f"整数 {integer}", f"独热 {hot}"])]
    artists.texts.move(places, names, [look.BLACK] * 3 + [look.ink(look.VERMILION), look.BLACK])


def draw_memory(artists: SimpleNamespace, result: Result) -> None:
    for curve, dot, sizes, now in zip(artists.curves, artists.here, result.curves, result.bytes):
        curve.set_data(SIZES, sizes)
        dot.set_data([result.K], [now])
    integers, vectors = result.bytes
    x = np.clip(result.K, 10, 5e4)  # a label keeps away from its line, also beside K
    places = [(x, integers / 30), (x, 30 * vectors * max(1, x / result.K))]
    artists.sizes.move(places, [size(integers), size(vectors)], [look.ink(look.VERMILION), look.BLACK])


def readout(result: Result) -> Words:
    integer, hot = map(number, result.fits.explained)
    integer_right, hot_right = result.fits.right
    small, large = map(size, result.bytes)
    total, zeros = len(birds().species), f"{100 * result.zeros:.5g}%"
    return Words(
        f"As input, the integer code explains R² = <b>{integer}</b> of the variance, one-hot <b>{hot}</b>."
        f"\n As target, they get "
        f"{integer_right} and {hot_right} of {total} birds right. In memory, K = {result.K:,} categories take {small} "
        f"and {large}, the latter {zeros} zeros.",
        f"作输入时，整数编码解释了方差的 R² = <b>{integer}</b>，独热编码为 <b>{hot}</b>。"
        f"\n 作目标时，{total} 只企鹅中分别判对 "
        f"{integer_right} 只与 {hot_right} 只。类别数 K = {result.K:,} 时，两种编码分别占内存 {small} 与 "
        f"{large}，后者有 {zeros} 是零。",
    )


RENAMED = np.array([0, 2, 1])  # the codes of Adelie, Chinstrap and Gentoo once the last two have changed places


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """A line through the means of the new codes and of body mass, as steep as this R² asks for."""
    codes, ends = RENAMED[birds().species], np.array([-0.4, 2.4])
    slope = np.sqrt(float(option)) / codes.std()  # y is standardised
    return artists.code_input, np.stack([ends, slope * (ends - codes.mean())], axis=1)


VEIL = Veil(("areas", "right", "here", "sizes"), given=("fits", "curves"))
USES = {"click-chinstrap-left": ("order",), "click-adelie-code": ("order",), "pull-dot-memory": ("power", "n", "dtype")}
TO_DO = {
    "click-chinstrap-left": lambda result: list(result.fits.codes) == [0, 2, 1],
    "click-adelie-code": lambda result: result.fits.codes[0] == 1,
    "pull-dot-memory": lambda result: result.K > 90_000,
}


def judge(result: Result) -> str:
    """Solved if the integer code explains at most 0.05 less of the variance than one-hot; almost with 0.102."""
    integer, hot = result.fits.explained
    if hot - integer <= 0.05:
        return "solved"
    return "almost" if hot - integer <= 0.102 else "open"


CHALLENGE = Challenge(
    Words(
        "find a y and an order for which the integer code, as input, loses at most 0.05 of R².",
        "找一个 y 和一种次序，使整数编码作输入时的 R² 比独热编码至多低 0.05。",
    ),
    judge,
)


def swap(result: Result, k: int) -> dict:
    """The order in which the k-th code and the next are exchanged."""
    order = [SPECIES[c] for c in np.argsort(result.fits.codes)]
    return {"order": ", ".join(with_exchanged(order, k))}


SCEPTIC = Sceptic(
    Words("one-hot vectors explain more than the numbers 0, 1, 2.", "独热编码比编号 0、1、2 解释得更多。"),
    Words("Additional share of the variance that they explain", "多解释的方差比例"),
    lambda result: float(result.fits.explained[1] - result.fits.explained[0]),
    shares=True,
)


HANDLES = [
    Handle("code_input", at=lambda *_: [[(k, -2.5), (k, 3.4)] for k in range(3)], click=swap, width=44),
    Handle(
        "cost", at=lambda _, r: [[(r.K, m) for m in r.bytes]], drag=lambda r, x, y: {"power": np.log10(x)}, width=28
    ),
]


@demo(Words("One-hot or 0, 1, 2?", "独热编码还是 0、1、2？"))
def one_hot(**values):
    """Three species as the integers 0, 1, 2, in an order of your choice, and one-hot; and what one-hot costs.
    三个物种：按所选的次序编为整数 0、1、2，与独热编码对照；以及独热编码的代价。

    input:  y ≈ w · code + b, a straight line, against y ≈ w · h_c, which gives each species its own mean
    target: a linear model fitted to the code, and rounded, has parallel bands in their order; one fitted to h_c has not
    memory: n integers of the smallest type, or n · K numbers, a share 1 - 1/K of them 0
    W h_c is column c of W: an embedding keeps the integers and looks the column up

    source : the lecture, section 5; penguins: Gorman, Williams & Fraser (2014)
    """
