"""What a price on the weights does to the best ones: to two weights, in their plane, and to those of the penguins.

The mean loss is the parabola ½ (w - w*)ᵀ H (w - w*), the price λ/n (α ‖w‖₁ + (1 - α) ½ ‖w‖²): α is 0 for L2, 1 for L1,
½ for the elastic net. The price λ here is the one beside the mean loss, λ/n of the course.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import penguins
from course_nn.lectures.regularization.coordinate_descent import lowest_with_corners
from course_nn.optimizers import soft_threshold

ALPHAS = {"l2": 0.0, "elastic": 0.5, "l1": 1.0}
INPUTS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm")
NOISE_COLUMNS = 7


def curvature(rho: float) -> np.ndarray:
    """The curvature H of the mean loss of two standardised inputs with correlation ρ.

    rho : -1 < ρ < 1;  returns (2, 2)
    """
    return np.array([[1.0, rho], [rho, 1.0]])


def best_weights(H: np.ndarray, c: np.ndarray, lams: np.ndarray, alpha: float) -> np.ndarray:
    """The best weights for many prices: where ½ wᵀHw - c·w + λ (α ‖w‖₁ + (1 - α) ½ ‖w‖²) is smallest.

    α = 0: w = (H + λI)⁻¹ c, each eigenvector of H shrunken by h / (h + λ)

    H : (N, N) curvature of the mean loss;  c : (N,) Hw*;  lams : (K,) ≥ 0;  alpha : 0 … 1;  returns (K, N)
    source : Zou & Hastie, Regularization and Variable Selection via the Elastic Net (2005)
    """
    if alpha:
        return lowest_with_corners(H, c, alpha * lams, (1 - alpha) * lams)
    h, V = np.linalg.eigh(H)
    return (V.T @ c / (h + lams[:, None])) @ V.T


def price(w: np.ndarray, alpha: float) -> np.ndarray | float:
    """α ‖w‖₁ + (1 - α) ½ ‖w‖² of weights (…, N): (…)."""
    return alpha * np.abs(w).sum(axis=-1) + (1 - alpha) / 2 * np.square(w).sum(axis=-1)


def rim(t: float, alpha: float, directions: np.ndarray) -> np.ndarray:
    """All pairs of weights whose price is t: a circle, a diamond, or something between the two.

    α s r + (1 - α) r²/2 = t with s = |u₁| + |u₂| gives the distance r in the direction u

    t : ≥ 0;  directions : (m, 2) of length 1;  returns (m, 2)
    """
    s = alpha * np.abs(directions).sum(axis=1)  # (m,)
    r = 2 * t / (s + np.sqrt(s**2 + 2 * (1 - alpha) * t)) if t else np.zeros(len(s))
    return r[:, None] * directions


def gives_zero(H: np.ndarray, best: np.ndarray, lam: float, alpha: float) -> np.ndarray:
    """Whether the price sets at least one of two weights to exactly 0; for many places of the optimum.

    w_j = 0 is best if the slope that the other weight leaves there is at most λα.

    H : (2, 2);  best : (…, 2) w*;  returns (…) bool
    """
    c, corner = best @ H, alpha * lam
    if not corner:
        return np.zeros(c.shape[:-1], bool)
    alone = soft_threshold(c, corner) / (np.diag(H) + (1 - alpha) * lam)  # each weight if the other is 0
    left = c - H[0, 1] * alone[..., ::-1]
    return (np.abs(left) <= corner).any(axis=-1)


class Standardised(NamedTuple):
    """What the mean squared error of a linear regression on standardised inputs depends on."""

    H: np.ndarray  # (N, N) correlations of the inputs
    c: np.ndarray  # (N,) correlations of the inputs with the target


@memoized
def penguin_regression(noise: bool) -> Standardised:
    """Body mass of 342 penguins from bill length, bill depth and flipper length; and from columns of noise, if wanted.

    Inputs and mass are centred and divided by their standard deviation (of all birds, divisor n).

    noise   : whether 7 columns of normal noise are added, standardised likewise
    returns : Standardised
    """
    birds = penguins(("Adelie", "Chinstrap", "Gentoo"), (*INPUTS, "body_mass_g")).X
    columns = NOISE_COLUMNS if noise else 0
    X = np.column_stack([birds[:, :-1], np.random.default_rng(0).normal(size=(len(birds), columns)), birds[:, -1]])
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    both = Z.T @ Z / len(Z)
    return Standardised(H=both[:-1, :-1], c=both[:-1, -1])
