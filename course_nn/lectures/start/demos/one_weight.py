"""The smallest network there is: one input, one weight, one bias, and a curve that says yes, no, or perhaps."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.text import Text

from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "w": Slider(Words("weight w", "权重 w"), -5.0, 5.0, 2.0),
    "b": Slider(Words("bias b", "偏置 b"), -5.0, 5.0, 2.0),
    "x": Slider(Words("input x", "输入 x"), -4.0, 4.0, 0.2),
}
SIGMOID = ACTIVATIONS["sigmoid"].f
AXIS = np.linspace(-4, 4, 321)
GOAL = (1.0, 0.5)  # through which the curve of the challenge falls


class Result(NamedTuple):
    z: float
    y: float
    half: float  # the x where y = 1/2; nan for w = 0
    curve: np.ndarray  # (321,) the output along AXIS


def compute(w, b, x) -> Result:
    z = w * x + b
    return Result(
        z=z,
        y=float(SIGMOID(z)),
        half=0.0 - b / w if w else np.nan,
        curve=SIGMOID(w * AXIS + b),
    )


def paint(figure: Figure) -> SimpleNamespace:
    axes = figure.subplots()
    axes.set(xlim=(-4, 4), ylim=(-0.08, 1.08), yticks=[0, 0.5, 1], xlabel="$x$")
    axes.set_ylabel("$y = \\sigma(wx + b)$")
    ground = axes.imshow(look.heat(np.zeros((1, 321))), extent=(-4, 4, -0.08, 1.08), aspect="auto", zorder=0)
    axes.axhline(0.5, color=look.GREY, lw=0.8, zorder=0.5)
    goal = [goals.point(axes, *GOAL), goals.name(axes, GOAL[0] + 0.1, GOAL[1] + 0.03, bbox=look.BEHIND_WORDS)]
    return SimpleNamespace(
        goal=goal,
        ground=ground,
        fall=marks.line(axes, color=look.BLACK, lw=1.2, ls="--"),
        curve=marks.line(axes, color=look.BLACK, lw=3),
        half=marks.best(axes, ms=9, mew=1.8),
        tag=axes.text(0, 0, "", fontsize=11, zorder=4),
        drop=marks.line(axes, color=look.VERMILION, lw=1.2, ls=":"),
        point=marks.dot(axes, ms=11),
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The curve with which the demo starts, moved as was predicted."""
    aside, up = {"left": (1, 0), "right": (-1, 0), "up": (0, 0.25)}[option]
    curve = SIGMOID(CONTROLS["w"].start * (AXIS + aside) + CONTROLS["b"].start) + up
    return artists.curve.axes, np.column_stack([AXIS, curve.clip(max=1.06)])


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.ground, look.heat(result.curve[None]))
    artists.curve.set_data(AXIS, result.curve)
    half = result.half if abs(result.half) <= 4 else np.nan  # nan is not drawn
    artists.half.set_data([half], [0.5])
    artists.fall.set_data([half, half], [-0.08, 1.08])
    put_tag(artists.tag, result, half, values)
    artists.drop.set_data([values.x, values.x], [-0.08, result.y])
    artists.point.set_data([values.x], [result.y])


def put_tag(tag: Text, result: Result, half: float, values: Values) -> None:
    """The words stand above, on the side where the curve is low. Without room there: below, on the other side."""
    tag.set_visible(np.isfinite(half))
    if np.isnan(half):
        return
    low_side = -1 if values.w > 0 else 1
    above = low_side * half < 2.6
    side = low_side if above else -low_side
    tag.set(x=half + 0.1 * side, y=0.94 if above else 0.02, ha="left" if side > 0 else "right")
    tag.set_text(f"−b/w = {number(half)}")


RISES = Words("rises", "上升")
FALLS = Words("falls", "下降")


def readout(result: Result, values: Values) -> Words:
    sign = "−" if values.b < 0 else "+"
    z = f"{number(values.w * values.x)} {sign} {number(abs(values.b))}"
    sums = f"y = σ(wx + b) = σ({z}) = <b>{number(result.y, 3)}</b>"
    if not values.w:
        return Words(
            f"{sums}. With w = 0 the input does not matter: the curve is flat.",
            f"{sums}。w = 0 时输入不起作用：曲线是平的。",
        )
    verb = RISES if values.w > 0 else FALLS
    half = number(result.half)
    return Words(
        f"{sums}. The curve {verb.en} through ½ at x = −b/w = {half}.",
        f"{sums}。在 x = −b/w = {half} 处，曲线{verb.zh}并穿过 ½。",
    )


VEIL = Veil(("goal", "tag", "drop", "point"), given=("half", "curve"))
TO_DO = {
    "raise-watch-white": lambda result, values: values.b >= 3.9 and values.w > 0,
    "make-negative-pull": lambda result, values: values.w < 0,
    "pull-red-point": lambda result, seen: len(seen["x"]) > 1 and abs(result.y - 0.1) <= 0.02,
}


def judge(result: Result, values: Values) -> str:
    """Solved if the curve falls through (1, ½); almost if it passes there, but rises."""
    if not abs(result.half - GOAL[0]) < 0.05:
        return "open"
    return "solved" if values.w < 0 else "almost"


CHALLENGE = Challenge(Words("make the curve fall through the point (1, ½).", "让曲线下降并穿过点 (1, ½)。"), judge)


def steeper(result: Result, x: float, y: float, values: Values) -> dict:
    """The curve through (x, y) that has its ½ where it was."""
    y = np.clip(y, 0.001, 0.999)
    z = float(np.log(y / (1 - y)))
    if not values.w:  # flat, it has no ½ to turn about
        return {"b": z}
    if abs(x - result.half) < 0.05:
        return {}
    most = 5 / max(1, abs(result.half))  # with a larger w, b would leave its range
    w = np.clip(z / (x - result.half), -most, most)
    return {"w": w, "b": -w * result.half}


def steepness(result: Result, values: Values) -> float:
    """The slope in the middle, measured on the curve, for each unit of w; nan where the middle is out of sight."""
    if not abs(result.half) < AXIS[-1]:
        return np.nan
    return float(np.interp(result.half, AXIS, np.gradient(result.curve, AXIS)) / values.w)


SCEPTIC = Sceptic(
    Words("the weight alone decides how steep the curve is in its middle.", "曲线在中点有多陡，只由权重决定。"),
    Words("Steepness in the middle per unit of w", "每单位 w 对应的中点斜率"),
    steepness,
)


HANDLES = [
    Handle("curve", drag=steeper),
    Handle("fall", drag=lambda result, x, y, values: {"b": -values.w * x}),
    Handle("half", drag=lambda result, x, y, values: {"b": -values.w * x}),
    Handle("point", pull=lambda result, dx, dy, values: {"x": values.x + dx}),
]


@demo(Words("One weight", "一个权重"), height=2.4)
def one_weight(**values):
    """One input, one weight, one bias: the weight turns the curve, the bias shifts it.
    一个输入、一个权重、一个偏置：权重决定曲线的陡缓与方向，偏置使它平移。

    y = σ(w x + b) = ½ at x = −b / w

    source : the lecture, section 1
    """
