"""The controls of a demo as they stand on the page: a hand moves one, code and buttons move many at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from course_nn.stage import sceptic
from course_nn.stage.controls import Values
from course_nn.stage.page import Page
from course_nn.stage.play import Player
from course_nn.stage.widgets import build


class Panel:
    """The values of all controls, and Play for those that are time.

    spec      : the Demo whose controls they are
    refuse    : called with the BadInput of a text that is refused, and with None once it has been mended
    computing : () -> whether a long computation is under way

    live     : {name: Live}
    players  : {name: Player}, of the controls that are time
    is_quiet : whether controls are moved just now without a frame for each of them
    """

    def __init__(self, spec, refuse, computing):
        self._spec, self.is_quiet = spec, False
        self.live = {name: build(control, refuse) for name, control in spec.controls.items()}
        for name, live in self.live.items():
            if live.slider:
                live.slider.add_class("cn-slides").add_class(f"cn-of-{name}")  # so that the layer finds it
        self.players = {
            name: Player(self.live[name].core, control, lambda: self.values, computing)
            for name, control in spec.controls.items()
            if control.plays
        }

    @property
    def values(self) -> Values:
        """Of all controls, {parameter: value}."""
        return Values({name: live.core.value for name, live in self.live.items()})

    def listen(self, moved: Callable, doubted: Callable) -> None:
        """Call moved(change) when a control moves, and doubted(change) when a sceptic's change is chosen."""
        for name, live in self.live.items():
            live.core.observe(doubted if name == sceptic.NAME else moved, "value")

    def put(self, values: dict[str, Any]) -> None:
        """Set controls without a frame for each of them."""
        with self.quietly():
            for name, value in values.items():
                self.live[name].core.value = value
        self.name_change()

    def restore(self, values: dict[str, Any]) -> None:
        """Set controls likewise, also over texts that were refused."""
        self.put(values)
        for name in values:
            self.live[name].restore()

    def nearest(self, wanted: dict[str, Any], holds: bool) -> dict[str, Any]:
        """What a hand on the picture asks for, as controls can have it; {} if that would move nothing.

        holds : what retrains waits until the hand lets go, as its slider does
        """
        controls, now = {name: self._spec.control(name) for name in wanted}, self.values
        values = {name: control.near(wanted[name]) for name, control in controls.items()}
        waits = holds and not all(getattr(control, "continuous", True) for control in controls.values())
        return {} if waits or all(value == now[name] for name, value in values.items()) else values

    def foreseen(self, wanted: dict[str, Any]) -> Values:
        """The values of all controls once these have been moved."""
        values = Values(self.values | wanted)
        if sceptic.NAME in values:
            values[sceptic.NAME] = self._spec.sceptic.named(values, self._spec.controls)
        return values

    def name_change(self) -> None:
        """The sceptic's choice says which change the controls show."""
        if sceptic.NAME in self.live:
            with self.quietly():
                self.live[sceptic.NAME].core.value = self._spec.sceptic.named(self.values, self._spec.controls)

    def fold(self, page: Page) -> None:
        """Controls that would do nothing beside the others are folded away, and Play with its slider."""
        values = self.values
        for name, control in self._spec.controls.items():
            used = control.used(values)
            page.fold_control(name, used)
            if name in self.players:
                self.players[name].allow(used)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What controls say meanwhile is not listened to."""
        self.is_quiet = True
        try:
            yield
        finally:
            self.is_quiet = False

    def stop(self) -> None:
        """Let go of Play."""
        for player in self.players.values():
            player.stop()
