"""The judge's process: it has a student's cells run in another one, takes the answers there, and judges them here.

On its standard input come the steps as a line of JSON; what happens is told on the standard output, a line of JSON
each, before it begins and when it is over, so that whoever watches knows what has taken too long. The line to the
student's process is a socket whose number is the argument.
"""

import json
import os
import sys
from html import escape
from typing import Any

from course_nn.common.errors import shortened
from course_nn.homework.assignment import Ask
from course_nn.homework.confinement import bound, close_to_others
from course_nn.homework.far import JudgesDesk
from course_nn.homework.peer import Broken


def tell(**event: Any) -> None:
    """Tell what happens to whoever watches."""
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def judge(desk: JudgesDesk, ask: Ask) -> None:
    """Take an answer, judge it here, and tell the verdict."""
    from course_nn.notebook.exercises import check, exercise, judged, keep_working

    try:
        answer = desk.take(ask.name)
        is_missing = answer is None or answer is ...
        verdict = check(ask.key) if is_missing else judged(exercise(ask.key), answer)
    except Exception as error:
        en, _, zh = escape(shortened(error, 300)).partition("\n")  # a reason in both languages has a line for each
        verdict = keep_working(f"This answer cannot be read ({en}).", f"无法读懂这个答案（{zh or en}）。")
    desk.run("")  # no verdict on an answer that has ended its process
    tell(voice=verdict.voice, en=verdict.hint.en, zh=verdict.hint.zh)


def main() -> None:
    """Do the steps that stand on the standard input: a str is a cell to run, [key, name] an answer to judge."""
    close_to_others()  # no cell runs before
    bound(AS=4 * 2**30, FSIZE=2**26, CPU=600, CORE=0)
    steps = json.loads(sys.stdin.readline())
    line = int(sys.argv[1])
    desk = JudgesDesk(open(line, "rb"), open(os.dup(line), "wb"))
    from course_nn.notebook import exercises  # takes two seconds, in which the other process starts

    for key, _ in (step for step in steps if isinstance(step, list)):
        exercises.exercise(key)
    desk.run("")
    for number, step in enumerate(steps):
        if step is not None:
            tell(begun=number)
        if isinstance(step, str):
            tell(error=desk.run(step))
        elif step:
            judge(desk, Ask(*step))
    tell(done=True)


if __name__ == "__main__":
    try:
        main()
    except Broken:  # the student's process has ended: whoever watches has heard in which step
        sys.exit(1)
