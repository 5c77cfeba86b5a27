"""A figure becomes pixels: drawn whole once, afterwards only where it changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib
import numpy as np
from matplotlib.axis import Axis
from matplotlib.spines import Spine
from matplotlib.text import Text

from course_nn.drawing import look
from course_nn.stage.callbacks import one_at_a_time
from course_nn.stage.renderer import Canvas


@contextmanager
def painting() -> Iterator[None]:
    """In the style of all pictures, one thread at a time: figures share Matplotlib's settings and formula parser.
    采用统一的绘图样式，同一时刻只有一个线程绘图：所有图共用 Matplotlib 的设置与公式解析器。
    """
    with one_at_a_time(), matplotlib.rc_context(look.style()):
        yield


class Frame:
    """A figure that is drawn whole once; then only the artists that changed, and what lies above them, are redrawn.
    先完整绘制一次的图；此后只重绘变化的图元及其上方的图元。

    Matplotlib marks a changed artist as stale, so a demo need not say what moves.
    """

    def __init__(self, figure):
        Canvas(figure)  # no pyplot: nothing global, nothing to leak
        self.figure, self.pixels = figure, None
        self._known = set()  # artists of the last drawing
        self._moving = set()  # artists that have changed since the first
        self._over = []  # what lies over the background: in each layer, the first moving artist and all above it
        self._view = self._background = None  # the background, and the limits of the axes it was drawn for

    def draw(self) -> np.ndarray:
        """Bring the pixels up to date: (height, width, 4) uint8."""
        canvas, layers = self.figure.canvas, self._layers()
        drawn = {artist for layer in layers for artist in layer}
        gone = self._known - drawn - self._moving
        if self._known:
            self._moving = {a for a in drawn if a in self._moving or a not in self._known or a.stale}
        over = [artist for layer in layers for artist in self._from_first_moving(layer)]
        if gone or over != self._over or self._limits() != self._view:
            self._draw_background(over)
        canvas.restore_region(self._background)
        for artist in over:
            artist.draw(canvas.get_renderer())
        for artist in drawn:
            artist.stale = False
        self._known, self.pixels = drawn, np.asarray(canvas.buffer_rgba())
        return self.pixels

    def lay_out(self) -> None:
        """Find the places of all axes, and take what is there for known: whatever changes from now on moves."""
        engine = self.figure.get_layout_engine()
        if engine and self.figure.axes:
            engine.execute(self.figure)
        self.figure.set_layout_engine("none")  # once: it is costly, and axes must not jump while a slider moves
        self._known = {artist for layer in self._layers() for artist in layer}
        for artist in self._known:
            artist.stale = False

    def _draw_background(self, over):
        for artist in self._known:
            artist.set_animated(False)
        for artist in over:
            artist.set_animated(True)
        self.figure.canvas.draw()
        self._background = self.figure.canvas.copy_from_bbox(self.figure.bbox)
        self._over, self._view = over, self._limits()

    def _layers(self):
        """The artists in Matplotlib's drawing order, axes by axes, then those of the figure itself."""
        figure = self.figure
        own = [*figure.texts, *figure.artists, *figure.lines, *figure.patches, *figure.legends]
        shown = [axes for axes in figure.axes if axes.get_visible()]
        layers = [self._layer(axes) for axes in shown]
        return [sorted(layer, key=lambda a: a.get_zorder()) for layer in [*layers, own]]

    def _layer(self, axes):
        """What one axes holds. Ticks and labels lie outside the data; titles, which cost much, count if they change."""
        children = axes.get_children()
        titles = {artist for artist in children if isinstance(artist, Text)}.difference(axes.texts)
        outside = (Axis,) if axes.axison else (Axis, Spine)
        return [
            artist
            for artist in children
            if not (artist is axes.patch or isinstance(artist, outside))
            if artist not in titles or artist.stale or artist in self._moving
        ]

    def _from_first_moving(self, layer):
        first = next((i for i, artist in enumerate(layer) if artist in self._moving), len(layer))
        return layer[first:]

    def _limits(self):
        return [
            (axes.get_visible(), axes.viewLim.bounds, axes.xaxis.stale, axes.yaxis.stale) for axes in self.figure.axes
        ]

    def whole(self) -> np.ndarray:
        """The same figure drawn whole: what draw() must equal, pixel by pixel."""
        for artist in self._known:
            artist.set_animated(False)
        with painting():  # how many ticks there are depends on the style
            self.figure.canvas.draw()
        self._over = None  # the background is gone; the next draw() makes a new one
        return np.array(self.figure.canvas.buffer_rgba())
