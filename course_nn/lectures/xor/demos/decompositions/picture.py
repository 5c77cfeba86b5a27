"""XOR built from gates that one unit can compute: (a OR b) AND NOT (a AND b) is one way, and there are others."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from course_nn.boolean import FUNCTIONS, separating_unit, truth_table, unit
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.sketch import TruthTable
from course_nn.lectures.xor.demos.decompositions.gate_triples import GATES, VALUES, triples
from course_nn.stage import Challenge, Choice, Handle, Values, Veil, demo, tried


def printed_name(name: str, letter: str) -> str:
    """The name of a gate as it is printed, with the letter of its inputs."""
    return name.replace("x1", f"{letter}₁").replace("x2", f"{letter}₂")


def gate_menu(symbol: str, letter: str, start: str, means: Words) -> Choice:
    """A menu of the fourteen gates; the letter stands for their inputs."""
    return Choice(symbol, {name: printed_name(name, letter) for name in GATES}, start, means=means)


CONTROLS = {
    "h1": gate_menu("h₁", "x", "OR", Words("gate of the first hidden unit", "第一个隐藏单元的门")),
    "h2": gate_menu("h₂", "x", "x2", Words("gate of the second hidden unit", "第二个隐藏单元的门")),
    "y": gate_menu("y", "h", "x1 AND NOT x2", Words("gate of the output", "输出单元的门")),
}
CORNERS = truth_table(2)  # (4, 2)
WANTED = np.array(FUNCTIONS["XOR"].values)  # (4,)
SOLUTIONS = triples(WANTED)  # (14, 14, 14) bool, for h1, h2 and y
HEADS = ["$x_1$", "$x_2$", "$h_1$", "$h_2$", "$y$", "XOR"]
SIDE = 50
CELL = 17.0  # page pixels, of a cell of the map
STRIP = 1.25  # cells, in which the little truth squares stand beside the map
HERE = dict(fill=False, ec=look.VERMILION, lw=2.5, zorder=4)
MAP = Words("blue: some y makes XOR", "蓝色：有一个 y 能得到异或")
SQUARE = look.grid(-0.5, 1.5, SIDE)
CELLS = np.array([[(column, row + 0.5), (column + 1, row + 0.5)] for row in range(14) for column in range(14)])


class Result(NamedTuple):
    h: np.ndarray  # (4, 2) 0 or 1
    y: np.ndarray  # (4,) 0 or 1
    right: np.ndarray  # (4,) bool
    fires: list  # four (50, 50): h1 and h2 over the input square, y over the (h1, h2) square, y over the input square
    solvable: bool  # whether some y makes XOR of this h1 and h2


def compute(h1, h2, y) -> Result:
    first, second, last = (GATES.index(name) for name in (h1, h2, y))
    h = VALUES[[first, second]].T  # (4, 2)
    answers = VALUES[last][h @ [2, 1]]  # (4,)
    units = [found for gate in (first, second, last) if (found := separating_unit(VALUES[gate]))]  # each has one
    hidden = np.stack([unit(SQUARE, *units[0]), unit(SQUARE, *units[1])], axis=1)  # (2500, 2)
    fires = (*hidden.T, unit(SQUARE, *units[2]), unit(hidden, *units[2]))
    return Result(
        h=h,
        y=answers,
        right=answers == WANTED,
        fires=[part.reshape(SIDE, SIDE) for part in fires],
        solvable=bool(SOLUTIONS[first, second].any()),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Six axes: three gates and what they make together are small squares; beside them a table, and the map."""
    parts = figure.add_gridspec(1, 3, width_ratios=[1.1, 0.95, 1.5])
    corner = parts[0].subgridspec(2, 2)
    squares = [figure.add_subplot(corner[k]) for k in range(4)]
    for axes, title in zip(squares, ("$h_1(x)$", "$h_2(x)$", "$y(h)$", "$y(x)$")):
        axes.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), aspect="equal", xticks=[], yticks=[], title=title)
        axes.spines[:].set_visible(False)
    first, second, hidden, output = squares
    for axes in (first, second, output):
        marks.put(marks.points(axes, ms=9), CORNERS, WANTED)
    atlas = figure.add_subplot(parts[2])
    return SimpleNamespace(
        cells=paint_atlas(atlas),
        fires=[marks.surface(axes, SIDE, -0.5, 1.5) for axes in squares],
        moved=marks.stacked(hidden),
        table=TruthTable(figure.add_subplot(parts[1]), HEADS),
        atlas=atlas,
        here=[atlas.add_patch(Rectangle((0, 0), 1, 1, **HERE)) for _ in range(3)],
    )


def paint_atlas(axes: Axes) -> AxesImage:
    """A cell for every pair of hidden gates, blue where an output gate makes XOR of them; gates as truth squares."""
    axes.set(xlim=(-STRIP, 14), ylim=(14, -STRIP), aspect="equal", xticks=[], yticks=[], title=MAP.drawn())
    axes.spines[:].set_visible(False)
    axes.text(14.2, -STRIP / 2, "$h_2$", va="center")
    axes.text(-STRIP / 2, 14.2, "$h_1$", ha="center", va="top")
    squares = truth_squares()
    axes.imshow(np.concatenate(squares, axis=1), extent=(0, 14, -0.15, -1.15), zorder=0)
    axes.imshow(np.concatenate(squares, axis=0), extent=(-1.15, -0.15, 14, 0), zorder=0)
    cells = np.where(SOLUTIONS.any(axis=-1, keepdims=True), look.heat(1.0), look.heat(0.5))
    image = axes.imshow(cells, extent=(0, 14, 14, 0), zorder=0)
    axes.vlines(range(15), 0, 14, color=look.PALE, lw=0.6, zorder=1)
    axes.hlines(range(15), 0, 14, color=look.PALE, lw=0.6, zorder=1)
    return image


def truth_squares() -> np.ndarray:
    """What each gate answers at the four corners, as the squares on the left have it: (14, 10, 10, 4)."""
    corners = VALUES.reshape(14, 2, 2).transpose(0, 2, 1)[:, ::-1]  # (14, 2, 2) x2 = 1 above, x1 = 1 to the right
    large = look.heat(corners.repeat(4, axis=1).repeat(4, axis=2))  # (14, 8, 8, 4)
    return np.pad(large, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=255)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for image, fires in zip(artists.fires, result.fires):
        marks.fill(image, look.heat(fires))
    marks.put(artists.moved, result.h, WANTED)
    artists.table.move(np.column_stack([CORNERS, result.h, result.y, WANTED]), result.right)
    row, column = GATES.index(values.h1), GATES.index(values.h2)
    for frame, place in zip(artists.here, [(column, row), (column, -1.15), (-1.15, row)]):
        frame.set_xy(place)


def readout(result: Result, values: Values) -> Words:
    h1, h2, y = (printed_name(name, letter) for name, letter in zip(values.values(), "xxh"))
    right = int(result.right.sum())
    total, count = SOLUTIONS.size, int(SOLUTIONS.sum())
    if right == 4:
        hint = Words("the four rows are XOR", "四行恰为异或")
    elif result.solvable:
        hint = Words(f"{right} of 4 rows right; another y makes XOR", f"四行中对 {right} 行；换一个 y 就能得到异或")
    else:
        hint = Words(f"{right} of 4 rows right; no y makes XOR", f"四行中对 {right} 行；换任何 y 都得不到异或")
    return Words(
        f"h₁ = {h1}, h₂ = {h2}, y = {y}: <b>{hint.en}</b>.\n Of {total} triples of gates, {count} compute XOR.",
        f"h₁ = {h1}，h₂ = {h2}，y = {y}：<b>{hint.zh}</b>。\n三个门的 {total} 种组合中，有 {count} 种能计算异或。",
    )


VEIL = Veil(("fires.2", "fires.3", "moved", "table.texts", "cells"), given=("fires",))
TO_DO = {
    "map-click-blue": lambda result, values, seen: values.h1 == "OR" and {"AND", "NAND"} <= seen["h2"],
    "make-xor-output": lambda result, values: result.right.all() and values.y == "OR",
    "truth-table-look": None,
    "click-row-nor": tried(h1=("OR", "NOR")),
}


def judge(result: Result, values: Values) -> str:
    """Solved by XOR with NAND at the output, almost by any XOR."""
    if not result.right.all():
        return "open"
    return "solved" if values.y == "NAND" else "almost"


CHALLENGE = Challenge(
    Words("compute XOR with NAND as the output gate.", "以与非门（NAND）为输出门，计算异或。"),
    judge,
)


def flipped(name: str, corner: int) -> str:
    """The gate that differs from this one at one corner only; the same gate where no unit can do that."""
    values = [value ^ (k == corner) for k, value in enumerate(FUNCTIONS[name].values)]
    return next((gate for gate in GATES if [*FUNCTIONS[gate].values] == values), name)


def corners(k: int, control: str) -> Handle:
    """The four corners of the k-th small square: a press flips the answer of its gate there."""
    return Handle(
        lambda artists: artists.fires[k],
        at=lambda image, result: CORNERS[:, None],
        click=lambda result, corner, values: {control: flipped(values[control], corner)},
    )


HANDLES = [
    Handle(
        "atlas",
        at=lambda atlas, result: CELLS,
        click=lambda result, k: {"h1": GATES[k // 14], "h2": GATES[k % 14]},
        width=CELL,
    ),
    *[corners(k, control) for k, control in enumerate(CONTROLS)],
]


@demo(Words("XOR from gates", "用门组成异或"), height=3.4)
def decompositions(**values):
    """XOR from three gates, each of which one unit can compute; every way there is, counted.
    用三个门组成异或，每个门一个单元就能计算；并数清全部组合方式。

    XOR(a, b) = (a OR b) AND NOT (a AND b)

    source : the lecture, section 3
    """
