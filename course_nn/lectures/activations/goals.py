"""Where the goal of a challenge lies in a picture, in grey."""

from typing import Any

from matplotlib.text import Text

from course_nn.common.words import Words
from course_nn.drawing import Axes, look

GOAL = Words("goal", "目标")
LINE: dict = dict(color=look.GREY, lw=1.2, ls=(0, (5, 3)), zorder=0.9)


def name(axes: Axes, x: float, y: float, words: Words = GOAL, **style) -> Text:
    """The word at a place of the axes, in data coordinates. 在图中某处写上“目标”。"""
    style = dict[str, Any](color=look.ink(look.GREY), fontsize=look.SMALL, in_layout=False, zorder=1) | style
    return axes.text(x, y, words.drawn(), **style)


def level(axes: Axes, y: float, left: float = 0.02) -> list:
    """A level line that is to be reached, and its name, so far from the left. 要达到的水平线及其名称。"""
    return [axes.axhline(y, **LINE), name(axes, left, y, transform=axes.get_yaxis_transform(), va="bottom")]
