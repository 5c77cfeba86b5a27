"""A class goes on whatever the clock of the computer is set to."""

import os
import subprocess
import sys
import time
from inspect import signature

import pytest

from course_nn.classroom import clock
from course_nn.classroom.ballot import DAY, HOUR, LASTS, Ballot
from course_nn.classroom.clock import steady
from course_nn.classroom.presence import Presence


@pytest.mark.parametrize("counts", [Ballot, Presence])
def test_what_counts_in_a_class_goes_by_the_steady_clock(counts):
    assert signature(counts).parameters["now"].default is steady


@pytest.mark.parametrize("ahead", [LASTS + HOUR, 31 * DAY, -HOUR])
def test_a_clock_that_is_set_on_or_back_ends_no_class(ahead, tmp_path, monkeypatch):
    ballot, told = Ballot(tmp_path / "votes.sqlite"), time.time
    code, present = ballot.open("prof"), Presence(lambda *_: None)
    present.looks(code, "Anna")
    monkeypatch.setattr(time, "time", lambda: told() + ahead)
    ballot.tidy()
    assert ballot.running("prof") == code and present.count(code) == 1


def test_the_steady_clock_starts_with_the_clock_of_the_computer():
    assert steady() == pytest.approx(time.time(), abs=DAY)


@pytest.mark.skipif(not hasattr(time, "clock_gettime"), reason="this clock of Windows does so by itself")
def test_a_computer_that_was_asleep_knows_how_long(monkeypatch):
    before, told = steady(), time.clock_gettime
    slept = {getattr(time, name) for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC") if hasattr(time, name)}
    monkeypatch.setattr(time, "clock_gettime", lambda which: told(which) + 7 * HOUR * (which in slept))
    assert steady() - before == pytest.approx(7 * HOUR, abs=60)


def test_a_process_that_is_started_later_goes_by_the_same_time_though_the_clock_was_mended_meanwhile(monkeypatch):
    monkeypatch.setattr(clock, "_BEGAN", clock._BEGAN - 8 * HOUR)
    asks = "from course_nn.classroom.clock import steady; print(steady())"
    environment = clock.handed_on() | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True).stdout
    assert float(said) == pytest.approx(steady(), abs=60)
