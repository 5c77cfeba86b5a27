"""Linear layers in a row are one linear layer: the matrices multiply to one matrix, and depth has bought nothing."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import magnitude, number
from course_nn.drawing.sketch import Texts, sheet
from course_nn.lectures.deep_vs_shallow.capacity import nearest_layer, one_layer
from course_nn.lectures.deep_vs_shallow.demos.linear_collapse.places import (
    IS_POINT,
    LETTER,
    POINTS,
    bracket,
    cells,
    in_strokes,
    in_the_plane,
)
from course_nn.lectures.deep_vs_shallow.demos.linear_collapse.rotations import LONGEST, matrix, turn_onto
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

SUBSCRIPTS = "₀₁₂₃"
RELU_PLACES = {0: Words("off", "关"), 1: Words("in h₁", "在 h₁"), 2: Words("in h₂", "在 h₂")}


def turn(k: int, start: int) -> Slider:
    means = Words(f"turn of layer {k}", f"第 {k} 层的旋转角")
    return Slider(f"θ{SUBSCRIPTS[k]}", -180, 180, start, 15, "°", means=means)


def stretch(k: int, start: float) -> Slider:
    means = Words(f"stretch of layer {k} along its first axis", f"第 {k} 层沿第一轴的拉伸")
    return Slider(f"s{SUBSCRIPTS[k]}", -LONGEST, LONGEST, start, means=means)


CONTROLS = {
    "angle1": turn(1, 30),
    "stretch1": stretch(1, 1.4),
    "angle2": turn(2, 45),
    "stretch2": stretch(2, 0.5),
    "angle3": turn(3, -60),
    "stretch3": stretch(3, 1.5),
    "units": Choice(Words("layer h₁", "h₁ 层"), {2: Words("2 units", "2 个单元"), 1: Words("1 unit", "1 个单元")}, 2),
    "relu": Choice("ReLU", RELU_PLACES, 0, means=Words("the layer that has a ReLU", "哪一层有 ReLU")),
}
EXACT = 1e-12  # more than rounding can do to numbers of this size


class Result(NamedTuple):
    weights: list  # W1, W2, W3
    product: np.ndarray  # (2, 2) W̃ = W3 W2 W1
    h: list  # x, h1, h2, y: (points, units) each, nan in the gaps
    tips: np.ndarray  # (4, 2) of the first axis in x, h1, h2, y
    collapsed: np.ndarray  # (points, 2) W̃ x
    difference: float  # largest |y - W̃ x|
    best: float  # largest |y - f(x)| of the linear layer f that comes nearest, by least squares
    rank: int  # of W̃


def compute(units, relu, **turns) -> Result:
    network = Network((2, units, 2, 2), ["relu" if relu == layer else "linear" for layer in (1, 2)])
    W1, W2, W3 = (matrix(turns[f"angle{k}"], turns[f"stretch{k}"]) for k in (1, 2, 3))
    for k, W in enumerate((W1[:units], W2[:, :units], W3)):
        network.weights[k] = W
    h = network.forward(POINTS).h
    product, _ = one_layer(network.weights, network.biases)
    collapsed = POINTS @ product.T
    X, y = POINTS[IS_POINT], h[-1][IS_POINT]
    return Result(
        weights=[W.copy() for W in network.weights],
        product=product,
        h=h,
        tips=np.concatenate([in_the_plane(layer) for layer in network.forward(np.array([[1.0, 0.0]])).h]),
        collapsed=collapsed,
        difference=float(np.abs(y - collapsed[IS_POINT]).max()),
        best=float(np.abs(nearest_layer(X, y) - y).max()),
        rank=int(np.linalg.matrix_rank(product, tol=1e-9)),
    )


# Four pictures, for the F is to be seen before and after each of the three matrices.
# Inches: the side of a picture, the way from one to the next, the edge of the sheet, where the pictures stand; and how
# high the three matrices stand and their product.
SIDE = 1.86
STEP = 2.19
EDGE = 0.08
HIGH = 1.5
MATRICES = 1.16
PRODUCT = 0.54
MIDDLES = [EDGE + SIDE / 2 + k * STEP for k in range(4)]  # of the pictures: x, h1, h2, y
BETWEEN = [EDGE + (SIDE + STEP) / 2 + k * STEP for k in range(3)]  # the middle of each gap
NAMES = "$x$", r"$h_1 = W_1 x$", r"$h_2 = W_2 h_1$", r"$y = W_3 h_2$"
BENT = {1: r"$h_1 = \mathrm{ReLU}(W_1 x)$", 2: r"$h_2 = \mathrm{ReLU}(W_2 h_1)$"}


def paint(figure: Figure) -> SimpleNamespace:
    page = sheet(figure)
    squares = [square(figure, middle - SIDE / 2) for middle in MIDDLES]
    for k, x in enumerate(BETWEEN):
        arrow(page, [(x - 0.11, HIGH + SIDE / 2), (x + 0.11, HIGH + SIDE / 2)])
        page.text(x, HIGH + SIDE / 2 + 0.12, f"$W_{k + 1}$", ha="center", zorder=0.5)
        page.add_patch(Rectangle((x - 0.5, MATRICES - 0.25), 1, 0.5, fc="#F2F2F2", ec="none", zorder=0.4))
    letter = dict(lw=5, color=look.BLUE, solid_capstyle="round", solid_joinstyle="round", zorder=3)
    axis = dict(lw=1.8, ms=10, color=look.VERMILION, mec="white", markevery=[1], zorder=5)
    rings = dict(ms=9, mfc="none", mec=look.BLACK, mew=1.0, zorder=4)
    return SimpleNamespace(
        single=paint_single(page),
        goal=paint_goal(squares[3]),
        names=Texts(page, 12),
        grids=[marks.line(axes, color=look.PALE, lw=0.8, zorder=1) for axes in squares],
        letters=[marks.line(axes, **letter) for axes in squares],
        axes=[marks.line(axes, "o-", **axis) for axes in squares[1:]],
        collapsed=marks.line(squares[3], "o", **rings),
        numbers=Texts(page),
        product=Texts(page),
        brackets=marks.line(page, color=look.BLACK, lw=1),
        difference=page.text(MIDDLES[3], 0.1, "", ha="right", va="center"),
    )


def paint_single(page: Axes) -> list:
    """The way of the product: from x to y at once, below the three matrices."""
    left, right = MIDDLES[0], MIDDLES[3]
    way = page.plot([left, left, 2.7], [HIGH - 0.08, PRODUCT, PRODUCT], color=look.GREY, lw=1.2, zorder=0.5)
    way += page.plot([5.3, right, right], [PRODUCT, PRODUCT, HIGH - 0.2], color=look.GREY, lw=1.2, zorder=0.5)
    way += page.plot(right, HIGH - 0.13, "^", color=look.GREY, ms=6, zorder=0.5)
    ring = page.plot(right + 0.25, 1.0, "o", ms=9, mfc="none", mec=look.BLACK, mew=1.0, zorder=0.5)
    names = [page.text(right + 0.4, 1.0, r"$\tilde{W} x$", va="center", zorder=0.5)]
    names += [page.text(4.1, PRODUCT, r"$\tilde{W} = W_3 W_2 W_1 =$", ha="right", va="center", zorder=0.5)]
    return [*way, *ring, *names]


def paint_goal(axes: Axes) -> list:
    """Where the letter of the challenge lies, and what its marks mean."""
    marks_of_goal = axes.plot(*LETTER.T, "+", color=look.GREY, ms=6, mew=0.8, zorder=0.8)
    words = Words("+ goal", "+ 目标").drawn()
    return [*marks_of_goal, axes.text(1.95, -1.9, words, ha="right", fontsize=look.SMALL, zorder=0.8)]


def square(figure: Figure, left: float) -> Axes:
    axes = marks.part(figure, left, HIGH, SIDE, SIDE)
    look.plane(axes, -2, 2, ("", "")).set(xticks=[], yticks=[])
    return axes


def arrow(page: Axes, corners: list) -> None:
    page.plot(*np.transpose(corners), color=look.GREY, lw=1.2, zorder=0.5)
    page.plot(*corners[-1], ">", color=look.GREY, ms=6, zorder=0.5)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    letters = slice(-len(LETTER), None)
    for points, grid, letter in zip(result.h, artists.grids, artists.letters):
        places = in_the_plane(points)
        grid.set_data(*places[: -len(LETTER)].T)
        letter.set_data(*in_strokes(places[letters]).T)
    for tip, axis in zip(result.tips[1:], artists.axes):
        axis.set_data([0, tip[0]], [0, tip[1]])
    artists.collapsed.set_data(*result.collapsed[letters].T)
    draw_matrices(artists, result)
    names = [BENT[k] if k == values.relu > 0 else name for k, name in enumerate(NAMES)]
    colors = [look.ink(look.VERMILION) if name in BENT.values() else look.BLACK for name in names]
    artists.names.move([(x, HIGH + SIDE + 0.15) for x in MIDDLES], names, colors)
    artists.difference.set_text(about_difference(result, values).drawn())
    artists.difference.set_color(look.ink(look.VERMILION) if result.difference > EXACT else look.BLACK)


def about_difference(result: Result, values: Values) -> Words:
    size, best = size_of(result.difference), size_of(result.best)
    if not values.relu:
        return Words(f"largest difference {size}", f"最大差别 {size}")
    return Words(
        f"largest difference {size}; the nearest single layer's {best}", f"最大差别 {size}；最接近的单层 {best}"
    )


def draw_matrices(artists: SimpleNamespace, result: Result) -> None:
    """W1, W2, W3 below the gaps between the pictures, and W̃ in brackets below them."""
    places = [cells(*W.shape) + (x, MATRICES) for W, x in zip(result.weights, BETWEEN)]
    artists.numbers.move(np.concatenate(places), [number(w) for W in result.weights for w in W.ravel()])
    middle = 4.68, PRODUCT
    artists.product.move(cells(2, 2) + middle, [number(w) for w in result.product.ravel()])
    artists.brackets.set_data(*(bracket(2, 2) + middle).T)


def size_of(difference: float) -> str:
    """A difference with two decimals, and as a power of ten if it is only rounding."""
    return magnitude(difference, smallest=EXACT)


FLAT = (  # by the rank of W̃
    Words(", rank 0: one point", "，秩 0：一个点"),
    Words(", rank 1: a line", "，秩 1：一条直线"),
    Words("", ""),
)


def readout(result: Result, values: Values) -> Words:
    first, second = (" ".join(number(w) for w in row) for row in result.product)
    flat, rest = FLAT[result.rank], comparison(result, values)
    return Words(
        f"W̃ = W₃W₂W₁ = [{first}; {second}]{flat.en}. {rest.en}",
        f"W̃ = W₃W₂W₁ = [{first}; {second}]{flat.zh}。{rest.zh}",
    )


def comparison(result: Result, values: Values) -> Words:
    """How far the three layers are from W̃, and from any single layer."""
    size, best, layer = size_of(result.difference), size_of(result.best), f"h{SUBSCRIPTS[values.relu]}"
    if not values.relu:
        return Words(
            f"Three layers and W̃ differ by at most <b>{size}</b>: they are one linear layer.",
            f"三层与 W̃ 至多相差 <b>{size}</b>：它们就是一个线性层。",
        )
    if result.difference <= EXACT:
        return Words(
            f"Even with ReLU in {layer} the difference is <b>{size}</b>: nothing is left to bend.",
            f"即使 {layer} 有 ReLU，差别仍是 <b>{size}</b>：已没有可弯折的部分。",
        )
    nearest = Words(f"another single layer does the same, up to {best}", f"但另有一个单层可以做到，差别不过 {best}")
    if result.best > EXACT:
        nearest = Words(
            f"the nearest single layer (least squares) misses by {best}", f"最接近的单层（最小二乘）仍差 {best}"
        )
    return Words(
        f"ReLU in {layer}: they differ by up to <b>{size}</b>; {nearest.en}.",
        f"{layer} 有 ReLU：两者最多相差 <b>{size}</b>；{nearest.zh}。",
    )


VEIL = Veil(("single", "goal", "collapsed", "product", "brackets", "difference"), given=("weights", "h", "tips"))
USES = {
    "pull-red-points": ("angle1", "angle2", "angle3"),
    "pull-red-point": ("stretch1",),
    "give-single-unit": ("units", "relu"),
}
TO_DO = {
    "pull-red-points": lambda result, values, seen: (
        not values.relu and all(len(seen[f"angle{k}"] | seen[f"stretch{k}"]) > 2 for k in (1, 2, 3))
    ),
    "pull-red-point": lambda result, values: values.stretch1 < 0,
    "give-single-unit": lambda result, values, seen: 1 in seen["units"] and (values.units, values.relu) == (2, 1),
}


def judge(result: Result, values: Values) -> str:
    """Solved if each layer changes something, and the three together nothing; almost if they change little."""
    if values.relu or len(result.h[1][0]) < 2 or min(np.abs(W - np.eye(2)).max() for W in result.weights) < 0.4:
        return "open"
    left = np.abs(result.product - np.eye(2)).max()
    return "solved" if left < 0.01 else "almost" if left < 0.3 else "open"


CHALLENGE = Challenge(
    Words(
        "without ReLU: let each layer move the F clearly, and all three together put it back (W̃ = 1 0; 0 1).",
        "不用 ReLU：让每一层都明显移动字母 F，而三层合起来又把它放回原处（W̃ = 1 0; 0 1）。",
    ),
    judge,
)


def tip_handle(k: int) -> Handle:
    """The tip of the first axis where layer k puts it: pulled, it turns and stretches that layer."""

    def drag(result, x, y, values):
        now = values[f"angle{k}"], values[f"stretch{k}"]
        angle, stretch = turn_onto(result.tips[k - 1], np.array([x, y]), *now)
        return {f"angle{k}": angle, f"stretch{k}": stretch}

    return Handle(lambda artists: artists.axes[k - 1], at=lambda axis, result: [[result.tips[k]]], drag=drag)


SCEPTIC = Sceptic(
    Words("three linear layers are one linear layer.", "三个线性层就是一个线性层。"),
    Words("Whether one linear layer does the same: 1 is yes", "一个线性层就能做到（1 为是）"),
    lambda result: float(result.best < 1e-9),
)


HANDLES = [tip_handle(1), tip_handle(2), tip_handle(3)]


@demo(Words("Three linear layers", "三个线性层"), height=3.6)
def linear_collapse(**values):
    """A grid and an F go through three matrices one after the other, and through their product: the same place.
    网格与字母 F 依次经过三个矩阵，也直接经过它们的乘积：到达同一位置。

    y = W3 W2 W1 x = W̃ x,    W_k = R(θ_k) diag(s_k, 1)

    source : the lecture, section 4
    """
