"""A disc inside a ring, |x| ≤ 1 against 2 ≤ |x| ≤ 3: networks of any width learn it from points, and are then tested
at places all over the disc and the ring.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.lectures.feature_learning.first_biases import set_first_biases
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, Network
from course_nn.training import watch

LOSS = "binary_cross_entropy"
RATE = 0.1
EPOCHS = 200
EVERY = 5
WIDTHS = (1, 2, 3, 4, 5)


class Runs(NamedTuple):
    """B trainings at K = 41 moments, the first of them before the first step."""

    network: Network  # the B networks, as they ended
    parameters: np.ndarray  # (K, B, P)


def circle(radius: float, n: int) -> np.ndarray:
    """n points evenly spaced on a circle around the origin.

    returns : (n, 2)
    """
    angle = 2 * np.pi * (np.arange(n) + 0.5) / n
    return radius * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def on_circles(ring: list, disc: list) -> tuple:
    """Points on circles in the ring, class 0, and in the disc, class 1.

    ring, disc : pairs (radius, number of points);  returns X (n, 2), T (n, 1)
    """
    X = np.concatenate([circle(radius, n) for radius, n in ring + disc]).astype(np.float32)
    return X, (np.hypot(*X.T) < 1.5)[:, None].astype(np.float32)


X, T = on_circles([(2, 36), (3, 12)], [(0, 1), (0.5, 11), (1, 36)])  # 48 and 48 to train on
WHOLE = on_circles([(2, 180), (2.5, 60), (3, 60)], [(0, 1), (0.5, 20), (1, 60)])  # to test with, also between those


@memoized
def train_all(activation: str, layers: int, runs: int, biases: str = "zero") -> Generator[float, None, dict]:
    """For every width as many networks from the seeds 0, 1, …; Adam on all 96 points at once.

    activation : a name in INITIALIZATION;  biases : those of the start, "zero" or "random"
    yields the share done;  returns {width: Runs}
    """
    init = INITIALIZATION[activation]
    all_runs = {}
    for k, width in enumerate(WIDTHS):
        networks = Network((2, *[width] * layers, 1), activation, init=init, seed=range(runs), dtype=np.float32)
        set_first_biases(networks, biases, range(runs))
        work = watch(networks, X, T, LOSS, EPOCHS, EVERY, optimizer="adam", learning_rate=RATE)
        history = yield from part(work, k, len(WIDTHS))
        all_runs[width] = Runs(networks, history.parameters)
    return all_runs


@memoized
def outcomes(activation: str, layers: int, runs: int, biases: str, moment: int) -> tuple:
    """What has become of each run of train_all at one of its moments, 0 … 40.

    returns : mean losses of the training points, and whether it solves the whole ring and the whole disc: (5, runs)
    """
    losses, solved = [], []
    for networks, parameters in finished(train_all(activation, layers, runs, biases)).values():
        now = networks.with_parameters(parameters[moment])
        losses.append(LOSSES[LOSS].l(now(X), T).mean(axis=-1))
        solved.append(solves(now))
    return np.array(losses), np.array(solved)


def solves(networks: Network) -> np.ndarray:
    """Whether a network answers right everywhere: at 381 places all over the disc and the ring.

    returns : bool, or (…) of bool for a batch
    """
    places, target = WHOLE
    return np.all((networks(places) > 0) == target, axis=(-2, -1))
