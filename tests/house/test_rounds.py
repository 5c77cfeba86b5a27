"""Every question of a lecture is asked in one of its rounds, and nothing above it gives the answer away."""

import importlib
import re
from pathlib import Path

import drawn_files
import pytest
from matplotlib.figure import Figure
from offenders import expect_none
from texts import cells_of

from course_nn.lectures import A_ROUND, LECTURES, rounds_of
from course_nn.notebook.exercises import questions_of
from course_nn.stage import DEMOS

EACH = pytest.mark.parametrize("section", LECTURES)
MINUTES = {
    "en": "About {} minutes, {} for each round of its core; further rounds and exercises take longer.",
    "zh-Hans": "约 {} 分钟，核心部分每轮 {} 分钟；选读部分和习题另计。",
}


@EACH
def test_every_question_is_asked_in_one_round_and_in_their_order(section):
    asked = [question for one in rounds_of(section).values() for question in one.questions]
    assert asked == [*questions_of(section)]
    cells = "\n".join(cells_of(LECTURES[section].notebook, "code").values())
    assert asked == re.findall(r'^predict\("(.*?)"\)', cells, re.M)


@EACH
def test_why_stands_right_below_a_demo_or_behind_one_cell_of_code_where_the_style_sheet_lets_it_wait(section):
    notebook = LECTURES[section].notebook
    ids, code = [*cells_of(notebook)], {*cells_of(notebook, "code")}
    for key in rounds_of(section):
        if {f"{key}-lock", f"{key}-play"} <= code:
            below = ids[ids.index(f"{key}-play") + 1 :]
            why = next(one for one in below if one not in code)
            assert why in (f"{key}-explain", f"{key}-try") and why in below[:2]


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
def test_a_notebook_says_its_minutes_so_many_for_each_round_of_its_core(section):
    lecture, rounds = LECTURES[section], rounds_of(section).values()
    if lecture.minutes is None or lecture.built:
        return
    assert lecture.minutes == A_ROUND * sum(not one.further for one in rounds)
    title = next(iter(cells_of(lecture.notebook).values()))
    if section != "start":
        assert all(said.format(lecture.minutes, A_ROUND) in title for said in MINUTES.values())


# ---- the core and the story -----------------------------------------------------------------------------------

MOST = 6  # rounds in the core of a lecture
STORY = "in five lines", "五句话"
ADAMS_FORMULA = re.compile(r"\\hat ?[ms]\b|m̂|ŝ|β₂|\\beta_2")
TIMED = [section for section, lecture in LECTURES.items() if lecture.timed]
WITH_ROUNDS = [section for section in TIMED if not LECTURES[section].built]


def core_of(section):
    """{key: RoundText} of the rounds that nobody should leave out."""
    return {key: one for key, one in rounds_of(section).items() if not one.further}


def lies_in_the_picture(section, one):
    """Whether what a round asks is set or drawn in its picture, or two of its options or more have places there."""
    question, demo = questions_of(section)[one.questions[0]], DEMOS.get(f"{section}.{one.demo}")
    if question.estimate():
        return True
    artists = demo.paint(Figure(figsize=(9, 4))) if demo and demo.ghost else None
    return bool(artists) and sum(demo.ghost(artists, option) is not None for option in question.options) > 1


@pytest.mark.parametrize("section", WITH_ROUNDS)
def test_a_lecture_has_at_most_six_rounds_in_its_core(section):
    assert 1 <= len(core_of(section)) <= MOST


def test_of_all_core_rounds_half_are_answered_in_the_picture_and_twenty_are_set_or_drawn():
    found = []
    for section in TIMED:
        importlib.import_module(LECTURES[section].home)
        found += [(section, one) for one in core_of(section).values() if one.questions]
    assert sum(bool(questions_of(section)[one.questions[0]].estimate()) for section, one in found) >= 20
    assert sum(lies_in_the_picture(*one) for one in found) >= len(found) / 2


def test_no_core_round_uses_adams_formula_before_the_lecture_that_explains_it():
    def before():
        for section in TIMED[: TIMED.index("gradient_descent")]:
            text, keys = LECTURES[section].text, core_of(section)
            for en, _ in text.pairs:
                if en.key.rpartition("-")[0] in keys or en.key in {q for one in keys.values() for q in one.questions}:
                    said = " ".join(block.source for block in en.blocks)
                    yield from (f"{en.key}: {part}" for part in ADAMS_FORMULA.findall(said))

    expect_none(before())


@pytest.mark.parametrize("section", [section for section in LECTURES if LECTURES[section].built])
def test_what_is_built_has_no_rounds_and_says_its_minutes_so_many_for_each_step(section):
    lecture = LECTURES[section]
    assert not rounds_of(section) and lecture.minutes == A_ROUND * len(lecture.text.exercises)
    title = next(iter(cells_of(lecture.notebook).values()))
    assert f"About {lecture.minutes} minutes, {A_ROUND} for each" in title
    assert f"约 {lecture.minutes} 分钟" in title and f"每步 {A_ROUND} 分钟" in title


@pytest.mark.parametrize("section", TIMED)
def test_each_lecture_has_its_story_in_five_lines_at_its_head(section):
    title = next(iter(cells_of(LECTURES[section].notebook).values()))
    for name in STORY:
        (story,) = re.findall(rf"<summary>[^<]*{name}[^<]*</summary>(.*?)</details>", title, re.S)
        assert re.findall(r"^(\d)\. \S", story, re.M) == [*"12345"], name
