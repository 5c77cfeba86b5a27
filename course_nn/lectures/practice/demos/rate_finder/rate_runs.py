"""Three networks that learn digits: range tests of ten seeds, and the whole runs that these are to foretell.

What trains takes a while, so it is a generator: it yields the share done, from 0 to 1, and returns its result.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.lectures.practice.tuning import rate_range
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, Network
from course_nn.training import watch

NETWORKS = {
    "wide": ((64, 64, 10), "relu"),
    "deep": ((64, 32, 32, 32, 10), "relu"),
    "tanh": ((64, 32, 32, 10), "tanh"),
}
LOW, HIGH = 1e-4, 10.0  # of the learning rates
TRIED_RATES = np.logspace(-4, 1, 21)  # learning rates with which a whole run is made
SEEDS, TRAINED, BATCH, EPOCHS = 10, 1200, 32, 10
LOST = 100.0  # stands for the loss of a run that ended in no number, or higher
LOSS = LOSSES["softmax_cross_entropy"]


def digits_to_learn() -> tuple:
    """The digits that all runs learn: X (1200, 64) float32, y (1200,)."""
    X, y = shuffled_digits(TRAINED)
    return X[:TRAINED].astype(np.float32), y[:TRAINED]


def network_at_start(name: str, seed: int | list) -> Network:
    """A network before training; for a list of seeds as many at once."""
    sizes, phi = lookup(NETWORKS, name, "network", "网络")
    return Network(sizes, phi, init=INITIALIZATION[phi], seed=seed, dtype=np.float32)


class RangeTests(NamedTuple):
    """A range test for each seed."""

    rates: np.ndarray  # (T,)
    losses: tuple  # for each of the ten seeds the mean loss of each mini-batch, (T,) or fewer


@memoized
def range_tests(name: str, optimizer: str, steps: int) -> Generator[float, None, RangeTests]:
    """RangeTests of a network and an optimizer, with so many steps from η = 10⁻⁴ to 10.

    raises : BadInput for an unknown network or optimizer
    """
    (X, y), rates, losses = digits_to_learn(), np.geomspace(LOW, HIGH, steps), []
    for seed in range(SEEDS):
        yield seed / SEEDS
        losses.append(rate_range(network_at_start(name, seed), X, y, LOSS, rates, optimizer, BATCH, seed))
    return RangeTests(rates, tuple(losses))


@memoized
def final_losses(name: str, optimizer: str, seed: int) -> Generator[float, None, np.ndarray]:
    """The training loss after ten epochs with each of TRIED_RATES, from the same start: (21,), at most LOST.

    raises : BadInput for an unknown network or optimizer
    """
    networks = network_at_start(name, [seed] * len(TRIED_RATES))
    X, y = digits_to_learn()
    settings = dict(optimizer=optimizer, batch_size=BATCH, seed=seed, learning_rate=TRIED_RATES.astype(np.float32))
    history = yield from watch(networks, X, y, LOSS, EPOCHS, every=EPOCHS, reports=1, **settings)
    ends = np.where(history.diverged, LOST, history.losses[-1])
    return np.minimum(ends, LOST)


def loss_at(rates: np.ndarray | float, losses: np.ndarray) -> np.ndarray | float:
    """The losses that runs with these rates would end at, interpolated between those of TRIED_RATES.

    rates : a number or an array;  losses : (21,) as of final_losses;  returns the shape of rates
    """
    return np.exp(np.interp(np.log(rates), np.log(TRIED_RATES), np.log(losses)))
