"""Classes that are made up, with a gain that is known: how small a gain can a class of some size show?"""

from functools import cache

import numpy as np

from course_nn.inventory.gain import resampled
from course_nn.inventory.items import PAIRS

ITEMS = len(PAIRS)
MEAN, SPREAD = 0.4, 0.15  # of the chance of a right answer before the course, over students
CLASSES, DRAWS = 800, 1000  # that are simulated for each gain; of the bootstrap
STEP = 0.01  # between the gains that are tried


def simulated_scores(
    students: int, gain: float, paired: bool, classes: int = CLASSES, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Scores before and after, (classes, students) each, of classes whose expected normalised gain is known.
    模拟的全班前后得分，其期望增益已知。

    A student is right with a chance p before and p + gain · (1 - p) after, on each item; p is drawn from a beta
    distribution. Of a paired class the same students come twice; of another one, others come afterwards.
    """
    rng = np.random.default_rng(seed)
    sharpness = MEAN * (1 - MEAN) / SPREAD**2 - 1
    chances = rng.beta(MEAN * sharpness, (1 - MEAN) * sharpness, size=(2, classes, students))
    p, q = chances[0], chances[0 if paired else 1]
    return rng.binomial(ITEMS, p) / ITEMS, rng.binomial(ITEMS, q + gain * (1 - q)) / ITEMS


def share_that_shows(students: int, gain: float, paired: bool, seed: int = 0) -> float:
    """Of such classes, the share whose 95% interval lies above 0: the power. 置信区间完全高于 0 的班级所占的比例。"""
    before, after = simulated_scores(students, gain, paired, seed=seed)
    first = resampled(students, seed, DRAWS)
    second = first if paired else resampled(students, seed + 1, DRAWS)
    b, a = before @ first.T, after @ second.T  # (classes, draws)
    low = np.quantile((a - b) / (1 - b), 0.025, axis=1)
    return float(np.mean(low > 0))


@cache
def smallest_gain(students: int, paired: bool = False, chance: float = 0.8) -> float:
    """The smallest gain that a class of this size shows with this chance: its 95% interval then lies above 0.
    这样大小的班级，以给定的概率能显示出的最小增益。

    students : before and after alike
    returns  : to a hundredth
    """
    tried = np.arange(STEP, 1.0, STEP)
    low, high = 0, len(tried) - 1
    while low < high:
        middle = (low + high) // 2
        enough = share_that_shows(students, float(tried[middle]), paired) >= chance
        low, high = (low, middle) if enough else (middle + 1, high)
    return round(float(tried[low]), 2)
