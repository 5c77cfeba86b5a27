"""What a price makes of the best weights, against closed forms and brute force."""

import numpy as np
import pytest

from course_nn.datasets import penguins
from course_nn.lectures.regularization.demos.penalties.shrinkage import (
    INPUTS,
    best_weights,
    curvature,
    gives_zero,
    penguin_regression,
    price,
    rim,
)
from course_nn.lectures.regularization.regularization import lasso, ridge_path
from course_nn.optimizers import soft_threshold

H = curvature(0.9)
BEST = np.array([2.0, -0.2])
LAMS = np.array([0.0, 0.1, 0.5, 1.5])


def test_l2_is_the_formula_and_shrinks_every_eigenvector_by_itself():
    path = best_weights(H, H @ BEST, LAMS, 0.0)
    for lam, w in zip(LAMS, path):
        np.testing.assert_allclose(w, np.linalg.solve(H + lam * np.eye(2), H @ BEST), atol=1e-12)
    h, V = np.linalg.eigh(H)
    np.testing.assert_allclose(path @ V, h / (h + LAMS[:, None]) * (BEST @ V), atol=1e-12)
    assert (np.diff(np.abs(path @ V), axis=0) < 0).all() and np.abs(path[:, 1]).max() > 0.2  # though w₂ itself grows


def test_l1_with_equal_curvatures_is_the_soft_threshold():
    np.testing.assert_array_equal(best_weights(np.eye(2), BEST, LAMS, 1.0), soft_threshold(BEST, LAMS[:, None]))


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_nothing_around_the_answer_is_lower(alpha):
    w = best_weights(H, H @ BEST, LAMS, alpha)
    steps = np.random.default_rng(0).normal(size=(500, 2)) * np.logspace(-3, 0, 500)[:, None]
    near = w[:, None] + steps  # (4, 500, 2)

    def height(w, lam):
        away = w - BEST
        return 0.5 * np.sum(away @ H * away, axis=-1) + lam * price(w, alpha)

    for k, lam in enumerate(LAMS):
        assert (height(near[k], lam) >= height(w[k], lam) - 1e-12).all()


def test_the_numbers_of_an_optimum_below_the_axis():
    assert best_weights(H, H @ BEST, np.array([0.02375]), 0.0)[0, 1] == pytest.approx(0, abs=1e-12)
    assert best_weights(H, H @ BEST, np.linspace(0, 2, 2001), 0.0)[:, 1].max() == pytest.approx(0.529, abs=5e-4)


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_the_rim_is_where_the_price_is_the_same(alpha):
    turn = np.linspace(0, 6, 40)
    directions = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    np.testing.assert_allclose(price(rim(0.8, alpha, directions), alpha), 0.8, atol=1e-12)
    assert (rim(0.0, alpha, directions) == 0).all()


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_an_optimum_gives_a_zero_where_the_answer_has_one(alpha):
    rng = np.random.default_rng(0)
    for best in rng.uniform(-3, 3, (40, 2)):
        w = best_weights(H, H @ best, np.array([0.7]), alpha)[0]
        assert gives_zero(H, best, 0.7, alpha) == (w == 0).any()


def test_of_all_directions_exactly_two_thirds_give_a_zero_under_l1_and_none_under_l2():
    turn = (np.arange(3600) + 0.5) * 2 * np.pi / 3600
    optima = 2 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    assert gives_zero(np.eye(2), optima, 1.0, 1.0).sum() == 2400
    assert gives_zero(np.eye(2), optima, 1.0, 0.0).sum() == 0
    assert 0 < gives_zero(np.eye(2), optima, 1.0, 0.5).sum() < 2400


def test_the_penguins_weights_are_those_of_a_regression_on_standardised_columns():
    birds = penguins(("Adelie", "Chinstrap", "Gentoo"), (*INPUTS, "body_mass_g")).X
    Z = (birds - birds.mean(axis=0)) / birds.std(axis=0)
    n, lams = len(Z), np.array([0.0, 0.05, 0.25])
    assert n == 342
    found = penguin_regression(False)
    np.testing.assert_allclose(best_weights(*found, lams, 0.0), ridge_path(Z[:, :3], Z[:, 3], lams * n).W, atol=1e-10)
    np.testing.assert_allclose(best_weights(*found, lams, 1.0), lasso(Z[:, :3], Z[:, 3], lams * n).W, atol=1e-10)
    noisy = penguin_regression(True)
    assert noisy.H.shape == (10, 10) and np.diag(noisy.H) == pytest.approx(1)
    np.testing.assert_allclose(noisy.H[:3, :3], found.H)


def test_without_a_price_the_bill_depth_has_a_small_positive_weight_although_heavier_birds_have_shallower_bills():
    found, depth = penguin_regression(False), INPUTS.index("bill_depth_mm")
    (w,) = best_weights(*found, np.zeros(1), 0.0)
    assert 0.02 < w[depth] < 0.1 and found.c[depth] < -0.3
