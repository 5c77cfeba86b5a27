"""Each layer folds the line in two: L layers of two units make 2^L pieces, where one layer pays a unit for each."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.progress import finished, memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.deep_vs_shallow.demos.sawtooth import sawtooth_fits
from course_nn.lectures.deep_vs_shallow.demos.sawtooth.sawtooth_fits import RUNS, Fit, Learned, compare, tips
from course_nn.lectures.deep_vs_shallow.linear_regions import sawtooth as folded
from course_nn.stage import Challenge, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried

DEPTHS = np.arange(1, 11)
SHORT = 4  # so many layers are trained at most
RULES = {"2L": "2L", "2^L / 2": "2ᴸ / 2", "2^L - 1": "2ᴸ − 1", "2^L": "2ᴸ"}
UNITS = {"2L": lambda L: 2 * L, "2^L / 2": lambda L: 2**L // 2, "2^L - 1": lambda L: 2**L - 1, "2^L": lambda L: 2**L}
TRAIN = {  # layers of so many units, or one layer with as many parameters, marked by a 1
    "none": Words("–", "–"),
    "8": Words("layers of 8", "每层 8 个单元"),
    "32": Words("layers of 32", "每层 32 个单元"),
    "32 zero": Words("layers of 32, biases 0", "每层 32 个单元，偏置为 0"),
    "8 one": Words("one layer, as many parameters as layers of 8", "单层，参数与每层 8 个时一样多"),
    "32 one": Words("one layer, as many parameters as layers of 32", "单层，参数与每层 32 个时一样多"),
}
CONTROLS = {
    "L": Slider("L", 1, 10, 4, 1, means=Words("layers of the deep network", "深层网络的层数")),
    "units": Choice(Words("one layer", "单层"), RULES, "2L"),
    "train": Choice(
        Words("train L layers", "训练 L 层"), TRAIN, "none", costly=tuple(TRAIN)[1:], used=lambda v: v["L"] <= SHORT
    ),
    "zoom": Choice(Words("zoom", "放大"), {z: f"×{z}" for z in (1, 4, 16, 64)}, 1),
    "place": Slider("x₀", 0.0, 1.0, 0.0, 0.01, used=lambda v: v["zoom"] > 1, means=Words("shown part", "所示位置")),
}
DEEP = dict(color=look.BLUE, marker="o", ls="-")
SHALLOW = dict(color=look.VERMILION, marker="^", ls="--")
LEARNED = dict(color=look.GREEN, ls=(0, (5, 1, 1, 1)))
GOAL = 0.02  # of the challenge, a root mean square
ENDS = 1e-3, 0.5  # of the axis of errors; what is beyond is drawn at its ends


class Result(NamedTuple):
    units: int  # of the shallow network
    deep: Fit
    shallow: Fit
    learned: Learned | None  # what was trained, if anything was
    pieces: np.ndarray  # (2, 10) of the deep and the shallow networks for L = 1 … 10
    errors: np.ndarray  # (2, 10)
    window: np.ndarray  # (2,) of x
    wrong: int  # how many of the 2^L points i / 2^L, i < 2^L, the shallow network puts on the wrong side of ½


@memoized
def deep(L: int) -> Fit:
    """The sawtooth network of L layers."""
    return compare(folded(L), L)


@memoized
def shallow(L: int, units: int) -> Fit:
    """The best layer of so many units."""
    return compare(sawtooth_fits.best_one_layer(L, units), L)


def compute(L, units, train, zoom, place) -> Generator[float, None, Result]:
    learned = None
    if train != "none" and L <= SHORT:
        width, _, how = train.partition(" ")
        start = "zero" if how == "zero" else "spread"
        learned = yield from sawtooth_fits.learn(L, int(width), start, how == "one")
    rows = [[deep(depth) for depth in DEPTHS.tolist()], [shallow(d, UNITS[units](d)) for d in DEPTHS.tolist()]]
    one = rows[1][L - 1]
    return Result(
        units=UNITS[units](L),
        deep=rows[0][L - 1],
        shallow=one,
        learned=learned,
        pieces=np.array([[fit.pieces for fit in row] for row in rows]),
        errors=np.array([[fit.error for fit in row] for row in rows]),
        window=place * (1 - 1 / zoom) + np.array([0, 1 / zoom]),
        wrong=sawtooth_fits.wrong_sides(one, L),
    )


def paint_axes(figure: Figure) -> tuple:
    """The line, and beside it the pieces and the errors by L."""
    grid = figure.add_gridspec(2, 2, width_ratios=[2.1, 1])
    line, count, error = (figure.add_subplot(place) for place in (grid[:, 0], grid[0, 1], grid[1, 1]))
    line.set(xlim=(0, 1), ylim=(-0.1, 1.15), xlabel="$x$", yticks=[0, 0.5, 1])
    line.set_xticks([0, 0.5, 1], [" "] * 3)  # room for the numbers below, which move with the window
    line.axhline(0.5, color=look.PALE, lw=0.8, zorder=0)
    count.set(yscale="log", xlim=(0.5, 10.5), ylim=(0.8, 4000), xticks=DEPTHS, xticklabels=[])
    count.set_title(Words("pieces", "段数").drawn())
    count.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    count.minorticks_off()
    error.set(yscale="log", xlim=(0.5, 10.5), ylim=(ENDS[0] / 2, 1), xticks=DEPTHS, xlabel="$L$")
    error.set_title(Words("rms error  (··· constant ½)", "均方根误差（··· 常数 ½）").drawn())
    error.set_yticks([ENDS[0], 0.01, 0.1], ["0", "0.01", "0.1"])
    error.minorticks_off()
    error.axhline(12**-0.5, color=look.GREY, lw=0.8, ls=":", zorder=0)
    return line, count, error


def paint(figure: Figure) -> SimpleNamespace:
    line, count, error = paint_axes(figure)
    above = dict(transform=line.transAxes, va="bottom")
    one, green = (look.ink(style["color"]) for style in (SHALLOW, LEARNED))
    return SimpleNamespace(
        count=count,
        error=error,
        ticks=paint_ticks(line),
        goal=goals.level(error, GOAL, 0.98, ha="right"),
        target=marks.line(line, color=look.PALE, lw=3),
        deep=marks.line(line, color=DEEP["color"], ls=DEEP["ls"]),
        shallow=marks.line(line, color=SHALLOW["color"], ls=SHALLOW["ls"]),
        learned=marks.line(line, lw=1.5, **LEARNED),
        learned_name=line.text(0.5, 0.985, "", color=green, ha="center", va="top", transform=line.transAxes),
        deep_name=line.text(0, 1.02, "", color=DEEP["color"], ha="left", **above),
        shallow_name=line.text(1, 1.02, "", color=one, ha="right", **above),
        counts=[marks.line(count, lw=1, ms=6, mec="white", **style) for style in (DEEP, SHALLOW)],
        errors=[marks.line(error, lw=1, ms=6, mec="white", **style) for style in (DEEP, SHALLOW)],
        runs=marks.line(error, "D", ls="", ms=5, mew=0.4, mec="white", color=LEARNED["color"], zorder=3),
        now=[marks.now(axes, alpha=0.3, lw=7, zorder=1) for axes in (count, error)],
    )


def paint_ticks(axes: Axes) -> list:
    """The numbers below the window, at its ends and in its middle: texts, since new ticks would cost a whole redraw."""
    below = dict(transform=axes.transAxes, va="top", fontsize=look.SMALL)
    return [axes.text(x, -0.03, "", ha=ha, **below) for x, ha in ((0, "left"), (0.5, "center"), (1, "right"))]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    low, high = result.window
    curves = {artists.target: tips(values.L), artists.learned: best_of(result.learned)}
    curves |= {artists.deep: (result.deep.x, result.deep.y), artists.shallow: (result.shallow.x, result.shallow.y)}
    artists.learned_name.set_text(Words("trained", "训练得到").drawn() if result.learned else "")
    for line, (x, y) in curves.items():
        line.set_data((np.asarray(x) - low) / (high - low), y)
    for tick, x in zip(artists.ticks, (low, (low + high) / 2, high)):
        tick.set_text(f"{x:.5g}")
    draw_names(artists, result, values)
    for line, pieces in zip(artists.counts, result.pieces):
        line.set_data(DEPTHS, pieces)
    for line, errors in zip(artists.errors, result.errors):
        line.set_data(DEPTHS, errors.clip(*ENDS))
    trained = result.learned.errors.clip(*ENDS) if result.learned else np.zeros(0)
    artists.runs.set_data(np.full(len(trained), values.L), trained)
    for now in artists.now:
        marks.at(now, values.L)


def best_of(learned: Learned | None) -> tuple:
    """x and y of the best trained network, if there is one."""
    return (learned.best.x, learned.best.y) if learned else ([], [])


def draw_names(artists: SimpleNamespace, result: Result, values: Values) -> None:
    L, n, deep, shallow = values.L, result.units, result.deep.pieces, result.shallow.pieces
    name = Words(f"deep: {L} × 2 units, {deep} pieces", f"深层：{L} × 2 个单元，{deep} 段")
    artists.deep_name.set_text(name.drawn())
    name = Words(f"1 layer: {n} units, {shallow} pieces", f"单层：{n} 个单元，{shallow} 段")
    artists.shallow_name.set_text(name.drawn())


def readout(result: Result, values: Values) -> Words:
    L, n = values.L, result.units
    training, folds = about_training(result, values), about_folds(result)
    deep, shallow = (magnitude(fit.error, 3, 0.001, 1000) for fit in (result.deep, result.shallow))
    return Words(
        f"Deep, {L} layers of 2 units: <b>{result.deep.pieces} pieces</b>, rms error {deep}. "
        f"One layer of {n} units: {result.shallow.pieces} pieces, rms error {shallow}.{training.en}\n "
        f"The single layer puts {result.wrong} of {2**L} tips on the wrong side of ½.{folds.en}",
        f"深层网络，{L} 层、每层 2 个单元：<b>{result.deep.pieces} 段</b>，均方根误差 {deep}。"
        f"单层网络，{n} 个单元：{result.shallow.pieces} 段，均方根误差 {shallow}。{training.zh}\n"
        f"单层网络把 {2**L} 个尖端中的 {result.wrong} 个放在 ½ 的错误一侧。{folds.zh}",
    )


def about_training(result: Result, values: Values) -> Words:
    """The errors of the trained networks, if there are any."""
    if not result.learned:
        return Words("", "")
    way, widths = TRAIN[values.train], result.learned.sizes[1:-1]
    units = f"{len(widths)} × {widths[0]}" if len(widths) > 1 else str(widths[0])
    best, median = (magnitude(f(result.learned.errors), 3, 0.001) for f in (np.min, np.median))
    return Words(
        f" Trained ({way.en}: {units} units), {RUNS} starts: best rms error <b>{best}</b>, median {median}.",
        f"训练 {RUNS} 次（{way.zh}：{units} 个单元）：最好的均方根误差 <b>{best}</b>，中位数 {median}。",
    )


def about_folds(result: Result) -> Words:
    """Whether deep networks that were trained have folded the line."""
    if not result.learned or len(result.learned.sizes) < 4:
        return Words("", "")
    gap = number(float(np.nanmedian(result.learned.gaps)))
    return Words(
        f" At x and 1 − x the outputs of the last trained layer differ by {gap} (median): 0 means a fold, about 2 "
        "none.",
        f"训练所得的最后一个隐藏层在 x 与 1 − x 处之差（中位数）为 {gap}；完全对折时为 0，不对折时约为 2。",
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """As many pieces for L = 10 as one layer of so many units can have; nothing where two ways of training compete."""
    return (artists.now[0].axes, np.array([[10, int(option)]])) if option.isdecimal() else None


def errors_of_one_layer() -> np.ndarray:
    """Of one layer with the parameters of four layers of 32 ReLUs that has learned 16 pieces, one for each start."""
    return finished(sawtooth_fits.learn(SHORT, 32, "spread", True)).errors


ESTIMATE = {
    "deep_vs_shallow-10": Mark(
        axes=lambda artists: artists.error,
        label=Words("rms error", "均方根误差"),
        low=2e-3,
        high=ENDS[1],
        log=True,
        where=SHORT,
        reach=1.5,
        truth=lambda: np.median(errors_of_one_layer()),
        shown={"train": "32 one"},
        spread=lambda: (errors_of_one_layer().min(), errors_of_one_layer().max()),
        places={"one": 0.003, "deep": 0.15, "same": 0.012},
    )
}
ASKED_AT = {"L": 10}
VEIL = {
    "deep_vs_shallow-5": Veil(
        ("shallow", "shallow_name", "learned", "learned_name", "count", "error"), given=("deep", "window")
    ),
    "deep_vs_shallow-10": Veil(
        ("deep", "deep_name", "shallow", "shallow_name", "goal", "errors"), given=("learned", "pieces", "window")
    ),
}
USES = {
    "pull-grey-bar": ("L", "units"),
    "go-back-units": ("L", "units", "zoom"),
    "take-unit-away": ("L", "units"),
    "train-choose-layer": ("train",),
    "choose-layers-layers": ("train",),
    "set-layer-learn": ("L", "train"),
}
TO_DO = {
    "deep_vs_shallow-5": {
        "pull-grey-bar": lambda result, values: values.L == 10 and result.shallow.error < 1e-6,
        "go-back-units": lambda result, values: values.L >= 8 and values.units == "2L" and values.zoom > 1,
        "take-unit-away": lambda result, values, seen: values.units == "2^L - 1" and "2^L" in seen["units"],
    },
    "deep_vs_shallow-10": {
        "train-choose-layer": lambda result, values, seen: values.L == 4 and {"32", "32 one"} <= seen["train"],
        "choose-layers-layers": tried(train=("8", "32 zero")),
        "set-layer-learn": lambda result, values: values.L == 3 and values.train in ("8 one", "32 one"),
    },
}


def judge(result: Result, values: Values) -> str:
    """Solved by a trained network that follows a sawtooth of 8 pieces or more; almost at half the constant's error."""
    if values.L < 3 or not result.learned:
        return "open"
    error = result.learned.best.error
    return "solved" if error < GOAL else "almost" if error < 0.15 else "open"


CHALLENGE = Challenge(
    Words(
        "let training draw the teeth: with L ≥ 3, train a network whose rms error is below 0.02.",
        "让训练自己画出锯齿：取 L ≥ 3，使训练得到的网络均方根误差低于 0.02。",
    ),
    judge,
)


def bar_handle(k: int) -> Handle:
    """The bar at L, in the upper or the lower picture."""
    return Handle(lambda artists: artists.now[k], pull=lambda result, dx, dy, values: {"L": values.L + dx}, width=14)


def foot(line: Line2D, result: Result) -> list:
    """The lower edge of the picture, if only a part of the line is shown."""
    return [[(0, -0.08), (1, -0.08)]] if np.ptp(result.window) < 1 else []


def slide(result: Result, dx: float, dy: float) -> dict:
    """Pulled to the right, the line shows what is further left; dx is a share of the window."""
    low, width = result.window[0], np.ptp(result.window)
    return {"place": (low - dx * width) / (1 - width)}


SCEPTIC = Sceptic(
    Words(
        "with as many units, layers make more straight pieces than one layer does.",
        "单元一样多时，多层拼出的直线段比单层多。",
    ),
    Words("Powers of two between the two numbers of pieces", "两者段数之比是 2 的几次方"),
    lambda result, values: np.log2(result.pieces[0] / result.pieces[1])[values.L - 1],
)


HANDLES = [bar_handle(0), bar_handle(1), Handle("target", at=foot, pull=slide)]


@demo(Words("The sawtooth", "锯齿"))
def sawtooth(**values):
    """A deep network of L layers of 2 units with 2^L straight pieces, beside one layer; and networks that learn it.
    L 层、每层 2 个单元的深层网络有 2^L 段；与单层网络对照，也可以让网络去学习这条锯齿。

    With 2 L units each, both have 6 L + 1 parameters. One layer of n units has at most n + 1 pieces, L layers of m
    units at most (m + 1)^L. A function of fewer than 2^L pieces cannot change sides of ½ as often as the sawtooth does,
    so somewhere it errs by ½ or more. Telgarsky: with l layers of m <= 2^((L - 3) / l - 1) units, at least a sixth of
    the tips at i / 2^L, i < 2^L, lie on the wrong side of ½; so with one layer of up to 2^(L - 4).

    Trained: five starts, Adam, 1,000 epochs; deep networks of 2, 8 or 32 units a layer, or one layer with as many
    parameters. A layer that has folded the line answers the same at x and at 1 - x.

    source : the lecture, section 4; Telgarsky, Representation Benefits of Deep Feedforward Networks (2015), Theorem
             1.1; Benefits of Depth in Neural Networks (2016)
    """
