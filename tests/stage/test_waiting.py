"""A demo that nobody sees yet waits: with what it computes, what it paints, and what its pixels take."""

import asyncio

import numpy as np
import pytest
from ipywidgets import HTML
from stage.lines import Result, small

from course_nn.stage import callbacks, running
from course_nn.stage.callbacks import PAUSE
from course_nn.stage.layer import Layer
from course_nn.stage.rounds import begin

AWHILE = 5 * PAUSE


@pytest.fixture
def cells(monkeypatch):
    """Cells of a page run, one at each look at them, until none is left."""
    left, ran = [], [0]

    def runs():
        ran[0] += bool(left and left.pop())
        return ran[0]

    monkeypatch.setattr(running, "on_a_page", lambda: True)
    monkeypatch.setattr(running, "is_first", lambda: False)
    monkeypatch.setattr(callbacks, "runs", runs)
    return left


def counted(computed):
    """A compute that notes each of its calls."""

    def line(a, b, **values):
        computed.append(a)
        x = np.linspace(0, 10, 50)
        return Result(x, a * x + b)

    return line


def on_page(does):
    """What comes of this, in the loop of a kernel."""

    async def run():
        return await does()

    return asyncio.run(run())


def test_what_is_not_in_sight_computes_and_paints_nothing_while_cells_run_and_follows_when_none_runs(cells):
    computed = []
    cells.extend([True] * 100)

    async def opened():
        demo = small(counted(computed))
        await asyncio.sleep(3 * PAUSE)
        while_cells_ran = len(computed), demo.at_rest
        cells.clear()
        await asyncio.sleep(AWHILE)
        return while_cells_ran, len(computed), demo.at_rest

    assert on_page(opened) == ((0, False), 1, True)


def test_what_comes_into_sight_is_painted_at_once_also_while_cells_run(cells):
    computed = []
    cells.extend([True] * 100)

    async def seen():
        demo = small(counted(computed))
        demo.page.layer.seen = True
        return len(computed), demo.page.picture.value.startswith("<img")

    assert on_page(seen) == (1, True)


@pytest.mark.parametrize(
    "asks",
    [
        lambda demo: demo.result,
        lambda demo: demo.artists,
        lambda demo: demo.figure,
        lambda demo: demo.frame,
        lambda demo: demo.values,
        lambda demo: demo.readout,
        lambda demo: demo.state,
        lambda demo: demo.code(),
        lambda demo: demo.set(a=2),
        lambda demo: demo.reset(),
        lambda demo: demo.present(),
    ],
)
def test_whatever_code_asks_of_it_is_answered_as_by_a_demo_that_never_waited(asks, cells):
    async def asked():
        demo = small(b=1)
        asks(demo)
        return demo.values["b"], np.isfinite(demo.artists.get_ydata()).all(), demo.at_rest

    assert on_page(asked) == (1, True, True)


def test_it_looks_like_a_demo_that_never_waited(cells, monkeypatch):
    async def waits():
        demo = small(b=1)
        demo.page.layer.seen = True
        return np.array(demo.frame.pixels), demo.page.words.value

    pixels, words = on_page(waits)
    monkeypatch.setattr(running, "on_a_page", lambda: False)
    never = small(b=1)
    assert np.array_equal(pixels, never.frame.pixels) and words == never.page.words.value


def test_its_question_can_be_answered_below_it_while_it_waits(cells):
    computed = []

    async def asked():
        round_ = begin("lines-1", "lines.small", HTML())
        round_.waits = True
        demo = small(counted(computed))
        return round_.hosts, demo.page.answer.children, len(computed), round_.form, round_.rests()

    hosts, shown, count, form, rests = on_page(asked)
    assert hosts == 1 and shown == (form,) and count == 0 and not rests


def test_one_that_was_closed_while_it_waited_computes_nothing(cells):
    computed = []

    async def closed():
        small(counted(computed)).close()
        await asyncio.sleep(AWHILE)

    on_page(closed)
    assert not computed


def test_what_goes_wrong_while_nobody_looks_is_said_below_it_and_it_can_be_asked_again(cells, monkeypatch):
    monkeypatch.delenv("PYTEST_VERSION")
    failures = [RuntimeError("on purpose")]

    def once(**values):
        if failures:
            raise failures.pop()
        return Result(np.arange(3.0), np.arange(3.0))

    async def failed():
        demo = small(once)
        await asyncio.sleep(AWHILE)
        said = demo.page.message.value
        return said, demo.result.y[-1]

    said, last = on_page(failed)
    assert "on purpose" in said and last == 2


def test_what_an_output_holds_of_one_that_waits_are_its_widgets_and_its_name(cells):
    async def shown():
        demo = small()
        return demo.title.shown(), demo._repr_mimebundle_()

    name, (data, _) = on_page(shown)
    assert "image/png" not in data and data["text/plain"] == name
    assert "application/vnd.jupyter.widget-view+json" in data


def test_pixels_that_nobody_sees_are_given_back_and_the_next_picture_is_the_same(cells, monkeypatch):
    monkeypatch.setattr(Layer, "send", lambda *_: None)

    async def rested():
        demo = small()
        demo.page.layer.views = 7  # a page that shows it, out of sight
        demo.set(a=2)
        before = np.array(demo.frame.pixels)
        demo._display.rest()
        held = demo.frame._background, demo.figure.canvas.renderer, demo.page.layer._shown
        again = np.array(demo.frame.pixels)
        demo.set(a=-1)
        return before, held, again, np.array(demo.frame.pixels), demo.frame.whole()

    before, (background, renderer, packed), again, moved, whole = on_page(rested)
    assert background is None and renderer is None and len(packed.squeezed) < before.nbytes / 10
    assert np.array_equal(before, again) and np.array_equal(moved, whole)


def test_one_that_is_in_sight_keeps_its_pixels(cells, monkeypatch):
    monkeypatch.setattr(Layer, "send", lambda *_: None)

    async def stays():
        demo = small()
        demo.page.layer.views, demo.page.layer.seen = 7, True
        demo._display.rest()
        return demo.frame._background is not None

    assert on_page(stays)


def test_of_two_that_nobody_sees_one_takes_a_step_at_a_time_and_the_kernel_listens_after_each(cells, monkeypatch):
    monkeypatch.setattr(Layer, "send", lambda *_: None)
    told, steps = [], 4

    def in_steps(a, **values):
        yield lambda: Result(np.zeros(3), np.zeros(3))  # what is shown first
        for share in range(steps):
            told.append("s")
            yield share / steps
        return Result(np.arange(3.0), np.arange(3.0))

    async def listens():
        for demo in [small(in_steps), small(in_steps)]:
            demo.page.layer.views = 7  # a page that shows it, out of sight
        while told.count("s") < 2 * steps and len(told) < 500:
            told.append(".")
            await asyncio.sleep(PAUSE / 5)

    on_page(listens)
    worked = "".join(told)  # s: a step of one of them, .: the kernel has listened
    assert worked.count("s") == 2 * steps and "ss" not in worked, worked
