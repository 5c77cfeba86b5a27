"""What a computation costs is measured, not believed: many times over, for a single time says little."""

from collections.abc import Callable
from time import perf_counter_ns

import numpy as np

from course_nn.activations import Activation

REPEATS = 200
FEWEST = 5
TIME_LIMIT = 3_000_000  # nanoseconds: after that a slow one is not repeated more often than FEWEST


def stopwatch(call: Callable, values: int) -> np.ndarray:
    """Nanoseconds per value of one call after the other, without the first, which warms up.

    call   : a function without arguments;  values : how many it computes
    returns: (repeats,), of FEWEST to REPEATS calls
    """
    call()
    times, begun = [], perf_counter_ns()
    while len(times) < FEWEST or (len(times) < REPEATS and perf_counter_ns() - begun < TIME_LIMIT):
        start = perf_counter_ns()
        call()
        times.append(perf_counter_ns() - start)
    return np.array(times) / values


def is_curved(phi: Activation) -> bool:
    """Whether an activation is curved, and so needs exp() or something like it; straight pieces have few slopes."""
    return len(np.unique(phi.df(np.linspace(-3, 3, 301)).round(9))) > 10
