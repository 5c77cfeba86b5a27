import numpy as np
import pytest
from scipy.optimize import linprog, minimize
from sklearn.linear_model import Lasso, Ridge

from course_nn.errors import BadInput
from course_nn.linear_regression import (
    huber_regression,
    lasso_slope,
    least_absolute_deviations,
    least_squares,
    ridge_slope,
    soft_threshold,
)
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train

RNG = np.random.default_rng(3)
H, Y = RNG.normal(2, 1, (30, 4)), RNG.normal(-1, 2, (30, 3))  # (n, N), (n, M)
X, T = H[:, 0], Y[:, 0] + 2 * H[:, 0]
T[4] += 25  # an outlier


@pytest.mark.parametrize("lam", [0.0, 0.3, 20.0])
def test_least_squares_is_where_the_gradient_of_the_objective_vanishes(lam):
    s = RNG.uniform(0, 2, 30)
    W, b = least_squares(H, Y, lam, s)
    error = s[:, None] * (H @ W.T + b - Y)  # (n, M)
    assert W.shape == (3, 4) and b.shape == (3,)
    assert np.allclose(error.T @ H + lam * W, 0, atol=1e-9) and np.allclose(error.sum(axis=0), 0, atol=1e-9)


def test_least_squares_agrees_with_a_reference_and_does_not_penalise_the_bias():
    for lam in (1e-9, 5.0):
        reference = Ridge(alpha=lam).fit(H, Y)
        W, b = least_squares(H, Y, lam)
        assert np.allclose(W, reference.coef_, atol=1e-6) and np.allclose(b, reference.intercept_, atol=1e-6)
    W, b = least_squares(H, Y, 1e12)
    assert np.allclose(W, 0, atol=1e-9) and np.allclose(b, Y.mean(axis=0))


def test_one_output_is_a_row_of_many_and_a_weight_of_two_is_a_sample_twice():
    W, b = least_squares(H, Y)
    for k in range(3):
        one = least_squares(H, Y[:, k])
        assert np.allclose(one.W, W[k]) and one.b == pytest.approx(b[k])
    twice = least_squares(np.concatenate([H, H[:5]]), np.concatenate([Y, Y[:5]]))
    weighted = least_squares(H, Y, weights=np.where(np.arange(30) < 5, 2, 1))
    assert np.allclose(twice.W, weighted.W) and np.allclose(twice.b, weighted.b)


def test_a_dead_unit_or_a_copied_one_does_no_harm():
    features = np.column_stack([H, np.zeros(30), H[:, 0]])
    W, b = least_squares(features, Y)
    assert np.allclose(W[:, 4], 0) and np.allclose(W[:, 0], W[:, 5])
    assert np.allclose(features @ W.T + b, H @ least_squares(H, Y).W.T + least_squares(H, Y).b)


def test_gradient_descent_with_a_penalty_arrives_at_ridge_regression():
    network = Network((4, 3), seed=1)
    train(network, H, Y, learning_rate=0.1, epochs=3000, penalty="l2", lam=5.0)
    W, b = least_squares(H, Y, 5.0)
    assert np.allclose(network.weights[0], W, atol=1e-6) and np.allclose(network.biases[0], b, atol=1e-6)


def test_least_absolute_deviations_agrees_with_linear_programming():
    w, b = least_absolute_deviations(X, T)
    A = np.column_stack([X, np.ones(30)])  # minimise Σ t with -t <= A θ - T <= t
    limits = np.block([[A, -np.eye(30)], [-A, -np.eye(30)]])
    reference = linprog([0, 0, *[1] * 30], limits, np.concatenate([T, -T]), bounds=[(None, None)] * 32)
    assert np.allclose([w[0], b], reference.x[:2])
    assert np.sum(np.abs(w * X + b - T) < 1e-9) >= 2, "it passes through two points"


def test_huber_regression_agrees_with_a_general_minimiser_and_pulls_balance():
    w, b = huber_regression(X, T)

    def total(theta):
        return LOSSES["huber"].per_sample(theta[0] * X + theta[1], T).sum()

    assert np.allclose([w[0], b], minimize(total, [0, 0], method="BFGS", options={"gtol": 1e-9}).x, atol=1e-5)
    pull = LOSSES["huber"].gradient(w * X + b, T)
    assert abs(pull.sum()) < 1e-7 and abs(pull @ X) < 1e-7


def test_huber_regression_is_least_squares_while_all_residuals_stay_below_one():
    y = 2 * X + RNG.uniform(-0.5, 0.5, 30)
    assert np.allclose(huber_regression(X, y).W, least_squares(X, y).W)


def test_soft_threshold_minimises_its_objective_and_is_exactly_zero_up_to_lambda():
    grid = np.linspace(-4, 4, 8001)
    for c in (-3.0, -0.5, 0.0, 1.0, 2.5):
        assert soft_threshold(c, 1.0) == pytest.approx(grid[np.argmin(0.5 * (grid - c) ** 2 + np.abs(grid))], abs=1e-3)
    assert soft_threshold(-0.5, 1.0) == 0 and soft_threshold(1.0, 1.0) == 0


def test_slopes_with_a_penalty_agree_with_references():
    n = len(X)
    for lam in (0.5, 30.0, 200.0):
        ridge = Ridge(alpha=lam, fit_intercept=False).fit(X[:, None], T)
        lasso = Lasso(alpha=lam / n, fit_intercept=False, tol=1e-12).fit(X[:, None], T)  # its squared error is a mean
        assert ridge_slope(X, T, lam) == pytest.approx(ridge.coef_[0])
        assert lasso_slope(X, T, lam) == pytest.approx(lasso.coef_[0], abs=1e-9)


def test_the_lasso_reaches_zero_at_the_sum_of_xy_and_ridge_never_does():
    c = abs(X @ T)
    assert lasso_slope(X, T, c) == 0 and lasso_slope(X, T, 0.999 * c) > 0
    assert ridge_slope(X, T, 1e6 * c) > 0 and ridge_slope(X, T, X @ X) == pytest.approx(ridge_slope(X, T, 0) / 2)
    assert lasso_slope(X, T, np.array([0.0, 1.0])).shape == (2,)


@pytest.mark.parametrize(
    "call",
    [
        lambda: least_squares(H, Y[:5]),
        lambda: least_squares(H, Y, lam=-1),
        lambda: least_squares(H, Y, weights=np.zeros(30)),
        lambda: least_absolute_deviations(np.ones(30), T),
        lambda: huber_regression(X, T, steps=1),
    ],
)
def test_bad_input_is_refused_in_both_languages(call):
    with pytest.raises(BadInput) as refused:
        call()
    assert refused.value.en and any("\u4e00" <= c <= "\u9fff" for c in refused.value.zh)
