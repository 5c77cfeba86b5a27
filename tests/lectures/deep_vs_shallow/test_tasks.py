"""What can be seen of the tasks: done where a student has done them, and not before."""

import pytest
from tasks_seen import demo_of, done_in_round

from course_nn.lectures import deep_vs_shallow, rounds_of
from course_nn.lectures.deep_vs_shallow.demos.bumps import METHODS
from course_nn.lectures.deep_vs_shallow.demos.towers import CHECKERS

SECTION = deep_vs_shallow.__name__.rpartition(".")[2]
HATS = {"unit": "relu", "N": 50}


def sceptic(*changes):
    return [{"sceptic": change} for change in changes]


WAYS = {
    "deep_vs_shallow-1": {
        1: [{"angle1": 45, "angle2": 60}, {"stretch3": 1.0}],
        2: [{"stretch1": -0.5}],
        3: [{"units": 1}, {"units": 2, "relu": 1}],
    },
    "deep_vs_shallow-2": {
        1: [HATS, {"way": "spread"}],
        2: [HATS, *({"way": way} for way in METHODS)],
        3: [{"unit": "step"}, {"N": 20}, {"N": 40}, {"unit": "relu", "N": 5}],
    },
    "deep_vs_shallow-3": {
        1: [{"unit": "step"}, {"t": 0.5}],
        2: [{"t": 2.5}],
        3: [{"unit": "step"}, {"N": 4}, {"N": 8}],
        4: [{"way": "last"}, {"f": CHECKERS}],
    },
    "deep_vs_shallow-4": {
        1: [{"N": 8}, {"d": 2}, {"d": 10}],
        2: [{"d": d} for d in range(1, 11)],
        3: sceptic("fewer", "more", "inputs", "pairs"),
    },
    "deep_vs_shallow-9": {
        1: [{"d": 10}],
        2: [{"c": 1.0}, {"c": 0.1}],
        3: [{"cheat": True}, {"where": "corners"}, {"where": "cube"}],
    },
    "deep_vs_shallow-5": {
        1: [{"L": 10}, {"units": "2^L - 1"}, {"units": "2^L"}],
        2: [{"L": 10}, {"zoom": 4}],
    },
    "deep_vs_shallow-10": {
        1: [{"train": "32 one"}],
        2: [{"train": "8"}, {"train": "32 zero"}],
        3: [{"train": "32 one"}, {"L": 3}],
    },
    "deep_vs_shallow-6": {
        1: [{"layers": 1}, {"width": 3}],
        2: [{"epoch": epoch} for epoch in (100, 50, 20, 0)],
        3: sceptic("start", "data", "narrow", "folded"),
    },
    "deep_vs_shallow-7": {
        1: sceptic("bends"),
        2: [{"run": "worst"}, {"run": "best"}, *({"depth": depth} for depth in (1, 3, 4, 5))],
    },
    "deep_vs_shallow-8": {
        1: [{"epoch": 0}, {"epoch": 1000}],
        2: [{"epoch": 400}, {"epoch": 100}],
        3: sceptic("start", "wider", "more", "clean"),
        4: [{"width": 64}],
    },
}
ELSEWHERE = {
    "deep_vs_shallow-1": {"angle1": 60},
    "deep_vs_shallow-2": {"k": 100.0},
    "deep_vs_shallow-3": {"x1": 0.5},
    "deep_vs_shallow-4": {"seed": 3},
    "deep_vs_shallow-9": {"d": 5},
    "deep_vs_shallow-5": {"L": 6},
    "deep_vs_shallow-10": {"zoom": 4},
    "deep_vs_shallow-6": {"seed": 3},
    "deep_vs_shallow-7": {"epoch": 100},
    "deep_vs_shallow-8": {"seed": 3},
}
OPENED = {"deep_vs_shallow-10": {"train": "32"}}


ROUNDS = [key for key in rounds_of(SECTION) if key in WAYS]


def done(key, *steps):
    return done_in_round(key, *steps, opened=OPENED.get(key))


@pytest.mark.parametrize("key", ROUNDS)
def test_nothing_is_done_where_a_demo_starts_nor_after_a_move_that_is_none_of_the_tasks(key):
    assert done(key) == [] == done(key, ELSEWHERE[key])


@pytest.mark.parametrize(("key", "task"), [(key, task) for key in ROUNDS for task in WAYS[key]])
def test_what_a_task_says_is_seen_when_it_is_done_and_not_half_way(key, task):
    *way, last = WAYS[key][task]
    assert task not in done(key, *way) and task in done(key, *way, last)


def test_every_task_that_can_be_seen_has_a_way_and_the_first_of_each_list_can_be_seen():
    for key, one in rounds_of(SECTION).items():
        seen = [k for k, task in enumerate(demo_of(key).tasks_of(key), 1) if task.done]
        assert one.demo and seen == [*WAYS[key]] and seen[0] == 1, key
