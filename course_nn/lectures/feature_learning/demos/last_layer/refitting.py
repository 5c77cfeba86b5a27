"""Seen from its last layer, a network is a linear model of ψ(x), so that the best last layer for ψ can be computed."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn import linear_models
from course_nn.common.progress import memoized
from course_nn.datasets import DATASETS
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network
from course_nn.training import watch

EPOCHS = 600
EVERY = 5
ALONE = 400  # epochs of the last layer by itself
NOISE = {"circle": 0.15, "moons": 0.2, "xor": 0.1}  # so that no line in ψ(x) gets all of them right
HEIGHTS = {
    "hill": lambda x1, x2: np.exp(-(x1**2 + x2**2)),
    "waves": lambda x1, x2: 0.5 + 0.5 * np.sin(2 * x1),
}


class Run(NamedTuple):
    """A training, and at every fifth epoch (E = 121 of them) the best last layer for the features of that epoch."""

    networks: Network  # E at once
    X: np.ndarray  # (200, 2)
    y: np.ndarray  # (200,) 0 or 1; for regression a number
    psi: np.ndarray  # (E, 200, 2) features
    own_objective: np.ndarray  # (E,) with the network's own last layer
    v: np.ndarray  # (E, 2) of the best last layer
    c: np.ndarray  # (E,)
    best_objective: np.ndarray  # (E,) with the best last layer
    alone_objective: np.ndarray  # (401, E) while the network's own last layer is trained alone


def largest_lag(own: np.ndarray, best: np.ndarray) -> np.ndarray | float:
    """The largest share of the objective that a new last layer removes at any moment from epoch 20 on.

    max 1 - best / own

    own, best : (E, …) at epochs 0, 5, 10, …;  returns (…)
    """
    return (1 - best / own)[20 // EVERY :].max(axis=0)


def task(data: str) -> tuple:
    """Points, targets and the loss of a classification (a name in NOISE) or a regression (a name in HEIGHTS).

    returns : X (200, 2) in ±2.4, y (200,), the name of the loss
    """
    if data in NOISE:
        X, y, *_ = DATASETS[data](200, NOISE[data])
        return X / 2.5, y, "binary_cross_entropy"
    rng = np.random.default_rng(0)
    X = rng.uniform(-2, 2, (200, 2))
    return X, HEIGHTS[data](*X.T) + rng.normal(0, 0.05, 200), "squared_error"


@memoized
def train_and_refit(data: str, lam: float, seed: int = 0, rate: float = 0.02) -> Generator[float, None, Run]:
    """A network 2-8-2-1 of tanh learns a task; at each moment it gets the best last layer, or trains its own one alone.

    mean loss + λ/n · ½ ‖W‖²;  Adam

    lam : λ > 0;  seed : of the first weights;  rate : η;  yields the share done;  returns Run
    """
    X, y, loss = task(data)
    network = Network((2, 8, 2, 1), "tanh", seed=seed)
    history = yield from watch(
        network, X, y, loss, EPOCHS, EVERY, optimizer="adam", learning_rate=rate, penalty="l2", lam=lam
    )
    networks = history.networks
    psi = features(networks, X)
    own = networks.weights[-1][:, 0], networks.biases[-1][:, 0]
    v, c = linear_models.REFIT[loss](psi, y, lam)
    *_, alone = linear_models.descend_alone(psi, y, *own, loss, lam, ALONE)
    return Run(
        networks=networks,
        X=X,
        y=y,
        psi=psi,
        own_objective=linear_models.objective(psi, y, *own, loss, lam),
        v=v,
        c=c,
        best_objective=linear_models.objective(psi, y, v, c, loss, lam),
        alone_objective=alone,
    )
