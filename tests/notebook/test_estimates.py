"""A question about a measurement: what is locked of an estimate, what is said of it, and what later days know of it."""

import asyncio
from datetime import date, timedelta

import pytest

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE
from course_nn.notebook import my_course, predict, revisit
from course_nn.notebook.answers import FAR, surprise
from course_nn.notebook.exercises import prediction, questions_of
from course_nn.notebook.question import adopt
from course_nn.notebook.repetition import Again, answered
from course_nn.notebook.sureness import A_FEW, ENOUGH, nearness, sureness
from course_nn.stage import DEMOS

SET, DRAWN, VARIES = "backpropagation-10", "deep_vs_shallow-8", "feature_learning-3"
ESTIMATES = [SET, DRAWN, VARIES, "everybody-3", "everybody-6", "gradient_descent-6"]
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


def test_numbers_are_folded_where_a_hand_can_set_in_a_picture_and_stand_open_where_none_can():
    question = predict(SET)
    assert question.setting.box.layout.display == "" and question.numbers.layout.display == "none", "no picture"
    demo = DEMOS["backpropagation.memory"].open({})
    assert question.setting.box.layout.display == "none" and question.numbers.layout.display == ""
    question.numbers.value = True
    assert question.setting.box.layout.display == ""
    question.setting.put(100)
    question.lock("guess")
    assert question.setting.box.layout.display == question.numbers.layout.display == "none", "nothing is left to set"
    demo.close()


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


@pytest.mark.parametrize("key, value", [(SET, 900.0), (DRAWN, CURVE)])
def test_at_the_lock_it_is_said_how_far_off_one_was_and_what_to_look_at(key, value):
    question = predict(key)
    question.setting.put(value)
    question.lock("guess")
    en, zh = question.estimate.miss(value)
    assert en in question.reveal.value and zh in question.reveal.value and "first task" in question.reveal.value
    assert not question.entry["told"] and question.question.because[question.entry["option"]].en not in en


def test_a_truth_that_takes_long_does_not_hold_the_lock_and_its_sentence_follows():
    async def answers():
        question = predict(SET)
        for known in ("measured", "ends"):
            vars(question.estimate).pop(known, None)
        question.setting.put(900)
        question.lock("guess")
        at_once = question.reveal.value
        assert not question.estimate.is_measured
        for _ in range(100):
            await asyncio.sleep(0)
        return at_once, question.reveal.value

    at_once, then = asyncio.run(answers())
    assert "900" in at_once and "computing …" in at_once and "222" not in at_once
    assert "222" in then and "computing" not in then


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
    adopt(SET, {"first": {"option": "50", "sure": "guess"}})
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


class Endless(list):
    def __iter__(self):
        while True:
            yield 1.0


@pytest.mark.parametrize("key", [SET, VARIES])
@pytest.mark.parametrize("value", [Endless([1, 2]), [Endless([1, 2])], range(10**9), [0.0] * 10**6])
def test_what_has_no_end_or_is_too_much_is_refused_with_a_sentence(key, value):
    with pytest.raises(BadInput, match="too large or too deep"):
        predict(key).answer(value, "guess")


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


# ---- a band ----------------------------------------------------------------------------------------------------


def views(question):
    """The widgets of the form, as they stand in a row."""
    return [*question.setting.box.children]


def test_a_band_is_chosen_where_starts_differ_set_by_two_boxes_and_kept_as_a_pair():
    question = predict(VARIES)
    shape, number = views(question)
    shape.value = "band"
    assert len(views(question)) == 3 and number not in views(question)
    low, high = (view.children[0] for view in views(question)[1:])
    low.value, high.value = "70", "95"
    assert question.setting.value == (70, 95)
    question.lock("rather")
    question.why.click()
    assert list(question.entry["value"]) == [70, 95] and "70% to 95%" in question.reveal.value
    assert question.estimate.miss((70, 95)).en in question.reveal.value
    assert list(next_day(VARIES).setting.value) == [70, 95]


def test_an_end_of_a_band_stops_at_the_other_and_one_mark_again_is_its_middle():
    question = predict(VARIES)
    shape = views(question)[0]
    shape.value = "band"
    low, high = (view.children[0] for view in views(question)[1:])
    high.value, low.value = "80", "90"
    assert question.setting.value == (80, 80) and low.value == "80"
    shape.value = "mark"
    assert question.setting.value == 80


def test_a_slider_that_no_longer_stands_in_the_form_sets_nothing():
    """A page sends what it had under way; another page of the same notebook has changed the form meanwhile."""
    question = predict(VARIES)
    shape, mark = views(question)
    mark.children[0].value = "40"
    shape.value = "band"
    low, high = (view.children[0] for view in views(question)[1:])
    high.value, low.value = "95", "70"
    mark.children[0].value = "30"
    assert question.setting.value == (70, 95) and shape.value == "band"
    shape.value = "mark"
    high.value = "90"
    assert question.setting.value == 82.5 and views(question)[0].value == "mark"


def test_where_nothing_varies_no_band_is_offered():
    assert len(views(predict(SET))) == 1 and len(views(predict(DRAWN))) == 2


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_another_language_takes_no_band_away(language):
    question = predict(VARIES)
    question.setting.put((60, 90))
    LANGUAGE.shown = language
    assert question.setting.value == (60, 90) and views(question)[0].value == "band" and question.setting.at == -1
    LANGUAGE.shown = "both"


# ---- what one knows of what one knows --------------------------------------------------------------------------


def told(key, off, sure, days=9):
    value = CURVE if key == DRAWN else prediction(key).estimate().start
    remembered(key, value=value, off=off, sure=sure, when=f"{date.today() - timedelta(days)}T12:00:00+00:00")


def test_the_surer_and_the_farther_off_or_the_nearer_a_mere_guess_the_greater_the_surprise():
    found = [
        surprise({"value": 1, "off": off, "sure": sure})
        for sure, off in (("certain", FAR), ("certain", FAR / 2), ("certain", 0), ("guess", FAR), ("guess", 0))
    ]
    assert found == [1, 0.5, 0, 0, 1] and surprise({"value": 1, "off": FAR / 2, "sure": "rather"}) == 0
    assert surprise({"sure": "certain", "right": False}) == 1 and surprise({"sure": "rather", "right": False}) == 0


def test_what_disagreed_most_with_its_sureness_comes_back_first():
    told(SET, FAR / 2, "certain", days=20)
    told(VARIES, FAR, "certain", days=5)
    told("everybody-6", 0.01, "certain", days=30)
    due = sorted(answered(), key=lambda one: (-one.surprise, one.day))
    assert [one.key for one in due] == [VARIES, SET, "everybody-6"]


def test_my_course_shows_how_far_off_estimates_were_by_how_sure_one_was_and_counts_none_as_an_answer():
    for key, off, sure in zip(ESTIMATES, (0.1, 0.3, 0.2, 0.02, 0.04, 0.06), ["guess"] * 3 + ["certain"] * 3):
        assert nearness() is None and "how far off" not in my_course()._repr_html_()
        told(key, off, sure)
    assert len(ESTIMATES) == A_FEW
    found = {sure: sorted(off) for sure, off in nearness().off.items()}
    assert found == {"guess": [0.1, 0.2, 0.3], "rather": [], "certain": [0.02, 0.04, 0.06]}
    said = my_course()._repr_html_()
    assert "20% of the axis, median of 3" in said and "4% of the axis, median of 3" in said and "轴长的 20%" in said


def test_an_estimate_is_none_of_the_answers_that_were_right_or_not():
    options = [key for lecture in ("neurons", "xor", "activations", "losses") for key in questions_of(lecture)]
    for key in options[:ENOUGH]:
        remembered(key)
    told(SET, 0.1, "rather")
    assert len(options) >= ENOUGH and sum(sureness().all.values()) == ENOUGH


@pytest.mark.parametrize("key, value", [(SET, 900.0), (DRAWN, CURVE), (VARIES, (60.0, 90.0))])
def test_of_an_estimate_no_one_says_right_or_wrong(key, value):
    question = locked(key, value)
    because = question.question.because[question.entry["option"]]
    said = question.reveal.value.replace(because.en, "").replace(because.zh, "")
    for word in (" right", "wrong", "Right", "Not what happens", "✓", "正确", "答对", "错了"):
        assert word not in said, word


# ---- answers of other editions ---------------------------------------------------------------------------------


def test_an_answer_whose_option_is_no_more_is_set_aside_with_a_sentence_until_another_one_is_locked():
    remembered(SET, option="gone", when="2026-03-04T12:00:00+00:00")
    question = predict(SET)
    assert not question.entry and "What you locked on 2026-03-04" in question.reveal.value
    assert "2026-03-04" in question.reveal.value and "旧版本" in question.reveal.value
    question.setting.put(300.0)
    question.lock("guess")
    assert (
        "2026-03-04" not in question.reveal.value and memory.recall("backpropagation")["answers"][SET]["option"] == "2"
    )


def test_a_question_that_nobody_has_answered_sets_nothing_aside():
    assert predict(SET).reveal.value == ""


def test_a_value_that_is_none_of_this_edition_takes_its_distance_with_it():
    remembered(SET, value=1e9, off=0.3)
    assert "off" not in predict(SET).entry and predict(SET).entry["option"]
