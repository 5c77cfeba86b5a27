"""What a student has done, kept on their own machine: a file a lecture, to which each entry is added as a line.

Kinds of entries are "answers", "revisits", "challenges", "tasks", "exercises" and "records"; the inventory has a file
of its own, with the kinds "form A", "form B" and "tag". An entry holds what JSON can say, and when it was made; it
takes the place of an earlier one of the same kind and key. What cannot be written waits until it can be. The
environment's COURSE_NN_MEMORY names another folder, or is "off": then only this kernel remembers. Nothing is sent.
"""

import asyncio
import atexit
import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from course_nn.common.log import Log
from course_nn.common.words import Words

Kept = dict[str, dict[str, dict[str, Any]]]

AGAIN = 10.0  # seconds until what could not be written is tried again
NOT_KEPT = Words(
    "What you do cannot be kept on this machine now: {reason}. This page remembers it, and keeps it as soon as it can; "
    "COURSE_NN_MEMORY can name another folder.",
    "现在无法在本机保存您的进度：{reason}。本页仍会记得，一旦可以就会保存；也可用环境变量 COURSE_NN_MEMORY "
    "另指定一个文件夹。",
)
NOT_READ = Words(
    "What you did earlier cannot be read now: {reason}. Nothing of it is written over.",
    "现在无法读取您以前的进度：{reason}。原有内容不会被覆盖。",
)
SET_ASIDE = Words(
    "A part of what was remembered cannot be read. The file is kept as {reason}; all that can be read is remembered.",
    "有一部分进度无法读取。原文件已另存为 {reason}；能读取的内容都还记得。",
)
NO_FOLDER = Words("COURSE_NN_MEMORY names no folder", "COURSE_NN_MEMORY 指的不是文件夹")
REASONS = {
    errno.ENOSPC: Words("the disk is full", "磁盘已满"),
    errno.EROFS: Words("the disk is read only", "磁盘是只读的"),
    errno.EACCES: Words("there is no permission", "没有权限"),
    errno.EIO: Words("the disk does not answer", "磁盘没有响应"),
}
_GUARD = RLock()  # a kernel has a second thread, in which JupyterLab's messages arrive
_WAITING: dict[str, dict[tuple, dict]] = {}  # {lecture: {(kind, key): what is not written yet}}
_TROUBLE: list[Words] = []  # why something waits: said as long as it does
_NEWS: list[Words] = []  # to be said once
_SAID: set[Words] = set()  # what is not said again
_TRIES: list[asyncio.TimerHandle] = []  # the next one, if something waits


def home() -> Path:
    """The course's folder among the reader's settings; in a browser's Python, on the drive that the browser keeps.
    课程在读者设置中的文件夹；浏览器中的 Python 则存到浏览器保存的磁盘上。

    raises : ImportError where no settings are known
    """
    if sys.platform == "emscripten":
        return Path(".course_nn")
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir(), "course_nn")


def folder() -> Path | None:
    """Where the files are; None if nothing is to be kept. 文件所在的文件夹；不保存时为 None。"""
    named = _named()
    if named.lower() == "off":
        return None
    try:
        return _absolute(named) if named else home() / "memory"
    except (ImportError, RuntimeError):  # no settings, or no home
        return None


def _named():
    return os.environ.get("COURSE_NN_MEMORY", "").strip()


@cache
def _absolute(named):
    """It stays where it is when a cell goes to another folder."""
    return Path(named).expanduser().absolute()


def recall(lecture: str) -> Kept:
    """All that is remembered of a lecture: {kind: {key: entry}}. 关于一讲所记得的一切。"""
    kept: Kept = {}
    with _GUARD:
        for line in [*_written(lecture), *_WAITING.get(lecture, {}).values()]:
            kept.setdefault(line["kind"], {})[line["key"]] = dict(line["entry"])
    return kept


def remember(lecture: str, kind: str, key: str, **entry) -> None:
    """Keep an entry, with `when` it was made, in place of what was kept under this key; trouble is news().
    记住一条内容及其时间，取代此键原有的内容；若有问题，由 news() 说明。

    lecture : "xor";  kind, key : under which recall finds it;  entry : what JSON can say; `when` is now if it says none
    """
    line = {"kind": kind, "key": key, "entry": {"when": now()} | entry}
    with _GUARD:
        _WAITING.setdefault(lecture, {})[kind, key] = json.loads(json.dumps(line, default=str))
        _write()


@contextmanager
def alone(lecture: str) -> Iterator[None]:
    """No other kernel adds to what is remembered meanwhile, where there are locks. 期间其他内核不会写入。"""
    place = folder()
    with _GUARD, ExitStack() as kept:
        with suppress(OSError):
            if place:
                kept.enter_context(_log(place, lecture).lock())
        yield


def answered(lecture: str) -> str:
    """The ids of the questions that have an answer, with spaces between: what the bar over a notebook asks for.
    已作答题目的编号，以空格分隔：笔记本上方的工具栏由此得知进度。
    """
    return " ".join(recall(lecture).get("answers", {}))


def forget(lectures: Iterable[str] | None = None) -> int:
    """Forget these lectures, with what was set aside of them; how many files are gone. 忘记这几讲；返回删除的文件数。

    lectures : without them all of which there is a log
    raises   : OSError if a file cannot be deleted
    """
    place, gone, failed = folder(), 0, []
    place = place if place and os.path.isdir(place) else None
    with _GUARD:
        for lecture in _known(place) if lectures is None else lectures:
            _WAITING.pop(lecture, None)
            for file in _files(place, lecture) if place else ():
                try:
                    with _log(place, lecture).lock():
                        file.unlink(missing_ok=True)
                    gone += 1
                except OSError as error:  # all others are deleted all the same
                    failed.append(error)
    if failed:
        raise failed[0]
    return gone


def news() -> Words | None:
    """What the reader has to know of this memory: as long as something waits why, and else what there is, once.
    关于进度保存需要告知读者的话：有内容等待写入时一直说明原因，其他只说一次。
    """
    if _WAITING and _TROUBLE:
        return _TROUBLE[0]
    return _NEWS.pop(0) if _NEWS else None


def now() -> str:
    """This moment, to the second, with the zone of the machine's clock. 此刻（含时区），精确到秒。"""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def day(entry: dict[str, Any]) -> str:
    """The day on which an entry was made: "2026-11-28". 这条内容的日期。"""
    return str(entry.get("when", ""))[:10]


def _because(words, reason):
    return Words(*(text.format(reason=why) for text, why in zip(words, reason)))


def _say(words, reason):
    said = _because(words, reason)
    if said not in _SAID:
        _SAID.add(said)
        _NEWS.append(said)


def _reason(error):
    text = error.strerror or str(error)
    return REASONS.get(error.errno, Words(text, text))


# ---- the files ------------------------------------------------------------------------------------------------


@cache
def _log(place, lecture):
    return Log(place / f"{lecture}.jsonl", _is_line)


def _is_line(value):
    """Whether a value is a line that this course has written."""
    kinds = {"kind": str, "key": str, "entry": dict}
    return isinstance(value, dict) and all(isinstance(value.get(name), kind) for name, kind in kinds.items())


OURS = (  # what the files of a lecture may be called
    "{}.jsonl",
    "{}.json",
    "{}.carried-over*.json",
    "{}.unreadable-*.json",
    "{}.unreadable-*.jsonl",
    ".{}.jsonl.new",
    ".{}.jsonl.copy",
    ".{}.[0-9]*.new",
)


def _files(place, lecture):
    """All files of a lecture: what is remembered, what was set aside, and what broke off."""
    found = [file for pattern in OURS for file in place.glob(pattern.format(lecture))]
    return [file for file in found if file.is_file()]


def _known(place):
    """Lectures of which something is remembered; a file of somebody else in the same folder is none of ours."""
    names = {file.stem for file in place.glob("*.jsonl")} if place else set()
    return {name for name in names if _log(place, name).read()} | _WAITING.keys()


def _unreadable(place, lecture, ending):
    """A name for a file that cannot be read."""
    return place / f"{lecture}.unreadable-{datetime.now():%Y%m%d-%H%M%S-%f}.{ending}"


def _written(lecture):
    """The lines in the file of a lecture; before them those of an earlier edition that cannot be carried over now."""
    place = folder()
    if not place:
        return []
    log = _log(place, lecture)
    old, found = _readable(lambda: _of_earlier_edition(place, lecture)), _readable(log.read)
    with suppress(OSError):  # a disk that is full or read only: then all stays as it is
        if old:
            _carry_over(place, lecture, old)
        aside = _unreadable(place, lecture, "jsonl")
        if log.set_aside(aside):
            _say(SET_ASIDE, (aside.name, aside.name))
    return [*old, *found]


def _readable(read):
    try:
        return read()
    except OSError as error:
        _say(NOT_READ, _reason(error))
        return []


def _write():
    """Write what waits; what cannot be written now is tried again later."""
    place = folder()
    _TROUBLE[:] = [_because(NOT_KEPT, NO_FOLDER)] if not place and _named() and _named().lower() != "off" else []
    for lecture, lines in [*_WAITING.items()] if place else []:
        try:
            _log(place, lecture).append([*lines.values()])
            del _WAITING[lecture]
        except OSError as error:
            _TROUBLE[:] = [_because(NOT_KEPT, _reason(error))]
            _try_again_later()


def _try_again_later():
    _at_the_end()
    with suppress(RuntimeError):  # no notebook, and so no loop: the next entry tries, or the end
        loop = asyncio.get_running_loop()
        for before in _TRIES:
            before.cancel()
        _TRIES[:] = [loop.call_later(AGAIN, _try)]


def _try():
    with _GUARD:
        _write()


@cache
def _at_the_end():
    atexit.register(_try)


# ---- earlier editions kept {kind: {key: entry}} in one JSON file a lecture ----------------------------------------


def _of_earlier_edition(place, lecture):
    """The lines that such a file would be; one that cannot be read is set aside."""
    file = place / f"{lecture}.json"
    try:
        kinds = json.loads(file.read_bytes().decode("utf-8-sig"))
        found = [(kind, one) for kind, one in kinds.items() if isinstance(one, dict)]
        entries = [(kind, key, entry) for kind, one in found for key, entry in one.items()]
    except FileNotFoundError:
        return []
    except (ValueError, AttributeError, RecursionError):
        aside = _unreadable(place, lecture, "json")
        with suppress(OSError):
            os.replace(file, aside)
            _say(SET_ASIDE, (aside.name, aside.name))
        return []
    lines = [{"kind": kind, "key": key, "entry": entry} for kind, key, entry in entries]
    return [line for line in lines if _is_line(line)]


def _carry_over(place, lecture, lines):
    """Add those lines to the log, unless it knows later ones, and put the old file aside."""
    log, old = _log(place, lecture), place / f"{lecture}.json"
    with log.lock(0) as is_held:
        if is_held and old.exists():  # no other kernel was quicker
            known = {(line["kind"], line["key"]): str(line["entry"].get("when")) for line in log.read()}
            log.append([line for line in lines if _when(line) > known.get((line["kind"], line["key"]), "")])
            os.replace(old, place / f"{lecture}.carried-over-{datetime.now():%Y%m%d-%H%M%S-%f}.json")


def _when(line):
    return str(line["entry"].get("when", "0"))
