"""The student as the classifier: of the answers that were locked as a guess, as rather sure or as sure, how many were
right? A reliability diagram, as lecture 10 draws it of a network. Of estimates: how far off they were."""

from statistics import median
from typing import NamedTuple

from course_nn.common.words import Words, block, term
from course_nn.drawing import look
from course_nn.lectures import LECTURES
from course_nn.notebook.answers import FAR, SURE, answers_of, distance
from course_nn.notebook.exercises import questions_of
from course_nn.stage.page import styled

ENOUGH = 20  # answers, before anything is drawn
A_FEW = 6  # estimates
HEAD = Words("How sure, and how often right", "把握有多大，对得有多少")
SAYS = Words(
    "If you know what you know, you are right about as often as chance where you guess (the grey line), and nearly "
    "always where you are sure. Nothing is scored here.",
    "如果清楚自己知道什么，猜的时候对的比例应与随机差不多（灰线），很有把握时则几乎总对。这里不评分。",
)
DISTANCES_HEAD = Words("How sure, and how far off", "把握有多大，差得有多远")
DISTANCES_SAY = Words(
    "Of what you set or drew: the median distance to what was measured, as a share of the axis. If you know what "
    "you know, then the surer you are, the nearer you are.",
    "你标出或画出的答案：与测得值之差的中位数，以轴长的百分比计。如果清楚自己知道什么，把握越大应差得越近。",
)


class Sureness(NamedTuple):
    """How often a student was right, by how sure they said to be.
    按学生自己说的把握程度统计答对的比例。

    right  : {one of SURE: how many answers were right}
    all    : {one of SURE: how many there were}
    chance : share that blind guesses at the questions of the guesses would get right; nan without guesses
    """

    right: dict[str, int]
    all: dict[str, int]
    chance: float

    def _repr_html_(self):
        rows = "".join(map(self._row, SURE))
        return _table(HEAD, rows, SAYS)

    def _row(self, sure):
        """A bar as long as the share that was right, and its numbers."""
        right, count = self.right[sure], self.all[sure]
        share = right / count if count else 0.0
        line = (
            f'<line x1="{200 * self.chance}" x2="{200 * self.chance}" y2="16" stroke="{look.GREY}" stroke-width="2"/>'
        )
        said = Words(f"{right} of {count} right", f"{count} 题中对 {right} 题")
        return _row(sure, share, said, line if sure == "guess" else "")


class Nearness(NamedTuple):
    """How far off a student's estimates were, by how sure they said to be.
    按学生自己说的把握程度统计估计的偏差。

    off : {one of SURE: the distances, as shares of the axis}
    """

    off: dict[str, list[float]]

    def _repr_html_(self):
        return _table(DISTANCES_HEAD, "".join(map(self._row, SURE)), DISTANCES_SAY)

    def _row(self, sure):
        """A bar as long as the distance, of FAR or more all of the frame, and its numbers."""
        off, count = self.off[sure], len(self.off[sure])
        if not off:
            return _row(sure, 0, Words("none", "无"))
        middle = median(off)
        said = Words(f"{middle:.0%} of the axis, median of {count}", f"轴长的 {middle:.0%}，{count} 题的中位数")
        return _row(sure, min(middle / FAR, 1), said)


def _table(head, rows, says):
    return styled(f"{block(Words(f'<b>{head.en}</b>', f'<b>{head.zh}</b>'))}<table>{rows}</table>{block(says)}")


def _row(sure, share, said, line=""):
    """How sure, a bar that fills this share of its frame, and what it says."""
    drawn = f'<rect width="{200 * share:.1f}" height="12" y="2" fill="{look.BLUE}"/>'
    frame = f'<rect width="200" height="12" y="2" fill="none" stroke="{look.PALE}"/>'
    picture = f'<svg width="204" height="16" aria-hidden="true">{frame}{drawn}{line}</svg>'
    return f"<tr><th>{block(term(sure))}</th><td>{picture}</td><td>{block(said)}</td></tr>"


def _told():
    """(id, entry) of all answers of which something was said."""
    for lecture in LECTURES:
        yield from ((k, entry) for k, entry in answers_of(lecture).items() if isinstance(entry.get("right"), bool))


def nearness() -> Nearness | None:
    """Of all estimates whose distance was said; None while there are fewer than A_FEW.
    统计所有已揭晓偏差的估计；数量不足时为 None。
    """
    told = [(entry["sure"], off) for _, entry in _told() if (off := distance(entry)) is not None]
    return Nearness({one: [off for sure, off in told if sure == one] for one in SURE}) if len(told) >= A_FEW else None


def sureness() -> Sureness | None:
    """Of all answers of which it was said whether they are right; None while there are fewer than ENOUGH.
    统计所有已揭晓对错的答案；数量不足时为 None。
    """
    told = [(key, entry) for key, entry in _told() if distance(entry) is None]
    if len(told) < ENOUGH:
        return None
    by_sure = {sure: [entry["right"] for _, entry in told if entry["sure"] == sure] for sure in SURE}
    guessed = [key for key, entry in told if entry["sure"] == "guess"]
    options = [len(questions_of(key.split("-")[0])[key].options) for key in guessed]
    chance = sum(1 / n for n in options) / len(options) if options else float("nan")
    return Sureness({s: sum(right) for s, right in by_sure.items()}, {s: len(r) for s, r in by_sure.items()}, chance)
