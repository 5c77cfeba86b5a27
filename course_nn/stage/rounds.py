"""A round: its question and its demo tell each other how far the student has come.

Ask, look, then learn why. While a question waits for its answer, what it asks for is missing in the picture of its
round; the answer is given below that picture. Once the first task of the demo has been seen to be done, the question
says why.
"""

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import traitlets
from ipywidgets import Widget

from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.stage import sceptic
from course_nn.stage.callbacks import callback
from course_nn.stage.cells import cell_id
from course_nn.stage.choosing import Choices
from course_nn.stage.estimating import Estimating
from course_nn.stage.presenting import LECTURE


class RoundOnPage(traitlets.HasTraits):
    """What the question and the demo of a round know of each other.
    一轮之中，题目与演示互相知道的事。

    demo     : which waits for the answer, "xor.one_unit"
    waits    : whether the question waits for its answer
    options  : of the question, {key: letter}; {} where nothing was asked
    choice   : the option that is chosen, or the value that is set, and not locked yet; "" while there is none
    place    : the number of the place of a curve that is being set; −1 while it is drawn
    answer   : the option or the value that was locked; "" while there is none
    lock     : (value, sure) -> None, which locks an answer that is given in code; None where nothing was asked
    form     : the widget by which the question is answered; None where nothing was asked
    hosts    : how many demos show the form, each below its picture
    looked   : whether the student uncovered the demo before answering
    observed : whether the first task of the demo has been seen to be done
    measured : counted up once what was set or drawn can be compared with the truth
    rests    : () -> whether the demo has nothing left to compute
    """

    waits, looked, observed = traitlets.Bool(), traitlets.Bool(), traitlets.Bool()
    demo, choice, answer = traitlets.Unicode(), traitlets.Any(""), traitlets.Any("")
    options: traitlets.Dict = traitlets.Dict()
    form, hosts, place, measured = traitlets.Any(), traitlets.Int(), traitlets.Int(-1), traitlets.Int()
    rests: Callable[[], bool] = staticmethod(lambda: True)
    lock: Callable | None = None

    def forget(self) -> None:
        """What the last reader has done here is none of the next one's. 忘记上一位读者在这一轮所做的事。"""
        self.looked = self.observed = False


def begin(
    key: str,
    demo: str,
    form: Widget,
    options: Mapping[str, str] = MappingProxyType({}),
    lock: Callable | None = None,
) -> RoundOnPage:
    """The round of a question that is asked now; the demo that is opened next under this name belongs to it.
    由题目开始的一轮；接下来以此名打开的演示属于这一轮。
    """
    rounds = Sitting.now.all(RoundOnPage)
    rounds[key] = rounds.pop(key, RoundOnPage(demo=demo))  # the last one now
    rounds[key].options, rounds[key].lock = dict(options), lock
    rounds[key].form = form
    return rounds[key]


def current(demo: str) -> tuple[str, RoundOnPage]:
    """The round to which a demo belongs that is opened now, and its id; one of its own, "", if nothing was asked.
    演示当前所属的一轮及其编号。

    A demo may be shown in rounds that ask nothing, too: the cell of the course that runs says which round it is.
    """
    rounds, lecture, cell = Sitting.now.all(RoundOnPage), demo.partition(".")[0], cell_id()
    if cell.startswith(f"{lecture}-") and cell.endswith("-play"):
        key = cell.removesuffix("-play")
    else:
        key = next((key for key, one in reversed(rounds.items()) if one.demo == demo and one.form is not None), "")
    return key, rounds.setdefault(key, RoundOnPage(demo=demo)) if key else RoundOnPage()


def for_the_hand() -> bool:
    """Whether the cell of the course that runs, "start-hand", shows a demo only to be moved: without tasks.
    正在运行的课程单元格是否只为动手而展示演示，不带任务。
    """
    return cell_id().endswith("-hand")


def covers() -> bool:
    """Whether demos wait for their questions: COURSE_NN_COVER, on or off. 题目作答之前是否遮住演示。"""
    return os.environ.get("COURSE_NN_COVER", "on").strip().lower() in ("", "on")


def offered(demo: Any, key: str, options: Mapping[str, str], chosen: Any = "") -> Choices | Estimating:
    """What lies in the veiled picture of a Demo in a round: something to be set or drawn, or the options.
    某轮遮住答案的图中供设定、画出或选择的内容。
    """
    estimate = demo.estimate_of(key)
    return Estimating(estimate, demo.ghost, chosen) if estimate else Choices(options, demo.ghost, chosen)


class Asking:
    """A demo whose question waits is veiled, and shows below its picture where to answer; what was locked joins it.

    key     : the id of the round
    round_  : the RoundOnPage of the demo
    display : its Display;  door : its Door
    start   : the Values with which it was opened
    go      : Values -> None, moves its controls;  prepare : likewise, and only computes what will come of it
    rests   : () -> whether it has nothing left to compute

    shown    : {control: value} at which the truth of its question can be seen, where it cannot as the demo starts
    asked_at : all values there
    """

    def __init__(self, key, round_, display, door, start, go, prepare, rests):
        self._key, self._round, self._display, self.door = key, round_, display, door
        self._start, self._go, self._prepare, self._rests = start, go, prepare, rests
        self._hosts = False
        self.shown = display.spec.checked(display.spec.shown_of(key))
        asked = start | self.shown
        self.asked_at = {name: asked[name] for name in asked if name != sceptic.NAME}
        display.picture.answer = round_.answer
        self._options: dict = {}
        self._lay()
        if self._covers():
            display.picture.veil = display.spec.veil_of(key)

    def listen(self) -> None:
        """From now on, and to what was locked meanwhile in another thread."""
        self._round.rests = self._rests
        for name in ("waits", "looked"):
            self.door.hear(self._round, name, self._waits)
        self.door.hear(self._round, "answer", self._haunt)
        self.door.hear(self._round, "measured", self._compare)
        self.door.hear(self._round, "choice", self._mark)
        self.door.hear(self._round, "place", self._mark_place)
        self.door.hear(self._round, "form", self._host)
        self._display.page.look.on_click(self._look)
        self._display.page.veil(self._display.is_veiled)
        self._host()
        self._haunt()

    def _covers(self):
        return self._round.waits and covers() and not LECTURE.on

    @property
    def is_answered(self) -> bool:
        """Whether an answer is locked. 是否已锁定答案。"""
        return self._round.answer != ""

    def predict(self, value: Any, sure: str) -> None:
        """Lock an answer that is given in code, as the page does.

        raises : BadInput where nothing is asked, or for what is no answer
        """
        if self._round.lock is None:
            raise BadInput(
                'no question waits for this demo: run the cell with predict("…") of its round first',
                '没有题目在等待这个演示：请先运行本轮中 predict("…") 所在的单元格',
            )
        self._round.lock(value, sure)

    def leave(self) -> None:
        """The demo is closed: the question is answered elsewhere."""
        self._round.rests = RoundOnPage.rests
        if self._hosts:
            self._display.page.host(None)
            self._round.hosts -= 1

    @callback
    def _host(self, change=None):
        """The question is answered below the picture, also one whose cell was run after that of the demo."""
        if self._round.form:
            self._display.page.host(self._round.form)
            self._offer()
            self._round.hosts += not self._hosts
            self._hosts = True

    def _offer(self):
        """What may be answered lies in the picture, also to a question that was asked after the demo was opened."""
        if self._options != self._round.options:
            self._lay()
            if self._display.is_veiled:
                self._display.repaint()

    def _lay(self):
        self._options = self._round.options
        self._display.picture.asked = offered(self._display.spec, self._key, self._options, self._round.choice)

    @callback
    def _waits(self, change):
        """It was answered, or the student looks; or it is forgotten, and asked of the next reader."""
        if self._covers() and not self._round.looked:
            self._display.veil(self._display.spec.veil_of(self._key))
        elif self.shown and self.is_answered and not self._has_moved:
            self._display.unveils = True
            self._display.road.begin_anew(self.asked_at)
            self._go(self.shown)  # the truth of the question, unless the reader has moved something meanwhile
        else:
            self._display.unveil()

    @property
    def _has_moved(self):
        """Whether the reader has moved a control; the sceptic's follows the others by itself."""
        now = self._display.panel.values
        return any(now[name] != value for name, value in self._start.items() if name != sceptic.NAME)

    def touched(self, handle: int, item: int, grab: int, place: tuple, holds: bool, began: tuple) -> None:
        """A hand chooses, sets or draws what lies in the veiled picture."""
        chosen = self._display.picture.asked.touched(handle, item, grab, place, holds, began)
        if chosen is not None:
            self._round.choice = chosen

    @callback
    def _mark(self, change):
        self._display.choose(change.new)
        if self.shown and change.new != "" and self._display.is_veiled and not self._has_moved:
            self._prepare(self.shown)  # while the student still thinks how sure to be

    @callback
    def _mark_place(self, change):
        self._display.mark(None if change.new < 0 else change.new)

    @callback
    def _haunt(self, change=None):
        """The prediction joins the picture."""
        picture = self._display.picture
        self._display.page.may_clip(self.is_answered)
        if self.is_answered:
            picture.lifted = self._display.spec.veil_of(self._key)
        if picture.answer != self._round.answer:
            picture.answer = self._round.answer
            if not picture.veil:
                self._display.repaint()

    @callback
    def _compare(self, change):
        """What the prediction missed joins the picture, too."""
        if not self._display.picture.veil:
            self._display.repaint()

    @callback
    def _look(self, button):
        """The student looks before answering, and may."""
        self._round.looked = True
        self._display.unveil()
