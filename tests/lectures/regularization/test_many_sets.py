"""The same model on many training sets, against fits of one at a time and against the laws of a fixed design."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.datasets import noisy_wave, wave
from course_nn.lectures.regularization.demos.bias_variance.many_sets import (
    AXIS,
    EPOCHS,
    EVERY,
    SIZES,
    at_the_samples,
    network_spread,
    polynomial,
    polynomial_spread,
    spreads,
    training_sets,
)
from course_nn.linear_models import least_squares
from course_nn.network import Network
from course_nn.training import train


def test_every_set_is_a_noisy_wave_and_the_inputs_can_be_the_same():
    X, T = training_sets(15, 0.4, 3, False)
    for k in range(3):
        np.testing.assert_array_equal([X[k], T[k]], noisy_wave(15, 0.4, k))
    same, targets = training_sets(15, 0.4, 3, True)
    assert (same == X[0]).all()
    np.testing.assert_allclose(targets - wave(same), T - wave(X), atol=1e-15)  # the noise is the same


def test_the_features_are_orthogonal_polynomials():
    x, weights = np.polynomial.legendre.leggauss(20)
    phi = polynomial(3 * x, 6)
    products = phi.T * weights @ phi
    np.testing.assert_allclose(products, np.diag(2 / (2 * np.arange(1, 7) + 1)), atol=1e-12)


@pytest.mark.parametrize("lam", [0.0, 0.3])
def test_each_polynomial_is_the_ridge_regression_of_its_set(lam):
    found = polynomial_spread(5, lam, 15, 0.4, 10, False)
    for k in (0, 7):
        X, T = noisy_wave(15, 0.4, k)
        fit = least_squares(polynomial(X[:, 0], 5), T[:, 0], lam)
        np.testing.assert_allclose(found.fits[0, k], polynomial(AXIS, 5) @ fit.W + fit.b, atol=1e-5)
    np.testing.assert_allclose(found.mean[0], found.fits[0].mean(axis=0), atol=1e-5)


def test_a_network_is_that_of_training_it_alone():
    found = finished(network_spread(4, 0.1, 15, 0.4, 10, False, 2))
    network = Network((1, 4, 1), seed=5, dtype=np.float32)
    X, T = (a.astype(np.float32) for a in noisy_wave(15, 0.4, 2))  # networks 4 and 5 have training set 2
    history = train(network, X, T, optimizer="adam", learning_rate=0.05, epochs=100, penalty="l2", lam=0.1, every=100)
    other = Network((1, 4, 1), seed=4, dtype=np.float32)
    train(other, X, T, optimizer="adam", learning_rate=0.05, epochs=100, penalty="l2", lam=0.1)
    average = (history.at(100)(AXIS[:, None]) + other(AXIS[:, None]))[:, 0] / 2
    np.testing.assert_allclose(found.fits[100 // EVERY, 2], average, atol=1e-3)
    assert found.parts.shape == (EPOCHS // EVERY + 1, 4) and found.fits.shape == (21, 10, 200)
    np.testing.assert_allclose(found.parts[:, :3].sum(axis=1), found.parts[:, 3], rtol=1e-9)


def test_with_fixed_inputs_the_variance_is_noise_times_parameters_over_samples():
    found = at_the_samples(5, 0.0, 15, 0.4, 1000)
    assert found.expected == pytest.approx(0.4**2 * 6 / 15, abs=1e-12) and round(found.expected, 4) == 0.064
    assert found.variance == pytest.approx(found.expected, rel=0.05)
    bias2 = found.train_expected - 0.4**2 * (1 - 6 / 15)  # of degree 5, at the samples
    assert 0 < bias2 < 0.005
    assert found.train == pytest.approx(found.train_expected, rel=0.03)


def test_a_penalty_takes_parameters_away():
    for lam in (0.0, 0.1, 1.0):
        found = at_the_samples(9, lam, 15, 0.4, 1000)
        assert found.variance == pytest.approx(found.expected, rel=0.08)
        assert found.train == pytest.approx(found.train_expected, rel=0.05)
    assert at_the_samples(9, 1.0, 15, 0.4, 10).expected < at_the_samples(9, 0.0, 15, 0.4, 10).expected / 2


def test_all_sizes_come_in_one_answer():
    found = finished(spreads("polynomial", 0.0, 15, 0.4, 10, False, 1))
    assert tuple(found) == SIZES["polynomial"] == tuple(range(1, 14))
