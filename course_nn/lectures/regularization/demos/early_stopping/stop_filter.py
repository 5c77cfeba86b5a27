"""Stopping early and a ridge penalty both hold back the flat directions: both over the curvature."""

from typing import NamedTuple

import numpy as np

from course_nn.lectures.regularization.regularization import matching_lambda, stop_factors

CURVATURES = np.logspace(-3, np.log10(2), 200)
MARKED = np.array([1.0, 0.1, 0.01])  # curvatures whose numbers are given


class Filter(NamedTuple):
    """How much of the optimum is reached along each curvature, by τ steps of descent and by ridge."""

    factors: np.ndarray  # (2, 200) over CURVATURES, of stopping and of ridge
    matching: np.ndarray  # (200,) the λ with which ridge reaches the same share
    marked: np.ndarray  # (3, 3) both factors, and the λ that matches, at MARKED
    knobs: np.ndarray  # (2, 2) a place on each curve, by which τ and λ are changed: h = 1 / (ητ), and h = λ
    gap: float  # the largest between the factors
    where: float  # its curvature


def stop_beside_ridge(eta: float, tau: int, lam: float) -> Filter:
    """Stopping after τ steps beside a ridge penalty λ.

    1 − (1 − ηh)^τ  beside  h / (h + λ)

    eta : η > 0 with ηh ≤ 2 for h up to 2;  tau : steps, 1 or more;  lam : λ > 0
    raises : BadInput as stop_factors does
    source : Ali, Kolter & Tibshirani, A Continuous-Time View of Early Stopping for Least Squares Regression (2019)
    """
    factors = np.stack([stop_factors(CURVATURES, eta, tau), CURVATURES / (CURVATURES + lam)])
    gaps = np.abs(factors[0] - factors[1])
    return Filter(
        factors=factors,
        matching=matching_lambda(CURVATURES, eta, tau),
        marked=np.stack([stop_factors(MARKED, eta, tau), MARKED / (MARKED + lam), matching_lambda(MARKED, eta, tau)]),
        knobs=np.array([(1 / (eta * tau), 1 - (1 - 1 / tau) ** tau), (lam, 0.5)]),
        gap=float(gaps.max()),
        where=float(CURVATURES[gaps.argmax()]),
    )
