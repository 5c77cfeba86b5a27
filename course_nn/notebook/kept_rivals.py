"""Which rivals a student has brought, and how they did: a part of what they have done."""

from collections.abc import Iterator
from html import escape
from importlib import import_module
from typing import NamedTuple

from course_nn.common import memory
from course_nn.common.words import Words
from course_nn.lectures import LECTURES
from course_nn.stage import DEMOS
from course_nn.stage.page import table_of_pairs
from course_nn.stage.rivals import Rival

KIND = "rivals"  # under which they are remembered
HEAD = Words("Your rivals", "你带来的对手")


class KeptRivals(NamedTuple):
    """Rivals, each with the picture in which it stood.
    对手，以及它们所在的图。

    found : [(title of the picture, name with its number and its seconds)], both Words
    """

    found: list[tuple[Words, Words]]

    def _repr_html_(self):
        return table_of_pairs(HEAD, self.found)


def kept_rivals() -> KeptRivals | None:
    """All that are remembered; None if there are none. 记忆中的全部对手；没有时为 None。"""
    found = [pair for lecture in LECTURES for pair in _of(lecture)]
    return KeptRivals(found) if found else None


def _of(lecture: str) -> Iterator[tuple[Words, Words]]:
    kept = memory.recall(lecture).get(KIND, {})
    if kept:
        import_module(LECTURES[lecture].home)
    for key, entry in kept.items():
        demo, _, name = key.partition("/")
        contest = DEMOS[demo].contest if demo in DEMOS else None
        value, seconds = entry.get("value"), entry.get("seconds")
        if contest and isinstance(value, int | float) and isinstance(seconds, int | float):
            yield Words(*map(escape, DEMOS[demo].title)), contest.told(Rival(name, value, seconds))
