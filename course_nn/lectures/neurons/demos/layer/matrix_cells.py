"""Where the numbers of y = φ(Wx + b) stand when a layer is written out: four blocks of cells, set as one line."""

import numpy as np

MOST = 4  # inputs, and outputs
# Inches: the width and the height of a cell, and the height at which all is centred.
WIDE = 0.54
TALL = 0.42
MIDDLE = 1.38


def blocks(M: int, N: int) -> dict:
    """The blocks of y, W, x and b: (left edge, rows, columns) of each."""
    y = 3.15 + (MOST - N) * WIDE / 2
    W = y + WIDE + 0.72
    x = W + N * WIDE + 0.16
    b = x + WIDE + 0.36
    return {"y": (y, M, 1), "W": (W, M, N), "x": (x, N, 1), "b": (b, M, 1)}


def corners(block: tuple, row: int, col: int) -> np.ndarray:
    """The four corners of a cell of a block: (4, 2)."""
    left, rows, _ = block
    x, y = left + col * WIDE, MIDDLE + (rows / 2 - row) * TALL
    return np.array([[x, y], [x + WIDE, y], [x + WIDE, y - TALL], [x, y - TALL]])


def centres(block: tuple) -> np.ndarray:
    """The middle of each cell of a block, row by row: (rows * cols, 1, 2)."""
    return np.array([[corners(block, row, col).mean(axis=0)] for row, col in np.ndindex(block[1:])])
