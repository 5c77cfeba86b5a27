"""The smallest network that has something to carry back: two inputs, two hidden units, one output, sigmoids.

Every line of the backward pass is a line of the forward pass read from right to left.
"""

from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid

NUMBERS = {  # of the lecture; w12 leads from x2 to h1
    "w11": 1.0,
    "w12": -0.5,
    "w21": -1.0,
    "w22": 0.5,
    "b1": 0.5,
    "b2": 1.0,
    "v1": 1.0,
    "v2": -1.0,
    "c": 0.5,
}
NAMES = dict(zip(NUMBERS, ["w₁₁", "w₁₂", "w₂₁", "w₂₂", "b₁", "b₂", "v₁", "v₂", "c"]))
FORMULAS = [  # line by line
    "z₁ = w₁₁x₁ + w₁₂x₂ + b₁",
    "h₁ = σ(z₁)",
    "z₂ = w₂₁x₁ + w₂₂x₂ + b₂",
    "h₂ = σ(z₂)",
    "z = v₁h₁ + v₂h₂ + c",
    "y = σ(z)",
    "l = ½(y − t)²",
    "δ = (y − t) y (1 − y)",
    "∂l/∂vⱼ = δ hⱼ,  ∂l/∂c = δ",
    "∂l/∂hⱼ = δ vⱼ",
    "δⱼ = δ vⱼ hⱼ (1 − hⱼ)",
    "∂l/∂wⱼᵢ = δⱼ xᵢ",
    "∂l/∂bⱼ = δⱼ",
]
DERIVATIVE_LINES = dict(zip(NUMBERS, [12, 12, 12, 12, 13, 13, 9, 9, 9]))  # the line with a parameter's derivative


class Passes(NamedTuple):
    """What is computed forward, and what comes back."""

    z: np.ndarray  # (2,) sums of the hidden units
    h: np.ndarray  # (2,)
    zy: float  # sum of the output unit
    y: float
    l: float  # noqa: E741  the lecture's letter
    delta_y: float  # dl/dzy
    dv: np.ndarray  # (2,)
    dc: float
    dh: np.ndarray  # (2,) dl/dh
    delta: np.ndarray  # (2,) dl/dz
    dW: np.ndarray  # (2, 2)
    db: np.ndarray  # (2,)

    @property
    def derivatives(self) -> dict:
        """All nine, in the order of NUMBERS."""
        return dict(zip(NUMBERS, [*self.dW.ravel(), *self.db, *self.dv, self.dc]))

    @property
    def lines(self) -> list:
        """The numbers that each of the thirteen lines brings."""
        first = [[self.z[0]], [self.h[0]], [self.z[1]], [self.h[1]], [self.zy], [self.y], [self.l], [self.delta_y]]
        return [*first, [*self.dv, self.dc], [*self.dh], [*self.delta], [*self.dW.ravel()], [*self.db]]


def passes(numbers: dict, x: np.ndarray, t: float) -> Passes:
    """Forward and backward through the network, with ½(y − t)² as its loss.

    numbers : dict like NUMBERS;  x : (2,);  t : the target
    """
    n = numbers
    W = np.array([[n["w11"], n["w12"]], [n["w21"], n["w22"]]])
    b = np.array([n["b1"], n["b2"]])
    v, c = np.array([n["v1"], n["v2"]]), n["c"]
    z = W @ x + b
    h = sigmoid(z)
    zy = v @ h + c
    y = sigmoid(zy)
    delta_y = (y - t) * y * (1 - y)
    dh = delta_y * v
    delta = dh * h * (1 - h)
    return Passes(
        z=z,
        h=h,
        zy=float(zy),
        y=float(y),
        l=float(0.5 * (y - t) ** 2),
        delta_y=float(delta_y),
        dv=delta_y * h,
        dc=float(delta_y),
        dh=dh,
        delta=delta,
        dW=np.outer(delta, x),
        db=delta,
    )
