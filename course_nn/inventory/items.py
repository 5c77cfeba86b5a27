"""The twenty-two pairs in their order, and the misconceptions that they count."""

from functools import cache
from pathlib import Path

from course_nn.common.words import Words
from course_nn.inventory import judging, learning, seeing, units
from course_nn.inventory.item import Item, Option, Pair
from course_nn.text.lecture import LectureText

TEXT = LectureText(Path(__file__).parent)
EDITION = "1"  # before any student has seen them
FORMS = "AB"
PAIRS: dict[str, Pair] = {
    "line": units.LINE,
    "parameters": units.PARAMETERS,
    "slope": units.SLOPE,
    "hidden": units.HIDDEN,
    "collapse": units.COLLAPSE,
    "depth": units.DEPTH,
    "losses": judging.LOSSES,
    "softmax": judging.SOFTMAX,
    "overfitting": judging.OVERFITTING,
    "chain": learning.CHAIN,
    "rate": learning.RATE,
    "momentum": learning.MOMENTUM,
    "adam": learning.ADAM,
    "batch": learning.BATCH,
    "initialization": units.INITIALIZATION,
    "regularization": judging.REGULARIZATION,
    "leakage": judging.LEAKAGE,
    "metrics": judging.METRICS,
    "scale": learning.SCALE,
    "features": units.FEATURES,
    "sharing": seeing.SHARING,
    "lookup": seeing.LOOKUP,
}


@cache
def items(form: str) -> dict[str, Item]:
    """{idea: Item} of a form, in its order. 一份卷子的全部题目，按顺序。

    form : "A" or "B"
    """
    return {key: _item(f"{key}-{form}", pair.forms[form]) for key, pair in PAIRS.items()}


def _item(key, asked):
    text = TEXT.questions[key]
    options = {option: Option(words, asked.named.get(option)) for option, words in text.options.items()}
    return Item(text.ask, options, asked.answer, TEXT.solutions[key])


def ideas() -> dict[str, tuple[Words, Words]]:
    """{idea: (what part of the course it is about, what whoever has understood it can say)}. 各概念的主题与要点。"""
    return {key: TEXT.sections[key] for key in PAIRS}


@cache
def right_keys(form: str) -> dict[str, str]:
    """{idea: key of the right option} of a form, computed once. 一份卷子各题的正确选项，只计算一次。"""
    return {key: item.answer() for key, item in items(form).items()}
