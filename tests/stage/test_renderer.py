"""A text that is set once and laid many times looks as Matplotlib sets it."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from course_nn.stage import renderer
from course_nn.stage.frame import painting
from course_nn.stage.renderer import Canvas

TEXTS = [
    {"s": "Höhe y_gj 中文"},
    {"s": "$\\frac{a_g}{b}\\hat{x}^2$", "fontsize": 18, "color": "red"},
    {"s": "pale", "alpha": 0.4},
    {"s": "paler", "color": (0, 0, 1, 0.4), "alpha": 0.5},
    {"s": "two\nlines", "ha": "right", "bbox": {"fc": "white"}},
    {"s": "beyond its axes", "x": 0.9, "clip_on": True},
    {"s": "turned", "rotation": 30},
]


def drawn(**text):
    figure = Figure((3, 1), 100)
    canvas = Canvas(figure)
    with painting():
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.text(**{"x": 0.5, "y": 0.5} | text)
        canvas.draw()
    return np.array(canvas.buffer_rgba()).astype(int)


def on_whole_pixels(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
    RendererAgg.draw_text(self, gc, *((x, y) if angle else (round(x), round(y))), s, prop, angle, ismath, mtext)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["s"])
def test_it_is_what_matplotlib_sets_on_whole_pixels(text, monkeypatch):
    ours, blank = drawn(**text), drawn(**text | {"s": ""})
    monkeypatch.setattr(renderer.Renderer, "draw_text", on_whole_pixels)
    theirs = drawn(**text)
    differ = (np.abs(ours - theirs) > 3).any(axis=2).sum()
    assert np.abs(theirs - blank).max() > 50 and differ <= (10 if "clip_on" in text else 0)  # dots at the border


def test_the_same_text_is_set_once_wherever_it_stands_and_another_size_anew():
    renderer._set.cache_clear()
    for x in (0.2, 0.5, 0.71):
        drawn(s="once", x=x)
    before = renderer._set.cache_info().misses
    drawn(s="once", x=0.8)
    assert renderer._set.cache_info().misses == before
    drawn(s="once", fontsize=20)
    assert renderer._set.cache_info().misses == before + 1


def test_a_text_at_twice_the_dots_is_twice_as_large():
    renderer._set.cache_clear()
    sizes = []
    for dpi in (100, 200):
        figure = Figure((3, 1), dpi)
        canvas = Canvas(figure)
        figure.text(0.1, 0.5, "dots", color="black")
        canvas.draw()
        rows, columns, _ = np.nonzero(np.array(canvas.buffer_rgba())[..., :3] < 128)
        sizes.append((np.ptp(rows), np.ptp(columns)))
    assert np.allclose(2 * np.array(sizes[0]), sizes[1], atol=2)


def test_a_font_without_the_table_of_heights_is_left_to_matplotlib(monkeypatch):
    font = SimpleNamespace(get_sfnt_table={"head": {"unitsPerEm": 1000}}.get)
    monkeypatch.setattr(renderer, "get_font", lambda path: font)
    renderer._heights.cache_clear()
    assert renderer._heights(100, FontProperties(size=11.125)) == (None, None, None)
    renderer._heights.cache_clear()
