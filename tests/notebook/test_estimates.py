"""A question about a measurement: what is locked of an estimate, what is said of it, and what later days know of it."""

from datetime import date, timedelta

import pytest

from course_nn.common import memory
from course_nn.common.sitting import Sitting
from course_nn.notebook import predict, revisit
from course_nn.notebook.exercises import prediction
from course_nn.notebook.question import adopt
from course_nn.notebook.repetition import Again, answered

SET, DRAWN = "backpropagation-10", "deep_vs_shallow-8"
CURVE = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.02)


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))


def locked(key, value, sure="certain"):
    """The question once its answer was set or drawn, and the reason asked for."""
    question = predict(key)
    question.setting.put(value)
    question.lock(sure)
    question.why.click()
    return question


def next_day(key):
    """The question in another kernel."""
    Sitting.now = Sitting()
    return predict(key)


def remembered(key, **changes):
    """An answer that another edition, or somebody else, has written."""
    question = prediction(key)
    entry = dict(option=next(iter(question.options)), sure="rather", told=True, right=True)
    memory.remember(key.split("-")[0], "answers", key, **entry | changes)


@pytest.mark.parametrize("key, value, option", [(SET, 900.0, "10"), (SET, 230.0, "2"), (DRAWN, CURVE, "train")])
def test_what_is_locked_is_the_value_and_the_option_that_is_nearest(key, value, option):
    entry = locked(key, value).entry
    kept = prediction(key).estimate().read(entry["value"])
    assert (kept, entry["option"], entry["sure"]) == (value, option, "certain")


def test_nothing_is_locked_before_something_was_set():
    question = predict(SET)
    question.lock("guess")
    assert not question.entry and "Set your answer first" in question.reveal.value
    question.setting.put(400)
    assert "Set your answer first" not in question.reveal.value


@pytest.mark.parametrize("value", [230.0, 900.0])
def test_an_estimate_is_neither_right_nor_wrong_but_so_far_off_and_the_text_says_why(value):
    question = locked(SET, value)
    said = question.reveal.value
    assert question.estimate.miss(value).en in said and question.estimate.miss(value).zh in said
    assert "cn-estimated" in said and "cn-right" not in said and "cn-not-what-happens" not in said and "✓" not in said
    assert question.question.because[question.entry["option"]].en in said


def test_how_far_off_it_was_is_kept_with_whether_its_option_is_right():
    question = locked(SET, 900.0)
    assert question.entry["off"] == question.estimate.off(900.0) > 0 and question.entry["right"] is False
    assert locked(DRAWN, CURVE[::-1]).entry["right"] is True


def test_in_an_exam_nothing_is_said_of_the_distance(monkeypatch):
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    question = locked(SET, 900.0)
    assert "222" not in question.reveal.value and "900" in question.reveal.value and "off" not in question.entry


@pytest.mark.parametrize("key, value", [(SET, 900.0), (DRAWN, CURVE)])
def test_the_next_day_shows_the_same(key, value):
    said = locked(key, value).reveal.value
    later = next_day(key)
    assert later.reveal.value == said and list(later.entry) == list(predict(key).entry)
    assert later.setting.value == value


@pytest.mark.parametrize("key", [SET, DRAWN])
@pytest.mark.parametrize("value", [{}, "900", [900] * 10**5, 1e9, None, [[1, 2]]])
def test_an_answer_of_an_earlier_edition_stays_an_option_and_what_is_no_value_is_none(key, value):
    remembered(key, **({} if value == {} else {"value": value}))
    question = predict(key)
    assert question.entry["option"] and "value" not in question.entry
    assert question.question.lettered()[question.entry["option"]].en in question.reveal.value


def test_a_vote_of_a_class_is_an_option_as_before():
    adopt(SET, {"option": "50", "sure": "guess"}, None)
    question = predict(SET)
    assert question.entry["option"] == "50" and "value" not in question.entry and question.setting.value is None


def test_after_a_discussion_it_is_set_again_and_both_are_named(monkeypatch):
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    question = locked(SET, 900.0)
    question.again.click()
    question.setting.put(300.0)
    question.lock("rather")
    assert question.entry["value"] == 900 and question.entry["again"]["value"] == 300
    assert "900 steps" in question.reveal.value and "300 steps" in question.reveal.value


def test_it_comes_back_to_be_set_again_and_its_distance_is_kept():
    days_ago = f"{date.today() - timedelta(9)}T12:00:00+00:00"
    remembered(SET, value=900.0, off=0.3, right=False, when=days_ago)
    assert [one.key for one in answered()] == [SET] and len(revisit().box.children) == 3
    again = Again(SET)
    again.setting.put(300.0)
    again.lock("rather")
    (kept,) = memory.recall("backpropagation")["revisits"].values()
    assert (kept["value"], kept["option"], kept["right"]) == (300, "2", True)
    assert kept["off"] == again.estimate.off(300.0)


def test_the_slider_gives_way_to_what_was_locked():
    question = predict(SET)
    assert question.setting.box.layout.display == "" and question.choice.layout.display == "none"
    question.setting.put(300.0)
    question.lock("guess")
    assert question.setting.box.layout.display == "none"


def test_what_is_typed_and_no_number_of_the_axis_is_refused_with_a_sentence():
    question = predict(SET)
    box, _ = question.setting.box.children[0].children
    box.value = "many"
    assert "forward steps: expected a number from 99 to 6000" in question.reveal.value
    assert question.setting.value is None
