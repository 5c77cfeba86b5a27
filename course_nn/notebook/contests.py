"""Bring your own rival: a student's function against the readers of a picture, in the same split and a limited time."""

import inspect
import math
import time
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import numpy as np

from course_nn.common import memory
from course_nn.common.errors import BadInput, class_name, in_a_line, shortened
from course_nn.common.texts import as_text, plain
from course_nn.common.words import Words
from course_nn.drawing.numbers import significant
from course_nn.notebook.bounds import TooLong, ended_after
from course_nn.notebook.exercises import Verdict, keep_working
from course_nn.notebook.kept_rivals import KIND
from course_nn.notebook.live_vote import join
from course_nn.stage.description import DEMOS
from course_nn.stage.rivals import RIVALS, Contest, Rival

SECONDS = 60.0  # that a rival may take in one contest
LONGEST_TRIAL = 3600.0
LONGEST = 24  # letters of a name
NO_SECONDS = (
    "Expected seconds as a number above 0, 3600 at most; try seconds=60.",
    "seconds 应是大于 0、不超过 3600 的数；可以试试 seconds=60。",
)
NO_RIVAL = (
    "Expected a function of three arguments for data: X, y, X_test. For a text: a function of one, or an object such "
    "as bz2.",
    "读数据的对手应是带三个参数的函数：X、y、X_test；读文字的应是带一个参数的函数，或 bz2 这样的对象。",
)
NOBODY = (
    "No picture in this notebook takes such a rival yet. Open one that compares, then run this cell again.",
    "这个笔记本里还没有能接受它的图。请先打开一个作比较的图，再运行本单元格。",
)


def rival(reader: Any, name: str | None = None, seconds: float = SECONDS, to: str = "") -> Verdict:
    """Bring a rival of your own: it gets the same split, and stands in the picture with its errors or bits.
    交上你自己的对手：它得到同样的划分，并连同错误率或比特数一起画进图中。

    reader  : for data a function (X, y, X_test) -> classes of X_test; for a text an object with compress and
              decompress, such as bz2, or a function of the known text that returns a function: before ->
              {letter: probability}
    name    : as it is to be called; without one, what it is called anyway
    seconds : that it may take; then it is stopped
    to      : the code of a class, "KQZT", to which its name, its number and its seconds go; without one, nothing goes
    """
    name, seconds, to = plain(name), _number(seconds), plain(to)
    if not 0 < seconds <= LONGEST_TRIAL:
        return keep_working(*NO_SECONDS)
    asked = _attempt(lambda: (_called(reader, name), _kind(reader)), "rival", seconds)
    if isinstance(asked, Words):
        return keep_working(*asked)
    called, kind = asked
    if not (contests := _open_to(kind)):
        return keep_working(*NOBODY)
    said, refused = [], []
    for key, contest in contests.items():
        found = _attempt(partial(_tried, contest, reader, called), called, seconds)
        if isinstance(found, Words):
            refused.append(_refused(key, found))
        else:
            said.append(_kept(key, contest, found))
            said += [_handed_in(to, key, contest, found)] if to else []
        if isinstance(found, Interrupted):
            break
    is_anywhere = bool(said)
    if news := memory.news():  # that it cannot be kept, for instance
        said.append(news)
    en, zh = zip(*said, *refused)
    words = Words(" ".join(en), "".join(zh))
    return Verdict("noted", words) if is_anywhere else keep_working(*words)


def _open_to(kind):
    """{key: the contest} of all demos on the page that take a rival of this kind."""
    return {key: demo.contest for key, demo in DEMOS.items() if demo.contest and demo.contest.kind == kind}


def _number(value):
    """A number, of whichever kind; nan for what is none."""
    try:
        return math.nan if issubclass(type(value), str) else float(as_text(value, LONGEST))
    except ValueError:
        return math.nan


def _kind(reader):
    """What a rival reads: "data", or "text".

    raises : BadInput for what is no rival
    """
    takes = 1 if hasattr(reader, "compress") else _arguments(reader)
    if takes not in (1, 3):
        raise BadInput(*NO_RIVAL)
    return "data" if takes == 3 else "text"


def _arguments(reader):
    """How many a function needs; 0 for what is none."""
    try:
        given = inspect.signature(reader).parameters.values()
    except (TypeError, ValueError):
        return 0
    kinds = inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD
    return sum(one.default is one.empty and one.kind in kinds for one in given)


def _called(reader, name):
    """A short name without markup."""
    known = name or getattr(reader, "__name__", "") or type(reader).__name__
    known = "rival" if known == "<lambda>" else str(known).replace("_", " ")
    return shortened(known.replace("$", ""), LONGEST)


def _tried(contest: Contest, reader: Callable, name: str) -> Rival:
    begun = time.perf_counter()
    found = contest.trial(reader)
    seconds = time.perf_counter() - begun
    value, kept = found if isinstance(found, tuple) else (found, None)
    return Rival(name, value, seconds, kept)


def _attempt(ask: Callable[[], Any], name: str, seconds: float) -> Any:
    """What asking a rival gives; or why it gives nothing, Words, whatever it raises, and also where it is looked at."""
    try:
        with ended_after(seconds), np.errstate(all="ignore"):
            try:
                return ask()
            except BadInput as error:
                return Words(escape(error.en), escape(error.zh))
            except (Exception, SystemExit) as error:
                return _failed(name, in_a_line(error))
    except TooLong:
        return Words(
            f"“{escape(name)}” took longer than {seconds:g} seconds, so it was stopped. The picture stays as it was.",
            f"“{escape(name)}”超过 {seconds:g} 秒，已停止。图保持原样。",
        )
    except KeyboardInterrupt:  # a student's, who waits for no other picture either
        return Interrupted(*_failed(name, "KeyboardInterrupt"))
    except BaseException as error:
        return _failed(name, class_name(type(error)))


class Interrupted(Words):
    """Why there is nothing: the student has stopped it."""


def _refused(key, why):
    """Which picture took nothing, and why."""
    title, titel = DEMOS[key].title
    return Words(f"In “{title}”: {why.en}", f"“{titel}”：{why.zh}")


def _failed(name, reason):
    reason = escape(shortened(reason, 200))
    return Words(
        f"“{escape(name)}” ended in an error ({reason}). The picture stays as it was.",
        f"“{escape(name)}”出错了（{reason}）。图保持原样。",
    )


def _handed_in(to: str, key: str, contest: Contest, found: Rival) -> Words:
    """It goes to the wall of a class; what is said of it."""
    called = {"title": DEMOS[key].title, "measure": contest.measure, "task": contest.task()}
    told = {part: words._asdict() for part, words in called.items()} | {"shares": contest.shares}
    sent = {"name": found.name, "value": found.value, "seconds": found.seconds, "contest": told, "own": _own(key)}
    try:
        vote = join(to)
        vote.server.request(f"class/{vote.code}/rival", sent, vote.pass_)
    except BadInput as error:
        return Words(f"It was not handed in: {escape(error.en)}.", f"没有交上：{escape(error.zh)}。")
    return Words(f"It is handed in to the class {vote.code}.", f"已交到课堂 {vote.code}。")


def _own(key: str) -> list[dict]:
    """The errors or bits of the picture's own readers, as this notebook shows them beside its rivals."""
    own = RIVALS.own.get(key, {}).items()
    return [{"name": name._asdict(), "value": float(value)} for name, value in own if np.isfinite(value)]


def _kept(key: str, contest: Contest, found: Rival) -> Words:
    """It joins the pictures, and the reader's own record; what is said of it."""
    RIVALS.bring(key, found)
    memory.remember(key.split(".")[0], KIND, f"{key}/{found.name}", value=found.value, seconds=found.seconds)
    written, (title, titel) = contest.written(found.value), DEMOS[key].title
    seconds = significant(found.seconds)
    return Words(
        f"“{escape(found.name)}” in “{title}”: <b>{written.en}</b> in {seconds} s. {contest.measure.en}.",
        f"“{escape(found.name)}”在“{titel}”中：<b>{written.zh}</b>，用时 {seconds} 秒。{contest.measure.zh}。",
    )
