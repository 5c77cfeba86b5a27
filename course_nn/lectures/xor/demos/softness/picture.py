"""A hard threshold is the limit of a steep sigmoid; a soft one gives the same answers and has a slope to learn from."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.xor.demos.softness.steepness import (
    CORNERS,
    SOLUTIONS,
    WANTED,
    gradient_length,
    softest_k,
    steep_network,
)
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

NAMES = {"lecture": Words("OR and AND", "OR 与 AND"), "another": Words("another solution", "另一个解")}
CONTROLS = {
    "k": Slider(Words("slope k", "斜率 k"), 0.5, 40.0, 1.5, 0.5, plays=True),
    "solution": Choice(Words("weights", "权重"), NAMES, "lecture"),
}
SIDE = 80
SQUARE = look.grid(-0.5, 1.5, SIDE)
TITLES = (
    Words("y over the input", "输入平面上的 y"),
    Words("hidden layer", "隐藏层"),
    Words("four outputs y", "四个输出 y"),
)
KS = np.geomspace(0.5, 40, 400)
DASHES = ("-", "-", (0, (4, 2)), "-")  # 01 and 10 may lie on each other


class Result(NamedTuple):
    h: np.ndarray  # (4, 2) where the hidden layer puts 00, 01, 10, 11
    y: np.ndarray  # (4,) the outputs
    v: np.ndarray  # (2,)
    c: float
    right: np.ndarray  # (4,) bool, on the right side of 1/2
    surface: np.ndarray  # (80, 80) y over the input square
    hidden: np.ndarray  # (80, 80) y over the (h1, h2) square
    curves: np.ndarray  # (4, 400) the outputs for every k of KS
    softest: float  # the smallest k from which on all four are right
    gradient: float  # length of the gradient of the mean squared error with respect to the nine numbers


@cache
def outputs_and_softest_k(solution: str) -> tuple:
    """The four outputs for every k, and the smallest k from which on all of them are right."""
    parameters = SOLUTIONS[solution]
    return steep_network(parameters, KS)(CORNERS)[..., 0].T, softest_k(parameters, KS[0], KS[-1])


def compute(k, solution) -> Result:
    parameters = SOLUTIONS[solution]
    network = steep_network(parameters, k)
    _, h, y = network.forward(CORNERS).h
    v, c = np.array(parameters[6:8]), parameters[8]
    curves, softest = outputs_and_softest_k(solution)
    return Result(
        h=h,
        y=y[:, 0],
        v=v,
        c=c,
        right=(y[:, 0] > 0.5) == WANTED,
        surface=network(SQUARE).reshape(SIDE, SIDE),
        hidden=sigmoid(k * (SQUARE @ v + c)).reshape(SIDE, SIDE),
        curves=curves,
        softest=softest,
        gradient=gradient_length(parameters, k),
    )


def paint(figure: Figure) -> SimpleNamespace:
    square, hidden, curves = figure.subplots(1, 3, width_ratios=[1, 1, 1.1])
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1])
    look.plane(hidden, -0.5, 1.5, ("$h_1$", "$h_2$")).set(xticks=[0, 1], yticks=[0, 1])
    curves.set(xscale="log", xlim=(0.5, 40), ylim=(-0.04, 1.04), xlabel="$k$")
    for axes, title in zip((square, hidden, curves), TITLES):
        axes.set_title(title.drawn())
    curves.set_xticks([1, 10, 40], ["1", "10", "40"])
    curves.axhline(0.5, color=look.GREY, lw=0.8)
    marks.put(marks.points(square, ms=15), CORNERS, WANTED)
    return SimpleNamespace(
        surface=marks.surface(square, SIDE, -0.5, 1.5),
        contour=marks.line(square, color=look.BLACK, solid_capstyle="butt"),
        hidden=marks.surface(hidden, SIDE, -0.5, 1.5),
        cut=marks.line(hidden, color=look.BLACK),
        points=marks.points(hidden, ms=13, zorder=4),
        curves=[marks.line(curves, color=look.CLASS_COLORS[c], ls=dash, lw=1.6) for c, dash in zip(WANTED, DASHES)],
        softest=marks.line(curves, color=look.GREY, ls=":", lw=1.5),
        from_here=curves.text(0, 0.92, Words("all right →", "四个全对 →").drawn(), ha="right", fontsize=look.SMALL),
        now=marks.now(curves, color=look.BLACK),
        outputs=marks.points(curves, ms=11, zorder=4),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.surface, look.heat(result.surface))
    marks.fill(artists.hidden, look.heat(result.hidden))
    artists.contour.set_data(*look.one_line(boundary.curve(result.surface - 0.5, -0.5, 1.5)))
    artists.cut.set_data(*boundary.line(result.v, result.c).T)
    marks.put(artists.points, result.h, WANTED)
    marks.put(artists.outputs, np.column_stack([np.full(4, values.k), result.y]), WANTED)
    for line, curve in zip(artists.curves, result.curves):
        line.set_data(KS, curve)
    artists.softest.set_data([result.softest] * 2, [-0.04, 1.04])
    artists.from_here.set_x(result.softest * 0.95)
    marks.at(artists.now, values.k)


def readout(result: Result, values: Values) -> Words:
    y = ", ".join(number(output) for output in result.y)
    k, softest = number(values.k, 1), number(result.softest)
    right, gradient = int(result.right.sum()), magnitude(result.gradient)
    return Words(
        f"k = {k}: the outputs are {y}; <b>{right} of 4</b> are on the right side of ½. "
        f"All four are, if k is at least {softest}.\n The gradient of the squared error with respect to the "
        f"nine numbers has length {gradient}.",
        f"k = {k}：四个输出为 {y.replace(', ', '、')}，其中 <b>{right}</b> 个在 ½ 的正确一侧；"
        f"k 大于 {softest} 后，四个全对。\n平方误差对这九个数的梯度，长度为 {gradient}。",
    )


WITH_A_ONE = {"zeros": 0.35, "four": 0.65}  # what is predicted for the two rows with a 1, at k = 1


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """Where the outputs of the rows with a 1 lie at k = 1: above ½, below, or one above and one below."""
    places = [(1, WITH_A_ONE[option])] if option in WITH_A_ONE else [(1.5, output) for output in WITH_A_ONE.values()]
    return artists.now.axes, np.array(places)


ASKED_AT = {"k": 1.0}  # where each unit is σ(z)
VEIL = Veil(
    ("surface", "contour", "hidden", "points", "curves", "softest", "from_here", "now", "outputs"), given=("v", "c")
)
TO_DO = {
    "pull-upright-line": lambda result, seen: min(seen["k"]) < result.softest <= max(seen["k"]),
    "lower-unit-rows": lambda result, values: values.k <= 0.5,
    "raise-further-surface": lambda result, values: values.k > 20,
}


def judge(result: Result, values: Values) -> str:
    """Solved within 0.1 above the softest k that gets all four right; almost within 2."""
    if not result.right.all():
        return "open"
    return "solved" if values.k - result.softest < 0.1 else "almost" if values.k - result.softest < 2 else "open"


CHALLENGE = Challenge(
    Words(
        "find the softest network, k to 0.1, whose four outputs are still on the right side of ½.",
        "找出最软的网络（k 精确到 0.1）：四个输出仍都在 ½ 的正确一侧。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words("with soft units these nine numbers get XOR wrong.", "单元较软时，这九个数算不对异或。"),
    Words("Rows that are wrong", "判错的行数"),
    lambda result: float((~result.right).sum()),
)


HANDLES = [Handle("now", x="k")]


@demo(Words("From soft to hard", "从软到硬"))
def softness(**values):
    """The network for XOR with σ(kz) for the threshold: from soft to hard, and what is left to learn from.
    把异或网络的阈值换成 σ(kz)：由软到硬，以及还剩多少梯度可供学习。

    h = σ(k (W x + b)),  y = σ(k (v·h + c))

    source : the lecture, sections 1 and 3
    """
