"""A link updates a student's notebooks: real nbgitpuller, a branch that only moves forward, cells that changed."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOOK = "notebooks/03_xor.ipynb"
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(find_spec("nbgitpuller") is None, reason="nbgitpuller is not installed"),
]


def git(folder, *words):
    identity = ["-c", "user.name=Lecturer", "-c", "user.email=l@example.org"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def pull(origin, student, branch="term"):
    """What a click on the link does."""
    program = "from nbgitpuller.pull import main; main()"
    command = [sys.executable, "-c", program, f"file://{origin}", branch, str(student)]
    return subprocess.run(command, capture_output=True, text=True)


def edit(file, change):
    book = json.loads(file.read_text("utf-8"))
    change({cell["id"]: cell for cell in book["cells"]}, book)
    file.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", "utf-8")


def by_id(file):
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(file.read_text("utf-8"))["cells"]}


@pytest.fixture
def term(tmp_path):
    """The lecturer's repository with its branch for the term, and the student's folder after the first click."""
    origin, student = tmp_path / "origin", tmp_path / "student"
    (origin / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / BOOK, origin / BOOK)
    git(origin, "init", "-q", "-b", "term")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "week 1")
    first = pull(origin, student)
    assert first.returncode == 0, first.stderr
    return origin, student


def move_forward(origin, change):
    edit(origin / BOOK, change)
    git(origin, "commit", "-qam", "a correction")


def work(cells, book):
    """What a student leaves: outputs, an answer, a cell of their own, the state of widgets."""
    cells["xor-table"]["source"] = ['check("xor-table", (0, 0, 1, 0))']
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["seen\n"]}]
            cell["execution_count"] = 7
    book["cells"].append(
        {"cell_type": "code", "id": "mine", "metadata": {}, "source": ["1 + 1"], "outputs": [], "execution_count": None}
    )
    book["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}


def test_a_correction_arrives_and_what_the_student_did_is_kept(term):
    origin, student = term
    edit(student / BOOK, work)
    move_forward(origin, lambda cells, book: cells["xor-2-explain"].update(source=["corrected"]))
    again = pull(origin, student)
    assert again.returncode == 0, again.stderr
    cells = by_id(student / BOOK)
    assert cells["xor-2-explain"] == "corrected"
    assert cells["xor-table"] == 'check("xor-table", (0, 0, 1, 0))' and cells["mine"] == "1 + 1"
    assert "seen" in (student / BOOK).read_text("utf-8")


def test_where_both_changed_a_line_the_students_stays_and_the_file_can_be_opened(term):
    origin, student = term
    edit(student / BOOK, work)
    move_forward(origin, lambda cells, book: cells["xor-table"].update(source=['check("xor-table", None)']))
    assert pull(origin, student).returncode == 0
    assert by_id(student / BOOK)["xor-table"] == 'check("xor-table", (0, 0, 1, 0))'


def test_whoever_deletes_the_file_and_clicks_again_has_the_newest(term):
    origin, student = term
    edit(student / BOOK, work)
    move_forward(origin, lambda cells, book: cells["xor-2-explain"].update(source=["corrected"]))
    (student / BOOK).unlink()
    assert pull(origin, student).returncode == 0
    assert (student / BOOK).read_text("utf-8") == (origin / BOOK).read_text("utf-8")


def test_week_after_week_the_same_link_works(term):
    origin, student = term
    for week in range(2, 6):
        edit(student / BOOK, work)
        move_forward(origin, lambda cells, book, week=week: cells["xor-title"].update(source=[f"week {week}"]))
        assert pull(origin, student).returncode == 0
        assert by_id(student / BOOK)["xor-title"] == f"week {week}"


def test_a_tag_in_place_of_the_branch_breaks_at_the_second_click(term, tmp_path):
    """Why the guide says a branch."""
    origin, _ = term
    git(origin, "tag", "v1")
    codes = [pull(origin, tmp_path / "tagged", "v1").returncode for _ in range(2)]
    assert codes[0] == 0 != codes[1]
