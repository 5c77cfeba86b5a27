"""The letters of codes that are read out or pasted: arithmetic that notices mistakes.

A code is a word over 31 letters, a prime number, so that letters can be added and multiplied like numbers mod 31. Its
last two letters make the sum of all letters, and their sum weighted by place, 0 mod 31 (a Reed–Solomon code of distance
3): one or two wrong letters, or two that have changed places, are always noticed; of other mistakes one in 961 is not.
"""

import re

import numpy as np

from course_nn.common.texts import unified

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXY"  # 31, none of which looks like another
BASE = len(LETTERS)
CHECK = 2  # letters
LOOK_ALIKE = str.maketrans("OILZU", "0112V")  # letters and what they are taken for: none of them is used
STROKES = "‐-―−-"  # of any kind


def as_letters(number: int, length: int) -> str:
    """A number in base 31, so many letters long. 三十一进制，固定长度。"""
    return "".join(LETTERS[number // BASE**place % BASE] for place in reversed(range(length)))


def as_number(word: str) -> int:
    """The number that such letters stand for. 这些字符所代表的数。"""
    return sum(LETTERS.index(letter) * BASE**place for place, letter in enumerate(reversed(word)))


def check_letters(word: str) -> str:
    """The two letters that make both sums of the word 0. 使两个和都为零的两个校验字符。"""
    plain, weighted = _checksums(word + "00")
    return LETTERS[(plain - weighted) % BASE] + LETTERS[(weighted - 2 * plain) % BASE]


def is_whole(word: str) -> bool:
    """Whether a word has only letters of codes, and both its sums are 0. 是否只含代码字符且校验正确。"""
    return not set(word) - set(LETTERS) and _checksums(word) == (0, 0)


def _checksums(word):
    """The sum of its letters, and their sum weighted by place, the last letter's weight being 1."""
    values = [LETTERS.index(letter) for letter in word]
    return sum(values) % BASE, sum(place * value for place, value in enumerate(reversed(values), 1)) % BASE


def in_groups(head: str, word: str) -> str:
    """03-K7P4-2MQ-X91: as it is read out, three or four letters at a time. 按三四个字符一组写出。"""
    return "-".join([head, *map("".join, np.array_split([*word], -(-len(word) // 4)))])


def normalized(text: str) -> str:
    """Letters and digits alone, as the alphabet has them. 只留字母与数字，并统一写法。"""
    return re.sub(r"[\W_]", "", unified(text)).upper().translate(LOOK_ALIKE)
