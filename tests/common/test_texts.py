"""Whatever is typed, pasted or handed over is read within limits, or refused with a sentence in both languages."""

import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_nn.common.errors import BadInput, shortened
from course_nn.common.texts import as_text, unified
from course_nn.common.words import Words
from course_nn.lectures import LECTURES
from course_nn.notebook import check, class_codes, predict
from course_nn.notebook.exercises import exercises_of
from course_nn.stage import Choice, Pasted, Slider, Toggle, Typed

CONTROLS = [
    Slider("w", -1.0, 1.0, 0.0),
    Slider("n", 1, 9, 3, 1),
    Choice("φ", {"a": "a", 1: "1"}, "a"),
    Toggle(Words("on", "开")),
    Typed("f", "x", len),
    Pasted("t", len),
]


class Unwritable:
    """An object that nobody can look at."""

    __hash__ = None

    def __str__(self):
        raise ZeroDivisionError

    __repr__ = __str__

    def __eq__(self, other):
        raise ZeroDivisionError


class Quits:
    def __array__(self, *given, **named):
        sys.exit(3)

    def __len__(self):
        raise ZeroDivisionError


def endless():
    while True:
        yield 1


def quits(*given, **named):
    sys.exit(1)


ACCENTS = "a" + "\u0315\u0300" * 400_000
BOMBS = [10**5000, "1" * 5000, "\ud800", "#seed=\ud800", ACCENTS, np.zeros(3), np.zeros(0), [1], Unwritable(), b"\xff"]
ANSWERS = [*BOMBS, endless(), range(10**9), [[[[[[[[[1]]]]]]]]], Quits(), quits]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: type(control).__name__)
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: shortened(bomb, 8))
def test_a_control_takes_a_value_or_says_why_not(control, bomb):
    try:
        control.check(bomb)
    except BadInput as error:
        assert len(error.en) < 400 and error.zh and f"{error}".encode()


@pytest.mark.parametrize("lecture", LECTURES)
def test_check_raises_nothing_whatever_it_is_given(lecture):
    for key in exercises_of(lecture):
        for answer in ANSWERS:
            verdict = check(key, answer)
            assert verdict.hint.en and verdict.hint.zh.encode()


@given(st.text(), st.integers(0, 50))
def test_a_text_within_the_limit_is_itself_and_beyond_it_is_refused(text, longest):
    whole = text.encode("utf-8", "replace").decode()
    if len(text) > longest:
        with pytest.raises(BadInput, match=f"at most {longest}"):
            as_text(text, longest)
    else:
        assert as_text(text, longest) == whole


def test_signs_of_double_width_are_unified_and_long_runs_of_accents_take_no_time_by_the_square():
    assert unified("１.５，Ａ") == "1.5,A"
    begun = time.process_time()
    unified(ACCENTS)
    class_codes.find(ACCENTS)
    assert time.process_time() - begun < 20  # by the square it would take minutes


def test_a_question_that_does_not_exist_is_refused_whatever_names_it():
    for key in ([1], Unwritable(), "\ud800", 10**5000):
        with pytest.raises(BadInput):
            predict(key)
