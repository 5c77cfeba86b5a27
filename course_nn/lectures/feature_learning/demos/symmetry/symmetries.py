"""Many weights are one function: hidden units can change places, and a unit can be rescaled or turned upside down."""

from functools import cache
from math import factorial

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import circle
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train

LOSS = "binary_cross_entropy"
STARTS = 10
EPOCHS = 300
RATE = 0.05
ORDERS = {  # n -> which unit stands where
    "kept": lambda n: [*range(n)],
    "swapped": lambda n: [1, 0, *range(2, n)],
    "moved": lambda n: [n - 1, *range(n - 1)],  # each by one place, and the last comes first
}
INITS = {"tanh": "glorot", "relu": "he", "leaky_relu": "he"}


@cache
def samples() -> tuple:
    """A disc in a ring, within ±2.

    returns : X (150, 2), T (150, 1)
    """
    data = circle(150)
    return data.X / 2.5, data.y[:, None].astype(float)


@memoized
def train_network(activation: str, units: int, start: int | str = "best") -> Network:
    """Train ten networks 2-units-1 on these samples; returns the best, or the one from that start.

    activation : a name in INITS;  start : "best", or 0 … 9;  returns Network
    """
    network = Network((2, units, 1), activation, init=INITS[activation], seed=range(STARTS))
    X, T = samples()
    train(network, X, T, LOSS, "adam", learning_rate=RATE, epochs=EPOCHS, every=EPOCHS)
    return network.with_parameters(network.parameters[np.argmin(mean_loss(network)) if start == "best" else start])


def mean_loss(network: Network) -> np.ndarray | float:
    """Mean cross-entropy on the samples, one number a network."""
    X, T = samples()
    return LOSSES[LOSS].l(network(X), T).mean(axis=-1)


def rescale_unit(network: Network, alpha: float) -> Network:
    """Multiply all weights into hidden unit 1, and its bias, by α, and divide those out of it by α.

    (w, b, v) -> (α w, α b, v / α):  the same function if φ(αz) = α φ(z); for ReLU and leaky ReLU with α > 0, for tanh
    with α = -1 only

    network : 2-n-1;  α : not 0;  returns a Network
    """
    other = network.with_parameters(network.parameters)
    (W, V), (b, _) = other.weights, other.biases  # (n, 2), (1, n), (n,)
    W[0] *= alpha
    b[0] *= alpha
    V[:, 0] /= alpha
    return other


def reorder_units(network: Network, order: str) -> Network:
    """Hidden units change places, with their weights in and out: the same function, whatever φ is.

    network : 2-n-1;  order : a name in ORDERS;  returns a Network
    """
    other = network.with_parameters(network.parameters)
    (W, V), (b, _) = other.weights, other.biases
    units = ORDERS[order](len(b))
    W[...], b[...], V[...] = W[units], b[units], V[:, units]
    return other


def interpolate(first: Network, last: Network, t: np.ndarray | list | float) -> Network:
    """The networks on the straight line from the weights of the first, t = 0, to those of the last, t = 1.

    θ(t) = θ(0) + t (θ(1) - θ(0))

    t : a number, or (T,);  returns Network, a batch of T
    """
    step = last.parameters - first.parameters
    return first.with_parameters(first.parameters + np.multiply.outer(t, step))


def orders_and_signs(n: int) -> int:
    """How many networks with n hidden units of tanh are one function: n! orders, and a sign for each unit.

    n! · 2ⁿ

    source : Hecht-Nielsen, On the Algebraic Structure of Feedforward Network Weight Spaces (1990)
    """
    return factorial(n) * 2**n
