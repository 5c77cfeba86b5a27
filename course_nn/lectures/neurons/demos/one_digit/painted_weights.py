"""64 weights by hand: which cells are painted, as a text such as "+34 -35 061": sign, row and column, from 1 to 8."""

import re

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.texts import unified

SIDE = 8
CELL = re.compile("[-+0][1-8][1-8]")
WEIGHT = {"+": 1.0, "-": -1.0, "0": 0.0}  # of a cell that is painted so


def parse_cells(text: str) -> dict[tuple[int, int], str]:
    """{(row, column) from 0: its sign}; of a cell that is named twice the last sign counts.

    raises : BadInput for what is no cell
    """
    words = re.split(r"[\s,;、，；]+", unified(text).replace("−", "-").strip()) if text.strip() else []
    if not all(CELL.fullmatch(word) for word in words):
        raise BadInput(
            "painted cells: expected for each a sign (+, - or 0), then a row and a column from 1 to 8; "
            f"got “{text[:40]}”. Try +34 -35.",
            "涂过的格子：每格先写正负号（+、- 或 0），再写行号和列号，都是 1 到 8；"
            f"收到“{text[:40]}”。可以试试 +34 -35。",
        )
    return {(int(word[1]) - 1, int(word[2]) - 1): word[0] for word in words}


def cell_names(cells: dict[tuple[int, int], str]) -> str:
    """The other way: cells as parse_cells takes them."""
    return " ".join(f"{sign}{row + 1}{column + 1}" for (row, column), sign in sorted(cells.items()))


def stroke(text: str, start: tuple[int, int], end: tuple[float, float], sign: str) -> str:
    """The cells with a straight stroke of the brush from one cell to another added, which may lie beyond the edge."""
    steps = int(np.ceil(2 * np.abs(np.subtract(end, start)).max())) + 1
    way = np.rint(np.linspace(start, end, steps)).clip(0, SIDE - 1).astype(int)
    return cell_names(parse_cells(text) | {(row, column): sign for row, column in way.tolist()})


def painted(weights: np.ndarray, text: str) -> np.ndarray:
    """Weights (64,) with those of the painted cells in place of their own."""
    weights = weights.reshape(SIDE, SIDE).copy()
    for place, sign in parse_cells(text).items():
        weights[place] = WEIGHT[sign]
    return weights.ravel()
