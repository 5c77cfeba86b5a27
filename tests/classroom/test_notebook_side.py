"""class_session and join, with a server that counts: what the lecturer does, what students see, what the wall says."""

import re

import pytest
from classroom_question import QUESTION

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE
from course_nn.notebook import class_session, join, live_server, live_session, live_vote
from course_nn.notebook.exercises import questions_of
from course_nn.notebook.live_server import ClassServer, told

RIGHT, WRONG = "no", "yes"  # of xor-1


@pytest.fixture(autouse=True)
def a_kernel(monkeypatch, tmp_path, url):
    """Of the lecturer, on a hub; it forgets."""
    monkeypatch.setenv("COURSE_NN_CLASS_URL", url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "prof")
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    live_session._OPEN.clear()
    live_vote._JOINED.clear()
    yield
    LANGUAGE.shown = "both"


@pytest.fixture
def room():
    return class_session("xor-1")


def student(room, url, name):
    """Their side, as in a kernel of their own."""
    return live_vote.Vote(room.code, ClassServer(url, name))


def voting(room, students, options, sure="rather"):
    for one, option in zip(students, options):
        one.look()
        one.choice.value = option
        one.vote(sure)
    room.look()


def said(page):
    return re.sub("<[^>]+>", " ", page)


def test_a_cell_that_runs_again_shows_the_same_session_until_it_has_ended(room):
    assert class_session("xor-2") is room and room.pick.value == "xor-2"
    room.end()
    assert class_session("xor") is not room


def test_the_wall_shows_the_code_its_qr_and_where_to_go(room, url):
    assert room.code in room.door.value and f"{url}{room.code}" in room.door.value and "<svg" in room.door.value
    assert room.link == f"{url}{room.code}" and url in repr(room._repr_mimebundle_()["text/plain"])


def test_nobody_sees_the_first_vote_before_the_second_nor_the_answer_before_the_end(room, url):
    class_of = [student(room, url, f"s{k}") for k in range(6)]
    room.put("xor-1")
    voting(room, class_of, [WRONG] * 4 + [RIGHT] * 2)
    for phase in ("discuss", "second"):
        assert "%" not in room.wall.value and "✓" not in room.wall.value
        room.turn()
        assert room.result["phase"] == phase
    voting(room, class_of, [RIGHT] * 5)
    assert "<b>5</b>" in room.status.value and "✓" not in room.wall.value
    room.turn()
    wall = said(room.wall.value)
    assert "2 (33%)" in wall and "5 (100%)" in wall and "✓" in wall


@pytest.mark.parametrize("right, advice", [(0, "explain"), (1, "explain"), (3, "discuss"), (6, "a word will do")])
def test_after_the_first_vote_a_line_says_what_is_worth_while(room, url, right, advice):
    room.put("xor-1")
    voting(room, [student(room, url, f"s{k}") for k in range(6)], [RIGHT] * right + [WRONG] * (6 - right))
    room.turn()
    assert advice in room.status.value


def test_the_wall_says_how_many_were_sure_and_wrong(room, url):
    class_of = [student(room, url, f"s{k}") for k in range(4)]
    room.put("xor-1")
    voting(room, class_of[:3], [WRONG, WRONG, RIGHT], "certain")
    voting(room, class_of[3:], [WRONG], "guess")
    room.turn("shown")
    assert "3 were sure; 2 of them were wrong" in room.wall.value and "其中 2 人答错" in room.wall.value


def test_the_scene_refutes_the_wrong_answer_that_was_given_most(room, url):
    room.choose("xor", "xor-2")
    options = questions_of("xor")["xor-2"]
    wrong = [key for key in options.options if key != options.right()][-1]
    room.put("xor-2")
    voting(room, [student(room, url, f"s{k}") for k in range(3)], [wrong, wrong, options.right()])
    assert not room.scene.children
    room.turn("shown")
    assert room.scene.children and options.because[wrong].en in str(
        [part.value for part in walk(room.scene.children[0]) if hasattr(part, "value")]
    )
    demo = room._demo
    room.put("xor-1")
    assert not room.scene.children, "the next question begins with an empty wall"
    assert demo.closed and room._demo is None


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def test_a_student_sees_the_question_votes_and_changes_it_and_is_told_when_it_is_over(room, url):
    mine = student(room, url, "Anna")
    assert "Wait for the question" in mine.said.value
    with pytest.raises(BadInput, match="Choose"):
        mine.vote("rather")
    room.put("xor-1")
    voting(room, [mine], [WRONG])
    assert "Your vote is in" in mine.said.value
    voting(room, [mine], [RIGHT], "certain")
    assert room.result["votes"]["first"] == {RIGHT: {"guess": 0, "rather": 0, "certain": 1}}
    room.turn()
    mine.look()
    assert mine.choice.disabled and "Talk it over" in mine.said.value
    with pytest.raises(BadInput, match="closed"):
        mine.choice.value = WRONG
        mine.vote("guess")


def test_once_all_is_shown_both_votes_are_locked_answers_in_the_students_notebook(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [mine], [WRONG], "guess")
    room.turn("second")
    voting(room, [mine], [RIGHT], "certain")
    assert "answers" not in memory.recall("xor")
    room.turn("shown")
    mine.look()
    kept = memory.recall("xor")["answers"]["xor-1"]
    assert (kept["option"], kept["sure"]) == (WRONG, "guess")
    assert (kept["again"]["option"], kept["again"]["sure"]) == (RIGHT, "certain")


def test_what_another_program_asks_is_shown_as_text(room, url, account):
    account("prof").request(f"lead/{room.code}/ask", QUESTION | {"ask": {"en": "<img onerror=x>", "zh": "<b>"}})
    mine = student(room, url, "Anna")
    assert "&lt;img" in mine.ask.value and "<img" not in mine.ask.value
    room.look()
    assert "<img" not in room.wall.value


def test_join_takes_a_code_or_the_whole_link(room, url):
    assert told(f" {room.code.lower()} ") == (room.code, None)
    assert told(f"{url}{room.code}/") == (room.code, ClassServer(url, ""))
    assert join(f"{url}{room.code}").code == room.code
    assert join(room.code) is join(room.code.lower())


@pytest.mark.parametrize("link", ["", "KQZ", "KQZTX", "http://x", "javascript:KQZT", "x" * 1000, None, 4])
def test_what_is_no_code_gets_a_sentence(link):
    with pytest.raises(BadInput) as refusal:
        join(link)
    assert refusal.value.zh


def test_without_a_server_it_is_said_how_to_switch_one_on(monkeypatch):
    monkeypatch.delenv("COURSE_NN_CLASS_URL")
    monkeypatch.setattr(live_server, "_server_of_this_kernel", lambda: None)
    with pytest.raises(BadInput, match="jupyter server extension enable"):
        class_session("xor")
    monkeypatch.setenv("COURSE_NN_CLASS_URL", "http://127.0.0.1:9/")
    with pytest.raises(BadInput, match="no class is counted at"):
        class_session("xor")


def test_everything_follows_the_language(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    mine.look()
    LANGUAGE.shown = "zh"
    assert (
        room.ask.description == "提问" and "异或" not in room.go_on.description and room.go_on.description == "结束投票"
    )
    assert "能" in mine.choice.options[0][0] or "不" in mine.choice.options[0][0]
    LANGUAGE.shown = "en"
    assert room.ask.description == "Ask" and mine.locks["certain"].description.isascii()
