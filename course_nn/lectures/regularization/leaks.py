"""What cross-validation reports of a pipeline, over twenty draws of the data, and what is true."""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.regularization.pipelines import (
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


def drawn(data: str, p: int, n: int, seed: int) -> Samples | tuple:
    """Rows of pure noise with labels that have nothing to do with them, as many of class 0 as of 1; or real digits.

    data : "noise", with p columns, or "digits", with 64;  n : rows;  returns X (n, p), y (n,)
    """
    if data == "digits":
        return digit_split(n, seed, centred=False).train
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, p)), rng.permutation(np.arange(n) % 2)


@memoized
def reported(
    data: str, p: int, n: int, learner: str, folds: int, seed: int, wall: int
) -> Generator[float, None, np.ndarray]:
    """The errors that cross-validation reports with so many steps before the split: yields the share done.

    folds : 0 leaves one row out at a time;  wall : 0, 1 or 2;  returns (20,), one for each draw from seed on
    """
    steps, learn, errors = [*STEPS[data].values()], CLASSIFIERS[learner], []
    for k in range(DRAWS):
        yield k / DRAWS
        X, y = drawn(data, p, n, seed + k)
        errors.append(cross_validated_error(X, y, steps, wall, learn, folds, seed + k))
    return np.array(errors)


@memoized
def beyond(n: int, learner: str, seed: int) -> float:
    """The mean error on digits that took no part, after learning from all n: what cross-validation should report."""
    steps, learn, errors = [*STEPS["digits"].values()], CLASSIFIERS[learner], []
    for k in range(seed, seed + DRAWS):
        split = digit_split(n, k, centred=False)
        errors.append(error_on_others(*split.train, *split.test, steps, learn, k))
    return float(np.mean(errors))


@memoized
def lucky_guesses(test: int, seed: int) -> np.ndarray:
    """The best share of right answers so far, as 1000 models one after the other only guess; ten times.

    test : rows;  returns (10, 1000), each row rising
    """
    right = np.random.default_rng(seed).binomial(test, 0.5, (SIMULATED, MODELS))
    return np.maximum.accumulate(right / test, axis=1)
