"""Functions that networks are to follow, given as a text: what is wanted, what bumps and towers leave, what is learned.

On [0, 1] functions are compared at 500 points, on the unit square at 67 × 67; all that takes long is remembered.
"""

from typing import NamedTuple

import numpy as np

from course_nn.expressions import Expression, read
from course_nn.lectures.deep_vs_shallow.approximation import (
    FINE,
    UNITS,
    best,
    bump_deviations,
    fit_last_layer,
    learn,
    tower_rms,
)
from course_nn.patience import remembered

SIDE = 67  # points; a prime, or else they would all lie equally well between the flanks, and errors look too small
EDGE = (np.arange(SIDE) + 0.5) / SIDE  # (67,)
SQUARE = np.stack(np.meshgrid(EDGE, EDGE), axis=-1).reshape(-1, 2)  # (4489, 2)
BUMPS = np.array([1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 38, 50])  # N at which the errors of bumps are computed
TOWERS = np.arange(1, 9)  # and those of N × N towers
RUNS = 3  # random starts, of which the best is taken


class Target(NamedTuple):
    """A function that is wanted.
    要逼近的函数。
    """

    f: Expression
    values: np.ndarray  # (500,) at FINE, or (67, 67) over the square
    spread: float  # standard deviation of the values, nan for a constant


@remembered
def on_line(text):
    """A function of x on [0, 1].  returns Target
    [0, 1] 上关于 x 的函数。
    """
    f = read(text)
    return _target(f, f(FINE[:, 0]))


@remembered
def on_square(text):
    """A function of x1 and x2 on the unit square.  returns Target
    单位正方形上关于 x1、x2 的函数。
    """
    f = read(text, ("x1", "x2"))
    return _target(f, f(*SQUARE.T).reshape(SIDE, SIDE))


@remembered
def bump_errors(text, unit, k):
    """The Deviation of so many bumps as BUMPS says, of steepness k: a list.
    BUMPS 所列数目的凸起（陡度 k）各自的偏差。
    """
    return bump_deviations(on_line(text).f, BUMPS, unit, k)


@remembered
def tower_errors(text, unit, k, g, t):
    """Root mean squares of so many towers a side as TOWERS says, of steepness k, gain g and threshold t: (8,).
    TOWERS 所列边数的塔（陡度 k、增益 g、阈值 t）各自的均方根误差：(8,)。
    """
    return tower_rms(on_square(text).f, len(TOWERS), SIDE, unit, k, g, t)


def all_tower_errors(text, k, g, t):
    """tower_errors of every unit: steps have no steepness, and only sigmoids a gain.
    各种单元的 tower_errors：阶跃没有陡度，只有 sigmoid 有增益。
    """
    shapes = {"step": (1.0, 1.0), "sigmoid": (k, g), "relu": (k, 1.0)}
    return [tower_errors(text, unit, *shapes[unit], t) for unit in UNITS]


@remembered
def learned_on_line(text, hidden, unit, way, epochs):
    """What the best of a few networks of that size learns: (500,); nan for the way "none", or for steps.
    若干同样大小的网络中最好的一个学到的函数：(500,)；way 为 "none" 或用阶跃时为 nan。

    way : "none", "last" for the last layer only, or one of STARTS
    """
    target = on_line(text)
    if way == "none" or unit == "step":
        return np.full_like(target.values, np.nan)
    if way == "last":
        return best(fit_last_layer(target.f, hidden, unit, RUNS), FINE, target.values)
    networks = yield from learn(target.f, hidden, unit, epochs, RUNS, start=way)
    return best(networks, FINE, target.values)


@remembered
def learned_on_square(text, units, unit, way, epochs):
    """The same with two inputs: (67, 67). With two hidden layers, or for "last" with one of all their units.
    同上，两个输入：(67, 67)。两个隐藏层；way 为 "last" 时把全部单元放在一个隐藏层。
    """
    target = on_square(text)
    if way == "none" or unit == "step":
        return np.full_like(target.values, np.nan)
    if way == "last":
        networks = fit_last_layer(target.f, sum(units), unit, RUNS, inputs=2)
    else:
        networks = yield from learn(target.f, units, unit, epochs, RUNS, inputs=2, start=way)
    return best(networks, SQUARE, target.values.ravel()).reshape(SIDE, SIDE)


def _target(f, values):
    return Target(f, values, values.std() if np.ptp(values) > 1e-9 else np.nan)
