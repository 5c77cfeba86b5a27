"""Over HTTP: students with an account and with a phone, a lecturer, and whoever is neither."""

import asyncio
import json
import re
import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from classroom_question import QUESTION, served, who

from course_nn.classroom import handlers, serving
from course_nn.classroom.addresses import is_this_machine
from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Room
from course_nn.notebook.live_server import ClassServer, Refusal


@pytest.fixture
def code(account):
    """Of a class that has been asked a question."""
    code = account("prof").request("class", {})["code"]
    account("prof").request(f"lead/{code}/ask", QUESTION)
    return code


def vote(server, code, option="two", pass_=None):
    pass_ = pass_ or server.request(f"class/{code}/join", {})["pass"]
    seen = server.request(f"class/{code}/state", pass_=pass_)
    where = {"asked": seen["id"], "phase": seen["phase"]}
    server.request(f"class/{code}/vote", {"option": option, "sure": "rather"} | where, pass_)


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


@pytest.mark.parametrize("said", [{"phase": "first"}, {}, {"phase": None}, {"phase": ["second"]}])
def test_a_vote_that_does_not_say_the_round_that_is_open_counts_in_none(account, code, said):
    anna, lecturer = account("Anna"), account("prof")
    vote(anna, code)
    lecturer.request(f"lead/{code}/turn", {"phase": "second"})
    with pytest.raises(Refusal, match="too late for its round"):
        anna.request(f"class/{code}/vote", {"option": "one", "sure": "rather", "asked": 1} | said)
    votes = lecturer.request(f"lead/{code}/results")["votes"]
    assert votes["first"]["two"]["rather"] == 1 and not votes["second"]


@pytest.mark.parametrize("name", ["", "student"])
def test_only_a_lecturer_leads(account, code, name):
    for path, sent in [("class", {}), (f"lead/{code}/turn", {"phase": "shown"}), (f"lead/{code}/results", None)]:
        with pytest.raises(Refusal, match="lecturer|not yours") as refusal:
            account(name).request(path, sent)
        assert refusal.value.status == 403


def test_a_student_sees_neither_the_votes_nor_which_option_is_right(account, code):
    vote(account("Anna"), code)
    assert set(account("Anna").request(f"class/{code}/state")) == {"id", "phase", "question", "mine", "shown"}


def test_a_code_may_be_written_small(account, code):
    vote(account("Anna"), code.lower())
    assert account("prof").request(f"lead/{code}/results")["voters"] == 1


# ---- right codes always, wrong ones not often ------------------------------------------------------------


@pytest.fixture
def clock(hall, monkeypatch):
    """The time as those who count wrong codes see it."""
    clock = [0.0]
    monkeypatch.setattr(hall.wrong, "now", lambda: clock[0])
    return clock


def status(server, path, sent=None, pass_=""):
    try:
        server.request(path, sent, pass_)
    except Refusal as error:
        return error.status
    return 200


WAYS = {
    "join": ("class/{}/join", {}),
    "state": ("class/{}/state", None),
    "vote": ("class/{}/vote", {"option": "two", "sure": "rather", "asked": 1, "phase": "first"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_wrong_codes_are_limited_in_every_way_and_together(account, code, clock, way):
    path, sent = WAYS[way]
    wrong = path.format("BBBB" if code != "BBBB" else "CCCC")
    statuses = [status(account("Mallory"), wrong, sent) for _ in range(handlers.GUESSES + 1)]
    assert statuses == [404] * handlers.GUESSES + [429]
    assert [status(account("Mallory"), path.format("DDDD"), sent) for path, sent in WAYS.values()] == [429] * 3
    clock[0] = 61.0
    assert status(account("Mallory"), wrong, sent) == 404, "after a minute it may be tried again"


def test_beyond_the_limit_nothing_but_joining_tells_a_right_code_from_a_wrong_one(account, code, clock):
    for _ in range(handlers.GUESSES):
        status(account(), "class/BBBB/state")
    wrong, right = ([status(account(), path.format(c), sent) for path, sent in WAYS.values()] for c in ("CCCC", code))
    assert wrong == [429, 429, 429] and right == [200, 429, 429]


def test_beyond_the_limit_nothing_tells_that_a_class_has_ended(account, code, clock):
    account("prof").request(f"lead/{code}/close", {})
    asked = [(path.format(code), sent) for path, sent in WAYS.values()]
    for _ in range(handlers.GUESSES + 1):
        assert [status(account(), *one) for one in asked] == [410] * 3, "and whoever has been there is not limited"
    for _ in range(handlers.GUESSES):
        status(account(), "class/BBBB/state")
    assert [status(account(), *one) for one in asked] == [429] * 3


def test_the_right_code_lets_in_however_many_wrong_ones_came_from_there(account, code, clock):
    for _ in range(3 * handlers.GUESSES):
        status(account(), "class/BBBB/state")
    vote(account(), code)
    vote(account("Anna"), code)
    assert account("prof").request(f"lead/{code}/results")["voters"] == 2


def test_wrong_codes_of_an_account_are_nobody_elses(account, code, clock):
    for _ in range(2 * handlers.GUESSES):
        status(account("Mallory"), "class/BBBB/state")
    assert status(account("Anna"), "class/BBBB/state") == status(account(), "class/BBBB/state") == 404


def test_whoever_guesses_waits_for_a_turn_and_nobody_else_does(account, code, clock, hall, monkeypatch):
    turns = []

    async def slow_down(self, client):
        turns.append(client)

    monkeypatch.setattr(type(hall), "slow_down", slow_down)
    account("Anna").request(f"class/{code}/join", {})
    assert not turns
    for _ in range(handlers.GUESSES):
        status(account(), "class/BBBB/state")
    account().request(f"class/{code}/join", {})
    assert len(turns) == 1


JOIN_WITH_A_WRONG_CODE = (
    b"POST /api/class/BBBB/join HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Class-Pass: \r\nContent-Length: 2\r\n\r\n{}"
)


@pytest.fixture
def events(monkeypatch):
    """Of those who are slow: a turn has begun, a turn has ended."""
    events = []

    async def sleep(seconds, sleeping=asyncio.sleep):
        events.append("begins")
        await sleeping(0)
        events.append("ends")

    monkeypatch.setattr(handlers.asyncio, "sleep", sleep)
    return events


def test_those_of_one_address_who_have_to_be_slow_come_one_after_the_other(hall, events):
    async def together():
        await asyncio.gather(*(hall.slow_down("192.0.2.1") for _ in range(5)))

    asyncio.run(together())
    assert events == ["begins", "ends"] * 5
    assert not hall.turns, "a queue in which nobody waits is forgotten"


def test_so_many_may_wait_at_an_address_that_those_who_vote_have_connections_left(hall, monkeypatch):
    monkeypatch.setattr(handlers, "WAITING", 3)

    async def together():
        return await asyncio.gather(*(hall.slow_down("192.0.2.1") for _ in range(5)), return_exceptions=True)

    assert [getattr(one, "status", None) for one in asyncio.run(together())] == [None] * 3 + [503] * 2
    assert handlers.WAITING < serving.EACH and not hall.waiting, "nor is it remembered who waits no more"


def test_nobody_waits_behind_another_address(hall, events):
    async def together():
        await asyncio.gather(*(hall.slow_down(f"192.0.2.{k}") for k in range(5)))

    asyncio.run(together())
    assert events == ["begins"] * 5 + ["ends"] * 5


def test_nobody_waits_behind_those_who_have_hung_up(url, account, code, clock, hall, monkeypatch):
    monkeypatch.setattr(handlers, "SLOW", 0.0)
    for _ in range(handlers.GUESSES):
        status(account(), "class/BBBB/state")
    monkeypatch.setattr(handlers, "SLOW", 3600.0)
    lines = [socket.create_connection(("127.0.0.1", urlsplit(url).port)) for _ in range(20)]
    for line in lines:
        line.sendall(JOIN_WITH_A_WRONG_CODE)
    assert comes_true(lambda: hall.turns)
    for line in lines:
        line.close()
    assert comes_true(lambda: not hall.turns)
    monkeypatch.setattr(handlers, "SLOW", 0.0)
    assert account().request(f"class/{code}/join", {})["pass"]


def comes_true(what):
    """Whether something comes true before long."""
    for _ in range(1000):
        if what():
            return True
        time.sleep(0.01)
    return False


def test_a_whole_hall_behind_one_address_gets_in(account, code, hall, monkeypatch):
    monkeypatch.setattr(hall.joins, "limit", 10)
    monkeypatch.setattr(handlers, "SLOW", 0.001)
    with ThreadPoolExecutor(10) as pool:
        passes = {*pool.map(lambda _: account().request(f"class/{code}/join", {})["pass"], range(40))}
    result = account("prof").request(f"lead/{code}/results")
    assert len(passes) == result["voters"] == result["together"] == 40


# ---- pages of other sites ----------------------------------------------------------------------------------


def answer(url, path, body=None, method=None, **headers):
    """(status, what is said) of a request that is written by hand."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url + path, body, named, method=method)) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def test_what_a_page_of_another_site_may_send_unasked_joins_nothing_and_casts_no_vote(url, account, code):
    for what in ("join", "vote"):
        number, said = answer(url, f"api/class/{code}/{what}", b"{}", Content_Type="text/plain", Origin="http://evil")
        assert number == 403 and "X-Class-Pass" in said["en"]
    assert account("prof").request(f"lead/{code}/results")["voters"] == 0


def test_whether_it_may_send_more_is_answered_with_no(url, code):
    request = urllib.request.Request(f"{url}api/class/{code}/vote", method="OPTIONS", headers={"Origin": "http://evil"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 405
    assert not [name for name in refused.value.headers if name.lower().startswith("access-control")]


def test_a_room_that_knows_its_names_is_found_under_no_other(ballot):
    with served(handlers.Room(ballot, who, knows=is_this_machine)) as url:
        for path in ("", "BCDF", "api/class/BCDF/state"):
            number, said = answer(url, path, Host="evil.example")
            assert number == 403 and "name" in said["en"]
        with urllib.request.urlopen(url) as page:
            assert page.status == 200


# ---- whatever is sent --------------------------------------------------------------------------------------


NINES = b'{"asked":' + b"9" * 5000 + b"}"
NUL, HALF, DEEP = b'{"option": "a\\u0000"}', b'{"option": "\\ud800", "sure": "guess", "asked": 1}', b"[" * 20_000


@pytest.mark.parametrize("body", [NUL, HALF, NINES, b'{"asked": NaN}', b'{"option":' + DEEP])
@pytest.mark.parametrize("path", ["class/{}/vote", "class/{}/join", "lead/{}/ask", "lead/{}/turn", "class"])
def test_no_body_is_an_error_of_ours(url, code, path, body):
    number, said = answer(url, f"api/{path.format(code)}", body, Authorization="token prof")
    assert number in (200, 400, 403, 409) and (number == 200 or said["en"] and said["zh"])


@pytest.mark.parametrize("value", ["é", "ÿ", "a.b", ".", "x" * 5000, "' OR 1=1 --"])
def test_no_pass_is_an_error_of_ours(url, code, value):
    number, said = answer(url, f"api/class/{code}/state", X_Class_Pass=value)
    assert number == 403 and "join this class first" in said["en"]


@pytest.mark.parametrize("path", ["lab", "api/kernels", "api/lead/BCDF/results", "%00", "%ff", "BCDF/../../etc/passwd"])
def test_elsewhere_there_is_a_sentence_and_nothing_of_this_server(ballot, path):
    with served(handlers.Room(ballot), handlers.for_students) as url:
        number, said = answer(url, path)
    assert number in (400, 404) and said["en"] and said["zh"]


@pytest.mark.parametrize(
    "path, method", [("api/class/{}/join", "GET"), ("api/class/{}/state", "POST"), ("api/lead/{}/results", "POST")]
)
def test_what_is_asked_for_in_another_way_is_said_so(url, code, path, method):
    body = b"{}" if method == "POST" else None
    number, said = answer(url, path.format(code), body, method, Authorization="token prof")
    assert number == 405 and said["zh"]


def test_while_another_program_holds_the_file_everybody_else_is_served(url, account, code, tmp_path):
    other = Ballot(tmp_path / "votes.sqlite")
    other.file.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(2) as pool:
        joining = pool.submit(account("Anna").request, f"class/{code}/join", {})
        assert account("prof").request(f"lead/{code}/results")["voters"] == 0
        assert not joining.done(), "it is still trying"
        other.file.execute("ROLLBACK")
        assert joining.result(10)["pass"]


def test_a_file_that_stays_locked_is_a_sentence(url, account, code, tmp_path, monkeypatch):
    monkeypatch.setattr(handlers, "PATIENCE", (0.01,))
    Ballot(tmp_path / "votes.sqlite").file.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal, match="another program holds") as refusal:
        account("Anna").request(f"class/{code}/join", {})
    assert refusal.value.status == 503


def test_a_lecturer_who_comes_back_with_other_settings_hears_which_class_is_open(account, code):
    with pytest.raises(Refusal, match=f"{code} is open with other settings") as refusal:
        account("prof").request("class", {"resume": True, "phones": False})
    assert refusal.value.status == 409


def test_a_lecturer_who_comes_back_finds_the_session_and_one_who_wants_another_gets_it(account, code):
    again = account("prof").request("class", {"resume": True})
    assert again["code"] == code and again["resumed"]
    other = account("prof").request("class", {})
    assert other["code"] != code and not other["resumed"]
    assert account("other prof").request("class", {"resume": True})["code"] not in (code, other["code"])


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
    room = handlers.Room(None)
    assert {route[1] for route in handlers.for_students("/", room)} == {handlers.Class, handlers.Page}


# ---- where students have no accounts of their own ------------------------------------------------------------


@pytest.fixture
def shared(ballot):
    """The server as whoever shows the one token that all have there sees it, the lecturer and the students."""
    with served(Room(ballot, who, students=False)) as url:
        yield ClassServer(url, "prof")


def test_on_one_server_for_all_each_who_joins_is_a_voter_and_sees_their_own_vote(shared):
    code = shared.request("class", {})["code"]
    shared.request(f"lead/{code}/ask", QUESTION)
    passes = [shared.request(f"class/{code}/join", {})["pass"] for _ in range(3)]
    for option, pass_ in zip(QUESTION["options"], passes):
        assert shared.request(f"class/{code}/state", pass_=pass_)["mine"] == {}
        vote(shared, code, option, pass_)
    result = shared.request(f"lead/{code}/results")
    assert result["voters"] == 3 and result["votes"]["first"].keys() == QUESTION["options"].keys()


@pytest.mark.parametrize("settings", [{"phones": False}, {"participation": True}])
def test_where_nobody_has_an_account_what_needs_them_is_refused_with_a_sentence(shared, settings):
    with pytest.raises(Refusal, match="no accounts here") as refused:
        shared.request("class", settings)
    assert "账户" in refused.value.zh


def test_a_lecturer_is_told_the_results_however_many_curves_were_drawn(account, ballot):
    """As thousands of phones would draw, or one script."""
    prof = account("prof")
    code = prof.request("class", {})["code"]
    prof.request(f"lead/{code}/ask", QUESTION)
    curve = json.dumps([0.123456789] * 19)
    rows = ((1, phase, f"{k:032}", "", "rather", curve) for phase in ("first", "second") for k in range(5000))
    ballot.file.executemany("INSERT INTO votes VALUES (?, ?, ?, ?, ?, ?)", rows)
    assert [len(prof.request(f"lead/{code}/results")["values"][phase]) for phase in ("first", "second")] == [5000, 5000]
