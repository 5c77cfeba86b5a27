"""Votes are counted once each, in the phase in which they are given, and outlive the program that counts them."""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from random import Random

import pytest
from classroom_question import QUESTION

from course_nn.classroom.ballot import DAY, LASTS, NUMBERED, PHASES, SURE, Ballot, Busy, Full, Refused

VOTE_AND_DIE = """
import os, signal, sys
from course_nn.classroom.ballot import Ballot
ballot = Ballot(sys.argv[1])
for k in range(100):
    ballot.join(sys.argv[2], f"student {k}")
    ballot.vote(sys.argv[2], "two", "rather", 1, f"student {k}")
os.kill(os.getpid(), signal.SIGKILL)
"""

END_AND_DIE = """
import os, signal, sys
from course_nn.classroom.ballot import Ballot
Ballot(sys.argv[1]).close(sys.argv[2], "prof")
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


@pytest.mark.parametrize("seen, now", [("first", "second"), ("second", "first")])
def test_a_vote_for_the_round_before_is_late_and_counts_in_neither(ballot, seen, now):
    code = asked(ballot)
    ballot.turn(code, "prof", seen)
    vote(ballot, code, "Anna", "one")
    ballot.turn(code, "prof", now)
    with pytest.raises(Refused, match="too late for its round") as refusal:
        ballot.vote(code, "two", "rather", 1, "Anna", phase=seen)
    assert refusal.value.status == 409
    assert (counted(ballot, code, seen), counted(ballot, code, now)) == ({"one": 1}, {})


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


# ---- what is erased is gone ------------------------------------------------------------------------------


def on_the_disk(file):
    """The bytes of all files that SQLite has made here."""
    return b"".join(part.read_bytes() for part in file.parent.iterdir())


def key_of(ballot, code):
    ((key,),) = ballot.file.execute("SELECT key FROM sessions WHERE code = ?", (code,))
    return key


def test_the_key_is_in_no_file_once_the_session_has_ended(tmp_path):
    ballot = Ballot(tmp_path / "votes.sqlite")
    codes = [asked(ballot) for _ in range(40)]
    keys = [key_of(ballot, code) for code in codes]
    vote(ballot, codes[0], "Anna")
    assert all(key in on_the_disk(tmp_path / "votes.sqlite") for key in keys), "this test finds keys"
    for code in codes:
        ballot.close(code, "prof")
    assert not [key for key in keys if key in on_the_disk(tmp_path / "votes.sqlite")]


def test_the_key_is_in_no_file_when_the_program_is_killed_after_the_session_has_ended(tmp_path):
    file = tmp_path / "votes.sqlite"
    ballot = Ballot(file)
    code = asked(ballot)
    key = key_of(ballot, code)
    program = [sys.executable, "-c", END_AND_DIE, str(file), code]
    died = subprocess.run(program, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    assert died.returncode != 0 and key not in on_the_disk(file)


def test_the_key_is_in_no_file_after_a_restart_when_the_program_was_killed_before_all_was_in_its_place(tmp_path):
    file = tmp_path / "votes.sqlite"
    ballot = Ballot(file)
    code = asked(ballot)
    key = key_of(ballot, code)
    ballot.file.execute("UPDATE sessions SET key = NULL")  # and killed: the files stay as they are
    assert key in on_the_disk(file)
    Ballot(file)
    assert key not in on_the_disk(file)


@pytest.mark.parametrize("refused", [Full(), Refused(503, "disk I/O error", "")], ids=["full", "share used up"])
def test_on_a_full_disk_the_spare_room_is_given_up_to_end_a_session(tmp_path, monkeypatch, refused):
    ballot = Ballot(tmp_path / "votes.sqlite")
    code = asked(ballot)
    key, change = key_of(ballot, code), ballot._change

    def as_long_as_there_is_room(*changes):
        if ballot.spare.exists():
            raise refused
        return change(*changes)

    assert ballot.spare.stat().st_size > 100_000
    monkeypatch.setattr(ballot, "_change", as_long_as_there_is_room)
    ballot.close(code, "prof")
    assert key not in on_the_disk(tmp_path / "votes.sqlite")


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
def test_on_a_disk_that_is_really_full_votes_are_refused_and_a_session_can_be_ended(tmp_path):
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=800k", "tmpfs", tmp_path]).returncode:
        pytest.skip("may not mount a disk")
    try:
        ballot = Ballot(tmp_path / "votes.sqlite")
        code = asked(ballot)
        key, confirmed = key_of(ballot, code), 0
        with pytest.raises(Full):
            while True:
                vote(ballot, code, f"student {confirmed}")
                confirmed += 1
        assert sum(counted(ballot, code).values()) == confirmed > 0
        ballot.close(code, "prof")
        assert key not in on_the_disk(tmp_path / "votes.sqlite")
        ballot.file.close()
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_where_there_is_no_room_a_vote_is_refused_in_a_sentence(ballot):
    code = asked(ballot)
    ballot.file.execute("PRAGMA max_page_count = 1")
    with pytest.raises(Full, match="full") as refusal:
        for k in range(1000):
            vote(ballot, code, f"student {k}")
    assert refusal.value.status == 507


@pytest.mark.skipif(sys.platform == "win32", reason="there the rights of the folder decide")
def test_the_files_are_for_their_owner_alone_also_those_that_were_not(tmp_path):
    file = tmp_path / "votes.sqlite"
    before = os.umask(0)
    try:
        file.touch(0o644)
        ballot = Ballot(file)
        vote(ballot, asked(ballot), "Anna")
        modes = {part.name: oct(part.stat().st_mode & 0o777) for part in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert {*modes.values()} == {"0o600"} and "votes.sqlite-wal" in modes


def test_what_is_deleted_after_30_days_is_in_no_file(tmp_path):
    clock = [0.0]
    ballot = Ballot(tmp_path / "votes.sqlite", now=lambda: clock[0])
    code = asked(ballot, participation=True)
    vote(ballot, code, "Anna Arendt")
    voter = ballot._rows("SELECT voter FROM votes", ())[0][0].encode()
    assert voter in on_the_disk(tmp_path / "votes.sqlite")
    clock[0] = 31 * DAY
    ballot.tidy()
    left = on_the_disk(tmp_path / "votes.sqlite")
    assert voter not in left and b"Arendt" not in left


def test_a_session_ends_by_itself_and_its_key_with_it(tmp_path):
    clock = [0.0]
    ballot = Ballot(tmp_path / "votes.sqlite", now=lambda: clock[0])
    code = asked(ballot)
    key = key_of(ballot, code)
    clock[0] = LASTS + 1
    with pytest.raises(Refused, match="ended"):  # also before anybody has tidied
        ballot.join(code, "Anna")
    ballot.tidy()
    assert key_of(ballot, code) is None and key not in on_the_disk(tmp_path / "votes.sqlite")


def test_a_session_that_is_too_old_is_none_even_before_it_is_deleted(tmp_path):
    clock = [0.0]
    ballot = Ballot(tmp_path / "votes.sqlite", now=lambda: clock[0])
    code = asked(ballot)
    clock[0] = 400 * DAY
    with pytest.raises(Refused, match="no class"):
        ballot.join(code, "Anna")


@pytest.fixture
def left_of(tmp_path, monkeypatch):
    """left_of(votes): the bytes that are left of a class with these votes, in the order in which they came."""
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[0])

    def left(votes, by_itself=False):
        clock, file = [0.0], tmp_path / f"{len([*tmp_path.iterdir()])}" / "votes.sqlite"
        file.parent.mkdir()
        ballot = Ballot(file, now=lambda: clock[0])
        code = ballot.open("prof", participation=True)
        for name in votes:
            ballot.join(code, name)
        ballot.ask(code, "prof", QUESTION)
        for name, said in reversed(votes.items()):
            ballot.vote(code, *said, 1, name)
        clock[0] = LASTS + 1
        ballot.tidy() if by_itself else ballot.close(code, "prof")
        ballot.file.close()
        return file.read_bytes()

    return left


@pytest.mark.parametrize("by_itself", [False, True])
@pytest.mark.parametrize("voters", [10, 40, 90])
def test_once_it_has_ended_the_file_is_the_same_to_the_byte_whoever_said_what_and_in_whichever_order(
    left_of, voters, by_itself
):
    names = [f"student {k}" for k in range(voters)]
    said = [(("one", "two", "three")[k % 3], SURE[k % 2]) for k in range(voters)]
    shuffled = Random(voters).sample([*zip(names, said)], voters)
    others = dict(zip([name for name, _ in shuffled], reversed(said)))
    assert dict(zip(names, said)) != others
    assert left_of(dict(zip(names, said)), by_itself) == left_of(others, by_itself)


def test_what_an_ended_class_has_said_is_known_and_no_hash_of_a_voter_is_in_any_file(tmp_path):
    ballot = Ballot(tmp_path / "votes.sqlite")
    code, other = asked(ballot, participation=True), asked(ballot)
    for k in range(60):
        for one in (code, other):
            vote(ballot, one, f"student {k}", ("one", "two")[k % 2])
    before = ballot.results(code, "prof")
    hashes = [voter.encode() for (voter,) in ballot._rows("SELECT voter FROM voters WHERE code = ?", (code,))]
    assert all(one in on_the_disk(tmp_path / "votes.sqlite") for one in hashes), "this test finds them"
    ballot.close(code, "prof")
    assert ballot.results(code, "prof") == before | {"ended": True} and len(ballot.names(code, "prof")) == 60
    assert not [one for one in hashes if one in on_the_disk(tmp_path / "votes.sqlite")]
    vote(ballot, other, "student 1", "three")
    assert counted(ballot, other) == {"one": 30, "two": 29, "three": 1}, "a class that runs knows its voters"


@pytest.mark.parametrize("by_itself", [False, True])
@pytest.mark.parametrize("ends_it", [0, 1])
def test_also_if_somebody_reads_the_file_while_a_class_ends_no_hash_stays_for_long(tmp_path, by_itself, ends_it):
    """Of two processes that have the file one ends the class, and the other one tidies."""
    clock, path = [0.0], tmp_path / "votes.sqlite"
    ballots = [Ballot(path, now=lambda: clock[0]) for _ in range(2)]
    code = asked(ballots[0])
    for k in range(12):
        vote(ballots[0], code, f"student {k}")
    clock[0] = LASTS + 1
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM votes").fetchall()
        if by_itself:
            with pytest.raises(Busy):
                ballots[ends_it].tidy()
        else:
            ballots[ends_it].close(code, "prof")
        assert key_of(ballots[0], code) is None
        reader.execute("COMMIT")
    ballots[0].tidy()
    voters = ballots[0]._rows("SELECT voter FROM voters UNION ALL SELECT voter FROM votes", ())
    assert len(voters) == 24 and all(len(voter) < 32 for (voter,) in voters)
    assert counted(ballots[0], code) == {"two": 12}


@pytest.mark.parametrize("late", [False, True])
def test_of_two_classes_that_end_at_the_same_moment_in_two_processes_no_hash_stays(tmp_path, monkeypatch, late):
    """late : the other process has ended its class, and has not come to the rest"""
    one, other = ballots = [Ballot(tmp_path / "votes.sqlite") for _ in range(2)]
    codes = [asked(ballot) for ballot in ballots]
    for code in codes:
        vote(one, code, "Anna")
    change = one._change

    def meanwhile(*changes, **more):
        done = change(*changes, **more)
        if changes[0][0] == NUMBERED[0] and key_of(other, codes[1]):
            with monkeypatch.context() as patch:
                if late:
                    patch.setattr(other, "_mix", lambda: None)
                other.close(codes[1], "prof")
        return done

    monkeypatch.setattr(one, "_change", meanwhile)
    one.close(codes[0], "prof")
    other.tidy()
    assert not one._rows("SELECT * FROM votes WHERE length(voter) = 32", ())


def test_a_file_is_written_anew_when_a_class_has_ended_and_not_each_time_it_is_tidied(tmp_path):
    ballot, said = Ballot(tmp_path / "votes.sqlite"), []
    code = asked(ballot)
    ballot.file.set_trace_callback(said.append)
    ballot.tidy()
    assert "VACUUM" not in said
    ballot.close(code, "prof")
    ballot.tidy()
    assert said.count("VACUUM") == 1


def test_a_vote_that_meets_the_end_of_the_class_is_none(tmp_path, monkeypatch):
    ballot, other = Ballot(tmp_path / "votes.sqlite"), Ballot(tmp_path / "votes.sqlite")
    code = asked(ballot)
    ballot.join(code, "Anna")
    looked = ballot._asked

    def ended_right_after(code):
        found = looked(code)
        other.close(code, "prof")
        return found

    monkeypatch.setattr(ballot, "_asked", ended_right_after)
    with pytest.raises(Refused, match="ended"):
        ballot.vote(code, "two", "rather", 1, "Anna")
    assert counted(other, code) == {}


# ---- the lecturer comes back, and presses twice ----------------------------------------------------------------


def test_a_lecturer_finds_the_session_that_is_open_with_its_votes(tmp_path):
    clock = [0.0]
    ballot = Ballot(tmp_path / "votes.sqlite", now=lambda: clock[0])
    code = asked(ballot)
    vote(ballot, code, "Anna")
    assert ballot.running("prof") == code and counted(ballot, code) == {"two": 1}
    assert ballot.running("other prof") is None and not ballot.results(code, "prof")["ended"]
    clock[0] = LASTS + 1
    assert ballot.running("prof") is None and ballot.results(code, "prof")["ended"]


def test_while_a_class_is_open_no_second_one_of_its_lecturer_is_opened_with_other_settings(ballot):
    code = ballot.open("prof")
    for otherwise in ({"phones": False}, {"participation": True}):
        with pytest.raises(Refused, match=f"{code} is open with other settings"):
            ballot.running("prof", **otherwise)
    ballot.close(code, "prof")
    other = ballot.open("prof", phones=False, participation=True)
    assert ballot.running("prof") == ballot.running("prof", phones=False) == other


def test_an_ended_session_is_not_found_again_and_asks_nothing(ballot):
    code = asked(ballot)
    ballot.close(code, "prof")
    assert ballot.running("prof") is None
    with pytest.raises(Refused, match="ended"):
        ballot.ask(code, "prof", QUESTION)


@pytest.mark.parametrize("phase", ["first", "discuss", "second"])
def test_a_question_that_is_asked_twice_keeps_its_votes_and_its_phase(ballot, phase):
    code = asked(ballot)
    vote(ballot, code, "Anna")
    ballot.turn(code, "prof", phase)
    ballot.ask(code, "prof", QUESTION)
    assert counted(ballot, code) == {"two": 1} and ballot.results(code, "prof")["phase"] == phase


def test_another_question_discards_votes_only_if_that_is_meant(ballot):
    code, other = asked(ballot), QUESTION | {"key": "xor-2"}
    vote(ballot, code, "Anna")
    with pytest.raises(Refused, match=r"votes \(1\) would be lost") as refusal:
        ballot.ask(code, "prof", other)
    assert refusal.value.status == 409 and counted(ballot, code) == {"two": 1}
    ballot.ask(code, "prof", other, anew=True)
    assert ballot.results(code, "prof")["question"]["key"] == "xor-2" and counted(ballot, code) == {}


def test_once_the_answer_is_shown_the_same_question_is_asked_anew(ballot):
    code = asked(ballot)
    vote(ballot, code, "Anna")
    ballot.turn(code, "prof", "shown")
    ballot.ask(code, "prof", QUESTION)
    assert counted(ballot, code) == {} and ballot.results(code, "prof")["phase"] == "first"


def test_a_step_is_taken_only_from_where_the_lecturer_has_seen_the_class(ballot):
    code = asked(ballot)
    ballot.turn(code, "prof", "discuss", "first")
    for before in ("first", "second", "", 3, "\ud800"):
        with pytest.raises(Refused, match="another step") as refusal:
            ballot.turn(code, "prof", "second", before)
        assert refusal.value.status == 409 and ballot.results(code, "prof")["phase"] == "discuss"
    ballot.turn(code, "prof", "second", "discuss")
    assert ballot.results(code, "prof")["phase"] == "second"


# ---- several programs, and what somebody may send ------------------------------------------------------------


def test_a_file_that_another_program_holds_is_said_at_once(tmp_path):
    ballot, other = Ballot(tmp_path / "votes.sqlite"), Ballot(tmp_path / "votes.sqlite")
    code = asked(ballot)
    assert ballot.file.execute("PRAGMA busy_timeout").fetchone() == (0,), "SQLite itself does not wait"
    other.file.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="try again"):
        ballot.join(code, "Anna")
    assert ballot.results(code, "prof")["voters"] == 0, "looking does not wait for whoever writes"
    other.file.execute("ROLLBACK")
    ballot.join(code, "Anna")


def test_a_vote_that_meets_the_end_of_the_vote_is_late(tmp_path, monkeypatch):
    ballot, other = Ballot(tmp_path / "votes.sqlite"), Ballot(tmp_path / "votes.sqlite")
    code = asked(ballot)
    ballot.join(code, "Anna")
    looked = ballot._asked

    def closed_right_after(code):
        found = looked(code)
        other.turn(code, "prof", "discuss")
        return found

    monkeypatch.setattr(ballot, "_asked", closed_right_after)
    with pytest.raises(Refused, match="closed"):
        ballot.vote(code, "two", "rather", 1, "Anna")
    assert counted(other, code) == {}


@pytest.mark.parametrize("text", ["é", "\ud800", "a\0b", "'; DROP TABLE votes; --", "x" * 10_000])
def test_a_pass_a_name_or_an_option_may_be_any_text(ballot, text):
    code = asked(ballot)
    with pytest.raises(Refused) as refusal:
        ballot.state(code, pass_=text)
    assert refusal.value.status == 403
    ballot.join(code, text)
    with pytest.raises(Refused) as refusal:
        ballot.vote(code, text, text, ballot.state(code, text)["id"], text)
    assert refusal.value.status == 400


def test_phones_of_one_address_are_counted_and_no_address_is_on_the_disk(tmp_path):
    ballot = Ballot(tmp_path / "votes.sqlite")
    code = asked(ballot)
    for address in ["192.168.77.5"] * 3 + ["192.168.77.6"]:
        ballot.join(code, source=address)
    ballot.join(code, "Anna")
    assert ballot.results(code, "prof")["together"] == 3
    assert b"192.168.77" not in on_the_disk(tmp_path / "votes.sqlite")


@pytest.mark.parametrize(
    "question",
    [
        {},
        None,
        QUESTION | {"key": "\ud800"},
        QUESTION | {"options": {"\ud800": {"en": "1", "zh": "1"}, "two": {"en": "2", "zh": "2"}}},
        QUESTION | {"ask": {"en": ["How", "many"], "zh": "几个？"}},
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


def zeros_within(whole):
    return whole[:8192] + bytes(65_536) + whole[73_728:]


DAMAGES = {
    "no database": lambda whole: b"no database" * 1000,
    "cut off": lambda whole: whole[:10_000],
    "pages of zeros": zeros_within,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_for_a_day_and_classes_go_on(tmp_path, damage, caplog):
    path = tmp_path / "votes.sqlite"
    with closing(Ballot(path).file) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = DAMAGES[damage](path.read_bytes())
    path.write_bytes(damaged)
    ballot = Ballot(path)
    code = asked(ballot)
    vote(ballot, code, "Anna")
    (aside,) = tmp_path.glob("votes.sqlite.unreadable-*")
    assert counted(ballot, code) == {"two": 1} and aside.read_bytes() == damaged and aside.name in caplog.text
    assert counted(Ballot(path), code) == {"two": 1}, "the new one is not damaged"
    os.utime(aside, (0, 0))
    ballot.tidy()
    assert not aside.exists()


WITHIN = DAMAGES | {"cut off": lambda whole: whole[:8192]}  # between two pages: half a page may look like one


@pytest.mark.parametrize("damage", WITHIN)
def test_a_file_that_is_damaged_while_a_class_runs_is_set_aside_and_all_who_count_go_on_in_one_new_file(
    tmp_path, damage, caplog
):
    path = tmp_path / "votes.sqlite"
    here, door = Ballot(path), Ballot(path)
    lost = asked(here)
    vote(door, lost, "Anna")
    here._erase()  # all is in its place
    path.write_bytes(WITHIN[damage](path.read_bytes()))
    here.file.execute("PRAGMA shrink_memory")  # while the other one has read it already
    for status in 503, 410:
        with pytest.raises(Refused, match="damaged.*\n.*损坏") as refusal:
            here.results(lost, "prof")
        assert refusal.value.status == status
    code = asked(here)
    vote(door, code, "Anna")
    vote(here, code, "Ben")
    assert counted(here, code) == counted(door, code) == counted(Ballot(path), code) == {"two": 2}
    (aside,) = [name for name in map(str, tmp_path.glob("*.unreadable-*")) if not name.endswith(("-wal", "-shm"))]
    assert aside in caplog.text


def test_a_file_that_another_program_holds_is_waited_for_and_then_it_is_said(tmp_path, monkeypatch):
    path = tmp_path / "votes.sqlite"
    Ballot(path).file.close()
    monkeypatch.setattr("course_nn.classroom.ballot.PATIENCE", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        ballot = Ballot(path)
        with pytest.raises(Busy):
            ballot.open("prof")
    assert ballot.open("prof") and not [*tmp_path.glob("*.unreadable-*")]


def test_a_file_that_cannot_be_opened_at_the_start_is_opened_as_soon_as_it_can_be(tmp_path):
    path = tmp_path / "votes.sqlite"
    path.mkdir()
    ballot = Ballot(path)
    with pytest.raises(Refused):
        ballot.open("prof")
    path.rmdir()
    code = ballot.open("prof")
    assert ballot.running("prof") == code
