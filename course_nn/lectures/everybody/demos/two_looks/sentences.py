"""The sentences of this demo that stand beside its picture."""

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import count, number
from course_nn.lectures.everybody.demos.two_looks.texts import SOUGHT, Shown

TASKS = (
    Words(
        "Choose “one look, four heads”. How often is it right on blocks that are longer than those it has learned "
        "from, and how often are two looks?",
        "选“看一次，四个头”。字母段比学过的更长时，它对多少？看两次的又对多少？",
    ),
    Words(
        "With two looks, press the three nearest green arcs one after the other (to itself, one back, two back) and "
        "cut them. Which cut ends the copying?",
        "换回看两次，依次点击最近的三条绿色弧线（到自己、前一个、前两个），把它们切断。切断哪一条，就抄不下去了？",
    ),
    Words(
        "Lay the circuit by hand: choose “by hand” and wires with which every known letter is right. What must the "
        "first look find?",
        "亲手接线：选“手工接线”，使每个可知的字母都对。第一次看必须找到什么？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which of them copy without a second look, or without places?",
        "较个真：把“换一样再看”中的各项逐一试过。哪一项不看第二次也能抄，哪一项不知道位置也能抄？",
    ),
)
GOAL = Words(
    "by hand: blocks of every length are copied, and each known letter gets at least 0.99.",
    "手工接线：任何长度的字母段都抄对，而且每个可知的字母得到的概率至少为 0.99。",
)


def next_letter(text: Shown, p: np.ndarray) -> Words:
    """What is foretold for the letter after a place: p (kinds,), nan where nothing has been learned yet."""
    if not np.isfinite(p).all():
        return Words("", "")
    guess, names = int(p.argmax()), dict(zip(text.codes.tolist(), text.letters))
    if p[guess] == 0:
        return Words("nothing is found", "什么也没找到")
    letter, sure = names.get(guess, "?").replace(" ", "␣"), number(p[guess])
    return Words(f"foretold: “{letter}”, {sure}", f"预测：“{letter}”，{sure}")


def of_looks(early: float, late: float, after: float) -> Words:
    """How much of the first look goes one back, in early and in late places, and of the second, if there is one, to
    followers."""
    if not np.isfinite(early):
        return Words("It does not look; it sees the last letters.", "它不查看，只透过窗口看前面的字母。")
    twice = Words(f", of the second {number(after)} to followers", f"，第二次有 {number(after)} 落在后继上")
    second = twice if np.isfinite(after) else Words("", "")
    later = Words(f", later {number(late)}", f"，之后有 {number(late)}")
    rest = later if np.isfinite(late) else Words("", "")
    return Words(
        f"Of the first look {number(early)} go one back in the first {SOUGHT} places{rest.en}{second.en}.",
        f"第一次看落在前一个字母上的，前 {SOUGHT} 个位置有 {number(early)}{rest.zh}{second.zh}。",
    )


def how_it_was_made(weights: int, step: int, least: float) -> Words:
    """What was learned in how many steps; by hand, how sure the least sure is."""
    if not weights:
        return Words(
            f"Nothing is learned; least sure: {number(least, 3)}.", f"没有学习；最没把握时为 {number(least, 3)}。"
        )
    return Words(f"{count(weights)} weights, {step} steps.", f"{count(weights)} 个权重，{step} 步。")
