"""Tuning, racing and arriving, on races that are small enough for a test."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent import tuned_race
from course_nn.lectures.gradient_descent.tuned_race import (
    LOST,
    RACING,
    RATES,
    TASKS,
    TUNING,
    accuracy,
    best_rate,
    data_of,
    descend,
    race_at,
    tune,
)
from course_nn.network import Network
from course_nn.optimizers import OPTIMIZERS
from course_nn.training import train


@pytest.fixture
def short(monkeypatch):
    """Half an epoch of digits, and 30 steps of the spiral; nothing is remembered."""
    small = {"digits": TASKS["digits"]._replace(epochs=0.5), "spiral": TASKS["spiral"]._replace(epochs=30)}
    monkeypatch.setattr(tuned_race, "TASKS", small)


def test_the_best_rate_is_that_of_the_slowest_seed_and_without_arrivals_that_of_the_least_loss():
    losses = np.full((3, 8, 2), 2.0)
    losses[1:, 4, 0] = losses[2, 4, 1] = losses[2, 5] = 0.1  # both seeds of the fifth and the sixth at the third look
    losses[1, 6, 0] = 0.1  # one seed of the seventh, before
    rate, took = best_rate(0.1, "adam", losses)
    assert rate == RATES["adam"][4] and took[4] == took[5] == 2 and np.isnan(took[6])
    losses[2, 3] = 0.5
    losses[2, [4, 5]] = 1.0
    losses[1, 4] = 2.0
    rate, took = best_rate(0.01, "adam", losses)
    assert rate == RATES["adam"][3] and np.isnan(took).all()


def test_every_optimizer_is_tuned_over_eight_rates_each_twice_the_one_before():
    assert set(RATES) == set(OPTIMIZERS)
    assert all(len(rates) == 8 and np.allclose(rates[1:] / rates[:-1], 2) for rates in RATES.values())


def test_seeds_that_tune_never_race(short, monkeypatch):
    seen = []

    def spy(task, name, rates, seeds, enough=None):
        seen.append(set(seeds))
        return descend(task, name, rates, seeds, enough)

    monkeypatch.setattr(tuned_race, "descend", spy)
    for group in (0, 1):
        finished(tune.__wrapped__("digits", "adam", group))
        finished(race_at.__wrapped__("digits", "adam", 0.01, group))
    assert [len(seeds) for seeds in seen] == [TUNING, RACING] * 2
    assert len(set.union(*seen)) == 2 * (TUNING + RACING)


def test_looks_are_where_they_are_said_to_be_and_yield_the_share_done(short):
    run = race_at.__wrapped__("digits", "adam", 0.01)
    assert [next(run) for _ in range(3)] == [0, 0.5, 1]
    assert TASKS["spiral"].times[-1] == 1500 and len(TASKS["digits"].times) == 41


def test_descent_on_all_points_at_once_is_that_of_train(short):
    runs = finished(descend("spiral", "momentum", [0.1, 0.3], [4, 5]))
    (X, y), (unseen, wanted) = data_of("spiral")
    for k, (rate, seed) in enumerate(((0.1, 4), (0.3, 5))):
        network = Network((2, 16, 16, 1), "tanh", seed=seed, dtype=np.float32)
        history = train(network, X, y, "binary_cross_entropy", "momentum", rate, epochs=30, every=10)
        np.testing.assert_allclose(runs.losses[:, k], history.losses, rtol=1e-3)
        assert abs(runs.accuracies[-1, k] - np.mean((network(unseen) > 0) == wanted)) <= 0.01


def test_a_rate_that_is_far_too_large_ends_in_a_loss_that_can_be_compared(short):
    losses = finished(descend("digits", "gradient_descent", [1e6, 0.1], [0, 1])).losses
    assert np.isfinite(losses).all() and losses.max() <= LOST and losses[-1, 1] < losses[0, 1]


def test_answers_of_ten_outputs_and_of_one_are_read():
    assert accuracy(np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([1, 1])) == 0.5
    assert accuracy(np.array([[0.1], [-0.2], [-3.0]]), np.array([[1], [0], [1]])) == pytest.approx(2 / 3)


def test_an_unknown_task_is_refused():
    with pytest.raises(BadInput):
        next(descend("letters", "adam", [0.1], [0]))
