"""A kernel that was restarted knows nothing of what is on the page."""

import pytest

pytestmark = pytest.mark.rotates(1, 5, 6)

BEFORE = "widget => getComputedStyle(widget, '::before').content"


@pytest.fixture(scope="module")
def restarted(scratch, demo_in):
    with scratch("second-day", "from course_nn.lectures import neurons\nneurons.neuron()", QUESTION) as notebook:
        notebook.run_all()
        demo_in(notebook.cell(0))
        notebook.cell(1).locator(".cn-question").wait_for()
        notebook.restart()
        yield notebook


QUESTION = 'from course_nn.notebook import predict\npredict("neurons-1")'


@pytest.mark.parametrize("cell, kind", [(0, ".cn-demo"), (1, ".cn-question")])
def test_one_sentence_says_what_to_do_in_place_of_a_broken_link_at_every_widget(restarted, cell, kind):
    shown = restarted.cell(cell).locator(f"{kind}.jupyter-widgets-disconnected")
    shown.wait_for()
    said = shown.evaluate(BEFORE)
    assert "Run All Cells" in said and "运行全部单元格" in said
    inside = shown.locator(".jupyter-widgets-disconnected")
    assert inside.count() > 5
    assert set(inside.evaluate_all(f"widgets => widgets.map({BEFORE})")) == {"none"}


def test_the_picture_its_numbers_and_the_question_stay(restarted):
    assert restarted.cell(0).locator("img[alt*='加权和']").is_visible()
    assert restarted.cell(1).locator(".cn-ask").is_visible()
