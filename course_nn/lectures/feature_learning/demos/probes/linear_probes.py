"""A probe is a linear classifier on a hidden layer: it tells what a linear model could read there, and when."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import DATASETS, digits
from course_nn.lectures.feature_learning.first_biases import set_first_biases
from course_nn.linear_models import linear_classifier
from course_nn.network import Network
from course_nn.training import watch

EPOCHS = 600
EVERY = 20
UNITS = 8  # of each hidden layer
NOISE = {"spiral": 0.1, "circle": 0.05, "xor": 0.0}


class Probes(NamedTuple):
    """A training, and the probes of all its layers at every twentieth epoch, E = 31 of them."""

    accuracy: np.ndarray  # (E, depth + 2) on held-out points: x, every hidden layer, and the network itself
    scores: list  # for x and every hidden layer, (E, held out) v·h + c, in standard deviations
    y: np.ndarray  # (held out,) their classes


def halves(data: str) -> tuple:
    """Half of the examples to learn from, half held out.

    data    : a name in NOISE, or "digits": is the digit odd?
    returns : X (n, N), y (n,) 0 or 1, and the same of those held out
    """
    if data == "digits":
        X, y, *_ = digits()
        X, y = X - X.mean(axis=0), y % 2
    else:
        X, y, *_ = DATASETS[data](600, NOISE[data])
        X = X / 2.5
    half = len(X) // 2
    return X[:half], y[:half], X[half:], y[half:]


@memoized
def probe_all_layers(
    data: str, activation: str, depth: int, seed: int = 0, biases: str = "zero"
) -> Generator[float, None, Probes]:
    """Train a network of that many hidden layers with Adam, η = 0.01, and fit a probe to each layer at every moment.

    σ(v·h + c) with the smallest Σ l + ½ λ ‖v‖², λ = 0.1

    activation : "tanh" or "relu";  biases : those of the start, "zero" or "random"
    yields the share done;  returns Probes
    source     : Alain & Bengio, Understanding intermediate layers using linear classifier probes (2016)
    """
    X, y, new_X, new_y = halves(data)
    init = "he" if activation == "relu" else "glorot"
    network = Network((X.shape[1], *[UNITS] * depth, 1), activation, init=init, seed=seed)
    set_first_biases(network, biases, seed)
    history = yield from watch(
        network, X, y, "binary_cross_entropy", EPOCHS, EVERY, optimizer="adam", learning_rate=0.01
    )
    networks = history.networks  # E at once
    train, new = networks.forward(X).h, networks.forward(new_X).h
    scores = []
    for h, new_h in zip(train[:-1], new[:-1]):
        yield 1.0
        f = probe(h, y, new_h)  # (E, held out), or (held out,) for x, which stays as it is
        scores.append(np.broadcast_to(f, (len(networks.parameters), len(new_y))))
    accuracy = [np.mean((f > 0) == new_y, axis=-1) for f in [*scores, new[-1][..., 0]]]
    return Probes(
        accuracy=np.stack(accuracy, axis=1),
        scores=[f / (f.std(axis=-1, keepdims=True) + 1e-9) for f in scores],
        y=new_y,
    )


def probe(h: np.ndarray, y: np.ndarray, new_h: np.ndarray) -> np.ndarray:
    """Fit a linear classifier to a layer's features h, and answer new ones with v·h + c.

    h : (…, n, M);  y : (n,) 0 or 1;  new_h : (…, m, M);  returns (…, m)
    """
    v, c = linear_classifier(h, y)
    return (new_h @ v[..., None])[..., 0] + c[..., None]
