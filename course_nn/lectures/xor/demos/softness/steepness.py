"""A hard threshold is the limit of a steep sigmoid: σ(kz) in a network 2-2-1 that computes XOR, from soft to hard."""

import numpy as np

from course_nn.datasets import xor_points
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import gradient_of_mean_loss

SOLUTIONS = {  # W of the hidden layer row by row, its b, then v and c, as in network.parameters
    "lecture": (1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5),
    "another": (1, -1, -1, 1, -0.5, -0.5, 1, 1, -0.5),
}
NETWORK = Network((2, 2, 1), "sigmoid", "sigmoid")
CORNERS, WANTED = xor_points()  # (4, 2), (4,)


def steep_network(parameters: np.ndarray | tuple, k: np.ndarray | float) -> Network:
    """The network with σ(kz) for every threshold: σ(z) with all weights and biases k times as large.

    h = σ(k (W x + b)),  y = σ(k (v·h + c))

    parameters : (9,), as SOLUTIONS;  k : > 0, or (B,) for B networks at once;  returns Network (2, 2, 1)
    """
    return NETWORK.with_parameters(np.multiply.outer(k, parameters))


def softest_k(parameters: np.ndarray | tuple, low: float, high: float) -> float:
    """The smallest k for which all four answers are on the right side of ½, by halving the interval.

    low, high : a k for which they are not, and one for which they are
    """
    for _ in range(40):
        middle = (low + high) / 2
        y = steep_network(parameters, middle)(CORNERS)[:, 0]
        low, high = (low, middle) if ((y > 0.5) == WANTED).all() else (middle, high)
    return high


def gradient_length(parameters: np.ndarray | tuple, k: float) -> float:
    """How much there is to learn from: the length of the gradient of the mean squared error by the nine numbers.

    ‖dL/dθ‖ = k ‖dL/d(kθ)‖
    """
    network, loss = steep_network(parameters, k), LOSSES["squared_error"]
    targets = loss.targets(network(CORNERS), WANTED)
    return float(k * np.linalg.norm(gradient_of_mean_loss(network, CORNERS, targets, loss)))
