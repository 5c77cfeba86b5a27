"""A digit that is drawn on 32 × 32 cells becomes 64 numbers, by the steps that made the digits of the data set.

Its authors took normalised bitmaps of 32 × 32 dots from programs of NIST and counted the ink in blocks of 4 × 4. The
steps of those programs are taken here: the box around the ink is stretched to 20 × 32 dots, thin strokes grow and thick
ones shrink, and the digit is sheared until its left edge stands upright. So a network sees nothing of where a digit was
written and how large, and little of how thick it was and how much it leaned.

source : Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998); Garris,
         Blue, Candela and others, NIST Form-Based Handprint Recognition System, NISTIR 5469 (1994)
"""

import numpy as np

from course_nn.common.ink import CELLS

BLOCK = 4  # cells in a row of the block whose ink is counted
WIDE = 20  # dots to which the box around the ink is stretched; it is made as tall as the bitmap
THIN, VERY_THIN = 256, 108  # dots of ink below which strokes grow by a dot on each side, or by two
THICK, VERY_THICK = 412, 560  # above which they shrink likewise
EDGE = 2  # rows from the top and from the bottom at which the lean is measured


def as_digit(drawing: np.ndarray) -> np.ndarray:
    """The 64 numbers, ink between 0 and 1, of a drawing, as digits() has them; 64 zeros for a blank one.
    一幅手绘图变成 64 个数（0 到 1 的墨量），格式与 digits() 相同；空白图为 64 个零。

    drawing : (32, 32) bool or 0 and 1, ink
    """
    return blocks(normalised(drawing)).ravel() / BLOCK**2


def normalised(drawing: np.ndarray) -> np.ndarray:
    """The drawing as the data set has its bitmaps: one size, one thickness, upright: (32, 32) bool."""
    drawing = np.asarray(drawing, bool)
    return upright(even_stroke(stretched(drawing))) if drawing.any() else drawing


def blocks(bitmap: np.ndarray) -> np.ndarray:
    """The ink in each block of 4 × 4 dots, 0 … 16: (8, 8)."""
    return bitmap.reshape(CELLS // BLOCK, BLOCK, CELLS // BLOCK, BLOCK).sum(axis=(1, 3))


def stretched(drawing: np.ndarray) -> np.ndarray:
    """The box around the ink as 20 × 32 dots, in the middle of the bitmap."""
    rows, columns = np.flatnonzero(drawing.any(axis=1)), np.flatnonzero(drawing.any(axis=0))
    box = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tall, wide = (np.arange(size) * length // size for size, length in zip((CELLS, WIDE), box.shape))
    bitmap = np.zeros((CELLS, CELLS), bool)
    left = (CELLS - WIDE) // 2
    bitmap[:, left : left + WIDE] = box[np.ix_(tall, wide)]
    return bitmap


def even_stroke(bitmap: np.ndarray) -> np.ndarray:
    """Thin strokes grow and thick ones shrink, by a dot on each side or by two."""
    ink = bitmap.sum()
    for limit in (THIN, VERY_THIN):
        bitmap = grown(bitmap) if ink < limit else bitmap
    for limit in (THICK, VERY_THICK):
        bitmap = ~grown(~bitmap) if ink > limit else bitmap
    return bitmap


def grown(bitmap: np.ndarray) -> np.ndarray:
    """The ink, and the four neighbours of each of its dots."""
    framed = np.pad(bitmap, 1)
    return bitmap | framed[:-2, 1:-1] | framed[2:, 1:-1] | framed[1:-1, :-2] | framed[1:-1, 2:]


def upright(bitmap: np.ndarray) -> np.ndarray:
    """Each row moves sideways until the leftmost ink near the top stands above the leftmost ink near the bottom.

    What leaves the sheet is cut off.
    """
    rows = np.flatnonzero(bitmap.any(axis=1))
    top, bottom = rows[0] + EDGE, rows[-1] - EDGE
    if bottom <= top or not (bitmap[top].any() and bitmap[bottom].any()):
        return bitmap
    lean = (bitmap[top].argmax() - bitmap[bottom].argmax()) / (bottom - top)
    to_the_right = np.round((np.arange(CELLS) - CELLS // 2) * lean).astype(int)
    framed = np.pad(bitmap, ((0, 0), (CELLS, CELLS)))
    return np.take_along_axis(framed, np.arange(CELLS, 2 * CELLS) - to_the_right[:, None].clip(-CELLS, CELLS), axis=1)
