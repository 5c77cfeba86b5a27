"""A loss turns one answer f and its target y into one number, l_i: how wrong. Training makes their sum small.

Every loss stands beside its gradient. Cross-entropies take logits, the output before sigmoid or softmax, because there
the exponentials cancel and nothing overflows. At a kink (a residual of 0, a margin of 1) the gradient is 0: an answer
that is just right does not pull.

Shapes: F is what a network gives, (n, M), with any axes before it when many networks answer at once; Y is (n,) or
(n, M). With a single output F may also be (n,), and Y (n,) goes with F (n, 1).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_nn.activations import sigmoid
from course_nn.common.errors import BadInput


@dataclass(frozen=True)
class Loss:
    """A per-sample loss l and its gradient dl/dF.
    单样本损失 l 及其梯度 dl/dF。

    task   : "regression", "binary" or "multiclass"
    output : what turns F into the answer one reads: "linear", "sigmoid" or "softmax"
    latex  : l as a formula in f, y (targets or -1/+1), c (0/1 or the class)
    targets(F, Y) checks the labels once and gives T, shaped like F, which l(F, T) and dl(F, T) take unchecked
    """

    name: str
    task: str
    output: str
    latex: str
    targets: Callable
    l: Callable  # noqa: E741, the lecture's letter
    dl: Callable

    def per_sample(self, F: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """l_i, one number per sample, (…, n); BadInput for shapes or labels that do not fit.
        每个样本的损失 l_i，(…, n)；形状或标签不合适时抛出 BadInput。
        """
        F = np.asarray(F)
        F = F.astype(np.result_type(F, np.float16), copy=False)  # float32 stays, whole numbers become float64
        return self.l(F, self.targets(F, Y))

    def gradient(self, F: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """dl_i/dF, the shape of F; BadInput for shapes or labels that do not fit.
        dl_i/dF，形状与 F 相同；形状或标签不合适时抛出 BadInput。
        """
        F = np.asarray(F)
        F = F.astype(np.result_type(F, np.float16), copy=False)
        return self.dl(F, self.targets(F, Y))


def softmax(F: np.ndarray) -> np.ndarray:
    """Logits to probabilities; the largest logit is taken off first, which changes nothing and prevents overflow.
    由 logit 得到概率；先减去最大的 logit，结果不变，又不会溢出。

    p_k = e^(f_k) / Σ_j e^(f_j)

    F      : (…, K)
    returns: (…, K), positive, rows sum to 1
    source : Bishop, Pattern Recognition and Machine Learning, eq. (4.104)
    """
    F = np.asarray(F)
    e = np.exp(F - _largest(F)[..., None])
    return e / np.add.reduce(e, axis=-1, keepdims=True)


def one_hot(classes: np.ndarray, K: int | None = None) -> np.ndarray:
    """Class numbers as vectors of length K with a single 1.
    把类别编号写成长度 K、只有一个 1 的向量。

    classes: (n,) int in 0 … K-1; K defaults to the largest + 1
    returns: (n, K) float
    raises : BadInput if a class is not a whole number in that range
    """
    classes = np.asarray(classes)
    K = int(classes.max()) + 1 if K is None else K
    if not np.all(np.isin(classes, np.arange(K))):
        raise BadInput(
            f"classes must be whole numbers from 0 to {K - 1}; got {_some(classes)}",
            f"类别必须是 0 到 {K - 1} 的整数；收到 {_some(classes, '、')}",
        )
    return np.eye(K)[classes.astype(int)]


def gaussian_nll(mean: np.ndarray, target: np.ndarray, sigma: np.ndarray | float) -> np.ndarray:
    """Negative log-likelihood of targets under a normal distribution, one value per sample.
    目标值在正态分布下的负对数似然，每个样本一个值。

    l = ½ (y - μ)ᵀ Σ⁻¹ (y - μ) + ½ log|Σ| + (d/2) log 2π,  Σ = σ² I if sigma is a number

    mean, target : (n,) or (n, d), the same shape
    sigma  : σ > 0 in the units of y; or one per sample, (n,); or a covariance Σ (d, d)
    returns: (n,) in nats; negative where the density exceeds 1
    raises : BadInput if shapes differ, σ ≤ 0, or Σ is not symmetric and positive definite
    source : Bishop, Pattern Recognition and Machine Learning, eq. (2.43)
    """
    mean, target, sigma = (np.asarray(v, float) for v in (mean, target, sigma))
    r = (_same_shape(mean, target) - mean).reshape(len(mean), -1)  # (n, d)
    n, d = r.shape
    if sigma.shape not in ((), (n,), (d, d)) or (sigma.ndim < 2 and np.any(sigma <= 0)):
        raise BadInput(
            f"sigma must be positive: one number, {n} numbers, or a ({d}, {d}) covariance; got shape {sigma.shape}",
            f"sigma 必须为正：一个数、{n} 个数或 ({d}, {d}) 的协方差矩阵；收到形状 {sigma.shape}",
        )
    if sigma.ndim < 2:
        squared, log_det = np.sum(r**2, axis=1) / sigma**2, 2 * d * np.log(sigma)
    else:
        if not (np.allclose(sigma, sigma.T) and np.all(np.linalg.eigvalsh(sigma) > 0)):
            raise BadInput(
                "a covariance must be symmetric and positive definite; try adding a little to its diagonal",
                "协方差矩阵必须对称且正定；可试着给对角线加上一个小的正数",
            )
        squared = np.sum(r.T * np.linalg.solve(sigma, r.T), axis=0)  # (n,)
        log_det = np.linalg.slogdet(sigma).logabsdet
    return 0.5 * (squared + log_det + d * np.log(2 * np.pi))


def _some(labels, joint=", "):
    return joint.join(f"{v:g}" if np.issubdtype(v.dtype, np.number) else str(v) for v in np.unique(labels)[:5])


def _same_shape(F, Y):
    """Y with the shape of F, or BadInput: (n,) against (n, 1) would broadcast to (n, n) without a word."""
    F, Y = np.asarray(F), np.asarray(Y)
    if Y.ndim == 1 and F.shape[-2:] == (len(Y), 1):
        Y = Y[:, None]
    if Y.ndim == 0 or F.shape[-Y.ndim :] != Y.shape:
        raise BadInput(
            f"outputs and targets must match: outputs {F.shape}, targets {Y.shape}; expected targets {F.shape[-2:]}",
            f"输出与目标的形状必须一致：输出 {F.shape}，目标 {Y.shape}；目标应为 {F.shape[-2:]}",
        )
    return Y.astype(np.result_type(F.dtype, np.float16), copy=False)


def _labels(low, convert):
    """Targets that are low or 1. Mixed up conventions train without an error, so the formula that converts is named."""

    def targets(F, Y):
        T = _same_shape(F, Y)
        if not np.all((T == low) | (T == 1)):
            mixed = set(np.unique(T)) <= {-1 - low, 1}
            raise BadInput(
                f"this loss takes labels {low} and 1; got {_some(T)}" + (f". Convert them: {convert}" if mixed else ""),
                f"该损失函数的标签应为 {low} 和 1；收到 {_some(T, '、')}" + (f"。请换算：{convert}" if mixed else ""),
            )
        return T

    return targets


def _classes(F, Y):
    """One-hot targets (n, K) from classes (n,), or from rows that are one-hot already."""
    T = _same_shape(F, one_hot(Y, F.shape[-1]) if np.ndim(Y) == 1 else Y)
    if not np.all(((T == 0) | (T == 1)) & (T.sum(axis=-1, keepdims=True) == 1)):
        raise BadInput(
            "each one-hot row must hold a single 1 and zeros; or give the classes as whole numbers (n,)",
            "独热编码的每一行必须只有一个 1，其余为 0；也可以直接给出整数类别 (n,)",
        )
    return T


def _summed(l):  # noqa: E741
    """An elementwise l, summed over the outputs of a sample where there is that axis."""
    return lambda F, T: l(F, T).sum(axis=-1) if T.ndim > 1 else l(F, T)


def _huber(F, T):
    r = np.abs(F - T)
    return np.where(r <= 1, 0.5 * r**2, r - 0.5)


def _lead(F, T):
    """f_k - f_c for every class k: how far each one is ahead of the right class c."""
    return F - np.einsum("...k,...k->...", F, T)[..., None]


def _largest(F):
    """The largest of each row, (…, K) -> (…): class after class, ten times as fast as NumPy along a short row."""
    return np.maximum.reduce(F.T.copy(), axis=0).T


def _softmax_cross_entropy(F, T):
    """log Σ_k e^(f_k - f_c) = m + log Σ_k e^(f_k - f_c - m), m the largest f_k - f_c; for soft T f_c = Σ_k t_k f_k."""
    lead = _lead(F, T)
    m = _largest(lead)
    e = np.exp(lead - m[..., None])
    right, wrong = (np.einsum("...k,...k->...", e, share) for share in (T, 1 - T))  # they sum to Σ_k e^(f_k - f_c - m)
    return m + np.log1p(wrong + (right - 1))  # where it is nearly 0, right is 1, and no digit is lost


def _multiclass_hinge_gradient(F, T):
    broken = (1 + _lead(F, T) > 0) * (1 - T)  # 1 for each wrong class inside the margin
    return broken - broken.sum(axis=-1, keepdims=True) * T


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            name="squared_error",
            task="regression",
            output="linear",
            latex=r"\frac{1}{2}(f - y)^2",
            targets=_same_shape,
            l=_summed(lambda F, T: 0.5 * (F - T) ** 2),
            dl=lambda F, T: F - T,
        ),
        Loss(
            name="absolute_error",
            task="regression",
            output="linear",
            latex=r"|f - y|",
            targets=_same_shape,
            l=_summed(lambda F, T: np.abs(F - T)),
            dl=lambda F, T: np.sign(F - T),
        ),
        # Huber (1964): a parabola up to a residual of 1, a straight line beyond.
        Loss(
            name="huber",
            task="regression",
            output="linear",
            latex=r"\frac{1}{2}r^2\ (|r| \leq 1),\ \ |r| - \frac{1}{2},\ \ r = f - y",
            targets=_same_shape,
            l=_summed(_huber),
            dl=lambda F, T: np.clip(F - T, -1, 1),
        ),
        # y is -1 or +1.
        Loss(
            name="hinge",
            task="binary",
            output="linear",
            latex=r"\max(0, 1 - y f)",
            targets=_labels(-1, "y = 2c - 1"),
            l=_summed(lambda F, T: np.maximum(0, 1 - T * F)),
            dl=lambda F, T: np.where(T * F < 1, -T, 0),
        ),
        # c is 0 or 1, so 2c - 1 is the hinge's y and l = log(1 + e^-yf); Bishop, PRML, eq. (4.90).
        Loss(
            name="binary_cross_entropy",
            task="binary",
            output="sigmoid",
            latex=r"\log(1 + e^f) - c f",
            targets=_labels(0, "c = (y + 1) / 2"),
            l=_summed(lambda F, T: np.logaddexp(0, (1 - 2 * T) * F)),
            dl=lambda F, T: sigmoid(F) - T,
        ),
        # Bishop, PRML, eq. (4.108) and (4.109).
        Loss(
            name="softmax_cross_entropy",
            task="multiclass",
            output="softmax",
            latex=r"\log \sum_k e^{f_k} - f_c",
            targets=_classes,
            l=_softmax_cross_entropy,
            dl=lambda F, T: softmax(F) - T,
        ),
        # Weston & Watkins (1999).
        Loss(
            name="multiclass_hinge",
            task="multiclass",
            output="linear",
            latex=r"\sum_{k \neq c} \max(0, 1 + f_k - f_c)",
            targets=_classes,
            l=lambda F, T: np.sum(np.maximum(0, 1 + _lead(F, T)) * (1 - T), axis=-1),
            dl=_multiclass_hinge_gradient,
        ),
    )
}


# A network with two outputs, F = (μ, s), learns its own uncertainty: gaussian_nll with σ = e^s. Y is (n,).
def _gaussian(F, T):
    mean, s = F[..., 0], F[..., 1]
    return s + 0.5 * ((T[..., 0] - mean) * np.exp(-s)) ** 2 + 0.5 * np.log(2 * np.pi)


def _gaussian_gradient(F, T):
    mean, s, y = F[..., 0], F[..., 1], T[..., 0]
    return np.stack([(mean - y) * np.exp(-2 * s), 1 - ((y - mean) * np.exp(-s)) ** 2], axis=-1)


GAUSSIAN = Loss(
    name="gaussian",
    task="regression",
    output="linear",
    latex=r"s + \frac{1}{2} e^{-2s} (y - \mu)^2 + \frac{1}{2} \log 2\pi",
    targets=lambda F, Y: _same_shape(F[..., :1], Y),
    l=_gaussian,
    dl=_gaussian_gradient,
)
