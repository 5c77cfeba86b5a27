"""Many weights are one function: hidden units can change places, and a unit can be rescaled or turned upside down."""

from functools import cache
from math import factorial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.datasets import circle
from course_nn.lectures.deep_vs_shallow.capacity import fit
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, Toggle, look
from course_nn.stage.numbers import number
from course_nn.stage.sketch import Texts
from course_nn.words import Words

INITS = {"tanh": "glorot", "relu": "he", "leaky_relu": "he"}
CONTROLS = {
    "activation": Choice("φ", {name: name.replace("_", " ") for name in INITS}, "tanh"),
    "units": Slider("n", 3, 5, 3, 1),
    "swap": Toggle(Words("swap 1 and 2", "交换 1 与 2"), True),
    "flip": Toggle(Words("flip unit 1", "单元 1 变号"), False),
    "alpha": Slider("α", 0.2, 4.0, 1.0, 0.1),
    "t": Slider("t", 0.0, 1.0, 1.0, 0.02, plays=True),
}
LOSS, STARTS, EPOCHS, RATE = "binary_cross_entropy", 10, 300, 0.05
SPAN, FINE, WAY = 2.0, 61, np.linspace(0, 1, 101)  # half the window; points along a side; times t of the loss curve
PLANE = look.grid(-SPAN, SPAN, FINE)
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Result(NamedTuple):
    activation: str
    swap: bool
    t: float
    tables: np.ndarray  # (2, n, 4) w1, w2, b, v of each unit: at first, and at t
    moved: float  # ‖θ(1) - θ(0)‖
    apart: float  # max |f(1) - f(0)| over the window
    f: np.ndarray  # (61, 61) logits at t
    curves: list  # where f is 0, at first and at t: (pieces, 2, 2)
    losses: np.ndarray  # (101,) on the straight way from θ(0) to θ(1)
    loss: float  # at t


@cache
def samples():
    data = circle(150)
    return data.X / 2.5, data.y[:, None].astype(float)


@cache
def trained(activation, units):
    """The best of ten networks 2-n-1 for a disc in a ring."""
    network = Network((2, units, 1), activation, init=INITS[activation], seed=range(STARTS))
    for _ in fit(network, samples(), samples(), LOSS, RATE, EPOCHS, EPOCHS):
        pass
    return network.with_parameters(network.parameters[loss(network).argmin()])


def loss(network):
    X, T = samples()
    return LOSSES[LOSS].l(network(X), T).mean(axis=-1)


def changed(network, swap, factor):
    """Unit 1 multiplied by a factor on its way in and divided by it on its way out; then units 1 and 2 swapped."""
    network = network.with_parameters(network.parameters)
    (W, V), (b, _) = network.weights, network.biases  # (n, 2), (1, n), (n,)
    W[0], b[0], V[:, 0] = factor * W[0], factor * b[0], V[:, 0] / factor
    if swap:
        W[[0, 1]], b[[0, 1]], V[:, [0, 1]] = W[[1, 0]], b[[1, 0]], V[:, [1, 0]]
    return network


def table(network):
    (W, V), (b, _) = network.weights, network.biases
    return np.column_stack([W, b, V[0]])


def compute(activation, units, swap, flip, alpha, t):
    first = trained(activation, units)
    last = changed(first, swap, -alpha if flip else alpha)
    step = last.parameters - first.parameters
    now = first.with_parameters(first.parameters + t * step) if t < 1 else last
    f = [network(PLANE).reshape(FINE, FINE) for network in (first, now, last)]
    return Result(
        activation,
        bool(swap),
        t,
        np.array([table(first), table(now)]),
        float(np.linalg.norm(step)),
        float(np.abs(f[2] - f[0]).max()),
        f[1],
        [boundary.curve(g, -SPAN, SPAN) for g in f[:2]],
        loss(first.with_parameters(first.parameters + WAY[:, None] * step)),
        float(loss(now)),
    )


def paint(figure):
    tables, plane, way = figure.subplots(1, 3, width_ratios=[1, 1.2, 1.1])
    tables.set(xlim=(-1.8, 3.6), ylim=(12.6, -0.6))
    tables.axis("off")
    look.plane(plane, -SPAN, SPAN).set(xticks=[-2, 0, 2], yticks=[-2, 0, 2], title="thick: $f=0$ at $t$, thin: at 0")
    way.set(yscale="log", xlim=(0, 1), ylim=(0.001, 12), xticks=[0, 0.5, 1], xlabel="$t$", title="loss")
    way.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    way.tick_params(which="minor", left=False)
    X, T = samples()
    image = dict(origin="upper", aspect="auto", zorder=0)
    for c in (0, 1):
        plane.plot(*X[T[:, 0] == c].T, look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", mew=0.4, ms=4)
    return SimpleNamespace(
        tables=[tables.imshow(np.zeros((3, 4, 4), np.uint8), **image) for _ in range(2)],
        texts=Texts(tables),
        surface=plane.imshow(look.heat(np.zeros((FINE, FINE))), extent=[-SPAN, SPAN] * 2, origin="lower", zorder=0),
        now=plane.plot([], [], color=look.BLACK, lw=3.5, solid_capstyle="round")[0],
        first=plane.plot([], [], color=look.VERMILION, lw=1.2, solid_capstyle="round", zorder=4)[0],
        level=way.axhline(1, color=look.GREY, lw=1, ls=":"),
        losses=way.plot(WAY, np.ones(101), color=look.BLACK)[0],
        point=way.plot([], [], "o", ms=10, mfc=look.VERMILION, mec="white", zorder=5, clip_on=False)[0],
    )


def draw(artists, result):
    n, places, texts = result.tables.shape[1], [], []
    for image, values, top, name in zip(artists.tables, result.tables, (0, 6.6), ("θ(0)", f"θ({result.t:g})")):
        image.set_data(look.heat(values, -7, 7))
        image.set_extent((-0.5, 3.5, top + n + 0.5, top + 0.5))
        rows = [(name, "$w_1$", "$w_2$", "$b$", "$v$"), *((str(j + 1), *numbers(v)) for j, v in enumerate(values))]
        places += [(x, top + y) for y in range(n + 1) for x in range(-1, 4)]
        texts += sum(rows, ())
    artists.texts.move(places, texts)
    artists.surface.set_data(look.heat(sigmoid(result.f)))
    for line, curve in zip((artists.first, artists.now), result.curves):
        line.set_data(look.one_line(curve))
    artists.level.set_ydata([result.losses[0]] * 2)
    artists.losses.set_ydata(result.losses)
    artists.point.set_data([result.t], [result.loss])


def numbers(values):
    return [number(v, 1) for v in values]


def small(value):
    """A number as text, however small: 2·10⁻¹⁵."""
    digit, power = f"{value:.0e}".split("e")
    return number(value) if value >= 0.01 or not value else f"{digit}·10{str(int(power)).translate(RAISED)}"


def readout(result):
    n, same, tanh = result.tables.shape[1], result.apart < 1e-9, result.activation == "tanh"
    start, end, top = (number(v, 3) for v in (*result.losses[[0, -1]], result.losses.max()))
    much = f"‖Δθ‖ = {number(result.moved)}, max |Δf| = <b>{small(result.apart)}</b>"
    many = f"{n}!·2{str(n).translate(RAISED)} = {factorial(n) * 2**n}" if tanh else f"{n}! = {factorial(n)}"
    phi = result.activation.replace("_", " ")
    return Words(
        f"At t = 1: {much}, {'the same' if same else 'another'} function. Loss {start} → {end}, up to {top} between. "
        f"{phi}: {many} {'of them' if tanh else 'orders, any α > 0'}.",
        f"t = 1 处：{much}，{'同一个' if same else '另一个'}函数。损失 {start} → {end}，途中最高 {top}。"
        f"{phi}：{f'这样的网络有 {many} 个' if tanh else f'{many} 种次序，α > 0 任取'}。",
    )


def judge(result):
    """Solved at t = 1 with tanh, unswapped, by other weights and the same outputs; almost if those differ by ≤ 1."""
    if result.swap or result.activation != "tanh" or result.moved < 0.1 or result.t < 1 or result.apart > 1:
        return "open"
    return "solved" if result.apart < 1e-9 else "almost"


CHALLENGE = Challenge(
    Words(
        "with tanh and without swapping, find other weights (t = 1) for exactly the same function.",
        "φ 为 tanh 且不交换：找到另一组权重（t = 1），函数却完全相同。",
    ),
    judge,
)


def symmetry(**values):
    """A trained network and another with the same outputs, and the loss on the straight way between their weights.
    一个训练好的网络、输出与它相同的另一个网络，以及两组权重之间直线上的损失。

    f(x) = Σ_j v_j φ(w_jᵀx + b_j) + c does not change if units are swapped, nor if (w_j, b_j, v_j) becomes
    (α w_j, α b_j, v_j / α): with ReLU and leaky ReLU for all α > 0, where φ(αz) = α φ(z); with tanh for α = -1 only.
    So one function has n! · 2ⁿ networks (tanh), or n! with any scale for each unit. On θ(t) = θ(0) + t (θ(1) - θ(0))
    the loss is the same at both ends, and mostly higher in between. Left: w₁, w₂, b, v of each unit.

    values : activation, units n, swap (units 1 and 2), flip (the sign of unit 1), alpha (its scale), t
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 6; Hecht-Nielsen, On the Algebraic Structure of Feedforward Network Weight Spaces
             (1990); that tanh has no more: Sussmann, Uniqueness of the Weights for Minimal Feedforward Nets (1992)
    """
    return Demo(
        symmetry,
        Words("Symmetry", "对称性"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
