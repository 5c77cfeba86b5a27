"""What is to be done with the demos of this lecture: each task can be done, and none is done by itself."""

import pytest
from tasks_seen import all_changes, numbers_done, visible

from course_nn.lectures.gradient_descent.demos.race.runs import TUNED

DOES = {  # demo -> {task: settings in turn that do it}
    "rate": {
        0: [{"f": "network"}, {"eta": 1.0}, {"time": 1000}],
        1: [{"eta": 2.2}],
        2: [{"f": "log_cosh"}, {"eta": 3.0}, {"x": 1.0}],
        3: [{"f": "network", "eta": 1.0}, {"seed": 1}, {"units": 8}, {"f": "entropy"}],
    },
    "valley": {
        0: [{"choice": "best"}, {"method": "plain"}],
        1: [{"eta": 1.0}, {"beta": 0.8}],
        2: [{"method": "nesterov"}, {"eta": 0.6}],
        3: [{"choice": "best"}, {"kappa": 600.0}, {"method": "nesterov"}],
    },
    "rotated": {
        0: [{"angle": 20}, {"angle": 45}],
        1: [{"optimizer": name} for name in ("momentum", "adagrad", "nesterov")] + [{"angle": 45}],
        2: [{"angle": 45}, {"beta2": 0.999}],
    },
    "turned": {
        0: [{"turn": 50}, {"turn": 25}],
        1: [{"task": "bowl"}, {"turn": 25}],
        2: all_changes("gradient_descent.turned"),
    },
    "adam": {
        0: [{"correct": False}, {"time": 1}],
        1: [{"signal": name} for name in ("alternating", "spike", "noisy")],
        2: [{"signal": "spike"}, {"quiet": 5000}],
    },
    "batches": {0: [{"size": 64}, {"size": 1200}], 1: [{"width": 256}], 2: [{"epoch": 8}, {"eta": 3.2}]},
    "race": {
        0: [{"rate": TUNED}],
        1: [{"rate": 0.1}, {"rate": 1.0}],
        2: all_changes("gradient_descent.race"),
        3: [{"task": "spiral"}, {"rate": TUNED}],
    },
    "schedule": {
        0: [{"shape": "drawn"}],
        1: all_changes("gradient_descent.schedule"),
        2: [{"view": "range"}, {"method": "adam"}],
    },
    "recipe": {
        0: [{"group": 1}],
        1: [{"rows": True}],
        2: all_changes("gradient_descent.recipe"),
    },
    "saddle": {
        0: [{"offset": 1e-8}, {"offset": 1e-12}],
        1: [{"turned": True}],
        2: [{"surface": "plateau"}, {"x": 2.5}],
    },
    "landscape": {
        0: [{"units": "fit"}],
        1: [{"u": 0.0}, {"u": 1.0}],
        2: all_changes("gradient_descent.landscape"),
        3: [{"view": "copy"}, {"view": "start"}],
    },
}
ANOTHER = {  # demo -> a move that does nothing that was asked
    "rate": {"x": 1.0},
    "valley": {"step": 40},
    "rotated": {"step": 40},
    "turned": {"step": 120},
    "adam": {"time": 20},
    "batches": {"seed": 1},
    "race": {"target": 0.2},
    "schedule": {"warm": 0.5},
    "recipe": {"beside": "momentum"},
    "saddle": {"eta": 0.2},
    "landscape": {"pair": 2},
}
SLOW = ("batches", "race", "recipe", "schedule", "landscape", "turned", "rotated")  # their tasks ask for values only
EACH = [(name, task) for name, tasks in DOES.items() for task in tasks]


@pytest.mark.parametrize("name", DOES)
def test_nothing_is_done_at_first_nor_by_another_move(name):
    assert numbers_done(f"gradient_descent.{name}", ANOTHER[name], by_values=name in SLOW) == []


@pytest.mark.parametrize("name", DOES)
def test_each_task_that_can_be_seen_is_tried_here(name):
    assert visible(f"gradient_descent.{name}") == [*DOES[name]]


@pytest.mark.parametrize("name, task", EACH)
def test_a_task_is_done_by_what_it_asks_for(name, task):
    assert task in numbers_done(f"gradient_descent.{name}", *DOES[name][task], by_values=name in SLOW)
