"""A model says a class and how sure it is; errors count the first, calibration asks whether the second comes true.

Probabilities p are (n, K), one row a sample, with classes y (n,) from 0 to K − 1; then the class that is most probable
is the answer, and its probability the confidence. Or p is (n,), the probability of class 1, with y (n,) of 0 and 1;
then p itself is what is claimed, and whether y is 1 is what came of it. Where only an order counts, a score does: any
number that is larger for what is rather of class 1.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.losses import softmax

SMALLEST = 1e-300  # probability that still has a logarithm
COLDEST, HOTTEST = 0.01, 100.0  # temperatures between which the best is looked for


class Reliability(NamedTuple):
    """What was claimed and what came true, bin by bin of the claimed probability.
    逐区间比较：给出的概率与实际发生的频率。
    """

    edges: np.ndarray  # (bins + 1,) from 0 to 1, equally far apart; a bin has its upper edge, not its lower
    counts: np.ndarray  # (bins,) samples in each
    claimed: np.ndarray  # (bins,) mean of the claimed probability; nan where there is no sample
    found: np.ndarray  # (bins,) share in which it came true; nan likewise


class Rates(NamedTuple):
    """What the four counts of a yes-or-no question come to. Class 1 is what is looked for.
    由是非判断的四个计数得到的比率；类别 1 是要找的那一类。
    """

    accuracy: float  # share of right answers
    balanced: float  # mean of the shares found of class 0 and of class 1
    precision: float  # of those called 1, the share that is 1; nan if none is called so
    recall: float  # of those that are 1, the share called so
    false_alarms: float  # of those that are 0, the share called 1
    f1: float  # harmonic mean of precision and recall; 0 if none that is 1 is found


class Roc(NamedTuple):
    """Every threshold that matters, from above all scores down to the lowest: what is at or above it is called 1.
    从高于全部分数到最低分的每个有意义的阈值；分数不低于阈值者判为 1。
    """

    thresholds: np.ndarray  # (m,) falling, first ∞, then every score that occurs
    false_alarms: np.ndarray  # (m,) share of class 0 that is called 1, from 0 to 1
    hits: np.ndarray  # (m,) share of class 1 that is called so, the recall, from 0 to 1
    precision: np.ndarray  # (m,) share of class 1 among those called 1; 1 where none is called so


def confusion(y: np.ndarray, answers: np.ndarray, classes: int) -> np.ndarray:
    """How many samples of each class got each answer.
    每个类别的样本各得到多少次每种回答：混淆矩阵。

    C_jk = |{i : y_i = j, answer_i = k}|

    y, answers : (n,) whole numbers from 0 to classes − 1;  returns (classes, classes) int, a row for each true class
    raises     : BadInput for shapes or classes that do not fit
    """
    y, answers = np.asarray(y), np.asarray(answers)
    if y.ndim != 1 or y.shape != answers.shape or not np.all(np.isin([y, answers], np.arange(classes))):
        raise BadInput(
            f"expected two rows (n,) of classes from 0 to {classes - 1}; got {y.shape} and {answers.shape}",
            f"应为两列类别 (n,)，取值 0 到 {classes - 1}；收到 {y.shape} 和 {answers.shape}",
        )
    cells = y.astype(int) * classes + answers.astype(int)
    return np.bincount(cells, minlength=classes**2).reshape(classes, classes)


def rates(table: np.ndarray) -> Rates:
    """Accuracy, precision, recall and their like, of a confusion matrix of two classes.
    由两类的混淆矩阵求准确率、精确率、召回率等。

    precision = TP / (TP + FP),  recall = TP / (TP + FN),  F1 = 2 TP / (2 TP + FP + FN)

    table  : (2, 2) counts as of confusion: [[TN, FP], [FN, TP]];  returns Rates
    raises : BadInput where a class has no sample
    source : van Rijsbergen, Information Retrieval (1979), chapter 7
    """
    (tn, fp), (fn, tp) = np.asarray(table).tolist()
    _need_both(tn + fp, fn + tp)
    hits, false_alarms = tp / (fn + tp), fp / (tn + fp)
    return Rates(
        accuracy=(tn + tp) / (tn + fp + fn + tp),
        balanced=(1 - false_alarms + hits) / 2,
        precision=tp / (fp + tp) if fp + tp else np.nan,
        recall=hits,
        false_alarms=false_alarms,
        f1=2 * tp / (2 * tp + fp + fn),
    )


def roc(y: np.ndarray, score: np.ndarray) -> Roc:
    """Hits, false alarms and precision at every threshold.
    每个阈值下的命中率、误报率与精确率。

    y, score : (n,) of 0 and 1, both there, and any numbers;  returns Roc
    raises   : BadInput for shapes or classes that do not fit, or where one class has no sample
    source   : Fawcett, An introduction to ROC analysis (2006), algorithm 1
    """
    y, score = _checked_scores(y, score)
    order = np.argsort(-score, kind="stable")
    called, found = np.arange(1, len(y) + 1), np.cumsum(y[order])  # with a threshold at each sample
    last = np.append(np.diff(score[order]) != 0, True)  # equal scores are called 1 together
    called, found = called[last], found[last]
    return Roc(
        thresholds=np.append(np.inf, score[order][last]),
        false_alarms=np.append(0, (called - found) / (len(y) - y.sum())),
        hits=np.append(0, found / y.sum()),
        precision=np.append(1, found / called),
    )


def auc(y: np.ndarray, score: np.ndarray) -> float:
    """The area under the ROC curve: how often one of class 1 scores above one of class 0, ties counting half.
    ROC 曲线下的面积：任取类别 1 与类别 0 各一个样本，前者分数更高的概率（相等算一半）。

    y, score : as of roc;  returns a number from 0 to 1, ½ for a score that says nothing;  raises as roc does
    source   : Hanley & McNeil, The meaning and use of the area under a ROC curve (1982)
    """
    curve = roc(y, score)
    return float(np.trapezoid(curve.hits, curve.false_alarms))


def average_precision(y: np.ndarray, score: np.ndarray) -> float:
    """The mean of the precision over the recall: what the precision–recall curve comes to.
    精确率对召回率的平均，概括精确率–召回率曲线。

    AP = Σ_k (recall_k − recall_{k−1}) precision_k, threshold by threshold

    y, score : as of roc;  returns a number above 0 up to 1; about the share of class 1 for a score that says nothing
    raises   : as roc does
    """
    curve = roc(y, score)
    return float(np.sum(np.diff(curve.hits) * curve.precision[1:]))


def reliability(p: np.ndarray, y: np.ndarray, bins: int = 10) -> Reliability:
    """How often what a model claims comes true, for each bin of the claimed probability.
    模型所说的事情实际发生的频率，按给出的概率分区间统计。

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


def calibration_error(p: np.ndarray, y: np.ndarray, bins: int = 10) -> float:
    """The mean gap between claimed and found, each bin counted by its samples: the expected calibration error, ECE.
    给出的概率与实际频率之差的平均，按各区间的样本数加权：期望校准误差（ECE）。

    ECE = Σ_b n_b / n · |found_b − claimed_b|

    p, y, bins : as of reliability;  returns a number from 0 to 1
    raises     : BadInput as reliability does
    source     : Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks (2017), eq. (3)
    """
    found = reliability(p, y, bins)
    gaps = np.abs(found.found - found.claimed)  # nan in an empty bin, which counts nothing
    return float(np.nansum(found.counts * gaps) / found.counts.sum())


def brier(y: np.ndarray, p: np.ndarray) -> float:
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


def log_loss(p: np.ndarray, y: np.ndarray) -> float:
    """The cross-entropy of probabilities: minus the mean logarithm of what was given to the right class.
    概率的交叉熵：给正确类别的概率取对数后的平均值，再变号。

    p, y   : as of reliability;  returns a number ≥ 0, in nats
    raises : BadInput for shapes, probabilities or classes that do not fit
    """
    p, y = _checked(p, y)
    right = np.where(y == 1, p, 1 - p) if p.ndim == 1 else p[np.arange(len(y)), y]
    return float(-np.log(np.maximum(right, SMALLEST)).mean())


def temperature(F: np.ndarray, y: np.ndarray) -> float:
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
            "probabilities lie between 0 and 1, and each row adds up to 1; softmax turns logits into probabilities",
            "概率应在 0 与 1 之间，且每行之和为 1；若是 logit，请先用 softmax 转换",
        )
    K = 2 if p.ndim == 1 else p.shape[1]
    if not np.all(np.isin(y, np.arange(K))):
        raise BadInput(f"classes must be whole numbers from 0 to {K - 1}", f"类别应为 0 到 {K - 1} 的整数")
    return p, y.astype(int)


def _checked_scores(y, score):
    """Classes (n,) as 0 and 1, and scores (n,)."""
    y, score = np.asarray(y), np.asarray(score, float)
    if y.ndim != 1 or y.shape != score.shape or not np.all(np.isin(y, (0, 1))) or np.isnan(score).any():
        raise BadInput(
            f"expected classes 0 and 1 and a score for each, both (n,), none of them nan; got {y.shape}, {score.shape}",
            f"应为取值 0、1 的类别与对应的分数，形状均为 (n,)，不含 nan；收到 {y.shape} 和 {score.shape}",
        )
    _need_both(np.sum(y == 0), np.sum(y == 1))
    return y.astype(int), score


def _need_both(zeros, ones):
    if not (zeros and ones):
        raise BadInput(
            f"expected samples of both classes; got {zeros} of class 0 and {ones} of class 1",
            f"两个类别都应有样本；收到类别 0 的 {zeros} 个、类别 1 的 {ones} 个",
        )


def wilson(right: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Between which shares the true one lies, as far as n trials can tell: 95 of 100 such intervals hold it.
    n 次试验所能说明的真实比例的范围：这样的区间，一百个中约有 95 个包含真值。

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), p = right/n; without a trial 0 and 1

    source : Wilson, Probable inference, the law of succession, and statistical inference (1927)
    """
    if not n:
        return 0.0, 1.0
    p, most = right / n, 1 + z**2 / n
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return max(float((middle - half) / most), 0.0), min(float((middle + half) / most), 1.0)
