"""A Gaussian answer is a whole distribution; its loss −log N is large where it gives the target a small density."""

import numpy as np


def mean_nll(mean_square: np.ndarray | float, sigma: np.ndarray | float) -> np.ndarray | float:
    """-log N per point under one σ for all: the mean squared error, weighed by 1/2σ², and a constant.

    mean (y - μ)² / 2σ² + log(σ √(2π)), least for σ̂ = √(mean (y - μ)²)

    mean_square ≥ 0 in the unit of y²;  sigma > 0 in that of y;  numbers or arrays that broadcast
    source : Bishop, Pattern Recognition and Machine Learning, eq. (1.54)
    """
    return mean_square / (2 * sigma**2) + np.log(sigma * np.sqrt(2 * np.pi))


def covariance_matrix(s1: float, s2: float, rho: np.ndarray | float) -> np.ndarray:
    """Σ of two outputs, from their standard deviations and their correlation.

    Σ = (σ₁², ρσ₁σ₂; ρσ₁σ₂, σ₂²)

    s1, s2 > 0;  rho : -1 < ρ < 1, a number or an array (…);  returns (…, 2, 2)
    """
    Sigma = np.empty((*np.shape(rho), 2, 2))
    Sigma[..., 0, 0] = s1**2
    Sigma[..., 1, 1] = s2**2
    Sigma[..., 0, 1] = Sigma[..., 1, 0] = rho * s1 * s2
    return Sigma


def mean_nll_2d(S: np.ndarray, Sigma: np.ndarray) -> np.ndarray:
    """-log N per point for two outputs; S, the mean of r rᵀ over the residuals, is all that it needs of the points.

    ½ trace(Σ⁻¹ S) + ½ log|Σ| + log 2π, least for Σ = S

    S : (2, 2);  Sigma : (…, 2, 2);  returns (…)
    source : Bishop, Pattern Recognition and Machine Learning, section 2.3.4
    """
    trace = np.trace(np.linalg.solve(Sigma, np.broadcast_to(S, Sigma.shape)), axis1=-2, axis2=-1)
    return 0.5 * (trace + np.log(np.linalg.det(Sigma))) + np.log(2 * np.pi)


def squared_distances(R: np.ndarray, Sigma: np.ndarray) -> np.ndarray:
    """How far residuals lie from the mean, measured by Σ: the squared Mahalanobis distance.

    D² = rᵀ Σ⁻¹ r

    R : (n, d);  Sigma : (d, d);  returns (n,)
    source : Bishop, Pattern Recognition and Machine Learning, eq. (2.44)
    """
    return np.sum(R.T * np.linalg.solve(Sigma, R.T), axis=0)


def ellipse(Sigma: np.ndarray, points: int = 121) -> np.ndarray:
    """The closed curve around the mean on which D = 1: the unit circle, stretched by a root of Σ.

    r = L (cos t, sin t),  L Lᵀ = Σ;  Sigma : (2, 2);  returns (2, points)
    """
    t = np.linspace(0, 2 * np.pi, points)
    return np.linalg.cholesky(Sigma) @ np.stack([np.cos(t), np.sin(t)])
