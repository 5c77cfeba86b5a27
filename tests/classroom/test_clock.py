"""A class goes on whatever the clock of the computer is set to."""

import time
from inspect import signature

import pytest

from course_nn.classroom.ballot import DAY, HOUR, LASTS, Ballot
from course_nn.classroom.clock import steady
from course_nn.classroom.presence import Presence


@pytest.mark.parametrize("counts", [Ballot, Presence])
def test_what_counts_in_a_class_goes_by_the_steady_clock(counts):
    assert signature(counts).parameters["now"].default is steady


@pytest.mark.parametrize("ahead", [LASTS + HOUR, 31 * DAY, -HOUR])
def test_a_clock_that_is_set_on_or_back_ends_no_class(ahead, tmp_path, monkeypatch):
    ballot, clock = Ballot(tmp_path / "votes.sqlite"), time.time
    code, present = ballot.open("prof"), Presence(lambda *_: None)
    present.looks(code, "Anna")
    monkeypatch.setattr(time, "time", lambda: clock() + ahead)
    ballot.tidy()
    assert ballot.running("prof") == code and present.count(code) == 1


def test_the_steady_clock_starts_with_the_clock_of_the_computer():
    assert steady() == pytest.approx(time.time(), abs=DAY)
