"""A network is functions inside functions; whoever uses a layer needs its input and its output, and nothing else."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from course_nn.common.words import Words
from course_nn.drawing import Figure, look
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
# Inches: where the input stands, the way from layer to layer and from unit to unit, and the radius of a unit.
LEFT = 0.45
STEP = 5.4 / DEEPEST
GAP = 0.38
RADIUS = 0.17
# The middle of the upper and of the lower network.
ROWS = 2.3, 0.68


class Result(NamedTuple):
    weights: tuple  # L matrices
    h: list  # L + 1 vectors, x … y
    boxed: list  # the same of the lower network, None for what passes inside the box
    first: int
    last: int
    difference: float  # lower y less upper y


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
    box = compose(contents(boxed, inside))
    h = outputs(layers, np.array([x1, x2, x3]))
    folded = outputs([*below, box, *above], h[0])
    return Result(
        weights=network.weights,
        h=h,
        boxed=folded[:first] + [None] * (last - first) + folded[first:],
        first=first,
        last=last,
        difference=float(np.abs(folded[-1] - h[-1]).max()),
    )


def paint(figure: Figure) -> SimpleNamespace:
    axes = sheet(figure)
    names = Words("layer by layer", "逐层计算"), Words("a part of it as one black box", "其中一部分折叠成黑箱")
    for middle, name in zip(ROWS, names):
        axes.text(0.12, middle + 0.58, name.drawn(), fontsize=11, va="bottom", zorder=0.5)
    return SimpleNamespace(
        edges=Edges(axes),
        units=Units(axes),
        names=Texts(axes, size=11),
        box=axes.add_patch(Rectangle((0, 0), 0, 0, color=look.BLACK, zorder=2)),
        box_name=Texts(axes, size=12, zorder=5),
        outputs=[axes.text(6.6, middle, "", fontsize=look.SMALL, va="center", family="monospace") for middle in ROWS],
        difference=axes.text(6.6, sum(ROWS) / 2, "", fontsize=11, va="center"),
    )


def column(k: int, middle: float) -> np.ndarray:
    """Where the units of h_k stand: (WIDTH, 2)."""
    return np.stack([np.full(WIDTH, LEFT + k * STEP), middle + GAP * np.arange(1, -WIDTH + 1, -1.0)], axis=1)


def composition(result: Result, name: str, joint: str, values: Values) -> str:
    """What is in the box, as mathematicians write it: the last function first."""
    layers = list(range(result.first, result.last + 1))
    if values.inside != "reversed":
        layers.reverse()
    return joint.join(f"{name}{k}" for k in layers)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_networks(artists, result)
    layers = range(1, len(result.weights) + 1)
    centres = [LEFT, *(LEFT + (k - 0.5) * STEP for k in layers)]
    artists.names.move([(x, ROWS[0] - 0.68) for x in centres], ["$x$", *(f"$f_{k}$" for k in layers)])
    left, right = LEFT + (result.first - 1) * STEP + 0.2, LEFT + result.last * STEP - 0.2
    formula = composition(result, "f_", r" \circ ", values)
    artists.box.set_bounds(left, ROWS[1] - 0.55, right - left, 1.1)
    artists.box_name.move([((left + right) / 2, ROWS[1])], [f"${formula}$"], "white")
    for text, row in zip(artists.outputs, (result.h, result.boxed)):
        text.set_text("\n".join(f"{value: .15f}".replace("-", "−") for value in row[-1]))
    exactly = Words("0, exactly", "恰好为 0").drawn()
    artists.difference.set_text(f"{Words('difference', '差别').drawn()} {difference_of(result, exactly)}")


def draw_networks(artists: SimpleNamespace, result: Result) -> None:
    """Both networks, without what passes inside the box."""
    starts, ends, weights, places, vectors = [], [], [], [], []
    for middle, row in zip(ROWS, (result.h, result.boxed)):
        for k, h in enumerate(row):
            if h is not None:
                places.append(column(k, middle))
                vectors.append(h)
            folded = row is result.boxed and result.first <= k <= result.last
            if k > 0 and not folded:
                starts.append(np.tile(column(k - 1, middle), (WIDTH, 1)))
                ends.append(np.repeat(column(k, middle), WIDTH, axis=0))
                weights.append(result.weights[k - 1].ravel())
    artists.edges.move(np.concatenate(starts), np.concatenate(ends), np.concatenate(weights))
    numbers = np.concatenate(vectors)
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


VEIL = Veil(("outputs.1", "difference"), given=("weights", "h", "boxed", "first", "last"))
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
    """An upright line through each layer, in both networks."""
    middles = LEFT + (np.arange(len(result.weights)) + 0.5) * STEP
    return [[(x, ROWS[1] - 0.5), (x, ROWS[0] + 0.5)] for x in middles]


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
    """The places of an input in both networks."""
    return lambda box, result: [[column(0, middle)[i]] for middle in ROWS]


def pull_input(i: int) -> Callable:
    """Pulled up, an input grows."""
    return lambda result, dx, dy: {f"x{i + 1}": result.h[0][i] + 2 * dy}


HANDLES = [
    Handle("box", at=columns_of_layers, click=fold, width=40),
    *(Handle("box", at=at_input(i), pull=pull_input(i)) for i in range(WIDTH)),
]


@demo(Words("Layers as black boxes", "把层看作黑箱"), height=3.2)
def modular(**values):
    """A network layer by layer, and below it the same with some layers folded into one black box.
    上面逐层计算的网络，下面把其中几层折叠成一个黑箱。

    h1 = f1(x), h2 = f2(h1), …, y = fL(h_(L-1)), so y = fL ∘ … ∘ f1 (x); the box is the composition of its layers

    source : the lecture, section 2
    """
