"""The highest of many straight lines can follow any convex function: with the lines that touch it from below.

The line with slope s and intercept min_x (f(x) − s x) lies nowhere above f. Together these lines reach up to the convex
envelope of f, the highest convex function that lies nowhere above f; if f is convex, that is f itself.

source : I. Goodfellow et al., Maxout Networks (2013), section 3
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.activations import maxout


class Support(NamedTuple):
    """A function on a grid x (n,), and the lines that touch it from below, one for each slope that it has."""

    x: np.ndarray  # (n,)
    curve: np.ndarray  # (n,) f(x)
    lines: np.ndarray  # (n, 2) slope and intercept
    highest: np.ndarray  # (n,) which line is the highest at each x
    gap: float  # the largest height of f above its convex envelope; 0 if f is convex


def supporting_lines(f: Callable, df: Callable, x: np.ndarray) -> Support:
    """The lines that touch a function from below, and how far its convex envelope stays under it.

    f, df  : the function and its slope, element by element;  x : (n,)
    returns: Support
    """
    curve, slopes = f(x), df(x)  # (n,)
    intercepts = (curve - slopes[:, None] * x).min(axis=1)  # (n,)
    heights = slopes[:, None] * x + intercepts[:, None]  # (n lines, n points)
    gap = (curve - heights.max(axis=0)).max()
    return Support(
        x=x,
        curve=curve,
        lines=np.stack([slopes, intercepts], axis=1),
        highest=heights.argmax(axis=0),
        gap=gap if gap > 1e-9 else 0.0,
    )


def highest_of(lines: np.ndarray, x: np.ndarray) -> np.ndarray:
    """A maxout unit of one input: the highest of k lines, (k, 2) slope and intercept, at x."""
    return maxout(lines[:, 0], lines[:, 1]).f(x)


def add_lines(lines: np.ndarray | list, support: Support, k: int) -> np.ndarray:
    """Further lines, one by one, until there are k: each touches the function where the unit is furthest below it.

    lines  : (m, 2) slope and intercept;  support : of the function;  k : how many there are at the end
    returns: (k, 2), the given lines first
    """
    lines = np.array(lines, float)
    while len(lines) < k:
        below = np.argmax(support.curve - highest_of(lines, support.x))
        lines = np.vstack([lines, support.lines[support.highest[below]]])
    return lines
