"""A task that can be seen to be done is done by what it asks for, and by nothing less."""

import pytest
from computed import Pure, computed

from course_nn.stage import DEMOS
from course_nn.stage.controls import Values
from course_nn.stage.tasks import TaskLine

FIRST = {"data": "circle", "activation": "relu", "epoch": 0}  # of the probes
EACH = [{"data": name} for name in ("xor", "moons", "spiral")]
BY_HAND = Pure("feature_learning.by_hand").NONLINEAR
SPIRAL = {"data": "spiral", "raw": True} | dict.fromkeys(BY_HAND, True)
NOTHING = {"x1_squared": False, "x2_squared": False}

DONE_BY = {  # demo: for each of its tasks the moves, in turn, that do it; None where nobody can see it
    "last_layer": [[{"epoch": 20}], [{"epoch": 300}, {"epoch": 600}], "sceptic", None],
    "morph": [[{"t": 1.0}, {"t": 0.0}], "sceptic", [{"data": "circle", "layers": 1, "units": 3, "t": 1.0}], None],
    "probes": [
        [{"data": "circle"}, FIRST],
        [FIRST, FIRST | {"activation": "tanh"}, FIRST | {"activation": "tanh", "biases": "random"}],
        [{"epoch": 0}, {"layer": 2}],
        "sceptic",
    ],
    "by_hand": [
        [{"data": "xor"} | NOTHING | {"x1_x2": True}, {"data": "xor"} | NOTHING | {"sin_x1": True, "sin_x2": True}],
        EACH,
        "sceptic",
        [SPIRAL, SPIRAL | {"units": 12}],
    ],
    "ring": [[{"layers": 2}, {"layers": 3}], [{"theta": 40}, {"theta": 60}, {"units": 2}], "sceptic", None],
    "digits": [
        [{"units": 32}, {"units": 8}],
        "sceptic",
        [{"digit": 3}, {"of": "components"}],
        [{"view": "mistakes", "digit": 3}, {"view": "mistakes", "digit": 4}],
    ],
    "symmetry": [
        [{"t": 0.5}],
        "sceptic",
        [{"order": "kept", "alpha": 2.0}, {"order": "kept", "activation": "relu"}, {"order": "kept", "flip": True}],
        None,
    ],
}
UNRELATED = {
    "last_layer": {"seed": 1},
    "morph": {"seed": 2},
    "probes": {"seed": 1},
    "by_hand": {"start": 0},
    "ring": {"run": 2},
    "digits": {"shuffle": 1},
    "symmetry": {"start": 1},
}
TASKS = [(name, k) for name, moves in DONE_BY.items() for k, done in enumerate(moves) if done]


class Later:
    """A result that is computed when a task asks for something of it."""

    def __init__(self, pure, values):
        self._compute = lambda: computed(pure, **values)

    def __getattr__(self, name):
        return getattr(self._compute(), name)


def seen(name, tasks, moves):
    """What is marked after each of these moves from the start, which comes first."""
    pure, spec = Pure(f"feature_learning.{name}"), DEMOS[f"feature_learning.{name}"]
    line, start = TaskLine(tasks), {key: control.start for key, control in spec.controls.items()}
    for move in ({}, *moves):
        own = {key: value for key, value in (start | move).items() if key != "sceptic"}
        line.watch(Later(pure, own), Values(start | move))
        yield [*line.done]


def moves_of(name, k):
    """Those of DONE_BY; of a sceptic's task all the changes, one after the other."""
    if DONE_BY[name][k] != "sceptic":
        return DONE_BY[name][k]
    changes = DEMOS[f"feature_learning.{name}"].sceptic.changes
    return [{"sceptic": key} | change.moves for key, change in changes.items()]


@pytest.mark.parametrize("name, k", TASKS)
def test_a_task_is_done_by_its_last_move_and_not_before(name, k):
    task = DEMOS[f"feature_learning.{name}"].tasks_of("")[k]
    *before, after = (done for (done,) in seen(name, [task], moves_of(name, k)))
    assert after and not any(before)


@pytest.mark.parametrize("name", DONE_BY)
def test_nothing_is_done_at_the_start_nor_by_a_move_that_no_task_asks_for(name):
    tasks = DEMOS[f"feature_learning.{name}"].tasks_of("")
    assert not any(map(any, seen(name, tasks, [UNRELATED[name]])))
    assert [task.done is None for task in tasks] == [done is None for done in DONE_BY[name]]
