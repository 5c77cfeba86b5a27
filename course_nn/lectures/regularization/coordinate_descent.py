"""A price on |w| has a corner at 0, and no slope there; but for one weight at a time the minimum is a formula."""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.optimizers import soft_threshold


def lowest_with_corners(
    A: np.ndarray, c: np.ndarray, lam: np.ndarray | float, ridge: np.ndarray | float = 0.0, sweeps: int = 100_000
) -> np.ndarray:
    """Where ½ wᵀA w - c·w + λ Σ |w_j| + μ ½ ‖w‖² is smallest, one weight after the other until none moves any more.

    w_j ← soft_threshold(c_j - Σ_(k≠j) A_jk w_k, λ) / (A_jj + μ)

    A       : (N, N) symmetric, positive semidefinite, its diagonal > 0;  c : (N,)
    lam     : λ ≥ 0, a number, or (K,) for many;  ridge : μ ≥ 0, likewise
    returns : (N,) or (K, N)
    raises  : BadInput for a diagonal that is not positive, λ or μ < 0, or if it has not arrived after so many sweeps
    source  : Friedman, Hastie & Tibshirani, Regularization Paths for Generalized Linear Models (2010), eq. (5)
    """
    A, c, lam = np.asarray(A, float), np.asarray(c, float), np.asarray(lam, float)
    if not (np.all(np.diag(A) > 0) and np.all(lam >= 0) and np.all(np.asarray(ridge) >= 0)):
        raise BadInput(
            "expected λ ≥ 0 and inputs that vary, each with a curvature above 0; leave out a constant column",
            "要求 λ ≥ 0，且每个输入都有变化（曲率大于 0）；请去掉取值不变的列",
        )
    w = np.zeros((*lam.shape, len(c)))  # (N,) or (K, N)
    for _ in range(sweeps):
        before = w.copy()
        for j in range(len(c)):
            pull = c[j] - w @ A[j] + A[j, j] * w[..., j]  # () or (K,), of all that the others leave over
            w[..., j] = soft_threshold(pull, lam) / (A[j, j] + ridge)
        if np.abs(w - before).max() <= 1e-13 * np.abs(w).max():
            return w
    raise BadInput(
        f"no lowest point after {sweeps} sweeps: the inputs are almost copies of each other; leave one of them out",
        f"{sweeps} 遍之后仍未收敛：有的输入几乎彼此重复；请去掉其中之一",
    )
