"""A student's road through lecture 3, from the first click to the last exercise; on the next day all of it is there."""

import os
import re
import shutil
from pathlib import Path

import pytest
from lab import Notebook, jupyterlab, visit
from playwright.sync_api import expect

from course_nn.lectures import rounds_of
from course_nn.notebook.exercises import exercises_of, questions_of

EXERCISES = exercises_of("xor")
PREDICTIONS = questions_of("xor")

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
XOR = "notebooks/03_xor.ipynb"
ONE_SCREEN = 647  # page pixels for cells on a laptop of 1366 × 768
ANSWERS = {  # of exercises that are answered in the call
    "xor-table": "(0, 0, 1, 0)",
    "xor-update": "(0, 0, -1.5)",
    "xor-easy": "[1, 1, -0.5, 1, 1, -1.5, -1, 1, 0.5]",
    "xor-derive": "(1, 1, 1, 1)",
}
CELLS = "() => [...jupyterapp.shell.currentWidget.content.model.cells].map(cell => cell.id)"
TOP = """() => {
    const { node, outerNode } = jupyterapp.shell.currentWidget.content;
    return (outerNode ?? node).scrollTop;
}"""
BESIDE_OPTIONS = """() => [...document.querySelectorAll(".cn-veiled .cn-question > .widget-radio")].map((options) => {
    const look = options.closest(".cn-demo").querySelector(".cn-look").getBoundingClientRect();
    return options.getBoundingClientRect().right - parseFloat(getComputedStyle(options).paddingRight) - look.left;
})"""  # by how many pixels options may reach under the button that lifts the veil
WRITE = """([at, source]) =>
    jupyterapp.shell.currentWidget.content.model.cells.get(at).sharedModel.setSource(source)"""


@pytest.fixture(scope="module", params=["en", pytest.param("zh", marks=pytest.mark.thorough)])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def laptop(browser, tmp_path_factory, language):
    """A JupyterLab whose kernels remember and cover, as a student's do: called, it gives a page of this student's."""
    folder, home = tmp_path_factory.mktemp("student"), tmp_path_factory.mktemp("home")
    shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    tests = {name: os.environ.pop(name) for name in ("COURSE_NN_MEMORY", "COURSE_NN_COVER") if name in os.environ}
    try:
        with jupyterlab(folder, home) as url:
            yield lambda: visited(browser, url)
    finally:
        os.environ.update(tests)


def visited(browser, url):
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(20_000)
    visit(page, url)
    return page


class Road:
    """Lecture 3 on a page, by the ids of its cells."""

    def __init__(self, page):
        self.page, self.notebook = page, Notebook(page, XOR)
        self.cells, self.bar = page.evaluate(CELLS), page.locator(".cn-reader:visible")

    def cell(self, name):
        return self.notebook.cell(self.cells.index(name))

    def start(self):
        self.bar.locator(".cn-start").click()
        self.page.wait_for_function("() => !document.querySelector('.cn-start').disabled", timeout=90_000)

    def lock(self, cell, question):
        """The right answer, rather sure, with the keyboard alone."""
        here, asked = self.cell(cell), PREDICTIONS[question]
        if estimate := asked.estimate():
            here.get_by_role("button", name=re.compile("By numbers|输入数值")).press("Enter")
            box = here.locator(".cn-columns input[type=text]:visible").first
            box.fill(f"{estimate.measured:g}")
            box.press("Enter")
        else:
            here.get_by_role("radio").nth([*asked.options].index(asked.right())).press("Space")
        here.get_by_role("button", name=re.compile("rather sure|比较有把握")).press("Enter")
        here.locator(".cn-locked").wait_for()

    def answer(self, exercise, answer):
        at = self.cells.index(exercise)
        self.page.evaluate(WRITE, [at, f'check("{exercise}", {answer})'])
        self.notebook.run(at)
        self.cell(exercise).locator(".cn-right").first.wait_for()


@pytest.fixture(scope="module")
def walked(laptop, language):
    """The first day in one language: one click, every question, a task, a challenge, exercises; what was seen."""
    page = laptop()
    road, seen = Road(page), {}
    before = page.evaluate(TOP)
    road.start()
    seen["scrolled"] = page.evaluate(TOP) - before
    seen["under the button"] = page.evaluate(BESIDE_OPTIONS)
    road.bar.get_by_role("button", name={"en": "EN", "zh": "中文"}[language], exact=True).press("Enter")
    seen["veiled"] = "cn-veiled" in road.cell("xor-1-play").locator(".cn-demo").get_attribute("class")
    for key, one in rounds_of("xor").items():
        for cell, question in zip((f"{key}-play", f"{key}-sceptic"), one.questions):
            road.lock(cell, question)
    seen["unveiled"] = "cn-veiled" not in road.cell("xor-1-play").locator(".cn-demo").get_attribute("class")
    seen["told before the task"] = road.cell("xor-3-play").locator(".cn-right").count()
    seen["heights"] = {key: height(road.cell(f"{key}-play")) for key in rounds_of("xor")}
    slope = road.cell("xor-3-play").locator(".cn-strip input[type=text]:visible").first
    slope.fill("5")  # the first task
    slope.press("Enter")
    road.cell("xor-3-play").locator(".cn-right").wait_for()
    slope.fill("2.25")  # the challenge
    slope.press("Enter")
    road.cell("xor-3-play").locator(".cn-solved").wait_for()
    for exercise, answer in ANSWERS.items():
        road.answer(exercise, answer)
    road.notebook.save()
    road.notebook.__exit__()
    page.close()
    yield seen


def right_of(asked):
    """The right answer, as it is shown once it is locked."""
    estimate = asked.estimate()
    return estimate.named(float(estimate.measured)) if estimate else asked.lettered()[asked.right()]


def height(cell):
    return cell.locator(".cn-demo").bounding_box()["height"]


@pytest.fixture(scope="module")
def next_day(walked, laptop):
    """Another page, another kernel, one click."""
    page = laptop()
    road = Road(page)
    yield road
    road.notebook.__exit__()
    page.close()


def test_one_click_runs_all_and_leaves_the_reader_where_they_are(walked):
    assert abs(walked["scrolled"]) < 5


def test_a_demo_is_veiled_until_its_question_is_locked_and_the_reason_follows_the_first_task(walked):
    assert walked["veiled"] and walked["unveiled"] and not walked["told before the task"]


def test_no_option_reaches_under_the_button_that_lifts_the_veil_even_in_both_languages(walked):
    assert walked["under the button"] and max(walked["under the button"]) <= 0


def test_each_demo_with_its_task_fits_on_the_screen_of_a_laptop(walked):
    assert len(walked["heights"]) == 8 and max(walked["heights"].values()) <= ONE_SCREEN, walked["heights"]


def test_on_the_next_day_one_click_brings_back_answers_verdicts_tasks_and_challenges(next_day):
    next_day.start()
    for key, one in rounds_of("xor").items():
        for cell, question in zip((f"{key}-play", f"{key}-sceptic"), one.questions):
            here, right = next_day.cell(cell), right_of(PREDICTIONS[question])
            here.locator(".cn-locked").wait_for()
            expect(here.locator(".cn-locked")).to_contain_text(
                re.compile(f"{re.escape(right.en)}|{re.escape(right.zh)}")
            )
            assert not here.locator("input[type=radio]:visible").count()
    played = next_day.cell("xor-3-play")
    expect(played.locator(".cn-solved")).to_be_visible()  # the kernel says so a moment later
    expect(played.locator(".cn-right")).to_have_count(1)
    expect(played.locator(".cn-tasks")).to_contain_text("●")
    for exercise in ANSWERS:
        expect(next_day.cell(exercise).locator(".cn-right").first).to_be_attached()


def test_the_map_at_the_end_knows_what_was_done(next_day):
    next_day.cell("xor-course").locator(".cn-map").wait_for()
    done = next_day.cell("xor-course").locator(".cn-map").text_content()
    assert done.count("●") >= len(PREDICTIONS) + 1 + len(ANSWERS)
    assert done.count("○") + done.count("◐") >= len(EXERCISES) - len(ANSWERS)


def test_the_bar_leads_on_to_a_round_and_to_a_term(next_day):
    next_day.bar.get_by_role("button", name=re.compile("Map|地图")).click()
    entries = next_day.page.locator(".cn-rounds button")
    assert entries.count() == 9 and "◐" in entries.first.text_content(), "its tasks are open"
    entries.nth(4).click()
    next_day.page.wait_for_function("""() => {
        const heading = document.querySelector(".jp-Notebook:not(.lm-mod-hidden) [data-windowed-list-index] h2");
        return heading !== null;
    }""")
    next_day.cell("xor-4-predict").locator("summary").locator("visible=true").first.click()
    link = next_day.cell("xor-4-predict").locator('a[href*="reference.ipynb"][href*="#"]').locator("visible=true").first
    link.click()
    anchor = next_day.page.locator('[data-jupyter-id="cross-entropy"], [id="cross-entropy"]').first
    anchor.wait_for(state="attached")
    next_day.page.wait_for_function(
        """anchor => { const { top } = anchor.getBoundingClientRect(); return top > 60 && top < 400; }""",
        arg=anchor.element_handle(),
    )
    next_day.page.evaluate("() => jupyterapp.shell.currentWidget.dispose()")


def test_after_a_restart_and_after_a_cell_that_fails_the_button_runs_all_again(next_day):
    """The bar of that page says so, too, and never that all cells have run when they have not."""
    page, road = next_day.page, next_day
    page.evaluate("async path => { await jupyterapp.commands.execute('docmanager:open', {path}); }", XOR)
    known = "print('predict' in globals())"
    road.notebook.restart()
    page.wait_for_function("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'")
    assert road.notebook.python(known).strip() == "False"
    at = road.cells.index("xor-1-play")
    mended = page.evaluate(f"() => [...jupyterapp.shell.currentWidget.content.model.cells][{at}].sharedModel.source")
    for source, said in (("1 / 0", "Stopped|已停止"), (mended, "All cells|所有单元格")):
        page.evaluate(WRITE, [at, source])
        road.start()
        assert road.notebook.python(known).strip() == "True"
        assert re.search(said, road.bar.locator("[role=status]").text_content())


def test_the_bar_says_what_the_kernel_remembers_from_the_start_and_no_more_once_that_is_forgotten(next_day, laptop):
    next_day.notebook.python("from course_nn.notebook import forget\nforget()")
    next_day.notebook.python("from course_nn.common import memory")
    next_day.notebook.python('memory.remember("xor", "answers", "xor-1", option="no", sure="guess")')
    page = laptop()
    page.add_init_script("localStorage.setItem('course-nn:answered:xor', '[\"xor-3-lock\"]')")  # of an earlier edition
    visit(page, page.url.partition("/lab")[0])
    road = Road(page)
    road.bar.locator(".cn-start").get_by_text(re.compile("^(Go on|继续|Go on: 继续)：?.*(tasks|任务)")).wait_for()
    assert page.evaluate("() => Object.keys(localStorage).filter(key => key.includes('answered'))") == []
    road.notebook.python("from course_nn.notebook import forget\nforget()")
    road.notebook.run(road.cells.index("xor-import"))
    road.bar.locator(".cn-start").get_by_text(re.compile("^(Start|开始)")).wait_for()
    page.close()
