"""How many linear regions a ReLU network has while it learns, and how many it could have."""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import DATASETS
from course_nn.lectures.deep_vs_shallow.linear_regions import linear_regions, montufar, zaslavsky
from course_nn.network import Network
from course_nn.training import train

SPAN = 6.0  # regions are counted in [-6, 6]²
SAMPLES = 120
EPOCHS = 200
EVERY = 5  # epochs between two that are kept
RATE = 0.03  # of Adam


class Run(NamedTuple):
    """A training run, and its regions counted now and then."""

    network: Network
    parameters: np.ndarray  # (41, P) every five epochs
    counts: np.ndarray  # (21,) every ten epochs
    X: np.ndarray  # (120, 2)
    y: np.ndarray  # (120,)


class Bounds(NamedTuple):
    """How many regions networks can have."""

    shape: int  # that some network with these layers has at least: Montúfar
    same_parameters: int  # that one layer with as many parameters has at most: Zaslavsky
    same_units: int  # that one layer with as many units has at most


@memoized
def bounds(layers: int, width: int) -> Bounds:
    """Bounds for networks of 2 inputs, so many hidden layers of n units, and 1 output.

    One layer of m units has 4 m + 1 parameters.
    """
    parameters = Network((2, *[width] * layers, 1)).parameters.size
    return Bounds(
        shape=montufar(2, [width] * layers),
        same_parameters=zaslavsky(2, (parameters - 1) // 4),
        same_units=zaslavsky(2, layers * width),
    )


def start(layers: int, width: int, seed: int, biases: str) -> Network:
    """A ReLU network before training: He's weights, and first biases that are 0 or random.

    biases : "zero", so that all lines of the first layer pass through the origin, or "random", normal
    returns: Network (2, width, …, width, 1)
    """
    network = Network((2, *[width] * layers, 1), "relu", init="he", seed=seed)
    if biases == "random":
        rng = np.random.default_rng([seed, 1])  # not the numbers that the weights got
        for b in network.biases[:-1]:
            b[:] = rng.normal(0, 1, b.shape)
    return network


@memoized
def learn(data: str, biases: str, layers: int, width: int, seed: int) -> Run:
    """Train such a network on one of DATASETS, and count its regions every ten epochs.

    Binary cross-entropy, Adam on all samples;  returns Run
    """
    X, y = DATASETS[data](SAMPLES)[:2]
    network = start(layers, width, seed, biases)
    settings = dict(learning_rate=RATE, epochs=EPOCHS, every=EVERY)
    history = train(network, X, y, "binary_cross_entropy", "adam", **settings)
    regions = linear_regions(network.with_parameters(history.parameters[::2]), -SPAN, SPAN)
    return Run(network, history.parameters, np.bincount(regions.network), X, y)
