"""A network is functions inside functions: f_L ∘ … ∘ f_1, and any of them together are one function again."""

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

import numpy as np

from course_nn.activations import Activation
from course_nn.network import Network


class Layer(NamedTuple):
    """One layer as a function of its input: h ↦ φ(W h + b)."""

    W: np.ndarray  # (M, N)
    b: np.ndarray  # (M,)
    phi: Activation

    def __call__(self, h: np.ndarray) -> np.ndarray:
        return self.phi.f(self.W @ h + self.b)


def layers_of(network: Network) -> list:
    """The layers of a network, from the input to the output."""
    return [Layer(*parts) for parts in zip(network.weights, network.biases, network.activations)]


def compose(functions: list) -> Callable:
    """One function out of many, the first of which is applied first: f_k ∘ … ∘ f_1."""
    return lambda h: reduce(lambda value, f: f(value), functions, h)


def outputs(functions: list, x: np.ndarray) -> list:
    """All that is computed on the way: [x, f_1(x), f_2(f_1(x)), …]."""
    values = [x]
    for f in functions:
        values.append(f(values[-1]))
    return values


def reorder_units(layers: list, order: list) -> list:
    """The same function with the units of each hidden layer in another order, with all their connections.

    layers : list of Layer;  order : of the units, a permutation
    """
    layers = list(layers)
    for k in range(len(layers) - 1):
        before, after = layers[k], layers[k + 1]
        layers[k] = before._replace(W=before.W[order], b=before.b[order])
        layers[k + 1] = after._replace(W=after.W[:, order])
    return layers
