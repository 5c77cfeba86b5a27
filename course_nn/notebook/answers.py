"""Which answers are remembered and fit a question that is asked now: the page, the map and the bar agree on that."""

from collections.abc import Iterable
from typing import Any

from course_nn.common import memory
from course_nn.lectures import LECTURES

SURE = ("guess", "rather", "certain")  # how sure a student says to be; each is a term
FAR = 0.25  # of the axis: an estimate that is so far off lies nowhere near the truth


def answers_of(lecture: str) -> dict[str, dict[str, Any]]:
    """{id: entry} of the answers to a lecture's questions; those of an earlier edition that fit none are left out.
    一讲各题所记得的答案：{题号：内容}；与现有题目不符的不算。
    """
    kept, questions = memory.recall(lecture).get("answers", {}), LECTURES[lecture].text.questions
    return {key: entry for key, entry in kept.items() if key in questions and _fits(entry, questions[key].options)}


def distance(entry: dict[str, Any]) -> float | None:
    """How far off an estimate was, as a share of its axis; None of an option. 估计的偏差占轴长的比例；选项为 None。"""
    off = entry.get("off")
    if "value" in entry and isinstance(off, int | float) and not isinstance(off, bool) and 0 <= off <= 1:
        return float(off)
    return None


def surprise(entry: dict[str, Any]) -> float:
    """How much an answer and its sureness disagreed, 0 to 1: of an option 1 if it was certain and is not what happens,
    of an estimate the more the surer and the farther off it was, or the nearer a mere guess. 答案与把握不相称的程度。
    """
    off, sure = distance(entry), entry.get("sure")
    if off is None:
        return float(sure == "certain" and not entry.get("right"))
    return abs(SURE.index(sure) / (len(SURE) - 1) - (1 - min(off / FAR, 1))) if sure in SURE else 0.0


def outdated(key: str) -> dict[str, Any] | None:
    """What is remembered of a question and fits it no more; None if nothing is. 所记得的、但已与题目不符的回答。"""
    lecture = key.split("-")[0]
    entry = memory.recall(lecture).get("answers", {}).get(key)
    return None if key in answers_of(lecture) else entry


def _fits(entry, options):
    votes = [entry, *([entry["again"]] if "again" in entry else [])]
    return all(fits(vote, options) for vote in votes)


def fits(vote: Any, options: Iterable[str]) -> bool:
    """Whether a vote can be one for these options. 一次投票是否与这些选项相符。"""
    return isinstance(vote, dict) and vote.get("option") in [*options] and vote.get("sure") in SURE
