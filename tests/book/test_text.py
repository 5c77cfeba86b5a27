"""The text of a cell in one language."""

import nbformat
import pytest
from book.pages import ROOT, book
from book.text import OF_THE_LAB, formula, headings, plain, python, text
from book.words import LANGUAGES
from offenders import expect_none

EN, ZH = LANGUAGES["en"], LANGUAGES["zh"]
CELL = """## <span lang="en">Loss</span> <span lang="zh-Hans">损失</span>

$$E = \\frac{1}{n}\\sum_i l_i$$

<div lang="en">

The [loss](reference.ipynb#loss) $l$; see [XOR](03_xor.ipynb) and [all](https://example.org/a.ipynb).

| a | b |
|---|---|
| 1 | 2 |

</div>
<div lang="zh-Hans">

[损失](reference.ipynb#loss) $l$。

</div>
"""


def test_a_page_keeps_its_own_language_and_what_both_share():
    english, chinese = text(CELL, EN), text(CELL, ZH)
    assert "损失" not in english and "The" not in chinese
    assert plain(english).startswith("Loss") and plain(chinese).startswith("损失")
    assert english.count("<math") == 2 and chinese.count("<math") == 2


def test_links_to_notebooks_become_links_to_pages():
    html = text(CELL, EN)
    assert 'href="reference.html#loss"' in html and 'href="03_xor.html"' in html
    assert 'href="https://example.org/a.ipynb"' in html


def test_a_wide_table_can_be_scrolled_with_the_keyboard():
    assert '<div class="scroll" tabindex="0"><table>' in text(CELL, EN).replace("\n", "")


def test_a_formula_is_mathml_and_what_stands_beside_a_sign_is_no_tag():
    html = formula("a < b", "inline")
    assert html.startswith("<math") and plain(html) == "a<b"


def test_sentences_on_jupyterlab_are_left_out_and_the_others_stay():
    both = text("One thing. Choose **Run › Run All Cells**; a cell runs with Shift+Enter. Another thing.", EN)
    assert plain(both) == "One thing. Another thing."
    assert text("Choose **Run › Run All Cells**.", EN) == ""
    assert plain(text("先看图。请选择 **Run › Run All Cells**。再读文字。", ZH)) == "先看图。再读文字。"


def test_code_is_coloured_and_reads_as_before():
    assert plain(python("x = 1 < 2")) == "x = 1 < 2" and "<span" in python("x = 1 < 2")


def test_a_heading_is_found_under_the_id_of_its_section():
    assert headings(f'<section id="a">{text(CELL, EN)}</section><section id="b"></section>') == [
        {"id": "a", "text": "Loss"}
    ]


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("notebook", book(), ids=lambda page: page.name)
def test_all_text_of_the_course_reads_well(notebook, language):
    """No formula is left as LaTeX, no cell loses its language, nothing leads to a notebook or tells of JupyterLab."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook.name}.ipynb", as_version=4).cells

    def wrong():
        for cell in cells:
            if cell.cell_type == "markdown":
                html = text(cell.source, language)
                for sign in ("$", "\\frac", 'lang="', '.ipynb"', "<style"):
                    if sign in html and "<pre" not in html:
                        yield f"{cell.id}: {sign}"
                if OF_THE_LAB.search(html) or not plain(html):
                    yield f"{cell.id}: tells of JupyterLab, or nothing"

    expect_none(wrong())


def test_a_question_before_such_a_sentence_stays():
    assert (
        plain(text("At which x is it ½? Put the number there, and run it with Shift+Enter.", EN))
        == "At which x is it ½?"
    )
    assert plain(text("它在哪个 x 处为 ½？请用该数替换省略号，再用 Shift+Enter 运行。", ZH)) == "它在哪个 x 处为 ½？"


def test_no_line_begins_with_the_comma_after_a_formula():
    assert "</math>\u2060，" in text("设 $x$，则", ZH) and "</math> 则" in text("设 $x$ 则", ZH)
