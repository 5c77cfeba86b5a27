"""No attack gains a point, on any of the roads on which students' code can be kept apart."""

import functools
import socket
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from attacks import BEFORE, NOT_OF_ONE_ACCOUNT, ONLY_IN_A_CAGE, PEACEFUL, VIOLENT
from handed_in import NAMES, RIGHT, WRONG
from offenders import expect_none
from roads import ACCOUNT, CAGE, CAGES, ROADS, USER, first, grade_there

from course_nn.homework.grading import ENDED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="homework is graded on Linux or macOS")
LIMITS = {"step": 12.0, "memory": 2**30, "processes": 12}
ATTACKS = {"peaceful": PEACEFUL, "violent": VIOLENT}
MARK = 987_654_321  # seconds that a process sleeps, by which it is known again
FIRST = first()
HONEST = "xor-table"  # the one answer that is right


def roads(kind, left_out=()):
    """The roads, each a parameter: the usual run attacks in peace on three, and with violence on the first."""
    for road in ROADS:
        if road not in left_out:
            often = road == FIRST or kind == "peaceful" and road in (CAGE, USER, ACCOUNT)
            marks = [] if often else [pytest.mark.thorough]
            yield pytest.param(road, marks=marks, id=road.replace(" ", "_"))


EACH = [
    pytest.param(*road.values, kind, marks=road.marks, id=f"{road.id}-{kind}")
    for kind in ATTACKS
    for road in roads(kind)
]


def of(road, kind):
    """The attacks that get nowhere on a road."""
    may = NOT_OF_ONE_ACCOUNT if road == ACCOUNT else set()
    return ATTACKS[kind].keys() - may - (set() if road in CAGES else ONLY_IN_A_CAGE)


@functools.cache
def attacked(road, kind):
    """A notebook that attacks and then answers, once graded on a road; and what was there afterwards."""
    attacks, mark = ATTACKS[kind], str(MARK + ROADS.index(road))
    with tempfile.TemporaryDirectory() as folder, closing(socket.create_server(("127.0.0.1", 0))) as server:
        Path(folder).chmod(0o755)
        book = Path(folder, "gradebook.db")
        with closing(sqlite3.connect(book)) as made:
            made.executescript("create table grade (max_score); insert into grade values (1)")
        where = f"GRADEBOOK, PORT, MARK = {str(book)!r}, {server.getsockname()[1]}, {mark!r}"
        sources = WRONG | {HONEST: RIGHT[HONEST]}
        answers = [step for key, source in sources.items() for step in (source, [key, NAMES[key]])]
        graded = grade_there(road, [f"{BEFORE}\n{where}", *attacks.values(), *answers], **LIMITS)
        with closing(sqlite3.connect(book)) as kept:
            worth = kept.execute("select max_score from grade").fetchone()[0]
        files = {file.name for file in Path(folder).iterdir()}
    alive = [one.pid for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or [])]
    errors = {attack: graded["errors"].get(place, "") for place, attack in enumerate(attacks, 1)}
    return SimpleNamespace(voices=graded["voices"], errors=errors, alive=alive, worth=worth, files=files)


@pytest.mark.parametrize("road, kind", EACH)
def test_no_attack_gains_a_point_or_takes_one_from_an_answer_that_is_right(road, kind):
    voices = attacked(road, kind).voices
    assert voices.keys() == WRONG.keys() and [key for key, voice in voices.items() if voice == "right"] == [HONEST]


@pytest.mark.parametrize("road, kind", EACH)
def test_an_attack_reaches_nothing(road, kind):
    errors = attacked(road, kind).errors
    expect_none(attack for attack in of(road, kind) if not errors[attack])


@pytest.mark.parametrize("road, kind", EACH)
def test_nothing_that_a_cell_has_started_lives_on(road, kind):
    if sys.platform == "darwin" and road == ACCOUNT:
        pytest.skip("there what has left its session is not found, as the guide says")
    assert attacked(road, kind).alive == []


@pytest.mark.parametrize("road", [*roads("violent")])
@pytest.mark.parametrize("attack", ["takes all memory in parts", "starts processes without end"])
def test_memory_and_processes_are_bounded_for_all_that_a_cell_starts_together(road, attack):
    """Or it would be ended later, for its time."""
    error = attacked(road, "violent").errors[attack]
    assert ENDED.en in error or error.startswith("BlockingIOError")


@pytest.mark.parametrize("road", [*roads("peaceful", left_out=[ACCOUNT])])
def test_the_gradebook_and_its_folder_stay_as_they_were(road):
    after = attacked(road, "peaceful")
    assert after.worth == 1 and after.files == {"gradebook.db"}
