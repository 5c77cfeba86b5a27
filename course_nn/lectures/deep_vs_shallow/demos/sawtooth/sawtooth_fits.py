"""How near to the sawtooth of 2^k pieces a deep network with weights a little off comes, and one layer at its best.

The sawtooth is 0 at x = 0, 2/2^k, 4/2^k, … and 1 halfway between: its tips, with straight lines from one to the next.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.deep_vs_shallow.linear_regions import pieces
from course_nn.lectures.deep_vs_shallow.starts import spread_bends
from course_nn.network import Network
from course_nn.training import watch

RUNS = 10  # random starts of training
EPOCHS = 1000
RATE = 0.01  # of Adam


class Fit(NamedTuple):
    """A network on [0, 1], and how far it is from the sawtooth."""

    x: np.ndarray  # (p + 1,) the ends of its p straight pieces
    y: np.ndarray  # (p + 1,)
    error: float  # root mean square, exact

    @property
    def pieces(self) -> int:
        return len(self.x) - 1


def tips(k: int) -> tuple:
    """x and y of the tips of the sawtooth with 2^k pieces: (2^k + 1,) each."""
    i = np.arange(2**k + 1)
    return i / 2**k, i % 2


def compare(network: Network, k: int) -> Fit:
    """A ReLU network with one input, compared with the sawtooth.

    Where both are straight, so is their difference d, and ∫ d² = h (d0² + d0 d1 + d1²) / 3.

    returns : Fit
    """
    x, y = pieces(network)
    tip_x, tip_y = tips(k)
    knots = np.union1d(x, tip_x)
    d = np.interp(knots, x, y[:, 0]) - np.interp(knots, tip_x, tip_y)
    squares = np.diff(knots) * (d[:-1] ** 2 + d[:-1] * d[1:] + d[1:] ** 2) / 3
    return Fit(x, y[:, 0], float(np.sqrt(squares.sum())))


def wrong_sides(fit: Fit, k: int) -> int:
    """Of the 2^k points i / 2^k, i < 2^k, how many a Fit puts on the wrong side of ½."""
    x, y = tips(k)
    return int(np.sum((np.interp(x[:-1], fit.x, fit.y) >= 0.5) != y[:-1]))


def disturb(network: Network, share: float, seed: int) -> Network:
    """A copy of a network with every parameter off by a random share of itself.

    θ ← θ (1 + share · ε),  ε normal;  returns Network
    """
    theta = network.parameters
    return network.with_parameters(theta * (1 + share * np.random.default_rng(seed).normal(size=theta.shape)))


def best_one_layer(k: int, units: int, opens: str = "right") -> Network:
    """One hidden layer with a kink at 0 and at each of the first tips, nearest to the sawtooth by least squares.

    Its functions are those that are straight between these knots and 1, y = Σ_i heights_i · hat_i. They can be written
    in two ways: units that are on to the right of their kink, r(x - a), or to its left, r(a - x) = r(x - a) - x + a,
    with the unit at 0 for the slope that is left over. Same function, same number of units, other weights.

    units   : 1 … 2^k;  opens : "right" or "left"
    returns : Network (1, units, 1)
    """
    knots = np.append(np.arange(units) / 2**k, 1)  # (units + 1,)
    widths = np.diff(knots)
    heights = _least_squares_heights(widths, _loads(k, knots))
    bends = np.diff(np.diff(heights) / widths, prepend=0)
    network = Network((1, units, 1), "relu", init="zeros")
    network.weights[0], network.biases[0] = 1, -knots[:-1]
    network.weights[1], network.biases[1] = bends, heights[0]
    return _opening_left(network) if opens == "left" else network


def _opening_left(network):
    """The same function with units that are on to the left of their kinks; the first, at 0, keeps the slope."""
    bends, kinks = network.weights[1][0].copy(), -network.biases[0]
    network.weights[0][1:], network.biases[0][1:] = -1, kinks[1:]
    network.weights[1][0, 0] = bends.sum()
    network.biases[1] -= bends @ kinks
    return network


@memoized
def learn(k: int, width: int, start: str) -> Generator[float, None, tuple]:
    """The best of ten networks of k layers of so many ReLUs that learn the sawtooth from random starts.

    Squared error at 16 points a piece, all at once; Adam, 1,000 epochs

    start   : "zero", so that all first units bend at x = 0, or "spread", anywhere on [0, 1]
    yields  : the share done;  returns Fit, and the errors of all (10,)
    """
    x = (np.arange(16 * 2**k, dtype=np.float32)[:, None] + 0.5) / (16 * 2**k)
    target = np.abs((2**k * x + 1) % 2 - 1)
    network = Network((1, *[width] * k, 1), "relu", init="he", seed=range(RUNS), dtype=np.float32)
    if start == "spread":
        spread_bends(network, range(RUNS), 0, 1)
    settings = dict(reports=40, optimizer="adam", learning_rate=RATE)
    yield from watch(network, x, target, "squared_error", EPOCHS, every=EPOCHS, **settings)
    fits = [compare(one, k) for one in one_by_one(network)]
    return min(fits, key=lambda fit: fit.error), np.array([fit.error for fit in fits])


def one_by_one(networks: Network) -> Generator[Network, None, None]:
    """The networks of a batch, each alone, in double precision."""
    for theta in networks.parameters:
        yield Network(networks.sizes, "relu", init="zeros").with_parameters(theta.astype(float))


def _loads(k, knots):
    """∫ hat_i f for the hat on each knot, f the sawtooth: (units + 1,).

    A wide hat is a sum of the narrow ones on the tips, each with the share of the height that the wide one has there.
    """
    tip_x, tip_y = tips(k)
    f = np.pad(tip_y, 1, mode="reflect")
    narrow = (f[:-2] + 4 * f[1:-1] + f[2:]) / 6 / 2**k  # (2^k + 1,) Simpson's rule
    narrow[[0, -1]] /= 2  # half a hat
    last = len(knots) - 2
    left = np.minimum(np.arange(len(tip_x)), last)  # the knot to the left of each tip
    share = (tip_x - knots[left]) / np.diff(knots)[left]
    return np.bincount(left, (1 - share) * narrow, last + 2) + np.bincount(left + 1, share * narrow, last + 2)


def _least_squares_heights(widths, loads):
    """The heights with ∫ hat_i Σ_j heights_j hat_j = loads_i: three diagonals, solved by Jacobi's iteration.

    Its diagonal is twice as large as the two beside it together, so each round halves the error.
    """
    diagonal = (np.append(widths, 0) + np.append(0, widths)) / 3
    heights = np.zeros(len(loads))
    for _ in range(60):
        right, left = np.append(widths * heights[1:], 0) / 6, np.append(0, widths * heights[:-1]) / 6
        heights = (loads - right - left) / diagonal
    return heights
