"""The wall in a browser: led from it and from a phone, nothing cut off, and no step that can be mistaken."""

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from classroom_question import QUESTION, served
from offenders import expect_none

from course_nn.classroom.board import Board
from course_nn.classroom.handlers import Room
from course_nn.notebook.exercises import questions_of
from course_nn.notebook.live_desk import with_answer
from course_nn.stage.pixels import film

pytestmark = pytest.mark.thorough
SIZES = {"hall": (1920, 1080), "old": (1366, 768), "phone": (390, 780)}
ALL_PARTS = """() => [...document.querySelectorAll('body *')].filter(it => {
    const box = it.getBoundingClientRect();
    if (!box.width || !box.height || it.closest('svg, .all, select')) return false;
    const cut = it.matches('button') && it.scrollWidth > it.clientWidth;
    return cut || box.right > innerWidth + 1 || (innerWidth > 700 && box.bottom > innerHeight + 1);
}).map(it => `${it.tagName} ${it.className} ${it.textContent.slice(0, 40)}`)"""
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')].filter(it => it.offsetWidth
    && !it.closest('svg') && [...it.childNodes].some(one => one.nodeType === 3 && one.textContent.trim())
).map(it => parseFloat(getComputedStyle(it).fontSize)))"""


@pytest.fixture
def class_(tmp_path):
    """A class with two questions of the course that wait, and the film of the first; its board, code and secret."""
    board = Board(tmp_path / "votes.sqlite")
    code = board.open("prof")
    for key in ("xor-1", "xor-2"):
        board.prepare(code, "prof", with_answer(key))
    sent = {"key": "xor-1", "part": 0, "parts": 1, "data": base64.b64encode(moving()).decode()}
    board.add_film(code, "prof", sent)
    board.secret = board.hang(code, "prof", f"http://192.168.1.5:8765/{code}", "en")["secret"]
    with served(Room(board)) as url:
        yield board, code, url


def moving():
    """Two pictures."""
    return film([np.full((300, 800, 4), shade, np.uint8) for shade in (90, 200)], [100, 100])


@pytest.fixture
def wall(browser, class_):
    """wall("hall"): a page of that size, with the leader's link; leads=False for the address without the secret."""
    board, code, url = class_
    contexts = []

    def wall(size, leads=True, locale="en-GB"):
        width, height = SIZES[size]
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, locale=locale))
        page = contexts[-1].new_page()
        page.goto(f"{url}wall/{code}{'#' + board.secret if leads else ''}")
        page.locator("#code").filter(has_text=code).wait_for(state="attached")
        return page

    yield wall
    for context in contexts:
        context.close()


def votes(board, code, answers):
    asked = board.view(code, board.secret)["id"]
    for answer in answers:
        pass_ = board.join(code)
        board.state(code, pass_=pass_)
        board.vote(code, answer, "certain", asked, pass_=pass_)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click(timeout=20_000)


def test_a_class_is_led_from_a_phone_and_the_wall_follows(wall, class_):
    board, code, _ = class_
    phone, hall = wall("phone"), wall("hall", leads=False)
    assert not hall.get_by_role("navigation").count() and "#" not in phone.url
    press(phone, "Ask")
    hall.get_by_role("heading", name=re.compile("threshold unit")).wait_for()
    votes(board, code, ["yes", "yes", "no"])
    hall.get_by_text("3 have voted").wait_for()
    hall.get_by_text("3 in the room now").wait_for()
    press(phone, "Close the vote")
    hall.get_by_text("Talk it over").wait_for()
    press(phone, "Show the answer")
    assert board.view(code, board.secret)["phase"] == "discuss", "it asks once"
    press(phone, "Yes, show the answer now")
    hall.get_by_text("2 (67%)").wait_for()
    hall.get_by_text("3 were sure; 2 of them were wrong.").wait_for()
    image = hall.locator("figure img")
    image.wait_for()
    assert image.evaluate("it => it.decode().then(() => it.naturalWidth)") == 800
    assert "What this answer overlooks" in hall.locator("figure").inner_text()


def test_axe_finds_nothing_on_the_wall_and_on_a_phone_before_a_vote_and_while_it_runs(wall, class_, browser):
    """All rules of axe-core for WCAG 2.0 to 2.2, levels A and AA."""
    _, code, url = class_
    hall, phone = wall("hall"), browser.new_page(viewport={"width": 320, "height": 640}, locale="en-GB")
    phone.goto(f"{url}{code}")
    phone.get_by_text("Wait for the question").wait_for()
    found = [Axe().run(page, options=WCAG).response["violations"] for page in (hall, phone)]
    press(hall, "Ask")
    phone.get_by_role("radio").first.wait_for()
    hall.get_by_role("button", name="Close the vote").wait_for()
    found += [Axe().run(page, options=WCAG).response["violations"] for page in (hall, phone)]
    expect_none(f"{one['id']}: {one['nodes'][0]['html'][:150]}" for broken in found for one in broken)
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
    phone.close()


def test_a_double_click_on_a_step_is_one_step(wall, class_):
    board, code, _ = class_
    page = wall("old")
    press(page, "Ask")
    page.get_by_role("button", name="Close the vote").dblclick()
    page.get_by_text("Talk it over").wait_for()
    page.wait_for_timeout(500)
    assert board.view(code, board.secret)["phase"] == "discuss"


def test_the_step_that_shows_the_answer_looks_otherwise(wall, class_):
    page = wall("hall")
    press(page, "Ask")
    press(page, "Close the vote")
    looks = "it => [getComputedStyle(it).borderStyle, getComputedStyle(it).color]"
    shows = page.get_by_role("button", name="Show the answer").evaluate(looks)
    again = page.get_by_role("button", name="Vote again").evaluate(looks)
    assert shows[0] != again[0] and shows[1] != again[1]


def test_asking_over_votes_asks_first(wall, class_):
    board, code, _ = class_
    page = wall("old")
    press(page, "Ask")
    page.get_by_role("button", name="Close the vote").wait_for()
    votes(board, code, ["yes"])
    page.get_by_role("combobox", name="Question").select_option("xor-2")
    press(page, "Ask")
    page.get_by_text("votes (1) would be lost").wait_for()
    assert board.view(code, board.secret)["question"]["key"] == "xor-1"
    press(page, "Discard the votes, and ask")
    page.get_by_role("heading", name=re.compile("OR")).wait_for()


def test_the_wall_is_as_it_was_when_its_browser_comes_back_and_ends_with_a_summary(wall, class_):
    board, code, _ = class_
    page = wall("old")
    press(page, "Ask")
    votes(board, code, ["yes", "no"])
    page.reload()
    page.get_by_text("2 have voted").wait_for()
    for name in ("Close the vote", "Show the answer", "Yes, show the answer now", "End the class"):
        press(page, name)
    assert not board.view(code, board.secret)["ended"]
    press(page, "Press once more to end")
    page.get_by_text("All questions of this class").wait_for()
    with page.expect_download() as saved:
        press(page, "Save as a table (CSV)")
    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert saved.value.suggested_filename == f"{code}.csv" and text.count("xor-1") == 3


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_in_any_step_in_either_language(wall, class_, size):
    board, code, _ = class_
    page = wall(size)
    for turn in (None, "ask", "discuss", "second", "shown", "end"):
        if turn == "ask":
            board.ask_prepared(code, board.secret, "xor-1", 0)
            votes(board, code, ["yes"] * 3 + ["no"] * 2)
        elif turn == "end":
            board.finish(code, board.secret)
        elif turn:
            board.turn(code, "prof", turn)
        for language in ("EN", "中文"):
            page.wait_for_timeout(1800)
            press(page, language)
            assert not page.evaluate(ALL_PARTS), (turn, language)
            assert size != "hall" or page.evaluate(SMALLEST) >= 24, (turn, language)


def test_no_question_of_the_course_is_cut_off_on_an_old_projector(wall, class_):
    board, code, _ = class_
    page, cut = wall("old"), []
    page.wait_for_timeout(1000)
    for section in ("xor", "deep_vs_shallow", "regularization", "practice"):
        for key, question in questions_of(section).items():
            options = {option: words._asdict() for option, words in question.options.items()}
            asked = {"key": key, "ask": question.ask._asdict(), "options": options}
            because = {option: words._asdict() for option, words in question.because.items()}
            counts = {option: {"guess": 3, "rather": 0, "certain": 40} for option in options}
            shown = {"id": 1, "question": asked, "answer": {"right": next(iter(options)), "because": because}}
            shown |= {"has_film": True, "votes": {"first": counts, "second": counts}, "values": {}}
            view = {"question": asked, "shown": shown, "phase": "shown", "summary": None, "step": 7}
            told = (
                "told => { busy = true; view = {...view, ...told}; pictures = {id: 1, of: null, film: FILM}; draw(); }"
            )
            for language in ("EN", "中文"):
                page.evaluate(told.replace("FILM", "door.src"), view)
                press_now(page, language)
                cut += [(key, language, part) for part in page.evaluate(ALL_PARTS)]
    assert not cut


def press_now(page, language):
    page.evaluate("name => [...languages].find(one => one.textContent === name).click()", language)


def test_the_wall_begins_in_the_language_of_the_course(wall, class_):
    board, code, _ = class_
    board.hang(code, "prof", "", "zh")
    wall("hall").get_by_text("即将提问。").wait_for()
    board.hang(code, "prof", "", "")
    wall("hall", locale="zh-CN").get_by_text("即将提问。").wait_for()


def test_an_own_question_without_answer_or_film_is_said_so(wall, class_):
    board, code, _ = class_
    board.ask(code, "prof", QUESTION)
    votes(board, code, ["one"])
    board.turn(code, "prof", "shown")
    page = wall("old")
    page.get_by_text("No picture has arrived for this question").wait_for()
    page.get_by_text("No notebook has left the answer").wait_for()
