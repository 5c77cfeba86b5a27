"""On a phone the words of a picture of many panels stand in it, apart from each other, in a size that can be read."""

from itertools import combinations

import pytest
from matplotlib.text import Text
from offenders import expect_none

from course_nn.common.words import LANGUAGE
from course_nn.lectures import losses, practice

ROOM = [390, 844]  # page pixels
MAKERS = {"losses.softmax": losses.softmax, "practice.metrics": practice.metrics}
LEAST = 9  # page pixels, the size of type


@pytest.fixture(params=[(name, language) for name in MAKERS for language in ("en", "zh")], ids="-".join)
def figure(request):
    name, LANGUAGE.shown = request.param
    demo = MAKERS[name]()
    picture = demo._display.picture
    picture.resize(picture.size_in(ROOM), 1.0)
    picture.paint()
    picture.show(demo.result, demo.values)
    picture.figure.canvas.draw()
    yield picture.figure
    LANGUAGE.shown = "both"
    demo.close()


def words_in(figure):
    """(what is written, its box in page pixels) of titles, names and numbers."""
    for axes in figure.axes:
        ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()] if axes.axison else []
        for text in [axes.title, *axes.texts, *ticks]:
            if text.get_text() and text.get_visible():
                yield text.get_text(), text.get_window_extent()


def test_no_words_cover_others_or_are_cut(figure):
    wide, tall = figure.canvas.get_width_height()
    found = [*words_in(figure)]
    assert len(found) > 15
    expect_none(
        text for text, box in found if not (-1 <= box.x0 and box.x1 <= wide + 1 and -1 <= box.y0 <= box.y1 <= tall + 1)
    )
    expect_none((one, other) for (one, a), (other, b) in combinations(found, 2) if a.padded(-2).overlaps(b.padded(-2)))


def test_they_can_be_read(figure):
    sizes = [(text.get_text(), text.get_fontsize() * figure.dpi / 72) for text in figure.findobj(Text)]
    assert len(sizes) > 15
    expect_none((words, size) for words, size in sizes if words and size < LEAST)
