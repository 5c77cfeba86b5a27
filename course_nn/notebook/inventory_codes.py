"""The code of one student's answers to the inventory: no name in it, and the same tag before and after.

    QA or QB, for the form · edition (2) · answers (11) · tag (4) · check (2)

Letters and check are those of code_letters. The tag is drawn once and kept beside the answers, so that both codes of
one student carry it; whoever changes machines takes a word of their own instead, which becomes the tag. It tells
students apart, and nothing about them.
"""

import re
import zlib
from functools import cache
from typing import NamedTuple

from course_nn.common.texts import as_text, unified
from course_nn.inventory.items import EDITION, FORMS, items
from course_nn.notebook.code_letters import (
    BASE,
    CHECK,
    STROKES,
    as_letters,
    as_number,
    check_letters,
    in_groups,
    is_whole,
    normalized,
)

MARK = "Q"  # with the form, what a code begins with
EDITIONS, ANSWERS, TAG = 2, 11, 4  # letters
TAGS = BASE**TAG
MOST = 5  # answers that a question can have: four options, and none
LENGTH = EDITIONS + ANSWERS + TAG + CHECK
LONGEST_TEXT = 1_000_000  # characters that are looked through
BEGINS = f"(?<![0-9A-Za-z])[{MARK}{MARK.lower()}][{FORMS}{FORMS.lower()}]"
CODE = re.compile(rf"{BEGINS}(?:[\s{STROKES}]{{0,3}}[0-9A-Za-z]){{{LENGTH}}}(?![0-9A-Za-z])")
SHAPE = re.compile(rf"{BEGINS}[{STROKES}]\S*")


class Answers(NamedTuple):
    """What a code says.
    一个代码的内容。

    form   : "A" or "B"
    chosen : {idea: key of an option, or None}; None if the code is of another edition
    tag    : 0 to TAGS − 1
    """

    form: str
    chosen: dict | None
    tag: int


class Found(NamedTuple):
    """The codes in a text.
    一段文字中的代码。

    codes : Answers, one for each student and form: the last one pasted
    twice : how many more came from the same students
    none  : [(line, what stands there)], what has the shape of a code and is none, or is of another edition
    """

    codes: list[Answers]
    twice: int
    none: list[tuple[int, str]]


def write(form: str, chosen: dict[str, str], tag: int) -> str:
    """The code of some answers. 由答案生成代码。

    form   : "A" or "B"
    chosen : {idea: key of an option}; what is missing is not answered
    tag    : 0 to TAGS − 1
    """
    number = 0
    for key, item in items(form).items():
        number = number * MOST + [None, *sorted(item.options)].index(chosen.get(key))
    word = _edition(form) + as_letters(number, ANSWERS) + as_letters(tag, TAG)
    return in_groups(MARK + form, word + check_letters(MARK + form + word))


def read(word: str) -> Answers | None:
    """What a code says; None for what is no code. 读取代码；不是代码则返回 None。"""
    word = normalized(word)
    if len(word) != LENGTH + 2 or word[0] != MARK or word[1] not in FORMS or not is_whole(word):
        return None
    form, tag = word[1], as_number(word[-TAG - CHECK : -CHECK])
    if word[2 : 2 + EDITIONS] != _edition(form):
        return Answers(form, None, tag)
    return Answers(form, _chosen(form, as_number(word[2 + EDITIONS : -TAG - CHECK])), tag)


def _chosen(form, number):
    """The answers that a number stands for; None if it stands for none."""
    chosen = {}
    for key, item in reversed(items(form).items()):
        number, place = divmod(number, MOST)
        if place > len(item.options):
            return None
        chosen[key] = [None, *sorted(item.options)][place]
    return None if number else dict(reversed(chosen.items()))


def tag_of(word: str) -> int:
    """The tag of a student's own word, however it is spelled in small or large letters. 由学生自选的词得到标记。"""
    return zlib.crc32("".join(unified(word).casefold().split()).encode()) % TAGS


def find(text: str) -> Found:
    """All codes in a text, with names and talk between them, broken by the end of a line or not.
    找出文字中的全部代码：可夹有姓名与闲谈，也可被换行断开。

    raises : BadInput for a text that is too long
    """
    text = unified(as_text(text, LONGEST_TEXT))
    kept: dict[tuple[str, int], Answers] = {}
    none, count, good = [], 0, set()
    for match in CODE.finditer(text):
        code = read(match[0])
        if code and code.chosen is not None:
            kept.pop((code.form, code.tag), None)  # the last one pasted counts, and stands last
            kept[code.form, code.tag] = code
            count += 1
            good.add(match.start())
    for match in SHAPE.finditer(text):
        if match.start() not in good:
            none.append((text.count("\n", 0, match.start()) + 1, match[0]))
    return Found([*kept.values()], count - len(kept), none)


@cache
def _edition(form):
    """Two letters that change with the edition, the ideas and the keys of their options."""
    options = {key: sorted(item.options) for key, item in items(form).items()}
    return as_letters(zlib.crc32(repr((EDITION, form, options)).encode()) % BASE**EDITIONS, EDITIONS)
