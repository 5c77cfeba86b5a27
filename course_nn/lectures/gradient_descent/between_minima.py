"""What lies between six networks that differ in their seeds: planes and lines through them, and the ridges on the way.

Training takes a moment, so these functions are generators: they yield the share done and return the result.
"""

from collections.abc import Generator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.datasets import shuffled_digits
from course_nn.lectures.gradient_descent.loss_slice import Plane, losses_on, plane, random_plane, reorder, shuffled
from course_nn.network import Network
from course_nn.training import watch

SEEDS = 6
PAIRS = list(combinations(range(SEEDS), 2))
TRAIN: dict[str, Any] = dict(optimizer="adam", learning_rate=0.02, batch_size=32, penalty="l2")
LOSS, EPOCHS = "softmax_cross_entropy", 40
ROWS = {  # of the digits
    "training": slice(1200),
    "evaluation": slice(300),  # of those trained on; losses over planes and lines are taken on these
    "unseen": slice(1200, None),
}
LOW, HIGH = -0.5, 1.5  # of the square piece of a plane that is computed
SIDE = 17  # places along each side of it
AXIS = np.linspace(LOW, HIGH, 81)  # along the line from A, at 0, to B, at 1


class Slice(NamedTuple):
    """A plane, and the networks through which it goes."""

    plane: Plane
    corners: tuple  # parameters of A, B and C; of random directions A alone


@memoized
def samples(which: str) -> tuple:
    """Digits in an order drawn once, less the mean of the training set.

    which : a name in ROWS;  returns X (n, 64) float32, y (n,) 0 … 9
    """
    X, y = shuffled_digits()
    return X[ROWS[which]].astype(np.float32), y[ROWS[which]]


def unseen_accuracy(network: Network) -> float:
    """The share of the unseen digits that a network reads rightly."""
    X, y = samples("unseen")
    return float(np.mean(network(X).argmax(axis=-1) == y))


@memoized
def minima(width: int, lam: float) -> Generator[float, None, Network]:
    """Twelve networks 64-width-10 of tanh: six as they were trained, then the same six as they started.

    lam : λ ≥ 0 of the L2 penalty;  returns Network, a batch of 12
    """
    network = Network((64, width, 10), "tanh", seed=range(SEEDS), dtype=np.float32)
    start = network.parameters.copy()
    X, y = samples("training")
    yield from watch(network, X, y, LOSS, EPOCHS, every=EPOCHS, lam=lam, **TRAIN)
    return network.with_parameters(np.concatenate([network.parameters, start]))


@memoized
def slice_of(width: int, lam: float, pair: int, view: str, units: str) -> Slice:
    """The plane of a view, and A, B and C in it; C is the first network that is neither A nor B.

    pair  : 1 … 15, A and B are PAIRS[pair - 1]
    view  : "minima", or for B the "copy" of A with shuffled units, or A's "start"; or "random" directions around A
    units : of B and C: as "trained", reordered to "fit" A, or shuffled at "random"
    returns : Slice
    """
    networks = finished(minima(width, lam))
    first, second = PAIRS[pair - 1]
    third = next(seed for seed in range(SEEDS) if seed not in (first, second))
    a, b, c, start = (networks.with_parameters(networks.parameters[k]) for k in (first, second, third, first + SEEDS))
    if view == "random":
        return Slice(random_plane(a), (a.parameters,))
    b = {"minima": b, "copy": shuffled(a), "start": start}[view]
    sheet = plane(a.parameters, b.parameters, c.parameters)
    if units != "trained":
        b, c = (reorder(b, a), reorder(c, a)) if units == "fit" else (shuffled(b, 1), shuffled(c, 2))
    if (a.parameters != b.parameters).any():  # otherwise A and B are one point, and the plane stays
        sheet = plane(a.parameters, b.parameters, c.parameters)
    return Slice(sheet, (a.parameters, b.parameters, c.parameters))


@memoized
def surface_of(*setting) -> Generator[float, None, np.ndarray]:
    """Losses over the plane of a setting as slice_of takes it: (SIDE, SIDE), row by row from below."""
    networks, sheet = finished(minima(*setting[:2])), slice_of(*setting).plane
    rows = []
    side = np.linspace(LOW, HIGH, SIDE)
    for k, v in enumerate(side):
        yield k / SIDE
        rows.append(losses_on(networks, sheet.at(side, np.full(SIDE, v)), *samples("evaluation")))
    return np.array(rows)


@memoized
def line_of(*setting) -> np.ndarray:
    """Losses over AXIS on the line through A and B; of random directions along the first, through A: (81,)."""
    networks, (sheet, corners) = finished(minima(*setting[:2])), slice_of(*setting)
    points = sheet.at(AXIS, np.full(len(AXIS), 0.5))
    if len(corners) > 1:
        points = corners[0] + np.outer(AXIS, corners[1] - corners[0])
    return losses_on(networks, points, *samples("evaluation"))


@memoized
def all_barriers(width: int, lam: float, units: str) -> Generator[float, None, np.ndarray]:
    """The barrier between the two networks of each pair, with their units as slice_of takes them: (15,)."""
    barriers = []
    for pair in range(1, len(PAIRS) + 1):
        yield (pair - 1) / len(PAIRS)
        barriers.append(barrier(line_of(width, lam, pair, "minima", units)))
    return np.array(barriers)


def barrier(line: np.ndarray) -> float:
    """How far the way from A to B rises above its higher end.

    line : (81,) losses over AXIS;  returns a number ≥ 0
    """
    between = line[(AXIS >= 0) & (AXIS <= 1)]
    return float(between.max() - max(between[0], between[-1]))


def setting_of(width: int, lam: float, pair: int, view: str, units: str) -> tuple:
    """The setting as slice_of takes it; units stay as they are in views that have nothing to reorder."""
    return width, lam, pair, view, units if view in ("minima", "copy") else "trained"


def networks_and_barriers(width: int, lam: float, units: str) -> Generator[float, None, tuple]:
    """The networks, and the barrier of each pair with the units as they are and as they are chosen: a generator.

    returns : Network as of minima, (15, 2)
    """
    networks = yield from part(minima(width, lam), 0, 3)
    trained = yield from part(all_barriers(width, lam, "trained"), 1, 3)
    chosen = yield from part(all_barriers(width, lam, units), 2, 3)
    return networks, np.stack([trained, chosen], axis=1)
