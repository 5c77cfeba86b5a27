"""The sheet of every round with one's own digit: what lies on it, and whose it is said to be."""

from types import SimpleNamespace

import pytest

from course_nn.common import memory
from course_nn.common.ink import as_ink, as_text
from course_nn.common.words import Words
from course_nn.digit_pad import BY_PROGRAM, digit_pad, percent_of, whose
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.scripted_hands import drawn


@pytest.mark.parametrize(("given", "before", "after"), [(None, BY_PROGRAM, drawn(2, 0)), (drawn(3, 0),) * 3])
def test_the_digit_that_was_kept_last_lies_on_a_sheet_that_has_none_of_its_own(given, before, after):
    first = digit_pad(given)
    keep_digit(drawn(2, 0), 2)
    then = digit_pad(given)
    memory.forget([LECTURE])
    assert (as_ink(first.start) == before).all() and (as_ink(then.start) == after).all()


def test_what_the_program_drew_is_said_to_be_its_own():
    assert whose(as_text(BY_PROGRAM)).en == "a program’s drawing" and whose(as_text(drawn(2, 0))).en == "your drawing"


def test_a_mark_over_a_bar_asks_the_axes_of_that_bar_and_takes_what_is_set_otherwise():
    artists = SimpleNamespace(bars=[SimpleNamespace(axes="left"), SimpleNamespace(axes="right")])
    mark = percent_of(
        lambda artists: artists.bars[0], Words("x", "x"), lambda: 7.0, {"few": 5.0, "most": 90.0}, where=0
    )
    assert mark.axes(artists) == "left" and (mark.where, mark.reach, mark.unit) == (0, 0.4, "%")
    assert mark.right() == "few"
