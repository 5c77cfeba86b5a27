"""A slope is what secants settle on; the symmetric secant settles sooner, even on a slope that does not exist."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.numerical_derivative import central, forward
from course_nn.lectures.backpropagation.typed_lines import curve_of
from course_nn.stage import Challenge, Choice, Curve, Handle, Slider, Typed, Values, Veil, demo

CONTROLS = {
    "f": Typed(
        Words("function f(x)", "函数 f(x)"),
        "x^3",
        curve_of,
        ("sin(3x)", "e^x/3", "|x|", "relu(x) − ½x", "sqrt(x + 3)"),
    ),
    "x": Slider("x", -2.0, 2.0, 1.0, means=Words("the place x whose slope is asked for", "求斜率的位置")),
    "h": Slider(Words("step |h|", "步长 |h|"), 0.01, 1.0, 1.0, 0.1, decades=True),
    "side": Choice(Words("direction", "方向"), {1: "h > 0", -1: "h < 0"}, 1),
}
EDGE = 3.0  # of the curve that is shown
AXIS = np.linspace(-EDGE, EDGE, 601)
STEPS = np.logspace(-2, 0, 41)
TINY = 1e-6  # a step so small that slopes from both sides agree, if there is a slope
ERRORS = (1e-5, 1e2)
ONE_SIDED = dict(color=look.ORANGE, ls="--")
SYMMETRIC = dict(color=look.BLUE, ls="-")


class Result(NamedTuple):
    curve: np.ndarray  # (601,) f on AXIS, nan where it is not defined
    h: float  # with its sign
    points: np.ndarray  # (3,) f(x − h), f(x), f(x + h)
    slopes: np.ndarray  # (2,) one-sided, symmetric
    half_slopes: np.ndarray  # (2,) the same with h/2
    sides: np.ndarray  # (2,) what the one-sided slopes come to from the left and from the right
    slope: float  # f'(x), nan if there is none
    one_sided: np.ndarray  # (41,) the error of each over STEPS, nan without a slope
    symmetric: np.ndarray  # (41,)

    @property
    def errors(self) -> np.ndarray:
        return np.array([self.one_sided, self.symmetric])  # (2, 41)


def compute(f, x, h, side) -> Result:
    g, h = curve_of(f), h * side
    points = g(np.array([x - h, x, x + h]))
    if np.isnan([*points, *g(np.array([x - TINY, x + TINY]))]).any():
        places = ", ".join(f"{place:.3g}" for place in (x - h, x, x + h))
        raise BadInput(
            f"“{f}” has no value at x − h, x or x + h, that is {places}, or beside x; try another place",
            f"“{f}”在 x − h、x、x + h（即 {places}）之一处或 x 旁边没有值；请换一处",
        )
    sides = np.array([forward(g, x, -TINY), forward(g, x, TINY)])
    slope = slope_at(f, x, sides)
    steps = STEPS * side
    return Result(
        curve=g(AXIS),
        h=h,
        points=points,
        slopes=np.array([forward(g, x, h), central(g, x, h)]),
        half_slopes=np.array([forward(g, x, h / 2), central(g, x, h / 2)]),
        sides=sides,
        slope=slope,
        one_sided=np.abs(forward(g, x, steps) - slope),
        symmetric=np.abs(central(g, x, steps) - slope),
    )


def slope_at(f: str, x: float, sides: np.ndarray) -> float:
    """The slope by the chain rule, or nan where the slopes from both sides differ."""
    apart = abs(sides[1] - sides[0]) > 1e-3 * (1 + np.abs(sides).max())
    return np.nan if apart else gradient(f, {"x": x})[1]["x"]


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a function are
    places = dict(left=0.08, right=0.98, bottom=0.15, top=0.92, wspace=0.2, hspace=0.5)
    parts = figure.add_gridspec(1, 2, width_ratios=[1.35, 1], **places)
    graph, errors = parts.subplots(squeeze=False).flat
    graph.set(xlim=(-EDGE, EDGE), xlabel="$x$", title="$f(x)$")
    errors.set(xscale="log", yscale="log", xlim=(0.009, 1.1), ylim=ERRORS, xlabel="$|h|$")
    errors.set_title(Words("size of the error", "误差的大小").drawn())
    errors.set_xticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    names = Words("one-sided", "单侧"), Words("symmetric", "对称")
    marks.key(errors, [(words.drawn(), style) for words, style in zip(names, (ONE_SIDED, SYMMETRIC))], x=0.04)
    none = Words("no slope", "斜率不存在").drawn()
    return SimpleNamespace(
        graph=graph,
        curve=marks.line(graph, color=look.GREY),
        tangent=marks.line(graph, color=look.BLACK, lw=1),
        secants=[marks.line(graph, lw=1.8, **style) for style in (ONE_SIDED, SYMMETRIC)],
        ends=marks.line(graph, "o", color=look.GREY, ms=6, mec="white"),
        point=marks.dot(graph),
        errors=[marks.line(errors, **style) for style in (ONE_SIDED, SYMMETRIC)],
        now=marks.now(errors),
        none=errors.text(0.1, 1e-2, none, ha="center", color=look.ink(look.VERMILION)),
        dots=marks.line(errors, "o", mfc=look.VERMILION, mec="white", ms=8, zorder=5),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    low, high = np.nanpercentile(result.curve, [6, 94])
    margin = 0.15 * (high - low) + max(0.1, 1e-6 * max(-low, high))  # more than rounding, also of a constant
    marks.fit(artists.graph, ylim=(low - margin, high + margin))
    artists.curve.set_data(AXIS, result.curve)
    before, here, after = result.points
    lines = zip(artists.secants, result.slopes, (here, (before + after) / 2))
    for line, slope, middle in lines:
        line.set_data([-EDGE - 2, EDGE + 2], middle + slope * (np.array([-EDGE - 2, EDGE + 2]) - values.x))
    reach = np.array([values.x - 1.2, values.x + 1.2])
    artists.tangent.set_data(reach, here + result.slope * (reach - values.x))  # nan, and so not drawn, without a slope
    artists.ends.set_data([values.x - result.h, values.x + result.h], [before, after])
    artists.point.set_data([values.x], [here])
    for line, errors in zip(artists.errors, result.errors):
        line.set_data(STEPS, np.clip(errors, *ERRORS))
    artists.none.set_visible(bool(np.isnan(result.slope)))
    marks.at(artists.now, abs(result.h))
    artists.dots.set_data([abs(result.h)] * 2, np.clip(np.abs(result.slopes - result.slope), *ERRORS))


def readout(result: Result) -> Words:
    one, two = (magnitude(slope) for slope in result.slopes)
    en = f"The one-sided secant has slope <b>{one}</b>, the symmetric one <b>{two}</b>."
    zh = f"单侧割线的斜率为 <b>{one}</b>，对称割线为 <b>{two}</b>。"
    h = magnitude(result.h)
    if np.isnan(result.slope):
        left, right = (number(side) for side in result.sides)
        return Words(
            f"h = {h}. {en} From the left the slope approaches {left}, from the right {right}: here f has no slope.",
            f"h = {h}。{zh}从左侧逼近得到 {left}，从右侧得到 {right}：f 在此处的斜率不存在。",
        )
    slope, end = magnitude(result.slope), about_half_the_step(result)
    one, two = (magnitude(error) for error in np.abs(result.slopes - result.slope))
    return Words(
        f"With h = {h} the one-sided secant is off by <b>{one}</b>, the symmetric one by <b>{two}</b>. {end.en}\n "
        f"{en} The slope of f is {slope}.",
        f"h = {h} 时，单侧割线的误差为 <b>{one}</b>，对称割线为 <b>{two}</b>。{end.zh}\n {zh}f 的斜率是 {slope}。",
    )


def about_half_the_step(result: Result) -> Words:
    """By how much both errors are divided if h is halved."""
    pairs = zip(*(np.abs(slopes - result.slope) for slopes in (result.slopes, result.half_slopes)))
    gain = [number(a / b) if b > 1e-12 else None for a, b in pairs]
    if None in gain:
        return Words("Halving h leaves a symmetric error of 0.", "h 减半后，对称割线的误差为 0。")
    return Words(
        f"Halving h divides them by {gain[0]} and {gain[1]}.", f"h 减半，误差分别除以 {gain[0]} 和 {gain[1]}。"
    )


VEIL = Veil(("errors.1", "dots", "now"), given=("curve", "h", "points", "slopes", "slope", "one_sided"))
USES = {"pull-upright-line": ("h",), "pull-red-point": ("x",), "code": ("f", "x")}
TO_DO = {
    "pull-upright-line": lambda result, values: values.h < 0.3,
    "pull-red-point": lambda result: abs(result.slopes[1] - result.slopes[0]) < 0.05 * abs(result.h),
    "code": lambda result: np.isnan(result.slope),
}


def judge(result: Result) -> str:
    """Solved where the symmetric secant settles on 1 and there is no slope; almost wherever there is no slope."""
    if not np.isnan(result.slope):
        return "open"
    settled = abs(result.slopes[1] - result.half_slopes[1]) < 1e-6
    return "solved" if settled and abs(result.slopes[1] - 1) < 1e-6 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a function and a place where the symmetric secant settles on the slope 1, which does not exist.",
        "找一个函数和一个位置：对称割线的斜率稳定在 1，而斜率并不存在。",
    ),
    judge,
)


def secant_end(k: int, side: int) -> Callable:
    """Where x − h or x + h is on the curve."""
    return lambda ends, result, values: [[(values.x + side * result.h, result.points[k])]]


ASKED = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1])  # steps h
PREDICTED = {"zero": np.full(len(ASKED), ERRORS[0]), "4": ASKED**2, "2": ASKED}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How the error of the symmetric secant was expected to fall from 1 at h = 1."""
    return artists.now.axes, np.stack([ASKED, PREDICTED[option]], axis=1)


def symmetric_errors() -> np.ndarray:
    """Of x³ at 1, at the steps that are asked for."""
    return np.interp(ASKED, STEPS, compute(CONTROLS["f"].start, CONTROLS["x"].start, 1.0, 1).symmetric)


def beside_the_law(drawn: np.ndarray, true: np.ndarray) -> Words:
    """What halving h leaves of the error, of a curve that was drawn and of the measured one."""
    mine, left = (number(2 ** -np.polyfit(np.log(ASKED), np.log(errors), 1)[0]) for errors in (drawn, true))
    return Words(
        f"In your curve the error becomes {mine} times as large, on average, when h is halved; measured: {left} times.",
        f"你画的曲线平均下来，h 减半，误差变为原来的 {mine} 倍；测得 {left} 倍。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.now.axes,
    x=tuple(ASKED),
    across=Words("at h =", "h ="),
    label=Words("error of the symmetric secant", "对称割线的误差"),
    low=ERRORS[0],
    high=ERRORS[1],
    log=True,
    truth=symmetric_errors,
    places=PREDICTED,
    said=beside_the_law,
)


HANDLES = [
    Handle("now", x="h"),
    Handle("ends", at=secant_end(0, -1), pull=lambda result, dx, dy: {"h": abs(result.h - dx)}),
    Handle("ends", at=secant_end(2, 1), pull=lambda result, dx, dy: {"h": abs(result.h + dx)}),
    Handle("point", x="x"),
]


@demo(Words("Secants and the tangent", "割线与切线"))
def secant(**values):
    """Secants of a typed function, one-sided and symmetric, its tangent, and the error of both slopes over the step.
    所输入函数的单侧割线与对称割线、切线，以及两种斜率的误差随步长的变化。

    (f(x + h) − f(x)) / h,  (f(x + h) − f(x − h)) / 2h;  errors ≈ h f''/2 and h² f'''/6
    """
