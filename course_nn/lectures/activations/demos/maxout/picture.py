"""A maxout unit is the highest of k straight lines: it learns its own activation function, and any convex one fits."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.text import Text

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.activations.demos.maxout.supporting_lines import (
    Support,
    add_lines,
    highest_of,
    supporting_lines,
)
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo, tried

TARGETS = {  # f and f′ on [−3, 3]; the last is not convex
    "x²": (np.square, lambda x: 2 * x),
    "|x|": (np.abs, np.sign),
    "relu(x)": (ACTIVATIONS["relu"].f, ACTIVATIONS["relu"].df),
    "softplus(x)": (ACTIVATIONS["softplus"].f, ACTIVATIONS["softplus"].df),
    "eˣ/2": (lambda x: np.exp(x) / 2, lambda x: np.exp(x) / 2),
    "2 sin x": (lambda x: 2 * np.sin(x), lambda x: 2 * np.cos(x)),
}
MOST = 6  # lines
CONTROLS = {
    "target": Choice(Words("target", "目标"), list(TARGETS), "x²"),
    "k": Slider(Words("lines K", "直线数 K"), 2, MOST, 4, 1),
    "a1": Slider("a₁", -6.0, 6.0, -2.0, means=Words("slope of line 1", "直线 1 的斜率")),
    "c1": Slider("c₁", -9.0, 9.0, -1.0, means=Words("intercept of line 1", "直线 1 的截距")),
    "a2": Slider("a₂", -6.0, 6.0, 3.0, means=Words("slope of line 2", "直线 2 的斜率")),
    "c2": Slider("c₂", -9.0, 9.0, -2.25, means=Words("intercept of line 2", "直线 2 的截距")),
}
AXIS = np.linspace(-3, 3, 361)


class Result(NamedTuple):
    curve: np.ndarray  # (361,) the target
    lines: np.ndarray  # (6, 2) slope and intercept; the first two are the student's
    unit: np.ndarray  # (361,) the highest of the first k
    errors: np.ndarray  # (5,) largest |target − unit| for k = 2 … 6
    worst: float  # x where that is, for this k
    bound: float  # no maxout comes closer to the target than this; 0 if it is convex


@memoized
def support(target: str) -> Support:
    return supporting_lines(*TARGETS[target], AXIS)


def compute(target, k, a1, c1, a2, c2) -> Result:
    below = support(target)
    lines = add_lines([[a1, c1], [a2, c2]], below, MOST)
    units = np.array([highest_of(lines[:n], AXIS) for n in range(2, MOST + 1)])  # (5, 361)
    errors = np.abs(below.curve - units)
    return Result(
        curve=below.curve,
        lines=lines,
        unit=units[k - 2],
        errors=errors.max(axis=1),
        worst=AXIS[errors[k - 2].argmax()],
        bound=below.gap / 2,
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, error = figure.subplots(1, 2, width_ratios=[1.7, 1])
    plane.set(xlim=(-3, 3), ylim=(-3.5, 10.5), xlabel="$x$")
    title = Words(
        "h = max(a₁x + c₁, a₂x + c₂, …), and the target, dashed", "h = max(a₁x + c₁, a₂x + c₂, …)，虚线为目标"
    )
    plane.set_title(title.drawn())
    marks.cross(plane, zorder=0)
    error.set(xlim=(1.4, 6.6), ylim=(0.006, 150), yscale="log")
    error.set(xlabel=Words("lines K", "直线数 K").drawn(), title=Words("largest error", "最大误差").drawn())
    goal = [*error.plot([1.5, 2.5], [1.2, 1.2], **goals.LINE), goals.name(error, 2.6, 1.2, va="center")]
    error.set_yticks([0.01, 0.1, 1, 10, 100], ["≤0.01", "0.1", "1", "10", "100"])
    mine, others = [look.ORANGE, look.VERMILION], [look.GREY] * (MOST - 2)
    return SimpleNamespace(
        goal=goal,
        lines=[marks.line(plane, color=c, lw=1.3, zorder=2) for c in mine + others],
        unit=marks.line(plane, color=look.BLUE, lw=3.5, zorder=3),
        target=marks.line(plane, color=look.BLACK, lw=1.5, ls="--", zorder=4),
        worst=marks.line(plane, color=look.BLACK, lw=1.2, marker="_", ms=9, zorder=5),
        names=[paint_number(plane, color) for color in mine],
        errors=marks.line(error, "o-", color=look.GREY, lw=1.2, ms=6),
        bound=marks.line(error, color=look.BLACK, lw=1.2, ls=":"),
        bound_name=error.text(1.5, 0, Words("limit", "下界").drawn(), va="top", fontsize=look.SMALL),
        now=marks.dot(error, mfc=look.BLUE),
        value=error.text(0, 0, "", ha="center", fontsize=11),
    )


def paint_number(axes: Axes, color: str) -> Text:
    """A number in a circle."""
    circle = {"boxstyle": "circle,pad=0.15", "fc": "white", "ec": color}
    return axes.text(0, 0, "", bbox=circle, fontsize=11, ha="center", va="center", zorder=6)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for i, (line, (a, c)) in enumerate(zip(artists.lines, result.lines)):
        line.set_data([-3, 3], [c - 3 * a, c + 3 * a])
        line.set_visible(i < values.k)
    for i, (name, side) in enumerate(zip(artists.names, (-1, 1))):
        name.set(position=place_of_name(result.lines[i], side), text=str(i + 1))
    artists.unit.set_data(AXIS, result.unit)
    artists.target.set_data(AXIS, result.curve)
    at = np.abs(AXIS - result.worst).argmin()
    artists.worst.set_data([result.worst] * 2, [result.curve[at], result.unit[at]])
    shown = result.errors.clip(0.01)
    now = shown[values.k - 2]
    artists.errors.set_data(range(2, MOST + 1), shown)
    artists.now.set_data([values.k], [now])
    artists.value.set(position=(values.k, 1.6 * now), text=number(result.errors[values.k - 2]))
    artists.bound.set_data([1.4, 6.6], [result.bound] * 2)
    artists.bound_name.set_y(0.88 * result.bound)
    for artist in (artists.bound, artists.bound_name):
        artist.set_visible(result.bound > 0)


def place_of_name(line: np.ndarray, side: int) -> tuple:
    """As far out to its side as the line a x + c is still in the picture."""
    a, c = line
    reach = np.linspace(2.7, 0, 28)
    x = side * next((r for r in reach if -3 <= a * side * r + c <= 10), 0)
    return x, np.clip(a * x + c, -3, 10)


def readout(result: Result, values: Values) -> Words:
    error, k, at = number(result.errors[values.k - 2], 3), values.k, number(result.worst)
    start = Words(
        f"With {k} lines the largest error against {values.target} is <b>{error}</b>, at x = {at}.",
        f"{k} 条直线与 {values.target} 的误差最大为 <b>{error}</b>，出现在 x = {at} 处。",
    )
    if result.errors[k - 2] < 1e-9:
        return Words(
            f"{k} lines are {values.target} exactly: it consists of straight pieces.",
            f"{k} 条直线恰好等于 {values.target}：它本身就由直线段组成。",
        )
    if result.bound:
        bound = number(result.bound, 3)
        return Words(
            f"{start.en} The target is not convex: even with many lines the error stays at least {bound}.",
            f"{start.zh}目标不是凸函数：无论多少条直线，误差都不会小于 {bound}。",
        )
    return Words(
        f"{start.en} Lines 1 and 2 are yours; the others touch the target where the unit fell short most.",
        f"{start.zh}第 1、2 条直线由读者设定；其余的依次加在单元低于目标最多的地方，与目标相切。",
    )


VEIL = Veil(
    ("goal", "lines", "unit", "worst", "names", "errors", "bound", "bound_name", "now", "value"), given=("curve",)
)
USES = {
    "choose-target-sin": ("target", "k"),
    "go-back-press": ("k", "c1", "c2"),
    "choose-targets-relu": ("target", "k"),
}
TO_DO = {
    "choose-target-sin": tried(target=("2 sin x", "x²"), k=(MOST,)),
    "go-back-press": lambda result, values: (values.target, values.k) == ("x²", 2) and result.errors[0] < 3,
    "choose-targets-relu": tried(target=("|x|", "relu(x)")),
}


def judge(result: Result, values: Values) -> str:
    """Solved with two lines that cross x² where it is best; tangents, which stay below it, only come to 2.25."""
    error = result.errors[0]
    if values.target != "x²" or values.k > 2 or error > 2.3:
        return "open"
    return "solved" if error <= 1.2 else "almost"


CHALLENGE = Challenge(
    Words(
        "come within 1.2 of x² everywhere with two lines only.",
        "只用两条直线，使 Maxout 单元与 x² 处处相差不超过 1.2。",
    ),
    judge,
)


def shift_line(a: str, c: str) -> Callable:
    """A hand on a line moves it parallel to itself."""
    return lambda result, x, y: {c: y - result.lines[int(a[-1]) - 1, 0] * x}


def turn_line(a: str, side: int) -> Callable:
    """A hand on the number of a line, at its left end (−1) or right end (1), turns it about the point with x = 0."""
    return lambda result, x, y: {a: (y - result.lines[int(a[-1]) - 1, 1]) / (side * max(side * x, 0.3))}


def places_of_names(name: Text, result: Result) -> list:
    return [[place_of_name(line, side)] for line, side in zip(result.lines, (-1, 1))]


HANDLES = [
    Handle(lambda artists: artists.lines[0], drag=shift_line("a1", "c1")),
    Handle(lambda artists: artists.lines[1], drag=shift_line("a2", "c2")),
    Handle(lambda artists: artists.names[0], drag=turn_line("a1", -1), at=lambda name, r: places_of_names(name, r)[:1]),
    Handle(lambda artists: artists.names[1], drag=turn_line("a2", 1), at=lambda name, r: places_of_names(name, r)[1:]),
    Handle("errors", click=lambda result, k: {"k": k + 2}, at=lambda dots, result: dots.get_xydata()[:, None]),
]


@demo(Words("Maxout", "Maxout 单元"))
def maxout(**values):
    """The highest of k straight lines against a target: two lines set by hand, further ones where they help most.
    取 k 条直线中的最高者去逼近目标：两条手动设定，其余加在误差最大处。

    h(x) = max_i (a_i x + c_i), i = 1 … k, on [−3, 3]: convex whatever the lines are

    source : the lecture, section 2; Goodfellow et al., Maxout Networks (2013), section 3
    """
