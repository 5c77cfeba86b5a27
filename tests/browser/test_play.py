"""Time that runs by itself: it can be stopped at once, and never runs backwards, not even over a slow road."""

import pytest
from lab import far_away, visit

pytestmark = pytest.mark.thorough

CLOCK = """
from types import SimpleNamespace
from typing import NamedTuple
from course_nn.stage import Demo, Slider
from course_nn.common.words import Words

class Result(NamedTuple):
    t: float
    size: float

def clock():
    def paint(figure):
        axes = figure.add_subplot(xlim=(-1, 39), ylim=(0, 1))
        return SimpleNamespace(hand=axes.plot([], [], "o")[0])
    def draw(artists, result):
        artists.hand.set_data([result.t], [result.size])
        times.append(result.t)
    controls = {"t": Slider("t", -1.0, 39.0, -1.0, 0.1, plays=True), "size": Slider("size", 0.0, 1.0, 0.5)}
    return Demo(clock, Words("Clock", "时钟"), controls, Result, paint, draw,
                lambda result: Words(f"t is {result.t:.1f}", f"t 为 {result.t:.1f}")).open({})

times = []
"""
NEVER_BACK = "print(len(times) > 10 and all(before <= after for before, after in zip(times, times[1:])))"


@pytest.fixture(scope="module")
def far_page(browser, lab_url):
    """JupyterLab with 50 ms of delay each way, as on Binder."""
    page = browser.new_page()
    visit(page, far_away(lab_url, 0.05).url)
    yield page
    page.close()


def press_play(clock, frames):
    clock.button("Play").click()
    for _ in range(frames):
        with clock.new_picture():
            pass


def test_play_runs_and_pause_answers(scratch, demo_in):
    with scratch("play", CLOCK, "clock()") as notebook:
        notebook.run_all()
        clock = demo_in(notebook.cell(1))
        for _ in range(2):
            press_play(clock, frames=3)
            clock.button("Pause").click()
            clock.page.wait_for_timeout(300)  # the frames on their way
            paused = clock.number("t")
            clock.page.wait_for_timeout(300)
            assert -1 < clock.number("t") == paused < 39
            clock.press("size", "ArrowRight")
            clock.press("t", "ArrowRight")
            clock.waits_for_number("t", paused + 0.1)


def test_play_over_a_slow_road_never_runs_backwards(scratch, demo_in, far_page):
    with scratch("far", CLOCK, "clock()", on=far_page) as notebook:
        notebook.run_all()
        clock = demo_in(notebook.cell(1))
        press_play(clock, frames=15)
        clock.button("Pause").click()
        clock.page.wait_for_timeout(500)
        assert notebook.python(NEVER_BACK).strip() == "True", notebook.python("print(times)")
        clock.press("size", "ArrowRight")
