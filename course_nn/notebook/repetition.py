"""Questions come back: first where an answer and its sureness disagreed, what was right after growing distances."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ipywidgets import HTML, VBox

from course_nn.common import memory
from course_nn.common.words import LANGUAGE, Words, block
from course_nn.lectures import LECTURES
from course_nn.notebook.answers import answers_of, surprise
from course_nn.notebook.exercises import NO_VERDICTS, Verdict, prediction, shows
from course_nn.notebook.question import Question, own_words_of
from course_nn.stage.cells import close_earlier_run
from course_nn.stage.page import Shown, close, style_sheet

MOST = 5  # questions a day
DISTANCES = (1, 3, 7, 21, 60)  # days to the next time: at first, and after each right answer in a row
NOTHING = Words("Nothing is due today.", "今天没有要复习的题。")


class Due(NamedTuple):
    """A question that was answered, and when it is to be asked again.
    答过的一道题，以及何时再问。

    key      : its id
    day      : from which on it is due
    surprise : how much the last answer and its sureness disagreed, 0 to 1
    """

    key: str
    day: date
    surprise: float


def revisit() -> Shown | Verdict:
    """Questions that you answered some days ago, asked again: at most five a day, and none in an exam.
    再问前些天答过的题：每天至多五道；考试时不问。

    Of those that are due come first the wrong answers of which you were sure, and the estimates whose distance and
    sureness disagreed most. A right answer comes back after 1, 3, 7, 21 and 60 days, as does an estimate that was near
    the truth; any other one on the next day.

    source : to recall helps to remember more than to read again (Roediger & Karpicke, Test-Enhanced Learning, 2006),
             and more when it is spread out (Cepeda and others, Distributed Practice in Verbal Recall Tasks, 2006); an
             error of which one was sure is corrected more often (Butterfield & Metcalfe, Errors Committed with High
             Confidence Are Hypercorrected, 2001). The five distances are a custom, and none of their findings
    """
    if not shows("verdicts"):
        return Verdict("noted", NO_VERDICTS)
    today, all_due = date.today(), [*answered()]
    due = sorted((one for one in all_due if one.day <= today), key=lambda one: (-one.surprise, one.day))
    asked = [Again(one.key) for one in due[: max(0, MOST - _done(today))]]
    words = _said(asked, [one.day for one in all_due if one.day > today])
    boxes = [question.box for question in asked]
    return Shown(VBox([HTML(block(words)), *boxes, style_sheet()]), lambda: words)


def answered() -> Iterator[Due]:
    """All questions whose answer was told, and when each is due: now, if a clock was ahead when it was asked last.
    全部已揭晓的题，以及各自何时再问；若上次作答时时钟超前，则现在就问。
    """
    for lecture in LECTURES:
        kept = memory.recall(lecture)
        for key, entry in answers_of(lecture).items():
            tries = [entry, *_revisits(kept, key)]
            days = [_day(one) for one in tries]
            if isinstance(entry.get("right"), bool) and all(days):
                again = [one.get("right") for one in tries[1:]]
                in_a_row = next((n for n, right in enumerate(reversed(again)) if not right), len(again))
                rests = timedelta(DISTANCES[min(in_a_row, len(DISTANCES) - 1)])
                yield Due(key, days[-1] + rests if days[-1] <= date.today() else date.today(), surprise(tries[-1]))


def _done(today):
    """How many were asked again today."""
    memories = [memory.recall(lecture) for lecture in LECTURES]
    return sum(
        _day(one) == today for kept in memories for key in kept.get("answers", {}) for one in _revisits(kept, key)
    )


def _revisits(kept, key):
    """Each time that a question was asked again; earlier editions kept a list beside its first answer."""
    earlier = kept.get("answers", {}).get(key, {}).get("revisits", [])
    earlier = [one for one in earlier if isinstance(one, dict)] if isinstance(earlier, list) else []
    return [*earlier, *(one for one in kept.get("revisits", {}).values() if one.get("question") == key)]


def _day(entry):
    """The day of an entry, by whatever clock; None if it says none."""
    try:
        return datetime.fromisoformat(memory.day(entry)).date()
    except ValueError:
        return None


def _said(asked, later):
    if asked:
        return Words(f"Asked again: {len(asked)}.", f"再问一次：{len(asked)} 题。")
    if not later:
        return NOTHING
    return Words(f"{NOTHING.en} The next one on {min(later)}.", f"{NOTHING.zh}下一题在 {min(later)}。")


class Again(Question):
    """A question that is asked again: what it says is kept beside the first answer.
    再问一次的题：新的回答保存在第一次回答旁边。
    """

    def __init__(self, key: str) -> None:
        super().__init__(key, prediction(key))
        self.tell()
        close_earlier_run(self)

    def close(self) -> None:
        """Its cell was run again: nothing of it stays. 单元格再次运行：全部移除。"""
        LANGUAGE.unobserve(self._relabel, "shown")
        close(self.box)

    def _remembered(self):
        return {}

    def own_words(self) -> str:
        """Of the first answer. 第一次回答时写下的。"""
        return own_words_of(answers_of(self.lecture).get(self.key, {}))

    def _catch_up(self):
        return True  # what other notebooks do, they do to the first answer

    def _demo(self):
        return "", None

    def _keep(self, **changes):
        self.entry = {"when": memory.now()} | self.entry | changes
        if "right" in self.entry:
            kept = ("option", "value", "off", "sure", "when", "right")
            one = {name: self.entry[name] for name in kept if name in self.entry}
            memory.remember(self.lecture, "revisits", f"{self.key} {self.entry['when']}", question=self.key, **one)
