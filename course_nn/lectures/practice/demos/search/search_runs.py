"""Many small networks learn the same digits, each with other settings, side by side: what a search may find."""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.lectures.practice.demos.search.picks import SIDE
from course_nn.lectures.practice.tuning import surface
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import GradientDescent
from course_nn.training import PENALTIES, Objective, advance, learn, mini_batches

RATES = np.geomspace(0.01, 10, SIDE)  # learning rates η, on the first axis
SECOND = {  # what the second axis changes
    "weak": np.geomspace(1e-4, 1e-2, SIDE),  # an L2 penalty λ so weak that it hardly matters
    "lam": np.geomspace(1e-2, 1e2, SIDE),  # an L2 penalty that may also be far too strong
    "scale": np.geomspace(0.03, 10, SIDE),  # a factor of all weights at the start
}
SIZES = (64, 16, 10)
TRAINED, VALIDATED = 200, 200  # digits; the other 1397 are for the test
EPOCHS, BATCH = 10, 20


class Parts(NamedTuple):
    """Digits to learn from, to choose by, and to measure the choice on."""

    X: list  # three arrays (n, 64), from all of which the mean of the first is subtracted
    y: list  # three arrays (n,) 0 … 9


@memoized
def parted_digits(seed: int) -> Parts:
    """All digits in three parts; each seed has an order of its own."""
    X, y = shuffled_digits(TRAINED, seed)
    cuts = [TRAINED, TRAINED + VALIDATED]
    return Parts(np.split(X.astype(np.float32), cuts), np.split(y, cuts))


def train_and_test(
    rates: np.ndarray | list, lams: np.ndarray | list, scales: np.ndarray | list, seed: int
) -> np.ndarray:
    """Train a network 64-16-10 with each setting, all from the same start and on the same batches.

    rates, lams, scales : (B,) learning rates η, penalties λ (L2), factors of all weights at the start
    returns             : (B, 2) shares of wrong answers, validation and test
    """
    X, y = parted_digits(seed)
    network = Network(SIZES, "relu", init="he", seed=[seed] * len(rates), dtype=np.float32)
    for W in network.weights:
        W *= np.asarray(scales)[:, None, None]
    descend(network, X[0], np.eye(10, dtype=np.float32)[y[0]], _column(rates), _column(lams) / TRAINED, seed)
    with np.errstate(over="ignore", invalid="ignore"):  # a network that has diverged is wrong nearly always
        return np.stack([(network(X[k]).argmax(axis=-1) != y[k]).mean(axis=-1) for k in (1, 2)], axis=-1)


def descend(network: Network, X: np.ndarray, T: np.ndarray, rates: np.ndarray, lams: np.ndarray, seed: int) -> None:
    """Stochastic gradient descent of all networks at once, each with its own rate and penalty, (B, 1)."""
    objective = Objective(LOSSES["softmax_cross_entropy"], PENALTIES["l2"], lams, network.is_weight)
    batches = mini_batches(X, T, BATCH, np.random.default_rng(seed), EPOCHS)
    with np.errstate(over="ignore", invalid="ignore"):
        advance(learn(network, batches, objective, GradientDescent(rates)))


def _column(numbers):
    return np.asarray(numbers, np.float32)[:, None]


def axis_values(pair: str, wide: int = 1) -> list:
    """The values of η and of the second setting, (25,) each.

    pair : in SECOND;  wide : 2 for twice as many decades around the same middle
    """
    axes = []
    for values in (RATES, SECOND[pair]):
        middle = np.sqrt(values[0] * values[-1])
        axes.append(middle * (values / middle) ** wide)
    return axes


def settings_at(pair: str, cells: Sequence, wide: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """η, λ and scale (k,) in some cells (row, column) of the surface."""
    rows, columns = np.asarray(cells).T
    all_rates, all_second = axis_values(pair, wide)
    rates, second = all_rates[columns], all_second[rows]
    ones = np.ones(len(rows))
    return (rates, 0 * ones, second) if pair == "scale" else (rates, second, ones)


@memoized
def errors_at(pair: str, seed: int, cells: tuple, wide: int = 1) -> np.ndarray:
    """Validation and test error (k, 2) of some cells, a tuple of (row, column)."""
    return train_and_test(*settings_at(pair, cells, wide), seed)


@memoized
def whole_surface(pair: str, seed: int, wide: int = 1) -> Generator[float, None, np.ndarray]:
    """Validation and test error of all cells, (25, 25, 2): a generator that works row by row."""

    def row(k):
        return train_and_test(*settings_at(pair, [(k, column) for column in range(SIDE)], wide), seed)

    return (yield from surface(row, SIDE))
