"""One neuron: weigh the inputs, add them up with the bias, and pass the sum through an activation."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.activations import ACTIVATIONS, Array
from course_nn.boundary import line
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, goals, look, marks, sketch
from course_nn.drawing.numbers import number, plain
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo, moved

CONTROLS = {
    "w1": Slider("w₁", -3.0, 3.0, 1.5, means=Words("weight of the first input", "第一个输入的权重")),
    "w2": Slider("w₂", -3.0, 3.0, 1.0, means=Words("weight of the second input", "第二个输入的权重")),
    "b": Slider("b", -4.0, 4.0, -1.0, means=Words("bias", "偏置")),
    "activation": Choice(
        "φ", activation_names(["step", "sigmoid", "tanh", "relu"]), "sigmoid", means=term("activation")
    ),
    "x1": Slider("x₁", -3.0, 3.0, 2.0, means=Words("first input", "第一个输入")),
    "x2": Slider("x₂", -3.0, 3.0, -1.0, means=Words("second input", "第二个输入")),
    "slope": Slider(Words("slope k", "斜率 k"), 0.2, 20.0, 1.0, 0.2, used=lambda values: values.activation != "step"),
}
SPAN = {"step": (0, 1), "sigmoid": (0, 1), "tanh": (-1, 1), "relu": (-4, 4)}  # of the colours, white in the middle
PLANE = look.grid(n=80)
# Inches: the inputs and the 1 that carries the bias, the sum, φ and the output; and beside the three lines, never on
# one of them, their names and their numbers.
UNITS = np.array([[0.34, 2.5], [0.34, 1.58], [0.34, 0.5], [2.44, 1.58], [3.02, 1.58], [3.6, 1.58]])
NAMES = np.array([[0.86, 2.48], [0.86, 1.74], [0.86, 0.94]])
TERMS = np.array([[1.8, 2.48], [1.24, 1.42], [1.7, 0.62]])
RADIUS = 0.25
ARROW = 0.6  # of w in the plane, so that it fits
PULL = 4.0  # of a weight or an input, for an inch up
# Of the activations, where they are not flat.
INVERSE: dict[str, Callable] = {"sigmoid": lambda y: np.log(y / (1 - y)), "tanh": np.arctanh, "relu": lambda y: y}
FIXED = [2, 4]  # discs whose text never changes
MOVING = [0, 1, 3, 5]
STARTS = UNITS[:3] + [[0, 0], [0, 0], [0.22, 0.115]]  # from the rim of a fixed disc
ENDS = STARTS + 0.85 * (UNITS[3] - STARTS)  # at the rim of the sum


class Result(NamedTuple):
    products: np.ndarray  # (2,) w1 x1, w2 x2
    z: float
    y: float
    w: np.ndarray  # (2,) the normal of the line
    x: np.ndarray  # (2,)
    norm: float
    distance: float  # signed, of the line from the origin along w; nan without a line
    surface: np.ndarray  # (80, 80) output over the plane
    curve: np.ndarray  # (2, 401) z and the activation there


def compute(w1, w2, b, activation, x1, x2, slope) -> Result:
    def phi(z):
        return ACTIVATIONS[activation].f(slope * z)

    w, x = np.array([w1, w2]), np.array([x1, x2])
    z = w @ x + b
    norm = float(np.hypot(w1, w2))
    axis = np.linspace(-10, 10, 401)
    return Result(
        products=w * x,
        z=float(z),
        y=float(phi(z)),
        w=w,
        x=x,
        norm=norm,
        distance=-b / norm if norm else np.nan,
        surface=phi(PLANE @ w + b).reshape(80, 80),
        curve=np.stack([axis, phi(axis)]),
    )


def paint(figure: Figure) -> dict:
    drawing = sketch.sheet(figure, width=4.0)
    plane, curve = place(figure, 4.36, 2.2), place(figure, 7.12, 1.38)
    look.plane(plane).set_title("$w \\cdot x + b = 0$")
    curve.set(xlim=(-10, 10), ylim=(-1.2, 1.6), xlabel="$z$", title="$y = \\varphi(kz)$")
    marks.cross(curve)
    return paint_neuron(drawing) | {
        "goal": paint_goal(plane),
        "surface": marks.surface(plane, 80),
        "line": marks.line(plane, color=look.BLACK),
        "normal": plane.quiver([0], [0], [0], [0], angles="xy", scale_units="xy", scale=1, width=0.014, zorder=4),
        "name": plane.text(
            0, 0, "w", style="italic", family="DejaVu Serif", ha="center", va="center", zorder=4, clip_on=True
        ),
        "foot": marks.line(plane, color=look.BLACK, ls=":", lw=1.5),
        "point": marks.dot(plane),
        "curve": marks.line(curve, color=look.BLUE),
        "probe": marks.dot(curve),
        "drop": marks.line(curve, color=look.VERMILION, lw=1, ls="--"),
    }


def paint_goal(plane: Axes) -> list:
    """All places at distance 1 from the origin: the line of the challenge touches them."""
    around = np.linspace(0, 2 * np.pi, 100)
    circle = plane.plot(np.cos(around), np.sin(around), **goals.LINE)
    return [*circle, goals.name(plane, -0.75, -0.8, ha="right", va="top")]


def ghost(artists: dict, option: str) -> tuple | None:
    """The predicted curve of ten times the numbers at the start; a line that moves would lie outside the picture."""
    k = {"steeper": 10.0, "nothing": 1.0}.get(option)
    z = np.linspace(-10, 10, 401)
    return (artists["curve"].axes, np.column_stack([z, ACTIVATIONS["sigmoid"].f(k * z)])) if k else None


def place(figure: Figure, left: float, width: float) -> Axes:
    """Axes of that width, in inches, beside the drawing."""
    wide, tall = figure.get_size_inches()
    return figure.add_axes((left / wide, 0.62 / tall, width / wide, 2.2 / tall))


def paint_neuron(axes: Axes) -> dict:
    """The neuron as it is drawn on paper: three lines into a sum, through φ, and out."""
    still = {"ha": "center", "va": "center", "zorder": 0.5}  # below all that moves
    axes.text(0.06, 3.1, "$z = w_1 x_1 + w_2 x_2 + b, \\quad y = \\varphi(kz)$", va="center", zorder=0.5)
    for name, (x, y) in zip(("$x_1$", "$x_2$", "", "$\\Sigma$", "", "$y$"), UNITS):
        axes.text(x, y + RADIUS + 0.13, name, **still)
    axes.text(UNITS[3][0], UNITS[3][1] - RADIUS - 0.16, "$z$", **still)
    for name, (x, y) in zip(("$w_1$", "$w_2$", "$b$"), NAMES):
        axes.text(x, y, name, **still)
    axes.plot(*UNITS[3:].T, color=look.BLACK, lw=1.2, zorder=0.5)
    disc = {"s": (144 * RADIUS) ** 2, "linewidths": 1.5}
    axes.scatter(*UNITS[FIXED].T, color=look.heat([0.67, 0.5]) / 255, edgecolors=look.GREY, zorder=0.5, **disc)
    for (x, y), word in zip(UNITS[FIXED], ("1", "φ")):
        axes.text(x, y, word, **still | {"va": "center_baseline"})
    center = {"ha": "center", "va": "center_baseline", "fontsize": look.SMALL, "zorder": 4}
    return {
        "edges": sketch.Edges(axes),
        "discs": axes.scatter(*UNITS[MOVING].T, ec=[look.VERMILION] * 2 + [look.GREY] * 2, zorder=3, **disc),
        "numbers": [axes.text(x, y, "", **center) for x, y in UNITS[MOVING]],
        "terms": [axes.text(x, y, "", **center | {"fontsize": look.SMALL}) for x, y in TERMS],
    }


def draw(artists: dict, result: Result, values: Values) -> None:
    draw_neuron(artists, result, values)
    marks.fill(artists["surface"], look.heat(result.surface, *SPAN[values.activation]))
    edge = line(result.w, values.b)  # nan, and so not drawn, for w = 0
    foot = np.nan_to_num(edge.mean(axis=0))
    artists["line"].set_data(*edge.T)
    artists["foot"].set_data([0, foot[0]], [0, foot[1]])
    artists["normal"].set_offsets([foot])
    artists["normal"].set_UVC(*(result.w * ARROW))
    tip = foot + result.w * (ARROW + 0.3 / max(result.norm, 0.1))
    artists["name"].set(position=tip, visible=result.norm > 0)
    artists["point"].set_data(*result.x[:, None])
    artists["curve"].set_data(*result.curve)
    artists["probe"].set_data([np.clip(result.z, -10, 10)], [min(result.y, 1.6)])
    artists["drop"].set_data([result.z, result.z], [0, result.y])


def draw_neuron(artists: dict, result: Result, values: Values) -> None:
    """Numbers on the neuron: what comes in, each product, the sum, and what goes out."""
    weights, inputs = [*result.w, values.b], [*result.x, 1.0]
    artists["edges"].move(STARTS, UNITS[[3, 3, 3]], weights)
    parts = look.heat(result.x, -3, 3), look.heat([result.z], -4, 4), look.heat([result.y], *SPAN[values.activation])
    artists["discs"].set_facecolor(np.concatenate(parts) / 255)
    x1, x2 = (plain(x, 2) for x in result.x)
    products = [*result.products, values.b]
    terms = [f"{plain(w, 2)}·{factor(x)} = {plain(p, 2)}" for w, x, p in zip(weights, inputs, products)]
    numbers = [x1, x2, number(result.z), number(result.y), *terms]
    for text, words in zip([*artists["numbers"], *artists["terms"]], numbers):
        text.set_text(words)


def factor(value: float) -> str:
    """A number as the second factor of a product: (−1)."""
    return f"({plain(value, 2)})" if value < 0 else plain(value, 2)


def readout(result: Result, values: Values) -> Words:
    terms = [*result.products, values.b]
    total = " + ".join(number(term) if term >= 0 else f"({number(term)})" for term in terms)
    numbers = f"z = w·x + b = {total} = {number(result.z)}"
    out = number(result.y, 3)
    start = Words(f"Sum {numbers}; output y = φ(kz) = <b>{out}</b>", f"加权和 {numbers}；输出 y = φ(kz) = <b>{out}</b>")
    if not result.norm:
        return Words(
            f"{start.en}. With w = 0 there is no line: the output is the same for every input.",
            f"{start.zh}。w = 0 时没有分界线：该单元的输出与输入无关。",
        )
    norm, distance = number(result.norm), number(result.distance)
    return Words(
        f"{start.en}.\n Steepness ‖w‖ = {norm}; distance of the line from the origin, along w, −b/‖w‖ = {distance}.",
        f"{start.zh}。\n 陡峭程度 ‖w‖ = {norm}；沿 w 方向，分界线到原点的有符号距离 −b/‖w‖ = {distance}。",
    )


VEIL = Veil(("goal", "curve", "probe", "drop"), given=("products", "z", "y", "w", "x", "norm", "distance", "surface"))
USES = {
    "raise-were-ten": ("slope",),
    "pull-tip-arrow": ("w1", "w2", "b"),
    "pull-red-point": ("x1", "x2"),
    "code": ("slope", "activation"),
}
TO_DO = {
    "raise-were-ten": lambda result, values: values.slope >= 10 and values.activation == "sigmoid",
    "pull-tip-arrow": moved("w1", "w2", "b"),
    "pull-red-point": lambda result, seen: len(seen["x1"] | seen["x2"]) > 2 and abs(result.z) <= 0.1,
    "code": lambda result, values, seen: values.slope == 20 and {"step", "sigmoid"} <= seen["activation"],
}


def judge(result: Result) -> str:
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


def can_be_steeper(activation: str, z: Array, y: Array) -> np.ndarray | bool:
    """Whether another slope would take the curve through (z, y): never where it is flat, nor through z = 0."""
    low, high = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 2), "step": (1, 0)}[activation]
    return (low + 0.005 < y) & (y < high - 0.005) & (np.abs(z) > 0.2)


def steepable(curve: Line2D, result: Result, values: Values) -> np.ndarray:
    """The curve where it can be made steeper: (1, 401, 2), nan elsewhere."""
    z, y = result.curve
    return np.where(can_be_steeper(values.activation, z, y), result.curve, np.nan).T[None]


def steepen(result: Result, z: float, y: float, values: Values) -> dict:
    """The slope with which the curve goes through (z, y)."""
    can = can_be_steeper(values.activation, z, y)
    return {"slope": INVERSE[values.activation](y) / z} if can else {}


def number_handle(place: list, name: str, width: int = 0) -> Handle:
    """A disc or an edge of the drawing: pulled up, its number grows."""
    return Handle(
        lambda artists: artists["discs"],
        at=lambda discs, result: [place],
        pull=lambda result, dx, dy, values: {name: values[name] + PULL * dy},
        width=width,
    )


def along_w(result: Result) -> float:
    """The cosine of the angle between w and the mean rise of the output over the plane; nan where nothing rises."""
    rise = np.array([change.mean() for change in np.gradient(result.surface)][::-1])
    size = np.linalg.norm(rise) * result.norm
    return float(rise @ result.w / size) if size > 1e-9 else np.nan


SCEPTIC = Sceptic(
    Words("the output rises straight along w, whatever b is.", "无论 b 是多少，输出都正好沿 w 的方向上升。"),
    Words("How far it rises along w; 1 is all the way", "沿 w 上升的程度，1 表示完全沿着"),
    along_w,
)


HANDLES = [
    number_handle([STARTS[0], ENDS[0]], "w1"),
    number_handle([STARTS[1], ENDS[1]], "w2"),
    number_handle([STARTS[2], ENDS[2]], "b"),
    number_handle([UNITS[0]], "x1", width=50),
    number_handle([UNITS[1]], "x2", width=50),
    Handle("curve", at=steepable, drag=steepen),
    Handle("probe", pull=lambda result, dz, dy, values: {"b": values.b + dz}),
    Handle("line", drag=lambda result, x, y: {"b": -result.w @ (x, y)}),  # parallel to itself
    Handle(
        "normal",  # its tip
        at=lambda normal, result: (normal.get_offsets() + ARROW * result.w)[:, None],
        pull=lambda result, dx, dy: {"w1": result.w[0] + dx / ARROW, "w2": result.w[1] + dy / ARROW},
    ),
    Handle("point", x="x1", y="x2"),
]


@demo(Words("One neuron", "一个神经元"))
def neuron(**values):
    """Weighting, summation and activation of one neuron with two inputs: its drawing with numbers, its line.
    双输入神经元的加权、求和与激活：带数字的连线图与平面上的分界线。

    y = φ(k (w·x + b))

    source : the lecture, section 1
    """
