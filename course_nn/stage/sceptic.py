"""The student as the sceptic: the changes that might overturn a demo's moral, as one choice; what they do is said."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.outcomes import outcome
from course_nn.common.words import Words, term
from course_nn.drawing.numbers import plain
from course_nn.stage.controls import Choice, Control, Values, with_values

NAME = "sceptic"  # of the control
LECTURE, OWN = "lecture", "own"  # its values besides the changes


class Change(NamedTuple):
    """One change that a sceptic would make: what it is called, and {control: value} that it moves."""

    label: Words
    moves: dict


class Sceptic(NamedTuple):
    """A measured moral, how much it says, and what might overturn it.

    moral   : Words, the sentence
    measure : Words, what the effect is a number of
    effect  : result -> float, > 0 where the moral holds; the same wherever time stands; nan where it says nothing of
              a setting. May ask for `values` too
    changes : {key: Change}; one that moves no control is computed by compute, which then takes `sceptic`. Without
              any there is no choice, and the moral stands under the picture all the same
    shares  : whether the effect is a share, which is written in percent
    found   : {control: value}, where the moral was found if not at the start
    """

    moral: Words
    measure: Words
    effect: Callable
    changes: Mapping[str, Change] = MappingProxyType({})
    shares: bool = False
    found: Mapping[str, Any] = MappingProxyType({})

    def size(self, result: Any, values: Values) -> float:
        """The effect in a result. 结论在此结果中的大小。"""
        return float(with_values(self.effect, result, values=values))

    def control(self) -> Choice:
        """The choice; first the lecture's setting, last whatever a student sets otherwise. 质疑者的选择。"""
        changes = {key: change.label for key, change in self.changes.items()}
        lecture, own = {LECTURE: term("the lecture's setting")}, {OWN: term("a setting of your own")}
        return Choice(term("sceptic"), lecture | changes | own, LECTURE, costly=(OWN,))

    def moved(self, key: str, controls: Mapping[str, Control]) -> dict:
        """The values to which a change moves the controls; what only other changes move goes back to its start."""
        if key == OWN:
            return {}
        start = {name: controls[name].start for change in self.changes.values() for name in change.moves}
        return start | (self.changes[key].moves if key in self.changes else {})

    def named(self, values: Values, controls: Mapping[str, Control]) -> str:
        """Which change the values show; the one that is chosen, if they fit it, else the first that they fit."""
        for key in (values[NAME], LECTURE, *self.changes):
            if key != OWN and all(values[name] == value for name, value in self.moved(key, controls).items()):
                return key
        return OWN

    def verdict(self, lecture: float, result: Any, values: Values) -> Words:
        """What becomes of the moral in a result, with its number there and where it was found."""
        now = self.size(result, values)
        (en, zh), (measure, gauge) = self.moral, self.measure
        if np.isnan(now):
            return Words(
                f"The conclusion: {en} It says nothing about this setting.", f"结论：{zh}它说的不是现在的设置。"
            )
        becomes = term(outcome(lecture, now))
        before, after = self.written(lecture), self.written(now)
        if values.get(NAME, LECTURE) == LECTURE and before == after:
            return Words(f"The conclusion: {en} {measure}: {after}.", f"结论：{zh}{gauge}：{after}。")
        return Words(
            f"The conclusion: {en} {measure}: {before} where it was found, {after} here. It <b>{becomes.en}</b>.",
            f"结论：{zh}{gauge}：原来的设置下为 {before}，现在为 {after}。结论<b>{becomes.zh}</b>。",
        )

    def written(self, effect: float) -> str:
        """An effect with two digits that mean something: 0.83, or 83%."""
        scale, unit = (100, "%") if self.shares else (1, "")
        return plain(float(f"{scale * effect:.2g}"), 4) + unit
