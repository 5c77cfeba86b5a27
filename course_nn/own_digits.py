"""The digits that a student has drawn and labelled, kept in the course's memory: on this machine, a hundred at most."""

from functools import lru_cache

import numpy as np

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.ink import CELLS, as_ink, as_text
from course_nn.common.words import Words
from course_nn.handwriting import as_digit

LECTURE, KIND = "digits", "drawings"  # under which the memory has them
MOST = 100


def my_digits() -> tuple[np.ndarray, np.ndarray]:
    """Your own digits, X (n, 64) as digits() has them, and y (n,), what you said they are; the newest last.
    你自己写的数字：X (n, 64)，格式与 digits() 相同；y (n,) 是你标的数；最新的在最后。
    """
    X = [_digit_of(entry["drawing"]) for entry in _kept()]
    return np.array(X).reshape(-1, 64), my_drawings()[1]


def my_drawings() -> tuple[np.ndarray, np.ndarray]:
    """The same as they were drawn: (n, 32, 32) bool, and (n,). 书写时的原样。"""
    kept = _kept()
    ink = [as_ink(entry["drawing"]) for entry in kept]
    return np.array(ink, bool).reshape(-1, CELLS, CELLS), np.array([entry["digit"] for entry in kept], int)


def newest(otherwise: np.ndarray) -> np.ndarray:
    """The drawing that was kept last, so that it lies on the next sheet, too; before there is any, another one.
    最近保存的一幅图，好让它也出现在下一张纸上；还没有时用另一幅。
    """
    kept = _kept()
    return as_ink(kept[-1]["drawing"]) if kept else otherwise


def keep_digit(drawing: np.ndarray, digit: int) -> Words:
    """Keep a drawing as this digit; the oldest makes room for the hundred-and-first. What is said of it: if it cannot
    be kept, why. 把一幅图作为这个数字保存；超过一百幅时，最早的让位。返回要说的话：未能保存时说明原因。
    """
    n = max((entry["n"] for entry in _kept()), default=-1) + 1
    memory.remember(LECTURE, KIND, str(n % MOST), drawing=as_text(drawing), digit=int(digit), n=n)
    kept = len(_kept())
    return memory.news() or Words(f"Kept as a {digit}. You have {kept}.", f"已存为 {digit}，现有 {kept} 个。")


@lru_cache(maxsize=2 * MOST)  # a picture asks for them at each stroke
def _digit_of(text):
    return as_digit(as_ink(text))


def _kept():
    """The entries, the oldest first; what was written by hand and cannot be read is left out."""
    entries = memory.recall(LECTURE).get(KIND, {}).values()
    return sorted(filter(_is_whole, entries), key=lambda entry: entry["n"])


def _is_whole(entry):
    try:
        as_ink(entry["drawing"])
        return entry["digit"] in range(10) and isinstance(entry["n"], int)
    except (BadInput, KeyError):
        return False
