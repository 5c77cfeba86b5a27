"""Networks trained under a price on their weights, side by side, against training one of them alone."""

from functools import partial

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.datasets import noisy_wave, wave
from course_nn.lectures.regularization.demos.shrink import priced_runs as runs
from course_nn.lectures.regularization.demos.shrink.priced_runs import (
    AXIS,
    LAMS,
    priced_runs,
    roughness,
    run_alone,
    samples,
    snapshot,
)
from course_nn.network import Network
from course_nn.optimizers import Decayed, optimizer, soft_threshold
from course_nn.training import train


@pytest.fixture
def few_epochs(monkeypatch):
    """A hundred epochs, and nothing of it remembered."""
    monkeypatch.setattr(runs, "EVERY", 50)
    return lambda way, name: finished(priced_runs.__wrapped__(way, name, epochs=100))


def alone(run, method, decay=0.0, **settings):
    """The weights and biases of one network after a hundred epochs of ordinary training."""
    network = Network((1, 64, 1), "tanh", seed=run, dtype=np.float32)
    X, T = (a.astype(np.float32) for a in noisy_wave(15, 0.4, run))
    chosen = Decayed(optimizer(method, 0.02), decay, network.is_weight)
    train(network, X, T, optimizer=chosen, epochs=100, every=100, **settings)
    return network


@pytest.mark.parametrize("way", ["l2", "l1"])
def test_a_price_in_the_gradient_is_that_of_training(few_epochs, way):
    found = few_epochs(way, "momentum")
    place = LAMS.index(0.1)
    network = alone(3, "momentum", penalty=way, lam=0.1)
    np.testing.assert_allclose(found.fits[-1, place, 3], network(AXIS[:, None])[:, 0], atol=1e-4)
    assert found.weights.shape == (3, 7, 20, 128) and found.test.shape == (3, 7, 20)


def test_decay_beside_the_step_is_that_of_training_with_eta_over_one_minus_beta_for_momentum(few_epochs):
    place = LAMS.index(0.3)
    network = alone(2, "adam", decay=0.3 / 15)
    np.testing.assert_allclose(few_epochs("decay", "adam").fits[-1, place, 2], network(AXIS[:, None])[:, 0], atol=1e-3)
    network = alone(2, "momentum", decay=0.3 / 15 / (1 - 0.9))
    fits = few_epochs("decay", "momentum").fits
    np.testing.assert_allclose(fits[-1, place, 2], network(AXIS[:, None])[:, 0], atol=1e-3)


@pytest.mark.parametrize("way", runs.METHODS)
def test_a_run_alone_learns_what_it_learns_among_all_which_are_nan(monkeypatch, way):
    briefly = partial(priced_runs.__wrapped__, epochs=100)
    monkeypatch.setattr(runs, "EVERY", 50)
    monkeypatch.setattr(runs, "priced_runs", briefly)
    alone, among = run_alone(way, "adam", 0.3, 7), finished(briefly(way, "adam"))
    for one, all_of_them in zip(alone, among):
        assert one.shape == all_of_them.shape and one.dtype == all_of_them.dtype
        np.testing.assert_allclose(one[:, LAMS.index(0.3), 7], all_of_them[:, LAMS.index(0.3), 7], rtol=1e-3, atol=1e-4)
        assert np.isfinite(one).sum() == one[:, 0, 0].size


def test_a_proximal_step_is_the_soft_threshold_by_eta_lambda_over_n_and_spares_the_biases():
    network = Network((1, 4, 1), seed=0)
    price = 0.5 / 15 * network.is_weight

    class Still:
        learning_rate = 0.2

        def step(self, theta, g):
            pass

    theta = network.parameters.copy() + 0.001
    before = theta.copy()
    runs.with_price(Still(), "proximal", price).step(theta, None)
    weights = network.is_weight > 0
    np.testing.assert_allclose(theta[weights], soft_threshold(before, 0.2 * 0.5 / 15)[weights], atol=1e-15)
    np.testing.assert_array_equal(theta[~weights], before[~weights])


def test_without_a_price_all_ways_are_the_same(few_epochs):
    fits = [few_epochs(way, "adam").fits[-1, 0] for way in runs.METHODS]
    for other in fits[1:]:
        np.testing.assert_allclose(other, fits[0], atol=1e-5)


def test_the_roughness_is_that_of_second_differences():
    network = Network((1, 8, 1), seed=range(2), init="glorot")
    step = 1e-3
    values = [network((AXIS + shift)[:, None])[..., 0] for shift in (-step, 0, step)]
    second = (values[0] - 2 * values[1] + values[2]) / step**2
    np.testing.assert_allclose(roughness(network), np.mean(second**2, axis=1), rtol=1e-4)


def test_what_is_looked_at_is_measured_against_the_samples_and_the_wave():
    network = Network((1, 64, 1), "tanh", seed=[*range(20)] * 7, dtype=np.float32)
    X, T = (np.tile(a, (7, 1, 1)) for a in samples())
    weights, fits, train_error, test, _ = snapshot(network, X, T)
    X, T = noisy_wave(15, 0.4, 5)
    one = Network((1, 64, 1), "tanh", seed=5)
    assert train_error[2, 5] == pytest.approx(np.mean((one(X) - T) ** 2), rel=1e-4)
    assert test[6, 5] == pytest.approx(np.mean((one(AXIS[:, None])[:, 0] - wave(AXIS)) ** 2), rel=1e-4)
    np.testing.assert_allclose(weights[0, 5], np.concatenate([w.ravel() for w in one.weights]), atol=1e-6)


def test_an_unknown_way_or_optimizer_is_refused():
    with pytest.raises(BadInput, match="way to charge"):
        finished(priced_runs("l3", "adam"))
    with pytest.raises(BadInput, match="optimizer"):
        finished(priced_runs("l2", "nesterov"))
