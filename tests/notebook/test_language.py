"""One table of words; one switch."""

import re

import ipywidgets
import pytest
from matplotlib.text import Text

from course_nn.common.errors import BadInput, lookup
from course_nn.common.words import LANGUAGE, TERMS, Words, term
from course_nn.notebook import language, language_switch, lecture, predict
from course_nn.stage.page import style_sheet


@pytest.fixture(autouse=True)
def both_languages(monkeypatch, tmp_path):
    """A reader who has not chosen yet."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("COURSE_NN_LANGUAGE")
    yield
    LANGUAGE.shown = "both"


@pytest.fixture
def next_day():
    """Forgets what this kernel knows: the next switch is that of another notebook."""

    def forget():
        LANGUAGE.shown = type(LANGUAGE)().shown
        language._switch.cache_clear()

    yield forget
    forget()


def is_chinese(text):
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("key", TERMS)
def test_every_term_stands_in_both_languages(key):
    words = term(key)
    assert words.en and not is_chinese(words.en)
    assert is_chinese(words.zh)


def test_an_unknown_term_is_an_error_that_proposes_the_nearest():
    with pytest.raises(BadInput, match="did you mean 'weight'"):
        term("wieght")


def test_the_switch_hides_one_language_inside_the_notebook_only():
    always = style_sheet().value.count("[lang=")
    for chosen, hidden, other in (("en", "zh-Hans", "en"), ("zh", "en", "zh-Hans")):
        language_switch(chosen)
        sheet = style_sheet().value
        untold = '.jp-Notebook:not(.cn-told) [lang="{}"] {{ display: none; }}'
        assert untold.format(hidden) in sheet and untold.format(other) not in sheet
        assert sheet.count("[lang=") == always + 1 == len(re.findall(r"\.jp-Notebook\S* \[lang=", sheet))


def test_pressing_a_button_of_the_switch_changes_the_language():
    switch = language_switch("both")
    buttons = switch.box.children[0]
    buttons.value = "zh"
    assert LANGUAGE.shown == "zh" and Words("a", "甲").shown() == "甲"
    buttons.value = "en"
    assert Words("a", "甲").shown() == "a"
    buttons.value = "both"
    assert Words("a", "甲").shown() == "a 甲"


def test_the_next_notebook_begins_with_what_was_chosen_in_this_one(next_day):
    next_day()
    language_switch().box.children[0].value = "zh"
    next_day()
    language_switch()
    assert LANGUAGE.shown == "zh"


def test_a_notebook_of_ones_own_without_a_switch_speaks_the_language_that_was_chosen_before(next_day):
    language_switch().box.children[0].value = "zh"
    next_day()
    assert LANGUAGE.shown == "zh"


def test_a_demo_on_the_wall_speaks_the_language_that_was_chosen_before(next_day):
    next_day()
    language_switch().box.children[0].value = "zh"
    next_day()
    demo = lecture("xor.xor_network")
    assert LANGUAGE.shown == "zh" and any(map(is_chinese, (text.get_text() for text in demo.figure.findobj(Text))))
    lecture(on=False)
    demo.close()


def test_code_may_ask_for_both_whatever_was_chosen_before(next_day, monkeypatch):
    next_day()
    monkeypatch.setenv("COURSE_NN_LANGUAGE", "zh")
    language_switch("both")
    assert LANGUAGE.shown == "both"


def test_a_language_that_code_asks_for_holds_for_this_notebook_alone(next_day):
    next_day()
    language_switch("en")
    assert LANGUAGE.shown == "en"
    next_day()
    language_switch()
    assert LANGUAGE.shown == "both"


@pytest.mark.parametrize("asked, shown", [("zh", "zh"), ("en", "en"), ("fr", "both"), ("", "both")])
def test_the_environment_may_name_a_language(next_day, monkeypatch, asked, shown):
    monkeypatch.setenv("COURSE_NN_LANGUAGE", asked)
    next_day()
    language_switch()
    assert LANGUAGE.shown == shown


def test_where_nothing_can_be_kept_the_switch_works_all_the_same(next_day, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "file" / "below"))
    next_day()
    language_switch().box.children[0].value = "en"
    assert LANGUAGE.shown == "en"


def test_the_switch_and_a_question_say_what_they_are_where_no_widget_can_be_shown():
    for shown in (language_switch(), predict("neurons-1")):
        bundle = shown._repr_mimebundle_()
        assert (
            "VBox" not in bundle["text/plain"] and is_chinese(bundle["text/plain"]) and "<" not in bundle["text/plain"]
        )
        assert "application/vnd.jupyter.widget-view+json" in bundle and "<style>" in bundle["text/html"]


def test_running_the_switch_again_makes_no_second_switch():
    before = len(ipywidgets.widgets.widget._instances), language_switch()
    assert language_switch() is before[1]
    assert len(ipywidgets.widgets.widget._instances) == before[0]


def test_an_unknown_language_gets_a_sentence():
    with pytest.raises(BadInput, match="one of: en, zh, both"):
        language_switch("fr")


def test_words_carry_both_languages_marked_as_such():
    assert Words("sum", "和").html() == '<span lang="en">sum</span> <span lang="zh-Hans">和</span>'


def test_a_lookup_error_says_what_was_expected_what_came_and_what_to_try():
    with pytest.raises(ValueError) as error:
        lookup({"relu": 1, "tanh": 2}, "rleu", "activation", "激活函数")
    assert error.value.en == "unknown activation 'rleu': did you mean 'relu'? one of: relu, tanh"
    assert error.value.zh == "没有名为“rleu”的激活函数：是不是“relu”？可选：relu、tanh"
    assert str(error.value) == f"{error.value.en}\n{error.value.zh}"
    with pytest.raises(ValueError, match="one of: relu, tanh"):
        lookup({"relu": 1, "tanh": 2}, 7, "activation", "激活函数")
