"""The perceptron rule on digits, round after round: how many mistakes each round brings, and the weights after it."""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.network import Network
from course_nn.reader import TRAINED, of_the_program

ROUNDS, HIDDEN = 1200, 96
INK = 16  # of a full square: whole numbers, with which the rule computes without rounding
STRETCH = 200  # digits that are tried at once: a mistake is found in one product


class Learned(NamedTuple):
    """What the rule did; it ends after a round without a mistake."""

    mistakes: np.ndarray  # (rounds,) in each round
    weights: np.ndarray  # (rounds, N + 1) after each, the bias last
    mean: np.ndarray  # (N,) that is taken off each input first
    seen: np.ndarray  # (n, N + 1) the digits as the unit sees them, the last one for the bias
    labels: np.ndarray  # (n,)


@memoized
def learned(digit: int, inputs: str, digits: str) -> Learned:
    """Learn to tell a digit from all others.

    inputs : "squares", "raw", "hidden";  digits : a number to learn from, "other" or "program"
    """
    X, labels = digits_to_learn(digits)
    seen = as_inputs(X, inputs)
    mean = np.zeros(seen.shape[1]) if inputs == "raw" else np.round(seen.mean(axis=0))
    seen = with_a_one(seen - mean)
    return Learned(*rule(seen, labels == digit, ROUNDS), mean, seen, labels)


def digits_to_learn(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Ink (n, 64) from 0 to 1, and labels (n,)."""
    if name == "program":
        return of_the_program()
    n = TRAINED if name == "other" else int(name)
    X, y = shuffled_digits(TRAINED, seed=int(name == "other"), centred=False)
    return X[:n], y[:n]


def as_inputs(X: np.ndarray, name: str) -> np.ndarray:
    """What the unit gets of ink (n, 64): the ink, or the outputs of hidden ReLU units with random weights; rounded."""
    if name == "hidden":
        network = Network((64, HIDDEN, 10), "relu", init="he", seed=0)
        X = network.forward(X).values[2]
    return np.round(X * INK)


def with_a_one(X: np.ndarray) -> np.ndarray:
    """One more input, always full: its weight is the bias."""
    return np.column_stack([X, np.full(len(X), INK)])


def rule(x: np.ndarray, is_its: np.ndarray, rounds: int) -> tuple[np.ndarray, np.ndarray]:
    """The perceptron rule from w = 0, as in perceptron.learn: mistakes (r,) and weights (r, N) after each round."""
    signed = np.where(is_its, 1, -1)[:, None] * x  # right where signed @ w > 0
    w = np.zeros(x.shape[1])
    mistakes: list[int] = []
    weights: list[np.ndarray] = []
    while len(mistakes) < rounds and (not mistakes or mistakes[-1]):
        w, wrong = one_round(signed, is_its, w)
        mistakes.append(wrong)
        weights.append(w)
    return np.array(mistakes), np.array(weights)


def one_round(signed: np.ndarray, is_its: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, int]:
    """Once through all digits: the weights afterwards, and how many mistakes were made."""
    i, wrong = 0, 0
    while i < len(signed):
        sums = signed[i : i + STRETCH] @ w
        bad = np.where(is_its[i : i + STRETCH], sums <= 0, sums < 0)  # a sum of 0 does not fire
        first = int(bad.argmax())
        if not bad[first]:
            i += STRETCH
            continue
        i += first
        w, wrong, i = w + signed[i], wrong + 1, i + 1
    return w, wrong
