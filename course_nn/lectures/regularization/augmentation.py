"""Other pictures of the same digit: moving, turning and mirroring are linear, each a square matrix.

A picture of side × side pixels is a row of numbers, ink from 0 to 1, row by row. Beyond its edge there is paper, 0.
A digit fills its 8 × 8 pixels from top to bottom; on a larger sheet it can be moved and nothing is cut off.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course_nn.common.errors import BadInput

SIDE = 8


def framed(X: np.ndarray, margin: int) -> np.ndarray:
    """Pictures of 8 × 8 in the middle of a larger sheet: (…, 64) -> (…, (8 + 2 margin)²).

    margin : pixels of paper on each side, 0, 1, …
    """
    around = [(0, 0)] * (X.ndim - 1) + [(margin, margin)] * 2
    return np.pad(X.reshape(*X.shape[:-1], SIDE, SIDE), around).reshape(*X.shape[:-1], -1)


def trimmed(margin: int) -> np.ndarray:
    """The matrix that leaves of a framed picture what stands in the middle 8 × 8 pixels, and paper around it."""
    return np.diag(framed(np.ones(SIDE * SIDE), margin))


def shift(dx: int, dy: int, side: int = SIDE) -> np.ndarray:
    """The matrix that moves a picture by whole pixels; what leaves it is lost.

    (shift(dx, dy) x)[row, column] = x[row - dy, column - dx]

    dx, dy  : pixels to the right and down, from -7 to 7;  side : of the picture
    returns : (side², side²) of 0 and 1
    raises  : BadInput for what is not a whole number in that range
    """
    if not all(isinstance(d, (int, np.integer)) and abs(d) < SIDE for d in (dx, dy)):
        raise BadInput(
            f"a shift is a whole number of pixels from −7 to 7; got {dx!r}, {dy!r}",
            f"平移量应为 −7 到 7 的整数个像素；收到 {dx!r}、{dy!r}",
        )
    rows, columns = _pixels(side)
    return _taken_from(rows - dy, columns - dx, side)


def rotation(degrees: float, side: int = SIDE) -> np.ndarray:
    """The matrix that turns a picture around its middle; each new pixel is mixed from the four nearest old ones.

    degrees : counted against the clock, as one sees the picture;  side : of the picture
    returns : (side², side²), entries from 0 to 1
    source  : Gonzalez & Woods, Digital Image Processing (2018), section 2.5, bilinear interpolation
    """
    turn, middle = np.deg2rad(degrees), (side - 1) / 2
    y, x = (place - middle for place in _pixels(side))  # y points down
    rows, columns = np.sin(turn) * x + np.cos(turn) * y, np.cos(turn) * x - np.sin(turn) * y
    return _taken_from(middle + rows, middle + columns, side)


def mirror(side: int = SIDE) -> np.ndarray:
    """The matrix that swaps left and right.

    side    : of the picture
    returns : (side², side²) of 0 and 1
    """
    rows, columns = _pixels(side)
    return _taken_from(rows, side - 1 - columns, side)


def _pixels(side):
    """Row and column of each pixel: (side²,) both."""
    return np.divmod(np.arange(side * side), side)


def _taken_from(rows, columns, side):
    """Each pixel as the mixture of the four around a place of the old picture: bilinear weights, (side², side²)."""
    near = (np.maximum(0, 1 - np.abs(new[:, None] - old)) for new, old in zip((rows, columns), _pixels(side)))
    return np.prod([*near], axis=0)


def at_random(matrices: Sequence) -> Callable:
    """A disturbance for training: each picture is multiplied by one of these matrices, drawn anew each time.

    matrices : of one size, one of them at least
    returns  : (X, rng) -> X, pictures of that size
    """

    def disturb(X, rng):
        which, moved = rng.integers(len(matrices), size=X.shape[:-1]), np.empty_like(X)
        for k, matrix in enumerate(matrices):
            moved[which == k] = X[which == k] @ matrix.T.astype(X.dtype)
        return moved

    return disturb
