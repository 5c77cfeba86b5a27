"""What a student has done, ward by ward, as a text: "20261129/3: 1 curves; 1 ?leak | 7/8: 2 data".

A ward is named by its number and its level; "12 + 5, 11/8" is ward 12 with more of two faults. An entry is
a bed with an instrument, or with "?" and a diagnosis; where a script lies, with "@" and a line that is said to be
wrong, or with "=" and what to write there: "5 @12; 5 =12.2" is the second option for line 12. The text only grows: what
was seen cannot be unseen.
"""

import os
from collections import Counter
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from course_nn.clinic.deduction import fits, par
from course_nn.clinic.edits import edits, is_edit
from course_nn.clinic.examination import INSTRUMENTS, price
from course_nn.clinic.patients import FAULTS
from course_nn.clinic.ward import LARGEST, LEVELS, Bed, ScriptBed, ward_of
from course_nn.common.errors import BadInput, shortened

WRONG, EARLY = 3, 2  # points for a wrong diagnosis, and for one too early
SPARE = 2  # points above par that are still good
NOTHING = "healthy"  # the diagnosis that nothing is wrong
DIAGNOSES = (NOTHING, *FAULTS)
KEPT = 12  # wards that a record holds; the oldest goes first
TODAY = "today"


class Score(NamedTuple):
    """How far a student has come in one bed."""

    used: list  # instruments that cost a point: those before the last right diagnosis
    wrong: list  # diagnoses against which the readings spoke, the last one last
    early: list  # diagnoses that fitted, as others did
    found: list  # faults that were diagnosed
    right: bool  # whether all of the bed are

    @property
    def points(self) -> int:
        """An instrument has its price, a diagnosis that comes too early costs 2, a wrong one 3."""
        return price(self.used) + EARLY * len(self.early) + WRONG * len(self.wrong)


# ---- which ward --------------------------------------------------------------------------------------


def today() -> int:
    """The number of today's ward: 20261129 on 29 November 2026.

    The environment's COURSE_NN_WARD is another number, for what is made once and read on any day.
    """
    return int(os.environ.get("COURSE_NN_WARD") or date.today().strftime("%Y%m%d"))


def ward_named(name: str) -> tuple[int, tuple[str, ...]]:
    """The number of a ward, and the faults of which it has more.

    name   : "today", a number, or a number and others for faults: "12 + 5, 11"
    raises : BadInput for what is neither
    """
    number, _, more = name.strip().partition("+")
    numbers = [one.strip() for one in more.split(",") if one.strip()]
    if number.strip().lower() in (TODAY, "今天"):
        number = str(today())
    known = all(one.isdecimal() and len(one) < 3 and 1 <= int(one) <= len(FAULTS) for one in numbers)
    few = number.strip().isdecimal() and len(number.strip()) <= len(str(LARGEST))  # digits
    if not (few and int(number) <= LARGEST and known):
        raise BadInput(
            f"ward: expected “{TODAY}” or a number from 0 to {LARGEST}, got “{shortened(name)}”. Try 7",
            f"病房：应为“{TODAY}”（今天）或 0 到 {LARGEST} 的数，收到“{shortened(name)}”。可以试试 7",
        )
    return int(number), tuple([*FAULTS][int(one) - 1] for one in numbers)


def key_of(name: str, level: str) -> str:
    """Under which a ward stands in the record."""
    number, more = ward_named(name)
    return f"{_name_of(number, more)}/{level}"


def _name_of(number, more):
    """The name of a ward; faults of which it has more are numbers, which tell nobody what they are."""
    numbers = ", ".join(str([*FAULTS].index(fault) + 1) for fault in more)
    return f"{number} + {numbers}" if numbers else str(number)


def beds_of(key: str) -> tuple[Bed | ScriptBed, ...]:
    """The beds of a ward that the record names. raises : BadInput"""
    name, _, level = key.rpartition("/")
    if level not in LEVELS:
        raise _no_record(key)
    number, more = ward_named(name)
    return ward_of(number, level, more)


# ---- the record --------------------------------------------------------------------------------------


def entries(record: str) -> dict[str, list]:
    """What was done, in order: {ward: pairs of a bed and what was done there}.

    raises : BadInput for what is neither
    """
    return {key: [*done] for key, done in _wards(record).items()}


@lru_cache(maxsize=4)  # every control asks what was done before it shows itself
def _wards(record):
    wards = [ward.partition(":") for ward in record.split("|") if ward.strip()]
    return {key.strip(): _entries_of(key.strip(), done) for key, _, done in wards}


def _entries_of(key, done):
    beds = beds_of(key)
    return [_entry(text, beds) for text in done.split(";") if text.strip()]


def _entry(text, beds):
    bed, _, what = text.strip().partition(" ")
    if not (bed.isdecimal() and len(bed) < 3 and 1 <= int(bed) <= len(beds) and _can_be_done(beds[int(bed) - 1], what)):
        raise _no_record(text)
    return int(bed), what


def _can_be_done(bed, what):
    if isinstance(bed, ScriptBed):
        return is_edit(bed.script, what)
    return what in INSTRUMENTS or what[:1] == "?" and what[1:] in DIAGNOSES


def _no_record(text):
    return BadInput(
        f"record: expected a ward, beds, and what was done there, got “{shortened(text.strip())}”. "
        "Try 7/3: 1 curves; 1 ?leak",
        f"记录：应为病房、床号和所做的事，收到“{shortened(text.strip())}”。可以试试 7/3: 1 curves; 1 ?leak",
    )


def with_entry(record: str, key: str, bed: int, what: str) -> str:
    """The record with one entry more; the ward becomes the last one. Who looks again, or says again, does nothing."""
    wards = entries(record)
    done = wards.pop(key, [])
    here = [one for one in done if one[0] == bed]
    again = here[-1:] == [(bed, what)] or what[0] != "?" and (bed, what) in here
    wards[key] = done if again else [*done, (bed, what)]
    kept = [*wards.items()][-KEPT:]
    return " | ".join(f"{name}: " + "; ".join(f"{b} {w}" for b, w in done) for name, done in kept)


def joined(record: str, before: str, now: str) -> str:
    """A record with what was added to another one, which was `before` and is `now`; that one, if it was not added to.

    raises : BadInput for what is no record
    """
    known, done = entries(before), entries(now)
    dropped = {*known} - {*done} if len(done) < KEPT else {}
    if dropped or any(done[key][: len(known[key])] != known[key] for key in known if key in done):
        return now
    for key, all_done in done.items():
        for bed, what in all_done[len(known.get(key, [])) :]:
            record = with_entry(record, key, bed, what)
    return record


# ---- what it is worth --------------------------------------------------------------------------------


def verdict(bed: Bed, used: list, diagnosis: str) -> str:
    """What a lock is worth: "right" if nothing else fits, "early" if others fit as well, "wrong" if it does not fit."""
    left = fits(bed, used)
    if not any(diagnosis in names_of(faults) for faults in left):
        return "wrong"
    return "right" if len(left) == 1 else "early"


class Lock(NamedTuple):
    """The diagnosis that is the last thing done in a bed."""

    diagnosis: str
    verdict: str  # as of verdict
    used: list  # instruments that had been used by then


def last_lock(bed: Bed, done: list) -> Lock | None:
    """The Lock of what was done in a bed, in order; None if the last thing was a look: what was said may be over."""
    if not done or done[-1][0] != "?":
        return None
    diagnosis, used = done[-1][1:], looks(done)
    return Lock(diagnosis, verdict(bed, used, diagnosis), used)


def names_of(faults: tuple) -> tuple:
    """The diagnoses that are right for some faults: these, or that nothing is wrong."""
    return faults or (NOTHING,)


def score(bed: Bed | ScriptBed, done: list) -> Score:
    """The Score of a bed, from what was done there, in order; what is looked at afterwards costs nothing."""
    if isinstance(bed, ScriptBed):
        wrong, found, right = edits(bed.script, done)
        return Score([], wrong, [], found, right)
    seen: dict[str, list[str]] = {"used": [], "wrong": [], "early": [], "right": []}
    for what in done:
        if {*seen["right"]} == {*names_of(bed.faults)}:
            break
        if what[0] == "?":
            kind = seen[verdict(bed, seen["used"], what[1:])]
            kind += [what[1:]] if what[1:] not in (*seen["right"], *seen["wrong"]) else []
        else:
            seen["used"].append(what)
    used, wrong, early, found = seen.values()
    return Score(used, wrong, early, found, {*found} == {*names_of(bed.faults)})


def scores(record: str, key: str) -> list[Score]:
    """The Score of every bed of a ward."""
    return [score(bed, done_in(record, key, k)) for k, bed in enumerate(beds_of(key), 1)]


def done_in(record: str, key: str, bed: int) -> list[str]:
    """What was done in a bed, in order: instruments, and "?" with a diagnosis."""
    return [what for where, what in entries(record).get(key, []) if where == bed]


def par_of(bed: Bed | ScriptBed) -> int:
    """The fewest points that decide a bed; a script is only read."""
    return 0 if isinstance(bed, ScriptBed) else par(bed)


def looks(done: list) -> list[str]:
    """The instruments among what was done in a bed, in order."""
    return [what for what in done if what[0] != "?"]


def is_good(bed: Bed | ScriptBed, own: Score) -> bool:
    """Whether a bed is diagnosed with at most two points more than par."""
    return own.right and own.points <= par_of(bed) + SPARE


def mistaken(record: str) -> Counter:
    """How often a fault was taken for another one, or another one for it, in the wards of the record."""
    counts: Counter[str] = Counter()
    for key in entries(record):
        for bed, own in zip(beds_of(key), scores(record, key)):
            if isinstance(bed, ScriptBed):
                continue
            counts.update(fault for diagnosis in own.wrong for fault in (*bed.faults, diagnosis) if fault in FAULTS)
    return counts


def next_ward(record: str) -> str:
    """The name of a ward that is not in the record, with more of the three faults that were mistaken most often."""
    more = sorted((fault for fault, _ in mistaken(record).most_common(3)), key=[*FAULTS].index)
    taken = {key.rpartition("/")[0].partition(" +")[0] for key in entries(record)}
    number = next(n for n in range(1, LARGEST) if str(n) not in taken)
    return _name_of(number, more)
