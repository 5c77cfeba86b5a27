"""What networks learn from a wrong gradient, with the learning rate tuned for each, and beside the last layer alone."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.datasets import shuffled_digits
from course_nn.lectures.backpropagation.faulty_backprop import ALONE, WRONG, FaultyNetwork
from course_nn.linear_models import least_squares
from course_nn.losses import one_hot
from course_nn.training import train

RATES = (0.1, 0.3, 1.0, 3.0, 10.0)
STARTS = 5  # networks that differ in their first weights and in the order of the digits
DIGITS = 600  # to learn from, of the 1,797
UNSEEN = 1200  # from this one on they are asked for
EPOCHS = 10
BATCH = 20
BACKWARD = ("none", *WRONG, ALONE)  # the right backward pass, the wrong ones, and the dull baseline


class Learned(NamedTuple):
    """What a few networks have learned that differ in nothing but their start."""

    rate: float  # the learning rate; 0 if nothing descended
    accuracies: np.ndarray  # (STARTS,) shares of the unseen digits that they read right

    @property
    def median(self) -> float:
        return float(np.median(self.accuracies))


def learned(
    phi: str, fault: str, rate: float, first: int = 0, units: int = 32, layers: int = 2
) -> Generator[float, None, Learned]:
    """Networks 64-units-…-10 learn the digits with this backward pass: softmax cross-entropy, plain descent.

    fault : one of BACKWARD;  first : the first seed of the starts;  layers : how many are hidden
    """
    return (yield from _trained(phi, fault, rate, first, units, layers))


@memoized
def _trained(phi, fault, rate, first, units, layers):
    X, Y = shuffled_digits()
    seeds = range(first, first + STARTS)
    networks = FaultyNetwork((64, *[units] * layers, 10), phi, fault=fault, seed=seeds, dtype=np.float32)
    settings = dict(learning_rate=rate, epochs=EPOCHS, every=EPOCHS, batch_size=BATCH)
    yield 0.0
    with np.errstate(all="ignore"):  # a rate may be far too large
        train(networks, X[:DIGITS], Y[:DIGITS], "softmax_cross_entropy", **settings)
        guesses = networks(X[UNSEEN:]).argmax(axis=-1)
    return Learned(rate, np.mean(guesses == Y[UNSEEN:], axis=-1))


def at_its_best(
    phi: str, fault: str, first: int = 0, units: int = 32, layers: int = 2
) -> Generator[float, None, Learned]:
    """The same, with that of RATES with which most is learned."""
    tried = []
    for k, rate in enumerate(RATES):
        tried.append((yield from part(learned(phi, fault, rate, first, units, layers), k, len(RATES))))
    return max(tried, key=lambda one: one.median)


@memoized
def solved(phi: str, first: int = 0, units: int = 32) -> Learned:
    """The last layer alone at its best: by least squares, on hidden layers that stay as they were drawn."""
    X, Y = shuffled_digits()
    seeds = range(first, first + STARTS)
    networks = FaultyNetwork((64, units, units, 10), phi, fault=ALONE, seed=seeds, dtype=np.float32)
    H = networks.forward(X).h[-2].astype(float)  # (STARTS, n, units)
    last = least_squares(H[:, :DIGITS], one_hot(Y[:DIGITS], 10))
    guesses = (H[:, UNSEEN:] @ last.W.mT + last.b[:, None]).argmax(axis=-1)
    return Learned(0.0, np.mean(guesses == Y[UNSEEN:], axis=-1))


def taught_to_hidden_layers(found: dict[str, Learned]) -> float:
    """By how many points the worst of the wrong gradients is ahead of the last layer alone; medians.

    found : what was learned with each of BACKWARD
    """
    return 100 * (min(found[fault].median for fault in WRONG) - found[ALONE].median)


def lead_without_slopes(learn: Callable[[str], Generator[float, None, Learned]]) -> float:
    """By how many points the gradient without φ′ is ahead of the right one; medians.

    learn : fault -> what is learned with it
    """
    without, right = (finished(learn(fault)).median for fault in ("no slope", "none"))
    return 100 * (without - right)
