"""One backward pass by one digit: the slope of each output and of each hidden unit, and the gradient of each weight."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.losses import LOSSES, softmax
from course_nn.network import Network
from course_nn.reader import SIZES, its_digits, of_the_program, reader, untrained

LOSS = LOSSES["softmax_cross_entropy"]
LESS_INK = ("centred", "both")  # their inputs lose the mean ink first
NETWORKS: dict[str, Callable[[], Network]] = {
    "new": untrained,
    "trained": reader,
    "start": lambda: Network(SIZES, "relu", init="he", seed=1),
    "tanh": lambda: Network(SIZES, "tanh", seed=0),
    "centred": untrained,
    "both": lambda: Network(SIZES, "tanh", seed=0),
}


class Pass(NamedTuple):
    """What one digit, or several together, send back."""

    p: np.ndarray  # (10,) probabilities of the first one
    slopes: np.ndarray  # (10,) dl/dz of the outputs: p, less 1 at the true digit
    delta: np.ndarray  # (24,) dl/dz of the hidden units
    dW: np.ndarray  # (24, 64) the gradient of the first layer's weights


def paper(name: str) -> np.ndarray:
    """The ink that is taken off each input first: none, or the mean of the digits to learn from, (64,)."""
    return its_digits()[0].mean(axis=0) if name in LESS_INK else np.zeros(SIZES[0])


def one_pass(name: str, X: np.ndarray, labels: np.ndarray) -> Pass:
    """Forward and backward, by the course's own Network; of several digits the mean loss.

    X : (n, 64) ink;  labels : (n,)
    """
    network = NETWORKS[name]()
    trace = network.forward(X - paper(name))
    dF = LOSS.gradient(trace.output, labels) / len(X)
    weights, biases = network.split(network.backward(trace, dF).copy())
    return Pass(softmax(trace.output)[0], dF.sum(axis=0), biases[0], weights[0])


@memoized
def share_of_zeros(name: str, on: str, together: int) -> float:
    """How many of the first layer's weights get gradient 0, over passes of so many digits each: the mean share."""
    X, y = of_the_program() if on == "program" else its_digits()[2:]
    starts = range(0, len(X) - together + 1, together)
    passes = (one_pass(name, X[k : k + together], y[k : k + together]) for k in starts)
    return float(np.mean([(one.dW == 0).mean() for one in passes]))
