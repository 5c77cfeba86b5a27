"""What a student's rival brings to a class: its name, errors and seconds, and in which comparison. It is believed."""

from typing import Any

from course_nn.classroom.question import finite, words_in_both
from course_nn.common.errors import BadInput

NAME, WORDS, READER = 24, 300, 60  # letters of a name, of what a comparison is called, of the name of a reader
OWN = 20  # readers of the picture's own, at most
MOST = 1e6  # of a number


def checked_rival(sent: Any) -> dict[str, Any]:
    """A rival, if it is one. 检查带来的对手。

    sent   : {"name", "value": share of errors, or bits a letter, "seconds", "contest": {"title", "measure", "task":
             {"en", "zh"} each, "shares": whether it is a share of errors}, "own": [{"name": {"en", "zh"}, "value"}, …]
             of the readers that the picture has itself, if it is known}
    raises : BadInput
    """
    try:
        contest = sent["contest"]
        called = {part: words_in_both(contest[part]) for part in ("title", "measure", "task")}
        found = {"name": sent["name"].strip(), "contest": called | {"shares": bool(contest["shares"])}}
        found["name"].encode()
        numbers = {part: finite(sent[part]) for part in ("value", "seconds")}
        of_picture = sent.get("own", [])[:OWN]
        own: list[dict[str, Any]] = [
            {"name": words_in_both(k["name"]), "value": finite(k["value"])} for k in of_picture
        ]
    except (TypeError, KeyError, AttributeError, ValueError):
        raise _expected() from None
    texts = [text for words in called.values() for text in words.values()]
    readers = [text for one in own for text in one["name"].values()]
    most = {"value": 1.0 if found["contest"]["shares"] else MOST, "seconds": MOST}
    if not 0 < len(found["name"]) <= NAME or max(map(len, texts)) > WORDS or max(map(len, readers), default=0) > READER:
        raise _expected()
    measured = [*numbers.items(), *(("value", one["value"]) for one in own)]
    if not all(0 <= number <= most[part] for part, number in measured):
        raise _expected()
    return found | numbers | {"own": own}


def _expected():
    return BadInput("expected a name, errors and seconds", "应有名字、错误率与秒数")
