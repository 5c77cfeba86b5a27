"""Of a copy nbgrader takes texts alone: what is said of its cells is the gradebook's, its markup is never a page's."""

import copy
import logging
import os
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from handed_in import NAMES, RIGHT
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode, from_dict, v4
from offenders import expect_none

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.homework import nbgrading, taking
from course_nn.homework.assignment import Ask, metadata
from course_nn.homework.grading import Graded
from course_nn.homework.taking import FilesAlone, Given, TakeTexts, name_of
from course_nn.notebook.exercises import Verdict

nbgrader = pytest.importorskip("nbgrader.preprocessors")
KEY, PROSE = "xor-table", "xor-open"
STUB = "your answer here"
TEXT = '# <span lang="en">XOR</span>\n\n$x < 1$, [a link](https://example.org)'
FORMGRADER = Path(nbgrader.__file__).parents[1] / "server_extensions/formgrader"
TEMPLATES, STYLE = FORMGRADER / "templates", FORMGRADER / "static/node_modules/bootstrap/dist/css"
ABOUT = {"base_url": "", "assignment_id": "xor", "notebook_id": "xor", "submission_id": "1", "index": 0, "total": 1}
TAG = '<img src="x" onerror="forged()">'
MARKUP = [
    TAG,  # HTML
    f"x\n\n{TAG}",  # HTML behind a text
    f"```\n{TAG}",  # an end of the fence
    f"````````\n~~~~~~~~\n{TAG}",  # an end of any fence
    f"x\n\n  ``` \r```\n{TAG}",  # an end of the fence, further in
    f"$$\n```\n$$\n{TAG}",  # a formula around it
    "[x](javascript:forged())",  # a link
    "[x](&#106;avascript&colon;forged())",  # a link that is spelled otherwise
    "[x]\n\n[x]: javascript:forged()",  # a link that is named elsewhere
    "$\\href{javascript:forged()}{x}$",  # a formula with a link
    f"```mermaid\n{TAG}\n```",  # a diagram
    "![x](attachment:forged)",  # an attachment that is not there
]


def said(name, points=None, solution=False):
    return metadata(name, points, solution)["nbgrader"]


GIVEN = {
    "xor-text": Given(said("xor-text"), "markdown", TEXT),
    f"{KEY}-answer": Given(said(f"{KEY}-answer", solution=True), "code", "answer_table = ..."),
    KEY: Given(said(KEY, 1), "code", Ask(KEY, NAMES[KEY]).source()),
    PROSE: Given(said(PROSE, 1, True), "markdown", STUB),
}


@pytest.fixture
def handed_in():
    """A copy as a file holds it, with a right answer and an answer in prose; before anything has looked at it."""
    new = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}
    texts = {name: cell.source for name, cell in GIVEN.items()} | {f"{KEY}-answer": RIGHT[KEY], PROSE: "A sentence."}
    cells = [
        new[cell.kind](texts[name], id=name, metadata={"nbgrader": dict(cell.said)}) for name, cell in GIVEN.items()
    ]
    return v4.new_notebook(cells=cells)


@pytest.fixture
def graded(monkeypatch, tmp_path):
    """graded(notebook): what becomes of it between what was handed in and what somebody looks at."""
    monkeypatch.setattr(taking, "given_out", lambda about: GIVEN)
    monkeypatch.setattr(nbgrading, "given_out", lambda about: GIVEN)
    monkeypatch.setattr(nbgrading.AskTheJudge, "_warn", lambda self: None)
    monkeypatch.setattr(nbgrading, "grade", lambda steps, limits: all_right(steps))
    about = {"nbgrader": {"student": "bob"}, "metadata": {"path": str(tmp_path / "bob/xor")}}

    def through(notebook):
        for part in (TakeTexts(), nbgrader.CheckCellMetadata(), nbgrading.AskTheJudge()):
            notebook, _ = part.preprocess(notebook, about)
        return notebook

    return through


def all_right(steps):
    right = Verdict("right", Words("Yes.", "对。"))
    return Graded({step.key: right for step in steps if isinstance(step, Ask)}, {})


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if name_of(cell) == name)


class Page(HTMLParser):
    """What of a page could run: its tags with their attributes, and text in which MathJax looks for formulas."""

    def __init__(self, text):
        super().__init__()
        self.found, self.inside = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append(f"{tag} {attributes}")
        self.inside += [tag] if tag in ("pre", "script", "style") else []

    def handle_endtag(self, tag):
        if self.inside[-1:] == [tag]:
            self.inside.pop()

    def handle_data(self, text):
        if not self.inside:
            self.found.append(text)


def forged_on(notebook):
    """What a student has written that is markup of the two pages on which it is shown."""
    for template in ("formgrade", "feedback"):
        folders = {"extra_template_basedirs": [str(TEMPLATES)], "extra_template_paths": [str(STYLE)]}
        shown, about = copy.deepcopy(notebook), {"notebook": "xor", "score": 0, "max_score": 1, "late_penalty": 0}
        for cell in shown.cells:
            cell.metadata.get("nbgrader", {})["score"] = 0
        page, _ = HTMLExporter(template_name=template, **folders).from_notebook_node(shown, ABOUT | {"nbgrader": about})
        assert ">XOR</span>" in page and "forged" in page
        yield from (f"{template}: {part}" for part in Page(page).found if "forged" in part)


def test_a_text_of_a_students_is_shown_as_it_was_typed(handed_in, graded):
    cell_of(handed_in, PROSE).source = TAG
    for markup in MARKUP:
        handed_in.cells.append(v4.new_markdown_cell(markup))
        handed_in.cells.append(v4.new_raw_cell(markup, metadata={"raw_mimetype": "text/html"}))
    expect_none(forged_on(graded(handed_in)))


def test_no_other_part_of_a_copy_is_markup_either(handed_in, graded):
    said = {"tags": [f'">{TAG}'], "magics_language": f'">{TAG}'}
    for cell in handed_in.cells:
        cell.metadata.update(said)
        cell.id = f'">{TAG}'
    answer, text = cell_of(handed_in, f"{KEY}-answer"), cell_of(handed_in, "xor-text")
    answer.execution_count = TAG
    answer.outputs = [v4.new_output("display_data", {"text/html": TAG})]
    text.attachments = {"forged": {f'image/png"{TAG}': "x"}}
    handed_in.metadata.update(language_info={"name": f'">{TAG}', "pygments_lexer": f'">{TAG}'}, title=TAG)
    handed_in.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"forged": TAG}}
    handed_in.cells.append(NotebookNode(cell_type="forged", type=TAG, source=TAG, metadata={}, id="x"))
    expect_none(forged_on(graded(handed_in)))


def test_what_was_given_out_is_shown_as_it_is_and_a_prose_answer_that_is_none_is_known(handed_in, graded):
    cell_of(handed_in, PROSE).source = STUB
    back = graded(handed_in)
    assert cell_of(back, "xor-text").source == TEXT and cell_of(back, PROSE).source == STUB


def pasted(notebook):
    at = notebook.cells.index(cell_of(notebook, f"{KEY}-answer"))
    notebook.cells.insert(at + 1, copy.deepcopy(notebook.cells[at]))


def is_of(schema):
    def edit(notebook):
        for cell in notebook.cells:
            cell.metadata["nbgrader"]["schema_version"] = schema

    return edit


def says(what):
    def edit(notebook):
        notebook.cells[0].metadata["nbgrader"] = what

    return edit


def is_another_kind(notebook):
    for cell in notebook.cells:
        cell.cell_type = {"code": "markdown", "markdown": "code"}[cell.cell_type]
        cell.attachments = {}


EDITS = {
    "an answer is copied or split": pasted,
    "an old schema": is_of(1),
    "a new schema": is_of(9),
    "a schema of words": is_of("three"),
    "nothing is said": says({}),
    "null": says(None),
    "a word": says("forged"),
    "a list for a name": says({"grade_id": [1]}),
    "a name of its own": says({"grade_id": "own", "grade": True, "points": 50, "schema_version": 3}),
    "other kinds": is_another_kind,
    "no metadata": lambda notebook: [cell.update(metadata=None) for cell in notebook.cells[:1]],
    "no text": lambda notebook: notebook.cells[0].update(source={"a": 1}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_a_copy_says_of_its_cells_it_is_graded_and_stops_nobody(edit, handed_in, graded):
    notebook = from_dict(handed_in)
    EDITS[edit](notebook)
    back = graded(notebook)
    names = [name_of(cell) for cell in back.cells if name_of(cell)]
    assert len(names) == len({*names}) and {KEY, f"{KEY}-answer", PROSE} <= {*names}
    assert all(cell.metadata["nbgrader"] == GIVEN[name_of(cell)].said for cell in back.cells if name_of(cell))
    assert cell_of(back, KEY).outputs[0].data["text/plain"]


def test_of_cells_with_one_name_the_first_counts_and_whose_they_are_is_said(handed_in, graded, caplog):
    pasted(handed_in)
    with caplog.at_level(logging.WARNING):
        back = graded(handed_in)
    assert [cell.source for cell in back.cells].count(RIGHT[KEY]) == 2
    assert any("bob" in record.getMessage() and f"{KEY}-answer" in record.getMessage() for record in caplog.records)


def is_coloured(notebook):
    """Whether names stand on a page as such, once nbgrader has cleared what it clears afterwards."""
    notebook, _ = ClearMetadataPreprocessor(enabled=True).preprocess(notebook, {})
    return '<span class="n">' in HTMLExporter().from_notebook_node(notebook)[0]


@pytest.mark.parametrize(
    "source",
    ["x" + "\n" * 3000 + "y", "x" + " \n\t" * 1000 + "y", "a." * 1500, "x = 1\n" * 9000],
    ids=["empty lines", "lines of spaces", "a long name", "many lines"],
)
def test_what_would_take_long_to_colour_is_shown_without_colours(source, handed_in, graded):
    handed_in.cells.append(v4.new_code_cell(source))
    assert not is_coloured(graded(handed_in))


def test_right_answers_are_shown_in_colours(handed_in, graded):
    handed_in.cells.append(v4.new_code_cell("\n\n\n".join(RIGHT.values())))
    assert is_coloured(graded(handed_in))


def test_nothing_of_a_notebook_in_which_all_is_prose_is_run(handed_in, graded, monkeypatch):
    monkeypatch.delitem(GIVEN, KEY)
    monkeypatch.setattr(nbgrading.Execute, "preprocess", lambda *_: pytest.fail("it is run"))
    handed_in.cells.append(v4.new_code_cell("forged()"))
    graded(handed_in)


@pytest.mark.parametrize("link", ["bob", "bob/xor", "bob/xor/xor.ipynb", "bob/xor/more/data.csv"])
def test_a_link_is_not_graded(link, handed_in, graded, tmp_path):
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(Path(__file__).parent)
    with pytest.raises(BadInput, match="is a link"):
        graded(handed_in)


@pytest.mark.skipif(sys.platform == "win32", reason="there is nothing of that kind")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "xor.ipynb")
    with pytest.raises(BadInput, match="is not a file"):
        FilesAlone().from_filename(str(tmp_path / "xor.ipynb"))


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader is not made for Windows")
def test_a_copy_with_what_is_no_file_is_left_out_before_anything_is_copied_and_the_others_stay(tmp_path, caplog):
    converters, coursedir = pytest.importorskip("nbgrader.converters"), pytest.importorskip("nbgrader.coursedir")
    folders = {name: tmp_path / "submitted" / name / "xor" for name in ("ann", "link", "pipe")}
    for folder in folders.values():
        folder.mkdir(parents=True)
        (folder / "xor.ipynb").write_text("{}", "utf-8")
    (folders["link"] / "data.bin").symlink_to("/dev/zero")
    os.mkfifo(folders["pipe"] / "timestamp.txt")
    converter = converters.Autograde(coursedir.CourseDirectory(root=str(tmp_path), assignment_id="xor"))
    converter.init_notebooks()
    with caplog.at_level(logging.ERROR):
        FilesAlone(parent=converter)
    assert [*converter.assignments] == [str(folders["ann"])] and len(caplog.records) == 2


def test_what_is_too_large_is_not_read(tmp_path, monkeypatch):
    file = tmp_path / "xor.ipynb"
    file.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "utf-8")
    FilesAlone().from_filename(str(file))
    monkeypatch.setattr(taking, "LARGEST", 10)
    with pytest.raises(BadInput, match="is not graded"):
        FilesAlone().from_filename(str(file))
