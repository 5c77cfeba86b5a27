"""What a class has gained, and what its answers say of the questions: means, shares and correlations, NumPy only.

R is (students, items), 1 where an answer is right and 0 where not; a score is a student's share of right answers.
"""

from functools import lru_cache

import numpy as np

DRAWS = 4000  # of the bootstrap


def normalised_gain(before: np.ndarray, after: np.ndarray) -> float:
    """Of what a class could still gain, the share that it has gained; nan if it could gain nothing.
    全班还能提高的部分中，实际提高了多少。

    g = (ā - b̄) / (1 - b̄), of the mean scores before and after, (n,) and (m,), from 0 to 1

    source : Hake, Interactive-engagement versus traditional methods, American Journal of Physics 66, 64 (1998)
    """
    return float(_gain(np.mean(before), np.mean(after)))


def gain_interval(
    before: np.ndarray, after: np.ndarray, paired: bool = False, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Between which values the gain lies: a percentile bootstrap over students.
    增益的置信区间：对学生做自助抽样，取百分位数。

    before, after : scores (n,) and (m,); paired: row by row of the same students, who are drawn together
    level         : share of such intervals that hold the true gain, about; too small by a little in small classes
    """
    first = resampled(len(before), seed)
    second = first if paired else resampled(len(after), seed + 1)
    gains = _gain(first @ before, second @ after)
    low, high = np.quantile(gains, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


@lru_cache(maxsize=4)
def resampled(students: int, seed: int, draws: int = DRAWS) -> np.ndarray:
    """How much each student weighs in each class that is drawn anew, with replacement: (draws, students), a sum of 1.
    每次有放回地重新抽取全班时，每名学生的权重。
    """
    rng = np.random.default_rng(seed)
    return rng.multinomial(students, np.full(students, 1 / students), size=draws) / students


def _gain(before, after):
    """Of means: arrays, or numbers."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before < 1, (after - before) / (1 - before), np.nan)


def difficulty(R: np.ndarray) -> np.ndarray:
    """Share of right answers to each item, (items,): small for a hard one. 每题的答对比例；越小越难。"""
    return R.mean(axis=0)


def discrimination(R: np.ndarray) -> np.ndarray:
    """Correlation of each item with the score on all others, (items,); nan where one of them is the same for everybody.
    每题与其余各题总分的相关系数（点二列相关）；无差异时为 nan。
    """
    rest = R.sum(axis=1, keepdims=True) - R
    own, others = R - R.mean(axis=0), rest - rest.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (own * others).sum(axis=0) / np.sqrt((own**2).sum(axis=0) * (others**2).sum(axis=0))


def reliability(R: np.ndarray) -> float:
    """KR-20: how far the items agree about who knows more, at most 1; nan if all scores are the same.
    KR-20 信度：各题对“谁懂得多”的判断有多一致，至多为 1。

    k/(k - 1) · (1 - Σ p(1 - p) / s²), with the share p right of each of k items, and the variance s² of the sums

    source : Kuder & Richardson, The theory of the estimation of test reliability, Psychometrika 2, 151 (1937)
    """
    items, p, variance = R.shape[1], R.mean(axis=0), R.sum(axis=1).var()
    return float(items / (items - 1) * (1 - np.sum(p * (1 - p)) / variance)) if variance > 0 else float("nan")
