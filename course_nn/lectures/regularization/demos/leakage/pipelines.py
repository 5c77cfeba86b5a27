"""A pipeline prepares data in steps and then learns; if a step sees the test rows, the error that is measured is wrong.

A step is fitted to rows (X, y). It returns what becomes of them, and a function that prepares other rows later.
"""

from collections.abc import Callable

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.resampling import cross_validate, folds
from course_nn.linear_models import least_squares
from course_nn.losses import one_hot

KEPT = 100  # columns that select keeps
TWINS, BLUR = 2, 0.2  # noisy copies of each row, and the standard deviation of their noise


# ---- steps: (X, y, rng) -> X, y, and a function that prepares other rows ---------------------------------------------


def scale(X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple:
    """Each column less its mean, divided by its standard deviation; a column that is constant is not divided."""
    mean, sigma = X.mean(axis=0), X.std(axis=0)
    sigma = np.where(sigma > 0, sigma, 1)

    def prepare(Z):
        return (Z - mean) / sigma

    return prepare(X), y, prepare


def select(X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple:
    """Only the 100 columns whose correlation with the classes 0 and 1 is largest in size."""
    t = y - y.mean()
    correlation = np.abs(t @ X) / np.maximum(X.std(axis=0), 1e-12)  # up to a factor that all columns share
    columns = np.argsort(-correlation, kind="stable")[:KEPT]
    return X[:, columns], y, lambda Z: Z[:, columns]


def copy(X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple:
    """Two noisy copies of each row are added; other rows stay as they are."""
    noisy = [X + BLUR * rng.normal(size=X.shape) for _ in range(TWINS)]
    return np.concatenate([X, *noisy]), np.tile(y, 1 + TWINS), lambda Z: Z


def apply_steps(steps: list, X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple:
    """Rows after all the steps, one after the other, and a function that prepares other rows in the same way."""
    prepares = []
    for step in steps:
        X, y, prepare = step(X, y, rng)
        prepares.append(prepare)

    def prepare_all(Z):
        for prepare in prepares:
            Z = prepare(Z)
        return Z

    return X, y, prepare_all


# ---- classifiers: (X, y) -> model, and model(X) -> classes -----------------------------------------------------------


def nearest_neighbour(X: np.ndarray, y: np.ndarray) -> Callable:
    """The class of the nearest row."""
    squares = np.sum(X**2, axis=1)
    return lambda Z: y[np.argmin(squares - 2 * Z @ X.T, axis=1)]


def nearest_mean(X: np.ndarray, y: np.ndarray) -> Callable:
    """The class whose mean is nearest."""
    classes = np.unique(y)
    return nearest_neighbour(np.stack([X[y == c].mean(axis=0) for c in classes]), classes)


def linear(X: np.ndarray, y: np.ndarray) -> Callable:
    """The class with the largest output of a ridge regression on one-hot targets, λ = 1."""
    fit = least_squares(X, one_hot(y), 1.0)
    return lambda Z: np.argmax(Z @ fit.W.T + fit.b, axis=1)


def majority(X: np.ndarray, y: np.ndarray) -> Callable:
    """Always the most frequent class."""
    return lambda Z: np.full(len(Z), np.bincount(y).argmax())


CLASSIFIERS = {
    "nearest neighbour": nearest_neighbour,
    "nearest mean": nearest_mean,
    "linear": linear,
    "majority": majority,
}


def cross_validated_error(
    X: np.ndarray, y: np.ndarray, steps: list, wall: int, learn: Callable, k: int, seed: int = 0
) -> float:
    """The error by cross-validation, with the first steps done before the split and the others after it.

    X, y  : (n, N), (n,) whole numbers;  steps : of this module
    wall  : how many of the steps come before the split and see all rows, 0 … len(steps); 0 is correct
    learn : of CLASSIFIERS;  k : folds, 0 to leave one row out at a time
    raises: BadInput for another wall
    """
    if not 0 <= wall <= len(steps):
        raise BadInput(
            f"the split stands before or after one of {len(steps)} steps, at 0 to {len(steps)}; got {wall!r}",
            f"划分应位于 {len(steps)} 个步骤之前、之间或之后，即 0 到 {len(steps)}；收到 {wall!r}",
        )
    rng = np.random.default_rng(seed)
    X, y, _ = apply_steps(steps[:wall], X, y, rng)

    def fit(X, y):
        X, y, prepare = apply_steps(steps[wall:], X, y, rng)
        model = learn(X, y)
        return lambda Z: model(prepare(Z))

    return float(np.mean(cross_validate(fit, X, y, folds(len(y), k or len(y), seed)) != y))


def error_on_others(
    X: np.ndarray, y: np.ndarray, others: np.ndarray, classes: np.ndarray, steps: list, learn: Callable, seed: int = 0
) -> float:
    """The error on rows that took no part in the pipeline, after learning from all of X.

    others, classes : (m, N), (m,); the rest as of cross_validated_error
    """
    X, y, prepare = apply_steps(steps, X, y, np.random.default_rng(seed))
    return float(np.mean(learn(X, y)(prepare(others)) != classes))
