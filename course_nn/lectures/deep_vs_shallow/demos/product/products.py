"""The product of d inputs as a network: all sign patterns in one hidden layer, or a tree of pairs.

Both run, and both come as close as one likes. With φ = exp and small weights ±c, two inputs are multiplied by
4 units:  (e^(c(u+v)) - e^(c(u-v)) - e^(c(-u+v)) + e^(c(-u-v))) / (2c)² = sinh(cu) sinh(cv) / c² ≈ u v.
The same trick on d inputs at once takes a unit for each pattern of d signs. That many are needed, for one hidden layer
of smooth units, if a fixed number of them is to come as close as one likes on the whole cube; a tree needs about 4d.

source : Lin, Tegmark & Rolnick, Why Does Deep and Cheap Learning Work So Well? (2017); Rolnick & Tegmark, The Power of
         Deeper Networks for Expressing Natural Functions (2018)
"""

from itertools import product as every
from typing import NamedTuple

import numpy as np

from course_nn.activations import Activation
from course_nn.network import Network

EXP = Activation("exp", np.exp, np.exp, "e^z")
INPUTS = np.arange(2, 11)
POINTS = 2000  # random points of the cube at which errors are measured


class Layers(NamedTuple):
    """Units of the networks that multiply d inputs."""

    one: int
    tree: int


def signs(d: int) -> np.ndarray:
    """All patterns of d signs: (2^d, d) of ±1; also the corners of the cube [-1, 1]^d."""
    return np.array([*every((-1.0, 1.0), repeat=d)])


def one_layer_product(d: int, c: float) -> Network:
    """One hidden layer of 2^d units whose output is Π sinh(c x_i) / c^d ≈ Π x_i.

    c : > 0, size of the weights; the smaller, the closer, until rounding matters;  returns Network (d, 2^d, 1)
    """
    s = signs(d)
    network = Network((d, len(s), 1), EXP, init="zeros")
    network.weights[0] = c * s
    network.weights[1] = (s.prod(axis=1) / (2 * c) ** d)[None]
    return network


def product_with_bias(d: int, c: float) -> Network:
    """A network with one hidden layer and a bias at the output, which stands for the unit of no input.

    y = Σ_s (−1)^(d − |s|) e^(2c s·x) / (2c)^d = ∏ (e^(2c x_j) − 1) / 2c, over s in {0, 1}^d

    c : > 0;  returns Network (d, 2^d − 1, 1)
    """
    s = (signs(d)[1:] + 1) / 2  # without the pattern of zeros
    network = Network((d, len(s), 1), EXP, init="zeros")
    network.weights[0] = 2 * c * s
    network.weights[1] = (-1.0) ** (d - s.sum(axis=1)) / (2 * c) ** d
    network.biases[1] = (-1.0) ** d / (2 * c) ** d
    return network


def tree_product(d: int, c: float) -> Network:
    """A network that multiplies its inputs pair by pair, then these products pair by pair, until one is left.

    4 units a product; a number without partner is handed on by 2;  returns Network with ⌈log₂ d⌉ hidden layers
    """
    weights, read = [], np.eye(d)  # the numbers at hand are read @ (the layer before)
    while len(read) > 1:
        ask, combine = [], []
        for group in np.split(np.arange(len(read)), [*range(2, len(read), 2)]):
            s = signs(len(group))
            row = np.zeros((len(s), len(read)))
            row[:, group] = c * s
            ask.append(row)
            combine.append(s.prod(axis=1) / (2 * c) ** len(group))
        weights.append(np.vstack(ask) @ read)
        read = np.zeros((len(combine), len(weights[-1])))
        ends = np.cumsum([0, *map(len, combine)])
        for i, part in enumerate(combine):
            read[i, ends[i] : ends[i + 1]] = part
    weights.append(read)
    network = Network((d, *map(len, weights[:-1]), 1), EXP, init="zeros")
    for k, W in enumerate(weights):
        network.weights[k] = W
    return network


def zigzag_of_sum(d: int) -> Network:
    """One hidden layer of d ReLUs that has the product at all 2^d corners, and only there: a zigzag of the sum.

    At a corner the product depends only on how many inputs are -1, and so does the sum: it is the parity of lecture 3

    returns : Network (d, d, 1)
    """
    kinks = np.arange(-d, d, 2)  # (d,) sums of the corners, but the largest
    network = Network((d, d, 1), "relu", init="zeros")
    network.weights[0], network.biases[0] = 1, -kinks
    network.weights[1] = (-1.0) ** (d - np.arange(d) + 1) * np.where(np.arange(d) > 0, 2, 1)
    network.biases[1] = (-1.0) ** d
    return network


def cube(d: int, seed: int = 0) -> np.ndarray:
    """Random points of the cube [-1, 1]^d: (2000, d)."""
    return np.random.default_rng([seed, d]).uniform(-1, 1, (POINTS, d))


def units(d: int, bias: bool = False) -> Layers:
    """Hidden units of both networks; a bias at the output saves one in the one layer.  returns Layers"""
    return Layers(2**d - bias, sum(tree_product(d, 1.0).sizes[1:-1]))


def relative_error(network: Network, X: np.ndarray) -> float:
    """Root mean square of the error at X, as a share of that of the product itself."""
    wanted = X.prod(axis=1)
    return float(np.sqrt(np.mean((network(X)[:, 0] - wanted) ** 2) / np.mean(wanted**2)))
