"""The links of a public copy come from its one address in CITATION.cff, and the pages show what the tool makes."""

import json
from urllib.parse import parse_qs, urlsplit

import links
import pytest

from course_nn.lectures import LECTURES, REFERENCE

COPY = links.Public("https://github.com/Someone/course_nn")
BOOKS = [lecture.notebook for lecture in LECTURES.values()] + [REFERENCE]
LANGUAGES = pytest.mark.parametrize("language", links.PAGES)


def test_the_pages_show_what_the_tool_makes_of_this_copys_address():
    public = links.of_this_copy(links.CITATION.read_text("utf-8"))
    for page, mark, made in links.pages(public):
        assert f"<!-- {mark} -->\n{made}\n<!-- /{mark} -->" in page.read_text("utf-8"), (
            f"{page.name}: run python tools/links.py"
        )


@LANGUAGES
def test_the_readme_of_a_public_copy_leads_to_every_notebook_with_one_click_and_shows_its_picture(language):
    table = links.table_of_notebooks(COPY, language)
    for section, lecture in LECTURES.items():
        assert all(way in table for way in COPY.ways(lecture.notebook, language))
        assert (links.ROOT / f"docs/pictures/{section}.{language}.webp").stat().st_size < 50_000


@LANGUAGES
def test_every_notebook_shows_a_light_picture_before_anything_has_run(language):
    for section, lecture in LECTURES.items():
        name = "first" if section == "start" else f"{section}.{language}"
        title = json.loads((links.ROOT / "notebooks" / lecture.notebook).read_text("utf-8"))["cells"][0]["source"]
        assert f"](pictures/{name}.webp)" in "".join(title), f"{section}: run tools/pictures.py covers"
        light = 400_000 if section == "start" else 50_000  # that one moves
        assert (links.ROOT / f"notebooks/pictures/{name}.webp").stat().st_size < light


@LANGUAGES
def test_every_notebook_has_its_three_links(language):
    table = links.links(COPY, language)
    assert sum(line.startswith("|") for line in table.splitlines()) == len(BOOKS) + 2
    for notebook in BOOKS:
        assert COPY.binder(notebook) in table and COPY.lite(notebook) in table
        assert COPY.book(notebook, language) in table


@LANGUAGES
def test_the_book_jupyterlite_and_binder_have_one_line_that_leads_to_their_beginnings(language):
    line = links.homes(COPY, language)
    assert f"({COPY.pages}{language}/)" in line and f"({COPY.pages}lite/)" in line and "\n" not in line
    assert COPY.badge(BOOKS[0]) in line and line in links.links(COPY, language)
    assert "tools/links.py https://github.com/ACCOUNT/REPOSITORY" in links.homes(None, language)


def test_what_stands_between_other_marks_is_kept():
    page = "<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\nold\n<!-- /b -->\n"
    assert links.with_links(page, "b", "new") == page.replace("<!-- b -->\nold", "<!-- b -->\nnew")


def test_a_link_to_binder_names_account_repository_and_notebook():
    link = urlsplit(COPY.binder("03_xor.ipynb"))
    assert link.path == "/v2/gh/Someone/course_nn/HEAD"
    place = parse_qs(link.query)["urlpath"][0].removeprefix("lab/tree/")
    assert (links.ROOT / place).is_file()


@pytest.mark.parametrize("written", ["https://github.com/a/b", "https://github.com/a/b.git", "https://github.com/a/b/"])
def test_an_address_is_taken_as_people_copy_it(written):
    assert links.Public(written).address == "https://github.com/a/b"


@pytest.mark.parametrize("wrong", ["", "a/b", "https://example.org/a/b", "https://github.com/a", "git@github.com:a/b"])
def test_another_kind_of_address_is_refused_with_what_was_expected(wrong):
    with pytest.raises(ValueError, match="expected an address such as https://github.com/ACCOUNT/REPOSITORY, got"):
        links.Public(wrong)


def test_the_pages_of_an_account_itself_stand_at_its_root():
    assert links.Public("https://github.com/Someone/someone.github.io").pages == "https://someone.github.io/"
    assert COPY.pages == "https://someone.github.io/course_nn/"


def test_the_address_is_written_once_and_nothing_else_is_changed():
    text = "cff-version: 1.2.0\nversion: 0.1.0\n"
    first = links.with_address(text, COPY)
    assert first.startswith(text) and links.of_this_copy(first).address == COPY.address
    second = links.with_address(first, links.Public("https://github.com/other/copy"))
    assert second.count("repository-code") == 1 and links.of_this_copy(second).account == "other"
    assert links.of_this_copy(text) is None
