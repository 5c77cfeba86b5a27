"""What a straight line costs: its residuals by one loss or another, and its slope by a penalty."""

from collections.abc import Callable

import numpy as np

from course_nn.linear_models import (
    huber_regression,
    lasso_slope,
    least_absolute_deviations,
    least_squares,
    ridge_slope,
)
from course_nn.losses import LOSSES
from course_nn.training import PENALTIES

FITS: dict[str, Callable] = {
    "squared_error": least_squares,
    "absolute_error": least_absolute_deviations,
    "huber": huber_regression,
}
BEST_SLOPE = {"l2": ridge_slope, "l1": lasso_slope}  # w*(λ) in closed form


def terms(w: np.ndarray | float, x: np.ndarray, y: np.ndarray, lam: float, penalty: str) -> np.ndarray:
    """The two terms of the objective for f = w x: what the residuals cost, and what the slope costs.

    Σ_i ½ (w x_i - y_i)²  and  λ · penalty(w), of which training makes the sum small

    w : a number or an array (…);  x, y : (n,);  lam : λ ≥ 0;  penalty : "l2" (½w²) or "l1" (|w|);  returns (2, …)
    source : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 3.4
    """
    losses = LOSSES["squared_error"].per_sample(np.multiply.outer(w, x), y).sum(axis=-1)
    return np.stack([losses, lam * PENALTIES[penalty].value(w)])


def best_line(loss: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The w and b of the line f = w x + b with the smallest sum of losses.

    loss : a name in FITS;  x, y : (n,);  returns (2,)
    """
    fit = FITS[loss](x, y)
    return np.array([*fit.W, fit.b])


def squares_on_residuals(x: np.ndarray, y: np.ndarray, w: float, b: float) -> np.ndarray:
    """A square on each residual r = w x + b - y, with the area r², on the side where it does not cross the line.

    x, y : (n,);  returns (n, 4, 2), the corners
    """
    f = w * x + b
    outwards = np.where((f - y) * w >= 0, 1, -1)
    far = x + outwards * np.abs(f - y)
    corners = [(x, f), (far, f), (far, y), (x, y)]
    return np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)
