"""The negative log-likelihood of a normal distribution, for one output and for two."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from course_nn.lectures.losses.likelihood import (
    covariance_matrix,
    ellipse,
    mean_nll,
    mean_nll_2d,
    squared_distances,
)

R = np.random.default_rng(0).normal(size=(40, 2)) @ [[2.0, 0.5], [0.0, 1.0]]
S = R.T @ R / len(R)


def test_the_mean_nll_is_that_of_an_independent_density_and_least_at_the_root_of_the_mean_square():
    r = R[:, 0]
    sigmas = np.linspace(0.5, 4, 351)
    means = mean_nll(np.mean(r**2), sigmas)
    assert np.allclose(means, [-norm(0, sigma).logpdf(r).mean() for sigma in sigmas])
    assert sigmas[means.argmin()] == pytest.approx(np.sqrt(np.mean(r**2)), abs=0.01)


def test_a_covariance_matrix_holds_both_variances_and_the_covariance_also_for_many_correlations():
    rhos = np.array([-0.5, 0.0, 0.9])
    batch = covariance_matrix(2.0, 3.0, rhos)
    for rho, Sigma in zip(rhos, batch):
        assert np.array_equal(Sigma, [[4, 6 * rho], [6 * rho, 9]])
        assert np.array_equal(Sigma, covariance_matrix(2.0, 3.0, rho))


def test_the_mean_nll_of_two_outputs_needs_only_the_mean_of_their_products_and_is_least_at_it():
    Sigmas = covariance_matrix(2.0, 1.5, np.array([-0.6, 0.0, 0.6]))
    expected = [-multivariate_normal([0, 0], Sigma).logpdf(R).mean() for Sigma in Sigmas]
    assert np.allclose(mean_nll_2d(S, Sigmas), expected)
    assert mean_nll_2d(S, S) < min(expected)


def test_the_squared_distance_is_1_all_along_the_ellipse():
    Sigma = covariance_matrix(2.0, 1.5, 0.6)
    assert np.allclose(squared_distances(ellipse(Sigma).T, Sigma), 1)
    assert np.allclose(squared_distances(R, np.eye(2)), np.sum(R**2, axis=1))
