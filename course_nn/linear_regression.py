"""f = Wh + b is linear in W and b, so for the squared error the best W and b need no descent: they are a formula.

With other losses the formula goes, but not always the exact answer: the best line for the absolute error passes
through two of the points, and the one for Huber's loss is a weighted least squares that finds its own weights.
"""

from typing import NamedTuple

import numpy as np

from course_nn.errors import BadInput


class Fit(NamedTuple):
    """The parameters of f = W h + b; a layer's W (M, N) and b (M,), or w (N,) and a number if targets are (n,).
    f = W h + b 的参数：一层的 W (M, N) 与 b (M,)；若目标为 (n,)，则为 w (N,) 与一个数。
    """

    W: np.ndarray
    b: np.ndarray


def least_squares(H, Y, lam=0.0, weights=None):
    """The W and b with the smallest squared error, ridge regression with λ > 0; the bias is not penalised.
    使平方误差最小的 W 与 b；λ > 0 时为岭回归；偏置不受惩罚。

    W, b = argmin Σ_i s_i ½‖W h_i + b - y_i‖² + λ ½‖W‖²
    Measured from the weighted means, W = Yᵀ S H (Hᵀ S H + λ I)⁻¹, and b = ȳ - W h̄.

    H       : (n, N) inputs, or (n,) if N = 1; the last hidden layer ψ(x), for instance
    Y       : (n, M) or (n,) targets, any unit
    lam     : λ ≥ 0; with λ = 0 and columns of H that depend on each other, the W of the smallest length
    weights : (n,) s_i ≥ 0, not all 0; None counts every sample once
    returns : Fit
    raises  : BadInput for shapes that do not fit, λ < 0, or weights that cannot be
    source  : Bishop, Pattern Recognition and Machine Learning, eqs. (3.28) and (3.34)
    """
    H, Y, s = _checked(H, Y, lam, weights)
    H_mean, Y_mean = s @ H / s.sum(), s @ Y / s.sum()  # (N,), (M,)
    root, N = np.sqrt(s)[:, None], H.shape[1]
    rows = np.concatenate([root * (H - H_mean), np.sqrt(lam) * np.eye(N)])  # (n + N, N), a penalty is N more samples
    goals = np.concatenate([root * (Y - Y_mean).reshape(len(Y), -1), np.zeros((N, Y[0].size))])  # (n + N, M)
    W = np.linalg.lstsq(rows, goals)[0].T  # (M, N)
    W = W[0] if Y.ndim == 1 else W
    return Fit(W, Y_mean - W @ H_mean)


def least_absolute_deviations(x, y):
    """The line with the smallest absolute error: some best line passes through two of the points, so try all pairs.
    使绝对误差最小的直线：必有一条最优直线穿过其中两点，因此逐对尝试即可。

    w, b = argmin Σ_i |w x_i + b - y_i|

    x, y    : (n,) with at least two different x; n² / 2 lines are tried
    returns : Fit, w (1,) and b; if several lines are best, the first one found
    raises  : BadInput if the shapes differ or all x are the same
    source  : Bloomfield & Steiger, Least Absolute Deviations (1983), chapter 1
    """
    x, y = _checked(x, y)[0][:, 0], np.asarray(y, float)
    i, k = np.triu_indices(len(x), 1)
    i, k = i[x[i] != x[k]], k[x[i] != x[k]]
    if not len(i):
        raise BadInput(
            f"a line needs two different x; all {len(x)} are {x[0]:g}. Try another input",
            f"确定直线需要两个不同的 x；现有 {len(x)} 个全为 {x[0]:g}。请换一个输入",
        )
    w = (y[k] - y[i]) / (x[k] - x[i])  # (pairs,)
    b = y[i] - w * x[i]
    best = np.abs(np.outer(w, x) + b[:, None] - y).sum(axis=1).argmin()
    return Fit(w[best : best + 1], b[best])


def huber_regression(H, y, steps=2000):
    """The smallest Huber loss, by least squares again and again: a residual beyond 1 counts with weight 1/|r| only.
    使 Huber 损失最小：反复做加权最小二乘，残差超过 1 的样本只按 1/|r| 计权。

    s_i ← 1 / max(1, |W h_i + b - y_i|), then least_squares with these weights, until they stay the same

    H       : (n, N) or (n,);  y : (n,), in the unit in which a residual of 1 is where the parabola ends
    returns : Fit, w (N,) and b
    raises  : BadInput for shapes that do not fit, or if it has not arrived after so many steps
    source  : Huber & Ronchetti, Robust Statistics (2009), section 7.8
    """
    H, y, s = _checked(H, y)
    for _ in range(steps):
        fit = least_squares(H, y, weights=s)
        before, s = s, 1 / np.maximum(1, np.abs(H @ fit.W + fit.b - y))  # (n,)
        if np.abs(s - before).max() < 1e-10:
            return fit
    raise BadInput(
        f"no best line after {steps} steps; try more of them, or a scale on which residuals are about 1",
        f"{steps} 步后仍未收敛；请增加步数，或换用使残差约为 1 的单位",
    )


def soft_threshold(c, lam):
    """Pull a number towards 0 by λ, and stop there.
    把一个数向 0 拉近 λ，到 0 为止。

    sign(c) · max(0, |c| - λ) = argmin_w ½ (w - c)² + λ |w|

    source : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), table 3.4
    """
    return np.sign(c) * np.maximum(0, np.abs(c) - lam)


def ridge_slope(x, y, lam):
    """The slope of f = w x that minimises Σ ½ (w x - y)² + λ ½ w²: small for a large λ, but never 0.
    使 Σ ½ (w x - y)² + λ ½ w² 最小的斜率：λ 越大越小，但不会变成 0。

    w* = Σxy / (Σx² + λ)

    x, y : (n,), x not all 0;  lam : λ ≥ 0, a number or an array of them;  returns the shape of lam
    """
    return x @ y / (x @ x + lam)


def lasso_slope(x, y, lam):
    """The slope of f = w x that minimises Σ ½ (w x - y)² + λ |w|: exactly 0 from λ = |Σxy| on.
    使 Σ ½ (w x - y)² + λ |w| 最小的斜率：从 λ = |Σxy| 起恰好为 0。

    w* = soft_threshold(Σxy, λ) / Σx²

    x, y : (n,), x not all 0;  lam : λ ≥ 0, a number or an array of them;  returns the shape of lam
    source : Tibshirani, Regression Shrinkage and Selection via the Lasso (1996), section 2.2
    """
    return soft_threshold(x @ y, lam) / (x @ x)


def _checked(H, Y, lam=0.0, weights=None):
    """Inputs as (n, N), targets as they are, weights (n,)."""
    H, Y = np.asarray(H, float), np.asarray(Y, float)
    H = H[:, None] if H.ndim == 1 else H
    s = np.ones(len(Y)) if weights is None else np.asarray(weights, float)
    if not (H.ndim == 2 and Y.ndim in (1, 2) and len(H) == len(Y) > 0 and Y.size and H.size):
        raise BadInput(
            f"expected one row of inputs for each target, H (n, N) and Y (n, M); got {H.shape}, {Y.shape}",
            f"每个目标应有一行输入，H (n, N)、Y (n, M)；现为 {H.shape}、{Y.shape}",
        )
    if not (lam >= 0 and s.shape == (len(Y),) and np.all(s >= 0) and s.any()):
        raise BadInput(
            f"expected λ ≥ 0 and {len(Y)} weights ≥ 0, not all 0; got λ = {lam!r}, weights {s.shape}",
            f"要求 λ ≥ 0，{len(Y)} 个权重 ≥ 0 且不全为 0；现为 λ = {lam!r}，权重 {s.shape}",
        )
    return H, Y, s
