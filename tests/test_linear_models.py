"""Linear models against SciPy, scikit-learn and plain counting."""

import numpy as np
import pytest
from later import Later
from scipy.optimize import linprog, minimize

from course_nn.common.errors import BadInput
from course_nn.datasets import DATASETS, xor_points
from course_nn.linear_models import (
    REFIT,
    descend_alone,
    fewest_errors,
    huber_regression,
    lasso_slope,
    least_absolute_deviations,
    least_squares,
    linear_classifier,
    objective,
    ridge_slope,
    soft_threshold,
)
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train

linear_model = Later("sklearn.linear_model")

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
        reference = linear_model.Ridge(alpha=lam).fit(H, Y)
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


def test_least_squares_of_one_output_is_ridge_regression():
    y = Y[:, 0]
    for lam in (0.5, 10.0):
        v, c = least_squares(H, y, lam)
        reference = linear_model.Ridge(lam, tol=1e-12).fit(H, y)
        assert [*v, c] == pytest.approx([*reference.coef_, reference.intercept_])
    v, c = least_squares(H, y)
    solution = np.linalg.lstsq(np.column_stack([H, np.ones(30)]), y, rcond=None)[0]
    assert [*v, c] == pytest.approx(solution)


def test_many_regressions_at_once_are_those_one_by_one():
    inputs = RNG.normal(size=(2, 3, 30, 4)) * np.array([0.1, 1, 10])[:, None, None]
    inputs[0, 0, :, 1] = 0  # a dead unit
    weights = RNG.uniform(0, 2, 30)
    for targets, shape in ((Y, (2, 3, 3, 4)), (T, (2, 3, 4))):
        W, b = least_squares(inputs, targets, 0.5, weights)
        assert W.shape == shape and b.shape == shape[:-1]
        for k in np.ndindex(2, 3):
            alone = least_squares(inputs[k], targets, 0.5, weights)
            np.testing.assert_allclose(W[k], alone.W, atol=1e-9)
            np.testing.assert_allclose(b[k], alone.b, atol=1e-9)


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
        ridge = linear_model.Ridge(alpha=lam, fit_intercept=False).fit(X[:, None], T)
        lasso = linear_model.Lasso(alpha=lam / n, fit_intercept=False, tol=1e-12).fit(
            X[:, None], T
        )  # its squared error is a mean
        assert ridge_slope(X, T, lam) == pytest.approx(ridge.coef_[0])
        assert lasso_slope(X, T, lam) == pytest.approx(lasso.coef_[0], abs=1e-9)


def test_the_lasso_reaches_zero_at_the_sum_of_xy_and_ridge_never_does():
    c = abs(X @ T)
    assert lasso_slope(X, T, c) == 0 and lasso_slope(X, T, 0.999 * c) > 0
    assert ridge_slope(X, T, 1e6 * c) > 0 and ridge_slope(X, T, X @ X) == pytest.approx(ridge_slope(X, T, 0) / 2)
    assert lasso_slope(X, T, np.array([0.0, 1.0])).shape == (2,)


def fewest_by_trial(X, y):
    """Errors of the best of very many lines."""
    best = len(y)
    for angle in np.linspace(0, 2 * np.pi, 721) + 0.00123:
        along = np.sort(X @ [np.cos(angle), np.sin(angle)])
        side = (X @ [np.cos(angle), np.sin(angle)])[:, None] > np.append(along + 1e-7, along[0] - 1)
        best = min(best, np.sum(side != y[:, None], axis=0).min())
    return best


def test_fewest_errors_of_a_line_are_those_of_the_best_of_many_lines():
    for k in range(40):
        n = RNG.integers(1, 9)
        points = RNG.integers(0, 3, (n, 2)).astype(float) if k % 2 else RNG.normal(size=(n, 2)).round(1)
        y = RNG.integers(0, 2, n)
        assert fewest_errors(points, y) == fewest_by_trial(points, y)


def test_no_errors_means_that_a_linear_program_finds_a_separating_line():
    found = []
    for _ in range(40):
        points = RNG.normal(size=(8, 2))
        y = (points @ [1, 1] + RNG.normal(0, 1, 8) > 0).astype(int)
        rows = (1 - 2 * y)[:, None] * np.column_stack([points, np.ones(8)])
        feasible = linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(8), bounds=(None, None)).status == 0
        assert (fewest_errors(points, y) == 0) == feasible
        found.append(feasible)
    assert 5 < sum(found) < 35


def test_of_the_four_points_of_xor_one_stays_wrong():
    assert fewest_errors(*xor_points()) == 1


@pytest.mark.parametrize("lam", [0.01, 0.1, 10.0])
def test_a_linear_classifier_is_penalised_logistic_regression_also_for_separable_classes(lam):
    for name in ("moons", "gauss"):  # gauss is separable
        data = DATASETS[name](200)
        v, c = linear_classifier(data.X, data.y, lam)
        reference = linear_model.LogisticRegression(C=1 / lam, tol=1e-10, max_iter=10_000).fit(data.X, data.y)
        assert [*v, c] == pytest.approx([*reference.coef_[0], reference.intercept_[0]], rel=1e-3, abs=1e-3)


def test_many_classifiers_at_once_are_those_one_by_one():
    H, y = RNG.normal(size=(4, 50, 3)) * np.array([0.1, 1, 10, 100])[:, None, None], RNG.integers(0, 2, 50)
    V, C = linear_classifier(H, y)
    for k in range(4):
        v, c = linear_classifier(H[k], y)
        np.testing.assert_allclose([*V[k], C[k]], [*v, c], atol=1e-6)


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_the_objective_of_a_last_layer_is_the_one_that_training_descends_on(loss):
    H, y = RNG.normal(size=(50, 2)), RNG.integers(0, 2, 50)
    network = Network((2, 1), seed=1)
    history = train(network, H, y, loss, epochs=0, penalty="l2", lam=3.0)
    ours = objective(H, y, network.weights[0][0], network.biases[0][0], loss, 3.0)
    assert ours == pytest.approx(history.losses[0] + history.penalties[0])


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_refit_has_the_lowest_objective_and_descent_of_the_last_layer_alone_arrives_there(loss):
    H, y = np.tanh(RNG.normal(size=(3, 80, 2))), RNG.integers(0, 2, 80)
    v, c = REFIT[loss](H, y, 0.1)
    lowest = objective(H, y, v, c, loss, 0.1)
    for k in range(3):
        reference = minimize(lambda p, k=k: objective(H[k], y, p[:2], p[2], loss, 0.1), np.zeros(3), tol=1e-12)
        assert lowest[k] == pytest.approx(reference.fun, abs=1e-9)
    *last, history = descend_alone(H, y, np.ones((3, 2)), np.zeros(3), loss, 0.1)
    assert history.shape == (401, 3) and np.all(history >= lowest - 1e-12)
    np.testing.assert_allclose(history[-1], lowest, atol=1e-6)
    np.testing.assert_allclose(objective(H, y, *last, loss, 0.1), history[-1])


def test_without_a_penalty_separable_classes_have_no_best_classifier():
    with pytest.raises(BadInput, match="separable"):
        linear_classifier(H, (X > 2).astype(int), 0.0)


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
