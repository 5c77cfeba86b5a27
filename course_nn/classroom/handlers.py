"""What may be asked over HTTP: by students, whether they have an account or only a phone, and by the lecturer.

A student's requests carry the pass that joining gave, or the token of an account; a lecturer's the token of theirs.
Nothing is believed because of a cookie, so no other page can vote in somebody's name.
"""

import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

from tornado.web import HTTPError, RequestHandler

from course_nn.classroom.ballot import LETTERS, Ballot, Refused
from course_nn.classroom.sentences import ON_A_PHONE

PAGE = Path(__file__).with_name("page.html")
CODE = f"([{LETTERS}{LETTERS.lower()}]{{4}})"
LARGEST = 30_000  # bytes of a request that are read
GUESSES = 20  # codes that are wrong which one address may try in a minute
SAFE = {  # the page loads nothing from elsewhere, and stands in no other page
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Person(NamedTuple):
    """Somebody who has logged in. 已登录的人。"""

    name: str
    leads: bool  # whether they may open a class


class Room(NamedTuple):
    """What all requests share. 所有请求共用的部分。

    ballot : Ballot
    who    : handler -> the Person whose token came with the request, or None
    where  : where students go to, "http://192.168.1.5:8765/"; "" where the lecturer goes, too
    wrong  : {address: [when a wrong code came from there]}
    """

    ballot: Ballot
    who: Callable[[RequestHandler], Awaitable[Person | None]]
    where: str
    wrong: dict[str, list[float]]


class Asked(RequestHandler):
    """A request and its answer, in JSON."""

    def initialize(self, room: Room) -> None:
        self.room = room

    def check_xsrf_cookie(self) -> None:
        """No cookie is believed here, so none has to be checked."""

    def set_default_headers(self) -> None:
        for name, value in SAFE.items():
            self.set_header(name, value)

    async def prepare(self) -> None:
        if len(self.request.body or b"") > LARGEST:
            raise HTTPError(413)
        self.person = await self.room.who(self)
        self.pass_ = self.request.headers.get("X-Class-Pass", "")

    @property
    def name(self) -> str | None:
        return self.person.name if self.person else None

    def lecturer(self) -> str:
        """The name of the lecturer who asks.

        raises : Refused for anybody else
        """
        if not self.person or not self.person.leads:
            raise Refused(403, "only a lecturer may do this", "只有讲师可以这样做")
        return self.person.name

    def body(self) -> dict:
        """What was sent.

        raises : Refused if it is no JSON object
        """
        try:
            sent = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            raise Refused(400, "expected a JSON object", "应为 JSON 对象")
        return sent

    def write_error(self, status_code: int, **error) -> None:
        """A sentence in both languages, and never a traceback."""
        problem = error.get("exc_info", (None, None))[1]
        en, zh = "this cannot be done", "无法完成此操作"
        if isinstance(problem, Refused):
            self.set_status(problem.status)
            en, zh = problem.en, problem.zh
        self.finish({"en": en, "zh": zh})

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, Refused):
            super().log_exception(kind, error, trace)


class Sessions(Asked):
    """The lecturer opens a session, or asks where students go to."""

    def get(self) -> None:
        self.lecturer()
        self.finish({"where": self.room.where})

    def post(self) -> None:
        sent = self.body()
        options = {name: bool(sent.get(name, default)) for name, default in (("phones", 1), ("participation", 0))}
        self.finish({"code": self.room.ballot.open(self.lecturer(), **options), "where": self.room.where})


class Lead(Asked):
    """The lecturer asks, turns to another phase, ends; and looks at the votes."""

    def get(self, code: str, what: str) -> None:
        ballot, who = self.room.ballot, self.lecturer()
        self.finish({"names": ballot.names(code, who)} if what == "names" else ballot.results(code, who))

    def post(self, code: str, what: str) -> None:
        ballot, sent, who = self.room.ballot, self.body(), self.lecturer()
        match what:
            case "ask":
                ballot.ask(code, who, sent)
            case "turn":
                ballot.turn(code, who, sent.get("phase"))
            case "close":
                ballot.close(code, who)
            case _:
                raise Refused(405, "this can only be read", "只能读取")
        self.finish({})


class Class(Asked):
    """A student joins, looks what is asked, and votes."""

    def get(self, code: str, what: str) -> None:
        self.finish(self.room.ballot.state(code.upper(), self.name, self.pass_))

    def post(self, code: str, what: str) -> None:
        code, ballot = code.upper(), self.room.ballot
        if what == "join":
            self.finish({"pass": self._joined(code)})
            return
        sent = self.body()
        ballot.vote(code, sent.get("option"), sent.get("sure"), sent.get("asked"), self.name, self.pass_)
        self.finish({})

    def _joined(self, code):
        """The pass; whoever tries many codes has to wait."""
        address, now = self.request.remote_ip, time.monotonic()
        tried = [when for when in self.room.wrong.get(address, []) if now - when < 60]
        if len(tried) >= GUESSES:
            raise Refused(429, "too many wrong codes: wait for a minute", "错误代码过多：请等一分钟")
        try:
            return self.room.ballot.join(code, self.name)
        except Refused as error:
            if error.status == 404:
                self.room.wrong[address] = [*tried, now]
            raise


class Page(Asked):
    """The page for a phone: it asks for a code, or has it in its address."""

    def get(self, code: str = "") -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        words = json.dumps(ON_A_PHONE, ensure_ascii=False)
        self.finish(PAGE.read_text("utf-8").replace("{/* sentences.py */}", words))


def routes(base: str, room: Room) -> list[tuple]:
    """All addresses below a base, "/services/course-nn/", for a Tornado application. 某基址下的全部路由。"""
    return [
        (f"{base}api/class", Sessions, {"room": room}),
        (f"{base}api/lead/{CODE}/(ask|turn|close|results|names)", Lead, {"room": room}),
        (f"{base}api/class/{CODE}/(join|vote|state)", Class, {"room": room}),
        (f"{base}{CODE}?/?", Page, {"room": room}),
    ]


def for_students(base: str, room: Room) -> list[tuple]:
    """Those of them that ask for no account. 其中无需账户的路由。"""
    return [route for route in routes(base, room) if route[1] in (Class, Page)]
