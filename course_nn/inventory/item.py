"""What an item is: one idea, asked twice with other numbers and another story; each wrong option names its reason."""

from collections.abc import Callable
from typing import NamedTuple

from course_nn.common.words import Words


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
    题目的一种形式；页面上不显示对错。

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
    """An idea, and its two forms.
    一个概念及其两种形式的题目。

    theme   : Words, what part of the course it is about
    idea    : Words, what whoever has understood it can say
    forms   : {"A": Item, "B": Item}
    refuted : {misconception: Picture}, for all that the wrong options of both forms name
    """

    theme: Words
    idea: Words
    forms: dict[str, Item]
    refuted: dict[str, Picture]


def same(text: str) -> Words:
    """A number or a formula, which is the same in both languages. 两种语言中相同的数或式子。"""
    return Words(text, text)


def numeric(right: str, wrong: dict[str, str], order: str) -> dict[str, Option]:
    """Options that are numbers, in the order in which they are shown.
    数值选项，按显示顺序排列。

    right : the right one
    wrong : {number: misconception}
    order : all of them, with spaces between them
    """
    return {key: Option(same(key), None if key == right else wrong[key]) for key in order.split()}
