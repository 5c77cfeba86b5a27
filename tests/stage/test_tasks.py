"""Tasks are marked by what is seen; what was done and solved stays, and is there on the next day."""

import pytest
from stage.lines import OPEN, Result

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import marks
from course_nn.lectures import LECTURES, deep_vs_shallow
from course_nn.stage import DEMOS, Challenge, Demo, Slider, Task, Typed, moved, tried

TASKS = [
    Task("raise", Words("raise a", "增大 a"), lambda result: result.y[-1] > 2),
    Task("try", Words("try b = 1 and b = 2", "试试 b = 1 和 b = 2"), tried(b=(1.0, 2.0))),
    Task("move", Words("move both", "两者都动一动"), moved("a", "b")),
    Task("think", Words("think", "想一想")),
]
GOAL = Challenge(Words("let it fall", "让它下降"), lambda result: "solved" if result.y[-1] < result.y[0] else "open")


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    return tmp_path


def added(kept, before, now):
    """What was added to `before` is added to what is kept."""
    return kept + now.removeprefix(before)


def slope(tasks=TASKS, **values):
    demo = Demo(
        slope,
        Words("A line", "直线"),
        {
            "a": Slider("a", -5.0, 5.0, 0.0),
            "b": Slider("b", -5.0, 5.0, 0.0),
            "note": Typed("note", "", len, kept=True, join=added),
        },
        lambda a, b, note: Result([0, 1], [b, a + b]),
        lambda figure: marks.line(figure.subplots()),
        lambda line, result: line.set_data(result.x, result.y),
        lambda result: Words("a line", "直线"),
        to_do=tasks,
        challenge=GOAL,
    ).open(values)
    OPEN.append(demo)
    return demo


def done(demo):
    return demo.road.tasks.done


def test_the_page_is_told_once_of_each_task_that_is_done_and_of_the_challenge():
    demo = slope()
    told = [demo.page.layer.done]
    for values in ({"a": 1.0}, {"a": 3.0}, {"a": 4.0}, {"b": 1.0}, {"a": -1.0}, {"a": -2.0}):
        demo.set(**values)
        told.append(demo.page.layer.done)
    assert told == [0, 0, 1, 1, 2, 3, 3]  # raise; move; the challenge


def test_a_task_is_marked_when_it_is_seen_to_be_done_and_stays_so():
    demo = slope()
    assert done(demo) == [False] * 4
    demo.set(a=3.0)
    assert done(demo) == [True, False, False, False]
    demo.set(a=0.0, b=1.0)
    assert done(demo) == [True, False, True, False]
    demo.set(b=2.0)
    assert done(demo) == [True, True, True, False]


def test_the_line_says_which_task_how_many_and_what_is_done_in_both_languages_and_without_colour():
    demo = slope()
    demo.set(a=3.0)
    line = demo.road.tasks
    said = line.words.value
    assert "Task 1 of 3" in said and "任务 1/3" in said and "● ○ ○<" in said.replace("<u>", "").replace("</u>", "")
    assert "(done)" in said and "raise a" in said and "增大 a" in said
    line.next.click()
    assert "Task 2 of 3" in line.words.value and "(done)" not in line.words.value
    for _ in range(3):
        line.next.click()
    assert "Task 1 of 3" in line.words.value


def test_a_task_that_nobody_can_see_done_has_no_number_and_no_ring_and_is_in_no_count():
    line = slope().road.tasks
    for _ in range(3):
        line.next.click()
    said = line.words.value
    assert "<b>Also</b>" in said and "think" in said and "<b>另外</b>" in said and "○" not in said


def test_the_next_day_begins_with_what_is_open():
    slope().set(a=3.0)
    assert done(slope()) == [True, False, False, False] and slope().road.tasks.at == 1


def test_a_challenge_once_solved_stays_solved_with_its_day_and_the_call_that_solves_it():
    demo = slope()
    demo.set(a=-1.0)
    demo.set(a=1.0)
    assert demo.state == "open" and f"solved {memory.now()[:10]}" in demo.page.goal.value
    assert "solved" in slope().page.goal.value
    ((_, kept),) = [*memory.recall(slope().road.lecture)["challenges"].items()]
    assert "a=-1.0" in kept["code"]


def test_a_control_that_is_kept_is_there_on_the_next_day_unless_the_caller_says_otherwise():
    slope().set(note="mine")
    assert slope().values.note == "mine" and slope(note="other").values.note == "other"


def test_a_control_is_kept_even_while_the_memory_has_trouble(kept, monkeypatch):
    file = kept / "no folder"
    file.touch()
    monkeypatch.setenv("COURSE_NN_MEMORY", str(file))
    demo = slope()
    demo.set(a=3.0)  # a task is done, and cannot be written
    demo.set(note="mine")
    assert "cannot be kept" in demo.page.message.value and slope().values.note == "mine"


def test_two_open_demos_lose_nothing_that_the_other_has_kept():
    one, other = slope(), slope()
    one.set(note="abc")
    other.set(note="x")
    other.set(note="xy")
    one.set(note="abcd")
    assert slope().values.note == "abcxyd"


def test_the_day_on_which_a_challenge_was_solved_first_stays_in_whichever_notebook_that_was():
    demo = slope()
    memory.remember(demo.road.lecture, "challenges", demo.road.name, when="2026-01-01T10:00:00+00:00", code="first")
    demo.set(a=-1.0)
    assert memory.recall(demo.road.lecture)["challenges"][demo.road.name]["code"] == "first"
    assert "solved 2026-01-01" in demo.page.goal.value


def test_reset_takes_nothing_away_that_is_kept():
    demo = slope(note="mine")
    demo.set(a=2)
    demo.reset()
    assert demo.values.note == "mine" and demo.values.a == 0


def test_what_has_grown_out_of_a_forgotten_record_is_not_written_and_the_page_says_what_to_do():
    slope().set(note="the last reader’s")
    demo = slope()
    memory.forget([demo.road.lecture])
    demo.set(note="the last reader’s, and more")
    assert memory.recall(demo.road.lecture) == {}
    assert "run its cell again" in demo.page.warning and "重新运行" in demo.page.warning
    assert slope().values.note == ""


def test_a_record_that_begins_after_all_was_forgotten_is_kept_and_goes_on():
    demo = slope()
    memory.forget([demo.road.lecture])
    for note in ("mine", "mine, and more"):
        demo.set(note=note)
        assert slope().values.note == note


def test_of_a_demo_in_two_rounds_each_has_its_own_tasks():
    first, _ = rounds = "deep_vs_shallow-5", "deep_vs_shallow-10"
    demo, text = DEMOS["deep_vs_shallow.sawtooth"], LECTURES["deep_vs_shallow"].text
    assert deep_vs_shallow.sawtooth and [[*demo.to_do[key]] for key in rounds] == [[*text.tasks[key]] for key in rounds]
    for key in rounds:
        assert {task.name: task.words for task in demo.tasks_of(key)} == text.tasks[key]
    assert demo.tasks_of("")[0].words == demo.tasks_of(first)[0].words, "of the first where nothing was asked"


def test_judges_without_words_are_an_error_that_says_where_they_should_stand():
    with pytest.raises(BadInput, match="text.en.md"):
        slope(tasks={"raise": None})


@pytest.mark.parametrize("entry", [3, "abc", [7, "x"], None])
def test_a_memory_of_tasks_that_makes_no_sense_is_none(entry):
    lecture = slope().road.lecture
    memory.remember(lecture, "tasks", "slope", done=entry)
    assert done(slope()) == [False] * 4


def test_what_is_done_is_known_by_the_names_of_the_tasks_wherever_they_stand_by_now():
    slope().set(a=3.0)
    assert done(slope(TASKS[::-1])) == [False, False, False, True]
    assert done(slope([Task("new", Words("new", "新")), *TASKS])) == [False, True, False, False, False]


def test_two_kernels_that_do_different_tasks_keep_both():
    one, other = slope(), slope()
    one.set(a=3.0)
    other.set(b=1.0)
    other.set(b=2.0)
    assert done(slope()) == [True, True, False, False]
