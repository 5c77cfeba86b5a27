"""What the tasks of the primer ask for is seen when it is done, and not before."""

import pytest
from computed import module_of
from tasks_seen import done_when_running

# Of each demo the settings that do each of its tasks, one after the other; () for what nobody can see.
WAYS = {
    "descent": [
        [{"learning_rate": 0.21}, {"learning_rate": 0.42}],
        [{"learning_rate": 0.35}, {"learning_rate": 0.5}],
        [{"start": 5.0}],
        (),
    ],
    "valleys": [
        [{"step": 30}],
        [{"start": 0.0}],
        [{"learning_rate": 0.6}, {"start": -1.9}],
        (),
    ],
    "epochs": [
        [{"epoch": 1}, {"batch": 40}, {"batch": 1}],
        [{"epoch": 10}, {"batch": 40}, {"batch": 1}],
        [{"epoch": 20}, *({"seed": seed} for seed in range(1, 5))],
        [{"sceptic": change} for change in ("single", "birds", "small", "best")],
    ],
    "logistic_regression": [
        [{"w1": 36.1, "w2": -14.2, "b": -14.8}],
        [{"w1": 6.0, "w2": -2.0, "b": -2.5}],
        [{"step": 100}, {"learning_rate": 10.0}],
        [{"sceptic": change} for change in ("far", "pair", "small", "large")],
    ],
}
UNRELATED = {
    "descent": {"step": 5},
    "valleys": {"start": 1.8},
    "epochs": {"seed": 3},
    "logistic_regression": {"measurements": "flipper_length, body_mass"},
}


def done(name, *settings):
    return done_when_running(f"primer.{name}", *settings)


@pytest.mark.parametrize("name", WAYS)
def test_every_task_that_can_be_seen_is_done_by_its_settings(name):
    tasks = module_of(f"primer.{name}").TO_DO
    assert [bool(way) for way in WAYS[name]] == [task.done is not None for task in tasks]
    for k, way in enumerate(WAYS[name]):
        assert not way or done(name, *way)[k], (name, k)


@pytest.mark.parametrize("name", WAYS)
def test_no_task_is_done_at_the_start_nor_by_a_move_that_has_nothing_to_do_with_it(name):
    assert not any(done(name)) and not any(done(name, UNRELATED[name]))


@pytest.mark.parametrize("name", WAYS)
def test_no_task_is_done_before_the_last_of_its_settings(name):
    for k, way in enumerate(WAYS[name]):
        assert not way or not done(name, *way[:-1])[k], (name, k)
