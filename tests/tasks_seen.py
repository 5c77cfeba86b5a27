"""What the line of tasks sees of a demo whose controls are moved, without a page."""

from importlib import import_module
from inspect import isgenerator
from typing import Any

from computed import module_of

from course_nn.common.progress import finished
from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook import forget
from course_nn.stage import DEMOS, Demo
from course_nn.stage.controls import Values, with_values
from course_nn.stage.sceptic import LECTURE, NAME
from course_nn.stage.tasks import TaskLine


def visible(name: str) -> list:
    """The numbers of the tasks that can be seen to be done."""
    return [k for k, task in enumerate(module_of(name).TO_DO) if task.done]


def all_changes(name: str) -> list:
    """The settings of a student who goes through all changes of a sceptic; what else they move is left out."""
    return [{NAME: key} for key in module_of(name).SCEPTIC.changes]


def numbers_done(name: str, *settings: dict, by_values: bool = False) -> list:
    """The numbers of the tasks that are done when a demo is moved to these settings in turn.

    by_values : only the start is computed, as for tasks that ask for values alone
    """
    module = module_of(name)
    sceptic = {NAME: LECTURE} if hasattr(module, "SCEPTIC") else {}
    values = Values({key: control.start for key, control in module.CONTROLS.items()}) | sceptic
    result, line = _result(module, values), TaskLine(module.TO_DO)
    for setting in ({}, *settings):
        values = Values(values | setting)
        if {*setting} - {NAME} and not by_values:
            result = _result(module, values)
        line.watch(result, values)
    return [k for k, one in enumerate(line.done) if one]


def _result(module, values):
    result = module.compute(**{key: value for key, value in values.items() if key != NAME})
    return finished(result) if isgenerator(result) else result


# ---- of a round, whose results are computed only if a task asks for them; numbers count from 1 --------------------

RESULTS: dict = {}  # (demo, its values) -> the result


class Later:
    """A result that is computed when something of it is asked for."""

    def __init__(self, demo, values):
        self._of = demo, values

    def __getattr__(self, name):
        return getattr(_computed(*self._of), name)


def demo_of(key: str) -> Demo:
    """The demo of a round."""
    section = key.split("-")[0]
    import_module(LECTURES[section].home)
    return DEMOS[f"{section}.{rounds_of(section)[key].demo}"]


def done_in_round(key: str, *steps: dict, opened: dict | None = None) -> list:
    """The numbers of the tasks that can be seen to be done after these steps, each on top of those before.

    opened : where the notebook opens the demo, if not at its start
    """
    demo = demo_of(key)
    values = Values(demo.start() | (opened or {}))
    seen = {name: {value} for name, value in values.items()}
    for step in steps:
        values = Values(values | step)
        for name in step:
            seen[name].add(values[name])
    result = Later(demo, values)
    tasks = enumerate(demo.tasks_of(key), 1)
    return [k for k, task in tasks if task.done and with_values(task.done, result, values=values, seen=seen)]


def _computed(demo, values):
    if (known := (demo.name, *sorted(values.items()))) not in RESULTS:
        RESULTS[known] = result_at(demo, values)
    return RESULTS[known]


# ---- of a demo that runs, and of one whose settings each begin where it starts -------------------------------------


def done_when_running(name: str, *settings: dict) -> list:
    """Which tasks are done, [bool], when the controls of a running demo are moved to these settings in turn."""
    forget()
    section, _, maker = name.partition(".")
    demo = getattr(import_module(LECTURES[section].home), maker)()
    tasks = demo.road.tasks
    for setting in settings:
        demo.set(**setting)
    demo.close()
    return tasks.done


def done_from_the_start(name: str, *settings: dict) -> set:
    """The numbers of the tasks that are done when these are shown in turn, each with all else where it starts."""
    spec, found = DEMOS[name], set()
    line = TaskLine(spec.tasks_of(""))
    for changed in ({}, *settings):
        values = Values(spec.start() | changed)
        found |= set(line.watch(result_at(spec, values), values))
    return found


def result_at(spec: Demo, values: Values) -> Any:
    """The whole result of a demo."""
    result = spec.result(values)
    return finished(result) if isgenerator(result) else result
