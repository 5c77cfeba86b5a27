"""What a student has done in the ward, written as a text: "1 curves; 1 ?leak" is bed 1, its curves, and a diagnosis."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.practice.demos.clinic.instruments import Reading
from course_nn.lectures.practice.demos.clinic.ward import INSTRUMENTS, PATIENTS, contradicts, read, searched_par

BEDS = [
    list(PATIENTS)[k] for k in (2, 7, 15, 0, 11, 9, 4, 18, 13, 5, 17, 1, 16, 3, 8, 12, 19, 6, 14, 10)
]  # who lies where
WRONG = 3  # points of a wrong diagnosis; an instrument costs one
SPARE = 2  # points more than par that are still good


class Score(NamedTuple):
    """How far a student has come in one bed."""

    used: list  # instruments that cost a point: those before the right diagnosis
    wrong: list  # diagnoses that were wrong, the last one last
    right: bool  # whether it is diagnosed

    @property
    def points(self) -> int:
        """An instrument costs 1, a wrong diagnosis 3."""
        return len(self.used) + WRONG * len(self.wrong)


class Hint(NamedTuple):
    """Why a diagnosis is wrong."""

    diagnosis: str
    instrument: str
    here: Reading | None  # None where the instrument was not used yet
    there: Reading  # what it would show if the diagnosis were right


def parsed(record: str) -> list:
    """What was done, in order: pairs (bed, what), where what is an instrument, or "?" and a diagnosis.

    raises : BadInput for what is neither
    """
    return [_entry(text) for text in record.split(";") if text.strip()]


def _entry(text):
    bed, _, what = text.strip().partition(" ")
    known = what in INSTRUMENTS or what[:1] == "?" and what[1:] in PATIENTS
    if not (bed.isdecimal() and 1 <= int(bed) <= len(BEDS) and known):
        raise BadInput(
            f"expected a bed and an instrument or a diagnosis, got “{text.strip()[:40]}”. Try 1 curves; 1 ?leak",
            f"应为床号加仪器或诊断，收到“{text.strip()[:40]}”。可以试试 1 curves; 1 ?leak",
        )
    return int(bed), what


def added(record: str, bed: int, what: str) -> str:
    """The record with one thing more, unless it was done before."""
    return record if (bed, what) in parsed(record) else "; ".join([*filter(None, [record]), f"{bed} {what}"])


def without_last(record: str) -> str:
    """The record as it was before the last thing that was done."""
    if not parsed(record):
        raise BadInput("there is nothing to undo yet", "还没有可以撤销的操作")
    return "; ".join(f"{bed} {what}" for bed, what in parsed(record)[:-1])


def score(done: list, bed: int) -> Score:
    """The Score of a bed; what is looked at after the right diagnosis costs nothing."""
    used, wrong = [], []
    for what in (what for b, what in done if b == bed):
        if what == "?" + BEDS[bed - 1]:
            return Score(used, wrong, True)
        (wrong if what[0] == "?" else used).append(what.lstrip("?"))
    return Score(used, wrong, False)


def scored(record: str) -> Generator[float, None, tuple]:
    """The Score of every bed, and its par, 0 before it is diagnosed: a generator that yields the share done."""
    done = parsed(record)
    scores, pars = [score(done, bed) for bed in range(1, len(BEDS) + 1)], []
    for patient, mine in zip(BEDS, scores):
        pars.append((yield from searched_par(patient)) if mine.right else 0)
    return scores, pars


def readings(record: str, bed: int) -> dict:
    """What was looked at in a bed: {instrument: Reading}."""
    return {what: read(BEDS[bed - 1], what) for b, what in parsed(record) if b == bed and what in INSTRUMENTS}


def hint(patient: str, diagnosis: str, used: list) -> Hint:
    """The Hint after a wrong diagnosis."""
    name = contradicts(patient, diagnosis, used)
    return Hint(diagnosis, name, read(patient, name) if name in used else None, read(diagnosis, name))


def course(patient: str, cured: bool, share: int) -> np.ndarray:
    """The validation score of a run, over the share of the epochs in %: (2, K), up to that share."""
    val = read(patient, "curves", cured).shown["score"]
    epochs = np.linspace(0, 100, len(val))
    return np.stack([epochs, val])[:, epochs <= share]
