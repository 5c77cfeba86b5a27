"""What can be seen of the tasks: done where a student has done them, and not before."""

import pytest
from tasks_seen import demo_of, done_in_round

from course_nn.lectures import practice, rounds_of
from course_nn.lectures.practice.demos.clinic.case_record import BEDS

SECTION = practice.__name__.rpartition(".")[2]
BARE = {"shortcut": "no", "training": "recipe"}


def sceptic(*changes):
    return [{"sceptic": change} for change in changes]


WAYS = {
    "practice-1": {
        1: [{"fault": "none"}, {"rung": "neighbour"}],
        2: [{"fault": "none"}, {"last": 0.03}],
        3: [{"fault": "labels"}],
        4: [{"fault": "none", "rung": "neighbour"}, {"seed": 1}, {"seed": 2}, {"rate": 0.01}, {"rate": 0.3}],
    },
    "practice-2": {
        1: [{"share": 100}, {"share": 0, "divisor": "sigma"}],
        2: [{"divisor": "sigma"}, {"share": 50}, {"share": 100}],
        3: sceptic("cm", "m", "bill", "mass"),
        4: [{"pair": "flipper, mass"}, {"share": 100}, {"optimizer": "adam"}],
    },
    "practice-3": {
        1: [{"norm": "batch"}, {"shortcut": "yes"}, {"epoch": 15}],
        2: [
            {"epoch": 15, "norm": "batch"},
            {"norm": "none", "shortcut": "yes"},
            BARE,
        ],
        3: [{"init": init} for init in ("large", "xavier", "he", "small")],
        4: [
            {"norm": "batch", "shortcut": "yes", "epoch": 15},
            {"init": "large"},
            {"activation": "sigmoid"},
            {"norm": "layer"},
            {"training": "recipe"},
        ],
    },
    "practice-4": {
        1: [{"size": 1}],
        2: [*({"company": k} for k in (2, 3, 4)), {"size": 2}, {"size": 32}],
        3: sceptic("batch", "company", "layer", "mode"),
        4: [{"mode": "test"}, {"t": 0}, {"t": 30}],
    },
    "practice-5": {
        1: [{"seed": seed} for seed in (1, 2, 3, 4)],
        2: sceptic("left_out", "beta", "steps", "deep"),
        3: [{"wide": 0.01}, {"uncovered": True}],
        4: [{"uncovered": True}, {"network": "deep"}, {"optimizer": "adam"}],
    },
    "practice-6": {
        1: [{"c": 0.004}, {"eta": 0.5}, {"c": 0.002}, {"eta": 1.0}],
        2: [{"step": 100}, {"by": "none"}, {"w": 0.5}],
        3: [{"view": "digits"}, {"eta": 1.0, "c": 1.0}, {"by": "none"}, {"by": "value"}, {"c": 0.1}],
        4: sceptic("digits", "rate", "adam", "start"),
    },
    "practice-7": {
        1: [{"weight": 49.0}],
        2: [{"weight": 49.0}, {"corrected": True}],
        3: [{"threshold": 0.3}, {"threshold": 0.01}],
        4: [*sceptic("share", "network", "threshold", "weight"), {"seed": 1}, {"seed": 2}],
    },
    "practice-8": {
        1: [{"pair": "weak"}, {"uncovered": True}],
        2: [{"pair": "weak"}, {"uncovered": True}, {"pair": "scale"}],
        3: [{"strategy": "own"}, {"picks": "A1 A2 A3 A4 A5 A6 A7 A8 A9"}],
        4: [{"draw": 1}, {"seed": 1}, {"wide": 2}, {"budget": 16}],
    },
    "practice-9": {
        1: [{"record": "1 curves; 1 data; 18 curves"}, {"record": "1 curves; 1 data; 18 curves; 18 data"}],
        2: [{"record": "20 curves"}, {"record": f"20 curves; 20 ?{BEDS[19]}"}],
        3: [{"record": "10 data"}, {"record": f"10 data; 10 ?{BEDS[9]}"}],
    },
}
ELSEWHERE = {
    "practice-1": {"samples": 2},
    "practice-2": {"eps": 1e-3},
    "practice-3": {"depth": 20},
    "practice-4": {"digit": 3},
    "practice-5": {"beta": 0.9},
    "practice-6": {"step": 10},
    "practice-7": {"bins": 5},
    "practice-8": {"draw": 2},
    "practice-9": {"bed": 3},
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
