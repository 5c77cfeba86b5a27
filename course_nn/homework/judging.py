"""The judge's process: it has a student's cells run in another one, takes the answers there, and judges them here.

On its standard input comes a Job as JSON; what happens is told on the standard output, a line of JSON each, before it
begins and when it is over, so that whoever watches knows what has taken too long.
"""

import json
import os
import subprocess
import sys
from html import escape
from typing import Any, NamedTuple

from course_nn.common.errors import shortened
from course_nn.homework.assignment import Ask
from course_nn.homework.far import JudgesDesk
from course_nn.homework.peer import Broken

BOUNDS = {"AS": 4 * 2**30, "FSIZE": 2**26, "CPU": 600, "CORE": 0}  # bytes, bytes of a file, seconds, bytes


class Job(NamedTuple):
    """steps   : what to do, in order: a str is a cell to run, [key, name] an answer to judge, None nothing
    wrapper : words before the command that runs the student's cells
    """

    steps: list
    wrapper: list[str]


def set_bounds() -> None:
    """Bound memory, files and processor time of this process and of those that it starts, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in BOUNDS.items():
        try:
            kind = getattr(resource, f"RLIMIT_{name}")
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS knows no bound of memory; a lower one is set already
            continue


def tell(**event: Any) -> None:
    """Tell what happens to whoever watches."""
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def start_student(wrapper: list[str]) -> JudgesDesk:
    """The line to a new process for the student's cells, which shares nothing with this one but the package."""
    command = [*wrapper, sys.executable, "-P", "-m", "course_nn.homework.student"]
    off = {"COURSE_NN_VERDICTS": "off", "COURSE_NN_MEMORY": "off"}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | off
    )
    assert process.stdout and process.stdin
    return JudgesDesk(process.stdout, process.stdin)


def judge(desk: JudgesDesk, ask: Ask) -> None:
    """Take an answer, judge it here, and tell the verdict."""
    from course_nn.notebook.exercises import check, keep_working

    try:
        answer = desk.take(ask.name)
        verdict = check(ask.key, answer)
    except Exception as error:
        reason = escape(shortened(error, 200))
        verdict = keep_working(f"This answer cannot be read ({reason}).", f"无法读懂这个答案（{reason}）。")
    tell(judged=ask.key, right=bool(verdict), voice=verdict.voice, en=verdict.hint.en, zh=verdict.hint.zh)


def main() -> None:
    """Do the job that stands on the standard input."""
    job = Job(**json.load(sys.stdin))
    set_bounds()
    desk = start_student(job.wrapper)
    from course_nn.notebook import exercises  # takes two seconds, in which the other process starts

    for key, _ in (step for step in job.steps if isinstance(step, list)):
        exercises.find("EXERCISES", key)
    desk.run("")
    tell(ready=True)
    for number, step in enumerate(job.steps):
        if step is not None:
            tell(begun=number)
        if isinstance(step, str):
            tell(ran=number, error=desk.run(step))
        elif step:
            judge(desk, Ask(*step))
    tell(done=True)


if __name__ == "__main__":
    try:
        main()
    except Broken:  # the student's process has ended: whoever watches has heard in which step
        sys.exit(1)
