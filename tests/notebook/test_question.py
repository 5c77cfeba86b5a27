"""Predict, lock, look, reveal: what a question says and when, and what is remembered of it."""

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE, Words
from course_nn.lectures import LECTURES, xor
from course_nn.notebook import class_code, class_codes, forget, predict
from course_nn.notebook.answers import SURE
from course_nn.notebook.exercises import questions_of
from course_nn.notebook.question import CHOOSE_FIRST, LONGEST, SET_FIRST, Question, adopt, locked_answers
from course_nn.notebook.repetition import Again
from course_nn.stage import DEMOS, Task

PREDICTIONS = {key: question for lecture in LECTURES for key, question in questions_of(lecture).items()}
EACH = pytest.mark.parametrize("key", PREDICTIONS)


@pytest.fixture(autouse=True)
def both_languages():
    yield
    LANGUAGE.shown = "both"


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A folder in which this student's memory is kept."""
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    return tmp_path


@pytest.fixture
def task(monkeypatch):
    """The first round of lecture 3 has a task that is done once b is above 1."""
    tasks = [Task("raise", Words("raise b", "增大 b"), lambda result, values: values.b > 1)]
    monkeypatch.setitem(DEMOS, "xor.one_unit", replace(DEMOS["xor.one_unit"], to_do=tasks))
    return lambda: DEMOS["xor.one_unit"].open({})


def locked(key, option, sure="rather", ask_why=True):
    question = predict(key)
    question.choice.value = option
    question.lock(sure)
    if ask_why and question.why.layout.display == "":
        question.why.click()
    return question


def next_day(key):
    """The question in another kernel."""
    Sitting.now = Sitting()
    return predict(key)


@pytest.fixture
def quick(monkeypatch):
    """Every question as if its last option were right: what is right, its lecture's tests compute."""

    def last_is_right(key):
        question = PREDICTIONS[key]
        return question._replace(answer=lambda: [*question.options][-1])

    monkeypatch.setattr("course_nn.notebook.question.prediction", last_is_right)


def test_a_reason_in_ones_own_words_is_asked_for_after_the_lock_and_stands_beside_ours_also_on_the_next_day(kept, task):
    question = predict("xor-1")
    assert question.own.layout.display == "none"
    question = locked("xor-1", "yes", ask_why=False)
    assert question.own.layout.display == ""
    question.own.value = "a curve <b>bends</b>"
    assert "a curve" not in question.reveal.value
    question.why.click()
    for asked in (question, next_day("xor-1")):
        assert asked.reveal.value.count("a curve &lt;b&gt;bends&lt;/b&gt;") == 2 and asked.own.layout.display == "none"
    again = Again("xor-1")
    again.choice.value = "no"
    again.lock("guess")
    assert "a curve &lt;b&gt;" in again.reveal.value


def test_of_a_reason_that_is_longer_than_a_few_sentences_the_beginning_is_kept(kept, task):
    question = locked("xor-1", "yes", ask_why=False)
    question.own.value = "x" * (LONGEST + 10)
    assert next_day("xor-1").own_words() == "x" * LONGEST


@EACH
def test_nothing_is_revealed_before_an_answer_is_locked(key, quick):
    question, wrong = predict(key), next(iter(PREDICTIONS[key].options))
    assert question.choice.value is None
    question.lock("certain")
    en, zh = SET_FIRST if question.estimate else CHOOSE_FIRST
    assert zh in question.reveal.value and en in question.reveal.value and not question.choice.disabled
    question.choice.value = wrong
    assert question.reveal.value == "" and "✓" not in str(question.choice.options)
    question = locked(key, wrong)
    assert "not what happens" in question.reveal.value and PREDICTIONS[key].because[wrong].zh in question.reveal.value
    assert question.choice.disabled and all(lock.layout.display == "none" for lock in question.locks.values())


@EACH
def test_the_right_answer_is_told_so(key, quick):
    question = locked(key, [*PREDICTIONS[key].options][-1])
    assert "Right" in question.reveal.value and "正确" in question.reveal.value


def test_the_students_own_option_is_said_and_the_right_one_without_colour():
    said = locked("neurons-4", "16").reveal.value
    assert "C. all 16, rather sure ✓ B. 14<" in said and "✓ B. 14 个<" in said


def test_a_cell_that_is_run_again_still_knows_the_locked_answer():
    locked("neurons-4", "16")
    question = predict("neurons-4")
    assert question.choice.value == "16" and question.choice.disabled and question.reveal.value


def test_a_prediction_follows_the_language_and_keeps_the_choice():
    question = predict("neurons-4")
    question.choice.value = "14"
    LANGUAGE.shown = "zh"
    assert question.choice.value == "14" and question.locks["guess"].description == "锁定：猜的"
    assert "B. 14 个" in dict(question.choice.options)
    LANGUAGE.shown = "en"
    assert question.choice.value == "14" and question.locks["certain"].description == "Lock: sure"


def test_the_page_says_that_a_slow_answer_is_being_computed(monkeypatch):
    question, page, seen = PREDICTIONS["neurons-4"], [], []
    answers = importlib.import_module("course_nn.lectures.neurons.questions").RIGHT_OPTIONS
    slow = lambda: seen.append(page[0].reveal.value) or question.answer()  # noqa: E731
    monkeypatch.setitem(answers, "neurons-4", slow)
    page.append(predict("neurons-4"))
    said = locked("neurons-4", "16").reveal.value
    assert "computing" in seen[0] and "计算中" in seen[0] and "computing" not in said


# ---- look, then learn why ---------------------------------------------------------------------------------


def test_a_demo_stands_veiled_until_its_question_is_answered_or_the_student_wants_to_look(task, monkeypatch):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    question, demo = predict("xor-1"), task()
    assert "cn-veiled" in demo.page.box._dom_classes
    question.choice.value = "no"
    question.lock("guess")
    assert "cn-veiled" not in demo.page.box._dom_classes
    forget()
    question, demo = predict("xor-1"), task()
    demo.page.look.click()
    assert "cn-veiled" not in demo.page.box._dom_classes and not question.entry
    demo.close()


@pytest.mark.parametrize("why", ["COURSE_NN_COVER=off", "no question", "answered", "the lecture hall"])
def test_nothing_is_covered_where_nobody_is_to_wait(monkeypatch, why):
    monkeypatch.setenv("COURSE_NN_COVER", "off" if "off" in why else "on")
    if why != "no question":
        predict("xor-1")
    if why == "answered":
        locked("xor-1", "no")
    demo = xor.one_unit()
    if why == "the lecture hall":
        demo.present()
    assert "cn-veiled" not in demo.page.box._dom_classes
    demo.close()


def test_the_reason_follows_when_the_first_task_has_been_done(task):
    question, demo = predict("xor-1"), task()
    locked("xor-1", "yes", ask_why=False)
    assert "Now look" in question.reveal.value and "tempting" not in question.reveal.value
    assert question.why.layout.display == "" and "✓" not in question.reveal.value
    demo.set(b=0.5)
    assert "tempting" not in question.reveal.value
    demo.set(b=1.5)
    assert "tempting" in question.reveal.value and question.why.layout.display == "none"
    demo.close()


def test_the_prediction_stays_in_the_picture(monkeypatch):
    def ghost(artists, option):
        return (artists.line.axes, [(0, 0), (1, 1)]) if option == "yes" else None

    haunted = replace(DEMOS["xor.one_unit"], ghost=ghost)
    monkeypatch.setitem(DEMOS, "xor.one_unit", haunted)
    predict("xor-1")
    demo = haunted.open({})

    def said():
        return [text.get_text() for axes in demo.figure.axes for text in axes.texts]

    assert "your prediction" not in said()
    locked("xor-1", "yes")
    assert said().count("your prediction") == 1
    demo.set(w1=0.5)
    assert said().count("your prediction") == 1
    demo.close()


def test_an_answer_that_is_locked_while_its_demo_is_being_computed_joins_the_picture(monkeypatch):
    def ghost(artists, option):
        return (artists.line.axes, [(0, 0), (1, 1)])

    spec = DEMOS["xor.one_unit"]

    def compute(**values):
        if not predict("xor-1").entry:
            locked("xor-1", "yes", ask_why=False)
        return spec.compute(**values)

    compute.__signature__ = inspect.signature(spec.compute)
    predict("xor-1")
    demo = replace(spec, ghost=ghost, compute=compute).open({})
    texts = [text.get_text() for axes in demo.figure.axes for text in axes.texts]
    assert demo.picture.answer == "yes" and texts.count("your prediction") == 1
    demo.close()


def test_or_on_request(task):
    question = locked("xor-1", "yes", ask_why=False)
    question.why.click()
    assert "tempting" in question.reveal.value and "Now look" not in question.reveal.value


# ---- a memory -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sure", SURE)
def test_an_answer_is_there_on_the_next_day_with_its_date_its_verdict_and_how_sure_it_was(kept, sure):
    before = locked("neurons-4", "16", sure).reveal.value
    question = next_day("neurons-4")
    assert question.choice.value == "16" and question.choice.disabled
    assert question.reveal.value == before and memory.day(question.entry) in before
    assert question.entry["sure"] == sure and locked_answers() == {"neurons-4": "16"}


def test_what_has_not_been_told_is_not_told_on_the_next_day(kept, task):
    locked("xor-1", "yes", ask_why=False)
    assert "tempting" not in next_day("xor-1").reveal.value


@pytest.mark.parametrize("entry", [{"option": "17", "sure": "rather"}, {"option": "16"}, {"option": []}, {"again": 3}])
def test_a_memory_that_does_not_fit_the_question_is_none(kept, entry):
    (kept / "neurons.json").write_text(json.dumps({"answers": {"neurons-4": entry}}))
    question = predict("neurons-4")
    assert question.entry == {} and not question.choice.disabled and question.reveal.value == ""


# ---- a second vote ---------------------------------------------------------------------------------------


def test_where_verdicts_are_off_there_is_a_second_vote_and_both_are_kept_and_in_the_code(kept, monkeypatch):
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    question = locked("xor-1", "yes", "guess")
    assert question.again.layout.display == "" and question.choice.disabled
    question.again.click()
    question.choice.value = "no"
    question.lock("certain")
    assert question.again.layout.display == "none" and question.choice.disabled
    assert (locked_answers(), locked_answers(again=True)) == ({"xor-1": "yes"}, {"xor-1": "no"})
    read = class_codes.read(class_code("xor").code)
    assert (read.answers["xor-1"], read.again["xor-1"]) == ("yes", "no")
    question = next_day("xor-1")
    assert (question.vote()["sure"], question.vote(again=True)["sure"]) == ("guess", "certain")
    assert re.search(
        r"\. yes: its border can bend, a guess; then .*: .\. no: its border is still .*, sure", question.reveal.value
    )


def test_where_verdicts_are_on_nobody_votes_twice():
    assert locked("xor-1", "yes").again.layout.display == "none"


# ---- one owner of an entry ---------------------------------------------------------------------------------

FIRST, AGAIN = {"option": "yes", "sure": "certain"}, {"option": "no", "sure": "rather"}


def test_a_vote_in_class_reaches_the_question_on_the_page_uncovers_its_demo_and_no_later_lock_overwrites_it(
    kept, task, monkeypatch
):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    question, demo = predict("xor-1"), task()
    adopt("xor-1", {"first": FIRST, "second": AGAIN})
    assert question.choice.value == "yes" and question.choice.disabled
    assert "cn-veiled" not in demo.page.box._dom_classes
    question.choice.value = "no"
    question.lock("guess")
    entry = memory.recall("xor")["answers"]["xor-1"]
    assert (entry["option"], entry["sure"], entry["again"]) == ("yes", "certain", AGAIN)
    assert next_day("xor-1").vote()["option"] == "yes" and next_day("xor-1").vote(again=True)["sure"] == "rather"
    demo.close()


def test_who_has_voted_once_in_class_has_no_second_vote(kept):
    adopt("xor-1", {"first": FIRST})
    assert predict("xor-1").vote()["option"] == "yes" and predict("xor-1").vote(again=True) == {}


def test_what_another_notebook_has_locked_is_not_overwritten_by_a_page_that_does_not_know_it(kept):
    question = predict("xor-1")
    memory.remember("xor", "answers", "xor-1", **FIRST)
    question.choice.value = "no"
    question.lock("guess")
    assert question.choice.value == "yes" and question.choice.disabled
    assert memory.recall("xor")["answers"]["xor-1"]["option"] == "yes"


def test_a_cell_that_is_run_again_shows_what_was_locked_elsewhere(kept):
    assert not predict("xor-1").entry
    memory.remember("xor", "answers", "xor-1", **FIRST)
    assert predict("xor-1").choice.value == "yes"


def in_another_notebook(key, option, sure):
    """What somebody does there; gives back the page that is still open here."""
    here, there = predict(key), Question(key, PREDICTIONS[key])
    there.begin()
    there.choice.value = option
    there.lock(sure)
    return here


def test_a_page_that_is_still_open_does_not_bring_back_what_was_forgotten(kept, task):
    question = locked("xor-1", "yes", ask_why=False)
    memory.forget(["xor"])
    question.why.click()
    assert "answers" not in memory.recall("xor") and not question.choice.disabled and question.choice.value is None
    assert "cn-answered" not in question.box._dom_classes and question.reveal.value == ""


def test_a_page_that_is_still_open_does_not_write_over_what_another_notebook_has_answered_since(kept, task):
    locked("xor-1", "yes", "certain", ask_why=False)
    memory.forget(["xor"])
    question = in_another_notebook("xor-1", "no", "guess")
    question.why.click()
    entry = memory.recall("xor")["answers"]["xor-1"]
    assert (entry["option"], entry["sure"], "right" in entry) == ("no", "guess", False)
    assert question.choice.value == "no"
    question.why.click()
    entry = memory.recall("xor")["answers"]["xor-1"]
    assert entry["right"] is (question.question.right() == "no") and entry["option"] == "no"


def test_a_double_click_on_why_leaves_nothing_of_an_answer_that_was_forgotten(kept, task):
    question = locked("xor-1", "yes", ask_why=False)
    memory.forget(["xor"])
    for _ in range(2):
        question.why.click()
    assert not question.entry and memory.recall("xor") == {}
    question.choice.value = "no"
    question.lock("guess")
    assert question.entry["option"] == "no" == predict("xor-1").entry["option"]


def test_a_cell_that_is_run_again_after_another_notebook_has_forgotten_asks_anew(kept, task, monkeypatch):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    locked("xor-1", "yes")
    memory.forget(["xor"])
    question, demo = predict("xor-1"), task()
    assert not question.entry and question.choice.value is None and not question.choice.disabled
    assert question.reveal.value == "" and "cn-veiled" in demo.page.box._dom_classes
    demo.close()


def forget_elsewhere():
    """As another notebook does: this kernel has to read it."""
    program = "from course_nn.common import memory; memory.forget(['xor'])"
    assert subprocess.run([sys.executable, "-c", program], env=os.environ).returncode == 0


@pytest.mark.parametrize("forgets", [forget, forget_elsewhere], ids=["here", "elsewhere"])
@pytest.mark.parametrize("answers", [True, False], ids=["answered", "only looked"])
def test_who_comes_after_forget_is_told_nothing_before_looking_whatever_the_last_reader_has_done(
    kept, task, monkeypatch, answers, forgets
):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    predict("xor-1")
    demo = task()
    demo.page.look.click()
    demo.set(b=1.5)
    if answers:
        assert locked("xor-1", "no").entry["told"]
    forgets()
    question = predict("xor-1")
    assert demo.picture.veil and "cn-veiled" in demo.page.box._dom_classes and demo.picture.answer == ""
    question.choice.value = "yes"
    question.lock("guess")
    assert not (question.entry["looked"] or question.entry["told"]) and "✓" not in question.reveal.value
    assert not demo.picture.veil and demo.picture.answer == "yes"
    demo.close()


def test_a_demo_whose_cell_was_run_before_that_of_its_question_waits_and_hears_all_the_same(kept, task, monkeypatch):
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    monkeypatch.setattr("course_nn.stage.rounds.cell_id", lambda: "xor-1-play")
    demo = task()
    assert not demo.picture.veil
    question = predict("xor-1")
    assert demo.picture.veil and question.form in demo.page.answer.children
    assert question.form not in question.box.children
    question.choice.value = "no"
    question.lock("guess")
    assert not demo.picture.veil and "✓" not in question.reveal.value
    demo.set(b=1.5)
    assert "✓" in question.reveal.value
    demo.close()


def test_asking_anew_after_forget_leaves_nothing_that_listens(kept):
    def listeners():
        return len(LANGUAGE._trait_notifiers["shown"]["change"])

    predict("xor-1")
    before = listeners()
    for _ in range(3):
        forget()
        predict("xor-1")
    assert listeners() == before


def test_what_another_notebook_has_forgotten_is_in_no_code_and_gives_way_to_a_vote_in_class(kept):
    locked("xor-1", "no")
    memory.forget(["xor"])
    assert locked_answers() == {}
    locked("xor-1", "no")
    memory.forget(["xor"])
    adopt("xor-1", {"first": FIRST})
    assert predict("xor-1").choice.value == "yes" and memory.recall("xor")["answers"]["xor-1"]["option"] == "yes"


def test_an_answer_stays_on_the_page_while_its_disk_is_away(monkeypatch, tmp_path, task):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "disk"))
    question = locked("xor-1", "yes", "certain", ask_why=False)
    (tmp_path / "disk").rename(tmp_path / "away")
    for _ in range(2):
        question.why.click()
    assert question.choice.value == "yes" and question.choice.disabled and "tempting" in question.reveal.value
    assert "its folder is gone" in question.reveal.value and "文件夹不见了" in question.reveal.value
    question.choice.value = "no"
    question.lock("guess")
    (tmp_path / "away").rename(tmp_path / "disk")
    memory.remember("xor", "tasks", "any")
    assert next_day("xor-1").entry["option"] == "yes" and memory.recall("xor")["answers"]["xor-1"]["told"]


def test_an_answer_that_could_not_be_read_is_not_replaced_by_a_later_one(kept, monkeypatch):
    locked("xor-1", "yes")
    memory._log.cache_clear()
    Sitting.now = Sitting()

    def unreadable(path):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr("course_nn.common.log.contents", unreadable)
        assert locked("xor-1", "no").choice.value == "no"
    assert predict("xor-1").choice.value == "yes" and "not be read" not in predict("xor-1").reveal.value


def test_a_demo_that_hears_of_an_answer_may_wait_for_another_thread_that_remembers(kept):
    question, ended = predict("xor-1"), []
    memory.remember("xor", "answers", "xor-1", **FIRST)

    def hear(change):
        other = threading.Thread(target=memory.remember, args=["xor", "tasks", "any"])
        other.start()
        other.join(20)
        ended.append(not other.is_alive())

    question._round.observe(hear, "answer")
    question.choice.value = "no"
    question.lock("guess")
    assert ended == [True]


def test_of_two_second_votes_the_first_counts(kept, monkeypatch):
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    one = locked("xor-1", "yes")
    other = Question("xor-1", PREDICTIONS["xor-1"])
    other.begin()
    for question, sure in ((other, "certain"), (one, "guess")):
        question.again.click()
        question.choice.value = "no"
        question.lock(sure)
    assert memory.recall("xor")["answers"]["xor-1"]["again"]["sure"] == "certain"


@pytest.mark.parametrize("vote", [{}, {"option": "perhaps", "sure": "guess"}, {"option": "yes", "sure": 3}, 1, [1]])
def test_a_vote_that_is_none_of_the_question_is_refused_and_changes_nothing(kept, vote):
    question = predict("xor-1")
    with pytest.raises(BadInput):
        adopt("xor-1", {"first": FIRST, "second": vote})
    assert not question.entry and "answers" not in memory.recall("xor")


def test_a_disk_that_is_full_is_said_on_the_page_and_the_answer_stays(kept, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course_nn.common.log._write", full)
    question = locked("xor-1", "yes")
    assert "the disk is full" in question.reveal.value and "磁盘已满" in question.reveal.value
    assert question.choice.disabled and predict("xor-1").choice.value == "yes"
    assert memory.recall("xor")["answers"]["xor-1"]["option"] == "yes"


def test_what_an_earlier_edition_kept_beside_an_answer_stays_when_the_answer_is_added_to(kept, task):
    again = [{"when": "2026-11-02T10:00:00+01:00", "right": True, "sure": "guess", "option": "no"}]
    memory.remember("xor", "answers", "xor-1", **FIRST, revisits=again)
    predict("xor-1").why.click()
    entry = memory.recall("xor")["answers"]["xor-1"]
    assert entry["told"] and entry["revisits"] == again


def test_a_second_question_of_a_round_names_its_picture_and_the_first_needs_no_name():
    assert "“A turned space of parameters”" in predict("gradient_descent-sceptic").ask.value
    assert "picture above" not in predict("gradient_descent-turned").ask.value
