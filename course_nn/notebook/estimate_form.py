"""Where an estimate is set by keyboard, and without the layer: a box with a slider, and for a curve its places."""

from collections.abc import Callable
from typing import Any

import traitlets
from ipywidgets import HBox

from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.widgets import build, level


class EstimateForm(traitlets.HasTraits):
    """A number that is set, or a curve that is set number by number.
    设定一个数，或逐点设定一条曲线。

    value : what was set; None while nothing was
    box   : the widget
    """

    value = traitlets.Any()

    def __init__(self, estimate: Mark | Curve, refuse: Callable) -> None:
        super().__init__()
        self._estimate, self._is_quiet = estimate, False
        self._number = build(estimate.control, refuse)
        self._place = build(estimate.place, refuse) if isinstance(estimate, Curve) else None
        self._lives = [live for live in (self._place, self._number) if live]
        self.box = HBox([live.view for live in self._lives])
        self.box.add_class("cn-columns")
        self._number.core.observe(self._set, "value")
        if self._place:
            self._place.core.observe(lambda change: self._show(), "value")

    def put(self, value: Any) -> None:
        """Show a value that was set elsewhere; None: nothing was. 显示在别处所设的值。"""
        self.value = self._estimate.read(value)
        self._show()

    def relabel(self) -> None:
        """Follow the language. 跟随语言。"""
        level(self._lives)

    def _show(self):
        """The number, or that at the chosen place of the curve."""
        now = self._estimate.start if self.value is None else self.value
        self._is_quiet = True
        self._number.core.value = now[self._place.core.value] if self._place else now
        self._is_quiet = False

    def _set(self, change):
        if self._is_quiet:
            return
        if self._place is None:
            self.value = change.new
            return
        numbers = list(self._estimate.start if self.value is None else self.value)
        numbers[self._place.core.value] = change.new
        self.value = tuple(numbers)
