"""The one road from a slider to a pixel: control → compute(**values) → result → draw → artists → frame.

A picture is painted once; afterwards only what changed is drawn again. Nothing flows back.
"""

import asyncio
import base64
import gc
import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from html import escape, unescape
from inspect import isgenerator
from typing import NamedTuple

import ipywidgets
import matplotlib
from IPython import get_ipython
from ipywidgets import HTML, Box, HBox, Layout, VBox
from matplotlib.figure import Figure

from course_nn.errors import BadInput, lookup
from course_nn.stage import look
from course_nn.stage.controls import GAP, Action
from course_nn.stage.frame import Frame
from course_nn.stage.page import style_sheet
from course_nn.words import LANGUAGE, TEXT, Words, block, shown, term

WIDTH, PIXELS = 8.6, 100  # inches, and page pixels an inch: a demo fits beside JupyterLab's side bar on a laptop
DPI = 100  # dots an inch: set it to 200 before a demo is made, and a large projector gets a sharper, slower picture
FRAMES_PER_SECOND, IN_FLIGHT, PATIENCE = 25, 3, 2.0  # PATIENCE: seconds to wait for a browser that has gone


class Challenge(NamedTuple):
    """A goal for the student, and its judge: judge(result) returns "open", "almost" or "solved"."""

    goal: Words
    judge: Callable


_SIGNS = {"open": "○", "almost": "◐", "solved": "●"}


class Demo:
    """A picture with its controls, on the page and in code.
    带控件的图：既可在页面上拨动，也可用代码操作。

    maker     : the function that makes this demo; names it in code()
    title     : Words
    controls  : {parameter of compute: Slider, Choice, Toggle or Typed}
    compute   : pure, **values -> result, a NamedTuple of arrays and numbers; a long one is a generator that yields the
                share done, 0 to 1, after every fraction of a second, and returns the result. A result may have a
                reason, a BadInput, why it is less than was asked for: it is said under the picture, and Play stops
    paint     : figure -> artists, made once
    draw      : (artists, result) -> None; moves artists, never clears an axes
    readout   : result -> Words, the numbers of the picture; may hold inline HTML
    challenge : Challenge or None
    presets   : {Words: {parameter: value}}, a button each
    actions   : Actions, a button each beside the title
    panes     : {label: [names of controls, or Actions]}, a tab each; controls in none of them stand above the tabs
    follow    : result -> {parameter: value} for controls that show what training has moved, such as a weight
    restart   : called by Reset before the controls go back, for a demo that remembers more than they show
    height    : of the picture in inches, 100 dots each; the width is the same everywhere
    values    : where to start, {parameter: value}
    raises    : BadInput for an unknown parameter or a value that its control refuses
    """

    def __init__(
        self,
        maker,
        title,
        controls,
        compute,
        paint,
        draw,
        readout,
        *,
        challenge=None,
        presets=None,
        height=3.3,
        values=None,
        actions=(),
        panes=None,
        follow=lambda result: {},
        restart=lambda: None,
    ):
        self.maker, self.title, self.controls = maker, title, controls
        self._compute, self._draw, self._readout, self.challenge = compute, draw, readout, challenge
        self._start = {name: control.start for name, control in controls.items()} | self._checked(values or {})
        self._lock, self._quiet = threading.RLock(), False  # JupyterLab runs callbacks in a second thread
        self._loop, self._work, self._task, self._warning = _running_loop(), None, None, ""
        self.presets, self.actions, self.panes = presets or {}, actions, panes or {}
        self._follow, self._restart = follow, restart
        self._lay_out(height)
        self._put(self._start)
        with matplotlib.rc_context(look.STYLE):
            figure = Figure((WIDTH, height), DPI, layout="constrained")
            self.artists = paint(figure)
        self.frame = Frame(figure)
        self._asked = self.values
        result = self.compute(**self._asked)
        self._render(result)
        self._render(result)  # drawn twice, the frame knows which artists move: the first touch is as fast as all
        self._put_moved(result)
        self._dim()
        self._relabel()
        self._explain(result)
        self._listen()
        _close_earlier_run_of_this_cell(self)

    # ---- in code -------------------------------------------------------------------------------------

    @property
    def values(self):
        """The controls' values, {parameter: value}. 各控件的当前值。"""
        return {name: live.core.value for name, live in self._live.items()}

    def compute(self, **values):
        """The result for any values, moving nothing. 任意取值下的结果，不改变任何控件。"""
        return self._finished(self._compute(**values))

    @property
    def readout(self):
        """The numbers of the picture as Words. 图中的数字，中英两种文字。"""
        return self._readout(self.result)

    @property
    def state(self):
        """The challenge's state: "open", "almost", "solved", or None. 挑战的状态。"""
        return self.challenge and self.challenge.judge(self.result)

    def set(self, **values):
        """Move controls from code; the picture follows. 用代码拨动控件，画面随之变化。

        raises : BadInput; then everything is as it was before
        """
        with self._lock:
            before, checked = self.values, self._checked(values)
            self._work, self._warning = None, ""
            self._put(checked)
            try:
                self._asked = self.values
                self._show(self.compute(**self._asked))
            except Exception:
                self._put(before)
                raise

    def code(self):
        """The call that rebuilds this very setting. 返回重建当前设置的那行代码。"""
        section = self.maker.__module__.replace(".demos.", ".").split(".")[-2]  # the window that shows the maker
        settings = ", ".join(f"{key}={value!r}" for key, value in self.values.items())
        return f"{section}.{self.maker.__name__}({settings})"

    def close(self):
        """Take the demo off the page and free its memory. 从页面移除并释放内存。"""
        LANGUAGE.unobserve(self._relabel, "shown")
        if self._task:
            self._task.cancel()
        for widget in (self.box, *self._hidden):
            _close(widget)
        vars(self).clear()  # the notebook's Out keeps every demo; it must not keep pixels and widgets too

    def __getattr__(self, name):
        raise AttributeError(
            f"no {name!r} here: this demo was closed, perhaps because its cell ran again; use the new one\n"
            f"没有 {name!r}：此演示已关闭，可能因为它的单元格重新运行过；请使用新的演示"
        )

    def _repr_mimebundle_(self, **kwargs):
        """Widgets where there are any, and everywhere else the picture and its numbers."""
        png = base64.b64encode(self.frame.encode("PNG")).decode()
        return self.box._repr_mimebundle_(**kwargs) | {"image/png": png, "text/plain": _plain(self.title, self.readout)}

    def _checked(self, values):
        return {name: lookup(self.controls, name, "control", "控件").check(value) for name, value in values.items()}

    def _put(self, values):
        """Set controls without a frame for each of them."""
        self._quiet = True
        try:
            for name, value in values.items():
                self._live[name].core.value = value
        finally:
            self._quiet = False

    def _put_moved(self, result):
        """Show what training has moved, but not over what a hand has moved while it was computed."""
        moved = {name: value for name, value in self._follow(result).items() if value != self._asked[name]}
        self._put({name: value for name, value in moved.items() if self._live[name].core.value == self._asked[name]})

    # ---- from the controls to the page ---------------------------------------------------------------

    def _changed(self, change):
        """A control was moved: show its result at once, or start a long computation and stay responsive."""
        with self._lock, self._told():
            if self._quiet:
                return
            self._work, self._warning, self._asked = None, "", self.values  # what was under way is given up
            result = self._compute(**self._asked)
            if isgenerator(result) and self._loop:
                self._work = result
                self._advance(result)
            else:
                self._show(self._finished(result))

    def _advance(self, work):
        """One step of a long computation; before the next one the kernel listens to the page."""
        if "_work" not in vars(self):  # the demo was closed
            return
        with self._lock, self._told():
            if work is not self._work:  # a newer setting has taken its place
                return
            self._work = None
            try:
                self._progress(next(work))
            except StopIteration as end:
                self._show(end.value)
            else:
                self._work = work
                self._loop.call_soon_threadsafe(self._advance, work)

    def _finished(self, result):
        """The result of compute; if that is a generator, of all its steps."""
        while isgenerator(result):
            try:
                self._progress(next(result))
            except StopIteration as end:
                self._message.value, result = "", end.value
        return result

    @contextmanager
    def _told(self):
        """What goes wrong is said under the last good picture, and goes away with the next good value."""
        try:
            yield
        except BadInput as error:
            self._refuse(error)
        except Exception as error:
            self._stop()
            told = repr(error)[:200]
            self._say(Words(f"This setting failed: {told}. Try Reset.", f"此设置出错：{told}。请试试“重置”。"))
            if "PYTEST_VERSION" in os.environ:
                raise

    def _show(self, result):
        self._render(result)
        self._put_moved(result)
        self._dim()
        self._publish()
        self._explain(result)

    def _explain(self, result):
        """Why the result is less than was asked for; nothing is said of one that is all."""
        reason = getattr(result, "reason", None)
        if reason:
            self._refuse(reason)
        else:
            self._message.value = self._warning

    def _render(self, result):
        self._draw(self.artists, result)
        self.frame.draw()
        self.result = result

    def _dim(self):
        """Controls that would do nothing beside the others are dimmed, and Play with its slider."""
        values = self.values
        for name, live in self._live.items():
            used = self.controls[name].used(values)
            buttons = [self._button] if name == self._time else []
            for widget in (live.view, *getattr(live.view, "children", ()), *buttons):
                if hasattr(widget, "disabled"):
                    widget.disabled = not used
            if buttons and not used:
                self._stop()

    def _publish(self):
        words = self.readout
        data = base64.b64encode(self.frame.encode("WEBP", quality=80, method=0)).decode()
        alt = escape(_plain(self.title, words), quote=True)
        self._picture.value = f'<img src="data:image/webp;base64,{data}" alt="{alt}" {self._box_of_picture}>'
        self._numbers.value = block(words, f"min-height:2.8em;max-width:{WIDTH * PIXELS:.0f}px")
        if self.challenge:
            state = self.state
            parts = zip(term("challenge"), term(state), self.challenge.goal)
            self._goal.value = block(Words(*(f"{_SIGNS[state]} <b>{a}</b> ({b}): {c}" for a, b, c in parts)))

    def _progress(self, share):
        percent = f'<progress value="{share:.3f}"></progress> {share:.0%}'
        self._message.value = self._warning + block(Words(*(f"{words} {percent}" for words in term("computing"))))

    def _refuse(self, error):
        """Say what is wrong and let go of Play; None: what was refused before has been mended."""
        if error:
            self._stop()
            self._say(error)
        else:
            self._warning = ""
            self._explain(self.result)

    def _say(self, error):
        words = Words("⚠ " + escape(error.en), "⚠ " + escape(error.zh))
        self._warning = self._message.value = block(words, "color:var(--jp-error-color1,#b00)")

    def _act(self, action):
        """Do what a button says; a text that comes of it is offered as a file, and to be read."""
        with self._lock, self._told():
            taken = action.press(self)
            if taken:
                self._offer(*taken)

    def _offer(self, name, text):
        data = base64.b64encode(text.encode()).decode()
        self._taken.value = (
            f'<a download="{escape(name)}" href="data:text/plain;charset=utf-8;base64,{data}">⤓ {escape(name)}</a>'
            f'<pre style="max-height:160px;overflow:auto;line-height:1.3;font-size:12px">{escape(text)}</pre>'
        )

    def _relabel(self, change=None):
        """Follow the language in what can hold only plain text; the rest is hidden by the style sheet."""
        with self._lock:
            self._quiet = True
            for live in self._live.values():
                live.relabel()
            self._quiet = False
            for button, words in self._labels:
                button.description = words.shown()
            for tab in self._tabs:
                tab.titles = [shown(label) for label in self.panes]
            self._name_play_button()
            self._publish()

    # ---- widgets -------------------------------------------------------------------------------------

    def _lay_out(self, height):
        wide, tall = round(WIDTH * PIXELS), round(height * PIXELS)
        self._box_of_picture = f'decoding="sync" style="width:{wide}px;aspect-ratio:{wide}/{tall};max-width:100%"'
        self._live = {name: control.build(self._refuse) for name, control in self.controls.items()}
        self._picture, self._numbers, self._goal, self._message, self._taken = (HTML() for _ in range(5))
        title = HTML(f'<b style="{TEXT};font-size:15px">{self.title.html()}</b>', layout=Layout(margin="0 16px 0 0"))
        self._labels, self._button, self._hidden = [], None, []
        self._time = next((name for name, control in self.controls.items() if control.plays), None)
        buttons = [self._play_button(self._time)] if self._time else []
        buttons += [self._button_for(action) for action in self.actions]
        for words, values in self.presets.items():
            buttons.append(self._button_for(Action(words, lambda _, values=values: self._press(values))))
        buttons.append(self._button_for(Action(term("reset"), lambda _: self._reset())))
        row = Layout(flex_flow="row wrap", align_items="center", width=f"{wide}px")
        in_panes = [item for pane in self.panes.values() for item in pane]
        above = [name for name in self.controls if name not in in_panes]
        panes = [self._columns(pane, "100%") for pane in self.panes.values()]
        self._tabs = [ipywidgets.Tab(panes, layout=Layout(width=f"{wide}px"))] if panes else []
        self.box = VBox(
            [
                HBox([title, *buttons], layout=row),
                self._columns(above, f"{wide}px"),
                *self._tabs,
                self._picture,
                self._message,
                self._numbers,
                self._goal,
                self._taken,
                style_sheet(),
            ]
        )

    def _columns(self, items, width):
        """Controls and buttons in four columns."""
        views = [self._live[item].view if item in self.controls else self._button_for(item) for item in items]
        layout = Layout(display="grid", grid_gap=f"0 {GAP}px", width=width)
        layout.grid_template_columns = "repeat(4, minmax(0, 1fr))"
        return Box(views, layout=layout)

    def _button_for(self, action):
        button = ipywidgets.Button(layout=Layout(width="auto"))
        button.on_click(lambda _: self._act(action))
        self._labels.append((button, action.label))
        return button

    def _press(self, values):
        self._put(values)
        for name in values:
            self._live[name].restore()
        self._changed(None)

    def _reset(self):
        self._stop()
        self._restart()
        self._press(self._start)

    def _listen(self):
        for live in self._live.values():
            live.core.observe(self._changed, "value")
        LANGUAGE.observe(self._relabel, "shown")

    # ---- time ----------------------------------------------------------------------------------------

    def _play_button(self, name):
        """A Play button; the browser copies each frame's number back, and so tells which frames it has seen."""
        self._sent, self._seen = ipywidgets.IntText(0), ipywidgets.IntText(0)
        self._hidden = [self._sent, self._seen, ipywidgets.jslink((self._sent, "value"), (self._seen, "value"))]
        self._button = ipywidgets.ToggleButton(layout=Layout(width="auto"))
        self._button.observe(lambda change: self._pressed_play(name), "value")
        return self._button

    def _name_play_button(self):
        if self._button:
            name = "pause" if self._button.value else "play"
            self._button.icon, self._button.description = name, term(name).shown()

    def _pressed_play(self, name):
        self._name_play_button()
        if self._button.value and self._loop:
            self._loop.call_soon_threadsafe(self._start_playing, name)

    def _start_playing(self, name):
        if not self._task or self._task.done():  # two quick clicks must not make time run twice as fast
            self._task = asyncio.ensure_future(self.play(name))

    async def play(self, name):
        """Step through time until its end or until the button is released, never faster than the browser paints.
        逐步推进时间，直到末尾或松开按钮；绝不快过浏览器的绘制。
        """
        core, control = self._live[name].core, self.controls[name]
        await self._until_computed()
        if core.value >= control.high:
            core.value = control.low
        while self._button.value and core.value < control.high:
            begun = time.monotonic()
            core.value = control.after(core.value, self.values.get(control.pace, 1))
            self._sent.value += 1
            await self._until_computed()
            await self._until_seen(begun)
            await asyncio.sleep(max(0.001, begun + 1 / FRAMES_PER_SECOND - time.monotonic()))
        self._stop()

    def _stop(self):
        """Let go of the Play button."""
        if self._button:
            self._button.value = False

    async def _until_computed(self):
        """A long computation is not given up for the sake of the next moment."""
        while self._button.value and self._work is not None:
            await asyncio.sleep(0.02)

    async def _until_seen(self, begun):
        while self._button.value and self._sent.value - self._seen.value >= IN_FLIGHT:
            if time.monotonic() - begun > PATIENCE:
                return
            await asyncio.sleep(0.002)


def _running_loop():
    """The kernel's main loop; None in plain Python, where there is no page."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _plain(title, words):
    """Title and readout as plain text: no tags, but 10<sup>6</sup> must not become 106."""
    text = f"{title.shown()}. {words.shown()}".replace("<sup>", "^")
    return unescape(re.sub(r"</?[a-z][^<>]*>", "", text))


def _close(widget):
    """Close a widget, what it holds, and its layout and style, which ipywidgets would keep for ever."""
    if widget is style_sheet():
        return
    for child in getattr(widget, "children", ()):
        _close(child)
    for part in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
        if part is not None:
            part.close()


_RUNS = {}  # cell of the notebook -> (one run of it, the demos that run has made)


def _close_earlier_run_of_this_cell(demo):
    """A cell that is run again replaces its demos; other cells keep theirs, so two copies live side by side."""
    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent("shell") if kernel else {}
    cell = request.get("metadata", {}).get("cellId") or request.get("content", {}).get("code")
    if cell is None:
        return
    this_run = request["header"]["msg_id"]
    run, demos = _RUNS.get(cell, (this_run, []))
    if run != this_run:
        while demos:
            demos.pop().close()
        gc.collect()  # a figure is a knot of references, and a few megabytes: do not wait for a quiet moment
    _RUNS[cell] = this_run, [*demos, demo]
