"""What a student edits in the file itself: names, points and cells are the gradebook's, and only answers are theirs."""

import logging
from importlib import import_module

import pytest
from handed_in import NAMES, RIGHT, WRONG
from later import Later
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from course_nn.common.words import Words
from course_nn.homework.assignment import Ask, metadata
from course_nn.homework.confinement import OF_YOURS, Confinement
from course_nn.homework.grading import Graded
from course_nn.notebook.exercises import Verdict

api, nbgrading, nbgrader = Later("nbgrader.api"), Later("course_nn.homework.nbgrading"), Later("nbgrader.utils")
STUB = "your answer here"
KEYS = "xor-table", "xor-update", "xor-easy"
HANDED_IN = {"xor-table": RIGHT["xor-table"], "xor-update": WRONG["xor-update"], "xor-easy": WRONG["xor-easy"]}


@pytest.fixture(scope="module")
def about(tmp_path_factory):
    """What nbgrader tells a preprocessor; in its gradebook are three exercises of a point each."""
    url = f"sqlite:///{tmp_path_factory.mktemp('course') / 'gradebook.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbgrader.api.get_alembic_version", lambda: "new")  # which takes a process, and seconds
        made(url)
    return {"nbgrader": {"db_url": url, "notebook": "xor", "assignment": "xor"}}


def made(url):
    with api.Gradebook(url) as book:
        book.add_assignment("xor")
        book.add_notebook("xor", "xor")
        for key in KEYS:
            book.add_grade_cell(key, "xor", "xor", max_score=1, cell_type="code")
            book.add_source_cell(key, "xor", "xor", cell_type="code", source=Ask(key, NAMES[key]).source())
        book.add_grade_cell("xor-open", "xor", "xor", max_score=1, cell_type="markdown")
        book.add_solution_cell("xor-open", "xor", "xor")
        known = {"source": STUB, "checksum": nbgrader.compute_checksum(prose(STUB))}
        book.add_source_cell("xor-open", "xor", "xor", cell_type="markdown", **known)


def prose(text):
    return new_markdown_cell(text, metadata=metadata("xor-open", 1, solution=True))


@pytest.fixture
def handed_in():
    """A notebook with a right answer and two wrong ones; and its cells by their names."""
    cells = [new_code_cell("import numpy as np", id="helpers")]
    for key, source in HANDED_IN.items():
        cells.append(new_code_cell(source, id=f"{key}-answer", metadata=metadata(f"{key}-answer", solution=True)))
        cells.append(new_code_cell(Ask(key, NAMES[key]).source(), id=key, metadata=metadata(key, 1)))
    return new_notebook(cells=cells)


@pytest.fixture
def asked(monkeypatch, about):
    """asked(notebook): the steps that a judge is asked for, and the notebook that nbgrader gets back."""
    steps, way = [], Confinement((), None, None)
    monkeypatch.setattr("course_nn.homework.nbgrading.confinement", lambda wrapper, hidden: way)

    def judge(asked_for, limits):
        steps.extend(asked_for)
        wrong = Verdict("keep working", Words("No.", "不对。"))
        return Graded({step.key: wrong for step in asked_for if isinstance(step, Ask)}, {})

    monkeypatch.setattr("course_nn.homework.nbgrading.grade", judge)
    return lambda notebook: (steps, nbgrading.AskTheJudge().preprocess(notebook, about)[0])


def cell_of(notebook, key):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == key)


def changes_its_id(cell, notebook):
    cell.id = "somewhere-else"


def deletes_it(cell, notebook):
    notebook.cells.remove(cell)


def is_worth_a_hundred(cell, notebook):
    cell.metadata["nbgrader"]["points"] = 100


def is_not_graded(cell, notebook):
    cell.metadata["nbgrader"]["grade"] = False


def passes(cell, notebook):
    cell.source = "pass"


def asks_for_another(cell, notebook):
    cell.source = Ask("xor-table", NAMES["xor-table"]).source()


def has_no_metadata(cell, notebook):
    cell.metadata = {}


def brings_its_verdict(cell, notebook):
    cell.outputs = import_module("course_nn.homework.nbgrading")._outputs(Verdict("right", Words("forged", "forged")))


@pytest.mark.parametrize("text, points", [("your answer here", 0), ("A sentence.", None)])
def test_prose_has_no_points_if_nothing_was_written_and_waits_for_a_person_otherwise(text, points, handed_in, asked):
    handed_in.cells.append(prose(text))
    _, back = asked(handed_in)
    assert nbgrader.determine_grade(cell_of(back, "xor-open")) == (points, 1)


EDITS = [changes_its_id, deletes_it, is_worth_a_hundred, is_not_graded, passes, asks_for_another, has_no_metadata]
EDITS += [brings_its_verdict]


@pytest.mark.parametrize("edit", EDITS)
def test_every_answer_is_asked_for_once_and_is_worth_what_the_gradebook_says(edit, handed_in, asked):
    edit(cell_of(handed_in, "xor-update"), handed_in)
    steps, back = asked(handed_in)
    assert sorted(step for step in steps if isinstance(step, Ask)) == sorted(Ask(key, NAMES[key]) for key in KEYS)
    graded = cell_of(back, "xor-update")
    assert graded.metadata["nbgrader"]["points"] == 1 and graded.metadata["nbgrader"]["grade"]
    assert [output.output_type for output in graded.outputs] == ["display_data", "error"]
    assert "forged" not in str(back)


def test_edited_or_not_an_answer_gets_what_it_deserves(handed_in, about, way):
    for edit, key in zip([deletes_it, passes], ["xor-update", "xor-easy"]):
        edit(cell_of(handed_in, key), handed_in)
    back, _ = nbgrading.AskTheJudge().preprocess(handed_in, about)
    failed = {key for key in KEYS if cell_of(back, key).outputs[-1].output_type == "error"}
    assert failed == {"xor-update", "xor-easy"}


@pytest.mark.parametrize("warning, times", [(OF_YOURS, 2), (None, 0)])
def test_at_each_grading_it_is_said_what_students_code_could_reach(
    handed_in, asked, monkeypatch, caplog, warning, times
):
    monkeypatch.setattr(
        "course_nn.homework.nbgrading.confinement", lambda wrapper, hidden: Confinement((), None, warning)
    )
    with caplog.at_level(logging.WARNING):
        asked(handed_in), asked(handed_in)
    assert [record.args for record in caplog.records if "bubblewrap" in record.getMessage()] == [OF_YOURS] * times


def test_where_a_setting_has_the_exchange_it_is_hidden_from_students_code():
    found = nbgrading.AskTheJudge(config=Config({"Exchange": {"root": "/srv/exchange"}})).limits
    assert found.hidden == ("/srv/exchange",) and nbgrading.AskTheJudge().limits.hidden == ()
