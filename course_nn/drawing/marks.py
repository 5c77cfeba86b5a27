"""The marks that pictures are made of: made once by paint, moved by draw."""

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Annotation
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation

from course_nn.drawing import look

NEAR, FAR = (
    (-5, 8),
    (16, -16, 24, -24, -40, 40),
)  # points from a prediction to its name; where the first cover something
ALONG = (1, 0.5, 0, 0.25, 0.75)  # of a prediction: where its name may stand
WORST = 100  # times as bad as to cover a line is to cover a word, or to leave the axes
LOST = 10  # times as bad as that is to leave the picture
POINT = 4  # dots around the middle of a point
SPOT = 3  # dots around a spot through which a line passes
UNCLIPPED = {"clip_on": False, "in_layout": False}  # for a mark that may stand on the edge of its axes


def part(figure: Figure, left: float, low: float, wide: float, tall: float, title: str = "") -> Axes:
    """Axes on a part of the figure, in inches from its lower left corner."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes((left / width, low / height, wide / width, tall / height))
    axes.set_title(title)
    return axes


def line(axes: Axes, *form, **style) -> Line2D:
    """A line, or separate marks with a form such as "o": empty, until draw gives it places."""
    return axes.plot([], [], *form, **style)[0]


def segments(axes: Axes, zorder: float, **style) -> LineCollection:
    """Many separate lines as one artist: empty, until draw gives it some by set_segments."""
    lines = LineCollection([], zorder=zorder, **style)
    axes.add_collection(lines, autolim=False)
    return lines


def points(axes: Axes, ms: float = 6, classes: int = 2, **style) -> list:
    """Points of class 0 and class 1 (and 2), orange triangles and blue circles: an artist a class, empty at first."""
    style = {"mec": "white", "ls": ""} | style
    return [
        line(axes, marker=marker, color=color, ms=ms, **style)
        for marker, color in zip(look.THREE_MARKERS[:classes], look.THREE_COLORS)
    ]


def put(points: list, X: np.ndarray, classes: np.ndarray) -> None:
    """Put the points of all classes at X (n, 2), which are of classes (n,) 0 or 1 (or 2)."""
    for c, artist in enumerate(points):
        artist.set_data(*X[classes == c].T)


def stacked(axes: Axes, ms: int = 12, zorder: int = 2) -> tuple:
    """Points of class 0 and class 1 that may lie in one place: there a triangle stays visible on its circle."""
    triangle, circle = points(axes)
    triangle.set(ms=ms - 4, zorder=zorder + 1)
    circle.set(ms=ms, zorder=zorder)
    return triangle, circle


def dot(axes: Axes, ms: int = 10, **style) -> Line2D:
    """The red dot: what is being moved."""
    return line(axes, "o", ms=ms, **{"mfc": look.VERMILION, "mec": "white", "zorder": 5} | style)


def ring(axes: Axes, ms: int = 27, mew: float = 2.5, **style) -> Line2D:
    """Red rings around what goes wrong."""
    return line(axes, "o", mew=mew, ms=ms, **{"mfc": "none", "mec": look.VERMILION} | style)


def best(axes: Axes, ms: int = 8, **style) -> Line2D:
    """The white square: where the best is."""
    return line(axes, "s", ms=ms, **{"mfc": "white", "mec": look.BLACK, "mew": 1.6, "zorder": 4} | style)


def box(left: float, top: float, wide: float, tall: float) -> np.ndarray:
    """The closed outline of a rectangle whose rows are counted from above, as x and y: (2, 5)."""
    return np.array([[0, wide, wide, 0, 0], [0, 0, tall, tall, 0]]) + np.array([[left], [top]])


def surface(axes: Axes, n: int, low: float = -3.0, high: float = 3.0, zorder: float = 0, **style) -> AxesImage:
    """A heat map of n × n squares over a square of the plane, blank until fill gives it look.heat(values)."""
    extent = (low, high, low, high)
    return axes.imshow(look.heat(np.zeros((n, n))), origin="lower", extent=extent, zorder=zorder, **style)


def change(artist: Artist, **wanted) -> None:
    """Set what an artist is like (color, linewidth, …) only where it differs: what is set is drawn again."""
    different = {what: value for what, value in wanted.items() if getattr(artist, f"get_{what}")() != value}
    if different:
        artist.set(**different)


def fill(image: AxesImage, colors: np.ndarray) -> None:
    """Give a heat map its colours, bytes of look.heat; not if it has them, for an image takes a millisecond a frame."""
    if not np.array_equal(image.get_array(), colors):
        image.set_data(colors)


def area(axes: Axes, points: np.ndarray, **style) -> Polygon:
    """A tinted area inside a closed line (n, 2), in data coordinates: what lies between two things."""
    tint = dict(fc=look.VERMILION, ec="none", alpha=0.15, zorder=0.6)
    shape = Polygon(points, closed=True, **tint | style)
    axes.add_artist(shape)  # an added patch would move limits that follow the data
    return shape


def shade(axes: Axes, points: np.ndarray, **style) -> Polygon:
    """What an answer missed, inside a closed line (n, 2): hatched as well, so that it is seen on a coloured ground."""
    look_of = dict(alpha=None, fc=to_rgba(look.VERMILION, 0.15), ec=to_rgba(look.BLACK, 0.18), hatch="///", lw=0)
    return area(axes, points, **look_of | style)


def ghost(axes: Axes, points: np.ndarray, words: str, true: np.ndarray | None = None) -> list:
    """What was predicted, dotted, with its name at the end: points (n, 2) in data coordinates; one point is a ring.

    The name stands below the end, or on another side of it, or elsewhere along the line, where it covers nothing; where
    there is no such place, where it covers least. Beside a true line (n, 2) it stands first where both are farthest
    apart, and on the other side.
    """
    points, gray = np.asarray(points, float), look.ink(look.GREY)
    style = dict(ls=(0, (1, 2)), lw=2.5) if len(points) > 1 else dict(ls="", marker="o", ms=16, mfc="none", mew=2)
    drawn = axes.plot(*points.T, color=gray, zorder=6, scalex=False, scaley=False, **style)
    name = _name(axes, words, gray)
    _settle(name, axes, points, drawn, true)
    return [*drawn, name]


def tell(axes: Axes, points: np.ndarray, words: str) -> Annotation:
    """What is true, in words beside its line (n, 2), or beside a point of it, where they cover least."""
    name = _name(axes, words, look.BLACK)
    _settle(name, axes, np.asarray(points, float), [], None)
    return name


def _name(axes, words, color):
    """Words whose place is still to be found."""
    style = dict(color=color, fontsize=look.SMALL, zorder=6, bbox=dict(fc="white", ec="none", alpha=0.8, pad=1))
    return axes.annotate(words, (0, 0), xytext=(0, 0), textcoords="offset points", in_layout=False, **style)


def _settle(name, axes, points, own, true):
    """Put a name where it covers least; an upright stroke is covered by its own name, too."""
    own = [] if np.ptp(points[:, 0]) == 0 < len(points) - 1 else own
    ruler, found = _ruler(axes.figure), {}
    there = _there(name, axes, own, ruler)
    for place in _beside(axes, points, true):
        covers = _covered(name, place, ruler, *there)
        found.setdefault(covers, place)  # the first of equals
        if not covers:
            break
    _put(name, ruler, *found[min(found)])


def _ruler(figure):
    """What measures words, asked for once."""
    return figure._get_renderer()  # noqa: SLF001  of a figure without a page, Matplotlib makes one for each measure


def _beside(axes, points, true):
    """Places for the name of a line: at its end first, then along it; (point, side, points above it) each."""
    low, high = np.sort([axes.get_xlim(), axes.get_ylim()], axis=1).T
    dots = axes.transData.transform(np.clip(points[np.isfinite(points).all(axis=1)], low, high))  # it may lead out
    gaps = np.zeros(len(ALONG)) if true is None else _gaps(dots, axes.transData.transform(np.clip(true, low, high)))
    for ways, ups in ((2, NEAR), (4, NEAR), (4, FAR)):
        for k in np.argsort(-abs(gaps), kind="stable"):
            away = sorted(ups, key=lambda up, gap=gaps[k]: up * gap < 0)  # from the true line
            end = _along(dots, ALONG[k])
            at_left = axes.transAxes.inverted().transform(end)[0] < 0.25  # there is no room beyond
            sides = (*(("left", "right") if at_left else ("right", "left")), "center", "edge")[:ways]
            yield from ((axes.transData.inverted().transform(end), side, up) for up in away for side in sides)


def _along(dots, share):
    """The place at this share of a line."""
    return [np.interp(share * (len(dots) - 1), np.arange(len(dots)), along) for along in dots.T]


def _gaps(dots, true):
    """How far above the true line another one lies, where its name may stand."""
    return np.array([np.subtract(_along(dots, share), _along(true, share))[1] for share in ALONG])


def _put(name, ruler, end, side, up):
    """Left or right of a point, over it, or beside it as far as its axes go."""
    axes, beside = name.axes, {"left": 5, "right": -5, "center": 0}
    if side == "edge":
        dots = min(axes.bbox.x1 - axes.transData.transform(end)[0], name.get_window_extent(ruler).width)
        beside[side] = dots * 72 / axes.figure.dpi - 3
    name.xy = end
    name.set(va="top" if up < 0 else "bottom", position=(beside[side], up), ha="right" if side == "edge" else side)


def _there(name, axes, own, ruler):
    """What a name may cover, in dots: the boxes of other texts, points, and the outlines of all else but its own."""
    others = [one for one in axes.texts if one is not name and one.get_visible() and one.get_text()]
    ground = (one for one in axes.collections if not isinstance(one, QuadMesh))  # a map is ground everywhere
    drawn = [one for one in (*axes.lines, *axes.patches, *ground) if one.get_visible() and one not in own]
    points = [one for one in drawn if isinstance(one, PathCollection)]
    return (
        [one.get_window_extent(ruler) for one in others],
        [one.get_offset_transform().transform(one.get_offsets()) for one in points],
        [_outlines(one) for one in drawn if one not in points],
    )


def _covered(name, place, ruler, texts, points, outlines):
    """How bad a place is for a name: the other texts of its axes, edges, and what is drawn but its own."""
    _put(name, ruler, *place)
    box, bounds = name.get_window_extent(ruler), name.axes.bbox
    outside = not (bounds.x0 <= box.x0 <= box.x1 <= bounds.x1 and bounds.y0 <= box.y0 <= box.y1 <= bounds.y1)
    page = name.axes.figure.canvas.figure.bbox
    lost = not (page.x0 <= box.x0 <= box.x1 <= page.x1 and page.y0 <= box.y0 <= box.y1 <= page.y1)
    spot = box.padded(POINT)
    hit = sum(any(spot.contains(*dot) for dot in dots) for dots in points)
    hit += sum(_reach(paths, [box]) for paths in outlines)
    return WORST * (outside + sum(text.overlaps(box) for text in texts) + LOST * lost) + hit


def passes(axes: Axes, spots: Iterable, own: list) -> bool:
    """Whether a line or a shape passes through all of these spots, (n, 2) in data coordinates each; but none of these.
    是否有线或形状经过所有这些位置。
    """
    boxes = [Bbox.null() for _ in spots]
    for box, spot in zip(boxes, spots):
        box.update_from_data_xy(axes.transData.transform(spot))
    drawn = [one for one in (*axes.lines, *axes.patches) if one.get_visible() and one not in own]
    return bool(boxes) and any(_reach(_outlines(one), [box.padded(SPOT) for box in boxes]) for one in drawn)


def _outlines(artist):
    """What is drawn, as paths in dots."""
    paths, move = artist.get_paths() if hasattr(artist, "get_paths") else [artist.get_path()], artist.get_transform()
    return [move.transform_path(path) for path in paths if len(path.vertices)]


def _reach(paths, boxes):
    """Whether some of these paths reaches into each box."""
    return all(any(path.intersects_bbox(box, filled=False) for path in paths) for box in boxes)


def cross(axes: Axes, zorder: float = 0.5) -> None:
    """The thin cross through the origin, behind everything."""
    axes.axhline(0, color=look.PALE, lw=0.8, zorder=zorder)
    axes.axvline(0, color=look.PALE, lw=0.8, zorder=zorder)


def now(axes: Axes, **style) -> Line2D:
    """The thin upright line of the time, or of whatever a slider walks along; at(line, x) moves it."""
    return axes.axvline(0, **{"color": look.GREY, "lw": 1, "zorder": 0.5} | style)


def at(line: Line2D, x: float) -> None:
    """Move an upright line to x; one that stands there is not drawn again, nor what lies above it."""
    if not np.array_equal(line.get_xdata(), [x, x]):
        line.set_xdata([x, x])


def uprights(axes: Axes, places: Iterable[float]) -> list:
    """Upright lines at these x, as high as the axes: for a hand that chooses one of several columns, (n, 2, 2)."""
    return [[(x, y) for y in axes.get_ylim()] for x in places]


def key(
    axes: Axes,
    entries: Iterable[tuple],
    x: float = 0.02,
    y: float = 1.0,
    gap: float = 13.5,
    stroke: float = 22.0,
    zorder: float = 1,
    **words,
) -> list:
    """Strokes with their names, one below the other from (x, y) of the axes on: a legend that any type size fits.

    entries : pairs (name, style of the line); a marker in the style sits in the middle of the stroke
    gap, stroke : points from row to row, and along a stroke
    returns : pairs (stroke, text) of artists, should a name change
    """
    points = Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans + ScaledTranslation(x, y, axes.transAxes)
    still = {"transform": points, "zorder": zorder}
    rows = []
    for row, (name, style) in enumerate(entries):
        height = -(row + 0.5) * gap
        ends = [0, stroke / 2, stroke]
        line = axes.plot(ends, [height] * 3, clip_on=False, **still, **style | {"markevery": [1]})[0]
        text = axes.text(stroke + 5, height, name, **{"va": "center", "fontsize": look.SMALL} | still | words)
        rows.append((line, text))
    return rows


def fit(axes: Axes, **wanted) -> None:
    """Set limits, ticks and names of an axes (xlim, yticks, yticklabels, title, …) only where they differ.

    New limits cost a whole redraw of the picture, and most frames bring none.
    """
    different = {what: value for what, value in wanted.items() if not _has(axes, what, value)}
    if different:
        axes.set(**different)


def _has(axes, what, value):
    if what.endswith("ticklabels"):  # asked of the formatter, for hidden labels are no artists
        axis = axes.xaxis if what.startswith("x") else axes.yaxis
        names = axis.get_major_formatter().format_ticks(axis.get_majorticklocs())
        return [*map(str, names)] == [*map(str, value)]
    return np.array_equal(getattr(axes, f"get_{what}")(), value)
