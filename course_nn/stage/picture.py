"""The picture of a demo: painted whole once, then only moved; anew in another language, or with more dots."""

from typing import Any

import numpy as np
from matplotlib.artist import Artist

from course_nn.common.words import LANGUAGE, language_of_pictures, term
from course_nn.drawing import Axes, marks
from course_nn.drawing.veiled import cover, rest
from course_nn.stage.choosing import Choices
from course_nn.stage.controls import Pad, Values, with_values
from course_nn.stage.estimating import Estimating
from course_nn.stage.frame import Frame, painting
from course_nn.stage.rivals import RIVALS, seat
from course_nn.stage.sheet import PIXELS, STACKED, Sheet, Size, size
from course_nn.stage.touch import Touch, named
from course_nn.stage.veil import Veil

SHADE = 1.5  # above maps and bars, below lines and points


class Picture:
    """The figure of one demo, its artists, and the frame that makes pixels of it.
    一个演示的图：图形、图元，以及把它变成像素的帧。

    demo      : the Demo whose paint and draw are called
    answer    : what the student locked in this round, which haunts the picture; "" while there is nothing
    veil      : the Veil over it while its question waits, else None
    lifted    : the Veil that was over it until an answer was locked; None before
    asked     : what of that question lies in the veiled picture: its Choices, or an Estimating; or a Crowd, which stays
    predicted : the artists of that answer
    missed    : the artist that shades what the answer missed; None where nothing is shaded
    hovered   : what lies under the pointer, as Touch.hovered has it
    laid_out  : the result and the values for which the axes got their places; they stay there
    artists   : as paint made them
    figure    : of Matplotlib;  frame : the Frame that makes its pixels;  touch : the Touch, its handles
    """

    def __init__(self, demo, dpi):
        self.demo = demo
        with painting():
            self.figure = Sheet(dpi=dpi)
        self.answer: Any = ""
        self.veil: Veil | None = None
        self.lifted: Veil | None = None
        self.asked: Choices | Estimating = Choices({})
        self.predicted: list = []
        self.missed: Artist | None = None
        self.hovered: tuple[str, int] | None = None
        self._seated: tuple[list, list] = ([], [])  # the rivals in the picture, and their artists
        self._hidden: list[tuple] = []  # by the veil: artists, and whether draw has made them visible
        self.laid_out: tuple = ()
        self.touch = Touch(demo.handles, self.figure, PIXELS)
        self.resize(self.size_in([]), dpi / PIXELS)

    def size_in(self, room: list) -> Size:
        """Its size in that room of the page."""
        return size(room, self.demo.height, self._columns)

    def resize(self, size: Size, dots: float) -> None:
        """To be painted anew at this size, with so many dots a page pixel."""
        self.figure.set_size_inches(size.inches)
        self.figure.set_dpi(dots * PIXELS * size.scale)
        self.figure.stacks = self._columns > 1 and size.wide < STACKED
        self.touch.pixels = PIXELS * size.scale

    @property
    def _columns(self):
        return self.demo.columns or self.figure.columns

    def paint(self, *laid_out) -> None:
        """From nothing, in the reader's language, laid out for a result and its values; without them, as before."""
        self.laid_out = laid_out or self.laid_out
        self._language, language = "", language_of_pictures(LANGUAGE.shown)  # none, should this be interrupted
        self.figure.clear()
        self.figure.set_layout_engine("constrained")
        self.frame = Frame(self.figure)
        with painting():
            self.artists = self.demo.paint(self.figure)
            self._move(*self.laid_out)
            self.frame.lay_out()  # what is shown next is drawn over it, so the frame knows at once which artists move
        self._language, self._holds_answers, self._hidden = language, False, []
        self.missed, self.predicted, self._seated = None, [], ([], [])

    def _offer(self):
        """What may be predicted joins what is first shown of a veiled picture; it alone can be taken hold of."""
        rest(self.figure)
        self.asked.draw(self.artists)
        if self.veil:
            cover(self.figure, self.asked.within(self.artists))
        self.frame.lay_out()
        self._holds_answers = True

    def _haunt(self, result, values):
        """Where the student's prediction can be drawn, it joins what is first shown, for the picture to refute."""
        if found := self.asked.place(self.artists, self.answer):
            true, told = self.asked.truth(self.artists, self.answer), self.asked.told(self.answer)
            self.predicted = haunt(self.artists, found, true)
            if told:
                self.predicted.append(marks.tell(found[0], true, told))
            missed = self.asked.missed(self.artists, self.answer)
            self.missed = marks.shade(*missed, zorder=SHADE) if missed else None
            self._move(result, values)
            self.frame.lay_out()  # it stands in the background, too, as long as nothing moves it
        self._holds_answers = True

    def show(self, result: Any, values: Values) -> None:
        """Move the artists to a result, and redraw what has changed; what fails half-way is painted anew next time."""
        language, self._language = self._language, ""
        with painting():  # ticks are made when they are first drawn
            for artist, is_visible in self._hidden:
                artist.set_visible(is_visible)
            self._move(result, values)
            self._hidden = self._veiled()
            if not self._holds_answers:
                self._offer() if self.veil or self.asked.stays else self._haunt(result, values)
            self._compare()
            self._seat(result)
            self.frame.draw()
        self._language = language

    def _rivals(self, result):
        """Those that meet this result, once nothing waits for an answer."""
        contest, rivals = self.demo.contest, RIVALS.of(self.demo.name)
        return [one for one in rivals if contest.meets(one, result)] if contest and not self.veil else []

    def _seat(self, result):
        """The rivals that a student has brought."""
        rivals = self._rivals(result)
        if rivals != self._seated[0]:
            for artist in self._seated[1]:
                artist.remove()
            self._seated = rivals, seat(self.demo.contest, self.artists, rivals)

    def _compare(self):
        """What was set or drawn, and what it missed, is seen where the truth is; elsewhere it may have no place."""
        own, asked = [*self.predicted, *([self.missed] if self.missed else [])], self.asked
        if isinstance(self.answer, str) or not isinstance(asked, Estimating):  # of an option, its demo says where it is
            return
        is_there = bool(own) and asked.compares(self.artists, self.answer, own)
        for artist in own:
            marks.change(artist, visible=is_there)

    def choose(self, answer: Any) -> None:
        """Mark what the student has chosen, set or drawn in the veiled picture."""
        with painting():
            self.asked.choose(answer)
            self.frame.draw()

    def mark(self, place: int | None) -> None:
        """Mark the place of a curve that is being set in the veiled picture."""
        with painting():
            self.asked.mark(place)
            self.frame.draw()

    def paths(self, result: Any, values: Values) -> list:
        """Where a hand can take hold of something, or choose, as Touch.paths has it."""
        if self.veil:
            return self.asked.paths(self.figure, self.touch.pixels)
        return self.touch.paths(self.artists, result, values)

    def ways(self) -> dict:
        """Where what is held can go, as Touch.ways has it."""
        return self.asked.ways() if self.veil else self.touch.ways(self.artists, self.demo.controls)

    def pads(self) -> dict[str, list[float]]:
        """Where each sheet lies on which a hand may draw, by the name of its control, as Touch.box has it."""
        pads = {name: one for name, one in self.demo.controls.items() if isinstance(one, Pad)}
        if self.veil:
            return {}
        papers = {name: named(self.artists, one.on) for name, one in pads.items()}
        seen = {name: paper for name, paper in papers.items() if paper.axes and paper.axes.get_visible()}
        return {name: self.touch.box(paper) for name, paper in seen.items()}

    def _veiled(self):
        """Hide what the veil hides."""
        hidden = [(artist, artist.get_visible()) for artist in self.veil.hidden(self.artists)] if self.veil else []
        for artist, _ in hidden:
            artist.set_visible(False)
        return hidden

    @property
    def speaks_the_readers_language(self) -> bool:
        return self._language == language_of_pictures(LANGUAGE.shown)

    def _move(self, result, values):
        known = {"values": values, "hovered": self.hovered, "rivals": self._rivals(result)}
        with_values(self.demo.draw, self.artists, result, **known)


def haunt(artists: Any, place: tuple[Axes, np.ndarray], true: np.ndarray | None = None) -> list:
    """What was predicted joins the artists as `prediction`, whatever holds them; its name stands off the true line."""
    named = artists if isinstance(artists, dict) else vars(artists)
    named["prediction"] = marks.ghost(*place, term("your prediction").drawn(), true)
    return named["prediction"]
