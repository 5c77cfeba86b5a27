"""The arcs from a letter to those that it looks at."""

import numpy as np

from course_nn.lectures.everybody.copying import T

CLOSE = 3  # places, itself the first, whose arcs of the first look can be cut
TAKEN = {"nothing": (), "itself": (0,), "one back": (1,), "two back": (2,), "all but one back": (0, 2)}  # by each cut
FAINT = 0.02  # weight of an arc that is not drawn


def arc(here: int, there: int, side: int) -> np.ndarray:
    """From one letter to another, on one side of the line; to itself a small loop: (25, 2)."""
    turn = np.linspace(0, np.pi, 25)
    if here == there:
        return np.stack([here + 0.3 * np.sin(2 * turn), side * (0.55 - 0.2 * np.cos(2 * turn))], axis=1)
    high = 0.42 + 0.48 * np.sqrt(abs(here - there) / T)
    x = (here + there) / 2 + (here - there) / 2 * np.cos(turn)
    return np.stack([x, side * (0.32 + high * np.sin(turn))], axis=1)


def visible(weights: np.ndarray, here: int, near: bool) -> list[int]:
    """The places to which an arc is drawn: those that are looked at, and if asked for those that are near; none for
    who looks nowhere, whose weights are nan."""
    if np.isnan(weights).any():
        return []
    return [there for there in range(here + 1) if weights[there] > FAINT or (near and here - there < CLOSE)]


def top_of(curve: np.ndarray) -> np.ndarray:
    """The middle of an arc."""
    return curve[len(curve) // 2]
