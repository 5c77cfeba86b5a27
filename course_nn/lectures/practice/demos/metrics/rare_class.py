"""One digit in ten is an eight. Where it is one in fifty, whoever always says "no" is right 98 times in a hundred."""

from collections.abc import Generator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid
from course_nn.common.progress import memoized
from course_nn.datasets import digits
from course_nn.losses import LOSSES, Loss
from course_nn.network import Network
from course_nn.training import watch

WANTED = 8  # the digit that is looked for
TRAINED = 898  # digits to take the training sample from; the test sample is taken from the other 899
LAM = 1.0  # L2 penalty, on weights only
HIDDEN, EPOCHS, RATE = 16, 300, 0.01  # of the network, and its training by Adam


class Split(NamedTuple):
    """Digits to learn from and digits to measure on, with the same share of eights."""

    X: np.ndarray  # (n, 64) ink, less its mean
    y: np.ndarray  # (n,) 1 for an eight, 0 for any other digit
    test_X: np.ndarray  # (m, 64)
    test_y: np.ndarray  # (m,)


@memoized
def rare_digits(share: float, seed: int) -> Split:
    """Half of the digits to learn from and half to measure on, thinned out so that a given share of them are eights.

    share : of eights, above 0 and below 1;  seed : which digits these are;  returns Split, not to be changed
    """
    X, y = digits().X, digits().y
    is_wanted = y == WANTED
    order = np.random.default_rng(seed).permutation(len(X))
    train, test = (thin_out(rows, is_wanted, share) for rows in (order[:TRAINED], order[TRAINED:]))
    mean = X[train].mean(axis=0)
    return Split(X[train] - mean, is_wanted[train].astype(int), X[test] - mean, is_wanted[test].astype(int))


def thin_out(rows: np.ndarray, is_wanted: np.ndarray, share: float) -> np.ndarray:
    """As many rows as possible, the first of each kind, so that a given share of them is wanted."""
    ones, zeros = rows[is_wanted[rows]], rows[~is_wanted[rows]]
    odds = share / (1 - share)
    most_ones = min(len(ones), round(odds * len(zeros)))
    most_zeros = min(len(zeros), round(len(ones) / odds))
    return np.sort(np.concatenate([ones[:most_ones], zeros[:most_zeros]]))


def weighted_logistic(X: np.ndarray, y: np.ndarray, weight: float, lam: float = LAM, steps: int = 50) -> tuple:
    """Logistic regression in which each sample of class 1 counts as often as its weight says, by Newton's method.

    w, b = argmin Σ_i r_i log(1 + e^{f_i}) − r_i y_i f_i + ½ λ ‖w‖²,  f = Xw + b,  r_i = weight if y_i = 1, else 1

    X, y    : rows (n, N) and classes (n,) 0 or 1;  weight : > 0;  lam : λ > 0;  steps : at most
    returns : w (N,), b
    source  : Bishop, Pattern Recognition and Machine Learning (2006), eqs. (4.92) to (4.99)
    """
    X1 = np.column_stack([X, np.ones(len(X))])  # (n, N + 1)
    counts = np.where(y == 1, weight, 1.0)  # (n,)
    penalty = np.append(np.full(X.shape[1], lam), 0.0)  # the bias is free
    theta = np.zeros(X1.shape[1])  # (N + 1,)
    for _ in range(steps):
        p = sigmoid(X1 @ theta)  # (n,)
        H = (X1.T * (counts * p * (1 - p))) @ X1 + np.diag(penalty)  # (N + 1, N + 1)
        step = np.linalg.solve(H, X1.T @ (counts * (p - y)) + penalty * theta)
        theta = theta - step
        if np.abs(step).max() < 1e-9 * np.abs(theta).max():
            break
    return theta[:-1], float(theta[-1])


def weighted_loss(loss: Loss, weight: float) -> Loss:
    """A loss in which each sample of class 1 counts as often as its weight says.

    r_i l_i with r_i = 1 + (weight − 1) y_i

    loss : a Loss of targets 0 and 1;  weight : > 0
    """

    def counts(T):
        return 1 + (weight - 1) * T

    return replace(
        loss,
        l=lambda F, T: counts(T).sum(axis=-1) * loss.l(F, T),
        dl=lambda F, T: counts(T) * loss.dl(F, T),
    )


@memoized
def logits_of(model: str, share: float, weight: float, seed: int) -> Generator[float, None, np.ndarray]:
    """Logits that a model, trained with a weight on eights, gives the test digits: a generator.

    model : "linear" or "network";  share, seed : as of rare_digits;  weight : r > 0;  returns logits (m,) of an eight
    """
    split = rare_digits(share, seed)
    if model == "linear":
        w, b = weighted_logistic(split.X, split.y, weight)
        return split.test_X @ w + b
    network = Network((64, HIDDEN, 1), "relu", init="he", seed=seed)
    loss = weighted_loss(LOSSES["binary_cross_entropy"], weight)
    settings = {"optimizer": "adam", "learning_rate": RATE, "penalty": "l2", "lam": LAM}
    yield from watch(network, split.X, split.y, loss, EPOCHS, EPOCHS, reports=15, **settings)
    return network(split.test_X)[:, 0]


def log_odds(p: float) -> float:
    """log(p / (1 − p))."""
    return float(np.log(p / (1 - p)))
