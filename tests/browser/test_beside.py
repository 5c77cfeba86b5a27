"""In a low window a picture that keeps its shape has its task and its controls beside it, in a narrow one under it."""

import pytest
from lab import visit

PLACES = """() => {
    const demo = [...document.querySelectorAll(".cn-demo")].find(one => one.offsetParent);
    const box = (part) => demo.querySelector(`:scope > ${part}`).getBoundingClientRect();
    const picture = demo.querySelector("canvas").getBoundingClientRect();
    const [strip, readout] = [".cn-strip", ".cn-readouts"].map(box);
    return { picture, strip, readout, demo: demo.getBoundingClientRect() };
}"""
IS_BESIDE = "() => document.querySelector('.cn-demo.cn-beside')"


@pytest.fixture
def low_page(browser, lab_url, scratch):
    """A page with a map that keeps its shape, in a low and wide window."""
    page = browser.new_page(viewport={"width": 1366, "height": 640})
    page.set_default_timeout(60_000)
    visit(page, lab_url)
    with scratch(
        "beside", "from course_nn.lectures import gradient_descent", "gradient_descent.rotated()", on=page
    ) as lab:
        page.evaluate("() => jupyterapp.shell.collapseLeft()")
        lab.run_all()
        lab.cell(1).locator("canvas").first.wait_for()
        yield page
    page.close()


def test_in_a_low_window_its_controls_stand_beside_a_picture_and_in_a_narrow_one_under_it(low_page):
    low_page.wait_for_function(IS_BESIDE)
    low = low_page.evaluate(PLACES)
    assert all(low[part]["left"] >= low["picture"]["right"] for part in ("strip", "readout"))
    assert all(low[part]["right"] <= low["demo"]["right"] + 1 for part in ("strip", "readout"))
    low_page.set_viewport_size({"width": 800, "height": 640})
    low_page.wait_for_function(f"() => !({IS_BESIDE})()")
    narrow = low_page.evaluate(PLACES)
    assert narrow["strip"]["top"] >= narrow["picture"]["bottom"] - 1
