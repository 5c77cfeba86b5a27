"""What is computed when a ward is opened, and when a bed is looked at."""

from collections.abc import Generator, Sequence

import numpy as np

from course_nn.clinic import code_report, report
from course_nn.clinic.case_record import Score, done_in, looks, names_of
from course_nn.clinic.code_view import CodeShown
from course_nn.clinic.edits import read_edit
from course_nn.clinic.examination import reading
from course_nn.clinic.patients import Recipe
from course_nn.clinic.scripts.script_curves import curves
from course_nn.clinic.ward import Bed, ScriptBed
from course_nn.common.errors import BadInput
from course_nn.drawing import look


def rows_of(patients: Sequence, scores: list, key: str, record: str) -> Generator[float, None, list]:
    """What stands in the row of beds; of a script its last loss and score, for which it is run.

    returns : for each bed its loss, its score, whether that is R², its mark, and its training loss after each epoch:
              of a script, which has told it, and where the curves were looked at; else empty
    """
    rows = []
    for k, (one, own) in enumerate(zip(patients, scores)):
        yield k / len(patients)
        if isinstance(one, ScriptBed):
            run = curves(one.script)
            ends = (run.train_loss[-1], run.val_score[-1]) if len(run.val_score) else (np.inf, 0.0)
            rows.append((*ends, code_report.reports_r2(one.script), mark_of(own), run.train_loss))
        else:
            seen = "curves" in looks(done_in(record, key, k + 1))
            trace = reading(one.recipe, "curves", one.seed).arrays["train"] if seen else np.zeros(0)
            rows.append((one.entry.loss, one.entry.score, report.is_numeric(one), mark_of(own), trace))
    return rows


def mark_of(own: Score) -> tuple:
    """How far the student has come in a bed: a sign, the points, and a colour."""
    sign, color = ("✓", look.GREEN) if own.right else ("✗", look.VERMILION) if own.wrong else ("", look.BLUE)
    return sign, own.points, color


def readings_of(patient: Bed, done: list) -> Generator[float, None, dict]:
    """What the instruments show that were used."""
    readings: dict = {}
    for name in looks(done):
        yield len(readings) / len(done)
        readings[name] = reading(patient.recipe, name, patient.seed)
    return readings


def shown_code(patient: ScriptBed, own: Score, done: list, line: int, option: int) -> CodeShown:
    """What is drawn of a script."""
    script = patient.script
    line = min(line, len(script.lines))
    if own.found and line not in own.found:  # one line is enough to mend it
        line = own.found[-1]
    every = [read_edit(text) for text in own.wrong]
    return CodeShown(
        script=script,
        sick=curves(script),
        cured=curves(script, cured=True) if own.right else None,
        line=line,
        option=min(option, len(script.faulty[line - 1].options)) if line - 1 in script.faulty else 1,
        wrong=[edit.line for edit in every if not edit.option],
        found=own.found,
        failed=[edit.option for edit in every if edit.option and edit.line == line],
        can_write=line in own.found and not own.right,
    )


def both_courses(patient: Bed | ScriptBed, own: Score, share: int) -> tuple:
    """The validation score of the sick run, and of the cured one up to a share of its epochs; empty before that."""
    if isinstance(patient, ScriptBed) or not own.right:
        return np.zeros((2, 0)), np.zeros((2, 0))
    return course_of(patient.recipe, patient.seed, 100), course_of(patient.healthy, patient.seed, share)


def course_of(recipe: Recipe, seed: int, share: int) -> np.ndarray:
    """The validation score of a run up to a share of its epochs: (2, K), shares in % and scores."""
    scores = reading(recipe, "curves", seed).arrays["score"]
    shares = np.linspace(0, 100, len(scores))
    return np.stack([shares, scores])[:, shares <= share]


def too_few_beds(count: int, bed: int) -> BadInput:
    return BadInput(
        f"this ward has {count} beds, so bed {count} is shown, not {bed}. Try another size",
        f"这间病房有 {count} 张床，所以显示的是 {count} 号床，不是 {bed} 号。可以换一种规模",
    )


def diagnoses_of(bed: Bed) -> set:
    """The diagnoses that may be right for the run of a bed."""
    return {name for faults in bed.possible for name in names_of(faults)}
