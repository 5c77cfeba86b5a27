"""One neuron: weigh the inputs, add them up with the bias, and pass the sum through an activation."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.boundary import line
from course_nn.stage import Challenge, Choice, Demo, Slider, look, marks
from course_nn.stage.numbers import number
from course_nn.words import Words

CONTROLS = {
    "w1": Slider("w₁", -3.0, 3.0, 1.5),
    "w2": Slider("w₂", -3.0, 3.0, 1.0),
    "b": Slider("b", -4.0, 4.0, -1.0),
    "activation": Choice("φ", ["step", "sigmoid", "tanh", "relu"], "sigmoid"),
    "x1": Slider("x₁", -3.0, 3.0, 1.2),
    "x2": Slider("x₂", -3.0, 3.0, 0.8),
    "slope": Slider(Words("slope k", "斜率 k"), 0.2, 20.0, 1.0, 0.2),
}
SPAN = {"step": (0, 1), "sigmoid": (0, 1), "tanh": (-1, 1), "relu": (-4, 4)}  # of the colours, white in the middle
PLANE = look.grid(n=80)


class Result(NamedTuple):
    products: np.ndarray  # (2,) w1 x1, w2 x2
    b: float
    z: float
    y: float
    w: np.ndarray  # (2,) the normal of the line
    x: np.ndarray  # (2,)
    norm: float
    distance: float  # signed, of the line from the origin along w; nan without a line
    surface: np.ndarray  # (80, 80) output over the plane
    curve: np.ndarray  # (2, 401) z and the activation there
    span: tuple


def compute(w1, w2, b, activation, x1, x2, slope):
    def phi(z):
        return ACTIVATIONS[activation].f(slope * z)

    w, x = np.array([w1, w2]), np.array([x1, x2])
    z = w @ x + b
    norm = float(np.hypot(w1, w2))
    axis = np.linspace(-10, 10, 401)
    return Result(
        products=w * x,
        b=b,
        z=float(z),
        y=float(phi(z)),
        w=w,
        x=x,
        norm=norm,
        distance=-b / norm if norm else np.nan,
        surface=phi(PLANE @ w + b).reshape(80, 80),
        curve=np.stack([axis, phi(axis)]),
        span=SPAN[activation],
    )


def paint(figure):
    bars, plane, curve = figure.subplots(1, 3, width_ratios=[1, 1.15, 1])
    labels = ["$w_1x_1$", "$w_2x_2$", "$b$", "$z$", "$y$"]
    bars.set(xlim=(-10, 10), ylim=(4.6, -0.6), title="weigh, add, activate")
    bars.set_yticks(range(5), labels)
    bars.axvline(0, color=look.GREY, lw=0.8)
    bars.axhline(2.5, color=look.PALE, lw=0.8)
    look.plane(plane).set_title("$w \\cdot x + b = 0$")
    curve.set(xlim=(-10, 10), ylim=(-1.2, 1.6), xlabel="$z$", title="$y = \\varphi(kz)$")
    curve.axhline(0, color=look.PALE, lw=0.8)
    curve.axvline(0, color=look.PALE, lw=0.8)
    return SimpleNamespace(
        bars=bars.barh(range(5), np.zeros(5), color=[look.GREY, look.GREY, look.GREY, look.BLACK, look.BLUE]),
        numbers=[bars.text(0, i, "", va="center", fontsize=10) for i in range(5)],
        surface=marks.surface(plane, 80),
        line=plane.plot([], [], color=look.BLACK)[0],
        normal=plane.quiver([0], [0], [0], [0], angles="xy", scale_units="xy", scale=1, width=0.014, zorder=4),
        foot=plane.plot([], [], color=look.BLACK, ls=":", lw=1.5)[0],
        point=marks.dot(plane),
        curve=curve.plot([], [], color=look.BLUE)[0],
        probe=marks.dot(curve),
        drop=curve.plot([], [], color=look.VERMILION, lw=1, ls="--")[0],
    )


def draw(artists, result):
    for bar, text, value in zip(artists.bars, artists.numbers, [*result.products, result.b, result.z, result.y]):
        bar.set_width(np.clip(value, -10, 10))
        text.set(text=number(value), x=np.clip(value, -9, 6) + (0.4 if value >= 0 else -0.4))
        text.set_ha("left" if value >= 0 else "right")
    artists.surface.set_data(look.heat(result.surface, *result.span))
    edge = line(result.w, result.b)  # nan, and so not drawn, for w = 0
    foot = np.nan_to_num(edge.mean(axis=0))
    artists.line.set_data(*edge.T)
    artists.foot.set_data([0, foot[0]], [0, foot[1]])
    artists.normal.set_offsets([foot])
    artists.normal.set_UVC(*(result.w * 0.6))
    artists.point.set_data(*result.x[:, None])
    artists.curve.set_data(*result.curve)
    artists.probe.set_data([np.clip(result.z, -10, 10)], [min(result.y, 1.6)])
    artists.drop.set_data([result.z, result.z], [0, result.y])


def readout(result):
    terms = [*result.products, result.b]
    total = " + ".join(number(term) if term >= 0 else f"({number(term)})" for term in terms)
    numbers = f"z = w·x + b = {total} = {number(result.z)}; y = φ(kz) = <b>{number(result.y, 3)}</b>"
    if not result.norm:
        return Words(
            f"{numbers}. With w = 0 there is no line: the unit ignores its input.",
            f"{numbers}。w = 0 时没有分界线：该单元不理会输入。",
        )
    norm, distance = number(result.norm), number(result.distance)
    return Words(
        f"{numbers}. Steepness ‖w‖ = {norm}; line at −b/‖w‖ = {distance} from the origin.",
        f"{numbers}。陡度 ‖w‖ = {norm}；分界线到原点的距离 −b/‖w‖ = {distance}。",
    )


def judge(result):
    """Solved with a distance of 1 from the origin and the point on the side where the unit is on."""
    if not result.norm or abs(abs(result.distance) - 1) > 0.05:
        return "open"
    return "solved" if result.z > 0 > result.distance else "almost"


CHALLENGE = Challenge(
    Words(
        "put the line at distance 1 from the origin, with the origin and the red point both on the blue side.",
        "让分界线到原点的距离为 1，并使原点与红点都位于蓝色一侧。",
    ),
    judge,
)


def neuron(**values):
    """Weighting, summation and activation of one neuron with two inputs, as numbers, bars and a line in the plane.
    双输入神经元的加权、求和与激活：数字、条形与平面上的分界线。

    y = φ(k (w·x + b))

    source : the lecture, section 1
    """
    return Demo(
        neuron,
        Words("One neuron", "一个神经元"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
