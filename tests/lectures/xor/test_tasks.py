"""What can be seen of the tasks: done where a student has done them, and not before."""

import pytest
from tasks_seen import demo_of, done_in_round

from course_nn.lectures import rounds_of, xor
from course_nn.lectures.xor.demos.xor_network.picture import ANOTHER, LECTURE

SECTION = xor.__name__.rpartition(".")[2]


def sceptic(*changes):
    return [{"sceptic": change} for change in changes]


WAYS = {
    "xor-1": {1: [{"w1": 1.0, "w2": 1.0}]},
    "xor-2": {1: [LECTURE], 2: [LECTURE, {"b1": -1.0}], 3: [ANOTHER]},
    "xor-gates": {
        1: [{"h2": "AND"}, {"h2": "NAND"}],
        2: [{"h1": "x1 AND NOT x2", "h2": "NOT x1 AND x2"}, {"y": "OR"}],
        4: [{"h1": "NOR"}],
    },
    "xor-3": {1: [{"k": 1.0}], 2: [{"k": 2.5}], 3: [{"k": 25.0}]},
    "xor-4": {
        1: [{"run": 2}, {"epoch": 0}, {"epoch": 100}],
        2: [{"width": 3}, {"width": 4}],
        3: [{"activation": "sigmoid"}, {"activation": "relu"}],
        4: sceptic("biases", "rate", "epochs", "weights", "spare"),
    },
    "xor-5": {
        1: [{"data": "XOR"}, *({"step": step} for step in range(5))],
        2: [{"data": "XOR"}, {"seed": 3}, {"seed": 4}],
        3: [{"data": "AND"}, *({"step": step} for step in range(5))],
    },
    "xor-6": {1: [{"n": 5}], 2: [{"noise": 0.1}, {"seed": 2}]},
}
ELSEWHERE = {
    "xor-1": {"b": -1.0},
    "xor-2": {"c": 1.0},
    "xor-gates": {"y": "AND"},
    "xor-3": {"solution": "another"},
    "xor-4": {"rate": 2.0},
    "xor-5": {"gap": 0.6},
    "xor-6": {"row": 3},
}
ROUNDS = [key for key in rounds_of(SECTION) if key in WAYS]


@pytest.mark.parametrize("key", ROUNDS)
def test_nothing_is_done_where_a_demo_starts_nor_after_a_move_that_is_none_of_the_tasks(key):
    assert done_in_round(key) == [] == done_in_round(key, ELSEWHERE[key])


@pytest.mark.parametrize(("key", "task"), [(key, task) for key in ROUNDS for task in WAYS[key]])
def test_what_a_task_says_is_seen_when_it_is_done_and_not_half_way(key, task):
    *way, last = WAYS[key][task]
    assert task not in done_in_round(key, *way) and task in done_in_round(key, *way, last)


def test_every_task_that_can_be_seen_has_a_way_and_the_first_of_each_list_can_be_seen():
    for key, one in rounds_of(SECTION).items():
        seen = [k for k, task in enumerate(demo_of(key).tasks_of(key), 1) if task.done]
        assert one.demo and seen == [*WAYS[key]] and seen[0] == 1, key
