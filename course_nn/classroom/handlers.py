"""What may be asked over HTTP: by students, whether they have an account or only a phone, and by the lecturer.

A student's requests carry the pass that joining gave, or the token of an account; a lecturer's the token of theirs.
Nothing is believed because of a cookie, and whatever changes something needs a header that the page of another site
cannot send, so no other page can vote in somebody's name.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from tornado.web import Finish, RequestHandler

from course_nn.classroom.addresses import Network, client_of
from course_nn.classroom.ballot import LETTERS, Busy, Refused
from course_nn.classroom.board import Board
from course_nn.classroom.recent import Recent
from course_nn.classroom.sentences import ON_A_PHONE
from course_nn.common.words import Words

PAGE = Path(__file__).with_name("page.html")
PARTS = ("estimate.css", "estimate.js", "page.js")  # beside it
CODE = f"([{LETTERS}{LETTERS.lower()}]{{4}})"
LARGEST = 30_000  # bytes of a request that are looked at
PICTURED = 95_000  # of one by which a lecturer asks, with the picture of the question
GUESSES = 20  # wrong codes a minute, of one address or account, after which it has to be slow
JOINS = 300  # phones a minute, of one address, likewise
WAITING = 150  # of those who have to be slow, who may wait at one address: the other connections are for who votes
SLOW = 0.1  # seconds that each of those takes who have to be slow, one after the other at each address
PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)  # seconds between two attempts to write what another process holds
SAFE = {  # the page loads nothing from elsewhere, and stands in no other page
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Person(NamedTuple):
    """Somebody who has logged in. 已登录的人。"""

    name: str
    leads: bool  # whether they may open a class


async def nobody(handler: RequestHandler) -> None:
    """Where nobody has an account. 没有账户的地方。"""


async def here() -> dict[str, Any]:
    """Students go to where the lecturer goes. 学生与授课教师使用同一地址。"""
    return {"where": ""}


@dataclass(frozen=True)
class Room:
    """What all requests share. 所有请求共用的部分。

    ballot  : Board
    who     : handler -> the Person whose token came with the request, or None
    where   : () -> {"where": where students go to, "http://192.168.1.5:8765/"; "" where the lecturer goes, too;
              "note": {"en", "zh"}, if phones go nowhere}
    note    : () -> why phones go nowhere by now, or None
    students: whether students have accounts of their own here; if not, each comes in like a phone
    trusted : networks of proxies that are believed whom they ask for
    knows   : name in the request's address -> whether somebody is here under that name
    """

    ballot: Board
    who: Callable[[RequestHandler], Awaitable[Person | None]] = nobody
    where: Callable[[], Awaitable[dict[str, Any]]] = here
    note: Callable[[], Words | None] = lambda: None
    students: bool = True
    trusted: tuple[Network, ...] = ()
    knows: Callable[[str], bool] = lambda name: True
    wrong: Recent = field(default_factory=lambda: Recent(GUESSES))
    joins: Recent = field(default_factory=lambda: Recent(JOINS))
    turns: WeakValueDictionary = field(default_factory=WeakValueDictionary)  # {client: their queue}
    waiting: Counter = field(default_factory=Counter)  # {client: how many stand in it}

    async def slow_down(self, client: str) -> None:
        """Wait until it is one's turn: of one client those who have to be slow come one after the other. 排队等候。

        What is right stays right; but no address tries more than a few codes a second. Nobody waits behind another
        address, nor behind somebody who has hung up.

        raises : Refused if too many wait already, whichever code they have
        """
        if self.waiting[client] >= WAITING:
            raise Refused(
                503, "too many requests are coming from your address: try again", "同一地址来的人太多：请再试一次"
            )
        turn = self.turns.setdefault(client, asyncio.Semaphore(1))  # forgotten with the last who waits
        self.waiting[client] += 1
        try:
            async with turn:
                await asyncio.sleep(SLOW)
        finally:
            self.waiting[client] -= 1
            if not self.waiting[client]:
                del self.waiting[client]


class Asked(RequestHandler):
    """A request and its answer, in JSON."""

    largest = LARGEST
    waits: asyncio.Task | None = None  # in the queue of those who have to be slow

    def initialize(self, room: Room) -> None:
        self.room, self.pass_ = room, ""
        self.person: Person | None = None

    def check_xsrf_cookie(self) -> None:
        """No cookie is believed here, so none has to be checked."""

    def set_default_headers(self) -> None:
        for name, value in SAFE.items():
            self.set_header(name, value)

    async def prepare(self) -> None:
        headers = self.request.headers
        if len(self.request.body or b"") > self.largest:
            raise Refused(413, f"at most {self.largest} bytes are read", f"最多读取 {self.largest} 字节")
        if not self.room.knows(self.request.host_name):
            raise Refused(403, "nobody is here under this name: use the link on the wall", "请使用大屏幕上的链接")
        if self.request.method == "POST" and not {"X-Class-Pass", "Authorization"} & {*headers}:
            raise Refused(403, "the header X-Class-Pass is missing; it may be empty", "缺少请求头 X-Class-Pass")
        self.pass_ = headers.get("X-Class-Pass", "")
        self.person = await self.room.who(self)

    @property
    def name(self) -> str | None:
        return self.person.name if self.person else None

    @property
    def address(self) -> str:
        return client_of(self.request, self.room.trusted)

    @property
    def client(self) -> str:
        """Whose wrong codes are counted together: an account's, or those of an address."""
        return self.address if self.name is None else f"account {self.name}"

    def lecturer(self) -> str:
        """The name of the lecturer who asks.

        raises : Refused for anybody else
        """
        if not self.person or not self.person.leads:
            raise Refused(403, "only a lecturer may do this", "只有授课教师可以这样做")
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

    async def patiently(self, what: Callable[..., Any], *given: Any) -> Any:
        """What the ballot does; while another process holds its file, everybody else is served meanwhile."""
        for pause in PATIENCE:
            try:
                return what(*given)
            except Busy:
                await asyncio.sleep(pause)
        return what(*given)

    def on_connection_close(self) -> None:
        """Whoever hangs up leaves the queue. 断开连接者离开队列。"""
        if self.waits:
            self.waits.cancel()

    async def slow_down(self) -> None:
        """Wait in the queue, as long as somebody is there to hear the answer. 排队，直到轮到或断开连接。"""
        self.waits = asyncio.create_task(self.room.slow_down(self.client))
        with suppress(asyncio.CancelledError):
            return await self.waits
        raise Finish

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


class Nothing(Asked):
    """Whatever else is asked for."""

    def initialize(self, room: Any = None) -> None:
        """No room is needed."""

    async def prepare(self) -> None:
        raise Refused(404, "there is nothing here: use the link on the wall", "这里什么也没有：请使用大屏幕上的链接")


class Sessions(Asked):
    """The lecturer opens a session, or finds the one that is open; or asks where students go to."""

    async def get(self) -> None:
        self.lecturer()
        self.finish(await self.room.where())

    async def post(self) -> None:
        sent, who, ballot = self.body(), self.lecturer(), self.room.ballot
        phones, participation = bool(sent.get("phones", True)), bool(sent.get("participation", False))
        if not self.room.students and (participation or not phones):
            raise _no_accounts()
        wanted = who, phones, participation
        found = await self.patiently(ballot.running, *wanted) if sent.get("resume") else None
        code = found or await self.patiently(ballot.open, *wanted)
        self.finish({"code": code, "resumed": bool(found)} | await self.room.where())


class Lead(Asked):
    """The lecturer asks, turns to another phase, ends; and looks at the votes."""

    largest = PICTURED

    async def get(self, code: str, what: str) -> None:
        ballot, who = self.room.ballot, self.lecturer()
        match what:
            case "names":
                self.finish({"names": await self.patiently(ballot.names, code, who)})
            case "results":
                note = self.room.note()
                self.finish(await self.patiently(ballot.results, code, who) | {"note": note and note._asdict()})
            case "rivals":
                self.finish({"rivals": await self.patiently(ballot.rivals, code, who)})
            case _:
                raise _otherwise()

    async def post(self, code: str, what: str) -> None:
        ballot, sent, who = self.room.ballot, self.body(), self.lecturer()
        match what:
            case "ask":
                await self.patiently(ballot.ask, code, who, sent, bool(sent.get("anew")))
            case "turn":
                await self.patiently(ballot.turn, code, who, sent.get("phase"), sent.get("from"))
            case "close":
                await self.patiently(ballot.close, code, who)
            case _:
                raise _otherwise()
        self.finish({})


class Class(Asked):
    """A student joins, looks what is asked, and votes."""

    async def prepare(self) -> None:
        await super().prepare()
        if not self.room.students:
            self.person = None

    async def get(self, code: str, what: str) -> None:
        ballot, me = self.room.ballot, (self.name, self.pass_)
        match what:
            case "state":
                self.finish(await self.counted(ballot.state, code.upper(), *me))
            case "picture":
                asked = self.get_query_argument("asked", "")
                self.finish(await self.counted(ballot.picture, code.upper(), asked, *me))
            case _:
                raise _otherwise()

    async def post(self, code: str, what: str) -> None:
        match what:
            case "join":
                self.finish({"pass": await self.joined(code.upper())})
            case "vote":
                sent = self.body()
                vote = sent.get("option"), sent.get("sure"), sent.get("asked")
                me = self.name, self.pass_, sent.get("value"), sent.get("phase") or ""
                await self.counted(self.room.ballot.vote, code.upper(), *vote, *me)
                self.finish({})
            case "rival":
                await self.counted(self.room.ballot.bring, code.upper(), self.body(), self.name, self.pass_)
                self.finish({})
            case _:
                raise _otherwise()

    async def joined(self, code: str) -> str:
        """The pass. Whoever has the right code gets in, if slowly where many wrong ones come from."""
        room, is_phone = self.room, self.name is None
        if room.wrong.is_over(self.client) or (is_phone and room.joins.is_over(self.client)):
            await self.slow_down()
        pass_ = await self.counted(room.ballot.join, code, self.name, self.address)
        if is_phone:
            room.joins.add(self.client)
        return pass_

    async def counted(self, what: Callable[..., Any], *given: Any) -> Any:
        """What a student may do; after too many wrong codes or passes the answer no longer says what was wrong."""
        try:
            return await self.patiently(what, *given)
        except Refused as error:
            tells = error.status in (404, 410) or (error.status == 403 and what != self.room.ballot.join)
            is_over = tells and self.room.wrong.is_over(self.client)
            if tells and error.status != 410:  # the code of a class that has ended was right
                self.room.wrong.add(self.client)
            raise (_too_many() if is_over else error) from None


def _no_accounts():
    return Refused(
        400,
        "students have no accounts here: phones=False and participation=True are for a hub",
        "这里的学生没有各自的账户：phones=False 和 participation=True 只能用于 hub",
    )


def _otherwise():
    return Refused(405, "this page does not take such a request", "请求方式不对")


def _too_many():
    return Refused(429, "too many wrong codes: wait for a minute", "错误代码过多：请等一分钟")


class Page(Asked):
    """The page for a phone: it asks for a code, or has it in its address."""

    def get(self, code: str = "") -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        words = json.dumps(ON_A_PHONE, ensure_ascii=False).replace("</", "<\\/")
        page = PAGE.read_text("utf-8").replace("{/* sentences.py */}", words)
        for part in PARTS:  # in one answer: there is nothing more to be fetched
            page = page.replace(f"{{/* {part} */}}", PAGE.with_name(part).read_text("utf-8"))
        self.finish(page)


def routes(base: str, room: Room) -> list[tuple]:
    """All addresses below a base, "/services/course-nn/", for a Tornado application. 某基址下的全部路由。"""
    return [
        (f"{base}api/class", Sessions, {"room": room}),
        (f"{base}api/lead/{CODE}/(ask|turn|close|results|names|rivals)", Lead, {"room": room}),
        (f"{base}api/class/{CODE}/(join|vote|state|picture|rival)", Class, {"room": room}),
        (f"{base}{CODE}?/?", Page, {"room": room}),
    ]


def for_students(base: str, room: Room) -> list[tuple]:
    """Those of them that ask for no account. 其中无需账户的路由。"""
    return [route for route in routes(base, room) if route[1] in (Class, Page)]
