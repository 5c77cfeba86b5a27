"""Grades as Moodle and Canvas read them, from a real gradebook of nbgrader."""

import csv
import re

import pytest
from assignment.command import CONFIG
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from course_nn.homework.platforms import Canvas, Moodle, Table

JUDGED, LATE, BROKEN, ABSENT = "ada", "bo", "cy", "di"


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    """Two assignments of 3 points: one student is judged, one is late, one's copy broke, one handed nothing in."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "new")  # which takes a process, and seconds
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as book:
        for name in ("xor", "losses"):
            book.add_assignment(name)
            book.add_notebook(name, name)
            book.add_grade_cell("cell", name, name, max_score=3, cell_type="code")
        for who in (JUDGED, LATE, BROKEN, ABSENT):
            book.add_student(who, first_name=who.title(), last_name="Lee, Jr", email=f"{who}@example.org")
        for who in (JUDGED, LATE, BROKEN):
            book.add_submission("xor", who)
        for who, score in ((JUDGED, 2.5), (LATE, 0.5)):
            book.find_grade("cell", "xor", "xor", who).auto_score = score
        book.find_submission("xor", LATE).notebooks[0].late_submission_penalty = 1.0
        book.db.commit()
        yield book


def table(platform, gradebook, tmp_path, **given):
    platform(to=str(tmp_path / "out.csv"), **given).export(gradebook)
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, rows


@pytest.mark.parametrize(
    ("platform", "key", "none"), [(Moodle, "Username", "-"), (Canvas, "SIS Login ID", ""), (Table, "student", "")]
)
def test_what_was_judged_has_its_points_what_broke_has_none_and_what_is_missing_has_zero(
    platform, key, none, gradebook, tmp_path
):
    head, rows = table(platform, gradebook, tmp_path)
    at, xor, losses = head.index(key), head.index("xor"), head.index("losses")
    found = {row[at]: row[xor] for row in rows if row[at]}
    assert found == {JUDGED: "2.5", LATE: "0.0", BROKEN: none, ABSENT: "0.0"}
    assert {row[losses] for row in rows if row[at]} == {"0.0"}
    assert {len(row) for row in rows} == {len(head)}, "a name with a comma is one cell"


@pytest.mark.parametrize("platform", [Moodle, Canvas, Table])
def test_a_copy_of_which_the_gradebook_knows_nothing_has_no_zero(platform, gradebook, tmp_path):
    """So it is when the disk was full while it was graded."""
    (tmp_path / "submitted" / ABSENT / "xor").mkdir(parents=True)
    app = ExportApp()
    app.coursedir = CourseDirectory(root=str(tmp_path))
    head, rows = table(platform, gradebook, tmp_path, parent=app)
    at, xor, losses = (
        head.index(name) for name in (head[0] if platform != Canvas else "SIS Login ID", "xor", "losses")
    )
    assert {row[at]: (row[xor], row[losses]) for row in rows if row[at]}[ABSENT] == (platform.no_grade, "0.0")


def test_canvas_reads_the_largest_score_in_the_second_row_and_moodle_only_students(gradebook, tmp_path):
    head, rows = table(Canvas, gradebook, tmp_path)
    assert rows[0][0] == "Points Possible" and rows[0][head.index("xor")] == "3.0"
    head, rows = table(Moodle, gradebook, tmp_path, student=[JUDGED], assignment=["xor"])
    assert head == ["Username", "First name", "Last name", "Email address", "xor"]
    assert rows == [[JUDGED, "Ada", "Lee, Jr", "ada@example.org", "2.5"]]


def test_moodles_importer_takes_each_place_for_points_or_for_no_grade(gradebook, tmp_path):
    """As load_data.php reads a place: "-" is no grade; "" is none for an item that is there, and 0 for a new one."""
    _, rows = table(Moodle, gradebook, tmp_path)
    places = [place.strip() for row in rows for place in row[4:]]
    assert "-" in places and all(place == "-" or float(place) >= 0 for place in places)


def test_canvas_finds_its_columns_and_each_student_by_the_login(gradebook, tmp_path):
    """As gradebook_importer.rb looks for them, by their places; no row is one that it skips."""
    head, (possible, *rows) = table(Canvas, gradebook, tmp_path)
    assert "Student" in head[0] and "ID" in head[1] and "Section" in head[4]
    assert re.search(r"SIS\s+User\s+ID", head[2]) and re.search(r"SIS\s+Login\s+ID", head[3])
    assert "Points Possible" in possible[0]
    assert [(row[1], row[2], row[3]) for row in rows] == [("", "", who) for who in (JUDGED, LATE, BROKEN, ABSENT)]
    skipped = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.I)
    assert not [row for row in rows if all(skipped.fullmatch(place) for place in row)]


def test_the_settings_of_an_assignment_have_this_table_in_place_of_nbgraders():
    """Which has 0 points for a copy that nobody could judge."""
    settings = PyFileConfigLoader(CONFIG.name, str(CONFIG.parent)).load_config()
    app = ExportApp(config=settings)
    assert app.plugin_class is Table
