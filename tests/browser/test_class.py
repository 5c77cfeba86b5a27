"""A class that votes on a lecturer's own machine: the wall, a phone, and a student who joins by the bar."""

import os
import re

import pytest
from classroom_question import QUESTION, served
from lab import Notebook, free_port, jupyterlab, visit, write_notebook

from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Room
from course_nn.notebook.exercises import prediction
from course_nn.notebook.live_answers import as_asked
from course_nn.notebook.live_picture import veiled_picture
from course_nn.notebook.live_server import ClassServer

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
    assert_nothing_is_cut_off(lecturer)
    lecturer.get_by_role("button", name="Close, and show the answer").click()
    assert not lecturer.locator(".cn-class").count(), "the step that shows the answer asks once"
    lecturer.get_by_role("button", name="Yes, show the answer now").click()
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
    lecturer.get_by_text("that you opened").wait_for(timeout=60_000)
    assert lecturer.locator(".cn-code").inner_text() == code
    lecturer.get_by_text("2 have joined").wait_for()
    lecturer.get_by_role("button", name="End the class").click()
    lecturer.get_by_role("button", name="Press once more").click()
    phone.get_by_text("本次课堂投票已结束").wait_for()
    phone.get_by_role("textbox").wait_for()


def test_what_a_class_has_set_lies_on_the_wall_below_the_veil_and_then_beside_what_is_measured(browser, url, folder):
    write_notebook(folder / "wall_set.ipynb", LECTURER.replace("xor-1", "regularization-7"))
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    visit(page, url)
    notebook = Notebook(page, "wall_set.ipynb")
    notebook.run_all()
    lecturer = notebook.cell(0)
    lecturer.locator(".cn-code").wait_for(timeout=60_000)
    lecturer.get_by_role("button", name="Ask").click()
    lecturer.get_by_text("Each decides alone").wait_for(timeout=60_000)
    phones = ClassServer(f"http://127.0.0.1:{os.environ['COURSE_NN_CLASS_PORT']}/", "")
    voted(phones, lecturer.locator(".cn-code").inner_text(), [20 + 3 * k % 60 for k in range(40)])
    for name in ("Close the vote", "Vote again", "Close, and show the answer", "Yes, show the answer now"):
        lecturer.get_by_role("button", name=name).click()
    picture = lecturer.locator(".cn-scene canvas[aria-label]")
    picture.wait_for(timeout=60_000)
    lecturer.get_by_text("40 marks: median").wait_for()
    assert "hidden" in picture.get_attribute("aria-label") and not lecturer.get_by_text("Measured").count()
    assert_nothing_is_cut_off(lecturer)
    lecturer.get_by_role("button", name="Lift the veil").click()
    lecturer.get_by_text("Measured").first.wait_for()
    assert "hidden" not in picture.get_attribute("aria-label")
    assert not lecturer.get_by_role("button", name="Lift the veil").count()
    page.close()


def voted(phones, code, values):
    """As many phones have joined, and each has set one of these."""
    for value in values:
        pass_ = phones.request(f"class/{code}/join", {})["pass"]
        seen = phones.request(f"class/{code}/state", pass_=pass_)
        vote = {"value": value, "sure": "rather", "asked": seen["id"], "phase": seen["phase"]}
        phones.request(f"class/{code}/vote", vote, pass_)


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


HOLD = """() => { // a vote is on its way until letGo() is called
    const { fetch } = window, { promise, resolve } = Promise.withResolvers();
    Object.assign(window, { letGo: resolve, fetch: async (...given) => {
        if (given[0].endsWith("vote")) await promise;
        return fetch(...given);
    } });
}"""


@pytest.mark.parametrize("status", [503, 507])
def test_a_phone_that_joins_while_the_service_is_busy_waits_and_gets_in_by_itself(browser, tmp_path, status):
    ballot = Ballot(tmp_path / "votes.sqlite")
    code, page = ballot.open("prof"), browser.new_page(locale="en-GB")
    body = '{"en": "many come", "zh": "many come"}'
    with served(Room(ballot)) as url:
        page.route("**/join", lambda route: route.fulfill(status=status, content_type="application/json", body=body))
        page.goto(f"{url}{code}")
        page.get_by_text("tries again by itself").wait_for()
        page.unroute("**/join")
        page.get_by_text("Wait for the question").wait_for()
        assert ballot.results(code, "prof")["voters"] == 1
    page.close()


def test_a_vote_that_comes_too_late_for_its_round_is_shown_as_none(voter):
    page, code, ballot = voter
    page.evaluate(HOLD)
    page.locator("[data-sure=certain]").click()
    ballot.turn(code, "prof", "second")
    page.get_by_text("vote once more").wait_for()
    page.evaluate("() => letGo()")
    page.get_by_text("too late for its round").wait_for()
    page.get_by_text("You have discussed it").wait_for()
    assert not page.locator("[aria-pressed=true][data-sure]").count()
    assert not ballot.results(code, "prof")["votes"]["second"]


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


# ---- a finger sets and draws ---------------------------------------------------------------------------------


@pytest.fixture
def finger(browser, tmp_path):
    """finger(key): a phone of 390 page pixels in a class that is asked this question; its page, and swipe(from, to) in
    shares of what can be taken hold of; and what was counted."""
    ballot, contexts = Ballot(tmp_path / "votes.sqlite"), []
    code = ballot.open("prof")
    with served(Room(ballot)) as url:

        def begin(key, **changed):
            ballot.ask(code, "prof", as_asked(key) | {"picture": veiled_picture(key)} | changed)
            size = {"width": 390, "height": 780}
            contexts.append(browser.new_context(viewport=size, has_touch=True, is_mobile=True, locale="en-GB"))
            page = contexts[-1].new_page()
            page.goto(f"{url}{code}")
            page.locator("course-estimate").wait_for()
            return page, lambda: ballot.results(code, "prof")["values"]["first"]

        yield begin
        for context in contexts:
            context.close()


def swipe(page, start, end, steps=10):
    """Chromium's own touch events over what can be taken hold of, in shares of it."""
    grip, cdp = page.locator(".estimate .grip"), page.context.new_cdp_session(page)
    page.locator(".estimate").scroll_into_view_if_needed()
    left, top, wide, tall = grip.evaluate(
        "it => { const box = it.getBBox(), at = it.getScreenCTM();"
        "return [at.e + at.a * box.x, at.f + at.d * box.y, at.a * box.width, at.d * box.height] }"
    )
    for step in range(steps + 1):
        x, y = (a + (b - a) * step / steps for a, b in zip(start, end))
        at = {"x": left + x * wide, "y": top + y * tall}
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": [at]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def locked_in(page):
    page.locator("[data-sure=rather]").click()
    page.get_by_text("Your vote is in").wait_for()


def test_a_finger_sets_a_mark_in_the_picture_and_the_page_stays_where_it_is(finger):
    page, counted = finger("regularization-7")
    locked = page.locator("[data-sure=rather]")
    locked.click()
    page.get_by_text("Give your answer first").wait_for()
    assert not counted(), "a mark that nobody has moved is no answer"
    page.locator(".estimate").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    swipe(page, (0.5, 0.5), (0.5, 0.2))
    assert page.evaluate("scrollY") == before
    locked_in(page)
    ((value, sure),) = counted()
    assert value == pytest.approx(80, abs=2) and sure == "rather"
    page.reload()
    page.locator("course-estimate").wait_for()
    assert page.evaluate("document.querySelector('course-estimate').value") == value
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_finger_draws_a_curve_and_draws_over_it(finger):
    page, counted = finger("deep_vs_shallow-8")
    swipe(page, (0, 0.2), (1, 0.8))
    swipe(page, (0.7, 0.2), (1, 0.2))
    locked_in(page)
    (((*curve,), _),) = counted()
    assert len(curve) == 11 and curve[0] == pytest.approx(curve[-1], rel=0.2), "both strokes began or ended at 0.2"
    assert curve[0] > curve[2] > curve[4] and curve[-1] > 3 * curve[4], "what lies before the second stroke is kept"


def test_a_slider_and_a_box_set_the_same_without_a_picture(finger):
    page, counted = finger("regularization-7", picture=None)
    assert not page.locator(".picture").count()
    slider = page.get_by_role("slider", name="misread")
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "51%"
    box = page.get_by_role("textbox", name="misread")
    for typed, kept in (("142", "51"), ("much", "51"), ("7.2", "7")):
        box.fill(typed)
        box.press("Enter")
        assert box.input_value() == kept
    locked_in(page)
    assert counted() == [[7.0, "rather"]]


def test_a_finger_pulls_both_ends_of_a_band_and_who_hears_the_page_hears_which_end_it_is(finger):
    page, counted = finger("feature_learning-3")
    page.get_by_role("combobox", name="your answer").select_option("a band: low end")
    slider = page.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext").startswith("a band: low end: ")
    swipe(page, (0.59, 0.5), (0.8, 0.5))
    assert slider.get_attribute("aria-valuetext").startswith("a band: high end: ")
    swipe(page, (0.41, 0.5), (0.1, 0.5))
    slider.press("ArrowUp")
    locked_in(page)
    (((low, high), _),) = counted()
    axis = prediction("feature_learning-3").estimate()
    assert axis.share((low, high)) == pytest.approx((0.1, 0.8), abs=0.04)
