"""What nbgrader collects from its exchange: files, and never what a link there leads to.

Students can change what they have handed in at any time, also while it is collected. nbgrader would follow their links
as the lecturer, to another student's copy for one, and would stop for all at the first copy that it cannot read.
"""

import os
import stat
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from course_nn.common.errors import BadInput


class Collect(ExchangeCollect):
    """nbgrader's collecting, with each copy by itself: one that cannot be taken costs no other."""

    src_records: list[dict[str, Any]]

    def copy_files(self) -> None:
        """Collect them all; an ERROR for each that cannot be."""
        records = self.src_records
        if not records:
            super().copy_files()  # which says so
        for record in records:
            self.src_records = [record]
            try:
                super().copy_files()
            except Exception as error:
                self.log.error("%s is not collected: %s", record["filename"], error)

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy what was handed in, over a folder in which nobody else can change it.

        raises : BadInput if it holds a link or anything else that is no file, or is too large
        """
        with tempfile.TemporaryDirectory() as folder:
            safe = Path(folder, "copy")
            copy_files(src, safe, 1000 * self.coursedir.max_dir_size)
            super().do_copy(str(safe), dest, log)

    def _path_to_record(self, path):
        """Of a folder whose name makes no sense the time is the earliest."""
        try:
            return super()._path_to_record(path)
        except (ExchangeError, ValueError, OverflowError):
            name = os.path.basename(path)
            return {"username": name.partition("+")[0], "filename": name, "timestamp": datetime.min}


def copy_files(source: str, target: Path, most: float) -> None:
    """Copy a folder with its files and folders; no link is followed, whoever puts one there meanwhile.

    most   : bytes
    raises : BadInput; OSError for what cannot be read
    """
    for folder, folders, files, here in os.fwalk(source, onerror=_fail):
        inside = target / os.path.relpath(folder, source)
        inside.mkdir(parents=True)
        for name in folders:
            if stat.S_ISLNK(os.lstat(name, dir_fd=here).st_mode):
                raise _no_file(name)
        for name in files:
            content = _content(name, here, most)
            most -= len(content)
            (inside / name).write_bytes(content)
    if not target.exists():
        raise _no_file(source)


def _content(name, folder, most):
    """The bytes of a file, unless it is something else or too large."""
    if not stat.S_ISREG(os.lstat(name, dir_fd=folder).st_mode):
        raise _no_file(name)
    mode = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # if it has become a link, or a pipe for which one would wait
    with open(os.open(name, mode, dir_fd=folder), "rb") as file:
        content = file.read(int(most) + 1) or b""
    if len(content) > most:
        raise BadInput("it is too large", "太大")
    return content


def _no_file(path):
    return BadInput(f"{path} is a link, or not a file", f"{path} 是链接，或不是文件")


def _fail(error):
    raise error
