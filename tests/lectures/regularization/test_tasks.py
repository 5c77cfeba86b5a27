"""A task that can be seen to be done is done by what it asks for, and by nothing less."""

import pytest
from computed import Pure, computed

from course_nn.stage import DEMOS
from course_nn.stage.controls import Values
from course_nn.stage.tasks import TaskLine

NETWORKS = {"model": "network", "averaged": 10}
PENGUINS = {"example": "penguins"}
L1 = {"kind": "l1", "rho": 0.0}
SMOOTHED = {"wrong": 0.2, "eps": 0.1}
DONE_BY = {  # demo, or round: for each of its tasks the moves, in turn, that do it; None where nobody can see it
    "bias_variance": [
        [{"model": "network"}, NETWORKS],
        [{"model": "network"}, {"model": "network", "epoch": 500}],
        [{"degree": degree} for degree in (1, 3, 5, 9)],
        "sceptic",
    ],
    "penalties": [
        [PENGUINS, PENGUINS | {"lam": 0.0}, PENGUINS | {"lam": 0.25}],
        [{"lam": 0.0}, {"w2": -0.5, "lam": 0.0}, {"w2": -0.5, "lam": 1.0}],
        [L1, L1 | {"lam": 0.5}, L1 | {"lam": 1.0}],
        [PENGUINS | {"noise": True, "kind": kind} for kind in ("l2", "elastic", "l1")],
    ],
    "shrink": [
        [{"epoch": 1000}, {"run": 1}],
        [{"way": "proximal"}, {"way": "proximal", "optimizer": "momentum"}],
        [{"way": "l2", "lam": lam} for lam in (0.0, 0.01, 0.03, 0.3)],
        "sceptic",
    ],
    "decay": [
        [{"optimizer": "adam"}],
        [{"optimizer": "adam"}, {"optimizer": "adam", "rate": 1.0}],
        [{"optimizer": "momentum", "rate": 3.0}, {"optimizer": "momentum", "rate": 3.0, "lam": 3.0}],
        [{"optimizer": "adam"}, {"optimizer": "adam", "sigma": 1.5}],
    ],
    "early_stopping": [
        [{"run": 3}, {"run": 7}, {"run": 9}],
        [{"patience": 25}],
        "sceptic",
        [{"show": "filter"}, {"show": "filter", "tau": 40}, {"show": "filter", "tau": 40, "lam": 0.03}],
    ],
    "dropout": [
        [{"which": 2}, {"which": 5}],
        "sceptic",
        [{"passes": 21}, {"passes": 95}],
        [{"wrong": 0.0}, {"wrong": 0.0, "epochs": 600}],
    ],
    "change_the_data": [
        [{"shift": "both"}],
        [{"shift": "sideways"}, {"shift": "up and down"}],
        [{"shift": "both", "turn": True}, {"turn": True}],
        "sceptic",
    ],
    "labels": [
        [{"eps": 0.1}],
        [{"eps": 0.1}, {"eps": 0.1, "cooled": True}],
        [{"wrong": 0.2}, SMOOTHED],
    ],
    "double_descent": [
        [{"N": 100}, {"N": 2000}],
        [{"N": 100, "lam": lam} for lam in (0.0, 1.0, 10.0, 100.0)],
        "sceptic",
        [{"data": "wave", "N": 2000}, {"data": "wave", "noise": 0.2, "N": 2000}],
    ],
    "leakage": [
        [{"p": 50, "wall": 1}, {"p": 50, "wall": 2}, {"p": 5000, "wall": 2}],
        [{"data": "digits", "n": 100}, {"data": "digits", "n": 100, "wall": 1}],
        "sceptic",
        [{"m": 30.0}, {"m": 200.0}],
    ],
}
UNRELATED = {
    "bias_variance": {"shown": 1},
    "penalties": {"w1": 2.0},
    "shrink": {"run": 1},
    "decay": {"eta": 0.01},
    "early_stopping": {"min_delta": 0.02},
    "dropout": {"digit": 1},
    "change_the_data": {"mirror": True},
    "labels": {"mirror": True},
    "double_descent": {"kind": "tanh"},
    "leakage": {"folds": 2},
}
PURE = {name: Pure("regularization." + ("change_the_data" if name == "labels" else name)) for name in DONE_BY}
TASKS = [(name, k) for name, moves in DONE_BY.items() for k, done in enumerate(moves) if done]


class Later:
    """A result that is computed when a task asks for something of it."""

    def __init__(self, pure, values):
        self._compute = lambda: computed(pure, **values)

    def __getattr__(self, name):
        return getattr(self._compute(), name)


def spec_of(name):
    return DEMOS["regularization." + ("change_the_data" if name == "labels" else name)]


def tasks_of(name):
    return spec_of(name).tasks_of(f"regularization-{name}")


def seen(name, tasks, moves):
    """What is marked after each of these moves from the start, which comes first."""
    pure, spec = PURE[name], spec_of(name)
    line, start = TaskLine(tasks), {key: control.start for key, control in spec.controls.items()}
    for move in ({}, *moves):
        own = {key: value for key, value in (start | move).items() if key != "sceptic"}
        line.watch(Later(pure, own), Values(start | move))
        yield [*line.done]


def moves_of(name, k):
    """Those of DONE_BY; of a sceptic's task all the changes, one after the other."""
    if DONE_BY[name][k] != "sceptic":
        return DONE_BY[name][k]
    changes = spec_of(name).sceptic.changes
    return [{"sceptic": key} | change.moves for key, change in changes.items()]


@pytest.mark.parametrize("name, k", TASKS)
def test_a_task_is_done_by_its_last_move_and_not_before(name, k):
    task = tasks_of(name)[k]
    *before, after = (done for (done,) in seen(name, [task], moves_of(name, k)))
    assert after and not any(before)


@pytest.mark.parametrize("name", DONE_BY)
def test_nothing_is_done_at_the_start_nor_by_a_move_that_no_task_asks_for(name):
    tasks = tasks_of(name)
    assert not any(map(any, seen(name, tasks, [UNRELATED[name]])))
    assert [task.done is None for task in tasks] == [done is None for done in DONE_BY[name]]
