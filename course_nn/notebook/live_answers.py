"""What the server of a class answers, checked: another program may stand there, or another edition of this one."""

import re
from typing import Any

from course_nn.classroom.question import as_value, checked, checked_picture
from course_nn.classroom.sentences import SAID
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.notebook.answers import SURE
from course_nn.notebook.exercises import prediction
from course_nn.notebook.live_server import Refusal, escaped
from course_nn.stage.scales import scale_of

OTHER_WORDS = Words(
    "This question is worded differently in your edition of the course: your vote counts in class but is not kept.",
    "你的课程版本中，这道题的文字与此不同：你的票在课堂上有效，但不会保存在这里。",
)
PASS = re.compile(r"[!-~]{1,200}")  # what a header can hold
VOTES = ("first", "second")  # the phases in which one votes


def as_asked(key: str) -> dict[str, Any]:
    """A question of the course as a class is asked it, as checked has it. 课程中的一道题在课堂上的形式。

    raises : BadInput for an unknown one
    """
    found = prediction(key)
    options = {option: words._asdict() for option, words in found.options.items()}
    asked, estimate = {"key": key, "ask": found.ask._asdict(), "options": options}, found.estimate()
    return asked | ({"scale": scale_of(estimate)} if estimate else {})


def as_pass(found: dict[str, Any]) -> str:
    """What joining gave. 加入后得到的凭证。

    raises : Refusal if that is none
    """
    pass_ = found.get("pass")
    if isinstance(pass_, str) and PASS.fullmatch(pass_):
        return pass_
    raise _nonsense()


def as_state(found: dict[str, Any]) -> dict[str, Any]:
    """{"id", "phase", "question", "mine": {phase: [option or value, sure]}, "shown": ids}, as a student sees it.
    学生所见的状态。

    raises : Refusal if it is not that
    """
    try:
        question = found["question"] and checked(found["question"], 1)
        mine = {str(phase): _vote(question, *vote) for phase, vote in found["mine"].items()}
        id_, phase = int(found["id"]), _phase(found, question)
        shown = {int(one) for one in found.get("shown", ())} | ({id_} if phase == "shown" else set())
        return {"id": id_, "phase": phase, "question": question, "mine": mine, "shown": sorted(shown)}
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        raise _nonsense() from None


def as_results(found: dict[str, Any]) -> dict[str, Any]:
    """{"voters", "together", "phase", "question", "votes": {phase: {option: {sure: count}}}, "ended", "note": why
    phones go nowhere or None}, and where there is a scale "values": {phase: [[value, sure], …]}. 供大屏幕使用。

    raises : Refusal if it is not that
    """
    try:
        question = found["question"] and checked(found["question"], 1)
        votes = {phase: _counts(question, found["votes"].get(phase, {})) for phase in VOTES}
        counts: dict[str, Any] = {"voters": int(found["voters"]), "together": int(found.get("together", 0))}
        note = found.get("note")
        counts |= {"ended": bool(found.get("ended", False)), "note": escaped(note) if note else None}
        return (
            counts | {"phase": _phase(found, question), "question": question, "votes": votes} | _values(question, found)
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        raise _nonsense() from None


def as_picture(found: dict[str, Any]) -> dict[str, Any] | None:
    """The veiled picture of a question, as checked_picture has it; None for none. 题目的图；没有则为 None。"""
    try:
        return checked_picture(found)
    except BadInput:
        return None


def _phase(found, question):
    if found["phase"] not in SAID or bool(found["phase"]) != bool(question):
        raise ValueError("no phase")
    return found["phase"]


def _vote(question, answer, sure):
    if sure not in SURE or not ("scale" in question or answer in question["options"]):
        raise ValueError("no vote")
    return [as_value(question, answer) if "scale" in question else answer, sure]


def _values(question, found):
    """What was set or drawn, where that was asked for."""
    if "scale" not in (question or {}):
        return {}
    votes = {phase: found["values"].get(phase, []) for phase in VOTES}
    return {"values": {phase: [_vote(question, *vote) for vote in votes[phase]] for phase in VOTES}}


def _counts(question, counts):
    return {
        option: {sure: int(found[sure]) for sure in SURE}
        for option, found in counts.items()
        if option in question["options"]
    }


def _nonsense():
    return Refusal(
        "the server of the class gave an answer that makes no sense: is the address right?",
        "课堂服务给出了无法理解的应答：地址对吗？",
    )
