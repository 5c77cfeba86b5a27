"""The hand on the picture: what can be taken hold of there, and which controls it moves.

The layer on the page knows paths in pixels; here they get their meaning. Whatever a hand can do there, the controls can
do too: without the layer nothing is lost.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.path import Path

from course_nn.stage.controls import Slider, Values, with_values

RIM = 10  # page pixels by which a point may stick out of its axes
POINT, LINE, FRAME = 28, 14, 4  # page pixels across, so that a finger finds it; of a face, its rim


class Handle(NamedTuple):
    """Something in the picture that can be taken hold of: an artist, or places in its axes.
    图中可以用手抓住的东西：一个图元，或其坐标系中的若干位置。

    artist : its name among the demo's artists, or a function artists -> the artist
    x, y   : the controls that are the coordinates of a point, or the one that a line is moved along; a point that one
             control moves along a curve follows a pull instead
    drag   : (result, x, y) -> {control: value}, for a hand at x, y in the units of the axes
    pull   : (result, dx, dy) -> {control: value}, for a hand that went so far; result is from when it took hold
    click  : (result, k) -> {control: value}, for a hand that presses the k-th of the places
    at     : (artist, result) -> places (n, m, 2) in the units of the axes, points for m = 1, else lines; without it,
             where the artist itself is
    width  : page pixels, of the point or of the line
    hover  : what the place is called that lies under a pointer: draw and readout are told of it as `hovered`, a pair
             (this name, number of the place), None if there is none
    face   : whether the places are closed lines with what they enclose; a hand over one sees it framed, and not tinted

    drag, pull, click and at may have one more parameter, values: those of the controls at that time.
    """

    artist: str | Callable
    x: str = ""
    y: str = ""
    drag: Callable | None = None
    pull: Callable | None = None
    click: Callable | None = None
    at: Callable | None = None
    width: int = 0
    face: bool = False
    hover: str = ""

    @property
    def holds(self) -> bool:
        """Whether a finger on it drags it, and does not scroll the page. 手指按住时是拖动它，还是滚动页面。"""
        return not self.click or self.pull is not None

    def of(self, artists: Any) -> Artist:
        """The artist among those that paint made. 在 paint 所作图元中找到它。"""
        if callable(self.artist):
            return self.artist(artists)
        return named(artists, self.artist)

    def asks(self, result: Any, values: Values, x: float, y: float) -> dict:
        """What it wants of the controls for a hand at x, y. 手在 x, y 处时所要求的取值。"""
        own = {name: value for name, value in ((self.x, x), (self.y, y)) if name}
        return own | (with_values(self.drag, result, x, y, values=values) if self.drag else {})


def named(artists: Any, name: str) -> Artist:
    """The artist of that name among those that paint made. paint 所作图元中叫这个名字的那一个。"""
    return artists[name] if isinstance(artists, dict) else getattr(artists, name)


class Grab(NamedTuple):
    """What a hand took hold of, from the press to the release."""

    number: int  # counted by the page
    result: object  # as it was when it was taken
    values: dict  # of the controls then
    offset: np.ndarray  # (2,) page pixels from the hand to the nearest point of the handle, so that nothing jumps


class Touch:
    """The handles of one picture: where they are on it, and what a hand on them asks for.
    一幅图的抓手：位于何处，以及手的动作要求什么。

    handles : Handles, the topmost last
    figure  : the Matplotlib figure
    pixels  : page pixels an inch of it
    """

    def __init__(self, handles, figure, pixels):
        self.handles, self.figure, self.pixels = handles, figure, pixels
        self._places, self._paths = [None] * len(handles), [[] for _ in handles]
        self._grab = Grab(None, None, {}, np.zeros(2))
        self._stops: dict[str, tuple] = {}  # of the controls that are coordinates, as Slider.stops has them

    def paths(self, artists: Any, result: Any, values: Values) -> list:
        """[handle, item, width, holds, SVG path] for each place that can be seen, the topmost last.
        每个可见位置的 [抓手, 序号, 宽度, 是否拖动, SVG 路径]，最上层的在最后。
        """
        for k, handle in enumerate(self.handles):
            artist = handle.of(artists)
            places = self._places_of(handle, artist, result, values)
            if self._places[k] is None or not np.array_equal(places, self._places[k], equal_nan=True):
                width = handle.width or (FRAME if handle.face else POINT if places.shape[1] == 1 else LINE)
                closed = "Z" if handle.face else ""
                paths = [self._path(artist.axes, place) for place in places]
                self._paths[k] = [[k, i, width, handle.holds, path + closed] for i, path in enumerate(paths) if path]
                self._places[k] = places
        return [path for paths in self._paths for path in paths]

    def ways(self, artists: Any, controls: dict) -> dict[int, list]:
        """{handle: where it can go along x and along y}, where its coordinates are controls; else nothing is known.
        以控件为坐标的抓手沿 x 与沿 y 各能到何处；其余的不得而知。

        Each is [whether all between them is free, page pixels …], or [False] where it stays.
        """
        known = {
            k: handle
            for k, handle in enumerate(self.handles)
            if not (handle.drag or handle.pull or handle.click)
            and all(isinstance(controls.get(name), Slider) for name in (handle.x, handle.y) if name)
        }
        return {
            k: [self._way(handle.of(artists).axes, handle, axis, controls) for axis in range(2)]
            for k, handle in known.items()
        }

    def _way(self, axes, handle, axis, controls):
        """Where a handle can go along one axis."""
        name = (handle.x, handle.y)[axis]
        if not name:
            return [False]
        if name not in self._stops:  # they are the same in each frame
            self._stops[name] = controls[name].stops()
        is_free, values = self._stops[name]
        corner = np.array([axes.get_xlim()[0], axes.get_ylim()[0]], float)
        places = np.repeat(corner[None], len(values), axis=0)
        places[:, axis] = values
        with np.errstate(divide="ignore"):  # 0 has no place on a logarithmic axis
            pixels = self.on_page(axes.transData.transform(places))[:, axis]
        return [is_free, *pixels[np.isfinite(pixels)].round(1).tolist()]

    def clicked(self, result: Any, values: Values, held: list) -> dict:
        """What a new hand wants of the controls because of the place it presses. 手按下之处所要求的取值。

        held : [handle, item, number of the grab, x and y where it began, x and y now]
        """
        k, item, number, *_ = held
        click = self.handles[k].click
        is_new = click and number != self._grab.number and item < len(self._places[k])
        return with_values(click, result, item, values=values) if is_new else {}

    def hovered(self, place: list) -> tuple[str, int] | None:
        """What lies under the pointer, as Handle.hover has it. 指针下方的东西。

        place : [handle, item], or []
        """
        return (self.handles[place[0]].hover, place[1]) if place else None

    def moved(self, artists: Any, result: Any, values: Values, held: list) -> dict:
        """What a hand wants of the controls where it is now. 手在当前位置所要求的取值。"""
        k, item, number, *places = held
        start, here = np.reshape(places, (2, 2))
        gone = self._has_gone(k, item)
        if number != self._grab.number:
            offset = np.zeros(2) if gone else nearest_point(self._places[k][item], start) - start
            self._grab = Grab(number, result, values, offset)
        if gone:
            return {}
        handle, axes = self.handles[k], self.handles[k].of(artists).axes
        if (here == start).all():  # a press alone moves nothing
            return {}
        if handle.pull:
            (x0, y0), (x, y) = self._in_units(axes, np.array([start, here]))
            return with_values(handle.pull, self._grab.result, x - x0, y - y0, values=self._grab.values)
        return {} if handle.click else handle.asks(result, values, *self._in_units(axes, here + self._grab.offset))

    def _has_gone(self, k, item):
        """Whether a place has vanished, perhaps because of what its own press has moved."""
        places = self._places[k]
        return item >= len(places) or not np.isfinite(places[item]).all(axis=1).any()

    def _places_of(self, handle, artist, result, values):
        """(n, m, 2) in page pixels, from above."""
        if not artist.axes.get_visible() or not artist.get_visible():
            return np.zeros((0, 1, 2))
        if not handle.at:
            return self.on_page(own_places(artist))
        places = np.asarray(with_values(handle.at, artist, result, values=values), float)
        if not len(places):
            return np.zeros((0, 1, 2))
        return self.on_page(artist.axes.transData.transform(places.reshape(-1, 2)).reshape(places.shape))

    @property
    def _tall(self):
        return self.figure.get_size_inches()[1] * self.pixels

    def box(self, artist: Any) -> list[float]:
        """Where the axes of an artist are: left, top, width and height in page pixels. 图元所在坐标系的位置。"""
        (left, bottom), (right, top) = self.on_page(artist.axes.bbox.get_points())
        return [left, top, right - left, bottom - top]

    def on_page(self, dots: np.ndarray) -> np.ndarray:
        """From dots of the figure, counted from below, to page pixels, from above. 由图上的点换算为页面像素。"""
        return dots * [1, -1] * self.pixels / self.figure.dpi + [0, self._tall]

    def dots(self, places: np.ndarray) -> np.ndarray:
        """From page pixels, counted from above, to dots of the figure. 由页面像素换算为图上的点。"""
        return (places - [0, self._tall]) * [1, -1] * self.figure.dpi / self.pixels

    def _in_units(self, axes, places):
        """From page pixels to the units of the axes."""
        return axes.transData.inverted().transform(self.dots(places))

    def _path(self, axes, places):
        """The SVG path of what can be seen in the axes; a point is a tiny line, whose round ends make a dot."""
        (left, low), (right, high) = self.on_page(axes.bbox.get_points())
        if len(places) == 1:
            x, y = places[0]
            visible = left - RIM <= x <= right + RIM and high - RIM <= y <= low + RIM  # never for nan
            return f"M{x:.1f} {y:.1f}h.1" if visible else ""
        inside = Path(places).cleaned(remove_nans=True, clip=(left, high, right, low))
        moves, lines = inside.codes == Path.MOVETO, inside.codes == Path.LINETO  # the last code says only: stop
        steps = zip(moves[moves | lines].tolist(), inside.vertices[moves | lines].tolist())
        return "".join(f"{'M' if move else 'L'}{x:.1f} {y:.1f}" for move, (x, y) in steps)


def own_places(artist: Any) -> np.ndarray:
    """Where an artist is, points or a line, in dots of the figure: (n, m, 2). 图元在图上的位置：若干点或一条线。"""
    if hasattr(artist, "get_offsets"):
        return artist.get_offset_transform().transform(artist.get_offsets())[:, None]
    points = artist.get_transform().transform(artist.get_xydata())
    return points[:, None] if artist.get_linestyle() == "None" else points[None]


def nearest_point(line: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The point of a line (m, 2) that is nearest to a place. 折线 (m, 2) 上离某处最近的点。"""
    line = line[np.isfinite(line).all(axis=1)]
    ways, to = np.diff(line, axis=0), place - line[:-1]  # (m - 1, 2)
    share = np.clip((ways * to).sum(axis=1) / np.maximum((ways**2).sum(axis=1), 1e-9), 0, 1)
    feet = np.concatenate([line[:1], line[:-1] + share[:, None] * ways])
    return feet[np.argmin(np.hypot(*(feet - place).T))]
