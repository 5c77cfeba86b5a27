"""The data sets as small pictures, from which a click chooses."""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from course_nn.common.words import Words
from course_nn.datasets import REGRESSION
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.sketch import sheet
from course_nn.playground.mathematics.counting import REACH
from course_nn.playground.mathematics.experiment import MADE
from course_nn.playground.picture.unit_maps import square

NAMES = [*MADE]
SIDE, PITCH = 0.3, 0.33  # inches: of a picture, and from one to the next
FEW, MANY = 90, 500  # samples in a picture, of classes and of numbers


def frames(axes: Axes) -> np.ndarray:
    """The frames of the pictures, in as many rows as there is room for, below the heading: (n, 5, 2)."""
    wide, tall = axes.get_xlim()[1], axes.get_ylim()[1]
    in_row = int((wide - 0.02) // PITCH)
    at = [(0.19 + PITCH * (k % in_row), tall - 0.36 - PITCH * (k // in_row)) for k in range(len(NAMES))]
    return np.array(at)[:, None] + square(SIDE)


def paint_thumbnails(figure: Figure, place: tuple) -> SimpleNamespace:
    """A picture of each data set that is made here, and a frame for the chosen one."""
    axes = sheet(figure, *place)
    around = frames(axes)
    axes.text(0.04, place[3] - 0.11, Words("data", "数据").drawn(), va="center", weight="bold", zorder=0.1)
    axes.add_collection(LineCollection([*around], colors=look.PALE, linewidths=0.8, zorder=1), autolim=False)
    for name, frame in zip(NAMES, around):
        X, colors, size = _samples(name)
        x, y = (frame[:4].mean(axis=0) + X * SIDE / 2 / REACH).T
        axes.scatter(x, y, s=size, c=colors, lw=0, zorder=2)
    return SimpleNamespace(axes=axes, frames=around, chosen=marks.line(axes, color=look.VERMILION, lw=2, zorder=3))


def _samples(name):
    """Places (n, 2) of the plane, their colours and sizes; numbers fill the picture, and their colours are stronger."""
    made = MADE[name](MANY if name in REGRESSION else FEW, 0.0, 0)
    if name in REGRESSION:
        return made.X, look.heat(2 * made.y, -1, 1) / 255, 4
    return made.X, np.array(look.CLASS_COLORS)[made.y], 2.2


def frame_chosen(thumbnails: SimpleNamespace, data: str) -> None:
    """Frame the picture of these data; of one's own there is none."""
    frame = thumbnails.frames[NAMES.index(data)] if data in NAMES else np.full((5, 2), np.nan)
    if not np.array_equal(thumbnails.chosen.get_xydata(), frame, equal_nan=True):
        thumbnails.chosen.set_data(*frame.T)
