"""A question as the server of a class keeps it and a notebook shows it: both check what somebody else has sent."""

import json
from typing import Any

from course_nn.common.errors import BadInput

LANGUAGES = ("en", "zh")
LONGEST = 20_000  # letters of a question, written as JSON


def checked(question: Any, least: int = 2) -> dict[str, Any]:
    """The question, if it is one. 检查题目的形式。

    question : {"key", "ask": {"en", "zh"}, "options": {key: {"en", "zh"}}}, all of it text
    least    : options that there must be
    raises   : BadInput
    """
    try:
        options = {_text(key): _words(words) for key, words in question["options"].items()}
        found = {"key": _text(question["key"]), "ask": _words(question["ask"]), "options": options}
    except (TypeError, KeyError, AttributeError, ValueError):
        raise BadInput("expected a question with its options, in both languages", "应为带选项的中英双语问题") from None
    if not least <= len(options) <= 10 or len(json.dumps(found)) > LONGEST:
        raise BadInput(f"expected {least} to 10 options, and not too long", f"应有 {least} 至 10 个选项，且不宜过长")
    return found


def _words(words):
    return {language: _text(words[language]) for language in LANGUAGES}


def _text(text):
    """A text that can be written; half a character cannot."""
    if not isinstance(text, str):
        raise TypeError("no text")
    text.encode()
    return text
