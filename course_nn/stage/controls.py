"""What a student can move: a control knows its label, its range, how a typed value is read, and its widget."""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import ipywidgets
import traitlets
from ipywidgets import HBox, Layout

from course_nn.errors import BadInput, lookup
from course_nn.words import Words, shown, term


class Value(traitlets.HasTraits):
    """A value that the demo reads, while the widgets on the page only show it."""

    value = traitlets.Any()


class Live(NamedTuple):
    """A control on the page: core.value is the value, view is what is shown, relabel() follows the language.

    restore() puts the value back where a text that was refused still stands
    """

    core: traitlets.HasTraits
    view: ipywidgets.Widget
    relabel: Callable[[], None]
    restore: Callable[[], None] = lambda: None


def in_both(label):
    """A label as a pair (English, Chinese), for sentences."""
    return label if isinstance(label, Words) else Words(label, label)


def always(values):
    """A control that is in use whatever the other controls say; others give a question about the values instead."""
    return True


COLUMN, GAP = 206, 12  # pixels: four columns of controls in the width of a picture


def _pixels(text):
    """How wide a text is: a Chinese character is twice as wide as a Latin one."""
    return sum(14 if unicodedata.east_asian_width(c) in "WF" else 7.2 for c in text)


def _describe(widget, text, room, view=None, beside=0):
    """Label a widget, which also names it to a screen reader, and give it the columns that it needs."""
    width = _pixels(text) + room
    widget.style.description_width = "initial"
    widget.description, widget.layout.width = text, f"{width:.0f}px"
    # grid_area, for the page forgets grid_column when grid_area is empty
    (view or widget).layout.grid_area = f"auto / span {math.ceil((width + beside + GAP) / (COLUMN + GAP))}"


def _reader(core, check, refuse):
    """The function that hands core the value of a typed text, or refuse the error of a bad one.

    A text that means what core holds already moves nothing, and nobody would hear that a bad one is mended:
    refuse(None) says so.
    """
    refused = False

    def take(text):
        nonlocal refused
        try:
            value = check(text)
        except BadInput as error:
            refused = True
            refuse(error)
            return
        if refused and value == core.value:
            refuse(None)
        refused, core.value = False, value

    return take


@dataclass(frozen=True)
class Slider:
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
    used       : values -> False where it would do nothing; it is dimmed then (all kinds of controls have this)
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
    used: Callable = always

    @property
    def whole(self):
        return all(isinstance(x, int) for x in (self.low, self.high, self.start, self.step))

    def check(self, value):
        """The value as a number of the range. 返回范围内的数值。  raises : BadInput"""
        text = unicodedata.normalize("NFKC", str(value)).strip().replace("−", "-")  # as １.５ and −1 are typed
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            raise self._refusal(str(value)[:40])
        return int(number) if self.whole else number

    def _refusal(self, came):
        label, kind = in_both(self.label), Words("a whole number", "整数") if self.whole else Words("a number", "数")
        low, high, start = map(self.text, (self.low, self.high, self.start))
        return BadInput(
            f"{label.en}: expected {kind.en} from {low} to {high}, got “{came}”. Try {start}.",
            f"{label.zh}：应为 {low} 到 {high} 之间的{kind.zh}，收到“{came}”。可以试试 {start}。",
        )

    @staticmethod
    def text(value):
        return (str(value) if isinstance(value, int) else f"{value:.6g}").replace("-", "−")

    def samples(self, rng):
        """Both ends, the start, and a random value. 两端、初值与一个随机值。"""
        inside = rng.uniform(self.low, self.high)
        return [self.low, self.high, self.start, int(inside) if self.whole else inside]

    def _steps(self, value):
        way = math.log10(value / self.low) if self.decades else value - self.low
        return round(way / self.step)

    def at(self, steps):
        """The value so many steps above the lowest. 从最低值起若干步处的值。"""
        way = steps * self.step
        value = float(f"{self.low * 10**way:.0e}") if self.decades else round(self.low + way, 10)  # 0.03, not 0.0316…
        return self.check(min(value, self.high))

    def after(self, value, steps=1):
        """The value so many steps later, at most the highest. 若干步之后的值，不超过最高值。"""
        return self.at(self._steps(value) + steps)

    def build(self, refuse):
        """Slider and box, bound to each other; refuse(error) hears of a typed value that is none, and None when the
        value that is there already is typed in its place.

        The slider counts steps: whole numbers come back from the page as they went, while a decimal number comes back
        rounded, perhaps after the value has moved on.
        """
        core, room = Value(value=self.start), Layout(width="auto", flex="1", min_width="40px")
        slider = ipywidgets.IntSlider(max=self._steps(self.reach or self.high), readout=False, layout=room)
        slider.value, slider.continuous_update = self._steps(self.start), self.continuous
        box, take = ipywidgets.Text(self.text(self.start), continuous_update=False), _reader(core, self.check, refuse)

        def slid(change):
            if change.new != self._steps(core.value):
                core.value = self.at(change.new)

        def typed(change):
            if change.new != self.text(core.value):
                take(change.new)
                box.value = self.text(core.value)

        def moved(change):
            slider.max = max(slider.max, self._steps(change.new))
            slider.value, box.value = self._steps(change.new), self.text(change.new)

        slider.observe(slid, "value")
        box.observe(typed, "value")
        core.observe(moved, "value")
        unit = f" ({self.unit})" if self.unit else ""
        view = HBox([box, slider])
        return Live(core, view, lambda: _describe(box, shown(self.label) + unit, 62, view, beside=90))


@dataclass(frozen=True)
class Choice:
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
    plays = False

    @property
    def names(self):
        return self.options if isinstance(self.options, dict) else {option: option for option in self.options}

    def check(self, value):
        """The option that the value is, or is written as: "1" is 1. 返回选项之一。  raises : BadInput"""
        written = {str(option): option for option in self.names}
        if isinstance(value, str):
            return lookup(written, value if value in written else value[:40], *in_both(self.label))
        try:
            return {option: option for option in self.names}[value]
        except (KeyError, TypeError):  # unknown, or a list and its like, which cannot be looked up at all
            return lookup(written, str(value)[:40], *in_both(self.label))

    def samples(self, rng):
        """Every option that is quick. 全部快速选项。"""
        return [value for value in self.names if value not in self.costly]

    def build(self, refuse):
        core = ipywidgets.Dropdown(layout=Layout(max_width="calc(100% - 4px)"))

        def relabel():
            options = [(shown(name), value) for value, name in self.names.items()]
            kept = core.value if core.options else self.start
            with core.hold_sync():  # ipywidgets falls back to the first option; put the value back
                core.options = options
                core.value = kept
            widest = max((text for text, _ in options), key=_pixels)
            _describe(core, shown(self.label), 52 + _pixels(widest), beside=-4)  # for 4 less, no second column

        relabel()
        return Live(core, core, relabel)


@dataclass(frozen=True)
class Toggle:
    """Yes or no, as a check box.
    是或否，复选框。
    """

    label: Words | str
    start: bool = False
    used: Callable = always
    plays = False

    def check(self, value):
        """True or False. 返回真或假。  raises : BadInput"""
        if value not in (True, False):
            label = in_both(self.label)
            raise BadInput(
                f"{label.en}: expected True or False, got {value!r}. Try True.",
                f"{label.zh}：应为 True 或 False，收到 {value!r}。可以试试 True。",
            )
        return bool(value)

    def samples(self, rng):
        """Both. 两种取值。"""
        return [False, True]

    def build(self, refuse):
        core = ipywidgets.Checkbox(self.start, indent=False)
        return Live(core, core, lambda: _describe(core, shown(self.label), 34))


@dataclass(frozen=True)
class Typed:
    """A short text that the demo reads by itself, such as a list of edges.
    由演示自行解读的短文本，例如一列边。

    read    : text -> anything; raises BadInput with a sentence that helps
    example : further texts that can be read, for tests and as hints
    """

    label: Words | str
    start: str
    read: Callable[[str], Any]
    examples: tuple = ()
    used: Callable = always
    plays = False

    def check(self, value):
        """The text, if it can be read. 返回可解读的文本。  raises : BadInput"""
        self.read(str(value))
        return str(value)

    def samples(self, rng):
        """The start and the examples. 初值与示例。"""
        return [self.start, *self.examples]

    def build(self, refuse):
        core = Value(value=self.start)
        box, take = ipywidgets.Text(self.start, continuous_update=False), _reader(core, self.check, refuse)
        box.observe(lambda change: take(change.new), "value")  # it keeps what is refused, so that it can be mended
        core.observe(lambda change: setattr(box, "value", change.new), "value")
        return Live(
            core, box, lambda: _describe(box, shown(self.label), 170), lambda: setattr(box, "value", core.value)
        )


LARGEST_FILE = 1_000_000  # bytes


@dataclass(frozen=True)
class Pasted:
    """A longer text that is pasted, or read from a file that the student chooses; it stays in the student's own kernel.
    粘贴的较长文本，或从所选文件读取；内容只留在学生自己的内核里。

    read    : text -> anything; raises BadInput with a sentence that helps; "" is always accepted and means none
    examples: texts that can be read, for tests; the first is shown as a hint while the box is empty
    lines   : how tall the box is
    file    : how the names of files end that can be chosen, such as ".csv"; "" for no files
    """

    label: Words | str
    read: Callable[[str], Any]
    examples: tuple = ()
    file: str = ""
    lines: int = 4
    used: Callable = always
    start = ""
    plays = False

    def check(self, value):
        """The text, if it can be read. 返回可解读的文本。  raises : BadInput"""
        if str(value).strip():
            self.read(str(value))
        return str(value)

    def samples(self, rng):
        """Nothing, and the examples. 空文本与示例。"""
        return ["", *self.examples]

    def build(self, refuse):
        core = Value(value="")
        take = _reader(core, self.check, refuse)
        layout = Layout(width="100%", height=f"{12 + 18 * self.lines}px")
        box = ipywidgets.Textarea(continuous_update=False, placeholder=(*self.examples, "")[0], layout=layout)
        files = ipywidgets.FileUpload(accept=self.file, layout=Layout(width="auto", flex="none"))

        def chosen(change):
            if change.new:
                content = bytes(change.new[0].content[: LARGEST_FILE + 1])
                files.value = ()
                try:
                    box.value = _decoded(content)
                except BadInput as error:
                    refuse(error)

        def relabel():
            box.style.description_width = "initial"
            box.description, files.description = shown(self.label), term("file").shown()

        box.observe(lambda change: take(change.new), "value")  # it keeps what is refused, so that it can be mended
        files.observe(chosen, "value")
        core.observe(lambda change: setattr(box, "value", change.new), "value")
        view = HBox([box, files] if self.file else [box], layout=Layout(grid_area="auto / 1 / auto / -1"))
        return Live(core, view, relabel, lambda: setattr(box, "value", core.value))


def _decoded(content):
    """The text of a file; spreadsheets of all countries write their own encodings."""
    if len(content) > LARGEST_FILE:
        raise BadInput(
            f"this file is larger than {LARGEST_FILE:,} bytes; choose a smaller one",
            f"文件超过 {LARGEST_FILE:,} 字节；请选择较小的文件",
        )
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue


class Action(NamedTuple):
    """A button that does something: press(demo) may return (file name, text) for the student to take along.
    执行某事的按钮：press(demo) 可返回（文件名，文本）供学生带走。
    """

    label: Words
    press: Callable
