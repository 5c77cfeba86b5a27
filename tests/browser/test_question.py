"""A question on the page: what its buttons show while the kernel has not answered, and how its picture is chosen in."""

import pytest
from playwright.sync_api import expect

QUESTION = 'from course_nn.notebook import predict\npredict("neurons-4")'

ASKS = """import os
os.environ["COURSE_NN_COVER"] = "on"
from course_nn.lectures import start
from course_nn.notebook import predict
predict("start-1")"""
LOW = 200  # page pixels
REST = 500  # ms in which the page settles
LIFTS = """picture => new MutationObserver(changes => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    if (added.some(node => node.matches?.(".cn-lifting"))) picture.dataset.lifted = "true";
}).observe(picture, { childList: true })"""


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
    assert question.locator(".cn-question").first.bounding_box()["height"] < LOW, "no hole"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_click_in_the_picture_chooses_and_the_veil_lifts_over_what_was_chosen(scratch, page, demo_in, motion):
    """Where less motion is asked for, the truth is there at once."""
    page.emulate_media(reduced_motion=motion)
    with scratch("chosen", ASKS, "start.one_weight()") as notebook:
        notebook.run_all()
        demo = demo_in(notebook.cell(1)).cell  # it stands as it fits
        page.wait_for_timeout(REST)
        box = demo.locator(".cn-touch path[data-handle='3']").bounding_box()  # the letter of the second option
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(demo.get_by_role("radio").nth(1)).to_be_checked()
        layer = demo.locator(".cn-touch").first
        layer.evaluate(LIFTS)
        demo.locator(".cn-locks button").first.click()
        demo.locator(".cn-touch path.holds").first.wait_for(state="attached")
        demo.locator(".cn-lifting").wait_for(state="detached")
        assert (layer.get_attribute("data-lifted") == "true") == (motion == "no-preference")
    page.emulate_media(reduced_motion="null")
