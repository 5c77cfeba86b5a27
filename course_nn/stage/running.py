"""A demo that runs: its values, computing that may take long, and showing what came of it.

A picture is painted once; afterwards only what changed is drawn again. Nothing flows back, except what training moves
(follow).
"""

import os
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import wraps
from inspect import isgenerator
from numbers import Real
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from course_nn.common.errors import BadInput, lookup
from course_nn.common.words import LANGUAGE, Words, term
from course_nn.stage import files, filming, sceptic
from course_nn.stage.callbacks import in_turn, one_at_a_time, running_loop
from course_nn.stage.cells import close_earlier_run, on_a_page
from course_nn.stage.controls import Action, Values
from course_nn.stage.frame import Frame
from course_nn.stage.page import PIXELS, Page, close
from course_nn.stage.picture import Picture
from course_nn.stage.play import Player
from course_nn.stage.presenting import LECTURE, Presentation, Scene
from course_nn.stage.reel import Reel, at_once
from course_nn.stage.road import Road
from course_nn.stage.rounds import covers
from course_nn.stage.widgets import build


def callback(method: Callable) -> Callable:
    """What the page, the event loop or the reader's language calls: one at a time, and never once a demo is closed.

    What goes wrong is said under the last good picture, and goes away with the next good value.
    """

    @wraps(method)
    def called(self, *given):
        with one_at_a_time():
            if not self.closed:
                with self._says_errors():
                    method(self, *given)

    return called


class RunningDemo:
    """A picture with its controls, on the page and in code.
    带控件的图：既可在页面上拨动，也可用代码操作。

    spec    : the Demo that it is; what that has, such as title and controls, can be asked of this one too
    start   : {parameter: value} to begin with; the other controls stand where they start
    raises  : BadInput for an unknown parameter or a value that its control refuses

    artists : of the picture, as paint made them  page    : the Page
    picture : the Picture                         closed  : whether it has left the page
    """

    closed = True  # before it is opened, and once it has nothing of its own any more

    def __init__(self, spec, start):
        self.spec, self.closed = spec, False
        self._start, self._given = Values(spec.start() | spec.checked(start)), start
        self._loop = running_loop()
        self._asked = self._shown = spec.start()  # of the result that is wanted, and of the one in the picture
        self._partial = False  # True while the picture shows a first part of the result
        self._quiet = False  # True while controls are moved without a frame for each of them
        self._work = None  # the long computation that is under way, a generator
        self._effect = None  # of the moral, in the lecture's setting
        self.road = Road(spec)
        self._presentation, self._density = None, 1  # dots of the screen a page pixel
        self._build()
        self._open()

    # ---- in code -------------------------------------------------------------------------------------

    @property
    def values(self) -> Values:
        """The controls' values, {parameter: value}. 各控件的当前值。"""
        return Values({name: live.core.value for name, live in self._live.items()})

    @property
    def result(self) -> Any:
        """The last result, whole: what is still being computed of it is finished first. 最近一次的完整结果。"""
        with one_at_a_time():
            if self._partial:
                work, self._work = self._work, None
                self._show(self._finished(work))
            return self._result

    def compute(self, **values) -> Any:
        """The result for any values, moving nothing. 任意取值下的结果，不改变任何控件。"""
        return self._finished(self.spec.result(values))

    @property
    def figure(self) -> Figure:
        """The Matplotlib figure, its words in the reader's language. Matplotlib 图形，文字为读者所用的语言。"""
        if not self.picture.speaks_the_readers_language:
            self._repaint()
        return self.picture.figure

    @property
    def artists(self) -> Any:
        return self.picture.artists

    @property
    def frame(self) -> Frame:
        return self.picture.frame

    @property
    def readout(self) -> Words:
        """The numbers of the picture as Words. 图中的数字，中英两种文字。"""
        return self.spec.say(self.result, self._shown)

    @property
    def state(self) -> str | None:
        """The challenge's state: "open", "almost", "solved", or None. 挑战的状态。"""
        return self.spec.judge(self.result, self._shown)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being computed, and the picture speaks the reader's language. 是否已算完并画好。"""
        return self._work is None and self.picture.speaks_the_readers_language

    def set(self, **values) -> None:
        """Move controls from code; the picture follows. 用代码拨动控件，画面随之变化。

        raises : BadInput; then everything is as it was before
        """
        with one_at_a_time():
            checked = self.spec.checked(values)
            before = self.values, self._asked, self._work, self.page.warning
            self._work, self.page.warning = None, ""
            self._put(checked)
            try:
                self._asked = self.values
                self._show(self.compute(**self._asked))
            except Exception:
                moved, self._asked, self._work, self.page.warning = before
                self._put(moved)
                self.page.say_no_more()
                raise
            except KeyboardInterrupt:
                self._take_back()
                raise

    def reset(self) -> None:
        """Back to the start, as the button does; what is kept for the next day stays. 恢复到初始状态，需保留的除外。"""
        self._stop()
        self.spec.restart()
        self._press(self._start | {name: self.values[name] for name in self.road.kept()})

    @callback
    def act(self, action: Action) -> None:
        """Do what a button says; a text that comes of it is offered as a file, and to be read. 执行按钮的动作。"""
        taken = action.press(self)
        if taken:
            self.page.offer(*taken)

    @callback
    def offer_files(self) -> None:
        """Offer the picture as files, below it. 在图下方提供图片文件的下载。"""
        name = self.spec.maker.__name__
        self.page.offer_files({f"{name}.{kind}": self._picture_file(kind) for kind in files.KINDS})

    @callback
    def touched(
        self, handle: int, item: int, grab: int, x0: float, y0: float, x: float, y: float, holds: bool = False
    ) -> None:
        """What a hand on the picture does: the controls that it asks for are moved, all at once.
        手在图上的动作：一次移动它所要求的全部控件。

        handle, item : which of the handles, and of its places;  grab : the number of this grab
        x0, y0, x, y : page pixels, where the hand took hold and where it is;  holds : False once it lets go
        """
        held = [handle, item, grab, x0, y0, x, y]
        self._pull(self.picture.touch.clicked(self._result, self._shown, held))
        self._pull(self.picture.touch.moved(self.artists, self._result, self._shown, held), holds)

    def present(self, scenes: Sequence[Scene] | None = None) -> None:
        """Show it as in a lecture hall: full width, twice the dots, controls folded, scenes for the arrow keys.
        按大教室方式放映：全宽、两倍像素、收起控件，用方向键切换场景。

        scenes : Scenes; without them the start and the presets; () ends the presentation
        raises : BadInput for a scene with a value that its control refuses
        """
        scenes = self._scenes() if scenes is None else scenes
        for scene in scenes:
            self.spec.checked(scene.values)
        if scenes:
            self.page.cover(False)
        if self._presentation:
            self._presentation.close()
        self._presentation = Presentation(self.page, scenes, self._play_scene) if scenes else None
        self._sharpen(self._density)
        if scenes:
            self._presentation.go(0)

    def save(self, path: str | os.PathLike, language: str | None = None) -> Path:
        """Save the picture as it stands, without its handles, for a slide or a sheet; returns the path.
        把当前画面（不含拖动手柄）存成文件，用于幻灯片或试卷；返回路径。

        path     : ends in .svg, .pdf or .png
        language : of its words, "en" or "zh"; without it the reader's
        raises   : BadInput for another ending or language, and if the file cannot be written
        """
        file = files.writable(path, files.KINDS)
        with one_at_a_time():
            data = self._picture_file(file.suffix.lower().removeprefix("."), language)
        return files.write(file, data)

    def film(
        self,
        path: str | os.PathLike,
        over: str | None = None,
        seconds: float = 6,
        scenes: Sequence[Scene] | None = None,
        language: str | None = None,
    ) -> Path:
        """Film one control from end to end, or scenes; says how much is done, and can be stopped.
        录制一段动画：一个控件从一端到另一端，或若干场景；显示进度，可以停止。

        The demo stays where it is. On a page the film is made while the kernel goes on, and a line below the cell says
        when it is done; elsewhere, and of a demo that remembers where it has been, before this returns. Without ffmpeg
        an .mp4 becomes a .webp; the path that is returned says which.

        path     : ends in .webp or .mp4
        over     : the control that moves; without it time, or else the first slider
        seconds  : how long it lasts, 1 to 20
        scenes   : Scenes, in place of a control, an equal time each
        language : of its words, "en" or "zh"; without it the reader's
        raises   : BadInput, and then there is no file
        """
        file = filming.film_path(path)
        work = self._shoot(file, over, seconds, scenes, language)
        if self._loop and on_a_page() and not filming.remembers(self.spec):
            Reel(work, file, self._loop).begin()
        else:
            at_once(work, on_a_page())
        return file

    def _shoot(self, file, over=None, seconds=6, scenes=None, language=None):
        """The work of filming, from how the demo stands now."""
        words = files.chosen(language)
        with one_at_a_time():
            moment = filming.Moment(self.picture, self.result, self._shown)
        takes = filming.takes(self.spec, moment.values, self._start, over, seconds, scenes)
        return filming.shoot(moment, file, takes, words)

    @callback
    def film_here(self) -> None:
        """Film time, or the first slider, into the folder of the notebook. 录成动画，存到笔记本所在的文件夹。"""
        with self._says_errors():
            file = filming.film_path(f"{self.spec.maker.__name__}.webp")
            Reel(self._shoot(file), file, self._loop).begin(self.page.show_reel)

    def code(self) -> str:
        """The call that rebuilds this very setting. 返回重建当前设置的那行代码。"""
        settings = [f"{name}={value!r}" for name, value in self.values.items()]
        return f"{self.spec.name}({', '.join([*self.spec.given, *settings])})"

    def close(self) -> None:
        """Take the demo off the page and free its memory. 从页面移除并释放内存。"""
        with one_at_a_time():  # what a hand has begun in the other thread comes to its end
            if self.closed:
                return
            LANGUAGE.unobserve(self._relabel, "shown")
            LECTURE.unobserve(self._follow_lecture, "on")
            self.road.round.unobserve(self._uncover, "waits")
            self.road.round.unobserve(self._haunt, "answer")
            for player in self.players.values():
                player.close()
            close(self.page.box)
            vars(self).clear()  # the notebook's Out keeps every demo; it must not keep pixels and widgets too

    def __copy__(self):
        """Another demo at this very setting. 设置相同的另一个演示。"""
        if filming.remembers(self.spec):
            self.__reduce_ex__(0)
        return self.spec.open(self.values)

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce_ex__(self, protocol):
        raise BadInput(
            f"this demo cannot be copied or pickled while it runs; the call that rebuilds it can: {self.code()}",
            f"演示在运行时不能复制或序列化（pickle）；可以保存重建它的这行代码：{self.code()}",
        )

    def __getattr__(self, name):
        if self.closed:
            raise AttributeError(
                f"no {name!r} here: this demo was closed, perhaps because its cell ran again; use the new one\n"
                f"没有 {name!r}：此演示已关闭，可能因为它的单元格重新运行过；请使用新的演示"
            )
        own = {known: None for known in dir(self) if not known.startswith("_")}
        described = vars(self.spec)
        if name in described and name not in own:
            return described[name]
        try:
            lookup(own | described, name, "attribute", "属性")
        except BadInput as error:
            raise AttributeError(str(error)) from None
        return object.__getattribute__(self, name)  # a property that failed says itself why

    def _repr_mimebundle_(self, **kwargs):
        """Widgets where there are any, and everywhere else the picture and its numbers."""
        printed, about = self.page.print(self.frame.pixels, self._words)
        return self.page.box._repr_mimebundle_(**kwargs) | printed, about

    def _picture_file(self, kind, language=None):
        return files.picture_file(self.picture, self.result, self._shown, kind, language)

    @property
    def _words(self):
        """What is said of the picture; of a first part nothing yet."""
        return Words("…", "…") if self._partial else self.readout

    # ---- from a control to the page ------------------------------------------------------------------

    @callback
    def _changed(self, change):
        """A control was moved: show its result at once, or start a long computation and stay responsive."""
        if self._quiet:
            return
        self._name_change()
        self._work, self.page.warning, self._asked = None, "", self.values  # what was under way is given up
        for error in filter(None, (live.refused() for live in self._live.values())):
            self.page.warn(error)  # the box still holds what was refused
        result = self.spec.result(self._asked)
        if isgenerator(result) and self._loop:
            self._work = result
            self._advance(result)
        else:
            self._show(self._finished(result))

    @callback
    def _doubted(self, change):
        """A sceptic's change was chosen: it moves the controls that it needs."""
        if not self._quiet:
            self._press(self.spec.checked({sceptic.NAME: change.new}))

    @callback
    def _advance(self, work):
        """One step of a long computation; before the next one the kernel listens to the page."""
        if work is not self._work:  # a newer setting has taken its place
            return
        self._work = None
        try:
            step = next(work)
        except StopIteration as end:
            self._show(end.value)
        else:
            self._go_on(work)
            self._say_or_show(step)

    def _go_on(self, work):
        self._work = work
        self._loop.call_soon_threadsafe(self._advance, work)

    def _say_or_show(self, step):
        """What a long computation yields: the share that is done, or a first part of its result."""
        if isinstance(step, Real):
            self.page.say_progress(step)
        else:
            self._show(step, partial=True)

    def _finished(self, result):
        """The result of compute; if that is a generator, of all its steps."""
        return self._first_part(result, whole=True)[0]

    def _first_part(self, result, whole=False):
        """What can be shown first, and the generator of the rest; the whole result and None if it has no parts."""
        while isgenerator(result):
            try:
                step = next(result)
            except StopIteration as end:
                self.page.say_no_more()
                return end.value, None
            if isinstance(step, Real):
                self.page.say_progress(step)
            elif not whole:
                return step, result
        return result, None

    def _pull(self, values, holds=False):
        """Move controls to the nearest values that they have; what retrains waits for the end, as its slider does."""
        controls, now = {name: self.spec.control(name) for name in values}, self.values
        values = {name: control.near(values[name]) for name, control in controls.items()}
        waits = holds and not all(getattr(control, "continuous", True) for control in controls.values())
        if not waits and any(value != now[name] for name, value in values.items()):
            self._press(values)

    def _show(self, result, partial=False):
        self._partial = partial
        if not self.picture.speaks_the_readers_language:
            self.picture.paint()
        self.picture.show(result, self._asked)
        self._result, self._shown = result, self._asked
        if not partial:
            self._put_moved(result)
        self._fold_controls()
        self._publish()
        if not partial:
            self._explain(result)

    def _put_moved(self, result):
        """Show what training has moved, but not over what a hand has moved while it was computed."""
        moved = {name: value for name, value in self.spec.follow(result).items() if value != self._asked[name]}
        self._put({name: value for name, value in moved.items() if self._live[name].core.value == self._asked[name]})

    def _fold_controls(self):
        """Controls that would do nothing beside the others are folded away, and Play with its slider."""
        values = self.values
        for name, control in self.spec.controls.items():
            used = control.used(values)
            self.page.fold_control(name, used)
            if name in self.players:
                self.players[name].allow(used)

    def _publish(self):
        hurry = any(player.hurries for player in self.players.values())
        self.page.show(self.frame.pixels, self._words, hurry)
        self.page.show_handles(self.picture.touch.paths(self.artists, self._result, self._shown))
        if self._partial:
            return
        if self.spec.sceptic:
            self.page.show_moral(self.spec.sceptic.verdict(self._effect_in_the_lecture(), self._result, self._shown))
        self._take_notice()

    def _take_notice(self):
        """Of what the student has come to; and once solved, a challenge stays solved."""
        state = self.state
        said = self.road.take_notice(self._result, self._shown, state, self.code) or self.road.keep(self._shown)
        if said:
            self.page.warn(said)
        if self.spec.challenge:
            self.page.show_challenge(
                self.spec.challenge.goal, "solved" if self.road.solved else state, self.road.solved
            )

    def _effect_in_the_lecture(self):
        """How much the moral says where the controls start, computed once."""
        if self._effect is None:
            start = self.spec.start()
            result = self._result if self._shown == start else self._finished(self.spec.result(start))
            self._effect = self.spec.sceptic.size(result, start)
        return self._effect

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
            self._explain(self._result)

    @contextmanager
    def _says_errors(self):
        try:
            yield
        except BadInput as error:
            self._refuse(error)
        except Exception as error:
            self._stop()
            what = repr(error)[:200]
            self.page.warn(Words(f"This setting failed: {what}. Try Reset.", f"此设置出错：{what}。请按“重置”再试。"))
            if "PYTEST_VERSION" in os.environ:  # a test or nbval is to see it
                raise
        except KeyboardInterrupt:
            self._take_back()
            raise

    def _take_back(self):
        """An interrupt has left something half done: show the last setting that was computed, drawn anew."""
        self._stop()
        self._work, self._asked = None, self._shown
        self._put(self._shown)
        self.picture.paint()
        self._show(self._result)
        self.page.warn(Words("Interrupted: the setting before is back.", "已中断：恢复到之前的设置。"))

    # ---- opening it ----------------------------------------------------------------------------------

    def _build(self):
        """The controls where they start, the page they stand on, and the picture."""
        self._live = {name: build(control, self._refuse) for name, control in self.spec.controls.items()}
        self.players = {
            name: Player(self._live[name].core, control, lambda: self.values, lambda: self._work is not None)
            for name, control in self.spec.controls.items()
            if control.plays
        }
        players = self.players.values()
        self.page = Page(
            self.spec.title,
            self._live,
            self.spec.weight_rows,
            self.spec.panes,
            self._buttons(),
            players,
            self.act,
            self.spec.height,
            self.road.tasks,
        )
        self.picture = Picture(self.spec, self.spec.dpi)
        self.picture.answer = self.road.round.answer

    def _buttons(self):
        """The Actions beside the title: the demo's own, its presets, and Reset."""
        presets = [Action(words, lambda _, to=values: self._press(to)) for words, values in self.spec.presets.items()]
        return [*self.spec.actions, *presets, Action(term("reset"), lambda _: self.reset())]

    def _open(self):
        """The first picture; from now on the demo listens, and stands in place of what its cell made before.

        The axes get their places where the controls start. A demo that is opened at another setting is moved there, so
        that it looks like one that was moved by hand.
        """
        self.page.relabel()
        self._asked = self.values
        whole = not (self._loop and on_a_page())  # where nobody waits
        result, rest = self._first_part(self.spec.result(self._asked), whole)
        self.picture.paint(result, self._asked)
        first = self._start | self._left()
        if first != self._asked:
            self.spec.restart()
            self._put(first)
            self._asked = self.values
            result, rest = self._first_part(self.spec.result(self._asked), whole)
        self._show(result, partial=rest is not None)
        self._listen()
        self._haunt()  # of an answer that was locked meanwhile, in another thread
        if rest:
            self._go_on(rest)
        self._cover()
        if LECTURE.on:
            self.present()
        close_earlier_run(self)

    def _left(self):
        """The controls that are kept, as they were left, where the caller does not say otherwise."""
        try:
            return self.spec.checked({k: v for k, v in self.road.kept().items() if k not in self._given})
        except BadInput:  # of another edition, or written by somebody else
            return {}

    def _listen(self):
        for name, live in self._live.items():
            live.core.observe(self._doubted if self.spec.sceptic and name == sceptic.NAME else self._changed, "value")
        self.page.on_touch(lambda held: self.touched(*held), self._sharpen, self._appear)
        LANGUAGE.observe(self._relabel, "shown")
        LECTURE.observe(self._follow_lecture, "on")
        self.road.round.observe(self._uncover, "waits")
        self.road.round.observe(self._haunt, "answer")
        self.page.on_look(self._look)
        self.page.on_save(self.offer_files, self.film_here if self._loop and not filming.remembers(self.spec) else None)

    # ---- covered, until its question is answered ------------------------------------------------------

    def _cover(self):
        """Wait for the answer to the question of this round, unless nobody is to wait here."""
        if self.road.round.waits and covers() and not LECTURE.on:
            self.page.cover(True)

    @callback
    def _uncover(self, change):
        if not change.new:
            self.page.cover(False)

    @callback
    def _haunt(self, change=None):
        """The prediction joins the picture."""
        if self.picture.answer != self.road.round.answer:
            self.picture.answer = self.road.round.answer
            if self.spec.ghost:
                self._repaint()

    @callback
    def _look(self):
        """The student looks before answering, and may."""
        self.road.round.looked = True
        self.page.cover(False)

    # ---- in another language, or in a lecture hall -----------------------------------------------------

    def _relabel(self, change):
        """Follow the language: words at once, pictures one after the other, the kernel listening in between."""
        self._relabel_page()
        if self._loop and not self._loop.is_closed():  # elsewhere nobody looks before a figure is asked for
            in_turn(self._loop, self._follow_words, self._urgency)

    @callback
    def _relabel_page(self):
        with self._quietly():
            self.page.relabel()
            if self._presentation:
                self._presentation.relabel()
        self._publish()

    def _urgency(self):
        """What plays is painted first, then what is in sight."""
        with one_at_a_time():
            if self.closed:
                return 0
            return 2 if any(player.button.value for player in self.players.values()) else int(self.page.is_seen)

    @callback
    def _follow_words(self):
        return self.figure

    @callback
    def _repaint(self):
        """The same picture anew: in another language, or with more dots."""
        self.picture.paint()
        self.picture.show(self._result, self._shown)
        self._publish()

    @callback
    def _appear(self):
        """A page that has loaded the layer gets the picture, whole."""
        self._publish()

    @callback
    def _sharpen(self, density):
        """As many dots as the reader's screen has, up to two a page pixel; in a lecture hall two."""
        self._density = density
        dpi = max(self.spec.dpi, PIXELS * (2 if self._presentation else min(density, 2)))
        if dpi != self.picture.figure.dpi:
            self.picture.figure.set_dpi(dpi)
            self._repaint()

    def _scenes(self):
        """Where it starts, and its presets."""
        return [
            Scene(self.spec.title, {}),
            *(Scene(words, values) for words, values in self.spec.presets.items()),
        ]

    @callback
    def _play_scene(self, scene):
        self._stop()
        self._press(self._start | self.spec.checked(scene.values))

    def _follow_lecture(self, change):
        self.present(None if change.new else ())

    # ---- moving controls -------------------------------------------------------------------------------

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
        self._name_change()

    def _name_change(self):
        """The sceptic's choice says which change the controls show."""
        if self.spec.sceptic:
            with self._quietly():
                self._live[sceptic.NAME].core.value = self.spec.sceptic.named(self.values, self.spec.controls)

    @contextmanager
    def _quietly(self):
        """What controls say meanwhile is not listened to."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _stop(self):
        """Let go of Play."""
        for player in self.players.values():
            player.stop()
