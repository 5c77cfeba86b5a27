"""A gradient is where a function grows fastest; several of them, row upon row, turn a small circle into an ellipse."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number, plain
from course_nn.lectures.backpropagation.demos.tangent.local_maps import (
    INPUTS,
    MAPS,
    direction,
    linear_error,
    local_map,
    misdirection,
)
from course_nn.lectures.backpropagation.typed_lines import curve_of
from course_nn.stage import Challenge, Choice, Curve, Handle, Slider, Typed, Values, Veil, demo
from course_nn.stage.shapes import at, lowest

CHOICES = {
    "bowl": "½x₁² + 2x₂²",
    "own": Words("my own f", "自己输入 f"),
    "square": "(x₁² − x₂², 2x₁x₂)",
    "layer": "tanh(Wx + b)",
}


def read(text: str) -> Callable:
    return curve_of(text, INPUTS)


CONTROLS = {
    "map": Choice(Words("map f", "映射 f"), CHOICES, "bowl"),
    "f": Typed(
        Words("my own f(x₁, x₂)", "自己的 f(x₁, x₂)"),
        "sin(2x1) + x2²",
        read,
        ("x1 x2", "|x1| + 2|x2|"),
        used=lambda values: values.map == "own",
    ),
    "x1": Slider("x₁", -2.0, 2.0, 2.0, means=Words("first input", "第一个输入")),
    "x2": Slider("x₂", -2.0, 2.0, 1.0, means=Words("second input", "第二个输入")),
    "theta": Slider(Words("direction θ", "方向 θ"), 0, 360, 20, 1, unit="°"),
    "r": Slider(Words("step r", "步长 r"), 0.01, 1.0, 1.0, 0.1, decades=True),
}
SIDE = 100  # squares along each side of the map of values
BANDS = 14
PLANE = look.grid(n=SIDE)
TURN = np.arange(0, 361, 3)
CIRCLE = direction(TURN)  # (121, 2)
STEEPEST = 5.0  # slope of the axis, where the demo starts
DOWNHILL = 5.0  # how far −∇f is drawn in the bowl
COLORS = (look.BLUE, look.ORANGE)  # of the gradients, first and second output
KEY = [
    (Words("Δf / r", "Δf / r"), dict(color=look.BLACK, lw=1.5)),
    (Words("J u", "J u"), dict(color=look.GREEN, ls="--", lw=1.5)),
    (Words("J u for this θ", "此 θ 的 J u"), dict(color=look.VERMILION, lw=2.5)),
    (Words("∇f₁, on the left", "∇f₁，见左图"), dict(color=look.BLUE, lw=2.5)),
    (Words("∇f₂, on the left", "∇f₂，见左图"), dict(color=look.ORANGE, lw=2.5)),
]


class Result(NamedTuple):
    point: np.ndarray  # (2,)
    u: np.ndarray  # (2,)
    J: np.ndarray  # (M, 2)
    bands: np.ndarray  # (100, 100) the first output over the plane, 0 … 1 in steps; ½ where it is not defined
    slopes: np.ndarray  # (M, 121) of each output over θ
    ring: np.ndarray  # (M, 121) (f(x + r u) − f(x)) / r
    error: float  # of the linear approximation after the step r u
    past: float  # degrees between −∇f and the minimum of the bowl; nan for other maps, and at the minimum


def compute(map, f, x1, x2, theta, r) -> Result:
    outputs = (f,) if map == "own" else MAPS[map]
    point, u = np.array([x1, x2]), direction(theta)
    here = local_map(outputs, point)
    functions = [read(text) for text in outputs]
    around = (point + r * CIRCLE).T
    return Result(
        point=point,
        u=u,
        J=here.J,
        bands=bands_of(outputs[0]),
        slopes=here.J @ CIRCLE.T,
        ring=np.array([g(*around) - value for g, value in zip(functions, here.value)]) / r,
        error=linear_error(outputs, point, r * u),
        past=misdirection(here.J[0], -point) if map == "bowl" and point.any() else np.nan,
    )


@memoized
def bands_of(text: str) -> np.ndarray:
    """Values over the plane as a share of their range, in steps, so that lines of equal value show."""
    values = read(text)(*PLANE.T)
    low, high = np.nanpercentile(values, [1, 99]) if np.isfinite(values).any() else (0.0, 1.0)
    share = np.clip((values - low) / max(high - low, 1e-9), 0, 1)
    return np.nan_to_num(np.floor(share * BANDS) / BANDS, nan=0.5).reshape(SIDE, SIDE)


def make_axes(figure: Figure) -> tuple:
    """The plane, and beside it in the same place the axes for one output and for two; they stay where they are."""
    figure.set_layout_engine("none")
    wide, tall = figure.get_size_inches()
    low, height = 0.5 / tall, (tall - 0.85) / tall
    plane = look.plane(figure.add_axes((0.06, low, height * tall / wide, height)))
    plane.set_title("$f(x_1, x_2)$")
    curve = figure.add_axes((0.52, low, 0.45, height), xlim=(0, 360), ylim=(-STEEPEST, STEEPEST))
    return plane, curve, figure.add_axes((0.52, low, height * tall / wide, height))


def paint(figure: Figure) -> SimpleNamespace:
    plane, curve, image = make_axes(figure)
    curve.set(xlabel="θ (°)", title="$\\nabla f \\cdot u$", xticks=range(0, 361, 90))
    goal = goals.level(curve, 0, 0.65)
    image.set(title="$f_2$", xlabel="$f_1$")
    marks.key(image, [(words.drawn(), style) for words, style in KEY], x=1.06, y=0.9)
    marks.cross(image)
    return SimpleNamespace(
        surface=marks.surface(plane, SIDE),
        circle=marks.line(plane, color=look.GREY, lw=1),
        arm=marks.line(plane, color=look.VERMILION, lw=2.5, zorder=4),
        gradients=[marks.line(plane, color=color, lw=2.5, zorder=3) for color in COLORS],
        tips=[marks.line(plane, "o", color=color, ms=6, zorder=3) for color in COLORS],
        down=marks.line(plane, color=look.BLUE, lw=1.2, ls="--", zorder=3),
        point=marks.dot(plane),
        right=(curve, image),
        goal=goal,
        slopes=marks.line(curve, color=look.BLUE),
        slope=marks.dot(curve),
        now=marks.now(curve),
        ring=marks.line(image, color=look.BLACK, lw=1.5),
        ellipse=marks.line(image, color=look.GREEN, ls="--", lw=1.5),
        step=marks.line(image, color=look.VERMILION, lw=2.5, zorder=4),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.surface, look.heat(result.bands))
    artists.circle.set_data(*(result.point + values.r * CIRCLE).T)
    artists.arm.set_data(*np.stack([result.point, result.point + values.r * result.u], axis=1))
    artists.point.set_data(*result.point[:, None])
    size = np.linalg.norm(result.J, axis=1).max() or 1.0
    for k, (line, tip) in enumerate(zip(artists.gradients, artists.tips)):
        rows = result.J[k : k + 1] / size  # the longest one is as long as 1
        line.set_data(*np.concatenate([result.point[None], result.point + rows]).T if len(rows) else ([], []))
        tip.set_data(*(result.point + rows).T)
    way = (
        DOWNHILL * result.J[0] / np.linalg.norm(result.J[0]) if values.map == "bowl" and result.point.any() else np.nan
    )
    artists.down.set_data(*np.stack([result.point, result.point - way], axis=1))
    two = len(result.J) == 2
    for axes, shown in zip(artists.right, (not two, two)):
        axes.set_visible(shown)
    (draw_image if two else draw_slopes)(artists, result, size, values)


def room(size: float) -> float:
    """Half the height of an axis: the next of 1, 2, 5, 10, … above, so that it seldom changes."""
    steps = np.outer(10.0 ** np.arange(-3, 7), [1, 2, 5]).ravel()
    return float(steps[min(int(np.searchsorted(steps, 1.1 * size)), len(steps) - 1)])


def draw_slopes(artists: SimpleNamespace, result: Result, size: float, values: Values) -> None:
    top = room(size)
    marks.fit(artists.right[0], ylim=(-top, top))
    artists.slopes.set_data(TURN, result.slopes[0])
    artists.slope.set_data([values.theta], [result.J[0] @ result.u])
    marks.at(artists.now, values.theta)


def draw_image(artists: SimpleNamespace, result: Result, size: float, values: Values) -> None:
    top = room(max(size, np.nanmax(np.abs(result.ring))))
    marks.fit(artists.right[1], xlim=(-top, top), ylim=(-top, top))
    artists.ring.set_data(*result.ring)
    artists.ellipse.set_data(*result.slopes)
    artists.step.set_data(*np.stack([np.zeros(2), result.J @ result.u], axis=1))


def readout(result: Result, values: Values) -> Words:
    rows = "; ".join(", ".join(number(slope) for slope in row) for row in result.J)
    x, theta, r = ", ".join(plain(value) for value in result.point), values.theta, magnitude(values.r)
    error, ratio = magnitude(result.error), magnitude(result.error / values.r**2)
    off = Words(
        f"After a step r = {r} that way the linear part is off by {error}, which is {ratio} r².",
        f"沿该方向走 r = {r} 之后，线性部分的误差为 {error}，即 {ratio} r²。",
    )
    if len(result.J) == 2:
        det = number(np.linalg.det(result.J))
        return Words(
            f"At ({x}) J = ({rows}); det J = <b>{det}</b>: a small area becomes |det J| times as large.\n θ = "
            f"{theta}°. {off.en}",
            f"在 ({x}) 处 J = ({rows})；det J = <b>{det}</b>，小块面积变为原来的 |det J| 倍。\n θ = {theta}°。{off.zh}",
        )
    slope, norm = number(result.J[0] @ result.u), number(np.linalg.norm(result.J))
    past = number(result.past, 1)
    beside = Words(f"−∇f points <b>{past}°</b> past the minimum. ", f"−∇f 与指向最小值的方向相差 <b>{past}°</b>。")
    beside = Words("", "") if np.isnan(result.past) else beside
    return Words(
        f"At ({x}): {beside.en}At θ = {theta}° the slope is ∇f·u = <b>{slope}</b>, at most {norm}.\n "
        f"∇f = ({rows}). {off.en}",
        f"在 ({x}) 处：{beside.zh}θ = {theta}° 方向的斜率为 ∇f·u = <b>{slope}</b>，最大为 {norm}。\n "
        f"∇f = ({rows})。{off.zh}",
    )


VEIL = Veil(("gradients", "tips", "down", "goal", "slopes", "slope"), given=("point", "u", "J", "bands"))
USES = {"pull-red-point": ("x1", "x2"), "pull-tip-red": ("theta",), "choose-map-two": ("map", "r", "theta")}
TO_DO = {
    "pull-red-point": lambda result: result.past < 1,
    "pull-tip-red": lambda result: len(result.J) == 1 and result.J[0] @ result.u > 0.995 * np.linalg.norm(result.J[0]),
    "choose-map-two": lambda result, values: len(result.J) == 2 and values.r < 0.21,
}


def judge(result: Result) -> str:
    """Solved in a direction whose slope is at most 1 % of the largest; almost at 5 %."""
    norm = np.linalg.norm(result.J[0])
    if len(result.J) == 2 or not norm:
        return "open"
    share = abs(result.J[0] @ result.u) / norm
    return "solved" if share <= 0.01 else "almost" if share <= 0.05 else "open"


CHALLENGE = Challenge(
    Words(
        "with one output, away from where ∇f = 0, find a direction in which f does not change: 1% of ‖∇f‖ at most.",
        "取一个输出、∇f 不为 0 的点，找到 f 不变的方向：斜率不超过 ‖∇f‖ 的 1%。",
    ),
    judge,
)


def follow_hand(result: Result, x: float, y: float) -> dict:
    """The direction and the length of the arm whose tip is there."""
    way = np.array([x, y]) - result.point
    return {"theta": np.degrees(np.arctan2(way[1], way[0])) % 360, "r": np.hypot(*way)}


ASKED = np.arange(0, 361, 30)  # degrees
PREDICTED = {"between": 243, "origin": 207, "down": 270}  # where the slope is lowest


def expected(option: str) -> np.ndarray:
    """A slope over the angle that is lowest where an option says, at the angles that are asked for."""
    return -4.5 * np.cos(np.radians(ASKED - PREDICTED[option]))


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The slope over the angle as it was expected."""
    return artists.right[0], np.stack([ASKED, expected(option)], axis=1)


def slopes_around() -> np.ndarray:
    """The slope of the bowl from the point where the demo starts, at the angles that are asked for."""
    return compute("bowl", "", CONTROLS["x1"].start, CONTROLS["x2"].start, 0, 1.0).slopes[0, ASKED // TURN[1]]


def beside_the_cosine(drawn: np.ndarray, true: np.ndarray) -> Words:
    """The direction in which it is lowest, drawn and measured, beside the way to the lowest point of the bowl."""
    own, steepest = at(lowest(drawn), [f"{degrees}°" for degrees in ASKED]), ASKED[true.argmin()]
    mine, slope = (number(slopes.min(), 1) for slopes in (drawn, true))
    way = plain(np.degrees(np.arctan2(-CONTROLS["x2"].start, -CONTROLS["x1"].start)) % 360, 0)
    return Words(
        f"Your slope is lowest {own.en}, {mine}; measured: near {steepest}°, {slope}. The lowest point of the bowl "
        f"lies at {way}°.",
        f"你画的斜率{own.zh}最低，为 {mine}；测得在 {steepest}° 附近最低，为 {slope}。碗的最低点在 {way}° 方向。",
    )


ESTIMATE = Curve(
    axes=lambda artists: artists.right[0],
    x=tuple(ASKED),
    across=Words("at θ =", "θ ="),
    label=Words("slope", "斜率"),
    low=-STEEPEST,
    high=STEEPEST,
    truth=slopes_around,
    places={option: expected(option) for option in PREDICTED},
    said=beside_the_cosine,
)


HANDLES = [
    Handle("now", x="theta"),
    Handle("slope", x="theta"),
    Handle("arm", at=lambda arm, result, values: [[result.point + values.r * result.u]], drag=follow_hand),
    Handle("point", x="x1", y="x2"),
]


@demo(Words("Gradient and Jacobian", "梯度与雅可比矩阵"))
def tangent(**values):
    """A map of two inputs at a point: its gradients, its slope in every direction, and what a small circle becomes.
    二元映射在一点处：梯度、各个方向上的斜率，以及一个小圆变成的形状。

    f(x + r u) ≈ f(x) + r J u,  u = (cos θ, sin θ)
    """
