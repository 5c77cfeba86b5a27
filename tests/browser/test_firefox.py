"""Firefox: the course starts there, an answer is locked, and a picture follows the hand.

It takes the Firefox that Playwright brings; with COURSE_NN_REQUIRE_FIREFOX=1 a missing one is a failure.
"""

import json
import os
from pathlib import Path

import pytest
from lab import Notebook, visit

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REQUIRED = os.environ.get("COURSE_NN_REQUIRE_FIREFOX") == "1"
ALL_RAN = "() => [...document.querySelectorAll('.cn-start')].every(start => !start.offsetParent || !start.disabled)"
PIXELS = "picture => picture.toDataURL()"
IS_NEW = "([picture, before]) => picture.toDataURL() !== before"


@pytest.fixture
def page(playwright, lab_url):
    """JupyterLab in Firefox."""
    if not os.path.exists(playwright.firefox.executable_path):
        (pytest.fail if REQUIRED else pytest.skip)("no Firefox of Playwright's: try playwright install firefox")
    browser = playwright.firefox.launch()
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(60_000)
    visit(page, lab_url)
    yield page
    browser.close()


def play_cell(path, key):
    """The number of the cell with the demo of a round."""
    cells = json.loads((NOTEBOOKS / path).read_text("utf-8"))["cells"]
    return [cell["id"] for cell in cells].index(f"{key}-play")


@pytest.mark.parametrize(
    "path, key", [("00_start_here.ipynb", "start-1"), pytest.param("03_xor.ipynb", "xor-1", marks=pytest.mark.thorough)]
)
def test_in_firefox_a_notebook_starts_an_answer_is_locked_and_the_picture_follows_a_pull(page, path, key):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with Notebook(page, f"notebooks/{path}") as notebook:
        page.locator(".cn-reader:visible .cn-start").click()
        page.wait_for_function(ALL_RAN)
        demo = notebook.cell(play_cell(path, key))
        demo.get_by_role("radio").first.check()
        demo.locator(".cn-locks button").first.click()
        demo.locator(".cn-locked").wait_for()
        handle = demo.locator(".cn-touch path.holds").last  # a point lies on top
        handle.wait_for(state="attached")
        picture = demo.locator("canvas[aria-label]").element_handle()
        before, box = picture.evaluate(PIXELS), handle.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2 - 20, steps=4)
        page.mouse.up()
        page.wait_for_function(IS_NEW, arg=[picture, before])
    assert not errors
