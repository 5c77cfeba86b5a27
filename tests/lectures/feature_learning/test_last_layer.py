"""A network's last layer is a plain linear regression or classification."""

import numpy as np
import pytest
from computed import Pure
from sklearn.linear_model import LogisticRegression, Ridge

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


def test_with_other_seeds_the_last_layer_lags_behind_its_features_too_and_arrives(result_of):
    for seed in range(demo.SEEDS):
        run = result_of(seed=seed).run
        assert run.best_objective[10] < 0.7 * run.own_objective[10]
        assert run.own_objective[-1] - run.best_objective[-1] < 3e-3


@pytest.mark.parametrize("data", ["circle", "hill"])
def test_the_refit_is_that_of_an_independent_solver(result_of, data):
    for lam in (0.1, 10.0):
        run = result_of(data, lam).run
        for k in (0, 20, 120):
            fit = (LogisticRegression(C=1 / lam, tol=1e-12, max_iter=10_000) if data == "circle" else Ridge(lam)).fit(
                run.psi[k], run.y
            )
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
