"""One sigmoid neuron and one sample, x = 1 with target 0: the loss decides how fast it learns from a mistake."""

from math import tanh
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid

X = 1.0
TARGET = 0.0
SLOPES = {  # ∂l/∂w from the output p = sigmoid(f), f = wx + b; ∂l/∂b is the same without x
    # l = ½ (p - c)²: the factor p (1 - p) is the slope of the sigmoid
    "squared": lambda p: (p - TARGET) * p * (1 - p) * X,
    # l = -c log p - (1 - c) log(1 - p): that factor has cancelled
    "entropy": lambda p: (p - TARGET) * X,
}


class Path(NamedTuple):
    """A descent of the neuron, before every step and after the last."""

    f: np.ndarray  # (steps + 1,) wx + b
    output: np.ndarray  # (steps + 1,) p = sigmoid(f)
    loss: np.ndarray  # (steps + 1,) l


def descend(kind: str, w: float, b: float, eta: float, steps: int = 300) -> Path:
    """Gradient descent of the neuron from w and b, with plain numbers: NumPy is slow with single ones.

    w ← w - η ∂l/∂w,  b ← b - η ∂l/∂b

    kind : a name in SLOPES;  eta : η > 0;  returns Path
    source : Nielsen, Neural Networks and Deep Learning (2015), chapter 3
    """
    path = []
    for _ in range(steps + 1):
        path.append(w * X + b)
        p = 0.5 + 0.5 * tanh(path[-1] / 2)  # the sigmoid
        slope = SLOPES[kind](p)
        w -= eta * slope
        b -= eta * slope / X
    f = np.array(path)
    output = sigmoid(f)
    loss = 0.5 * output**2 if kind == "squared" else np.logaddexp(0, f)  # -log(1 - p), for the target 0
    return Path(f, output, loss)
