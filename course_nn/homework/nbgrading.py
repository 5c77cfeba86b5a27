"""nbgrader, with the judges of the course in place of the student's kernel.

In nbgrader_config.py this preprocessor stands where nbgrader runs a notebook. Of an assignment of this course it takes
the sources of the student's cells, and writes the verdicts as outputs of the graded cells, so that nbgrader gives the
points and shows the hints as always. Any other notebook, and a graded cell of somebody's own, it runs as nbgrader does;
where no code is graded, nothing is run.
"""

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade
from traitlets import Float, List, Unicode

from course_nn.homework.assignment import Ask, ask_of, is_for_the_student
from course_nn.homework.confinement import confinement
from course_nn.homework.grading import Limits, grade
from course_nn.homework.taking import given_out, name_of, show_as_typed, taken
from course_nn.notebook.exercises import Verdict


class AskTheJudge(Execute):
    """Run a notebook of the course, and judge its answers where a student's code cannot reach."""

    step = Float(Limits().step, help="Seconds that a cell, or the judging of an answer, may take.").tag(config=True)
    whole = Float(Limits().whole, help="Seconds that all cells and answers of a notebook may take.").tag(config=True)
    wrapper: List = List(
        Unicode(), help="Words before the command that runs a student's cells, such as those of a sandbox of your own."
    ).tag(config=True)

    @property
    def limits(self) -> Limits:
        """What a grading may take, and what it must not see: the exchange, in which everybody's copies lie."""
        exchange = self.config.Exchange.get("root", "")  # unless it lies where nbgrader has it without a setting
        return Limits(self.step, self.whole, tuple(self.wrapper), (exchange,) if exchange else ())

    def _warn(self):
        """Say of every notebook what a student's code could reach here, for a line that stood once is overlooked."""
        warning = confinement(self.limits.wrapper, self.limits.hidden).warning
        if warning:
            self.log.warning("%s\n%s", *warning)

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:
        """The notebook with verdicts in its graded cells."""
        given = given_out(resources["nbgrader"])
        asked, is_run = _graded_cells(given)
        taken(nb, given)
        if is_run and asked:
            self.log.warning("Graded cells that are not the course's are run as nbgrader does, beside a student's code")
        if is_run:
            nb, resources = super().preprocess(nb, resources, km)
        if asked:
            _restore(nb, asked, given)
            self._warn()
            places, steps = _steps(nb, asked)
            done = grade(steps, self.limits)
            for place, step in zip(places, steps):
                if isinstance(step, Ask):
                    nb.cells[place].outputs = _outputs(done.verdicts[step.key])
            for number, error in done.errors.items():
                nb.cells[places[number]].outputs = [_error(error)]
        if asked or not is_run:  # of a notebook that is not the course's, nbgrader has run all of it already
            show_as_typed(nb, given)
        return nb, resources


def _graded_cells(given):
    """{name: Ask} of our graded cells, and whether there are others, for which nbgrader runs the notebook."""
    graded = {name: cell for name, cell in given.items() if cell.said["grade"] and cell.kind == "code"}
    asked = {name: ask for name, cell in graded.items() if (ask := ask_of(cell.source))}
    others = [name for name in graded if name not in asked and not (asked and given[name].said["solution"])]
    return asked, bool(others)


def _restore(nb, asked, given):
    """Each graded cell as it was given out; one that is missing comes last."""
    there = {name_of(cell): cell for cell in nb.cells}
    for name, ask in asked.items():
        if name not in there:
            there[name] = new_code_cell(metadata={"nbgrader": dict(given[name].said)})
            nb.cells.append(there[name])
        there[name].update(source=ask.source(), outputs=[])


def _steps(nb, asked):
    """What is to be done with which cells: their places, and a source or an Ask for each."""
    found = []
    for place, cell in enumerate(nb.cells):
        if name_of(cell) in asked:
            found.append((place, asked[name_of(cell)]))
        elif cell.cell_type == "code" and not is_grade(cell) and not is_for_the_student(name_of(cell)):
            found.append((place, cell.source))
    return [place for place, _ in found], [step for _, step in found]


def _outputs(verdict: Verdict):
    """The verdict in both languages; and behind one that is not right what nbgrader takes for a failed test."""
    shown = new_output("display_data", data={"text/html": verdict.html(), "text/plain": repr(verdict)})
    return [shown] if verdict else [shown, _error("not right: no points. 不对：不得分。")]


def _error(text):
    return new_output("error", ename="AssertionError", evalue=text, traceback=[text])
