"""What a computation costs is measured, not believed: many times over, for a single time says little."""

from collections.abc import Callable
from time import perf_counter_ns

import numpy as np

from course_nn.activations import Activation

REPEATS = 200
FEWEST = 5
TIME_LIMIT = 3_000_000  # nanoseconds in all; after these a call is repeated only up to FEWEST times


def stopwatch(call: Callable, count: int) -> np.ndarray:
    """Nanoseconds per value, call by call, without the first one, which warms up.

    call   : a function without arguments;  count : of the values that it computes
    returns: (repeats,), of FEWEST to REPEATS calls
    """
    call()
    times: list = []
    begun = perf_counter_ns()
    while len(times) < FEWEST or (len(times) < REPEATS and perf_counter_ns() - begun < TIME_LIMIT):
        start = perf_counter_ns()
        call()
        times.append(perf_counter_ns() - start)
    return np.array(times) / count


def is_curved(phi: Activation) -> bool:
    """Whether an activation is curved, and so needs exp() or the like; one of straight pieces has few slopes."""
    return len(np.unique(phi.df(np.linspace(-3, 3, 301)).round(9))) > 10
