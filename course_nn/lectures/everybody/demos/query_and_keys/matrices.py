"""Where queries, keys and values come from: small matrices, times the numbers x of the place that asks or is asked."""

import numpy as np

from course_nn.drawing import Axes, marks
from course_nn.drawing.numbers import number

CELLS = {  # the name of an entry: matrix, row, column
    **{f"{name}{row}{column}": (name, row, column) for name in "QK" for row in (1, 2) for column in (1, 2)},
    "V11": ("V", 1, 1),
}
LEFT = {"Q": 1.2, "K": 6.2, "V": 11.2}  # of the first column, in the units of the picture
STEP = 1.9  # from column to column


def matrix_of(values: dict, name: str) -> np.ndarray:
    """W_Q or W_K: (2, 2)."""
    return np.array([[values[f"{name}{row}{column}"] for column in (1, 2)] for row in (1, 2)])


def numbers_that_give(wanted: tuple, W: np.ndarray) -> np.ndarray:
    """The x with W x = wanted, or as near to it as can be."""
    return np.linalg.pinv(W) @ wanted


def changed(values: dict) -> list[str]:
    """The entries of W_Q that are not what they were at first."""
    return [name for name, (matrix, row, column) in CELLS.items() if matrix == "Q" and values[name] != (row == column)]


def place_of(name: str) -> tuple[float, float]:
    """Where an entry stands in the picture."""
    matrix, row, column = CELLS[name]
    return LEFT[matrix] + STEP * (column - 1), -0.5 if matrix == "V" else -float(row - 1)


def paint_matrices(axes: Axes) -> dict:
    """The three matrices with their brackets, and below each what it makes."""
    axes.set(xlim=(-0.2, 12.4), ylim=(-2.6, 0.7), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    makes = {"Q": "$q = W_Q\\,x$", "K": "$k = W_K\\,x$", "V": "$v = W_V\\,c$"}
    for matrix, left in LEFT.items():
        right = left + (0 if matrix == "V" else STEP)
        top, low = (0.05, -1.05) if matrix == "V" else (0.5, -1.5)
        for side, into in ((left - 1.1, 0.2), (right + 1.1, -0.2)):
            marks.line(axes, color="black", lw=1.2).set_data(
                [side + into, side, side, side + into], [top, top, low, low]
            )
        axes.text((left + right) / 2, -2.05, makes[matrix], ha="center", va="center")
    cells = {name: axes.text(*place_of(name), "", ha="center", va="center") for name in CELLS}
    return {"cells": cells, "grips": marks.line(axes, ".", alpha=0.0)}


def draw_matrices(cells: dict, values: dict) -> None:
    """The entries as they are."""
    for name, text in cells.items():
        text.set_text(number(values[name], 1))
