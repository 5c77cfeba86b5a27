"""Training, validation and test samples, which share no rows.

Only training labels can be wrong: those of validation and test samples are always right.
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
    """Classes of which some are wrong: each becomes, with that chance, one of the other nine, all equally likely.

    y : (n,) 0 … 9;  share : 0 … 1;  returns (n,)
    """
    wrong = rng.random(len(y)) < share
    return np.where(wrong, (y + rng.integers(1, CLASSES, len(y))) % CLASSES, y)


def digit_split(n: int, seed: int, wrong: float = 0.0, centred: bool = True) -> Split:
    """Digits for training, validation and test, less the mean of those for training.

    n       : for training, 1 … 1000, 64 numbers each; there are always 200 for validation and 597 for test
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
    validation, test = slice(1000, 1000 + VALIDATION), slice(-TEST, None)
    return Split(
        train=Samples(X[:n], wrong_labels(y[:n], wrong, rng)),
        validation=Samples(X[validation], y[validation]),
        test=Samples(X[test], y[test]),
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
    """Noisy samples of the wave for training, validation and test.

    n       : for training; 200 for validation and 597 for test, as in digit_split
    sigma   : standard deviation of the noise on all samples, ≥ 0; the expected error is never below σ²
    returns : Split with targets (n, 1)
    """
    return Split(*(Samples(*noisy_wave(count, sigma, seed)) for count in (n, VALIDATION, TEST)))


def with_targets(split: Split) -> Split:
    """The same samples with one-hot targets for a regression: 1 for the right class, 0 for the others.

    split : with classes (n,) 0 … 9;  returns Split with targets (n, 10)
    """
    return Split(*(Samples(X, one_hot(y, CLASSES)) for X, y in split))
