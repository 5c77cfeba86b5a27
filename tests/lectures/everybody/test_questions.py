"""Lecture 11's questions: what happens is computed, and every correct answer counts."""

import pytest

from course_nn.lectures.everybody.questions import EXERCISES, PREDICTIONS

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
