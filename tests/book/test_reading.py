"""How a page of the book is read on a phone: the picture in sight, the rest folded, answers that stay."""

import pytest
from book.words import LANGUAGES
from bs4 import BeautifulSoup
from notebook_words import NOTEBOOK_ONLY, said_of
from offenders import expect_none

from course_nn.notebook.answers import SURE

NAME = "00_start_here"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LONGEST = 6_000  # page pixels of a folded page
FIRST_PICTURE = """() => Math.round([...document.querySelectorAll("main .picture img, main .map img")].map(
    (image) => image.getBoundingClientRect()).find((box) => box.height)?.bottom ?? 0)"""
WITHOUT_STORAGE = "Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new DOMException('blocked'); }"
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked'); } })"


@pytest.fixture(params=LANGUAGES)
def language(request):
    return LANGUAGES[request.param]


@pytest.fixture
def address(small_book, language):
    return (small_book / language.key / f"{NAME}.html").as_uri()


def laid_out(page, file):
    """(where its first picture ends, how long and how wide a page is, the errors that it made)."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(file.as_uri())
    root = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    return page.evaluate(FIRST_PICTURE), *root, troubles


def badly_laid_out(page, files):
    for file in files:
        picture, tall, wide, troubles = laid_out(page, file)
        if not 0 < picture <= 844 and file.stem != "reference":
            yield f"{file}: the first picture ends at {picture}"
        if tall > LONGEST or wide > 390:
            yield f"{file}: {wide} × {tall} page pixels"
        yield from troubles


def test_on_a_phone_the_first_picture_is_in_sight_and_the_folded_page_is_short(small_book, language, chrome):
    files = [small_book / language.key / f"{name}.html" for name in (NAME, "index")]
    expect_none(chrome(lambda page: [*badly_laid_out(page, files)], **PHONE))


@pytest.mark.thorough
def test_so_it_is_on_every_page_of_the_whole_book(whole_book, language, chrome):
    files = [*(whole_book / language.key).glob("*.html")]
    expect_none(chrome(lambda page: [*badly_laid_out(page, files)], **PHONE))


@pytest.mark.thorough
def test_no_page_of_the_whole_book_has_a_word_that_only_means_something_in_a_notebook(whole_book):
    said = {file: said_of(file.read_text("utf-8")) for file in whole_book.glob("*/*.html")}
    expect_none(f"{file}: {word}" for file, text in said.items() for word in NOTEBOOK_ONLY if word in text)


def test_no_page_has_a_word_that_only_means_something_in_a_notebook(small_book):
    said = {file: said_of(file.read_text("utf-8")) for file in small_book.glob("*/*.html")}
    expect_none(f"{file}: {word}" for file, text in said.items() for word in NOTEBOOK_ONLY if word in text)


def test_a_round_is_its_title_and_its_question_and_below_them_the_veiled_picture_and_then_the_options(
    small_book, language
):
    soup = BeautifulSoup((small_book / language.key / f"{NAME}.html").read_text("utf-8"), "html.parser")
    (first,) = soup.select("details.section[open]")
    parts = [*first.select("summary > h2, summary > .ask, .veil, .question, .readout")]
    order = [part.name if part.name == "h2" else part["class"][0] for part in parts]
    assert order == ["h2", "ask", "veil", "readout", "question"]
    assert first.select_one(".veil")["src"] != first.select_one(".over")["src"]
    assert not any(letter.isdigit() for letter in first.select_one(".veil")["alt"]), "it would say what is asked for"


def all_veiled(page):
    """Whether each picture that has a veil is under it."""
    return page.locator(".veiled").count() == page.locator(".veil").count() > 0


def locked(page, sure="rather"):
    """The form of the first question, with its first option locked."""
    form = page.locator(".question").first
    form.get_by_role("radio").first.check()
    form.locator(f".locks button[value={sure}]").click()
    return form


def test_a_lock_lifts_the_veil_and_says_what_is_right_and_not_before(address, chrome):
    def look(page):
        page.goto(address)
        form, demo = page.locator(".question").first, page.locator(".demo:has(.veil)").first
        form.locator(".locks button").first.click()
        assert form.locator(".hint").first.is_visible() and not form.locator(".verdict:visible").count()
        assert demo.locator(".readout").is_hidden() and demo.locator(".over").is_hidden()
        form.get_by_role("radio").first.press("Space")
        form.locator(".locks button").first.press("Enter")
        assert form.locator(".verdict:visible").count() == 1 and form.get_by_role("radio").first.is_disabled()
        assert demo.locator(".readout").is_visible() and demo.locator(".over").is_visible()
        assert page.evaluate("document.activeElement.getAttribute('role')") == "status"

    chrome(look, **PHONE)


@pytest.mark.parametrize("sure", SURE)
def test_a_locked_answer_is_there_after_a_reload_until_the_button_forgets_it(address, chrome, sure):
    def look(page):
        page.goto(address)
        assert page.locator(".forget").is_hidden() and all_veiled(page)
        locked(page, sure)
        assert not all_veiled(page)
        page.reload()
        form = page.locator(".question").first
        assert form.get_by_role("radio").first.is_checked() and form.locator(".verdict:visible").count() == 1
        assert form.locator(".locks button:visible").get_attribute("value") == sure
        page.locator(".forget").click()
        assert page.locator(".forgotten").is_visible() and all_veiled(page)
        page.reload()
        form = page.locator(".question").first
        assert not form.locator(":checked").count() and form.get_by_role("radio").first.is_enabled()
        assert page.locator(".forget").is_hidden() and not form.locator(".verdict:visible").count()

    chrome(look, **PHONE)


def test_an_answer_that_was_locked_in_one_language_is_locked_in_the_other(small_book, chrome):
    def look(page):
        page.goto((small_book / "en" / f"{NAME}.html").as_uri())
        locked(page)
        page.get_by_role("link", name="中文").click()
        page.locator("html[lang=zh-Hans]").wait_for()
        page.wait_for_function("() => document.querySelector('.question input[type=radio]').checked")

    chrome(look)


@pytest.mark.parametrize("how", [WITHOUT_STORAGE, BLOCKED], ids=["full", "blocked"])
def test_where_the_browser_keeps_nothing_one_sentence_says_so_and_all_the_rest_works(address, chrome, how):
    def look(page):
        troubles = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.add_init_script(how)
        page.goto(address)
        form = locked(page)
        assert form.locator(".unkept").is_visible() and form.locator(".verdict:visible").count() == 1
        assert page.locator(".readout").first.is_visible() and page.locator(".forget").is_hidden()
        assert not troubles

    chrome(look)


def test_an_answer_of_another_edition_that_is_no_option_locks_nothing(address, chrome):
    def look(page):
        page.add_init_script("localStorage.setItem('course-nn:book:start-1', 'gone certain')")
        page.goto(address)
        assert page.locator(".question").first.get_by_role("radio").first.is_enabled()
        assert all_veiled(page)

    chrome(look)


def test_a_link_opens_the_fold_in_which_it_ends_also_when_it_is_followed_again(address, chrome):
    def look(page):
        page.goto(f"{address}#start-map")
        section, title = page.locator("#start-map"), page.locator("#start-map > summary")
        assert section.get_attribute("open") is not None
        title.press("Enter")
        assert section.get_attribute("open") is None
        page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<a href=\"#start-map\">x</a>')")
        page.locator("a[href='#start-map']").click()
        assert section.get_attribute("open") is not None and title.is_visible()

    chrome(look, **PHONE)


def test_whoever_prints_prints_all_and_finds_the_folds_as_they_were(address, chrome):
    def look(page):
        page.goto(address)
        shut = page.locator("details:not([open])").count()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert shut and not page.locator("main details:not([open])").count()
        assert not page.locator(".verdict:visible").count(), "an answer that nobody has locked"
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details:not([open])").count() == shut

    chrome(look)


def test_without_javascript_all_is_there_to_be_read(address, chrome):
    def look(page):
        page.goto(address)
        demo = page.locator(".demo:has(.veil)").first
        assert demo.locator(".over").is_visible() and demo.locator(".readout").is_visible()
        assert demo.locator(".veil").is_hidden() and demo.locator(".locks").is_hidden()
        demo.locator(".replies > summary").click()
        assert demo.locator(".verdict:visible").count() == demo.get_by_role("radio").count()
        page.locator("#start-map > summary").click()
        assert page.locator("#start-map table").is_visible()

    chrome(look, java_script_enabled=False)
