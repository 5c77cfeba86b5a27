"""No form tells: who knows nothing and goes by how options look is right no more often than chance."""

import re
from itertools import takewhile
from math import sqrt

import pytest

from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import questions_of

ALL = [one for section in LECTURES for one in questions_of(section).values()]
CHOSEN = [one for one in ALL if not one.estimate()]  # what is set or drawn shows no options
HEDGED = re.compile(r"\b(about|nearly|hardly|some|may|usually|mostly|almost)\b|约|几乎|可能|多半|大多|有些|左右")
DENIED = re.compile(r"(no|not|never|none|nothing|neither|fewer|less)\b|不|没有|都不|无|更少")
NUMBER = re.compile(r"[−-]?\d[\d,]*\.?\d*")
NOT_YET = {  # lectures whose questions do not say yet what they follow from: none is added here
}
BEYOND = 2.0  # standard deviations above chance; one rule in forty comes as far by luck


def those_that(pattern):
    """The options that match."""
    return lambda options: {key for key, text in options.items() if pattern.search(text)}


def with_the(extreme, size):
    """The options whose size is the largest or the smallest."""

    def chosen(options):
        sizes = {key: size(text) for key, text in options.items()}
        if None in sizes.values():  # not all have one
            return set()
        return {key for key, found in sizes.items() if found == extreme(sizes.values())}

    return chosen


def largest_number(text):
    found = [float(one.replace(",", "").replace("−", "-")) for one in NUMBER.findall(text)]
    return max(found, default=None)


def at_the(place):
    return lambda options: {[*options][place]}


def bare(options):
    return {*options} - those_that(re.compile(r"[:：,，;；]"))(options)


RULES = {
    "bare": bare,
    "shortest": with_the(min, len),
    "longest": with_the(max, len),
    "hedged": those_that(HEDGED),
    "unhedged": lambda options: {*options} - those_that(HEDGED)(options),
    "denied": lambda options: {key for key, text in options.items() if DENIED.match(text)},
    "largest number": with_the(max, largest_number),
    "smallest number": with_the(min, largest_number),
    "first": at_the(0),
    "second": at_the(1),
    "last": at_the(-1),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rule", RULES)
def test_a_guesser_by_form_is_right_no_more_often_than_chance(rule, language):
    hits = chance = variance = 0.0
    for question in CHOSEN:
        options = {key: getattr(words, language) for key, words in question.options.items()}
        chosen = RULES[rule](options)
        if 0 < len(chosen) < len(options):
            share = 1 / len(options)
            hits += (question.right() in chosen) / len(chosen)
            chance, variance = chance + share, variance + share * (1 / len(chosen) - share)
    assert variance and hits <= chance + BEYOND * sqrt(variance)


@pytest.mark.parametrize("note", ["against the textbook", "least flattering"])
def test_a_guesser_by_attitude_is_right_no_more_often_than_chance(note):
    """Who always says that the textbook is wrong, or that networks do worse; writers mark such an option."""
    marked = [one for section in LECTURES for one in marked_of(section, note)]
    hits = sum(right == option for right, option, _ in marked)
    chance, variance = (
        (sum(sizes) for sizes in zip(*((1 / n, (1 - 1 / n) / n) for _, _, n in marked))) if marked else (0, 0)
    )
    assert hits <= chance + BEYOND * sqrt(variance)


def marked_of(section, note):
    """(the right option, the marked one, how many there are) of each question that is chosen and has that note."""
    asked = questions_of(section)
    for key, text in LECTURES[section].text.questions.items():
        if note in text.notes and not asked[key].estimate():
            assert text.notes[note] in text.options, key
            yield asked[key].right(), text.notes[note], len(text.options)


def read_before(question):
    """The ids of the cells of text that stand before a question on the road."""
    section = question.split("-")[0]
    lectures = [*takewhile(lambda one: one != section, LECTURES), section]
    parts = [part for one in lectures for part, _ in LECTURES[one].text.pairs]
    return {part.key for part in takewhile(lambda part: (part.kind, part.key) != ("question", question), parts)}


@pytest.mark.parametrize("section", [section for section in LECTURES if section not in NOT_YET])
def test_each_question_that_is_chosen_says_from_which_cells_before_it_its_answer_follows(section):
    for key, text in LECTURES[section].text.questions.items():
        if not questions_of(section)[key].estimate():
            from_cells = re.findall(r"[\w-]+", text.notes.get("follows", ""))
            assert from_cells and {*from_cells} <= read_before(key), (key, text.notes)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_reasons_behind_a_colon_stand_on_all_options_of_a_question_or_on_none(language):
    for question in ALL:
        told = [bool(re.search("[:：]", getattr(words, language))) for words in question.options.values()]
        assert all(told) or not any(told), question.ask
