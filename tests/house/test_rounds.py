"""What the rounds of a lecture are called, show and ask is what its notebook has; their number gives its minutes."""

import importlib
import re
from pathlib import Path

import drawn_files
import pytest
from offenders import expect_none
from texts import cells_of

from course_nn.lectures import A_ROUND, LECTURES, rounds_of
from course_nn.notebook.exercises import exercises_of, questions_of
from course_nn.stage import DEMOS

HEADING = re.compile(r'^## <span lang="en">(.*?)</span> <span lang="zh-Hans">(.*?)</span>', re.M)
EACH = pytest.mark.parametrize("section", LECTURES)
MINUTES = {
    "en": "About {} minutes, {} for each round; optional rounds and exercises take longer.",
    "zh-Hans": "约 {} 分钟，每轮 {} 分钟；选读部分和习题另计。",
}


def played(section):
    """[(cell, heading above it, demo)] of the notebook of a lecture."""
    heading, found = None, []
    for cell, source in cells_of(LECTURES[section].notebook).items():
        heading = (HEADING.findall(source) or [heading])[-1]
        demo = re.search(rf"^(?:\w+ = )?{section}\.(\w+)\(", source, re.M)
        if demo and cell.endswith("-play"):
            found.append((cell.removesuffix("-play"), heading, demo[1]))
    return found


@EACH
def test_rounds_are_called_as_the_headings_above_their_demos_and_show_these(section):
    rounds = rounds_of(section)
    shown = {key: (one.title.en + " (optional)" * one.optional, one.demo) for key, one in rounds.items() if one.demo}
    assert shown == {key: (english, demo) for key, (english, _), demo in played(section)}
    chinese = {key: one.title.zh + "（选读）" * one.optional for key, one in rounds.items() if one.demo}
    assert chinese == {key: chinese for key, (_, chinese), _ in played(section)}


def named(text):
    """What a text calls the exercise below it, in both languages: its own heading, or else how it begins in bold."""
    headings = re.findall(r'^(#+) <span lang="en">(.*?)</span> <span lang="zh-Hans">(.*?)</span>', text, re.M)
    bold = tuple(re.findall(r"^\*\*(.+?)[.。]\*\*", text, re.M))
    own = [both for level, *both in headings if level == "###" or not bold]
    return tuple(own[-1]) if own else bold


@EACH
def test_exercises_are_called_as_the_text_above_their_cells_calls_them(section):
    texts, found = list(cells_of(LECTURES[section].notebook).values()), {}
    for above, source in zip(texts, texts[1:]):
        for key in re.findall(r'^check\("(.*?)"', source, re.M):
            found[key] = named(above) or tuple(words for words in exercises_of(section)[key].title if words in above)
    assert found == {key: tuple(one.title) for key, one in exercises_of(section).items()}


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


def listed(section, key):
    """[(English, Chinese)] of the steps that stand below the demo of a round."""
    cells = cells_of(LECTURES[section].notebook)
    source = next((cells[f"{key}-{kind}"] for kind in ("explain", "try") if f"{key}-{kind}" in cells), "")
    source = re.sub(r"<details>.*?</details>", "", source, flags=re.S)
    both = ["".join(re.findall(rf'<div lang="{language}">(.*?)</div>', source, re.S)) for language in ("en", "zh-Hans")]
    return [*zip(*(re.findall(r"^\d+\. (.*)$", part, re.M) for part in both), strict=True)]


@EACH
def test_the_tasks_of_a_demo_are_the_steps_of_its_round_word_for_word(section):
    def wrong():
        for key, one in rounds_of(section).items():
            tasks = DEMOS[f"{section}.{one.demo}"].tasks_of(key) if one.demo else ()
            steps = listed(section, key)
            if [tuple(task.words) for task in tasks] != steps and one.demo:
                yield f"{key}: {[task.words.en[:30] for task in tasks]} and {[english[:30] for english, _ in steps]}"

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
