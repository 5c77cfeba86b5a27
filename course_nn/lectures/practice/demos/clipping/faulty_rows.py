"""One row in a hundred arrives thirty times too large: what that does to training, and what clipping does then."""

from collections.abc import Generator, Iterator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.lectures.practice.demos.clipping.cliff import STEPS, Walk, clip, lengths_and_angle
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import optimizer
from course_nn.training import Objective, learn, mini_batches

LOSS = LOSSES["softmax_cross_entropy"]
SIZES, RUNS, DIGITS, BATCH, EVERY = (64, 32, 32, 10), 5, 1200, 32, 20
TOO_LARGE = 30
LOST = 1e3  # stands for the loss of a network that has diverged


class FaultyRuns(NamedTuple):
    """Five networks trained for 1000 steps."""

    losses: np.ndarray  # (51, 5) on all digits as they should be, every 20 steps, at most LOST
    walk: Walk  # (1000, 5) each


@memoized
def train_on_faulty_rows(
    method: str, by: str, limit: float, eta: float, faulty: float
) -> Generator[float, None, FaultyRuns]:
    """Train five networks 64-32-32-10 of ReLU on digits, some of which arrive too large: a generator.

    method, by, limit, eta : as of cliff.walk;  faulty : share of rows that arrive 30 times too large
    returns : FaultyRuns
    """
    X, y = shuffled_digits(DIGITS)
    X, T = X[:DIGITS], np.eye(10)[y[:DIGITS]]
    network = Network(SIZES, "relu", init="he", seed=range(RUNS))
    clipping = ClippedSteps(optimizer(method, eta), by, limit)
    steps = learn(network, faulty_batches(X, T, np.random.default_rng(0), faulty), Objective(LOSS), clipping)
    losses = []
    for step in range(STEPS):
        if step % EVERY == 0:
            yield step / STEPS
            losses.append(mean_losses(network, X, T))
        with np.errstate(all="ignore"):
            next(steps)
    losses.append(mean_losses(network, X, T))
    numbers = np.nan_to_num(clipping.numbers, posinf=1e100)  # (1000, 5, 4)
    return FaultyRuns(
        losses=np.nan_to_num(losses, nan=LOST, posinf=LOST).clip(max=LOST),
        walk=Walk(*np.moveaxis(numbers, -1, 0)),
    )


def faulty_batches(X: np.ndarray, T: np.ndarray, rng: np.random.Generator, faulty: float) -> Iterator[tuple]:
    """Mini-batches without end, full ones only, in which some rows are too large."""
    for rows, targets in mini_batches(X, T, BATCH, rng):
        if len(rows) == BATCH:
            yield rows * np.where(rng.random(BATCH) < faulty, TOO_LARGE, 1)[:, None], targets


@np.errstate(all="ignore")  # a network that is lost shows it in its loss
def mean_losses(network: Network, X: np.ndarray, T: np.ndarray) -> np.ndarray:
    """The mean loss of each network: (5,)."""
    return LOSS.l(network(X), T).mean(axis=-1)


class ClippedSteps:
    """An optimizer that gets clipped gradients, and keeps the numbers of each step.

    optimizer : it takes the steps;  by, limit : as of cliff.clip
    numbers   : for each step what lengths_and_angle gives, (5, 4)
    """

    def __init__(self, optimizer, by, limit):
        self.optimizer, self.by, self.limit = optimizer, by, limit
        self.numbers: list[np.ndarray] = []

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        """Change the parameters in place."""
        before = theta.copy()
        clipped_g = clip(g, self.by, self.limit)
        self.optimizer.step(theta, clipped_g)
        self.numbers.append(lengths_and_angle(g, clipped_g, theta - before))
