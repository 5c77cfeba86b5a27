"""The data sets as small pictures, from which a click chooses."""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from course_nn.common.words import Words
from course_nn.datasets import REGRESSION
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.sketch import sheet
from course_nn.playground.mathematics.counting import REACH
from course_nn.playground.mathematics.experiment import MADE
from course_nn.playground.picture.unit_maps import square

NAMES = [*MADE]
SIDE, PITCH, ROW = 0.3, 0.33, 4  # inches: of a picture, from one to the next; and how many stand in a row
FEW, MANY = 90, 500  # samples in a picture, of classes and of numbers
LEFT, BOTTOM, WIDE, TALL = 7.24, 2.86, 1.36, 0.86  # inches, of them all with their heading
AT = np.array([(0.19 + PITCH * (k % ROW), 0.53 - PITCH * (k // ROW)) for k in range(len(NAMES))])  # (n, 2)
FRAMES = AT[:, None] + square(SIDE)  # (n, 5, 2)


def paint_thumbnails(figure: Figure) -> SimpleNamespace:
    """A picture of each data set that is made here, and a frame for the chosen one."""
    axes = sheet(figure, LEFT, BOTTOM, WIDE, TALL)
    axes.text(0.04, 0.78, Words("data", "数据").drawn(), va="center", weight="bold", zorder=0.1)
    axes.add_collection(LineCollection([*FRAMES], colors=look.PALE, linewidths=0.8, zorder=1), autolim=False)
    for name, place in zip(NAMES, AT):
        X, colors, size = _samples(name)
        x, y = (place + X * SIDE / 2 / REACH).T
        axes.scatter(x, y, s=size, c=colors, lw=0, zorder=2)
    return SimpleNamespace(axes=axes, chosen=marks.line(axes, color=look.VERMILION, lw=2, zorder=3))


def _samples(name):
    """Places (n, 2) of the plane, their colours and sizes; numbers fill the picture, and their colours are stronger."""
    made = MADE[name](MANY if name in REGRESSION else FEW, 0.0, 0)
    if name in REGRESSION:
        return made.X, look.heat(2 * made.y, -1, 1) / 255, 4
    return made.X, np.array(look.CLASS_COLORS)[made.y], 2.2


def frame_chosen(thumbnails: SimpleNamespace, data: str) -> None:
    """Frame the picture of these data; of one's own there is none."""
    frame = FRAMES[NAMES.index(data)] if data in NAMES else np.full((5, 2), np.nan)
    if not np.array_equal(thumbnails.chosen.get_xydata(), frame, equal_nan=True):
        thumbnails.chosen.set_data(*frame.T)
