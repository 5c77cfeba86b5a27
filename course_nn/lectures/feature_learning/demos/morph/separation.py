"""Two classes that are mixed up in x: does training bring them apart in ψ(x)? Ten networks from ten starts try it."""

from collections.abc import Generator
from functools import cache

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import DATASETS
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.lectures.feature_learning.turns import rotations
from course_nn.linear_models import fewest_errors
from course_nn.network import Network
from course_nn.training import watch

EPOCHS = 800
EVERY = 10
SEEDS = range(10)
GAIN = {  # by which layers stretch at the start: as much as their activation squeezes
    "tanh": 1.0,
    "sigmoid": 4.0,
    "relu": 2**0.5,
    "leaky_relu": 2**0.5,
}


@cache
def samples(data: str) -> tuple:
    """200 points of two classes in ±2; of the spiral about 0.8 of a turn.

    data : a name in DATASETS;  returns X (200, 2), y (200,) 0 or 1
    """
    X, y, *_ = DATASETS[data](440 if data == "spiral" else 200)
    if data == "spiral":
        radius = np.hypot(*X.T)
        inner = (0.3 < radius) & (radius < 2.57)
        X, y = 2 * X[inner], y[inner]
    return 0.4 * X, y


@cache
def errors_in_x(data: str) -> int:
    """How many of the samples the best straight line in x gets wrong."""
    return fewest_errors(*samples(data))


def errors_in_psi(network: Network, X: np.ndarray, y: np.ndarray) -> int:
    """How many points the best straight line in ψ(x) gets wrong, 0 if ψ separates the classes; in a ψ of more than two
    dimensions, the network's own plane.

    network : one Network;  X : (n, 2);  y : (n,) 0 or 1;  returns int
    """
    own = int(np.sum(misses(network, X, y)))
    return fewest_errors(features(network, X), y) if own and network.sizes[-2] == 2 else own


def misses(network: Network, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which points a network gets wrong.

    X : (n, 2);  y : (n,) 0 or 1;  returns (n,) bool, or (B, n) for B networks
    """
    return (network(X)[..., 0] > 0) != y


@memoized
def ten_networks(data: str, activation: str, layers: int, units: int) -> Generator[float, None, Network]:
    """Networks 2-units-…-1 from ten starts, at the start and after every tenth of 800 epochs.

    mean cross-entropy + λ/n · ½ ‖W‖²,  λ = 0.02;  Adam, η = 0.02

    activation : a name in GAIN;  yields the share done;  returns Network, a batch (81, 10)
    """
    init = rotations(GAIN[activation])
    networks = Network((2, *[units] * layers, 1), activation, init=init, seed=SEEDS)
    X, y = samples(data)
    history = yield from watch(
        networks,
        X,
        y,
        "binary_cross_entropy",
        EPOCHS,
        EVERY,
        optimizer="adam",
        learning_rate=0.02,
        penalty="l2",
        lam=0.02,
    )
    return history.networks
