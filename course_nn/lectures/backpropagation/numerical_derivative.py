"""A derivative can be measured: change the input a little. How little depends on the digits that numbers have.

Over a large step the curve bends; a small one loses the digits in which f(x + h) and f(x) agree. The best step lies in
between, near √u for the one-sided and u^⅓ for the symmetric quotient, u the spacing of numbers at 1.

source : W. Squire & G. Trapp, Using complex variables to estimate derivatives of real functions, SIAM Review 40 (1998)
         110-112;  N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.14
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.activations import Array
from course_nn.common.errors import BadInput, lookup
from course_nn.losses import LOSSES
from course_nn.network import Network

AT_ONCE = 100  # networks that are computed together


def forward(f: Callable, x: Array, h: Array) -> Array:
    """The slope of the secant from x to x + h; its error is about h f''/2.

    (f(x + h) − f(x)) / h;  h may be negative, or an array
    """
    return (f(x + h) - f(x)) / h


def central(f: Callable, x: Array, h: Array) -> Array:
    """The slope of the secant from x − h to x + h; its error is about h² f'''/6.

    (f(x + h) − f(x − h)) / 2h
    """
    return (f(x + h) - f(x - h)) / (2 * h)


def complex_step(f: Callable, x: float, h: float) -> float:
    """A step to the side, where nothing is subtracted: exact to the last digit however small h is.

    Im f(x + ih) / h, for an f made of formulas that know complex numbers; |z| does not, and returns a silent 0
    """
    return np.imag(f(x + 1j * h)) / h


class Check(NamedTuple):
    """A gradient computed by backpropagation, beside the one that was measured."""

    computed: np.ndarray  # (P,)
    measured: np.ndarray  # (P,) by differences
    error: float  # relative_error of the two


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """‖a − b‖ / (‖a‖ + ‖b‖): 0 for the same, 1 for opposite ones; 0 where both are 0.

    a, b : arrays of one shape
    """
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def check(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    loss: str,
    eps: float,
    method: str = "central",
    gradient: np.ndarray | None = None,
) -> Check:
    """Measure the derivative of the mean loss with respect to every parameter, and compare it with backpropagation.

    X, Y     : rows (n, N) and their targets;  loss : a name in LOSSES
    eps      : the step, in the numbers that the network computes with, float32 or float64
    method   : "forward", "central", or "complex": squared_error and softmax_cross_entropy of networks whose activations
               are sigmoid, tanh, relu or linear
    gradient : (P,) to be checked, or None for the network's own
    raises   : BadInput for unknown names, and for a complex step through anything else
    """
    kind = lookup(LOSSES, loss, "loss", "损失函数")
    trace = network.forward(X)
    T = kind.targets(trace.h[-1], Y)
    if gradient is None:
        gradient = network.backward(trace, kind.dl(trace.h[-1], T) / len(X)).copy()
    measured = lookup(METHODS, method, "method", "方法")(network, trace.h[0], T, kind, eps)
    return Check(gradient, measured, relative_error(gradient, measured))


def _mean_losses(network, parameters, X, T, kind):
    """Of as many networks as there are rows of parameters (B, P): (B,), computed in the network's own numbers."""
    several = network.with_parameters(parameters)
    F = several(np.broadcast_to(X, (len(parameters), *X.shape)))
    return kind.l(F, np.broadcast_to(T, (len(parameters), *T.shape))).mean(axis=-1)


def _changed(network, eps):
    """The parameters, in each row eps added to another one of them: (B, P), B rows at a time."""
    theta = network.parameters
    dtype = np.result_type(theta, eps * 1j) if np.iscomplex(eps) else theta.dtype
    for first in range(0, len(theta), AT_ONCE):
        rows = np.arange(first, min(first + AT_ONCE, len(theta)))
        changed = np.tile(theta.astype(dtype), (len(rows), 1))
        changed[np.arange(len(rows)), rows] += eps
        yield changed


def _one_sided(network, X, T, kind, eps):
    here = _mean_losses(network, network.parameters[None], X, T, kind)
    return np.concatenate([(_mean_losses(network, up, X, T, kind) - here) / eps for up in _changed(network, eps)])


def _two_sided(network, X, T, kind, eps):
    pairs = zip(_changed(network, eps), _changed(network, -eps))
    losses = [[_mean_losses(network, parameters, X, T, kind) for parameters in pair] for pair in pairs]
    return np.concatenate([(up - down) / (2 * eps) for up, down in losses])


# As in activations.py and losses.py, without |z| and without a maximum, which know no complex numbers.
ANALYTIC = {
    "linear": lambda z: z,
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: z * (z.real > 0),
}
ANALYTIC_LOSSES = {
    "squared_error": lambda F, T: np.sum(0.5 * (F - T) ** 2, axis=-1),
    "softmax_cross_entropy": lambda F, T: np.log(np.sum(np.exp(F - np.sum(F * T, axis=-1, keepdims=True)), axis=-1)),
}


def _sideways(network, X, T, kind, eps):
    loss = lookup(ANALYTIC_LOSSES, kind.name, "loss for a complex step", "可用复数步长的损失函数")
    phis = [
        lookup(ANALYTIC, phi.name, "activation for a complex step", "可用复数步长的激活函数")
        for phi in network.activations
    ]
    parts = []
    for parameters in _changed(network, 1j * eps):
        F = np.broadcast_to(X, (len(parameters), *X.shape))
        for W, b, phi in zip(*network.split(parameters), phis):
            F = phi(F @ W.mT + b[..., None, :])  # (B, n, M)
        parts.append(loss(F, T).mean(axis=-1).imag / eps)
    return np.concatenate(parts)


METHODS = {"forward": _one_sided, "central": _two_sided, "complex": _sideways}


def best_step(errors: np.ndarray, steps: np.ndarray | list) -> tuple:
    """The step with the smallest median error.

    errors : (S, n) of n places, for each of S steps;  steps : (S,)
    returns: (step, its median error);  raises : BadInput if they do not fit
    """
    if len(errors) != len(steps) or not len(steps):
        raise BadInput(
            f"expected errors for each of the steps, got {len(errors)} rows and {len(steps)} steps",
            f"每个步长应有一行误差，收到 {len(errors)} 行、{len(steps)} 个步长",
        )
    medians = np.median(errors, axis=1)
    return float(steps[medians.argmin()]), float(medians.min())
