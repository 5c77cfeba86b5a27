"""What an item is: one idea, asked twice with other numbers and another story; each wrong option names its reason."""

from collections.abc import Callable
from typing import NamedTuple

from course_nn.common.words import Words


class Asked(NamedTuple):
    """What decides one form of a question; its words stand in the text of the inventory.
    一份卷子的题目中由程序决定的部分。

    answer : () -> the key of the right option, computed
    named  : {key of a wrong option: the misconception that leads to it, a key of BELIEFS}
    """

    answer: Callable[[], str]
    named: dict[str, str]


class Picture(NamedTuple):
    """The scene that refutes a misconception: a demo of the course, and where its controls stand.
    反驳某个误解的场景：课程中的一个演示及其设置。

    demo   : "xor.one_unit"
    values : {parameter: value}; the others stand where they start
    """

    demo: str
    values: dict

    def code(self) -> str:
        """The line that shows it on the wall. 放映它的那行代码。"""
        settings = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f'lecture("{self.demo}"{settings})'


class Pair(NamedTuple):
    """An idea, asked in two forms.
    一个概念及其两份卷子中的题目。

    forms   : {"A": Asked, "B": Asked}
    refuted : {misconception: Picture}, for all that the wrong options of both forms name
    """

    forms: dict[str, Asked]
    refuted: dict[str, Picture]


class Option(NamedTuple):
    """One option of an item.
    题目的一个选项。

    words  : as it is shown
    belief : the misconception that leads to it, a key of BELIEFS; None for the right one
    """

    words: Words
    belief: str | None


class Item(NamedTuple):
    """One form of a question. No verdict is given on the page.
    一份卷子中的题目；页面上不显示对错。

    ask     : Words
    options : {key: Option}, in the order in which they are shown
    answer  : () -> the key of the right one, computed
    why     : Words, what a right reasoning says, for a lecturer
    """

    ask: Words
    options: dict[str, Option]
    answer: Callable[[], str]
    why: Words

    def beliefs(self) -> list[str]:
        """The misconceptions that its wrong options name. 错误选项所对应的误解。"""
        return [option.belief for option in self.options.values() if option.belief]
