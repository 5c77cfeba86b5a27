"""What a picture shows, in lines that are reviewed like code: one for each axes, and one for each artist in it.

1.4 line blue width 2 @ (-3, 0) (0, 1.5) (3, 3)

is the fifth artist of the second axes, its colour and width, and where it is, in the units of the axes. Of many places
a few stand there; a number may be off by what no eye sees. A line that begins with ~ may be missing, and holds but for
its numbers: what a training comes to late, or a stopwatch measures, is another on each machine.
"""

import re
from functools import singledispatch
from typing import NamedTuple

import numpy as np
from matplotlib.axis import Axis
from matplotlib.collections import Collection, PathCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.quiver import Quiver
from matplotlib.spines import Spine
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

from course_nn.drawing import look
from course_nn.playground.picture.unit_maps import Tiles

PALETTE = ("BLUE", "ORANGE", "VERMILION", "GREEN", "BLACK", "GREY", "PALE")
NAMES = {look.ink(getattr(look, name)): f"dark-{name.lower()}" for name in PALETTE}
NAMES |= {to_hex(getattr(look, name)): name.lower() for name in PALETTE} | {"#ffffff": "white"}
SOME = 7  # of many places, colours or sizes: the first, the last, and others evenly in between
WITHIN = 0.01  # of the axes' width and height, of a colour's range, of a number's own size: what no eye sees
LOOSE, LISTED = "~", re.compile(r"'[^']* \| [^']*'")  # and the words of sketch.Texts
FEW = 0.07  # of the colours of a map, where one more or less is on the other side of a border
NUMBER = re.compile(r"(?<![\w.])[-−]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?!\w)")
COLOR = re.compile(r"#[0-9a-f]{6}")
PLACES = re.compile(r"\((\S+), (\S+)\)")


class Line(NamedTuple):
    """What is said of one artist, or of one axes."""

    words: str
    places: np.ndarray = np.zeros((0, 2))
    shares: object = None  # from places to shares of the axes; None where they are no places in its units

    def __str__(self):
        places = [f"({x:.4g}, {y:.4g})" for x, y in self.places]
        return " ".join([self.words, "@", *places] if places else [self.words])

    def says(self, kept):
        """Whether a line that was kept says the same."""
        if kept == str(self):
            return True
        words, _, places = kept.rpartition(" @ ") if len(self.places) else (kept, "", "")
        if words.startswith(LOOSE):
            return bare(LISTED.sub("", words.removeprefix(LOOSE))) == bare(LISTED.sub("", self.words))
        places = np.reshape(PLACES.findall(places), (-1, 2)).astype(float)
        return same_words(words, self.words) and self._is_at(places)

    def _is_at(self, places):
        if places.shape != self.places.shape:
            return False
        if self.shares is None:
            return np.allclose(places, self.places, WITHIN, WITHIN * np.abs(self.places).max(initial=0))
        there, here = self.shares.transform(places), self.shares.transform(self.places)
        return np.allclose(there, here, WITHIN, WITHIN, equal_nan=True)


def bare(words):
    """Without numbers, and colours that are none of the palette."""
    return NUMBER.sub("0", COLOR.sub("#", words))


def same_words(kept, words):
    """The same but for numbers that are nearly the same, and colours."""
    if bare(kept) != bare(words):
        return False
    colors = [[int(c[k : k + 2], 16) for c in COLOR.findall(text) for k in (1, 3, 5)] for text in (kept, words)]
    there, here = (NUMBER.findall(COLOR.sub("#", text)) for text in (kept, words))
    off = np.abs(np.subtract(*colors)) > 255 * WITHIN
    return np.mean([*off, False]) < FEW and all(map(near, there, here))


def near(kept, number):
    """A number as it is printed may be off by its last digit."""
    last = 10.0 ** -len(number.partition(".")[2]) if "e" not in number else 0
    kept, number = (float(text.replace("−", "-")) for text in (kept, number))
    return kept == number or abs(kept - number) <= max(WITHIN * abs(number), 1.001 * last if last < 1 else 0)


def picture(figure):
    """{place: Line} of all that can be seen: "1" of the axes, "1.4" of an artist in it, "figure.0" of its own."""
    lines = {}
    for k, axes in enumerate(figure.axes):
        if axes.get_visible():
            lines[str(k)] = of_axes(axes)
            own = axes.patch, axes.title, axes._left_title, axes._right_title
            artists = [artist for artist in axes.get_children() if artist not in own]
            lines |= {f"{k}.{i}": of_artist(artist) for i, artist in enumerate(artists)}
    own = [artist for part in (figure, *figure.subfigs) for artist in (*part.texts, *part.lines, *part.patches)]
    lines |= {f"figure.{i}": of_artist(artist) for i, artist in enumerate(own)}
    return {place: line for place, line in lines.items() if line}


def of_axes(axes):
    """Its title, limits, scales and names, and ticks that were chosen."""
    left, low, right, high = axes.get_position().extents
    titles = [
        title for title in (axes._left_title, axes.title, axes._right_title) if title.get_text() and title.get_visible()
    ]
    said = [" ".join(["axes", *(f"{quoted(title.get_text())} {name(title.get_color())}" for title in titles)])]
    said.append(f"from {left:.1f} {low:.1f} to {right:.1f} {high:.1f}")
    if not axes.axison:
        said.append("bare")
    elif name(axes.get_facecolor()) != "white":
        said.append(name(axes.get_facecolor()))
    for letter, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        low, high = axis.get_view_interval()
        scale = axis.get_scale() if axis.get_scale() != "linear" else ""
        said.append(f"{letter} {low:.4g} … {high:.4g} {scale} {quoted(axis.get_label_text())}".replace("  ", " "))
        if isinstance(axis.get_major_locator(), FixedLocator) and axis.get_visible():
            ticks = axis.get_majorticklocs()
            names = axis.get_major_formatter().format_ticks(ticks)
            said.append(
                "ticks " + " ".join(f"{tick:.4g} {quoted(label)}" for tick, label in some([*zip(ticks, names)]))
            )
    return Line(", ".join(said))


def of_artist(artist):
    """Its Line, or None where nothing of it can be seen."""
    if not artist.get_visible() or artist.get_alpha() == 0 or isinstance(artist, (Axis, Spine)):
        return None
    found = describe(artist)
    if found is None:
        return None
    words, places = found
    order, alpha = artist.get_zorder(), artist.get_alpha()
    words += f" order {order:g}" if order != type(artist).zorder else ""
    words += f" alpha {alpha:g}" if alpha is not None else ""
    words += " unclipped" if isinstance(artist, (Line2D, PathCollection)) and not artist.get_clip_on() else ""
    return Line(words, np.reshape(some(places), (-1, 2)).astype(float), shares(artist))


def shares(artist):
    """From the units of its axes to shares of it, where the artist has such places."""
    axes = artist.axes
    where = artist.get_offset_transform() if isinstance(artist, Collection) else artist.get_transform()
    return axes.transScale + axes.transLimits if axes and where.contains_branch(axes.transData) else None


@singledispatch
def describe(artist):
    """Words and places of an artist, None if there is nothing to see."""
    raise TypeError(f"tests/drawn.py cannot say yet how a {type(artist).__name__} looks")


@describe.register
def _(line: Line2D):
    x, y = line.get_xdata(), line.get_ydata()
    places = np.stack(np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float)), axis=1)
    seen = places[np.isfinite(places).all(axis=1)]
    if not len(seen):
        return None
    words = [f"line of {len(seen)}" if len(seen) > SOME else "line"]
    if line.get_linestyle() not in ("None", ""):
        dash = {"-": ""}.get(line.get_linestyle(), " " + line.get_linestyle())
        words.append(f"{name(line.get_color())} width {line.get_linewidth():.3g}{dash}")
    if line.get_marker() not in ("None", "", None):
        face, edge = name(line.get_markerfacecolor()), name(line.get_markeredgecolor())
        rim = f" {line.get_markeredgewidth():.3g}" if line.get_markeredgewidth() != 1 else ""
        words.append(f"marks {line.get_marker()!r} {face} in {edge}{rim} size {line.get_markersize():.3g}")
    return " ".join(words), seen


@describe.register
def _(text: Text):
    if not text.get_text().strip():
        return None
    box, turned = text.get_bbox_patch(), text.get_rotation()
    style = "" if text.get_weight() in ("normal", 400) else f" {text.get_weight()}"
    words = f"text {quoted(text.get_text())} {name(text.get_color())}"
    words += f" size {text.get_fontsize():.3g}{style} {text.get_ha()} {text.get_va()}" + (
        f" turned {turned:.3g}" if turned else ""
    )
    return words + (f" on {name(box.get_facecolor())}" if box and box.get_visible() else ""), [text.get_position()]


@describe.register
def _(image: AxesImage):
    values, extent = np.asarray(image.get_array()), image.get_extent()
    rows, columns = (np.unique(np.linspace(0, n - 1, SOME).round().astype(int)) for n in values.shape[:2])
    values = values[np.ix_(rows, columns)]
    colors = values if values.ndim == 3 else image.to_rgba(values, bytes=True)
    said = " ".join(name(np.asarray(c) / (255 if colors.dtype == np.uint8 else 1)) for row in colors for c in row)
    return f"image {said}", np.reshape(extent, (2, 2)).T


@describe.register
def _(patch: Patch):
    face, edge = name(patch.get_facecolor()), name(patch.get_edgecolor())
    if face == edge == "none" or not len(patch.get_path().vertices):
        return None
    places = patch.get_patch_transform().transform(patch.get_path().vertices)
    if np.ptp(places, axis=0).max() == 0:
        return None
    return f"{type(patch).__name__.lower()} {face} in {edge} width {patch.get_linewidth():.3g}", places


@describe.register
def _(collection: Collection):
    collection.update_scalarmappable()
    paths = corners(collection)
    offsets = collection.get_offsets()
    places = offsets if is_scattered(collection) else np.concatenate([*paths, np.zeros((0, 2))])
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return None
    label = collection.get_label()
    words = f"{len(offsets) if is_scattered(collection) else len(paths)} {type(collection).__name__}"
    words += f" {label!r}" if label and not label.startswith("_") else ""
    words += " faces " + colors_of(collection.get_facecolor()) + " edges " + colors_of(collection.get_edgecolor())
    words += " widths " + numbers(collection.get_linewidth())
    dashed = [dashes is not None for _, dashes in some(collection.get_linestyle())]
    words += " dashed " + "".join("yes " if one else "no " for one in dashed).strip() if any(dashed) else ""
    if is_scattered(collection) and len(collection.get_sizes()):
        words += " sizes " + numbers(collection.get_sizes())
    return words, places


def corners(collection):
    if isinstance(collection, QuadMesh):
        return list(collection.get_coordinates())
    return [path.vertices for path in collection.get_paths() if len(path.vertices)]


def is_scattered(collection):
    return isinstance(collection, PathCollection)


@describe.register
def _(tiles: Tiles):
    if not len(tiles.places):
        return None
    images = [
        colors_of(image[:: len(image) // 3, :: image.shape[1] // 3].reshape(-1, 4) / 255) for image in tiles.images
    ]
    return f"{len(images)} images {' and '.join(some(images))}", tiles.places


@describe.register
def _(arrows: Quiver):
    ways = np.stack([arrows.U, arrows.V], axis=1)
    ways = " ".join(f"[{u:.3g} {v:.3g}]" for u, v in some(ways))
    return f"arrows {ways} {colors_of(arrows.get_facecolor())} scale {arrows.scale}", arrows.get_offsets()


def quoted(text):
    return repr(str(text).replace("\n", " / "))


def name(color):
    """A colour of the palette by its name, any other one in hexadecimal, with its strength if it is no full one."""
    if isinstance(color, str) and color.lower() == "none":
        return "none"
    shade, strength = to_hex(color), int(to_hex(color, keep_alpha=True)[-2:], 16) / 255
    return "none" if strength == 0 else NAMES.get(shade, shade) + (f" of {strength:.2g}" if strength < 1 else "")


def colors_of(colors):
    colors = [name(color) for color in some(colors)]
    return " ".join(dict.fromkeys(colors)) if len(set(colors)) == 1 else " ".join(colors) or "none"


def numbers(values):
    values = [f"{value:.3g}" for value in some(np.ravel(values))]
    return values[0] if len(set(values)) == 1 else " ".join(values)


def some(values):
    """A few of many, evenly."""
    if len(values) <= SOME:
        return values
    return [values[k] for k in np.linspace(0, len(values) - 1, SOME).round().astype(int)]
