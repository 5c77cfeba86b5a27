"""A maxout unit is the highest of k straight lines: it learns its own activation function, and any convex one fits."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.activations import maxout as highest_of
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words

TARGETS = {  # f and f′ on [−3, 3]; the last is not convex
    "x²": (np.square, lambda x: 2 * x),
    "|x|": (np.abs, np.sign),
    "relu(x)": (ACTIVATIONS["relu"].f, ACTIVATIONS["relu"].df),
    "softplus(x)": (ACTIVATIONS["softplus"].f, ACTIVATIONS["softplus"].df),
    "eˣ/2": (lambda x: np.exp(x) / 2, lambda x: np.exp(x) / 2),
    "2 sin x": (lambda x: 2 * np.sin(x), lambda x: 2 * np.cos(x)),
}
CONTROLS = {
    "target": Choice(Words("target", "目标"), list(TARGETS), "x²"),
    "k": Slider(Words("lines k", "直线数 k"), 2, 6, 4, 1),
    "a1": Slider("a₁", -6.0, 6.0, -2.0),
    "c1": Slider("c₁", -9.0, 9.0, -1.0),
    "a2": Slider("a₂", -6.0, 6.0, 3.0),
    "c2": Slider("c₂", -9.0, 9.0, -2.25),
}
AXIS = np.linspace(-3, 3, 361)


class Result(NamedTuple):
    target: str
    k: int
    curve: np.ndarray  # (361,) the target
    lines: np.ndarray  # (6, 2) slope and intercept; the first two are the student's
    unit: np.ndarray  # (361,) the highest of the first k
    errors: np.ndarray  # (5,) largest |target − unit| for k = 2 … 6
    worst: float  # x where that is, for this k
    bound: float  # no maxout comes closer than this; 0 for a convex target


@cache
def supports(target):
    """The lines that touch the target from below: one for each slope that it has.

    The line with slope s and intercept min_x (f(x) − s x) lies nowhere above f. Together these lines reach up to the
    convex envelope of f, the highest convex function that lies nowhere above f; if f is convex, that is f itself.
    """
    f, df = TARGETS[target]
    curve, slopes = f(AXIS), df(AXIS)  # (361,)
    intercepts = (curve - slopes[:, None] * AXIS).min(axis=1)  # (361,)
    heights = slopes[:, None] * AXIS + intercepts[:, None]  # (361 lines, 361 points)
    gap = (curve - heights.max(axis=0)).max()
    return curve, np.stack([slopes, intercepts], axis=1), heights.argmax(axis=0), gap if gap > 1e-9 else 0.0


def highest(lines):
    return highest_of(lines[:, 0], lines[:, 1]).f(AXIS)


def add_lines(mine, target, k=6):
    """Two lines are given; each further one touches the target where the unit is furthest below it."""
    curve, touching, touches_at, _ = supports(target)
    lines = np.array(mine, float)
    while len(lines) < k:
        below = np.argmax(curve - highest(lines))
        lines = np.vstack([lines, touching[touches_at[below]]])
    return lines  # (k, 2)


def compute(target, k, a1, c1, a2, c2):
    curve, _, _, gap = supports(target)
    lines = add_lines([[a1, c1], [a2, c2]], target)
    units = np.array([highest(lines[:n]) for n in range(2, 7)])  # (5, 361)
    errors = np.abs(curve - units)
    return Result(target, k, curve, lines, units[k - 2], errors.max(axis=1), AXIS[errors[k - 2].argmax()], gap / 2)


def paint(figure):
    plane, error = figure.subplots(1, 2, width_ratios=[1.7, 1])
    plane.set(xlim=(-3, 3), ylim=(-3.5, 10.5), xlabel="$x$")
    plane.set_title("$h = \\max\\,(a_1x + c_1, \\ldots, a_kx + c_k)$, and the target, dashed")
    plane.axhline(0, color=look.PALE, lw=0.8, zorder=0)
    plane.axvline(0, color=look.PALE, lw=0.8, zorder=0)
    error.set(xlim=(1.4, 6.6), ylim=(0.006, 150), yscale="log", xlabel="lines $k$", title="largest error")
    error.set_yticks([0.01, 0.1, 1, 10, 100], ["≤0.01", "0.1", "1", "10", "100"])
    colors = [look.ORANGE, look.VERMILION, *[look.GREY] * 4]
    return SimpleNamespace(
        lines=[plane.plot([], [], color=c, lw=1.3, zorder=2)[0] for c in colors],
        unit=plane.plot([], [], color=look.BLUE, lw=3.5, zorder=3)[0],
        target=plane.plot([], [], color=look.BLACK, lw=1.5, ls="--", zorder=4)[0],
        worst=plane.plot([], [], color=look.BLACK, lw=1.2, marker="_", ms=9, zorder=5)[0],
        names=[
            plane.text(
                0,
                0,
                "",
                fontsize=11,
                ha="center",
                va="center",
                zorder=6,
                bbox=dict(boxstyle="circle,pad=0.15", fc="white", ec=c),
            )
            for c in colors[:2]
        ],
        errors=error.plot([], [], "o-", color=look.GREY, lw=1.2, ms=6)[0],
        bound=error.plot([], [], color=look.BLACK, lw=1.2, ls=":")[0],
        bound_name=error.text(1.5, 0, "limit", va="top", fontsize=10),
        now=error.plot([], [], "o", ms=10, mfc=look.BLUE, mec="white", zorder=5)[0],
        value=error.text(0, 0, "", ha="center", fontsize=11),
    )


def draw(artists, result):
    for i, line in enumerate(artists.lines):
        a, c = result.lines[i]
        line.set_data([-3, 3] if i < result.k else [], [c - 3 * a, c + 3 * a] if i < result.k else [])
    for i, (name, side) in enumerate(zip(artists.names, (-1, 1))):
        a, c = result.lines[i]
        reach = np.linspace(2.7, 0, 28)  # as far out as the line is still in the picture
        x = side * next((r for r in reach if -3 <= a * side * r + c <= 10), 0)
        name.set(position=(x, np.clip(a * x + c, -3, 10)), text=str(i + 1))
    artists.unit.set_data(AXIS, result.unit)
    artists.target.set_data(AXIS, result.curve)
    at = np.abs(AXIS - result.worst).argmin()
    artists.worst.set_data([result.worst] * 2, [result.curve[at], result.unit[at]])
    shown = result.errors.clip(0.01)
    artists.errors.set_data(range(2, 7), shown)
    artists.bound.set_data(*(([1.4, 6.6], [result.bound] * 2) if result.bound else ([], [])))
    artists.bound_name.set(y=0.88 * result.bound, text="limit" if result.bound else "")
    artists.now.set_data([result.k], [shown[result.k - 2]])
    artists.value.set(position=(result.k, 1.6 * shown[result.k - 2]), text=number(result.errors[result.k - 2]))


def readout(result):
    error, k, at = number(result.errors[result.k - 2], 3), result.k, number(result.worst)
    start = Words(
        f"{k} lines miss {result.target} by at most <b>{error}</b>, at x = {at}.",
        f"{k} 条直线与 {result.target} 最多相差 <b>{error}</b>，在 x = {at} 处。",
    )
    if result.errors[k - 2] < 1e-9:
        return Words(
            f"{k} lines are {result.target} exactly: it consists of straight pieces.",
            f"{k} 条直线恰好等于 {result.target}：它本身就由直线段组成。",
        )
    if result.bound:
        bound = number(result.bound, 3)
        return Words(
            f"{start.en} The target is not convex: even with many lines the error stays at least {bound}.",
            f"{start.zh}目标不是凸函数：无论多少条直线，误差都不会小于 {bound}。",
        )
    return Words(
        f"{start.en} Lines 1 and 2 are yours; the others touch the target where the unit fell short most.",
        f"{start.zh}第 1、2 条由您设定；其余的依次加在单元低于目标最多之处，与目标相切。",
    )


def judge(result):
    """Solved with two lines that cross x² where it is best; tangents, which stay below it, only come to 2.25."""
    error = result.errors[0]
    if result.target != "x²" or result.k > 2 or error > 2.3:
        return "open"
    return "solved" if error <= 1.2 else "almost"


CHALLENGE = Challenge(
    Words("come within 1.2 of x² everywhere with two lines only.", "只用两条直线，使它与 x² 处处相差不超过 1.2。"),
    judge,
)


def maxout(**values):
    """The highest of k straight lines against a target: two lines set by hand, further ones where they help most.
    取 k 条直线中的最高者去逼近目标：两条手动设定，其余加在误差最大处。

    h(x) = max_i (a_i x + c_i), i = 1 … k, on [−3, 3]: convex whatever the lines are

    values : target, k, and the student's lines a1, c1, a2, c2
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 2; Goodfellow et al., Maxout Networks (2013), section 3
    """
    return Demo(
        maxout,
        Words("Maxout", "Maxout 单元"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
