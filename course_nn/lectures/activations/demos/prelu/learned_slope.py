"""The slope α of PReLU is a parameter like any weight; here under two formulas, which agree only for α ≤ 1.

The pieces: φ(z) = z for z > 0, α z for z ≤ 0. The maximum: φ(z) = max(α z, z).

source : He, Zhang, Ren & Sun, Delving Deep into Rectifiers (2015), section 2
"""

from typing import NamedTuple

import numpy as np


class Answer(NamedTuple):
    """What a unit answers under both formulas, and the slopes that backpropagation needs: (2, n) each."""

    f: np.ndarray
    dz: np.ndarray  # ∂f/∂z
    dalpha: np.ndarray  # ∂f/∂α


class Path(NamedTuple):
    """Gradient descent under both formulas: (w, b, α) and the loss, before each epoch and after the last."""

    theta: np.ndarray  # (epochs + 1, 3, 2)
    losses: np.ndarray  # (epochs + 1, 2) mean ½ (f − y)²


def unit(theta: np.ndarray, x: np.ndarray) -> Answer:
    """One PReLU unit with one input, as pieces and as a maximum.

    f = φ(w x + b),   ∂f/∂α = z where φ takes α z, else 0

    theta  : (3, 2) w, b and α, a column for the pieces and one for the maximum;  x : (n,)
    returns: Answer
    """
    w, b, alpha = theta[:, :, None]  # (2, 1)
    z = w * x + b  # (2, n)
    takes_alpha = np.stack([z[0] <= 0, alpha[1] * z[1] > z[1]])  # at a kink the value is that from the left
    return Answer(
        f=np.where(takes_alpha, alpha * z, z),
        dz=np.where(takes_alpha, alpha, 1),
        dalpha=np.where(takes_alpha, z, 0),
    )


def learn(x: np.ndarray, y: np.ndarray, alpha: float, epochs: int, learning_rate: float) -> Path:
    """Gradient descent on w, b and α together, under both formulas side by side, from w = 1, b = 0.

    l = ½ (f − y)², its mean over the samples

    x, y   : (n,);  alpha : α at the start
    returns: Path
    """
    theta = np.array([[1.0, 1.0], [0.0, 0.0], [alpha, alpha]])  # (3, 2)
    path, losses = [], []
    for _ in range(epochs + 1):
        f, dz, dalpha = unit(theta, x)
        error = f - y  # (2, n)
        path.append(theta)
        losses.append(0.5 * np.mean(error**2, axis=-1))
        gradient = np.mean([error * dz * x, error * dz, error * dalpha], axis=-1)  # (3, 2)
        theta = theta - learning_rate * gradient
    return Path(np.array(path), np.array(losses))
