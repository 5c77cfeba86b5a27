"""What a student has done in the ward, written as a text: "1 curves; 1 ?leak" is bed 1, its curves, and a diagnosis."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.practice.demos.clinic.instruments import Reading
from course_nn.lectures.practice.demos.clinic.ward import (
    INSTRUMENTS,
    PATIENTS,
    best_contradiction,
    par_step_by_step,
    read,
)

ORDER = (2, 7, 15, 0, 11, 9, 4, 18, 13, 5, 17, 1, 16, 3, 8, 12, 19, 6, 14, 10)
BEDS = [list(PATIENTS)[k] for k in ORDER]  # who lies in bed 1, 2, …
WRONG = 3  # points for a wrong diagnosis; an instrument costs one
SPARE = 2  # points above par that are still good


class Score(NamedTuple):
    """How far a student has come in one bed."""

    used: list  # instruments that cost a point: those before the right diagnosis
    wrong: list  # diagnoses that were wrong, the last one last
    right: bool  # whether the right diagnosis is locked

    @property
    def points(self) -> int:
        """An instrument costs 1, a wrong diagnosis 3."""
        return len(self.used) + WRONG * len(self.wrong)


class Hint(NamedTuple):
    """Why a diagnosis is wrong."""

    diagnosis: str
    instrument: str
    here: Reading | None  # what the instrument shows; None if it was not used yet
    there: Reading  # what it would show if the diagnosis were right


def entries(record: str) -> list:
    """What was done, in order: pairs (bed, instrument), or (bed, "?" + diagnosis).

    raises : BadInput for what is neither
    """
    return [_entry(text) for text in record.split(";") if text.strip()]


def _entry(text):
    bed, _, what = text.strip().partition(" ")
    known = what in INSTRUMENTS or what[:1] == "?" and what[1:] in PATIENTS
    if not (bed.isdecimal() and len(bed) < 5 and 1 <= int(bed) <= len(BEDS) and known):
        raise BadInput(
            f"expected a bed and an instrument or a diagnosis, got “{text.strip()[:40]}”. Try 1 curves; 1 ?leak",
            f"应为床号加仪器或诊断，收到“{text.strip()[:40]}”。可以试试 1 curves; 1 ?leak",
        )
    return int(bed), what


def used_in(record: str, bed: int) -> set[str]:
    """The instruments that were used in a bed."""
    return {what for where, what in entries(record) if where == bed and not what.startswith("?")}


def with_entry(record: str, bed: int, what: str) -> str:
    """The record with one entry more, unless it has that one already."""
    if (bed, what) in entries(record):
        return record
    return f"{record}; {bed} {what}" if record else f"{bed} {what}"


def without_last(record: str) -> str:
    """The record without its last entry.

    raises : BadInput if there is none
    """
    if not entries(record):
        raise BadInput("there is nothing to undo yet", "还没有可以撤销的操作")
    return "; ".join(f"{bed} {what}" for bed, what in entries(record)[:-1])


def score(done: list, bed: int) -> Score:
    """The Score of a bed, from entries; what is looked at after the right diagnosis costs nothing."""
    used: list[str] = []
    wrong: list[str] = []
    for what in (what for b, what in done if b == bed):
        if what == "?" + BEDS[bed - 1]:
            return Score(used, wrong, True)
        if what[0] == "?":
            wrong.append(what[1:])
        else:
            used.append(what)
    return Score(used, wrong, False)


def scores(record: str) -> list:
    """The Score of every bed."""
    done = entries(record)
    return [score(done, bed) for bed in range(1, len(BEDS) + 1)]


def pars(scores: list) -> Generator[float, None, list]:
    """The par of every bed, 0 before it is diagnosed: a generator that yields the share done."""
    found = []
    for patient, own in zip(BEDS, scores):
        found.append((yield from par_step_by_step(patient)) if own.right else 0)
    return found


def readings(record: str, bed: int) -> dict:
    """What was looked at in a bed: {instrument: Reading}."""
    return {what: read(BEDS[bed - 1], what) for b, what in entries(record) if b == bed and what in INSTRUMENTS}


def hint(patient: str, diagnosis: str, used: list) -> Hint | None:
    """The Hint after a wrong diagnosis; None if no instrument contradicts it."""
    name = best_contradiction(patient, diagnosis, used)
    if name is None:
        return None
    return Hint(diagnosis, name, read(patient, name) if name in used else None, read(diagnosis, name))


def course(patient: str, cured: bool, share: int) -> np.ndarray:
    """The validation score of a run up to a share of its epochs: (2, K), shares in % and scores."""
    scores = read(patient, "curves", cured).arrays["score"]
    shares = np.linspace(0, 100, len(scores))
    return np.stack([shares, scores])[:, shares <= share]
