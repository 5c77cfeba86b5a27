"""A network's last layer is a plain linear regression or classification."""

from functools import cache

import numpy as np
import pytest
from computed import Pure
from later import Later

from course_nn import linear_models
from course_nn.common.outcomes import outcome
from course_nn.lectures.feature_learning.demos.last_layer import refitting
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network
from course_nn.optimizers import Adam
from course_nn.training import train

linear_model = Later("sklearn.linear_model")

demo = Pure("feature_learning.last_layer")

TASKS = list(demo.CONTROLS["data"].names)


@pytest.fixture
def result_of(shown):
    def result_of(data="circle", lam=0.1, **values):
        return shown("last_layer", data=data, lam=lam, **values)

    return result_of


@pytest.mark.parametrize("data", TASKS)
def test_with_psi_frozen_the_last_layer_trained_alone_arrives_at_the_solvers_loss_from_every_epoch(result_of, data):
    run = result_of(data).run
    assert run.alone_objective.shape == (demo.ALONE + 1, 121)
    np.testing.assert_allclose(run.alone_objective[-1], run.best_objective, atol=1e-6)


@pytest.mark.parametrize("data", TASKS)
def test_no_last_layer_is_better_than_the_refitted_one(result_of, data):
    run = result_of(data).run
    for objective in (run.own_objective, run.alone_objective):
        assert np.all(run.best_objective <= objective + 1e-9)
    assert np.array_equal(run.alone_objective[0], run.own_objective)


@pytest.mark.parametrize("data", TASKS)
def test_a_trained_network_has_found_the_best_last_layer_for_its_features_and_a_young_one_has_not(result_of, data):
    run = result_of(data).run
    assert run.own_objective[-1] - run.best_objective[-1] < 1e-3
    assert (run.own_objective - run.best_objective)[:10].max() > 0.1


STARTS = 5


@cache
def trained(data="circle", rate=0.02, lam=0.1, optimizer="adam"):
    """The networks at every tenth of 600 epochs, (61, starts) of them."""
    network = Network((2, 8, 2, 1), seed=range(STARTS))
    settings = dict(learning_rate=rate, epochs=600, every=10, penalty="l2", lam=lam)
    X, y, loss = refitting.task(data)
    return train(network, X, y, loss, optimizer, **settings).networks


def objective(networks, data, lam=0.1):
    """Of each network with its own last layer."""
    X, y, loss = refitting.task(data)
    own = networks.weights[-1][..., 0, :], networks.biases[-1][..., 0]
    return linear_models.objective(features(networks, X), y, *own, loss, lam)


@cache
def lags(data="circle", lam=0.1, **change):
    """The share of the objective that a new last layer removes, at every tenth of 600 epochs: (61, starts)."""
    X, y, loss = refitting.task(data)
    networks = trained(data, lam=lam, **change)
    psi = features(networks, X)
    best = linear_models.objective(psi, y, *linear_models.REFIT[loss](psi, y, lam), loss, lam)
    return 1 - best / objective(networks, data, lam)


def largest(**change):
    """The largest lag after epoch 20, the median of the starts."""
    return np.median(lags(**change)[2:].max(axis=0))


def caught_up(until=60, **change):
    """How much of the largest lag is gone at a moment, as a share."""
    found = lags(**change)
    return np.median(1 - found[until] / found[2:].max(axis=0))


class Freezing(Adam):
    """Adam that leaves the last layer as it is."""

    def __init__(self, learning_rate, networks):
        super().__init__(learning_rate)
        self.free = np.ones_like(networks.parameters)
        for parts in networks.split(self.free):
            parts[-1] = 0

    def step(self, theta, g):
        super().step(theta, g * self.free)


def by_new_layers_before_it(data="circle"):
    """The largest share that the layers before the last can remove, if it is frozen; at epochs 20, 40 and 60."""
    X, y, loss = refitting.task(data)
    some = trained(data).parameters[[2, 4, 6]]  # (3, starts, P)
    networks = Network((2, 8, 2, 1), seed=range(3 * STARTS))
    networks.parameters = some.reshape(3 * STARTS, -1)
    before = objective(networks, data)
    train(networks, X, y, loss, Freezing(0.02, networks), epochs=600, every=600, penalty="l2", lam=0.1)
    return np.median((1 - objective(networks, data) / before).reshape(3, STARTS).max(axis=0))


def test_on_the_way_a_new_last_layer_removes_more_than_half_of_the_loss_and_new_ones_before_it_as_much(becomes):
    assert largest() > 0.5
    changed = dict(slow=dict(rate=0.005), fast=dict(rate=0.1), momentum=dict(rate=0.1, optimizer="momentum"))
    changed |= dict(xor=dict(data="xor"), moons=dict(data="moons"), penalty=dict(lam=10.0))
    shares = {key: largest(**change) for key, change in changed.items()} | dict(others=by_new_layers_before_it())
    becomes(**{key: outcome(largest(), left) for key, left in shares.items()})


def test_on_the_moons_new_layers_before_the_last_remove_more_than_a_new_last_one():
    assert by_new_layers_before_it("moons") > 1.5 * largest(data="moons")


def test_training_brings_the_last_layer_to_the_best_one_for_its_features(becomes):
    assert caught_up() > 0.98
    changed = dict(slow=dict(rate=0.005), fast=dict(rate=0.1), xor=dict(data="xor"), hill=dict(data="hill"))
    changed |= dict(short=dict(until=10))
    becomes(**{key: outcome(caught_up(), caught_up(**change)) for key, change in changed.items()})


def test_the_lag_that_the_demo_shows_is_the_largest_after_epoch_20(result_of):
    run = result_of(seed=3).run
    shares = 1 - run.best_objective / run.own_objective
    assert refitting.largest_lag(run.own_objective, run.best_objective) == shares[4:].max() < shares[4:].sum()


@pytest.mark.parametrize("data", ["circle", "hill"])
def test_the_refit_is_that_of_an_independent_solver(result_of, data):
    for lam in (0.1, 10.0):
        run = result_of(data, lam).run
        for k in (0, 20, 120):
            fit = (
                linear_model.LogisticRegression(C=1 / lam, tol=1e-12, max_iter=10_000)
                if data == "circle"
                else linear_model.Ridge(lam)
            ).fit(run.psi[k], run.y)
            f = run.psi[k] @ np.ravel(fit.coef_) + fit.intercept_
            loss = np.logaddexp(0, f) - run.y * f if data == "circle" else 0.5 * (f - run.y) ** 2
            assert run.best_objective[k] == pytest.approx(loss.mean() + lam / 400 * np.sum(fit.coef_**2), abs=1e-6)


def test_features_are_good_before_the_last_layer_uses_them(result_of):
    result = result_of("circle", epoch=10)
    assert result.run.own_objective[2] > 0.6 and result.run.best_objective[2] < 0.45
    assert demo.judge(result_of("xor", epoch=40)) == "solved" and demo.judge(result) == "open"


def test_both_cuts_are_where_the_answer_is_one_half(result_of):
    for data in ("circle", "hill"):
        result = result_of(data, epoch=100)
        network = result.run.networks.with_parameters(result.run.networks.parameters[20])
        v, c = result.cuts[0]
        np.testing.assert_allclose(result.run.psi[20] @ v + c, network(result.run.X)[:, 0] - (data == "hill") * 0.5)


def test_the_readout_has_the_loss_of_the_network_and_of_the_refit_and_names_the_solver(result_of, reads):
    for data, solver in (("circle", ("Newton's method", "牛顿法")), ("hill", ("least squares", "最小二乘"))):
        result = result_of(data, epoch=50)
        run, k = result.run, 10
        network = run.networks.with_parameters(run.networks.parameters[k])
        f, v, words = network(run.X)[:, 0], network.weights[-1][0], demo.readout(result)
        loss = np.logaddexp(0, f) - run.y * f if data == "circle" else 0.5 * (f - run.y) ** 2
        reads(words, 50, loss.mean() + 0.1 / 400 * v @ v, run.best_objective[k], 400, 10)
        assert solver[0] in words.en and solver[1] in words.zh


def test_the_green_curve_begins_at_the_loss_of_this_epoch():
    picture = demo.last_layer(epoch=100)
    line, own = picture.artists.loss.alone, picture.result.run.own_objective[picture.result.now]
    assert line.get_xdata()[0] == 100 and line.get_ydata()[0] == pytest.approx(own)
    picture.close()
