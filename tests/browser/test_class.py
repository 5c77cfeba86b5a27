"""A class that votes on a lecturer's own machine: the wall, a phone, and a student who joins by the bar."""

import os
import re

import pytest
from classroom_question import QUESTION, served
from lab import Notebook, free_port, jupyterlab, visit, write_notebook

from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Room

pytestmark = pytest.mark.thorough
LECTURER = "from course_nn.notebook import class_session\nroom = class_session('xor-1')\nroom"
RIGHT, WRONG = "no", "yes"  # of xor-1


@pytest.fixture(scope="module")
def url(folder, tmp_path_factory):
    before = os.environ.get("COURSE_NN_CLASS_PORT")
    os.environ["COURSE_NN_CLASS_PORT"] = str(free_port())
    write_notebook(folder / "wall.ipynb", LECTURER)
    try:
        with jupyterlab(folder, tmp_path_factory.mktemp("home"), classes=True) as url:
            yield url
    finally:
        os.environ.pop("COURSE_NN_CLASS_PORT") if before is None else os.environ.update(COURSE_NN_CLASS_PORT=before)


@pytest.fixture(scope="module")
def wall(browser, url):
    """The lecturer's notebook, its cell, and the code."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    visit(page, url)
    notebook = Notebook(page, "wall.ipynb")
    notebook.run_all()
    code = notebook.cell(0).locator(".cn-code")
    code.wait_for(timeout=60_000)
    yield notebook, notebook.cell(0), code.inner_text()
    page.close()


@pytest.fixture(scope="module")
def phone(browser, wall):
    """A phone that has followed the link of the QR code, but for this machine's address in its network."""
    page = browser.new_page(viewport={"width": 390, "height": 780}, locale="zh-CN")
    page.goto(f"http://127.0.0.1:{os.environ['COURSE_NN_CLASS_PORT']}/{wall[2]}")
    page.get_by_text("请等待提问").wait_for()
    yield page
    page.close()


@pytest.fixture(scope="module")
def student(browser, url, wall):
    """A student's notebook in the same JupyterLab; they press the bar's button and type the code."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    visit(page, url)
    notebook = Notebook(page, "notebooks/03_xor.ipynb")
    page.locator(".cn-reader:visible").get_by_role("button", name=re.compile("Join a class|加入课堂")).click()
    page.get_by_role("dialog").get_by_role("textbox").fill(wall[2].lower())
    page.get_by_role("dialog").get_by_role("textbox").press("Enter")
    page.get_by_text("Wait for the question").first.wait_for(timeout=60_000)
    yield page
    notebook.__exit__()
    page.close()


def test_a_class_votes_twice_and_the_wall_shows_both_votes_and_the_picture(wall, phone, student):
    _, lecturer, _ = wall
    lecturer.get_by_text("2 have joined").wait_for()
    lecturer.get_by_role("button", name="Ask").click()
    vote_on(phone, WRONG)
    vote_in_notebook(student)
    lecturer.get_by_text("have voted").filter(has_text="2").first.wait_for()
    assert not lecturer.locator(".cn-class").count()
    assert_nothing_is_cut_off(lecturer)
    lecturer.get_by_role("button", name="Close the vote").click()
    phone.get_by_text("请与邻座讨论").wait_for()
    assert phone.get_by_role("radio").first.is_disabled()
    lecturer.get_by_role("button", name="Vote again").click()
    phone.get_by_text("请再投一次").wait_for()
    assert not phone.locator("input:checked").count(), "the second vote begins without the first"
    assert_nothing_is_cut_off(lecturer)
    vote_on(phone, RIGHT)
    lecturer.get_by_role("button", name="Close, and show the answer").click()
    table = lecturer.locator(".cn-class")
    table.wait_for()
    assert "✓" in table.inner_text() and "1 (100%)" in table.inner_text()
    lecturer.locator(".cn-scene canvas[aria-label]").wait_for(timeout=30_000)
    phone.get_by_text("请看大屏幕").wait_for()


def assert_nothing_is_cut_off(lecturer):
    """Of what a button says: one step reveals the answer, and another does not."""
    for button in lecturer.get_by_role("button").all():
        wide, shown = button.evaluate("it => [it.scrollWidth, it.clientWidth]")
        assert wide <= shown, button.inner_text()


def vote_on(phone, option):
    phone.locator(f"input[value='{option}']:enabled").check(timeout=20_000)
    phone.locator("[data-sure=rather]").click()
    phone.get_by_text("已投票").wait_for()


def vote_in_notebook(student):
    """With the keyboard alone."""
    question = student.locator(".cn-question").last
    question.get_by_role("radio").first.press("Space")
    question.get_by_role("button", name=re.compile("rather sure|比较有把握")).press("Enter")
    student.get_by_text("Your vote is in").wait_for()


def test_a_lecturer_who_restarts_the_kernel_goes_on_with_the_same_class(wall, phone):
    notebook, lecturer, code = wall
    notebook.restart()
    notebook.run_all()
    lecturer.get_by_text("that you had opened").wait_for(timeout=60_000)
    assert lecturer.locator(".cn-code").inner_text() == code
    lecturer.get_by_text("2 have joined").wait_for()
    lecturer.get_by_role("button", name="End the class").click()
    lecturer.get_by_role("button", name="Press once more").click()
    phone.get_by_text("本次课堂投票已结束").wait_for()
    phone.get_by_role("textbox").wait_for()


def test_a_phone_whose_browser_keeps_nothing_for_pages_gets_in_all_the_same(browser, tmp_path):
    ballot = Ballot(tmp_path / "votes.sqlite")
    code, page = ballot.open("prof"), browser.new_page(locale="zh-CN")
    refuses = "get() { throw new DOMException('', 'SecurityError'); }"
    page.add_init_script(f"Object.defineProperty(window, 'sessionStorage', {{ {refuses} }})")
    with served(Room(ballot)) as url:
        page.goto(f"{url}{code}")
        page.get_by_text("请等待提问").wait_for()
        assert ballot.results(code, "prof")["voters"] == 1
        ballot.close(code, "prof")
        page.get_by_text("本次课堂投票已结束").wait_for()
        page.close()


BLOCKED = [
    (403, "text/html", "<html>blocked"),
    (403, "application/json", '{"error": "blocked"}'),
    (403, "application/json", '{"en": "who is that?", "zh": "who is that?"}'),  # as our own, for a moment
    (404, "application/json", "null"),
    (503, "text/html", "<html>"),
]


@pytest.fixture
def voter(browser, tmp_path):
    """A phone that votes in a class of its own; the class, and what counts it: (page, code, ballot)."""
    ballot = Ballot(tmp_path / "votes.sqlite")
    code = ballot.open("prof")
    ballot.ask(code, "prof", QUESTION)
    page = browser.new_page(locale="en-GB")
    with served(Room(ballot)) as url:
        page.goto(f"{url}{code}")
        page.get_by_role("radio").first.click()
        page.get_by_role("button", name="guess").click()
        page.get_by_text("Your vote is in").wait_for()
        yield page, code, ballot
    page.close()


@pytest.mark.parametrize("status, kind, body", BLOCKED)
def test_a_refusal_on_the_way_throws_no_phone_out(voter, status, kind, body):
    page, code, ballot = voter
    page.route("**/state", lambda route: route.fulfill(status=status, content_type=kind, body=body))
    page.get_by_text(re.compile("No connection|who is that")).wait_for()
    page.unroute("**/state")
    page.get_by_text("Your vote is in").wait_for()
    assert page.get_by_role("radio").first.is_checked() and ballot.results(code, "prof")["voters"] == 1


def test_a_phone_that_has_given_up_comes_back_as_the_same_voter(voter):
    page, code, ballot = voter
    body = '{"en": "who is that?", "zh": "who is that?"}'
    page.route("**/state", lambda route: route.fulfill(status=403, content_type="application/json", body=body))
    page.get_by_label("The code of the class").wait_for(timeout=60_000)
    page.unroute("**/state")
    page.get_by_label("The code of the class").fill(code)
    page.get_by_role("button", name="Join").click()
    page.get_by_text("Your vote is in").wait_for()
    assert ballot.results(code, "prof")["voters"] == 1


def test_a_phone_with_a_pass_of_another_class_of_that_code_joins_all_the_same(voter):
    page, code, ballot = voter
    page.evaluate("code => sessionStorage.setItem(`course-nn:${code}`, 'of.another')", code)
    page.reload()
    page.get_by_role("radio").first.wait_for()
    assert ballot.results(code, "prof")["voters"] == 2


def test_a_phone_leaves_a_class_that_has_ended(voter):
    page, code, ballot = voter
    ballot.close(code, "prof")
    page.get_by_text("has ended").wait_for()
    assert page.evaluate("code => sessionStorage.getItem(`course-nn:${code}`)", code) is None


def test_at_the_port_for_phones_there_is_nothing_but_the_page(phone):
    for path in ("lab", "api/class", "api/kernels", "tree"):
        assert phone.request.get(f"http://127.0.0.1:{os.environ['COURSE_NN_CLASS_PORT']}/{path}").status == 404
