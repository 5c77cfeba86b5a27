"""How near to the sawtooth of 2^k pieces one layer comes at its best, and what training makes of it, deep or shallow.

The sawtooth is 0 at x = 0, 2/2^k, 4/2^k, … and 1 halfway between: its tips, with straight lines from one to the next.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.deep_vs_shallow.linear_regions import pieces
from course_nn.lectures.deep_vs_shallow.starts import spread_bends
from course_nn.network import Network, parameter_count
from course_nn.training import watch

RUNS = 5  # random starts of training
EPOCHS = 1000
RATE = 0.01  # of Adam
POINTS = 8  # a piece, from which the sawtooth is learned
MIRRORED = np.linspace(0, 1, 257)[:, None]  # points that lie in pairs about the middle


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


def best_one_layer(k: int, units: int) -> Network:
    """One hidden layer with a kink at 0 and at each of the first tips, nearest to the sawtooth by least squares.

    Its functions are those that are straight between these knots and 1, y = Σ_i heights_i · hat_i.

    units   : 1 … 2^k
    returns : Network (1, units, 1)
    """
    knots = np.append(np.arange(units) / 2**k, 1)  # (units + 1,)
    widths = np.diff(knots)
    heights = _least_squares_heights(widths, _loads(k, knots))
    network = Network((1, units, 1), "relu", init="zeros")
    network.weights[0], network.biases[0] = 1, -knots[:-1]
    network.weights[1], network.biases[1] = np.diff(np.diff(heights) / widths, prepend=0), heights[0]
    return network


class Learned(NamedTuple):
    """Networks that learned the sawtooth from several random starts."""

    best: Fit
    errors: np.ndarray  # (runs,) root mean squares, of all
    gaps: np.ndarray  # (runs,) their mirror_gap
    sizes: tuple  # units per layer


@memoized
def learn(
    k: int, width: int, start: str, is_one: bool = False, rate: float = RATE, runs: int = RUNS
) -> Generator[float, None, Learned]:
    """Networks of k layers of so many ReLUs learn the sawtooth; or, each in one layer, as many parameters.

    Squared error at 8 points a piece, all at once; Adam, 1,000 epochs

    start   : "zero", so that all first units bend at x = 0, or "spread", anywhere on [0, 1]
    yields  : the share done;  returns Learned
    """
    x, target = samples(k)
    sizes = with_one_layer(k, width) if is_one else (1, *[width] * k, 1)
    network = Network(sizes, "relu", init="he", seed=range(runs), dtype=np.float32)
    if start == "spread":
        spread_bends(network, range(runs), 0, 1)
    settings = dict(reports=40, optimizer="adam", learning_rate=rate)
    yield from watch(network, x, target, "squared_error", EPOCHS, every=EPOCHS, **settings)
    return judged(network, k)


def samples(k: int) -> tuple:
    """Points and heights from which the sawtooth of 2^k pieces is learned: (8 · 2^k, 1) each."""
    x = (np.arange(POINTS * 2**k, dtype=np.float32)[:, None] + 0.5) / (POINTS * 2**k)
    return x, np.abs((2**k * x + 1) % 2 - 1)


def with_one_layer(k: int, width: int) -> tuple:
    """Sizes of the one hidden layer with as many parameters as k layers of so many units: 3 a unit, and 1."""
    return 1, (parameter_count((1, *[width] * k, 1)) - 1) // 3, 1


def judged(networks: Network, k: int) -> Learned:
    """A batch of networks, compared with the sawtooth of 2^k pieces one by one."""
    ones = [*one_by_one(networks)]
    fits = [compare(one, k) for one in ones]
    errors, gaps = np.array([fit.error for fit in fits]), np.array([mirror_gap(one) for one in ones])
    return Learned(min(fits, key=lambda fit: fit.error), errors, gaps, networks.sizes)


def mirror_gap(network: Network) -> float:
    """How far the last hidden layer is from having folded [0, 1] in the middle.

    √(Σ_i ‖h_i(x) - h_i(1 - x)‖² / Σ_i ‖h_i - mean h_i‖²):  0 if it answers the same at x and at 1 - x; 2 for x itself

    returns nan if it answers the same everywhere
    """
    h = network.forward(MIRRORED).h[-2]  # (n, M)
    spread = np.sum((h - h.mean(axis=0)) ** 2)
    return float(np.sqrt(np.sum((h - h[::-1]) ** 2) / spread)) if spread else np.nan


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
