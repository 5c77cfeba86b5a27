"""What a student has done, kept on their own machine: a small file a lecture, {kind: {key: entry}}.

Kinds are "answers", "challenges", "tasks", "exercises" and "records"; the inventory has a file of its own, with the
kinds "form A", "form B" and "tag". An entry holds what JSON can say, and when it was made. The environment's
COURSE_NN_MEMORY names another folder, or is "off": then only this kernel remembers. Nothing is ever sent.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from course_nn.common.words import Words

Kept = dict[str, dict[str, dict[str, Any]]]

LARGEST = 2_000_000  # bytes of a file that is read; a course done twice over needs a hundredth
NOT_KEPT = Words(
    "What you do cannot be kept on this machine: {reason}. Until the kernel stops it is remembered all the same; "
    "COURSE_NN_MEMORY can name another folder.",
    "无法在本机保存您的进度：{reason}。内核停止之前仍会记得；可用环境变量 COURSE_NN_MEMORY 另指定一个文件夹。",
)
_ONLY_HERE: dict[str, Kept] = {}  # {lecture: what could not be written, or should not}
_SAID: list[Words] = []  # that it could not


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
    named = os.environ.get("COURSE_NN_MEMORY", "").strip()
    if named.lower() == "off":
        return None
    try:
        return Path(named).expanduser() if named else home() / "memory"
    except (ImportError, RuntimeError):  # no settings, or no home
        return None


def recall(lecture: str) -> Kept:
    """All that is remembered of a lecture: {kind: {key: entry}}. 关于一讲所记得的一切。"""
    kept = _read(lecture)
    for kind, entries in _ONLY_HERE.get(lecture, {}).items():
        kept[kind] = kept.get(kind, {}) | entries
    return kept


def remember(lecture: str, kind: str, key: str, **entry) -> Words | None:
    """Keep an entry, with `when` it was made, in place of what was kept under this key.
    记住一条内容及其时间，取代此键原有的内容。

    lecture : "xor";  kind, key : under which recall finds it;  entry : what JSON can say; `when` is now if it says none
    returns : what to tell the reader, once, if it cannot be kept; else None
    """
    entry.setdefault("when", now())
    kept = recall(lecture)
    kept[kind] = kept.get(kind, {}) | {key: entry}
    try:
        if folder():
            _write(lecture, kept)
            _ONLY_HERE.pop(lecture, None)
            return None
    except OSError as error:
        return _keep_here(lecture, kept, error.strerror or str(error))
    return _keep_here(lecture, kept, "")


def forget(lecture: str | None = None) -> int:
    """Forget a lecture, or all of them; how many files are gone. 忘记一讲或全部内容；返回删除的文件数。

    raises : OSError if a file cannot be deleted
    """
    place = folder()
    files = sorted(place.glob(f"{lecture or '*'}.json")) if place else []
    for file in files:
        file.unlink()
    for name in [lecture] if lecture else [*_ONLY_HERE]:
        _ONLY_HERE.pop(name, None)
    return len(files)


def now() -> str:
    """This moment, to the second, with the zone of the machine's clock. 此刻（含时区），精确到秒。"""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def day(entry: dict[str, Any]) -> str:
    """The day on which an entry was made: "2026-11-28". 这条内容的日期。"""
    return str(entry.get("when", ""))[:10]


def _keep_here(lecture, kept, reason):
    _ONLY_HERE[lecture] = kept
    if not reason or _SAID:
        return None
    _SAID.append(Words(*(words.format(reason=reason) for words in NOT_KEPT)))
    return _SAID[0]


def _read(lecture):
    """What a file holds; nothing if there is none, and nothing of one that says what this course never wrote."""
    place = folder()
    try:
        with open(place / f"{lecture}.json", "rb") as file:
            kept = json.loads(file.read(LARGEST))
    except (TypeError, OSError, ValueError, RecursionError):  # no folder; no file; no JSON
        return {}
    kinds = kept if isinstance(kept, dict) else {}
    entries = {kind: found for kind, found in kinds.items() if isinstance(found, dict)}
    return {kind: {key: one for key, one in found.items() if isinstance(one, dict)} for kind, found in entries.items()}


def _write(lecture, kept):
    """In one step: whoever reads meanwhile, and whatever breaks off, finds the old file or the new one."""
    file = folder() / f"{lecture}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{lecture}.{os.getpid()}.new")
    try:
        with open(new, "w", encoding="utf-8") as out:
            json.dump(kept, out, ensure_ascii=False, indent=1, default=str)
            out.flush()
            os.fsync(out.fileno())
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
