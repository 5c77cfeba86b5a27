"""Questions on a page: a prediction with the verdict on every option, and an exercise with its worked solution."""

from typing import NamedTuple

from course_nn.common.words import term
from course_nn.notebook.exercises import LETTERS, solution


class Option(NamedTuple):
    key: str
    letter: str
    label: str
    voice: str
    verdict: str
    right: bool


def options(question, language):
    """What can be chosen, and what is said to whoever chooses it."""
    answer = question.right()
    return [
        Option(
            key,
            letter,
            language.of(label),
            language.of(term("right" if key == answer else "not what happens")),
            language.of(question.because[key]),
            key == answer,
        )
        for letter, (key, label) in zip(LETTERS, question.lettered().items())
    ]


def solution_text(key, language):
    """The worked solution of an exercise, as the course gives it."""
    return language.of(solution(key).hint)
