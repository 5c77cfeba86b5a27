"""The text of a cell in one language."""

import re

import nbformat
import pytest
from book.lab import CELLS
from book.pages import ROOT, book
from book.text import formula, plain, python, text, without_tasks
from book.words import LANGUAGES
from notebook_words import NOTEBOOK_ONLY, said_of
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


def test_a_fold_about_the_keys_of_jupyterlab_alone_goes_and_another_stays():
    fold = "<details><summary>Keys</summary>\n\nA single cell runs with Shift+Enter.\n\n</details>"
    assert text(fold, EN) == ""
    assert plain(text(fold.replace("A single", "Look twice. A single"), EN)) == "Keys Look twice."


def test_an_item_of_a_list_loses_such_a_sentence_and_its_neighbours_stay():
    assert plain(text("1. Look. Now press *All controls*: All controls help.\n2. Think.", EN)) == "Look. Think."


def test_a_text_stands_in_a_lecture_and_code_stays_as_it_is():
    assert plain(text("This notebook shows `notebook.it`; all notebooks do.", EN)) == (
        "This lecture shows notebook.it; all lectures do."
    )
    assert plain(text("本笔记本的字母。", ZH)) == "本讲义的字母。"


def test_the_tasks_of_a_demo_leave_their_cell_and_the_reason_stays():
    assert plain(without_tasks(text("1. Pull.\n2. Look.\n\nThat is why.\n\n1. One\n2. Two", EN))) == (
        "That is why. One Two"
    )


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("notebook", book(), ids=lambda page: page.name)
def test_all_text_of_the_course_reads_well(notebook, language):
    """No formula is left as LaTeX, no cell loses its language, nothing leads to a notebook, and no word is left that
    only means something there."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook.name}.ipynb", as_version=4).cells

    def wrong():
        for cell in cells:
            if cell.cell_type == "markdown" and not cell.id.startswith(CELLS):
                html = text(cell.source, language)
                for sign in ("$", "\\frac", 'lang="', '.ipynb"', "<style"):
                    if sign in html and "<pre" not in html:
                        yield f"{cell.id}: {sign}"
                yield from (f"{cell.id}: {word}" for word in NOTEBOOK_ONLY if word in said_of(html))
                if re.search(r"<m\w+>\\", html):
                    yield f"{cell.id}: a command that is no formula"
                if not plain(html):
                    yield f"{cell.id}: nothing"

    expect_none(wrong())


def test_a_question_before_such_a_sentence_stays():
    assert (
        plain(text("At which x is it ½? Put the number there, and run it with Shift+Enter.", EN))
        == "At which x is it ½?"
    )
    assert plain(text("它在哪个 x 处为 ½？请用该数替换省略号，再用 Shift+Enter 运行。", ZH)) == "它在哪个 x 处为 ½？"


def test_no_line_begins_with_the_comma_after_a_formula():
    assert "</math>\u2060，" in text("设 $x$，则", ZH) and "</math> 则" in text("设 $x$ 则", ZH)
