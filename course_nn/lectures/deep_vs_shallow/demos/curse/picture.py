"""In ten dimensions everything is far away: to know any function there takes a number for each of N^10 cells."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import count, number, plain
from course_nn.drawing.numbers import size as bytes_of
from course_nn.lectures.deep_vs_shallow.demos.curse.many_inputs import (
    DIMENSIONS,
    SHOWN,
    Errors,
    Units,
    learn_sums,
    nearest,
    parameters,
    units,
)
from course_nn.stage import Challenge, Change, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo, tried

LAPTOP = 16e9  # bytes of memory
BRAIN = 1e11  # neurons
TARGETS = {
    "sum": Words("a sum over inputs", "各输入的函数之和"),
    "pairs": Words("a sum over neighbours", "相邻两个输入的函数之和"),
    "slow": Words("such a sum, half as fast", "同上，但变化速度减半"),
}
FILLED = {False: Words("the cube", "整个立方体"), True: Words("one plane", "一个平面")}
CONTROLS = {
    "d": Slider(Words("inputs d", "输入维数 d"), 1, 10, 10, 1),
    "N": Slider(Words("cells a side N", "每边格数 N"), 2, 20, 10, 1),
    "n": Choice(Words("samples n", "样本数 n"), {n: f"{n:,}" for n in (100, 1000, 3000)}, 1000, costly=(3000,)),
    "target": Choice(Words("to learn", "要学的函数"), TARGETS, "sum"),
    "size": Choice(Words("number", "数值类型"), {4: "float32", 8: "float64"}, 4),
    "seed": Slider(Words("seed", "随机种子"), 0, 9, 9, 1, continuous=False),
    "flat": Choice(Words("samples fill", "样本散布在"), FILLED, False),
}
LINE = dict(lw=1, ms=6, mec="white")
ANY = LINE | dict(color=look.VERMILION, marker="^", ls="-")
TREE = LINE | dict(color=look.ORANGE, marker="D", ls="-.")
SUM = LINE | dict(color=look.BLUE, marker="s", ls="--")
KERNEL = LINE | dict(color=look.GREEN, marker="D", ls="-")
RIDGE = LINE | dict(color=look.GREEN, marker="o", ls=":")
RECIPES = (
    (Words("any function", "任意函数"), ANY),
    (Words("tree of pairs", "二元函数的树"), TREE),
    (Words("sum", "一元函数之和"), SUM),
    (Words("ridge g(w·x)", "岭函数 g(w·x)"), RIDGE),
)  # in the order of Units
STILL = dict(fontsize=look.SMALL, zorder=0)  # words that stand still lie below what moves, and are not drawn again


class Result(NamedTuple):
    X: np.ndarray  # (n, 2) the first two coordinates of the samples
    nearest: np.ndarray  # (2,) of the one nearest to the middle, in all d coordinates
    radius: float  # its distance, the largest difference of a coordinate
    errors: Errors
    kernel: float  # its error for this d
    units: Units
    parameters: int  # of the towers for any function
    filled: int  # cells with a sample in them


def compute(d, N, n, target, size, seed, flat) -> Generator[float, None, Result]:
    samples = yield from nearest(n, seed, flat)
    learned = yield from learn_sums(n, N, seed, target, d, flat)
    middle = 0  # the first of the probes
    return Result(
        X=samples.X[:, :2],
        nearest=samples.X[samples.which[d - 1, middle], :2],
        radius=float(samples.radius[d - 1, middle]),
        errors=learned.errors,
        kernel=learned.kernel,
        units=units(N),
        parameters=parameters(d, N),
        filled=int(learned.filled[d - 1]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    cube, error, count = figure.subplots(1, 3, width_ratios=[1.1, 1, 1.15])
    cube.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 1], yticks=[0, 1], aspect="equal")
    cube.set_title(Words("cube, from one side", "立方体（侧视）").drawn())
    cube.set_xlabel("$x_1$", labelpad=-8)
    cube.set_ylabel("$x_2$", rotation=0, labelpad=-4)
    return SimpleNamespace(
        error=error,
        count=count,
        samples=marks.line(cube, ".", ms=3, mec="none", color=look.GREY),
        box=cube.fill([0, 0, 0, 0], [0, 0, 0, 0], fc=look.VERMILION, alpha=0.25, lw=0)[0],
        middle=cube.plot([0.5], [0.5], "+", ms=12, mew=2, color=look.VERMILION)[0],
        nearest=marks.dot(cube, ms=7, clip_on=False, zorder=2),
        errors=paint_errors(error),
        units=paint_units(count),
        now=[marks.now(axes, alpha=0.3, lw=8, zorder=1) for axes in (error, count)],
    )


def paint_errors(axes: Axes) -> Errors:
    axes.set(xlim=(0.5, 10.5), ylim=(0, 1.3), xticks=DIMENSIONS, xlabel="$d$")
    axes.set_title(Words("error of what is learned", "学习结果的误差").drawn())
    axes.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    paint_level(axes, 1, Words("guess the mean", "猜平均值"))
    nearest, total = Words("▲ nearest sample", "▲ 最近样本"), Words("■ sum", "■ 函数之和")
    axes.text(0.7, 1.2, nearest.drawn(), color=look.ink(ANY["color"]), **STILL)
    axes.text(0.7, 1.11, total.drawn(), color=SUM["color"], **STILL)
    axes.text(10.3, 1.2, Words("◆ kernel", "◆ 核方法").drawn(), color=look.ink(look.GREEN), ha="right", **STILL)
    return Errors(*(marks.line(axes, **style) for style in (ANY, SUM, KERNEL)))


def paint_units(axes: Axes) -> Units:
    axes.set(yscale="log", xlim=(0.5, 10.5), ylim=(1, 1e19), xticks=DIMENSIONS, xlabel="$d$")
    axes.set_title(Words("units of this recipe", "这种做法的单元数").drawn())
    axes.set_yticks([1, 1e3, 1e6, 1e9, 1e12], ["1", "$10^3$", "$10^6$", "$10^9$", "$10^{12}$"])
    axes.minorticks_off()
    paint_level(axes, BRAIN, Words("neurons of a brain", "人脑的神经元数"))
    marks.key(axes, [(name.drawn(), style) for name, style in RECIPES], zorder=0)
    return Units(*(marks.line(axes, **style) for _, style in RECIPES))


def paint_level(axes: Axes, y: float, name: Words) -> None:
    """What the curves are compared with."""
    axes.axhline(y, color=look.GREY, lw=0.8, ls=":", zorder=0)
    axes.text(0.7, y, name.drawn(), color=look.ink(look.GREY), va="bottom", **STILL)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    r = result.radius
    across, up = 0.5 + r * np.array([-1, 1, 1, -1]), 0.5 + r * np.array([-1, -1, 1, 1])
    if values.d == 1:
        up = np.array([0, 0, 1, 1])  # with one input the second coordinate is only there to be seen
    artists.samples.set_data(*result.X.T)
    artists.box.set_xy(np.stack([across, up], axis=1))
    artists.nearest.set_data(*result.nearest[:, None])
    for line, inputs, heights in zip(artists.errors, (DIMENSIONS, DIMENSIONS, SHOWN), result.errors):
        line.set_data(inputs, heights.clip(0, 1.28))
    for line, heights in zip(artists.units, result.units):
        line.set_data(DIMENSIONS, heights)
    for now in artists.now:
        marks.at(now, values.d)


def readout(result: Result, values: Values) -> Words:
    d, n, filled = values.d, f"{values.n:,}", f"{result.filled:,}"
    near, fit = number(result.errors.nearest[d - 1]), number(result.errors.total[d - 1])
    kernel = number(result.kernel)
    towers, few = count(values.N**d), 2 * d * values.N
    memory = bytes_of(result.parameters * values.size)
    return Words(
        f"{d} inputs: this recipe takes <b>{towers} towers</b> for any function, or {memory}; a sum of functions "
        f"of one input takes {few} units.\n The {n} samples lie in {filled} of the cells. Errors, if guessing the mean "
        f"has error one: {near} for the nearest sample, {kernel} for the kernel, {fit} for the fitted sum.",
        f"{d} 个输入：对任意函数，这种做法要 <b>{towers} 座塔</b>，占内存 {memory}；一元函数之和只要 {few} 个单元。\n"
        f"{n} 个样本落在 {filled} 个小格中。误差（以猜平均值的误差为 1）：照抄最近样本为 {near}，"
        f"核方法为 {kernel}，拟合一元函数之和为 {fit}。",
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """So many units for ten inputs."""
    return artists.now[1].axes, np.array([[10, float(option)]])


def expected(option: str) -> np.ndarray:
    """What an option says for 1 to 10 inputs: walls alone, towers for each pair of inputs, or for each cell."""
    d = DIMENSIONS
    pairs = 2 * CELLS * d + CELLS**2 * d * (d - 1) / 2
    return {"480": 48.0 * d, "3040": pairs, "1e9": units(CELLS).any_function}[option]


def beside_the_towers(drawn: np.ndarray, true: np.ndarray) -> Words:
    """How many units were drawn for ten inputs, and what each further input does."""
    mine, seen = count(drawn[-1]), count(true[-1])
    own = plain((drawn[-1] / drawn[1]) ** (1 / (len(drawn) - 2)), 1)
    return Words(
        f"For ten inputs you expected {mine} units; in your curve each further input multiplies them by {own} on "
        f"average. The towers take {seen}: each further input makes {CELLS} times as many cells, a straight line on "
        "this axis.",
        f"十个输入时你画的是 {mine} 个单元，平均每多一个输入变为 {own} 倍。塔要 {seen} 个："
        f"每多一个输入，格数变为 {CELLS} 倍，在这条对数轴上是一条直线。",
    )


CELLS = 8  # a side
ESTIMATE = Curve(
    axes=lambda artists: artists.count,
    x=tuple(DIMENSIONS.tolist()),
    across=Words("inputs d", "输入维数 d"),
    label=Words("units", "单元数"),
    low=1,
    high=1e14,
    log=True,
    truth=lambda: units(CELLS).any_function,
    shown={"N": CELLS},
    places={option: expected(option) for option in ("480", "3040", "1e9")},
    said=beside_the_towers,
)
VEIL = Veil(("box", "nearest", "error", "count"), given=("X",))
USES = {
    "set-pull-grey": ("N", "d"),
    "pull-bar-slowly": ("d",),
    "sceptic": ("sceptic",),
}
TO_DO = {
    "set-pull-grey": lambda result, values, seen: (values.N, values.d) == (8, 10) and 2 in seen["d"],
    "pull-bar-slowly": lambda result, values, seen: values.d == 10 and set(range(1, 11)) <= seen["d"],
    "sceptic": tried(sceptic=("fewer", "more", "inputs", "flat", "pairs", "slow")),
}


def judge(result: Result, values: Values) -> str:
    """Solved at the first dimension whose towers outgrow the memory; almost at a later one."""
    if values.N < 10 or values.size != 4 or 4 * result.parameters <= LAPTOP:
        return "open"
    return "solved" if 4 * parameters(values.d - 1, values.N) <= LAPTOP else "almost"


CHALLENGE = Challenge(
    Words(
        "with N ≥ 10 and float32, find the first d at which the towers outgrow a laptop's 16 GB.",
        "取 N ≥ 10、float32，找出塔所需内存首次超过笔记本电脑 16 GB 的维数 d。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "a fit that knows the structure learns from these samples what the other methods do not.",
        "样本相同时，知道结构的拟合学得会，别的方法学不会。",
    ),
    Words(
        "How much smaller its error is than the smaller error of the other two", "误差比另两种方法中较好的一种低多少"
    ),
    lambda result, values: lead_of_structure(result, values.d),
    {
        "fewer": Change(Words("a tenth of the samples", "样本数减为十分之一"), {"n": 100}),
        "more": Change(Words("three times the samples", "样本数增为三倍"), {"n": 3000}),
        "inputs": Change(Words("two inputs", "只有两个输入"), {"d": 2}),
        "flat": Change(Words("samples in one plane", "样本都在一个平面上"), {"flat": True}),
        "pairs": Change(Words("a function of another structure", "换一种结构的函数"), {"target": "pairs"}),
        "slow": Change(Words("the same, changing half as fast", "换一种结构，且变化速度减半"), {"target": "slow"}),
    },
)


def lead_of_structure(result: Result, d: int) -> float:
    """How much larger the error of the better method without structure is than that of the fitted sum."""
    return float(min(result.errors.nearest[d - 1], result.kernel) - result.errors.total[d - 1])


def bar_handle(k: int) -> Handle:
    """The bar at d, in the second or the third picture."""
    return Handle(lambda artists: artists.now[k], pull=lambda result, dx, dy, values: {"d": values.d + dx}, width=16)


HANDLES = [bar_handle(0), bar_handle(1)]


@demo(Words("Many inputs", "输入很多"))
def curse(**values):
    """What any function of d inputs costs at resolution 1/N, in units, memory and samples; and what structure saves.
    以 1/N 的分辨率表示任意 d 元函数的代价：单元、内存与样本；以及结构能省下多少。

    Units: any function N^d towers on 2 d N steps, a tree of functions of two (d - 1)(4 N + N²), a sum of functions of
    one 2 d N, a ridge g(w·x) 2 N. From n samples of Σ_j sin(2π x_j + j), or of a sum over neighbours: the nearest
    sample's value, kernel ridge regression, and a sum of d piecewise linear functions by least squares; errors relative
    to the mean's.

    source : the lecture, section 4; what is proved, and by whom: many_inputs
    """
