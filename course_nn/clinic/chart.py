"""The instruments of a bed as tiles: small readings once they are used; and one of them large."""

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.clinic import thumbnails
from course_nn.clinic.layout import CHART, SMALL, panel
from course_nn.clinic.names import TOOLS
from course_nn.clinic.reading_words import words_on_tile
from course_nn.clinic.thumbnails import ACROSS, ASPECTS, DOWN, corners, frames
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks

LISTED = list(TOOLS)  # the order of the tiles


def paint_chart(figure: Figure) -> dict:
    """A tile for each instrument, and the last for the points."""
    chart = panel(figure, CHART, ACROSS, DOWN)
    title = Words(
        "instruments: 1 point (weights, data 2); click again: large",
        "仪器：每件 1 分，权重和数据 2 分；再点一次可放大",
    )
    images = [chart.imshow(np.zeros((1, 1)), cmap="gray_r", vmin=0, vmax=1, zorder=3) for _ in ASPECTS]
    chart.set(xlim=(0, ACROSS), ylim=(DOWN, 0), aspect="auto", title=title.drawn())
    titles = [*TOOLS.values(), Words("points here", "本床用分")]
    places = corners(len(titles), ACROSS)
    chart.plot(*look.one_line(frames(len(titles), ACROSS)), color=look.PALE, lw=1, zorder=0.5)
    names = [chart.text(x + 0.5, y + 0.15, words.drawn(), zorder=2, **SMALL) for words, (x, y) in zip(titles, places)]
    left, top = places[-1]
    unused = PolyCollection([], facecolor=look.PALE, alpha=0.4, lw=0, zorder=0.3)
    return {
        "tools": names[:-1],
        "unused": chart.add_collection(unused, autolim=False),
        "chart": chart,
        "values": [chart.text(x + 0.5, y + 0.86, "", zorder=6, **SMALL) for x, y in places[:-1]],
        "points": chart.text(left + 0.5, top + 0.55, "", zorder=6, **SMALL),
        "blue": marks.line(chart, color=look.BLUE, lw=1.5, zorder=4),
        "red": marks.line(chart, color=look.VERMILION, lw=1.5, zorder=4),
        "tool": marks.line(chart, color=look.VERMILION, lw=2, zorder=5),
        "images": images,
    }


def draw_chart(artists: dict, used: list, readings: dict, instrument: str, numeric: bool, points: Words) -> None:
    """used : instruments;  readings : of these;  numeric : whether numbers are predicted;  points : words"""
    artists["tool"].set_data(*frames(len(TOOLS), ACROSS)[LISTED.index(instrument)].T)
    unused = [tile for tile, name in enumerate(LISTED) if name not in used]
    artists["unused"].set_verts(frames(len(TOOLS), ACROSS)[unused])
    for tile, text in enumerate(artists["tools"]):  # a button has its name in its middle
        text.set_y(tile // ACROSS + (0.5 if tile in unused else 0.15))
    for text, name in zip(artists["values"], TOOLS):
        marks.change(text, text=words_on_tile(name, readings.get(name), numeric).drawn())
    for line, places in zip((artists["blue"], artists["red"]), thumbnails.all_curves(readings, LISTED)):
        line.set_data(*places)
    marks.change(artists["points"], text=points.drawn())
    for image, (name, aspect) in zip(artists["images"], ASPECTS.items()):
        pixels = thumbnails.image_of(readings[name]) if name in readings else None
        image.set_visible(pixels is not None)
        if pixels is not None:
            image.set(data=pixels, extent=thumbnails.extent(LISTED.index(name), aspect))
