"""class_session and join, with a server that counts: what the lecturer does, what students see, what the wall says."""

import asyncio
import json
import re
import socket
import threading
import time
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from classroom_question import QUESTION

from course_nn.classroom.ballot import DAY, LASTS
from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE, Words
from course_nn.notebook import class_session, forget, join, live, live_answers, live_server, live_session, live_vote
from course_nn.notebook.exercises import questions_of
from course_nn.notebook.live_server import ClassServer, Refusal, told

RIGHT, WRONG = "no", "yes"  # of xor-1


@pytest.fixture(autouse=True)
def a_kernel(monkeypatch, tmp_path, url):
    """Of the lecturer, on a hub; it forgets."""
    monkeypatch.setenv("COURSE_NN_CLASS_URL", url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "prof")
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    yield
    LANGUAGE.shown = "both"


@pytest.fixture
def room():
    return class_session("xor-1")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The time as the buttons of the wall see it."""
    clock = [0.0]
    monkeypatch.setattr(live_session.ClassSession, "now", staticmethod(lambda: clock[0]))
    return clock


@pytest.fixture
def press(clock):
    """press(button): after it could be read what it does."""

    def press(button):
        clock[0] += live_session.PAUSE
        button.click()

    return press


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


def test_after_the_second_vote_the_wall_says_how_many_are_sure_and_wrong_now(room, url):
    class_of = [student(room, url, f"s{k}") for k in range(4)]
    room.put("xor-1")
    voting(room, class_of, [WRONG, WRONG, WRONG, RIGHT], "certain")
    room.turn("second")
    voting(room, class_of[:3], [RIGHT, RIGHT, WRONG], "certain")
    room.turn("shown")
    assert "3 were sure; 1 of them were wrong" in room.wall.value and "其中 1 人答错" in room.wall.value


# ---- a cell that runs again ---


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("otherwise", [{"phones": False}, {"participation": True}])
def test_while_a_class_is_open_other_settings_are_refused_until_it_is_ended(room, otherwise, anew):
    """anew : also after the kernel was restarted"""
    if anew:
        Sitting.now = Sitting()
    with pytest.raises(BadInput, match=f"{room.code} is open with other settings"):
        class_session("xor-1", **otherwise)
    room = class_session("xor-1")
    assert [*Sitting.now.all(live_session.ClassSession).values()] == [room]
    room.end()
    again = class_session("xor-1", **otherwise)
    assert class_session("xor-2", **otherwise) is again and class_session("xor-3") is again


def test_a_cell_that_runs_again_looks_anew_for_the_door_of_the_phones(room, hall):
    async def elsewhere():
        return {"where": "http://10.0.0.1:8765/"}

    object.__setattr__(hall, "where", elsewhere)
    class_session("xor-1")
    assert room.link == f"http://10.0.0.1:8765/{room.code}" and "10.0.0.1" in room.door.value


# ---- the lecturer presses ------------------------------------------------------------------------------------


def restarted():
    """As if the lecturer had restarted the kernel, and run the cell again."""
    Sitting.now = Sitting()
    return class_session("xor-1")


def test_forgetting_what_one_has_done_ends_no_class(room):
    forget()
    assert room.goes_on and class_session("xor-1") is room


def test_a_lecturer_who_restarts_the_kernel_finds_the_session_with_its_votes(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [mine], [WRONG])
    room.turn("discuss")
    again = restarted()
    again.look()
    assert again is not room and again.code == room.code and "that you opened" in again.door.value
    assert again.result == room.result and "Vote again" in again.go_on.description
    assert "that you opened" not in room.door.value


@pytest.mark.parametrize("phase", live_session.NEXT)
def test_after_a_restart_the_next_step_is_the_one_after_what_is_seen(room, phase):
    room.put("xor-1")
    room.turn(phase)
    again = restarted()
    assert again.result["phase"] == phase
    again.turn()
    assert again.result["phase"] == live_session.NEXT[phase][0]


def test_an_ended_session_is_not_found_again(room):
    room.end()
    assert restarted().code != room.code


def test_ask_pressed_twice_loses_no_vote(room, url, press):
    room.put("xor-1")
    voting(room, [student(room, url, "Anna")], [WRONG])
    for _ in range(2):
        press(room.ask)
    assert room.result["votes"]["first"] == {WRONG: {"guess": 0, "rather": 1, "certain": 0}}
    assert room.says.value == ""


def test_another_question_over_a_vote_needs_a_second_press_and_says_so(room, url, press):
    room.put("xor-1")
    voting(room, [student(room, url, "Anna")], [WRONG])
    room.pick.value = "xor-2"
    press(room.ask)
    assert "votes (1) would be lost" in room.says.value and "已投的票（1 张）" in room.says.value
    assert room.result["question"]["key"] == "xor-1" and "Discard" in room.ask.description
    room.look()
    assert "would be lost" in room.says.value, "it stays until something is pressed"
    press(room.ask)
    assert room.result["question"]["key"] == "xor-2" and room.says.value == "" and room.ask.description == "Ask 提问"


def test_a_press_on_something_else_is_no_second_press(room, url, press):
    room.put("xor-1")
    voting(room, [student(room, url, "Anna")], [WRONG])
    room.pick.value = "xor-2"
    press(room.ask)
    press(room.go_on)
    press(room.ask)
    assert room.result["question"]["key"] == "xor-1" and "would be lost" in room.says.value


def test_the_end_needs_a_second_press(room, url, press):
    mine = student(room, url, "Anna")
    press(room.stop)
    assert "once more" in room.stop.description and room.goes_on
    mine.look()
    press(room.stop)
    assert room.ended and not room.goes_on and "has ended" in room.status.value
    assert {button.layout.display for button in (room.ask, room.go_on, room.stop)} == {"none"}
    with pytest.raises(BadInput, match="ended"):
        mine.look()


def test_a_class_that_has_ended_by_itself_says_so_and_the_cell_begins_another(room, hall, press):
    begun = hall.ballot.now()
    hall.ballot.now = lambda: begun + LASTS + 1
    press(room.ask)
    assert room.ended and "has ended" in room.status.value and room.ask.layout.display == "none"
    assert class_session("xor-1").code != room.code


@pytest.mark.parametrize("after", [LASTS + 1, 31 * DAY], ids=["has ended by itself", "has been deleted"])
def test_a_cell_that_runs_again_asks_whether_its_class_is_still_open(room, hall, after):
    begun = hall.ballot.now()
    hall.ballot.now = lambda: begun + after
    hall.ballot.tidy()
    again = class_session("xor-1")
    assert again.code != room.code and not again.ended and again.goes_on
    assert room.ended and "has ended" in room.status.value, "which the old wall says, too"


def test_a_wall_that_stands_there_says_that_its_class_has_ended_by_itself(room, hall):
    begun, room.every = hall.ballot.now(), 0.01

    async def watched():
        room.watch()
        await room._watching

    hall.ballot.now = lambda: begun + LASTS + 1
    asyncio.run(asyncio.wait_for(watched(), 20))
    assert room.ended and "has ended" in room.status.value and room.stop.layout.display == "none"


def test_a_cell_that_runs_again_while_no_server_answers_shows_what_stands_there(room):
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = f"http://127.0.0.1:{server.getsockname()[1]}/"
    room.server = ClassServer(nobody, "prof")
    assert class_session("xor-1") is room and "no class is counted" in room.says.value and not room.ended


def refusing(monkeypatch, times):
    """A server that knows nobody for some looks."""
    left = [times]

    def request(self, path, sent=None, pass_="", request=ClassServer.request):
        if sent is None and left[0]:
            left[0] -= 1
            raise Refusal("who is that?", "这是谁？", 403)
        return request(self, path, sent, pass_)

    monkeypatch.setattr(ClassServer, "request", request)
    monkeypatch.setattr(live, "LONGEST", 0.01)
    return left


@pytest.mark.parametrize("side", ["the wall", "a student"])
def test_whoever_is_refused_for_a_while_goes_on_looking(room, url, monkeypatch, side):
    one = room if side == "the wall" else student(room, url, "Anna")
    left = refusing(monkeypatch, live.GIVES_UP - 1)

    async def watched():
        one.watch()
        while left[0] or one.says.value:
            await asyncio.sleep(0.01)
        assert not one._watching.done()
        one._watching.cancel()

    asyncio.run(asyncio.wait_for(watched(), 20))
    assert one.goes_on


def test_a_wall_that_is_refused_again_and_again_is_over(room, monkeypatch):
    refusing(monkeypatch, live.GIVES_UP)

    async def watched():
        room.watch()
        await room._watching

    asyncio.run(asyncio.wait_for(watched(), 20))
    assert room.ended and "has ended" in room.status.value and "who is that?" in room.says.value


def test_the_wall_names_the_button_by_which_one_joins(room):
    assert "“Join a class”" in room.door.value and "“加入课堂”" in room.door.value


def test_where_phones_cannot_come_the_wall_says_why_and_shows_no_link(hall, monkeypatch):
    note = {"en": "Phones cannot vote: <port>", "zh": "手机无法投票"}

    async def nowhere():
        return {"where": "", "note": note}

    object.__setattr__(hall, "where", nowhere)
    room = class_session("xor-1")
    assert "Phones cannot vote: &lt;port&gt;" in room.door.value and "手机无法投票" in room.door.value
    assert "<svg" not in room.door.value and "http" not in room.door.value and "“Join a class”" in room.door.value


def test_a_door_that_closes_while_a_class_runs_is_said_where_students_look_for_it_until_it_is_open_again(hall, room):
    for note in (Words("Phones cannot vote: <port>", "手机无法投票"), None):
        object.__setattr__(hall, "note", lambda note=note: note)
        room.look()
        assert ("&lt;port&gt;" in room.door.value) == ("手机无法投票" in room.door.value) == (note is not None)
        assert room.link in room.door.value


def test_the_wall_says_how_many_came_from_one_address_once_there_are_some(room, url):
    for _ in range(live_session.MANY - 1):
        student(room, url, "")
    room.look()
    assert "one address" not in room.status.value
    student(room, url, "")
    room.look()
    assert "5 have joined, 5 of them without an account and from one address" in room.status.value


@pytest.mark.parametrize("phase", live_session.NEXT)
def test_a_step_that_is_double_clicked_is_one_step(room, press, clock, phase):
    room.put("xor-1")
    room.turn(phase)
    press(room.go_on)
    if phase == "second":  # which asks first
        assert room.result["phase"] == "second"
        press(room.go_on)
    clock[0] += 0.9 * live_session.PAUSE
    room.go_on.click()
    assert room.result["phase"] == live_session.NEXT[phase][0] and room.go_on.disabled


def test_the_step_that_shows_the_answer_looks_otherwise_and_asks_once(room, press):
    room.put("xor-1")
    room.turn("discuss")
    assert not room.go_on.button_style
    room.turn("second")
    assert room.go_on.button_style == "warning"
    press(room.go_on)
    assert room.result["phase"] == "second" and "Yes, show" in room.go_on.description
    room.turn("discuss")
    room.turn("second")
    assert "Yes" not in room.go_on.description, "what was asked before another step counts no more"
    press(room.go_on)
    press(room.go_on)
    assert room.result["phase"] == "shown"


def test_an_end_that_is_double_clicked_ends_nothing(room, press):
    press(room.stop)
    room.stop.click()
    assert not room.ended and room.stop.disabled
    press(room.stop)
    assert room.ended


def test_another_question_that_is_double_clicked_loses_no_vote(room, url, press):
    room.put("xor-1")
    voting(room, [student(room, url, "Anna")], [WRONG])
    room.pick.value = "xor-2"
    press(room.ask)
    room.ask.click()
    assert room.result["question"]["key"] == "xor-1" and room.ask.disabled
    press(room.ask)
    assert room.result["question"]["key"] == "xor-2"


def test_a_step_that_another_wall_has_taken_is_not_taken_twice(room, press):
    room.put("xor-1")
    restarted().turn("discuss")
    press(room.go_on)
    assert "at another step" in room.says.value and "另一步" in room.says.value
    room.look()
    assert room.result["phase"] == "discuss"


def test_buttons_that_could_be_read_can_be_pressed_by_themselves(room, clock, monkeypatch):
    monkeypatch.setattr(live_session, "PAUSE", 0.05)

    async def pressed():
        room.stop.click()
        assert room.stop.disabled
        clock[0] += 1
        while room.stop.disabled:
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(pressed(), 20))


# ---- what else may answer -----------------------------------------------------------------------------------


STATE = {"id": 1, "question": QUESTION, "phase": "first", "mine": {}, "shown": []}
RESULTS = {"voters": 1, "together": 0, "question": QUESTION, "phase": "first", "votes": {"first": {}, "second": {}}}
RESULTS |= {"ended": False}
STRANGE = {
    "no HTTP": b"SSH-2.0-OpenSSH\r\n",
    "nothing": b"",
    "a line that is cut": b'HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"id": 1',
    "a page": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    "a list": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    "an empty object": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "deep JSON": b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + b"[" * 200_000,
    "a proxy's error": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "a login": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n<html>",
    "a wrong header": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
}


@contextmanager
def answering(*answers):
    """The address of a program that gives these answers, the last one for ever."""
    left, stop = [*answers], threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            while not stop.is_set():
                line, _ = server.accept()
                with line, suppress(OSError):
                    line.settimeout(10)
                    line.recv(65536)
                    send = left.pop(0) if len(left) > 1 else left[0]
                    send(line, stop) if callable(send) else line.sendall(send)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        stop.set()
        socket.create_connection(server.getsockname()).close()
        thread.join(10)


def saying(found, status="200 OK"):
    body = json.dumps(found).encode()
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status.encode(), len(body)) + body


@pytest.mark.parametrize("strange", STRANGE)
def test_a_student_who_gets_a_strange_answer_reads_a_sentence_and_goes_on_looking(strange):
    async def looked():
        mine.watch()
        while not mine.says.value:
            await asyncio.sleep(0.01)
        said = mine.says.value
        while mine.state["phase"] != "discuss":
            await asyncio.sleep(0.01)
        mine._watching.cancel()
        return said

    answers = saying({"pass": "p"}), saying(STATE), STRANGE[strange], saying(STATE | {"phase": "discuss"})
    with answering(*answers) as url:
        mine = live_vote.Vote("BCDF", ClassServer(url, ""))
        mine.every = 0.02
        said = asyncio.run(asyncio.wait_for(looked(), 60))
    assert "cn-warning" in said and 'lang="zh' in said and mine.says.value == ""


def looking(answers, until):
    """A student's side that has looked at these answers until something holds; and all that it said meanwhile."""

    async def looked():
        mine.watch()
        while not until(mine):
            told.add(mine.says.value)
            await asyncio.sleep(0.005)
        mine._watching.cancel()

    told = set()
    with answering(saying({"pass": "p"}), *map(saying, answers)) as url:
        mine = live_vote.Vote("BCDF", ClassServer(url, ""))
        mine.every = 0.02
        mine.choice.value = next(iter(mine.state["question"]["options"]))
        asyncio.run(asyncio.wait_for(looked(), 60))
    return mine, told


def test_a_question_with_other_options_under_the_same_number_is_another_question():
    other = QUESTION | {"options": {key: {"en": key, "zh": key} for key in ("four", "five")}}
    mine, told = looking([STATE, STATE | {"question": other}], lambda mine: mine.state["question"] == other)
    assert mine.choice.value is None and [key for _, key in mine.choice.options] == ["four", "five"]
    assert told == {""}


def test_what_cannot_be_shown_is_said_and_looked_at_again(monkeypatch):
    def show(self, state, show=live_vote.Vote.show):
        if state["phase"] == "discuss":
            raise RuntimeError("nobody has thought of this")
        show(self, state)

    monkeypatch.setattr(live_vote.Vote, "show", show)
    answers = [STATE, STATE | {"phase": "discuss"}, STATE | {"phase": "second"}]
    mine, told = looking(answers, lambda mine: mine.state["phase"] == "second")
    assert any("cannot be shown (RuntimeError)" in said and "无法显示" in said for said in told)


def test_nobody_is_followed_elsewhere():
    with answering(saying({"pass": "p"})) as elsewhere:
        there = b"HTTP/1.1 302 Found\r\nLocation: %sBCDF\r\nContent-Length: 0\r\n\r\n" % elsewhere.encode()
        with answering(there) as url, pytest.raises(BadInput, match="no class answers at .* but 302"):
            join(f"{url}BCDF")


@pytest.mark.parametrize("strange", STRANGE)
def test_the_wall_that_gets_a_strange_answer_says_a_sentence(room, strange):
    with answering(STRANGE[strange]) as url:
        room.server = ClassServer(url, "prof")
        room.go_on.click()
        assert "cn-warning" in room.says.value and not room.ended


@pytest.mark.parametrize(
    "wrong",
    [
        {"phase": "tomorrow"},
        {"phase": []},
        {"phase": ""},
        {"question": {"key": "xor-1"}},
        {"question": QUESTION | {"options": {str(k): {"en": "x", "zh": "y"} for k in range(200)}}},
        {"question": QUESTION | {"options": {"one": {"en": 1, "zh": 2}}}},
        {"mine": {"first": ["four", "guess"]}},
        {"mine": {"first": ["one", "very"]}},
        {"mine": {"first": ["one"]}},
        {"mine": []},
        {"shown": 1},
        {"shown": ["x"]},
        {"id": "x"},
        {"id": float("inf")},
    ],
    ids=str,
)
def test_a_state_that_is_none_is_refused(wrong):
    assert live_answers.as_state(STATE) == STATE
    with pytest.raises(BadInput, match="makes no sense"):
        live_answers.as_state(STATE | wrong)


WRONG_RESULTS = [{"voters": "many"}, {"votes": []}, {"votes": {"first": {"one": 3}}}, {"phase": 1}, {"note": {"en": 5}}]


@pytest.mark.parametrize("wrong", WRONG_RESULTS, ids=str)
def test_results_that_are_none_are_refused(wrong):
    assert live_answers.as_results(RESULTS) == RESULTS | {"note": None}, "of an earlier edition, which says none"
    with pytest.raises(BadInput, match="makes no sense"):
        live_answers.as_results(RESULTS | wrong)


@pytest.mark.parametrize("given", [[1], "", "a\r\nX-Evil: 1", "x" * 1000, None])
def test_a_pass_that_no_header_can_hold_is_refused(given):
    with answering(saying({"pass": given})) as url, pytest.raises(BadInput, match="makes no sense"):
        join(f"{url}BCDF")


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_trickles_in_is_given_up(part, monkeypatch):
    def drip(line, stop):
        line.sendall(b"HTTP/1.1 200 OK\r\n" if part == "head" else b"HTTP/1.1 200 OK\r\n\r\n{")
        while not stop.wait(0.02):
            line.sendall(b"x")

    monkeypatch.setattr(live_server, "PATIENCE", 0.3)
    with answering(drip) as url, pytest.raises(BadInput, match="no class is counted at"):
        join(f"{url}BCDF")


def test_a_click_holds_up_nothing_while_the_server_thinks_and_a_second_one_does_nothing(room, monkeypatch, clock):
    begun, answer = [], threading.Event()

    def slow(self, path, sent=None, pass_="", request=ClassServer.request):
        if path.endswith("ask"):
            begun.append(path)
            answer.wait(10)
        return request(self, path, sent, pass_)

    async def clicked():
        room.ask.click()
        while not begun:
            await asyncio.sleep(0.01)
        assert room.ask.disabled and room.go_on.disabled and room.stop.disabled
        clock[0] += live_session.PAUSE
        room.ask.click()
        assert room.result["question"] is None, "and the page goes on"
        answer.set()
        while room.result["question"] is None:
            await asyncio.sleep(0.01)

    monkeypatch.setattr(ClassServer, "request", slow)
    asyncio.run(asyncio.wait_for(clicked(), 30))
    assert len(begun) == 1 and room.result["question"]["key"] == "xor-1"


def test_a_look_that_comes_in_after_a_step_does_not_bring_the_step_before_back(room, monkeypatch):
    room.every, slow, begun, answer = 0.01, [True], threading.Event(), threading.Event()

    def late(self, path, sent=None, pass_="", request=ClassServer.request):
        found = request(self, path, sent, pass_)
        if path.endswith("results") and slow and threading.current_thread() is not threading.main_thread():
            slow.clear()
            begun.set()
            answer.wait(10)
        return found

    async def stepping():
        room.watch()
        await asyncio.to_thread(begun.wait, 10)
        room.turn("discuss")
        answer.set()
        shown = room.show
        monkeypatch.setattr(room, "show", lambda result: (phases.append(result["phase"]), shown(result)))
        while not phases:
            await asyncio.sleep(0.01)
        room.end()

    room.put("xor-1")
    phases = []
    monkeypatch.setattr(ClassServer, "request", late)
    asyncio.run(asyncio.wait_for(stepping(), 30))
    assert phases[0] == "discuss"


def test_whoever_is_told_that_the_class_has_ended_looks_no_more(room, url):
    mine = student(room, url, "Anna")
    mine.every = 0.01

    async def watched():
        mine.watch()
        await mine._watching

    room.end()
    asyncio.run(asyncio.wait_for(watched(), 20))
    assert "has ended" in mine.says.value


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


def test_who_has_voted_only_after_the_discussion_has_that_vote_as_locked_answer(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    room.turn("second")
    voting(room, [mine], [RIGHT], "certain")
    room.turn("shown")
    mine.look()
    kept = memory.recall("xor")["answers"]["xor-1"]
    assert (kept["option"], kept["sure"]) == (RIGHT, "certain") and "again" not in kept


def test_a_vote_is_kept_though_the_notebook_was_offline_while_the_answer_was_shown(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [mine], [WRONG], "guess")
    for phase in ("second", "shown"):
        room.turn(phase)
    room.put("xor-2")
    assert "answers" not in memory.recall("xor")
    mine.look()
    assert memory.recall("xor")["answers"]["xor-1"]["option"] == WRONG


def test_a_vote_on_a_question_that_was_left_before_its_answer_is_kept_when_the_class_ends(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [mine], [WRONG], "guess")
    with pytest.raises(BadInput, match="would be lost"):
        room.put("xor-2")
    room.put("xor-2")
    mine.look()
    assert "answers" not in memory.recall("xor")
    room.end()
    asyncio.run(_watched(mine))
    assert [*memory.recall("xor")["answers"]] == ["xor-1"]


class Ending:
    """A server of a class that ends while a vote is on its way."""

    url = token = ""
    is_over = False

    def request(self, path, sent=None, pass_=""):
        if path.endswith("/join"):
            return {"pass": "p"}
        if self.is_over:
            time.sleep(0.3 if path.endswith("/vote") else 0)
            raise Refusal("it has ended", "已结束", 409 if path.endswith("/vote") else 410)
        return STATE | {"question": own("xor-1")}


def test_a_change_of_a_vote_that_comes_after_the_end_leaves_what_was_counted():
    async def changed_too_late():
        mine.doing(mine._cast, [*own("xor-1")["options"]][-1], "guess")
        mine.watch()
        await asyncio.wait_for(mine._watching, 20)

    mine = live_vote.Vote("BCDF", Ending())
    mine.choice.value = WRONG
    mine.vote("certain")
    mine.server.is_over = True
    asyncio.run(changed_too_late())
    kept = memory.recall("xor")["answers"]["xor-1"]
    assert (kept["option"], kept["sure"]) == (WRONG, "certain")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_votes_of_a_student_in_two_notebooks_are_one_answer_whichever_hears_first_that_it_is_shown(room, url, order):
    both = [student(room, url, "Anna") for _ in range(2)]
    room.put("xor-1")
    voting(room, both[:1], [WRONG], "certain")
    room.turn("discuss")
    room.turn("second")
    other = [*own("xor-1")["options"]][-1]
    voting(room, both[1:], [other], "guess")
    room.turn("shown")
    for k in order:
        both[k].look()
    kept = memory.recall("xor")["answers"]["xor-1"]
    assert (kept["option"], kept["sure"]) == (WRONG, "certain")
    assert (kept["again"]["option"], kept["again"]["sure"]) == (other, "guess")


def test_a_vote_is_kept_though_its_server_goes_away_for_good_before_the_answer_is_shown(room, url, monkeypatch):
    monkeypatch.setattr(live, "LONGEST", 0.001)
    mine = student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [mine], [WRONG], "guess")
    monkeypatch.setattr(mine, "server", ClassServer("http://127.0.0.1:9/", ""))

    async def gone():
        mine.watch()
        while "answers" not in memory.recall("xor"):
            await asyncio.sleep(0.01)
        assert not mine._watching.done(), "it may come again"
        mine._watching.cancel()

    asyncio.run(asyncio.wait_for(gone(), 30))
    assert [*memory.recall("xor")["answers"]] == ["xor-1"]


def test_a_class_goes_on_in_its_lecturers_notebook_however_long_the_server_is_away(room, monkeypatch):
    monkeypatch.setattr(live, "LONGEST", 0.001)
    monkeypatch.setattr(room, "server", ClassServer("http://127.0.0.1:9/", ""))

    async def away():
        before = room._begun
        room.watch()
        while room._begun < before + live.GONE + 5:
            await asyncio.sleep(0.01)
        assert not room._watching.done()
        room._watching.cancel()

    asyncio.run(asyncio.wait_for(away(), 30))
    assert room.goes_on and not room.ended


async def _watched(mine):
    mine.watch()
    await asyncio.wait_for(mine._watching, 20)


def test_a_vote_that_was_not_cast_in_this_notebook_is_no_locked_answer(room, url):
    mine, elsewhere = student(room, url, "Anna"), student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [elsewhere], [WRONG])
    room.turn("shown")
    mine.look()
    assert mine.state["mine"] == {"first": [WRONG, "rather"]} and "answers" not in memory.recall("xor")


def test_a_vote_that_waits_is_forgotten_with_its_lecture_and_a_later_one_is_kept(room, url):
    mine = student(room, url, "Anna")
    room.put("xor-1")
    voting(room, [mine], [WRONG], "guess")
    forget()
    room.turn("discuss")
    room.turn("second")
    voting(room, [mine], [WRONG], "certain")
    room.turn("shown")
    mine.look()
    kept = memory.recall("xor")["answers"]["xor-1"]
    assert kept["sure"] == "certain" and "again" not in kept


CUT = STRANGE["a line that is cut"]
CLOSED = saying({"en": "it is closed", "zh": "已结束"}, "409 Conflict")


@pytest.mark.parametrize("replies, kept", [([CUT], ["certain"]), ([CUT, CLOSED], ["certain"]), ([CLOSED], [])], ids=len)
def test_a_vote_is_kept_though_its_reply_was_lost_and_not_if_the_class_has_refused_it(replies, kept):
    asked = STATE | {"question": own("xor-1")}
    with answering(saying({"pass": "p"}), saying(asked), *replies, saying(asked | {"phase": "shown"})) as url:
        mine = live_vote.Vote("BCDF", ClassServer(url, ""))
        for _, sure in zip(replies, ("certain", "guess")):
            mine.choice.value = WRONG
            with pytest.raises(BadInput):
                mine.vote(sure)
        mine.look()
    assert [one["sure"] for one in memory.recall("xor").get("answers", {}).values()] == kept


def own(key):
    """A question of the course, as a server of classes sends it."""
    found = questions_of(key.split("-")[0])[key]
    return {
        "key": key,
        "ask": found.ask._asdict(),
        "options": {one: words._asdict() for one, words in found.options.items()},
    }


@pytest.mark.parametrize("number, key", [(1, "xor-1"), (2, "xor-1"), (1, "xor-2"), (1, "neurons-1")])
def test_a_server_that_lies_locks_no_answer_but_the_one_that_was_given(number, key):
    """It says that the student has said something else, under the same number, or on another question."""
    lie = STATE | {"id": number, "phase": "shown", "question": own(key)}
    lie["mine"] = {"first": [[*lie["question"]["options"]][-1], "guess"]}
    honest = STATE | {"question": own("xor-1")}
    with answering(saying({"pass": "p"}), saying(honest), saying({}), saying(honest), saying(lie)) as url:
        mine = live_vote.Vote("BCDF", ClassServer(url, ""))
        mine.choice.value = WRONG
        mine.vote("certain")
        mine.look()
    locked = memory.recall(key.split("-")[0]).get("answers", {})
    assert [*locked] == (["xor-1"] if number == 1 and key in questions_of("xor") else [])
    assert {(kept["option"], kept["sure"]) for kept in locked.values()} <= {(WRONG, "certain")}


@pytest.mark.parametrize("part", ["ask", "options"])
def test_a_vote_on_a_question_with_other_words_is_no_locked_answer_and_that_is_said(part):
    asked = own("xor-1")
    asked[part] = QUESTION["ask"] if part == "ask" else {WRONG: {"en": "yes", "zh": "是"}}
    state = STATE | {"question": asked}
    shown = saying(state | {"phase": "shown"})
    with answering(saying({"pass": "p"}), saying(state), saying({}), saying(state), shown) as url:
        mine = live_vote.Vote("BCDF", ClassServer(url, ""))
        mine.choice.value = WRONG
        mine.vote("certain")
        mine.look()
    assert "worded differently" in mine.says.value and "answers" not in memory.recall("xor")


def test_what_another_program_asks_is_shown_as_text(room, url, account):
    account("prof").request(f"lead/{room.code}/ask", QUESTION | {"ask": {"en": "<img onerror=x>", "zh": "<b>"}})
    mine = student(room, url, "Anna")
    assert "&lt;img" in mine.ask.value and "<img" not in mine.ask.value
    room.look()
    assert "<img" not in room.wall.value


def test_a_link_leads_to_its_own_server_though_another_one_has_a_class_of_the_same_code(room, url):
    with answering(saying({"pass": "p"}), saying(STATE)) as elsewhere:
        assert join(f"{elsewhere}{room.code}").server.url == elsewhere
        assert join(f"{url}{room.code}").server.url == url


def test_join_takes_a_code_or_the_whole_link(room, url):
    assert told(f" {room.code.lower()} ") == (room.code, None)
    assert told(f"{url}{room.code}/") == (room.code, ClassServer(url, ""))
    assert join(f"{url}{room.code}").code == room.code
    assert join(room.code) is join(room.code.lower())


@pytest.mark.parametrize(
    "link",
    ["", "KQZ", "KQZTX", "http://x", "javascript:KQZT", "http://h:abc/KQZT", "http://h:99999/KQZT", "http://[::/KQZT"]
    + ["http://a..b/KQZT", "http://\ud800/KQZT", "x" * 1000, None, 4],
)
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


def test_the_link_that_leads_stands_in_the_notebook_for_a_minute_and_only_when_it_is_asked_for(room):
    stay, later = live_session.LINKS_STAY, []
    loop = SimpleNamespace(call_later=lambda seconds, what: later.append((seconds, what)))
    secret = room.desk.link.partition("#")[2]
    assert secret and secret not in str([widget.get_state() for widget in walk(room.box)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live_session, "running_loop", lambda: loop)
        room.to_wall.click()
    assert secret in room.remote.value
    ((seconds, what),) = [one for one in later if one[0] == stay]
    what()
    assert secret not in str([widget.get_state() for widget in walk(room.box)])
