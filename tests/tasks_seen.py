"""What the line of tasks sees of a demo whose controls are moved, without a page."""

from inspect import isgenerator

from computed import module_of

from course_nn.common.progress import finished
from course_nn.stage.controls import Values
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
