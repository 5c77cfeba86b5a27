"""Nobody fills the server up: what is too much, too long or too many is cut off, and the others go on."""

import contextlib
import socket
import time
import urllib.request
from multiprocessing.connection import wait
from urllib.parse import urlsplit

import pytest
from classroom_question import served
from tornado.web import RequestHandler

from course_nn.classroom import handlers, serving
from course_nn.classroom.addresses import networks
from course_nn.classroom.ballot import Busy
from course_nn.classroom.handlers import Room, for_students

PATIENCE = 20  # seconds


@contextlib.contextmanager
def lines(url, number):
    """So many connections, each with half a request."""
    with contextlib.ExitStack() as stack:
        made = []
        for _ in range(number):
            line = stack.enter_context(socket.create_connection(_where(url), PATIENCE))
            line.sendall(b"GET / HT")
            made.append(line)
        yield made


def _where(url):
    return urlsplit(url).hostname, urlsplit(url).port


def is_closed(line):
    """Whether the other end has closed, once it says something."""
    try:
        return line.recv(100) == b""
    except ConnectionError:
        return True


def works(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as page:
        return page.status == 200


def works_again(url):
    """Whether it works once the server has noticed who is gone."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            return works(url)
        time.sleep(0.02)
    return False


@pytest.fixture
def patient(monkeypatch):
    """Nobody is cut off for being silent."""
    monkeypatch.setitem(serving.LIMITS, "idle_connection_timeout", 3600)


@pytest.fixture
def door(ballot):
    def door(trusted=""):
        return served(Room(ballot, trusted=networks(trusted)), for_students)

    return door


def test_of_one_address_only_so_many_connections_are_taken_and_the_oldest_gives_way(door, patient, monkeypatch):
    monkeypatch.setattr(serving, "EACH", 5)
    with door() as url:
        with lines(url, 12) as made:
            assert [is_closed(line) for line in made[:7]] == [True] * 7
            assert wait(made[7:], 0.2) == []
        assert works_again(url), "when they have gone there is room"


def test_in_all_no_more_are_taken_than_the_process_can_hold(door, patient, monkeypatch):
    monkeypatch.setattr(serving, "MOST", 5)
    with door("127.0.0.1") as url, lines(url, 12) as made:
        assert [is_closed(line) for line in made[:7]] == [True] * 7


@pytest.mark.parametrize("bound", ["EACH", "MOST"])
def test_whoever_asks_is_served_though_somebody_holds_all_connections_with_nothing_to_ask(
    door, patient, slow, monkeypatch, bound
):
    monkeypatch.setattr(serving, bound, 8)
    with door() as url, lines(url, 4), begun(url, 4):
        assert [works(url) for _ in range(10)] == [True] * 10


def test_behind_a_trusted_proxy_many_may_come_from_its_address(door, patient, monkeypatch):
    monkeypatch.setattr(serving, "EACH", 5)
    with door("127.0.0.1") as url, lines(url, 12):
        assert works(url)


@contextlib.contextmanager
def begun(url, number, *headers):
    """So many connections, each with a request of which only the head is there."""
    head = "\r\n".join(["POST /api/class/BCDF/join HTTP/1.1", "Host: x", "Content-Length: 9", *headers, "", ""])
    with contextlib.ExitStack() as stack:
        made = [stack.enter_context(socket.create_connection(_where(url), PATIENCE)) for _ in range(number)]
        for line in made:
            line.sendall(head.encode())
        yield made


def are_refused(number, made):
    """Whether the other end has refused so many of these requests, whichever it has read last."""
    left = [*made]
    while len(left) > len(made) - number:
        if not (heard := wait(left, PATIENCE)):
            return False
        left = [line for line in left if line not in heard or not is_closed(line)]  # before that it may say why
    return True


def answers(made):
    """Whether they are answered once they are whole."""
    for line in made:
        line.sendall(b'{"a": "b"')
    return all(b"Content-Type: application/json" in line.recv(1000) for line in made)


@pytest.fixture
def slow(monkeypatch):
    """Nobody is cut off for what is missing of a request."""
    monkeypatch.setitem(serving.LIMITS, "body_timeout", 3600)


def test_behind_a_trusted_proxy_each_client_has_only_so_many_requests(door, slow, monkeypatch):
    monkeypatch.setattr(serving, "EACH", 5)
    with door("127.0.0.1") as url, begun(url, 8, "X-Forwarded-For: 10.0.0.66") as made:
        assert are_refused(3, made)
        with begun(url, 5, "X-Forwarded-For: 10.0.0.2") as others:
            assert answers(others)


def test_whoever_has_gone_has_room_again_behind_a_proxy(door, slow, monkeypatch):
    monkeypatch.setattr(serving, "EACH", 2)
    with door("127.0.0.1") as url:
        for _ in range(5):
            with begun(url, 2, "X-Forwarded-For: 10.0.0.66") as made:
                assert answers(made)


def test_whoever_shows_a_token_has_room_when_there_is_none_for_others(door, slow, monkeypatch):
    monkeypatch.setattr(serving, "MOST", 16)
    with door() as url, begun(url, 15) as made:
        refused = wait(made, PATIENCE)
        assert len(refused) == 1
        with begun(url, 1, "Authorization: token x") as mine:
            assert answers(mine) and answers([line for line in made if line not in refused])


def test_whoever_begins_a_request_and_does_not_go_on_is_cut_off(door, monkeypatch):
    monkeypatch.setitem(serving.LIMITS, "idle_connection_timeout", 0.2)
    with door() as url, lines(url, 3) as made:
        assert all(map(is_closed, made))


def test_whoever_does_not_send_what_was_announced_is_cut_off(door, monkeypatch):
    monkeypatch.setitem(serving.LIMITS, "body_timeout", 0.2)
    with door() as url, socket.create_connection(_where(url), PATIENCE) as line:
        line.sendall(b"POST /api/class/BCDF/join HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert is_closed(line)


@pytest.mark.parametrize(
    "announced", [b"Content-Length: 100000000\r\n\r\n", b"X-Class-Pass: " + b"x" * 60_000 + b"\r\n\r\n"]
)
def test_what_is_far_too_long_is_refused_before_it_is_read(door, announced):
    with door() as url, socket.create_connection(_where(url), PATIENCE) as line:
        line.sendall(b"POST /api/class/BCDF/join HTTP/1.1\r\nHost: x\r\n" + announced)
        assert is_closed(line) or b"200" not in line.recv(100)


def test_a_body_in_pieces_has_the_same_bound(door):
    with door() as url, socket.create_connection(_where(url), PATIENCE) as line:
        line.sendall(b"POST /api/class/BCDF/join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        line.sendall(b"FFFFFFF\r\n" + b"x" * 1000)
        assert is_closed(line) or b"200" not in line.recv(100)


def test_requests_that_are_refused_leave_no_line_in_the_log(door, ballot, monkeypatch, caplog):
    def busy(*given):
        raise Busy

    monkeypatch.setattr(handlers, "PATIENCE", ())
    monkeypatch.setattr(ballot, "join", busy)
    with door() as url:
        for path, body in (("lab", None), ("api/class/BCDF/state", None), ("api/class/BCDF/join", b"{}")):
            request = urllib.request.Request(url + path, body, {"X-Class-Pass": ""})
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(request)
        with socket.create_connection(_where(url), PATIENCE) as line:
            line.sendall(b"no HTTP at all\r\n\r\n")
            line.recv(1000)
    assert not [record for record in caplog.records if record.name.startswith("tornado")]


def test_a_process_may_hold_the_connections_that_its_server_takes():
    resource = pytest.importorskip("resource")
    most = serving.server([]).most
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most <= serving.MOST and (soft == resource.RLIM_INFINITY or most <= soft - 100)


class Long(RequestHandler):
    """Answers with more than any line holds that nobody reads from."""

    def get(self):
        self.finish(b"x" * 50_000_000)


def test_whoever_does_not_read_the_answer_is_cut_off_and_who_reads_has_all_of_it(ballot, monkeypatch):
    with served(Room(ballot), lambda *_: [("/", Long)]) as url:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            assert len(answer.read()) == 50_000_000
        monkeypatch.setattr(serving, "ANSWERED", 0.2)
        with socket.create_connection(_where(url), PATIENCE) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(1)
            assert len(all_of(line)) < 50_000_000


def all_of(line):
    """What still comes, until the other end has closed."""
    found = bytearray()
    with contextlib.suppress(ConnectionError):
        while part := line.recv(2**20):
            found += part
    return found
