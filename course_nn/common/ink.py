"""A drawing as a text: 32 rows of 32 cells, inked or not, eight hexadecimal digits a row; "" is a blank sheet."""

import numpy as np

from course_nn.common.errors import BadInput, shortened

CELLS = 32  # in a row, and in a column


def as_ink(drawing: object) -> np.ndarray:
    """The cells of a drawing, (32, 32) bool, of its text, or of an array of 0 and 1. 一幅图的格子：真为有墨。

    raises : BadInput
    """
    try:
        cells = _of_text(drawing) if isinstance(drawing, str) else np.asarray(drawing, float)
    except (TypeError, ValueError, OverflowError):
        cells = np.zeros(0)
    if cells.shape != (CELLS, CELLS) or not np.isin(cells, (0, 1)).all():
        came = shortened(drawing) if isinstance(drawing, str) else shortened(f"{type(drawing).__name__} {cells.shape}")
        raise BadInput(
            f"a drawing is an array of 32 × 32 cells, 1 where there is ink and 0 elsewhere; got {came}. "
            "Try np.eye(32), or np.zeros((32, 32)) for a blank sheet.",
            f"一幅图是 32 × 32 格的数组，有墨为 1，无墨为 0；收到 {came}。可以试试 np.eye(32)，"
            "或用 np.zeros((32, 32)) 表示空白。",
        )
    return cells.astype(bool)


def as_text(cells: np.ndarray) -> str:
    """The text of cells (32, 32). 格子对应的文本。"""
    return np.packbits(np.asarray(cells, bool)).tobytes().hex() if np.any(cells) else ""


def _of_text(text):
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(text), np.uint8)) if text else np.zeros(CELLS**2)
    return bits.reshape(CELLS, CELLS)
