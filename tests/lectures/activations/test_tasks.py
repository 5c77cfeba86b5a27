"""What is to be done with the demos of this lecture: each task can be done, and none is done by itself."""

import pytest
from tasks_seen import all_changes, numbers_done, visible

DOES = {  # demo -> {task: settings in turn that do it}
    "gallery": {0: [{"z": 0.2}, {"z": 6}], 1: [{"activation": "leaky_relu"}, {"alpha": 0.3}]},
    "squash": {0: [{"activation": "sigmoid"}, {"activation": "tanh"}], 1: [{"mean": -1.5}]},
    "vanishing_gradient": {
        0: [{"activation": "relu"}],
        1: [{"depth": 1}],
        2: [{"activation": "tanh"}],
        3: [{"init": "large"}, {"width": 128}],
    },
    "zero_centred": {
        0: [{"step": 80}],
        1: [{"centred": True}, {"angle": 0}, {"angle": 45}, {"angle": 90}],
        2: all_changes("activations.zero_centred"),
    },
    "dying_relu": {
        0: [{"epoch": 0}, {"epoch": 100}],
        1: [{"learning_rate": 3}],
        2: [{"epoch": 0}, {"bias": -2}],
        3: all_changes("activations.dying_relu"),
    },
    "prelu": {0: [{"epoch": 200}], 1: [{"slope": 0.5}]},
    "maxout": {
        0: [{"target": "2 sin x"}, {"k": 6}],
        1: [{"k": 2}, {"a2": 2, "c2": 1}, {"c1": 1}],
        2: [{"target": "|x|"}, {"target": "relu(x)"}],
    },
    "race": {0: [{"tuned": False}], 1: all_changes("activations.race")},
    "in_practice": {
        0: [{"depth": 8}, {"optimizer": "adam"}],
        1: [
            {"covered": True, "depth": 8},
            {"best_activation": "elu"},
            {"worst_setting": ("small", 0.1)},
            {"covered": False},
        ],
        2: [{"best_activation": "elu"}, {"best_setting": ("he", 0.1)}],
        3: all_changes("activations.in_practice"),
    },
    "modular": {0: [{"inside": "reordered"}], 1: [{"inside": "reversed"}], 2: [{"last": 5}]},
}
ANOTHER = {  # demo -> a move that does nothing that was asked
    "gallery": {"beside": "relu"},
    "squash": {"sample": 2},
    "vanishing_gradient": {"width": 40},
    "zero_centred": {"seed": 1},
    "dying_relu": {"seed": 1},
    "prelu": {"seed": 1},
    "maxout": {"a1": -1.0},
    "race": {"target": 0.25},
    "in_practice": {"worst_activation": "tanh"},
    "modular": {"x1": 0.5},
}
EACH = [(name, task) for name, tasks in DOES.items() for task in tasks]


@pytest.mark.parametrize("name", DOES)
def test_nothing_is_done_at_first_nor_by_another_move(name):
    assert numbers_done(f"activations.{name}", ANOTHER[name]) == []


@pytest.mark.parametrize("name", DOES)
def test_each_task_that_can_be_seen_is_tried_here(name):
    assert visible(f"activations.{name}") == [*DOES[name]]


@pytest.mark.parametrize("name, task", EACH)
def test_a_task_is_done_by_what_it_asks_for(name, task):
    assert task in numbers_done(f"activations.{name}", *DOES[name][task])
