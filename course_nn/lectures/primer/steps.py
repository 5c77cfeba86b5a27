"""Learning is one line of code, repeated: w ← w − η ∂l/∂w. Here it stands alone, for a straight line through data.

The slope of the loss says in which direction the loss grows, so a step goes the other way; the learning rate η says
how far. All samples at once, or a batch of them for each step: the rule stays the same.
"""

from collections.abc import Callable

import numpy as np

from course_nn.common.errors import BadInput


def descend(slope: Callable, w: float, learning_rate: float, steps: int) -> np.ndarray:
    """Where gradient descent passes: w before the first step and after each of them.
    梯度下降经过的位置：第一步之前以及每一步之后的 w。

    w ← w − η dl/dw

    slope         : w -> dl/dw
    learning_rate : η > 0
    returns       : (steps + 1,)
    raises        : BadInput for η ≤ 0
    source        : Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847)
    """
    if not learning_rate > 0:
        raise BadInput(
            f"the learning rate must be above 0, got {learning_rate}; try 0.1",
            f"学习率应大于 0，收到 {learning_rate}；可以试试 0.1",
        )
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * slope(w)
        path.append(w)
    return np.array(path)


def mean_loss(theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray | float:
    """How wrong the line y = w x + b is: half the mean squared error over the samples.

    l = mean ½ (w x + b − y)²

    theta : (2,) w and b; or (…, 2);  x, y : (n,)
    """
    w, b = np.moveaxis(np.asarray(theta), -1, 0)
    return np.mean(0.5 * (w[..., None] * x + b[..., None] - y) ** 2, axis=-1)


def gradient(theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The slopes of mean_loss: ∂l/∂w = mean (w x + b − y) x and ∂l/∂b = mean (w x + b − y).

    returns : (2,)
    """
    error = theta[0] * x + theta[1] - y  # (n,)
    return np.array([np.mean(error * x), np.mean(error)])


def best_line(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The w and b with the smallest loss, by least squares.

    returns : (2,)
    """
    return np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)[0]


def batches(n: int, size: int, epochs: int, seed: int) -> list:
    """Which samples each step sees: every epoch passes once through all n, in a new order drawn from the seed.

    size    : samples a step, 1 … n; the last batch of an epoch may be smaller
    returns : list of arrays of rows
    """
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(n) for _ in range(epochs)]
    return [order[first : first + size] for order in orders for first in range(0, n, size)]


def learn(
    x: np.ndarray, y: np.ndarray, theta: tuple, learning_rate: float, size: int, epochs: int, seed: int = 0
) -> np.ndarray:
    """Fit a line by steps along the gradient of one batch after another.

    returns : (steps + 1, 2) w and b before the first and after each step
    """
    path = [np.asarray(theta, float)]
    for rows in batches(len(x), size, epochs, seed):
        path.append(path[-1] - learning_rate * gradient(path[-1], x[rows], y[rows]))
    return np.array(path)


def two_valleys(w: np.ndarray | float) -> np.ndarray | float:
    """A loss with two valleys, the left one deeper: l(w) = ¼ (w² − 1)² + 0.15 w + 0.2."""
    return (w**2 - 1) ** 2 / 4 + 0.15 * w + 0.2


def two_valleys_slope(w: np.ndarray | float) -> np.ndarray | float:
    """The derivative of two_valleys: w³ − w + 0.15."""
    return w**3 - w + 0.15
