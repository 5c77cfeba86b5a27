"""The sheet on which a student writes a digit, as every round with one's own digit has it, and how it is spoken of."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_nn.common.ink import as_text
from course_nn.common.words import Words
from course_nn.own_digits import keep_digit, my_drawings, newest
from course_nn.scripted_hands import drawn
from course_nn.stage import Choice, Mark, Pad

SEVEN = 7
BY_PROGRAM = drawn(SEVEN, 0)  # lies on the sheet until the student has kept a digit


def digit_pad(start: np.ndarray | None = None) -> Pad:
    """The pad, with the digit that was kept last, or with a drawing that is given."""
    return Pad(Words("your digit", "你写的数字"), newest(BY_PROGRAM) if start is None else start, keep=keep_digit)


def true_digit() -> Choice:
    """What the drawing is to be read as: at first what the student said of the digit that was kept last."""
    start = int([SEVEN, *my_drawings()[1]][-1])
    return Choice(Words("true digit", "正确数字"), {k: str(k) for k in range(10)}, start)


def whose(pad: str) -> Words:
    """Who has drawn it."""
    if pad == as_text(BY_PROGRAM):
        return Words("a program’s drawing", "程序写的图")
    return Words("your drawing", "你写的图")


def percent_of(bar: Callable, label: Words, truth: Callable, places: Mapping[str, float], **more: Any) -> Mark:
    """A mark in per cent over one of several bars.

    bar : artists -> the artist in whose axes it is set;  where=, shown=, … : as of Mark
    """
    settings: dict[str, Any] = dict(low=0, high=100, unit="%", where=1, reach=0.4) | more
    return Mark(axes=lambda artists: bar(artists).axes, label=label, truth=truth, places=places, **settings)
