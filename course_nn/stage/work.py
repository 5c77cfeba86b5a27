"""The long work of a demo: a step at a time, the kernel listening in between, until a newer setting takes its place."""

from collections.abc import Callable
from inspect import isgenerator, isgeneratorfunction
from numbers import Real
from time import monotonic
from types import GeneratorType
from typing import Any

from course_nn.stage.callbacks import PAUSE, callback, in_turn, running_loop
from course_nn.stage.controls import Values

CALM = 0.5  # seconds in which nothing was chosen: a hand may be dragging


class Work:
    """What is asked of a demo is computed at once, or step by step in the loop of the kernel.

    display : the Display that shows what comes of it
    door    : the Door by which the loop comes in

    asked : the values whose result is wanted
    rest  : the generator of what is still to come, None at rest; whoever puts something else here drops it
    """

    def __init__(self, display, door):
        self._display, self._loop, self.door = display, running_loop(), door
        self.asked: Values = display.values
        self.rest: Any = None
        self._ahead: tuple = ()  # values, and their result or the generator of it: nobody has asked for it yet
        self._last = 0.0  # seconds: when that was wished for

    def begin(self, values: Values) -> None:
        """Show the result for these values; if that takes long, once the loop has come to its end."""
        self.rest, self.asked = None, values  # what was under way is given up
        ready, self._ahead = self._ahead, ()
        result = ready[1] if ready and ready[0] == values else self._display.spec.result(values)
        if isgenerator(result) and self._loop:
            self.rest = result
            self._advance(result)
        else:
            self.show(self._whole(result))

    def prepare(self, values: Values) -> None:
        """Begin with the result for these values, which will be asked for next; nothing of it is shown."""
        self._last = monotonic()
        if self._loop and not self._ahead and isgeneratorfunction(self._display.spec.compute):
            self._ahead = values, self._display.spec.result(values)
            self._loop.call_soon_threadsafe(self._go_ahead, self._ahead)

    @callback
    def _go_ahead(self, ahead):
        """One step, if nothing else is under way and no hand is busy."""
        if ahead is not self._ahead:
            return
        if self.rest is None and monotonic() - self._last > CALM:
            self._ahead, (values, work) = (), ahead  # dropped, should it fail
            try:
                next(work)
            except StopIteration as end:
                self._ahead = values, end.value
                return
            self._ahead = ahead
        self._loop.call_later(PAUSE, self._go_ahead, ahead)

    def first(self, values: Values, whole: bool = True) -> Any:
        """The result for these values; or what can be shown of it first, and then there is a rest."""
        self.asked = values
        result, self.rest = first_part(self._display.spec.result(values), self._display.page.say_progress, whole)
        return result

    def show(self, result: Any) -> None:
        """Show this; if there is a rest, it is a first part, and the loop goes on with the next step."""
        if self.rest:
            self._go_on(self.rest)
        self._display.show(result, self.asked, is_partial=self.rest is not None)

    def finish(self) -> None:
        """Show all that is still to come, now."""
        rest, self.rest = self.rest, None
        self.show(self._whole(rest))

    def whole(self, values: Values) -> Any:
        """The result for these values, of which nothing is shown."""
        return self._whole(self._display.spec.result(values))

    def _whole(self, result):
        found, _ = first_part(result, self._display.page.say_progress, whole=True)
        self._display.page.say_no_more()
        return found

    def _go_on(self, rest):
        """The next step; of all that nobody sees, one at a time, with a pause in which a hand is heard."""
        self.rest = rest
        if self._display.page.out_of_sight:
            in_turn(self._loop, self._advance_unseen, self._patience)
        else:
            self._loop.call_soon_threadsafe(self._advance, rest)

    def _advance_unseen(self):
        self._advance(self.rest)

    def _patience(self):
        """Not while cells run, unless it has come into sight."""
        return -1 if self._display.page.out_of_sight else 1

    @callback
    def _advance(self, rest):
        """One step; before the next one the kernel listens to the page."""
        if rest is None or rest is not self.rest:  # a newer setting has taken its place
            return
        self.rest = None
        try:
            step = next(rest)
        except StopIteration as end:
            self.show(end.value)
        else:
            self._say_or_show(step, rest)

    def _say_or_show(self, step, rest):
        """What a long computation yields: the share that is done, or a function that gives a first part."""
        if isinstance(step, Real):
            self._go_on(rest)
            self._display.page.say_progress(step)
        else:
            self.rest = rest
            self.show(step())


def first_part(result: Any, say: Callable = lambda share: None, whole: bool = False) -> tuple[Any, Any]:
    """What can be shown first of what compute has made, and the generator of the rest; None: there is no more.

    say   : told the share that is done, 0 to 1
    whole : nothing is shown before the end
    """
    while type(result) is GeneratorType:  # whatever else is handed over may answer anything
        try:
            step: Any = next(result)
        except StopIteration as end:
            return end.value, None
        if isinstance(step, Real):
            say(step)
        elif not whole:
            return step(), result
    return result, None


def finished(result: Any) -> Any:
    """The result of compute, of all its steps if it takes some."""
    return first_part(result, whole=True)[0]
