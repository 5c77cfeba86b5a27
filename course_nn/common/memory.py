"""What a student has done, kept on their own machine: a file a lecture, to which each entry is added as a line.

An entry is one of KINDS; the inventory has the last three, and the reader's own digits the drawings, each in a file of
its own. It holds what JSON can say, and when it was made; it takes the place of an earlier one of the same kind and
key. What cannot be written waits until it can be, unless it is to be forgotten by then. The environment's
COURSE_NN_MEMORY names another folder, or is "off": then only this kernel remembers. Nothing is sent.
"""

import asyncio
import atexit
import errno
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple
from uuid import uuid4

from course_nn.common.home import home
from course_nn.common.log import Log, contents, is_there
from course_nn.common.words import Words

Kept = dict[str, dict[str, dict[str, Any]]]
MOVED = {  # what was remembered of this lecture under this key, or below it: of which lecture it is now, and its key
    ("activations", "activations-3"): ("practice", "practice-layers"),
    ("activations", "vanishing_gradient"): ("practice", "vanishing_gradient"),
    ("activations", "activations-backward"): ("practice", "practice-backward"),
    ("gradient_descent", "gradient_descent-1"): ("gradient_descent", "gradient_descent-edge"),
}

KINDS = (
    "answers",
    "revisits",
    "challenges",
    "tasks",
    "exercises",
    "records",
    "panels",
    "breaks",
    "rivals",
    "drawings",
    "form A",
    "form B",
    "tag",
)
AGAIN = 10.0  # seconds until what could not be written is tried again
NOT_KEPT = Words(
    "What you do cannot be kept on this machine now: {reason}. This page remembers it, and keeps it as soon as it can; "
    "COURSE_NN_MEMORY can name another folder.",
    "现在无法在本机保存你的进度：{reason}。本页仍会记得，一旦可以就会保存；也可用环境变量 COURSE_NN_MEMORY "
    "另指定一个文件夹。",
)
NOT_READ = Words(
    "What you did earlier cannot be read now: {reason}. None of it is overwritten.",
    "现在无法读取你以前的进度：{reason}。原有内容不会被覆盖。",
)
NOT_SET_ASIDE = Words(
    "A part of what was remembered cannot be read. The file {reason} stays as it is; all that can be read is "
    "remembered.",
    "有一部分进度无法读取。文件 {reason} 保持原样；能读取的内容都还记得。",
)
SET_ASIDE = Words(
    "A part of what was remembered cannot be read. The file is kept as {reason}; all that can be read is remembered.",
    "有一部分进度无法读取。原文件已另存为 {reason}；能读取的内容都还记得。",
)
NO_FOLDER = Words("COURSE_NN_MEMORY names no folder", "COURSE_NN_MEMORY 指的不是文件夹")
NO_FILE = Words("something else stands in the place of its file", "文件的位置上是别的东西")
NO_PLACE = Words("something else stands in the place of its folder", "文件夹的位置上是别的东西")
REASONS = {
    errno.ENOSPC: Words("the disk is full", "磁盘已满"),
    errno.EDQUOT: Words("your share of the disk is full", "分配给你的磁盘空间已满"),
    errno.EROFS: Words("the disk is read only", "磁盘是只读的"),
    errno.EACCES: Words("there is no permission", "没有权限"),
    errno.ENOENT: Words("its folder is gone", "文件夹不见了"),
    errno.EIO: Words("the disk does not answer", "磁盘没有响应"),
    errno.EFBIG: Words("its file is far too large", "文件过大"),
    **dict.fromkeys((errno.EISDIR, errno.ENXIO, errno.ELOOP), NO_FILE),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), NO_PLACE),
}


class Waiting(NamedTuple):
    """A line that is not written yet.

    forgotten : as forgotten(lecture) said when it was made
    unread    : if its lecture could not be read then, all that was known of it; else None
    """

    line: dict[str, Any]
    forgotten: str | None
    unread: list | None


_GUARD = RLock()  # a kernel has a second thread, in which JupyterLab's messages arrive
_WAITING: dict[str, dict[tuple, Waiting]] = {}  # {lecture: {(kind, key): what is not written yet}}
_FORGOTTEN: dict[str, str] = {}  # by this kernel: which lecture, and a number drawn for each time
_TROUBLE: list[Words] = []  # why something waits: said as long as it does
_NEWS: list[Words] = []  # to be said once
_SAID: set[Words] = set()  # what is not said again
_TRIES: list[asyncio.TimerHandle] = []  # the next one, if something waits


def folder() -> Path | None:
    """Where the files are; None if nothing is to be kept. 文件所在的文件夹；不保存时为 None。"""
    named = _named()
    if named.lower() == "off":
        return None
    try:
        return _absolute(named) if named else home() / "memory"
    except (ImportError, RuntimeError, OSError):  # no settings, no home, or no working folder any more
        return None


def _named():
    return os.environ.get("COURSE_NN_MEMORY", "").strip()


@cache
def _absolute(named):
    """It stays where it is when a cell goes to another folder."""
    return Path(named).expanduser().absolute()


def _guard_anew():
    """In a process that was forked while another thread was writing, nobody would ever let go of the old one."""
    global _GUARD
    _GUARD = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_guard_anew)


def recall(lecture: str) -> Kept:
    """All that is remembered of a lecture: {kind: {key: entry}}. 关于一讲所记得的一切。"""
    kept: Kept = {}
    with _GUARD:
        for (kind, key), line in _latest([*_moved(lecture), *_lines(lecture)]).items():
            kept.setdefault(kind, {})[key] = dict(line["entry"])
    return kept


def _lines(lecture):
    return [*_written(lecture), *(one.line for one in _waiting(lecture))]


def _moved(lecture):
    """The lines of rounds and exercises that were another lecture's, with the keys that they have here."""
    found = []
    for (before, old), (now_of, new) in MOVED.items():
        for line in _lines(before) if now_of == lecture else ():
            name, slash, below = line["key"].partition("/")
            if name == old and not _is_forgotten_here(line, lecture):
                found.append(line | {"key": f"{new}{slash}{below}"})
    return found


def _is_forgotten_here(line, lecture):
    """Whether it was made before the lecture that has it now was forgotten last."""
    place = folder()
    moments = [one["at"] for one in _moments(place).read() if one["lecture"] == lecture] if place else []
    if not moments:
        return lecture in _FORGOTTEN
    return _when(line) <= max(moments)


def remember(lecture: str, kind: str, key: str, **entry) -> None:
    """Keep an entry, with `when` it was made, in place of what was kept under this key; trouble is news().
    记住一条内容及其时间，取代此键原有的内容；若有问题，由 news() 说明。

    lecture : "xor";  kind, key : under which recall finds it;  entry : what JSON can say; `when` is now if it says none
    """
    line: dict[str, Any] = {"kind": kind, "key": key, "entry": {"when": now()} | entry}
    with _GUARD:
        made = json.loads(json.dumps(line, default=str))
        _WAITING.setdefault(lecture, {})[kind, key] = Waiting(made, forgotten(lecture), _unread(lecture))
        _write()


@contextmanager
def alone() -> Iterator[None]:
    """No other kernel adds to what is remembered meanwhile, where there are locks. 期间其他内核不会写入。

    Nothing may be done in the block for which a thread would wait that itself remembers something.
    """
    place = folder()
    with _GUARD, ExitStack() as kept:
        with suppress(OSError):
            if place:
                kept.enter_context(_moments(place).lock())
        yield


def forget(lectures: Iterable[str] | None = None) -> int:
    """Forget these lectures, with what was set aside of them; how many files are gone. 忘记这几讲；返回删除的文件数。

    Other kernels learn when it was: what waits in them since before is not written.

    lectures : without them all of which there is a log
    raises   : OSError if a file cannot be deleted, or the folder is gone
    """
    place, gone = folder(), 0
    failed: list[OSError] = []
    place = place if place and is_there(place) else None
    with alone():
        names = [*(_known(place) if lectures is None else lectures)]
        for name in names:
            _FORGOTTEN[name] = uuid4().hex
            _WAITING.pop(name, None)
        try:
            for file in [file for name in names for file in _files(place, name)] if place else ():
                gone += _deleted(file, failed)
            if place:
                moments = [{"lecture": name, "at": time.time(), "id": _FORGOTTEN[name]} for name in names]
                _moments(place).append(moments)
        except OSError as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return gone


def forgotten(lecture: str) -> str | None:
    """A text that is another one after each time that a lecture was forgotten; None while that cannot be read.
    每次忘记这一讲之后都会改变的一段文字；无法读取时为 None。

    Then nothing counts as forgotten, for what the next reader does is not to be lost. It names all times, each by what
    was drawn at random, for clocks are set back, and two machines have two.
    """
    place, times = folder(), [_FORGOTTEN.get(lecture, "")]
    if place:
        times += [one.get("id", one["at"]) for one in _moments(place).read() if one["lecture"] == lecture]
    return None if place and _moments(place).trouble else json.dumps(times)


def forgotten_since(lecture: str, before: str | None) -> bool:
    """Whether a lecture was forgotten, here or in another kernel, since forgotten() has said this.
    自 forgotten() 给出这段文字之后，这一讲是否又被忘记过。

    A backup that knows of fewer times, put back, is no forgetting.
    """
    last = forgotten(lecture)
    if before is None or last is None:
        return False
    return any(one not in json.loads(before) for one in json.loads(last))


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


@cache
def _moments(place):
    """When which lecture was forgotten."""
    return Log(place / ".forgotten", _is_moment)


def _is_moment(value):
    kinds = {"lecture": str, "at": int | float}
    return isinstance(value, dict) and all(isinstance(value.get(name), kind) for name, kind in kinds.items())


OURS = (  # what the files of a lecture may be called
    "{}.jsonl",
    "{}.json",
    "{}.to-carry-over.json",
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
    own = [place / f"{lecture}.jsonl", place / f"{lecture}.json"]
    return [file for file in found if file.is_file() and (file not in own or _holds_entries(file))]


def _holds_entries(file):
    """Whether a file holds entries of this course, damaged or not; a reader's own may have the name of a lecture."""
    try:
        return bool(re.search(rb'"kind"|"(%s)"\s*:\s*\{' % "|".join(KINDS).encode(), contents(file)))
    except OSError:
        return True


def _deleted(file, failed):
    """Whether it could be; else why not is added to what has failed, and all others are deleted all the same."""
    try:
        if file.is_symlink():
            os.truncate(file, 0)  # what it held lies elsewhere
        file.unlink(missing_ok=True)
        return True
    except OSError as error:
        failed.append(error)
        return False


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
    old, found = _of_earlier_edition(place, lecture) or [], log.read()
    if log.trouble:
        _say(NOT_READ, _reason(log.trouble))
    with suppress(OSError):  # a disk that is full or read only: then all stays as it is
        if old:
            _carry_over(place, lecture)
    aside = _unreadable(place, lecture, "jsonl")
    try:
        if log.set_aside(aside):
            _say(SET_ASIDE, (aside.name, aside.name))
    except OSError:
        _say(NOT_SET_ASIDE, (log.path.name, log.path.name))
    return [*old, *found]


def _latest(lines):
    """{(kind, key): the line that counts}."""
    latest = {}
    for line in lines:
        name = line["kind"], line["key"]
        if name not in latest or _replaces(line, latest[name]):
            latest[name] = line
    return latest


def _replaces(line, before):
    """Whether a later line counts. A kernel that could not read the earlier one has written "blind": it does not know
    what it would take away. Only an exercise that was not right by then may have become so."""
    if not line.get("blind") or before.get("blind"):
        return True
    return before["entry"].get("voice", "right") != "right"


def _unread(lecture):
    """What is known of a lecture that cannot be read now; None if it can."""
    place = folder()
    if not place:
        return None
    known = _log(place, lecture).read()
    if _log(place, lecture).trouble:
        return known
    return [*known, "and more"] if _of_earlier_edition(place, lecture) is None else None


def _waiting(lecture):
    """What waits to be written, without what was forgotten meanwhile, here or in another kernel."""
    waits = _WAITING.get(lecture, {})
    kept = {key: one for key, one in waits.items() if not forgotten_since(lecture, one.forgotten)}
    if len(kept) < len(waits):
        _WAITING[lecture] = kept
    return [*kept.values()]


def _as_written(log, one):
    """The line; "blind" if what it takes the place of could not be read, and may have changed."""
    if one.unread is None or (log.read() == one.unread and not log.trouble):
        return one.line
    return one.line | {"blind": True}


def _write():
    """Write what waits; what cannot be written now is tried again later."""
    place = folder()
    _TROUBLE[:] = [_because(NOT_KEPT, NO_FOLDER)] if not place and _named() and _named().lower() != "off" else []
    try:
        for lecture in [*_WAITING] if place else []:
            _write_to(_log(place, lecture), lecture)
    finally:  # whatever ended it, an interrupt too
        if place and _WAITING:
            _try_again_later()


def _write_to(log, lecture):
    try:
        with log.lock():  # so that nobody forgets it meanwhile
            if waits := _waiting(lecture):
                log.append([_as_written(log, one) for one in waits])
        del _WAITING[lecture]
    except OSError as error:
        _TROUBLE[:] = [_because(NOT_KEPT, _reason(error))]


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
    """The lines that its files would be, of two that begin alike the later ones last; None if they cannot be read now.

    Another kernel may be carrying them over: what is moved meanwhile is seen where it was, or where it is then.
    """
    written, moved = (_lines_of(file, _unreadable(place, lecture, "json")) for file in _places(place, lecture))
    return None if written is None or moved is None else [*moved, *written]


def _places(place, lecture):
    """Where an earlier edition keeps its file, and where that lies until it has been added to the log."""
    return place / f"{lecture}.json", place / f"{lecture}.to-carry-over.json"


def _lines_of(file, aside):
    """The lines that such a file would be; one that is damaged is set aside. None if it cannot be read now.

    A whole one that holds none of our kinds is the reader's own, and is left alone.
    """
    try:
        kinds = json.loads(contents(file).decode("utf-8-sig"))
        kinds = kinds if isinstance(kinds, dict) else {}
        found = [(kind, kinds[kind]) for kind in KINDS if isinstance(kinds.get(kind), dict)]
        entries = [(kind, key, entry) for kind, one in found for key, entry in one.items()]
    except FileNotFoundError:
        return []
    except OSError as error:
        _say(NOT_READ, _reason(error))
        return None
    except (ValueError, RecursionError):
        _set_aside(file, aside)
        return []
    lines = [{"kind": kind, "key": key, "entry": entry} for kind, key, entry in entries]
    return [line for line in lines if _is_line(line)]


def _set_aside(file, aside):
    try:
        os.replace(file, aside)
        _say(SET_ASIDE, (aside.name, aside.name))
    except OSError:
        _say(NOT_SET_ASIDE, (file.name, file.name))


def _carry_over(place, lecture):
    """Add those lines to the log, unless it knows later ones, and put the old file aside.

    It is moved before it is read: an earlier edition may be writing, and what it writes then is carried over next time.
    """
    log, (old, moved) = _log(place, lecture), _places(place, lecture)
    with log.lock(0) as is_held:
        if not is_held:
            return
        if not moved.exists():  # else a kernel was ended before it had added them
            os.replace(old, moved)
        lines = _lines_of(moved, _unreadable(place, lecture, "json"))
        if lines is not None:
            known = _latest(log.read())
            log.append([line for line in lines if _counts(line, known.get((line["kind"], line["key"])))])
            os.replace(moved, place / f"{lecture}.carried-over-{datetime.now():%Y%m%d-%H%M%S-%f}.json")


def _counts(line, known):
    """Whether a line of the old file counts beside the one that the log knows."""
    return not known or _when(line) > _when(known) or not _replaces(known, line)


def _when(line):
    """When it was done; the beginning of time if that cannot be read."""
    try:
        return datetime.fromisoformat(line["entry"]["when"]).timestamp()
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return 0.0
