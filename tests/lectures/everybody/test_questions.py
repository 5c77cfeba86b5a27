"""Lecture 11's questions: what happens is computed, and every correct answer counts."""

import pytest

from course_nn.lectures.everybody.questions import EXERCISES, PREDICTIONS

WANTED: dict[str, str] = {
    # 1-3
    "everybody-1": "edge",
    "everybody-2": "max",
    # 4, 5
    # 6-8
    # 9, 10
}


def judged(key, answer):
    return EXERCISES[f"everybody-{key}"].judge(answer).voice


@pytest.mark.parametrize("key", PREDICTIONS)
def test_what_happens_is_computed_and_another_answer_tempts(key):
    assert PREDICTIONS[key].right() == WANTED[key]
