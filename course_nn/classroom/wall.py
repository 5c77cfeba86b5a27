"""The wall over HTTP: its page, what stands on it, and what whoever leads may do with it."""

import base64
import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from tornado.iostream import StreamClosedError

from course_nn.classroom.ballot import Refused
from course_nn.classroom.handlers import CODE, PICTURED, Asked, Class, Room
from course_nn.classroom.sentences import ON_THE_WALL
from course_nn.classroom.summary import table

PAGE = Path(__file__).with_name("wall.html")
PARTS = ("wall.css", "film.js", "wall.js")  # beside it


class Wall(Class):
    """What stands on the wall, to whoever has the code; and who shows the leader's secret as a pass goes on."""

    async def get(self, code: str, what: str) -> None:
        board, code, secret = self.room.ballot, code.upper(), self.pass_
        if not secret and self.room.wrong.is_over(self.client):
            await self.slow_down()
        asked = self.get_query_argument("asked", "")
        match what:
            case "view":
                self.finish(await self.counted(board.view, code, secret))
            case "door":
                self.finish(_door((await self.counted(board.view, code, secret))["link"]))
            case "picture":
                self.finish(await self.counted(board.picture_on_wall, code, asked, secret))
            case "film":
                await self.send_film(code, await self.counted(board.film_on_wall, code, asked, secret))
            case "table":
                language = "zh" if self.get_query_argument("language", "") == "zh" else "en"
                self.finish({"csv": table(await self.counted(board.whole, code, secret), language)})
            case _:
                raise _otherwise()

    async def send_film(self, code: str, film: dict[str, Any]) -> None:
        """{"film": base64, "says"}, part by part: whoever does not read it holds a part of it here at most. 逐段。"""
        if not film:
            self.finish({})
            return
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.write(f'{{"says": {json.dumps(film["says"])}, "film": "')
        rest = b""
        with suppress(StreamClosedError):
            for part in range(film["parts"]):
                rest += await self.patiently(self.room.ballot.part_of_film, code, film["key"], part)
                threes = len(rest) - len(rest) % 3  # which base64 writes without a remainder
                self.write(base64.b64encode(rest[:threes]))
                rest = rest[threes:]
                await self.flush()
            self.finish(base64.b64encode(rest) + b'"}')

    async def post(self, code: str, what: str) -> None:
        board, sent, who = self.room.ballot, self.body(), (code.upper(), self.pass_)
        match what:
            case "step":
                await self.counted(board.go, *who, sent.get("step"), sent.get("to"))
            case "ask":
                wanted = sent.get("key"), sent.get("step"), bool(sent.get("anew"))
                await self.counted(board.ask_prepared, *who, *wanted)
            case "look":
                await self.counted(board.look, *who, sent.get("at"))
            case "end":
                await self.counted(board.finish, *who)
            case _:
                raise _otherwise()
        self.finish(await self.counted(board.view, *who))


class Hanging(Asked):
    """The lecturer's notebook puts up the wall, and leaves questions, answers and films there."""

    largest = PICTURED

    async def post(self, code: str, what: str) -> None:
        board, sent, who = self.room.ballot, self.body(), (code, self.lecturer())
        match what:
            case "wall":
                self.finish(await self.patiently(board.hang, *who, sent.get("link"), sent.get("language")))
            case "prepare":
                self.finish(await self.patiently(board.prepare, *who, sent) or {})
            case "wide":
                self.finish(await self.patiently(board.add_wide, *who, sent) or {})
            case _:
                self.finish(await self.patiently(board.add_film, *who, sent) or {})


class WallPage(Asked):
    """The page itself, which is the same for everybody."""

    def get(self, code: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        words = json.dumps(ON_THE_WALL, ensure_ascii=False).replace("</", "<\\/")
        page = PAGE.read_text("utf-8").replace("{/* sentences.py */}", words)
        for part in PARTS:
            page = page.replace(f"{{/* {part} */}}", PAGE.with_name(part).read_text("utf-8"))
        self.finish(page)


def routes(base: str, room: Room) -> list[tuple]:
    """All addresses of the wall below a base. 大屏幕的全部路由。"""
    at_the_desk = (f"{base}api/lead/{CODE}/(wall|prepare|wide|film)", Hanging, {"room": room})
    return [at_the_desk, *for_everybody(base, room)]


def for_everybody(base: str, room: Room) -> list[tuple]:
    """Those of them that ask for no account. 其中无需账户的路由。"""
    return [
        (f"{base}api/wall/{CODE}/(view|door|picture|film|table|step|ask|look|end)", Wall, {"room": room}),
        (f"{base}wall/{CODE}/?", WallPage, {"room": room}),
    ]


def _door(link: str) -> dict[str, Any]:
    """The code that a phone reads; "" where phones come in nowhere."""
    return {"link": link, "code": _code(link) if link else ""}


@lru_cache(maxsize=100)  # every wall asks for it, again and again
def _code(link):
    return segno.make(link, error="m").svg_data_uri(border=2, omitsize=True)


def _otherwise():
    return Refused(405, "this page does not take such a request", "请求方式不对")
