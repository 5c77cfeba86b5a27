"""The lecture hall: one demo on the wall, or all of a notebook."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from course_nn.common.errors import BadInput, lookup, shortened
from course_nn.common.texts import plain
from course_nn.lectures import LECTURES
from course_nn.stage.controls import Toggle
from course_nn.stage.presenting import LECTURE, Scene
from course_nn.stage.running import RunningDemo


def lecture(
    name: str | Callable | None = None, scenes: Sequence[Scene] | None = None, on: bool = True, **values: Any
) -> Any:
    """Show one demo as in a lecture hall, or all demos of this notebook, those that are open and those to come.
    按大教室方式放映一个演示；不写名称则放映本笔记本的全部演示。

    name   : "xor.xor_network", a lecture and its demo, or a demo of one's own; None for all demos of the notebook
    scenes : Scenes for the arrow keys; without them the start and the presets
    on     : False ends it for the notebook
    values : where the controls start
    raises : BadInput for an unknown lecture or demo
    """
    if name is None:
        LECTURE.on = Toggle("on").check(plain(on))
        return None
    made = (name if callable(name) else _maker(plain(name)))(**values)
    if not issubclass(type(made), RunningDemo):
        raise BadInput('expected a demo, such as lecture("xor.one_unit")', '应为一个演示，如 lecture("xor.one_unit")')
    made.present(scenes)
    return made


def _maker(name):
    section, _, demo = shortened(name).partition(".")
    window = import_module(lookup(LECTURES, section, "lecture", "讲次").home)
    return lookup({known: getattr(window, known) for known in window.__all__}, demo, "demo", "演示")
