"""A penalty in the gradient beside a decay of the weights: walks, and where they end."""

import numpy as np
import pytest

from course_nn.lectures.regularization.demos.decay.decayed_paths import decayed_end, penalised_end, walks

H, BEST, START = np.array([1.0, 25.0]), np.array([1.5, 1.5]), (-1.5, -0.5)
STILL = np.zeros((3000, 1, 2))


def noisy(sigma, steps=2000, runs=20):
    return sigma * np.random.default_rng(0).normal(size=(steps, runs, 2))


def ends(name, lam, rate, noise=STILL, eta=0.02):
    """The mean place of both walks over their second half, and the walks."""
    path = walks(name, H, BEST, lam, rate, eta, noise, START, len(noise))
    return path[len(path) // 2 :].mean(axis=(0, 2)), path


@pytest.mark.parametrize("sigma", [0.0, 4.0])
def test_for_gradient_descent_penalty_and_decay_are_the_same_walk(sigma):
    _, path = ends("gradient_descent", 0.5, 0.5, noisy(sigma))
    assert np.abs(path[:, 0] - path[:, 1]).max() < 1e-12


def test_without_noise_the_ends_of_descent_and_momentum_are_exact():
    for name, rate in [("gradient_descent", 0.5), ("momentum", 0.5), ("momentum", 5.0)]:
        found = ends(name, 0.5, rate)[1][-1, :, 0]
        assert found[0] == pytest.approx([1, 25 * 1.5 / 25.5], abs=1e-9)
        assert found[0] == pytest.approx(penalised_end(H, BEST, 0.5), abs=1e-9)
        assert found[1] == pytest.approx(decayed_end(name, H, BEST, rate), abs=1e-9)
    assert decayed_end("momentum", H, BEST, 0.5) == pytest.approx([1.428571, 1.497006], abs=5e-7)


def test_with_momentum_a_decay_of_lambda_by_one_minus_beta_ends_where_the_penalty_does():
    penalised, decayed = ends("momentum", 0.5, 0.5 / (1 - 0.9))[1][-1, :, 0]
    assert penalised == pytest.approx(decayed, abs=1e-9)


def test_adam_with_the_penalty_in_its_gradient_ends_in_the_minimum_of_l2():
    """But for a small circle at the end, the smaller the shorter the steps are."""
    last = {eta: ends("adam", 0.5, 0.0, eta=eta)[1][-200:, 0, 0] for eta in (0.02, 0.004)}
    off = {eta: np.abs(places - [1, 25 * 1.5 / 25.5]).max() for eta, places in last.items()}
    assert off[0.02] < 5e-3 and off[0.004] < off[0.02] / 3


@pytest.mark.parametrize("rate, end", [(0.2, 1.5), (0.5, 1.5), (1.0, 1.0), (2.0, 0.5)])
def test_adam_whose_weights_decay_goes_to_the_optimum_cut_off_at_one_over_lambda(rate, end):
    assert ends("adam", 0.0, rate)[1][-1, 1, 0] == pytest.approx([end, end], abs=5e-3)
    assert decayed_end("adam", H, BEST, rate) == pytest.approx([end, end], abs=1e-12)


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("sigma", [1.0, 4.0])
def test_with_noise_adams_decay_pulls_as_the_formula_says(rate, sigma):
    found, _ = ends("adam", 0.0, rate, noisy(sigma))
    assert found[1] == pytest.approx(decayed_end("adam", H, BEST, rate, sigma), abs=0.02)


def test_the_end_solves_its_equation_and_with_strong_noise_it_is_ridge_with_lambda_times_sigma():
    h, best, rate, sigma = 3.0, np.array([-1.2, 0.7]), 0.8, 2.0
    w = decayed_end("adam", h, best, rate, sigma)
    assert h * (best - w) / np.sqrt(sigma**2 + (h * (best - w)) ** 2) == pytest.approx(rate * w, abs=1e-9)
    assert decayed_end("adam", 1.0, 1.5, 0.5, 40.0) == pytest.approx(1.5 / (1 + 0.5 * 40), rel=1e-3)


def test_of_two_curvatures_noise_lets_the_decay_pull_the_flat_one_more():
    shares = decayed_end("adam", H, BEST, 0.5, 4.0) / BEST
    assert shares[0] < 0.4 < 0.8 < shares[1]
