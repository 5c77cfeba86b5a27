"""What a question asks for that is answered by a measurement: a number on an axis, or a curve over one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np

from course_nn.common.errors import BadInput, shortened
from course_nn.common.words import Words
from course_nn.drawing.numbers import count, plain, plain_or_power, significant
from course_nn.stage.controls import Choice, Slider, in_both

FEWEST = 50  # steps of the slider
INSIDE = 2  # dots
MANY = 10_000  # from here on as a count is written
ASIDE = 0.1  # of the axis, from the middle of a band to its ends before they are pulled
WIDE = 3  # times as wide as the spread is too wide
LEVEL = 0.02  # of the axis: a curve that rises and falls less than that is level


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
    shown     : {control: value} at which the truth can be seen, where it cannot as the demo starts
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
    shown: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def measured(self) -> Any:
        """The truth, computed once. 测得的值，只计算一次。"""
        return self.truth()

    @property
    def is_measured(self) -> bool:
        """Whether that is done: it may take seconds. 是否已算出，有的题需要几秒。"""
        return "measured" in vars(self)

    def measure(self) -> tuple:
        """All that an answer is compared with, computed. 算出与答案对照的一切。"""
        return (self.measured,)

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
        return self._apart(value, self.measured)

    def option(self, value: Any) -> str:
        """The option that says what is nearest to it. 最接近的选项。"""
        return min(self.places, key=lambda option: self._apart(value, self.places[option]))

    def between(self, axes: Any, value: Any) -> np.ndarray | None:
        """What lies between an answer and the truth, as a closed line; None if nothing does. 答案与真值之间的部分。"""
        return np.concatenate([self.line(axes, value), self.line(axes, self.measured)[::-1]])

    def right(self) -> str:
        """The option that is nearest to the truth."""
        return self.option(self.measured)

    def text(self, number: float) -> Words:
        """A number with its unit, as a sentence has it: 42%."""
        digits = 0 if abs(number) >= 10 else 1 if abs(number) >= 1 else 2
        said = significant(number) if 0 < number < 0.1 else count(number) if number >= MANY else plain(number, digits)
        return Words(*(f"{said}{unit}" for unit in in_both(self.unit)))

    def check(self, value: Any) -> Any:
        """What was given in code, as an answer. 用代码给出的答案。

        raises : BadInput, what was expected
        """
        given = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
        found = self.read([*given] if isinstance(given, list | tuple | range) else given)
        if found is None:
            raise self._refusal(shortened(value))
        return found

    def line(self, axes: Any, value: Any) -> np.ndarray:
        """An answer as it is drawn, (n, 2). 答案在图中的样子。"""
        raise NotImplementedError

    def spots(self, axes: Any) -> list[np.ndarray]:
        """Where the truth lies, on its axis: whatever shows it passes through all of these. 真值所在之处。"""
        raise NotImplementedError

    def read(self, value: Any) -> Any:
        """What is remembered, if it can be an answer. 记得的内容，若可作为答案。"""
        raise NotImplementedError

    def _refusal(self, came: str) -> BadInput:
        raise NotImplementedError

    def _apart(self, one, other):
        """The mean distance of what both have, as a share of the axis."""
        return float(np.nanmean(np.abs(self.share(one) - self.share(other))))

    def _number(self, value):
        """A number of the axis, or None for whatever else is remembered."""
        good = isinstance(value, Real) and not isinstance(value, bool) and self.low <= value <= self.high
        return float(value) if good else None

    def _numbers(self, value, count):
        """So many of them."""
        found = [*map(self._number, value)] if isinstance(value, list | tuple) and len(value) == count else [None]
        return None if None in found else tuple(found)

    def _range(self):
        """From where to where an answer may be."""
        label, low, high = in_both(self.label), self.text(self.low), self.text(self.high)
        return Words(
            f"{label.en}: expected {{}} from {low.en} to {high.en}", f"{label.zh}：应为 {low.zh} 到 {high.zh} 之间的"
        )


@dataclass(frozen=True, kw_only=True)
class Mark(Estimate):
    """A question whose answer is a number: a mark that is dragged along an axis. Where the outcome varies over starts,
    it may be a band: a pair, from the lowest to the highest that is expected.
    答案为一个数的题：沿坐标轴拖动标记；结果随起点而变时，也可以是一个区间。

    along  : the axis, "x" or "y"
    where  : on the other axis, of the handle
    reach  : so far the mark goes on either side of it; without one, across the axes
    spread : () -> (lowest, highest) over several starts
    """

    along: str = "y"
    where: float = 0.0
    reach: float = np.inf
    spread: Callable[[], tuple] | None = None

    def read(self, value: Any) -> float | tuple | None:
        """A number or, where starts differ, a pair. 一个数；结果随起点而变时，可为一对数。"""
        pair = self._numbers(value, 2) if self.spread else None
        return (pair if pair[0] <= pair[1] else None) if pair else self._number(value)

    @property
    def start(self) -> float:
        return self.control.start

    @property
    def is_measured(self) -> bool:
        """Whether the truth is computed, and the spread. 真值与不同起点的范围是否已算出。"""
        return super().is_measured and (not self.spread or "ends" in vars(self))

    def measure(self) -> tuple:
        """The truth, and the spread. 真值与不同起点的范围。"""
        return (*super().measure(), *(self.ends if self.spread else ()))

    @cached_property
    def ends(self) -> tuple:
        """The lowest and the highest of several starts. 不同起点中的最低与最高值。"""
        assert self.spread
        return tuple(map(float, self.spread()))

    def band(self, value: float) -> tuple:
        """A band around a mark, before its ends are pulled. 标记周围的区间，两端待拖动。"""
        middle = np.clip(self.share(value), ASIDE, 1 - ASIDE)
        return tuple(self.control.near(self.at(middle + aside)) for aside in (-ASIDE, ASIDE))

    def middle(self, value: Any) -> float:
        """Of a band; a mark is its own. 区间的中点。"""
        return self.at(float(np.mean(self.share(value)))) if np.ndim(value) else float(value)

    def off(self, value: Any) -> float:
        """How far off the truth it is, of a band how far its ends are off those of the spread, as a share of the axis.
        与真值（区间则两端与不同起点的两端）相差轴长的几分之几。
        """
        return self._apart(value, self.ends if np.ndim(value) else self.measured)

    def option(self, value: Any) -> str:
        """The option that is nearest to it, or to its middle. 最接近的选项。"""
        return super().option(self.middle(value))

    def line(self, axes: Any, value: Any) -> np.ndarray:
        """The mark at the value, (2, 2); of a band both ends, and a gap."""
        if np.ndim(value):
            low, high = (self.line(axes, end) for end in value)
            return np.concatenate([low, [[np.nan, np.nan]], high])
        edges = np.sort(axes.get_ylim() if self.along == "x" else axes.get_xlim())
        low, high = np.clip([self.where - self.reach, self.where + self.reach], *edges)
        return self._turned([(self.per * value, low), (self.per * value, high)])

    @property
    def track(self) -> np.ndarray:
        """From the lowest place of its handle to the highest, (2, 2). 抓手从最低到最高的位置。"""
        return self._turned([(self.per * self.low, self.where), (self.per * self.high, self.where)])

    def spots(self, axes: Any) -> list[np.ndarray]:
        """The mark at the truth; of one across the axes its middle. 真值处的标记。"""
        at, reach = self.per * float(self.measured), self.reach if np.isfinite(self.reach) else 0
        return [self._turned([(at, self.where - reach), (at, self.where + reach)])]

    def between(self, axes: Any, value: Any) -> np.ndarray | None:
        """From the mark, or from the end of a band that is nearer, to the truth. 从标记（或区间较近的一端）到真值。"""
        if not np.ndim(value):
            return super().between(axes, value)
        nearest = float(np.clip(self.measured, *value))
        return None if nearest == self.measured else super().between(axes, nearest)

    def inside(self, axes: Any, value: Any) -> np.ndarray:
        """What a band covers, as a closed line; of a mark nothing, (0, 2). 区间所盖住的部分。"""
        if not np.ndim(value):
            return np.empty((0, 2))
        return np.concatenate([self.line(axes, value[0]), self.line(axes, value[1])[::-1]])

    def handles(self, axes: Any, value: Any, at: int | None = None) -> np.ndarray:
        """Where handles stand: (n, 2)."""
        return self._turned([(self.per * end, self.where) for end in np.atleast_1d(value)])

    def grips(self, axes: Any, value: Any) -> np.ndarray:
        """The lines that a hand can take: (n, 2, 2)."""
        return np.array([self.line(axes, end) for end in np.atleast_1d(value)])

    def moved(self, axes: Any, value: Any, before: np.ndarray, now: np.ndarray, item: int) -> float | tuple:
        """The value for a hand that is now there, in dots; of a band this end, which stops at the other."""
        x, y = axes.transData.inverted().transform(now)
        new = float(self.control.near((x if self.along == "x" else y) / self.per))
        if not np.ndim(value):
            return new
        return (min(new, value[1]), value[1]) if item == 0 else (value[0], max(new, value[0]))

    def named(self, value: Any) -> Words:
        """An answer, in a line: "42%", "30% to 42%", "2 to 4 epochs". 用一行文字写出的答案。"""
        if not np.ndim(value):
            return self.text(value)
        low, (en, zh) = self.text(value[0]), self.text(value[1])
        if self.unit != "%":
            low = Words(*(text.removesuffix(unit) for text, unit in zip(low, in_both(self.unit))))
        return Words(f"{low.en} to {en}", f"{low.zh} 到 {zh}")

    def miss(self, value: Any) -> Words:
        """What was set, what is measured, and how far apart both are. 所设的值、测得的值及其差距。"""
        if np.ndim(value):
            return self._beside_the_band(value)
        true = float(self.measured)
        (mine, yours), (measured, found) = self.text(value), self.text(true)
        by, apart = self._difference(value, true)
        said = Words(
            f"You set {mine}; measured: {measured}. Your mark is {by}.",
            f"你设的是 {yours}；测得 {found}。你的标记{apart}。",
        )
        return Words(*map("".join, zip(said, self._beside_the_spread(value, true))))

    def _difference(self, value, true):
        """How far off, and to which side; as a factor on a logarithmic axis."""
        side, aside = ("low", "低") if value < true else ("high", "高")
        if self.log:
            factor = plain(max(value / true, true / value), 1)
            times = f"测得值是它的 {factor} 倍" if value < true else f"是测得值的 {factor} 倍"
            return Words(f"too {side} by a factor of {factor}", f"偏{aside}，{times}")
        off = abs(true - value)
        if self.unit == "%":
            off = abs(round(true) - round(value))  # as it is seen
            return Words(f"{plain(off, 0)} points too {side}", f"偏{aside} {plain(off, 0)} 个百分点")
        en, zh = self.text(off)
        return Words(f"{en} too {side}", f"偏{aside} {zh}")

    def _beside_the_spread(self, value, true):
        """The distance beside those of several starts."""
        if not self.spread:
            return Words("", "")
        low, high = self.ends
        (a, b), (c, d) = zip(self.text(low), self.text(high))
        if low <= value <= high:
            return Words(
                f" Different starts gave {a} to {b}: your mark lies among them.",
                f"不同起点得到 {c} 到 {d}：你的标记在其中。",
            )
        reach = max(self._apart(low, true), self._apart(high, true))
        times = self._apart(value, true) / max(reach, 1e-3)
        times = plain(times, 0 if times >= 10 else 1)
        return Words(
            f" Different starts gave {a} to {b}; you are {times} times as far off as the farthest of them.",
            f"不同起点得到 {c} 到 {d}；你的偏差是其中最大偏差的 {times} 倍。",
        )

    def _beside_the_band(self, value):
        """The band beside what several starts gave: it covers it, is too narrow or too wide, or lies beside it."""
        (mine, yours), (found, gave) = self.named(value), self.named(self.ends)
        en, zh = self._how_it_lies(*self.share(value), *self.share(self.ends))
        return Words(
            f"You set {mine}; different starts gave {found}. Your band {en}.",
            f"你设的是 {yours}；不同起点得到 {gave}。你的区间{zh}。",
        )

    @staticmethod
    def _how_it_lies(low, high, lowest, highest):
        """A band beside another one, in shares of the axis."""
        times = (high - low) / max(highest - lowest, 1e-3)
        if high < lowest or low > highest:
            return Words("lies beside that", "落在它的外面")
        if low <= lowest and highest <= high:
            wide = Words(
                f"covers that, and is too wide: {plain(times, 0)} times as wide",
                f"盖住了它，但过宽：宽度是它的 {plain(times, 0)} 倍",
            )
            return wide if times > WIDE else Words("covers that", "盖住了它")
        if lowest <= low and high <= highest:
            return Words("lies within that, and is too narrow", "落在它的里面，过窄")
        return Words("covers only a part of that", "只盖住了它的一部分")

    def _turned(self, points):
        """Points of a mark that moves along x, as they lie for its axis."""
        return np.array(points if self.along == "x" else [point[::-1] for point in points])

    def _refusal(self, came):
        kind = Words("a number, or a pair of them,", "一个数或一对数") if self.spread else Words("a number", "一个数")
        en, zh = self._range()
        return BadInput(f"{en.format(kind.en)}, got {came}", f"{zh}{kind.zh}，收到 {came}")


@dataclass(frozen=True, kw_only=True)
class Curve(Estimate):
    """A question whose answer is a curve: a number at each of some places of an axis.
    答案为一条曲线的题：轴上若干位置各有一个数。

    x      : these places, in units of the axis
    across : what they are called
    said   : (numbers, truth) -> Words, what was drawn beside what is measured
    levels : whether it can speak of a level line, too, which has no lowest place and no fastest fall
    fine   : () -> (x, numbers), the truth at more places, where it jumps between these
    Of what an option says, nan stands for whatever it leaves open.
    """

    x: Sequence[float]
    across: Words | str
    said: Callable[[np.ndarray, np.ndarray], Words]
    levels: bool = False
    fine: Callable[[], tuple] | None = None

    def read(self, value: Any) -> tuple | None:
        """A number at each of the places. 每个位置各一个数。"""
        return self._numbers(value, len(self.x))

    @property
    def start(self) -> tuple:
        return (self.control.start,) * len(self.x)

    @cached_property
    def place(self) -> Choice:
        """The list of the places, for the keyboard."""
        return Choice(self.across, {k: plain_or_power(x) for k, x in enumerate(self.x)}, 0)

    def line(self, axes: Any, value: Any) -> np.ndarray:
        return np.column_stack([self.x, self.per * np.array(value)])

    def spots(self, axes: Any) -> list[np.ndarray]:
        """The truth at each place where it lies between the ends of the axis. 每个位置上的真值。"""
        line, shares = self.line(axes, np.asarray(self.measured, float)), self.share(self.measured)
        return [*line[(0 < shares) & (shares < 1), None]]

    def inside(self, axes: Any, value: Any) -> np.ndarray:
        """A curve covers nothing: (0, 2)."""
        return np.empty((0, 2))

    @property
    def ends(self) -> tuple:
        """The first and the last of the places. 首末两个位置。"""
        return min(self.x), max(self.x)

    def between(self, axes: Any, value: Any) -> np.ndarray | None:
        """Between what was drawn and the truth, as finely as that is known. 所画的与真值之间的部分。"""
        if self.fine is None:
            return super().between(axes, value)
        x, numbers = (np.asarray(found, float) for found in self.fine())
        asked = (self.ends[0] <= x) & (x <= self.ends[1])
        return np.concatenate([self.line(axes, value), np.column_stack([x, self.per * numbers])[asked][::-1]])

    def handles(self, axes: Any, value: Any, at: int | None = None) -> np.ndarray:
        """The place of the curve that is being set, else its middle: (1, 2)."""
        return self.line(axes, value)[[len(self.x) // 2 if at is None else at]]

    def grips(self, axes: Any, value: Any) -> np.ndarray:
        """The frame in which it is drawn, over all its places, closed, a hair within the axes: (1, 5, 2)."""
        (left, low), (right, high) = axes.bbox.get_points() + [[INSIDE], [-INSIDE]]
        places = axes.transData.transform(self.line(axes, value))[:, 0]
        left, right = max(left, places.min()), min(right, places.max())
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        return axes.transData.inverted().transform(corners)[None]

    def moved(self, axes: Any, value: Any, before: np.ndarray, now: np.ndarray, item: int) -> tuple:
        """The numbers after a stroke of the hand, in dots: over what it has passed, and at the place just before it."""
        line = axes.transData.transform(self.line(axes, value))
        left, right = sorted((before, now), key=lambda point: point[0])
        passed = (left[0] <= line[:, 0]) & (line[:, 0] <= right[0])
        passed[_reached(line[:, 0], before[0], now[0])] = True
        line[passed, 1] = np.interp(line[passed, 0], [left[0], right[0]], [left[1], right[1]])
        heights = axes.transData.inverted().transform(line)[:, 1] / self.per
        return tuple(self.control.near(new) if hit else old for old, new, hit in zip(value, heights, passed))

    def named(self, value: Any) -> Words:
        """An answer, in a line. 用一行文字写出的答案。"""
        return Words("your curve", "你画的曲线")

    def miss(self, value: Any) -> Words:
        """What was drawn beside what is measured. 所画与测得的对照。"""
        true = np.asarray(self.measured, float)
        speaks = self.levels or np.ptp(self.share(value)) >= LEVEL
        return self.said(np.array(value), true) if speaks else self._level(value, true)

    def _level(self, value, true):
        """Of a level line its height is said, and between which numbers the truth lies."""
        (mine, yours), (low, lowest), (high, highest) = map(
            self.text, (np.median(value), np.nanmin(true), np.nanmax(true))
        )
        return Words(
            f"You drew a level line at {mine}; measured: from {low} to {high}.",
            f"你画的是 {yours} 处的水平线；测得的在 {lowest} 到 {highest} 之间。",
        )

    def _refusal(self, came):
        count, (en, zh) = len(self.x), self._range()
        across, at = in_both(self.across), ", ".join(map(plain, self.x))
        return BadInput(
            f"{en.format(f'a list of {count} numbers')}, one for each “{across.en}” of {at}; got {came}",
            f"{zh} {count} 个数，“{across.zh}”为 {at} 处各一个；收到 {came}",
        )


def _reached(places, before, now):
    """The place that a hand comes to next, and an end that has no place beyond it: the hand may lift before it."""
    way, near = np.sign(now - before), int(np.argmin(np.abs(places - now)))
    reached = [near] if way * (places[near] - now) >= 0 else []
    first, last = now < places[1] and way <= 0, now > places[-2] and way >= 0
    return [*reached, *[0] * bool(first), *[len(places) - 1] * bool(last)]
