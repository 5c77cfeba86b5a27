"""Logistic regression against central differences and an independent solver, on real penguins."""

import numpy as np
import pytest
from later import Later
from scipy.optimize import linprog

from course_nn import logistic_regression as lr
from course_nn.common.errors import BadInput
from course_nn.datasets import penguins

linear_model = Later("sklearn.linear_model")


@pytest.fixture(scope="module")
def birds():
    """Adelie (0) and Chinstrap (1), bill length and depth, standardised."""
    data = penguins(("Adelie", "Chinstrap"), ("bill_length_mm", "bill_depth_mm"))
    return data.X, data.y, lr.standardise(data.X)


@pytest.fixture(scope="module")
def reference(birds):
    """w, b, loss of scikit-learn's solver without penalty."""
    _, y, standard = birds
    fit = linear_model.LogisticRegression(C=np.inf, tol=1e-12, max_iter=10000).fit(standard.Z, y)
    w, b = fit.coef_[0], fit.intercept_[0]
    return w, b, lr.negative_log_likelihood(standard.Z, y, w, b)


def test_gradient_equals_the_central_difference():
    rng = np.random.default_rng(0)
    X, y, w, b, e = rng.normal(size=(30, 3)), rng.integers(0, 2, 30), rng.normal(size=3), 0.4, 1e-6
    dw, db = lr.gradient(X, y, w, b)
    for k, step in enumerate(e * np.eye(3)):
        up, down = lr.negative_log_likelihood(X, y, w + step, b), lr.negative_log_likelihood(X, y, w - step, b)
        assert dw[k] == pytest.approx((up - down) / (2 * e), abs=1e-8)
    up, down = lr.negative_log_likelihood(X, y, w, b + e), lr.negative_log_likelihood(X, y, w, b - e)
    assert db == pytest.approx((up - down) / (2 * e), abs=1e-8)


def test_loss_is_the_definition_and_never_overflows(birds):
    _, y, standard = birds
    w, b = np.array([1.3, -0.7]), 0.2
    p = 1 / (1 + np.exp(-(standard.Z @ w + b)))
    assert lr.negative_log_likelihood(standard.Z, y, w, b) == pytest.approx(
        -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    )
    assert lr.negative_log_likelihood(standard.Z, y, 0 * w, 0.0) == pytest.approx(np.log(2))
    with np.errstate(over="raise", invalid="raise"):
        huge = lr.negative_log_likelihood(np.array([[1e4], [-1e4]]), np.array([0, 1]), np.array([1.0]), 0.0)
    assert huge == pytest.approx(1e4)


def test_these_penguins_are_not_perfectly_separable(birds):
    X, y, standard = birds
    sign = 1 - 2 * y
    rows = sign[:, None] * np.column_stack([standard.Z, np.ones(len(y))])
    assert linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(len(y)), bounds=(None, None)).status == 2  # infeasible
    assert np.bincount(y).tolist() == [151, 68]


def test_gradient_descent_reaches_the_independent_solver(birds, reference):
    _, y, standard = birds
    history = lr.gradient_descent(standard.Z, y, learning_rate=30.0, steps=600)
    assert history.loss[-1] == pytest.approx(reference[2], abs=1e-6)
    assert history.w[-1] == pytest.approx(reference[0], rel=0.01)


def test_newton_reaches_the_independent_solver(birds, reference):
    _, y, standard = birds
    w, b = lr.newton(standard.Z, y)
    assert lr.negative_log_likelihood(standard.Z, y, w, b) == pytest.approx(reference[2], abs=1e-9)
    assert [*w, b] == pytest.approx([*reference[0], reference[1]], abs=1e-3)
    assert np.abs([*lr.gradient(standard.Z, y, w, b)[0], lr.gradient(standard.Z, y, w, b)[1]]).max() < 1e-10


def test_best_line_gets_213_of_219_penguins_right(birds):
    _, y, standard = birds
    w, b = lr.newton(standard.Z, y)
    assert len(y) * lr.accuracy(standard.Z, y, w, b) == pytest.approx(213)
    assert lr.negative_log_likelihood(standard.Z, y, w, b) == pytest.approx(0.04267, abs=1e-5)


def test_history_records_every_step_and_small_steps_only_go_down(birds):
    _, y, standard = birds
    history = lr.gradient_descent(standard.Z, y, learning_rate=1.0, steps=50, w=[1.0, 1.0], b=-0.5)
    assert history.w.shape == (51, 2) and history.b.shape == history.loss.shape == (51,)
    assert history.w[0].tolist() == [1, 1] and history.b[0] == -0.5 and np.all(np.diff(history.loss) < 0)
    for k in (0, 20, 50):
        assert history.loss[k] == lr.negative_log_likelihood(standard.Z, y, history.w[k], history.b[k])


def test_real_and_standard_units_are_the_same_neuron(birds):
    X, y, standard = birds
    assert standard.Z.mean(axis=0) == pytest.approx(0, abs=1e-12) and standard.Z.std(axis=0) == pytest.approx(1)
    w, b = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([0.3, -1.0])
    w_real, b_real = lr.in_real_units(w, b, standard)
    np.testing.assert_allclose(X @ w_real.T + b_real, standard.Z @ w.T + b, atol=1e-10)
    back = lr.in_standard_units(w_real, b_real, standard)
    np.testing.assert_allclose(back[0], w)
    np.testing.assert_allclose(back[1], b)
    assert lr.newton(X, y)[0] == pytest.approx(lr.in_real_units(*lr.newton(standard.Z, y), standard)[0], rel=1e-6)


@pytest.mark.parametrize("x, y", [([0, 1, 2, 3], [0, 0, 1, 1]), ([0, 1, 1, 3], [0, 0, 1, 1])])
def test_separable_classes_have_no_best_weights_and_newton_says_so(x, y):
    with pytest.raises(BadInput, match="separable"):
        lr.newton(np.array(x, float)[:, None], np.array(y))
    history = lr.gradient_descent(np.array(x, float)[:, None], np.array(y), 1.0, 400)
    assert np.all(np.diff(history.w[100:, 0]) > 0)  # it grows and grows


def test_bad_input_says_what_to_try():
    X = np.arange(6.0).reshape(3, 2)
    for call in (
        lambda: lr.newton(X, [1, 1, 1]),
        lambda: lr.gradient_descent(X, [0, 1]),
        lambda: lr.gradient_descent(X, [-1, 1, 1]),
        lambda: lr.gradient_descent(X, [0, 1, 1], -1.0),
        lambda: lr.standardise(np.ones((3, 2))),
    ):
        with pytest.raises(BadInput, match="try"):
            call()


def test_a_descent_starts_at_zero_unless_told_otherwise():
    X, y = np.array([[-1.0], [2.0]]), np.array([0, 1])
    start = lr.gradient_descent(X, y, steps=0)
    assert start.w.tolist() == [[0.0]] and start.b.tolist() == [0.0] and start.loss == pytest.approx(np.log(2))
