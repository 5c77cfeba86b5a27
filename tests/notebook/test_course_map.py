"""The map of the course knows what is there to do, what is done of it, and where to go on."""

import json
import re

import pytest
from offenders import expect_none
from texts import cells_of

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook import check, forget, my_course, predict, revisit
from course_nn.notebook.course_map import Mark, Row, Step, bar, rows_of
from course_nn.notebook.exercises import questions_of
from course_nn.stage import DEMOS
from course_nn.stage.page import SIGNS
from course_nn.stage.tasks import TaskLine


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))


def names_of_tasks(key):
    """Under which the tasks of a round of lecture 3 are remembered."""
    demo = DEMOS[f"xor.{rounds_of('xor')[key].demo}"]
    return [f"{demo.tasks_key(key)}/{task.name}" for task in demo.tasks_of(key)]


def answer(question, **more):
    """The first option of a question of lecture 3 is what was locked."""
    first = next(iter(questions_of("xor")[question].options))
    memory.remember("xor", "answers", question, option=first, sure="guess", **more)


def marks(course):
    return [(section, mark) for section, rows in course.lectures.items() for row in rows for mark in row.marks]


def test_each_mark_leads_to_a_cell_that_exists():
    expect_none(
        f"{section}: no cell {mark.cell}"
        for section, mark in marks(my_course())
        if mark.cell not in cells_of(LECTURES[section].notebook)
    )


def test_the_map_has_all_rounds_and_exercises_and_nothing_is_done_at_first():
    course = my_course()
    assert [len(rows) for rows in course.lectures.values()] == [len(rounds_of(name)) + 1 for name in course.lectures]
    assert {mark.state for _, mark in marks(course)} == {"open"}
    section, _, mark = course.next()
    assert (section, mark.cell) == ("start", "start-1-lock")


def test_a_locked_answer_a_solved_challenge_and_a_right_exercise_are_marked():
    question = predict("xor-1")
    question.choice.value = "no"
    question.lock("rather")
    memory.remember("xor", "challenges", "one_unit", code="")
    check("xor-table", (0, 0, 1, 0))
    check("xor-update", (1, 2, 3))
    states = {(mark.cell, mark.what.en): mark.state for _, mark in marks(my_course("xor"))}
    assert (
        states["xor-1-lock", "question"]
        == states["xor-1-play", "Challenge"]
        == states["xor-table", "By hand"]
        == "solved"
    )
    assert states["xor-2-lock", "question"] == states["xor-update", "By hand"] == "open"


def test_go_on_takes_the_road_first_and_further_rounds_challenges_and_exercises_last():
    seen = []
    for _ in range(300):
        course = my_course("xor")
        if not course.next():
            break
        section, row, mark = course.next()
        seen.append((mark.road and not row.further, mark.cell))
        key, kind = mark.cell.rpartition("-")[0], mark.what.en
        one = rounds_of("xor").get(key)
        if kind == "question":
            asked = one.questions[mark.cell.endswith("sceptic")]
            answer(asked)
        elif kind == "tasks":
            for name in names_of_tasks(key):
                memory.remember("xor", "tasks", name)
        elif kind == "Challenge":
            memory.remember("xor", "challenges", one.demo, code="")
        else:
            memory.remember("xor", "exercises", mark.cell, voice="right", tries=1)
    assert len(seen) == len(marks(course)) and not my_course("xor").next()
    assert [road for road, _ in seen] == sorted((road for road, _ in seen), reverse=True)


def test_the_map_counts_the_tasks_that_the_line_below_a_picture_counts():
    counted = {mark.cell: mark.of for _, mark in marks(my_course("xor")) if mark.what.en == "tasks"}
    for key, one in rounds_of("xor").items():
        line = TaskLine(DEMOS[f"xor.{one.demo}"].tasks_of(key))
        assert f"Task 1 of {counted[f'{key}-play']}<" in line.words.value, key


@pytest.mark.parametrize(
    "title, en, zh",
    [
        (Words("Two layers", "两层"), "Two layers: tasks 1/2", "两层：任务 1/2"),
        (Words("How far?", "多远？"), "How far? tasks 1/2", "多远？任务 1/2"),
    ],
)
def test_a_title_that_asks_is_followed_by_no_second_sign(title, en, zh):
    mark = Mark(Words("tasks", "任务"), "xor-1-play", 1, 2)
    assert Step("xor", Row(title, [mark]), mark).words() == Words(en, zh)


def test_go_on_stays_in_the_round_until_its_tasks_are_done_and_then_goes_to_the_next_round_and_lecture():
    keys = [key for key, one in rounds_of("xor").items() if not one.further]
    *_, last = keys
    answer("xor-2", when="2026-11-01T10:00:00+01:00")
    assert my_course().next().mark.cell == json.loads(bar("xor"))["next"]["cell"] == "xor-2-play", "its tasks are open"
    for name in names_of_tasks("xor-2"):
        memory.remember("xor", "tasks", name, when="2026-11-01T10:05:00+01:00")
    assert my_course().next().mark.cell == "xor-3-lock", "the next round, though the first one was left out"
    for question in rounds_of("xor")[last].questions:
        answer(question, when="2026-11-01T11:00:00+01:00")
    for name in names_of_tasks(last):
        memory.remember("xor", "tasks", name, when="2026-11-01T11:05:00+01:00")
    assert my_course().next().mark.cell == "deep_vs_shallow-1-lock", "the next lecture"


def test_the_bar_says_what_the_map_says_and_leads_on_to_the_next_lecture():
    rows = dict(zip(rounds_of("xor"), my_course("xor").lectures["xor"]))
    for key, one in rounds_of("xor").items():
        said = json.loads(bar("xor"))
        assert said["signs"] == {round_: SIGNS[row.state] for round_, row in rows.items()}
        step = my_course("xor").next()
        assert not step.on_the_road or said["next"]["words"] == [*step.words()]
        for question in one.questions:
            answer(question)
        for name in names_of_tasks(key):
            memory.remember("xor", "tasks", name)
        rows = dict(zip(rounds_of("xor"), my_course("xor").lectures["xor"]))
    assert json.loads(bar("xor"))["next"]["notebook"] == LECTURES["deep_vs_shallow"].notebook
    forget("xor")
    assert {*json.loads(bar("xor"))["signs"].values()} == {"○"}


def test_every_mark_is_read_without_colour_and_aloud_in_both_languages():
    html = my_course("xor")._repr_html_()
    links = re.findall(r'<a href="03_xor.ipynb#cell-id=[\w-]+" aria-label="(.*?)"', html)
    assert len(links) == len(marks(my_course("xor"))) and all("open" in link and "未完成" in link for link in links)
    assert "○" in repr(my_course("xor")) and "color:" not in html.split("</style>")[-1]


def test_marks_of_exercises_are_in_the_readers_language_and_may_stand_in_several_lines():
    html = my_course("everybody")._repr_html_()
    assert '<span lang="zh-Hans">手算：比特</span>' in html and '<td colspan="4" class="cn-named">' in html
    assert "手算：看图的一层" in repr(my_course("everybody"))


def test_page_map_and_bar_agree_on_what_is_answered_whatever_was_remembered(tmp_path):
    for key, option in {"xor-1": "an earlier edition’s", "xor-2": "3", "\ud800": "no", "gone-1": "no"}.items():
        memory.remember("xor", "answers", key, option=option, sure="guess")
    marks = {mark.cell: mark.state for row in rows_of("xor") for mark in row.marks if mark.cell.endswith("-lock")}
    assert [cell for cell, state in marks.items() if state == "solved"] == ["xor-2-lock"]
    assert json.loads(bar("xor"))["signs"]["xor-1"] == "○" != json.loads(bar("xor"))["signs"]["xor-2"]
    assert not predict("xor-1").entry and predict("xor-2").entry


def test_forgetting_leaves_an_empty_map_and_unknown_lectures_are_refused():
    memory.remember("xor", "challenges", "one_unit", code="")
    forget("xor")
    assert {mark.state for _, mark in marks(my_course("xor"))} == {"open"}
    for name in (my_course, forget):
        with pytest.raises(BadInput, match="did you mean 'xor'"):
            name("xro")


STRANGE = [3, -1, 10**400, float("nan"), "", "yes", "<script>", [], [[1]], {}, {"option": "no"}, None, True]
FIELDS = ["option", "sure", "when", "right", "told", "again", "revisits", "question", "voice", "tries", "done", "code"]


@pytest.mark.parametrize("strange", STRANGE, ids=str)
def test_the_map_stands_on_any_memory(strange):
    my_course("xor")  # so that the demos are known
    for kind in ("answers", "tasks", "challenges", "exercises", "records", "revisits", "nothing"):
        for key in ("xor-1", "xor-table", "one_unit", *names_of_tasks("xor-1"), "no such key"):
            if (kind, key) == ("answers", "xor-1"):
                memory.remember("xor", kind, key, when="2026-11-01T10:00:00+01:00", revisits=strange)
                my_course()._repr_html_()
            memory.remember("xor", kind, key, **dict.fromkeys(FIELDS, strange))
    html = my_course()._repr_html_()
    assert "<script>" not in html and repr(my_course("xor")) and revisit()._words()


def test_an_entry_without_its_moment_counts_and_map_and_bar_stand(tmp_path):
    my_course("xor")  # so that the demos are known
    options = LECTURES["xor"].text.questions["xor-1"].options
    entries = [("answers", "xor-1", {"option": [*options][0], "sure": "guess"})]
    entries += [("tasks", key, {"by": "hand"}) for key in names_of_tasks("xor-1")]
    lines = [json.dumps({"kind": kind, "key": key, "entry": entry}) for kind, key, entry in entries]
    memory.folder().mkdir(parents=True, exist_ok=True)
    (memory.folder() / "xor.jsonl").write_text("".join(f"{line}\n" for line in lines))
    assert marks(my_course("xor"))[0][1].state == "solved" and json.loads(bar("xor"))["signs"]["xor-1"] != "○"


def test_what_an_earlier_edition_kept_of_tasks_by_their_places_is_still_done(tmp_path):
    (tmp_path / "xor.json").write_text('{"tasks": {"one_unit": {"done": [0, 2]}}}')
    (tasks,) = [mark for _, mark in marks(my_course("xor")) if mark.cell == "xor-1-play" and mark.what.en == "tasks"]
    assert tasks.done == 2 == tasks.of, "of those that can be seen to be done"


def test_what_is_wrong_with_the_memory_is_said_on_the_map_in_both_languages(tmp_path):
    (tmp_path / "xor.jsonl").write_text("<<<<<<< HEAD\n")
    html = my_course()._repr_html_()
    assert "cannot be read" in html and "无法读取" in html and "cannot be read" not in my_course()._repr_html_()


def test_a_file_that_cannot_be_deleted_is_said_and_nothing_pretends_that_it_is_gone(monkeypatch):
    predict("xor-1")
    memory.remember("xor", "answers", "xor-1", option="yes", sure="guess")

    def held(self, missing_ok=False):
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.unlink", held)
        verdict = forget()
    assert "could not be deleted" in verdict.hint.en and "无法删除" in verdict.hint.zh
    assert memory.recall("xor")["answers"]["xor-1"]
