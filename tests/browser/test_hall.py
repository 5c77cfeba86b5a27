"""The lecture hall: one demo as wide as the page, and the keys that a presenter's clicker sends."""

import pytest

pytestmark = pytest.mark.thorough
CODE = 'from course_nn.notebook import lecture\nlecture("xor.xor_network")'


@pytest.fixture(scope="module")
def notebook(scratch):
    with scratch("hall", CODE, "1 + 1") as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def hall(notebook, demo_in):
    return demo_in(notebook.cell(0))


def test_it_is_as_wide_as_the_page_with_twice_the_dots_and_its_controls_folded(hall):
    output, picture = hall.cell.locator(".jp-OutputArea-output").first.bounding_box(), hall.image.bounding_box()
    assert picture["width"] > 0.95 * output["width"]
    assert hall.image.evaluate("canvas => canvas.width") == 1720
    assert not hall.cell.locator(".noUi-handle").first.is_visible()


def test_a_clicker_steps_through_the_scenes_and_the_notebook_does_not_move(hall, notebook):
    with hall.new_picture():
        hall.page.keyboard.press("PageDown")
    hall.waits_to_say("2 / 3")
    with hall.new_picture():
        hall.page.keyboard.press("ArrowRight")
    hall.waits_to_say("another one")
    with hall.new_picture():
        hall.page.keyboard.press("PageUp")
    hall.waits_to_say("2 / 3")
    assert hall.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex") == 0


def test_the_controls_come_back_and_the_arrow_keys_then_belong_to_a_slider_that_is_stepped(hall):
    hall.cell.locator(".cn-bar").get_by_role("button").nth(3).click()
    slider = hall.cell.locator(".noUi-handle").first
    slider.wait_for()
    before = hall.cell.locator(".cn-bar").inner_text()
    with hall.new_picture():
        slider.press("ArrowRight")
    assert hall.cell.locator(".cn-bar").inner_text() == before


def test_a_button_fills_the_screen_with_it(hall):
    hall.cell.locator(".cn-full").click()
    hall.page.wait_for_function("() => document.fullscreenElement?.classList.contains('cn-demo')")
    hall.cell.locator(".cn-full").click()
    hall.page.wait_for_function("() => !document.fullscreenElement")
