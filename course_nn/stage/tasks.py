"""Things to do with a demo: one line under its title, which marks by itself what can be seen to be done."""

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

import ipywidgets
from ipywidgets import HTML, HBox

from course_nn.common.words import Words, block, term
from course_nn.stage.controls import Values, with_values

MOST = 1000  # values of one control that are remembered
SIGNS = {False: "○", True: "●"}


class Task(NamedTuple):
    """Something to do with a demo.
    演示中要做的一件事。

    name  : by which it is remembered: lower case, one of its kind in a round, and it stays when the words change
    words : Words, as the notebook has them; what stands in `backticks` is code
    done  : result -> bool, whether it can be seen to be done; may ask for `values`, and for `seen`, {control: the set
            of all values that it has had}. None: nobody can see it
    uses  : the controls that it needs; () for the first few of the demo
    """

    name: str
    words: Words
    done: Callable[..., bool] | None = None
    uses: tuple[str, ...] = ()


def tried(**wanted) -> Callable[..., bool]:
    """For a Task: these values of some controls have been seen, {control: (values)}. 这些取值都已试过。"""
    return lambda result, seen: all(set(values) <= seen[name] for name, values in wanted.items())


def moved(*names: str) -> Callable[..., bool]:
    """For a Task: each of these controls has had two values at least. 这些控件都已动过。"""
    return lambda result, seen: all(len(seen[name]) > 1 for name in names)


def _spoken(text):
    """What only those hear who do not see the sign: seen, it would push away what stands below."""
    return f'<span class="cn-spoken">{text}</span>'


def as_html(words: Words) -> Words:
    """The words of a task as a page shows them; a link leads somewhere only in the text. 任务文字在页面上的写法。"""
    plain = (re.sub(r"\[(.*?)\]\(.*?\)", r"\1", escape(text, quote=False)) for text in words)
    return Words(*(re.sub(r"`(.*?)`", r"<code>\1</code>", text) for text in plain))


class TaskLine:
    """The line on the page, and what it has seen.
    页面上的任务行，以及它所见过的取值。

    tasks : Tasks
    done  : [bool], of each
    at    : which of them is shown
    """

    def __init__(self, tasks: Sequence[Task], done: Sequence[str] = ()):
        self.tasks, self.done = tasks, [one.name in done for one in tasks]
        self.at = next((k for k, one in enumerate(self.done) if not one), 0)
        self._seen: dict[str, set] = {}
        self.words, self.next = HTML(), ipywidgets.Button(icon="chevron-right")
        self.next.on_click(lambda _: self.go())
        self.box = HBox([self.words, *([self.next] if len(tasks) > 1 else [])])
        self.box.add_class("cn-tasks")
        self.relabel()

    def watch(self, result: Any, values: Values) -> list[int]:
        """Take notice of a result: the numbers of the tasks that were done by it. 留意一次结果：由此完成的任务。"""
        for name, value in values.items():
            known = self._seen.setdefault(name, set())
            if len(known) < MOST:
                known.add(value)
        if all(len(known) == 1 for known in self._seen.values()):  # nothing has been moved yet
            return []
        new = [k for k, task in enumerate(self.tasks) if not self.done[k] and self._is_done(task, result, values)]
        for k in new:
            self.done[k] = True
        if new:
            self.relabel()
        return new

    def begin_anew(self) -> None:
        """What is shown next was not moved there by the student. 接下来所显示的并非学生拨动而来。"""
        self._seen.clear()

    def _is_done(self, task, result, values):
        return task.done is not None and bool(with_values(task.done, result, values=values, seen=self._seen))

    def go(self) -> None:
        """The next one. 下一项任务。"""
        self.at = (self.at + 1) % len(self.tasks)
        self.relabel()
        self.words.value = f'<div role="status">{self.words.value}</div>'  # the button says nothing of what it brings

    def relabel(self) -> None:
        """Follow the language, and what is done. 随语言与进度更新。"""
        task, head = as_html(self.tasks[self.at].words), self._head()
        done = Words(*map(_spoken, term("task done"))) if self.done[self.at] else Words("", "")
        self.words.value = block(Words(*(f"{a} {b} {c}" for a, b, c in zip(head, done, task))))
        self.next.description = term("next task").shown()

    def _head(self):
        """Which task of how many. One that nobody can see done is in no count, here as in the map of the course."""
        seen = [at for at, task in enumerate(self.tasks) if task.done]
        if self.at not in seen:
            return Words(*(f"<b>{words}</b>" for words in term("also")))
        k, n, signs = seen.index(self.at) + 1, len(seen), [SIGNS[self.done[at]] for at in seen]
        signs[k - 1] = f"<u>{signs[k - 1]}</u>"
        marks = f'<span aria-hidden="true">{" ".join(signs)}</span>'
        return Words(f"<b>Task {k} of {n}</b> {marks}", f"<b>任务 {k}/{n}</b> {marks}")
