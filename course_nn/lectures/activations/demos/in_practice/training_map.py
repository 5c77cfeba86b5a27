"""The losses of deep networks that learn digits: sixteen settings of weights and rate for each activation."""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.first_weights import DRAWS
from course_nn.lectures.activations.learning_speed import pixels
from course_nn.network import Network
from course_nn.training import watch

INITS = {"small": "σ = 0.01", "glorot": "Glorot", "he": "He", "large": "σ = 1"}
RATES = (0.001, 0.01, 0.1, 1.0)
CHANCE = np.log(10)  # the loss of a network that gives each digit probability 1/10
DIGITS = 200
EVERY = {12: 1, 40: 4}  # epochs of a run: how many lie between two points of its loss curve


@memoized
def losses_of(phi: str, depth: int, optimizer: str, epochs: int, seeds: int) -> Generator[float, None, np.ndarray]:
    """The losses (K, 4, 4) of one activation, medians over the seeds; inf once a run has diverged.

    Its sixteen settings, times the seeds, train as one batch of networks.
    """
    X, y = pixels(DIGITS)
    sizes = (64, *[32] * depth, 10)
    seed = list(range(seeds)) * len(RATES)
    starts = [Network(sizes, phi, init=init, seed=seed).parameters for init in DRAWS.values()]
    networks = Network(sizes, phi, dtype=np.float32).with_parameters(np.concatenate(starts))
    rates = np.tile(np.repeat(RATES, seeds), len(INITS))  # (16 · seeds,)
    history = yield from watch(
        networks,
        X,
        y,
        "softmax_cross_entropy",
        epochs,
        every=EVERY[epochs],
        reports=epochs,
        optimizer=optimizer,
        learning_rate=rates,
        batch_size=30,
    )
    with np.errstate(over="ignore", invalid="ignore"):
        losses = history.losses  # (K, 16 · seeds)
    stood_still = (losses == losses[-1]) & history.diverged  # a network that diverged keeps its last finite loss
    if len(losses) > 1:
        stood_still[0] = False  # at the start nothing is lost yet
    losses = np.where(stood_still | ~np.isfinite(losses), np.inf, losses)
    return np.median(losses.reshape(len(losses), len(INITS), len(RATES), -1), axis=-1)


def losses_of_all(names: list, depth: int, optimizer: str, epochs: int, seeds: int) -> Generator[float, None, list]:
    """The losses (K, 4, 4) of each activation."""
    losses = []
    for k, phi in enumerate(names):
        losses.append((yield from part(losses_of(phi, depth, optimizer, epochs, seeds), k, len(names))))
    return losses
