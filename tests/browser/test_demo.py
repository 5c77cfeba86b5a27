"""A demo under a student's hands: keyboard, typed numbers, nonsense, buttons, copies, and cells that are run again."""

import re
from pathlib import Path

import numpy as np
import pytest

SETUP = "from course_nn.lectures import neurons"
FIRST, COPY = 1, 2  # cells
WEBP = 1  # of 255: what the coding of a region may lose

ROOM_LEFT = """box => {
    const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(box);
    pen.font = style.font;
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return box.clientWidth - padding - pen.measureText(box.value).width;
}"""


@pytest.fixture(scope="module")
def notebook(scratch):
    with scratch("demo", SETUP, "neurons.neuron()", "neurons.neuron()") as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def demo(notebook, demo_in):
    """The first demo as it was at the start."""
    demo = demo_in(notebook.cell(FIRST))
    demo.button("Reset").click()
    demo.waits_for_number("w₁", 1.5)  # what comes back later would overwrite what is typed
    demo.waits_to_say("= 0.731")
    demo.comes_true(lambda: "= 0.731" in demo.image.get_attribute("aria-label"))  # the picture, after its readout
    return demo


def test_a_key_moves_slider_box_picture_and_readout(demo):
    demo.press("b", "ArrowRight")
    demo.waits_to_say("+ (−0.90) = 1.10")
    demo.waits_for_number("b", -0.9)
    demo.comes_true(lambda: demo.place("b") == pytest.approx(3.1 / 8))
    demo.comes_true(lambda: "= 1.10" in demo.image.get_attribute("aria-label"))


def test_a_right_click_on_the_picture_is_left_to_the_browser_which_can_save_it(demo):
    demo.image.click(button="right", position={"x": 5, "y": 5})
    demo.page.wait_for_timeout(300)
    assert not demo.page.locator(".lm-Menu").count(), "JupyterLab's own menu cannot save a picture"
    demo.page.keyboard.press("Escape")


def test_the_keyboard_saves_the_picture_as_a_file_and_nothing_is_taller_before(demo):
    save, reset = demo.button("Save the picture"), demo.button("Reset")
    assert save.bounding_box()["y"] == reset.bounding_box()["y"], "it stands in the row of the other buttons"
    reset.focus()
    demo.page.keyboard.press("Tab")
    assert save.evaluate("button => button === document.activeElement")
    demo.page.keyboard.press("Enter")
    links = demo.cell.locator("a[download]")
    links.nth(2).wait_for()
    assert [link.get_attribute("download") for link in links.all()] == ["neuron.svg", "neuron.png", "neuron.pdf"]
    with demo.page.expect_download() as download:
        links.nth(0).press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"<?xml")
    demo.button("Film it").press("Enter")
    demo.cell.get_by_text(re.compile("neuron.webp: .* kB")).wait_for(timeout=60_000)
    demo.cell.locator("button[title='×']").click()
    links.first.wait_for(state="detached")
    demo.button("Film it").wait_for(state="detached")


def test_an_arrow_key_chooses_from_a_list_and_leaves_the_notebook_where_it_is(demo):
    active = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    before, choices = demo.page.evaluate(active), demo.cell.locator("select").first
    with demo.new_picture():
        choices.press("ArrowDown")
    demo.waits_to_say("0.762")  # tanh after sigmoid
    assert demo.page.evaluate(active) == before and choices.evaluate("list => list === document.activeElement")


def test_a_typed_number_moves_slider_picture_and_readout(demo):
    with demo.new_picture():
        demo.type("w₁", "−2.5")
    demo.waits_to_say("= −7.00")
    demo.comes_true(lambda: demo.place("w₁") == pytest.approx(0.5 / 6))


def test_a_typed_number_need_not_be_a_step_of_the_slider(demo):
    with demo.new_picture():
        demo.type("w₁", "0.123")
    demo.waits_to_say("= −1.75")
    demo.page.wait_for_timeout(300)  # the browser's slider knows steps only, and must not have its way
    assert demo.number("w₁") == 0.123
    assert "−1.75" in demo.text()


def test_a_number_is_read_to_its_end_in_its_box(demo):
    with demo.new_picture():
        demo.type("w₁", "−2.55")
    demo.waits_for_number("w₁", -2.55)
    assert demo.box("w₁").evaluate(ROOM_LEFT) >= 0


@pytest.mark.parametrize("nonsense", ["abc", "99", ""])
def test_nonsense_is_answered_and_the_last_good_value_stays(demo, nonsense):
    demo.press("w₁", "ArrowRight")
    demo.waits_for_number("w₁", 1.6)
    good = demo.pixels()
    demo.type("w₁", nonsense)
    demo.waits_to_say(f"w₁: expected a number from −3 to 3, got “{nonsense}”. Try 1.5.")
    demo.waits_for_number("w₁", 1.6)
    assert np.abs(demo.pixels() - good).mean() < WEBP
    demo.press("w₁", "ArrowRight")
    demo.waits_no_longer_to_say("expected")


def test_the_same_nonsense_twice_is_answered_twice(demo):
    for _ in range(2):
        demo.type("w₁", "abc")
        demo.waits_to_say("got “abc”")
        demo.waits_for_number("w₁", 1.5)
        demo.press("b", "ArrowRight")
        demo.waits_no_longer_to_say("got “abc”")


def test_reset_brings_back_values_picture_and_readout(demo):
    start = demo.pixels()
    demo.press("w₁", "End")
    demo.press("x₂", "Home")
    demo.comes_true(lambda: np.abs(demo.pixels() - start).mean() > WEBP)
    with demo.new_picture():
        demo.button("Reset").click()
    demo.waits_to_say("= 0.731")
    demo.waits_for_number("w₁", 1.5)
    demo.comes_true(lambda: np.abs(demo.pixels() - start).mean() < WEBP)


def test_a_menu_changes_the_picture(demo):
    with demo.new_picture():
        demo.box("φ").select_option("tanh")
    demo.waits_to_say("= 0.762")


def test_two_copies_live_side_by_side(demo, notebook, demo_in):
    copy = demo_in(notebook.cell(COPY))
    untouched = copy.pixels()
    demo.press("b", "ArrowRight")
    demo.waits_for_number("b", -0.9)
    assert (copy.pixels() == untouched).all() and copy.number("b") == -1
    changed = demo.pixels()
    copy.press("b", "ArrowLeft")
    copy.waits_for_number("b", -1.1)
    assert (demo.pixels() == changed).all() and demo.number("b") == -0.9


def test_a_cell_run_again_leaves_one_live_demo(notebook, demo_in):
    def widgets():
        return int(notebook.python("from ipywidgets.widgets.widget import _instances; print(len(_instances))"))

    before = widgets()
    for _ in range(5):
        notebook.run(FIRST)
    demo = demo_in(notebook.cell(FIRST))
    demo.press("b", "ArrowRight")
    demo.waits_to_say("+ (−0.90)")
    assert demo.image.count() == 1
    assert widgets() == before
    demo_in(notebook.cell(COPY)).press("b", "ArrowRight")
