"""XOR of n bits is parity: three circuits that compute it, and how fast each of them grows."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from course_nn.lectures.xor import parity_networks
from course_nn.patience import remembered
from course_nn.stage import Challenge, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words

CONTROLS = {
    "n": Slider(Words("bits n", "位数 n"), 2, 8, 4, 1),
    "row": Slider(Words("row", "行"), 0, 255, 7, 1, plays=True),
    "noise": Slider(Words("weight noise", "权重噪声"), 0.0, 0.5, 0.0, 0.02),
}
NAMES = {"and_terms": "ANDs", "counting_layer": "one layer", "tree": "tree"}
SIZES = np.arange(2, 9)
COUNTS = {name: [len(make(n)) for n in SIZES] for name, make in parity_networks.CONSTRUCTIONS.items()}
DASHES = {"and_terms": "-", "counting_layer": "--", "tree": "-."}
WRONG = [*bytes.fromhex(look.VERMILION[1:]), 255]
COLORS = np.array([*look.heat([0, 1]), WRONG], np.uint8)  # of a row that is 0, 1, wrong
ROW = 16  # units side by side, at most


class Circuit(NamedTuple):
    """One construction: where its units are drawn, what is wired to what, and what they say to every row."""

    places: np.ndarray  # (n + units, 2) inputs first, in a square of side 1
    wires: np.ndarray  # (wires, 2) from, to
    values: np.ndarray  # (2^n, n + units) 0 or 1
    right: np.ndarray  # (2^n,) bool
    depth: int


class Result(NamedTuple):
    n: int
    row: int
    bits: np.ndarray  # (n,)
    noise: float
    circuits: tuple  # three Circuit
    units: list  # how many units each has
    rows_right: list  # how many of the 2^n rows each gets right


def places_of(levels):
    """Where units of these levels stand: level 0 at the bottom; a level that is too long is a block of rows."""
    places = np.zeros((len(levels), 2))
    for level in range(max(levels) + 1):
        members = np.flatnonzero(np.equal(levels, level))
        rows = np.array_split(members, np.ceil(len(members) / ROW))
        for k, row in enumerate(rows):
            places[row, 0] = (np.arange(len(row)) + 0.5) / len(row)
            places[row, 1] = level / max(levels) + 0.07 * (k - len(rows) / 2 + 0.5)
    return places


@remembered
def circuit(name, n, noise):
    units, X = parity_networks.CONSTRUCTIONS[name](n), parity_networks.all_rows(n)
    levels = [0] * n + parity_networks.layers(units, n)
    answers = parity_networks.run(parity_networks.disturbed(units, noise), X)
    return Circuit(
        places=places_of(levels),
        wires=np.array([(start, n + k) for k, unit in enumerate(units) for start in unit.inputs]),
        values=np.concatenate([X, answers], axis=1),
        right=answers[:, -1] == parity_networks.parity(X),
        depth=levels[-1],
    )


def compute(n, row, noise):
    circuits = tuple(circuit(name, n, noise) for name in parity_networks.CONSTRUCTIONS)
    row %= 2**n
    return Result(
        n=n,
        row=row,
        bits=parity_networks.all_rows(n)[row],
        noise=noise,
        circuits=circuits,
        units=[circuit.values.shape[1] - n for circuit in circuits],
        rows_right=[int(circuit.right.sum()) for circuit in circuits],
    )


def paint(figure):
    parts = figure.add_gridspec(2, 4, height_ratios=[2.2, 1], width_ratios=[1, 1, 1, 1.15])
    growth = figure.add_subplot(parts[:, 3])
    growth.set(xlim=(2, 10.6), yscale="log", ylim=(2, 200), xlabel="bits $n$", title="units")
    growth.set_xticks(SIZES)
    growth.set_yticks([3, 9, 21, 129], ["3", "9", "21", "129"], minor=False)
    growth.set_yticks([], minor=True)
    for name, counts in COUNTS.items():
        growth.plot(SIZES, counts, color=look.GREY, ls=DASHES[name], zorder=1)
        growth.text(8.5, counts[-1], NAMES[name], va="center", fontsize=10, zorder=1)
    above, below = ([figure.add_subplot(parts[row, column]) for column in range(3)] for row in (0, 1))
    return SimpleNamespace(
        circuits=[paint_circuit(graph, table) for graph, table in zip(above, below)],
        here=growth.plot([], [], "o", color=look.BLACK, ms=8, zorder=3, clip_on=False)[0],
    )


def paint_circuit(graph, table):
    for axes in (graph, table):
        axes.axis("off")
    graph.set(xlim=(-0.05, 1.05), ylim=(-0.08, 1.08))
    table.set(xlim=(0, 1), ylim=(0, 1))
    dots = dict(ls="", marker="o", mec=look.GREY)
    nothing = np.zeros((2, 2, 4), np.uint8)
    return SimpleNamespace(
        title=graph.text(0, 1.1, "", transform=graph.transAxes, va="bottom"),
        wires=graph.add_collection(LineCollection([], colors=look.PALE, zorder=1), autolim=False),
        silent=graph.plot([], [], mfc="white", **dots)[0],
        firing=graph.plot([], [], mfc=look.BLUE, **dots)[0],
        answers=table.imshow(nothing, extent=(0, 1, 0, 1), aspect="auto", origin="upper", zorder=0),
        here=table.plot([], [], "s", mfc="none", mec=look.BLACK, mew=2, ms=9, clip_on=False)[0],
    )


def draw(artists, result):
    for name, parts, circuit, units in zip(NAMES.values(), artists.circuits, result.circuits, result.units):
        draw_circuit(parts, circuit, result)
        parts.title.set_text(f"{name}: {units} units")
    artists.here.set_data([result.n] * 3, result.units)


def draw_circuit(parts, circuit, result):
    fires = circuit.values[result.row] == 1
    parts.wires.set_segments(circuit.places[circuit.wires])
    parts.wires.set_linewidth(min(1.2, 60 / len(circuit.wires)))
    for dots, which in ((parts.silent, ~fires), (parts.firing, fires)):
        dots.set_data(*circuit.places[which].T)
        dots.set_markersize(4.5 if len(fires) > 32 else 8)
    high, wide = 2 ** (result.n // 2), 2 ** (result.n - result.n // 2)
    answers = np.where(circuit.right, circuit.values[:, -1], 2).reshape(high, wide)
    parts.answers.set_data(COLORS[answers])
    down, across = divmod(result.row, wide)
    parts.here.set_data([(across + 0.5) / wide], [1 - (down + 0.5) / high])


def readout(result):
    n, rows = result.n, 2**result.n
    bits, ones = "".join(map(str, result.bits)), int(result.bits.sum())
    units = [str(count) for count in result.units]
    right = [str(count) for count in result.rows_right]
    if not result.noise:
        return Words(
            f"n = {n}: {', '.join(units)} units, all {rows} rows right. {bits} has {ones} ones: y = {ones % 2}. "
            f"One layer of n units is enough; depth is not needed.",
            f"n = {n}：分别用 {'、'.join(units)} 个单元，{rows} 行全对。{bits} 有 {ones} 个 1：y = {ones % 2}。"
            f"一层 n 个单元就够，不需要深度。",
        )
    inputs = [str(np.bincount(circuit.wires[:, 1]).max()) for circuit in result.circuits]
    return Words(
        f"n = {n}, weights off by up to {number(result.noise)}: <b>{', '.join(right)}</b> of {rows} rows right. "
        f"Most inputs of one unit: {', '.join(inputs)}.",
        f"n = {n}，权重误差至多 {number(result.noise)}：{rows} 行中分别对 <b>{'、'.join(right)}</b> 行。"
        f"单个单元的输入最多为 {'、'.join(inputs)} 个。",
    )


def judge(result):
    """Solved with 7 bits and six ones, almost with four."""
    if result.n != 7:
        return "open"
    return {6: "solved", 4: "almost"}.get(int(result.bits.sum()), "open")


CHALLENGE = Challenge(
    Words(
        "with 7 bits, find a row with y = 0 and as many ones as possible.", "取 7 位，找出 y = 0 且 1 尽可能多的一行。"
    ),
    judge,
)


def parity(**values):
    """Parity of n bits by an AND for every odd row, by n units in one layer, by a tree of XORs; all rows are checked.
    n 位奇偶校验：每个奇数行一个与门、一层 n 个单元、异或树；全部行逐一核对。

    2^(n-1) + 1 units in two layers;  n + 1 units in two layers;  3 (n - 1) units in about 2 log2(n) layers.
    So parity does not separate deep from shallow threshold networks; the sawtooth of lecture 4 does, for ReLU.

    source : the lecture, section 3; Minsky and Papert, Perceptrons (1969)
    """
    return Demo(
        parity,
        Words("Parity in three ways", "奇偶校验的三种做法"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
