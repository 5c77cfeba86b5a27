"""Grade one notebook: watch the judge's process, end what takes too long, and go on with the rest.

A cell or an answer that ends the student's process, or takes too long, costs itself alone: a new process runs the other
cells again, without it.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import course_nn
from course_nn.common.words import Words
from course_nn.homework.assignment import Ask
from course_nn.notebook.exercises import Verdict, keep_working

STARTING = 60.0  # seconds that the judge's process may take to be there
SLOW = Words(
    "This took longer than {seconds:g} seconds, so it was stopped: no points.",
    "运行超过 {seconds:g} 秒，已停止：不得分。",
)
ENDED = Words(
    "This ended the Python that it ran in, or used too much memory: no points.",
    "运行时 Python 进程被终止，或占用内存过多：不得分。",
)
ALTOGETHER = Words(
    "The cells before took longer than {seconds:g} seconds together, so this was not judged: no points.",
    "前面的单元格合计超过 {seconds:g} 秒，此题未评判：不得分。",
)


class Limits(NamedTuple):
    """step : seconds for a cell or an answer;  whole : for a notebook;  wrapper : words before the student's command"""

    step: float = 15.0
    whole: float = 120.0
    wrapper: tuple[str, ...] = ()


class Graded(NamedTuple):
    """verdicts : {key: Verdict} of all answers that were asked for;  errors : {number of a step: what went wrong}"""

    verdicts: dict[str, Verdict]
    errors: dict[int, str]


def grade(steps: list[str | Ask], limits: Limits) -> Graded:
    """Run the cells of a student's notebook, and judge its answers in a process in which none of them runs.

    steps  : in order: a str is a cell, an Ask an answer to judge
    raises : RuntimeError if the judge's own process does not start
    """
    graded, left = Graded({}, {}), list[Any](steps)
    end = time.monotonic() + limits.whole
    while any(isinstance(step, Ask) for step in left) and time.monotonic() < end:
        broken, reason = _watch(left, limits, end, graded)
        left = [None if _is_over(step, graded) else step for step in left]
        if broken is None:
            break
        _note(steps[broken], broken, reason, graded)
        left[broken] = None
    late = keep_working(*_filled(ALTOGETHER, limits.whole))
    for step in steps:
        if isinstance(step, Ask):
            graded.verdicts.setdefault(step.key, late)
    return graded


def _is_over(step, graded):
    return isinstance(step, Ask) and step.key in graded.verdicts


def _note(step, number, reason, graded):
    if isinstance(step, Ask):
        graded.verdicts.setdefault(step.key, keep_working(*reason))
    else:
        graded.errors[number] = f"{reason.en} {reason.zh}"


def _filled(words, seconds):
    return Words(*(text.format(seconds=seconds) for text in words))


def _watch(steps, limits, end, graded):
    """Let a judge's process do these steps: (None, None), or the number of the step that broke it, and why."""
    now = None
    with _Process({"steps": steps, "wrapper": limits.wrapper}) as process:
        for event in process.events():
            process.patience = min(limits.step, end - time.monotonic())
            if "begun" in event:
                now = event["begun"]
            elif "judged" in event:
                hint = Words(event["en"], event["zh"])
                graded.verdicts[event["judged"]] = Verdict(event["voice"], hint)
            elif event.get("error"):
                graded.errors[event["ran"]] = event["error"]
            elif "done" in event:
                return None, None
        if now is None:
            raise RuntimeError(f"the judge's process does not start:\n{process.complaint()}")
        return now, _filled(SLOW, limits.step) if process.is_slow else ENDED


class _Process:
    """A judge's process with a job, in an empty folder of its own; it and all that it started ends with the block."""

    def __init__(self, job):
        self.job, self.is_slow, self.patience = job, False, STARTING

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "course_nn.homework.judging"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=self.folder.name,
            env=_environment(self.folder.name),
            start_new_session=True,
        )
        try:
            self.process.stdin.write(json.dumps(self.job).encode())
            self.process.stdin.close()
        except OSError:  # it has ended already, and says why
            pass
        return self

    def __exit__(self, *_):
        _end_family(self.process.pid)
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        self.errors.close()
        self.folder.cleanup()

    def events(self) -> Iterator[dict]:
        """What the process tells, until it ends or says nothing for as many seconds as there is patience."""
        lines: queue.Queue = queue.Queue()
        self.reader = threading.Thread(target=self._read, args=[lines], daemon=True)
        self.reader.start()
        try:
            while line := lines.get(timeout=max(0.0, self.patience)):
                yield json.loads(line)
        except queue.Empty:
            self.is_slow = True

    def _read(self, lines):
        for line in self.process.stdout:
            lines.put(line)
        lines.put(b"")

    def complaint(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")[-2000:]


def _environment(folder):
    """That of this process without what is meant for a reader, and without what a server is trusted with."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("COURSE_NN_", "JUPYTER"))}
    package = str(Path(course_nn.__file__).parents[1])
    paths = os.pathsep.join([package, *filter(None, [kept.get("PYTHONPATH")])])
    return kept | {
        "COURSE_NN_MEMORY": "off",
        "IPYTHONDIR": folder,
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": paths,
        "PYTHONUTF8": "1",
    }


def _end_family(pid):
    """End a process and all that it has started, but for what has left its session."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], capture_output=True)
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
