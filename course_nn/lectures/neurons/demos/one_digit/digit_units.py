"""A unit with a hard threshold that is to fire for one digit: its 64 weights, and how often it fires on which digit."""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.handwriting import as_digit
from course_nn.linear_models import linear_classifier
from course_nn.reader import its_digits
from course_nn.scripted_hands import scripted_digits

PRICE = 1.0  # λ of the learned weights; nothing was tuned


class Fired(NamedTuple):
    """What a unit makes of digits."""

    b: float  # its bias
    sums: np.ndarray  # (n,) w·x of each
    shares: np.ndarray  # (10,) share of each digit on which it fires
    others: float  # of all digits but its own


@memoized
def mean_weights(digit: int) -> np.ndarray:
    """The mean of all pictures of a digit to learn from, its largest 1: (64,)."""
    X, y, *_ = its_digits()
    return scaled(X[y == digit].mean(axis=0))


@memoized
def learned_weights(digit: int) -> np.ndarray:
    """The weights of the logistic regression that tells a digit from all others, the largest 1 or −1: (64,)."""
    X, y, *_ = its_digits()
    return scaled(linear_classifier(X, y == digit, PRICE).W)


def scaled(weights: np.ndarray) -> np.ndarray:
    """The same unit, if b is scaled likewise: a hard threshold asks only for the sign."""
    return weights / np.abs(weights).max()


@memoized
def tested(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Digits that no weights were made from: the 597 new ones, or the program's 400; X (n, 64), y (n,)."""
    if name == "new":
        return its_digits()[2:]
    drawings, y = scripted_digits()
    return np.array([as_digit(one) for one in drawings]), y


def sums_to_learn_from(w: np.ndarray, digit: int) -> np.ndarray:
    """w·x of this digit's pictures, by which the threshold is set."""
    X, y, *_ = its_digits()
    return X[y == digit] @ w


def fired(w: np.ndarray, digit: int, passes: float, name: str) -> Fired:
    """The unit whose threshold lets so many per cent of the digit pass, among those to learn from."""
    X, y = tested(name)
    b, sums = -np.quantile(sums_to_learn_from(w, digit), 1 - passes / 100), X @ w
    fires = sums + b > 0
    shares = np.array([fires[y == k].mean() for k in range(10)])
    return Fired(b=float(b), sums=sums, shares=shares, others=float(fires[y != digit].mean()))
