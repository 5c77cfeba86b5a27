"""The gradebook is copied before a grading, whole, and the last copies stay."""

import sqlite3
import sys
from contextlib import closing

import pytest
from later import Later

from course_nn.homework import spare

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader is not made for Windows")
taking, coursedir = Later("course_nn.homework.taking"), Later("nbgrader.coursedir")
converters = Later("nbgrader.converters")


@pytest.fixture
def book(tmp_path):
    """A gradebook into which somebody still writes: a part of it lies in a second file."""
    with closing(sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)) as book:
        book.execute("PRAGMA journal_mode=WAL")
        book.execute("CREATE TABLE grade (points)")
        book.execute("INSERT INTO grade VALUES (7)")
        yield book


def points(file):
    with closing(sqlite3.connect(file)) as book:
        return [points for (points,) in book.execute("SELECT points FROM grade")]


def test_a_copy_is_whole_and_stays_as_it_was_when_the_gradebook_is_spoiled(book, tmp_path):
    copy = spare.keep_copy(f"sqlite:///{tmp_path}/gradebook.db")
    book.execute("UPDATE grade SET points = 1000")
    assert points(copy) == [7] and points(tmp_path / "gradebook.db") == [1000]
    assert copy.parent == tmp_path / "gradebook-copies" and copy.parent.stat().st_mode & 0o077 == 0


def test_the_newest_copies_stay(book, tmp_path, monkeypatch):
    monkeypatch.setattr(spare, "KEPT", 3)
    made = []
    for second in range(5):
        monkeypatch.setattr(spare.time, "strftime", lambda form, second=second: f"2026-12-02 10-00-0{second}.db")
        made.append(spare.keep_copy(f"sqlite:///{tmp_path}/gradebook.db"))
    assert [copy.exists() for copy in made] == [False, False, True, True, True]


@pytest.mark.parametrize("url", ["sqlite:///{}/other.db", "postgresql://host/gradebook", ""])
def test_where_there_is_no_file_nothing_is_copied(url, tmp_path):
    assert spare.keep_copy(url.format(tmp_path)) is None and not [*tmp_path.iterdir()]


@pytest.mark.parametrize("is_there", [True, False])
def test_each_run_of_nbgrader_copies_once_and_a_copy_that_fails_stops_no_grading(book, tmp_path, caplog, is_there):
    if not is_there:
        (tmp_path / "gradebook-copies").write_text("no folder", "utf-8")
    folder = coursedir.CourseDirectory(root=str(tmp_path), assignment_id="xor")
    taking.FilesAlone(parent=converters.Autograde(folder))
    assert len([*tmp_path.glob("gradebook-copies/*.db")]) == is_there
    assert ("没能复制成绩册" in caplog.text) != is_there
