"""The last layer is a linear regression or classification of ψ(x), and for a frozen ψ a solver finds the best one.

So one can ask anywhere in a network how well a linear model does there: of x, of a hidden layer, of ψ(x).
"""

import numpy as np

from course_nn.activations import sigmoid
from course_nn.errors import BadInput
from course_nn.losses import LOSSES
from course_nn.optimizers import optimizer


def fewest_errors(X, y):
    """How many points the best straight line in the plane still leaves on the wrong side; 0 means linearly separable.
    平面上最好的一条直线仍会分错多少个点；0 表示线性可分。

    The best line can be moved until it touches a point. So a line is turned around every point by half a turn, and the
    errors are counted between any two moments at which it sweeps over another point.

    X : (n, 2);  y : (n,) 0 or 1;  returns int, exact
    """
    X, sign = np.asarray(X, float), np.where(y, 1, -1)
    away = X - X[:, None]  # (n, n, 2), from each pivot to each point
    here = ~away.any(axis=-1)  # the pivot itself, and what lies in the same place
    angle, s = np.arctan2(away[..., 1], away[..., 0]), np.where(here, 0, sign)  # (n, n)
    above = (0 <= angle) & (angle < np.pi)  # these the line loses on its left in half a turn
    turn, order = angle % np.pi, np.argsort(angle % np.pi, axis=1)  # the others it gains
    turn, change = (np.take_along_axis(a, order, axis=1) for a in (turn, np.where(above, -s, s)))
    lead = np.sum(s * above, axis=1, keepdims=True) + np.cumsum(change, axis=1)  # class 1 less class 0, on the left
    lead = np.maximum(lead, np.sum(s, axis=1, keepdims=True) - lead)  # or on the right
    between = np.diff(turn, axis=1, append=turn[:, :1] + np.pi) > 1e-9
    best = np.where(between, lead, -len(X)).max(axis=1) + np.maximum(0, np.sum(sign * here, axis=1))
    return int(np.sum(sign > 0) - best.max())


def least_squares(H, y, lam=0.0):
    """The linear regression v·h + c with the smallest ½ Σ (v·h + c - y)² + ½ λ ‖v‖², in closed form.
    线性回归 v·h + c：以闭式解使 ½ Σ (v·h + c - y)² + ½ λ ‖v‖² 最小。

    (H₁ᵀH₁ + λ D) θ = H₁ᵀ y,   H₁ is H with a 1 appended, θ = (v, c), D = diag(1, …, 1, 0)

    H : (…, n, M), any number of problems at once;  y : (n,);  lam : λ ≥ 0;  returns v (…, M), c (…)
    source : Bishop, Pattern Recognition and Machine Learning, eq. (3.28)
    """
    H1, price = _with_ones(H), _price(H, lam)
    theta = _times(np.linalg.pinv(H1.mT @ H1 + price, hermitian=True), H1.mT @ y)  # (…, M + 1)
    return theta[..., :-1], theta[..., -1]


def linear_classifier(H, y, lam=0.1):
    """The logistic regression σ(v·h + c) with the smallest Σ l + ½ λ ‖v‖², by Newton's method; on a layer, a probe.
    逻辑回归 σ(v·h + c)：用牛顿法使 Σ l + ½ λ ‖v‖² 最小；用于某一层时即“探针”。

    θ <- θ - (H₁ᵀ diag(p (1 - p)) H₁ + λ D)⁻¹ (H₁ᵀ (p - y) + λ D θ),   p = σ(H₁ θ)

    A step that would raise the objective is halved until it does not. With λ > 0 there is one lowest point, also where
    the classes are separable.

    H : (…, n, M), any number of problems at once;  y : (n,) 0 or 1;  lam : λ > 0;  returns v (…, M), c (…)
    raises : BadInput for λ ≤ 0
    source : Bishop, Pattern Recognition and Machine Learning, eqs. (4.92) to (4.99); Alain & Bengio, Understanding
             intermediate layers using linear classifier probes (2016)
    """
    if not lam > 0:
        raise BadInput(
            f"a linear classifier needs λ > 0, or separable classes have no best one; got {lam!r}, try 0.1",
            f"线性分类器需要 λ > 0，否则可分的两类没有最优解；现为 {lam!r}，可试 0.1",
        )

    def height(theta):
        return objective(H, y, theta[..., :-1], theta[..., -1], "binary_cross_entropy", lam)

    H1, price = _with_ones(H), _price(H, lam)  # (…, n, M + 1), (M + 1, M + 1)
    theta = np.zeros((*H1.shape[:-2], H1.shape[-1]))  # (…, M + 1)
    for _ in range(100):
        p = sigmoid(_times(H1, theta))  # (…, n)
        slope = _times(H1.mT, p - y) + theta @ price
        step = np.linalg.solve((H1 * (p * (1 - p))[..., None]).mT @ H1 + price, slope[..., None])[..., 0]
        before, size = height(theta), np.ones((*theta.shape[:-1], 1))
        while np.any(worse := height(theta - size * step) > before + 1e-12):
            size = np.where(worse[..., None], size / 2, size)
        theta = theta - size * step
        if np.abs(step).max() < 1e-9:
            break
    return theta[..., :-1], theta[..., -1]


REFIT = {"squared_error": least_squares, "binary_cross_entropy": linear_classifier}  # the best last layer, by the loss


def objective(H, y, v, c, loss, lam=0.0):
    """What training minimises, of a last layer v·h + c by itself: mean loss + λ / n · ½ ‖v‖².
    单独就最后一层 v·h + c 而言训练所最小化的量：平均损失 + λ / n · ½ ‖v‖²。

    H : (…, n, M);  y : (n,);  v : (…, M);  c : (…);  loss : a name in REFIT;  returns (…)
    """
    f = _times(H, v) + np.asarray(c)[..., None]  # (…, n)
    return LOSSES[loss].l(f[..., None], y[:, None]).mean(axis=-1) + lam / len(y) / 2 * np.sum(np.square(v), axis=-1)


def descend_alone(H, y, v, c, loss, lam=0.0, steps=400):
    """Freeze ψ and go on training the last layer alone, by gradient descent with Nesterov's momentum.
    冻结 ψ，只用带 Nesterov 动量的梯度下降继续训练最后一层。

    The learning rate is 1 / the largest curvature that the objective can have, so no step is too long.

    arguments as in objective;  returns v (…, M), c (…), objective after each step (steps + 1, …)
    """
    H1, price, n = _with_ones(H), _price(H, lam), len(y)
    theta = np.concatenate([v, np.asarray(c)[..., None]], axis=-1)  # (…, M + 1)
    steepest = 0.25 if loss == "binary_cross_entropy" else 1.0  # d²l/df² at most
    curvature = (steepest * np.linalg.norm(H1, 2, axis=(-2, -1)) ** 2 + lam) / n
    descent, history = optimizer("nesterov", 1 / curvature[..., None], beta=0.95), [objective(H, y, v, c, loss, lam)]
    for _ in range(steps):
        error = LOSSES[loss].dl(_times(H1, theta), y)  # (…, n)
        descent.step(theta, (_times(H1.mT, error) + theta @ price) / n)
        history.append(objective(H, y, theta[..., :-1], theta[..., -1], loss, lam))
    return theta[..., :-1], theta[..., -1], np.array(history)


def _with_ones(H):
    return np.concatenate([H, np.ones((*H.shape[:-1], 1))], axis=-1)


def _price(H, lam):
    return lam * np.diag([1.0] * H.shape[-1] + [0.0])  # of the weights; the bias is free


def _times(A, x):
    return (A @ x[..., None])[..., 0]
