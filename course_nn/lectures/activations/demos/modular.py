"""A network is functions inside functions; whoever uses a layer needs its input and its output, and nothing else."""

from functools import reduce
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.stage.sketch import Edges, Texts, Units, sheet
from course_nn.words import Words

DEEPEST, WIDTH = 7, 3
INSIDE = {
    "same": Words("its layers", "原来的层"),
    "reordered": Words("units reordered", "单元换位"),
    "reversed": Words("layers reversed", "层序颠倒"),
}
CONTROLS = {
    "L": Slider("L", 2, DEEPEST, 5, 1),
    "first": Slider(Words("from", "自"), 1, DEEPEST, 2, 1),
    "last": Slider(Words("to", "至"), 1, DEEPEST, 4, 1),
    "x1": Slider("x₁", -2.0, 2.0, 1.0),
    "x2": Slider("x₂", -2.0, 2.0, -0.5),
    "x3": Slider("x₃", -2.0, 2.0, 0.3),
    "inside": Choice(Words("box", "箱内"), INSIDE, "same"),
}


class Result(NamedTuple):
    weights: tuple  # L matrices
    h: list  # L + 1 vectors, x … y
    boxed: list  # the same for the lower network; what passes inside the box is None
    first: int
    last: int
    difference: float  # lower y less upper y
    inside: str


def layer(W, b, phi):
    """One black box: h ↦ φ(W h + b)."""
    return lambda h: phi.f(W @ h + b)


def compose(functions):
    """One function out of many: f_k ∘ … ∘ f_1."""
    return lambda h: reduce(lambda value, f: f(value), functions, h)


def outputs(functions, x):
    """x, f_1(x), f_2(f_1(x)), …"""
    return reduce(lambda values, f: [*values, f(values[-1])], functions, [x])


def contents(network, first, last, inside):
    """The layers inside the box, from first to last, as functions."""
    parts = list(zip(network.weights, network.biases, network.activations))[first - 1 : last]
    if inside == "reordered":  # the units between two layers of the box change places, with all their connections
        order = [2, 0, 1]
        for k in range(len(parts) - 1):
            (W, b, phi), (V, c, psi) = parts[k], parts[k + 1]
            parts[k], parts[k + 1] = (W[order], b[order], phi), (V[:, order], c, psi)
    return [layer(*part) for part in (parts[::-1] if inside == "reversed" else parts)]


def compute(L, first, last, x1, x2, x3, inside):
    first, last = sorted((min(first, L), min(last, L)))
    network = Network((WIDTH,) * (L + 1), "tanh", "tanh", "he", seed=5)
    for b in network.biases:
        b[...] = 0.2
    layers = [layer(*part) for part in zip(network.weights, network.biases, network.activations)]
    box = compose(contents(network, first, last, inside))
    h = outputs(layers, np.array([x1, x2, x3]))
    folded = outputs([*layers[: first - 1], box, *layers[last:]], h[0])
    boxed = folded[:first] + [None] * (last - first) + folded[first:]
    return Result(network.weights, h, boxed, first, last, float(np.abs(folded[-1] - h[-1]).max()), inside)


LEFT, GAP, RADIUS = 0.45, 0.38, 0.17  # inches
ROWS = 2.3, 0.68  # the middle of the upper and of the lower network
STEP = 5.4 / DEEPEST


def paint(figure):
    axes = sheet(figure)
    for middle, name in zip(ROWS, ("layer by layer", "a part of it as one black box")):
        axes.text(0.12, middle + 0.58, name, fontsize=11, va="bottom", zorder=0.5)
    return SimpleNamespace(
        edges=Edges(axes),
        units=Units(axes),
        names=Texts(axes, size=11),
        box=axes.add_patch(Rectangle((0, 0), 0, 0, color=look.BLACK, zorder=2)),
        box_name=Texts(axes, size=12, zorder=5),
        outputs=[axes.text(6.6, middle, "", fontsize=10, va="center", family="monospace") for middle in ROWS],
        difference=axes.text(6.6, sum(ROWS) / 2, "", fontsize=11, va="center"),
    )


def column(k, middle):
    """Where the units of h_k stand: (WIDTH, 2)."""
    return np.stack([np.full(WIDTH, LEFT + k * STEP), middle + GAP * np.arange(1, -WIDTH + 1, -1.0)], axis=1)


def composition(result, joint=r" \circ "):
    """What is in the box, as mathematicians write it: the last function first."""
    layers = range(result.first, result.last + 1)
    return joint.join(f"f_{k}" for k in (layers if result.inside == "reversed" else reversed(layers)))


def size_of(difference):
    return f"{difference:.1e}".replace("e-", "e−") if difference else "0, exactly"


def draw(artists, result):
    L, starts, ends, weights, places, values = len(result.weights), [], [], [], [], []
    for middle, row in zip(ROWS, (result.h, result.boxed)):
        for k, h in enumerate(row):
            if h is not None:
                places.append(column(k, middle))
                values.append(h)
            folded = row is result.boxed and result.first <= k <= result.last
            if k and not folded:
                starts.append(np.tile(column(k - 1, middle), (WIDTH, 1)))
                ends.append(np.repeat(column(k, middle), WIDTH, axis=0))
                weights.append(result.weights[k - 1].ravel())
    artists.edges.move(np.concatenate(starts), np.concatenate(ends), np.concatenate(weights))
    values = np.concatenate(values)
    fills = look.heat(values[:, None], -1.5, 1.5)[:, 0]
    artists.units.move(np.concatenate(places), RADIUS, fills, [number(value, 1) for value in values])
    names = ["$x$", *(f"$f_{k}$" for k in range(1, L + 1))]
    artists.names.move([(LEFT + max(k - 0.5, 0) * STEP, ROWS[0] - 0.68) for k in range(L + 1)], names)
    left, right = LEFT + (result.first - 1) * STEP + 0.2, LEFT + result.last * STEP - 0.2
    artists.box.set_bounds(left, ROWS[1] - 0.55, right - left, 1.1)
    artists.box_name.move([((left + right) / 2, ROWS[1])], [f"${composition(result)}$"], "white")
    for text, row in zip(artists.outputs, (result.h, result.boxed)):
        text.set_text("\n".join(f"{value: .15f}".replace("-", "−") for value in row[-1]))
    artists.difference.set_text(f"difference {size_of(result.difference)}")


def readout(result):
    L, box, size = len(result.weights), composition(result, " ∘ ").replace("f_", "f"), size_of(result.difference)
    whole = " ∘ ".join(f"f{k}" for k in range(L, 0, -1))
    en, zh = {
        "same": ("Folding changes nothing", "折叠不改变任何东西"),
        "reordered": ("Other units, the same function, up to rounding", "单元换了位置，函数仍相同，至多差在舍入"),
        "reversed": ("Order matters: this box is another function", "次序很重要：这个箱子是另一个函数"),
    }[result.inside]
    if result.inside != "same" and result.first == result.last:
        en, zh = "With one layer in the box there is no order to change", "箱内只有一层，没有次序可换"
    return Words(
        f"y = {whole} (x). Box: {box}. Largest difference in y: <b>{size}</b>. {en}.",
        f"y = {whole} (x)。黑箱：{box}。y 的最大差别：<b>{size.replace('0, exactly', '恰好为 0')}</b>。{zh}。",
    )


def judge(result):
    """Solved with other contents in a box of 3 layers or more and y the same to 14 digits; almost with 2 layers."""
    if result.inside == "same" or result.difference > 1e-14 or result.first == result.last:
        return "open"
    return "solved" if result.last - result.first >= 2 else "almost"


CHALLENGE = Challenge(
    Words(
        "put something else into a box of at least 3 layers, and leave y the same to 14 digits.",
        "在至少 3 层的黑箱里换上别的内容，而 y 的前 14 位小数不变。",
    ),
    judge,
)


def modular(**values):
    """A network layer by layer, and below it the same with some layers folded into one black box.
    上面逐层计算的网络，下面把其中几层折叠成一个黑箱。

    h1 = f1(x), h2 = f2(h1), …, y = fL(h_(L-1)), so y = fL ∘ … ∘ f1 (x); the box is the composition of its layers

    values : L layers of 3 units, first and last layer of the box, what is inside, x1, x2, x3
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 2
    """
    return Demo(
        modular,
        Words("Layers as black boxes", "层即黑箱"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.2,
        values=values,
    )
