"""Matplotlib's Agg, which sets each text once: afterwards its pixels are laid wherever it stands."""

from functools import lru_cache
from math import ceil
from typing import Literal

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

RIM = 3  # pixels around a text, for what sticks out of its box
TEXTS = 1000  # remembered, of all pictures; some 5 kB each
PARSER = RendererAgg(1, 1, 72).mathtext_parser  # one for all, as each remembers only the formulas that it has parsed


class Canvas(FigureCanvasAgg):
    """An Agg canvas that draws with the Renderer."""

    renderer: "Renderer | None" = None

    def get_renderer(self) -> "Renderer":
        size = *self.get_width_height(physical=True), self.figure.dpi
        if self.renderer is None or size != self.renderer.size:
            self.renderer = Renderer(*size)
        return self.renderer


class Renderer(RendererAgg):
    """Agg; a horizontal text stands on whole pixels, so that it is set once and then laid like an image.

    Most of a frame's texts are those of the frame before, and setting one costs ten times as much as laying it.
    """

    def __init__(self, width, height, dpi):
        super().__init__(width, height, dpi)
        self.size = width, height, dpi

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Literal["TeX"] | bool
    ) -> tuple[float, float, float]:
        """As RendererAgg has it, in dots; remembered for when the text is set."""
        return _measured(self.dpi, s, prop, ismath)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float | None]:
        """Where Matplotlib asks for it: how far a font reaches up and down, and its gap between lines, in dots."""
        return _heights(self.dpi, prop)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Literal["TeX"] | bool = False,
        mtext: Text | None = None,
    ) -> None:
        """As RendererAgg has it: the text s from x, y, in dots counted from above."""
        if angle:
            return super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        pixels, down = _set(self.dpi, s, prop, ismath, gc.get_rgb(), gc.get_antialiased())
        over = self.new_gc()
        over.copy_properties(gc)
        over.set_alpha(1)  # the text has its own
        self.draw_image(over, round(x) - RIM, round(self.height - y) - down - RIM, pixels)


@lru_cache(TEXTS)
def _set(dpi, text, prop, ismath, colour, antialiased):
    """A text in its box and a rim, upside down as draw_image wants it, and how far it reaches below its line."""
    width, height, down = map(ceil, _measured(dpi, text, prop, ismath))
    box = _empty(width + 2 * RIM, height + 2 * RIM + 1, dpi)
    gc = box.new_gc()
    gc.set_foreground(colour, isRGBA=True)
    gc.set_antialiased(antialiased)
    box.draw_text(gc, RIM, box.height - RIM - down, text, prop, 0, ismath)
    return np.array(box.buffer_rgba())[::-1], down


@lru_cache(TEXTS)
def _measured(dpi, text, prop, ismath):
    return _empty(1, 1, dpi).get_text_width_height_descent(text, prop, ismath)


@lru_cache(TEXTS)
def _heights(dpi, prop):
    """As Text finds them in the tables of the font, each time that it lays out a line: a tenth of a frame."""
    font = get_font(findfont(prop))
    table = font.get_sfnt_table("OS/2")
    if table is None:  # an old font: Matplotlib then looks in its other tables
        return None, None, None
    scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * prop.get_size_in_points() * dpi / 72
    up, down, gap = (table[name] for name in ("sTypoAscender", "sTypoDescender", "sTypoLineGap"))
    return up * scale, -down * scale, gap * scale


def _empty(width, height, dpi):
    renderer = RendererAgg(width, height, dpi)
    renderer.mathtext_parser = PARSER
    return renderer
