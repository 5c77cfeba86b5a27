"""What an assignment's cells are called: the tool that makes it and whoever grades it agree here."""

import re
from typing import NamedTuple

SCHEMA = 3  # of nbgrader's metadata
GRADED = re.compile(r'assert check\("([\w-]+)", (\w+)\)')


class Ask(NamedTuple):
    """Where an answer is taken and judged: the exercise, and what the student's notebook calls the answer."""

    key: str
    name: str

    def source(self) -> str:
        """The graded cell, which says both."""
        return f'assert check("{self.key}", {self.name})'


def ask_of(source: str) -> Ask | None:
    """What a graded cell asks for; None if it is no cell of this course."""
    found = GRADED.fullmatch(source.strip())
    return Ask(*found.groups()) if found else None


def is_for_the_student(grade_id: str) -> bool:
    """Whether a cell of that name is there only for the student to run: the imports, and the checks."""
    return grade_id.endswith(("-tools", "-check"))


def metadata(grade_id: str, points: float | None = None, solution: bool = False) -> dict:
    """nbgrader's metadata of a cell: with points it is graded, with solution a student writes into it, else locked."""
    said = {"grade": points is not None, "solution": solution, "locked": not solution, "task": False}
    worth = {} if points is None else {"points": points}
    return {"nbgrader": {"schema_version": SCHEMA, "grade_id": grade_id} | said | worth}
