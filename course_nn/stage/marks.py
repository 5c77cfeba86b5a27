"""The marks that pictures are made of: made once by paint, moved by draw."""

import numpy as np
from matplotlib.transforms import ScaledTranslation

from course_nn.stage import look


def points(axes, ms=6, **style):
    """Points of class 0 and class 1, an orange triangle and a blue circle: two artists, empty at first."""
    style = {"mec": "white", "ls": ""} | style
    return [
        axes.plot([], [], marker=marker, color=color, ms=ms, **style)[0]
        for marker, color in zip(look.CLASS_MARKERS, look.CLASS_COLORS)
    ]


def put(points, X, classes):
    """Put the points of both classes at X (n, 2), which are of classes (n,) 0 or 1."""
    for c, artist in enumerate(points):
        artist.set_data(*X[classes == c].T)


def dot(axes, ms=10, **style):
    """The red dot: what is being moved."""
    return axes.plot([], [], "o", ms=ms, **{"mfc": look.VERMILION, "mec": "white", "zorder": 5} | style)[0]


def ring(axes, ms=27, mew=2.5, **style):
    """Red rings around what goes wrong."""
    return axes.plot([], [], "o", mfc="none", mec=look.VERMILION, mew=mew, ms=ms, **style)[0]


def surface(axes, n, low=-3.0, high=3.0, zorder=0, **style):
    """A heat map of n × n squares over a square of the plane, blank until it gets look.heat(values)."""
    extent = (low, high, low, high)
    return axes.imshow(look.heat(np.zeros((n, n))), origin="lower", extent=extent, zorder=zorder, **style)


def cross(axes, zorder=0.5):
    """The thin cross through the origin, behind everything."""
    axes.axhline(0, color=look.PALE, lw=0.8, zorder=zorder)
    axes.axvline(0, color=look.PALE, lw=0.8, zorder=zorder)


def now(axes, **style):
    """The thin upright line of the time, or of whatever a slider walks along; at(line, x) moves it."""
    return axes.axvline(0, **{"color": look.GREY, "lw": 1, "zorder": 0.5} | style)


def at(line, x):
    """Move an upright line to x."""
    line.set_xdata([x, x])


def key(axes, entries, x=0.0, y=1.0, gap=15.0, stroke=18.0, **words):
    """Strokes with their names, one below the other from (x, y) of the axes on: a legend that any type size fits.

    entries : pairs (text, style of the stroke);  gap, stroke : points from row to row, and along a stroke
    returns : pairs (stroke, text) of artists
    """
    rows = []
    for k, (name, style) in enumerate(entries):
        row = axes.transAxes + ScaledTranslation(0, -(k + 0.5) * gap / 72, axes.figure.dpi_scale_trans)
        end = row + ScaledTranslation(stroke / 72, 0, axes.figure.dpi_scale_trans)
        beside = end + ScaledTranslation(6 / 72, 0, axes.figure.dpi_scale_trans)
        line = axes.annotate("", (x, y), (x, y), xycoords=row, textcoords=end, arrowprops={"arrowstyle": "-"} | style)
        text = axes.text(x, y, name, transform=beside, va="center", **{"fontsize": 10} | words)
        rows.append((line, text))
    return rows


def fit(axes, **wanted):
    """Set limits, ticks and names of an axes (xlim, ylim, xticks, title, …) only where they differ from what is there.

    New limits cost a whole redraw of the picture, and most frames bring none.
    """
    different = {what: value for what, value in wanted.items() if not _has(axes, what, value)}
    if different:
        axes.set(**different)


def _has(axes, what, value):
    return np.array_equal(getattr(axes, f"get_{what}")(), value)
