"""Where the goal of a challenge lies in a picture, in grey: a line or a cross, and its name."""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.text import Text

from course_nn.common.words import Words
from course_nn.drawing import Axes, look

NAME = Words("goal", "目标")
STROKE: dict = dict(color=look.GREY, lw=1.2, ls=(0, (5, 3)))  # also in a key, where a name beside the line would touch
LINE: dict = STROKE | {"zorder": 0.9}
DARK = look.ink(look.GREY)


def name(axes: Axes, x: float, y: float, words: Words = NAME, **style) -> Text:
    """The word above a place of the axes, in data coordinates."""
    usual = dict[str, Any](color=DARK, fontsize=look.SMALL, va="bottom", in_layout=False, zorder=1)
    return axes.text(x, y, words.drawn(), **usual | style)


def level(axes: Axes, y: float, x: float = 0.02, zorder: float = 1, **style) -> list:
    """A level line that is to be reached, and above it its name, at a share of the width."""
    line = axes.axhline(y, **LINE | {"zorder": zorder - 0.1})
    return [line, name(axes, x, y, transform=axes.get_yaxis_transform(), zorder=zorder, **style)]


def point(axes: Axes, x: float, y: float, **style) -> Line2D:
    """A place that is to be reached, as a cross."""
    return axes.plot(x, y, "+", **{"color": DARK, "ms": 12, "mew": 2, "zorder": 1} | style)[0]
