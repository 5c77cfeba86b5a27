"""Tips below a picture: they can be closed, one by one, and stay closed until they are wanted again."""

import pytest

from course_nn.common import memory
from course_nn.common.words import LANGUAGE
from course_nn.notebook.course_map import forget
from course_nn.playground import playground
from course_nn.playground.picture.tips import TIPS


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))


def shown(demo):
    """What the tips that are open say."""
    return [tip.children[0].value for tip in demo.page.tips.box.children]


def test_there_are_three_short_tips_in_both_languages():
    tips = shown(playground())
    assert len(tips) == 3 and all(words.en in tip and words.zh in tip for words, tip in zip(TIPS.values(), tips))
    assert all(len(words.en.split()) <= 25 for words in TIPS.values())


def test_a_closed_tip_is_gone_and_stays_so_the_next_time(kept):
    demo = playground()
    first, *others = shown(demo)
    assert demo.page.tips.again.layout.display == "none"
    demo.page.tips.box.children[0].children[1].click()
    assert shown(demo) == others and shown(playground()) == others
    assert demo.page.tips.again.layout.display == ""


def test_the_button_brings_all_back_for_good(kept):
    demo = playground()
    demo.page.tips.close(*TIPS)
    assert not shown(demo) and demo.page.tips.box.layout.display == "none"
    demo.page.tips.again.click()
    assert len(shown(demo)) == len(shown(playground())) == len(TIPS)


def test_forget_brings_them_back(kept):
    playground().page.tips.close("play")
    assert "play" in memory.recall("playground")["panels"]["playground/tips"]["closed"]
    forget("playground")
    assert len(shown(playground())) == len(TIPS)


def test_what_an_earlier_edition_has_closed_closes_nothing_else(kept):
    memory.remember("playground", "panels", "playground/tips", closed=["once", "time"])
    assert len(shown(playground())) == len(TIPS) - 1


def test_whoever_hears_the_page_hears_what_the_buttons_do(monkeypatch):
    tips = playground().page.tips
    away = tips.box.children[0].children[1]
    for language, (close, back) in {"en": ("Close this tip", "Tips"), "zh": ("关闭此提示", "提示")}.items():
        monkeypatch.setattr(LANGUAGE, "shown", language)
        tips.relabel()
        assert (away.tooltip, tips.again.description) == (close, back)
