"""How far a student has come with a demo: tasks done, the challenge solved, what is kept for the next day."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from ipywidgets import ToggleButton

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.stage import rounds
from course_nn.stage.controls import Values
from course_nn.stage.tasks import Task, TaskLine
from course_nn.stage.tips import Tips

OWN = "own"  # for what belongs to no lecture: demos that a cell has made
LONGEST = 20_000  # letters of a call or of a kept value
FORGOTTEN = Words(
    "What was kept here has been forgotten, but this page still shows it: run its cell again to start afresh.",
    "这里保存的内容已被忘记，而本页仍在显示：重新运行此单元格，即可从头开始。",
)


def done_tasks(kept: memory.Kept, key: str, tasks: Sequence[Task]) -> list[str]:
    """The names of these tasks that were done, as it is remembered. 记忆中这些任务里已完成的名称。

    key : of Demo.tasks_key. Earlier editions kept one entry for all, which held their places in the list
    """
    entries = kept.get("tasks", {})
    places = entries.get(key, {}).get("done", ())
    places = places if isinstance(places, list) else ()
    return [one.name for k, one in enumerate(tasks) if f"{key}/{one.name}" in entries or k in places]


class Road:
    """What a running demo knows of the student's way through it.
    演示所知的学习进度。

    spec   : the Demo
    key    : the id of its round; "" if nothing was asked
    round  : the RoundOnPage to which it belongs
    tasks  : TaskLine or None
    tips   : Tips or None, of which those stay closed that the reader has closed
    solved : the day on which the challenge was solved first, "2026-11-28"; "" if it was not yet
    gained : whether the last result has brought something new, a task or the challenge
    """

    def __init__(self, spec):
        self.lecture, _, self.name = spec.name.partition(".") if "." in spec.name else (OWN, "", spec.name)
        self.key, self.round = rounds.current(spec.name)
        self._controls = {name: control for name, control in spec.controls.items() if getattr(control, "kept", False)}
        self._forgotten = memory.forgotten(self.lecture)
        self._kept, self._tasks_key = memory.recall(self.lecture), spec.tasks_key(self.key)
        self._known = self.kept()  # by this demo, of the controls that are kept
        self.tasks, self.tips = self._task_line(spec), self._tips(spec.tips if spec.is_first(self.key) else {})
        self.solved, self.gained = memory.day(self._entry("challenges", self.name)), False
        self._brought: dict | None = None  # where the demo went by itself

    def _task_line(self, spec):
        tasks = () if rounds.for_the_hand() else spec.tasks_of(self.key)
        line = TaskLine(tasks, done_tasks(self._kept, self._tasks_key, tasks)) if tasks else None
        if line and line.done[0]:
            self.round.observed = True
        return line

    def _tips(self, words):
        name = f"{self.name}/tips"
        closed = self._entry("panels", name).get("closed", ())
        return Tips(words, closed, lambda now: self.remember("panels", name, closed=now)) if words else None

    def kept(self) -> dict[str, Any]:
        """The values of the controls that are kept, as they were left. 需保留的控件的上次取值。"""
        left = self._entry("records", self.name)
        return {name: left.get(name, control.start) for name, control in self._controls.items()}

    def keeps(self, all_controls: ToggleButton) -> None:
        """Whether the reader had all controls shown, from now on too. 记住读者是否展开了全部控件。"""
        all_controls.value = bool(self._entry("panels", self.name).get("open"))
        all_controls.observe(lambda change: self.remember("panels", self.name, open=change.new), "value")

    def counts(self, values: Values) -> bool:
        """Whether a challenge that is solved there was solved by the student. 在此处解出的挑战是否由学生完成。"""
        return self._brought is None or not self._brought.items() <= values.items()

    def take_notice(self, result: Any, values: Values, state: str | None, code: Callable[[], str]) -> Words | None:
        """Of what a result shows: tasks done, a challenge solved, controls that are kept. 留意一次结果带来的进展。

        state : of the challenge;  code : () -> the call that rebuilds this setting
        returns : what to tell the reader if it cannot be kept, else None
        """
        new, solves = self.tasks.watch(result, values) if self.tasks else [], state == "solved" and not self.solved
        for k in new:
            self.remember("tasks", f"{self._tasks_key}/{self.tasks.tasks[k].name}")
        self.round.observed = self.round.observed or 0 in new
        if solves:
            self._solve(code()[:LONGEST])
        self.gained = bool(new) or solves
        return self._keep({name: values[name] for name in self._controls}) or memory.news()

    def begin_anew(self, values: dict) -> None:
        """The demo goes there by itself: that does no task, and solves nothing. 演示自行移动到此处，不算完成任务。"""
        self._brought = values
        if self.tasks:
            self.tasks.begin_anew()

    def _solve(self, code):
        """The day on which a challenge was solved first stays, in whichever notebook that was."""
        with memory.alone():
            self._kept = memory.recall(self.lecture)
            if not self._entry("challenges", self.name):
                self.remember("challenges", self.name, code=code)
        self.solved = memory.day(self._entry("challenges", self.name))

    def _keep(self, now):
        """Remember the controls that are kept, unless they have grown out of what was forgotten: then say so."""
        if now == self._known:
            return None
        if self._entry("records", self.name) and memory.forgotten_since(self.lecture, self._forgotten):
            return FORGOTTEN
        with memory.alone():
            self._kept = memory.recall(self.lecture)
            self.remember("records", self.name, **self._joined(now))
        self._known, self._forgotten = now, memory.forgotten(self.lecture)
        return None

    def _joined(self, now):
        """These values, with what another demo has kept since this one knew it."""
        joined, kept = dict(now), self.kept()
        for name, control in self._controls.items():
            if control.join and kept[name] != self._known[name]:
                with suppress(BadInput):  # written by another edition
                    joined[name] = control.join(kept[name], self._known[name], now[name])
        return joined

    def remember(self, kind: str, key: str, **entry) -> None:
        """Keep an entry of this lecture, as memory.remember does. 记住本讲的一条内容。"""
        memory.remember(self.lecture, kind, key, **entry)
        self._kept = memory.recall(self.lecture)

    def _entry(self, kind, key):
        return self._kept.get(kind, {}).get(key, {})
