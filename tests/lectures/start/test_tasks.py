"""What the tasks of the first notebook ask for is seen when it is done, and not before."""

import pytest
from computed import module_of
from tasks_seen import done_when_running

# Of each demo the settings that do each of its tasks, one after the other; () for what nobody can see.
WAYS = {
    "one_weight": [[{"b": 4.0}], [{"w": -1.0}], [{"x": -2.1}]],
}
UNRELATED = {"one_weight": {"x": 1.0}}


def done(name, *settings):
    return done_when_running(f"start.{name}", *settings)


@pytest.mark.parametrize("name", WAYS)
def test_every_task_that_can_be_seen_is_done_by_its_settings(name):
    tasks = module_of(f"start.{name}").TO_DO
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
