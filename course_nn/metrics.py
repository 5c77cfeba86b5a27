"""A model says a class and how sure it is; errors count the first, calibration asks whether the second comes true.

Probabilities p are (n, K), one row a sample, with classes y (n,) from 0 to K − 1; then the class that is most probable
is the answer, and its probability the confidence. Or p is (n,), the probability of class 1, with y (n,) of 0 and 1;
then p itself is what is claimed, and whether y is 1 is what came of it.
"""

from typing import NamedTuple

import numpy as np

from course_nn.errors import BadInput
from course_nn.losses import softmax

SMALLEST = 1e-300  # probability that still has a logarithm
COLDEST, HOTTEST = 0.01, 100.0  # temperatures between which the best is looked for


class Reliability(NamedTuple):
    """What was claimed and what came true, bin by bin of the claimed probability.
    逐区间比较：声称的概率与实际发生的频率。
    """

    edges: np.ndarray  # (bins + 1,) from 0 to 1, equally far apart; a bin has its upper edge, not its lower
    count: np.ndarray  # (bins,) samples in each
    claimed: np.ndarray  # (bins,) mean of the claimed probability; nan where there is no sample
    found: np.ndarray  # (bins,) share in which it came true; nan likewise


def reliability(p, y, bins=10):
    """How often what a model claims comes true, for each bin of the claimed probability.
    模型所声称的事情实际发生的频率，按声称的概率分区间统计。

    p, y    : probabilities (n, K) and classes (n,), or (n,) of class 1 and (n,) 0 or 1
    bins    : 1 or more
    returns : Reliability
    raises  : BadInput for shapes, probabilities or classes that do not fit
    source  : DeGroot & Fienberg, The Comparison and Evaluation of Forecasters (1983)
    """
    claimed, came = _claims(*_checked(p, y))
    if bins < 1:
        raise BadInput(f"expected 1 bin or more, got {bins!r}; try 10", f"区间数应不小于 1，收到 {bins!r}；可以试试 10")
    edges = np.linspace(0, 1, bins + 1)
    of = np.digitize(claimed, edges[1:-1], right=True)  # (n,) 0 … bins − 1
    count = np.bincount(of, minlength=bins)
    with np.errstate(invalid="ignore"):  # 0 / 0 where a bin is empty
        means = [np.bincount(of, values, bins) / count for values in (claimed, came)]
    return Reliability(edges, count, *means)


def calibration_error(p, y, bins=10):
    """The mean gap between claimed and found, each bin counted by its samples: the expected calibration error, ECE.
    声称的概率与实际频率之差的平均，按各区间的样本数加权：期望校准误差（ECE）。

    ECE = Σ_b n_b / n · |found_b − claimed_b|

    p, y, bins : as of reliability;  returns a number from 0 to 1
    raises     : BadInput as reliability does
    source     : Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks (2017), eq. (3)
    """
    found = reliability(p, y, bins)
    gaps = np.abs(found.found - found.claimed)  # nan in an empty bin, which counts nothing
    return float(np.nansum(found.count * gaps) / found.count.sum())


def brier(y, p):
    """The mean squared distance from the probabilities to what happened.
    概率与实际结果之间的平方距离的平均值。

    B = 1/n Σ_i Σ_k (p_ik − [y_i = k])², and with p (n,) 1/n Σ_i (p_i − y_i)²

    y, p    : classes first, then the probabilities, shaped as of reliability; returns a number from 0 to 2, or to 1
    raises  : BadInput for shapes, probabilities or classes that do not fit
    source  : Brier, Verification of forecasts expressed in terms of probability (1950)
    """
    p, y = _checked(p, y)
    happened = y if p.ndim == 1 else np.eye(p.shape[1])[y]
    squares = (p - happened) ** 2
    return float(squares.sum() / len(y))


def log_loss(p, y):
    """The cross-entropy of probabilities: minus the mean logarithm of what was given to the right class.
    概率的交叉熵：给正确类别的概率取对数后的平均值，再变号。

    p, y   : as of reliability;  returns a number ≥ 0, in nats
    raises : BadInput for shapes, probabilities or classes that do not fit
    """
    p, y = _checked(p, y)
    right = np.where(y == 1, p, 1 - p) if p.ndim == 1 else p[np.arange(len(y)), y]
    return float(-np.log(np.maximum(right, SMALLEST)).mean())


def temperature(F, y):
    """The temperature T that makes softmax(F / T) fit best: one number cures a model that is too sure, or too unsure.
    使 softmax(F / T) 拟合最好的温度 T：用一个数纠正过于自信或过于保守的模型。

    T = argmin 1/n Σ_i −log softmax(f_i / T)_{y_i};  no answer changes, only how sure it is

    F, y    : logits (n, K) and classes (n,); or logits (n,) of class 1 and (n,) 0 or 1. Not those it was trained on
    returns : T from 0.01 to 100; at an end where the loss falls to there, as it does if every answer is right
    raises  : BadInput for shapes or classes that do not fit
    source  : Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks (2017), eq. (9)
    """
    F = np.asarray(F, float)
    F = np.stack([np.zeros_like(F), F], axis=1) if F.ndim == 1 else F
    _, y = _checked(softmax(F), y)
    lead = F - F[np.arange(len(y)), y][:, None]  # of each class over the right one
    low, high = np.log(1 / HOTTEST), np.log(1 / COLDEST)  # of the logarithm of 1/T, in which the loss has one valley
    while high - low > 1e-12:
        middle = (low + high) / 2
        slope = np.mean(np.sum(softmax(np.exp(middle) * F) * lead, axis=1))  # of the loss over 1/T
        low, high = (middle, high) if slope <= 0 else (low, middle)
    return float(np.exp(-low))


def _claims(p, y):
    """What is claimed, a probability (n,), and whether it came true, (n,) of 0 and 1."""
    if p.ndim == 1:
        return p, y.astype(float)
    return p.max(axis=1), (p.argmax(axis=1) == y).astype(float)


def _checked(p, y):
    """Probabilities (n, K) or (n,), and classes (n,) as whole numbers."""
    p, y = np.asarray(p, float), np.asarray(y)
    if not (p.ndim in (1, 2) and y.shape == p.shape[:1] and p.size):
        raise BadInput(
            f"expected probabilities (n, K) or (n,) and one class for each row, (n,); got {p.shape} and {y.shape}",
            f"概率的形状应为 (n, K) 或 (n,)，每行一个类别 (n,)；收到 {p.shape} 和 {y.shape}",
        )
    sums = p.sum(axis=1) if p.ndim == 2 else 1.0
    if not (np.all((p >= 0) & (p <= 1)) and np.allclose(sums, 1, atol=1e-3)):
        raise BadInput(
            "probabilities lie between 0 and 1, and each row adds up to 1; logits become so by softmax",
            "概率应在 0 与 1 之间，且每行之和为 1；若是 logits，请先用 softmax 转换",
        )
    K = 2 if p.ndim == 1 else p.shape[1]
    if not np.all(np.isin(y, np.arange(K))):
        raise BadInput(f"classes must be whole numbers from 0 to {K - 1}", f"类别应为 0 到 {K - 1} 的整数")
    return p, y.astype(int)
