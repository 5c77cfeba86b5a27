"""What a control accepts, refuses, and offers to tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.stage import Choice, Pasted, Slider, Toggle, Typed

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


def test_decades_lead_through_round_numbers_from_one_power_of_ten_to_the_next():
    rate, value, seen = Slider("η", 1e-5, 10.0, 0.03, 0.25, decades=True), 0.01, []
    while value < 0.1:
        value = rate.after(value)
        seen.append(value)
    assert seen == [0.02, 0.03, 0.06, 0.1] and rate.check("0.0314") == 0.0314
    assert rate.at(0) == 1e-5 and rate.after(10.0) == 10.0


def test_time_takes_as_many_steps_at_once_as_it_is_told():
    time = Slider("t", 0, 10, 0, 1)
    assert time.after(3, 5) == 8 and time.after(8, 5) == 10


def test_a_choice_takes_its_values_and_proposes_the_nearest():
    assert CHOICE.check("a") == "a" and CHOICE.check(2) == 2
    with pytest.raises(BadInput, match="did you mean 'relu'"):
        NAMED.check("rleu")
    with pytest.raises(BadInput, match="unknown kind"):
        CHOICE.check("alpha")


def test_a_choice_takes_what_is_written_for_the_option_itself():
    assert CHOICE.check("2") == 2 and isinstance(CHOICE.check("2"), int) and isinstance(CHOICE.check(2.0), int)
    assert Choice("η", {True: "tuned", False: "one"}, True).check("False") is False


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        ["a"],
        ([],),
        None,
        3,
        float("nan"),
        np.zeros(2),
        "b" * 1_000_000,
        [0] * 10_000,
    ],
)
def test_whatever_a_choice_does_not_know_gets_a_sentence(value):
    with pytest.raises(BadInput) as caught:
        CHOICE.check(value)
    assert (
        "unknown kind" in caught.value.en
        and "one of: a, 2" in caught.value.en
        and caught.value.zh.endswith("可选：a、2")
    )
    assert len(caught.value.en) < 200


def test_a_toggle_is_true_or_false():
    toggle = Toggle("shown")
    assert toggle.check(True) is True and toggle.check(0) is False
    with pytest.raises(BadInput, match="True or False"):
        toggle.check("yes")


def test_a_typed_text_is_what_its_reader_can_read():
    typed = Typed("number", "1", float, ("2", "3"))
    assert typed.check("2.5") == "2.5" and typed.samples(None) == ["1", "2", "3"]


@pytest.mark.parametrize("control", [Typed("number", "1", int, ("2",)), Pasted("numbers", int, ("2",))])
@pytest.mark.parametrize("text", ["two", "9" * 5000])
def test_what_a_reader_did_not_think_of_is_a_sentence_with_an_example(control, text):
    with pytest.raises(BadInput, match="“2”"):
        control.check(text)


def test_samples_hold_the_ends_the_start_and_every_quick_choice():
    rng = np.random.default_rng(0)
    assert SLIDER.samples(rng)[:3] == [-3.0, 3.0, 0.5]
    assert all(isinstance(value, int) and 1 <= value <= 9 for value in WHOLE.samples(rng))
    assert NAMED.samples(rng) == ["relu"] and Toggle("shown").samples(rng) == [False, True]


@given(st.integers(-999_999, 999_999), st.sampled_from([1, 10, 1000]))
def test_six_digits_of_a_number_stand_in_the_box_and_are_read_back(whole, parts):
    number = whole / parts
    assert Slider("w", -1e6, 1e6, 0.0).check(Slider.text(number)) == number
