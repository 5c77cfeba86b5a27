"""The wall in a browser: led from it and from a phone, nothing cut off, and no step that can be mistaken."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from classroom_question import QUESTION, served
from offenders import expect_none
from PIL import Image

from course_nn.classroom.board import Board
from course_nn.classroom.handlers import Room
from course_nn.notebook.exercises import demo_of, questions_of
from course_nn.notebook.live_desk import with_answer
from course_nn.stage.display import VEILED
from course_nn.stage.page import spoken
from course_nn.stage.pixels import film

pytestmark = pytest.mark.thorough
SIZES = {"hall": (1920, 1080), "old": (1366, 768), "phone": (390, 780)}
ALL_PARTS = """() => [...document.querySelectorAll('body *')].filter(it => {
    const box = it.getBoundingClientRect();
    if (!box.width || !box.height || it.closest('svg, .all, select')) return false;
    const cut = it.matches('button') && it.scrollWidth > it.clientWidth;
    return cut || box.right > innerWidth + 1 || (innerWidth > 700 && box.bottom > innerHeight + 1);
}).map(it => `${it.tagName} ${it.className} ${it.textContent.slice(0, 40)}`)"""
SHADES, MS = (0, 40, 80, 120, 160), 120  # of the pictures of a film, and for how long each stands
SAYS = {"en": "A bar grows, and fades.", "zh": "一个长条变长、变淡。"}
SHADE = "it => it.getContext('2d').getImageData(100, 150, 1, 1).data[0]"
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
    for key, made in {"xor-1": moving(), "xor-2": still()}.items():
        sent = {"key": key, "part": 0, "parts": 1, "data": base64.b64encode(made).decode(), "says": SAYS}
        board.add_film(code, "prof", sent)
    board.secret = board.hang(code, "prof", f"http://192.168.1.5:8765/{code}", "en")["secret"]
    with served(Room(board)) as url:
        yield board, code, url


def moving():
    """Pictures of which a part changes, each a little to the right of the one before."""
    pictures = [np.full((300, 800, 4), 255, np.uint8) for _ in SHADES]
    for k, shade in enumerate(SHADES):
        pictures[k][100:200, 50 : 150 + 40 * k, :3] = shade
    return film(pictures, [MS] * len(SHADES), lossless=False, quality=75)


def still():
    return film([np.full((300, 800, 4), SHADES[0], np.uint8)], [0], lossless=False, quality=75)


@pytest.fixture
def wall(browser, class_):
    """wall("hall"): a page of that size, with the leader's link; leads=False for the address without the secret, and
    what else a browser's context is given."""
    board, code, url = class_
    contexts = []

    def wall(size, leads=True, locale="en-GB", **given):
        width, height = SIZES[size]
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, locale=locale, **given))
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
    image = hall.get_by_role("img", name=SAYS["en"])
    image.wait_for()
    assert image.evaluate("it => it.width") == 800
    assert "What this answer overlooks" in hall.locator("figure").inner_text()


def shown(board, code, key="xor-1"):
    """A vote on a question is over, and its answer stands on the wall."""
    board.ask_prepared(code, board.secret, key, board.view(code, board.secret)["step"])
    votes(board, code, ["yes", "no"] if key == "xor-1" else [])
    for phase in ("discuss", "shown"):
        board.turn(code, "prof", phase)


def moves(canvas):
    """Whether the picture changes in the time of two rounds of the film."""
    seen = set()
    for _ in range(2 * len(SHADES)):
        seen.add(canvas.evaluate(SHADE))
        canvas.page.wait_for_timeout(MS)
    return len(seen) > 1


def test_the_film_runs_and_rests_and_goes_on_by_keyboard(wall, class_):
    board, code, _ = class_
    shown(board, code)
    page = wall("hall", leads=False)
    canvas, button = page.locator("course-film canvas"), page.locator("button.film")
    button.wait_for()
    assert button.inner_text() == "Pause" and moves(canvas)
    while not button.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert button.inner_text() == "Play" and not moves(canvas)
    page.get_by_role("button", name="中文").click()
    assert button.inner_text() == "播放" and not moves(canvas), "it rests in the other language, too"
    page.get_by_role("img", name=SAYS["zh"]).wait_for()
    button.focus()
    page.keyboard.press("Space")
    assert button.inner_text() == "暂停" and moves(canvas)


def test_where_less_motion_is_wanted_the_film_rests_at_its_end_until_it_is_asked_for(wall, class_):
    board, code, _ = class_
    shown(board, code)
    page = wall("hall", leads=False, reduced_motion="reduce")
    canvas, button = page.locator("course-film canvas"), page.locator("button.film")
    button.wait_for()
    page.wait_for_timeout(1000)
    assert button.inner_text() == "Play" and not moves(canvas)
    assert abs(canvas.evaluate(SHADE) - SHADES[-1]) < 8
    button.click()
    assert button.inner_text() == "Pause" and moves(canvas)


def test_each_picture_of_a_film_is_the_one_that_was_sent(wall, class_):
    """Its pictures hold only what has changed, and are drawn over each other."""
    board, code, _ = class_
    shown(board, code)
    page = wall("hall", leads=False, reduced_motion="reduce")
    page.locator("button.film").wait_for()
    page.wait_for_timeout(1000)
    with Image.open(io.BytesIO(moving())) as sent:
        sent.seek(len(SHADES) - 1)
        wanted = np.asarray(sent.convert("RGB"), int)
    pixels = "it => [...it.getContext('2d').getImageData(0, 0, it.width, it.height).data]"
    seen = np.reshape(page.locator("course-film canvas").evaluate(pixels), (*wanted.shape[:2], 4))[..., :3]
    assert np.abs(seen - wanted).max() < 8


def test_a_picture_that_stands_still_has_no_pause(wall, class_):
    board, code, _ = class_
    shown(board, code, "xor-2")
    page = wall("hall", leads=False)
    canvas = page.locator("course-film canvas")
    canvas.wait_for()
    page.wait_for_timeout(500)
    assert abs(canvas.evaluate(SHADE) - SHADES[0]) < 8 and canvas.evaluate("it => it.width") == 800
    assert not page.locator("button.film").count()


@pytest.mark.parametrize("language, locale", [("en", "en-GB"), ("zh", "zh-CN")])
def test_the_picture_of_a_question_says_what_it_shows_on_the_wall_and_on_a_phone(
    wall, class_, browser, language, locale
):
    board, code, url = class_
    board.hang(code, "prof", "", language)
    board.ask_prepared(code, board.secret, "xor-1", 0)
    says = getattr(spoken(demo_of("xor-1")[1].title, VEILED), language)
    phone = browser.new_page(viewport={"width": 390, "height": 780}, locale=locale)
    phone.goto(f"{url}{code}")
    for page in (wall("hall", leads=False, locale=locale), phone):
        page.get_by_role("img", name=says).wait_for()
    phone.close()


def test_axe_finds_nothing_on_the_wall_and_on_a_phone_before_while_and_after_a_vote(wall, class_, browser):
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
    for name in ("Close the vote", "Show the answer", "Yes, show the answer now"):
        press(hall, name)
    hall.locator("button.film").wait_for()
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
                "told => { busy = true; view = {...view, ...told}; "
                "pictures = {id: 1, of: null, film: filmOf(FILM), says: null}; draw(); }"
            )
            for language in ("EN", "中文"):
                page.evaluate(told.replace("FILM", repr(base64.b64encode(moving()).decode())), view)
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
    page.get_by_text("No notebook has sent the answer").wait_for()


def test_whose_rival_is_best_stands_on_the_wall_with_name_errors_and_seconds(wall, class_):
    board, code, _ = class_
    digits = {part: {"en": "Real digits", "zh": "真实数字"} for part in ("title", "measure", "task")} | {"shares": True}
    hall, old, plain = wall("hall"), wall("old", leads=False), wall("phone", leads=False)
    assert not hall.get_by_role("button", name="Rivals", exact=True).count()
    for name, value in (("net", 0.1), ("<b>trees</b>", 0.024), *((f"of student {k}", 0.3) for k in range(30))):
        pass_ = board.join(code)
        own = [{"name": {"en": "the network", "zh": "该网络"}, "value": 0.05}]
        sent = {"name": name, "value": value, "seconds": 0.1234, "contest": digits, "own": own}
        board.bring(code, sent, pass_=pass_)
    press(hall, "Rivals")
    for page in (hall, old, plain):
        page.get_by_role("heading", name="Whose rival is best?").wait_for()
        rows = page.locator(".rivals li")
        assert rows.count() == 33 and rows.nth(1).get_attribute("class") == "own"
        assert "the network" in rows.nth(1).inner_text() and "5.0% · in the picture" in rows.nth(1).inner_text()
        assert rows.nth(0).get_attribute("class") == "right"
        assert "<b>trees</b>" in rows.nth(0).inner_text() and "2.4% · 0.12 s" in rows.nth(0).inner_text()
        widths = [row.locator(".fill").bounding_box()["width"] for row in (rows.nth(0), rows.nth(1), rows.nth(2))]
        assert widths == sorted(widths) and widths[0] > 0
        expect_none(page.evaluate(ALL_PARTS))
    expect_none(one["id"] for one in Axe().run(hall, options=WCAG).response["violations"])
    press(hall, "Back to the last question")
    hall.get_by_text("The question comes soon.").wait_for()
