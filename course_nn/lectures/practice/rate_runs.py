"""Three networks that learn digits: range tests of ten seeds, and the truth that they are to foretell.

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
TRIED = np.logspace(-4, 1, 21)  # learning rates with which a whole run is made
SEEDS, TRAINED, BATCH, EPOCHS = 10, 1200, 32, 10
LOST = 100.0  # the loss of a run that ended in no number, or above
LOSS = LOSSES["softmax_cross_entropy"]


def digits_to_learn() -> tuple:
    """The digits that all runs learn: X (1200, 64) float32, y (1200,)."""
    X, y = shuffled_digits(TRAINED)
    return X[:TRAINED].astype(np.float32), y[:TRAINED]


def made(name: str, seed: int | list) -> Network:
    """A network before training; for a sequence of seeds a batch of them."""
    sizes, phi = lookup(NETWORKS, name, "network", "网络")
    return Network(sizes, phi, init=INITIALIZATION[phi], seed=seed, dtype=np.float32)


class RangeTests(NamedTuple):
    """A range test for each seed."""

    rates: np.ndarray  # (T,)
    losses: tuple  # for each of the ten seeds (T,) or fewer, mean loss of each mini-batch


@memoized
def range_tests(name: str, optimizer: str, steps: int) -> Generator[float, None, RangeTests]:
    """RangeTests of a network and an optimizer in so many steps, from η = 10⁻⁴ to 10.

    raises : BadInput for an unknown network or optimizer
    """
    (X, y), rates, losses = digits_to_learn(), np.geomspace(LOW, HIGH, steps), []
    for seed in range(SEEDS):
        yield seed / SEEDS
        losses.append(rate_range(made(name, seed), X, y, LOSS, rates, optimizer, BATCH, seed))
    return RangeTests(rates, tuple(losses))


@memoized
def truth(name: str, optimizer: str, seed: int) -> Generator[float, None, np.ndarray]:
    """The training loss after ten epochs with each of the rates TRIED, from the same start: (21,), at most LOST.

    raises : BadInput for an unknown network or optimizer
    """
    networks, settings = made(name, [seed] * len(TRIED)), dict(optimizer=optimizer, batch_size=BATCH, seed=seed)
    settings |= dict(every=EPOCHS, reports=1, learning_rate=TRIED.astype(np.float32))
    history = yield from watch(networks, *digits_to_learn(), LOSS, EPOCHS, **settings)
    ends = np.where(history.diverged, LOST, history.losses[-1])
    return np.minimum(ends, LOST)


def loss_at(rates: np.ndarray | float, losses: np.ndarray) -> np.ndarray | float:
    """What runs with these rates would end at, read off between the rates that were TRIED.

    rates : an array;  losses : (21,) as of truth;  returns the shape of rates
    """
    return np.exp(np.interp(np.log(rates), np.log(TRIED), np.log(losses)))
