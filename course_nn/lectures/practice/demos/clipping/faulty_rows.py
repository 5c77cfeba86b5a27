"""One row in a hundred arrives thirty times too large: what that does to training, and what clipping does then."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.lectures.practice.cliff import STEPS, Walk, measured, shortened
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import optimizer
from course_nn.training import Objective, learn, mini_batches

LOSS = LOSSES["softmax_cross_entropy"]
SIZES, RUNS, DIGITS, BATCH, EVERY = (64, 32, 32, 10), 5, 1200, 32, 20
TOO_LARGE = 30
LOST = 1e3  # the loss of a network that has left all numbers behind


class Learned(NamedTuple):
    """Five networks trained for 1000 steps."""

    losses: np.ndarray  # (51, 5) on all digits as they should be, every 20 steps, at most LOST
    walk: Walk  # of all five: (1000, 5) each


@memoized
def learned(method: str, by: str, limit: float, eta: float, faulty: float) -> Generator[float, None, Learned]:
    """Train five networks 64-32-32-10 of ReLU on digits, some of which arrive too large: a generator.

    method, by, limit, eta : as of cliff.walk;  faulty : share of rows that arrive 30 times too large
    returns : Learned
    """
    (X, y), rng = shuffled_digits(DIGITS), np.random.default_rng(0)
    X, T = X[:DIGITS], np.eye(10)[y[:DIGITS]]
    network, chosen = Network(SIZES, "relu", init="he", seed=range(RUNS)), Measured(optimizer(method, eta), by, limit)
    steps, losses = learn(network, with_loud_rows(X, T, rng, faulty), Objective(LOSS), chosen), []
    for step in range(STEPS):
        if step % EVERY == 0:
            yield step / STEPS
            losses.append(mean_losses(network, X, T))
        with np.errstate(all="ignore"):
            next(steps)
    losses.append(mean_losses(network, X, T))
    losses = np.nan_to_num(losses, nan=LOST, posinf=LOST).clip(max=LOST)
    return Learned(losses, Walk(*np.moveaxis(np.nan_to_num(chosen.taken, posinf=1e100), -1, 0)))


def with_loud_rows(X: np.ndarray, T: np.ndarray, rng: np.random.Generator, faulty: float):
    """Mini-batches without end, full ones only, in which some rows are too large."""
    for rows, targets in mini_batches(X, T, BATCH, rng):
        if len(rows) == BATCH:
            yield rows * np.where(rng.random(BATCH) < faulty, TOO_LARGE, 1)[:, None], targets


@np.errstate(all="ignore")  # a network that is lost shows it in its loss
def mean_losses(network: Network, X: np.ndarray, T: np.ndarray) -> np.ndarray:
    """Of each network: (5,)."""
    return LOSS.l(network(X), T).mean(axis=-1)


class Measured:
    """An optimizer that sees clipped gradients; each of its steps is measured: (5, 4).

    optimizer : whose steps they are;  by, limit : as of shortened;  taken : the measurements
    """

    def __init__(self, optimizer, by, limit):
        self.optimizer, self.by, self.limit, self.taken = optimizer, by, limit, []

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        before, kept = theta.copy(), shortened(g, self.by, self.limit)
        self.optimizer.step(theta, kept)
        self.taken.append(measured(g, kept, theta - before))
