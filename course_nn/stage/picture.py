"""The picture of a demo: painted whole once, then only moved; anew in another language, or with more dots."""

from typing import Any

import numpy as np
from matplotlib.artist import Artist

from course_nn.common.words import LANGUAGE, language_of_pictures, term
from course_nn.drawing import Axes, marks
from course_nn.stage.choosing import Choices
from course_nn.stage.controls import Values, with_values
from course_nn.stage.estimating import Estimating
from course_nn.stage.frame import Frame, painting
from course_nn.stage.sheet import PIXELS, STACKED, Sheet, Size, size
from course_nn.stage.touch import Touch
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
    asked_at  : {control: value} at which the truth of that question can be seen; there what the answer missed is shaded
    hovered   : what lies under the pointer, as Touch.hovered has it
    laid_out  : the result and the values for which the axes got their places; they stay there
    artists   : as paint made them
    figure    : of Matplotlib;  frame : the Frame that makes its pixels;  touch : the Touch, its handles
    """

    def __init__(self, demo, dpi):
        self.demo, self.figure = demo, Sheet(dpi=dpi)
        self.answer: Any = ""
        self.veil: Veil | None = None
        self.lifted: Veil | None = None
        self.asked: Choices | Estimating = Choices({})
        self.asked_at: dict = {}
        self.predicted: list = []
        self.missed: Artist | None = None
        self.hovered: tuple[str, int] | None = None
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
        self.missed, self.predicted = None, []

    def _offer(self):
        """What may be predicted joins what is first shown of a veiled picture."""
        self.asked.draw(self.artists)
        self.frame.lay_out()
        self._holds_answers = True

    def _haunt(self, result, values):
        """Where the student's prediction can be drawn, it joins what is first shown, for the picture to refute."""
        if found := self.asked.place(self.artists, self.answer):
            self.predicted = haunt(self.artists, found)
            missed = self.asked.missed(self.artists, self.answer)
            self.missed = marks.area(*missed, zorder=SHADE) if missed else None
            self._move(result, values)
            self.frame.lay_out()  # it stands in the background, too, as long as nothing moves it
        self._holds_answers = True

    def show(self, result: Any, values: Values) -> None:
        """Move the artists to a result, and redraw what that has changed."""
        with painting():  # ticks are made when they are first drawn
            for artist, is_visible in self._hidden:
                artist.set_visible(is_visible)
            self._move(result, values)
            self._hidden = self._veiled()
            if not self._holds_answers:
                self._offer() if self.veil or self.asked.stays else self._haunt(result, values)
            self._compare(values)
            self.frame.draw()

    def _compare(self, values):
        """What an answer missed is shaded where the truth of its question is seen; elsewhere it may have no place."""
        on = self.asked.on or self.asked_at
        is_there = all(values[name] == at for name, at in self.asked_at.items() if name in on)
        shades = [self.missed] if self.missed else []
        for artist in [*shades, *(self.predicted if self.asked.on else [])]:
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
        with_values(self.demo.draw, self.artists, result, values=values, hovered=self.hovered)


def haunt(artists: Any, place: tuple[Axes, np.ndarray]) -> list:
    """What was predicted joins the artists as `prediction`, whatever holds them."""
    named = artists if isinstance(artists, dict) else vars(artists)
    named["prediction"] = marks.ghost(*place, term("your prediction").drawn())
    return named["prediction"]
