"""Readings in words: what an instrument says, with its numbers."""

from html import escape
from string import Formatter

import numpy as np

from course_nn.clinic.instruments import Reading
from course_nn.clinic.names import FINDINGS, NUMBER_NAMES, QUANTITIES, TOOLS
from course_nn.clinic.thumbnails import FEW, image_of
from course_nn.common.words import Words
from course_nn.drawing.numbers import RAISED, number, percent

SHARES = {"moved", "dead", "diagonal", "next", "column", "right", "marked"}
COUNTS = {"empty", "classes", "rows", "unseen"}
SCORES = {"free": {"score"}, "modes": {"train", "test", "again"}, "new data": {"validation", "new"}}


class Chart(dict):
    """What all instruments show of one network, {instrument: Reading}; it is printed with a line for each."""

    def __str__(self):
        """A line for each instrument, in both languages."""
        return "\n".join(f"{en} · {zh}" for en, zh in self._lines())

    def _lines(self):
        """What each instrument says, in both languages."""
        numeric = "pairs" in self["confusion"].arrays
        for name, reading in self.items():
            tool = TOOLS.get(name, Words("at a glance", "一览"))
            en, zh = finding_in_words(name, reading, numeric)
            yield Words(f"{tool.en}: {en}", f"{tool.zh}：{zh}")

    def _repr_html_(self):
        """On a page the same, in the language that is chosen there."""
        en, zh = ("<br>".join(map(escape, lines)) for lines in zip(*self._lines()))
        return f'<div lang="en">{en}</div><div lang="zh-Hans">{zh}</div>'

    __repr__ = __str__


def finding_in_words(instrument: str, reading: Reading, numeric: bool = False) -> Words:
    """What an instrument says, in a few words: ("by heart: 0.001", …).

    numeric : whether numbers are predicted, so that a score is R² and no share; likewise below
    """
    if instrument not in FINDINGS:
        return numbers_in_words(instrument, reading, numeric)
    numbers = _numbers(instrument, reading, numeric)
    en, zh = FINDINGS[instrument][reading.finding]
    return Words(en.format(**numbers), zh.format(**numbers))


def comparison_in_words(instrument: str, here: Reading, there: Reading, numeric: bool = False) -> Words:
    """What an instrument says here, and those of its numbers that it would name there.

    here, there : Readings of the instrument
    """
    if instrument not in FINDINGS:
        return numbers_in_words(instrument, here, numeric)
    templates = [FINDINGS[instrument][reading.finding].en for reading in (here, there)]
    names_here, names_there = ([name for _, name, *_ in Formatter().parse(words) if name] for words in templates)
    numbers = _numbers(instrument, here, numeric)
    en, zh = finding_in_words(instrument, here, numeric)
    for name in names_there:
        if name not in names_here and name in numbers:
            words = NUMBER_NAMES[name]
            en, zh = f"{en}, {words.en} {numbers[name]}", f"{zh}，{words.zh} {numbers[name]}"
    return Words(en, zh)


def words_on_tile(instrument: str, reading: Reading | None, numeric: bool = False) -> Words:
    """What stands on a tile: what the instrument says, or the labels below pictures; nothing before it is used."""
    if reading is None:
        return Words("", "")
    if instrument == "data" and image_of(reading) is not None:
        labels = " ".join(str(label) for label in reading.arrays["Y"][:FEW])
        return Words(f"labels {labels}", f"标签 {labels}")
    return finding_in_words(instrument, reading, numeric)


def numbers_in_words(instrument: str, reading: Reading, numeric: bool = False) -> Words:
    """All numbers of a reading with their names."""
    numbers = _numbers(instrument, reading, numeric)
    en, zh = ([f"{NUMBER_NAMES[name][k]} {text}" for name, text in numbers.items()] for k in (0, 1))
    quantity = QUANTITIES.get(instrument, Words("", ""))
    return Words(quantity.en + ", ".join(en), quantity.zh + "，".join(zh))


def lines_of_numbers(instrument: str, reading: Reading, numeric: bool = False) -> Words:
    """The same, a line each."""
    numbers = _numbers(instrument, reading, numeric)
    return Words(
        "\n".join(f"{NUMBER_NAMES[name].en}: {text}" for name, text in numbers.items()),
        "\n".join(f"{NUMBER_NAMES[name].zh}：{text}" for name, text in numbers.items()),
    )


def values_in_lines(instrument: str, healthy: Reading, numeric: bool = False) -> Words:
    """The numbers of a healthy run alone, a line each, under a head."""
    values = "\n".join(_numbers(instrument, healthy, numeric).values())
    return Words(f"healthy\n{values}", f"健康时\n{values}")


def score_in_words(value: float, numeric: bool = False) -> str:
    """A score: accuracy in percent, or R²."""
    if numeric:
        return f"R² {number(value, 1)}" if value > -10 else "R² < −10"
    return share_in_words(value)


def share_in_words(value: float) -> str:
    """A share in percent; as a number if it is far more or less, such as weights that moved ten times their size."""
    if not 0 <= value < 10 or 0 < value < 0.0005:
        return in_five_characters(value)
    return percent(value, 1 if 0 < value < 0.01 else 0)


def in_five_characters(value: float) -> str:
    """A number in about five characters; a very small or large one as its power of ten."""
    size = abs(value)
    if not size < np.inf:
        return "∞" if size == np.inf else "NaN"
    if size < 1e-12:
        return "0"
    if size < 0.0005 or size >= 9999.5:
        exponent = round(np.log10(size))
        return ("−" if value < 0 else "") + "10" + str(int(exponent)).translate(RAISED)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.005 else 3
    return number(value, digits)


def _numbers(instrument, reading, numeric):
    """The numbers of a reading as they are printed."""
    scores = SCORES.get(instrument, set())
    return {name: _printed(name, value, name in scores, numeric) for name, value in reading.numbers.items()}


def _printed(name, value, is_score, numeric):
    if is_score and numeric and abs(value) < 100:
        return number(value)
    if is_score and numeric:
        return in_five_characters(value)
    if name == "shift":
        return number(value, 1)
    if name in COUNTS:
        return number(value, 0)
    return share_in_words(value) if is_score or name in SHARES else in_five_characters(value)
