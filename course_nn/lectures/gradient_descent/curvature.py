"""The curvature of a loss: where it is largest, and the step that Newton's method takes because of it.

A network of P parameters has a Hessian of P² numbers. But its product with a vector costs only two gradients, so its
largest eigenvalue, the sharpness, is found without ever writing the Hessian down.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.losses import LOSSES, Loss
from course_nn.network import Network
from course_nn.training import gradient_of_mean_loss

STEP = 1e-4  # ε of the differences, along a direction of length 1


def hessian_vector(network: Network, X: np.ndarray, T: np.ndarray, loss: Loss, v: np.ndarray) -> np.ndarray:
    """The Hessian of the mean loss times a vector, from two gradients.

    H v ≈ (g(θ + ε v) - g(θ - ε v)) / 2ε,   with v scaled to length 1 for the difference

    network : of P parameters, or a batch of K networks, (K, P)
    X, T    : rows (n, N), and targets as loss.targets(F, Y) gives them
    loss    : a Loss
    v       : (P,) or (K, P);  returns its shape
    source  : Pearlmutter, Fast Exact Multiplication by the Hessian (1994), eq. (1)
    """
    size = np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-300)  # 0 for v = 0
    away = STEP / size * v
    above, below = (
        gradient_of_mean_loss(network.with_parameters(network.parameters + way), X, T, loss) for way in (away, -away)
    )
    return (above - below) * size / (2 * STEP)


class Sharpest(NamedTuple):
    """The direction in which the slope of the loss changes fastest, and how fast."""

    curvature: np.ndarray  # () or (K,), the sharpness
    direction: np.ndarray  # (P,) or (K, P), of length 1


def sharpest(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    loss: str,
    steps: int = 100,
    tolerance: float = 1e-3,
    start: np.ndarray | None = None,
) -> Sharpest:
    """The largest eigenvalue of the Hessian of the mean loss and its eigenvector, by power iteration.

    v ← H v / ‖H v‖,   λ = vᵀ H v

    It finds the eigenvalue that is largest in size; during training that is the largest one.

    network   : one, or a batch of K of them, such as history.networks
    X, Y      : rows (n, N) and their targets
    loss      : a name in LOSSES
    steps     : at most so many products; it ends when no λ changes by more than the tolerance, relative
    start     : (P,) or (K, P), a direction to start from, such as that of a moment ago; None for a random one
    returns   : Sharpest
    raises    : BadInput for an unknown loss, or targets that do not fit
    source    : Golub & Van Loan, Matrix Computations (2013), section 8.2.1
    """
    chosen = lookup(LOSSES, loss, "loss", "损失函数")
    T = chosen.targets(network(X), Y)
    v = np.random.default_rng(0).normal(size=network.parameters.shape) if start is None else start
    v = v / np.linalg.norm(v, axis=-1, keepdims=True)
    curvature = np.zeros(network.parameters.shape[:-1])
    for _ in range(steps):
        Hv = hessian_vector(network, X, T, chosen, v)
        before, curvature = curvature, np.sum(v * Hv, axis=-1)
        v = Hv / np.maximum(np.linalg.norm(Hv, axis=-1, keepdims=True), 1e-300)
        if np.all(np.abs(curvature - before) <= tolerance * np.abs(curvature)):
            break
    return Sharpest(curvature[()], v)


def sharpness(
    network: Network, X: np.ndarray, Y: np.ndarray, loss: str, steps: int = 100, tolerance: float = 1e-3
) -> np.ndarray | float:
    """The sharpness of the mean loss, the largest eigenvalue of its Hessian: () or (K,); arguments as of sharpest."""
    return sharpest(network, X, Y, loss, steps, tolerance).curvature


def newton(gradient: Callable, hessian: Callable, x: np.ndarray, absolute: bool = False) -> np.ndarray:
    """Where one step of Newton's method leads: to the minimum, saddle or top of the parabola that fits best at x.
    牛顿法走一步之后的位置：在 x 处最贴合的抛物面的极小点、鞍点或极大点。

    x - H(x)⁻¹ g(x);   with |H| every negative eigenvalue counts as positive, and the step starts downhill
    （用 |H| 时负特征值按正的算，这一步就向下走）

    gradient : x (…, N) -> (…, N);  hessian : x (…, N) -> (…, N, N), symmetric
    x        : (…, N), a point or many（一个点或多个点）
    absolute : True for |H|（True：用 |H|）
    returns  : (…, N)
    raises   : BadInput where H cannot be inverted（H 不可逆）
    source   : Nocedal & Wright, Numerical Optimization (2006), section 3.3; |H|: Dauphin and others, Identifying and
               attacking the saddle point problem in high-dimensional non-convex optimization (2014)
    """
    x = np.asarray(x, float)
    curvatures, axes = np.linalg.eigh(hessian(x))  # (…, N), (…, N, N)
    if np.any(np.abs(curvatures).min(axis=-1) <= 1e-12 * np.abs(curvatures).max(axis=-1)):
        raise BadInput(
            "Newton's step divides by the curvature, and here one curvature is 0: start somewhere else",
            "牛顿步要除以曲率，而这里有一个方向的曲率为 0：请换一个起点",
        )
    if absolute:
        curvatures = np.abs(curvatures)
    along = (axes.mT @ gradient(x)[..., None])[..., 0]  # the gradient in the eigenvectors' axes
    return x - (axes @ (along / curvatures)[..., None])[..., 0]
