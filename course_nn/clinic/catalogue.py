"""The catalogue of the clinic: what all instruments find in each healthy run, and with each fault in it.

Made by tools/clinic.py, which trains every one of them, several times with inputs a little larger or smaller; what
is found is the same each time, and so on every machine.
"""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from course_nn.clinic.examination import FREE, INSTRUMENTS
from course_nn.clinic.patients import BODIES

FILE = Path(str(files("course_nn"))) / "data" / "clinic.json"
SEPARATOR = " + "  # between the faults of a patient that has two
Faults = tuple[str, ...]  # of a patient; none if it is healthy


class Entry(NamedTuple):
    """What is known of a patient of the catalogue."""

    findings: dict[str, str]  # {instrument: in a word}, the free numbers among them
    loss: float  # on the training samples, at the end
    score: float  # on the validation samples


@cache
def catalogue() -> dict[int, dict[Faults, Entry]]:
    """{number of the healthy run in BODIES: {faults: Entry}}."""
    table = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        k: {
            tuple(faults.split(SEPARATOR)) if faults else (): _entry(one)
            for faults, one in table[str(body.seed)].items()
        }
        for k, body in enumerate(BODIES)
        if table.get(str(body.seed))
    }


def _faults_of(key):
    return tuple(key.split(SEPARATOR)) if key else ()


def _entry(one):
    return Entry(dict(zip((FREE, *INSTRUMENTS), one["findings"])), one["loss"], one["score"])
