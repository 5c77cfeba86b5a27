"""A hard threshold is the limit of a steep sigmoid; a soft one gives the same answers and has a slope to learn from."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from course_nn import boundary
from course_nn.datasets import xor_points
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words

SOLUTIONS = {  # W of the hidden layer row by row, its b, then v and c, as in network.parameters
    "lecture": (1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5),
    "another": (1, -1, -1, 1, -0.5, -0.5, 1, 1, -0.5),
}
CONTROLS = {
    "k": Slider(Words("slope k", "斜率 k"), 0.5, 40.0, 3.0, 0.5, plays=True),
    "solution": Choice(
        Words("weights", "权重"),
        {
            "lecture": Words("the lecture's", "讲义的解"),
            "another": Words("another solution", "另一个解"),
        },
        "lecture",
    ),
}
NETWORK = Network((2, 2, 1), "sigmoid", "sigmoid")
CORNERS, WANTED = xor_points()  # (4, 2), (4,)
SQUARE, KS = look.grid(-0.5, 1.5, 80), np.geomspace(0.5, 40, 400)
DASHES = ("-", "-", (0, (4, 2)), "-")  # 01 and 10 may lie on each other


class Result(NamedTuple):
    k: float
    h: np.ndarray  # (4, 2) where the hidden layer puts 00, 01, 10, 11
    y: np.ndarray  # (4,) the outputs
    v: np.ndarray  # (2,)
    c: float
    right: np.ndarray  # (4,) bool, on the right side of 1/2
    surface: np.ndarray  # (80, 80) y over the input square
    hidden: np.ndarray  # (80, 80) y over the (h1, h2) square
    curves: np.ndarray  # (4, 400) the outputs for every k of KS
    softest: float  # the smallest k from which on all four are right
    slope: float  # length of the gradient of the mean squared error with respect to the nine numbers


def at_slope(k, solution):
    """σ(kz) for z = w·x + b is σ(z) with all weights and biases k times as large; k may be an array (B,)."""
    return NETWORK.with_parameters(np.multiply.outer(k, SOLUTIONS[solution]))


@cache
def all_slopes(solution):
    """The four outputs for every k, and the smallest k from which on all of them are right."""
    curves = at_slope(KS, solution)(CORNERS)[..., 0]  # (400, 4)
    low, high = KS[0], KS[-1]
    for _ in range(40):  # halve the interval
        middle = (low + high) / 2
        right = ((at_slope(middle, solution)(CORNERS)[:, 0] > 0.5) == WANTED).all()
        low, high = (low, middle) if right else (middle, high)
    return curves.T, high


def compute(k, solution):
    network = at_slope(k, solution)
    trace = network.forward(CORNERS)
    h, y = trace.h[1], trace.h[2][:, 0]
    loss = LOSSES["squared_error"]
    slope = k * np.linalg.norm(network.backward(trace, loss.gradient(trace.h[2], WANTED) / 4))  # of θ, not of kθ
    v, c = np.array(SOLUTIONS[solution][6:8]), SOLUTIONS[solution][8]
    hidden = network.activations[1].f(k * (SQUARE @ v + c)).reshape(80, 80)
    return Result(
        k, h, y, v, c, (y > 0.5) == WANTED, network(SQUARE).reshape(80, 80), hidden, *all_slopes(solution), float(slope)
    )


def paint(figure):
    square, hidden, curves = figure.subplots(1, 3, width_ratios=[1, 1, 1.1])
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1], title="$y$ over the input")
    look.plane(hidden, -0.5, 1.5, ("$h_1$", "$h_2$")).set(xticks=[0, 1], yticks=[0, 1], title="hidden")
    curves.set(xscale="log", xlim=(0.5, 40), ylim=(-0.04, 1.04), xlabel="$k$", title="four outputs $y$")
    curves.set_xticks([1, 10, 40], ["1", "10", "40"])
    curves.axhline(0.5, color=look.GREY, lw=0.8)
    for c in (0, 1):
        square.plot(*CORNERS[WANTED == c].T, look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", ms=15)
    extent = dict(origin="lower", extent=(-0.5, 1.5, -0.5, 1.5), zorder=0)
    return SimpleNamespace(
        surface=square.imshow(look.heat(np.zeros((80, 80))), **extent),
        contour=square.add_collection(LineCollection([], colors=look.BLACK, capstyle="round"), autolim=False),
        hidden=hidden.imshow(look.heat(np.zeros((80, 80))), **extent),
        cut=hidden.plot([], [], color=look.BLACK)[0],
        points=[
            hidden.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", ms=13, zorder=4)[0]
            for c in (0, 1)
        ],
        curves=[curves.plot([], [], color=look.CLASS_COLORS[c], ls=dash, lw=1.6)[0] for c, dash in zip(WANTED, DASHES)],
        softest=curves.plot([], [], color=look.GREY, ls=":", lw=1.5)[0],
        now=curves.plot([], [], color=look.BLACK, lw=1)[0],
        outputs=[
            curves.plot([], [], look.CLASS_MARKERS[c], color=look.CLASS_COLORS[c], mec="white", ms=11, zorder=4)[0]
            for c in (0, 1)
        ],
    )


def draw(artists, result):
    artists.surface.set_data(look.heat(result.surface))
    artists.hidden.set_data(look.heat(result.hidden))
    artists.contour.set_segments(boundary.curve(result.surface - 0.5, -0.5, 1.5))
    artists.cut.set_data(*boundary.line(result.v, result.c).T)
    for c in (0, 1):
        artists.points[c].set_data(*result.h[WANTED == c].T)
        artists.outputs[c].set_data(np.full((WANTED == c).sum(), result.k), result.y[WANTED == c])
    for line, curve in zip(artists.curves, result.curves):
        line.set_data(KS, curve)
    artists.softest.set_data([result.softest] * 2, [-0.04, 1.04])
    artists.now.set_data([result.k] * 2, [-0.04, 1.04])


def readout(result):
    y, k, right = ", ".join(number(v) for v in result.y), number(result.k, 1), int(result.right.sum())
    softest, slope = number(result.softest), f"{result.slope:.1g}".replace("-0", "-").replace("-", "−")
    return Words(
        f"k = {k}: y = {y}, <b>{right} of 4</b> right; all four from k = {softest}. "
        f"Gradient of the loss by the nine numbers: length {slope}.",
        f"k = {k}：y = {y.replace(', ', '、')}，对 <b>{right}</b> 个；k ≥ {softest} 时全对。"
        f"损失对九个数的梯度长度为 {slope}。",
    )


def judge(result):
    """Solved within 0.1 above the softest k that gets all four right; almost within 2."""
    if not result.right.all():
        return "open"
    return "solved" if result.k - result.softest < 0.1 else "almost" if result.k - result.softest < 2 else "open"


CHALLENGE = Challenge(
    Words(
        "find the softest network, k to 0.1, whose four outputs are still on the right side of ½.",
        "找出四个输出仍在 ½ 正确一侧的最软网络（k 精确到 0.1）。",
    ),
    judge,
)


def softness(**values):
    """The network for XOR with σ(kz) for the threshold: from soft to hard, and what is left to learn from.
    把异或网络的阈值换成 σ(kz)：由软到硬，以及还剩多少梯度可供学习。

    h = σ(k (W x + b)),  y = σ(k (v·h + c))

    values : k, solution ("lecture", "another"): where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, sections 1 and 3
    """
    return Demo(
        softness,
        Words("From soft to hard", "从软到硬"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
