"""What was handed in, while it is graded: a judge's process and a student's, which share a line and nothing else.

Both are started here. What the judge tells comes over a socket that no third process holds; the student's process is no
child of the judge's, and can look into neither of the others.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import wait
from socket import socket, socketpair
from typing import Any

import psutil

from course_nn.homework.confinement import Confinement, adopt, close_to_others, environment, unused_user, users_of
from course_nn.homework.leftovers import remove_all_of

STARTING = 60.0  # seconds that the judge's process may take to be there
GLANCE = 0.2  # seconds between two looks at what the student's processes use
LONGEST = 2**20  # bytes of a line of the judge's
OF_THE_CAGE = 5  # processes of the student's at most that no cell has started: its Python, and what shuts it in
ROUNDS = 1000  # of ending what is there, in which more may come
PYTHON = sys.executable, "-P", "-m"


class Submission:
    """The two processes at work on some steps; they and all that they have started end with the block.

    memory    : bytes that all processes of the student's may use together
    processes : how many of them there may be
    deadline  : by time.monotonic; if the judge tells nothing until then, is_late becomes true
    """

    def __init__(self, steps: list, way: Confinement, memory: int, processes: int) -> None:
        self.steps, self.way, self.memory, self.processes = steps, way.of_another_user(), memory, processes
        self.deadline, self.is_late = time.monotonic() + STARTING, False
        self.next_glance = 0.0

    def __enter__(self) -> "Submission":
        close_to_others()
        adopt(not self.way.is_apart)
        self.others = set(psutil.Process().children())
        self.kept = ExitStack()
        self.started: list[subprocess.Popen] = []
        self.errors = self.kept.enter_context(tempfile.TemporaryFile())
        self.channel, told = socketpair()
        self.kept.callback(self.channel.close)
        judges_line, students_line = socketpair()
        try:
            with told, judges_line, students_line:
                self._start_judge(told, judges_line)
                self._start_student(students_line)
            self.channel.sendall(json.dumps(self.steps).encode() + b"\n")
        except ConnectionError:  # the judge's process has ended already, and says why
            pass
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        self._end()
        adopt(False)
        if self.way.user is not None:
            remove_all_of(self.way.user)
        self.kept.close()

    def _start_judge(self, told: socket, line: socket):
        streams: dict[str, Any] = {"stdin": told, "stdout": told, "stderr": self.errors, "pass_fds": [line.fileno()]}
        self._start([*PYTHON, "course_nn.homework.judging", str(line.fileno())], self._folder(), **streams)

    def _start_student(self, line: socket):
        bounds = str(self.memory), str(self.processes - OF_THE_CAGE)  # a cell is refused before all are ended
        command = [*self.way.words, *PYTHON, "course_nn.homework.student", *bounds]
        streams: dict[str, Any] = {"stdin": line, "stdout": line, "stderr": subprocess.DEVNULL}
        self._start(command, self._folder(self.way.user), **streams, **self.way.options())

    def _start(self, command, folder, **options):
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), start_new_session=True, **options)
        self.started.append(process)

    def _folder(self, user=None):
        """An empty one, in which a process may write."""
        folder = self.kept.enter_context(empty_folder())
        if user is not None:
            os.chown(folder, user, user)
        return folder

    def events(self) -> Iterator[dict]:
        """What the judge tells, until it ends, or is late, or the student's processes use too much."""
        rest = b""
        while received := self._receive():
            *lines, rest = (rest + received).split(b"\n")
            if len(rest) > LONGEST:
                raise RuntimeError("what the judge's process tells has no end")
            yield from map(json.loads, lines)

    def _receive(self):
        while (left := self.deadline - time.monotonic()) > 0:
            if time.monotonic() >= self.next_glance:  # whether or not the judge tells something meanwhile
                self.next_glance = time.monotonic() + GLANCE
                if self._is_too_much():
                    return b""
            if wait([self.channel], min(left, GLANCE)):
                return self._told()
        self.is_late = True
        return b""

    def _told(self):
        try:
            return self.channel.recv(2**16)
        except ConnectionError:  # the judge's process has ended before it has read all
            return b""

    def _is_too_much(self):
        mine = [process for process in self._family() if process.pid != self.started[0].pid]
        return len(mine) > self.processes or sum(map(memory_of, mine)) > self.memory

    def _family(self):
        """Everything that has been started since, also what was left behind by what started it.

        Where what is the student's can be told from what is not, nothing else that has come meanwhile belongs to it.
        """
        mine = set(psutil.Process().children()) - self.others
        if self.way.is_apart:
            mine = {one for one in mine if one.pid in [process.pid for process in self.started]}
        of_the_user = {one for one in psutil.process_iter() if self.way.user in users_of(one)}
        return mine | of_the_user | {one for process in mine for one in descendants(process)}

    def _end(self):
        """End both processes and all that they have started."""
        for _ in range(ROUNDS):
            if not (family := self._family()):
                break
            self._end_all_of_the_user()
            for process in family:
                end(process)
            psutil.wait_procs(family, timeout=0.1)
        else:
            raise RuntimeError("what a student's cell has started does not end")
        for process in self.started:
            process.wait()  # which has ended: so that Python, too, knows

    def _end_all_of_the_user(self):
        """All at once, so that nothing can run away."""
        if self.way.user is not None and hasattr(os, "setresuid"):
            end_all_of(self.way.user)

    def complaint(self) -> str:
        """What the judge's process said of what went wrong in it."""
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")[-2000:]


@contextmanager
def empty_folder() -> Iterator[str]:
    """The path of a folder that is gone afterwards, however deeply a cell has nested others in it."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    try:
        yield folder.name
    finally:
        try:
            folder.cleanup()
        except RecursionError:
            subprocess.run(["rm", "-rf", "--", folder.name], stderr=subprocess.DEVNULL)


def descendants(process: psutil.Process) -> list[psutil.Process]:
    """What a process has started, and so on; nothing if it has ended."""
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def end_all_of(user: int) -> None:
    """End all processes of a user at once; for root.

    Whoever ends them acts as that user, and so reaches nobody else, but is another one: none of them can end it.
    """
    nobody = unused_user()
    killer = os.fork()
    if not killer:
        try:
            os.setresuid(nobody, user, 0)
            os.kill(-1, signal.SIGKILL)
        finally:  # also if there was none left
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(killer, 0)


def memory_of(process: psutil.Process) -> int:
    """Bytes that a process has in memory; 0 if it has ended."""
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def end(process: psutil.Process) -> None:
    """End a process, if it has not ended already."""
    try:
        process.kill()
    except psutil.Error:
        pass
