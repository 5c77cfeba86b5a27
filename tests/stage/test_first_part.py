"""A result that takes long may come in parts: the first is drawn while the rest is computed."""

import asyncio

import numpy as np
import pytest
from ipywidgets import HTML
from stage.lines import Result, small

from course_nn.stage import running, work
from course_nn.stage.callbacks import PAUSE
from course_nn.stage.page import Page
from course_nn.stage.rounds import begin

STEPS = 10


def in_parts(a, **values):
    """A line whose right half comes last."""
    x, y = np.linspace(0, 10, 50), a * np.linspace(0, 10, 50)
    yield 0.1
    yield lambda: Result(x, np.where(x < 5, y, np.nan))
    for k in range(STEPS):
        yield 0.2 + k / 20
    return Result(x, y)


@pytest.fixture
def on_a_page(monkeypatch):
    monkeypatch.setattr(running, "on_a_page", lambda: True)


def drawn(demo):
    return np.isfinite(demo.artists.get_ydata()).sum()


def test_on_a_page_the_first_part_is_drawn_at_once_and_the_rest_follows(on_a_page):
    async def run():
        demo = small(in_parts)
        first, said = drawn(demo), demo.page.words.value
        while not demo.at_rest:
            await asyncio.sleep(0.01)
        return first, said, drawn(demo), demo.page.words.value

    first, said, last, says = asyncio.run(run())
    assert (first, last) == (25, 50)
    assert "…" in said and "0.00" not in said and "end 10.00" in says


def test_code_that_asks_for_the_result_gets_it_whole(on_a_page):
    async def run():
        demo = small(in_parts)
        return drawn(demo), demo.readout.en, drawn(demo), demo.at_rest

    assert asyncio.run(run()) == (25, "end 10.00", 50, True)


def test_a_newer_setting_takes_the_place_of_the_rest(on_a_page):
    async def run():
        demo = small(in_parts)
        demo.page.live["a"].core.value = 2.0
        await asyncio.sleep(0)
        while not demo.at_rest:
            await asyncio.sleep(0.01)
        return demo.result.y[-1], demo.page.message.value

    assert asyncio.run(run()) == (20.0, "")


def test_what_a_hand_moves_as_soon_as_a_demo_listens_takes_the_place_of_the_rest(on_a_page, monkeypatch):
    listen = Page.on_touch

    def quick(page, *given):
        listen(page, *given)
        page.live["a"].core.value = 2.0

    async def run():
        demo = small(in_parts)
        while not demo.at_rest:
            await asyncio.sleep(0.01)
        return demo.values["a"], demo.result.y[-1]

    monkeypatch.setattr(Page, "on_touch", quick)
    assert asyncio.run(run()) == (2.0, 20.0)


def test_where_no_page_waits_a_demo_opens_whole():
    async def run():
        return drawn(small(in_parts))

    assert asyncio.run(run()) == drawn(small(in_parts)) == 50


def test_the_truth_is_computed_while_a_student_thinks_how_sure_to_be_and_shown_once_an_answer_is_locked(
    on_a_page, monkeypatch
):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    monkeypatch.setattr(work, "CALM", 0)
    begun, steps = [], []

    def counts(a, **values):
        begun.append(a)
        for step in in_parts(a):
            steps.append(a)
            yield step
        return Result(np.linspace(0, 10, 50), a * np.linspace(0, 10, 50))

    async def run():
        round_ = begin("lines-1", "lines.small", HTML(), {"up": "A"})
        round_.waits = True
        demo = small(counts, {"asked_at": {"a": 2.0}})
        while not demo.at_rest:
            await asyncio.sleep(0.01)
        round_.choice = "up"
        while steps.count(2.0) < STEPS:
            await asyncio.sleep(PAUSE)
        waits = demo.values["a"], demo.page.words.value
        await asyncio.sleep(5 * PAUSE)
        round_.answer, round_.waits = "up", False
        return waits, demo.values["a"], demo.page.words.value, demo.at_rest

    (a, veiled), now, said, rests = asyncio.run(run())
    assert a == 1.0 and "end" not in veiled
    assert now == 2.0 and "end 20.00" in said and rests and begun == [1.0, 2.0]
