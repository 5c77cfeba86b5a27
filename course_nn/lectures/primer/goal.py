"""The place in a picture to which a challenge asks to bring something."""

from course_nn.common.words import Words
from course_nn.drawing import Axes, look


def mark_goal(axes: Axes, x: float, y: float) -> None:
    """A small grey cross at (x, y), with its name above. 在 (x, y) 处画一个灰色小十字，并注明“目标”。"""
    gray = {"color": look.ink(look.GREY), "zorder": 1}
    axes.plot([x], [y], "+", ms=12, mew=2, **gray)
    place = {"xytext": (0, 8), "textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": look.SMALL}
    axes.annotate(Words("goal", "目标").drawn(), (x, y), **place, **gray)
