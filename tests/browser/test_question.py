"""A question on the page: what its buttons show while the kernel has not answered."""

import pytest

QUESTION = 'from course_nn.notebook import predict\npredict("neurons-4")'


@pytest.fixture
def question(scratch):
    with scratch("question", QUESTION) as notebook:
        notebook.run(0)
        cell = notebook.cell(0)
        cell.get_by_role("radio").first.wait_for()
        yield cell


def test_a_button_without_a_chosen_answer_asks_for_one_and_leaves_the_answers_open_however_often_it_is_pressed(
    question,
):
    for _ in range(2):
        question.locator(".cn-locks button").first.click()
        question.get_by_text("Choose an answer first").wait_for()
        assert not question.locator(".cn-pressed").count()
    question.get_by_role("radio").first.check()
    question.locator(".cn-locks button").first.click()
    question.locator(".cn-locked").wait_for()
    question.locator(".cn-pressed").wait_for(state="detached")
