"""One hidden layer can come as close as one likes to any continuous function: here are networks that do it, by hand.

Two steps, one up and one down, make a bump; N bumps side by side follow a function on [0, 1]. With two inputs a bump
is a wall across the square; where two walls cross, a second layer finds a tower. Nothing is trained: the weights follow
from the function. The theorem speaks of continuous functions on a bounded, closed set, of approximation, and of any φ
that is not a polynomial; and it says that such weights exist, not that training finds them.

source : Cybenko, Approximation by superpositions of a sigmoidal function (1989);  Leshno, Lin, Pinkus & Schocken,
         Multilayer feedforward networks with a nonpolynomial activation function can approximate any function (1993)
"""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.expressions import Expression
from course_nn.lectures.deep_vs_shallow import curvature
from course_nn.lectures.deep_vs_shallow.starts import spread_bends
from course_nn.network import INITIALIZATION, Network
from course_nn.training import watch

UNITS = {"step": "step", "sigmoid": "sigmoid", "relu": "ReLU"}
SMALLEST = 1e-6  # singular values below this share of the largest count as 0 in a least squares fit
FINE = (np.arange(500) + 0.5)[:, None] / 500  # (500, 1) points of [0, 1] at which deviations are measured


class Deviation(NamedTuple):
    """How far a function is from the wanted one: at worst, root mean square, and on average.

    max |v - f|,  √mean (v - f)²,  mean |v - f|
    """

    max: float
    rms: float
    mean: float


class Task(NamedTuple):
    """What networks learn a function from: inputs in [-1, 1], targets of mean 0 and deviation 1."""

    X: np.ndarray  # (n, inputs)
    T: np.ndarray  # (n, 1)
    middle: float  # of the function's values there
    scale: float


def places(N: int, unit: str = "step") -> np.ndarray:
    """Where N bumps have their heights: in the middle of N equal bins; for ReLU hats at N equally spaced points.

    x_k = (k - ½) / N;  ReLU: x_k = (k - 1) / (N - 1), ½ if N = 1

    returns: (N,) in [0, 1]
    raises : BadInput unless N ≥ 1 and the unit is "step", "sigmoid" or "relu"
    """
    lookup(UNITS, unit, "unit", "单元")
    if N < 1:
        raise BadInput(f"expected at least one bump, got {N}; try 5", f"至少需要一个凸起，得到 {N}；可以试试 5")
    return np.linspace(0, 1, N) if unit == "relu" and N > 1 else (np.arange(N) + 0.5) / N


def flanks(N: int) -> np.ndarray:
    """Where N bumps side by side go up and come down: (N, 2).

    The first goes up at -1 and the last comes down at 2: outside of [0, 1] the function does not matter, and a soft
    flank at its very end would cost half the height there.
    """
    up = np.arange(N) / N
    return np.stack([np.append(-1, up[1:]), np.append(up[1:], 2)], axis=1)


def bump_network(
    heights: np.ndarray | list, unit: str = "step", steepness: float = 100.0, output: str = "linear"
) -> Network:
    """A network with one hidden layer whose output is a sum of N bumps.

    step, sigmoid : f(x) = φ_out(Σ_k h_k [φ(k (x - a_k)) - φ(k (x - b_k))]), two units a bump, up at a_k, down at b_k
    relu          : f(x) = φ_out(Σ_k h_k/w [r(x - x_k + w) - 2 r(x - x_k) + r(x - x_k - w)]), r = ReLU, three units a
                    hat; the hats add up to the straight lines between the points (x_k, h_k), w apart

    heights   : (N,), for instance f(places(N, unit))
    steepness : k > 0 of a sigmoid's flank, which is about 4/k wide; a step and a ReLU have no such number
    output    : φ_out; with "sigmoid" the heights are those of σ⁻¹ ∘ f
    returns   : Network (1, 2N, 1) or (1, 3N, 1)
    source    : Nielsen, Neural Networks and Deep Learning, chapter 4
    """
    h = np.asarray(heights, float)
    x, N = places(len(h), unit), len(h)
    if unit == "relu":
        w = 1 / max(N - 1, 1)
        kinks, signs, slope = x[:, None] + [-w, 0, w], np.array([1, -2, 1]) / w, 1.0  # (N, 3), (3,)
    else:
        kinks, signs, slope = flanks(N), np.array([1, -1]), steepness if unit == "sigmoid" else 1.0  # (N, 2), (2,)
    network = Network((1, kinks.size, 1), unit, output, init="zeros")
    network.weights[0] = np.full((kinks.size, 1), slope)
    network.biases[0] = -slope * kinks.ravel()
    network.weights[1] = (h[:, None] * signs).reshape(1, -1)
    return network


def bump_shapes(network: Network, X: np.ndarray, N: int) -> np.ndarray:
    """The N bumps of a bump_network one by one: what each adds to the output at X.

    X : (n, 1);  returns (n, N)
    """
    return (network.forward(X).h[1] * network.weights[1]).reshape(len(X), N, -1).sum(axis=2)


def best_heights(wanted: np.ndarray, X: np.ndarray, N: int, unit: str = "step", steepness: float = 100.0) -> tuple:
    """The heights with which N bumps come nearest to the values wanted at X, by least squares.

    wanted  : (n,);  X : (n, 1)
    returns : heights (N,), and the Deviation that they leave
    """
    basis = bump_shapes(bump_network(np.ones(N), unit, steepness), X, N)  # (n, N)
    heights = np.linalg.lstsq(basis, wanted)[0]
    return heights, deviation(basis @ heights, wanted)


def bump_deviations(
    f: Callable | Expression, sizes: np.ndarray | tuple, unit: str = "step", steepness: float = 100.0
) -> list:
    """How far bumps stay away from f on [0, 1], for several numbers of bumps.

    f       : array -> array;  sizes : numbers of bumps
    returns : a list of Deviation, measured at FINE
    """
    wanted = f(FINE[:, 0])
    deviations = []
    for N in sizes:
        network = bump_network(f(places(N, unit)), unit, steepness)
        deviations.append(deviation(network(FINE)[:, 0], wanted))
    return deviations


def tower_network(
    heights: np.ndarray, unit: str = "step", steepness: float = 100.0, gain: float = 20.0, threshold: float = 1.5
) -> Network:
    """A network with two inputs and two hidden layers whose output is a sum of N × N towers.

    B_i(x) = φ(k (x - a_i)) - φ(k (x - b_i)),  f(x) = Σ_ij h_ij φ(g (B_i(x1) + B_j(x2) - t))

    A wall B_i stands all the way across. Two of them add up to 2 where they cross, to 1 elsewhere along each, and a
    threshold between 1 and 2 keeps the crossing alone; below 1 it keeps a plus. With steps a cell has exactly its
    height. The soft flanks of sigmoids leave a hole, about 4/k wide, where four towers meet: two half walls make 1.

    A flank of ReLUs is a ramp, r(k/4 (x - a) + ½) - r(k/4 (x - a) - ½), as wide and steep as that of a sigmoid: four
    units a wall. The second layer is r(g (B_i + B_j - t)) with g = 1 / (2 - t), so that two walls make 1. At t = 1 the
    ramps of two neighbours add up to 1, and only where four meet is there a hole.

    heights   : (N, N), the first index along x1, for instance f at the middles of the cells
    unit      : "step", "sigmoid" or "relu", of both hidden layers
    steepness : k > 0 of the first layer, for sigmoids and ReLUs: flanks are about, or exactly, 4/k wide
    gain      : g > 0, weights of the second layer, for sigmoids
    threshold : t; the bias of the second layer is -g t
    returns   : Network (2, 4N, N², 1) or, of ReLUs, (2, 8N, N², 1)
    raises    : BadInput for other units, or heights that are no square
    source    : Nielsen, Neural Networks and Deep Learning, chapter 4, where h is our g, and t = 3/2
    """
    lookup(UNITS, unit, "unit", "单元")
    h = np.atleast_2d(np.asarray(heights, float))
    if h.shape != (len(h), len(h)):
        raise BadInput(
            f"expected N × N heights, got {h.shape}; try np.ones((5, 5))",
            f"应为 N × N 个高度，得到 {h.shape}；可以试试 np.ones((5, 5))",
        )
    N, slope = len(h), {"step": 1.0, "sigmoid": steepness, "relu": steepness / 4}[unit]
    gain = tower_gain(unit, gain, threshold)
    shifts, signs = ([0.5, -0.5], [1, -1, -1, 1]) if unit == "relu" else ([0.0], [1, -1])
    biases = np.add.outer(-slope * flanks(N).ravel(), shifts).ravel()  # of the walls of one input
    network = Network((2, 2 * len(biases), N * N, 1), unit, init="zeros")
    network.weights[0] = np.repeat(slope * np.eye(2), len(biases), axis=0)  # first the walls of x1, then of x2
    network.biases[0] = np.tile(biases, 2)
    wall = np.kron(np.eye(N), signs)  # wall i: its units that go up less those that come down
    network.weights[1] = gain * np.hstack([np.repeat(wall, N, axis=0), np.tile(wall, (N, 1))])  # (N², 4N or 8N)
    network.biases[1] = np.full(N * N, -gain * threshold)
    network.weights[2] = h.reshape(1, -1)
    return network


def towers_of(
    f: Callable | Expression,
    N: int,
    unit: str = "step",
    steepness: float = 100.0,
    gain: float = 20.0,
    threshold: float = 1.5,
) -> Network:
    """N × N towers as high as f is at the middles of their cells: the tower_network that follows f.

    h_ij = f(x_i, x_j),  x_k = (k - ½) / N;   f takes two arrays
    """
    x = places(N)
    return tower_network(f(*np.meshgrid(x, x, indexing="ij")), unit, steepness, gain, threshold)


def tower_at(point: tuple, N: int) -> int:
    """The number of the tower whose cell holds this point, of N × N in the order of a tower_network's second layer.

    point : x1 and x2, 0 … 1
    """
    i, j = (min(int(x * N), N - 1) for x in point)
    return i * N + j


def tower_gain(unit: str, gain: float = 20.0, threshold: float = 1.5) -> float:
    """The weight g with which the second layer of towers takes a wall.

    step: 1;  sigmoid: gain;  ReLU: 1 / (2 - t), so that two walls make 1; 1 from t = 2 on, where nothing gets through
    """
    return {"step": 1.0, "sigmoid": gain, "relu": 1 / (2 - threshold) if threshold < 2 else 1.0}[unit]


def on_grid(network: Network, side: np.ndarray) -> tuple:
    """The second hidden layer and the output of towers on a grid, computed from their walls along its two sides.

    z(x1, x2) = A(x1) + B(x2): each unit of the first layer sees one input only, so 2 n points do the work of n²

    network : like tower_network's, the first half of its first layer for x1, the second for x2
    side    : (n,) coordinates, the same for x1 and x2
    returns : z (n, n, M) of the second layer, its outputs (n, n, M), the network's (n, n); float32, rows along x2
    """
    half, (_, W, V) = network.sizes[1] // 2, network.weights
    H = network.forward(np.stack([side, side], axis=1)).h[1]  # (n, 2 half)
    A, B = H[:, :half] @ W[:, :half].T, H[:, half:] @ W[:, half:].T + network.biases[1]  # (n, M)
    z = A.astype(np.float32) + B.astype(np.float32)[:, None]  # (n, n, M)
    h = network.activations[1].f(z)
    return z, h, (h @ V[0].astype(np.float32)) + np.float32(network.biases[2][0])


def deviation(values: np.ndarray, wanted: np.ndarray | float) -> Deviation:
    """The Deviation of values from those wanted, point by point.

    values, wanted : the same shape, at equally spaced points
    """
    apart = np.abs(np.asarray(values) - wanted)
    return Deviation(float(apart.max()), float(np.sqrt(np.mean(apart**2))), float(apart.mean()))


def tower_rms(f: Callable | Expression, largest: int, points: int, *shape) -> np.ndarray:
    """How far 1, 4, … N × N towers stay away from f on the unit square, as root mean squares.

    f       : two arrays -> array;  shape : unit, steepness, gain, threshold, as of tower_network
    largest : the last N;  points : a side, at which it is measured
    returns : (largest,)
    """
    side = (np.arange(points) + 0.5) / points
    wanted = f(*np.meshgrid(side, side))
    return np.array([deviation(on_grid(towers_of(f, N + 1, *shape), side)[2], wanted).rms for N in range(largest)])


def best(networks: Network, X: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Of a batch of networks, the outputs at X that are nearest to those wanted.

    X : (n, N);  wanted : (n,);  returns : (n,), of the smallest root mean square
    """
    return min(networks(X)[..., 0], key=lambda values: deviation(values, wanted).rms)


def learn(
    f: Callable | Expression,
    hidden: int | tuple,
    activation: str,
    epochs: int,
    runs: int = 5,
    learning_rate: float = 0.01,
    inputs: int = 1,
    start: str = "zero",
    gain: float = 1.0,
) -> Generator[float, None, Network]:
    """Networks that learn f on [0, 1] or the unit square from random starts.

    Squared error at 100 points (20 × 20 of the square), all at once; Adam. As usual, inputs are scaled to [-1, 1] and
    targets to mean 0 and deviation 1; the scaling is folded into the weights afterwards.

    f       : one array of coordinates -> array, or two;  activation : "sigmoid", "relu", …, not a step
    hidden  : how many hidden units, or of each hidden layer, as (20, 25)
    inputs  : 1 or 2
    start   : "zero", so that all first units bend in the middle of the inputs, or "spread", anywhere among them
    gain    : of the first layer's weights before training; large ones make steep units
    yields  : the share that is done, 0 … 1
    returns : Network (inputs, hidden, 1), a batch of the seeds 0 … runs - 1
    """
    task = _task(f, inputs)
    network = _beginning((inputs, *np.atleast_1d(hidden), 1), activation, runs, start, gain)
    yield from _adam(network, task.X, task.T, epochs, learning_rate)
    return _as_wanted(network, task)


def learn_last_layer(
    f: Callable | Expression, hidden: int, activation: str, epochs: int, runs: int = 5, learning_rate: float = 0.03
) -> Generator[float, None, Network]:
    """The same descent, with the same spread bends, but only the output's weights move.

    returns : Network (1, hidden, 1), a batch of the seeds 0 … runs - 1
    """
    task = _task(f, 1)
    network = _beginning((1, hidden, 1), activation, runs, "spread")
    last = Network((hidden, 1), "linear", seed=range(runs))
    last.weights[0], last.biases[0] = network.weights[1], network.biases[1]
    H = network.forward(task.X).h[1]  # (runs, 100, hidden), which never change
    yield from _adam(last, H, np.broadcast_to(task.T, (runs, *task.T.shape)), epochs, learning_rate)
    network.weights[1], network.biases[1] = last.weights[0], last.biases[0]
    return _as_wanted(network, task)


def learn_by_curvature(
    f: Callable | Expression, hidden: int, activation: str, steps: int, runs: int = 5, start: str = "spread"
) -> Generator[float, None, Network]:
    """All weights at once from the same starts, by steps that know the curvature: see curvature.descend.

    returns : Network (1, hidden, 1), a batch of the seeds 0 … runs - 1
    """
    task = _task(f, 1)
    network = _beginning((1, hidden, 1), activation, runs, start)
    for run in range(runs):
        yield run / runs
        one = Network(network.sizes, activation).with_parameters(network.parameters[run])
        network.parameters[run] = curvature.descend(one, task.X, task.T, steps).parameters
    return _as_wanted(network, task)


def fit_last_layer(f: Callable | Expression, hidden: int, activation: str, runs: int = 5, inputs: int = 1) -> Network:
    """One hidden layer of random units that stay as they are; only the output's weights are fitted, by least squares.

    Each unit bends at a random place, in a random direction; its weights are normal with deviation 3. The points are
    those of learn.

    returns : Network (inputs, hidden, 1), a batch of the seeds 0 … runs - 1
    source  : Rahimi & Recht, Random Features for Large-Scale Kernel Machines (2007)
    """
    task = _task(f, inputs)
    network = Network((inputs, hidden, 1), activation, init=_steep, seed=range(runs))
    spread_bends(network, range(runs), -1, 1)
    for run, H in enumerate(network.forward(task.X).h[1]):
        rows = np.column_stack([H, np.ones(len(H))])  # (n, hidden + 1)
        *weights, bias = np.linalg.lstsq(rows, task.T[:, 0], rcond=SMALLEST)[0]
        network.weights[1][run], network.biases[1][run] = weights, bias
    return _as_wanted(network, task)


def _steep(rng, M, N):
    return rng.normal(0, 3, (M, N))


def _task(f, inputs):
    """f at 100 points of [0, 1] or 20 × 20 of the unit square, inputs and targets scaled as usual."""
    points = 100 if inputs == 1 else 20  # a side
    side = (np.arange(points) + 0.5) / points
    X = np.stack(np.meshgrid(*[side] * inputs), axis=-1).reshape(-1, inputs)
    Y = f(*X.T)[:, None]
    middle, scale = Y.mean(), Y.std() or 1.0
    return Task(2 * X - 1, (Y - middle) / scale, middle, scale)


def _beginning(sizes, activation, runs, start, gain=1.0):
    network = Network(sizes, activation, init=INITIALIZATION[activation], seed=range(runs))
    network.weights[0] *= gain
    return spread_bends(network, range(runs), -1, 1) if start == "spread" else network


def _adam(network, X, T, epochs, learning_rate):
    settings = dict(every=epochs, reports=max(1, epochs // 5), optimizer="adam", learning_rate=learning_rate)
    return watch(network, X, T, "squared_error", epochs, **settings)


def _as_wanted(network, task):
    """A network that has learned scaled targets at scaled inputs, as one for f itself on inputs in [0, 1]."""
    network.weights[-1] = task.scale * network.weights[-1]
    network.biases[-1] = task.scale * network.biases[-1] + task.middle
    network.biases[0] = network.biases[0] - network.weights[0].sum(axis=-1)  # w (2x - 1) + b = 2w x + (b - w)
    network.weights[0] = 2 * network.weights[0]
    return network
