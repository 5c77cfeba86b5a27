"""The weights of a layer, N inputs to M outputs, are an M × N matrix: row i feeds output i, column j leaves input j."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import number
from course_nn.drawing.sketch import Units
from course_nn.lectures.neurons.demos.layer.matrix_cells import MIDDLE, MOST, TALL, WIDE, blocks, centres, corners
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

CONTROLS = {
    "N": Slider("N", 1, MOST, 3, 1, means=Words("how many inputs", "输入的个数")),
    "M": Slider("M", 1, MOST, 4, 1, means=Words("how many outputs", "输出的个数")),
    "i": Slider("i", 1, MOST, 2, 1, means=Words("row of W: to which output", "W 的行：通向哪个输出")),
    "j": Slider("j", 1, MOST, 3, 1, means=Words("column of W: from which input", "W 的列：来自哪个输入")),
    "w": Slider("wᵢⱼ", -3.0, 3.0, 2.0, means=Words("weight from input j to output i", "从输入 j 到输出 i 的权重")),
    "activation": Choice(
        "φ", activation_names(["step", "linear", "sigmoid", "tanh", "relu"]), "tanh", means=term("activation")
    ),
    "connected": Slider(Words("connected", "连接比例"), 0, 100, 100, 1, "%"),
}
_rng = np.random.default_rng(1919)
# One decimal: easy to check by hand.
X = _rng.uniform(-2, 2, MOST).round(1)
B = _rng.uniform(-1, 1, MOST).round(1)
WEIGHTS = _rng.uniform(-2, 2, (MOST, MOST)).round(1)
# The order in which inputs and outputs are connected.
ORDER = _rng.permutation(MOST * MOST).reshape(MOST, MOST)
PULL = 4.0  # of a weight, for an inch up


class Result(NamedTuple):
    W: np.ndarray  # (M, N), 0 where there is no connection
    x: np.ndarray  # (N,)
    b: np.ndarray  # (M,)
    z: np.ndarray  # (M,)
    y: np.ndarray  # (M,)
    edges: np.ndarray  # (M, N) of bool
    i: int  # the row and the column that are shown, from 1
    j: int
    parameters: int


def compute(N, M, i, j, w, activation, connected) -> Result:
    row, column = min(i, M), min(j, N)
    order = ORDER[:M, :N].ravel().argsort().argsort().reshape(M, N)  # 0 … MN - 1
    edges = order < round(connected / 100 * M * N)
    W = WEIGHTS[:M, :N].copy()
    W[row - 1, column - 1] = w
    W[~edges] = 0
    x, b = X[:N], B[:M]
    z = W @ x + b  # (M,)
    return Result(
        W=W,
        x=x,
        b=b,
        z=z,
        y=ACTIVATIONS[activation].f(z),
        edges=edges,
        i=row,
        j=column,
        parameters=int(edges.sum()) + M,
    )


def paint(figure: Figure) -> SimpleNamespace:
    axes = sketch.sheet(figure)
    style = {"ha": "center", "va": "center_baseline", "zorder": 6}
    cells = PolyCollection([], edgecolors="white", lw=1.5)
    frames = PolyCollection([], facecolors="none", edgecolors=look.VERMILION, linewidths=[3, 1.5, 1.5], zorder=5)
    for collection in (cells, frames):
        axes.add_collection(collection, autolim=False)
    tag = {"fontsize": 12, "color": look.ink(look.VERMILION), "ha": "center", "va": "center", "zorder": 6}
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}
    return SimpleNamespace(
        halo=marks.line(axes, color=look.VERMILION, lw=9, alpha=0.3, solid_capstyle="butt", zorder=0),
        edges=sketch.Edges(axes),
        inputs=sketch.Units(axes),
        outputs=sketch.Units(axes),
        tag=axes.text(0, 0, "", bbox=behind, **tag),
        cells=cells,
        frames=frames,
        numbers=sketch.Texts(axes, zorder=6),
        names=sketch.Texts(axes, size=14, zorder=6),
        shapes=sketch.Texts(axes, zorder=6),
        signs=[axes.text(0, MIDDLE, sign, fontsize=18, **style) for sign in ("$=\\;\\varphi\\,($", "$+$", "$)$")],
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    M, N = result.W.shape
    at = blocks(M, N)
    draw_network(artists, result)
    draw_cells(artists, result, at)
    lefts, rows, cols = np.transpose(list(at.values()))
    centres, half = lefts + cols * WIDE / 2, rows * TALL / 2
    artists.names.move(np.transpose([centres, MIDDLE + half + 0.2]), [f"${name}$" for name in at])
    artists.shapes.move(np.transpose([centres, MIDDLE - half - 0.17]), [f"{m} × {n}" for _, m, n in at.values()])
    W, b = at["W"][0], at["b"][0]
    for sign, x in zip(artists.signs, (W - 0.37, b - 0.18, b + WIDE + 0.12)):
        sign.set_x(x)


def draw_network(artists: SimpleNamespace, result: Result) -> None:
    M, N = result.W.shape
    i, j = result.i - 1, result.j - 1
    inputs = sketch.columns([N], 0.45, 0.45, MIDDLE, 0.68)
    outputs = sketch.columns([M], 2.45, 2.45, MIDDLE, 0.68)
    rows, cols = np.nonzero(result.edges)
    artists.edges.move(inputs[cols], outputs[rows], result.W[rows, cols])
    artists.halo.set_data(*np.transpose([inputs[j], outputs[i]]))
    artists.halo.set_linestyle("-" if result.edges[i, j] else (0, (0.4, 0.8)))
    artists.tag.set(position=inputs[j] + 0.6 * (outputs[i] - inputs[j]) + [0, 0.17], text=f"$w_{{{i + 1}{j + 1}}}$")
    move_units(artists.inputs, inputs, "x", result.x, j)
    move_units(artists.outputs, outputs, "y", result.y, i)


def move_units(units: Units, places: np.ndarray, name: str, numbers: np.ndarray, ringed: int) -> None:
    names = [f"${name}_{k + 1}$" for k in range(len(numbers))]
    rims = [look.VERMILION if k == ringed else look.GREY for k in range(len(numbers))]
    units.move(places, 0.21, look.heat(numbers, -3, 3), names, rims)


def draw_cells(artists: SimpleNamespace, result: Result, at: dict) -> None:
    verts, numbers, texts = [], [], []
    for name, (_, rows, cols) in at.items():
        block = getattr(result, name).reshape(rows, cols)
        for row, col in np.ndindex(rows, cols):
            verts.append(corners(at[name], row, col))
            numbers.append(block[row, col])
            is_short = name != "y" and np.isclose(numbers[-1], round(numbers[-1], 1))  # as inputs are
            is_missing = name == "W" and not result.edges[row, col]
            texts.append("0" if is_missing else number(numbers[-1], 1 if is_short else 2))
    artists.cells.set_verts(verts)
    artists.cells.set_facecolor(look.heat(numbers, -3, 3) / 255)
    colors = [look.ink(look.GREY) if text == "0" else look.BLACK for text in texts]
    artists.numbers.move(np.mean(verts, axis=1), texts, colors)
    shown = {"W": (result.i - 1, result.j - 1), "x": (result.j - 1, 0), "y": (result.i - 1, 0)}
    artists.frames.set_verts([corners(at[name], row, col) for name, (row, col) in shown.items()])


def sum_of(terms: list) -> str:
    """A sum as it is written: −0.48 + 1.60 − 0.80."""
    first, *rest = terms
    return number(first) + "".join(f" {'−' if term < 0 else '+'} {number(abs(term))}" for term in rest)


def about_parameters(result: Result) -> Words:
    """How many parameters the layer has, and why."""
    M, N = result.W.shape
    edges, total = int(result.edges.sum()), f"<b>{result.parameters}</b>"
    if result.edges.all():
        return Words(
            f"W is {M} × {N}: M·N + M = {edges} + {M} = {total} parameters. ",
            f"W 为 {M} × {N}：M·N + M = {edges} + {M} = {total} 个参数。",
        )
    return Words(
        f"W is {M} × {N}: {edges} connections + {M} biases = {total} parameters, not M·N + M = {M * N + M}. ",
        f"W 为 {M} × {N}：{edges} 条连接 + {M} 个偏置 = {total} 个参数，而非 M·N + M = {M * N + M}。",
    )


def readout(result: Result, values: Values) -> Words:
    i, j, edges = result.i, result.j, result.edges[result.i - 1]
    terms = [*(result.W[i - 1] * result.x)[edges], result.b[i - 1]]
    unit = f"y<sub>{i}</sub> = φ({sum_of(terms)}) = {number(result.y[i - 1])}"
    w, start = f"w<sub>{i}{j}</sub>", about_parameters(result)
    if (values.i, values.j) != (i, j):
        missing = f"w<sub>{values.i}{values.j}</sub>"
        start = Words(f"{start.en}No {missing} here, so see {w}. ", f"{start.zh}此处没有 {missing}，下面改看 {w}。")
    if edges[j - 1]:
        return Words(
            f"{start.en}{w} leads from x<sub>{j}</sub> to {unit}.", f"{start.zh}{w} 从 x<sub>{j}</sub> 通向 {unit}。"
        )
    return Words(
        f"{start.en}{w} = 0 is no connection: x<sub>{j}</sub> does not reach {unit}.",
        f"{start.zh}{w} = 0 即没有连接：x<sub>{j}</sub> 到不了 {unit}。",
    )


def chosen_and_pulled(result: Result, values: Values, seen: dict) -> bool:
    """Another cell of W was chosen, and its weight is another than it had."""
    cell = result.i - 1, result.j - 1
    chosen = len(seen["i"]) > 1 or len(seen["j"]) > 1
    pulled = len(seen["w"]) > 1 and values.w != WEIGHTS[cell]
    return chosen and pulled and bool(result.edges[cell])


VEIL = Veil(("halo", "edges", "tag", "numbers"), given=("W", "x", "b", "y", "i", "j"))
USES = {
    "set-read-many": ("N", "M"),
    "click-cell-pull": ("i", "j", "w"),
    "take-half-connections": ("connected",),
}
TO_DO = {
    "set-read-many": tried(N=(2, 4), M=(2, 4)),
    "click-cell-pull": chosen_and_pulled,
    "take-half-connections": lambda result, values: values.connected <= 50,
}


def judge(result: Result) -> str:
    """Solved with 15 parameters and every connection there: M (N + 1) = 15 needs 3 outputs and 4 inputs."""
    if result.parameters != 15:
        return "open"
    return "solved" if result.edges.all() else "almost"


CHALLENGE = Challenge(
    Words("build a fully connected layer with exactly 15 parameters.", "搭出一个恰有 15 个参数的全连接层。"), judge
)


def choose(result: Result, cell: np.ndarray | tuple, values: Values) -> dict:
    """The controls that show w_ij and leave its value as it is; cell : (i, j) from 1."""
    i, j = cell
    shown = (i, j) == (result.i, result.j)
    return {"i": i, "j": j, "w": values.w if shown else WEIGHTS[i - 1, j - 1]}


def pull_weight(result: Result, dx: float, dy: float, values: Values) -> dict:
    return {"w": values.w + PULL * dy}


def cells(name: str, click: Callable, pull: Callable | None = None) -> Handle:
    """The cells of a block."""
    return Handle(
        "cells", at=lambda cells, result: centres(blocks(*result.W.shape)[name]), click=click, pull=pull, width=42
    )


def by_row(result: Result, k: int, values: Values) -> dict:
    return choose(result, (k + 1, result.j), values)


def by_column(result: Result, k: int, values: Values) -> dict:
    return choose(result, (result.i, k + 1), values)


SCEPTIC = Sceptic(
    Words("nearly all numbers that a layer learns are weights.", "一层要学习的数，几乎全是权重。"),
    Words("Share of the weights", "权重所占比例"),
    lambda result: result.edges.sum() / result.parameters,
    shares=True,
)


HANDLES = [
    Handle(
        lambda artists: artists.edges.lines,
        at=lambda lines, result: lines.get_segments(),
        click=lambda result, k, values: choose(result, np.argwhere(result.edges)[k] + 1, values),
        pull=pull_weight,
    ),
    Handle(lambda artists: artists.inputs.discs, click=by_column, width=42),
    Handle(lambda artists: artists.outputs.discs, click=by_row, width=42),
    cells("y", by_row),
    cells("x", by_column),
    cells("b", by_row),
    cells("W", lambda result, k, values: choose(result, np.add(divmod(k, result.W.shape[1]), 1), values), pull_weight),
]


@demo(Words("One layer", "一层单元"), height=2.75)
def layer(**values):
    """One layer as a drawing and as a matrix: the weight w_ij is an edge, from input j to output i, and a cell.
    一层网络的两种画法，连线图与矩阵：权重 w_ij 既是从输入 j 到输出 i 的一条边，也是矩阵中的一格。

    y = φ(Wx + b),  x (N,), W (M, N), b and y (M,);  parameters: M N + M if fully connected

    source : the lecture, section 1
    """
