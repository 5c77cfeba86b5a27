"""Who learns from which rows and is judged by which: training, validation and test samples that share none.

Only training labels can be wrong: what is measured on validation and test samples is measured against the truth.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.datasets import noisy_wave, shuffled_digits
from course_nn.losses import one_hot

VALIDATION, TEST = 200, 597  # with 1000 to learn from these are all 1797 digits
CLASSES = 10


class Samples(NamedTuple):
    """Rows X (n, N) and what belongs to them: classes (n,), or targets (n, M)."""

    X: np.ndarray
    y: np.ndarray


class Split(NamedTuple):
    train: Samples
    validation: Samples
    test: Samples


def wrong_labels(y: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Classes of which some are wrong: each with that chance becomes one of the other nine, all equally likely.

    y : (n,) 0 … 9;  share : 0 … 1;  returns (n,)
    """
    wrong = rng.random(len(y)) < share
    return np.where(wrong, (y + rng.integers(1, CLASSES, len(y))) % CLASSES, y)


def digit_split(n: int, seed: int, wrong: float = 0.0, centred: bool = True) -> Split:
    """Digits to learn from, to choose by and to judge by, less the mean of those to learn from.

    n       : to learn from, 1 … 1000, 64 numbers each; always 200 to choose by and 597 to judge by
    seed    : of the order in which they are drawn
    wrong   : share of wrong training labels, 0 … 1
    centred : False leaves the ink as it is, from 0 to 1
    returns : Split with classes (n,)
    raises  : BadInput for an n that is out of range
    """
    if not 1 <= n <= 1000:
        raise BadInput(
            f"expected 1 to 1000 digits to learn from, got {n!r}; try 200",
            f"训练用的数字应为 1 到 1000 个，收到 {n!r}；可以试试 200",
        )
    rng = np.random.default_rng(seed)
    X, y = shuffled_digits(n, rng, centred)
    chosen, judged = slice(1000, 1000 + VALIDATION), slice(-TEST, None)
    return Split(
        Samples(X[:n], wrong_labels(y[:n], wrong, rng)), Samples(X[chosen], y[chosen]), Samples(X[judged], y[judged])
    )


def digit_splits(n: int, seeds: Sequence, wrong: float = 0.0, centred: bool = True) -> Split:
    """Several such splits at once, one for each network of a batch: X (B, n, 64) and y (B, n).

    seeds : B of them; the rest as of digit_split;  returns Split, X in float32
    """
    splits = [digit_split(n, seed, wrong, centred) for seed in seeds]
    return Split(
        *(
            Samples(np.stack([X for X, _ in part]).astype(np.float32), np.stack([y for _, y in part]))
            for part in zip(*splits)
        )
    )


def wave_split(n: int, seed: int, sigma: float) -> Split:
    """Noisy samples of the wave to learn from, to choose by and to judge by.

    n       : to learn from; as in digit_split 200 to choose by and 597 to judge by
    sigma   : standard deviation of the noise, ≥ 0, of all samples: no error can count on being below σ²
    returns : Split with targets (n, 1)
    """
    return Split(*(Samples(*noisy_wave(count, sigma, seed)) for count in (n, VALIDATION, TEST)))


def with_targets(split: Split) -> Split:
    """The same samples with a number to reach for each class: 1 for the right one, 0 for the others.

    split : with classes (n,) 0 … 9;  returns Split with targets (n, 10)
    """
    return Split(*(Samples(X, one_hot(y, CLASSES)) for X, y in split))
