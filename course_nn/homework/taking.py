"""What nbgrader takes of a copy that was handed in: the texts of its cells, and nothing else.

Names, kinds and points of cells are the gradebook's, which no student has written. A text that is not the lecturer's is
shown as it was typed: in Formgrader and on the page of the feedback its markup would be part of the page, and what it
runs would run as whoever looks at it.
"""

import re
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from course_nn.common.errors import BadInput
from course_nn.homework.assignment import SCHEMA
from course_nn.homework.spare import keep_copy

LARGEST = 20_000_000  # bytes of a notebook that is read: of 2,000,000 cells nbgrader would make hours of work
MOST = 50_000  # letters of code that are shown in colours, which takes the square of what the next one finds
HARD_TO_COLOUR = re.compile(r"\s{100}|.{2000}")


class Given(NamedTuple):
    """A cell that was given out: nbgrader's metadata of it, "code" or "markdown", and its text."""

    said: dict[str, Any]
    kind: str
    source: str


def given_out(about: Any) -> dict[str, Given]:
    """{name: cell} of what was given out, as the gradebook has it.

    about : what nbgrader tells a preprocessor of the notebook: {"db_url", "notebook", "assignment"}
    """
    with Gradebook(about["db_url"]) as gradebook:
        notebook = gradebook.find_notebook(about["notebook"], about["assignment"])
        parts = notebook.grade_cells, notebook.task_cells, notebook.solution_cells
        grades, tasks, solutions = ({cell.name: cell for cell in part} for part in parts)
        return {
            cell.name: Given(_said(cell, grades, tasks, solutions), cell.cell_type, cell.source or "")
            for cell in notebook.source_cells
        }


def _said(cell, grades, tasks, solutions):
    """nbgrader's metadata of a cell."""
    name = cell.name
    kind = {"grade": name in grades, "solution": name in solutions, "task": name in tasks, "locked": bool(cell.locked)}
    worth = [part[name].max_score for part in (grades, tasks) if name in part]
    said = {"schema_version": SCHEMA, "grade_id": name} | kind | ({"points": worth[0]} if worth else {})
    return said | ({"checksum": cell.checksum} if cell.checksum else {})  # by which nbgrader knows what is unanswered


class FilesAlone(NotebookExporter):
    """Reads and writes notebooks as nbgrader does, but only files, and before anything is done with them.

    nbgrader copies what lies beside a notebook, and would follow a link to /dev/zero for ever. It makes this one first,
    once in each run, and so the gradebook is copied here.
    """

    def __init__(self, config: Any = None, **given: Any) -> None:
        super().__init__(config=config, **given)
        self._keep_copy()
        to_grade = getattr(self.parent, "assignments", {})
        for folder in [*to_grade]:
            try:
                refuse_links(Path(folder))
            except BadInput as error:
                self.log.error("%s", error)
                del to_grade[folder]

    def _keep_copy(self):
        """Before any student's code runs."""
        gradebook = getattr(getattr(self.parent, "coursedir", None), "db_url", "")
        try:
            keep_copy(gradebook)
        except (OSError, sqlite3.Error) as error:
            self.log.warning("no copy of the gradebook could be made: %s\n没能复制成绩册：%s", error, error)

    def from_filename(self, filename: str, resources: Any = None, **given: Any) -> tuple[Any, Any]:
        """The notebook in a file.

        raises : BadInput if it is no file, or too large
        """
        if not Path(filename).is_file():
            raise BadInput(f"{filename} is not a file: it is not graded", f"{filename} 不是文件：不予评分")
        if Path(filename).stat().st_size > LARGEST:
            most = f"{LARGEST / 1e6:g} MB"
            raise BadInput(f"{filename} has more than {most}: it is not graded", f"{filename} 超过 {most}：不予评分")
        return super().from_filename(filename, resources, **given)


class TakeTexts(NbGraderPreprocessor):
    """The first that sees a copy, before nbgrader looks at what it says of itself."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """The texts of a copy, in cells that are called and kept as they were given out.

        raises : BadInput if what was handed in is a link, or holds one
        """
        refuse_links(Path(resources["metadata"]["path"]))
        twice = taken(nb, given_out(resources["nbgrader"]))
        if twice:
            student = resources["nbgrader"]["student"]
            self.log.warning("%s: of cells with the same name the first one counts: %s", student, ", ".join(twice))
        return nb, resources


def refuse_links(folder: Path) -> None:
    """A link could be to a file of somebody else's, a copy or a worked solution; at a pipe one would wait.

    raises : BadInput
    """
    for path in (folder.parent, folder, *folder.rglob("*")):
        if path.is_symlink():
            raise BadInput(f"{path} is a link, not a file: it is not graded", f"{path} 是链接而不是文件：不予评分")
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise BadInput(f"{path} is not a file: it is not graded", f"{path} 不是文件：不予评分")


def taken(nb: NotebookNode, given: dict[str, Given]) -> list[str]:
    """Leave of a notebook the texts of its cells, and which kernel it is for; the names that more than one cell had."""
    left, twice, cells = dict(given), [], []
    for cell in nb.cells:
        name = name_of(cell)
        known = left.pop(name, None)
        if name in given and known is None:
            twice.append(name)
        kind = known.kind if known else cell.get("cell_type")
        new = new_code_cell if kind == "code" else new_markdown_cell
        cells.append(new(_text(cell), metadata={"nbgrader": dict(known.said)} if known else {}))
    nb.cells, nb.nbformat_minor = cells, 5  # from which on each cell has a number of its own
    nb.metadata = NotebookNode({key: value for key, value in nb.metadata.items() if key == "kernelspec"})
    return twice


def show_as_typed(nb: NotebookNode, given: dict[str, Given]) -> None:
    """Put a fence around each text that was not given out, so that no Markdown, HTML or formula of it is a page's.

    Code that would take long to colour is shown without colours: a page of a few hundred kilobytes could take hours.
    """
    code = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    if len(code) > MOST or HARD_TO_COLOUR.search(code):
        nb.metadata["language_info"] = {"name": "text"}
    texts = {cell.source for cell in given.values()}
    for cell in nb.cells:
        if cell.cell_type == "markdown" and (cell.source not in texts or "attachment:" in cell.source):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", cell.source)), default=0))
            cell.source = f"{fence}\n{cell.source}\n{fence}"


def name_of(cell: NotebookNode) -> str:
    """What nbgrader calls a cell; "" if it has no name."""
    match cell.get("metadata"):
        case {"nbgrader": {"grade_id": str(name)}}:
            return name
    return ""


def _text(cell):
    source = cell.get("source", "")
    return source if isinstance(source, str) else ""
