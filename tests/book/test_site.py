"""The pages of a site, as they are written and as a reader has them in a browser, opened as files."""

import re
import threading
import xml.etree.ElementTree as ElementTree
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from book.demos import FRAMES
from book.site import forget_frames
from book.words import LANGUAGES
from bs4 import BeautifulSoup
from offenders import expect_none

from course_nn.notebook import solution
from course_nn.notebook.exercises import questions_of

NAME = "00_start_here"
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
AT_REST = """(demo) => {
    const over = demo.querySelector(".over");
    return over.complete && over.naturalWidth > 0 && over.src;
}"""


@pytest.fixture(params=LANGUAGES)
def language(request):
    return LANGUAGES[request.param]


@pytest.fixture
def soup(small_book, language):
    return BeautifulSoup((small_book / language.key / f"{NAME}.html").read_text("utf-8"), "html.parser")


def test_a_page_says_what_it_is_in_its_language_and_where_it_is_in_the_other(soup, language):
    assert soup.html["lang"] == language.tag and soup.title.string and len(soup.h1.get_text()) > 1
    assert len(soup.find("meta", attrs={"name": "description"})["content"]) > 10
    links = {link.get("hreflang", link["rel"][0]): link["href"] for link in soup.find_all("link")}
    assert links["canonical"] == f"https://example.org/book/{language.key}/{NAME}.html"
    assert links["en"].endswith(f"/en/{NAME}.html") and links["zh-Hans"].endswith(f"/zh/{NAME}.html")


def test_a_page_speaks_one_language(soup, language):
    han = re.compile("[\u4e00-\u9fff]")
    text = soup.main.get_text()
    assert bool(han.search(text)) == (language.key == "zh")


def test_every_file_that_a_page_asks_for_is_there_and_no_other_site_is_asked(small_book, language, soup):
    def wrong():
        for tag, attribute in (("img", "src"), ("script", "src"), ("link", "href")):
            for part in soup.find_all(tag, attrs={attribute: True}):
                if part.get("rel") in (["canonical"], ["alternate"]):
                    continue
                if not (small_book / language.key / part[attribute]).is_file():
                    yield part[attribute]
        for name in re.findall(r"[0-9a-f]{16}\.webp", str(soup)):
            if not (small_book / FRAMES / name).is_file():
                yield name
        yield from (part["href"] for part in soup.find_all("a", href=True) if ".ipynb" in part["href"].split("=")[0])

    expect_none(wrong())


def test_a_question_has_the_verdict_of_the_course_on_each_option(soup, language):
    forms = {form["data-key"]: form for form in soup.find_all(class_="question")}
    assert forms.keys() == questions_of("start").keys()
    for key, asked in questions_of("start").items():
        verdicts = {part["data-of"]: part.get_text() for part in forms[key].find_all(class_="verdict")}
        assert verdicts.keys() == asked.options.keys()
        assert all(plain(language.of(asked.because[option])) in text for option, text in verdicts.items())
        assert [part["data-of"] for part in forms[key].find_all(class_="right")] == [asked.right()]


def test_an_exercise_has_its_worked_solution_in_a_fold(soup, language):
    worked = plain(language.of(solution("start-easy").hint))
    assert any(worked in fold.get_text() for fold in soup.find_all("details"))


def plain(html):
    return BeautifulSoup(html, "html.parser").get_text()


def test_the_map_links_the_pages_that_there_are_and_the_live_notebook(small_book, language):
    soup = BeautifulSoup((small_book / language.key / "index.html").read_text("utf-8"), "html.parser")
    assert [link["href"] for link in soup.find(class_="map").find_all("a")] == [f"{NAME}.html"]
    assert soup.find("a", href=re.compile("example.org/lab"))["href"].endswith(f"notebooks/{NAME}.ipynb")


def test_the_sitemap_names_every_page(small_book):
    root = ElementTree.fromstring((small_book / "sitemap.xml").read_text("utf-8"))
    paths = {place.text.removeprefix("https://example.org/book/") for place in root.iter() if place.tag.endswith("loc")}
    written = {str(page.relative_to(small_book)) for page in small_book.glob("*/*.html")}
    assert paths == written | {""} and (small_book / "index.html").is_file()


def test_only_pictures_of_an_earlier_build_are_forgotten(tmp_path):
    (tmp_path / FRAMES).mkdir()
    (tmp_path / "en").mkdir()
    shown, old, other = "0123456789abcdef.webp", "fedcba9876543210.webp", "mine.webp"
    for name in (shown, old, other):
        (tmp_path / FRAMES / name).touch()
    (tmp_path / "en" / "a.html").write_text(f'<img src="../frames/{shown}">')
    forget_frames(tmp_path)
    assert {file.name for file in (tmp_path / FRAMES).iterdir()} == {shown, other}


def test_in_a_browser_a_slider_moves_the_picture_and_what_is_said_of_it(small_book, language, chrome):
    def look(page):
        troubles = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto((small_book / language.key / f"{NAME}.html").as_uri())
        demo = page.locator(".demo:has(.veil)").first
        demo.locator(".look").click()
        slider, over = demo.get_by_role("slider").first, demo.locator(".over")
        said, shown, alt = demo.locator(".readout").inner_text(), demo.evaluate(AT_REST), over.get_attribute("alt")
        slider.press("Home")
        page.wait_for_function(
            f"([demo, was]) => {{ const now = ({AT_REST})(demo); return now && now !== was; }}",
            arg=[demo.element_handle(), shown],
        )
        assert slider.get_attribute("aria-valuetext") == "−5" == demo.locator("output").first.inner_text()
        assert demo.locator(".readout").inner_text() != said and over.get_attribute("alt") != alt
        demo.locator(".scene").first.click()
        page.wait_for_function(f"([demo, was]) => ({AT_REST})(demo) === was", arg=[demo.element_handle(), shown])
        assert demo.locator(".readout").inner_text() == said
        assert not troubles

    chrome(look)


def test_in_a_browser_a_page_runs_no_script_but_its_own(small_book, language, chrome):
    smuggled = """() => document.body.insertAdjacentHTML("beforeend",
        '<img src="no" onerror="window.smuggled = 1"><a id="bait" href="javascript:window.smuggled = 1">x</a>')"""

    def look(page):
        page.goto((small_book / language.key / f"{NAME}.html").as_uri())
        page.evaluate(smuggled)
        page.locator("#bait").click()
        page.wait_for_timeout(300)
        assert page.evaluate("() => window.smuggled") is None
        assert page.locator(".demo .over").first.evaluate("image => image.naturalWidth") > 0

    chrome(look)


def test_on_a_phone_nothing_is_wider_than_the_screen_and_a_picture_can_be_enlarged(small_book, language, chrome):
    def look(page):
        page.goto((small_book / language.key / f"{NAME}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        demo = page.locator(".demo:has(.veil)").first
        frame = demo.locator(".frame")
        demo.locator(".enlarge").press("Enter")
        assert frame.evaluate("frame => frame.scrollWidth > 800 && frame.clientWidth < 390")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    chrome(look, **PHONE)


def test_a_page_can_be_used_by_everybody(small_book, language, chrome):
    """No serious violation of the rules for accessible pages, in the light theme and in the dark one."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def look(page):
        page.goto((small_book / language.key / f"{NAME}.html").as_uri())
        found = axe.run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]

    expect_none(chrome(look) + chrome(look, **PHONE))


def test_from_a_server_pictures_come_only_when_the_demo_is_near(small_book, chrome):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=small_book))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def look(page):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Start here", exact=True).click()
        page.wait_for_load_state("networkidle")
        few = sum(FRAMES in url for url in asked)
        demo = page.locator(".demo:has(.veil)").first
        demo.locator(".look").click()
        demo.locator(".readout").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        page.get_by_role("link", name="中文").click()
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        return few, sum(FRAMES in url for url in asked), {url.split("/")[2] for url in asked}

    few, all_of_them, hosts = chrome(look, viewport={"width": 1366, "height": 300})
    server.shutdown()
    assert few <= 3 < 10 <= all_of_them and len(hosts) == 1


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.mark.thorough
def test_in_the_whole_book_each_demo_is_under_a_megabyte_and_no_link_is_dead(whole_book):
    pages = [*whole_book.glob("*/*.html")]
    links = re.compile(r'href="([\w]+\.html)(?:#([^"]+))?"')

    def wrong():
        for page in pages:
            for name, anchor in links.findall(page.read_text("utf-8")):
                target = page.parent / name
                if not target.is_file() or anchor and f'id="{anchor}"' not in target.read_text("utf-8"):
                    yield f"{page}: {name}#{anchor}"
            for demo in BeautifulSoup(page.read_text("utf-8"), "html.parser").find_all(class_="demo"):
                names = {*re.findall(r"[0-9a-f]{16}\.webp", str(demo))}
                size = sum((whole_book / FRAMES / name).stat().st_size for name in names)
                if size > 1_200_000 or len(names) < 3:
                    yield f"{page}: {demo['aria-label']} has {len(names)} pictures, {size} bytes"

    expect_none(wrong())
