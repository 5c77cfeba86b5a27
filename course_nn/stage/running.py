"""A demo that runs: a control is moved, its result is computed and shown, and code may do what a hand does.

Nothing flows back, except what training moves (follow).
"""

from typing import Any

from matplotlib.figure import Figure

from course_nn.common.errors import BadInput, lookup
from course_nn.common.words import Words, term
from course_nn.stage import address, sceptic
from course_nn.stage.breaking import Breaking
from course_nn.stage.callbacks import Door, callback, in_turn, one_at_a_time, running_loop
from course_nn.stage.cells import close_earlier_run, is_first, on_a_page
from course_nn.stage.controls import Action, Values
from course_nn.stage.crowd import Crowd
from course_nn.stage.display import Display
from course_nn.stage.filming import Moment, remembers
from course_nn.stage.frame import Frame
from course_nn.stage.page import Page
from course_nn.stage.panel import Panel
from course_nn.stage.picture import Picture
from course_nn.stage.presenting import LECTURE, Hall
from course_nn.stage.road import Road
from course_nn.stage.rounds import Asking
from course_nn.stage.takes import Takes
from course_nn.stage.veil import Veil
from course_nn.stage.work import Work

FAR = 1e5  # page pixels: where no hand is


class RunningDemo:
    """A picture with its controls, on the page and in code.
    带控件的图：既可在页面上拨动，也可用代码操作。

    spec    : the Demo that it is; what that has, such as title and controls, can be asked of this one too
    start   : {parameter: value} to begin with; the other controls stand where they start
    raises  : BadInput for an unknown parameter or a value that its control refuses

    artists : of the picture, as paint made them  page    : the Page
    picture : the Picture                         players : {parameter: Player}, of the controls that are time
    present : as Hall has it;  save, film, clip, offer_files, film_here, clip_here : as Takes have them
    """

    door = Door()  # shut: before it is opened, and once it has nothing of its own any more

    def __init__(self, spec, start):
        self.spec, self.door, self.road = spec, Door(self._refuse, self._take_back), Road(spec)
        self._start, self._given = Values(spec.start() | spec.checked(start)), start
        self._panel = Panel(spec, self._refuse, lambda: self._work.rest is not None)
        self.page = Page(spec, self._panel, self._buttons(), self.act, self.road.tasks, self.road.tips)
        self.players, self.picture = self._panel.players, Picture(spec, spec.dpi)
        self._display = Display(spec, self._panel, self.page, self.picture, self.road, self.door)
        self._work = Work(self._display, self.door)
        self._asking = Asking(
            self.road.key,
            self.road.round,
            self._display,
            self.door,
            self._start,
            self._press,
            lambda values: self._work.prepare(self._panel.foreseen(values)),
            self._rests,
        )
        self._hall = Hall(self._display, self.door, self._begin_at)
        self._takes = Takes(spec, self._start, self._moment, self.page, self.door)
        self._breaking = Breaking(spec, self._display, self.road, self.door)
        self.present, self.save, self.film = self._hall.present, self._takes.save, self._takes.film
        self.offer_files, self.film_here = self._takes.offer_files, self._takes.film_here
        self.clip, self.clip_here = self._takes.clip, self._takes.clip_here
        self._open()

    def _buttons(self):
        """The Actions beside the title: the demo's own, its presets, and Reset."""
        presets = [Action(words, lambda _, to=values: self._press(to)) for words, values in self.spec.presets.items()]
        return [*self.spec.actions, *presets, Action(term("reset"), lambda _: self.reset())]

    def _open(self):
        """It stands on the page, in place of what its cell made before; its first picture may wait.

        On a page only the first demo of a kernel is computed and painted at once: the others once they come into sight,
        or are asked for anything, and else one after the other when the kernel has run all cells.
        """
        self.page.relabel()
        loop = running_loop() if on_a_page() else None
        if loop and self.page.layer and not is_first() and not LECTURE.on:
            self._display.fit()
            self._asking.listen()
            self.door.put_off(lambda: self._begin(False))
            self.page.on_sight(self._wake)
            in_turn(loop, self._wake_unseen, lambda: -1)
        else:
            self._begin(whole=not loop)  # where nobody waits
            self._asking.listen()
        close_earlier_run(self)

    def _begin(self, whole):
        """The first picture; from now on the demo listens.

        The axes get their places where the controls start. A demo that is opened at another setting is moved there, so
        that it looks like one that was moved by hand.
        """
        self.page.relabel()
        result = self._work.first(self.values, whole)
        self._display.fit(*self.page.told)
        self.picture.paint(result, self.values)
        self._display.fit()  # again, where that has shown how it is divided
        first = self._start | self._asked() | self._left()
        if first != self.values:
            self.spec.restart()
            self._panel.put(first)
            result = self._work.first(self.values, whole)
        self._work.show(result)
        self._panel.listen(self._changed, self._doubted)
        self.road.keeps(self.page.all)
        shows = self._display
        self.page.on_touch(self.touched, self.inked, shows.hover, shows.fit, shows.appear)
        if self.spec.held and self.spec.is_first(self.road.key) and not self._given:
            self.page.on_address(self._visit)
        for part in (self._display, self._takes, self._breaking, self._hall):
            part.listen()

    @callback
    def _wake(self):
        """What was put off is done: by the door."""

    @callback
    def _wake_unseen(self):
        """Likewise, and what its pixels take is given back until they are looked at."""
        self._display.rest()

    def _asked(self):
        """Where the truth of a question can be seen that is answered already, if the caller does not say otherwise."""
        shown = self._asking.shown if self._asking.is_answered else {}
        if shown:
            self.road.begin_anew(self._asking.asked_at)
        return {name: value for name, value in shown.items() if name not in self._given}

    def _left(self):
        """The controls that are kept, as they were left, where the caller does not say otherwise."""
        try:
            return self.spec.checked({k: v for k, v in self.road.kept().items() if k not in self._given})
        except BadInput:  # of another edition, or written by somebody else
            return {}

    def close(self) -> None:
        """Take the demo off the page and free its memory. 从页面移除并释放内存。"""
        with one_at_a_time():  # what a hand has begun in the other thread comes to its end
            if self.closed:
                return
            self.door.shut()
            for player in self.players.values():
                player.close()
            self._asking.leave()
            self.page.close()
            vars(self).clear()  # the notebook's Out keeps every demo; it must not keep pixels and widgets too

    # ---- in code -------------------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        """Whether it has left the page. 是否已关闭。"""
        return not self.door.is_open

    @property
    def values(self) -> Values:
        """The controls' values, {parameter: value}. 各控件的当前值。"""
        self.door.begin()
        return self._panel.values

    @property
    def result(self) -> Any:
        """The last result, whole: what is still being computed of it is finished first. 最近一次的完整结果。"""
        with one_at_a_time():
            self.door.begin()
            if self._display.is_partial:
                self._work.finish()
            return self._display.result

    def compute(self, **values) -> Any:
        """The result for any values, moving nothing. 任意取值下的结果，不改变任何控件。"""
        return self._work.whole(values)

    @property
    def figure(self) -> Figure:
        """The Matplotlib figure, its words in the reader's language. Matplotlib 图形，文字为读者所用的语言。"""
        self.door.begin()
        if not self.picture.speaks_the_readers_language:
            self._display.repaint()
        return self.picture.figure

    @property
    def artists(self) -> Any:
        self.door.begin()
        return self.picture.artists

    @property
    def frame(self) -> Frame:
        self.door.begin()
        return self.picture.frame

    @property
    def readout(self) -> Words:
        """The numbers of the picture as Words. 图中的数字，中英两种文字。"""
        return self.spec.say(self.result, self._display.values)

    @property
    def state(self) -> str | None:
        """The challenge's state: "open", "almost", "solved", or None. 挑战的状态。"""
        return self.spec.judge(self.result, self._display.values)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being computed, and the picture speaks the reader's language. 是否已算完并画好。"""
        return self._rests() and self.picture.speaks_the_readers_language

    def set(self, **values) -> None:
        """Move controls from code; the picture follows. 用代码拨动控件，画面随之变化。

        raises : BadInput; then everything is as it was before
        """
        with one_at_a_time():
            self.door.begin()
            checked = self.spec.checked(values)
            before = self.values, self._work.asked, self._work.rest, self.page.warning
            self.page.warning = ""
            self._panel.put(checked)
            try:
                self._work.show(self._work.first(self.values))
            except Exception:
                moved, self._work.asked, self._work.rest, self.page.warning = before
                self._panel.put(moved)
                self.page.say_no_more()
                self.figure  # noqa: B018  painted anew, should it have failed half-way
                raise
            except KeyboardInterrupt:
                self._take_back()
                raise

    def predict(self, value: Any, sure: str = "") -> None:
        """Lock the answer to the question of this round, as the page does; what is locked already stays.
        锁定本轮题目的答案，与页面上的操作相同；已锁定的不变。

        value  : the key of an option; where something is set or drawn a number, a pair for a band, or a list of numbers
        sure   : "guess", "rather" or "certain"
        raises : BadInput where no question waits, and for what is no answer to it
        """
        self._asking.predict(value, sure)

    def break_moral(self) -> Words:
        """Hand in this setting as one at which the moral does not hold; what comes of it, as the button says it.
        把当前设置作为推翻结论的反例交上来；返回页面上的回应。

        raises : BadInput for a demo without a measured moral
        """
        with one_at_a_time():
            self.door.begin()
            return self._breaking.break_moral()

    def gather(self, crowd: Crowd, veil: Veil | None = None) -> None:
        """Show the votes of a class in the picture: below this veil, or beside the truth. 在图中显示全班的投票。"""
        with one_at_a_time():
            self.door.begin()
            self._display.gather(crowd, veil)

    def reset(self) -> None:
        """Back to the start, as the button does; what is kept for the next day stays. 恢复到初始状态，需保留的除外。"""
        self._panel.stop()
        self.spec.restart()
        self._press(self._start | {name: self.values[name] for name in self.road.kept()})

    def code(self) -> str:
        """The call that rebuilds this very setting. 返回重建当前设置的那行代码。"""
        return self.spec.code(self.values)

    def __copy__(self):
        """Another demo at this very setting. 设置相同的另一个演示。"""
        if remembers(self.spec):
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
        """Widgets where there are any, and elsewhere the picture and its numbers; the page saves one that waits."""
        with one_at_a_time():  # the other thread may be drawing it anew for another room or language
            if self.door.waits:
                return self.page.box._repr_mimebundle_(**kwargs) | {"text/plain": self.spec.title.shown()}, {}
            printed, about = self.page.print(self.frame.pixels, self._display.words)
        return self.page.box._repr_mimebundle_(**kwargs) | printed, about

    # ---- from a control to the page ------------------------------------------------------------------

    @callback
    def act(self, action: Action) -> None:
        """Do what a button says; a text that comes of it is offered as a file, and to be read. 执行按钮的动作。"""
        taken = action.press(self)
        if taken:
            self.page.offer(*taken)

    @callback
    def touched(
        self, handle: int, item: int, grab: int, x0: float, y0: float, x: float, y: float, holds: bool = False
    ) -> None:
        """What a hand on the picture does: the controls that it asks for are moved, all at once.
        手在图上的动作：一次移动它所要求的全部控件。

        handle, item : which of the handles, and of its places;  grab : the number of this grab
        x0, y0, x, y : page pixels, where the hand took hold and where it is;  holds : False once it lets go
        """
        if not all(abs(at) < FAR for at in (x0, y0, x, y)):  # nor is nan a place
            return
        held, touch, shows = [handle, item, grab, x0, y0, x, y], self.picture.touch, self._display
        if shows.is_veiled:
            self._asking.touched(handle, item, grab, (x, y), holds, (x0, y0))
            return
        if handle >= len(touch.handles):  # an option that lay in the picture until its veil lifted
            return
        self._pull(touch.clicked(shows.result, shows.values, held))
        self._pull(touch.moved(self.artists, shows.result, shows.values, held), holds)

    @callback
    def inked(self, name: str, stroke: int, number: int, ink: str) -> None:
        """A hand has drawn on a sheet in the picture: what is there now. 手在图中的纸上书写：现在纸上的内容。

        name : of the Pad;  stroke, number : as Sheet.drawn has them;  ink : as common.ink has it
        """
        if not self._display.is_veiled:
            ink = self.spec.control(name).check(ink)
            self._press({name: self._panel.live[name].core.drawn(stroke, number, ink)})

    def _pull(self, wanted, holds=False):
        if values := self._panel.nearest(wanted, holds):
            self._press(values)

    @callback
    def _changed(self, change):
        """A control was moved: show its result at once, or start a long computation and stay responsive."""
        if self._panel.is_quiet:
            return
        self._panel.name_change()
        self.page.warning = ""
        for error in filter(None, (live.refused() for live in self._panel.live.values())):
            self.page.warn(error)  # the box still holds what was refused
        self._work.begin(self.values)

    @callback
    def _doubted(self, change):
        """A sceptic's change was chosen: it moves the controls that it needs."""
        if not self._panel.is_quiet:
            self._press(self.spec.checked({sceptic.NAME: change.new}))

    def _press(self, values):
        """Move several controls at once, as one change, also over texts that were refused."""
        self._panel.restore(values)
        self._changed(None)

    @callback
    def _visit(self, text):
        """The address of the page says another setting, as when it was just opened."""
        if text != self._display.address:
            self._begin_at(address.read(self.spec.controls, self.spec.held, text))

    def _begin_at(self, values):
        """A scene: from the start, with these values."""
        self._panel.stop()
        self._press(self._start | values)

    def _rests(self):
        return self._work.rest is None and not self.door.waits

    def _refuse(self, error):
        self._display.refuse(error)

    def _moment(self):
        return Moment(self.picture, self.result, self._display.values)

    def _take_back(self):
        """An interrupt has left something half done: show the last setting that was computed, drawn anew."""
        if self.door.waits:
            return
        self._panel.stop()
        self._work.rest, self._work.asked = None, self._display.values
        self._panel.put(self._display.values)
        self.picture.paint()
        self._work.show(self._display.result)
        self.page.warn(Words("Interrupted: the previous setting is back.", "已中断：恢复到之前的设置。"))
