"""How many votes a second a service of classes takes, each on the disk before it is confirmed, and how soon it is seen.

    python benchmarks/votes.py [students]

The service runs in a process of its own, on one core; the students are threads of this one, on another.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from json import dumps, loads
from urllib.request import urlopen

from lab import free_port

SERVICE = """
import asyncio, sys
from course_nn.classroom.ballot import Ballot
from course_nn.classroom.handlers import Person, Room, routes
from course_nn.classroom.serving import server

async def who(handler):
    name = handler.request.headers.get("Authorization", "")
    return Person(name, name == "lecturer") if name else None

async def serve():
    room = Room(Ballot(sys.argv[1]), who)
    server(routes("/", room)).listen(int(sys.argv[2]), "127.0.0.1")
    await asyncio.Event().wait()

asyncio.run(serve())
"""
QUESTION = {"key": "q", "ask": {"en": "?", "zh": "？"}, "options": {k: {"en": k, "zh": k} for k in "ab"}}
VOTES = 10  # of each student


class Caller:
    """Somebody with an account; the service closes the connection after each answer."""

    def __init__(self, port, name):
        self.line, self.name = HTTPConnection("127.0.0.1", port), name

    def ask(self, path, sent=None):
        body = None if sent is None else dumps(sent)
        self.line.request("GET" if sent is None else "POST", f"/api/{path}", body, {"Authorization": self.name})
        return loads(self.line.getresponse().read())


def main(students):
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        service = subprocess.Popen([sys.executable, "-c", SERVICE, f"{folder}/votes.sqlite", str(port)])
        try:
            print(*measure(port, students), sep="\n")
        finally:
            service.kill()
            service.wait()


def measure(port, students):
    lecturer = Caller(port, "lecturer")
    patiently(lambda: urlopen(f"http://127.0.0.1:{port}/"))
    code = lecturer.ask("class", {})["code"]
    lecturer.ask(f"lead/{code}/ask", QUESTION)
    callers = [Caller(port, f"student {k}") for k in range(students)]
    asked = [(one.ask(f"class/{code}/join", {}), one.ask(f"class/{code}/state")["id"])[1] for one in callers]
    waits = []

    def vote(one, number):
        for k in range(VOTES):
            begin = time.perf_counter()
            where = {"asked": number, "phase": "first"}
            one.ask(f"class/{code}/vote", {"option": "ab"[k % 2], "sure": "guess"} | where)
            waits.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    with ThreadPoolExecutor(20) as pool:
        [*pool.map(vote, callers, asked)]
    took = time.perf_counter() - begin
    begin = time.perf_counter()
    counts = lecturer.ask(f"lead/{code}/results")["votes"]["first"]
    seen = time.perf_counter() - begin
    assert sum(sum(sure.values()) for sure in counts.values()) == students
    yield f"{students} students, {VOTES} votes each: {students * VOTES / took:.0f} votes a second"
    yield f"a vote is confirmed after {1000 * statistics.median(waits):.0f} ms (median of 20 at a time)"
    yield f"all votes are counted in {1000 * seen:.0f} ms; the wall asks for them every second"


def patiently(call, seconds=20):
    end = time.monotonic() + seconds
    while True:
        try:
            return call()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
