"""What every item owes: a computed answer, a reason and a scene for each wrong option, two forms that ask one thing."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from offenders import expect_none

from course_nn.inventory.beliefs import BELIEFS
from course_nn.inventory.items import FORMS, PAIRS, ideas, items
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import questions_of
from course_nn.stage import DEMOS

DOCS = Path(__file__).parents[2] / "docs"
EACH = [(form, key) for form in FORMS for key in PAIRS]
SCENES = {
    (picture.demo, tuple(picture.values.items())): picture
    for pair in PAIRS.values()
    for picture in pair.refuted.values()
}
LONGEST = {"en": 40, "zh": 15}  # letters that an item and a prediction, or another item, may have in common


def right(item):
    return next(key for key, option in item.options.items() if option.belief is None)


@pytest.mark.parametrize("form, key", EACH)
def test_the_right_option_is_the_computed_one_and_the_only_one_without_a_misconception(form, key):
    item = items(form)[key]
    assert [option for option, one in item.options.items() if one.belief is None] == [item.answer()]
    assert 3 <= len(item.options) <= 4 and len({*item.beliefs()}) == len(item.options) - 1
    for words in (item.ask, item.why, *(option.words for option in item.options.values())):
        assert words.en and words.zh


def test_there_are_twenty_two_pairs_and_each_names_its_theme_once():
    assert len(PAIRS) == 22 and len({theme for theme, _ in ideas().values()}) == 22
    assert all([*pair.forms] == [*FORMS] for pair in PAIRS.values())


def test_both_forms_of_a_pair_have_as_many_options_and_mostly_the_same_misconceptions():
    both = {key: [items(form)[key] for form in FORMS] for key in PAIRS}
    expect_none(
        key
        for key, (one, other) in both.items()
        if len(one.options) != len(other.options) or len({*one.beliefs()} ^ {*other.beliefs()}) > 2
    )


def test_every_misconception_is_named_by_an_option_and_every_one_named_has_a_scene():
    named = {key: {b for form in FORMS for b in items(form)[key].beliefs()} for key in PAIRS}
    assert set().union(*named.values()) == BELIEFS.keys()
    expect_none(key for key, pair in PAIRS.items() if pair.refuted.keys() != named[key])


def test_some_misconceptions_are_counted_over_several_items():
    counts = Counter(belief for pair in PAIRS.values() for belief in pair.refuted)
    assert sum(count > 1 for count in counts.values()) >= 3


@pytest.mark.parametrize("form", FORMS)
def test_each_place_is_right_as_often_as_any_other_to_one(form):
    for options in (3, 4):
        places = [[*item.options].index(right(item)) for item in items(form).values() if len(item.options) == options]
        times = [places.count(place) for place in range(options)]
        assert max(times) - min(times) <= 1, f"{options} options: right are {times}"


def test_the_keys_of_both_forms_differ_as_often_as_not():
    a, b = ([[*item.options].index(right(item)) for item in items(form).values()] for form in FORMS)
    assert 9 <= sum(one != other for one, other in zip(a, b)) <= 13


def test_the_longest_option_is_right_no_more_often_than_chance_would_have_it_twice_over():
    """An option that is longer than the others gives itself away."""
    for form in FORMS:
        longest = [max(i.options, key=lambda k: len(i.options[k].words.en)) == right(i) for i in items(form).values()]
        assert sum(longest) <= 8


def shares(one, other, letters):
    """Whether two texts have so many letters in a row in common, however they are spaced."""
    one, other = (" ".join(text.lower().split()) for text in (one, other))
    return any(one[k : k + letters] in other for k in range(len(one) - letters + 1))


@pytest.mark.parametrize("language", LONGEST)
def test_no_item_repeats_a_prediction_of_a_lecture_nor_its_other_form(language):
    asked = [getattr(question.ask, language) for lecture in LECTURES for question in questions_of(lecture).values()]
    forms = {(form, key): getattr(items(form)[key].ask, language) for form, key in EACH}
    for (form, key), text in forms.items():
        others = " | ".join([*asked, *(said for one, said in forms.items() if one != (form, key))])
        assert not shares(text, others, LONGEST[language]), key


@pytest.mark.parametrize("picture", SCENES.values(), ids=[f"{name}-{k}" for k, (name, _) in enumerate(SCENES)])
def test_the_demo_of_a_scene_exists_and_takes_its_settings(picture):
    section = picture.demo.split(".")[0]
    import_module(LECTURES[section].home)
    demo = DEMOS[picture.demo]
    assert demo.checked(picture.values) and picture.values.keys() <= demo.controls.keys()
    call = ast.parse(picture.code(), mode="eval").body
    assert {word.arg: ast.literal_eval(word.value) for word in call.keywords} == picture.values


@pytest.mark.thorough
@pytest.mark.parametrize("picture", SCENES.values(), ids=[f"{name}-{k}" for k, (name, _) in enumerate(SCENES)])
def test_a_scene_opens(picture):
    section, name = picture.demo.split(".")
    demo = getattr(import_module(LECTURES[section].home), name)(**picture.values)
    assert demo.readout.en and demo.readout.zh and not demo.page.warning
    assert all(demo.values[key] == value for key, value in picture.values.items())
    demo.close()


@pytest.mark.parametrize("language, guide", [("en", "inventory.md"), ("zh", "inventory.zh-CN.md")])
def test_the_page_tells_the_ideas_as_the_items_have_them(language, guide):
    text = (DOCS / guide).read_text("utf-8")
    expect_none(
        key
        for key, (theme, idea) in ideas().items()
        if f"| `{key}` | {getattr(theme, language)} | {getattr(idea, language)} |" not in text
    )
    assert {"en": "**It is not validated.**", "zh": "**它还没有经过检验。**"}[language] in text
