"""In which directions a demo moves in the book: its presets, and chosen controls, each at some of its values."""

from math import prod
from typing import Any, NamedTuple

import numpy as np

from book.chosen import CHOSEN, PLACES
from course_nn.common.errors import lookup
from course_nn.common.words import Words, term
from course_nn.stage import Choice, Slider, Toggle
from course_nn.stage.presenting import Scene

PICTURES = 49  # of a demo, about: seven times seven
FEWEST, MOST = 5, 21  # places of a slider
FEW = 6  # so many options at most are a second direction by themselves


class Axis(NamedTuple):
    """One control and the values that it takes, in the order of its slider or its list.

    kind  : "slide", "choose" or "tick"
    label : Words or a symbol;  means : Words for what the symbol stands for, or None
    texts : each value as it is written, Words or str
    plays : True for time
    """

    name: str
    kind: str
    label: Any
    means: Words | None
    values: list
    texts: list
    plays: bool

    def only(self, places):
        """The same with fewer places."""
        return self._replace(values=[self.values[k] for k in places], texts=[self.texts[k] for k in places])


def moving(demo, cell):
    """The Scenes of a demo, its start first, and its Axes, sliders last.

    cell : id of the cell that shows it
    """
    scenes, controls, known = scenes_of(demo), moving_controls(demo, cell), entry_for(PLACES, demo, cell) or {}
    musts = {name: {scene.values.get(name, demo.values[name]) for scene in scenes} for name in controls}
    values = {name: values_of(control, known.get(name), musts[name]) for name, control in controls.items()}
    sliders = [name for name in values if not values[name]]
    free = PICTURES / len(scenes) / prod(len(those) for those in values.values() if those)
    each = round(np.clip(free ** (1 / max(1, len(sliders))), FEWEST, MOST))
    for name in sliders:
        values[name] = sorted(evenly(controls[name], each) | musts[name])
    axes = [axis(name, control, values[name]) for name, control in controls.items()]
    return scenes, sorted(axes, key=lambda axis: axis.kind == "slide")


def values_of(control, known, musts):
    """The values that the table knows, or that a control has if these are few, with those that must be among them; []
    for a slider that the table leaves open."""
    wanted = {*(known or options(control)), *musts}
    if isinstance(control, Slider):
        return sorted(wanted) if known else []
    every = control.names if isinstance(control, Choice) else control.samples(None)
    return [value for value in every if value in wanted]


def entry_for(table, demo, cell):
    """The entry of a table for a cell, or else for its demo; None if it has none."""
    return table.get(cell, table.get(demo.code().partition("(")[0]))


def scenes_of(demo):
    """The start, and the presets that are something else."""
    other = {words: values for words, values in demo.presets.items() if not values.items() <= demo.values.items()}
    return [Scene(term("reset"), {}), *(Scene(words, values) for words, values in other.items())]


def moving_controls(demo, cell):
    """The controls that move, {name: control}."""
    names = entry_for(CHOSEN, demo, cell)
    used = {name: control for name, control in demo.controls.items() if control.used(demo.values)}
    names = names.split() if names else by_itself(used)
    return {name: lookup(demo.controls, name, "control", "控件") for name in names}


def by_itself(controls):
    """Time, or else the first slider; and the first short list. Without either, the first control that has options."""
    sliders = [name for name, control in controls.items() if isinstance(control, Slider)]
    time = [name for name in sliders if controls[name].plays]
    short = [name for name, control in controls.items() if 1 < len(options(control)) <= FEW]
    long = [name for name, control in controls.items() if len(options(control)) > FEW]
    return (short[:1] + (time or sliders)[:1]) or long[:1]


def options(control):
    """The values of a control that has only some, leaving out those that take many seconds; [] for a slider."""
    if isinstance(control, Choice | Toggle):
        return control.samples(None)
    return []


def evenly(slider, count):
    """So many values of a slider, evenly spaced, both ends among them."""
    last = slider.steps(slider.reach or slider.high)
    return {slider.at(round(steps)) for steps in np.linspace(0, last, min(count, last + 1))}


def axis(name, control, values):
    """The Axis of a control; many numbers are a slider wherever they come from."""
    numbers = len(values) > 4 and all(type(value) in (int, float) for value in values)
    kind = "slide" if isinstance(control, Slider) or numbers else "tick" if isinstance(control, Toggle) else "choose"
    texts = [text_of(control, value) for value in values]
    return Axis(name, kind, control.label, control.means, values, texts, control.plays)


def text_of(control, value):
    """A value as the demo's own control shows it."""
    if isinstance(control, Choice):
        return control.names[value]
    if isinstance(control, Toggle):
        return ""
    gap = "" if control.unit in ("", "°", "%") else " "
    return f"{control.text(value)}{gap}{control.unit}"
