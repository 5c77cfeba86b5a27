"""How far a student has come with a demo: tasks done, the challenge solved, what is kept for the next day."""

from collections.abc import Callable
from typing import Any

from course_nn.common import memory
from course_nn.common.words import Words
from course_nn.stage import rounds
from course_nn.stage.controls import Values
from course_nn.stage.tasks import TaskLine

OWN = "own"  # for what belongs to no lecture: demos that a cell has made
LONGEST = 20_000  # letters of a call or of a kept value


class Road:
    """What a running demo knows of the student's way through it.
    演示所知的学习进度。

    spec   : the Demo
    key    : the id of its round; "" if nothing was asked
    round  : the RoundOnPage to which it belongs
    tasks  : TaskLine or None
    solved : the day on which the challenge was solved first, "2026-11-28"; "" if it was not yet
    """

    def __init__(self, spec):
        self.lecture, _, self.name = spec.name.partition(".") if "." in spec.name else (OWN, "", spec.name)
        self.key, self.round = rounds.current(spec.name)
        self._controls = {name: control for name, control in spec.controls.items() if getattr(control, "kept", False)}
        self._kept, self._tasks_key = memory.recall(self.lecture), spec.tasks_key(self.key)
        self.tasks = self._task_line(spec)
        self.solved = memory.day(self._entry("challenges", self.name))

    def _task_line(self, spec):
        tasks, done = spec.tasks_of(self.key), self._entry("tasks", self._tasks_key).get("done")
        line = TaskLine(tasks, done if isinstance(done, list) else []) if tasks else None
        if line and line.done[0]:
            self.round.observed = True
        return line

    def kept(self) -> dict[str, Any]:
        """The values of the controls that are kept, as they were left. 需保留的控件的上次取值。"""
        left = self._entry("records", self.name)
        return {name: left.get(name, control.start) for name, control in self._controls.items()}

    def keep(self, values: Values) -> Words | None:
        """Remember the controls that are kept; what to tell the reader if that cannot be. 记住需保留的控件的取值。"""
        now = {name: values[name] for name in self._controls}
        return self._remember("records", self.name, **now) if now != self.kept() else None

    def take_notice(self, result: Any, values: Values, state: str | None, code: Callable[[], str]) -> Words | None:
        """Of what a result shows: tasks that were done, and a challenge that was solved. 留意一次结果带来的进展。

        state : of the challenge;  code : () -> the call that rebuilds this setting
        returns : what to tell the reader if it cannot be kept, else None
        """
        said = None
        if self.tasks and (new := self.tasks.watch(result, values)):
            said = self._remember("tasks", self._tasks_key, done=[k for k, one in enumerate(self.tasks.done) if one])
            self.round.observed = self.round.observed or 0 in new
        if state == "solved" and not self.solved:
            said = self._remember("challenges", self.name, code=code()[:LONGEST]) or said
            self.solved = memory.day(self._entry("challenges", self.name))
        return said

    def _remember(self, kind, key, **entry):
        said = memory.remember(self.lecture, kind, key, **entry)
        self._kept = memory.recall(self.lecture)
        return said

    def _entry(self, kind, key):
        return self._kept.get(kind, {}).get(key, {})
