"""A file to which several programs add lines at once, and of which nothing is ever written over.

Each line is a JSON value. It is added under a lock, and it is on the disk when `append` returns; what breaks off in the
middle costs that line alone. Why no database: a hub often keeps home directories on a network, and there JupyterHub
advises against SQLite (its documentation, "The Hub's Database"), as locks may fail. Measured with two machines that
write into one home over a network without locks: with its write-ahead log SQLite ends with a file that is no database
any more, with its journal it keeps 257 of 450 entries; of the lines at the end of a file all 450 are there. On one
machine nothing is lost either way, and an entry takes one or two milliseconds (benchmarks/memory.py).
"""

import errno
import json
import os
import shutil
import stat
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

PATIENCE = 2.0  # seconds until a lock that another program holds is given up
AGAIN = 60.0  # seconds in which nobody waits for such a lock again
_DEAF: dict[Path, float] = {}  # folders whose lock could not be had, and until when nobody waits for it
_SEEN: set[Path] = set()  # folders that were there: one that is gone is a disk that is away, not a new beginning
TRIES = 3  # a file on a network is unreadable for a moment now and then
LARGEST = 256 * 2**20  # bytes of a file that is read


class Log:
    """Values in a file, in the order in which they were added.

    path    : of the file; its folder is made when something is added, for its owner alone
    fits    : whether a value can be one of them
    trouble : why it could not be read when it was asked for last; None if it could
    """

    def __init__(self, path: Path, fits: Callable[[Any], bool]) -> None:
        self.path, self.fits = path, fits
        self.trouble: OSError | None = None
        self._values: list[Any] = []  # of the file as it was when it was read last
        self._read: tuple | None = None  # by which it is known whether it has changed since
        self._is_whole = True
        self._stays = False  # although it is not

    @contextmanager
    def lock(self, patience: float = PATIENCE) -> Iterator[bool]:
        """Nobody else adds to a log of this folder meanwhile; false where that cannot be had, as on some networks.

        patience : seconds to wait for it; an Interrupt ends the waiting, and nothing else
        raises   : OSError if the folder is gone, or cannot be made
        """
        if not is_there(self.path.parent):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform == "emscripten":  # Python in a browser: nobody else writes
            yield True
            return
        from filelock import FileLock

        lock, is_held = FileLock(self.path.with_name(".lock"), is_singleton=True), False
        try:
            with warnings.catch_warnings(action="ignore"):  # that it takes a marker where there are no locks
                lock.acquire(timeout=patience if time.monotonic() > _DEAF.get(self.path.parent, 0) else 0)
            is_held = True
        except (OSError, NotImplementedError, KeyboardInterrupt):  # nobody lets go of it; or there are no locks
            if patience:  # it was waited for
                _DEAF[self.path.parent] = time.monotonic() + AGAIN
        try:
            yield is_held
        finally:
            if is_held:
                lock.release()

    def append(self, values: list[Any]) -> None:
        """Add values, all of them or none; also without a lock, for a line at the end harms no other.

        raises : OSError if that cannot be; ValueError or TypeError for what JSON cannot say
        """
        data = "".join(f"{json.dumps(value, default=str)}\n" for value in values).encode()
        with self.lock() as is_held:
            for _ in range(TRIES):
                if self._add(data, is_held):
                    break
        self._values = [*self._values, *values]  # whether or not they can be read from now on

    def _add(self, data, is_held):
        """Write at the end of the file; whether that is still the file which is read."""
        with opened(self.path, "a+b") as file:
            end = file.seek(0, os.SEEK_END)
            lines = data if _ends_a_line(file, end) else b"\n" + data
            try:
                _write(file, lines)
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    if is_held:
                        _take_back(file, end, lines)
                raise
            return self._is_in_place(file)

    def _is_in_place(self, file):
        """Whether another program has not set this file aside meanwhile; one that it has deleted is to be forgotten."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(file.fileno()), os.stat(self.path))
        return True

    def read(self) -> list[Any]:
        """All values; while the file cannot be read, those that are known, and `trouble` says why."""
        for _ in range(TRIES):
            try:
                self._look()
                self.trouble = None
                break
            except OSError as error:
                self.trouble = error
        return self._values

    def _look(self):
        """Read the file, if it has changed; where its folder is there without it, it was deleted."""
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            is_there(self.path.parent)
            self._values, self._read, self._is_whole = [], None, True
            return
        _SEEN.add(self.path.parent)
        now = found.st_ino, found.st_size, found.st_mtime_ns
        if now != self._read:
            self._values, self._is_whole = self._values_of(self.path)
            self._read = now

    def _values_of(self, path):
        """The values in a file, and whether it holds no other lines."""
        *lines, last = contents(path).replace(b"\r", b"\n").split(b"\n")  # an editor may have changed them
        values = [_value(line) for line in lines if line.strip()]
        values += filter(self.fits, [_value(last)])  # an editor took its end; else it is being written, or broke off
        fitting = [value for value in values if self.fits(value)]
        return fitting, len(fitting) == len(values)

    def set_aside(self, aside: Path) -> bool:
        """Where lines cannot be read, keep the file as it is under another name, and go on with the others.

        returns : whether there were any
        raises  : OSError if that cannot be; then everything is as it was, and stays so in this kernel
        """
        if self._is_whole or self._stays:
            return False
        self._stays = True  # whatever comes: it is tried once
        with self.lock(0) as is_held:
            self._look()
            if self._is_whole:  # another program was quicker
                return False
            if not is_held:
                raise BlockingIOError(errno.EAGAIN, "another program may be writing")
            self._replace(aside, self._values)
        self._stays = False
        return True

    def _replace(self, aside, values):
        """The file gets another name, and a file of these values its own."""
        new, copy = (self.path.with_name(f".{self.path.name}.{name}") for name in ("new", "copy"))
        try:
            new.write_text("".join(f"{json.dumps(value)}\n" for value in values), "utf-8")
            _name_too(self.path, copy)
            os.replace(copy, aside)
            os.replace(new, self.path)
        finally:  # on a full disk nothing of it stays
            for part in (new, copy):
                part.unlink(missing_ok=True)
        later, _ = self._values_of(aside)  # by a program that has not waited for the lock
        self.append(later[len(values) :])


def contents(path: Path) -> bytes:
    """All that is in a file.

    raises : as opened does
    """
    with opened(path, "rb") as file:
        return file.read()


def opened(path: Path, mode: str) -> IO[bytes]:
    """A file, without a buffer. What stands in its place instead is not waited for, as a pipe that nobody writes to,
    nor read without end, as a device.

    raises : OSError if it cannot be opened, is no file, or has more than LARGEST bytes
    """
    file = open(path, mode, buffering=0, opener=_without_waiting)
    found = os.fstat(file.fileno())
    if stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST:
        return file
    file.close()
    wrong = errno.EFBIG if stat.S_ISREG(found.st_mode) else errno.ENXIO
    raise OSError(wrong, os.strerror(wrong), str(path))


def _without_waiting(path, flags):
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


def is_there(folder: Path) -> bool:
    """Whether a folder is there.

    raises : FileNotFoundError if it was once. Its disk may be away; whoever made it anew would write where the disk
             comes back, and whoever took it for empty would forget what is on the disk
    """
    if os.path.isdir(folder):
        _SEEN.add(folder)
        return True
    if folder in _SEEN:
        raise FileNotFoundError(errno.ENOENT, "the folder is gone", str(folder))
    return False


def _name_too(file, name):
    """The file under a second name: the file itself, for what is added to it then stands there; else a copy."""
    try:
        os.link(file, name)
    except (OSError, AttributeError):  # no such names on this disk, or in a browser
        shutil.copy2(file, name)


def _take_back(file, end, lines):
    """Cut off the part of these lines that was written behind `end`, if nothing else stands there."""
    file.seek(end)
    if lines.startswith(file.read()):
        file.truncate(end)


def _write(file: IO[bytes], data: bytes) -> None:
    """All of it: a file without a buffer may take a part, when the disk is nearly full."""
    while data:
        data = data[file.write(data) :]


def _ends_a_line(file, end):
    """Whether what was added last was added whole."""
    if end == 0:
        return True
    file.seek(end - 1)
    return file.read(1) == b"\n"


def _value(line):
    """What a line says; None if it is none of ours."""
    try:
        return json.loads(line.strip(b"\0"))  # a crash, or a network, may leave a gap before or behind a line
    except (ValueError, RecursionError):
        return None
