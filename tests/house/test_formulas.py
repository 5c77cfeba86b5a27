"""The pages to print are what the texts make of them."""

import formulas
import pytest

PAGES = formulas.pages()


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_a_page_of_formulas_is_what_its_text_makes_of_it(file):
    assert file.read_text("utf-8") == PAGES[file], "run tools/formulas.py"


def test_there_are_no_others():
    assert {*formulas.PAGES.iterdir()} == {*PAGES}


def test_both_languages_have_the_same_formulas():
    for file, text in PAGES.items():
        if ".zh-CN" not in file.name:
            other = PAGES[file.with_name(file.name.replace(".md", ".zh-CN.md"))]
            assert formulas.FORMULA.findall(text) == formulas.FORMULA.findall(other)
