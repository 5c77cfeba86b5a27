"""Over HTTP: students with an account and with a phone, a lecturer, and whoever is neither."""

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from classroom_question import QUESTION

from course_nn.classroom import handlers
from course_nn.notebook.live_server import Refusal


@pytest.fixture
def code(account):
    """Of a class that has been asked a question."""
    code = account("prof").request("class", {})["code"]
    account("prof").request(f"lead/{code}/ask", QUESTION)
    return code


def vote(server, code, option="two", pass_=None):
    pass_ = pass_ or server.request(f"class/{code}/join", {})["pass"]
    seen = server.request(f"class/{code}/state", pass_=pass_)
    server.request(f"class/{code}/vote", {"option": option, "sure": "rather", "asked": seen["id"]}, pass_)


def test_two_hundred_students_vote_twice_and_each_counts_once_a_time(account, code):
    students = [account(f"student {k}") for k in range(150)] + [account()] * 50
    with ThreadPoolExecutor(20) as pool:
        passes = [*pool.map(lambda one: one.request(f"class/{code}/join", {})["pass"], students)]
        for option in ("one", "two"):  # the second changes the first
            [*pool.map(lambda one, pass_, option=option: vote(one, code, option, pass_), students, passes)]
        account("prof").request(f"lead/{code}/turn", {"phase": "second"})
        [*pool.map(lambda one, pass_: vote(one, code, "three", pass_), students[:180], passes)]
    result = account("prof").request(f"lead/{code}/results")
    assert result["voters"] == 200
    assert result["votes"]["first"]["two"]["rather"] == 200 and "one" not in result["votes"]["first"]
    assert result["votes"]["second"]["three"]["rather"] == 180


@pytest.mark.parametrize("name", ["", "student"])
def test_only_a_lecturer_leads(account, code, name):
    for path, sent in [("class", {}), (f"lead/{code}/turn", {"phase": "shown"}), (f"lead/{code}/results", None)]:
        with pytest.raises(Refusal, match="lecturer|not yours") as refusal:
            account(name).request(path, sent)
        assert refusal.value.status == 403


def test_a_student_sees_neither_the_votes_nor_which_option_is_right(account, code):
    vote(account("Anna"), code)
    assert set(account("Anna").request(f"class/{code}/state")) == {"id", "phase", "question", "mine"}


def test_a_code_may_be_written_small(account, code):
    vote(account("Anna"), code.lower())
    assert account("prof").request(f"lead/{code}/results")["voters"] == 1


def test_whoever_tries_many_codes_has_to_wait(account, code):
    wrong = [other for other in ("BBBB", "CCCC") if other != code][0]
    statuses = []
    for _ in range(handlers.GUESSES + 1):
        with pytest.raises(Refusal) as refusal:
            account("Mallory").request(f"class/{wrong}/join", {})
        statuses.append(refusal.value.status)
    assert statuses == [404] * handlers.GUESSES + [429]


@pytest.mark.parametrize(
    "body", [b"[1]", b"{", b"\xff", b"null", b'{"option": {}, "sure": [], "asked": "x"}', b"[" * 20_000]
)
def test_whatever_is_sent_gets_a_sentence_in_both_languages(url, account, code, body):
    account("Anna").request(f"class/{code}/join", {})
    request = urllib.request.Request(f"{url}api/class/{code}/vote", body, {"Authorization": "token Anna"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code in (400, 409)
    assert re.search('"en": "(?!this cannot).+"zh": "', refused.value.read().decode().encode().decode("unicode_escape"))


def test_a_flood_is_not_read(url, account, code):
    request = urllib.request.Request(f"{url}api/class/{code}/join", b"x" * 100_000, {"Authorization": "token Anna"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 413


def test_the_page_for_a_phone_loads_nothing_from_elsewhere_and_stands_in_no_other_page(url, code):
    for path in ("", code, code.lower()):
        with urllib.request.urlopen(url + path) as answer:
            page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert not re.search(r"https?://|src=|@import", page)
        assert "请等待提问" in page and "sentences.py" not in page


def test_at_the_door_for_phones_there_is_no_lecturer(url):
    room = handlers.Room(None, None, "", {})
    assert {route[1] for route in handlers.for_students("/", room)} == {handlers.Class, handlers.Page}
