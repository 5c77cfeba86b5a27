"""Features chosen by hand for a linear classifier, against features that a hidden layer learns for it.

Both are trained on 200 points of a set and tested on 300 others.
"""

from collections.abc import Generator
from functools import cache
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import DATASETS
from course_nn.features import featurize
from course_nn.linear_models import linear_classifier
from course_nn.logistic_regression import standardise
from course_nn.network import Network
from course_nn.training import watch

TRAINING = 200
HELD_OUT = 300
NOISE = {"spiral": 0.1, "moons": 0.1}  # the others have none, so that 100 % is within reach
WEAK = 1e-3  # λ of the classifier by hand, nearly 0
SCALE = 3.0  # the network sees x / 3
STARTS = 5
EPOCHS = 600
SURE = 4.0  # the logit of the nearest point's class
TRIED = 6000  # lines, each near the best one so far, from which the one with the fewest errors is taken
RATE = 0.1


@cache
def samples(held_out: bool) -> dict:
    """Points of all five sets, to train on or held out.

    returns : {name: Dataset}
    """
    n, seed = (HELD_OUT, 1) if held_out else (TRAINING, 0)
    return {name: make(n, NOISE.get(name, 0.0), seed) for name, make in DATASETS.items()}


class Nearest(NamedTuple):
    """The class of the nearest training point, which needs no feature."""

    X: np.ndarray  # (n, 2)
    y: np.ndarray  # (n,) 0 or 1

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Logits (n,) of points X (n, 2): far from 0 on both sides."""
        squares = ((X[:, None] - self.X) ** 2).sum(axis=2)
        return np.where(self.y[squares.argmin(axis=1)] == 1, SURE, -SURE)


class ByHand(NamedTuple):
    """A linear classifier v·ψ(x) + c on features ψ that were chosen by hand, scaled to mean 0 and deviation 1."""

    features: tuple  # M names in FEATURES
    mean: np.ndarray  # (M,)
    std: np.ndarray  # (M,)
    v: np.ndarray  # (M,)
    c: float

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Logits (n,) of points X (n, 2)."""
        return (columns(X, self.features) - self.mean) / self.std @ self.v + self.c


class Learned(NamedTuple):
    """A linear classifier v·ψ(x) + c on features ψ(x) = tanh(Wx + b) that were learned."""

    network: Network  # 2-units-1

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Logits (n,) of points X (n, 2)."""
        return self.network(X / SCALE)[:, 0]


def columns(X: np.ndarray, features: tuple) -> np.ndarray:
    """The chosen features of each point, a column each; there may be none.

    X : (n, 2);  returns (n, M)
    """
    return featurize(X, features) if features else np.zeros((len(X), 0))


@memoized
def fit_by_hand(data: str, features: tuple, way: str = "logistic") -> ByHand | Nearest:
    """A linear classifier on the chosen features; without any it has its bias alone. Or the nearest training point.

    data : a name in DATASETS;  features : tuple of names in FEATURES
    way  : "logistic" for logistic regression, "count" for the fewest training errors, "nearest"
    """
    train = samples(held_out=False)[data]
    if way == "nearest":
        return Nearest(train.X, train.y)
    H, mean, std = standardise(columns(train.X, features))
    line = np.append(*linear_classifier(H, train.y, WEAK))
    if way == "count":
        line = fewest_errors(H, train.y, line)
    return ByHand(features, mean, std, line[:-1], float(line[-1]))


def fewest_errors(H: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """A line that gets few training points wrong: chance changes the best one so far, by much or by little.

    H : (n, M);  y : (n,) 0 or 1;  start : (M + 1,) the bias last;  returns (M + 1,)
    """
    rng, rows = np.random.default_rng(0), np.column_stack([H, np.ones(len(H))])
    best, fewest = start / max(np.linalg.norm(start), 1e-9), np.sum((rows @ start > 0) != y)
    for size in np.geomspace(1, 0.01, TRIED):
        tried = best + size * rng.normal(size=len(best))
        errors = np.sum((rows @ tried > 0) != y)
        if errors <= fewest:
            best, fewest = tried / np.linalg.norm(tried), errors
    return best


@memoized
def train_all(units: int, start: int | str = "best") -> Generator[float, None, dict]:
    """Networks 2-units-1 of tanh for all five sets from five starts each, side by side; of each set one is kept.

    start : "best" keeps the one with the smallest training loss, 0 … 4 that of this start
    yields the share done;  returns {name: Learned}
    """
    network, losses = yield from _train_all_starts(units)
    kept = losses.argmin(axis=1) if start == "best" else np.full(len(DATASETS), start)
    first = STARTS * np.arange(len(DATASETS))
    return {name: Learned(network.with_parameters(network.parameters[k])) for name, k in zip(DATASETS, first + kept)}


@memoized
def _train_all_starts(units):
    """The networks of all sets and starts, a batch of 25, and their losses (5, 5)."""
    sets = samples(held_out=False).values()
    X = np.array([data.X for data in sets], np.float32) / SCALE  # (5, n, 2)
    T = np.array([data.y for data in sets], np.float32)[..., None]  # (5, n, 1)
    network = Network((2, units, 1), "tanh", seed=[*range(STARTS)] * len(DATASETS), dtype=np.float32)
    history = yield from watch(
        network,
        np.repeat(X, STARTS, axis=0),
        np.repeat(T, STARTS, axis=0),
        "binary_cross_entropy",
        EPOCHS,
        every=EPOCHS,
        optimizer="adam",
        learning_rate=RATE,
    )
    return network, history.losses[-1].reshape(len(DATASETS), STARTS)


def right_on_held_out(classifier: ByHand | Nearest | Learned, data: str) -> np.ndarray:
    """Which of the 300 held-out points a classifier gets right.

    classifier : from points (n, 2) to logits (n,);  returns (300,) bool
    """
    test = samples(held_out=True)[data]
    return (classifier(test.X) > 0) == test.y
