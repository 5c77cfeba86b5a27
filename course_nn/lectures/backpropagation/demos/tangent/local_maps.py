"""Close enough, every smooth map is a matrix: its rows are the outputs' gradients, and a circle becomes an ellipse.

The gradient points where f grows fastest, and its length says how fast; the slope in any other direction is its
projection. It knows nothing of what lies farther away: −∇f need not point at the minimum.

source : T. M. Apostol, Mathematical Analysis (1974), chapter 12
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.autodiff import gradient

INPUTS = ("x1", "x2")
MAPS = {  # one or two outputs of x1 and x2, typed
    "bowl": ("½x1² + 2x2²",),  # curvatures 1 and 4: κ = 4
    "square": ("x1² − x2²", "2x1 x2"),  # of the complex number x1 + i x2
    "layer": ("tanh(1.2x1 − 0.8x2 + 0.2)", "tanh(0.6x1 + x2 − 0.3)"),
}


class Local(NamedTuple):
    """A map at a point."""

    value: np.ndarray  # (M,)
    J: np.ndarray  # (M, 2), a row the gradient of an output


def local_map(outputs: tuple, point: np.ndarray | tuple) -> Local:
    """The value and the Jacobian of a map of two inputs.

    J = ∂f_i/∂x_j

    outputs : M texts of x1 and x2, as of autodiff.gradient;  point : (2,)
    raises  : BadInput as autodiff.gradient does
    """
    values = dict(zip(INPUTS, map(float, point)))
    pairs = [gradient(text, values) for text in outputs]
    return Local(
        np.array([value for value, _ in pairs]),
        np.array([[slopes[name] for name in INPUTS] for _, slopes in pairs]),
    )


def direction(degrees: np.ndarray | float) -> np.ndarray:
    """The unit vector u at that angle from the x1 axis.

    degrees : a number or (n,);  returns (2,) or (n, 2)
    """
    theta = np.radians(degrees)
    return np.stack([np.cos(theta), np.sin(theta)], axis=-1)


def linear_error(outputs: tuple, point: np.ndarray | tuple, step: np.ndarray) -> float:
    """How far the map is from its linear part after a step; about in proportion to the square of the step.

    ‖f(x + s) − f(x) − J s‖

    point, step : (2,)
    """
    here, there = local_map(outputs, point), local_map(outputs, np.add(point, step))
    return float(np.linalg.norm(there.value - here.value - here.J @ step))


def misdirection(slope: np.ndarray, way: np.ndarray) -> float:
    """The angle between −∇f and the way to the minimum, in degrees: 0 where steepest descent points at it.

    slope : (2,) ∇f, not 0;  way : (2,) from the point to the minimum, not 0
    raises: BadInput where one of them is 0
    """
    sizes = np.linalg.norm(slope) * np.linalg.norm(way)
    if not sizes:
        raise BadInput(
            "at the minimum there is no direction to it; try a point beside it",
            "在最小值处没有指向它的方向；请取旁边的一点",
        )
    return float(np.degrees(np.arccos(np.clip(-np.dot(slope, way) / sizes, -1, 1))))


def largest_misdirection(kappa: int) -> float:
    """How far steepest descent points past the minimum of a quadratic at worst, in degrees.

    arccos(2√κ / (1 + κ)), where x2 : x1 = 1 : √κ

    kappa  : κ ≥ 1, the larger curvature over the smaller
    """
    return float(np.degrees(np.arccos(2 * np.sqrt(kappa) / (1 + kappa))))
