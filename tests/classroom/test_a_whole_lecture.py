"""Two hundred phones through a lecture in which the notebook, the wall and the service are started anew: nothing is
lost, and both votes and the summary are right."""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from classroom_question import QUESTION
from lab import free_port

from course_nn.classroom.board import Board
from course_nn.classroom.door import OPEN
from course_nn.notebook.live_server import ClassServer, Refusal

pytestmark = pytest.mark.thorough
PHONES, AT_ONCE = 200, 20
ANSWER = {"right": "two", "because": QUESTION["options"]}
KEYS = ("xor-1", "xor-2")


class Service:
    """The process that lets phones in; it can be killed, and started again at the same port."""

    def __init__(self, file):
        self.file, self.port, self.process = file, free_port(), None
        self.start()

    def start(self):
        command = [sys.executable, "-m", "course_nn.classroom.door", str(self.file), str(self.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == OPEN

    def kill(self):
        self.process.kill()
        self.process.communicate()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture
def service(tmp_path):
    made = Service(tmp_path / "votes.sqlite")
    yield made
    made.kill()


def again(what, *given):
    """As the page of a phone does: what does not answer is asked again."""
    for _ in range(100):
        try:
            return what(*given)
        except Refusal as refusal:
            if refusal.status not in (0, 503):
                raise
            time.sleep(0.2)
    raise AssertionError("nobody answers")


def all_of(phones, does):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [*pool.map(does, phones)]


def voted(server, code, passes, rng, during=None):
    """{phone: answer} after all have voted, and half of them once more; meanwhile something happens."""
    last = {}

    def vote(pass_):
        seen = again(server.request, f"class/{code}/state", None, pass_)
        where = {"asked": seen["id"], "phase": seen["phase"]}
        for _ in range(rng.choice((1, 2))):
            option, sure = rng.choice(("one", "two", "three")), rng.choice(("guess", "rather", "certain"))
            again(server.request, f"class/{code}/vote", {"option": option, "sure": sure} | where, pass_)
            last[pass_] = option, sure

    other = threading.Thread(target=during or (lambda: None))
    other.start()
    all_of(passes, vote)
    other.join()
    return last


def counted(votes):
    return Counter((option, sure) for option, counts in votes.items() for sure, n in counts.items() for _ in range(n))


def test_no_vote_is_lost_when_notebook_wall_and_service_are_started_anew(service, tmp_path):
    rng, board, server = random.Random(0), Board(tmp_path / "votes.sqlite"), ClassServer(service.url, "")
    code = board.open("prof")
    for key in KEYS:
        board.prepare(code, "prof", QUESTION | {"key": key, "answer": ANSWER})
    secret = board.hang(code, "prof", service.url + code, "en")["secret"]
    passes = [
        found["pass"] for found in all_of(range(PHONES), lambda _: again(server.request, f"class/{code}/join", {}))
    ]

    def lead(what, **sent):
        """From a wall or a phone that knows the link and nothing else."""
        step = again(server.request, f"wall/{code}/view", None, secret)["step"]
        return again(server.request, f"wall/{code}/{what}", {"step": step} | sent, secret)

    def service_anew():
        service.kill()
        service.start()

    expected = []
    for key in KEYS:
        lead("ask", key=key)
        first = voted(server, code, passes, rng, service_anew)
        assert again(server.request, f"wall/{code}/view", None, secret)["voted"] == PHONES
        lead("step", to="discuss")
        board = Board(tmp_path / "votes.sqlite")  # the notebook's side, started anew
        assert board.running("prof") == code and board.hang(code, "prof", "", "en")["secret"] == secret
        lead("step", to="second")
        second = voted(server, code, passes, rng, service_anew)
        found = lead("step", to="shown")
        assert found["joined"] == PHONES and found["shown"]["question"]["key"] == key
        expected.append([Counter(first.values()), Counter(second.values())])
    all_of(passes, lambda pass_: again(server.request, f"class/{code}/state", None, pass_))
    assert again(server.request, f"wall/{code}/view", None, secret)["here"] >= PHONES
    summary = lead("end")["summary"]
    assert [[counted(one["votes"][phase]) for phase in ("first", "second")] for one in summary] == expected
