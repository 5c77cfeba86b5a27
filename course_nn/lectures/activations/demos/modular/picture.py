"""A network is functions inside functions; whoever uses a layer needs its input and its output, and nothing else."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look
from course_nn.drawing.numbers import magnitude, number
from course_nn.drawing.sketch import Edges, Texts, Units, sheet
from course_nn.lectures.activations.demos.modular.composition import compose, layers_of, outputs, reorder_units
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo

DEEPEST = 7
WIDTH = 3
INSIDE = {
    "same": Words("its layers", "原来的层"),
    "reordered": Words("units reordered", "单元换位"),
    "reversed": Words("layers reversed", "层序颠倒"),
}
CONTROLS = {
    "L": Slider(Words("layers L", "层数 L"), 2, DEEPEST, 5, 1),
    "first": Slider(Words("from", "首层"), 1, DEEPEST, 2, 1),
    "last": Slider(Words("to", "末层"), 1, DEEPEST, 4, 1),
    "x1": Slider("x₁", -2.0, 2.0, 1.0, means=Words("first input", "第一个输入")),
    "x2": Slider("x₂", -2.0, 2.0, -0.5, means=Words("second input", "第二个输入")),
    "x3": Slider("x₃", -2.0, 2.0, 0.3, means=Words("third input", "第三个输入")),
    "inside": Choice(Words("box", "黑箱内容"), INSIDE, "same"),
}
# Inches: the columns of the input and of the output, where they are for any number of layers; the row in the middle,
# the way from unit to unit, the radius of a unit; and where the outputs are told.
LEFT, RIGHT = 0.5, 6.3
MIDDLE = 1.68
GAP = 0.74
RADIUS = 0.23
TOLD = 6.68


class Result(NamedTuple):
    weights: tuple  # L matrices
    h: list  # L + 1 vectors, x … y
    boxed: list  # the same with the box, None for what passes inside it
    glass: list  # the same with the box, as if one could see into it
    weights_seen: list  # L matrices, those in the box as they stand there
    first: int
    last: int
    difference: float  # y with the box less y layer by layer


def contents(layers: list, inside: str) -> list:
    """What is in the box in place of these layers."""
    if inside == "reordered":
        return reorder_units(layers, [2, 0, 1])
    return layers[::-1] if inside == "reversed" else layers


def compute(L, first, last, x1, x2, x3, inside) -> Result:
    first, last = sorted((min(first, L), min(last, L)))
    network = Network((WIDTH,) * (L + 1), "tanh", "tanh", "he", seed=5)
    for b in network.biases:
        b[...] = 0.2
    layers = layers_of(network)
    below, boxed, above = layers[: first - 1], layers[first - 1 : last], layers[last:]
    filled = contents(boxed, inside)
    box = compose(filled)
    h = outputs(layers, np.array([x1, x2, x3]))
    folded = outputs([*below, box, *above], h[0])
    return Result(
        weights=network.weights,
        h=h,
        boxed=folded[:first] + [None] * (last - first) + folded[first:],
        glass=outputs([*below, *filled, *above], h[0]),
        weights_seen=[layer.W for layer in (*below, *filled, *above)],
        first=first,
        last=last,
        difference=float(np.abs(folded[-1] - h[-1]).max()),
    )


def paint(figure: Figure) -> SimpleNamespace:
    axes = sheet(figure)
    beside = dict(fontsize=look.SMALL, va="center", family="monospace")
    digits = [axes.text(TOLD, y + up, "", **beside) for _, y in column(0, 1) for up in (0.11, -0.11)]
    for text in digits[::2]:
        text.set_color(look.ink(look.GREY))
    paint_heads(axes)
    return SimpleNamespace(
        edges=Edges(axes),
        units=Units(axes),
        names=Texts(axes, size=12),
        box=axes.add_patch(Rectangle((0, 0), 0, 0, color=look.BLACK, alpha=0.8, zorder=4.5)),
        box_name=Texts(axes, size=17, zorder=5),
        outputs=[digits[::2], digits[1::2]],
        difference=axes.text(TOLD, 0.24, "", fontsize=11, va="center"),
    )


def paint_heads(axes: Axes) -> None:
    """What is drawn, and what the two numbers at each output are."""
    axes.text(LEFT - RADIUS, 2.99, Words("a part of a network as one black box", "网络的一部分折叠成黑箱").drawn())
    heads = Words("y layer by layer", "y：逐层计算"), Words("y through the box", "y：经过黑箱")
    for y, head, color in zip((3.08, 2.86), heads, (look.ink(look.GREY), look.BLACK)):
        axes.text(TOLD, y, head.drawn(), fontsize=look.SMALL, color=color, va="center")


def across(L: int) -> np.ndarray:
    """Where the input and the L layers stand: (L + 1,)."""
    return np.linspace(LEFT, RIGHT, L + 1)


def column(k: int, L: int) -> np.ndarray:
    """Where the units of h_k stand: (WIDTH, 2)."""
    return np.stack([np.full(WIDTH, across(L)[k]), MIDDLE + GAP * np.arange(1, -WIDTH + 1, -1.0)], axis=1)


def composition(result: Result, name: str, joint: str, values: Values) -> str:
    """What is in the box, as mathematicians write it: the last function first."""
    layers = list(range(result.first, result.last + 1))
    if values.inside != "reversed":
        layers.reverse()
    return joint.join(f"{name}{k}" for k in layers)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_network(artists, result)
    L = len(result.weights)
    ends = across(L)
    middles = (ends[:-1] + ends[1:]) / 2
    formulas = ["$x$", *(f"$f_{k}$" for k in range(1, L + 1)), "$y$"]
    artists.names.move([(x, 0.35) for x in (LEFT, *middles, RIGHT)], formulas)
    left, right = ends[result.first - 1] + 1.3 * RADIUS, ends[result.last] - 1.3 * RADIUS
    formula = composition(result, "f_", r" \circ ", values)
    artists.box.set_bounds(left, MIDDLE - GAP - 1.3 * RADIUS, right - left, 2 * (GAP + 1.3 * RADIUS))
    artists.box_name.move([((left + right) / 2, MIDDLE + GAP / 2)], [f"${formula}$"], "white")
    for texts, row in zip(artists.outputs, (result.h, result.boxed)):
        for text, value in zip(texts, row[-1]):
            text.set_text(f"{value: .15f}".replace("-", "−"))
    exactly = Words("0, exactly", "恰好为 0").drawn()
    artists.difference.set_text(f"{Words('difference', '差别').drawn()} {difference_of(result, exactly)}")


def draw_network(artists: SimpleNamespace, result: Result) -> None:
    """The network with the box, through whose dark glass one sees what is in it."""
    L = len(result.weights)
    places = [column(k, L) for k in range(L + 1)]
    starts = np.concatenate([np.tile(before, (WIDTH, 1)) for before in places[:-1]])
    ends = np.concatenate([np.repeat(after, WIDTH, axis=0) for after in places[1:]])
    artists.edges.move(starts, ends, np.concatenate([W.ravel() for W in result.weights_seen]))
    numbers = np.concatenate(result.glass)
    fills = look.heat(numbers[:, None], -1.5, 1.5)[:, 0]
    artists.units.move(np.concatenate(places), RADIUS, fills, [number(value, 1) for value in numbers])


def difference_of(result: Result, exactly: str) -> str:
    return magnitude(result.difference) if result.difference else exactly


CONCLUSIONS = {
    "same": Words("Folding changes nothing", "折叠不改变结果"),
    "reordered": Words("Other units, the same function, up to rounding", "单元换了位置，函数不变，只有舍入误差"),
    "reversed": Words("Order matters: this box is another function", "次序很重要：黑箱里成了另一个函数"),
}
ALONE = Words("With one layer in the box there is no order to change", "黑箱内只有一层，没有次序可换")


def readout(result: Result, values: Values) -> Words:
    box = composition(result, "f", " ∘ ", values)
    whole = " ∘ ".join(f"f{k}" for k in range(len(result.weights), 0, -1))
    en, zh = difference_of(result, "0, exactly"), difference_of(result, "恰好为 0")
    alone = values.inside != "same" and result.first == result.last
    conclusion = ALONE if alone else CONCLUSIONS[values.inside]
    return Words(
        f"y = {whole} (x). Box: {box}. Largest difference in y: <b>{en}</b>. {conclusion.en}.",
        f"y = {whole} (x)。黑箱：{box}。y 的最大差别：<b>{zh}</b>。{conclusion.zh}。",
    )


VEIL = Veil(("outputs.1", "difference"), given=("weights", "h", "boxed", "glass", "weights_seen", "first", "last"))
USES = {
    "units-box-change": ("inside",),
    "turn-order-layers": ("inside",),
    "press-layers-fold": ("first", "last"),
}
TO_DO = {
    "units-box-change": lambda result, values: values.inside == "reordered" and result.first < result.last,
    "turn-order-layers": lambda result, values: values.inside == "reversed" and result.first < result.last,
    "press-layers-fold": lambda result, seen: len(seen["first"]) + len(seen["last"]) > 2,
}


def judge(result: Result, values: Values) -> str:
    """Solved with other contents in a box of 3 layers or more and y the same to 14 digits; almost with 2 layers."""
    if values.inside == "same" or result.difference > 1e-14 or result.first == result.last:
        return "open"
    return "solved" if result.last - result.first >= 2 else "almost"


CHALLENGE = Challenge(
    Words(
        "put something else into a box of at least 3 layers, and leave y the same to 14 digits.",
        "在至少 3 层的黑箱里换上别的内容，使 y 的前 14 位小数不变。",
    ),
    judge,
)


def columns_of_layers(box: Rectangle, result: Result) -> list:
    """An upright line through each layer."""
    ends = across(len(result.weights))
    return [[(x, MIDDLE - GAP), (x, MIDDLE + GAP)] for x in (ends[:-1] + ends[1:]) / 2]


def fold(result: Result, k: int) -> dict:
    """A layer outside comes into the box, with all between; one in the box comes out, with all to its nearer end."""
    layer, first, last = k + 1, result.first, result.last
    if layer < first or layer > last:
        return {"first": min(first, layer), "last": max(last, layer)}
    if first == last:
        return {}
    if layer - first < last - layer:
        return {"first": layer + 1, "last": last}
    return {"first": first, "last": max(layer - 1, first)}


def at_input(i: int) -> Callable:
    """The place of an input."""
    return lambda box, result: [[column(0, 1)[i]]]


def pull_input(i: int) -> Callable:
    """Pulled up, an input grows."""
    return lambda result, dx, dy: {f"x{i + 1}": result.h[0][i] + 2 * dy}


HANDLES = [
    Handle("box", at=columns_of_layers, click=fold, width=40),
    *(Handle("box", at=at_input(i), pull=pull_input(i)) for i in range(WIDTH)),
]


@demo(Words("Layers as black boxes", "把层看作黑箱"), height=3.2)
def modular(**values):
    """A network of which some layers are folded into one black box; its outputs layer by layer, and through the box.
    把网络中的几层折叠成一个黑箱；旁边是逐层计算与经过黑箱得到的输出。

    h1 = f1(x), h2 = f2(h1), …, y = fL(h_(L-1)), so y = fL ∘ … ∘ f1 (x); the box is the composition of its layers

    source : the lecture, section 2
    """
