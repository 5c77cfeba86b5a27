"""f = W h + b is linear in its parameters, so the best ones need no descent: a formula gives them, or a solver.

h may be the input x, or what any layer of a network makes of it: so one can ask anywhere in a network how well a linear
model does there. For the squared error the best W and b are a formula. With other losses the formula goes, but not the
exact answer: the best line for the absolute error passes through two of the points, the one for Huber's loss is a
weighted least squares that finds its own weights, and for the cross-entropy Newton's method arrives in a few steps.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.activations import Array, sigmoid
from course_nn.common.errors import BadInput
from course_nn.losses import LOSSES
from course_nn.optimizers import optimizer, soft_threshold


class Fit(NamedTuple):
    """The parameters of f = W h + b, a layer's; or of f = w·h + b if targets are (n,).
    f = W h + b 的参数，即一层的参数；若目标为 (n,)，则为 f = w·h + b 的参数。
    """

    W: np.ndarray  # (M, N), or (N,); of many problems at once with their axes in front
    b: np.ndarray  # (M,), or a number; likewise


# ---- regression ------------------------------------------------------------------------------------------------------


def least_squares(H: np.ndarray, Y: np.ndarray, lam: float = 0.0, weights: np.ndarray | None = None) -> Fit:
    """The W and b with the smallest squared error, ridge regression with λ > 0; the bias is not penalised.
    使平方误差最小的 W 与 b；λ > 0 时为岭回归；偏置不受惩罚。

    W, b = argmin Σ_i s_i ½‖W h_i + b - y_i‖² + λ ½‖W‖²
    Measured from the weighted means, W = Yᵀ S H (Hᵀ S H + λ I)⁻¹, and b = ȳ - W h̄.

    H       : (n, N) inputs, or (n,) if N = 1; the last hidden layer ψ(x), for instance; (…, n, N) many at once
    Y       : (n, M) or (n,) targets, any unit
    lam     : λ ≥ 0; with λ = 0 and columns of H that depend on each other, the W of the smallest length
    weights : (n,) s_i ≥ 0, not all 0; None counts every sample once
    returns : Fit
    raises  : BadInput for shapes that do not fit, λ < 0, or weights that cannot be
    source  : Bishop, Pattern Recognition and Machine Learning, eqs. (3.28) and (3.34)
    """
    H, Y, s = _checked(H, Y, lam, weights)
    *many, _, N = H.shape
    columns = Y.reshape(len(Y), -1)  # (n, M)
    H_mean, Y_mean = s @ H / s.sum(), s @ columns / s.sum()  # (…, N), (M,)
    root = np.sqrt(s)[:, None]
    price = np.broadcast_to(np.sqrt(lam) * np.eye(N), (*many, N, N))  # a penalty is N more samples that want 0
    rows = np.concatenate([root * (H - H_mean[..., None, :]), price], axis=-2)  # (…, n + N, N)
    goals = np.concatenate([root * (columns - Y_mean), np.zeros((N, len(Y_mean)))])  # (n + N, M)
    smallest = max(rows.shape[-2:]) * np.finfo(rows.dtype).eps  # of the singular values, beside the largest
    W = (np.linalg.pinv(rows, rtol=smallest) @ goals).mT  # (…, M, N)
    b = Y_mean - _times(W, H_mean)  # (…, M)
    return Fit(W, b) if Y.ndim == 2 else Fit(W[..., 0, :], b[..., 0])


def least_absolute_deviations(x: np.ndarray, y: np.ndarray) -> Fit:
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
            f"确定直线需要两个不同的 x；收到 {len(x)} 个，全为 {x[0]:g}。请换一个输入",
        )
    w = (y[k] - y[i]) / (x[k] - x[i])  # (pairs,)
    b = y[i] - w * x[i]
    best = np.abs(np.outer(w, x) + b[:, None] - y).sum(axis=1).argmin()
    return Fit(w[best : best + 1], b[best])


def huber_regression(H: np.ndarray, y: np.ndarray, steps: int = 2000) -> Fit:
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


# ---- one slope, and what a penalty makes of it -----------------------------------------------------------------------


def ridge_slope(x: np.ndarray, y: np.ndarray, lam: Array) -> np.ndarray:
    """The slope of f = w x that minimises Σ ½ (w x - y)² + λ ½ w²: small for a large λ, but never 0.
    使 Σ ½ (w x - y)² + λ ½ w² 最小的斜率：λ 越大越小，但不会变成 0。

    w* = Σxy / (Σx² + λ)

    x, y : (n,), x not all 0;  lam : λ ≥ 0, a number or an array of them;  returns the shape of lam
    """
    return x @ y / (x @ x + lam)


def lasso_slope(x: np.ndarray, y: np.ndarray, lam: Array) -> np.ndarray:
    """The slope of f = w x that minimises Σ ½ (w x - y)² + λ |w|: exactly 0 from λ = |Σxy| on.
    使 Σ ½ (w x - y)² + λ |w| 最小的斜率：从 λ = |Σxy| 起恰好为 0。

    w* = soft_threshold(Σxy, λ) / Σx²

    x, y : (n,), x not all 0;  lam : λ ≥ 0, a number or an array of them;  returns the shape of lam
    source : Tibshirani, Regression Shrinkage and Selection via the Lasso (1996), section 2.2
    """
    return soft_threshold(x @ y, lam) / (x @ x)


# ---- classification --------------------------------------------------------------------------------------------------


def linear_classifier(H: np.ndarray, y: np.ndarray, lam: float = 0.1) -> Fit:
    """The logistic regression σ(v·h + c) with the smallest Σ l + ½ λ ‖v‖², by Newton's method; on a layer, a probe.
    逻辑回归 σ(v·h + c)：用牛顿法使 Σ l + ½ λ ‖v‖² 最小；用于某一层时即“探针”。

    θ <- θ - (H₁ᵀ diag(p (1 - p)) H₁ + λ D)⁻¹ (H₁ᵀ (p - y) + λ D θ),   p = σ(H₁ θ)

    A step that would raise the objective is halved until it does not. With λ > 0 there is one lowest point, also where
    the classes are separable.

    H       : (n, N), or (…, n, N) many at once;  y : (n,) 0 or 1;  lam : λ > 0
    returns : Fit, v (N,) and c
    raises  : BadInput for λ ≤ 0
    source  : Bishop, Pattern Recognition and Machine Learning, eqs. (4.92) to (4.99); Alain & Bengio, Understanding
              intermediate layers using linear classifier probes (2016)
    """
    if not lam > 0:
        raise BadInput(
            f"a linear classifier needs λ > 0, because otherwise separable classes have no best one; got {lam!r}, "
            "try 0.1",
            f"线性分类器需要 λ > 0，否则可分的两类没有最优解；收到 {lam!r}；可以试试 0.1",
        )

    def height(theta):
        return objective(H, y, theta[..., :-1], theta[..., -1], "binary_cross_entropy", lam)

    H1, price = _with_ones(H), _price(H, lam)  # (…, n, N + 1), (N + 1, N + 1)
    theta = np.zeros((*H1.shape[:-2], H1.shape[-1]))  # (…, N + 1)
    for _ in range(100):
        p = sigmoid(_times(H1, theta))  # (…, n)
        slope = _times(H1.mT, p - y) + theta @ price
        curvature = (H1 * (p * (1 - p))[..., None]).mT @ H1 + price  # (…, N + 1, N + 1)
        step = np.linalg.solve(curvature, slope[..., None])[..., 0]
        theta = theta - _not_uphill(height, theta, step) * step
        if np.abs(step).max() < 1e-9:
            break
    return Fit(theta[..., :-1], theta[..., -1])


def _not_uphill(height, theta, step):
    """The share of each step, 1, ½, ¼, …, that does not raise the height: (…, 1)."""
    before, share = height(theta), np.ones((*theta.shape[:-1], 1))
    while np.any(worse := height(theta - share * step) > before + 1e-12):
        share = np.where(worse[..., None], share / 2, share)
    return share


def fewest_errors(X: np.ndarray, y: np.ndarray) -> int:
    """How many points the best straight line in the plane still leaves on the wrong side; 0 means linearly separable.
    平面上最好的一条直线仍会分错多少个点；0 表示线性可分。

    The best line can be moved until it touches a point. So a line is turned around every point by half a turn, and the
    errors are counted between any two moments at which it sweeps over another point.

    X : (n, 2);  y : (n,) 0 or 1;  returns int, exact
    """
    X, sign = np.asarray(X, float), np.where(y, 1, -1)
    away = X - X[:, None]  # (n, n, 2), from each pivot to each point
    here = ~away.any(axis=-1)  # the pivot itself, and what lies in the same place
    others = np.where(here, 0, sign)  # (n, n)
    angle = np.arctan2(away[..., 1], away[..., 0])  # (n, n)
    above = (0 <= angle) & (angle < np.pi)  # these the line loses on its left in half a turn; the others it gains
    turn = angle % np.pi
    order = np.argsort(turn, axis=1)
    turn = np.take_along_axis(turn, order, axis=1)
    change = np.take_along_axis(np.where(above, -others, others), order, axis=1)
    left = np.sum(others * above, axis=1, keepdims=True) + np.cumsum(change, axis=1)  # class 1 less class 0, left of it
    lead = np.maximum(left, np.sum(others, axis=1, keepdims=True) - left)  # or right of it
    between = np.diff(turn, axis=1, append=turn[:, :1] + np.pi) > 1e-9
    best = np.where(between, lead, -len(X)).max(axis=1) + np.maximum(0, np.sum(sign * here, axis=1))
    return int(np.sum(sign > 0) - best.max())


# ---- the last layer of a network by itself ---------------------------------------------------------------------------

# The best last layer for each of the losses.
REFIT: dict[str, Callable] = {"squared_error": least_squares, "binary_cross_entropy": linear_classifier}


def objective(H: np.ndarray, y: np.ndarray, v: np.ndarray, c: Array, loss: str, lam: float = 0.0) -> np.ndarray:
    """What training minimises, of a last layer v·h + c by itself: mean loss + λ / n · ½ ‖v‖².
    单独就最后一层 v·h + c 而言训练所最小化的量：平均损失 + λ / n · ½ ‖v‖²。

    H : (…, n, N);  y : (n,);  v : (…, N);  c : (…);  loss : a name in REFIT;  returns (…)
    """
    f = _times(H, v) + np.asarray(c)[..., None]  # (…, n)
    return LOSSES[loss].l(f[..., None], y[:, None]).mean(axis=-1) + lam / len(y) / 2 * np.sum(np.square(v), axis=-1)


def descend_alone(
    H: np.ndarray, y: np.ndarray, v: np.ndarray, c: Array, loss: str, lam: float = 0.0, steps: int = 400
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Freeze ψ and go on training the last layer alone, by gradient descent with Nesterov's momentum.
    冻结 ψ，只用带 Nesterov 动量的梯度下降继续训练最后一层。

    The learning rate is 1 / the largest curvature that the objective can have, so no step is too long.

    arguments as in objective;  returns v (…, N), c (…), objective after each step (steps + 1, …)
    """
    H1, price, n = _with_ones(H), _price(H, lam), len(y)
    theta = np.concatenate([v, np.asarray(c)[..., None]], axis=-1)  # (…, N + 1)
    steepest = 0.25 if loss == "binary_cross_entropy" else 1.0  # d²l/df² at most
    curvature = (steepest * np.linalg.norm(H1, 2, axis=(-2, -1)) ** 2 + lam) / n
    descent = optimizer("nesterov", 1 / curvature[..., None], beta=0.95)
    history = [objective(H, y, v, c, loss, lam)]
    for _ in range(steps):
        error = LOSSES[loss].dl(_times(H1, theta), y)  # (…, n)
        descent.step(theta, (_times(H1.mT, error) + theta @ price) / n)
        history.append(objective(H, y, theta[..., :-1], theta[..., -1], loss, lam))
    return theta[..., :-1], theta[..., -1], np.array(history)


def _checked(H, Y, lam=0.0, weights=None):
    """Inputs as (…, n, N), targets as they are, weights (n,)."""
    H, Y = np.asarray(H, float), np.asarray(Y, float)
    H = H[:, None] if H.ndim == 1 else H
    s = np.ones(len(Y)) if weights is None else np.asarray(weights, float)
    if not (H.ndim >= 2 and Y.ndim in (1, 2) and H.shape[-2] == len(Y) > 0 and Y.size and H.size):
        raise BadInput(
            f"expected one row of inputs for each target, H (n, N) and Y (n, M); got {H.shape}, {Y.shape}",
            f"每个目标应有一行输入，H (n, N)、Y (n, M)；收到 {H.shape}、{Y.shape}",
        )
    if not (lam >= 0 and s.shape == (len(Y),) and np.all(s >= 0) and s.any()):
        raise BadInput(
            f"expected λ ≥ 0 and {len(Y)} weights ≥ 0, not all 0; got λ = {lam!r}, weights {s.shape}",
            f"要求 λ ≥ 0，{len(Y)} 个权重 ≥ 0 且不全为 0；收到 λ = {lam!r}，权重 {s.shape}",
        )
    return H, Y, s


def _with_ones(H):
    return np.concatenate([H, np.ones((*H.shape[:-1], 1))], axis=-1)


def _price(H, lam):
    return lam * np.diag([1.0] * H.shape[-1] + [0.0])  # (N + 1, N + 1), of the weights; the bias is free


def _times(A, x):
    return (A @ x[..., None])[..., 0]
