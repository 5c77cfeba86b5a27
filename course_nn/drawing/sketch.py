"""A network as it is drawn on paper: a disc for a unit, a line for a weight, thick for a large one, dashed for a minus.

Each part is made once on an axes and then moved. All places are in inches, so that a disc is round and a gap is a gap.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from course_nn.drawing import look

DASH = (0, (3, 1.5))


def sheet(
    figure: Figure, left: float = 0.0, bottom: float = 0.0, width: float | None = None, height: float | None = None
) -> Axes:
    """A piece of the figure as bare axes whose unit is the inch; the whole figure unless told otherwise."""
    figure.set_layout_engine("none")  # nothing to lay out: every place is given
    wide, tall = figure.get_size_inches()
    width, height = width or wide - left, height or tall - bottom
    axes = figure.add_axes((left / wide, bottom / tall, width / wide, height / tall))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return axes


def columns(sizes: list, left: float, right: float, middle: float, gap: float) -> np.ndarray:
    """Where the units of layers of these sizes stand, counted from the top: (units, 2), one layer after the other."""
    across = np.linspace(left, right, len(sizes))
    places = [(x, middle + gap * ((n - 1) / 2 - k)) for x, n in zip(across, sizes) for k in range(n)]
    return np.array(places)  # (units, 2)


def names(sizes: list) -> list:
    """What the units are called, layer by layer: x1, x2, …, then h1.1, h1.2, …, at last y1, y2, …"""
    letters = ["x", *(f"h{k}." for k in range(1, len(sizes) - 1)), "y"]
    return [[f"{letter}{k + 1}" for k in range(size)] for letter, size in zip(letters, sizes)]


def name_of(layer: list) -> str:
    """The name of a whole layer: h1 for h1.1, h1.2, …"""
    return layer[0].removesuffix("1").removesuffix(".")


class Edges:
    """Straight connections. Those not lit are grey; the sign stays visible as a dash."""

    def __init__(self, axes, zorder=1):
        self.lines = axes.add_collection(LineCollection([], zorder=zorder), autolim=False)

    def move(
        self, starts: np.ndarray, ends: np.ndarray, weights: np.ndarray | list, lit: np.ndarray | None = None
    ) -> None:
        """starts, ends (E, 2); weights (E,), of which about ±3 is thick; lit (E,) of bool, all of them without."""
        weights = np.asarray(weights)
        lit = np.ones(len(weights), bool) if lit is None else lit
        colors = np.where(weights < 0, look.ORANGE, look.BLUE)
        self.lines.set_segments(np.stack([starts, ends], axis=1))
        self.lines.set_color(np.where(lit, colors, look.PALE))
        self.lines.set_linewidth(0.7 + 1.3 * np.abs(weights))
        self.lines.set_linestyle([DASH if w < 0 else "-" for w in weights])


@cache
def outline(text: str, size: float) -> Path:
    """A text as an outline around (0, 0), in points; a digit stands as far above 0 as below."""
    style = look.style()
    font = FontProperties(family=style["font.family"], size=size, math_fontfamily=style["mathtext.fontset"])
    path = TextPath((0, 0), text, prop=font)
    across = path.vertices[path.codes != Path.CLOSEPOLY, 0]  # the curves of a font bulge no farther than their points
    return Path(path.vertices - [(across.min() + across.max()) / 2, 0.365 * size], path.codes)


class Texts:
    """Any number of short centred texts as one artist: ten times as fast as one artist each."""

    def __init__(self, axes, size=look.SMALL, zorder=4):
        points = Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans
        self.size, self.outlines = size, PathCollection([], offsets=[], offset_transform=axes.transData, zorder=zorder)
        self.outlines.set(transform=points, linewidth=0)
        axes.add_collection(self.outlines, autolim=False)

    def move(self, places: np.ndarray | list, texts: Iterable[str], colors: list | str = look.BLACK) -> None:
        """places (n, 2); texts n str, not empty; colors one or n."""
        self.outlines.set_paths([outline(text, self.size) for text in texts])
        self.outlines.set_offsets(places)
        self.outlines.set_facecolor(colors)
        self.outlines.set_label(" | ".join(texts))  # what the outlines say


class Units:
    """Discs with a text in each."""

    def __init__(self, axes, zorder=3):
        self.discs = axes.scatter([], [], linewidths=1.5, zorder=zorder)
        self.texts = Texts(axes, zorder=zorder + 1)

    def move(
        self, places: np.ndarray | list, radius: float, fills: np.ndarray, texts: list, rims: list | str = look.GREY
    ) -> None:
        """places (n, 2); radius in inches; fills (n, 4) bytes of look.heat; texts n str; rims one or n colours."""
        self.discs.set_offsets(places)
        self.discs.set_sizes([(2 * 72 * radius) ** 2])
        self.discs.set_facecolor(np.asarray(fills) / 255)
        self.discs.set_edgecolor(rims)
        self.texts.move(places, texts)


def arc(start: np.ndarray, end: np.ndarray, bulge: float, t: np.ndarray) -> np.ndarray:
    """Points of a bend from start to end that stands `bulge` above the straight line, at t in [0, 1]: (n, 2).

    From a unit to itself it is a loop above the unit.
    """
    start, end, t = np.asarray(start), np.asarray(end), np.asarray(t)[:, None]
    if np.allclose(start, end):
        turn = 2 * np.pi * (0.75 - t)
        return start + [0, bulge] + bulge * np.hstack([np.cos(turn), np.sin(turn)])
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]]) * (1 if along[0] > 0 else -1)  # upwards; if vertical, to its own right
    return start + t * (end - start) + 4 * bulge * t * (1 - t) * across


def bulge_to(start: np.ndarray, end: np.ndarray, height: float) -> float:
    """The bulge of the arc whose highest point, or lowest if it is below both ends, lies at this height."""
    rise, drop = height - (start[1] + end[1]) / 2, end[1] - start[1]
    return (rise + np.sign(rise) * np.sqrt(max(0, rise**2 - drop**2 / 4))) / 2


class Arrow:
    """One bent connection with a head, from the rim of a disc to the rim of another."""

    def __init__(self, axes, zorder=2):
        self.line = axes.plot([], [], zorder=zorder, solid_capstyle="butt")[0]
        self.head = axes.fill([], [], lw=0, zorder=zorder)[0]

    def move(
        self, start: np.ndarray, end: np.ndarray, bulge: float, radius: float, color: str, dashed: bool = False
    ) -> None:
        path = arc(start, end, bulge, np.linspace(0, 1, 101))
        outside = np.minimum(np.hypot(*(path - start).T), np.hypot(*(path - end).T)) > radius
        path = path[outside]
        tip, back = path[-1], path[np.hypot(*(path - path[-1]).T) > 0.13]
        base = back[-1] if len(back) else path[0]
        side = np.array([base[1] - tip[1], tip[0] - base[0]]) / 2.2
        self.line.set(data=back.T, color=color, linestyle=DASH if dashed else "-")
        self.head.set(xy=[tip, base + side, base - side], color=color)

    def hide(self) -> None:
        self.line.set_data([], [])
        self.head.set_xy(np.zeros((3, 2)))


def table_heads(axes: Axes, across: np.ndarray | list, heads: list) -> None:
    """Column heads over a rule on bare axes; the rows of the table stand below it, at y = 0, 1, 2, …"""
    axes.axis("off")
    for x, head in zip(across, heads):
        axes.text(x, -1, head, ha="center", va="center", zorder=1)
    axes.axhline(-0.5, color=look.PALE, lw=0.8)


class TruthTable:
    """Rows of 0 and 1 under their heads, the last two the output and what it should be; a mark ends each row.

    What is right has a green tick; what is wrong has a red cross, and its last two numbers are red.
    """

    def __init__(self, axes, heads):
        axes.set(xlim=(0, 1), ylim=(4.2, -1.7))
        gaps = np.array([0.0, 0.13, 0.31, 0.45, 0.62, 0.78, 0.9])[: len(heads) + 1]
        self.across = 0.06 + gaps * 0.9 / gaps[-1]
        table_heads(axes, self.across, heads)
        self.texts = Texts(axes, 11)

    def move(self, rows: np.ndarray, right: np.ndarray) -> None:
        """rows (n, heads) of int; right (n,) bool"""
        places = [(x, y) for y in range(len(rows)) for x in self.across]
        texts, colors = [], []
        for row, good in zip(rows, right):
            texts += [*map(str, row), "✓" if good else "✗"]
            colors += [look.BLACK] * (len(row) - 2)
            colors += [look.BLACK, look.BLACK, look.GREEN] if good else [look.VERMILION] * 3
        self.texts.move(places, texts, colors)
