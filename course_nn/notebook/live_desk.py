"""What the lecturer's notebook leaves with the class service: from then on a class needs no kernel."""

import asyncio
import base64
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from html import escape
from typing import Any

import segno

from course_nn.classroom.board import PART
from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words, block, language_of_pictures
from course_nn.notebook.exercises import prediction
from course_nn.notebook.live import running_loop
from course_nn.notebook.live_answers import PASS, as_asked
from course_nn.notebook.live_film import refuting_film
from course_nn.notebook.live_picture import veiled_picture
from course_nn.notebook.live_server import ClassServer, Refusal
from course_nn.stage.callbacks import one_at_a_time

TRIES, WAITS = 4, 3.0  # how often what the service does not take is sent, and seconds in between
AGAIN = (0, 502, 503, 504)  # statuses upon which it is sent again
NOTHING_MORE = object()
WALL = Words("Open the wall", "打开大屏幕")
GOES_ON = Words("It fills a screen, and goes on without this notebook.", "它占满一个屏幕，没有这本笔记本也能继续。")
REMOTE = Words("Lead with your phone: open this only where nobody else sees it", "用手机主持：请在别人看不到的地方展开")
SECRET = Words(
    "Anybody who has this link leads the class. It is not the link for students.",
    "谁有这个链接，谁就能主持课堂。它不是给学生的链接。",
)


def leave(server: ClassServer, code: str, keys: Sequence[str], language: str, films: Sequence[str] = ()) -> Generator:
    """Leave these questions with their answers and films; yields after each piece of work. 留下题目、答案与影片。

    films  : questions whose film is there already
    raises : Refusal, if the service does not take them
    """
    for key in keys:
        _sent(server, f"lead/{code}/prepare", with_answer(key))
        yield
    for key in keys:
        if picture := _picture(key, wide=True):
            _sent(server, f"lead/{code}/wide", {"key": key, "picture": picture})
        yield
    for key in keys:
        if key not in films:
            film = yield from refuting_film(key, language)
            for part in _parts(key, film) if film else ():
                _sent(server, f"lead/{code}/film", part)
                yield


def with_answer(key: str) -> dict[str, Any]:
    """A question as it waits with the service. 存放在服务中的题目。"""
    found = prediction(key)
    estimate = found.estimate()
    truth = estimate.measured if estimate else None
    because = {option: words._asdict() for option, words in found.because.items()}
    answer = {"right": found.right(), "because": because, "truth": _numbers(truth)}
    return as_asked(key) | {"picture": _picture(key), "answer": answer}


def _picture(key, wide=False):
    """While this is drawn, in a thread of its own, no other picture is."""
    with one_at_a_time():
        return veiled_picture(key, wide)


def _numbers(truth):
    """A number, or a list of them, as JSON has it."""
    if truth is None:
        return None
    return [float(number) for number in truth] if hasattr(truth, "__len__") else float(truth)


def _parts(key, film):
    pieces, says = [film.data[at : at + PART] for at in range(0, len(film.data), PART)], film.says._asdict()
    for part, piece in enumerate(pieces):
        data = base64.b64encode(piece).decode()
        yield {"key": key, "part": part, "parts": len(pieces), "data": data} | ({} if part else {"says": says})


def _sent(server, path, sent):
    """What is away for a moment is asked again."""
    for tries in range(TRIES):
        try:
            return server.request(path, sent)
        except Refusal as error:
            if error.status not in AGAIN or tries == TRIES - 1:
                raise
        time.sleep(WAITS)


class Desk:
    """The lecturer's side of the wall: its links, and what the notebook leaves there while the kernel goes on.
    大屏幕的授课教师一侧：链接，以及笔记本在后台留下的内容。

    link : of the wall, with the secret of whoever leads; "" where the service has no wall
    """

    def __init__(self, server: ClassServer, code: str) -> None:
        self.server, self.code, self.link = server, code, ""
        self.films: list[str] = []
        self._turn = 0
        self._task: asyncio.Task | None = None  # which would be gone if nobody held it

    def hang(self, where: str, base: str) -> None:
        """Put up the wall, or tell it anew where students join. 挂出大屏幕，或更新加入地址。

        where : the link for phones, "" for none;  base : address below which the wall stands
        """
        language = LANGUAGE.shown if LANGUAGE.shown in ("en", "zh") else ""
        with suppress(Refusal):  # of an older service, which has none
            told = self.server.request(f"lead/{self.code}/wall", {"link": where, "language": language})
            if PASS.fullmatch(str(told.get("secret"))):
                self.link = f"{base}wall/{self.code}#{told['secret']}"
                self.films = [str(key) for key in told.get("films") or ()]

    def leave(self, keys: Sequence[str], goes_on: Callable[[], bool]) -> None:
        """Leave these questions with the service, in the background of a notebook. 在后台把题目存入课堂服务。"""
        loop = running_loop()
        if not loop or not self.link:
            return
        self._turn += 1
        mine = self._turn  # another lecture that is chosen takes its place
        work = leave(self.server, self.code, keys, language_of_pictures(LANGUAGE.shown), self.films)
        self._task = loop.create_task(_piece_by_piece(work, lambda: goes_on() and self._turn == mine))

    def html(self) -> str:
        """Where the wall is; and, folded away, what leads the class from a phone. 大屏幕与手机遥控的链接。"""
        if not self.link:
            return ""
        code = segno.make(self.link, error="m").svg_inline(border=3, omitsize=True)
        wall = f'<a href="{escape(self.link)}" target="_blank" rel="noopener"><u>{WALL.html()}</u></a>'
        remote = f'<div class="cn-door">{code}<div>{block(SECRET)}</div></div>'
        return f"<div>{wall} {GOES_ON.html()}</div><details><summary>{REMOTE.html()}</summary>{remote}</details>"


async def _piece_by_piece(work, goes_on):
    """One piece after the other, in another thread; what the service refuses, its wall says is missing."""
    try:
        with suppress(BadInput):
            while goes_on() and await asyncio.to_thread(next, work, NOTHING_MORE) is not NOTHING_MORE:
                pass
    finally:
        with suppress(ValueError):  # a piece is under way where the loop itself was stopped
            work.close()
