"""Logistic regression is the neuron you already know: weigh, add, squash; its loss is a single valley.

y = σ(wᵀx + b) is the probability of class 1.

source : C. M. Bishop, Pattern Recognition and Machine Learning (2006), sections 4.3.2 and 4.3.3
"""

from typing import NamedTuple

import numpy as np

from course_nn.activations import Array, sigmoid
from course_nn.common.errors import BadInput


class Standard(NamedTuple):
    """Measurements with mean 0 and standard deviation 1, and what was taken off to get them.
    均值为 0、标准差为 1 的测量值，以及变换所用的均值与标准差。
    """

    Z: np.ndarray  # (n, N), no unit
    mean: np.ndarray  # (N,), in the measurements' own units
    std: np.ndarray  # (N,), likewise


class Descent(NamedTuple):
    """The path of a descent, step 0 (the start) included.
    下降的完整路径，包括第 0 步（起点）。
    """

    w: np.ndarray  # (steps + 1, N)
    b: np.ndarray  # (steps + 1,)
    loss: np.ndarray  # (steps + 1,)


def standardise(X: np.ndarray) -> Standard:
    """Measure from the mean, in standard deviations: the valley becomes rounder and descent faster.
    以均值为原点、以标准差为单位：损失的谷变圆，下降更快。

    X : (n, N);  returns Standard;  raises BadInput if a column does not vary
    """
    X = np.asarray(X, float)
    mean, std = X.mean(axis=0), X.std(axis=0)  # (N,)
    if not np.all(std > 0):
        raise BadInput(
            f"every column must vary, got standard deviations {std}; try leaving out the constant ones",
            f"每一列都应有变化，得到标准差 {std}；请去掉不变的列",
        )
    return Standard((X - mean) / std, mean, std)


def in_real_units(w: np.ndarray, b: Array, standard: Standard) -> tuple[np.ndarray, Array]:
    """The same neuron, its w and b rewritten for the measurements: wᵀz + b with z = (x - mean) / std.
    把标准化数据上的 w、b 换算为原始测量单位下的 w、b，模型不变。

    w : (..., N);  b : (...);  standard : Standard;  returns w, b of the same shapes
    """
    w = np.asarray(w) / standard.std  # (..., N)
    return w, b - w @ standard.mean


def in_standard_units(w: np.ndarray, b: Array, standard: Standard) -> tuple[np.ndarray, Array]:
    """The inverse of in_real_units.
    in_real_units 的逆变换。

    w : (..., N);  b : (...);  standard : Standard;  returns w, b of the same shapes
    """
    return np.asarray(w) * standard.std, b + np.asarray(w) @ standard.mean


def negative_log_likelihood(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    """How surprised the neuron is by the true classes, mean per sample.
    神经元对真实类别的“意外”程度，即负对数似然的样本平均。

    mean of -y log σ(z) - (1 - y) log(1 - σ(z)) = mean of log(1 + exp(z)) - y z,   z = wᵀx + b

    X : (n, N);  y : (n,) 0 or 1;  w : (N,);  b : float, any size, never overflows
    returns: float >= 0, nats; log 2 = 0.693 means "one half, always"
    source : Bishop 2006, eq. (4.90), divided by n
    """
    z = X @ w + b  # (n,)
    return float(np.mean(np.logaddexp(0, z) - y * z))


def gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> tuple[np.ndarray, float]:
    """The slope of the mean negative log-likelihood: mean of (σ(z) - y) x, and of σ(z) - y for b.
    平均负对数似然的梯度：(σ(z) - y) x 的平均；对 b 则为 σ(z) - y 的平均。

    arguments as in negative_log_likelihood;  returns (N,), float;  source : Bishop 2006, eq. (4.91), divided by n
    """
    error = sigmoid(X @ w + b) - y  # (n,)
    return X.T @ error / len(y), float(error.mean())


def accuracy(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> float:
    """The share of samples on the right side of the line; on the line itself counts as class 0.
    落在直线正确一侧的样本比例；恰在直线上算作类别 0。

    arguments as in negative_log_likelihood;  returns float in [0, 1]
    """
    return float(np.mean((X @ w + b > 0) == y))


def gradient_descent(
    X: np.ndarray,
    y: np.ndarray,
    learning_rate: float = 2.0,
    steps: int = 200,
    w: np.ndarray | None = None,
    b: float = 0.0,
) -> Descent:
    """Walk downhill against the gradient and remember every step.
    沿梯度反方向下坡，并记录每一步。

    w <- w - learning_rate dL/dw,   b <- b - learning_rate dL/db

    X : (n, N), best standardised（最好先标准化）;  y : (n,) 0 or 1;  learning_rate > 0;  steps >= 0
    w : (N,), zeros if None（None 即全为 0）
    returns: Descent;  raises BadInput for other shapes or values（形状或取值不符）
    """
    X, y = _checked(X, y)
    if not (learning_rate > 0 and steps >= 0):
        raise BadInput(
            f"expected learning_rate > 0 and steps >= 0, got {learning_rate} and {steps}; try 2.0 and 200",
            f"要求 learning_rate > 0 且 steps >= 0，收到 {learning_rate} 与 {steps}；可以试试 2.0 与 200",
        )
    w = np.zeros(X.shape[1]) if w is None else np.asarray(w, float)
    path = [(w, b, negative_log_likelihood(X, y, w, b))]
    for _ in range(steps):
        dw, db = gradient(X, y, w, b)
        w, b = w - learning_rate * dw, b - learning_rate * db
        path.append((w, b, negative_log_likelihood(X, y, w, b)))
    return Descent(*(np.array(column) for column in zip(*path, strict=True)))


def newton(X: np.ndarray, y: np.ndarray, steps: int = 30) -> tuple[np.ndarray, float]:
    """The bottom of the valley by Newton's method (iteratively reweighted least squares), to compare a descent with.
    用牛顿法（迭代重加权最小二乘）求谷底，作为梯度下降的参照。

    θ <- θ - H⁻¹ ∇L,   H = mean of σ(z)(1 - σ(z)) x xᵀ,   x with a 1 appended, θ = (w, b)

    X : (n, N);  y : (n,) 0 or 1;  returns w (N,), b
    raises : BadInput if it has not arrived after so many steps: separable classes let the weights grow without end
    source : Bishop 2006, eqs. (4.92) to (4.99)
    """
    X, y = _checked(X, y)
    X1 = np.column_stack([X, np.ones(len(X))])  # (n, N + 1)
    theta = np.zeros(X1.shape[1])  # (N + 1,)
    for _ in range(steps):
        p = sigmoid(X1 @ theta)  # (n,)
        H = (X1.T * (p * (1 - p))) @ X1 / len(y)  # (N + 1, N + 1)
        step = np.linalg.pinv(H) @ X1.T @ (p - y) / len(y)  # (N + 1,)
        theta = theta - step
        if np.abs(step).max() < 1e-7 * np.abs(theta).max():  # the next step would be about its square
            return theta[:-1], float(theta[-1])
    raise BadInput(
        "no lowest point found: the classes look perfectly separable; try other measurements",
        "找不到最低点：两类可能完全线性可分；请换用其他测量值",
    )


def _checked(X, y):
    X, y = np.asarray(X, float), np.asarray(y)
    if X.ndim != 2 or y.shape != (len(X),) or set(np.unique(y)) != {0, 1}:
        raise BadInput(
            f"expected X (n, N) and y (n,) of both 0 and 1, got {X.shape}, {y.shape} and classes "
            f"{np.unique(y)[:5]}; try y = (labels == 'A').astype(int)",
            f"要求 X (n, N)、y (n,) 且 0 与 1 都出现，收到 {X.shape}、{y.shape}，类别 {np.unique(y)[:5]}；"
            "可以试试 y = (labels == 'A').astype(int)",
        )
    return X, y
