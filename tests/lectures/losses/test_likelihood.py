"""The negative log-likelihood of a normal distribution, for one output and for two."""

import numpy as np
import pytest
from later import Later

from course_nn.lectures.losses.likelihood import (
    covariance_matrix,
    ellipse,
    mean_nll,
    mean_nll_2d,
    squared_distances,
)
from course_nn.losses import LOSSES, softmax

stats = Later("scipy.stats")

R = np.random.default_rng(0).normal(size=(40, 2)) @ [[2.0, 0.5], [0.0, 1.0]]
S = R.T @ R / len(R)


def test_the_mean_nll_is_that_of_an_independent_density_and_least_at_the_root_of_the_mean_square():
    r = R[:, 0]
    sigmas = np.linspace(0.5, 4, 351)
    means = mean_nll(np.mean(r**2), sigmas)
    assert np.allclose(means, [-stats.norm(0, sigma).logpdf(r).mean() for sigma in sigmas])
    assert sigmas[means.argmin()] == pytest.approx(np.sqrt(np.mean(r**2)), abs=0.01)


def test_a_covariance_matrix_holds_both_variances_and_the_covariance_also_for_many_correlations():
    rhos = np.array([-0.5, 0.0, 0.9])
    batch = covariance_matrix(2.0, 3.0, rhos)
    for rho, Sigma in zip(rhos, batch):
        assert np.array_equal(Sigma, [[4, 6 * rho], [6 * rho, 9]])
        assert np.array_equal(Sigma, covariance_matrix(2.0, 3.0, rho))


def test_the_mean_nll_of_two_outputs_needs_only_the_mean_of_their_products_and_is_least_at_it():
    Sigmas = covariance_matrix(2.0, 1.5, np.array([-0.6, 0.0, 0.6]))
    expected = [-stats.multivariate_normal([0, 0], Sigma).logpdf(R).mean() for Sigma in Sigmas]
    assert np.allclose(mean_nll_2d(S, Sigmas), expected)
    assert mean_nll_2d(S, S) < min(expected)


def test_the_squared_distance_is_1_all_along_the_ellipse():
    Sigma = covariance_matrix(2.0, 1.5, 0.6)
    assert np.allclose(squared_distances(ellipse(Sigma).T, Sigma), 1)
    assert np.allclose(squared_distances(R, np.eye(2)), np.sum(R**2, axis=1))


def test_the_likeliest_parameters_have_the_smallest_sum_and_each_distribution_has_its_loss():
    rng = np.random.default_rng(4)
    x, w = rng.normal(size=12), np.linspace(-1, 3, 401)
    y = 1.2 * x + rng.normal(size=12)
    products = stats.norm(w[:, None] * x, 0.9).pdf(y).prod(axis=1)
    sums = LOSSES["squared_error"].per_sample(w[:, None] * x, y)
    assert products.argmax() == sums.sum(axis=1).argmin() == (-np.log(products)).argmin()
    f, c, F, k = rng.normal(size=12), rng.integers(0, 2, 12), rng.normal(size=(12, 3)), rng.integers(0, 3, 12)
    squared, absolute = (LOSSES[name].per_sample(f, y) for name in ("squared_error", "absolute_error"))
    assert np.allclose(-stats.norm(f, 0.9).logpdf(y), squared / 0.9**2 + np.log(0.9 * np.sqrt(2 * np.pi)))
    assert np.allclose(-stats.laplace(f, 0.7).logpdf(y), absolute / 0.7 + np.log(2 * 0.7))
    assert np.allclose(
        -stats.bernoulli(1 / (1 + np.exp(-f))).logpmf(c), LOSSES["binary_cross_entropy"].per_sample(f, c)
    )
    categorical = [-stats.multinomial(1, p).logpmf(h) for p, h in zip(softmax(F), np.eye(3)[k])]
    assert np.allclose(categorical, LOSSES["softmax_cross_entropy"].per_sample(F, k))


def test_the_mean_nll_is_half_the_squared_error_over_the_variance_and_what_no_mean_changes():
    for sigma in (0.5, 2.0):
        more = mean_nll(3.0, sigma) - mean_nll(1.0, sigma)
        assert more == pytest.approx((3.0 - 1.0) / (2 * sigma**2))
