"""A mark that is set in the course becomes a number with a tolerance; of a curve that is drawn its options are left."""

from typing import NamedTuple

from course_nn.common.words import Words
from course_nn.drawing.numbers import plain
from course_nn.stage.estimates import Curve, Mark

NEAR = 0.05  # of the axis: so far off an answer still counts, or as far as the starts differ if that is more
DIGITS = 3  # of a number that is written into a file
DRAWN = Words(
    "In the course you draw this curve. Here, choose the option that comes nearest to what you would draw.",
    "课程中这条曲线是画出来的。这里请选择与您想画的最接近的一项。",
)


class Number(NamedTuple):
    """What a platform needs in order to take a number.

    value, below, above : what is measured, and how far an answer may lie below and above it
    low, high, unit     : between which numbers it is asked for, and what stands behind it: Words
    """

    value: float
    below: float
    above: float
    low: float
    high: float
    unit: Words

    def asks(self) -> Words:
        """What is to be given, and what the course has besides. 应填写什么，以及课程中另有什么。"""
        low, high, unit = plain(self.low), plain(self.high), self.unit
        return Words(
            f"Give a number from {low} to {high}{unit.en}. In the course it is set in the picture; a range of numbers "
            "cannot be given here.",
            f"请填写 {low} 到 {high}{unit.zh} 之间的一个数。课程中它是在图中标出来的；这里不能填写区间。",
        )

    def says(self) -> Words:
        """What is measured, and what counts. 测得的值，以及多接近算数。"""
        value, low, high = (plain(n) for n in (self.value, self.value - self.below, self.value + self.above))
        return Words(
            f"Measured: {value}{self.unit.en}. What lies between {low} and {high} counts.",
            f"测得 {value}{self.unit.zh}。{low} 到 {high} 之间的答案都算。",
        )


def number_of(estimate: Mark | Curve | None) -> Number | None:
    """The Number of a mark; None where an option is chosen. 标记所对应的数；选择题则为 None。"""
    if not isinstance(estimate, Mark):
        return None
    true, (low, high) = float(estimate.truth()), estimate.spread() if estimate.spread else (None, None)
    share = float(estimate.share(true))
    near = [estimate.at(min(max(share + side, 0), 1)) for side in (-NEAR, NEAR)]
    ends = min(near[0], true if low is None else low), max(near[1], true if high is None else high)
    value = _rounded(true)
    below, above = _rounded(value - float(ends[0])), _rounded(float(ends[1]) - value)
    unit = Words(estimate.unit, estimate.unit) if isinstance(estimate.unit, str) else estimate.unit
    return Number(value, below, above, estimate.low, estimate.high, unit)


def note_on(estimate: Mark | Curve | None) -> Words:
    """What was left out of a question whose curve is drawn in the course; nothing of others. 曲线题省去了什么。"""
    return DRAWN if isinstance(estimate, Curve) else Words("", "")


def _rounded(number):
    return float(f"{number:.{DIGITS}g}")
