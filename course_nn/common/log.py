"""A file to which several programs add lines at once, and of which nothing is ever written over.

Each line is a JSON value. It is added under a lock, and it is on the disk when `append` returns; what breaks off in the
middle costs that line alone. Why no database: a hub often keeps home directories on a network, and there JupyterHub
advises against SQLite (its documentation, "The Hub's Database"), as locks may fail. Measured with two machines that
write into one home over a network without locks: with its write-ahead log SQLite ends with a file that is no database
any more, with its journal it keeps 257 of 450 entries; of the lines at the end of a file all 450 are there. On one
machine nothing is lost either way, and an entry takes one or two milliseconds (benchmarks/memory.py).
"""

import json
import os
import shutil
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
TRIES = 3  # a file on a network is unreadable for a moment now and then


class Log:
    """Values in a file, in the order in which they were added.

    path : of the file; its folder is made when something is added, for its owner alone
    fits : whether a value can be one of them
    """

    def __init__(self, path: Path, fits: Callable[[Any], bool]) -> None:
        self.path, self.fits = path, fits
        self._values: list[Any] = []  # of the file as it was when it was read last
        self._read: tuple | None = None  # by which it is known whether it has changed since
        self._is_whole = True
        self._stays = False  # although it is not

    @contextmanager
    def lock(self, patience: float = PATIENCE) -> Iterator[bool]:
        """Nobody else adds to a log of this folder meanwhile; false where that cannot be had, as on some networks.

        patience : seconds to wait for it
        """
        if sys.platform == "emscripten":  # Python in a browser: nobody else writes
            yield True
            return
        from filelock import FileLock

        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock, is_held = FileLock(self.path.with_name(".lock"), is_singleton=True), False
        try:
            with warnings.catch_warnings(action="ignore"):  # that it takes a marker where there are no locks
                lock.acquire(timeout=patience if time.monotonic() > _DEAF.get(self.path.parent, 0) else 0)
            is_held = True
        except (OSError, NotImplementedError):  # another program does not let go of it; or there are no locks
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
        lines = "".join(f"{json.dumps(value, default=str)}\n" for value in values).encode()
        with self.lock(), open(self.path, "a+b", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            try:
                _write(file, lines if _ends_a_line(file, end) else b"\n" + lines)
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(end)
                raise

    def read(self) -> list[Any]:
        """All values; if the file cannot be read, those that it had when it could be.

        raises : OSError if it never could be
        """
        for tries in range(TRIES):
            try:
                self._look()
                return self._values
            except FileNotFoundError:
                self._values, self._read, self._is_whole = [], None, True
                return []
            except OSError:
                if tries + 1 == TRIES and self._read is None:
                    raise
        return self._values

    def _look(self):
        """Read the file, if it has changed."""
        found = os.stat(self.path)
        now = found.st_ino, found.st_size, found.st_mtime_ns
        if now == self._read:
            return
        with open(self.path, "rb") as file:
            *lines, _ = file.read().split(b"\n")  # what stands behind the last line end is being written, or broke off
        values = [_value(line) for line in lines if line.strip()]
        self._values = [value for value in values if self.fits(value)]
        self._read, self._is_whole = now, len(self._values) == len(values)

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
            if self._is_whole or not is_held:  # another program was quicker, or may be writing
                return False
            new, copy = (self.path.with_name(f".{self.path.name}.{name}") for name in ("new", "copy"))
            try:
                new.write_text("".join(f"{json.dumps(value)}\n" for value in self._values), "utf-8")
                shutil.copy2(self.path, copy)
                os.replace(copy, aside)
                os.replace(new, self.path)
            finally:  # on a full disk nothing of it stays
                for part in (new, copy):
                    part.unlink(missing_ok=True)
        self._stays = False
        return True


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
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
