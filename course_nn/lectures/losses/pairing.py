"""A loss is a function of the output a = g(f), so its slope passes through both: dl/df = g'(f) · dl/da.

Here outputs and losses are separate, each as its formula is written, so that any output can be joined to any loss;
trials.py tries whether they suit each other. Where a formula has the logarithm of 0 or less, loss and slope are nan.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid
from course_nn.common.errors import lookup
from course_nn.losses import LOSSES, Loss, softmax

EDGE = 1e-7  # how far a clipped output stays from 0 and 1, as in Keras


class Output(NamedTuple):
    """An output activation a = g(f), and the way back through it, from a and dl/da to dl/df."""

    g: Callable
    back: Callable


class Error(NamedTuple):
    """A loss as a function of the output a and the target t, one number per sample, and dl/da."""

    l: Callable  # noqa: E741, the lecture's letter
    da: Callable


OUTPUTS = {
    "linear": Output(lambda F: F, lambda A, d: d),
    "sigmoid": Output(sigmoid, lambda A, d: d * A * (1 - A)),
    "softmax": Output(softmax, lambda A, d: A * (d - np.sum(A * d, axis=-1, keepdims=True))),
    "clipped": Output(  # cut off at 0 and 1, where it is flat
        lambda F: np.clip(F, EDGE, 1 - EDGE), lambda A, d: d * ((A > EDGE) & (A < 1 - EDGE))
    ),
    "relu": Output(lambda F: np.maximum(F, 0), lambda A, d: d * (A > 0)),
}


def _times_log(t, a):
    """t log a, where 0 log 0 = 0."""
    return np.where(t == 0, 0, t * np.log(a))


def _over(t, a):
    """t / a, where 0 / 0 = 0."""
    return np.where(t == 0, 0, t / a)


def _hinge(A):
    return LOSSES["hinge" if A.shape[-1] == 1 else "multiclass_hinge"]


ERRORS = {
    "squared": Error(LOSSES["squared_error"].l, LOSSES["squared_error"].dl),
    "gaussian": Error(  # -log N(t | a, 1): the squared error and a constant, so the slope is the same
        lambda A, T: LOSSES["squared_error"].l(A, T) + 0.5 * A.shape[-1] * np.log(2 * np.pi),
        LOSSES["squared_error"].dl,
    ),
    "hinge": Error(lambda A, T: _hinge(A).l(A, T), lambda A, T: _hinge(A).dl(A, T)),  # t = -1, +1; or one-hot
    "binary": Error(  # binary cross-entropy, of every output by itself
        lambda A, T: -np.sum(_times_log(T, A) + _times_log(1 - T, 1 - A), axis=-1),
        lambda A, T: _over(1 - T, 1 - A) - _over(T, A),
    ),
    "categorical": Error(  # categorical cross-entropy: only the output of the right class counts
        lambda A, T: -np.sum(_times_log(T, A), axis=-1),
        lambda A, T: -_over(T, A),
    ),
}


def per_sample(output: str, error: str, F: np.ndarray, T: np.ndarray) -> np.ndarray:
    """The loss of each sample, by the formula as it is written; nan where it has the logarithm of 0 or less.

    output : a name in OUTPUTS;  error : a name in ERRORS;  F (…, n, M) before the output activation;  T (n, M)
    returns: (…, n)
    raises : BadInput for an unknown name
    """
    chosen, loss = lookup(OUTPUTS, output, "output", "输出"), lookup(ERRORS, error, "loss", "损失函数")
    return _defined(loss, chosen.g(F), T)


def pair(output: str, error: str) -> Loss:
    """Output activation and error joined to a Loss of f that trains with any numbers as targets.

    dl/df = g'(f) · dl/da;  loss and slope of a sample are nan where its loss is undefined

    output : a name in OUTPUTS;  error : a name in ERRORS
    raises : BadInput for an unknown name
    """
    chosen, loss = lookup(OUTPUTS, output, "output", "输出"), lookup(ERRORS, error, "loss", "损失函数")

    def value(F, T):
        return _defined(loss, chosen.g(F), T)

    def slope(F, T):
        A = chosen.g(F)
        undefined = np.isnan(_defined(loss, A, T))[..., None]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(undefined, np.nan, chosen.back(A, loss.da(A, T)))

    return Loss(f"{output} + {error}", "", output, "", lambda F, T: np.asarray(T, float), value, slope)


def _defined(loss, A, T):
    with np.errstate(divide="ignore", invalid="ignore"):
        values = loss.l(A, T)
    return np.where(np.isfinite(values), values, np.nan)
