"""What one process of a run computes, another one reads."""

import os
from collections import OrderedDict
from typing import NamedTuple

import numpy as np
import pytest
import shared_results

from course_nn.common import progress

ASKED = []


class Found(NamedTuple):
    """As what a demo computes."""

    curve: np.ndarray
    name: str


@progress.memoized
def computed(n):
    ASKED.append(n)
    return Found(np.arange(n) / 3, "three")


@progress.memoized
def watched(n):
    ASKED.append(n)
    yield 0.5
    return Found(np.arange(n) / 7, "seven")


@progress.memoized
def unwritable(n):
    ASKED.append(n)
    return lambda: n


@pytest.fixture(autouse=True)
def new_kernel(tmp_path, monkeypatch):
    """Forget what this process remembers, as another one that has computed nothing."""
    monkeypatch.setenv(shared_results.FOLDER, str(tmp_path))
    monkeypatch.setattr(shared_results, "LONG", -1)

    def forget():
        ASKED.clear()
        memory = OrderedDict()
        monkeypatch.setattr(shared_results, "_own", memory)
        monkeypatch.setattr(progress, "_memory", memory)

    forget()
    return forget


def finish(work):
    return progress.finished(work) if hasattr(work, "send") else work


@pytest.mark.parametrize("work", [computed, watched])
def test_another_process_computes_nothing_again_and_finds_the_same_to_the_last_bit(work, new_kernel):
    first = finish(work(9))
    new_kernel()
    again = finish(work(9))
    assert not ASKED and again is finish(work(9)) and again is not first
    assert type(again) is Found and again.curve.tobytes() == first.curve.tobytes() and again.name == first.name


def test_other_arguments_are_computed(new_kernel):
    computed(9)
    new_kernel()
    assert len(computed(8).curve) == 8 and ASKED == [8]


def test_what_took_no_time_and_what_cannot_be_written_is_computed_again(new_kernel, monkeypatch, tmp_path):
    assert unwritable(4)() == 4
    monkeypatch.setattr(shared_results, "LONG", 100)
    computed(9)
    assert not os.listdir(tmp_path)
    new_kernel()
    assert unwritable(4)() == 4 and len(computed(9).curve) == 9 and ASKED == [4, 9]


def test_a_test_that_wants_a_new_kernel_is_given_none_of_it(monkeypatch):
    computed(9)
    ASKED.clear()
    monkeypatch.setattr(progress, "_memory", OrderedDict())
    computed(9)
    assert ASKED == [9]
