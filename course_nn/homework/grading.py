"""Grade one notebook: watch the judge, end what takes too long, and go on with the rest.

A cell or an answer that ends the student's process, or takes too long, costs itself alone: a new process runs the other
cells again, without it.
"""

import re
import time
from html import escape
from typing import Any, NamedTuple

from course_nn.common.words import Words
from course_nn.homework.assignment import Ask
from course_nn.homework.confinement import confinement
from course_nn.homework.submission import Submission
from course_nn.notebook.exercises import Verdict, keep_working

SLOW = Words(
    "This took longer than {seconds:g} seconds, so it was stopped: no points.",
    "运行超过 {seconds:g} 秒，已停止：不得分。",
)
ENDED = Words(
    "This ended the Python that it ran in, or used too much memory or too many processes: no points.",
    "运行时 Python 进程被终止，或占用内存、进程过多：不得分。",
)
ALTOGETHER = Words(
    "All cells together took longer than {seconds:g} seconds, so this was not judged: no points.",
    "全部单元格合计超过 {seconds:g} 秒，此题未评判：不得分。",
)
FAILED = Words(
    "This cell failed, so there is no answer: <code>{error}</code>",
    "这个单元格运行出错，所以没有答案：<code>{error}</code>",
)
FULL_WIDTH = Words(
    " Python cannot read the full-width {full}: write {half} instead.",
    " Python 读不懂全角的{full}：请改为半角的 {half}。",
)
SIGNS = {  # as what they are
    **dict.fromkeys("（）［］｛｝", Words("bracket", "括号")),
    **dict.fromkeys("“”‘’＂＇", Words("quotation mark", "引号")),
    "，": Words("comma", "逗号"),
    "＝": Words("equals sign", "等号"),
    "：": Words("colon", "冒号"),
    "－": Words("minus sign", "减号"),
}
HALF = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(zip("“”‘’、。", "\"\"'',."))
NO_CODE = re.compile(r"""#.*|"[^"\n]*"|'[^'\n]*'""")  # comments and texts, where such signs do no harm


class Limits(NamedTuple):
    """step      : seconds for a cell or an answer
    whole     : seconds for a notebook
    wrapper   : words before the student's command, and before those of bubblewrap
    hidden    : folders that bubblewrap shows as empty ones
    memory    : bytes of all processes that a student's cells have started together
    processes : how many of them there may be
    """

    step: float = 15.0
    whole: float = 120.0
    wrapper: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    memory: int = 4 * 2**30
    processes: int = 64


class Graded(NamedTuple):
    """verdicts : {key: Verdict} of all answers that were asked for;  errors : {number of a step: what went wrong}"""

    verdicts: dict[str, Verdict]
    errors: dict[int, str]


def grade(steps: list[str | Ask], limits: Limits) -> Graded:
    """Run the cells of a student's notebook, and judge its answers in a process in which none of them runs.

    steps  : in order: a str is a cell, an Ask an answer to judge
    raises : RuntimeError if the judge's own process does not start; BadInput where a student's must not run
    """
    graded, left = Graded({}, {}), list[Any](steps)
    way, end = confinement(limits.wrapper, limits.hidden), time.monotonic() + limits.whole
    while any(isinstance(step, Ask) for step in left) and time.monotonic() < end:
        broken = _watch(left, way, limits, end, graded)
        left = [None if _is_over(step, graded) else step for step in left]
        if broken is None:
            break
        left[broken] = None
    late = keep_working(*_filled(ALTOGETHER, limits.whole))
    for ask in (step for step in steps if isinstance(step, Ask)):
        verdict = graded.verdicts.setdefault(ask.key, late)
        if verdict.voice == "missing" and (cell := _failed_cell(ask, steps, graded.errors)):
            graded.verdicts[ask.key] = keep_working(*_why_missing(*cell))
    return graded


def _failed_cell(ask, steps, errors):
    """(source, error) of the last cell before an answer that speaks of it, or of the last one: if it has failed."""
    place = steps.index(ask)
    cells = [number for number, step in enumerate(steps[:place]) if isinstance(step, str)]
    speak = [number for number in cells if re.search(rf"\b{ask.name}\b", steps[number])]
    last = (speak or cells or [None])[-1]
    return (steps[last], errors[last]) if last in errors else None


def _why_missing(source, error):
    """That its cell failed, with the error's own line; and which signs stand in it that belong to Chinese text."""
    full = [sign for sign in dict.fromkeys(NO_CODE.sub("", source)) if sign in HALF]
    half = escape(" ".join(dict.fromkeys(HALF[sign] for sign in full)))
    hint = Words(*(text.format(full=named, half=half) for text, named in zip(FULL_WIDTH, _named(full))))
    said = error.partition("\n")  # a reason in both languages has a line for each
    failed = Words(*(text.format(error=escape(line)) for text, line in zip(FAILED, (said[0], said[2] or said[0]))))
    return Words(*(one + (more if full else "") for one, more in zip(failed, hint)))


def _named(signs):
    """Full-width signs, each behind its name."""
    names = [(SIGNS.get(sign, Words("sign", "符号")), sign) for sign in signs]
    return Words(
        ", ".join(f"{name.en} {sign}" for name, sign in names), "、".join(f"{name.zh} {sign}" for name, sign in names)
    )


def _is_over(step, graded):
    return isinstance(step, Ask) and step.key in graded.verdicts


def _filled(words, seconds):
    return Words(*(text.format(seconds=seconds) for text in words))


def _watch(steps, way, limits, end, graded):
    """Let a judge's process do these steps: None, or the number of the step that broke it."""
    now = None
    with Submission(steps, way, limits.memory, limits.processes) as submission:
        for event in submission.events():
            submission.deadline = min(time.monotonic() + limits.step, end)
            if "done" in event:
                return None
            now = event.get("begun", now)
            if now is not None:
                _note(steps[now], now, event, graded)
        if now is None:
            raise RuntimeError(f"the judge's process does not start:\n{submission.complaint()}")
    reason = _reason(submission.is_late, limits, end)
    told = {"voice": "keep working", "en": reason.en, "zh": reason.zh, "error": f"{reason.en}\n{reason.zh}"}
    _note(steps[now], now, told, graded)
    return now


def _reason(is_late, limits, end):
    """Why nothing more is heard."""
    if not is_late:
        return ENDED
    return _filled(SLOW, limits.step) if time.monotonic() < end else _filled(ALTOGETHER, limits.whole)


def _note(step, number, event, graded):
    """What the judge tells of the step that it is at: of an answer the first verdict, of a cell its error."""
    if isinstance(step, Ask) and "voice" in event:
        graded.verdicts.setdefault(step.key, Verdict(event["voice"], Words(event["en"], event["zh"])))
    elif isinstance(step, str) and event.get("error"):
        graded.errors[number] = event["error"]
