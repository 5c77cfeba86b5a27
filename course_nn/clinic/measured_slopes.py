"""What a gradient check asks: slopes measured by small steps, and how far apart they are from the computed ones."""

from collections.abc import Callable

import numpy as np

EPS = 1e-5  # the step, up and down


def measured_slopes(objective: Callable[[], float], W: np.ndarray, chosen: np.ndarray) -> list:
    """The slope of an objective along some weights, each moved a little up and down, and put back.

    objective : () -> its value at the weights as they are;  W : (M, N);  chosen : which of them, counted row by row
    """
    slopes = []
    for place in zip(*np.unravel_index(chosen, W.shape)):
        value, ends = W[place], []
        for step in (EPS, -EPS):
            W[place] = value + step
            ends.append(objective())
        W[place] = value
        slopes.append((ends[0] - ends[1]) / (2 * EPS))
    return slopes


def relative_difference(a: np.ndarray, b: np.ndarray | list) -> float:
    """‖a − b‖ / max(‖a‖, ‖b‖): 0 for the same, 2 for opposite ones; 0 where both are 0."""
    size = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / size) if size else 0.0
