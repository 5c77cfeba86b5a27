"""Linear models of whatever a layer answers, against SciPy, scikit-learn and plain counting."""

import numpy as np
import pytest
from scipy.optimize import linprog, minimize
from sklearn.linear_model import LogisticRegression, Ridge

from course_nn import linear_models as lm
from course_nn.datasets import DATASETS, xor_points
from course_nn.errors import BadInput
from course_nn.network import Network
from course_nn.training import train

RNG = np.random.default_rng(0)
X = RNG.uniform(-2, 2, (40, 2))


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
        assert lm.fewest_errors(points, y) == fewest_by_trial(points, y)


def test_no_errors_means_that_a_linear_program_finds_a_separating_line():
    found = []
    for _ in range(40):
        points = RNG.normal(size=(8, 2))
        y = (points @ [1, 1] + RNG.normal(0, 1, 8) > 0).astype(int)
        rows = (1 - 2 * y)[:, None] * np.column_stack([points, np.ones(8)])
        feasible = linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(8), bounds=(None, None)).status == 0
        assert (lm.fewest_errors(points, y) == 0) == feasible
        found.append(feasible)
    assert 5 < sum(found) < 35


def test_of_the_four_points_of_xor_one_stays_wrong():
    assert lm.fewest_errors(*xor_points()) == 1


def test_least_squares_is_ridge_regression():
    H, y = RNG.normal(size=(30, 3)), RNG.normal(size=30)
    for lam in (0.5, 10.0):
        v, c = lm.least_squares(H, y, lam)
        reference = Ridge(lam, tol=1e-12).fit(H, y)
        assert [*v, c] == pytest.approx([*reference.coef_, reference.intercept_])
    v, c = lm.least_squares(H, y)
    solution = np.linalg.lstsq(np.column_stack([H, np.ones(30)]), y, rcond=None)[0]
    assert [*v, c] == pytest.approx(solution)


@pytest.mark.parametrize("lam", [0.01, 0.1, 10.0])
def test_a_linear_classifier_is_penalised_logistic_regression_also_for_separable_classes(lam):
    for name in ("moons", "gauss"):  # gauss is separable
        data = DATASETS[name](200)
        v, c = lm.linear_classifier(data.X, data.y, lam)
        reference = LogisticRegression(C=1 / lam, tol=1e-10, max_iter=10_000).fit(data.X, data.y)
        assert [*v, c] == pytest.approx([*reference.coef_[0], reference.intercept_[0]], rel=1e-3, abs=1e-3)


def test_many_classifiers_at_once_are_those_one_by_one():
    H, y = RNG.normal(size=(4, 50, 3)) * np.array([0.1, 1, 10, 100])[:, None, None], RNG.integers(0, 2, 50)
    V, C = lm.linear_classifier(H, y)
    for k in range(4):
        v, c = lm.linear_classifier(H[k], y)
        np.testing.assert_allclose([*V[k], C[k]], [*v, c], atol=1e-6)


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_the_objective_of_a_last_layer_is_the_one_that_training_descends_on(loss):
    H, y = RNG.normal(size=(50, 2)), RNG.integers(0, 2, 50)
    network = Network((2, 1), seed=1)
    history = train(network, H, y, loss, epochs=0, penalty="l2", lam=3.0)
    ours = lm.objective(H, y, network.weights[0][0], network.biases[0][0], loss, 3.0)
    assert ours == pytest.approx(history.losses[0] + history.penalties[0])


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_refit_has_the_lowest_objective_and_descent_of_the_last_layer_alone_arrives_there(loss):
    H, y = np.tanh(RNG.normal(size=(3, 80, 2))), RNG.integers(0, 2, 80)
    v, c = lm.REFIT[loss](H, y, 0.1)
    lowest = lm.objective(H, y, v, c, loss, 0.1)
    for k in range(3):
        reference = minimize(lambda p, k=k: lm.objective(H[k], y, p[:2], p[2], loss, 0.1), np.zeros(3), tol=1e-12)
        assert lowest[k] == pytest.approx(reference.fun, abs=1e-9)
    *last, history = lm.descend_alone(H, y, np.ones((3, 2)), np.zeros(3), loss, 0.1)
    assert history.shape == (401, 3) and np.all(history >= lowest - 1e-12)
    np.testing.assert_allclose(history[-1], lowest, atol=1e-6)
    np.testing.assert_allclose(lm.objective(H, y, *last, loss, 0.1), history[-1])


def test_without_a_penalty_separable_classes_have_no_best_classifier():
    with pytest.raises(BadInput, match="separable"):
        lm.linear_classifier(X, (X[:, 0] > 0).astype(int), 0.0)
