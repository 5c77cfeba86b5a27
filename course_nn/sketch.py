"""A network as it is drawn on paper: a disc for a unit, a line for a weight, thick for a large one, dashed for a minus.

Each part is made once on an axes and then moved. All places are in inches, so that a disc is round and a gap is a gap.
"""
import numpy as np
from matplotlib.collections import LineCollection

from course_nn import look

DASH = (0, (3, 1.5))

def sheet(figure, left=0.0, bottom=0.0, width=None, height=None):
    """A piece of the figure as bare axes whose unit is the inch; the whole figure unless told otherwise."""
    figure.set_layout_engine("none")  # nothing to lay out: every place is given
    wide, tall = figure.get_size_inches()
    width, height = width or wide - left, height or tall - bottom
    axes = figure.add_axes([left / wide, bottom / tall, width / wide, height / tall])
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return axes


def columns(sizes, left, right, middle, gap):
    """Where the units of layers of these sizes stand, counted from the top: (units, 2), one layer after the other."""
    across = np.linspace(left, right, len(sizes))
    places = [(x, middle + gap * ((n - 1) / 2 - k)) for x, n in zip(across, sizes) for k in range(n)]
    return np.array(places)  # (units, 2)


class Edges:
    """Straight connections. Those not lit are grey; the sign stays visible as a dash."""

    def __init__(self, axes, zorder=1):
        self.lines = axes.add_collection(LineCollection([], zorder=zorder), autolim=False)

    def move(self, starts, ends, weights, lit=None):
        """starts, ends (E, 2); weights (E,), of which about ±3 is thick; lit (E,) of bool, all of them without."""
        weights = np.asarray(weights)
        lit = np.ones(len(weights), bool) if lit is None else lit
        colors = np.where(weights < 0, look.ORANGE, look.BLUE)
        self.lines.set_segments(np.stack([starts, ends], axis=1))
        self.lines.set_color(np.where(lit, colors, look.PALE))
        self.lines.set_linewidth(0.7 + 1.3 * np.abs(weights))
        self.lines.set_linestyle([DASH if w < 0 else "-" for w in weights])


class Units:
    """Discs with a text in each. There is room for `most` of them; the rest wait unseen."""

    def __init__(self, axes, most, zorder=3):
        self.discs = axes.scatter([], [], linewidths=1.5, zorder=zorder)
        style = {"ha": "center", "va": "center_baseline", "fontsize": 10, "zorder": zorder + 1}
        self.texts = [axes.text(0, 0, "", **style) for _ in range(most)]

    def move(self, places, radius, fills, texts, rims=look.GREY):
        """places (n, 2); radius in inches; fills (n, 4) bytes as look.heat gives them; texts n str; rims one or n colours."""
        self.discs.set_offsets(places)
        self.discs.set_sizes([(2 * 72 * radius) ** 2])
        self.discs.set_facecolor(np.asarray(fills) / 255)
        self.discs.set_edgecolor(rims)
        for artist, place, text in zip(self.texts, places, texts):
            artist.set(position=place, text=text)
        for artist in self.texts[len(texts):]:
            artist.set_text("")


def arc(start, end, bulge, t):
    """Points of a bend from start to end that stands `bulge` above the straight line, at t in [0, 1]: (n, 2).

    From a unit to itself it is a loop above the unit.
    """
    start, end, t = np.asarray(start), np.asarray(end), np.asarray(t)[:, None]
    if np.allclose(start, end):
        turn = 2 * np.pi * (0.75 - t)
        return start + [0, bulge] + bulge * np.hstack([np.cos(turn), np.sin(turn)])
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]]) * (1 if along[0] > 0 else -1)  # upwards; a vertical one bends to its own right
    return start + t * (end - start) + 4 * bulge * t * (1 - t) * across


class Arrow:
    """One bent connection with a head, from the rim of a disc to the rim of another."""

    def __init__(self, axes, zorder=2):
        self.line = axes.plot([], [], zorder=zorder, solid_capstyle="butt")[0]
        self.head = axes.fill([], [], lw=0, zorder=zorder)[0]

    def move(self, start, end, bulge, radius, color, dashed=False):
        path = arc(start, end, bulge, np.linspace(0, 1, 101))
        outside = np.minimum(np.hypot(*(path - start).T), np.hypot(*(path - end).T)) > radius
        path = path[outside]
        tip, back = path[-1], path[np.hypot(*(path - path[-1]).T) > 0.13]
        base = back[-1] if len(back) else path[0]
        side = np.array([base[1] - tip[1], tip[0] - base[0]]) / 2.2
        self.line.set(data=back.T, color=color, linestyle=DASH if dashed else "-")
        self.head.set(xy=[tip, base + side, base - side], color=color)

    def hide(self):
        self.line.set_data([], [])
        self.head.set_xy(np.zeros((3, 2)))
