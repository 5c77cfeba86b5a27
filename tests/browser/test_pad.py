"""A digit is drawn in the picture, in a real browser: with the mouse, with a finger, with the keyboard."""

import numpy as np
import pytest

CODE = "from course_nn.lectures import start\ndemo = start.reader(pad='')\ndemo"
INK = """pad => {
    const { data } = pad.getContext("2d").getImageData(0, 0, 32, 32);
    return Array.from({ length: 1024 }, (_, k) => Number(data[4 * k + 3] > 0 && data[4 * k] === 0));
}"""
BLANK = f"pad => !({INK})(pad).some(Boolean)"
UNDO, CLEAR = 0, 1
SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.6, 0.45), (0.45, 0.85)]


@pytest.fixture(scope="module")
def notebook(scratch):
    with scratch("pad", CODE) as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def pad(notebook, demo_in):
    demo_in(notebook.cell(0))
    pad = notebook.cell(0).locator(".cn-pad")
    pad.scroll_into_view_if_needed()
    notebook.cell(0).locator(".cn-pad-buttons button").nth(CLEAR).click()
    notebook.page.wait_for_function(BLANK, arg=pad.element_handle())
    return pad


def ink(pad):
    return np.array(pad.evaluate(INK)).reshape(32, 32)


def places(pad):
    box = pad.bounding_box()
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]


def reads(notebook, digit):
    notebook.cell(0).locator(".cn-readout", has_text=f"It reads a {digit}").wait_for()


def test_ink_follows_the_mouse_without_the_kernel_and_what_is_drawn_is_read(notebook, pad):
    mouse, (first, *others) = notebook.page.mouse, places(pad)
    mouse.move(*first)
    mouse.down()
    for place in others:
        before = ink(pad).sum()
        mouse.move(*place, steps=4)
        assert ink(pad).sum() > before  # while the hand still holds, at once
    mouse.up()
    reads(notebook, 7)
    notebook.cell(0).locator(".cn-pad-buttons button").nth(UNDO).click()
    notebook.cell(0).locator(".cn-readout", has_text="blank").wait_for()
    notebook.page.wait_for_function(BLANK, arg=pad.element_handle())


MISSED = """pad => pad.dispatchEvent(new PointerEvent("pointerdown", { pointerId: 99, pointerType: "touch" }))"""


def test_a_finger_whose_end_was_missed_keeps_no_pen_away(notebook, pad):
    pad.evaluate(MISSED)
    mouse, (first, second, *_) = notebook.page.mouse, places(pad)
    mouse.move(*first)
    mouse.down()
    mouse.move(*second, steps=4)
    mouse.up()
    assert ink(pad).sum() > 0


def test_a_finger_draws_and_the_page_stays_where_it_is(notebook, pad):
    page, top = notebook.page, "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"
    before, finger = page.evaluate(top), page.context.new_cdp_session(page)
    (first, *others) = places(pad)

    def touch(kind, *points):
        at = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", first)
    for start, end in zip([first, *others], others):
        for share in np.linspace(0.2, 1, 5):
            touch("touchMove", tuple(np.array(start) + share * (np.array(end) - start)))
    touch("touchEnd")
    reads(notebook, 7)
    assert page.evaluate(top) == before


def test_the_keyboard_draws_where_its_pen_has_gone_and_no_cell_of_the_notebook_moves(notebook, pad):
    pad.focus()
    for key in ["ArrowLeft"] * 6 + ["ArrowUp"] * 8 + [" "] + ["Shift+ArrowRight"] * 12:
        pad.press(key)
    for _ in range(9):
        for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft"):
            pad.press(key)
    reads(notebook, 7)
    assert pad.evaluate("pad => document.activeElement === pad")


def test_what_code_draws_stands_on_the_sheet(notebook, pad):
    cells = np.eye(32, dtype=int)
    notebook.cell(0).locator(".cn-pad").evaluate("pad => pad.blur()")
    notebook.python("import numpy as np\ndemo.set(pad=np.eye(32))")
    notebook.page.wait_for_function(f"pad => ({INK})(pad).filter(Boolean).length === 32", arg=pad.element_handle())
    assert (ink(pad) == cells).all()
