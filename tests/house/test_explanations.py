"""An explanation is remembered if it is short and has few numbers; numbers belong to a readout or the ledger."""

import re

from offenders import expect_none
from texts import cells_of

from course_nn.lectures import LECTURES

WORDS, CHARACTERS, NUMERALS = 200, 400, 3  # at most: English words, Chinese characters, numerals in 100 words
IN_CODE_OR_MARKUP = re.compile(r"`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)|<[^>]*>", re.S)
FORMULA = re.compile(r"\S+(?: ?[=<>≤≥≈+−·×/^→] ?\S+)+")
STEP = re.compile(r"^\d+\. .*$", re.M)
NUMERAL = re.compile(r"(?<![A-Za-z\d.,_₀-₉])\d[\d,.]*")


def explanations():
    """(cell, language, text) of what stands in the folds below the steps, without code and formulas."""
    for lecture in LECTURES.values():
        for name, source in cells_of(lecture.notebook, "markdown").items():
            if name.endswith("-explain"):
                for language, part in re.findall(r'<div lang="(.*?)">(.*?)</div>', source, re.S):
                    yield name, language, FORMULA.sub(" ", IN_CODE_OR_MARKUP.sub(" ", STEP.sub("", part)))


def english_words(text):
    return len(re.findall(r"[A-Za-z][A-Za-z’'-]*", text))


def chinese_characters(text):
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def test_no_explanation_is_long():
    expect_none(
        f"{name} ({language}): {size}"
        for name, language, text in explanations()
        for size, most in [(english_words(text), WORDS) if language == "en" else (chinese_characters(text), CHARACTERS)]
        if size > most
    )


def test_an_explanation_has_at_most_three_numerals_in_a_hundred_words():
    def wrong():
        for name, language, text in explanations():
            if language == "en" and (found := NUMERAL.findall(text)):
                allowed = max(NUMERALS, NUMERALS * english_words(text) / 100)
                if len(found) > allowed:
                    yield f"{name}: {' '.join(found)} in {english_words(text)} words"

    expect_none(wrong())
