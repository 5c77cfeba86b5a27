"""Every question of a lecture is asked in one of its rounds, and nothing above it gives the answer away."""

import importlib
import re
from pathlib import Path

import drawn_files
import pytest
from offenders import expect_none
from texts import cells_of

from course_nn.lectures import A_ROUND, LECTURES, rounds_of
from course_nn.notebook.exercises import questions_of
from course_nn.stage import DEMOS

EACH = pytest.mark.parametrize("section", LECTURES)
MINUTES = {
    "en": "About {} minutes, {} for each round; optional rounds and exercises take longer.",
    "zh-Hans": "约 {} 分钟，每轮 {} 分钟；选读部分和习题另计。",
}


@EACH
def test_every_question_is_asked_in_one_round_and_in_their_order(section):
    asked = [question for one in rounds_of(section).values() for question in one.questions]
    assert asked == [*questions_of(section)]
    cells = "\n".join(cells_of(LECTURES[section].notebook, "code").values())
    assert asked == re.findall(r'^predict\("(.*?)"\)', cells, re.M)


@EACH
def test_every_demo_of_a_lecture_can_be_asked_what_it_is(section):
    expect_none(
        name for name in importlib.import_module(LECTURES[section].home).__all__ if f"{section}.{name}" not in DEMOS
    )


TESTS = Path(__file__).parents[1]
SHORTEST = {"en": 12, "zh-Hans": 5}  # letters of an option that cannot stand somewhere by chance


def letters(text):
    """A text without signs, spaces and markup, so that the same words are the same."""
    return re.sub(r"<[^>]+>|[\W_]+", "", text).lower()


def above_each_question(section):
    """{question: {language: what a student has before their eyes above it}}, all folds open, first pictures and all."""
    cells, seen, found = cells_of(LECTURES[section].notebook), {"en": "", "zh-Hans": ""}, {}
    for source in cells.values():
        for question in re.findall(r'^predict\("(.*?)"\)', source, re.M):
            found[question] = {language: letters(text) for language, text in seen.items()}
        for language in seen:
            parts = re.findall(rf'<(div|span) lang="{language}">(.*?)</\1>', source, re.S)
            seen[language] += "".join(text for _, text in parts)
        demo = re.search(rf"^{section}\.(\w+)\(", source, re.M)
        if demo:
            seen = {language: seen[language] + text for language, text in first_picture(section, demo[1]).items()}
    return found


def first_picture(section, demo):
    """{language: the words in it where the demo starts}."""
    folder = TESTS / ("playground" if section == "playground" else f"lectures/{section}")
    pages = drawn_files.read(folder / "drawn" / f"{demo}.txt").pages[:2]
    return {language: " ".join(map(str, page.values())) for language, page in zip(SHORTEST, pages)}


@EACH
def test_nothing_above_a_question_says_its_right_option_alone(section):
    """Neither a heading, a text, another demo's first picture nor, since it is covered, its own."""

    def wrong():
        for key, above in above_each_question(section).items():
            question = questions_of(section)[key]
            for language, text in above.items():
                said = [option for option, words in question.options.items() if is_said(words, language, text)]
                if len(said) == 1 and said[0] == question.right():
                    yield f"{key}, {language}: {question.options[said[0]]}"

    def is_said(words, language, text):
        option = letters(words.en if language == "en" else words.zh)
        return len(option) >= SHORTEST[language] and option in text

    expect_none(wrong())


@EACH
def test_a_notebook_says_its_minutes_so_many_for_each_round_that_is_not_optional(section):
    lecture, rounds = LECTURES[section], rounds_of(section).values()
    if lecture.minutes is None:
        return
    assert lecture.minutes == A_ROUND * sum(not one.optional for one in rounds)
    title = next(iter(cells_of(lecture.notebook).values()))
    if section != "start":
        assert all(said.format(lecture.minutes, A_ROUND) in title for said in MINUTES.values())
