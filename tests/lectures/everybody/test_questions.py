"""Lecture 11's questions: what happens is computed, and every correct answer counts."""

import pytest

from course_nn.lectures.everybody.questions import EXERCISES, PREDICTIONS, bits_of_two_readers

WANTED: dict[str, str] = {
    # 1-3
    "everybody-1": "edge",
    "everybody-2": "max",
    "everybody-3": "larger",
    # 4, 5
    "everybody-4": "three",
    "everybody-5": "same",
    # 6-8
    # 9, 10
    "everybody-9": "both",
    "everybody-10": "coin",
}


def judged(key, answer):
    return EXERCISES[f"everybody-{key}"].judge(answer).voice


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    assert PREDICTIONS[key].right() == WANTED[key]


@pytest.mark.parametrize("answer", [(2**-200, 1), [-200, 1.0], (6.22e-61, 1)])
def test_a_sentence_of_200_bits_and_a_reader_twice_as_sure(answer):
    assert judged("bits", answer) == "right"


@pytest.mark.parametrize(
    "answer, voice",
    [
        ((2**-2, 1), "almost"),
        ((2**-200, 4), "almost"),
        ((2**-200, 7), "almost"),
        ((0.5, 1), "almost"),
        ((200, 7), "keep working"),
    ],
)
def test_one_letter_is_no_sentence_and_twice_the_probability_is_not_twice_the_bits(answer, voice):
    assert judged("bits", answer) == voice


def test_two_readers_of_a_lecture_that_was_held_out():
    counting, network = bits_of_two_readers("losses")
    assert judged("heldout", ("losses", round(counting, 3), round(network, 2))) == "right"
    assert judged("heldout", ("losses", counting, network + 1)) == "almost"
    assert judged("heldout", ("losses", counting + 0.1, network)) == "keep working"
    for name in ("backpropagation", "alchemy"):
        assert judged("heldout", (name, counting, network)) == "keep working"
    assert counting < network


def test_an_open_question_wants_a_sentence():
    assert judged("open", "What did it read?") == "compare" and judged("open", "no") == "keep working"
