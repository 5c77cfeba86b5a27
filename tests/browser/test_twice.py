"""Two browsers on one memory, two views of one demo, a reload at a lock, an interrupt: nothing is lost or freezes."""

import pytest
from lab import Notebook, visit

ASKS = """import os
os.environ["COURSE_NN_MEMORY"] = {place!r}
from course_nn.notebook import predict
predict("neurons-4")"""
KEPT = """from course_nn.common import memory
print(memory.recall("neurons").get("answers", {}).get("neurons-4", {}).get("option"))"""
DEMO = "from course_nn.lectures import neurons\ndemo = neurons.neuron()\ndemo"
PRESENTED = """from course_nn.lectures import neurons
from course_nn.stage.presenting import Scene
demo = neurons.neuron()
demo.present([Scene(str(k), {"x1": k / 4}) for k in range(4)])
demo"""
PIXELS = "canvas => canvas.toDataURL()"
ENDLESS = "import time\nprint('begun')\nwhile True:\n    time.sleep(0.1)"
RUN_SECOND = """() => {  // without waiting for its end
    jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
    jupyterapp.commands.execute("notebook:run-cell");
}"""
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"


@pytest.fixture
def another(browser, lab_url):
    """A browser that shares nothing with the other one."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    visit(page, lab_url)
    yield page
    page.close()


def chosen(notebook, number):
    """The question of a notebook, with this option chosen."""
    cell = notebook.cell(0)
    cell.get_by_role("radio").nth(number).check()
    return cell


def locked(cell):
    cell.locator(".cn-locked").wait_for()
    return cell.locator(".cn-locked").inner_text()


def test_of_two_browsers_on_one_memory_the_lock_that_came_first_holds_in_both(scratch, another, tmp_path):
    code = ASKS.format(place=str(tmp_path))
    with scratch("one", code) as here, scratch("two", code, on=another) as there:
        cells = []
        for number, notebook in enumerate((here, there)):
            notebook.run(0)
            cells.append(chosen(notebook, number))
        said = []
        for cell in cells:
            cell.locator(".cn-locks button").first.click()
            said.append(locked(cell))
        assert said[0] == said[1] and here.python(KEPT) == there.python(KEPT) != "None\n"


def test_a_page_that_is_reloaded_as_soon_as_a_lock_is_pressed_has_it_afterwards(scratch, another, lab_url, tmp_path):
    notebook = scratch("reloaded", ASKS.format(place=str(tmp_path)), on=another)
    notebook.run(0)
    cell = chosen(notebook, 1)
    notebook.save()
    cell.locator(".cn-locks button").first.click()
    visit(another, lab_url)
    with Notebook(another, notebook.path) as again:
        said = locked(again.cell(0))
        again.run(0)
        assert locked(again.cell(0)) == said and again.python(KEPT) != "None\n"


def test_two_views_of_one_demo_side_by_side_show_the_same_and_one_press_is_one_scene(scratch, page, demo_in):
    with scratch("views", PRESENTED) as notebook:
        notebook.run_all()
        demo = demo_in(notebook.cell(0))
        page.evaluate("() => jupyterapp.commands.execute('docmanager:clone').then(() => null)")
        views = page.locator(".cn-touch canvas[aria-label]:visible")
        views.nth(1).wait_for()
        before = [view.evaluate(PIXELS) for view in views.all()]
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("PageDown")
        demo.comes_true(lambda: all(view.evaluate(PIXELS) != was for view, was in zip(views.all(), before)))
        assert notebook.python("print(demo.page.layer.scene, demo.values.x1)").split() == ["1", "0.25"]
        page.evaluate("() => jupyterapp.shell.currentWidget.dispose()")


def test_an_interrupt_ends_a_long_cell_and_the_picture_before_it_still_moves(scratch, page, demo_in):
    with scratch("interrupted", DEMO, ENDLESS) as notebook:
        notebook.run(0)
        demo = demo_in(notebook.cell(0))
        demo.press("b", "ArrowRight")
        moved = demo.number("b")
        page.evaluate(RUN_SECOND)
        demo.comes_true(lambda: notebook.outputs()[1])  # a kernel is busy before it runs the cell
        page.evaluate(f"() => {KERNEL}.interrupt()")
        demo.comes_true(lambda: [one.get("ename") for one in notebook.outputs()[1]] == [None, "KeyboardInterrupt"])
        assert demo.number("b") == moved
        demo.press("b", "ArrowRight")
        assert float(notebook.python("print(demo.values.b)")) == demo.number("b") != moved
