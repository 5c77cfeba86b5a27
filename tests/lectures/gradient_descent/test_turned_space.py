"""Optimizers in a turned space: who treats all directions alike walks as before; Adam does not, and need not mind."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.gradient_descent.demos.turned import turned_space
from course_nn.lectures.gradient_descent.demos.turned.turned_space import (
    AIMS,
    EVERY,
    LIMIT,
    RACING,
    RATES,
    TUNING,
    OneSize,
    Setting,
    Turned,
    first_rate,
    lead,
    median_steps,
    race,
    rotation_of_space,
    walker,
)
from course_nn.optimizers import Adam, optimizer

SPIRAL = Setting("spiral", "tanh", "adam", 0.999)
BOWL = SPIRAL._replace(task="bowl")
TURNS = (0, 1, 2)


def steps(setting, share, which=0):
    return median_steps(finished(race(setting, share, which)))


@pytest.mark.parametrize("dimensions", [2, 5, 40])
def test_a_turn_keeps_lengths_and_angles_and_is_no_mirror(dimensions):
    for share in (0.3, 1):
        R = rotation_of_space(dimensions, 3, share).astype(float)
        np.testing.assert_allclose(R @ R.T, np.eye(dimensions), atol=1e-5)
        assert np.linalg.det(R) == pytest.approx(1, abs=1e-4)


def test_shares_of_a_turn_add_up_and_no_share_turns_nothing():
    half, whole = (rotation_of_space(21, 0, share) for share in (0.5, 1))
    np.testing.assert_allclose(half @ half, whole, atol=1e-5)
    np.testing.assert_allclose(rotation_of_space(21, 0, 0), np.eye(21), atol=1e-5)


def test_a_whole_turn_mixes_every_axis_with_all_others():
    R = rotation_of_space(337, 0, 1)
    assert np.abs(R).max() < 0.5 and np.mean(np.abs(R) > 0.001) > 0.95


def walk(optimizer, curvatures, steps=30):
    theta, path = np.ones((1, len(curvatures))), []
    for _ in range(steps):
        optimizer.step(theta, curvatures * theta)
        path.append(theta.copy())
    return np.array(path)


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
def test_who_treats_all_directions_alike_walks_the_same_way_in_a_turned_space(name):
    curvatures, R = np.geomspace(0.01, 1, 12), rotation_of_space(12, 0, 1).astype(float)
    straight = walk(optimizer(name, 0.2), curvatures)
    np.testing.assert_allclose(walk(Turned(optimizer(name, 0.2), R), curvatures), straight, atol=1e-5)


def test_so_does_adam_with_one_size_and_adam_itself_does_not():
    curvatures, R = np.geomspace(0.01, 1, 12), rotation_of_space(12, 0, 1).astype(float)
    one, own = ((walk(make(0.1), curvatures), walk(Turned(make(0.1), R), curvatures)) for make in (OneSize, Adam))
    np.testing.assert_allclose(*one, atol=1e-5)
    assert np.abs(own[0] - own[1]).max() > 0.1


def test_one_size_is_adam_where_all_gradients_are_of_one_size():
    signs = np.array([[1.0, -1.0, 1.0]])
    theta = np.zeros((2, 1, 3))
    for place, adam in zip(theta, (Adam(0.1), OneSize(0.1))):
        for size in (1.0, 3.0, 0.2):
            adam.step(place, size * signs)
    np.testing.assert_allclose(*theta)


def lead_of_one_size(monkeypatch):
    """The lead of one step size for all, which hangs on the last bit unless many race: its walk and momentum's are the
    same in a space that is not turned.
    """
    monkeypatch.setattr(turned_space, "TUNING", range(100, 105))
    monkeypatch.setattr(turned_space, "RACING", range(15))
    rivals = SPIRAL._replace(name="momentum", beta2=0.0), SPIRAL._replace(name="one")
    momentum, one = (median_steps(finished(race.__wrapped__(rival, 0, 0))) for rival in rivals)
    return momentum / one - 1


@pytest.mark.costly_changes
def test_in_turned_space_adam_leads_momentum_until_a_sceptic_takes_one_size_or_the_bowl(becomes, monkeypatch):
    here = np.median([lead(SPIRAL, which) for which in TURNS])
    momentum = SPIRAL._replace(name="momentum", beta2=0.0)
    changed = dict(
        turn=lambda: lead(SPIRAL, 3),
        half=lambda: steps(momentum, 0) / steps(SPIRAL, 0.5) - 1,
        memory=lambda: lead(SPIRAL._replace(beta2=0.99), 0),
        bowl=lambda: lead(BOWL, 0),
        one=lambda: lead_of_one_size(monkeypatch),
    )
    assert here > 0.5
    becomes(**{key: lambda found=found: outcome(here, found()) for key, found in changed.items()})


def test_turning_does_not_slow_adam_on_the_spiral_and_costs_it_thrice_the_steps_in_the_bowl():
    assert np.median([steps(SPIRAL, 1, which) for which in TURNS]) < 1.2 * steps(SPIRAL, 0)
    assert steps(BOWL, 1) > 2.5 * steps(BOWL, 0)
    assert steps(BOWL, 0) < 0.5 * steps(BOWL._replace(name="momentum", beta2=0.0), 0) < steps(BOWL, 1)


@pytest.mark.thorough
def test_with_one_input_ten_times_smaller_turning_costs_adam_two_to_three_times_the_steps():
    thin = SPIRAL._replace(task="thin")
    assert 1.7 * steps(thin, 0) < steps(thin, 1, which=1) < 4 * steps(thin, 0)


def test_what_adam_divides_by_is_more_alike_in_a_turned_space():
    for setting in (SPIRAL, BOWL):
        straight, turned = (finished(race(setting, share, 0)).sizes[-1] for share in (0, 1))
        ratios = [np.divide(*np.quantile(sizes, [0.95, 0.05])) for sizes in (straight, turned)]
        assert ratios[0] > 8 > 4 > ratios[1]


def test_rmsprop_misses_its_axes_on_the_spiral_too():
    rmsprop = SPIRAL._replace(name="rmsprop", beta2=0.0)
    assert steps(rmsprop, 1) > 1.5 * steps(rmsprop, 0)


def test_seeds_that_tune_do_not_race_and_the_rate_is_that_of_the_smallest_median():
    assert not {*TUNING} & {*RACING}
    needed = np.array([[9.0, np.nan, np.nan], [30, 20, 40], [10, 50, 60]])
    assert first_rate(needed) == (1, 30)
    assert first_rate(np.full((2, 3), np.nan))[1] == np.inf


@pytest.mark.parametrize("task", AIMS)
@pytest.mark.parametrize("name", RATES["spiral"])
def test_rates_are_tried_each_twice_the_one_before(task, name):
    rates = RATES[task][name]
    assert len(rates) >= 3 and np.allclose(rates[1:] / rates[:-1], 2)


@pytest.mark.thorough
@pytest.mark.parametrize("task", ["spiral", "bowl"])
@pytest.mark.parametrize("name", ["adam", "momentum", "one"])
def test_the_best_rate_lies_inside_what_was_tried(task, name):
    setting = SPIRAL._replace(task=task, name=name, beta2=0.999 if name != "momentum" else 0.0)
    rates = RATES[task][name]
    for share in (0, 1):
        assert rates[0] < finished(race(setting, share, 0)).rate <= rates[-1]


def test_a_race_ends_when_all_who_race_are_there_and_says_when_they_were():
    run = finished(race(BOWL, 0, 0))
    assert run.losses.shape[1] == len(RACING) and len(run.losses) == len(run.sizes) <= LIMIT // EVERY
    for k, needed in enumerate(run.steps):
        there = int(needed) // EVERY
        assert run.losses[there - 1, k] <= AIMS["bowl"] < run.losses[: there - 1, k].min(initial=np.inf)


def test_who_divides_by_nothing_has_no_sizes():
    assert finished(race(BOWL._replace(name="momentum", beta2=0.0), 0, 0)).sizes.shape[1] == 0
    assert isinstance(walker(SPIRAL._replace(name="one"), np.ones((1, 1))), OneSize)


def test_an_unknown_task_is_refused():
    with pytest.raises(BadInput):
        turned_space.descents(SPIRAL._replace(task="hill"), [0])
