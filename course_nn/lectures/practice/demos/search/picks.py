"""Which cells of a surface are tried: those of a grid, random ones, or cells by their names, such as M13 and C5."""

import re
from collections.abc import Iterable

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.texts import unified
from course_nn.lectures.practice.tuning import grid_places

SIDE = 25  # rows and columns
MOST = 25  # cells that are tried
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"  # of the columns
CELL = re.compile(r"([A-Y])(\d{1,2})")


def parse_cells(text: str) -> tuple:
    """Cells by name, such as "M13 C5", as (row, column) from 0 to 24, each once.

    raises : BadInput for what is no cell, and for more than 25
    """
    words = re.split(r"[\s,;、]+", unified(text).strip().upper())
    cells = [match for word in words if (match := CELL.fullmatch(word))]
    if not (len(cells) == len(words) <= MOST and all(1 <= int(cell[2]) <= SIDE for cell in cells)):
        raise BadInput(
            f"own picks: expected 1 to 25 cells, a letter A … Y and a number 1 … 25; got “{text[:40]}”. Try M13 C5.",
            f"自己选的格：应为 1 到 25 格，每格一个字母 A … Y 加一个数 1 … 25；收到“{text[:40]}”。可以试试 M13 C5。",
        )
    return tuple(dict.fromkeys((int(cell[2]) - 1, LETTERS.index(cell[1])) for cell in cells))


def cell_names(cells: Iterable[tuple]) -> str:
    """The names of cells (row, column), as parse_cells takes them."""
    return " ".join(f"{LETTERS[column]}{row + 1}" for row, column in cells)


def cells_to_try(strategy: str, count: int, seed: int) -> tuple:
    """So many cells: a square grid somewhere on the surface, or cells drawn one by one.

    strategy : "grid" or "random";  count : a square number for a grid;  returns a tuple of (row, column)
    """
    rng = np.random.default_rng(seed)
    if strategy == "random":
        return tuple((row, column) for row, column in rng.integers(SIDE, size=(count, 2)).tolist())
    places = grid_places(SIDE, round(count**0.5))
    rows, columns = places[rng.integers(len(places), size=2)].tolist()
    return tuple((row, column) for row in rows for column in columns)
