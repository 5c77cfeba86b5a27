"""Where a circuit is drawn: its units layer by layer, and a cell for each row of its truth table.

All places lie in a square or a rectangle of side 1; the cells stand row by row, from above.
"""

import numpy as np

ROW = 16  # units, or cells, side by side at most


def places(levels: list) -> np.ndarray:
    """Where units of these levels stand: level 0 at the bottom; a level that is too long is a block of rows.

    levels  : list of int;  returns (units, 2)
    """
    middles = np.zeros((len(levels), 2))
    for level in range(max(levels) + 1):
        members = np.flatnonzero(np.equal(levels, level))
        rows = np.array_split(members, np.ceil(len(members) / ROW))
        for k, row in enumerate(rows):
            middles[row, 0] = (np.arange(len(row)) + 0.5) / len(row)
            middles[row, 1] = level / max(levels) + 0.07 * (k - len(rows) / 2 + 0.5)
    return middles


def shape(n: int) -> tuple:
    """Rows and columns of the cells for n bits.

    n : 2 … 8
    """
    return 2 ** (n // 2), 2 ** (n - n // 2)


def middles(n: int) -> np.ndarray:
    """The middle of each cell in a rectangle of side 1: (2^n, 2)."""
    high, wide = shape(n)
    down, across = np.divmod(np.arange(2**n), wide)
    return np.stack([(across + 0.5) / wide, 1 - (down + 0.5) / high], axis=1)


def strokes(n: int) -> np.ndarray:
    """Each cell filled with upright strokes. They are as far apart as the narrowest cells, those of n = 8, are wide.

    returns : (2^n, points, 2) in a rectangle of side 1, nan between two strokes
    """
    high, wide = shape(n)
    x = (np.arange(ROW) + 0.5).reshape(wide, -1, 1) / ROW  # (wide, strokes, 1)
    y = 1 - (np.arange(high)[:, None] + [0, 1]) / high  # (high, 2)
    points = np.full((high, wide, x.shape[1], 3, 2), np.nan)  # from above to below, and a gap
    points[..., :2, 0], points[..., :2, 1] = x, y[:, None, None]
    return points.reshape(2**n, -1, 2)
