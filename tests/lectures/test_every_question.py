"""What every prediction owes its reader: it cannot be guessed from where its options stand."""

import re
from collections import Counter
from importlib import import_module
from itertools import takewhile

import pytest
from guide import chapters, rows, text
from matplotlib.figure import Figure
from offenders import expect_none

from course_nn.common.words import Words
from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook import predict
from course_nn.notebook.exercises import LETTERS, questions_of
from course_nn.stage import DEMOS
from course_nn.stage.picture import haunt
from course_nn.stage.rounds import current
from course_nn.text.parts import FOLD

ASKING = [section for section, one in LECTURES.items() if not one.built]  # what is built asks nothing


def places(lecture):
    """{number of options: [the place of each right one]}."""
    found = {}
    for question in questions_of(lecture).values():
        found.setdefault(len(question.options), []).append([*question.options].index(question.right()))
    return found


@pytest.mark.parametrize("lecture", ASKING)
def test_the_right_answer_is_computed_and_there_is_a_tempting_wrong_one(lecture):
    for question in questions_of(lecture).values():
        assert question.right() in question.options and len(question.options) >= 2
        assert set(question.because) == set(question.options)
        for words in (question.ask, *question.options.values(), *question.because.values()):
            assert words.en and words.zh


@pytest.mark.parametrize("lecture", ASKING)
def test_each_place_is_right_as_often_as_any_other_to_one(lecture):
    for options, right in places(lecture).items():
        times = [right.count(place) for place in range(options)]
        assert max(times) - min(times) <= 1, f"{options} options: right are {times}"


@pytest.mark.thorough
def test_no_rule_of_places_answers_the_course():
    """Whoever always takes the same place is not right more often than chance."""
    times, chance = Counter(), 0.0
    for lecture in ASKING:
        for options, right in places(lecture).items():
            times.update(right)
            times.update({"last": right.count(options - 1)})
            chance += len(right) / options
    assert max(times.values()) < 1.15 * chance


@pytest.mark.parametrize("lecture", ASKING)
def test_the_demo_of_a_round_waits_for_the_answer_to_its_question_and_no_longer(lecture):
    for key, one in rounds_of(lecture).items():
        if one.demo and one.questions:
            question = predict(one.questions[0])
            here, waiting = current(f"{lecture}.{one.demo}")
            assert here == key and waiting.waits, "so it stands covered"
            question.choice.value = next(iter(question.question.options))
            question.lock("guess")
            assert not waiting.waits and waiting.answer == question.choice.value


@pytest.mark.parametrize("lecture", ASKING)
def test_options_are_few_enough_for_letters_and_no_two_say_the_same(lecture):
    expect_none(
        key
        for key, question in questions_of(lecture).items()
        if not 2 <= len(question.options) <= len(LETTERS)
        or any(len(set(said)) < len(question.options) for said in zip(*question.options.values()))
    )


@pytest.mark.parametrize("lecture", ASKING)
def test_a_question_is_a_line(lecture):
    """It stands over its picture: 25 words, or 60 Chinese characters."""
    asked = questions_of(lecture).items()
    expect_none(key for key, one in asked if len(one.ask.en.split()) > 25 or len(one.ask.zh) > 60)


@pytest.mark.parametrize("lecture", ASKING)
def test_few_words_stand_before_the_first_picture_of_a_lecture(lecture):
    """Headings apart, and what is folded away: 60 words, or 120 Chinese characters."""
    before = Words("", "")
    for parts in LECTURES[lecture].text.pairs:
        if parts[0].kind == "code" and parts[0].key.endswith(("-play", "-hand", "-opening", "-anatomy", "playground")):
            break
        before = Words(*(said + shown(part) for said, part in zip(before, parts)))
    assert len(before.en.split()) <= 60 and len(before.zh) <= 120


def shown(part):
    """What a part says that is neither heading nor folded away; of a question what is asked."""
    if part.kind not in ("text", "question"):
        return ""
    blocks = takewhile(lambda block: not block.source.startswith(FOLD), part.blocks)
    said = [block.source for block in blocks if block.kind == "paragraph" and not block.source.startswith("![")]
    return re.sub(r"\]\([^)]*\)", "", " ".join(said) + " ")


@pytest.mark.parametrize("lecture", chapters())
def test_the_tempting_answers_of_the_guide_are_those_of_the_questions_and_wrong(lecture):
    questions, found = questions_of(lecture), Counter()
    for language in ("en", "zh"):
        for key, answer, _, _ in rows(text("teaching", language), 4):
            question = questions.get(key.strip("`"))
            if question and "`" not in answer:
                options = {getattr(words, language): option for option, words in question.options.items()}
                assert answer in options and options[answer] != question.right(), key
                found[language] += 1
    assert found["en"] == found["zh"] >= 2


def drawn_options(lecture):
    """(demo, its artists, options) of each prediction that its demo may draw."""
    import_module(LECTURES[lecture].home)
    for one in rounds_of(lecture).values():
        demo = DEMOS[f"{lecture}.{one.demo}"] if one.demo and one.questions else None
        if demo and demo.ghost:
            yield demo, demo.paint(Figure((8, demo.height))), questions_of(lecture)[one.questions[0]].options


@pytest.mark.parametrize("lecture", ASKING)
def test_whatever_was_locked_joins_the_picture_where_it_can_be_drawn(lecture):
    for demo, artists, options in drawn_options(lecture):
        named = artists if isinstance(artists, dict) else vars(artists)
        for option in options:
            place, named["prediction"] = demo.ghost(artists, option), None
            if place is not None:
                haunt(artists, place)
                assert named["prediction"], (demo.name, option)
