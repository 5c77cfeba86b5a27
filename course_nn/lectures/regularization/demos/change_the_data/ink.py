"""The digits that a network gets, in ink on paper."""

import numpy as np

from course_nn.drawing import look
from course_nn.lectures.regularization.disturbed_digits import BETWEEN

FRAME = look.tint([look.BLUE], 50)[0]  # around the pictures


def in_ink(pictures: np.ndarray) -> np.ndarray:
    """Black on white, with a pale frame around each: (43, 32, 3) bytes."""
    grey = (255 * (1 - pictures[..., None].clip(0, 1))).astype(np.uint8)
    return np.where(pictures[..., None] == BETWEEN, FRAME, grey)
