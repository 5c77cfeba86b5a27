"""What networks learn from a wrong gradient, with the learning rate tuned for each, and beside the last layer alone."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.datasets import circle, shuffled_digits
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


class Examples(NamedTuple):
    """What networks learn from, and what they are asked for afterwards."""

    X: np.ndarray  # (DIGITS, N)
    Y: np.ndarray  # (DIGITS,) classes
    new_X: np.ndarray  # (n, N)
    new_Y: np.ndarray  # (n,)


def examples(data: str) -> Examples:
    """Handwritten digits, or points of a disc and of the ring around it.

    data : "digits" or "ring"
    """
    if data == "ring":
        points = circle(2 * DIGITS)
        return Examples(points.X[:DIGITS], points.y[:DIGITS], points.X[DIGITS:], points.y[DIGITS:])
    X, Y = shuffled_digits()
    return Examples(X[:DIGITS], Y[:DIGITS], X[UNSEEN:], Y[UNSEEN:])


class Learned(NamedTuple):
    """What a few networks have learned that differ in nothing but their start."""

    rate: float  # the learning rate; 0 if nothing descended
    accuracies: np.ndarray  # (STARTS,) shares of the unseen examples that they answer right

    @property
    def median(self) -> float:
        return float(np.median(self.accuracies))


def learned(
    phi: str, fault: str, rate: float, first: int = 0, units: int = 32, layers: int = 2, data: str = "digits"
) -> Generator[float, None, Learned]:
    """Networks N-units-…-K learn with this backward pass: softmax cross-entropy, plain descent.

    fault : one of BACKWARD;  first : the first seed of the starts;  layers : how many are hidden;  data : of examples
    """
    return (yield from _trained(phi, fault, rate, first, units, layers, data))


@memoized
def _trained(phi, fault, rate, first, units, layers, data):
    X, Y, new_X, new_Y = examples(data)
    seeds = range(first, first + STARTS)
    networks = FaultyNetwork(
        (X.shape[1], *[units] * layers, Y.max() + 1), phi, fault=fault, seed=seeds, dtype=np.float32
    )
    settings = dict(learning_rate=rate, epochs=EPOCHS, every=EPOCHS, batch_size=BATCH)
    yield 0.0
    with np.errstate(all="ignore"):  # a rate may be far too large
        train(networks, X, Y, "softmax_cross_entropy", **settings)
        guesses = networks(new_X).argmax(axis=-1)
    return Learned(rate, np.mean(guesses == new_Y, axis=-1))


def at_its_best(
    phi: str, fault: str, first: int = 0, units: int = 32, layers: int = 2, data: str = "digits"
) -> Generator[float, None, Learned]:
    """The same, with that of RATES with which most is learned."""
    tried = []
    for k, rate in enumerate(RATES):
        tried.append((yield from part(learned(phi, fault, rate, first, units, layers, data), k, len(RATES))))
    return max(tried, key=lambda one: one.median)


@memoized
def solved(phi: str, first: int = 0, units: int = 32, data: str = "digits") -> Learned:
    """The last layer alone at its best: by least squares, on hidden layers that stay as they were drawn."""
    X, Y, new_X, new_Y = examples(data)
    seeds, K = range(first, first + STARTS), Y.max() + 1
    networks = FaultyNetwork((X.shape[1], units, units, K), phi, fault=ALONE, seed=seeds, dtype=np.float32)
    H, new_H = (networks.forward(part).h[-2].astype(float) for part in (X, new_X))  # (STARTS, n, units)
    last = least_squares(H, one_hot(Y, K))
    guesses = (new_H @ last.W.mT + last.b[:, None]).argmax(axis=-1)
    return Learned(0.0, np.mean(guesses == new_Y, axis=-1))


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
