"""The long work of a demo: a step at a time, the kernel listening in between, until a newer setting takes its place."""

from collections.abc import Callable
from inspect import isgenerator
from numbers import Real
from typing import Any

from course_nn.stage.callbacks import callback, running_loop
from course_nn.stage.controls import Values


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

    def begin(self, values: Values) -> None:
        """Show the result for these values; if that takes long, once the loop has come to its end."""
        self.rest, self.asked = None, values  # what was under way is given up
        result = self._display.spec.result(values)
        if isgenerator(result) and self._loop:
            self.rest = result
            self._advance(result)
        else:
            self.show(self._whole(result))

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
        self.rest = rest
        self._loop.call_soon_threadsafe(self._advance, rest)

    @callback
    def _advance(self, rest):
        """One step; before the next one the kernel listens to the page."""
        if rest is not self.rest:  # a newer setting has taken its place
            return
        self.rest = None
        try:
            step = next(rest)
        except StopIteration as end:
            self.show(end.value)
        else:
            self._say_or_show(step, rest)

    def _say_or_show(self, step, rest):
        """What a long computation yields: the share that is done, or a first part of its result."""
        if isinstance(step, Real):
            self._go_on(rest)
            self._display.page.say_progress(step)
        else:
            self.rest = rest
            self.show(step)


def first_part(result: Any, say: Callable = lambda share: None, whole: bool = False) -> tuple[Any, Any]:
    """What can be shown first of what compute has made, and the generator of the rest; None: there is no more.

    say   : told the share that is done, 0 to 1
    whole : nothing is shown before the end
    """
    while isgenerator(result):
        try:
            step = next(result)
        except StopIteration as end:
            return end.value, None
        if isinstance(step, Real):
            say(step)
        elif not whole:
            return step, result
    return result, None


def finished(result: Any) -> Any:
    """The result of compute, of all its steps if it takes some."""
    return first_part(result, whole=True)[0]
