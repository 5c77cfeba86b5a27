"""Every notebook of the course as a student meets it: opened, run from top to bottom, looked at, and touched.

One of them in every run, the others where all is asked: a kernel runs them all in every run (nbval).
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from offenders import expect_none

from course_nn.lectures import REFERENCE

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
WIDGET, PICTURE = "application/vnd.jupyter.widget-view+json", "image/png"
ARIA = {"include": [[".jp-Notebook .cn-demo"], [".jp-Notebook .cn-question"]]}
SIZES = {"rules": {"target-size": {"enabled": True}}}  # of what can be pressed, which axe leaves out by itself
OUTSIDE = """demo => {  // what stands beyond the demo's edges
    const { left, right } = demo.getBoundingClientRect(), title = demo.querySelector(".cn-title").innerText;
    return [...demo.querySelectorAll("input, button, select, canvas, label, .noUi-target")]
        .map(part => [part, part.getBoundingClientRect()])
        .filter(([part, box]) => box.width && (box.left < left - 1 || box.right > right + 1))
        .map(([part, box]) => `${title}: ${part.tagName} ${part.className} ${Math.round(box.right - right)} px`);
}"""
USUAL = "00_start_here.ipynb"
NAMES = [pytest.param(path.name, marks=[pytest.mark.thorough] * (path.name != USUAL)) for path in NOTEBOOKS]


@pytest.fixture(scope="module", params=NAMES)
def notebook(request, page, folder, open_notebook):
    with open_notebook(f"notebooks/{request.param}") as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def demos(notebook, demo_in):
    """The demos of the notebook, one after the other: a demo's output holds widgets and their picture."""
    kinds = [{kind for output in outputs for kind in output.get("data", {})} for outputs in notebook.outputs()]
    cells = [number for number, found in enumerate(kinds) if {WIDGET, PICTURE} <= found]
    assert cells or notebook.path.endswith(REFERENCE), "no demo in it"
    return (demo_in(notebook.cell(number)) for number in cells)


def test_runs_from_top_to_bottom_without_an_error(notebook):
    errors = [output for outputs in notebook.outputs() for output in outputs if output["output_type"] == "error"]
    assert not errors, "\n".join(errors[0]["traceback"])


def test_every_demo_shows_a_picture_and_says_what_is_on_it(demos):
    images = [demo.image for demo in demos]
    assert all(image.evaluate("canvas => canvas.width") for image in images)
    assert all(image.get_attribute("aria-label").strip() for image in images)


def test_the_first_slider_of_every_demo_answers_a_key(demos):
    pushed = [(demo.push_first_slider(), demo.text()) for demo in demos]
    assert not pushed or any(has_slider for has_slider, _ in pushed)
    assert not [text for _, text in pushed if "⚠" in text]


def test_axe_finds_nothing_serious_in_what_the_cells_show(demos, page):
    """Deque's axe-core asks what WCAG asks of names, roles, contrast and focus."""
    found = [broken for _ in demos for broken in Axe().run(page, ARIA, SIZES).response["violations"]]
    serious = [broken for broken in found if broken["impact"] in ("serious", "critical")]
    expect_none(f"{broken['id']}: {node['html'][:150]}" for broken in serious for node in broken["nodes"])


@pytest.mark.parametrize("width", [390, 1024, 1920])
def test_no_control_and_no_picture_is_cut_at_any_width(demos, page, width):
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => jupyterapp.shell.collapseLeft()")  # as JupyterLab itself does on a phone
    try:
        page.wait_for_timeout(300)
        expect_none(part for demo in demos for part in demo.cell.locator(".cn-demo").evaluate(OUTSIDE))
    finally:
        page.set_viewport_size(before)
