"""Small pictures side by side, each in a frame and with room for a text above: how features of images are shown."""

import numpy as np

from course_nn.drawing import look
from course_nn.drawing.numbers import number

ROW, COLUMN = 14, 11  # pixels from one picture to the next
COLUMNS, MOST = 8, 32  # of a mosaic of weights; pictures in it
SIDE = 10  # pixels across a picture of 8 × 8 with its frame


def mosaic(cells: np.ndarray, frames: np.ndarray, columns: int) -> tuple:
    """Pictures in their frames, and where the texts above them and their own middles are.

    cells   : (k, 8, 8, 4) bytes;  frames : (k, 4) bytes;  columns : pictures in a row
    returns : image (rows, columns, 4); places of the texts (k, 2) and middles (k, 2), in pixels from the upper left
    """
    corners = np.array([(COLUMN * (k % columns), ROW * (k // columns)) for k in range(len(cells))])  # (k, 2)
    image = np.full((corners[-1, 1] + ROW, COLUMN * columns, 4), 255, np.uint8)
    for (x, y), cell, frame in zip(corners, cells, frames):
        image[y + 4 : y + 14, x : x + SIDE] = frame
        image[y + 5 : y + 13, x + 1 : x + 9] = cell
    return image, corners + [5, 2], corners + [5, 9]


def paper(ink: np.ndarray) -> np.ndarray:
    """Ink on white paper.

    ink : (k, 64), 0 … 1;  returns (k, 8, 8, 4) bytes
    """
    shade = (255 - 255 * ink).astype(np.uint8).reshape(-1, 8, 8)
    return np.stack([shade, shade, shade, np.full_like(shade, 255)], axis=-1)


def strokes(middles: np.ndarray | list, side: float, thick: float) -> np.ndarray:
    """Five level strokes so thick that they cover a square, with gaps between them, as one line for each square.

    middles : (k, 2);  side, thick : in the same unit;  returns (k, 15, 2), nan between the strokes
    """
    up = np.linspace(-1, 1, 5) * max(side - thick, 0) / 2
    strip = [place for y in up for place in ((-side / 2, y), (side / 2, y), (np.nan, np.nan))]  # (15, 2)
    return np.asarray(middles)[:, None] + strip


def weights(W: np.ndarray, says: np.ndarray) -> tuple:
    """The 64 weights of each unit as a picture, as `mosaic` has them, with the texts that stand above.

    W       : (M, 64);  says : (M,) what each unit says of a digit, which frame and number tell
    returns : image, texts, places of the texts (k, 2) and middles (k, 2), of the first 32 units at most
    """
    pictures, says = W[:MOST].reshape(-1, 8, 8), says[:MOST]
    most = 0.7 * np.abs(pictures).max() + 1e-9
    image, places, middles = mosaic(look.heat(pictures, -most, most), look.heat(says, -1, 1), COLUMNS)
    return image, [number(h, 1) for h in says], places, middles
