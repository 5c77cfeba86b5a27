"""Tasks of the playground: none is done at first, a few moves do each of them, and the notebook lists the same."""

import pytest
from hand import Hand
from ipywidgets import HTML

from course_nn.playground.picture.demo import playground
from course_nn.playground.picture.figure import HANDLES
from course_nn.playground.picture.tasks import TO_DO
from course_nn.stage import DEMOS, rounds
from course_nn.stage.tasks import TaskLine

EDGE = next(k for k, handle in enumerate(HANDLES) if handle.pull)
STARTS = {
    "playground-1": {},
    "playground-2": dict(data="xor", hidden="", x1=True, x2=False, epoch=20),
    "playground-3": dict(init="zeros", hidden="8", learning_rate=0.1, epoch=100),
}
BY_SETTINGS = {  # what does each task, one setting after the other
    ("playground-1", 0): [dict(learning_rate=0.3), dict(epoch=20)],
    ("playground-1", 2): [dict(view="hidden")],
    ("playground-1", 3): [dict(sample=k) for k in range(1, 11)],
    ("playground-2", 0): [dict(x1_squared=True), dict(x1=False), dict(x1_x2=True), dict(x1_squared=False)],
    ("playground-2", 1): [dict(x1_x2=True), dict(x2=True)],
    ("playground-2", 2): [dict(x2=True), dict(hidden="4"), dict(epoch=100)],
    ("playground-3", 0): [dict(epoch=0), dict(epoch=100)],
    ("playground-3", 1): [dict(activation="sigmoid")],
    ("playground-3", 2): [dict(init="glorot")],
}


class Watched:
    """A demo in a round, and which of its tasks are done."""

    def __init__(self, key):
        self.demo, self.line = playground(**STARTS[key]), TaskLine(DEMOS["playground.playground"].tasks_of(key))
        self.done = self.line.done
        self.set()

    def set(self, **values):
        self.demo.set(**values)
        self.line.watch(self.demo.result, self.demo.values)


@pytest.mark.parametrize("key, k", BY_SETTINGS)
def test_each_task_is_done_by_its_moves_and_not_before_the_last(key, k):
    watched = Watched(key)
    *first, last = BY_SETTINGS[key, k]
    for values in first:
        watched.set(**values)
        assert not watched.done[k]
    watched.set(**last)
    assert watched.done[k]


def test_a_weight_is_pulled_by_the_hand_and_not_by_training():
    watched = Watched("playground-1")
    watched.set(epoch=5)
    assert not watched.done[1]
    Hand(watched.demo, EDGE, 3).press().pull(0, -40)
    watched.set()
    assert watched.done[1]


@pytest.mark.parametrize("key", STARTS)
def test_no_task_is_done_at_first_and_after_a_move_that_has_nothing_to_do_with_it(key):
    watched = Watched(key)
    assert not any(watched.done)
    watched.set(noise=10)
    watched.set(show_test=True)
    assert not any(watched.done)


def test_every_task_can_be_seen_to_be_done():
    assert all(all(tasks.values()) for tasks in TO_DO.values()) and sum(map(len, TO_DO.values())) == 10


def test_a_cell_of_the_course_says_which_round_its_demo_stands_in(monkeypatch):
    """A round that asks nothing does not wait for the question of the round before."""
    rounds.begin("playground-3", "playground.playground", HTML()).waits = True
    for cell, key, waits in [("playground-4-play", "playground-4", False), ("a-cell-of-my-own", "playground-3", True)]:
        monkeypatch.setattr(rounds, "cell_id", lambda cell=cell: cell)
        road = playground().road
        assert road.key == key and road.round.waits == waits and (road.tasks is None) == (key == "playground-4")
