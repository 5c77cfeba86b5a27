"""What a control accepts, refuses, and offers to tests."""
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_nn.controls import COLUMN, GAP, Choice, Slider, Toggle, Typed
from course_nn.errors import BadInput
from course_nn.language import LANGUAGE, Words
from course_nn.stage import PIXELS, WIDTH

SLIDER = Slider("w", -3.0, 3.0, 0.5)
WHOLE = Slider(Words("count", "个数"), 1, 9, 4, 1)
CHOICE = Choice(Words("kind", "种类"), {"a": Words("alpha", "甲"), 2: Words("two", "二")}, "a")
NAMED = Choice("φ", ["relu", "tanh"], "relu", costly=("tanh",))


@given(st.floats(-3, 3))
def test_every_number_of_the_range_is_taken_as_it_is_written(value):
    assert SLIDER.check(repr(value)) == SLIDER.check(value) == value


@given(st.text() | st.floats() | st.integers() | st.none())
def test_whatever_is_typed_gives_a_number_of_the_range_or_a_sentence(value):
    for slider in (SLIDER, WHOLE):
        try:
            assert slider.low <= slider.check(value) <= slider.high
        except BadInput as error:
            assert "expected" in error.en and "应为" in error.zh and "Try" in error.en


def test_whole_numbers_stay_whole():
    assert WHOLE.check("3") == 3 and isinstance(WHOLE.check(3.0), int)
    with pytest.raises(BadInput, match="a whole number from 1 to 9, got “2.5”. Try 4"):
        WHOLE.check(2.5)


def test_steps_lead_from_one_end_to_the_other():
    value, seen = SLIDER.low, [SLIDER.low]
    while value < SLIDER.high:
        value = SLIDER.after(value)
        seen.append(value)
    assert seen == [round(-3 + k / 10, 1) for k in range(61)]
    assert SLIDER.after(SLIDER.high) == SLIDER.high


def test_a_choice_takes_its_values_and_proposes_the_nearest():
    assert CHOICE.check("a") == "a" and CHOICE.check(2) == 2
    with pytest.raises(BadInput, match="did you mean 'relu'"):
        NAMED.check("rleu")
    with pytest.raises(BadInput, match="unknown kind"):
        CHOICE.check("alpha")


def test_a_toggle_is_true_or_false():
    toggle = Toggle("shown")
    assert toggle.check(True) is True and toggle.check(0) is False
    with pytest.raises(BadInput, match="True or False"):
        toggle.check("yes")


def test_a_typed_text_is_what_its_reader_can_read():
    typed = Typed("number", "1", float, ("2", "3"))
    assert typed.check("2.5") == "2.5" and typed.samples(None) == ["1", "2", "3"]


def test_samples_hold_the_ends_the_start_and_every_quick_choice():
    rng = np.random.default_rng(0)
    assert SLIDER.samples(rng)[:3] == [-3.0, 3.0, 0.5]
    assert all(isinstance(value, int) and 1 <= value <= 9 for value in WHOLE.samples(rng))
    assert NAMED.samples(rng) == ["relu"] and Toggle("shown").samples(rng) == [False, True]


def test_four_columns_fill_the_width_of_a_picture():
    assert 4 * COLUMN + 3 * GAP == WIDTH * PIXELS


def test_a_label_in_two_languages_gets_the_room_it_needs():
    live = CHOICE.build(refuse=None)
    try:
        LANGUAGE.shown = "en"
        live.relabel()
        narrow = int(live.view.layout.width[:-2])
        LANGUAGE.shown = "both"
        live.relabel()
        assert int(live.view.layout.width[:-2]) > narrow and live.core.value == "a"
    finally:
        LANGUAGE.shown = "both"
