"""Words in a picture follow the reader's language."""

import asyncio
from functools import partial

import numpy as np
import pytest

from course_nn.common.words import LANGUAGE, Words
from course_nn.stage import Demo, Slider
from course_nn.stage.callbacks import PAUSE, in_turn

PLAYS = [lambda: False, lambda: True, lambda: False]


@pytest.fixture(autouse=True)
def as_before():
    yield
    LANGUAGE.shown = "both"


def paint(figure):
    axes = figure.subplots()
    return {"line": axes.plot([0, 1], [0, 0])[0], "title": axes.set_title(Words("height", "高度").drawn())}


def draw(artists, result):
    artists["line"].set_ydata([0, result])


def picture(**values):
    """A line as high as its slider."""
    readout = lambda result: Words(f"{result}", f"{result} 米")  # noqa: E731
    return Demo(
        picture,
        Words("Line", "线"),
        {"a": Slider("a", 0.0, 1.0, 0.5)},
        lambda a: a,
        paint,
        draw,
        readout,
    ).open(values)


@pytest.mark.parametrize("shown, written", [("en", "height"), ("zh", "高度"), ("both", "height")])
def test_a_picture_has_the_readers_words_and_english_where_both_are_shown(shown, written):
    demo = picture()
    for language in ("zh", shown):
        LANGUAGE.shown = language
        demo.set(a=0.75)
    assert demo.artists["title"].get_text() == written and demo.values["a"] == 0.75
    again = picture(a=0.75)
    assert np.array_equal(demo.frame.pixels, again.frame.pixels)


def test_a_figure_that_is_asked_for_speaks_the_language_even_if_nothing_has_moved():
    demo = picture()
    before = np.array(demo.frame.pixels)
    LANGUAGE.shown = "zh"
    assert demo.figure.axes[0].get_title(loc="left") == "高度" or demo.artists["title"].get_text() == "高度"
    assert not np.array_equal(demo.frame.pixels, before)


def test_in_a_notebook_the_picture_follows_by_itself():
    async def run():
        demo = picture()
        LANGUAGE.shown = "zh"
        await asyncio.sleep(0.5)
        return demo.artists["title"].get_text()

    assert asyncio.run(run()) == "高度"


def test_pictures_follow_one_by_one_with_what_plays_first_and_the_kernel_listens_in_between():
    async def run():
        loop, heard = asyncio.get_running_loop(), []

        def paint(number):
            heard.append(number)
            loop.call_soon(heard.append, f"during {number}")

        paints = [partial(paint, number) for number in range(3)]
        for number in (0, 1, 2, 0):  # twice asked for, painted once
            in_turn(loop, paints[number], PLAYS[number])
        await asyncio.sleep(5 * PAUSE)
        return heard

    assert asyncio.run(run()) == [1, "during 1", 0, "during 0", 2, "during 2"]


def test_made_at_a_setting_equals_moved_to_it():
    moved = picture()
    moved.set(a=1.0)
    assert np.array_equal(moved.frame.pixels, picture(a=1.0).frame.pixels)
