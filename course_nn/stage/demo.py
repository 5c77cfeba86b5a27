"""What a demo is: its values, computing that may take long, and showing what came of it.

The one road from a slider to a pixel: control → compute(**values) → result → draw → artists → frame → page. A picture
is painted once; afterwards only what changed is drawn again. Nothing flows back, except what training moves (follow).
"""

import base64
import os
import threading
from collections.abc import Callable
from contextlib import contextmanager
from inspect import isgenerator
from typing import NamedTuple

from matplotlib.figure import Figure

from course_nn.common.errors import BadInput, lookup
from course_nn.common.words import LANGUAGE, Words, language_of_pictures, term
from course_nn.stage.cells import close_earlier_run
from course_nn.stage.controls import Action
from course_nn.stage.frame import Frame, painting
from course_nn.stage.page import PIXELS, WIDTH, Page, close, plain
from course_nn.stage.play import Player, running_loop
from course_nn.stage.presenting import LECTURE, Presentation, Scene
from course_nn.stage.touch import Touch
from course_nn.stage.turns import in_turn
from course_nn.stage.widgets import build


class Challenge(NamedTuple):
    """A goal for the student, and its judge: judge(result) returns "open", "almost" or "solved"."""

    goal: Words
    judge: Callable


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
    handles   : Handles, what can be taken hold of in the picture, the topmost last; each moves controls
    height    : of the picture in inches, 100 dots each; the width is the same everywhere
    values    : where to start, {parameter: value}
    raises    : BadInput for an unknown parameter or a value that its control refuses
    """

    dpi = 100  # dots an inch: with Demo.dpi = 200 the next demos are sharper on a large projector, and slower

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
        handles=(),
    ):
        self.maker, self.title, self.controls, self.challenge = maker, title, controls, challenge
        self.presets, self.actions, self.panes = presets or {}, actions, panes or {}
        self._compute, self._draw, self._readout, self._follow, self._restart = compute, draw, readout, follow, restart
        self._paint, self.handles = paint, handles
        self._start = {name: control.start for name, control in controls.items()} | self._checked(values or {})
        self._build(height)
        self._open()

    # ---- in code -------------------------------------------------------------------------------------

    @property
    def values(self):
        """The controls' values, {parameter: value}. 各控件的当前值。"""
        return {name: live.core.value for name, live in self._live.items()}

    def compute(self, **values):
        """The result for any values, moving nothing. 任意取值下的结果，不改变任何控件。"""
        return self._finished(self._compute(**values))

    @property
    def figure(self):
        """The Matplotlib figure, its words in the reader's language. Matplotlib 图形，文字为读者所用的语言。"""
        if not self._speaks_the_readers_language():
            self._repaint()
        return self._figure

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
            self._work, self.page.warning = None, ""
            self._put(checked)
            try:
                self._asked = self.values
                self._show(self.compute(**self._asked))
            except Exception:
                self._put(before)
                raise
            except KeyboardInterrupt:
                self._take_back()
                raise

    def reset(self):
        """Back to the start, as the button does. 恢复到初始状态，与按钮相同。"""
        self._stop()
        self._restart()
        self._press(self._start)

    def act(self, action):
        """Do what a button says; a text that comes of it is offered as a file, and to be read. 执行按钮的动作。"""
        with self._lock, self._told():
            taken = action.press(self)
            if taken:
                self.page.offer(*taken)

    def touched(self, handle, item, grab, x0, y0, x, y, holds=False):
        """What a hand on the picture does: the controls that it asks for are moved, all at once.
        手在图上的动作：一次移动它所要求的全部控件。

        handle, item : which of the handles, and of its places;  grab : the number of this grab
        x0, y0, x, y : page pixels, where the hand took hold and where it is;  holds : False once it lets go
        """
        held = handle, item, grab, x0, y0, x, y
        with self._lock, self._told():
            self._pull(self._touch.clicked(self.result, held))
            self._pull(self._touch.asked(self.artists, self.result, held), holds)

    def present(self, scenes=None):
        """Show it as in a lecture hall: full width, twice the dots, controls folded, scenes for the arrow keys.
        按大教室方式放映：全宽、两倍像素、收起控件，用方向键切换场景。

        scenes : Scenes; without them the start and the presets; () ends the presentation
        raises : BadInput for a scene with a value that its control refuses
        """
        scenes = self._scenes() if scenes is None else scenes
        for scene in scenes:
            self._checked(scene.values)
        if self._presentation:
            self._presentation.close()
        self._presentation = Presentation(self.page, scenes, self._play_scene) if scenes else None
        self._sharpen(self._density)
        if scenes:
            self._presentation.go(0)

    def _scenes(self):
        """Where it starts, and its presets."""
        return [Scene(self.title, {}), *(Scene(words, values) for words, values in self.presets.items())]

    def _play_scene(self, scene):
        with self._lock:
            self._stop()
            self._press(self._start | self._checked(scene.values))

    def code(self):
        """The call that rebuilds this very setting. 返回重建当前设置的那行代码。"""
        section = self.maker.__module__.replace(".demos.", ".").split(".")[-2]  # the window that shows the maker
        settings = ", ".join(f"{key}={value!r}" for key, value in self.values.items())
        return f"{section}.{self.maker.__name__}({settings})"

    def close(self):
        """Take the demo off the page and free its memory. 从页面移除并释放内存。"""
        if self._is_closed():
            return
        with self._lock:  # what a hand has begun in the other thread comes to its end
            LANGUAGE.unobserve(self._relabel, "shown")
            LECTURE.unobserve(self._follow_lecture, "on")
            for player in self.players.values():
                player.close()
            close(self.page.box)
            vars(self).clear()  # the notebook's Out keeps every demo; it must not keep pixels and widgets too

    def __getattr__(self, name):
        if self._is_closed():
            raise AttributeError(
                f"no {name!r} here: this demo was closed, perhaps because its cell ran again; use the new one\n"
                f"没有 {name!r}：此演示已关闭，可能因为它的单元格重新运行过；请使用新的演示"
            )
        try:
            lookup({known: None for known in dir(self) if not known.startswith("_")}, name, "attribute", "属性")
        except BadInput as error:
            raise AttributeError(str(error)) from None
        return object.__getattribute__(self, name)  # a property that failed says itself why

    def _repr_mimebundle_(self, **kwargs):
        """Widgets where there are any, and everywhere else the picture and its numbers."""
        return self.page.box._repr_mimebundle_(**kwargs) | {
            "text/html": self.page.html(),
            "image/png": base64.b64encode(self.frame.encode("PNG")).decode(),
            "text/plain": plain(self.title, self.readout),
        }

    # ---- from a control to the page ------------------------------------------------------------------

    def _changed(self, change):
        """A control was moved: show its result at once, or start a long computation and stay responsive."""
        with self._lock, self._told():
            if self._quiet:
                return
            self._work, self.page.warning, self._asked = None, "", self.values  # what was under way is given up
            result = self._compute(**self._asked)
            if isgenerator(result) and self._loop:
                self._work = result
                self._advance(result)
            else:
                self._show(self._finished(result))

    def _advance(self, work):
        """One step of a long computation; before the next one the kernel listens to the page."""
        if self._is_closed():
            return
        with self._lock, self._told():
            if work is not self._work:  # a newer setting has taken its place
                return
            self._work = None
            try:
                self.page.say_progress(next(work))
            except StopIteration as end:
                self._show(end.value)
            else:
                self._work = work
                self._loop.call_soon_threadsafe(self._advance, work)

    def _finished(self, result):
        """The result of compute; if that is a generator, of all its steps."""
        while isgenerator(result):
            try:
                self.page.say_progress(next(result))
            except StopIteration as end:
                self.page.message.value, result = "", end.value
        return result

    def _pull(self, values, holds=False):
        """Move controls to the nearest values that they have; what retrains waits for the end, as its slider does."""
        controls, now = {name: lookup(self.controls, name, "control", "控件") for name in values}, self.values
        values = {name: control.near(values[name]) for name, control in controls.items()}
        waits = holds and not all(getattr(control, "continuous", True) for control in controls.values())
        if not waits and any(value != now[name] for name, value in values.items()):
            self._press(values)

    def _show(self, result):
        if not self._speaks_the_readers_language():
            self._paint_whole(self._laid_out_for)
        self._render(result)
        self.result, self._shown = result, self._asked
        self._put_moved(result)
        self._dim()
        self._publish()
        self._explain(result)

    def _render(self, result):
        with painting():  # ticks are made when they are first drawn
            self._draw(self.artists, result)
            self.frame.draw()

    def _put_moved(self, result):
        """Show what training has moved, but not over what a hand has moved while it was computed."""
        moved = {name: value for name, value in self._follow(result).items() if value != self._asked[name]}
        self._put({name: value for name, value in moved.items() if self._live[name].core.value == self._asked[name]})

    def _dim(self):
        """Controls that would do nothing beside the others are dimmed, and Play with its slider."""
        values = self.values
        for name, control in self.controls.items():
            used = control.used(values)
            self.page.dim(name, used)
            if name in self.players:
                self.players[name].allow(used)

    def _publish(self):
        hurry = any(player.hurries for player in self.players.values())
        self.page.show(self.frame.data_url(hurry), self.readout)
        self.page.show_handles(self._touch.paths(self.artists, self.result))
        if self.challenge:
            self.page.show_challenge(self.challenge.goal, self.state)

    def _explain(self, result):
        """Why the result is less than was asked for; nothing is said of one that is all."""
        reason = getattr(result, "reason", None)
        if reason:
            self._refuse(reason)
        else:
            self.page.say_no_more()

    def _refuse(self, error):
        """Say what is wrong and let go of Play; None: what was refused before has been mended."""
        if error:
            self._stop()
            self.page.warn(error)
        else:
            self.page.warning = ""
            self._explain(self.result)

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
            self.page.warn(Words(f"This setting failed: {told}. Try Reset.", f"此设置出错：{told}。请按“重置”再试。"))
            if "PYTEST_VERSION" in os.environ:
                raise
        except KeyboardInterrupt:
            self._take_back()
            raise

    def _take_back(self):
        """An interrupt has left something half done: show the last setting that was computed, drawn anew."""
        self._stop()
        self._work, self._asked = None, self._shown
        self._put(self._shown)
        self._paint_whole(self._laid_out_for)
        self._show(self.result)
        self.page.warn(Words("Interrupted: the setting before is back.", "已中断：恢复到之前的设置。"))

    # ---- its parts -----------------------------------------------------------------------------------

    def _build(self, height):
        """The controls where they start, the page they stand on, and the figure."""
        self._lock, self._quiet = threading.RLock(), False  # JupyterLab runs callbacks in a second thread
        self._loop, self._work = running_loop(), None
        self._presentation, self._density = None, 1
        self._live = {name: build(control, self._refuse) for name, control in self.controls.items()}
        self.players = {
            name: Player(self._live[name].core, control, lambda: self.values, lambda: self._work is not None)
            for name, control in self.controls.items()
            if control.plays
        }
        players = self.players.values()
        self.page = Page(self.title, self._live, self.panes, self._buttons(), players, self.act, height)
        self._figure = Figure((WIDTH, height), self.dpi)
        self._touch = Touch(self.handles, self._figure, PIXELS)

    def _paint_whole(self, result):
        """The figure from nothing, with its words in the reader's language, laid out for this result."""
        self._painted_in = language_of_pictures(LANGUAGE.shown)
        self._figure.clear()
        self._figure.set_layout_engine("constrained")
        self.frame = Frame(self._figure)
        with painting():
            self.artists = self._paint(self._figure)
            self._draw(self.artists, result)
            self.frame.lay_out()  # what is shown next is drawn over it, so the frame knows at once which artists move

    def _buttons(self):
        """The Actions beside the title: the demo's own, its presets, and Reset."""
        presets = [Action(words, lambda _, to=values: self._press(to)) for words, values in self.presets.items()]
        return [*self.actions, *presets, Action(term("reset"), lambda _: self.reset())]

    def _open(self):
        """The first picture; from now on the demo listens, and stands in place of what its cell made before.

        It is laid out where the controls start whatever is asked for: made at a setting is moved to it.
        """
        self.page.relabel()
        self._asked = self.values
        self._laid_out_for = result = self.compute(**self._asked)
        self._paint_whole(result)
        if self._start != self._asked:
            self._restart()
            self._put(self._start)
            self._asked = self.values
            result = self.compute(**self._asked)
        self._show(result)
        for live in self._live.values():
            live.core.observe(self._changed, "value")
        self.page.on_touch(lambda held: self.touched(*held), self._sharpen)
        LANGUAGE.observe(self._relabel, "shown")
        LECTURE.observe(self._follow_lecture, "on")
        if LECTURE.on:
            self.present()
        close_earlier_run(self)

    def _follow_lecture(self, change):
        self.present(None if change.new else ())

    def _relabel(self, change):
        """Follow the language: words at once, pictures one after the other, the kernel listening in between."""
        with self._lock, self._told():
            with self._quietly():
                self.page.relabel()
                if self._presentation:
                    self._presentation.relabel()
            self._publish()
        if self._loop and not self._loop.is_closed():  # elsewhere nobody looks before a figure is asked for
            in_turn(self._loop, self._follow_words, self._plays)

    def _speaks_the_readers_language(self):
        return self._painted_in == language_of_pictures(LANGUAGE.shown)

    def _plays(self):
        return not self._is_closed() and any(player.button.value for player in self.players.values())

    def _follow_words(self):
        if not self._is_closed():
            return self.figure

    def _repaint(self):
        """The same picture anew: in another language, or with more dots."""
        if self._is_closed():
            return
        with self._lock, self._told():
            result = self.result
            self._paint_whole(self._laid_out_for)
            self._render(result)
            self._publish()

    def _sharpen(self, density):
        """As many dots as the reader's screen has, up to two a page pixel; in a lecture hall two."""
        self._density = density
        dpi = max(self.dpi, PIXELS * (2 if self._presentation else min(density, 2)))
        with self._lock:  # nobody may be drawing while its size changes
            if dpi != self._figure.dpi:
                self._figure.set_dpi(dpi)
                self._repaint()

    def _press(self, values):
        """Move several controls at once, as one change, also over texts that were refused."""
        self._put(values)
        for name in values:
            self._live[name].restore()
        self._changed(None)

    def _put(self, values):
        """Set controls without a frame for each of them."""
        with self._quietly():
            for name, value in values.items():
                self._live[name].core.value = value

    @contextmanager
    def _quietly(self):
        """What controls say meanwhile is not listened to."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _checked(self, values):
        return {name: lookup(self.controls, name, "control", "控件").check(value) for name, value in values.items()}

    def _stop(self):
        """Let go of Play."""
        for player in self.players.values():
            player.stop()

    def _is_closed(self):
        return not vars(self)
