"""Where the goal of a challenge lies in a picture, in grey: a line, and its name."""

from typing import Any

from matplotlib.text import Text

from course_nn.drawing import Axes, look

LINE: dict = dict(color=look.GREY, lw=1.2, ls=(0, (5, 3)), zorder=0.9)


def name(axes: Axes, x: float, y: float, words: str, **style) -> Text:
    """The word at a place of the axes, in data coordinates."""
    style = dict[str, Any](color=look.ink(look.GREY), fontsize=look.SMALL, in_layout=False, zorder=1) | style
    return axes.text(x, y, words, **style)


def level(axes: Axes, y: float, words: str, left: float = 0.02) -> list:
    """A level line that is to be reached, and its name, so far from the left."""
    return [axes.axhline(y, **LINE), name(axes, left, y, words, transform=axes.get_yaxis_transform(), va="bottom")]
