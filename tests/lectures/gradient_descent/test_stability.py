"""Descent on two curves, and of a network whose sharpness goes where the learning rate allows it."""

import numpy as np
import pytest

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import digits
from course_nn.lectures.gradient_descent.curvature import sharpness
from course_nn.lectures.gradient_descent.demos.rate import stability
from course_nn.losses import one_hot
from course_nn.network import Network


@pytest.mark.parametrize("curve", [stability.parabola(1.7), stability.LOG_COSH])
def test_slope_and_curvature_are_the_central_differences(curve):
    x, eps = np.linspace(-3, 3, 31), 1e-5
    np.testing.assert_allclose(curve.df(x), (curve.f(x + eps) - curve.f(x - eps)) / (2 * eps), atol=1e-8)
    np.testing.assert_allclose(curve.ddf(x), (curve.df(x + eps) - curve.df(x - eps)) / (2 * eps), atol=1e-8)
    np.testing.assert_allclose(stability.LOG_COSH.f(x), np.log(np.cosh(x)), atol=1e-12)


def test_on_a_parabola_every_step_multiplies_by_one_minus_eta_lambda():
    for eta, lam in [(0.5, 1.0), (1.5, 1.0), (2.0, 1.0), (1.2, 2.0)]:
        path = stability.walk(stability.parabola(lam), eta, 2.0, 20)
        np.testing.assert_allclose(path, 2.0 * (1 - eta * lam) ** np.arange(21), rtol=1e-12)


@pytest.mark.parametrize("eta", [2.1, 2.5, 3.0, 4.0])
def test_on_log_cosh_a_large_rate_only_bounces(eta):
    path = stability.walk(stability.LOG_COSH, eta, 2.2, 2000)
    x = stability.bounce(eta)
    assert x == pytest.approx(eta / 2 * np.tanh(x), abs=1e-12) and x > 0.1
    np.testing.assert_allclose(np.abs(path[-2:]), x, atol=1e-6)
    assert path[-1] * path[-2] < 0


def test_the_bounce_of_the_text_and_none_up_to_2():
    assert round(stability.bounce(3.0), 3) == 1.288
    assert stability.bounce(2.0) == stability.bounce(1.0) == 0
    assert abs(stability.walk(stability.LOG_COSH, 1.9, 2.2, 300)[-1]) < 1e-6


def test_the_sharpness_along_the_way_is_that_of_the_network_there():
    run, (X, y) = finished(stability.train(1.0, 0)), stability.examples()
    start = sharpness(Network(stability.SIZES, "tanh", seed=0), X, one_hot(y, 10), "squared_error", 1000, 1e-7)
    assert run.sharpness[0] == pytest.approx(start, rel=1e-3) and round(start, 2) == 3.51
    assert len(run.losses) == 801 and run.sharpness.shape == (81,) and run.slices.shape == (81, 41)
    middle = stability.OFFSETS.tolist().index(0.0)
    np.testing.assert_allclose(run.slices[:, middle], run.losses[::10])
    bend = run.slices[0, middle + 1] - 2 * run.slices[0, middle] + run.slices[0, middle - 1]
    assert bend / (stability.OFFSETS[1] - stability.OFFSETS[0]) ** 2 == pytest.approx(3.51, rel=0.02)


def held_at(eta=1.0, seeds=1, **change):
    """The sharpness of the second half, as a share of 2/η: the mean of the starts."""
    return np.mean([stability.nearness(finished(stability.train(eta, seed, **change)), eta) for seed in range(seeds)])


def six_hundred_with_wrong_labels(sample=0):
    """Six hundred digits, a fifth of them with a wrong label."""
    rng, (X, y) = np.random.default_rng(sample), (digits().X, digits().y)
    rows = rng.permutation(len(y))[:600]
    return X[rows] - X.mean(axis=0), np.where(np.arange(600) < 120, y[rows] + rng.integers(1, 10, 600), y[rows]) % 10


def held_with_wrong_labels(monkeypatch, seeds=2):
    """The same with cross-entropy and η = 4, of the second half of 400 steps."""
    with monkeypatch.context() as patched:
        patched.setattr(stability, "examples", six_hundred_with_wrong_labels)
        patched.setattr(stability, "STEPS", 400)
        runs = [finished(stability.train.__wrapped__(4.0, seed, loss=stability.ENTROPY)) for seed in range(seeds)]
        return np.mean([stability.nearness(run, 4.0) for run in runs])


@pytest.mark.costly_changes
def test_the_sharpness_is_held_at_the_border_until_a_sceptic_takes_cross_entropy(becomes, monkeypatch):
    here = held_at(seeds=3)
    assert 0.98 < here < 1.1
    becomes(
        rate=lambda: outcome(here, held_at(0.5, seeds=2)),
        wrong=lambda: outcome(here, held_with_wrong_labels(monkeypatch)),
        digits=lambda: outcome(here, held_at(sample=1)),
        entropy=lambda: outcome(here, held_at(loss=stability.ENTROPY)),
    )


def test_above_the_border_the_sharpness_sinks_to_it_and_stays_and_the_loss_falls_though_it_often_rises():
    for seed in range(3):
        run = finished(stability.train(1.0, seed))
        assert run.sharpness[0] > 3
        assert run.losses[-1] < 0.06 < 0.9 < run.losses[0]
        assert 250 < np.sum(np.diff(run.losses) > 0) < 450
    assert round(finished(stability.train(1.0, 0)).losses[0], 3) == 0.929


def test_below_the_border_the_sharpness_rises_towards_it_and_the_loss_never_rises_before_it_is_there():
    for seed in range(2):
        run = finished(stability.train(0.5, seed))
        assert run.sharpness[20] < run.sharpness[60] and 3.7 < run.sharpness[40:].mean() < 4.4
        below = run.sharpness[: np.argmax(run.sharpness > 4) or len(run.sharpness)]
        assert np.all(np.diff(run.losses[: 10 * len(below)]) < 0)


@pytest.mark.thorough
def test_the_largest_rate_that_trains_is_1_of_four_and_at_13_it_depends_on_the_seed():
    lengths = [len(finished(stability.train(eta, 0)).losses) for eta in (0.25, 0.5, 1.0, 2.0)]
    assert lengths[:3] == [801, 801, 801] and lengths[3] < 20
    diverged = [len(finished(stability.train(1.3, seed)).losses) < 801 for seed in (0, 2)]
    assert diverged == [True, False]


@pytest.mark.thorough
def test_with_two_hidden_layers_it_is_held_there_too():
    assert 0.95 < held_at(0.5, layers=2) < 1.1


@pytest.mark.thorough
def test_the_sceptic_changes_width_and_seed_and_whatever_is_not_lost_stays_at_the_border():
    lost = {}
    for hidden in (8, 16, 64):
        runs = [finished(stability.train(1.0, seed, hidden)) for seed in range(10)]
        lost[hidden] = sum(len(run.losses) < 801 for run in runs)
        late = [run.sharpness[40:].mean() for run in runs if len(run.losses) == 801]
        assert 1.9 < min(late) and max(late) < 2.25, hidden
    assert lost[8] == lost[16] == 0 < lost[64] < 7  # some of the wide ones do not survive the fall
