"""Where an estimate is set by keyboard, and without the layer: a box with a slider, for a curve one for each place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import traitlets
from ipywidgets import HBox

from course_nn.common.words import Words
from course_nn.stage.controls import Choice, in_both
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.widgets import build, level

SHAPES = {"mark": Words("one mark", "一个标记"), "band": Words("a band", "一个区间")}
SHAPE = Words("your answer", "你的答案")
ENDS = (Words("{}, from", "{}，从"), Words("to", "到"))


class EstimateForm(traitlets.HasTraits):
    """A number that is set, a band of two, or a curve that is set number by number.
    设定一个数、由两个数构成的区间，或逐点设定一条曲线。

    value : what was set; None while nothing was
    at    : the number of the place of a curve that was set last, or chosen; −1 before
    box   : the widget
    """

    value, at = traitlets.Any(), traitlets.Int(-1)

    def __init__(self, estimate: Mark | Curve, refuse: Callable) -> None:
        super().__init__()
        self._estimate, self._is_quiet = estimate, False
        self._number = build(estimate.control, refuse)
        self._place = build(estimate.place, refuse) if isinstance(estimate, Curve) else None
        may_vary = isinstance(estimate, Mark) and bool(estimate.spread)
        self._shape = build(Choice(SHAPE, SHAPES, "mark"), refuse) if may_vary else None
        self._ends = [build(replace(estimate.control, label=label), refuse) for label in self._labels()]
        self.box = HBox()
        for name in ("cn-columns", "cn-setting"):
            self.box.add_class(name)
        self._listen()
        self._show()

    def _labels(self):
        """Of the two ends of a band."""
        label = in_both(self._estimate.label)
        return [Words(*(end.format(name) for end, name in zip(ends, label))) for ends in ENDS]

    def _listen(self):
        self._number.core.observe(self._set, "value")
        for item, live in enumerate(self._ends):
            live.core.observe(lambda change, item=item: self._set_end(item, change.new), "value")
        if self._place:
            self._place.core.observe(self._go, "value")
        if self._shape:
            self._shape.core.observe(self._reshape, "value")

    def put(self, value: Any) -> None:
        """Show a value that was set elsewhere; None: nothing was. 显示在别处所设的值。"""
        self.value = self._estimate.read(value)
        self._show()

    def relabel(self) -> None:
        """Follow the language. 跟随语言。"""
        was_quiet, self._is_quiet = self._is_quiet, True  # new words take a choice away for a moment
        for live in (self._number, *self._ends):
            live.relabel()
        level(self._lives())
        self._is_quiet = was_quiet

    def _lives(self):
        """What stands in the form now."""
        lives = (self._shape, *(self._ends if self._is_band else [self._place, self._number]))
        return [live for live in lives if live]

    @property
    def _now(self):
        return self._estimate.start if self.value is None else self.value

    @property
    def _is_band(self):
        return self._shape is not None and bool(np.ndim(self._now))

    def _show(self):
        """The number, those of a band, or that at the chosen place of the curve."""
        self._is_quiet, now = True, self._now
        if self._is_band:
            for live, end in zip(self._ends, now):
                live.core.value = end
        else:
            self._number.core.value = now[self._place.core.value] if self._place else now
        if self._shape:
            self._shape.core.value = "band" if self._is_band else "mark"
        self.box.children = [live.view for live in self._lives()]
        (self.box.remove_class if self.value is None else self.box.add_class)("cn-set")
        self._is_quiet = False

    def _go(self, change):
        """To another place of the curve."""
        if self._is_quiet:
            return
        self.at = change.new
        self._show()

    def _set(self, change):
        if self._is_quiet or self._is_band:  # a slider that no longer stands in the form sets nothing
            return
        self.box.add_class("cn-set")
        if self._place is None:
            self.value = change.new
            return
        numbers = list(self._now)
        self.at = self._place.core.value
        numbers[self.at] = change.new
        self.value = tuple(numbers)

    def _set_end(self, item, end):
        """One end of the band; it stops at the other."""
        if self._is_quiet or not self._is_band:
            return
        low, high = self._now
        self.value = (min(end, high), high) if item == 0 else (low, max(end, low))
        self._show()

    def _reshape(self, change):
        """A band around the mark, or a mark in the middle of the band."""
        if self._is_quiet:
            return
        estimate, now = self._estimate, self._now
        self.value = estimate.band(now) if change.new == "band" else estimate.control.near(estimate.middle(now))
        self._show()
        self.relabel()
