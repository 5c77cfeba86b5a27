"""Other pictures of the same digit: moving, turning and mirroring are linear, each a matrix of 64 × 64.

A picture is a row of 64 numbers, ink from 0 to 1, row by row. Beyond its edge there is paper, 0.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course_nn.common.errors import BadInput

SIDE = 8
ROWS, COLUMNS = np.divmod(np.arange(SIDE * SIDE), SIDE)  # of each pixel


def shift(dx: int, dy: int) -> np.ndarray:
    """The matrix that moves a picture by whole pixels; what leaves it is lost.

    (shift(dx, dy) x)[row, column] = x[row - dy, column - dx]

    dx, dy  : pixels to the right and down, from -7 to 7
    returns : (64, 64) of 0 and 1
    raises  : BadInput for what is not a whole number in that range
    """
    if not all(isinstance(d, (int, np.integer)) and abs(d) < SIDE for d in (dx, dy)):
        raise BadInput(
            f"a shift is a whole number of pixels from −7 to 7; got {dx!r}, {dy!r}",
            f"平移量应为 −7 到 7 的整数个像素；收到 {dx!r}、{dy!r}",
        )
    return _taken_from(ROWS - dy, COLUMNS - dx)


def rotation(degrees: float) -> np.ndarray:
    """The matrix that turns a picture around its middle; each new pixel is mixed from the four nearest old ones.

    degrees : counted against the clock, as one sees the picture;  returns (64, 64), entries from 0 to 1
    source  : Gonzalez & Woods, Digital Image Processing (2018), section 2.5, bilinear interpolation
    """
    turn = np.deg2rad(degrees)
    middle = (SIDE - 1) / 2
    x, y = COLUMNS - middle, ROWS - middle  # y points down
    return _taken_from(middle + np.sin(turn) * x + np.cos(turn) * y, middle + np.cos(turn) * x - np.sin(turn) * y)


def mirror() -> np.ndarray:
    """The matrix that swaps left and right.

    returns : (64, 64) of 0 and 1
    """
    return _taken_from(ROWS, SIDE - 1 - COLUMNS)


def _taken_from(rows, columns):
    """Each pixel as the mixture of the four around a place of the old picture: bilinear weights, (64, 64)."""
    near = np.maximum(0, 1 - np.abs(np.asarray(rows)[:, None] - ROWS))
    return near * np.maximum(0, 1 - np.abs(np.asarray(columns)[:, None] - COLUMNS))


def at_random(matrices: Sequence) -> Callable:
    """A disturbance for training: each picture is multiplied by one of these matrices, drawn anew each time.

    matrices : of 64 × 64, one of them at least
    returns  : (X, rng) -> X, of (…, 64) pictures
    """

    def disturb(X, rng):
        which, moved = rng.integers(len(matrices), size=X.shape[:-1]), np.empty_like(X)
        for k, matrix in enumerate(matrices):
            moved[which == k] = X[which == k] @ matrix.T.astype(X.dtype)
        return moved

    return disturb
