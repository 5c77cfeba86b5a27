"""What a question asks for that is answered by a measurement: a number on an axis, or a curve over one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import plain, plain_or_power
from course_nn.stage.controls import Choice, Slider, in_both

FEWEST = 50  # steps of the slider
INSIDE = 2  # dots


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A question whose answer is a measurement; what is said of it here holds for a Mark and for a Curve.

    axes      : artists -> the axes in which it is set or drawn
    label     : of the numbers, for the slider
    low, high : between which they may be; at the start the mark stands in the middle, and the curve lies there
    truth     : () -> what is measured
    places    : {option: what it says}; the nearest one counts as the option that was chosen
    log       : whether the axis is logarithmic
    unit      : behind a number, "%" or Words
    per       : one of them in units of the axis: 0.01 for per cent of a share
    """

    axes: Callable
    label: Words | str
    low: float
    high: float
    truth: Callable[[], Any]
    places: Mapping[str, Any]
    log: bool = False
    unit: Words | str = ""
    per: float = 1.0

    @cached_property
    def control(self) -> Slider:
        """The slider of a number, which starts in the middle."""
        way = np.log10(self.high / self.low) if self.log else self.high - self.low
        step = 10.0 ** np.floor(np.log10(way / FEWEST))
        middle = float(f"{self.at(0.5):.2g}")
        return Slider(self.label, self.low, self.high, middle, step, unit=self.sign, decades=self.log, digits=2)

    @property
    def sign(self) -> str:
        """The unit, if it is one for both languages."""
        return self.unit if isinstance(self.unit, str) else ""

    def share(self, numbers: Any) -> Any:
        """Where numbers lie on the axis, 0 for low and 1 for high."""
        numbers, ends = np.asarray(numbers, float), np.array([self.low, self.high])
        numbers, ends = (np.log(numbers), np.log(ends)) if self.log else (numbers, ends)
        return (numbers - ends[0]) / (ends[1] - ends[0])

    def at(self, share: float) -> float:
        """The number at this share of the axis."""
        if self.log:
            return self.low * (self.high / self.low) ** share
        return self.low + share * (self.high - self.low)

    def off(self, value: Any) -> float:
        """How far off the truth it is, as a share of the axis. 与真值相差轴长的几分之几。"""
        return self._apart(value, self.truth())

    def option(self, value: Any) -> str:
        """The option that says what is nearest to it. 最接近的选项。"""
        return min(self.places, key=lambda option: self._apart(value, self.places[option]))

    def right(self) -> str:
        """The option that is nearest to the truth."""
        return self.option(self.truth())

    def text(self, number: float) -> Words:
        """A number with its unit, as a sentence has it: 42%."""
        digits = 0 if abs(number) >= 10 else 1 if abs(number) >= 1 else 2
        return Words(*(f"{plain(number, digits)}{unit}" for unit in in_both(self.unit)))

    def shown(self, value: Any) -> Words:
        """An answer, in a line. 一行文字中的答案。"""
        return Words("your curve", "您画的曲线") if np.ndim(value) else self.text(value)

    def _apart(self, one, other):
        """The mean distance of what both have, as a share of the axis."""
        return float(np.nanmean(np.abs(self.share(one) - self.share(other))))

    def _number(self, value):
        """A number of the axis, or None for whatever else is remembered."""
        good = isinstance(value, Real) and not isinstance(value, bool) and self.low <= value <= self.high
        return float(value) if good else None


@dataclass(frozen=True, kw_only=True)
class Mark(Estimate):
    """A question whose answer is a number: a mark that is dragged along an axis.
    答案为一个数的题：沿坐标轴拖动标记。

    along  : the axis, "x" or "y"
    where  : on the other axis, of the handle
    reach  : so far the mark goes on either side of it; without one, across the axes
    spread : () -> (lowest, highest) over several starts
    """

    along: str = "y"
    where: float = 0.0
    reach: float = np.inf
    spread: Callable[[], tuple] | None = None

    def read(self, value: Any) -> float | None:
        """What is remembered, if it can be an answer. 记得的内容，若可作为答案。"""
        return self._number(value)

    @property
    def start(self) -> float:
        return self.control.start

    def line(self, axes: Any, value: float) -> np.ndarray:
        """The mark at the value: (2, 2)."""
        ends = np.sort(axes.get_ylim() if self.along == "x" else axes.get_xlim())
        low, high = np.clip([self.where - self.reach, self.where + self.reach], *ends)
        line = [(self.per * value, low), (self.per * value, high)]
        return np.array(line if self.along == "x" else [point[::-1] for point in line])

    def handle(self, axes: Any, value: float) -> np.ndarray:
        """Where the handle stands: (2,)."""
        return np.array([self.per * value, self.where] if self.along == "x" else [self.where, self.per * value])

    def grip(self, axes: Any, value: float) -> np.ndarray:
        """The line that a hand can take: (1, 2, 2)."""
        return self.line(axes, value)[None]

    def moved(self, axes: Any, value: float, before: np.ndarray, now: np.ndarray) -> float:
        """The value for a hand that is now there, in dots."""
        x, y = axes.transData.inverted().transform(now)
        return float(self.control.near((x if self.along == "x" else y) / self.per))

    def miss(self, value: float) -> Words:
        """What was set, what is measured, and how far apart both are. 所设的值、测得的值及其差距。"""
        true = float(self.truth())
        (mine, yours), (measured, found) = self.text(value), self.text(true)
        by, apart = self._difference(value, true)
        said = Words(f"You set {mine}; measured: {measured}, {by}.", f"您设的是 {yours}；测得 {found}，{apart}。")
        return Words(*map("".join, zip(said, self._beside_the_spread(value, true))))

    def _difference(self, value, true):
        """How far off, as a factor on a logarithmic axis."""
        if self.log:
            factor = plain(max(value / true, true / value), 1)
            return Words(f"a factor of {factor} away", f"相差到 {factor} 倍")
        off = abs(true - value)
        if self.unit == "%":
            off = abs(round(true) - round(value))  # as it is seen
            return Words(f"{plain(off, 0)} points away", f"相差 {plain(off, 0)} 个百分点")
        return Words(*(f"{words} away" if k == 0 else f"相差 {words}" for k, words in enumerate(self.text(off))))

    def _beside_the_spread(self, value, true):
        """The distance beside those of several starts."""
        if not self.spread:
            return Words("", "")
        low, high = self.spread()
        (a, b), (c, d) = zip(self.text(low), self.text(high))
        if low <= value <= high:
            return Words(
                f" Different starts gave {a} to {b}: your mark lies among them.",
                f"不同起点得到 {c} 到 {d}：您的标记在其中。",
            )
        reach = max(self._apart(low, true), self._apart(high, true))
        times = self._apart(value, true) / max(reach, 1e-3)
        times = plain(times, 0 if times >= 10 else 1)
        return Words(
            f" Different starts gave {a} to {b}; you are {times} times as far off as the farthest of them.",
            f"不同起点得到 {c} 到 {d}；您的偏差是其中最大偏差的 {times} 倍。",
        )


@dataclass(frozen=True, kw_only=True)
class Curve(Estimate):
    """A question whose answer is a curve: a number at each of some places of an axis.
    答案为一条曲线的题：轴上若干位置各有一个数。

    x      : these places, in units of the axis
    across : what they are called
    said   : (numbers, truth) -> Words, what was drawn beside what is measured
    Of what an option says, nan stands for whatever it leaves open.
    """

    x: Sequence[float]
    across: Words | str
    said: Callable[[np.ndarray, np.ndarray], Words]

    def read(self, value: Any) -> tuple | None:
        """What is remembered, if it can be an answer. 记得的内容，若可作为答案。"""
        if not isinstance(value, list | tuple) or len(value) != len(self.x):
            return None
        numbers = [*map(self._number, value)]
        return None if None in numbers else tuple(numbers)

    @property
    def start(self) -> tuple:
        return (self.control.start,) * len(self.x)

    @cached_property
    def place(self) -> Choice:
        """The list of the places, for the keyboard."""
        return Choice(self.across, {k: plain_or_power(x) for k, x in enumerate(self.x)}, 0)

    def line(self, axes: Any, value: Sequence[float]) -> np.ndarray:
        return np.column_stack([self.x, self.per * np.array(value)])

    def handle(self, axes: Any, value: Sequence[float]) -> np.ndarray:
        """In the middle of the curve."""
        return self.line(axes, value)[len(self.x) // 2]

    def grip(self, axes: Any, value: Sequence[float]) -> np.ndarray:
        """The frame in which it is drawn, closed, a hair within the axes: (1, 5, 2)."""
        (left, low), (right, high) = axes.bbox.get_points() + [[INSIDE], [-INSIDE]]
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        return axes.transData.inverted().transform(corners)[None]

    def moved(self, axes: Any, value: Sequence[float], before: np.ndarray, now: np.ndarray) -> tuple:
        """The numbers after a stroke of the hand, in dots: over what it has passed, and at the place nearest to it."""
        line = axes.transData.transform(self.line(axes, value))
        left, right = sorted((before, now), key=lambda point: point[0])
        passed = (left[0] <= line[:, 0]) & (line[:, 0] <= right[0])
        passed[np.argmin(np.abs(line[:, 0] - now[0]))] = True
        line[passed, 1] = np.interp(line[passed, 0], [left[0], right[0]], [left[1], right[1]])
        heights = axes.transData.inverted().transform(line)[:, 1] / self.per
        return tuple(self.control.near(new) if hit else old for old, new, hit in zip(value, heights, passed))

    def miss(self, value: Sequence[float]) -> Words:
        """What was drawn beside what is measured. 所画与测得的对照。"""
        return self.said(np.array(value), np.asarray(self.truth(), float))
