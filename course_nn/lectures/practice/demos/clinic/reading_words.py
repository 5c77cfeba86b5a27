"""Readings in words: what an instrument says, with its numbers."""

from html import escape
from string import Formatter

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import RAISED, number, percent
from course_nn.lectures.practice.demos.clinic.instruments import Reading
from course_nn.lectures.practice.demos.clinic.names import FINDINGS, MEASURED, TOOLS, WHAT
from course_nn.lectures.practice.demos.clinic.thumbnails import FEW, pictured

SHARES = {"moved", "dead", "diagonal", "next", "column", "right"}
COUNTS = {"empty", "classes"}
SCORES = {"free": {"score"}, "modes": {"train", "test", "again"}, "new data": {"validation", "new"}}


class Chart(dict):
    """What all instruments show of one network, {instrument: Reading}; printed, a line for each."""

    def __str__(self):
        """A line for each instrument, in both languages."""
        return "\n".join(f"{en} · {zh}" for en, zh in self._lines())

    def _lines(self):
        """What each instrument says, in both languages."""
        plain = "pairs" in self["confusion"].shown
        for name, reading in self.items():
            tool, (en, zh) = TOOLS.get(name, Words("at a glance", "一览")), said(name, reading, plain)
            yield Words(f"{tool.en}: {en}", f"{tool.zh}：{zh}")

    def _repr_html_(self):
        """On a page the same, in the language that is chosen there."""
        en, zh = ("<br>".join(map(escape, lines)) for lines in zip(*self._lines()))
        return f'<div lang="en">{en}</div><div lang="zh-Hans">{zh}</div>'

    __repr__ = __str__


def said(instrument: str, reading: Reading, plain: bool = False) -> tuple:
    """What an instrument says, in a few words: ("by heart: 0.001", …).

    plain : True where numbers are predicted: a score is R² then, and no share
    """
    if instrument not in FINDINGS:
        return told(instrument, reading, plain)
    numbers = _numbers(instrument, reading, plain)
    en, zh = FINDINGS[instrument][reading.finding]
    return Words(en.format(**numbers), zh.format(**numbers))


def compared(instrument: str, here: Reading, there: Reading, plain: bool = False) -> tuple:
    """What an instrument says here, and the numbers besides in which it would say something else there.

    here, there : Readings of the instrument
    """
    templates = [FINDINGS[instrument][reading.finding].en for reading in (here, there)]
    mine, other = ([name for _, name, *_ in Formatter().parse(words) if name] for words in templates)
    numbers, (en, zh) = _numbers(instrument, here, plain), said(instrument, here, plain)
    for name in other:
        if name not in mine and name in numbers:
            en, zh = Words(f"{en}, {MEASURED[name].en} {numbers[name]}", f"{zh}，{MEASURED[name].zh} {numbers[name]}")
    return Words(en, zh)


def on_tile(instrument: str, reading: Reading | None, plain: bool = False) -> tuple:
    """What stands on a tile: what an instrument says; of pictures the labels of those to train on; before, nothing."""
    if reading is None:
        return Words("", "")
    if instrument == "data" and pictured(reading):
        labels = " ".join(str(label) for label in reading.shown["Y"][:FEW])
        return Words(f"labels {labels}", f"标签 {labels}")
    return said(instrument, reading, plain)


def told(instrument: str, reading: Reading, plain: bool = False) -> tuple:
    """All numbers of a reading with their names."""
    numbers = _numbers(instrument, reading, plain)
    en, zh = ([f"{MEASURED[name][k]} {number}" for name, number in numbers.items()] for k in (0, 1))
    what = WHAT.get(instrument, Words("", ""))
    return Words(what.en + ", ".join(en), what.zh + "，".join(zh))


def graded(value: float, plain: bool = False) -> str:
    """A score: accuracy in percent, or R²."""
    return f"R² {number(value, 1)}" if plain else share(value)


def share(value: float) -> str:
    """A share in percent; what is far more or less, such as weights that moved ten times their size, as a number."""
    if not 0 <= value < 10 or 0 < value < 0.0005:
        return in_five_characters(value)
    return percent(value, 1 if 0 < value < 0.01 else 0)


def in_five_characters(value):
    """A number in about five characters; a very small or large one as its power of ten."""
    size = abs(value)
    if not size < np.inf:
        return "∞" if size == np.inf else "NaN"
    if size < 1e-12:
        return "0"
    if size < 0.0005 or size >= 9999.5:
        exponent = f"{value:.0e}".split("e")[1]
        return ("−" if value < 0 else "") + "10" + str(int(exponent)).translate(RAISED)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.005 else 3
    return number(value, digits)


def _numbers(instrument, reading, plain):
    """The numbers of a reading as they are printed."""
    scores = SCORES.get(instrument, set())
    return {name: _printed(name, value, name in scores, plain) for name, value in reading.values.items()}


def _printed(name, value, is_score, plain):
    if is_score and plain and abs(value) < 100:
        return number(value)
    if is_score and plain:
        return in_five_characters(value)
    if name in COUNTS:
        return number(value, 0)
    return share(value) if is_score or name in SHARES else in_five_characters(value)
