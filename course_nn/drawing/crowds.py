"""What a class expects, in one picture: a cloud of marks along an axis, or a sheaf of curves, and in it the median."""

import numpy as np
from matplotlib.axes import Axes

from course_nn.drawing import look

DOT = 9  # points across
REACH = 34  # points, on either side of its line, that a cloud may take
COLOR = "#AA4499"  # of a class: no data has it
SHEAF = 14  # curves that are as dark together as one
STILL = dict(scalex=False, scaley=False, in_layout=False)  # below the data: the truth is seen over it


def cloud(places: np.ndarray, across: np.ndarray, reach: float, size: float) -> np.ndarray:
    """Dots that have the same place stand beside one another, as far apart as there is room: (n, 2).

    places : (n, 2), in dots;  across : (2,), the unit vector along which they may move aside
    reach  : so far;  size : of a dot, all in dots
    """
    along = np.round(places @ across[::-1] / size)
    rank, most = np.zeros(len(places)), 1
    for line in np.unique(along):
        here = along == line
        rank[here] = np.arange(here.sum()) - (here.sum() - 1) / 2
        most = max(most, here.sum())
    return places + np.outer(rank * min(size, 2 * reach / most), across)


def draw_cloud(axes: Axes, ends: np.ndarray, handles: np.ndarray, color: str) -> None:
    """Marks, each a dot.

    ends    : (n, 2, 2), of the line of each mark, in the units of the axes
    handles : (n, 2), where each has its handle
    """
    lines = axes.transData.transform(ends.reshape(-1, 2)).reshape(ends.shape)
    across, length = lines[0, 1] - lines[0, 0], np.hypot(*(lines[0, 1] - lines[0, 0]))
    point = axes.figure.dpi / 72
    reach = min(REACH * point, 0.45 * length)
    dots = cloud(axes.transData.transform(handles), np.abs(across) / length, reach, DOT * point)
    where = axes.transData.inverted().transform(dots).T
    shade = 0.75 if len(handles) < 40 else 0.5
    axes.plot(
        *where, "o", ms=DOT * 0.8, mfc=color, mec="white", mew=0.6, alpha=shade, clip_on=False, zorder=1.5, **STILL
    )


def draw_sheaf(axes: Axes, curves: np.ndarray, color: str) -> None:
    """Curves, (n, places, 2), each so faint that all can be seen."""
    shade = float(np.clip(SHEAF / len(curves), 0.07, 0.6))
    for curve in curves:
        axes.plot(*curve.T, color=color, lw=1.2, alpha=shade, zorder=1.5, **STILL)


def draw_medians(axes: Axes, medians: list[tuple[np.ndarray, str, str]]) -> None:
    """The mark or the curve of the median of each vote, with its name, which lies away from the others.

    medians : [(line (n, 2), name, color)], in the order of the votes: all but the last are dashed
    """
    order = np.argsort([line.mean(axis=0).sum() for line, _, _ in medians])
    for k, (line, name, color) in enumerate(medians):
        style = "-" if k == len(medians) - 1 else (0, (3, 1.5))
        axes.plot(*line.T, color=color, lw=3.5, ls=style, solid_capstyle="round", zorder=1.8, **STILL)
        _name(axes, line, name, color, bool(order[-1] == k))


def _name(axes, line, name, color, highest):
    """Beside the end of a line: of an upright one at its foot or its head, whichever lies farther in."""
    shares = axes.transAxes.inverted().transform(axes.transData.transform(line))
    if len(line) == 2 and abs(np.diff(shares[:, 0])[0]) < 1e-6:
        at = np.argmin(np.abs(shares[:, 1] - 0.5))
        under = shares[at, 1] > 0.5
        where = dict(ha="left" if highest else "right", va="top" if under else "bottom")
        aside = (0, -3 if under else 3)
    else:
        whole = np.ptp(shares[:, 0]) > 0.9  # across the axes, and so are curves: the name lies within
        right = shares[:, 0].max() < 0.62 and not whole
        at = np.argmax(shares[:, 0]) if right or whole else np.argmin(shares[:, 0])
        out = 5 if right else -5
        where = dict(ha="left" if right else "right", va="bottom" if highest else "top")
        aside = (out, (3 if whole else 1) * (1 if highest else -1))
    style = dict(color=look.ink(color), fontsize=look.SMALL, zorder=9, bbox=look.BEHIND_WORDS, annotation_clip=False)
    note = axes.annotate(name, line[at], aside, textcoords="offset points", in_layout=False, **where, **style)
    if aside[0] == 0:
        _keep_within(axes, note)


def _keep_within(axes, note):
    """A name that would leave its axes sideways is moved back."""
    extent, dot = note.get_window_extent(axes.figure.canvas.get_renderer()), 72 / axes.figure.dpi
    back = max(0, axes.bbox.x0 - extent.x0) - max(0, extent.x1 - axes.bbox.x1)
    x, y = note.get_position()
    note.set_position((x + back * dot, y))
