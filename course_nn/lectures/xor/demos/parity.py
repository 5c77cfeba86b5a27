"""XOR of n bits is parity: three circuits that compute it, and how fast each of them grows."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from course_nn.lectures.xor import parity_networks as math
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
COUNTS = {name: [len(make(n)) for n in SIZES] for name, make in math.CONSTRUCTIONS.items()}
WRONG = [*bytes.fromhex(look.VERMILION[1:]), 255]
COLORS = np.array([*look.heat([0, 1]), WRONG], np.uint8)  # of a row that is 0, 1, wrong


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
    """Where units of these levels stand: level 0 at the bottom; a level of more than 16 is a block of rows of 16."""
    places = np.zeros((len(levels), 2))
    for level in range(max(levels) + 1):
        members = np.flatnonzero(np.equal(levels, level))
        rows = np.array_split(members, -(-len(members) // 16))
        for k, row in enumerate(rows):
            places[row, 0] = (np.arange(len(row)) + 0.5) / len(row)
            places[row, 1] = level / max(levels) + 0.07 * (k - len(rows) / 2 + 0.5)
    return places


@lru_cache(64)
def circuit(name, n, noise):
    rng, units, X = np.random.default_rng(0), math.CONSTRUCTIONS[name](n), math.all_rows(n)
    wires = [(start, n + k) for k, unit in enumerate(units) for start in unit.inputs]
    levels = [0] * n + math.layers(units, n)
    if noise:
        units = [unit._replace(weights=unit.weights + rng.uniform(-noise, noise, len(unit.weights))) for unit in units]
    values = np.concatenate([X, math.run(units, X)], axis=1)
    return Circuit(places_of(levels), np.array(wires), values, values[:, -1] == math.parity(X), levels[-1])


def compute(n, row, noise):
    circuits = tuple(circuit(name, n, noise) for name in math.CONSTRUCTIONS)
    row %= 2**n
    return Result(
        n,
        row,
        circuits[0].values[row, :n],
        noise,
        circuits,
        [c.values.shape[1] - n for c in circuits],
        [int(c.right.sum()) for c in circuits],
    )


def paint(figure):
    parts = figure.add_gridspec(2, 4, height_ratios=[2.2, 1], width_ratios=[1, 1, 1, 1.15])
    growth = figure.add_subplot(parts[:, 3])
    growth.set(xlim=(2, 10.6), yscale="log", ylim=(2, 200), xlabel="bits $n$", title="units")
    growth.set_xticks(SIZES)
    growth.set_yticks([3, 9, 21, 129], ["3", "9", "21", "129"], minor=False)
    growth.set_yticks([], minor=True)
    for (name, counts), dash in zip(COUNTS.items(), ("-", "--", "-.")):
        growth.plot(SIZES, counts, color=look.GREY, ls=dash, zorder=1)
        growth.text(8.5, counts[-1], NAMES[name], va="center", fontsize=10, zorder=1)
    return SimpleNamespace(
        circuits=[paint_circuit(figure.add_subplot(parts[0, k]), figure.add_subplot(parts[1, k])) for k in range(3)],
        here=growth.plot([], [], "o", color=look.BLACK, ms=8, zorder=3, clip_on=False)[0],
    )


def paint_circuit(graph, table):
    for axes in (graph, table):
        axes.axis("off")
    graph.set(xlim=(-0.05, 1.05), ylim=(-0.08, 1.08))
    table.set(xlim=(0, 1), ylim=(0, 1))
    dots = {"ls": "", "marker": "o", "mec": look.GREY}
    return SimpleNamespace(
        title=graph.text(0, 1.1, "", transform=graph.transAxes, va="bottom"),
        wires=graph.add_collection(LineCollection([], colors=look.PALE, zorder=1), autolim=False),
        silent=graph.plot([], [], mfc="white", **dots)[0],
        firing=graph.plot([], [], mfc=look.BLUE, **dots)[0],
        answers=table.imshow(
            np.zeros((2, 2, 4), np.uint8), extent=(0, 1, 0, 1), aspect="auto", origin="upper", zorder=0
        ),
        here=table.plot([], [], "s", mfc="none", mec=look.BLACK, mew=2, ms=9, clip_on=False)[0],
    )


def draw(artists, result):
    for name, parts, circuit in zip(NAMES, artists.circuits, result.circuits):
        draw_circuit(parts, circuit, result)
        parts.title.set_text(f"{NAMES[name]}: {circuit.values.shape[1] - result.n} units")
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
    n, rows, bits = result.n, 2**result.n, "".join(map(str, result.bits))
    units = [str(count) for count in result.units]
    right = [str(count) for count in result.rows_right]
    ones, y = int(result.bits.sum()), int(result.bits.sum()) % 2
    if not result.noise:
        return Words(
            f"n = {n}: {', '.join(units)} units, all {rows} rows right. {bits} has {ones} ones: y = {y}. "
            f"One layer of n units is enough; depth is not needed.",
            f"n = {n}：分别用 {'、'.join(units)} 个单元，{rows} 行全对。{bits} 有 {ones} 个 1：y = {y}。"
            f"一层 n 个单元就够，不需要深度。",
        )
    inputs = [str(max(len(c.wires[c.wires[:, 1] == k]) for k in c.wires[:, 1])) for c in result.circuits]
    return Words(
        f"n = {n}, weights off by up to {number(result.noise)}: <b>{', '.join(right)}</b> of {rows} rows right. "
        f"Most inputs of one unit: {', '.join(inputs)}.",
        f"n = {n}，权重误差至多 {number(result.noise)}：{rows} 行中分别对 <b>{'、'.join(right)}</b> 行。"
        f"单个单元的输入最多为 {'、'.join(inputs)} 个。",
    )


def judge(result):
    """Solved with 7 bits and six ones, almost with four."""
    return {6: "solved", 4: "almost"}.get(int(result.bits.sum()), "open") if result.n == 7 else "open"


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

    values : n, row (counting up from 0; modulo 2^n), noise of the weights: where the controls start
    raises : BadInput for an unknown name or a value out of range
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
