"""The exercises of lecture 5 take every correct answer, refuse wrong ones, and say what is nearly right."""

import numpy as np
import pytest
from later import Later
from scipy.special import log_softmax

from course_nn.losses import LOSSES, one_hot, softmax
from course_nn.notebook.exercises import check

stats = Later("scipy.stats")

LOG2 = np.log(2)
RIGHT = {
    "losses-hand": [6 * LOG2, 4.16, [4.159], -np.log(1 / 64)],
    "losses-easy": [np.log([3, 2, 1]), (1.0986, 0.6931, 0), 7 + np.log([6, 4, 2])],
    "losses-code": [
        lambda F, c: softmax(F) - one_hot(c, F.shape[1]),
        lambda F, c: LOSSES["softmax_cross_entropy"].gradient(F, c),
        lambda F, c: np.exp(F) / np.exp(F).sum(axis=1, keepdims=True) - np.eye(F.shape[1])[c],
        lambda F, c: by_differences(F, c),
    ],
    "losses-hinge": [
        lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f),
        lambda f, c: LOSSES["hinge"].per_sample(f, 2 * c - 1),
        lambda f, c: np.where(c == 1, 1 - f, 1 + f).clip(0),
    ],
    "losses-sigma": [
        lambda r: np.sqrt(np.mean(r**2)),
        lambda r: np.linalg.norm(r) / np.sqrt(len(r)),
        lambda r: stats.norm.fit(r, floc=0)[1],
    ],
    "losses-build": [
        lambda F: log_softmax(F, axis=1),
        lambda F: F - np.logaddexp.reduce(F, axis=1, keepdims=True),
        lambda F: np.array([row - row.max() - np.log(np.exp(row - row.max()).sum()) for row in F]),
    ],
    "losses-normal": [
        lambda s: (1 / s**2, np.log(s * np.sqrt(2 * np.pi))),
        lambda s: [s**-2, np.log(s) + 0.5 * np.log(2 * np.pi)],
        lambda s: np.array([1 / s / s, -stats.norm.logpdf(0, 0, s)]),
    ],
    "losses-derive": [lambda f, y: np.exp(f) - y, lambda f, y: -(y - np.e**f), lambda f, y: np.array([np.exp(f) - y])],
    "losses-claim": [
        ([0.49, 0.49, 0.49], [0.51, 0.51, 1e-6]),
        np.array([[0.4, 0.4], [0.6, 0.001]]),
        [[0.9, 0.5, 0.5], [0.51, 0.51, 0.01]],
        ([0.49, 0.49], [0.51, 0]),  # a probability of 0 has an infinite loss
        ([1e-9, 1e-9], [1, 0]),
    ],
}
WRONG = {  # and a word of the hint, where the answer is nearly right
    "losses-hand": {
        2 * LOG2: "mean",
        -6 * LOG2: "sign",
        6: "base 2",
        1 / 64: "likelihood",
        7 / 8: "",  # the sum of the probabilities
        -np.log(7 / 8): "",
        (LOG2, 2 * LOG2, 3 * LOG2): "Expected one number",
    },
    "losses-easy": {
        (1 / 2, 1 / 3, 1 / 6): "probabilities",
        (0, 0, 0): "",
        (3, 2, 1): "",  # the odds instead of their logarithms
        (1 / 3, 1 / 2, 1): "",
        tuple(np.log([2, 3, 6])): "",  # the sign
        tuple(np.log([1, 2, 3])): "",  # in the reverse order
        tuple(np.log2([3, 2, 1])): "",
    },
    "losses-code": {
        lambda F, c: one_hot(c, 4) - softmax(F): "sign",
        lambda F, c: softmax(F): "probabilities",
        lambda F, c: (softmax(F) - one_hot(c, 4)) / len(F): "mean",
        lambda F, c: F - one_hot(c, 4): "softmax",
        lambda F, c: softmax(F) * (softmax(F) - one_hot(c, 4)): "",  # as if the error were squared
        lambda F, c: softmax(F.T).T - one_hot(c, 4): "",  # columns for rows
        lambda F, c: softmax(F) - one_hot(F.argmax(axis=1), 4): "",  # what is predicted, not what is right
        lambda F, c: np.exp(F) / np.exp(F).sum() - one_hot(c, 4): "",
        lambda F, c: 1 / (1 + np.exp(-F)) - one_hot(c, 4): "",  # a sigmoid for each class
        lambda F, c: F[0]: "shape",
    },
    "losses-hinge": {
        lambda f, c: np.maximum(0, 1 - c * f): "2c − 1",
        lambda f, c: 1 - (2 * c - 1) * f: "negative",
        lambda f, c: np.maximum(0, 1 + (2 * c - 1) * f): "sign",
        lambda f, c: np.maximum(0, (1 - 2 * c) * f): "mistakes",
        lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f).mean(): "mean",
        lambda f, c: np.log1p(np.exp(-(2 * c - 1) * f)): "",
        lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f) ** 2: "",
        lambda f, c: np.abs(1 - (2 * c - 1) * f): "",
        lambda f, c: np.where((f > 0) == c, 0, 1 - (2 * c - 1) * f): "",  # nothing for all that is right
        lambda f, c: np.clip(1 - (2 * c - 1) * f, 0, 1): "",
    },
    "losses-sigma": {
        lambda r: np.mean(r**2): "root",
        np.std: "subtracts the mean",
        lambda r: np.sqrt(np.sum(r**2) / (len(r) - 1)): "n − 1",
        lambda r: np.mean(np.abs(r)): "Laplace",
        lambda r: np.sqrt(np.sum(r**2)): "",
        lambda r: np.linalg.norm(r) / 5: "",  # right for 25 residuals only
        lambda r: -np.sqrt(np.mean(r**2)): "",
        lambda r: np.median(np.abs(r)): "",
    },
    "losses-build": {
        softmax: "probabilities",
        lambda F: np.log(softmax(F)): "−1000",
        lambda F: np.log(softmax(F) + 1e-12): "−1000",
        lambda F: F - F.max() - np.log(np.exp(F - F.max()).sum(axis=1, keepdims=True)): "−1000",  # one maximum for all
        lambda F: log_softmax(F, axis=0): "columns",
        lambda F: log_softmax(F): "",  # over all rows at once
        lambda F: F - F.max(axis=1, keepdims=True): "",
        lambda F: -log_softmax(F, axis=1): "",
        lambda F: F[0]: "shape",
    },
    "losses-normal": {
        lambda s: (0.5 / s**2, np.log(s * np.sqrt(2 * np.pi))): "½",
        lambda s: (1 / s**2, np.log(s)): "√(2π)",
        lambda s: (1 / s**2, 0): "exponential",
        lambda s: (np.log(s * np.sqrt(2 * np.pi)), 1 / s**2): "First A",
        lambda s: (1 / s**2, -np.log(s * np.sqrt(2 * np.pi))): "exponential",
        lambda s: (1 / s, np.log(s * np.sqrt(2 * np.pi))): "",
        lambda s: (s**2, np.log(s * np.sqrt(2 * np.pi))): "",
    },
    "losses-derive": {
        lambda f, y: y - np.exp(f): "sign",
        lambda f, y: 1 - y / np.exp(f): "dl/dμ",
        lambda f, y: f - y: "",
        lambda f, y: np.exp(f) - y / f: "",
        lambda f, y: f * np.exp(f) - y: "",
        lambda f, y: np.exp(f) - y * f: "",  # the loss, without its constant
    },
    "losses-claim": {
        ((0.51, 0.51, 1e-6), (0.49, 0.49, 0.49)): "exchange",
        ((0.4, 0.4), (0.6, 0.6)): "very sure",
        ((0.9, 0.9), (0.6, 0.6)): "smaller loss",
        ((0.9, 0.9), (0.9, 0.9)): "smaller loss",
        ((0.0, 0.5), (0.6, 0.6)): "infinite",
        ((0.4, 0.0), (0.6, 0.0)): "infinite",
        ((0.5, 1.2), (0.5, 0.5)): "Expected",
        ((0.4, -0.1), (0.6, 0.0)): "Expected",
        ((0.4, 0.4), (0.6, 0.1, 0.6)): "Expected",
        ((40, 40), (60, 1)): "Expected",
    },
}


def by_differences(F, c):
    slope, h = np.zeros_like(F), 1e-5
    for k in range(F.shape[1]):
        step = h * np.eye(F.shape[1])[k]
        up, down = (LOSSES["softmax_cross_entropy"].per_sample(F + sign * step, c) for sign in (1, -1))
        slope[:, k] = (up - down) / (2 * h)
    return slope


@pytest.mark.parametrize("key", RIGHT)
def test_at_least_three_different_right_answers_are_right(key):
    assert len(RIGHT[key]) >= 3
    for answer in RIGHT[key]:
        assert check(key, answer).voice == "right", answer


@pytest.mark.parametrize("key", WRONG)
def test_at_least_five_wrong_answers_are_refused_and_near_misses_are_told_what_they_are(key):
    assert len(WRONG[key]) >= 5
    for answer, hint in WRONG[key].items():
        verdict = check(key, answer)
        assert verdict.voice in ("almost", "keep working") and hint in verdict.hint.en, (answer, verdict)


def test_prose_gets_the_worked_answer_to_compare_with_and_a_word_does_not():
    for text in (
        "I would keep the loss and move the threshold.",
        "给损失加权：漏诊乘以十，其余不变，再在新病人上检验代价，并报告每个病人的平均代价。",
        "Weigh l. " * 5,
    ):
        verdict = check("losses-open", text)
        assert verdict.voice == "compare" and "calibrated" in verdict.hint.en
    for answer in ("weights", "", 10, ["a"], lambda: "x"):
        assert check("losses-open", answer).voice == "keep working"


def test_a_weighed_loss_and_a_moved_threshold_are_the_same_decision():
    """The output that makes −10 q log p − (1 − q) log(1 − p) smallest is 10q/(10q + 1 − q), and ½ lies at q = 1/11."""
    p = np.linspace(1e-4, 1 - 1e-4, 20001)
    for q in (0.02, 1 / 11, 0.3, 0.7):
        best = p[np.argmin(-10 * q * np.log(p) - (1 - q) * np.log(1 - p))]
        assert best == pytest.approx(10 * q / (10 * q + 1 - q), abs=1e-4)
    assert 10 / 11 / (10 / 11 + 10 / 11) == 0.5
