"""What the tasks of lecture 1 ask for is seen when it is done, and not before."""

import pytest
from computed import module_of
from tasks_seen import done_when_running

# Of each demo the settings that do each of its tasks, one after the other; () for what nobody can see.
WAYS = {
    "action_potential": [
        [{"strength": 40.0}],
        [{"strength": 13.0}],
        [{"duration": 1.0}, {"strength": 7.2}],
        [{"sceptic": change} for change in ("short", "long", "warm", "hot")],
    ],
    "integrate_and_fire": [
        [{"threshold": -60.0}],
        [{"w1": -1.0}],
        [{"sceptic": change} for change in ("alone", "short", "high", "above")],
        [{"tau": 10}],
    ],
    "neuron": [
        [{"slope": 10.0}],
        [{"w1": 1.0, "w2": 1.5}, {"b": 0.0}],
        [{"x1": 1.3}],
        [{"slope": 20.0}, {"activation": "step"}],
    ],
    "gates": [
        [{"goal": "XOR"}],
        [{"b": -1.5}],
        [{"w1": -1.0, "w2": -1.0}, {"b": 1.5}],
    ],
    "layer": [
        [{"N": 2, "M": 2}, {"N": 4, "M": 4}],
        [{"i": 1, "j": 1}, {"w": 3.0}],
        [{"connected": 50}],
    ],
    "feedforward": [
        [{"sizes": "1, 1, 1, 1, 1"}, {"edge": "x1 > y1"}],
        [{"step": 3.0}],
        [{"edge": "y1 > h1.1"}],
    ],
}
UNRELATED = {
    "action_potential": {"temperature": 8.0},
    "integrate_and_fire": {"r1": 80},
    "neuron": {"slope": 2.0},
    "gates": {"w1": 1.5},
    "layer": {"activation": "relu"},
    "feedforward": {"seed": 3},
}


def done(name, *settings):
    return done_when_running(f"neurons.{name}", *settings)


@pytest.mark.parametrize("name", WAYS)
def test_every_task_that_can_be_seen_is_done_by_its_settings(name):
    tasks = module_of(f"neurons.{name}").TO_DO
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
