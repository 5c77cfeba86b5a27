"""Every notebook of the course as a student meets it: opened, run from top to bottom, looked at, and touched.

They take turns, a seventh of them in each round; `pytest -m thorough` has them all.
"""

from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
WIDGET, PICTURE = "application/vnd.jupyter.widget-view+json", "image/png"
IN_TURN = [pytest.param(path.name, marks=pytest.mark.rotates(place)) for place, path in enumerate(NOTEBOOKS)]


@pytest.fixture(scope="module", params=IN_TURN)
def notebook(request, page, folder, open_notebook):
    with open_notebook(f"notebooks/{request.param}") as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def demos(notebook, demo_in):
    """The demos of the notebook, one after the other: a demo's output holds widgets and their picture."""
    kinds = [{kind for output in outputs for kind in output.get("data", {})} for outputs in notebook.outputs()]
    cells = [number for number, found in enumerate(kinds) if {WIDGET, PICTURE} <= found]
    return (demo_in(notebook.cell(number)) for number in cells)


def test_runs_from_top_to_bottom_without_an_error(notebook):
    errors = [output for outputs in notebook.outputs() for output in outputs if output["output_type"] == "error"]
    assert not errors, "\n".join(errors[0]["traceback"])


def test_every_demo_shows_a_picture_and_says_what_is_on_it(demos):
    pictures = [(demo.image.evaluate("image => image.naturalWidth"), demo.image.get_attribute("alt")) for demo in demos]
    assert pictures and all(width > 0 and alt.strip() for width, alt in pictures)


def test_the_first_slider_of_every_demo_answers_a_key(demos):
    pushed = [(demo.push_first_slider(), demo.text()) for demo in demos]
    assert any(has_slider for has_slider, _ in pushed)
    assert not [text for _, text in pushed if "⚠" in text]
