"""Sharpness against the whole Hessian by differences, and Newton's step against the minimum of a quadratic."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.gradient_descent.curvature import hessian_vector, newton, sharpness
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import gradient_of_mean_loss

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(20, 3)), RNG.normal(size=(20, 2))
LOSS = LOSSES["squared_error"]


def whole_hessian(network, eps=1e-5):
    """Column by column, from differences of the gradient."""
    columns = []
    for k in range(len(network.parameters)):
        pair = []
        for sign in (1, -1):
            theta = network.parameters.copy()
            theta[k] += sign * eps
            pair.append(gradient_of_mean_loss(network.with_parameters(theta), X, Y, LOSS).copy())
        columns.append((pair[0] - pair[1]) / (2 * eps))
    return np.array(columns)


@pytest.mark.parametrize("seed", range(3))
def test_the_product_and_the_sharpness_are_those_of_the_whole_hessian(seed):
    network = Network((3, 5, 2), seed=seed)
    H = whole_hessian(network)
    v = np.random.default_rng(seed).normal(size=len(H)) * 30
    np.testing.assert_allclose(hessian_vector(network, X, Y, LOSS, v), H @ v, atol=1e-6 * np.linalg.norm(H @ v))
    largest = np.linalg.eigvalsh(H)[-1]
    assert sharpness(network, X, Y, "squared_error", steps=2000, tolerance=1e-9) == pytest.approx(largest, rel=1e-5)


def test_the_sharpness_of_a_linear_network_is_the_largest_eigenvalue_of_its_inputs_second_moments():
    H1 = np.concatenate([X, np.ones((20, 1))], axis=1)
    network = Network((3, 1), seed=0)
    found = sharpness(network, X, Y[:, :1], "squared_error", steps=2000, tolerance=1e-9)
    assert found == pytest.approx(np.linalg.eigvalsh(H1.T @ H1 / 20)[-1], rel=1e-6)


def test_a_batch_of_networks_is_each_one_alone():
    batch = Network((3, 5, 2), seed=range(3))
    together = sharpness(batch, X, Y, "squared_error", steps=500, tolerance=1e-9)
    alone = [sharpness(Network((3, 5, 2), seed=seed), X, Y, "squared_error", 500, 1e-9) for seed in range(3)]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_newton_needs_one_step_on_any_quadratic_be_its_middle_a_minimum_a_saddle_or_a_top(seed):
    rng = np.random.default_rng(seed)
    B, middle = rng.normal(size=(4, 4)), rng.normal(size=4)
    A = B + B.T
    there = newton(lambda x: A @ (x - middle), lambda x: A, rng.normal(size=4))
    np.testing.assert_allclose(there, middle, atol=1e-9)


def test_on_the_plateau_newton_walks_away_from_the_minimum_and_with_absolute_curvature_towards_it():
    def slope(x):
        return x * np.exp(-(x**2) / 2)

    def bend(x):
        return ((1 - x**2) * np.exp(-(x**2) / 2))[..., None]

    assert newton(slope, bend, np.array([2.0]))[0] == pytest.approx(8 / 3)
    assert newton(slope, bend, np.array([2.0]), absolute=True)[0] == pytest.approx(4 / 3)
    np.testing.assert_allclose(newton(slope, bend, np.array([[2.0], [0.5]]))[:, 0], [8 / 3, 0.5 - 0.5 / 0.75])


def test_where_a_curvature_is_0_newton_says_so():
    with pytest.raises(BadInput, match="one curvature is 0"):
        newton(lambda x: x, lambda x: np.diag([1.0, 0.0]), np.array([1.0, 1.0]))
    with pytest.raises(BadInput, match="unknown loss"):
        sharpness(Network((3, 1)), X, Y[:, :1], "square_error")
