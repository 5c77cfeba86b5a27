"""An activation function is a curve and its slope: the curve says what a unit puts out, the slope what it can learn."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.activations import ACTIVATIONS, Activation, elu, leaky_relu, prelu
from course_nn.common.words import ACTIVATION_NAMES, Words, activation_names, term
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import number, plain
from course_nn.stage import Challenge, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo
from course_nn.stage.shapes import at, highest

PARAMETRIC = {"leaky_relu": leaky_relu, "prelu": prelu, "elu": elu}
CONTROLS = {
    "activation": Choice("φ", activation_names(ACTIVATIONS), "sigmoid", means=term("activation")),
    "beside": Choice(Words("beside it", "对照"), {"none": term("none")} | activation_names(ACTIVATIONS), "tanh"),
    "z": Slider("z", -10.0, 10.0, 3.0, means=Words("pre-activation", "预激活值")),
    "alpha": Slider(
        "α",
        0.0,
        1.0,
        0.1,
        0.05,
        used=lambda v: not PARAMETRIC.keys().isdisjoint(v.values()),
        means=Words("slope on the left; for ELU, the depth", "左侧的斜率（ELU 为左侧下降的深度）"),
    ),
}
WINDOWS = {  # of f, by whether it is bounded below, above
    (True, True): (-1.6, 1.6),
    (True, False): (-4.0, 12.5),
    (False, False): (-12.5, 12.5),
}
AXIS = np.linspace(-10, 10, 801)


class Result(NamedTuple):
    phi: Activation
    other: Activation | None
    value: float  # f(z)
    slope: float  # f′(z)
    curves: np.ndarray  # (2, 2, 801) f and f′ along AXIS, of phi and of the other; nan without one
    window: tuple  # of f


def with_alpha(name: str, alpha: float) -> Activation:
    """The activation of that name; a parametric one with the student's alpha."""
    return PARAMETRIC[name](alpha) if name in PARAMETRIC else ACTIVATIONS[name]


def compute(activation, beside, z, alpha) -> Result:
    phi = with_alpha(activation, alpha)
    other = None if beside == "none" else with_alpha(beside, alpha)
    curves = np.full((2, 2, len(AXIS)), np.nan)
    for i, shown in enumerate((phi, other)):
        if shown:
            curves[i] = shown.f(AXIS), shown.df(AXIS)
    here = np.array(z)
    return Result(
        phi=phi,
        other=other,
        value=float(phi.f(here)),
        slope=float(phi.df(here)),
        curves=curves,
        window=WINDOWS[phi.facts.low > -np.inf, phi.facts.high < np.inf],
    )


QUARTER = dict(color=look.ink(look.GREY), fontsize=look.SMALL, ha="right", va="bottom")
TITLES = Words("φ(z), and its tangent", "φ(z) 及切线"), Words("φ′(z), the slope", "φ′(z)，斜率")


def paint(figure: Figure) -> SimpleNamespace:
    f, df = figure.subplots(1, 2)
    f.set(ylim=WINDOWS[True, True], title=TITLES[0].drawn())
    df.set(ylim=(-0.6, 1.9), title=TITLES[1].drawn())
    df.set_yticks([-0.5, 0, 0.5, 1, 1.5], ["−0.5", "0", "0.5", "1", "1.5"])
    for axes in (f, df):
        axes.set(xlim=(-10, 10), xticks=range(-10, 11, 5), xlabel="$z$")
        marks.cross(axes, zorder=0)
    above, most = (df.axhline(level, color=look.GREY, lw=0.8, ls=":", zorder=0) for level in (1, 0.25))
    goal = goals.name(df, -9.8, 1, Words("goal: above 1", "目标：大于 1"))
    quarter = df.text(9.8, 0.25, "0.25", **QUARTER)
    # Laid out for the widest tick labels, so that every start gives the same axes.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    corner = {"transform": f.transAxes, "va": "center"}
    return SimpleNamespace(
        window=f,
        levels=[above, goal, most, quarter],
        others=[marks.line(axes, color=look.GREY, lw=1.5, ls="--") for axes in (f, df)],
        curves=[marks.line(axes, color=look.BLUE, lw=2.5) for axes in (f, df)],
        tangent=marks.line(f, color=look.VERMILION, lw=1.5),
        points=[marks.dot(axes, ms=9) for axes in (f, df)],
        drop=marks.line(df, color=look.VERMILION, lw=1.2, ls=":"),
        formula=f.text(0.02, 0.95, "", color=look.BLUE, **corner),
        other_name=f.text(0.02, 0.84, "", color="#5F5F5F", fontsize=look.SMALL, **corner),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fit(artists.window, ylim=result.window)
    for i in (0, 1):
        artists.curves[i].set_data(AXIS, result.curves[0, i])
        artists.others[i].set_data(AXIS, result.curves[1, i])
    ends = np.array([values.z - 3, values.z + 3])
    artists.tangent.set_data(ends, result.value + result.slope * (ends - values.z))
    for point, y in zip(artists.points, (result.value, result.slope)):
        point.set_data([values.z], [y])
    artists.drop.set_data([values.z, values.z], [0, result.slope])
    artists.formula.set_text(f"${result.phi.latex}$")
    dashed = Words("dashed: ", "虚线：").drawn()
    artists.other_name.set_text(dashed + ACTIVATION_NAMES[result.other.name].drawn() if result.other else "")


SATURATES = {
    (True, True): Words("saturates on both sides", "两侧都饱和"),
    (True, False): Words("saturates on the left", "左侧饱和"),
    (False, True): Words("saturates on the right", "右侧饱和"),
    (False, False): Words("never saturates", "不饱和"),
}
CENTRED = {True: Words("zero-centred", "以零为中心"), False: Words("not zero-centred", "不以零为中心")}
FALLS = {True: Words("never falls", "单调不减"), False: Words("somewhere it falls", "有下降的区间")}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The height of the slope's peak that was predicted."""
    return artists.points[1].axes, [(0, float(option))]


def slopes_of_the_sigmoid() -> np.ndarray:
    return ACTIVATIONS["sigmoid"].df(np.array(ASKED, float))


def beside_the_slope(drawn: np.ndarray, true: np.ndarray) -> Words:
    """Where and how high the drawn slope is largest, and what is left of it far out, beside the sigmoid's."""
    (own, mine, left), (z, most, rest) = (
        (at(highest(slopes), NAMES), number(slopes.max()), number(slopes[FAR].mean(), 3)) for slopes in (drawn, true)
    )
    far = ASKED[FAR[-1]]
    return Words(
        f"Your slope is largest {own.en}, {mine}; at z = ±{far} it is {left} on average. The sigmoid’s is largest "
        f"{z.en}, {most}; at ±{far} hardly any of it is left, {rest}.",
        f"你画的斜率{own.zh}最大，为 {mine}；z = ±{far} 处平均为 {left}。"
        f"sigmoid 的斜率{z.zh}最大，为 {most}；在 ±{far} 处所剩无几，只有 {rest}。",
    )


ASKED = (-10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 10)  # z
NAMES = [f"z = {plain(z)}" for z in ASKED]
FAR = [3, -4]  # of these: ±4
ESTIMATE = Curve(
    axes=lambda artists: artists.points[1].axes,
    x=ASKED,
    across="z",
    label=Words("slope", "斜率"),
    low=-0.5,
    high=1.5,
    truth=slopes_of_the_sigmoid,
    places={most: 4 * float(most) * slopes_of_the_sigmoid() for most in ("0.25", "0.5", "1")},
    said=beside_the_slope,
)


def readout(result: Result, values: Values) -> Words:
    phi, facts = result.phi, result.phi.facts
    low, high, largest = plain(facts.low), plain(facts.high), plain(facts.largest_slope)
    name, alpha = ACTIVATION_NAMES[phi.name], f" (α = {phi.alpha:g})" if phi.name in PARAMETRIC else ""
    z, value, slope = number(values.z, 1), number(result.value, 3), f"<b>{number(result.slope, 3)}</b>"
    saturates, centred, falls = SATURATES[facts.saturates], CENTRED[facts.zero_centred], FALLS[facts.monotone]
    return Words(
        f"{name.en}{alpha} at z = {z}: output φ(z) = {value}, slope φ′(z) = {slope}, at most {largest} anywhere. "
        f"Range {low} to {high}; "
        f"{saturates.en}; {centred.en}; {falls.en}.",
        f"{name.zh}{alpha} 在 z = {z} 处：输出 φ(z) = {value}，斜率 φ′(z) = {slope}（处处不超过 {largest}）。"
        f"值域 {low} 到 {high}；"
        f"{saturates.zh}；{centred.zh}；{falls.zh}。",
    )


def saw_the_steepest(result: Result, values: Values, seen: dict) -> bool:
    """The sigmoid at its middle, and now far out."""
    return values.activation == "sigmoid" and min(map(abs, seen["z"])) < 0.5 and abs(values.z) >= 5


VEIL = Veil(
    ("levels", "others", "curves.1", "tangent", "points", "drop", "other_name"), given=("phi", "curves", "window")
)
USES = {
    "code": ("activation", "alpha"),
    "choose-gelu": ("activation", "z"),
}
TO_DO = {
    "pull-red-point": saw_the_steepest,
    "code": lambda result, values, seen: values.activation == "leaky_relu" and len(seen["alpha"]) > 1,
    "choose-gelu": lambda result, values: values.activation == "gelu",
}


def judge(result: Result) -> str:
    """Solved where the slope is above 1: the gradient leaves larger than it came."""
    return "solved" if result.slope > 1 + 1e-9 else "almost" if result.slope > 0.95 else "open"


CHALLENGE = Challenge(
    Words(
        "find a function, and a z, where the slope is above 1, so that a gradient grows on its way through.",
        "找一个函数和一处 z，使斜率大于 1，梯度经过那里反而变大。",
    ),
    judge,
)


def bent_by_alpha(curve: Line2D, result: Result) -> list:
    """The left part of the curve that α bends: one line, or none."""
    for phi, y in zip((result.phi, result.other), result.curves[:, 0]):
        if phi and phi.name in PARAMETRIC:
            left = AXIS < -1
            return [np.stack([AXIS[left], y[left]], axis=1)]
    return []


def bend(result: Result, z: float, y: float) -> dict:
    """The α with which that curve goes through (z, y): for z ≤ 0 the curve is α times the one of α = 1."""
    phi = next(phi for phi in (result.phi, result.other) if phi and phi.name in PARAMETRIC)
    return {"alpha": y / PARAMETRIC[phi.name](1.0).f(np.array(min(z, -1.0)))}


SCEPTIC = Sceptic(
    Words("far from 0 a unit passes on almost nothing of a gradient.", "离 0 较远时，单元几乎不传梯度。"),
    Words("Share of a gradient that is lost at z", "梯度经过 z 处时减少的比例"),
    lambda result: 1 - abs(result.slope),
    shares=True,
)


HANDLES = [
    Handle(lambda artists: artists.curves[0], drag=bend, at=bent_by_alpha),
    Handle(lambda artists: artists.points[0], x="z"),
    Handle(lambda artists: artists.points[1], x="z"),
]


@demo(Words("Activation functions", term("activation").zh))
def gallery(**values):
    """The activation functions, each with its slope, a tangent, and its facts, all computed.
    激活函数一览：曲线、斜率、切线以及算出来的各种性质。

    h = f(z), dh/dz = f′(z), for z in [−10, 10]

    source : the lecture, section 2
    """
