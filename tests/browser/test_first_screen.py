"""The first screen of a lecture, on a laptop: the picture is on it from the start, and what was asked for holds.

One lecture in every run, the others where all is asked.
"""

from pathlib import Path

import pytest
from lab import Notebook, visit

from course_nn.lectures import LECTURES

PATHS = [path for lecture in LECTURES.values() for path in [Path(lecture.notebook).name] if path[:2].isdigit()]
USUAL = "03_xor.ipynb"
LEAST = 0.4  # of the notebook's pane
LAPTOP = {"width": 1366, "height": 768}
ALL_RAN = "() => [...document.querySelectorAll('.cn-start')].every(start => !start.offsetParent || !start.disabled)"
SHARE = """() => {
    const outer = [...document.querySelectorAll(".jp-WindowedPanel-outer")].find(panel => panel.offsetParent);
    const pane = outer.getBoundingClientRect();
    const pictures = [...outer.querySelectorAll(".cn-demo canvas, .jp-RenderedMarkdown img")];
    const seen = pictures.map(picture => picture.getBoundingClientRect())
        .map(({ left, right, top, bottom }) => Math.max(0, Math.min(right, pane.right) - Math.max(left, pane.left))
            * Math.max(0, Math.min(bottom, pane.bottom) - Math.max(top, pane.top)));
    return seen.reduce((sum, part) => sum + part, 0) / (pane.width * pane.height);
}"""


@pytest.fixture
def laptop(browser, lab_url):
    """A page of a laptop's size whose reader wants less motion."""
    page = browser.new_page(viewport=LAPTOP, reduced_motion="reduce", locale="en-US")
    page.set_default_timeout(60_000)
    visit(page, lab_url)
    yield page
    page.close()


@pytest.mark.parametrize("path", [pytest.param(path, marks=[pytest.mark.thorough] * (path != USUAL)) for path in PATHS])
def test_before_and_after_start_the_first_screen_of_a_lecture_is_picture_for_two_fifths(laptop, path):
    with Notebook(laptop, f"notebooks/{path}"):
        laptop.wait_for_function(f"least => ({SHARE})() >= least", arg=LEAST)
        laptop.locator(".cn-reader:visible .cn-start").click()
        laptop.wait_for_function(ALL_RAN)
        laptop.locator(".cn-demo canvas").first.wait_for()
        assert not laptop.locator(".jp-RenderedMarkdown img:visible").count(), "the same picture moves now"
        laptop.wait_for_function(f"least => ({SHARE})() >= least", arg=LEAST)


def test_the_film_of_the_first_notebook_rests_for_a_reader_who_wants_less_motion(laptop):
    with Notebook(laptop, "notebooks/00_start_here.ipynb"):
        film = laptop.locator(".jp-RenderedMarkdown img").first
        laptop.wait_for_function(
            "image => image.src.startsWith('data:image/png') && image.naturalWidth", arg=film.element_handle()
        )
        laptop.locator(".cn-reader:visible .cn-start").click()
        film.wait_for(state="hidden")  # the same picture moves under the hand now


def test_in_a_narrow_window_the_list_of_files_gives_its_room_to_the_pictures_and_comes_back_when_it_is_called(
    browser, lab_url
):
    page = browser.new_page(viewport={"width": 900, "height": 768})
    page.set_default_timeout(60_000)
    visit(page, lab_url)
    folded = "() => jupyterapp.shell.leftCollapsed"
    assert not page.evaluate(folded), "no notebook of the course is open"
    with Notebook(page, f"notebooks/{USUAL}"):
        page.wait_for_function(folded)
        page.evaluate("() => jupyterapp.shell.expandLeft()")
        page.wait_for_timeout(500)
        assert not page.evaluate(folded)
    page.close()
