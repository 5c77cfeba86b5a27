"""Break this moral: a student hands in a setting at which it does not hold, and hears which condition it lacks.

Of all that was moved, the least that is enough is found by putting one control after the other back to its start. What
has broken a moral is kept with the reader's own record.
"""

from collections.abc import Generator, Mapping
from contextlib import suppress
from inspect import isgenerator
from numbers import Real
from typing import Any, NamedTuple

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.words import Words, term
from course_nn.stage.callbacks import callback, running_loop
from course_nn.stage.controls import Values, in_both
from course_nn.stage.sceptic import NAME
from course_nn.stage.work import finished

KIND = "breaks"  # under which it is remembered
BROKEN, DENTED = ("reversed", "nearly gone"), ("weaker", "about half")
NOTHING_MOVED = Words(
    "This is the setting in which the conclusion was found. Move something first, then press again.",
    "这就是得出结论时的设置。请先改动某处，再按一次。",
)
SAYS_NOTHING = Words(
    "The conclusion says nothing about this setting, so it cannot break here.",
    "结论说的不是这样的设置，所以在这里无法推翻它。",
)


class Break(NamedTuple):
    """What a setting that was handed in does to the moral.

    becomes : one of BANDS of course_nn.common.outcomes; "" where it says nothing about this setting
    lecture : the effect where the moral was found;  here : the effect in this setting
    moved   : {control: value}, of what was moved; where the moral is broken, the least that is enough
    """

    becomes: str
    lecture: float
    here: float
    moved: dict[str, Any]

    @property
    def is_broken(self) -> bool:
        return self.becomes in BROKEN


def moved_of(spec: Any, values: Values) -> dict[str, Any]:
    """The controls that do not stand where the moral was found, and a change that moves no control by itself."""
    start = spec.found()
    found = {name: value for name, value in values.items() if name != NAME and value != start[name]}
    change = spec.sceptic.changes.get(values.get(NAME))
    return found | ({NAME: values[NAME]} if change and not change.moves else {})


def judged(spec: Any, lecture: float, values: Values) -> Generator[float, None, Break]:
    """What a setting does to the moral; the least that breaks it is searched. Yields the share that is done.

    lecture : the effect where the moral was found
    """
    moved = moved_of(spec, values)
    here = yield from _effect(spec, values, 0, 1 + len(moved))
    becomes = str(outcome(lecture, here)) if here == here else ""
    if becomes in BROKEN:
        moved = yield from _least(spec, lecture, moved)
    return Break(becomes, lecture, here, moved)


def _least(spec, lecture, moved):
    """What is left when each control has been put back without which the moral is broken all the same."""
    names = [*moved]
    for place, name in enumerate(names):
        fewer = {other: value for other, value in moved.items() if other != name}
        if fewer:
            effect = yield from _effect(spec, Values(spec.found() | fewer), 1 + place, 1 + len(names))
            if effect == effect and outcome(lecture, effect) in BROKEN:
                moved = fewer
    return moved


def _effect(spec, values, done, of):
    """The effect at these values, computed as the part of a longer work that comes after `done` of `of`."""
    result = spec.result(values)
    while isgenerator(result):
        try:
            step = next(result)
        except StopIteration as end:
            result = end.value
        else:
            yield (done + float(step)) / of if isinstance(step, Real) else done / of
    yield (done + 1) / of
    return spec.sceptic.size(result, values)


def told(found: Break, spec: Any) -> Words:
    """What is said of it; where the moral does not stand under the picture anyway, it is said first. 对它的回应。"""
    answer, moral = _answer(found, spec), spec.sceptic.moral
    return (
        answer
        if spec.sceptic.changes
        else Words(f"The conclusion: {moral.en} {answer.en}", f"结论：{moral.zh}{answer.zh}")
    )


def _answer(found, spec):
    if not found.moved:
        return NOTHING_MOVED
    if not found.becomes:
        return SAYS_NOTHING
    (en, zh), written = spec.sceptic.measure, spec.sceptic.written
    before, after = written(found.lecture), written(found.here)
    numbers = Words(f"{en}: {before} where it was found, {after} here.", f"{zh}：原设置下为 {before}，这里为 {after}。")
    if found.is_broken:
        return _broken(found.moved, numbers, spec)
    if found.becomes in DENTED:
        word = term(found.becomes)
        return Words(f"Almost: here it {word.en}. {numbers.en}", f"差一点：在这里{word.zh}。{numbers.zh}")
    return Words(f"It holds here, too. {numbers.en}", f"在这里也成立。{numbers.zh}")


def _broken(moved, numbers, spec):
    (what, how), lacks, one = named(moved, spec), _condition(moved, spec), len(moved) == 1
    return Words(
        f"Broken. {numbers.en} {'This alone' if one else 'This together'} is enough: {what}. {lacks.en}",
        f"推翻了。{numbers.zh}{'只改这一处' if one else '一起改这几处'}就够：{how}。{lacks.zh}",
    )


def named(moved: Mapping[str, Any], spec: Any) -> Words:
    """What was moved, and where to: "first biases = random, η = 0.1". 改了什么、改成多少。"""
    pairs = [_pair(name, value, spec) for name, value in moved.items()]
    en = ", ".join(f"{label.en} = {value.en}" for label, value in pairs)
    return Words(en, "，".join(f"{label.zh} = {value.zh}" for label, value in pairs))


def _pair(name, value, spec):
    if name == NAME:
        return term("sceptic"), spec.sceptic.changes[value].label
    return in_both(spec.controls[name].label), spec.controls[name].says(value)


def _condition(moved, spec):
    """The condition that the sentence lacks, and whether one of the changes that are listed says so already."""
    changes = spec.sceptic.changes
    known = next((one.label for one in changes.values() if one.moves and one.moves == moved), None)
    if NAME in moved or known:
        label = known or changes[moved[NAME]].label
        return Words(
            f"That change is listed: “{label.en}”. The sentence has to say that it does not hold there.",
            f"这是“换一样再看”里已有的一项：“{label.zh}”。结论应当说明：那时不成立。",
        )
    found = spec.found()
    en, zh = named({name: found[name] for name in moved}, spec)
    yours = Words("No change in the list does that: it is yours.", "列出的改变中没有这一项：这是你发现的。")
    yours = Words(f"{yours.en} ", yours.zh) if changes else Words("", "")
    return Words(
        f"{yours.en}The sentence needs a condition: it was found with {en}.",
        f"{yours.zh}结论还要加一个条件：它是在“{zh}”时得出的。",
    )


def broken_before(spec: Any, kept: memory.Kept) -> list[dict[str, Any]]:
    """What has broken the moral of a demo, as it is remembered: [{control: value}]. 记忆中推翻过该结论的改动。

    kept : of its lecture; what another edition has kept, and this one would refuse, is left out
    """
    name, found = spec.name.rpartition(".")[2], []
    for key, entry in kept.get(KIND, {}).items():
        if key.partition("/")[0] == name and isinstance(entry.get("moved"), dict):
            with suppress(BadInput):
                found.append({one: spec.control(one).check(value) for one, value in entry["moved"].items()})
    return found


class Breaking:
    """The button under a moral, and what comes of it.

    spec : the Demo;  display : its Display;  road : its Road, which keeps what was broken;  door : its Door
    """

    def __init__(self, spec, display, road, door):
        self._spec, self._display, self._road, self.door = spec, display, road, door
        self._loop, self._rest = running_loop(), None

    def listen(self) -> None:
        """To the button; what was broken before stands there."""
        if self._spec.sceptic:
            self._display.page.breaks.on_click(lambda _: self.hand_in())
            self._display.page.show_broken(self._before())

    @callback
    def hand_in(self) -> None:
        """The setting that the picture shows is handed in."""
        work = self._work()
        if self._loop:
            self._rest = work
            self._advance(work)
        else:
            self._say(finished(work))

    def break_moral(self) -> Words:
        """Hand in this setting as one at which the moral does not hold; what comes of it.
        把当前设置作为反例交上来；返回结果。

        raises : BadInput for a demo without a moral
        """
        if not self._spec.sceptic:
            raise BadInput("this demo has no conclusion that was measured", "此演示没有测得的结论")
        found = finished(self._work())
        self._say(found)
        return told(found, self._spec)

    def _work(self):
        return judged(self._spec, self._display.effect_in_the_lecture(), self._display.values)

    @callback
    def _advance(self, work):
        """One step; before the next one the kernel listens to the page."""
        if work is not self._rest:  # another setting was handed in
            return
        try:
            self._display.page.say_progress(next(work))
        except StopIteration as end:
            self._rest = None
            self._display.page.say_no_more()
            self._say(end.value)
        else:
            self._loop.call_soon_threadsafe(self._advance, work)

    def _say(self, found):
        if found.is_broken:
            self._road.remember(KIND, f"{self._road.name}/{'+'.join(found.moved)}", moved=found.moved)
        said, news = told(found, self._spec), memory.news()  # that it cannot be kept, for instance
        self._display.page.show_broken(Words(*map(" ".join, zip(said, news))) if news else said)

    def _before(self):
        """Which settings have broken it on other days."""
        moved = broken_before(self._spec, memory.recall(self._road.lecture))
        told = [named(one, self._spec) for one in moved]
        if not told:
            return Words("", "")
        en, zh = " / ".join(one.en for one in told), " / ".join(one.zh for one in told)
        return Words(f"You have broken it. What you changed: {en}.", f"你推翻过它，改的是：{zh}。")
