"""Questions come back when they are due, sure and wrong ones first; and how sure a student is meets how often right."""

from datetime import date, timedelta

import pytest

from course_nn.common import memory
from course_nn.common.words import LANGUAGE
from course_nn.lectures import LECTURES
from course_nn.notebook import my_course, predict, revisit
from course_nn.notebook.answers import SURE
from course_nn.notebook.exercises import questions_of
from course_nn.notebook.repetition import DISTANCES, MOST, Again, answered
from course_nn.notebook.sureness import ENOUGH, sureness
from course_nn.stage import cells

ALL = [key for lecture in LECTURES for key in questions_of(lecture)]


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))


def ago(days):
    return f"{date.today() - timedelta(days)}T12:00:00+00:00"


def answer(key, days, right=True, sure="rather", again=()):
    """As it was locked so many days ago, and asked again: pairs (days ago, whether it was right)."""
    option = next(iter(questions_of(key.split("-")[0])[key].options))
    revisits = [{"when": ago(then), "right": was, "sure": sure, "option": option} for then, was in again]
    entry = dict(option=option, sure=sure, right=right, told=True, when=ago(days), revisits=revisits)
    memory.remember(key.split("-")[0], "answers", key, **entry)


def days_until(key):
    (due,) = [one for one in answered() if one.key == key]
    return (due.day - date.today()).days


def asked():
    """The questions that are asked again, as they stand."""
    return [box for box in revisit().box.children if "cn-question" in box._dom_classes]


def test_an_answer_comes_back_on_the_next_day_and_each_right_one_in_a_row_waits_longer():
    answer("xor-1", 0)
    assert days_until("xor-1") == DISTANCES[0] == 1
    for n in range(1, 7):
        answer("xor-1", 300, again=[(100 - k, True) for k in range(n)])
        assert days_until("xor-1") + 100 - n + 1 == DISTANCES[min(n, len(DISTANCES) - 1)]
    answer("xor-1", 300, again=[(9, True), (8, True), (4, False)])
    assert days_until("xor-1") == 1 - 4


def test_at_most_five_a_day_and_those_that_were_sure_and_wrong_come_first():
    for k, key in enumerate(ALL[:9]):
        answer(key, 20 - k, right=k % 2 == 0, sure="certain" if k > 5 else "guess")
    due = sorted(answered(), key=lambda one: (-one.surprise, one.day))
    assert len(asked()) == MOST and due[0].key == ALL[7] and due[0].surprise == 1 and due[1].key == ALL[0]
    for one in due[:3]:
        answer_again(one.key)
    assert len(asked()) == MOST - 3


def answer_again(key):
    question = Again(key)
    question.choice.value = question.question.right()
    question.lock("certain")
    return question


def test_what_is_asked_again_is_told_at_once_and_kept_beside_the_first_answer():
    answer("xor-1", 5, right=False, sure="certain")
    first = memory.recall("xor")["answers"]["xor-1"]
    question = answer_again("xor-1")
    assert "Right" in question.reveal.value and "✓" in question.reveal.value
    kept = memory.recall("xor")
    assert kept["answers"]["xor-1"] == first, "the first answer stays as it was"
    assert [one["right"] for one in kept["revisits"].values()] == [True] and days_until("xor-1") == DISTANCES[1]


def test_a_cell_that_is_run_again_leaves_nothing_that_listens(monkeypatch):
    runs = iter(range(3))
    monkeypatch.setattr(cells, "_request", lambda: {"metadata": {"cellId": "1"}, "header": {"msg_id": next(runs)}})
    answer("xor-1", 5)
    asked()
    before = len(LANGUAGE._trait_notifiers["shown"]["change"])
    for _ in range(2):
        assert len(asked()) == 1
    assert len(LANGUAGE._trait_notifiers["shown"]["change"]) == before


def test_nothing_is_asked_in_an_exam_or_before_it_is_due_or_of_what_was_not_told(monkeypatch):
    assert "Nothing is due" in repr(revisit()._words()) and asked() == []
    answer("xor-1", 0)
    memory.remember("xor", "answers", "xor-2", option="3", sure="guess", when=ago(9))
    assert asked() == [] and str(date.today() + timedelta(1)) in revisit()._words().en
    answer("xor-1", 9)
    assert len(asked()) == 1
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    assert revisit().voice == "noted"


def test_what_was_asked_again_by_a_clock_that_was_ahead_keeps_nothing_from_being_asked_today():
    for key in ALL[: MOST + 2]:
        answer(key, 300, again=[(-200, True)] if key in ALL[:MOST] else [])
    assert len(asked()) == MOST and days_until(ALL[0]) == 0 and days_until(ALL[MOST]) < 0
    answer_again(ALL[0])
    assert days_until(ALL[0]) == DISTANCES[2]


def test_what_a_wrong_clock_has_dated_ahead_is_due_now_and_an_unknown_question_is_no_answer():
    option = next(iter(questions_of("xor")["xor-1"].options))
    entry = {"option": option, "sure": "guess", "right": True, "when": "9999-12-31T00:00:00+00:00"}
    memory.remember("xor", "answers", "xor-1", **entry)
    for k in range(ENOUGH + 5):
        memory.remember("xor", "answers", f"nowhere-{k}", **entry)
    assert days_until("xor-1") == 0 and revisit()._words() and sureness() is None


@pytest.mark.parametrize("entry", [{"right": True}, {"right": True, "when": "x"}, {"right": 3}, {"revisits": 7}])
def test_a_memory_that_makes_no_sense_is_not_asked_again(entry):
    memory.remember("xor", "answers", "xor-1", **{"option": "no", "sure": "guess", "when": "?"} | entry)
    assert [*answered()] == [] and asked() == []


def test_how_sure_meets_how_often_right_once_there_are_enough_answers():
    for k, key in enumerate(ALL[: ENOUGH - 1]):
        answer(key, 1, right=k % 3 > 0, sure=SURE[k % 3])
    assert sureness() is None and "<svg" not in my_course()._repr_html_()
    answer(ALL[ENOUGH], 1, right=True, sure="certain")
    found = sureness()
    assert found.right == {"guess": 0, "rather": 6, "certain": 7} and sum(found.all.values()) == ENOUGH
    options = [
        len(questions_of(key.split("-")[0])[key].options) for k, key in enumerate(ALL[: ENOUGH - 1]) if k % 3 == 0
    ]
    assert found.chance == pytest.approx(sum(1 / n for n in options) / len(options))
    assert "7 of 7 right" in my_course()._repr_html_() and "7 题中对 7 题" in my_course()._repr_html_()


def test_a_told_answer_remembers_whether_it_was_right():
    question = predict("neurons-4")
    question.choice.value = "16"
    question.lock("certain")
    if question.why.layout.display == "":
        question.why.click()
    assert memory.recall("neurons")["answers"]["neurons-4"]["right"] is False
