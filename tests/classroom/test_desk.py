"""What a notebook leaves with the class: each question with its answer, films that can be sent, the wall's links."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from course_nn.classroom.answer import checked_answer
from course_nn.classroom.question import checked, checked_picture
from course_nn.lectures import LECTURES, settled
from course_nn.notebook import live_desk
from course_nn.notebook.exercises import demo_before, demo_of, questions_of
from course_nn.notebook.live_film import LARGEST, MOVES, SHOTS, STANDS, WAITS, refuting_film, way
from course_nn.notebook.live_picture import opened_at
from course_nn.notebook.live_server import ClassServer, Refusal
from course_nn.stage.controls import Values
from course_nn.stage.display import VEILED
from course_nn.stage.movies import small_film
from course_nn.stage.work import finished

WITHOUT = ["regularization-10"]  # its round is a table


def made(work):
    """What a generator returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture
def prof(account):
    return account("prof")


@pytest.fixture
def code(prof):
    return prof.request("class", {})["code"]


def test_a_film_goes_from_where_the_demo_opens_to_where_it_refutes():
    _, demo = demo_of("xor-2")
    end = Values(demo.start() | {"w22": 1.0, "b2": -1.5})
    shots = way(demo, {}, end)
    assert len(shots) == SHOTS and shots[0] == Values(demo.start()) and shots[-1] == end


def test_time_runs_from_its_beginning_to_where_the_picture_refutes():
    round_, demo = demo_of("xor-5")
    end = Values(demo.start() | {"step": 120})
    steps = [values.step for values in way(demo, opened_at(round_), end)]
    assert steps == sorted(steps) and steps[0] == demo.controls["step"].low and steps[-1] == 120


@pytest.mark.parametrize("key", ["xor-1", "xor-4"])
def test_a_film_moves_and_can_be_sent(key):
    film = made(refuting_film(key, "zh"))
    with Image.open(io.BytesIO(film.data)) as shown:
        assert shown.format == "WEBP" and shown.n_frames > 10 and shown.width > 1000
    assert len(film.data) <= LARGEST


def test_no_film_changes_so_often_that_it_could_flash_more_than_three_times_a_second():
    assert 6 * min(MOVES, WAITS, STANDS) > 1000


def test_a_film_says_in_both_languages_what_moves_and_what_it_ends_with():
    _, demo = demo_of("xor-4")
    end = Values(demo.start() | settled("xor-4"))
    read = demo.say(finished(demo.result(end)), end)
    says = made(refuting_film("xor-4", "en")).says
    for text, words, joints in zip(says, read, ((": from ", "At the end: "), ("变到", "最后："))):
        assert all(joint in text for joint in joints) and "<" not in text
        assert re.findall(r"\d+", words)[-1] in text.partition(joints[1])[2]


def test_a_film_that_is_too_large_becomes_coarser_then_shorter_and_at_last_a_still():
    noise = np.random.default_rng(0).integers(0, 255, (9, 64, 64, 4), np.uint8)
    whole = len(small_film(noise, [160] * 9, 10**6))
    frames = []
    for largest in (whole, whole // 3, whole // 9 + 500):
        film = small_film(noise, [160] * 8 + [900], largest)
        with Image.open(io.BytesIO(film)) as shown:
            frames.append(shown.n_frames)
            shown.seek(shown.n_frames - 1)
            last = np.asarray(shown.convert("RGB"), int)
        assert np.abs(last - noise[-1, ..., :3]).mean() < 60, "it ends where it ended"
    assert frames[0] == 9 > frames[1] > frames[2] == 1


def test_every_question_of_the_course_has_a_demo_that_can_be_filmed_or_is_known_to_have_none():
    asked = [key for section in LECTURES for key in questions_of(section)]
    assert [key for key in asked if not (demo_of(key)[1] or demo_before(key))] == WITHOUT


def test_a_later_question_of_a_round_has_the_picture_above_it_and_hears_its_numbers():
    sent = live_desk.with_answer("xor-corners")
    _, demo = demo_of("xor-4")
    values = Values(demo.start() | opened_at("xor-4"))
    for language, words in zip(("en", "zh"), demo.say(finished(demo.result(values)), values)):
        said = sent["picture"][language]["alt"]
        assert re.findall(r"\d+", words)[-1] in said and getattr(VEILED, language) not in said


@pytest.mark.thorough
@pytest.mark.parametrize("section", [section for section in LECTURES if section not in ("own_network", "playground")])
def test_every_question_of_the_course_has_a_film_that_moves_and_can_be_sent(section):
    for key in set(questions_of(section)) - {*WITHOUT}:
        film = made(refuting_film(key, "en"))
        with Image.open(io.BytesIO(film.data)) as shown:
            assert shown.n_frames > 1 and len(film.data) <= LARGEST and all(film.says), key


@pytest.mark.thorough
@pytest.mark.parametrize("section", [section for section in LECTURES if section != "own_network"])
def test_every_question_of_the_course_can_wait_with_its_answer(section):
    for key in questions_of(section):
        sent = live_desk.with_answer(key)
        assert checked_answer(checked(sent), sent["answer"])["right"] in sent["options"], key
        assert sent["picture"] is None or checked_picture(sent["picture"]), key


def test_a_notebook_leaves_its_questions_and_films_and_sends_none_twice(prof, code, account, monkeypatch):
    desk = live_desk.Desk(prof, code)
    desk.hang(f"http://192.168.1.5:8765/{code}", "http://192.168.1.5:8765/")
    secret = desk.link.partition("#")[2]
    made(live_desk.leave(prof, code, ["xor-3", "regularization-10"], "en"))
    seen = account().request(f"wall/{code}/view", pass_=secret)
    assert [one["key"] for one in seen["waiting"]] == ["xor-3", "regularization-10"]
    desk.hang("", "http://192.168.1.5:8765/")
    assert desk.films == ["xor-3"] and desk.link.endswith(f"/wall/{code}#{secret}")

    def none(key, language):
        raise AssertionError("it is there already")
        yield

    monkeypatch.setattr(live_desk, "refuting_film", none)
    made(live_desk.leave(prof, code, ["xor-3"], "en", desk.films))


def test_the_links_stand_apart_and_the_one_that_leads_is_folded_away(prof, code):
    desk = live_desk.Desk(prof, code)
    desk.hang("", "http://192.168.1.5:8765/")
    shown, folded = desk.html().split("<details>")
    assert desk.link in shown and "<svg" in folded and "<svg" not in shown


def test_a_service_of_an_earlier_edition_has_no_wall_and_the_notebook_works(monkeypatch):
    def none(self, path, sent=None, pass_=""):
        raise Refusal("there is nothing here", "这里什么也没有", 404)

    monkeypatch.setattr(ClassServer, "request", none)
    desk = live_desk.Desk(ClassServer("http://127.0.0.1:9/", ""), "KQZT")
    desk.hang("", "http://127.0.0.1:9/")
    assert desk.html() == desk.link == ""


@pytest.mark.parametrize("status, times", [(0, live_desk.TRIES), (503, live_desk.TRIES), (403, 1)])
def test_what_is_away_is_asked_again_and_what_refuses_is_not(monkeypatch, status, times):
    asked = []

    def away(self, path, sent=None, pass_=""):
        asked.append(path)
        raise Refusal("away", "离线", status)

    monkeypatch.setattr(ClassServer, "request", away)
    monkeypatch.setattr(live_desk, "WAITS", 0)
    with pytest.raises(Refusal, match="away"):
        made(live_desk.leave(ClassServer("http://127.0.0.1:9/", ""), "KQZT", ["xor-corners"], "en"))
    assert len(asked) == times
