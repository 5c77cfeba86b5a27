"""−log N per point as a curve: over the squared error, over σ, or over the epochs of a network that learns σ(x)."""

from typing import NamedTuple

import numpy as np

from course_nn.lectures.losses.demos.gaussian.uncertainty import EPOCHS, EVERY, Learning
from course_nn.lectures.losses.likelihood import mean_nll

SIGMAS = np.linspace(0.2, 2.5, 116)
ERRORS = np.array([0.0, 6.0, np.nan])  # the ends of a straight line, and a gap before the next


class Panel(NamedTuple):
    """−log N per point over what changes: pairs x, y."""

    span: tuple  # of x
    ticks: list
    curve: tuple
    mark: tuple  # of the smallest: without an error, at the best σ, or at the epoch that is best for new points
    here: tuple
    other: tuple = ([], [])  # with σ = ½, 1, 2; or on new points
    level: float = np.nan  # beside the network: on new points, for a line and one σ that are learned


def over_errors(error: float, sigma: float) -> Panel:
    """Over the mean squared error, for a σ set by hand: straight lines."""
    return Panel(
        span=(0, 6),
        ticks=[0, 2, 4],
        curve=(ERRORS, mean_nll(ERRORS, sigma)),
        mark=(0, mean_nll(0, sigma)),
        here=(error, mean_nll(error, sigma)),
        other=(np.tile(ERRORS, 3), np.ravel([mean_nll(ERRORS, other) for other in (0.5, 1, 2)])),
    )


def over_sigmas(error: float, sigma: float) -> Panel:
    """Over σ, for a given mean squared error; the mark is the learned σ̂."""
    best = float(np.sqrt(error))
    return Panel(
        span=(0.2, 2.5),
        ticks=[0.5, 1, 2],
        curve=(SIGMAS, mean_nll(error, SIGMAS)),
        mark=(best, mean_nll(error, best)),
        here=(sigma, mean_nll(error, sigma)),
    )


def over_epochs(learning: Learning, epoch: int, level: float) -> Panel:
    """Over the epochs of a network, on the points that it learns from and on new ones."""
    epochs = learning.history.epochs
    now, lowest = epoch // EVERY, learning.new_losses.argmin()
    return Panel(
        span=(0, 1.05 * EPOCHS),  # room for a dot at the end
        ticks=[0, 1000],
        curve=(epochs, learning.losses),
        mark=(epochs[lowest], learning.new_losses[lowest]),
        here=(epochs[now], learning.losses[now]),
        other=(epochs, learning.new_losses),
        level=level,
    )
