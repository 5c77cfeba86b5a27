"""Real nbgrader, from the assignment to the feedback: every copy gets what it deserves, and a cheat nothing."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from handed_in import RIGHT, SCORES, copies, filled, name_of
from later import Later
from nbformat.v4 import new_code_cell, new_notebook

from course_nn.homework.assignment import metadata

ROOT = Path(__file__).parents[2]
SECONDS = 5  # of the processor that grading takes for a student, at most
api = Later("nbgrader.api")
STEP = 4  # seconds for a cell or an answer in this run, or it would wait long for what never ends

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader is not made for Windows"),
]


def run(folder, *command):
    """A command in the course's folder, as a lecturer types it; what it said."""
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "COURSE_NN_VERDICTS": "off",  # a grader's machine may be set so
    }
    done = subprocess.run([sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True)
    return SimpleNamespace(code=done.returncode, said=done.stdout + done.stderr)


def nbgrader(folder, *words):
    return run(folder, "-m", "nbgrader", *words)


def read(file):
    return nbformat.read(str(file), 4)


def write(notebook, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, str(file))


def seconds_of_children():
    """Of the processor, for whatever this process has run: on a machine that does much else besides the clock lies."""
    resource = pytest.importorskip("resource")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose homework on XOR has been made, given out, handed in, graded and explained."""
    folder = tmp_path_factory.mktemp("course")
    assert run(folder, str(ROOT / "tools/assignment"), "xor", "--out", str(folder)).code == 0
    with open(folder / "nbgrader_config.py", "a", encoding="utf-8") as settings:
        settings.write(f"\nc.AskTheJudge.step = {STEP}\n")
    assert nbgrader(folder, "generate_assignment", "xor").code == 0
    for student, notebook in copies(read(folder / "release/xor/xor.ipynb")).items():
        write(notebook, folder / "submitted" / student / "xor/xor.ipynb")
    (folder / "submitted/right/xor/numpy.py").write_text("raise SystemExit", "utf-8")
    begun = seconds_of_children()
    graded = nbgrader(folder, "autograde", "xor")
    seconds = seconds_of_children() - begun
    explained = nbgrader(folder, "generate_feedback", "xor")
    return SimpleNamespace(folder=folder, graded=graded, seconds=seconds, explained=explained)


def gradebook(course):
    return api.Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}")


def test_what_is_given_out_holds_no_solution_and_check_still_answers(course):
    released = read(course.folder / "release/xor/xor.ipynb")
    sources = "\n".join(cell.source for cell in released.cells)
    assert "SOLUTION" not in sources and "0, 0, 1, 0" not in sources and "人找到" not in sources
    assert 'check("xor-table", answer_table)' in sources and "answer_table = ..." in sources
    locked = [name_of(cell) for cell in released.cells if cell.metadata.get("editable") is False]
    assert {"xor-table", "xor-table-check", "xor-tools"} <= {*locked} and "xor-table-answer" not in locked


@pytest.mark.parametrize("student", SCORES)
def test_every_copy_gets_what_it_deserves(course, student):
    with gradebook(course) as grades:
        found = grades.find_submission("xor", student)
        assert (found.score, found.max_score) == (SCORES[student], 9), course.graded.said[-3000:]


def test_every_copy_is_graded_whatever_it_pretends_to_be(course):
    graded = {folder.parent.name for folder in (course.folder / "autograded").glob("*/xor")}
    assert graded == SCORES.keys() and course.graded.code == 0 and "ERROR" not in course.graded.said
    assert "careless: of cells with the same name the first one counts: xor-table-answer" in course.graded.said


def test_prose_waits_for_a_person_unless_nothing_was_written(course):
    with gradebook(course) as grades:
        waits = {name: grades.find_submission("xor", name).needs_manual_grade for name in ("right", "wrong", "empty")}
        assert waits == {"right": True, "wrong": True, "empty": False}
        (prose,) = [one for one in grades.find_submission("xor", "right").notebooks[0].grades if one.name == "xor-open"]
        assert prose.needs_manual_grade and prose.max_score == 1


def test_the_feedback_says_each_verdict_with_its_hint_in_both_languages(course):
    assert course.explained.code == 0
    for student, hints in {
        "right": ["This unit is x₁ AND NOT x₂.", "这个单元就是 x₁ AND NOT x₂。"],
        "wrong": ["of 4 rows are right. The rows come in the order", "各行依次为 00、01、10、11。"],
        "empty": ["Put your answer in place of the dots.", "请用答案替换省略号。"],
        "loops": [f"This took longer than {STEP} seconds", f"运行超过 {STEP} 秒，已停止"],
        "exits": ["This ended the Python that it ran in", "运行时 Python 进程被终止"],
    }.items():
        page = (course.folder / "feedback" / student / "xor/xor.html").read_text("utf-8")
        assert all(hint in page for hint in hints), student
        assert f"{SCORES[student]}.0 / 9.0" in re.sub(r"\s+", " ", page)


def test_grading_is_quick(course):
    """With those that make it wait, and the start of nbgrader."""
    assert course.seconds / len(SCORES) < SECONDS


def test_a_cell_of_the_lecturers_own_and_another_notebook_are_graded_as_nbgrader_does(course):
    assert run(course.folder, str(ROOT / "tools/assignment"), "start", "--out", str(course.folder)).code == 0
    file = course.folder / "source/start/start.ipynb"
    own, mine = new_code_cell("assert 1 + 1 == 2", metadata=metadata("own", 2)), read(file)
    mine.cells.append(own)
    write(mine, file)
    plain = new_notebook(cells=[own], metadata=mine.metadata)
    write(plain, course.folder / "source/plain/plain.ipynb")
    for name, answers in (("start", {"start-easy": "answer_easy = 1.5"}), ("plain", {})):
        assert nbgrader(course.folder, "generate_assignment", name).code == 0
        released = read(course.folder / f"release/{name}/{name}.ipynb")
        handed_in = filled(released, answers) if answers else released
        write(handed_in, course.folder / f"submitted/one/{name}/{name}.ipynb")
        assert nbgrader(course.folder, "autograde", name).code == 0
    with gradebook(course) as grades:
        assert [grades.find_submission(name, "one").score for name in ("start", "plain")] == [3, 2]


def test_a_copy_without_graded_cells_is_judged_by_its_answers(course):
    released = read(course.folder / "release/xor/xor.ipynb")
    notebook = filled(released, RIGHT)
    notebook.cells = [cell for cell in notebook.cells if name_of(cell) not in RIGHT]
    write(notebook, course.folder / "submitted/bare/xor/xor.ipynb")
    assert nbgrader(course.folder, "autograde", "xor", "--student=bare").code == 0
    with gradebook(course) as grades:
        assert grades.find_submission("xor", "bare").score == 8


def test_the_gradebook_was_copied_before_the_grading(course):
    copies = sorted(course.folder.glob("gradebook-copies/*.db"))
    assert copies and not api_scores(copies[0])


def api_scores(file):
    with api.Gradebook(f"sqlite:///{file}") as grades:
        return [one.score for one in grades.assignment_submissions("xor") if one.score]


def test_after_a_full_disk_the_same_line_grades_what_is_missing_and_nobody_loses_points(tmp_path):
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", tmp_path]).returncode:
        pytest.skip("may not mount a disk")
    try:
        assert run(tmp_path, str(ROOT / "tools/assignment"), "xor", "--out", str(tmp_path)).code == 0
        assert nbgrader(tmp_path, "generate_assignment", "xor").code == 0
        released = read(tmp_path / "release/xor/xor.ipynb")
        for student in ("first", "second", "third"):
            write(filled(released, RIGHT), tmp_path / "submitted" / student / "xor/xor.ipynb")
        first = nbgrader(tmp_path, "autograde", "xor", "--student=first")
        assert first.code == 0, first.said[-3000:]
        fill(tmp_path / "filler")
        full = nbgrader(tmp_path, "autograde", "xor", "--force")
        assert full.code and "ERROR" in full.said and scores_in(tmp_path)["first"] == 8
        (tmp_path / "filler").unlink()
        assert nbgrader(tmp_path, "autograde", "xor").code == 0
        assert scores_in(tmp_path) == {"first": 8, "second": 8, "third": 8}
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)


def fill(file):
    """A file that takes all room that is left."""
    with suppress(OSError), file.open("wb", buffering=0) as whole:
        while whole.write(bytes(2**16)):
            pass


def scores_in(folder):
    with api.Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as grades:
        return {one.student.id: one.score for one in grades.assignment_submissions("xor")}
