"""What a demo computes, with all controls where they start but those that are named."""

from functools import cache
from importlib import import_module
from inspect import isgenerator

from course_nn.common.progress import finished


def computed(module, **values):
    """The result of the demo in that module."""
    result = module.compute(**{name: control.start for name, control in module.CONTROLS.items()} | values)
    return finished(result) if isgenerator(result) else result


def lecture(section):
    """Two functions for the demos of a lecture section: module(name), and result(name, **values), which remembers."""

    def module(name):
        return import_module(f"course_nn.lectures.{section}.demos.{name}")  # the module, not the function of that name

    @cache
    def result(name, **values):
        return computed(module(name), **values)

    return module, result
