"""A function of two inputs from three gates y(h1(x), h2(x)), each of which one threshold unit can compute."""

from collections.abc import Sequence

import numpy as np

from course_nn.boolean import FUNCTIONS, is_separable
from course_nn.common.errors import BadInput

GATES = [name for name, function in FUNCTIONS.items() if is_separable(function.values)]  # all but XOR and XNOR
VALUES = np.array([FUNCTIONS[name].values for name in GATES])  # (14, 4) at 00, 01, 10, 11


def triples(wanted: Sequence[int] | np.ndarray) -> np.ndarray:
    """Which triples of gates compute a function: all of them are tried.

    y(h1(x), h2(x)) = wanted(x) for all four x

    wanted : (4,) 0 or 1, at 00, 01, 10, 11
    returns: (14, 14, 14) bool, for h1, h2 and y in the order of GATES
    raises : BadInput unless there are four values
    """
    if np.shape(wanted) != (4,):
        raise BadInput(
            f"expected four values, got {wanted!r}; try (0, 1, 1, 0)",
            f"需要四个取值，收到 {wanted!r}；可以试试 (0, 1, 1, 0)",
        )
    rows = 2 * VALUES[:, None] + VALUES  # (14, 14, 4), the row of y's truth table for each h1 and h2
    return (VALUES[:, rows] == wanted).all(axis=-1).transpose(1, 2, 0)
