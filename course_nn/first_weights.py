"""Four ways to draw first weights, from too small to too large, as Network takes them for init."""

from collections.abc import Callable

import numpy as np


def standard_normal(rng: np.random.Generator, M: int, N: int) -> np.ndarray:
    """Weights of mean 0 and standard deviation 1, far too large for a layer of many inputs.

    rng : np.random.Generator;  returns (M, N)
    """
    return rng.normal(0, 1, (M, N))


DRAWS: dict[str, str | Callable] = {"small": "normal", "glorot": "glorot", "he": "he", "large": standard_normal}
