"""What is shown of a demo: the picture moves to a result, the page and the controls follow, and all is said of it."""

from time import monotonic
from typing import Any

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words
from course_nn.stage import address
from course_nn.stage.callbacks import callback, in_turn, one_at_a_time, running_loop
from course_nn.stage.controls import Values
from course_nn.stage.crowd import Crowd
from course_nn.stage.rivals import RIVALS
from course_nn.stage.sheet import PIXELS, SCREEN, Size
from course_nn.stage.veil import Veil
from course_nn.stage.work import first_part

REST = 3  # seconds without a new picture, after which one that is out of sight gives its pixels back
VEILED = Words("What the question asks for is hidden until you lock an answer.", "题目所问的部分在锁定答案之前不显示。")


class Display:
    """The picture of a demo on its page, with its controls, in the reader's language.

    spec    : the Demo;  panel, page, picture, road : its parts
    door    : the Door by which the page and the language come in

    result, values : what the picture shows, and at which values of the controls
    is_partial     : whether that is a first part of the result
    in_hall        : whether it is shown as in a lecture hall
    is_veiled      : whether what its question asks for is hidden
    unveils        : whether the next whole result lifts the veil
    """

    def __init__(self, spec, panel, page, picture, road, door):
        self.spec, self.panel, self.page, self.picture, self.road, self.door = spec, panel, page, picture, road, door
        self.result: Any = None
        self.values: Values = spec.start()
        self.is_partial = self.in_hall = self.unveils = False
        self._loop = running_loop()
        self._density = 1.0  # dots of the screen a page pixel
        self._fitted: tuple = (picture.size_in([]), spec.dpi / PIXELS)
        self._last = 0.0  # seconds: when a picture was shown
        self._effect = None  # of the moral, where it was found

    def listen(self) -> None:
        """To the reader's language, once there is something to be seen."""
        self.door.hear(LANGUAGE, "shown", self._relabel)
        self.page.on_leaving(self._rest_later)
        if self.spec.contest:
            self.door.hear(RIVALS, "known", self._follow_rivals)

    def show(self, result: Any, values: Values, is_partial: bool = False) -> None:
        """A result, or a first part of it, that was computed at these values."""
        self.is_partial = is_partial
        self.page.part(is_partial)
        if not self.picture.speaks_the_readers_language:
            self.picture.paint()
        self.picture.show(result, values)
        self.result, self.values = result, values
        if not is_partial:
            self._put_moved()
        self.panel.fold(self.page)
        self._publish()
        if not is_partial:
            self._lift()
            self._explain()
            self.page.say_address(self.address)

    @property
    def address(self) -> str:
        """What the address of the page says of the setting. 网页地址中关于当前设置的部分。"""
        return address.written(self.spec.controls, self.spec.held, self.panel.values)

    def refuse(self, error: BadInput | Words | None) -> None:
        """Say what is wrong and let go of Play; None: what was refused before has been mended."""
        if error:
            self._lift()
            self.panel.stop()
            self.page.warn(error)
        else:
            self.page.warning = ""
            self._explain()

    @property
    def is_veiled(self) -> bool:
        return self.picture.veil is not None

    def veil(self, veil: Veil) -> None:
        """Hide what the question asks for."""
        self.picture.veil, self.unveils = veil, False
        self.page.veil(True)
        self.repaint()

    def unveil(self) -> None:
        """Show what the question asks for."""
        if self.is_veiled:
            self.picture.veil = None
            self.page.veil(False)
            self.page.lift()
            self.repaint()

    def _lift(self):
        """The veil, if the picture has come to where the truth can be seen."""
        if self.unveils:
            self.unveils = False
            self.unveil()

    def gather(self, crowd: Crowd, veil: Veil | None) -> None:
        """Show the votes of a class, below a veil or beside the truth."""
        self.picture.asked = crowd
        if veil:
            self.veil(veil)
        elif self.is_veiled:
            self.unveil()
        else:
            self.repaint()

    def choose(self, answer: Any) -> None:
        """Mark what the student has chosen in the veiled picture."""
        if self.is_veiled:
            self.picture.choose(answer)
            self._publish()

    def mark(self, place: int | None) -> None:
        """Mark the place of a curve that is being set in the veiled picture."""
        if self.is_veiled:
            self.picture.mark(place)
            self._publish()

    @callback
    def repaint(self) -> None:
        """The same picture anew: in another language, or with more dots."""
        self.picture.paint()
        self.picture.show(self.result, self.values)
        self._publish()

    @property
    def words(self) -> Words:
        """The numbers of the picture; of a first part nothing yet, nor while a question waits."""
        if self.is_veiled:
            said = self.picture.asked.said
            return Words(f"{said.en} {VEILED.en}", f"{said.zh}{VEILED.zh}") if said else VEILED
        if self.is_partial:
            return Words("…", "…")
        said, rivals = self.spec.say(self.result, self.values, self.picture.hovered), self._rivals()
        return Words(f"{rivals.en} {said.en}" if rivals.en else said.en, rivals.zh + said.zh)

    def _rivals(self):
        """Who is ahead, with the rivals in it that a student has brought."""
        own, met = self._compared()
        if self.spec.contest:
            RIVALS.own[self.spec.name] = own
        return self.spec.contest.verdict(own, met) if met else Words("", "")

    def _compared(self):
        """The readers of the picture with their numbers, and the rivals that got what it shows."""
        contest, result = self.spec.contest, self.result
        met = [one for one in RIVALS.of(self.spec.name) if contest.meets(one, result)] if contest else []
        return (contest.own(result, self.values) if met else {}), met

    def _moral(self):
        """What becomes of the moral here, and what a rival makes of it."""
        en, zh = self.spec.sceptic.verdict(self.effect_in_the_lecture(), self.result, self.values)
        own, met = self._compared()
        upset = self.spec.contest.upset(own, met) if met else Words("", "")
        return Words(f"{en} {upset.en}".strip(), zh + upset.zh)

    @callback
    def _follow_rivals(self, change):
        """A rival has come: it stands in the picture at once."""
        if not self.is_partial:
            self.picture.show(self.result, self.values)
            self._publish()

    @callback
    def appear(self) -> None:
        """A page that has loaded the layer gets the picture, whole."""
        self._publish()

    def rest(self) -> None:
        """What the pixels of a picture take that nobody sees and nothing moves is given back."""
        with one_at_a_time():
            if self.page.out_of_sight and not self.is_partial:
                self.picture.frame.rest()
                self.page.rest()

    def _rest_later(self):
        """When the kernel is idle; where no page shows it, never."""
        if self._loop and not self._loop.is_closed() and self.page.out_of_sight:
            in_turn(self._loop, self._rest, lambda: -2)

    @callback
    def _rest(self):
        """Once it has not been moved for a while: a hand may be on a control below it."""
        if monotonic() - self._last > REST:
            self.rest()
        else:
            self._loop.call_later(REST, self._rest_later)

    @callback
    def hover(self, place: list) -> None:
        """A pointer has come to rest on a place, [handle, item], or has left it: []."""
        hovered = self.picture.touch.hovered(place)
        if hovered != self.picture.hovered and not self.is_veiled:
            self.picture.hovered = hovered
            self.picture.show(self.result, self.values)
            self._show_pixels()

    @callback
    def fit(self, room: list | None = None, density: float | None = None) -> None:
        """Take the room that the page gives, with as many dots as the reader's screen has, up to two a page pixel.

        In a lecture hall it has two, and stays as its author has seen it: the page makes it as wide as the screen.
        """
        SCREEN.room, self._density = room or SCREEN.room, density or self._density
        fitted = self._size(), max(self.spec.dpi / PIXELS, 2 if self.in_hall else min(self._density, 2))
        if fitted != self._fitted:
            self._fitted = fitted
            self.picture.resize(*fitted)
            self.page.resize(fitted[0])
            if self.result is not None:
                self.repaint()
            elif self.picture.laid_out:
                self.picture.paint()
        self.page.fits(SCREEN.room)

    def _size(self) -> Size:
        return self.picture.size_in([] if self.in_hall else SCREEN.room)

    def _put_moved(self):
        """Show what training has moved, but not over what a hand has moved while it was computed."""
        moved, now = self.spec.follow(self.result), self.panel.values
        asked = self.values
        self.panel.put({name: moved[name] for name in moved if moved[name] != asked[name] == now[name]})

    def _explain(self):
        """Why the result is less than was asked for; nothing is said of one that is all."""
        if reason := getattr(self.result, "reason", None):
            self.refuse(reason)
        else:
            self.page.say_no_more()

    def _show_pixels(self):
        self._last, hurry = monotonic(), any(player.hurries for player in self.panel.players.values())
        self.page.show(self.picture.frame, self.words, hurry)

    def _publish(self):
        self._show_pixels()
        self._rest_later()
        self.page.show_handles(self.picture.paths(self.result, self.values), self.picture.ways())
        self.page.show_pads(self.picture.pads())
        if self.is_partial:
            return
        if self.spec.sceptic and self.spec.sceptic.changes:
            self.page.show_moral(self._moral())
        self._take_notice()

    def effect_in_the_lecture(self) -> float:
        """How much the moral says where the controls start, computed once. 结论在起始设置下的大小。"""
        if self._effect is None:
            start, result = self.spec.found(), self.result
            if self.values != start:
                result, _ = first_part(self.spec.result(start), self.page.say_progress, whole=True)
            self._effect = self.spec.sceptic.size(result, start)
        return self._effect

    def _take_notice(self):
        """Of what the student has come to; and once solved, a challenge stays solved."""
        state, code = self.spec.judge(self.result, self.values), lambda: self.spec.code(self.panel.values)
        state = state if self.road.counts(self.values) else state and "open"
        if said := self.road.take_notice(self.result, self.values, state, code):
            self.page.warn(said)
        if self.road.gained:
            self.page.show_success()
        if self.spec.challenge:
            solved = self.road.solved
            self.page.show_challenge(self.spec.challenge.goal, "solved" if solved else state, solved)

    # ---- in another language -------------------------------------------------------------------------

    def _relabel(self, change):
        """Follow the language: words at once, pictures one after the other, the kernel listening in between."""
        self._relabel_page()
        if self._loop and not self._loop.is_closed():  # elsewhere nobody looks before a figure is asked for
            in_turn(self._loop, self._follow_words, self._urgency)

    @callback
    def _relabel_page(self):
        with self.panel.quietly():
            self.page.relabel()
        self._publish()

    @callback
    def _follow_words(self):
        if not self.picture.speaks_the_readers_language:
            self.repaint()

    def _urgency(self):
        """What plays is painted first, then what is in sight."""
        with one_at_a_time():
            plays = any(player.button.value for player in self.panel.players.values())
            return (2 if plays else int(self.page.is_seen)) if self.door.is_open else 0
