"""Penalties, early stopping and label smoothing, against closed forms, brute force and scikit-learn."""

import numpy as np
import pytest
from scipy.optimize import minimize

from course_nn.common.errors import BadInput
from course_nn.datasets import digits
from course_nn.lectures.regularization.regularization import (
    best_gap,
    lasso,
    least_loss,
    matching_lambda,
    ridge_path,
    smoothed_cross_entropy,
    smoothed_targets,
    stop,
    stop_factors,
)
from course_nn.linear_models import lasso_slope, least_squares
from course_nn.losses import LOSSES, one_hot, softmax
from course_nn.network import Network
from course_nn.training import train

LAMS = np.array([0.0, 0.1, 3.0, 50.0])


@pytest.fixture(scope="module")
def sample():
    """Thirty rows of five inputs, two of which are nearly the same, and a target."""
    rng = np.random.default_rng(0)
    H = rng.normal(size=(30, 5)) + 2
    H[:, 1] = H[:, 0] + 0.1 * rng.normal(size=30)
    return H, H @ [2.0, -1.0, 0.0, 0.5, 0.0] + 0.3 * rng.normal(size=30) + 4


# ---- ridge and lasso -------------------------------------------------------------------------------------------------


def test_the_ridge_path_is_least_squares_for_each_lambda(sample):
    path = ridge_path(*sample, LAMS)
    for k, lam in enumerate(LAMS):
        fit = least_squares(*sample, lam)
        np.testing.assert_allclose(path.W[k], fit.W, atol=1e-10)
        assert path.b[k] == pytest.approx(fit.b, abs=1e-10)


def test_without_a_penalty_columns_that_depend_on_each_other_get_the_shortest_weights():
    H = np.outer(np.arange(5.0), [1, 1])
    np.testing.assert_allclose(ridge_path(H, np.arange(5.0), [0.0]).W, [[0.5, 0.5]], atol=1e-12)


def test_at_the_lassos_answer_every_weight_is_where_neither_way_is_downhill(sample):
    H, y = sample
    for lam in LAMS[1:]:
        w, b = lasso(H, y, lam)
        pull = H.T @ (y - H @ w - b)  # minus the slope of the squared error
        np.testing.assert_allclose(pull[w != 0], lam * np.sign(w[w != 0]), atol=1e-9)
        assert np.all(np.abs(pull[w == 0]) <= lam + 1e-9)
        assert np.sum(y - H @ w - b) == pytest.approx(0, abs=1e-9)  # the bias is free
    assert (w == 0).any()


def test_many_lambdas_at_once_are_the_same_as_one_after_the_other(sample):
    path = lasso(*sample, LAMS)
    for k, lam in enumerate(LAMS):
        fit = lasso(*sample, lam)
        np.testing.assert_allclose(path.W[k], fit.W, atol=1e-9)
        assert path.b[k] == pytest.approx(fit.b)


def test_of_one_input_the_lasso_is_the_formula(sample):
    H, y = sample
    x = H[:, 2] - H[:, 2].mean()
    assert lasso(x[:, None], y, 5.0).W == pytest.approx(lasso_slope(x, y - y.mean(), 5.0))


def test_ridge_and_lasso_agree_with_scikit_learn(sample):
    linear_model = pytest.importorskip("sklearn.linear_model")
    H, y = sample
    for lam in LAMS[1:]:
        ridge = linear_model.Ridge(alpha=lam).fit(H, y)
        np.testing.assert_allclose(ridge_path(H, y, [lam]).W[0], ridge.coef_, atol=1e-6)
        theirs = linear_model.Lasso(alpha=lam / len(y), tol=1e-12, max_iter=10**6).fit(H, y)
        ours = lasso(H, y, lam)
        np.testing.assert_allclose(ours.W, theirs.coef_, atol=1e-6)
        assert ours.b == pytest.approx(theirs.intercept_, abs=1e-6)


def test_what_does_not_fit_is_said(sample):
    H, y = sample
    for bad in [(H[:5], y, [1.0]), (H, y, [-1.0]), (H[:, 0], y, [1.0])]:
        with pytest.raises(BadInput, match="expected inputs"):
            ridge_path(*bad)
    with pytest.raises(BadInput, match="constant column"):
        lasso(np.ones((4, 1)), np.arange(4.0), 1.0)


# ---- early stopping --------------------------------------------------------------------------------------------------


def test_it_stops_when_nothing_has_improved_for_so_many_epochs_and_keeps_the_best():
    val = [5, 4, 3, 3.5, 3.4, 2.9, 3, 3, 3, 1]
    assert stop(val, patience=2) == (2, 4)
    assert stop(val, patience=3) == (5, 8)
    assert stop(val, patience=4) == (9, 9)
    assert stop(val, patience=3, min_delta=0.2) == (2, 5)  # 2.9 is not enough of an improvement
    assert stop([3, 2, 1], patience=5) == (2, 2) and stop([1], patience=1) == (0, 0)


def test_what_is_kept_is_the_lowest_of_what_was_run():
    rng = np.random.default_rng(1)
    for patience in (1, 3, 10):
        val = rng.uniform(size=60)
        kept, ran = stop(val, patience)
        assert kept == np.argmin(val[: ran + 1]) and (ran - kept == patience or ran == 59)


def test_the_factors_are_what_descent_on_a_parabola_reaches():
    h, w = np.array([1.0, 0.1, 0.01]), np.zeros(3)
    for _ in range(10):
        w -= 0.5 * h * (w - 1)
    np.testing.assert_allclose(stop_factors(h, 0.5, 10), w, atol=1e-15)
    np.testing.assert_allclose(w, [0.99902, 0.40126, 0.04889], atol=5e-6)


def test_the_lambda_that_matches_shrinks_as_much_and_no_lambda_matches_two_directions():
    h = np.array([1.0, 0.1, 0.01])
    lam = matching_lambda(h, 0.5, 10)
    np.testing.assert_allclose(h / (h + lam), stop_factors(h, 0.5, 10), rtol=1e-12)
    np.testing.assert_allclose(lam, [0.00098, 0.14921, 0.19454], atol=5e-6)
    assert matching_lambda(0.0, 0.5, 10) == 0.2 == pytest.approx(matching_lambda(1e-8, 0.5, 10), rel=1e-6)


def test_the_factors_refuse_a_step_that_diverges():
    for bad in [dict(h=5.0), dict(eta=0), dict(tau=-1), dict(tau=1.5), dict(h=-1.0)]:
        with pytest.raises(BadInput, match="0 ≤ ηh ≤ 2"):
            stop_factors(**dict(h=1.0, eta=0.5, tau=3) | bad)
    with pytest.raises(BadInput, match="τ ≥ 1"):
        matching_lambda(1.0, 0.5, 0)
    for bad in [([], 1, 0), ([1], 0, 0), ([1], 1, -1)]:
        with pytest.raises(BadInput, match="patience ≥ 1"):
            stop(*bad)


# ---- label smoothing -------------------------------------------------------------------------------------------------


def test_a_share_of_the_target_is_spread_over_all_classes():
    T = smoothed_targets(one_hot(np.array([2, 0]), 4), 0.2)
    np.testing.assert_allclose(T, [[0.05, 0.05, 0.85, 0.05], [0.85, 0.05, 0.05, 0.05]])


def test_no_logits_go_below_the_least_loss_and_the_best_gap_reaches_it():
    loss, label = smoothed_cross_entropy(0.1), np.array([3])
    found = minimize(lambda F: loss.per_sample(F[None], label)[0], np.zeros(10), tol=1e-10)
    assert found.fun == pytest.approx(least_loss(10, 0.1), abs=1e-8)
    assert found.x[3] - np.delete(found.x, 3) == pytest.approx(best_gap(10, 0.1), abs=1e-3)
    best = best_gap(10, 0.1) * one_hot(label, 10)
    assert loss.per_sample(best, label)[0] == pytest.approx(least_loss(10, 0.1), abs=1e-12)
    np.testing.assert_allclose(softmax(best), smoothed_targets(one_hot(label, 10), 0.1), atol=1e-12)
    assert round(best_gap(10, 0.1), 4) == 4.5109 and round(least_loss(10, 0.1), 4) == 0.5003
    assert least_loss(10, 0) == 0 and least_loss(2, 1) == pytest.approx(np.log(2))


def test_without_smoothing_it_is_the_cross_entropy_and_its_gradient_is_the_slope():
    rng = np.random.default_rng(0)
    F, Y = rng.normal(size=(6, 3)), rng.integers(0, 3, 6)
    plain = LOSSES["softmax_cross_entropy"]
    np.testing.assert_allclose(smoothed_cross_entropy(0).per_sample(F, Y), plain.per_sample(F, Y))
    loss, step = smoothed_cross_entropy(0.3), 1e-6
    for k in range(3):
        up, down = F + step * np.eye(3)[k], F - step * np.eye(3)[k]
        slope = (loss.per_sample(up, Y) - loss.per_sample(down, Y)) / (2 * step)
        np.testing.assert_allclose(loss.gradient(F, Y)[:, k], slope, atol=1e-8)


def test_training_takes_the_smoothed_loss():
    data = digits()
    network = Network((64, 10), dtype=np.float32)
    history = train(network, data.X[:50], data.y[:50], smoothed_cross_entropy(0.1), epochs=200, learning_rate=1.0)
    assert least_loss(10, 0.1) < history.losses[-1] < history.losses[0]
    assert history.losses.dtype == np.float32


def test_smoothing_refuses_what_is_no_share_and_no_number_of_classes():
    for bad in [(1, 0.1), (10, -0.1), (10, 1.1), (2.5, 0.1)]:
        with pytest.raises(BadInput, match="K ≥ 2"):
            least_loss(*bad)
    with pytest.raises(BadInput, match="K ≥ 2"):
        best_gap(10, 0)
    with pytest.raises(BadInput, match="K ≥ 2"):
        smoothed_cross_entropy(2)
