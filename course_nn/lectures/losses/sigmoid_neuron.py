"""One sigmoid neuron and one sample, x = 1 with the target 0: the loss decides how fast it learns from a mistake."""

from math import tanh
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid

X = 1.0
TARGET = 0.0
SLOPES = {  # ∂C/∂w from the output a = σ(wx + b); ∂C/∂b is the same without x
    # C = ½ (a - y)²: the factor a (1 - a) is σ′(z)
    "squared": lambda a: (a - TARGET) * a * (1 - a) * X,
    # C = -y log a - (1 - y) log(1 - a): σ′(z) has cancelled
    "entropy": lambda a: (a - TARGET) * X,
    # ∂C/∂a of the same, for the target 0, taken for ∂C/∂w
    "slip": lambda a: 1 / (1 - a),
}


class Path(NamedTuple):
    """A descent of the neuron, before every step and after the last.
    神经元的一次下降：每一步之前与最后一步之后。
    """

    z: np.ndarray  # (steps + 1,) wx + b
    output: np.ndarray  # (steps + 1,) a = σ(z)
    cost: np.ndarray  # (steps + 1,) C


def descend(kind, w, b, eta, steps=300):
    """Gradient descent of the neuron from w and b; plain numbers, for NumPy is slow with one at a time.
    神经元从 w、b 出发做梯度下降；用普通的数计算，因为 NumPy 逐个处理数时很慢。

    w ← w - η ∂C/∂w,  b ← b - η ∂C/∂b

    kind : a name in SLOPES;  eta : η > 0;  returns Path
    source : Nielsen, Neural Networks and Deep Learning (2015), chapter 3
    """
    z = []
    for _ in range(steps + 1):
        z.append(w * X + b)
        a = 0.5 + 0.5 * tanh(z[-1] / 2)  # σ(z)
        slope = SLOPES[kind](a)
        w -= eta * slope
        b -= eta * slope / X
    z = np.array(z)
    output = sigmoid(z)
    cost = 0.5 * output**2 if kind == "squared" else np.logaddexp(0, z)  # -log(1 - σ(z)), for the target 0
    return Path(z, output, cost)
