"""XOR of n bits is parity: three circuits that compute it, and how fast each of them grows."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import percent
from course_nn.lectures.xor import parity_networks
from course_nn.lectures.xor.demos.parity import parity_layout
from course_nn.stage import Challenge, Handle, Slider, Values, Veil, demo, moved

CONTROLS = {
    "n": Slider(Words("bits n", "位数 n"), 2, 8, 4, 1),
    "row": Slider(Words("row", "行"), 0, 255, 7, 1, plays=True),
    "noise": Slider(Words("noise", "噪声"), 0.0, 0.5, 0.0, 0.02),
    "seed": Slider(Words("seed", "随机种子"), 0, 20, 0, 1, used=lambda values: values.noise > 0),
}
NAMES = {
    "and_terms": Words("ANDs", "与门法"),
    "counting_layer": Words("one layer", "计数层"),
    "tree": Words("tree", "异或树"),
}
SIZES = np.arange(2, 9)
COUNTS = {name: [len(make(n)) for n in SIZES] for name, make in parity_networks.CONSTRUCTIONS.items()}
DASHES = {"and_terms": "-", "counting_layer": "--", "tree": "-."}
WRONG = [*bytes.fromhex(look.VERMILION[1:]), 255]
COLORS = np.array([*look.heat([0, 1]), WRONG], np.uint8)  # of a row that is 0, 1, wrong
CELL = 11.7  # page pixels, as wide as the narrowest cell of a table


class Circuit(NamedTuple):
    """One construction: where its units are drawn, what is wired to what, and their outputs for every row."""

    places: np.ndarray  # (n + units, 2) inputs first, in a square of side 1
    wires: np.ndarray  # (wires, 2) from, to
    outputs: np.ndarray  # (2^n, n + units) 0 or 1, the bits first
    right: np.ndarray  # (2^n,) bool
    depth: int


class Result(NamedTuple):
    row: int
    bits: np.ndarray  # (n,)
    circuits: tuple  # three Circuit
    units: list  # how many units each has
    wires: list  # how many weights each has, without biases
    most_inputs: list  # of one unit
    rows_right: list  # how many of the 2^n rows each gets right


@memoized
def circuit(name: str, n: int, noise: float, seed: int) -> Circuit:
    units, X = parity_networks.CONSTRUCTIONS[name](n), parity_networks.all_rows(n)
    levels = [0] * n + parity_networks.layers(units, n)
    answers = parity_networks.run(parity_networks.disturbed(units, noise, seed), X)
    return Circuit(
        places=parity_layout.places(levels),
        wires=np.array([(start, n + k) for k, unit in enumerate(units) for start in unit.inputs]),
        outputs=np.concatenate([X, answers], axis=1),
        right=answers[:, -1] == parity_networks.parity(X),
        depth=levels[-1],
    )


def compute(n, row, noise, seed) -> Result:
    circuits = tuple(circuit(name, n, noise, seed if noise else 0) for name in parity_networks.CONSTRUCTIONS)
    row %= 2**n
    return Result(
        row=row,
        bits=parity_networks.all_rows(n)[row],
        circuits=circuits,
        units=[circuit.outputs.shape[1] - n for circuit in circuits],
        wires=[len(circuit.wires) for circuit in circuits],
        most_inputs=[int(np.bincount(circuit.wires[:, 1]).max()) for circuit in circuits],
        rows_right=[int(circuit.right.sum()) for circuit in circuits],
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Seven axes: three circuits with what each answers, to be compared, and how they grow."""
    parts = figure.add_gridspec(2, 4, height_ratios=[2.2, 1], width_ratios=[1, 1, 1, 1.15])
    growth = figure.add_subplot(parts[:, 3])
    growth.set(xlim=(2, 10.6), yscale="log", ylim=(2, 200))
    growth.set(xlabel=Words("bits n", "位数 n").drawn(), title=Words("units", "单元数").drawn())
    growth.set_xticks(SIZES)
    growth.set_yticks([3, 9, 21, 129], ["3", "9", "21", "129"], minor=False)
    growth.set_yticks([], minor=True)
    known = []
    for name, counts in COUNTS.items():
        known += growth.plot(SIZES, counts, color=look.GREY, ls=DASHES[name], zorder=1)
        known.append(growth.text(8.5, counts[-1], NAMES[name].drawn(), va="center", fontsize=look.SMALL, zorder=1))
    above, below = ([figure.add_subplot(parts[row, column]) for column in range(3)] for row in (0, 1))
    return SimpleNamespace(
        circuits=[paint_circuit(graph, table) for graph, table in zip(above, below)],
        known=known,
        here=marks.line(growth, "o", color=look.BLACK, ms=8, zorder=3, clip_on=False),
    )


def paint_circuit(graph: Axes, table: Axes) -> SimpleNamespace:
    graph.axis("off")
    graph.set(xlim=(-0.05, 1.05), ylim=(-0.08, 1.08))
    dots = dict(ls="", marker="o", mec=look.GREY)
    return SimpleNamespace(
        title=graph.text(0, 1.1, "", transform=graph.transAxes, va="bottom"),
        wires=marks.segments(graph, zorder=1, colors=look.PALE),
        silent=marks.line(graph, mfc="white", **dots),
        firing=marks.line(graph, mfc=look.BLUE, **dots),
        graph=graph,
        table=table,
        **paint_table(table),
    )


def paint_table(axes: Axes) -> dict:
    """A cell for each row of the truth table, a frame around one of them, and words that say what the colours mean."""
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    words = dict(transform=axes.transAxes, fontsize=look.SMALL)
    blank = np.zeros((2, 2, 4), np.uint8)
    return dict(
        above=axes.text(0, 1.06, "", va="bottom", **words),
        below=axes.text(0, -0.1, "", va="top", **words),
        answers=axes.imshow(blank, extent=(0, 1, 0, 1), aspect="auto", origin="upper", zorder=0),
        frame=marks.line(axes, "s", mfc="none", mec=look.BLACK, mew=2, ms=9, clip_on=False),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for name, parts, circuit, units in zip(NAMES.values(), artists.circuits, result.circuits, result.units):
        draw_circuit(parts, circuit, result, values)
        parts.title.set_text(Words(f"{name.en}: {units} units", f"{name.zh}：{units} 个单元").drawn())
    artists.here.set_data([values.n] * 3, result.units)


def draw_circuit(parts: SimpleNamespace, circuit: Circuit, result: Result, values: Values) -> None:
    fires = circuit.outputs[result.row] == 1
    parts.wires.set_segments(circuit.places[circuit.wires])
    parts.wires.set_linewidth(min(1.2, 60 / len(circuit.wires)))
    for dots, which in ((parts.silent, ~fires), (parts.firing, fires)):
        dots.set_data(*circuit.places[which].T)
        dots.set_markersize(4.5 if len(fires) > 32 else 8)
    draw_table(parts, circuit, result, values)


def draw_table(parts: SimpleNamespace, circuit: Circuit, result: Result, values: Values) -> None:
    y, right, row = circuit.outputs[:, -1], circuit.right, result.row
    marks.fill(parts.answers, COLORS[np.where(right, y, 2).reshape(parity_layout.shape(values.n))])
    parts.frame.set_data(*parity_layout.middles(values.n)[[row]].T)
    red = Words("", "") if right.all() else Words(", red wrong", "，红为错")
    parts.above.set_text(Words(f"{len(y)} rows: blue 1{red.en}", f"{len(y)} 行：蓝为 1{red.zh}").drawn())
    bits = "".join(map(str, result.bits))
    answer = f"y = {y[row]}{'' if right[row] else ' ✗'}"
    parts.below.set_text(Words(f"frame: {bits}, {answer}", f"方框：{bits}，{answer}").drawn())


def readout(result: Result, values: Values) -> Words:
    rows, ones = 2**values.n, int(result.bits.sum())
    bits = "".join(map(str, result.bits))
    if values.noise:
        off = percent(values.noise)
        right, inputs = named_counts(result.rows_right), named_counts(result.most_inputs)
        return Words(
            f"n = {values.n}, every weight and bias off by up to {off}. Of {rows} rows, right: <b>{right.en}</b>. "
            f"Largest number of inputs of a unit: {inputs.en}.",
            f"n = {values.n}，每个权重和偏置的误差至多为自身的 {off}。{rows} 行中仍然正确的行数：<b>{right.zh}</b>。"
            f"单个单元的输入最多有：{inputs.zh}。",
        )
    units, wires = named_counts(result.units), named_counts(result.wires)
    return Words(
        f"n = {values.n}, all {rows} rows right. Units: <b>{units.en}</b>; connections: {wires.en}.\n "
        f"The framed row {bits} has an {'odd' if ones % 2 else 'even'} number of ones, so y = {ones % 2}.",
        f"n = {values.n}，{rows} 行全对。单元数：<b>{units.zh}</b>；连接数：{wires.zh}。\n"
        f"方框所示的行 {bits} 中，1 的个数为{'奇' if ones % 2 else '偶'}数，所以 y = {ones % 2}。",
    )


def named_counts(counts: list) -> Words:
    """A number for each of the three circuits, with its name."""
    ands, layer, tree = counts
    return Words(
        f"ANDs {ands}, one layer {layer}, tree {tree}",
        f"与门法 {ands}，计数层 {layer}，异或树 {tree}",
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """All units that one layer would take for 8 bits: so many hidden ones, and the output."""
    return (artists.here.axes, np.array([[8, int(option) + 1]])) if option != "none" else None


ASKED_AT = {"n": 8}
VEIL = Veil(
    (
        *(f"circuits.{k}.{part}" for k in (0, 2) for part in ("below", "frame")),
        "circuits.1",
        "known",
        "here",
    ),
    given=("row", "circuits", "units"),
)
USES = {
    "pull-dots-right": ("n",),
    "deepest-depth-buy": ("noise", "seed"),
    "turn-inputs-ones": ("row",),
}
TO_DO = {
    "pull-dots-right": moved("n"),
    "deepest-depth-buy": moved("noise", "seed"),
    "turn-inputs-ones": lambda result: result.bits.all(),
}


def judge(result: Result, values: Values) -> str:
    """Solved with 8 bits if the tree alone gets all rows right; almost if the ANDs alone do not, or with fewer bits."""
    ands, layer, tree = (right == 2**values.n for right in result.rows_right)
    if ands or not tree:
        return "open"
    return "solved" if values.n == 8 and not layer else "almost"


CHALLENGE = Challenge(
    Words(
        "with 8 bits, find a noise level at which only the tree still gets all rows right.",
        "取 8 位，找出一个噪声值，使得只有异或树仍然全对。",
    ),
    judge,
)


def table_of(k: int) -> Handle:
    """A press on a cell of the table chooses its row."""
    return Handle(
        lambda artists: artists.circuits[k].table,
        at=lambda table, result, values: parity_layout.strokes(values.n),
        click=lambda result, row: {"row": row},
        width=CELL,
    )


def inputs_of(k: int) -> Handle:
    """A press on an input of a circuit flips its bit."""
    return Handle(
        lambda artists: artists.circuits[k].graph,
        at=lambda graph, result, values: result.circuits[k].places[: values.n, None],
        click=lambda result, bit, values: {"row": result.row ^ 2 ** (values.n - 1 - bit)},
        width=20,
    )


HANDLES = [
    *map(table_of, range(3)),
    *map(inputs_of, range(3)),
    Handle("here", pull=lambda result, dx, dy, values: {"n": values.n + dx}),
]


@demo(Words("Parity in three ways", "奇偶校验的三种做法"))
def parity(**values):
    """Parity of n bits by an AND for every odd row, by n units in one layer, by a tree of XORs; all rows are checked.
    n 位奇偶校验：每个奇数行一个与门、一层 n 个单元、异或树；全部行逐一核对。

    2^(n-1) + 1 units in two layers;  n + 1 units in two layers;  3 (n - 1) units in about 2 log2(n) layers.
    So parity does not separate deep from shallow networks of threshold units. For AND and OR gates it does.

    source : the lecture, section 3; Minsky and Papert, Perceptrons (1969); Håstad, Almost optimal lower bounds for
             small depth circuits (1986)
    """
