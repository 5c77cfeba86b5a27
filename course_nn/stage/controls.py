"""What a student can move: a control knows its label, where it starts and what it accepts, not how it looks."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from inspect import signature
from typing import Any, NamedTuple, Protocol

import numpy as np

from course_nn.common.errors import BadInput, class_name, lookup, shortened
from course_nn.common.ink import CELLS, as_ink
from course_nn.common.ink import as_text as text_of_ink
from course_nn.common.texts import as_text, unified
from course_nn.common.words import Words

LONGEST_NUMBER, LONGEST_LINE, LONGEST_PASTED = 200, 20_000, 1_000_000  # characters that can be typed or pasted
SIMPLE = str, int, float, bool, type(None)  # of which nobody has made what they answer
FINE = 200  # steps of a slider: more of them lie too close for a hand to tell them apart


class Values(dict):
    """The values of a demo's controls by their names: values.w1 is values["w1"].
    演示中各控件的取值，按名称存取：values.w1 即 values["w1"]。
    """

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def with_values(function: Callable, *given, **known) -> Any:
    """function(*given), and beside them what it asks for by name of what else is known: `values` of the controls."""
    asked = parameters(function)
    return function(*given, **{name: known[name] for name in known if name in asked})


@lru_cache(maxsize=2000)  # each frame asks this of a dozen functions
def parameters(function: Callable) -> frozenset[str]:
    """The names of what a function takes."""
    return frozenset(signature(function).parameters)


def in_both(label: Words | str) -> Words:
    """A label as a pair (English, Chinese), for sentences."""
    return label if isinstance(label, Words) else Words(label, label)


def always(values: Values) -> bool:
    """For a control that is always in use; another gives a function of all values that says when it is."""
    return True


class Control(Protocol):
    """One thing that a student can move. It holds no value and knows no widget: widgets.py shows it, a demo asks it.
    学生可拨动的一样东西。它不保存当前值，也不涉及界面。

    A control answers these:
    - label          : Words, or a symbol such as "w₁"
    - means          : what a symbol stands for, Words: seen when the mouse rests on it, and heard
    - start          : the value at first
    - check(value)   : the value as a demo keeps it, or BadInput: what was expected, what came, what to try. It takes
                       what is typed and what code gives; a value that it has returned stays the same
    - near(value)    : the nearest value that it has, for a hand on the picture
    - says(value)    : the value as a sentence names it, Words
    - used(values)   : False where it would do nothing beside the other controls’ values; it is folded away then
    - plays          : True for time: a Play button steps through it
    - samples(rng)   : values worth trying, for tests; all of them are quick
    """

    label: Words | str
    means: Words | None
    start: Any
    used: Callable
    plays: bool = False

    def check(self, value: Any) -> Any: ...

    def near(self, value: Any) -> Any:
        return self.check(value)

    def says(self, value: Any) -> Words:
        return in_both(shortened(value))

    def samples(self, rng: Any) -> list: ...


@dataclass(frozen=True)
class Slider(Control):
    """A number in [low, high]: a slider, and beside it a box in which the number can be typed.
    [low, high] 内的一个数：滑块，旁边有可直接输入数字的输入框。

    label      : Words, or a symbol such as "w₁"
    step       : of the slider; the box takes any number of the range; if all four are int, only whole numbers
    unit       : shown behind the label
    continuous : False where a change retrains: then only the end of a drag counts
    plays      : True for time: a Play button steps through the range
    reach      : how far the handle goes at first; the way grows with the value, up to high
    pace       : for time: the control that says how many steps Play takes at once
    decades    : True for a learning rate and its like: the step then counts powers of ten, 0.25 for four a decade
    digits     : that mean something, of such a number
    used       : values -> False where it would do nothing; it is folded away then (all kinds of controls have this)
    """

    label: Words | str
    low: float
    high: float
    start: float
    step: float = 0.1
    unit: str = ""
    continuous: bool = True
    plays: bool = False
    reach: float | None = None
    pace: str = ""
    decades: bool = False
    digits: int = 1
    used: Callable = always
    means: Words | None = None

    @property
    def whole(self) -> bool:
        return all(isinstance(x, int) for x in (self.low, self.high, self.start, self.step))

    def check(self, value: Any) -> Any:
        """The value as a number of the range. 返回范围内的数值。  raises : BadInput"""
        try:
            number = float(
                unified(as_text(value, LONGEST_NUMBER)).strip().replace("−", "-")
            )  # as １.５ and −1 are typed
        except ValueError:
            number = math.nan
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            raise self._refusal(shortened(value))
        return int(number) if self.whole else number

    @staticmethod
    def text(value: Any) -> str:
        """The value as it stands in the box. 数值在输入框中的写法。"""
        return (str(value) if isinstance(value, int) else f"{value:.6g}").replace("-", "−")

    def says(self, value: Any) -> Words:
        return in_both(f"{self.text(value)} {self.unit}".strip())

    def samples(self, rng: Any) -> list:
        """Both ends, the start, and a random value. 两端、初值与一个随机值。"""
        inside = rng.uniform(self.low, self.high)
        return [self.low, self.high, self.start, int(inside) if self.whole else inside]

    def steps(self, value: float) -> int:
        """How many steps the value is above the lowest, rounded. 数值距最低值多少步（取整）。"""
        way = math.log10(value / self.low) if self.decades else value - self.low
        return round(way / self.step)

    def at(self, steps: int) -> float:
        """The value so many steps above the lowest. 从最低值起若干步处的值。"""
        way = steps * self.step
        value = self._power(way) if self.decades else round(self.low + way, 10)
        return self.check(min(value, self.high))

    def _power(self, decades):
        """So many powers of ten above the lowest, with few digits: 0.03, not 0.0316…"""
        return float(f"{self.low * 10**decades:.{self.digits - 1}e}")

    def after(self, value: float, steps: int = 1) -> float:
        """The value so many steps later, at most the highest. 若干步之后的值，不超过最高值。"""
        return self.at(self.steps(value) + steps)

    def near(self, value: Any) -> Any:
        """The value for a hand that is there: in the range, and a tenth of a step fine, so that nothing jerks;
        whole numbers and powers of ten go by steps.
        手在该处时的取值：不超出范围，且比一步更细，移动平滑。
        """
        value = min(max(float(value), self.low), self.high) if value == value else self.start  # nan is no place
        if self.whole or self.decades:
            return self.at(self.steps(value))
        return round(self.low + round((value - self.low) / self.step * 10) * self.step / 10, 10)

    def stops(self) -> tuple[bool, list]:
        """Whether a hand may stop anywhere between the first value and the last, and the values.
        手是否可以停在首尾之间的任意处，以及这些取值。
        """
        is_free = not (self.whole or self.decades) or self.steps(self.high) > FINE
        return is_free, [self.low, self.high] if is_free else [*map(self.at, range(self.steps(self.high) + 1))]

    def _refusal(self, came):
        label, kind = in_both(self.label), Words("a whole number", "整数") if self.whole else Words("a number", "数")
        low, high, start = map(self.text, (self.low, self.high, self.start))
        return BadInput(
            f"{label.en}: expected {kind.en} from {low} to {high}, got “{came}”. Try {start}.",
            f"{label.zh}：应为 {low} 到 {high} 之间的{kind.zh}，收到“{came}”。可以试试 {start}。",
        )


@dataclass(frozen=True)
class Choice(Control):
    """One of several named values, as a drop-down list.
    若干命名值之一，下拉列表。

    options : {value: Words or str}, or a list of str that name themselves
    costly  : values that take many seconds; tests that try settings at random leave them out
    """

    label: Words | str
    options: Any
    start: Any
    costly: tuple = ()
    used: Callable = always
    means: Words | None = None

    @property
    def names(self) -> dict:
        return self.options if isinstance(self.options, dict) else {option: option for option in self.options}

    def check(self, value: Any) -> Any:
        """The option that the value is, or is written as: "1" is 1. 返回选项之一。  raises : BadInput"""
        by_text = {str(option): option for option in self.names}
        if isinstance(value, str):
            return lookup(by_text, value if value in by_text else shortened(value), *in_both(self.label))
        try:
            return {option: option for option in self.names}[value]
        except Exception:  # unknown, or a list and its like, which cannot be looked up at all
            return lookup(by_text, shortened(value), *in_both(self.label))

    def says(self, value: Any) -> Words:
        return in_both(self.names[value])

    def samples(self, rng: Any) -> list:
        """Every option that is quick. 全部快速选项。"""
        return [value for value in self.names if value not in self.costly]


@dataclass(frozen=True)
class Toggle(Control):
    """Yes or no, as a check box.
    是或否，复选框。
    """

    label: Words | str
    start: bool = False
    used: Callable = always
    means: Words | None = None

    def check(self, value: Any) -> Any:
        """True or False. 返回真或假。  raises : BadInput"""
        if isinstance(value, bool | int | float | np.bool_) and value in (True, False):
            return bool(value)
        label, came = in_both(self.label), shortened(repr(value)) if isinstance(value, str) else shortened(value)
        raise BadInput(
            f"{label.en}: expected True or False, got {came}. Try True.",
            f"{label.zh}：应为 True 或 False，收到 {came}。可以试试 True。",
        )

    def says(self, value: Any) -> Words:
        return Words("on", "打开") if value else Words("off", "关闭")

    def samples(self, rng: Any) -> list:
        """Both. 两种取值。"""
        return [False, True]


@dataclass(frozen=True)
class Typed(Control):
    """A short text that the demo reads by itself, such as a list of edges.
    由演示自行解读的短文本，例如一列边。

    read     : text -> anything; raises BadInput with a sentence that helps
    examples : further texts that can be read, for tests and as hints
    kept     : whether it is remembered for the next day, and stays at a Reset
    join     : (text that is kept by now, text as this demo knew it, its text now) -> the text to be kept, where two
               notebooks have added to it; may raise BadInput. Without it the text now
    """

    label: Words | str
    start: str
    read: Callable[[str], Any]
    examples: tuple = ()
    used: Callable = always
    means: Words | None = None
    kept: bool = False
    join: Callable[[str, str, str], str] | None = None

    def check(self, value: Any) -> Any:
        """The text, if it can be read. 返回可解读的文本。  raises : BadInput"""
        return _read(self, as_text(value, LONGEST_LINE))

    def samples(self, rng: Any) -> list:
        """The start and the examples. 初值与示例。"""
        return [self.start, *self.examples]


@dataclass(frozen=True)
class Pasted(Control):
    """A longer text that is pasted, or read from a file that the student chooses; it stays in the student's own kernel.
    粘贴的较长文本，或从所选文件读取；内容只留在学生自己的内核里。

    read     : text -> anything; raises BadInput with a sentence that helps; "" is always accepted and means none
    examples : texts that can be read, for tests
    hint     : what is shown while the box is empty; without it the first example
    file     : how the names of files end that can be chosen, such as ".csv"; "" for no files
    lines    : how tall the box is
    """

    label: Words | str
    read: Callable[[str], Any]
    examples: tuple = ()
    file: str = ""
    lines: int = 4
    used: Callable = always
    means: Words | None = None
    hint: Words | str = ""
    start = ""

    def check(self, value: Any) -> Any:
        """The text, if it can be read. 返回可解读的文本。  raises : BadInput"""
        text = as_text(value, LONGEST_PASTED)
        return _read(self, text) if text.strip() else text

    def samples(self, rng: Any) -> list:
        """Nothing, and the examples. 空文本与示例。"""
        return ["", *self.examples]


@dataclass(frozen=True)
class Pad(Control):
    """A sheet of 32 × 32 cells on which the student draws, in the picture itself: with mouse, pen, finger or keys.
    一张 32 × 32 格的纸，直接在图中用鼠标、笔、手指或键盘书写。

    A value is a text of common.ink, "" for a blank sheet; code may give an array of 0 and 1.

    start : a text, or such an array
    on    : the name of the artist, an image, in whose axes the sheet lies
    keep  : (drawing, digit) -> what is said of it, Words; the student says with one of ten buttons what was drawn. None
            keeps nothing
    """

    label: Words | str
    start: Any = ""
    on: str = "paper"
    keep: Callable[[np.ndarray, int], Words] | None = None
    used: Callable = always
    means: Words | None = None

    def __post_init__(self):
        object.__setattr__(self, "start", self.check(self.start))

    def check(self, value: Any) -> Any:
        """The text of a drawing. 一幅图的文本。  raises : BadInput"""
        try:
            return text_of_ink(as_ink(value))
        except BadInput as error:
            label = in_both(self.label)
            raise BadInput(f"{label.en}: {error.en}", f"{label.zh}：{error.zh}") from None

    def says(self, value: Any) -> Words:
        cells = int(as_ink(value).sum())
        return Words(f"{cells} inked cells", f"{cells} 格有墨")

    def samples(self, rng: Any) -> list:
        """A blank sheet, the start, a line, and a block somewhere. 空白、初值、一条线与某处的一块墨。"""
        block, (row, column) = np.zeros((CELLS, CELLS)), (int(rng.uniform(0, 20)) for _ in range(2))
        block[row : row + 9, column : column + 5] = 1
        return ["", self.start, self.check(np.eye(CELLS)), self.check(block)]


def read(control: Control, value: Any) -> Any:
    """The value as its control takes it, whatever somebody hands over. 控件所接受的值，无论收到什么对象。

    raises : BadInput
    """
    try:
        return control.check(value)
    except BadInput:
        raise
    except BaseException as error:  # an object of somebody's own may raise anything when it is looked at
        if type(value) in SIMPLE:
            raise
        label, reason = in_both(control.label), class_name(type(error))
        raise BadInput(
            f"{label.en}: this value cannot be read ({reason})", f"{label.zh}：无法读取这个值（{reason}）"
        ) from None


def _read(control, text):
    """The text, if its control can read it; what a reader did not think of is a sentence, too."""
    try:
        control.read(text)
    except BadInput:
        raise
    except (ValueError, ArithmeticError, RecursionError):
        label, came = in_both(control.label), shortened(text)
        like = f"“{shortened(next(iter(control.examples), control.start))}”"
        raise BadInput(
            f"{label.en}: cannot read “{came}”; expected something like {like}",
            f"{label.zh}：无法读懂“{came}”；应像{like}这样",
        ) from None
    return text


class Action(NamedTuple):
    """A button that does something: press(demo) may return (file name, text) for the student to take along.
    执行某事的按钮：press(demo) 可返回（文件名，文本）供学生带走。
    """

    label: Words
    press: Callable
