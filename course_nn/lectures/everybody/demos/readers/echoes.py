"""Echoes: where the last letters of a text stood before in the same text, and whether what came then comes again.

It is the circuit of two looks, laid by hand: look for what stood here before, and copy what came after it.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput

LOOKED = 500  # lags from one share done that is yielded to the next


class Echoes(NamedTuple):
    """For each letter of a text, how much speaks for it from before.
    一段文本的每个字母，前文有多少支持它。
    """

    right: np.ndarray  # (N,) weights of the earlier places that look like this one and had this very letter
    total: np.ndarray  # (N,) weights of all earlier places that look like this one


def find_echoes(
    letters: np.ndarray, reach: int, least: int = 3, longest: int = 8, beta: float = 1.0
) -> Generator[float, None, Echoes]:
    """The Echoes of a text, all its places at once, one lag after the other.
    一段文本的全部回声，逐个间隔计算。

    w_j = e^(β m_j) − 1 for an earlier place j with m_j letters before it as here, if least ≤ m_j; else 0

    letters : (N,) whole numbers;  reach : the longest lag;  longest : of the matches, more count as so many
    yields  : the share done
    raises  : BadInput for reach < 1, or not 1 ≤ least ≤ longest
    """
    if reach < 1 or not 1 <= least <= longest:
        raise BadInput(
            f"expected reach ≥ 1 and 1 ≤ least ≤ longest; got {reach}, {least}, {longest}. Try 1000, 3, 8",
            f"应有 reach ≥ 1 且 1 ≤ least ≤ longest；收到 {reach}、{least}、{longest}。可以试试 1000、3、8",
        )
    right, total = np.zeros(len(letters)), np.zeros(len(letters))
    lags = range(1, min(reach, len(letters) - 1) + 1)
    for lag in lags:
        if lag % LOOKED == 1:
            yield lag / len(letters)
        same = letters[lag:] == letters[:-lag]
        places, lengths = _matches(same, least, longest)
        weights = np.expm1(beta * lengths)
        total[places + lag] += weights
        right[places + lag] += weights * same[places]
    return Echoes(right, total)


def with_echoes(p: np.ndarray, echoes: Echoes, a: float) -> np.ndarray:
    """The probability of each letter, mixed with what came after the same letters before.
    每个字母的概率，混入前文中相同字母之后出现的内容。

    p' = (right + a p) / (total + a)

    p : (N,) of a reader;  a : > 0, the weight that the reader has
    """
    return (echoes.right + a * p) / (echoes.total + a)


def _matches(same, least, longest):
    """Where at least so many letters before a place are the same as before the earlier one, and how many."""
    if len(same) <= least:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    runs = np.logical_and.reduce([same[k : len(same) - least + k] for k in range(least)])
    places = np.flatnonzero(runs) + least
    lengths, going = np.full(len(places), least), np.ones(len(places), bool)
    for m in range(least, longest):
        going &= (places > m) & same[places - m - 1]
        lengths += going
    return places, lengths
