"""Small pictures side by side, each in a frame and with room for a text above: how features of images are shown."""

import numpy as np

ROW, COLUMN = 14, 11  # pixels from one picture to the next
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
