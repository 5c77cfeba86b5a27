"""What a class is told once a vote is over: the right option, what each other one overlooks, and what is measured."""

import json
from typing import Any

from course_nn.classroom.question import MOST, finite, words_in_both
from course_nn.common.errors import BadInput

LONGEST = 20_000  # letters, written as JSON


def checked_answer(question: dict[str, Any], answer: Any) -> dict[str, Any]:
    """The answer to a question, if it is one. 检查题目的答案。

    question : as checked has it
    answer   : {"right": an option, "because": {option: {"en", "zh"}}, "truth": what is measured, where something is set
               or drawn: a number, one for each place of a curve, or None}
    raises   : BadInput
    """
    try:
        because = {option: words_in_both(answer["because"][option]) for option in question["options"]}
        found = {"right": str(answer["right"]), "because": because, "truth": _truth(answer.get("truth"))}
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError):
        found = {"right": None}
    if found["right"] not in question["options"] or len(json.dumps(found)) > LONGEST:
        raise BadInput("expected the right option and a reply to each", "应有正确选项和对每个选项的回复")
    return found


def _truth(truth):
    if truth is None:
        return None
    numbers = [finite(number) for number in truth] if isinstance(truth, list) else finite(truth)
    if isinstance(numbers, list) and not 0 < len(numbers) <= MOST:
        raise ValueError("no curve")
    return numbers
