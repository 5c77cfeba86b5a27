"""A copy of the gradebook before each grading: what a student's cell spoils there, it spoils for the whole class."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

FILE = "sqlite:///"  # what the address of a gradebook begins with that is a file
KEPT = 50  # copies


def keep_copy(gradebook: str) -> Path | None:
    """A whole copy, in a folder beside the gradebook, where the last ones stay; None if there is nothing to copy.

    gradebook : its address, as nbgrader has it
    raises    : OSError or sqlite3.Error if it cannot be copied
    """
    place = Path(gradebook.removeprefix(FILE))
    if not gradebook.startswith(FILE) or not place.is_file():
        return None
    folder = place.with_name(f"{place.stem}-copies")
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / time.strftime("%Y-%m-%d %H-%M-%S.db")
    with closing(sqlite3.connect(place)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    for old in sorted(folder.glob("*.db"))[:-KEPT]:
        old.unlink()
    return copy
