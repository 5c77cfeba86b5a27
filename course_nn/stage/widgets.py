"""How each kind of control looks on the page, and how a value that is moved or typed there comes to the demo."""

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import singledispatch
from html import escape
from typing import NamedTuple

import ipywidgets
import numpy as np
import traitlets
from ipywidgets import HBox, Layout

from course_nn.common.errors import BadInput, shortened
from course_nn.common.ink import as_ink
from course_nn.common.words import block, shown, term
from course_nn.stage.controls import Choice, Control, Pad, Pasted, Slider, Toggle, Typed

WIDE, GAP = 66.1, 1.2  # em: a row of controls is as wide as a picture; between two of them
SHORTEST, LONGEST = 9.3, 24.0  # em of a slider's track; the first are 120 page pixels
LARGEST_FILE = 1_000_000  # bytes
LEGIBLE = 2000  # steps of a slider: the page is told what stands in its box at each, and not of more


class Value(traitlets.HasTraits):
    """A value that the demo reads, while the widgets on the page only show it."""

    value = traitlets.Any()


class Live(NamedTuple):
    """A control on the page."""

    core: traitlets.HasTraits  # core.value is the value
    view: ipywidgets.Widget  # what is shown
    relabel: Callable[[], float]  # follows the language; returns how many em it needs, without a slider's track
    restore: Callable[[], None] = lambda: None  # puts the value back into a box that still holds a refused text
    refused: Callable[[], BadInput | None] = lambda: None  # what is wrong with the text that a box holds, if it is
    slider: ipywidgets.Widget | None = None  # whose track may be longer or shorter
    slide: Callable = lambda steps, holds, written: None  # as Number has it
    texts: Callable[[], list[str]] = list  # of the box at each step of the slider


class Steps(ipywidgets.IntSlider):
    """A slider whose moves come by the layer, too, ahead of its own messages."""

    def follow(self, steps: int) -> None:
        """Take what the layer says, and say nothing back: the hand may have moved on.

        The slider's own message brings it later, and ipywidgets passes that on to the other pages.
        """
        with self._lock_property(value=steps):
            self.value = steps


@singledispatch
def build(control: Control, refuse: Callable) -> Live:
    """The widgets of a control, as a Live.
    一个控件在页面上的部件。

    refuse : called with the BadInput of a text that is refused, and with None once the old value is typed again
    """
    raise TypeError(f"no widgets for {control!r}")


class Number:
    """Slider and box of a number, bound to each other.

    The slider counts steps: whole numbers come back from the page as they went, while a decimal number comes back
    rounded, perhaps after the value has moved on.
    """

    def __init__(self, control, refuse):
        self.control, self.core, self._is_written = control, Value(value=control.start), False
        self.slider = Steps(max=control.steps(control.reach or control.high), readout=False)
        self.slider.value, self.slider.continuous_update = control.steps(control.start), control.continuous
        self.box = ipywidgets.Text(control.text(control.start), continuous_update=False)
        self._reader = _Reader(self.core, control.check, refuse)
        self.slider.observe(self._slid, "value")
        self.box.observe(self._typed, "value")
        self.core.observe(self._moved, "value")

    def slide(self, steps: int, holds: bool, written: bool) -> None:
        """Put it so many steps along, as the page has done.

        holds : whether a hand still holds it;  written : whether the page has written the number, too
        """
        if holds and not self.control.continuous:
            return
        self._is_written = holds and written
        try:
            self.slider.follow(steps)
        finally:
            self._is_written = False
        if not holds:
            self._write()

    def texts(self) -> list[str]:
        """What stands in the box at each step; nothing where there are very many."""
        steps = self.control.steps(self.control.high)
        return [self.control.text(self.control.at(k)) for k in range(steps + 1)] if steps <= LEGIBLE else []

    def _slid(self, change):
        if change.new != self.control.steps(self.core.value):
            self.core.value = self.control.at(change.new)

    def _typed(self, change):
        if change.new != self.control.text(self.core.value):
            self._reader.take(change.new)
            self._write()

    def _moved(self, change):
        steps = self.control.steps(change.new)
        self.slider.max = max(self.slider.max, steps)
        self.slider.value = steps
        if not self._is_written:
            self._write()

    def _write(self):
        self.box.value = self.control.text(self.core.value)


@build.register
def slider_and_box(control: Slider, refuse: Callable) -> Live:
    number, unit = Number(control, refuse), f" ({control.unit})" if control.unit else ""
    box, slider, room = number.box, number.slider, 5.3 if control.decades else 4.8  # 1e-05 is longer than most
    return Live(
        number.core,
        HBox([box, slider]),
        lambda: _describe(box, control, room, unit),
        slider=slider,
        slide=number.slide,
        texts=number.texts,
    )


@build.register
def drop_down(control: Choice, refuse: Callable) -> Live:
    core = ipywidgets.Dropdown()

    def relabel():
        options = [(shown(name), value) for value, name in control.names.items()]
        kept = core.value if core.options else control.start
        with core.hold_sync():  # ipywidgets falls back to the first option; put the value back
            core.options = options
            core.value = kept
        return _describe(core, control, 4 + max(_width(text) for text, _ in options))

    relabel()
    return Live(core, core, relabel)


@build.register
def check_box(control: Toggle, refuse: Callable) -> Live:
    core = ipywidgets.Checkbox(control.start, indent=False)
    return Live(core, core, lambda: _describe(core, control, 2.6))


@build.register
def line(control: Typed, refuse: Callable) -> Live:
    box = ipywidgets.Text(control.start, continuous_update=False, placeholder=(*control.examples, "")[0])
    core, restore, reader = _bind(box, control, refuse)

    def relabel():
        return _describe(box, control, max(13.1, _width(box.value) + 1.6))  # all that is typed can be read

    box.observe(lambda change: relabel(), "value")
    return Live(core, box, relabel, restore, lambda: reader.fault)


@build.register
def area(control: Pasted, refuse: Callable) -> Live:
    height = Layout(height=f"{0.9 + 1.4 * control.lines:.2f}em")
    box = ipywidgets.Textarea(continuous_update=False, layout=height)
    files = ipywidgets.FileUpload(accept=control.file)
    core, restore, reader = _bind(box, control, refuse)

    def chosen(change):
        if change.new:
            content = bytes(change.new[0].content[: LARGEST_FILE + 1])
            files.value = ()
            try:
                box.value = decoded(content)
            except BadInput as error:
                refuse(error)

    def relabel():
        box.style.description_width = "initial"
        box.placeholder = shown(control.hint or (*control.examples, "")[0], "\n")
        box.description, files.description = shown(control.label), term("file").shown()
        return WIDE

    files.observe(chosen, "value")
    view = HBox([box, files] if control.file else [box])
    view.add_class("cn-wide")
    return Live(core, view, relabel, restore, lambda: reader.fault)


class Sheet(Value):
    """The ink of a pad, and what was there before each stroke: a hand tells the whole sheet again and again."""

    def __init__(self, value):
        super().__init__(value=value)
        self.number, self._stroke, self._over, self._before = 0, None, None, []

    def drawn(self, stroke: int, number: int, ink: str) -> str:
        """What is on the sheet when a page tells of its ink: that, or what was there if the stroke is over, for it may
        have been on its way while it was taken back. 页面报告墨迹之后纸上的内容；这一笔若已被撤销，则仍是原来的内容。

        stroke : of the page, another one for each; number : of the message, by which the page knows an old sheet
        """
        self.number = number
        if stroke == self._over:
            return self.value
        if stroke != self._stroke:
            self._before.append(self.value)
        self._stroke = stroke
        return ink

    def undo(self) -> None:
        """The sheet as it was before the last stroke. 回到上一笔之前。"""
        self._end()
        if self._before:
            self.value = self._before.pop()

    def clear(self) -> None:
        """A blank sheet, which can be taken back. 空白的纸，可以撤销。"""
        if self.value:
            self._end()
            self._before.append(self.value)
            self.value = ""

    def _end(self):
        """What still comes of the last stroke changes nothing."""
        if self._stroke is not None:
            self._over, self._stroke = self._stroke, None


@build.register
def pad(control: Pad, refuse: Callable) -> Live:
    """Buttons for a sheet on which the hand draws in the picture: undo, clear, and what was drawn."""
    core, name, said = Sheet(control.start), ipywidgets.Label(), ipywidgets.HTML()
    undo, clear = ipywidgets.Button(icon="undo"), ipywidgets.Button(icon="trash")
    digits = [ipywidgets.Button(description=str(digit)) for digit in range(10)] if control.keep else []

    def keep(button):
        if core.value and control.keep:
            said.value = block(control.keep(as_ink(core.value), int(button.description)))
            core.clear()

    def relabel():
        undo.description, clear.description, name.value = (term(key).shown() for key in ("undo", "clear", "keep as"))
        for button in digits:
            button.tooltip = f"{name.value} {button.description}"
        return WIDE if digits else 16.0

    undo.on_click(lambda _: core.undo())
    clear.on_click(lambda _: core.clear())
    for button in digits:
        button.on_click(keep)
    view = HBox([undo, clear, *([name, *digits, said] if digits else [])])
    view.add_class("cn-pad-buttons")
    return Live(core, view, relabel)


def decoded(content: bytes) -> str:
    """The text of a file; spreadsheets of all countries write their own encodings.
    文件的文本；各国电子表格所用编码不同。

    content : bytes
    raises  : BadInput if it is too large
    """
    if len(content) > LARGEST_FILE:
        raise BadInput(
            f"this file is larger than {LARGEST_FILE:,} bytes; choose a smaller one",
            f"文件超过 {LARGEST_FILE:,} 字节；请选择较小的文件",
        )
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("latin-1")  # which has a letter for each byte


def _bind(box, control, refuse):
    """The value behind a box, a function that puts it back, and who reads the box. What is refused stays in it."""
    core = Value(value=control.start)
    reader = _Reader(core, control.check, refuse)

    def restore():
        box.value = core.value

    box.observe(lambda change: reader.take(change.new), "value")
    core.observe(lambda change: restore(), "value")
    return core, restore, reader


class _Reader:
    """Reads what is typed: core gets its value, or refuse its BadInput.

    Who mends a bad text by typing the value that core has already changes nothing there: refuse(None) then takes the
    warning back.

    fault : BadInput of the text that was typed last, None if it was taken
    """

    def __init__(self, core, check, refuse):
        self.core, self.check, self.refuse, self.fault = core, check, refuse, None

    def take(self, text):
        """Read a text."""
        try:
            value = self.check(text)
        except Exception as error:
            self.fault = error if isinstance(error, BadInput) else unreadable(text)
            self.refuse(self.fault)
            return
        if self.fault and value == self.core.value:
            self.refuse(None)
        self.fault, self.core.value = None, value


def level(lives: Sequence[Live]) -> None:
    """Give all sliders that stand together tracks of one length: as long as the rows allow without one row more.
    让同组滑块的轨道等长，在不增加行数的前提下尽量长。
    """
    needs = [(live.relabel(), live.slider is not None) for live in lives]
    rows = rows_of(needs, SHORTEST)
    longer = np.arange(SHORTEST, LONGEST, 0.5)
    track = max((track for track in longer if rows_of(needs, track) <= rows), default=SHORTEST)
    for live in lives:
        if live.slider is not None:
            live.slider.layout.width = f"{track:.1f}em"


def rows_of(needs: Sequence[tuple[float, bool]], track: float) -> int:
    """How many rows controls take that need so many em, and sliders a track besides. 这些控件共占几行。

    needs : (em, whether it is a slider), of each control;  track : em
    """
    rows, room = 1, WIDE + GAP
    for need, has_track in needs:
        width = need + has_track * (track + 0.6) + GAP
        if width > room:
            rows, room = rows + 1, WIDE + GAP
        room -= width
    return rows


def unreadable(text: str) -> BadInput:
    """For a text at which its reader broke down. 针对读取时出错的文本。"""
    short = shortened(text)
    return BadInput(f"this cannot be read: “{short}”", f"无法读懂：“{short}”")


def _describe(widget, control, room, unit=""):
    """Label a widget, which also names it to a screen reader; returns how many em it needs.

    room : em beside the label for what is typed or chosen
    """
    text = shown(control.label) + unit
    width = min(_width(text) + room, WIDE)
    widget.style.description_width, widget.layout.width = "initial", f"{width:.2f}em"
    widget.description_allow_html = control.means is not None
    widget.description = _explained(text, control.means) if control.means else text
    return width


def _explained(symbol, means):
    """A symbol that says what it means when the mouse rests on it."""
    title = f"{symbol}: {means.shown()}"
    return f'<abbr title="{escape(title, quote=True)}">{escape(symbol)}</abbr>'


def _width(text):
    """How wide a text is, in em: a Chinese character is twice as wide as a Latin one."""
    return sum(1.08 if unicodedata.east_asian_width(c) in "WF" else 0.555 for c in text)
