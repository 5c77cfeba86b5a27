"""Grades for a learning platform: the table that Moodle or Canvas reads, written by `nbgrader export`.

A copy that was handed in and could not be judged has no grade, so that a platform leaves the place open; what was not
handed in has 0 points. Late points are taken off as nbgrader does it.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin


class _Platform(ExportPlugin):
    """A table with a row for each student, and a column for each assignment."""

    columns: tuple[str, ...]  # what says who a student is
    no_grade = ""  # where a copy could not be judged

    def who(self, student: Student) -> tuple[str, ...]:
        """What stands in these columns."""
        raise NotImplementedError

    def second(self, assignments: list[Assignment]) -> Iterator[list]:
        """What stands between the head and the students."""
        yield from ()

    def export(self, gradebook: Gradebook) -> None:
        """Write the table; `--to`, `--student` and `--assignment` are nbgrader's."""
        assignments = [one for one in gradebook.assignments if one.name in (self.assignment or [one.name])]
        students = [one for one in gradebook.students if one.id in (self.student or [one.id])]
        with open(self.to or "grades.csv", "w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow([*self.columns, *(assignment.name for assignment in assignments)])
            table.writerows(self.second(assignments))
            for student in sorted(students, key=lambda one: one.id):
                found = [points(gradebook, one, student, self.has_copy(one, student)) for one in assignments]
                table.writerow([*self.who(student), *(self.no_grade if one is None else one for one in found)])

    def has_copy(self, assignment: Assignment, student: Student) -> bool:
        """Whether a copy was handed in, even if the gradebook knows of none, as when the disk was full."""
        course = getattr(self.parent, "coursedir", None)
        if course is None:
            return False
        return Path(course.format_path(course.submitted_directory, student.id, assignment.name)).is_dir()


def points(gradebook: Gradebook, assignment: Assignment, student: Student, has_copy: bool = False) -> float | None:
    """What a student has for an assignment: None if the copy was not judged, 0 if none was handed in."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return None if has_copy else 0.0
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    if not grades or any(grade.cell.cell_type == "code" and grade.auto_score is None for grade in grades):
        return None
    return max(0.0, submission.score - (submission.late_submission_penalty or 0.0))


class Table(_Platform):
    """The plain table, which the settings of this course have in place of nbgrader's: a row for each student.

    nbgrader's own has 0 points for a copy that nobody could judge, like for a wrong one.
    """

    columns = ("student", "first name", "last name")

    def who(self, student: Student) -> tuple[str, ...]:
        return (student.id, student.first_name or "", student.last_name or "")


class Moodle(_Platform):
    """For Moodle's grade import: map “Username” to username, or “Email address” to useremail.

    source : Moodle's documentation, Grade import, and its importer, grade/import/csv/classes/load_data.php
    """

    columns = ("Username", "First name", "Last name", "Email address")
    no_grade = "-"  # an empty place would become 0 points in a column that is imported as new

    def who(self, student: Student) -> tuple[str, ...]:
        return (student.id, student.first_name or "", student.last_name or "", student.email or "")


class Canvas(_Platform):
    """For the import of Canvas's gradebook: students by their login, the largest score in the second row.

    source : Canvas's guide for instructors, How do I import grades in the Gradebook?, and its importer,
             lib/gradebook_importer.rb
    """

    columns = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

    def who(self, student: Student) -> tuple[str, ...]:
        name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
        return (name, "", "", student.id, "")

    def second(self, assignments: list[Assignment]) -> Iterator[list]:
        yield ["Points Possible", *[""] * (len(self.columns) - 1), *(one.max_score for one in assignments)]
