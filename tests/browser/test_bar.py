"""The bar over a notebook: what it asks of a kernel, also where there is none any more."""

import json
import re

import pytest
from lab import Notebook

HEADINGS = [
    f'## <span lang="en">{en}</span> <span lang="zh-Hans">{zh}</span>'
    for en, zh in (("One unit", "一个单元"), ("Two layers", "两层"))
]
CELLS = [
    ("markdown", "xor-title", "# XOR"),
    ("code", "xor-import", "import course_nn"),
    ("markdown", "xor-1-predict", HEADINGS[0]),
    ("code", "xor-1-lock", 'from course_nn.notebook import predict\nquestion = predict("xor-1")\nquestion'),
    ("markdown", "xor-2-predict", HEADINGS[1]),
    ("code", "xor-2-lock", 'predict("xor-2")'),
]
ANSWER = 'from course_nn.common.memory import remember\nremember("xor", "answers", "xor-1", option="no", sure="guess")'
STARTS, GOES_ON = re.compile("^(Start|开始)"), re.compile("^(Go on|继续)")
SHOW = "id => jupyterapp.shell.activateById(id)"
SHOWN = "() => jupyterapp.shell.currentWidget.id"
IS_IN_SIGHT = """words => [...document.querySelectorAll("h2")].some(head => {
    const { top } = head.getBoundingClientRect();
    return head.textContent.includes(words) && top > 0 && top < innerHeight;
})"""


@pytest.fixture
def path(folder):
    """Of a notebook with two rounds of lecture 3."""
    return written(folder / "bar.ipynb", CELLS)


def written(file, cells):
    """A notebook of cells that have ids; returns its name."""
    cells = [
        {"cell_type": kind, "id": name, "metadata": {}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for kind, name, source in cells
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    file.write_text(json.dumps(content), "utf-8")
    return file.name


@pytest.fixture
def notebook(page, path):
    """Open, its bar over it."""
    with Notebook(page, path) as notebook:
        yield notebook


@pytest.fixture
def bar(page, notebook):
    return page.locator(".cn-reader:visible")


def starts(bar):
    bar.locator(".cn-start").click()
    bar.locator("[role=status]").get_by_text(re.compile("All cells|所有单元格")).wait_for()


@pytest.mark.parametrize("before", [True, pytest.param(False, marks=pytest.mark.thorough)], ids=["run", "never run"])
def test_a_kernel_that_was_shut_down_has_run_nothing_and_the_button_starts_another(page, notebook, bar, before):
    button = bar.locator(".cn-start")
    if before:
        starts(bar)
        button.get_by_text(GOES_ON).wait_for()  # what has run leads on, though nothing is done yet
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.wait_for_function("() => !document.querySelector('.cn-reader [role=status]').textContent")
    button.get_by_text(STARTS).wait_for()
    starts(bar)
    assert "question" in notebook.python("print([*globals()])")


FORGETS = "from course_nn.notebook import forget\nforget()"
CLEARS = "() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs').then(() => null)"
FAILS = """async () => {
    const { sharedModel } = [...jupyterapp.shell.currentWidget.content.model.cells].find(({ type }) => type === "code");
    const source = sharedModel.source;
    sharedModel.setSource("1 / 0");
    await jupyterapp.commands.execute("notebook:run-all-cells").catch(() => {});
    sharedModel.setSource(source);
}"""
COUNTS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
    .filter(({ type }) => type === "code").map(({ executionCount }) => executionCount)"""
HAVE_RUN_SINCE = f"before => ({COUNTS})().every((count, k) => count > before[k])"


def forgets_elsewhere(page, notebook):
    notebook.python(FORGETS)
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")  # the bar asks again
    page.locator(".cn-start:visible").get_by_text(STARTS).wait_for()


@pytest.mark.parametrize(
    "undone",
    [
        pytest.param(forgets_elsewhere, id="answers that were forgotten"),
        pytest.param(lambda page, _: page.evaluate(CLEARS), id="outputs that were cleared"),
        pytest.param(lambda page, _: page.evaluate(FAILS), id="cells after one that failed"),
    ],
)
def test_the_button_runs_again_what_is_gone_and_the_bar_no_longer_says_that_all_have_run(page, notebook, bar, undone):
    starts(bar)
    notebook.python(ANSWER)
    bar.get_by_role("button", name=re.compile("Map|地图")).click()
    bar.locator(".cn-start").get_by_text(GOES_ON).wait_for()
    before = page.evaluate(COUNTS)
    undone(page, notebook)
    page.wait_for_function("() => !document.querySelector('.cn-reader [role=status]').textContent")
    starts(bar)
    page.wait_for_function(HAVE_RUN_SINCE, arg=before)


@pytest.mark.thorough
def test_a_cell_that_the_reader_has_added_and_not_run_makes_nothing_run_again(page, notebook, bar):
    starts(bar)
    notebook.python(ANSWER)
    bar.get_by_role("button", name=re.compile("Map|地图")).click()
    bar.locator(".cn-start").get_by_text(GOES_ON).wait_for()
    before = page.evaluate(COUNTS)
    page.evaluate("() => jupyterapp.commands.execute('notebook:insert-cell-below').then(() => null)")
    bar.locator(".cn-start").click()
    page.wait_for_function("() => !document.querySelector('.cn-start').disabled")
    assert [count for count in page.evaluate(COUNTS) if count] == before


def test_while_a_kernel_starts_the_button_says_that_it_runs_and_is_pressed_once(page, path):
    """Each press would run all cells once more, behind the first."""
    held, begins = [], "**/api/sessions*"
    page.route(begins, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.evaluate("path => { jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'}); }", path)
    button = page.locator(".cn-start:visible")
    button.click()
    said = page.locator(".cn-reader:visible [role=status]")
    said.get_by_text(re.compile("Running|运行中")).wait_for()
    assert button.is_disabled()
    for route in held:
        route.continue_()
    page.unroute(begins)
    said.get_by_text(re.compile("All cells|所有单元格")).wait_for()
    assert page.evaluate(COUNTS) == [1, 2, 3]
    page.evaluate("() => jupyterapp.shell.currentWidget.dispose()")


@pytest.mark.thorough
def test_the_bar_asks_again_when_its_notebook_comes_into_sight_and_when_its_map_is_opened(page, bar, notebook, scratch):
    starts(bar)
    own = page.evaluate(SHOWN)
    notebook.python(ANSWER)
    with scratch("beside the bar", "1"):
        other = page.evaluate(SHOWN)
        page.evaluate(SHOW, own)
        bar.locator(".cn-start").get_by_text(GOES_ON).wait_for()
        page.evaluate(SHOW, other)
    page.evaluate(SHOW, own)
    notebook.python(FORGETS)
    bar.get_by_role("button", name=re.compile("Map|地图")).click()
    page.locator(".cn-rounds:visible").get_by_text("○").nth(1).wait_for()
    bar.locator(".cn-start").get_by_text(STARTS).wait_for()


@pytest.mark.thorough
def test_the_bar_writes_over_no_name_and_is_told_whatever_a_cell_has_done_to_what_is_printed(page, notebook, bar):
    starts(bar)
    notebook.python("import io, sys\nchoose, printed, sys.stdout = 'mine', sys.stdout, io.StringIO()\n" + ANSWER)
    bar.get_by_role("button", name=re.compile("Map|地图")).click()
    bar.locator(".cn-start").get_by_text(GOES_ON).wait_for()
    bar.get_by_role("button", name="EN", exact=True).click()
    bar.locator(".cn-start").get_by_text("Go on: One unit against four points: tasks").wait_for()
    bar.get_by_role("button", name="EN + 中文").click()
    notebook.python("sys.stdout = printed")
    assert notebook.python("print(choose)").strip() == "mine"


def test_a_link_to_a_round_of_this_notebook_leads_there(page, folder):
    door, far = "[two layers](door.ipynb#xor-2-predict)", "\n\n".join(map(str, range(200)))
    cells = [("markdown", "xor-title", f"# XOR\n\n{door}"), CELLS[1], ("markdown", "xor-far", far), CELLS[4]]
    with Notebook(page, written(folder / "door.ipynb", cells)) as notebook:
        notebook.cell(0).get_by_role("link", name="two layers").click()
        page.get_by_role("heading", name="Two layers").wait_for()
        page.wait_for_function(IS_IN_SIGHT, arg="Two layers")


SWINGS = """choice => new MutationObserver(() => {
    if (choice.ariaPressed === "true") choice.dataset.swung = "true";
}).observe(choice, { attributes: true, attributeFilter: ["aria-pressed"] })"""


def test_of_languages_pressed_faster_than_the_kernel_answers_the_last_one_holds(page, notebook, bar):
    starts(bar)
    notebook.run(3)
    notebook.cell(3).get_by_role("radio").first.wait_for()
    english, chinese = (bar.get_by_role("button", name=name, exact=True) for name in ("EN", "中文"))
    english.click()
    notebook.cell(3).locator(".cn-question[lang=en-US]").wait_for()
    page.evaluate(
        "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute("
        "{ code: 'import time; time.sleep(1)' }); }"
    )
    chinese.click()
    english.click()
    chinese.evaluate(SWINGS)
    notebook.python("question.layer.told += 0")
    notebook.cell(3).locator(".cn-question[lang=en-US]").wait_for()
    page.wait_for_timeout(500)
    assert english.get_attribute("aria-pressed") == "true" and not chinese.get_attribute("data-swung")
