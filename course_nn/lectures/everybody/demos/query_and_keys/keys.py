"""The keys: the controls of each, where they start, and which of them can win."""

import numpy as np

from course_nn.lectures.everybody.attention import winners

KEYS, EDGE = 8, 2.5  # at most; how far they reach
START = (  # across, up, value of each, as chance gave them
    (0.5, 0.4, 4.0),
    (1.9, -0.4, 1.0),
    (-0.7, 1.6, 0.0),
    (0.9, 1.9, 3.0),
    (-1.7, -0.3, 2.0),
    (0.3, -1.3, 1.5),
    (-0.5, 0.2, 2.5),
    (1.2, 0.6, 0.5),
)
THREE = ((1.0, 0.0, 0.0), (0.0, 1.0, 1.0), (0.5, 0.4, 4.0))  # for a computation by hand, with the query (1, 2)
SUBSCRIPTS = "₁₂₃₄₅₆₇₈"


def name_of(j: int) -> str:
    """What a key is called in the picture."""
    return f"k{SUBSCRIPTS[j]}"


def controls_of(j: int) -> list[str]:
    """The names of the controls of a key: across, up, value."""
    return [f"x{j + 1}", f"y{j + 1}", f"v{j + 1}"]


def setting(keys: tuple) -> dict:
    """The values of the controls for these keys, (across, up, value) each."""
    return {name: value for j, key in enumerate(keys) for name, value in zip(controls_of(j), key)}


def able(K: np.ndarray) -> np.ndarray:
    """Which of the keys win for some query: their numbers; of several in one place all."""
    different = np.unique(K, axis=0)
    some = different[winners(different)] if len(different) > 1 else different
    return np.flatnonzero((K[:, None] == some).all(axis=-1).any(axis=1))
