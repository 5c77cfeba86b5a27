"""How a class has answered, without a server: a short code of each student's locked answers, and a table of all codes.

A code is a word of code_letters:

    number of the notebook · edition of its questions (2) · answers (1 to 6) · tag (3) · check (2)

After the answers of the first vote come as many letters for those of the second, if there was one. Of a number that is
set on an axis a code has the nearest of PLACES places there, and of a curve the option that is nearest to it.

The tag is drawn at random, once a kernel and again after forget(): it tells a code that was pasted twice from two
students who agree. It is no name, and nothing is sent anywhere.
"""

import math
import re
import zlib
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.texts import as_text, unified
from course_nn.lectures import LECTURES
from course_nn.notebook.code_letters import (
    BASE,
    CHECK,
    LOOK_ALIKE,
    STROKES,
    as_letters,
    as_number,
    check_letters,
    in_groups,
    is_whole,
    normalized,
)
from course_nn.notebook.exercises import Prediction, questions_of
from course_nn.stage.estimates import Mark

EDITION, TAG = 2, 3  # letters
TAGS = BASE**TAG
PLACES = 31  # of a mark along its axis
WORD = re.compile(f"[A-Za-z0-9{STROKES}]+")
LONGEST_TEXT = 1_000_000  # characters that are looked through
LONGEST = 24  # letters of a code, with room for what was put between them


class Read(NamedTuple):
    """What a code says.
    一个代码的内容。

    lecture : its section
    answers : {id of a question: key of the option, the number that was set, or None}; None if the code is of another
              edition of the questions
    tag     : 0 to TAGS − 1, that of its kernel
    again   : the answers of a second vote, as in answers; {} if there was none
    """

    lecture: str
    answers: dict | None
    tag: int
    again: dict = {}


@cache
def numbers_of_notebooks() -> dict[str, str]:
    """{section: "03"}: what a code begins with; a notebook without a number has its first letter.
    代码的开头：笔记本的编号；没有编号的取首字母。
    """
    split = {section: lecture.notebook.partition("_") for section, lecture in LECTURES.items()}
    return {section: (number if rest else number[0]).upper() for section, (number, _, rest) in split.items()}


def write(lecture: str, answers: dict[str, Any], tag: int, again: dict[str, Any] | None = None) -> str:
    """The code of some answers.
    由答案生成代码。

    lecture : its section
    answers : {id of a question: key of an option, or the number that was set}; a question that is missing is not
              answered
    tag     : 0 to TAGS − 1
    again   : the answers of a second vote, as answers
    """
    votes = [answers, again] if any((again or {}).values()) else [answers]
    body = "".join(as_letters(_number_of(lecture, vote), _letters_of_answers(lecture)) for vote in votes)
    number = numbers_of_notebooks()[lecture]
    word = _edition(lecture) + body + as_letters(tag, TAG)
    return in_groups(number, word + check_letters(number + word))


def _number_of(lecture, answers):
    """One number for the answers to all questions."""
    number = 0
    for key, question in questions_of(lecture).items():
        told = _told(lecture)[key]
        number = number * len(told) + _room_of(question, answers.get(key), told)
    return number


def _answers_of(lecture, number):
    """The answers that a number stands for; None if it stands for none."""
    chosen = {}
    for key, told in reversed(_told(lecture).items()):
        number, room = divmod(number, len(told))
        chosen[key] = told[room]
    return None if number else dict(reversed(chosen.items()))


def axis_of(question: Prediction) -> Mark | None:
    """The Mark by which a question is answered with a number; None where a code has the key of an option.
    用一个数回答的题的标记；代码中只记选项的题为 None。
    """
    estimate = question.estimate()
    return estimate if isinstance(estimate, Mark) else None


@cache
def _told(lecture):
    """{id of a question: all answers that a code can tell apart, first that of none}."""
    return {key: [None, *_answers_to(question)] for key, question in questions_of(lecture).items()}


def _answers_to(question):
    mark = axis_of(question)
    return [float(mark.at(place / (PLACES - 1))) for place in range(PLACES)] if mark else sorted(question.options)


def _room_of(question, answer, told):
    """The number of an answer, 0 for none."""
    mark = axis_of(question)
    if answer is None or not mark:
        return told.index(answer)
    value = mark.places[answer] if isinstance(answer, str) else mark.middle(answer)
    return 1 + round(float(np.clip(mark.share(value), 0, 1)) * (PLACES - 1))


def read(word: str) -> Read | None:
    """What a code says; None for what is no code. Spaces, hyphens, small and full-width letters do no harm.
    读取代码；不是代码则返回 None。可含空格、连字符、小写与全角字符。
    """
    word = normalized(word)
    if not LONGEST >= len(word) > EDITION + TAG + CHECK or not is_whole(word):
        return None
    lectures = [name for name, number in numbers_of_notebooks().items() if word.startswith(number)]
    reads = [_read_as(lecture, word.removeprefix(numbers_of_notebooks()[lecture])) for lecture in lectures]
    return min(reads, key=lambda one: one.answers is None, default=None)  # 01B begins like 01: what has answers wins


def _read_as(lecture, word):
    edition, letters, tag = word[:EDITION], word[EDITION : -TAG - CHECK], word[-TAG - CHECK : -CHECK]
    each = _letters_of_answers(lecture)
    votes = [letters[k : k + each] for k in range(0, len(letters), each)]
    if edition != _edition(lecture) or len(letters) not in (each, 2 * each):
        return Read(lecture, None, as_number(tag))
    answers, *again = [_answers_of(lecture, as_number(vote)) for vote in votes]
    return Read(lecture, None if None in again else answers, as_number(tag), *again)


@cache
def _letters_of_answers(lecture):
    """How many letters the answers need: room for every combination."""
    letters, room = 1, BASE
    while room < math.prod(map(len, _told(lecture).values())):
        letters, room = letters + 1, room * BASE
    return letters


def _asked(question):
    mark = axis_of(question)
    return [mark.low, mark.high, mark.log] if mark else sorted(question.options)


@cache
def _edition(lecture):
    """Two letters that change with the questions, the keys of their options and the ends of their axes."""
    options = {key: _asked(question) for key, question in questions_of(lecture).items()}
    return as_letters(zlib.crc32(repr((lecture, options)).encode()) % BASE**EDITION, EDITION)


class Found(NamedTuple):
    """The codes in a text.
    一段文字中的代码。

    codes  : [(line, Read)], the first of each student, those of one kernel put together
    twice  : how many more codes came from the same kernels
    none   : [(line, what stands there)], what has the shape of a code and is none
    others : how many more lines have no code: names, times, talk
    """

    codes: list[tuple[int, Read]]
    twice: int
    none: list[tuple[int, str]]
    others: int


def find(text: str) -> Found:
    """All codes in a text: one a line or several, with names and commas between them, broken by the end of a line.
    找出文字中的全部代码：每行一个或多个均可，可夹有姓名与逗号，也可被换行断开。
    """
    lines = unified(as_text(text, LONGEST_TEXT)).splitlines()
    words = [(number, word) for number, line in enumerate(lines, 1) for word in WORD.findall(line)]
    codes, good, at = [], set(), 0
    while at < len(words):
        length, code = _code_at(words, at)
        if code:
            codes.append((words[at][0], code))
            good |= {line for line, _ in words[at : at + length]}
        at += length
    none = [(number, shape) for number, line in enumerate(lines, 1) for shape in _shapes(line) if not _is_code(shape)]
    talk = {number for number, line in enumerate(lines, 1) if line.strip()} - good - {number for number, _ in none}
    kept, twice = _one_per_kernel(codes)
    return Found(kept, twice, none, len(talk))


def _shapes(line):
    """What stands in a line in the shape of a printed code: a notebook's number, then groups of three or four."""
    numbers = "|".join(sorted(numbers_of_notebooks().values(), key=len, reverse=True))
    groups = rf"(?<!\w)(?:{numbers})(?:[{STROKES}]\w{{3,4}}){{2,6}}(?!\w)"
    spaced = rf"(?<!\w)(?:{numbers})(?= \D*\d)(?: \w{{3,4}}){{2,6}}(?!\w)"
    return re.findall(f"{groups}|{spaced}", line, re.IGNORECASE)


def _is_code(shape):
    """Whether a code stands in it, though it may be of another edition; with spaces, words may follow that are none."""
    parts = shape.split(" ")
    return any(read("".join(parts[:k])) for k in range(1, len(parts) + 1))


def _begins_a_code(word):
    """Whether a word begins as a printed code does: 03-…"""
    number, stroke, _ = re.sub(f"[{STROKES}]", "-", word.upper()).partition("-")
    return bool(stroke) and number.translate(LOOK_ALIKE) in numbers_of_notebooks().values()


def _code_at(words, at):
    """(how many words, Read) of the code that begins at this word; (1, None) if none does.

    A name can pass for a code of another edition, so such a code has to begin as a printed one does.
    """
    far = min(len(words), at + LONGEST)
    reach = next((k for k in range(at + 1, far) if _begins_a_code(words[k][1])), far)
    ends = range(reach, at, -1)
    reads = [(end - at, read("".join(word for _, word in words[at:end]))) for end in ends]
    known = [(length, code) for length, code in reads if code and (code.answers or _begins_a_code(words[at][1]))]
    return min(known, key=lambda one: one[1].answers is None, default=(1, None))


def _one_per_kernel(codes):
    """Of the codes that come from one kernel, the one with most answers; and how many were left out."""
    kept, places = [], {}  # {(lecture, tag): places among those kept}
    for line, code in codes:
        alike = places.setdefault((code.lecture, code.tag), [])
        same = next((place for place in alike if _from_one_kernel(code, kept[place][1])), None)
        if same is None:
            alike.append(len(kept))
            kept.append((line, code))
        elif _answer_count(code) > _answer_count(kept[same][1]):
            kept[same] = kept[same][0], code
    return kept, len(codes) - len(kept)


def _from_one_kernel(one, other):
    """Whether two codes have the same tag, and answer no question differently."""
    if (one.lecture, one.tag) != (other.lecture, other.tag) or None in (one.answers, other.answers):
        return one == other
    pairs = [*zip(one.answers.values(), other.answers.values()), *zip(one.again.values(), other.again.values())]
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _answer_count(code):
    return sum(answer is not None for vote in (code.answers or {}, code.again) for answer in vote.values())
