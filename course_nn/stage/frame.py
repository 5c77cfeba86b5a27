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
from course_nn.stage.interrupts import hears_interrupts
from course_nn.stage.renderer import Canvas

OF_THE_SCREEN = {"backend", "backend_fallback", "interactive", "toolbar"}  # where pictures are shown, not how they look


@contextmanager
def painting() -> Iterator[None]:
    """In the style of all pictures, one thread at a time: figures share Matplotlib's settings and formula parser.
    采用统一的绘图样式，同一时刻只有一个线程绘图：所有图共用 Matplotlib 的设置与公式解析器。
    """
    # Matplotlib makes a ValueError of an interrupt that comes while it makes an image.
    with one_at_a_time(), hears_interrupts(), matplotlib.rc_context(_settings()):
        yield


def _settings():
    """Matplotlib's own, and on these our style: what a student sets for their own pictures changes none of ours."""
    now = dict.copy(matplotlib.rcParams)
    theirs = (name for name, value in dict.items(matplotlib.rcParamsDefault) if now[name] != value)
    others = {name: matplotlib.rcParamsDefault[name] for name in theirs if name not in OF_THE_SCREEN}
    return others | look.style()


class Frame:
    """A figure that is drawn whole once; then only the artists that changed, and what lies above them, are redrawn.
    先完整绘制一次的图；此后只重绘变化的图元及其上方的图元。

    Matplotlib marks a changed artist as stale, so a demo need not say what moves.
    """

    def __init__(self, figure):
        Canvas(figure)  # no pyplot: nothing global, nothing to leak
        self.figure = figure
        self._pixels = None
        self._known = set()  # artists of the last drawing
        self._moving = set()  # artists that have changed since the first
        self._over = None  # what lies over the background: in each layer, the first moving artist and all above it
        self._view = {}  # of each axes that is shown, the limits and ticks it was drawn with
        self._rescaled = set()  # axes whose limits or ticks the last drawing has changed
        self._scaling = set()  # axes whose limits change again and again: their ticks are drawn over the background
        self._background = self._ground = None  # without and with these ticks

    def draw(self) -> np.ndarray:
        """Bring the pixels up to date: (height, width, 4) uint8."""
        canvas, layers = self.figure.canvas, self._layers()
        drawn = {artist for layer in layers for artist in layer}
        gone, steady = self._known - drawn - self._moving, self._follow_limits()
        if self._known:
            moving = self._moving | (drawn - self._known)
            self._moving = {a for a in drawn if a in moving or a.stale or a.axes in self._scaling}
        over = [artist for layer in layers for artist in self._from_first_moving(layer)]
        if gone or over != self._over or not steady:
            self._draw_background(over)
        if self._rescaled or self._ground is None:
            self._draw_ticks()
        canvas.restore_region(self._ground)
        for artist in over:
            artist.draw(canvas.get_renderer())
        for artist in drawn:
            artist.stale = False
        self._known, self._pixels = drawn, np.asarray(canvas.buffer_rgba())
        return self._pixels

    @property
    def pixels(self) -> np.ndarray:
        """Of the last drawing: (height, width, 4) uint8; drawn again if they were given back."""
        if self._pixels is None:
            with painting():
                self.draw()
        return self._pixels

    def rest(self) -> None:
        """Give back all pixels; what is known of the artists stays, so that the next drawing looks like the last."""
        self.figure.canvas.renderer = self._pixels = self._over = self._background = self._ground = None

    def lay_out(self) -> None:
        """Find the places of all axes, and take what is there for known: whatever changes from now on moves."""
        engine = self.figure.get_layout_engine()
        if engine and self.figure.axes:
            engine.execute(self.figure)
        self.figure.set_layout_engine("none")  # once: it is costly, and axes must not jump while a slider moves
        for axes in self.figure.axes:
            axes.apply_aspect()  # names are put where they cover nothing before anything is drawn
        self._known = {artist for layer in self._layers() for artist in layer}
        for artist in self._known:
            artist.stale = False

    def _draw_background(self, over):
        for artist in self._known:
            artist.set_animated(False)
        for artist in [*over, *self._ticks()]:
            artist.set_animated(True)
        self.figure.canvas.draw()
        self._background, self._ground = self.figure.canvas.copy_from_bbox(self.figure.bbox), None
        self._over = over

    def _draw_ticks(self):
        canvas, ticks = self.figure.canvas, self._ticks()
        self._ground, self._view = self._background, self._limits()
        if ticks:
            canvas.restore_region(self._background)
            for axis in ticks:
                axis.draw(canvas.get_renderer())
            self._ground, self._view = canvas.copy_from_bbox(self.figure.bbox), self._limits()

    def _layers(self):
        """The artists in Matplotlib's drawing order, axes by axes, then those of the figure itself and of its parts."""
        kinds = ("texts", "artists", "lines", "patches", "legends")
        own = [
            artist for part in (self.figure, *self.figure.subfigs) for kind in kinds for artist in getattr(part, kind)
        ]
        shown = [axes for axes in self.figure.axes if axes.get_visible()]
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
        shown = [axes for axes in self.figure.axes if axes.get_visible()]
        return {axes: (axes.viewLim.bounds, axes.xaxis.stale, axes.yaxis.stale) for axes in shown}

    def _ticks(self):
        return [axis for axes in self._limits() if axes in self._scaling for axis in (axes.xaxis, axes.yaxis)]

    def _follow_limits(self):
        """Whether the background holds: limits and ticks have changed only of axes that it leaves without ticks.

        Such an axes is drawn anew with all that it holds, but the others' ticks, which cost much, are not.
        """
        limits, before = self._limits(), self._rescaled
        self._rescaled = {axes for axes in limits if limits[axes] != self._view.get(axes, limits[axes])}
        steady = limits.keys() == self._view.keys() and self._rescaled <= self._scaling
        again = self._rescaled & before
        self._scaling |= {axes for axes in again if axes.axison and axes.get_aspect() == "auto"}
        return steady

    def whole(self) -> np.ndarray:
        """The same figure drawn whole: what draw() must equal, pixel by pixel."""
        for artist in [*self._known, *self._ticks()]:
            artist.set_animated(False)
        with painting():  # how many ticks there are depends on the style
            self.figure.canvas.draw()
        self._over = None  # the background is gone; the next draw() makes a new one
        return np.array(self.figure.canvas.buffer_rgba())
