"""What can be said of a curve whatever its shape: a hand may draw one that is lowest at its end, or at two places."""

from collections.abc import Sequence

import numpy as np

from course_nn.common.words import Words

AS_LOW = 0.02  # of all that a curve rises and falls: places no higher than that are as low as the lowest


def lowest(numbers: np.ndarray, log: bool = False) -> list[int]:
    """The places where a curve is lowest: more than one, if it is as low at others. 曲线最低之处，可能不止一处。"""
    heights = np.log(numbers) if log else np.asarray(numbers, float)
    return [*np.flatnonzero(heights <= heights.min() + AS_LOW * np.ptp(heights))]


def highest(numbers: np.ndarray, log: bool = False) -> list[int]:
    """The places where a curve is highest. 曲线最高之处。"""
    return lowest(1 / np.asarray(numbers) if log else -np.asarray(numbers), log)


def at(places: Sequence[int], names: Sequence[Words | str]) -> Words:
    """Where that is, in words: at one place, over some in a row, or at several apart. 用文字说出这些位置。"""
    first, last = (_both(names[place]) for place in (places[0], places[-1]))
    if len(places) == 1:
        return Words(f"at {first.en}", f"在{_spaced(first.zh)}处")
    if len(places) == places[-1] - places[0] + 1:
        return Words(f"from {first.en} to {last.en}", f"从{_spaced(first.zh)}到{_spaced(last.zh)}都")
    return Words("at several places", "在多处")


def _both(name):
    return name if isinstance(name, Words) else Words(name, name)


def _spaced(name):
    """Between Chinese words what is none, such as "n = 3", has room around it."""
    return name if name[0] >= "一" else f" {name} "
