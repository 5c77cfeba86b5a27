"""The errors of a pipeline that cross-validation reports, over twenty draws of the data, and the true ones."""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.regularization.demos.leakage.pipelines import (
    CLASSIFIERS,
    copy,
    cross_validated_error,
    error_on_others,
    scale,
    select,
)
from course_nn.lectures.regularization.samples import Samples, digit_split

DRAWS = 20
STEPS = {"noise": {"scale": scale, "select": select}, "digits": {"scale": scale, "copy": copy}}
SIMULATED, MODELS = 10, 1000


def draw_rows(data: str, p: int, n: int, seed: int) -> Samples | tuple:
    """Rows of pure noise with random labels, as many of class 0 as of class 1; or real digits.

    data : "noise", with p columns, or "digits", with 64;  n : rows;  returns X (n, p), y (n,)
    """
    if data == "digits":
        return digit_split(n, seed, centred=False).train
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, p)), rng.permutation(np.arange(n) % 2)


@memoized
def reported_errors(
    data: str, p: int, n: int, learner: str, folds: int, seed: int, wall: int
) -> Generator[float, None, np.ndarray]:
    """The errors that cross-validation reports if some steps come before the split: a generator.

    folds : 0 leaves one row out at a time;  wall : how many steps, 0, 1 or 2
    returns : (20,), one for each draw from seed on
    """
    steps, learn = [*STEPS[data].values()], CLASSIFIERS[learner]
    errors = []
    for k in range(DRAWS):
        yield k / DRAWS
        X, y = draw_rows(data, p, n, seed + k)
        errors.append(cross_validated_error(X, y, steps, wall, learn, folds, seed + k))
    return np.array(errors)


@memoized
def error_on_fresh_rows(n: int, learner: str, seed: int) -> float:
    """The mean error on digits that took no part, after learning from all n: the one to be reported."""
    steps, learn = [*STEPS["digits"].values()], CLASSIFIERS[learner]
    errors = []
    for k in range(seed, seed + DRAWS):
        split = digit_split(n, k, centred=False)
        (X, y), (others, classes) = split.train, split.test
        errors.append(error_on_others(X, y, others, classes, steps, learn, k))
    return float(np.mean(errors))


@memoized
def lucky_guesses(test: int, seed: int) -> np.ndarray:
    """The best share of right answers so far while 1000 models guess, one after the other; ten times.

    test : rows;  returns (10, 1000), each row rising
    """
    right = np.random.default_rng(seed).binomial(test, 0.5, (SIMULATED, MODELS))
    return np.maximum.accumulate(right / test, axis=1)
