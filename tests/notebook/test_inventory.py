"""The inventory on the page, its codes, and what a class has gained by them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE
from course_nn.inventory.beliefs import BELIEFS
from course_nn.inventory.items import FORMS, PAIRS, ideas, items, right_keys
from course_nn.notebook import class_gain, inventory, inventory_codes
from course_nn.notebook.code_letters import LETTERS
from course_nn.notebook.exercises import LETTERS as OPTIONS
from course_nn.notebook.inventory_codes import TAGS, Answers, find, read, tag_of, write
from course_nn.notebook.inventory_form import items_as_predictions

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def both_languages():
    yield
    LANGUAGE.shown = "both"


@st.composite
def answers(draw):
    form = draw(st.sampled_from(FORMS))
    chosen = {key: draw(st.sampled_from([None, *item.options])) for key, item in items(form).items()}
    return Answers(form, chosen, draw(st.integers(0, TAGS - 1)))


def a_class(form, right, first=0, students=30):
    """The codes of a class of which each student has so many right, and else the first wrong option."""
    codes = []
    for tag in range(first, first + students):
        wrong = {key: next(k for k, one in item.options.items() if one.belief) for key, item in items(form).items()}
        known = [*PAIRS][: right + tag % 3]
        codes.append(write(form, wrong | {key: right_keys(form)[key] for key in known}, tag))
    return "\n".join(codes)


# ---- codes -----------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(answers())
def test_what_is_written_is_read_again(student):
    assert read(write(*student)) == student


def test_one_wrong_letter_is_always_noticed():
    word = write("A", {"line": "2"}, 4711).replace("-", "")
    for place in range(1, len(word)):
        for other in set(LETTERS) - {word[place]}:
            assert read(word[:place] + other + word[place + 1 :]) is None


def test_codes_are_found_among_names_in_small_letters_and_over_the_end_of_a_line():
    one, other = write("A", {"line": "2"}, 1), write("B", {"line": "5"}, 1)
    text = f"Anna: {one.lower()}, thanks\nBen {other[:12]}\n{other[12:]} Qatar, QA\nQA-1234-5678"
    found = find(text)
    assert [(code.form, code.tag) for code in found.codes] == [("A", 1), ("B", 1)]
    assert found.none == [(4, "QA-1234-5678")] and found.twice == 0


def test_of_two_codes_of_a_student_the_one_pasted_last_counts():
    found = find("\n".join(write("A", {"line": option}, 7) for option in ("4", "2")))
    assert [code.chosen["line"] for code in found.codes] == ["2"] and found.twice == 1


def test_a_code_of_another_edition_is_listed_and_not_counted(monkeypatch):
    code = write("A", {"line": "2"}, 7)
    inventory_codes._edition.cache_clear()
    monkeypatch.setattr(inventory_codes, "EDITION", "another")
    assert read(code).chosen is None and find(code).codes == [] and find(code).none == [(1, code)]
    inventory_codes._edition.cache_clear()


def test_a_word_of_ones_own_gives_the_same_tag_however_it_is_spelled():
    assert tag_of("Blue heron 7") == tag_of(" blueheron７") != tag_of("blue heron 8")


# ---- the form --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_form_asks_twenty_two_questions_and_tells_no_verdict(form):
    page = inventory(form)
    assert len(page.choices) == 22 and page.chosen == {}
    for key, choice in page.choices.items():
        choice.value = choice.options[0][1]
        assert page.chosen[key] == choice.value
    said = " ".join(str(part.value) for part in page.box.children if hasattr(part, "value"))
    assert page.code in said and "22 of 22" in said and "已答 22 题" in said
    assert not any(words in said for belief in BELIEFS.values() for words in belief)
    assert "cn-verdict" not in page._end.value and "✓" not in said


def test_answers_are_there_the_next_time_and_can_be_changed():
    inventory("A").choices["line"].value = "4"
    page = inventory("A")
    assert page.choices["line"].value == "4"
    page.choices["line"].value = "2"
    assert inventory("A").chosen == {"line": "2"} and inventory("B").chosen == {}
    memory.remember("inventory", "form A", "line", option="no such option")
    assert inventory("A").chosen == {}


def test_both_forms_of_a_student_carry_one_tag_and_a_word_of_their_own_another():
    tags = {read(inventory(form).code).tag for form in FORMS}
    assert len(tags) == 1 and read(inventory("A", word="blue heron 7").code).tag == tag_of("blue heron 7") not in tags


def test_a_change_of_language_keeps_what_is_chosen():
    page = inventory("B")
    page.choices["slope"].value = "second"
    for language in ("zh", "en", "both"):
        LANGUAGE.shown = language
        assert page.choices["slope"].value == "second" and page.chosen == {"slope": "second"}


def test_another_form_is_refused_with_the_names_of_both():
    with pytest.raises(BadInput, match="A, B"):
        inventory("C")


@pytest.mark.parametrize("form", FORMS)
def test_its_items_are_predictions_for_whoever_exports_them(form):
    found = items_as_predictions(form)
    assert [*found] == [f"inventory-{form}-{key}" for key in PAIRS]
    for question in found.values():
        assert question.right() in question.options and question.because.keys() == question.options.keys()
        assert len(question.lettered()) <= len(OPTIONS)


# ---- the gain of a class ---------------------------------------------------------------------------------


def test_a_class_that_has_half_of_what_it_lacked_has_gained_a_half():
    gain = class_gain(a_class("A", 6), a_class("B", 13))
    assert gain.all.before == pytest.approx(7 / 22) and gain.all.after == pytest.approx(14 / 22)
    assert gain.all.value == pytest.approx(7 / 15) and gain.all.low < gain.all.value < gain.all.high
    assert gain.same.students == (30, 30) and gain.same.high - gain.same.low < gain.all.high - gain.all.low


def test_students_of_other_tags_are_another_sample():
    assert class_gain(a_class("A", 6), a_class("B", 13, first=100)).same is None


def test_forms_may_cross():
    one = f"{a_class('A', 6, 0, 15)}\n{a_class('B', 6, 15, 15)}"
    other = f"{a_class('B', 13, 0, 15)}\n{a_class('A', 13, 15, 15)}"
    gain = class_gain(one, other)
    assert gain.all.value == pytest.approx(7 / 15) and gain.same.students == (30, 30)
    assert "15 A, 15 B" in repr(gain)


def test_each_misconception_is_counted_where_it_was_offered():
    chosen = {"line": "4", "parameters": "18", "softmax": "1", "batch": "same"}
    padding = {key: right_keys("A")[key] for key in PAIRS if key not in chosen and key != "scale"}
    side = class_gain(write("A", chosen | padding, 1), a_class("B", 13)).before
    beliefs = side.beliefs()
    assert beliefs["weight is steepness"] == 1 and beliefs["forgets biases"] == 1 and beliefs["counts units"] == 0
    assert beliefs["proportional"] == 1 / 2, "softmax and batch offered it, scale was not answered"
    assert np.isnan(beliefs["always settles"]), "only form B offers it"


def test_codes_with_few_answers_are_left_out_and_said():
    gain = class_gain(a_class("A", 6) + "\n" + write("A", {"line": "2"}, 99) + "\nQA-1234", a_class("B", 13))
    assert gain.before.few == 1 and len(gain.before.codes) == 30
    assert "Left out: 1 with fewer than 15 answers" in repr(gain) and "1 that are not codes" in repr(gain)


def test_the_page_shows_each_idea_and_says_that_nothing_is_validated():
    gain = class_gain(a_class("A", 6), a_class("B", 13))
    shown = gain._repr_html_()
    assert all(theme in shown for words, _ in ideas().values() for theme in words)
    assert "lecture(&quot;regularization.leakage&quot;, p=5000, wall=2)" in shown
    for said in (shown, repr(gain)):
        assert "not validated" in said and "尚未经过检验" in said
    assert "<b>" not in repr(gain)


def test_a_class_of_one_is_shown_without_numbers_that_it_cannot_have():
    gain = class_gain(a_class("A", 6, students=1), a_class("B", 13, students=1))
    assert "KR-20 –" in repr(gain) and gain._repr_html_()


def test_what_holds_no_codes_is_refused_with_what_was_expected():
    with pytest.raises(BadInput, match="before the course, found none"):
        class_gain("nothing", a_class("B", 13))
    with pytest.raises(BadInput, match="课程之后的代码应写成一段文字"):
        class_gain(a_class("A", 6), None)


@pytest.mark.parametrize("guide", ["inventory.md", "inventory.zh-CN.md"])
def test_the_code_that_the_page_shows_is_a_code_of_this_edition(guide):
    found = find((DOCS / guide).read_text("utf-8"))
    assert len(found.codes) == 1 and {shape for _, shape in found.none} == {"QA-G01Q-...", "QB-..."}


def test_the_first_program_of_the_page_runs():
    program = (DOCS / "inventory.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    space = {}
    exec(program, space)
    assert space["inventory"] is inventory and space["class_gain"] is class_gain
