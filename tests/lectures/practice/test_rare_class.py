"""A rare class: how samples are thinned out, and what a weight on the rare class does to the best model."""

import numpy as np
import pytest

from course_nn.activations import sigmoid
from course_nn.common.progress import finished
from course_nn.datasets import digits
from course_nn.lectures.practice.demos.metrics.rare_class import (
    logits_of,
    rare_digits,
    thin_out,
    weighted_logistic,
    weighted_loss,
)
from course_nn.losses import LOSSES
from course_nn.metrics import calibration_error


@pytest.mark.parametrize("wanted, grows", [(8, True), (0, False)])
def test_a_weight_spoils_the_calibration_of_eights_and_not_of_zeros_which_are_easier_to_tell(wanted, grows):
    X, y = digits().X, digits().y == wanted
    errors = []
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(y))
        train, test = (thin_out(rows, y, 0.02) for rows in (order[:900], order[900:]))
        for weight in (1.0, 49.0):
            w, b = weighted_logistic(X[train], y[train].astype(int), weight)
            errors.append(calibration_error(sigmoid(X[test] @ w + b), y[test]))
    plain, heavy = np.mean(np.reshape(errors, (5, 2)), axis=0)
    assert heavy > 2 * plain if grows else heavy < 1.5 * plain


@pytest.mark.parametrize("share", [0.01, 0.02, 0.05, 0.1, 0.5])
@pytest.mark.parametrize("seed", [0, 5])
def test_the_share_of_eights_is_as_asked_for_in_both_halves(share, seed):
    split = rare_digits(share, seed)
    for y in (split.y, split.test_y):
        assert y.sum() == pytest.approx(share * len(y), abs=0.51)
    assert split.X.mean() == pytest.approx(0, abs=1e-12) and len(split.X) == len(split.y)


def test_as_many_rows_stay_as_the_share_allows():
    is_wanted = np.arange(100) < 10
    assert len(thin_out(np.arange(100), is_wanted, 0.1)) == 100
    assert len(thin_out(np.arange(100), is_wanted, 0.5)) == 20
    few = thin_out(np.arange(100), is_wanted, 0.02)
    assert is_wanted[few].sum() == 2 and len(few) == 92


def test_no_digit_is_in_both_halves():
    split = rare_digits(0.1, 0)
    rows, others = ({tuple(x) for x in np.round(X, 9)} for X in (split.X, split.test_X))
    assert not rows & others


def test_a_weight_moves_the_best_log_odds_up_by_its_logarithm():
    """Exactly, where the model can say anything: here one input tells three groups apart, each with its own column."""
    group = np.repeat([0, 1, 2], [40, 60, 100])
    y = np.concatenate([np.arange(40) < 3, np.arange(60) < 20, np.arange(100) < 70]).astype(int)
    X = np.eye(3)[group][:, 1:]
    best = {}
    for weight in (1.0, 7.0, 49.0):
        w, b = weighted_logistic(X, y, weight, lam=1e-13)
        best[weight] = b + np.array([0, *w])
    shares = np.array([3 / 40, 20 / 60, 70 / 100])
    assert best[1.0] == pytest.approx(np.log(shares / (1 - shares)), abs=1e-9)
    for weight in (7.0, 49.0):
        assert best[weight] - best[1.0] == pytest.approx(np.full(3, np.log(weight)), abs=1e-9)


@pytest.mark.parametrize("weight", [1.0, 49.0])
def test_the_gradient_is_zero_where_the_fit_ends(weight):
    split = rare_digits(0.02, 1)
    w, b = weighted_logistic(split.X, split.y, weight)
    off = np.where(split.y == 1, weight, 1.0) * (sigmoid(split.X @ w + b) - split.y)
    assert np.abs(split.X.T @ off + w).max() < 1e-8 and abs(off.sum()) < 1e-8


@pytest.mark.thorough  # to import it takes long
def test_it_agrees_with_scikit_learn():
    linear = pytest.importorskip("sklearn.linear_model")
    split = rare_digits(0.1, 0)
    w, b = weighted_logistic(split.X, split.y, 9.0, lam=1.0)
    theirs = linear.LogisticRegression(C=1.0, class_weight={0: 1, 1: 9}, tol=1e-10, max_iter=10000)
    theirs.fit(split.X, split.y)
    assert w == pytest.approx(theirs.coef_[0], abs=1e-4) and b == pytest.approx(theirs.intercept_[0], abs=1e-4)


def test_a_weight_is_so_many_copies_of_the_sample():
    loss = LOSSES["binary_cross_entropy"]
    F, T = np.array([[0.3], [-1.2], [2.0]]), np.array([[1.0], [0.0], [1.0]])
    twice = np.array([0, 0, 1, 2, 2])
    heavy = weighted_loss(loss, 2.0)
    assert heavy.l(F, T).sum() == pytest.approx(loss.l(F[twice], T[twice]).sum())
    assert heavy.dl(F, T).sum() == pytest.approx(loss.dl(F[twice], T[twice]).sum())
    assert heavy.l(F, T).shape == loss.l(F, T).shape


def test_the_same_question_gets_the_same_answer():
    first = finished(logits_of("linear", 0.02, 49.0, 3))
    assert first is finished(logits_of("linear", 0.02, 49.0, 3)) and len(first) == len(rare_digits(0.02, 3).test_y)


def test_a_weight_lowers_the_log_odds_of_about_half_of_the_other_digits_and_raises_that_of_eights_by_about_log_r():
    fallen, eights = [], []
    for seed in range(6):
        split = rare_digits(0.02, seed)
        (w, b), (heavy_w, heavy_b) = (weighted_logistic(split.X, split.y, weight) for weight in (1.0, 49.0))
        change = split.X @ (heavy_w - w) + heavy_b - b
        fallen.append((change[split.y == 0] < 0).mean())
        eights.append(change[split.y == 1].mean())
    assert np.mean(fallen) == pytest.approx(0.55, abs=0.12)
    assert np.mean(eights) == pytest.approx(np.log(49), abs=1)


def test_the_weaker_the_penalty_the_more_of_the_other_digits_lose_log_odds_by_the_weight():
    fallen = {lam: [] for lam in (0.1, 1.0, 10.0)}
    for seed in range(3):
        split = rare_digits(0.02, seed)
        for lam, shares in fallen.items():
            plain, heavy = (weighted_logistic(split.X, split.y, weight, lam) for weight in (1.0, 49.0))
            rise = split.test_X @ (heavy[0] - plain[0]) + heavy[1] - plain[1]
            shares.append(np.mean(rise[split.test_y == 0] < 0))
    weak, usual, strong = (np.mean(shares) for shares in fallen.values())
    assert weak > usual + 0.1 and 0.35 < usual < 0.7 and strong < usual - 0.2
