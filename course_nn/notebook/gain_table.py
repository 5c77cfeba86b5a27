"""What a class has gained between two forms of the inventory: a picture and a table, from two pasted texts of codes."""

import re
from collections import Counter
from html import escape, unescape
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, class_name
from course_nn.common.words import Words, block
from course_nn.drawing import look
from course_nn.inventory.beliefs import BELIEFS
from course_nn.inventory.gain import difficulty, discrimination, gain_interval, normalised_gain, reliability
from course_nn.inventory.items import FORMS, PAIRS, ideas, items, right_keys
from course_nn.notebook import inventory_codes
from course_nn.stage.page import styled

ENOUGH = 15  # answers, for a code to count; of these, what is not answered is not right
PAIRS_ENOUGH = 5  # students in both texts, for a gain of their own
WIDE = 200  # of a row's picture, in page pixels
CAUTION = Words(
    "This inventory is not validated, and nobody but its authors has read it: a difference between the forms would "
    "look like a gain. Let half of the class begin with form B.",
    "这份测评尚未经过检验，除作者外还没有人读过。两份卷子若难度不同，看起来就像增益，所以请让一半学生先做 B 卷。",
)
HEADS = (
    Words("", ""),
    Words("right before ○ and after ●", "答对：之前 ○ 与之后 ●"),
    Words("before", "之前"),
    Words("after", "之后"),
    Words("discrimination before, after", "区分度：之前、之后"),
)
BELIEF_HEADS = (
    Words("misconception", "误解"),
    Words("chosen before ○ and after ●", "选中：之前 ○ 与之后 ●"),
    *HEADS[2:4],
    Words("a scene that refutes it", "反驳它的场景"),
)


class Side(NamedTuple):
    """One of both texts.
    两段文字之一。

    codes : Answers that count;  right : (students, items), 1 where right
    few   : how many codes have too few answers;  twice : how many came twice;  none : [(line, text)] that are no codes
    """

    codes: list
    right: np.ndarray
    few: int
    twice: int
    none: list

    @property
    def scores(self) -> np.ndarray:
        """Each student's share of right answers. 每名学生的答对比例。"""
        return self.right.mean(axis=1)

    def beliefs(self) -> dict[str, float]:
        """Of all answers where a misconception was an option, the share that chose it; nan without any.
        在提供某误解的题目中，选中该误解的比例。
        """
        offered: Counter = Counter()
        chosen: Counter = Counter()
        for code in self.codes:
            for key, item in items(code.form).items():
                if code.chosen[key] is not None:
                    offered.update(item.beliefs())
                    chosen.update([item.options[code.chosen[key]].belief])
        return {belief: chosen[belief] / offered[belief] if offered[belief] else float("nan") for belief in BELIEFS}


class Gain(NamedTuple):
    """A normalized gain and its 95% interval.
    标准化增益及其 95% 区间。

    value, low, high : of what could still be gained, the share that was
    before, after    : mean scores;  students : (before, after)
    """

    value: float
    low: float
    high: float
    before: float
    after: float
    students: tuple[int, int]


class ClassGain(NamedTuple):
    """What a class has gained, as it is shown.
    全班的增益。

    before, after : Sides
    all           : Gain of all codes, as of two samples of students
    same          : Gain of the students who are in both; None if there are too few
    """

    before: Side
    after: Side
    all: Gain
    same: Gain | None

    def rows(self) -> dict[str, tuple[float, float, float, float]]:
        """{idea: (share right before, after, discrimination before, after)}. 每个概念的统计。"""
        sides = (self.before.right, self.after.right)
        columns = [*map(difficulty, sides), *map(discrimination, sides)]
        return {key: (float(b), float(a), float(d), float(e)) for key, b, a, d, e in zip(PAIRS, *columns)}

    def beliefs(self) -> dict[str, tuple[float, float]]:
        """{misconception: (share before, after)}, the most frequent first. 各误解之前与之后的比例，常见的在前。"""
        before, after = self.before.beliefs(), self.after.beliefs()
        found = {belief: (before[belief], after[belief]) for belief in BELIEFS if before[belief] or after[belief]}
        return dict(sorted(found.items(), key=lambda one: -np.nan_to_num(one[1][0])))

    def _repr_html_(self):
        said = "".join(block(words) for words in self._said())
        tables = self._items() + self._misconceptions()
        parts = said + self._pictured() + tables + block(CAUTION)
        return styled(f'<div class="cn-gain">{parts}</div>')

    def __repr__(self):
        lines = [*self._said()]
        for key, numbers in self.rows().items():
            lines.append(Words(*(f"{theme}: {', '.join(map(_share, numbers[:2]))}" for theme in ideas()[key][0])))
        for belief, numbers in self.beliefs().items():
            lines.append(Words(*(f"{words}: {', '.join(map(_share, numbers))}" for words in BELIEFS[belief])))
        text = "\n".join(words.shown("\n") for words in [*lines, CAUTION])
        return unescape(re.sub(r"<[^>]+>", "", text))

    def _said(self):
        """What is said above the tables."""
        one, other = self.before, self.after
        forms = [_forms(side) for side in (one, other)]
        said = [
            _gain_words(Words("All codes", "全部代码"), self.all),
            *([_gain_words(Words("The same students", "同一批学生"), self.same)] if self.same else []),
            Words(
                f"Before: {len(one.codes)} codes ({forms[0]}), KR-20 {_number(reliability(one.right))}. "
                f"After: {len(other.codes)} codes ({forms[1]}), KR-20 {_number(reliability(other.right))}.",
                f"之前：{len(one.codes)} 个代码（{forms[0]}），KR-20 {_number(reliability(one.right))}。"
                f"之后：{len(other.codes)} 个代码（{forms[1]}），KR-20 {_number(reliability(other.right))}。",
            ),
        ]
        few, twice = one.few + other.few, one.twice + other.twice
        lines = [line for side in (one, other) for line, _ in side.none]
        if few or twice or lines:
            said.append(
                Words(
                    f"Left out: {few} with fewer than {ENOUGH} answers, {twice} that came twice, {len(lines)} that are "
                    "not codes, or belong to another edition.",
                    f"未计入：{few} 个答题不足 {ENOUGH} 道，{twice} 个重复，{len(lines)} 个不是代码或属于其他版本。",
                )
            )
        return said

    def _pictured(self):
        """Both gains with their intervals, over a line at 0."""
        gains = [gain for gain in (self.all, self.same) if gain and np.isfinite(gain.low)]
        marks = [
            f'<g transform="translate(0 {y})"><line x1="{_at(gain.low)}" x2="{_at(gain.high)}" stroke="{look.BLUE}" '
            f'stroke-width="3"/><circle cx="{_at(gain.value)}" r="5" fill="{look.BLUE}"/></g>'
            for y, gain in zip((12, 28), gains)
        ]
        axis = "".join(
            f'<line x1="{_at(x)}" x2="{_at(x)}" y1="0" y2="36" stroke="{look.GREY if x else look.BLACK}"/>'
            f'<text x="{_at(x)}" y="48" font-size="11" text-anchor="middle" fill="currentColor">{x:g}</text>'
            for x in (0, 0.5, 1)
        )
        return f'<svg width="{2 * WIDE}" height="52" aria-hidden="true">{axis}{"".join(marks)}</svg>'

    def _items(self):
        rows = [
            (ideas()[key][0], numbers[:2], ", ".join(map(_number, numbers[2:]))) for key, numbers in self.rows().items()
        ]
        return _table(HEADS, rows)

    def _misconceptions(self):
        rows = [(BELIEFS[key], numbers, f"<code>{_scene(key)}</code>") for key, numbers in self.beliefs().items()]
        return _table(BELIEF_HEADS, rows)


def class_gain(before: str, after: str) -> ClassGain:
    """What a class has gained on the inventory, from the codes before the course and those after it.
    由课程之前与之后的代码，算出全班在测评上的增益。

    before, after : str, as the codes were pasted: form A before and B after, or half of the class the other way round
    raises        : BadInput if one of them holds no code, or is no text
    """
    one, other = _side(before, "before", "之前"), _side(after, "after", "之后")
    first, second = ({code.tag: k for k, code in enumerate(side.codes)} for side in (one, other))
    both = [tag for tag in first if tag in second]
    pairs = [first[tag] for tag in both], [second[tag] for tag in both]
    same = _gain(one.scores[pairs[0]], other.scores[pairs[1]], True) if len(both) >= PAIRS_ENOUGH else None
    return ClassGain(one, other, _gain(one.scores, other.scores, False), same)


def _side(text, en, zh):
    if not issubclass(type(text), str):
        kind = class_name(type(text))
        raise BadInput(
            f"expected the codes {en} the course as one text, got {kind}",
            f"课程{zh}的代码应写成一段文字，收到 {kind}",
        )
    found = inventory_codes.find(text)
    codes = [code for code in found.codes if sum(option is not None for option in code.chosen.values()) >= ENOUGH]
    if not codes:
        raise BadInput(
            f"expected codes such as QA-… of at least {ENOUGH} answers {en} the course, found none",
            f"课程{zh}应有 QA-… 这样的代码，且至少答了 {ENOUGH} 题；没有找到",
        )
    right = np.array([[code.chosen[key] == right_keys(code.form)[key] for key in PAIRS] for code in codes], float)
    return Side(codes, right, len(found.codes) - len(codes), found.twice, found.none)


def _gain(before, after, paired):
    low, high = gain_interval(before, after, paired)
    means = float(before.mean()), float(after.mean())
    return Gain(normalised_gain(before, after), low, high, *means, (len(before), len(after)))


def _gain_words(of, gain):
    """A gain in words."""
    shares, students = f"{gain.before:.0%} → {gain.after:.0%}", " → ".join(map(str, gain.students))
    value, low, high = map(_number, (gain.value, gain.low, gain.high))
    return Words(
        f"<b>{of.en}</b> ({students}): right {shares}, normalized gain <b>{value}</b>, 95% interval {low} to {high}.",
        f"<b>{of.zh}</b>（{students}）：答对 {shares}，标准化增益 <b>{value}</b>，95% 区间 {low} 至 {high}。",
    )


def _forms(side):
    """ "30 A, 2 B" """
    counts = Counter(code.form for code in side.codes)
    return ", ".join(f"{counts[form]} {form}" for form in FORMS if counts[form])


def _scene(belief):
    """What to project against a misconception: the line of the first pair that names it."""
    return escape(next(pair.refuted[belief] for pair in PAIRS.values() if belief in pair.refuted).code())


def _number(value):
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−") if np.isfinite(value) else "–"


def _share(value):
    return f"{value:.0%}" if np.isfinite(value) else "–"


def _at(gain):
    """Where a gain stands in the picture: −0.25 at the left, 1 almost at the right."""
    return round(2 * WIDE * (float(np.clip(gain, -0.25, 1.0)) + 0.28) / 1.32, 1)


def _table(heads, rows):
    """Rows of (Words, (before, after), what else is said)."""
    head = "".join(f'<th scope="col">{words.html()}</th>' for words in heads)
    body = "".join(
        f'<tr><th scope="row">{words.html()}</th><td>{_moved(*shares)}</td>'
        + "".join(f'<td class="cn-number">{said}</td>' for said in [*map(_share, shares)])
        + f"<td>{more}</td></tr>"
        for words, shares, more in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _moved(before, after):
    """A share before, a ring, and after, a dot, on one line from 0 to 1."""
    ends = [6 + (WIDE - 12) * share for share in (before, after) if np.isfinite(share)]
    frame = f'<line x1="6" x2="{WIDE - 6}" y1="8" y2="8" stroke="{look.PALE}" stroke-width="1"/>'
    if len(ends) < 2:
        return f'<svg width="{WIDE}" height="16" aria-hidden="true">{frame}</svg>'
    way = f'<line x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="8" y2="8" stroke="{look.BLUE}" stroke-width="2"/>'
    ring = f'<circle cx="{ends[0]:.1f}" cy="8" r="4.5" fill="white" stroke="{look.BLUE}" stroke-width="1.5"/>'
    dot = f'<circle cx="{ends[1]:.1f}" cy="8" r="4.5" fill="{look.BLUE}"/>'
    return f'<svg width="{WIDE}" height="16" aria-hidden="true">{frame}{way}{ring}{dot}</svg>'
