"""The inventory in a real page: its questions, a code that grows, and answers that are there when it runs again."""

import pytest

pytestmark = pytest.mark.thorough

CELL = 'from course_nn.notebook import inventory\ninventory("A")'


def test_an_answer_on_the_page_makes_a_code_and_is_there_when_the_cell_runs_again(scratch):
    with scratch("inventory", CELL) as notebook:
        notebook.run_all()
        form = notebook.cell(0).locator(".cn-question")
        form.wait_for()
        assert form.locator(".cn-ask").count() == 22 and form.locator("input:checked").count() == 0
        form.locator("input").nth(2).check()
        code = form.locator(".cn-code")
        code.wait_for()
        before = code.inner_text()
        assert before.startswith("QA-")
        notebook.run_all()
        form = notebook.cell(0).locator(".cn-question")
        form.locator("input:checked").wait_for()
        assert form.locator("input:checked").count() == 1 and form.locator(".cn-code").inner_text() == before
