"""Votes are counted once each, in the phase in which they are given, and outlive the program that counts them."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from classroom_question import QUESTION

from course_nn.classroom.ballot import DAY, PHASES, Ballot, Refused

VOTE_AND_DIE = """
import os, signal, sys
from course_nn.classroom.ballot import Ballot
ballot = Ballot(sys.argv[1])
for k in range(100):
    ballot.join(sys.argv[2], f"student {k}")
    ballot.vote(sys.argv[2], "two", "rather", 1, f"student {k}")
os.kill(os.getpid(), signal.SIGKILL)
"""


def asked(ballot, **more):
    code = ballot.open("prof", **more)
    ballot.ask(code, "prof", QUESTION)
    return code


def counted(ballot, code, phase="first"):
    votes = ballot.results(code, "prof")["votes"][phase]
    return {option: sum(sure.values()) for option, sure in votes.items()}


def vote(ballot, code, name, option="two", sure="rather"):
    ballot.join(code, name)
    ballot.vote(code, option, sure, ballot.state(code, name)["id"], name)


def test_who_votes_twice_has_one_vote_and_the_later_one_counts(ballot):
    code = asked(ballot)
    for option in ("one", "two"):
        vote(ballot, code, "Anna", option)
    vote(ballot, code, "Ben", "three", "certain")
    result = ballot.results(code, "prof")
    assert counted(ballot, code) == {"two": 1, "three": 1} and result["voters"] == 2
    assert result["votes"]["first"]["three"] == {"guess": 0, "rather": 0, "certain": 1}


def test_each_phase_has_votes_of_its_own_and_only_two_phases_have_any(ballot):
    code = asked(ballot)
    vote(ballot, code, "Anna", "one")
    for phase in PHASES[1:]:
        ballot.turn(code, "prof", phase)
        if phase == "second":
            vote(ballot, code, "Anna", "two")
        else:
            with pytest.raises(Refused, match="closed") as refusal:
                vote(ballot, code, "Anna", "three")
            assert refusal.value.status == 409
    assert (counted(ballot, code), counted(ballot, code, "second")) == ({"one": 1}, {"two": 1})


def test_a_vote_for_the_question_before_is_late(ballot):
    code = asked(ballot)
    ballot.join(code, "Anna")
    before = ballot.state(code, "Anna")["id"]
    ballot.ask(code, "prof", QUESTION | {"key": "xor-2"})
    with pytest.raises(Refused, match="closed"):
        ballot.vote(code, "two", "rather", before, "Anna")
    assert counted(ballot, code) == {}


def test_a_phone_votes_with_the_pass_that_it_was_given_and_with_no_other(ballot):
    code, other = asked(ballot), asked(ballot)
    mine, elsewhere = ballot.join(code), ballot.join(other)
    ballot.vote(code, "two", "guess", ballot.state(code, pass_=mine)["id"], pass_=mine)
    nonce, _, seal = mine.partition(".")
    for forged in ("", "x", nonce, f"{nonce}.{'0' * 32}", f"{'0' * 32}.{seal}", elsewhere):
        with pytest.raises(Refused) as refusal:
            ballot.vote(code, "one", "guess", 1, pass_=forged)
        assert refusal.value.status == 403
    assert counted(ballot, code) == {"two": 1}


def test_the_pass_of_an_account_is_no_pass_for_a_phone(ballot):
    code = asked(ballot)
    with pytest.raises(Refused):
        ballot.vote(code, "one", "guess", 1, pass_=ballot.join(code, "pass 00"))


def test_nobody_gets_in_without_the_code_nor_votes_before_having_joined(ballot):
    code = asked(ballot)
    with pytest.raises(Refused, match="no class"):
        ballot.join("ZZZZ" if code != "ZZZZ" else "XXXX", "Anna")
    with pytest.raises(Refused, match="join"):
        ballot.vote(code, "two", "guess", 1, "Anna")


def test_a_class_of_accounts_lets_no_phone_in(ballot):
    code = asked(ballot, phones=False)
    with pytest.raises(Refused, match="notebook"):
        ballot.join(code)
    vote(ballot, code, "Anna")
    assert counted(ballot, code) == {"two": 1}


@pytest.mark.parametrize(
    "what", ["ask", "turn", "close", "results", "names"], ids=lambda what: f"another lecturer may not {what}"
)
def test_a_session_is_its_lecturers_alone(ballot, what):
    code = asked(ballot)
    more = {"ask": [QUESTION], "turn": ["shown"]}.get(what, [])
    with pytest.raises(Refused, match="not yours"):
        getattr(ballot, what)(code, "other prof", *more)


def test_a_killed_program_loses_no_vote(tmp_path):
    file = tmp_path / "votes.sqlite"
    code = asked(Ballot(file))
    program = [sys.executable, "-c", VOTE_AND_DIE, str(file), code]
    died = subprocess.run(program, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    assert died.returncode == -signal.SIGKILL
    again = Ballot(file)
    assert counted(again, code) == {"two": 100}
    vote(again, code, "student 7", "one")
    assert counted(again, code) == {"one": 1, "two": 99}, "the same student is known again"


def test_no_name_is_on_the_disk_and_once_it_has_ended_nobody_can_be_found_out(tmp_path):
    file = tmp_path / "votes.sqlite"
    ballot = Ballot(file)
    code = asked(ballot)
    vote(ballot, code, "Anna Arendt")
    ballot.close(code, "prof")
    ballot.file.close()
    assert b"Arendt" not in b"".join(part.read_bytes() for part in tmp_path.iterdir())
    ((key,),) = sqlite3.connect(file).execute("SELECT key FROM sessions")
    assert key is None
    with pytest.raises(Refused, match="ended"):
        vote(Ballot(file), code, "Anna Arendt")


def test_who_took_part_is_kept_where_that_was_asked_for_and_not_what_they_said(ballot):
    for participation, names in ((False, []), (True, ["Anna", "Ben"])):
        code = asked(ballot, participation=participation)
        for name in ("Ben", "Anna", "Ben"):
            vote(ballot, code, name)
        assert ballot.names(code, "prof") == names
    tables = [sql for (sql,) in ballot.file.execute("SELECT sql FROM sqlite_master WHERE name = 'votes'")]
    assert "name" not in tables[0].partition("(")[2]


def test_old_sessions_are_deleted_votes_and_all(tmp_path):
    clock = [0.0]
    ballot = Ballot(tmp_path / "votes.sqlite", now=lambda: clock[0], keep=30)
    vote(ballot, asked(ballot, participation=True), "Anna")
    clock[0] = 31 * DAY
    asked(ballot)
    ballot.tidy()
    counts = {
        table: ballot.file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("sessions", "questions", "votes", "voters", "present")
    }
    assert counts == {"sessions": 1, "questions": 1, "votes": 0, "voters": 0, "present": 0}


@pytest.mark.parametrize(
    "question",
    [
        {},
        QUESTION | {"options": {"one": {"en": "1", "zh": "1"}}},
        QUESTION | {"options": ["one", "two"]},
        QUESTION | {"ask": {"en": "How many?"}},
        QUESTION | {"ask": {"en": "x" * 30_000, "zh": ""}},
        QUESTION | {"options": {str(k): {"en": "", "zh": ""} for k in range(11)}},
    ],
)
def test_what_is_no_question_is_not_asked(ballot, question):
    code = ballot.open("prof")
    with pytest.raises(Refused) as refusal:
        ballot.ask(code, "prof", question)
    assert refusal.value.status == 400 and refusal.value.zh
