"""Every term is defined in both languages, every link to a term or a source leads to one, and the text is the table."""

import ast
import re
from pathlib import Path

import pytest
from offenders import expect_none
from texts import NOTEBOOKS, cells_of

from course_nn.common.errors import BadInput
from course_nn.common.words import TERMS
from course_nn.notebook.terms import as_text, entries, glossary, topics
from notebooks import titled

PACKAGE = Path(__file__).parents[2] / "course_nn"
REFERENCE = "reference"
CHINESE = re.compile("[一-鿿]")
LINK = re.compile(r"\]\(reference\.ipynb#([^)]*)\)")
SOURCE = re.compile(r"^ *source *: ?(.*(?:\n {4,}\S.*)*)", re.M)
AUTHOR = r"([A-ZÀ-Ž][\w’'-]*[a-zà-ž])"
CITED = re.compile(AUTHOR + r"[^(]*?\(?((?:18|19|20)\d\d)\b")  # the first author of a source, and its year
PERSON = re.compile(
    AUTHOR + r"(?: and others| et al\.|(?:, [A-Z]\w+)*,? (?:and|&) [A-Z][\w-]+)?,? \(?((?:18|19|20)\d\d)\b"
)
NO_PERSON = {"After", "Before", "In", "Since", "Until", "ImageNet", "WMT", "November"}


def anchors():
    return re.findall(r'<a id="([^"]*)"></a>', "\n".join(cells_of(REFERENCE, "markdown").values()))


def test_every_term_has_names_and_a_sentence_in_both_languages():
    expect_none(
        entry.name.en
        for entry in entries().values()
        if CHINESE.search(entry.name.en + entry.says.en + entry.also.en)
        or not CHINESE.search(entry.says.zh)
        or not entry.says.en.endswith(".")
        or not entry.says.zh.endswith("。")
    )


def test_no_two_terms_share_a_name_or_an_anchor():
    names = [name for entry in entries().values() for name in entry.name]
    assert len(set(names)) == len(names)
    assert len({entry.anchor for entry in entries().values()}) == len(entries()) == sum(map(len, topics().values()))


def test_a_term_that_the_interface_has_too_is_named_as_there():
    shared = entries().keys() & TERMS.keys()
    assert len(shared) > 10 and all(entries()[name].name == TERMS[name] for name in shared)


def test_every_link_to_a_term_has_its_definition_in_the_language_around_it():
    text = (
        '<div lang="en">\n\n[b](reference.ipynb#bias)\n\n</div>\n<div lang="zh-Hans">\n\n[偏置](reference.ipynb#bias)'
    )
    english, chinese = re.findall(r'#bias "(.*?)"\)', titled(text))
    assert (english, chinese) == tuple(entries()["bias"].says) and titled(titled(text)) == titled(text)


@pytest.mark.parametrize("name", ["softmax", "Softmax ", "归一化指数函数", "softmax 函数"])
def test_a_term_is_found_by_any_of_its_names(name):
    table = glossary(name).data
    assert "K positive numbers" in table and "K 个和为 1 的正数" in table and table.count("<tr>") == 2


def test_the_whole_glossary_is_a_table_with_a_row_for_each_term():
    table = glossary().data
    assert table.count("<tr>") == len(entries()) + 1
    expect_none(entry.name.en for entry in entries().values() if entry.says.zh not in table)


@pytest.mark.parametrize("typed, near", [("sofmax", "softmax"), ("hing loss", "hinge loss"), ("ReLu", None)])
def test_an_unknown_term_is_an_error_that_proposes_the_nearest(typed, near):
    if near is None:
        assert "rectified linear unit" in glossary(typed).data
        return
    with pytest.raises(BadInput, match=f"did you mean '{near}'"):
        glossary(typed)


@pytest.mark.parametrize("nonsense", ["qqqqq", 7, ""])
def test_what_is_no_term_at_all_gets_a_sentence(nonsense):
    with pytest.raises(BadInput, match="shows all terms"):
        glossary(nonsense)


def test_the_reference_has_the_glossary_as_text():
    """After a change of glossary.txt: copy what is missing into the cell of its topic."""
    texts = cells_of(REFERENCE, "markdown").values()
    expect_none(as_text(topic) for topic in topics() if as_text(topic) not in texts)


def test_every_topic_can_be_reached_from_the_top_by_its_first_term():
    (head,) = [text for text in cells_of(REFERENCE, "markdown").values() if text.startswith('## <span lang="en">Terms')]
    for topic, terms in topics().items():
        for name in topic:
            assert f"[{name}](reference.ipynb#{terms[0].anchor})" in head, name


def test_every_anchor_of_the_reference_is_there_once():
    assert len(set(anchors())) == len(anchors())


def test_every_link_into_the_reference_leads_to_an_anchor():
    known = {*anchors()}
    expect_none(
        f"{path.name} {name}: #{target}"
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        for name, text in cells_of(path.name, "markdown").items()
        for target in LINK.findall(text)
        if target not in known
    )


def listed():
    """Pairs (author, year) of every author in the list of sources."""
    entries = re.findall(r"^- .*", cells_of(REFERENCE)["reference-sources"], re.M)
    years = ((entry, re.search(r"\((\d{4})\)", entry)[1]) for entry in entries)
    return {(name, year) for entry, year in years for name in re.findall(r"[A-ZÀ-Ž][\w’'-]+", entry)}


def test_every_source_that_a_docstring_names_with_its_year_is_in_the_list():
    def missing():
        known = listed()
        for path in sorted(PACKAGE.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                    for source in SOURCE.findall(ast.get_docstring(node) or ""):
                        named = (CITED.search(part) for part in re.sub(r"\s+", " ", source).split(";"))
                        yield from (f"{path.name}: {m[0]}" for m in named if m and m.groups() not in known)

    expect_none(missing())


def test_every_author_that_a_notebook_or_the_ledger_names_with_a_year_is_in_the_list():
    texts = {path.name: "\n".join(cells_of(path.name).values()) for path in NOTEBOOKS.glob("*.ipynb")}
    texts |= {str(path): path.read_text("utf-8") for path in PACKAGE.glob("lectures/*/claims.py")}
    known = listed()
    expect_none(
        f"{name}: {author} {year}"
        for name, text in texts.items()
        for author, year in PERSON.findall(text)
        if author not in NO_PERSON and (author, year) not in known
    )
