"""Where the answer of a network turns from 0 to 1: in x a curve, in ψ(x) a straight line."""

import numpy as np

from course_nn import boundary
from course_nn.network import Network


def decision_curve(network: Network, low: float, high: float, n: int = 100) -> np.ndarray:
    """Where a network's single output changes its sign, as pieces of a curve whose ends are right to many digits.

    The pieces are found on an n × n grid over [low, high]². Newton's steps along the gradient take their ends to f = 0,
    so that ψ of the curve lies on the straight line v·h + c = 0; an end that does not arrive, as may happen at a kink
    of ReLU, is left where it was.

    returns : (pieces, 2, 2);  pieces = 0 if the sign never changes
    """
    side = np.linspace(low, high, n)
    values = network(np.stack(np.meshgrid(side, side), axis=-1))[..., 0]  # (n, n)
    pieces = boundary.curve(values, low, high)
    if not len(pieces):
        return pieces
    start = x = pieces.reshape(-1, 2)
    furthest = (high - low) / n / 4
    for _ in range(5):
        slope = _slope(network, x)
        step = network(x) / (np.sum(slope**2, axis=1, keepdims=True) + 1e-9) * slope  # (2 pieces, 2)
        x = x - step.clip(-furthest, furthest)
    arrived = np.abs(network(x)) < 1e-4 * (1 + np.abs(network(start)))
    return np.where(arrived, x, start).reshape(pieces.shape)


def _slope(network, x, d=1e-4):
    """The gradient of the output by x (n, 2), from differences."""
    return np.concatenate([network(x + step) - network(x - step) for step in d * np.eye(2)], axis=1) / (2 * d)
