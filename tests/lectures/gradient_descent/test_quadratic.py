"""Rates, borders and best settings of descent in a valley, against matrices, measured decay, and a grid search."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.gradient_descent.quadratic import (
    METHODS,
    best,
    border,
    component,
    descend,
    height,
    hessian,
    rate,
    swing,
)
from course_nn.optimizers import optimizer

NAMES = {"plain": "gradient_descent", "ball": "momentum", "nesterov": "nesterov"}


def made(method, eta, beta):
    return optimizer(NAMES[method], eta, **({} if method == "plain" else {"beta": beta}))


def one_step(method, eta, beta, lam):
    """The map (x, v) -> (x, v) of one step of the optimizer itself, as a matrix: linear, so two columns are enough."""
    columns = []
    for x, v in ((1.0, 0.0), (0.0, 1.0)):
        walker, theta = made(method, eta, beta), np.array([x])
        walker.v = v
        walker.step(theta, lam * theta)
        columns.append([theta[0], 0.0 if method == "plain" else float(walker.v[0])])
    return np.array(columns).T


@pytest.mark.parametrize("method", METHODS)
def test_the_rate_is_the_spectral_radius_of_one_step_of_the_optimizer(method):
    rng = np.random.default_rng(0)
    for eta, beta, lam in rng.uniform([0.01, 0, 0.01], [4, 0.99, 1], (200, 3)):
        radius = np.abs(np.linalg.eigvals(one_step(method, eta, beta, lam))).max()
        assert rate(method, eta, beta, lam) == pytest.approx(radius, abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_the_rate_is_the_measured_decay(method):
    rng = np.random.default_rng(1)
    for eta, beta in rng.uniform([0.1, 0], [1.2, 0.9], (20, 2)):
        path = descend(hessian(5, 0), [1.0, 1.0], made(method, eta, beta), 400)
        for axis, lam in enumerate((0.2, 1.0)):
            sizes = np.abs(path[:, axis]) + 1e-290
            ends = [sizes[k : k + 60].max() for k in (60, 260)]  # over many swings
            if ends[1] > 1e-250:
                measured = (ends[1] / ends[0]) ** (1 / 200)
                assert rate(method, eta, beta, lam) == pytest.approx(measured, abs=0.02)


def test_in_the_ripple_region_the_rate_of_the_ball_is_the_root_of_beta_and_does_not_depend_on_the_curvature():
    np.testing.assert_allclose(rate("ball", 1.0, 0.81, [0.05, 0.3, 1.0, 3.0]), 0.9)


@pytest.mark.parametrize("method, at_09", [("plain", 2.0), ("ball", 3.8), ("nesterov", 3.8 / 2.8)])
def test_on_the_border_a_component_neither_grows_nor_shrinks(method, at_09):
    beta = np.linspace(0, 0.99, 50)
    edge = border(method, beta)
    np.testing.assert_allclose(rate(method, edge, beta, 1.0), 1, atol=1e-7)
    assert (rate(method, edge + 1e-3, beta, 1.0) > 1).all() and (rate(method, edge - 1e-3, beta, 1.0) < 1).all()
    assert border(method, 0.9) == pytest.approx(at_09) and border(method, 0.0) == 2


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kappa", [1.0, 3.0, 10.0, 100.0, 1000.0])
def test_the_best_setting_has_the_rate_it_promises_and_no_grid_finds_a_better_one(method, kappa):
    eta, beta, promised = best(method, 1 / kappa, 1.0)
    reached = rate(method, eta, beta, np.array([1 / kappa, 1.0])).max()
    assert reached == pytest.approx(promised, abs=2e-7)  # a double root is found to half the digits
    etas, betas = np.meshgrid(np.linspace(0.01, 4, 400), np.linspace(0, 0.995, 200))
    rates = np.maximum(rate(method, etas, betas, 1 / kappa), rate(method, etas, betas, 1.0))
    assert promised - 1e-9 <= rates.min() < promised + 0.02


def test_the_best_settings_of_the_lecture():
    for method, kappa, *expected in [
        ("plain", 10, 1.818, 0, 0.818),
        ("ball", 10, 2.309, 0.270, 0.520),
        ("nesterov", 10, 1.290, 0.471, 0.641),
        ("plain", 1000, 1.998, 0, 0.998),
        ("ball", 1000, 3.758, 0.881, 0.939),
        ("nesterov", 1000, 1.333, 0.930, 0.964),
    ]:
        assert best(method, 1 / kappa, 1) == pytest.approx(expected, abs=6e-4)


def test_more_momentum_is_not_better_and_the_usual_one_pays_beyond_a_condition_number_of_38():
    etas = np.linspace(0.01, 4, 4000)
    at_99 = np.maximum(rate("ball", etas, 0.99, 0.01), rate("ball", etas, 0.99, 1.0)).min()
    assert at_99 >= 0.99**0.5 > 0.994 and best("plain", 0.01, 1)[2] == pytest.approx(0.980, abs=5e-4)
    for kappa, pays in [(37, False), (39, True)]:
        at_09 = np.maximum(rate("ball", etas, 0.9, 1 / kappa), rate("ball", etas, 0.9, 1.0)).min()
        assert (at_09 < best("plain", 1 / kappa, 1)[2]) == pays


@pytest.mark.parametrize("method", METHODS)
def test_a_component_computed_at_once_is_that_of_the_optimizer_step_by_step(method):
    rng = np.random.default_rng(2)
    for eta, beta, start in rng.uniform([0.05, 0, -2], [1.9, 0.95, 2], (10, 3)):
        path = descend(hessian(7, 0), [start, 0.0], made(method, eta, beta), 150)[:, 0]
        found = component(method, eta, beta, 1 / 7, start, 150)
        np.testing.assert_allclose(found, path, atol=1e-9 * np.abs(path).max())


@pytest.mark.parametrize("method", ["ball", "nesterov"])
def test_between_the_products_of_swing_the_rate_is_the_root_of_the_determinant_and_the_component_changes_its_sign(
    method,
):
    for beta in (0.3, 0.7, 0.95):
        low, high = swing(method, beta)
        products = np.linspace(low, high, 50)[1:-1]
        D = beta if method == "ball" else beta * (1 - products)
        np.testing.assert_allclose(rate(method, products, beta, 1.0), np.sqrt(D))
        swings = component(method, low * 1.3, beta, 1.0, 1.0, 400)
        assert (swings < 0).any() and (component(method, low * 0.7, beta, 1.0, 1.0, 400) > 0).all()
    assert swing("plain", 0.5) == (1, 1)


def test_a_valley_has_its_curvatures_and_its_floor_where_it_is_asked_for():
    A = hessian([4.0, 100.0], [30.0, -20.0])
    assert A.shape == (2, 2, 2)
    for matrix, kappa, angle in zip(A, (4, 100), (30, -20)):
        np.testing.assert_allclose(np.linalg.eigvalsh(matrix), [1 / kappa, 1])
        floor = [np.cos(np.radians(angle)), np.sin(np.radians(angle))]
        np.testing.assert_allclose(matrix @ floor, np.array(floor) / kappa, atol=1e-15)
    assert height(A[0], [[1.0, 2.0]]) == pytest.approx(0.5 * np.array([1, 2]) @ A[0] @ [1, 2])


def test_many_valleys_at_once_are_each_one_alone():
    A, starts = hessian(np.array([3.0, 50.0]), np.array([0.0, 40.0])), np.array([[1.0, 1.0], [1.0, 0.6]])
    together = descend(A, starts, optimizer("adam", np.array([[0.1], [0.02]])), 30)
    for k, eta in enumerate((0.1, 0.02)):
        np.testing.assert_allclose(together[:, k], descend(A[k], starts[k], optimizer("adam", eta), 30), atol=1e-15)


def test_what_cannot_be_is_refused_with_a_sentence():
    for wrong in (lambda: rate("heavy", 1, 0.9, 1), lambda: border("heavy", 0.9), lambda: best("heavy", 0.1, 1)):
        with pytest.raises(BadInput, match="unknown method"):
            wrong()
    for wrong in (lambda: rate("ball", 1, 1.1, 1), lambda: border("ball", -0.1), lambda: swing("ball", [0.5, 2])):
        with pytest.raises(BadInput, match="from 0 to 1"):
            wrong()
    with pytest.raises(BadInput, match="0 < smallest"):
        best("ball", 1, 0.1)
    with pytest.raises(BadInput, match="condition number"):
        hessian(0.5, 0)
