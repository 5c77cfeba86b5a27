"""Which morals a student has broken, and with what: a part of what they have done."""

from html import escape
from importlib import import_module
from typing import Any, NamedTuple

from course_nn.common import memory
from course_nn.common.words import Words
from course_nn.lectures import LECTURES
from course_nn.stage import DEMOS
from course_nn.stage.breaking import broken_before, named
from course_nn.stage.page import table_of_pairs

HEAD = Words("What you have broken", "你推翻过的结论")


class Counterexamples(NamedTuple):
    """Morals, each with what a student changed to break it.
    结论，以及学生改了什么而推翻它。

    found : [(moral, what was changed)], both Words
    """

    found: list[tuple[Words, Words]]

    def _repr_html_(self):
        escaped = [(Words(*map(escape, moral)), Words(*map(escape, changed))) for moral, changed in self.found]
        return table_of_pairs(HEAD, escaped)


def counterexamples() -> Counterexamples | None:
    """All that is remembered; None if there is nothing. 记忆中的全部反例；没有时为 None。"""
    found = []
    for lecture, one in LECTURES.items():
        kept = memory.recall(lecture)
        if kept.get("breaks"):
            import_module(one.home)
            found += [
                pair for name, demo in DEMOS.items() if name.startswith(f"{lecture}.") for pair in _of(demo, kept)
            ]
    return Counterexamples(found) if found else None


def _of(demo: Any, kept: memory.Kept) -> list[tuple[Words, Words]]:
    sets = broken_before(demo, kept) if demo.sceptic else []
    return [(demo.sceptic.moral, named(moved, demo)) for moved in sets]
