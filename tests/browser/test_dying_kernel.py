"""A kernel that dies or is restarted while a hand pulls: nothing of it stays, it is said, and a second run mends it."""

import os
import signal
import sys

import pytest

from course_nn.lectures.neurons.demos.neuron import HANDLES

CODE = "from course_nn.lectures import neurons\ndemo = neurons.neuron(x1=-1.0, x2=1.0)\ndemo"
POINT = [handle.artist for handle in HANDLES].index("point")
BEFORE = "widget => getComputedStyle(widget, '::before').content"
DIALOG = ".jp-Dialog"
HALF_A_MINUTE = 30_000


def middle(demo, handle):
    box = demo.cell.locator(f".cn-touch path[data-handle='{handle}']").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def take_hold(demo, handle):
    """The hand holds it, and has gone a little way."""
    x, y = middle(demo, handle)
    demo.page.mouse.move(x, y)
    demo.page.mouse.down()
    demo.page.mouse.move(x + 20, y - 10, steps=3)
    return x, y


def pulls_again(demo):
    """Whether a pull moves what it should, and leaves nothing behind."""
    before = demo.number("x₁")
    x, y = take_hold(demo, POINT)
    demo.page.mouse.move(x + 60, y, steps=4)
    demo.page.mouse.up()
    demo.comes_true(lambda: demo.number("x₁") > before)
    demo.comes_true(lambda: not demo.cell.locator(".cn-echo path").count())


@pytest.fixture
def held(scratch, demo_in):
    """A notebook with a demo whose point a hand holds."""
    with scratch("held", CODE) as notebook:
        notebook.run_all()
        demo = demo_in(notebook.cell(0))
        notebook.start = take_hold(demo, POINT)
        notebook.demo = demo
        yield notebook
        demo.page.mouse.up()


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
def test_a_kernel_that_is_killed_in_a_drag_leaves_no_echo_says_so_and_a_second_run_mends_it(held, page, demo_in):
    os.kill(int(held.python("import os; print(os.getpid())")), signal.SIGKILL)
    x, y = held.start
    for k in range(10):
        page.mouse.move(x + 20 + 4 * k, y)
        page.wait_for_timeout(30)
    page.mouse.up()
    held.demo.comes_true(lambda: not held.cell(0).locator(".cn-echo path").count())
    dialog = page.locator(DIALOG)
    dialog.get_by_text("appears to have died").wait_for(timeout=HALF_A_MINUTE)
    dialog.get_by_role("button").last.click()
    held.cell(0).locator(".cn-demo.jupyter-widgets-disconnected").wait_for(timeout=HALF_A_MINUTE)
    assert "Run All Cells" in held.cell(0).locator(".cn-demo").evaluate(BEFORE)
    held.run_all()
    held.cell(0).locator(".cn-demo:not(.jupyter-widgets-disconnected) .cn-touch path.holds").first.wait_for(
        state="attached", timeout=HALF_A_MINUTE
    )
    pulls_again(demo_in(held.cell(0)))


def test_a_kernel_that_is_restarted_in_a_drag_leaves_no_echo_and_a_second_run_mends_it(held, page, demo_in):
    held.restart()
    x, y = held.start
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    held.demo.comes_true(lambda: not held.cell(0).locator(".cn-echo path").count())
    held.cell(0).locator(".cn-demo.jupyter-widgets-disconnected").wait_for()
    held.run_all()
    held.cell(0).locator(".cn-demo:not(.jupyter-widgets-disconnected) .cn-touch path.holds").first.wait_for(
        state="attached", timeout=HALF_A_MINUTE
    )
    pulls_again(demo_in(held.cell(0)))
