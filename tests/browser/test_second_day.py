"""A new kernel knows nothing of what is on the page."""

import pytest

pytestmark = pytest.mark.thorough

BEFORE = "widget => getComputedStyle(widget, '::before').content"


QUESTION = 'from course_nn.notebook import predict\npredict("neurons-1")'


@pytest.fixture(scope="module", params=["restarted", "reopened"])
def next_day(request, scratch, open_notebook, demo_in):
    """The kernel was restarted; or the notebook was saved and closed, and is opened again with a new kernel."""
    with scratch("second-day", "from course_nn.lectures import neurons\nneurons.neuron()", QUESTION) as notebook:
        notebook.run_all()
        demo_in(notebook.cell(0))
        notebook.cell(1).locator(".cn-question").wait_for()
        if request.param == "restarted":
            notebook.restart()
            yield notebook
            return
        notebook.save()
    with open_notebook("second-day.ipynb") as notebook:
        yield notebook


@pytest.mark.parametrize("cell, kind", [(0, ".cn-demo"), (1, ".cn-question")])
def test_one_sentence_says_what_to_do_in_place_of_a_broken_link_at_every_widget(next_day, cell, kind):
    shown = next_day.cell(cell).locator(f"{kind}.jupyter-widgets-disconnected")
    shown.wait_for()
    said = shown.evaluate(BEFORE)
    assert "Run All Cells" in said and "运行所有单元格" in said
    inside = shown.locator(".jupyter-widgets-disconnected")
    assert inside.count() > 5
    assert set(inside.evaluate_all(f"widgets => widgets.map({BEFORE})")) == {"none"}


def test_the_picture_its_numbers_and_the_question_stay(next_day):
    assert next_day.cell(0).locator("canvas[aria-label*='加权和']").is_visible()
    assert next_day.cell(1).locator(".cn-ask").is_visible()
