"""Copying: a block of letters comes again and again, and whoever looks twice can know what comes next.

The first look finds at each place what stood before it. The second asks where the letter that is here was found in that
way, and hands over what stands there.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.losses import softmax

KINDS, T = 12, 24  # letters, and places of a text
NOTHING = -1  # what is found where there is nothing


class Repeats(NamedTuple):
    """Texts in which a block comes again and again.
    同一段字母反复出现的文本。
    """

    texts: np.ndarray  # (m, T) letters, whole numbers
    following: np.ndarray  # (m, T) the letter after each place
    known: np.ndarray  # (m, T) bool, whether the block has begun again, so that it is known


def repeats(rng: np.random.Generator, size: int, lengths: tuple[int, ...], kinds: int = KINDS) -> Repeats:
    """So many texts of T letters: a block of different letters, drawn anew for each, again and again.
    若干段长度为 T 的文本：每段随机抽取一组互不相同的字母，反复出现。

    lengths : of a block, one of them is drawn for each text
    raises  : BadInput for a block longer than the letters reach, or than half of a text
    """
    if not lengths or not all(2 <= length <= min(kinds, T // 2) for length in lengths):
        raise BadInput(
            f"a block has 2 to {min(kinds, T // 2)} letters; got {lengths}",
            f"一段字母的长度应为 2 到 {min(kinds, T // 2)}；收到 {lengths}",
        )
    blocks = rng.permuted(np.tile(np.arange(kinds), (size, 1)), axis=1)
    length = rng.choice(lengths, size=size)[:, None]
    places = np.arange(T + 1)
    text = np.take_along_axis(blocks, places % length, axis=1)
    return Repeats(text[:, :-1], text[:, 1:], places[:-1] >= length)


class Wiring(NamedTuple):
    """What the two looks look at.
    两次查看各看什么。
    """

    first: str  # where the first look goes: a name in FIRST
    ask: str  # what the second asks with: "here", the letter at its place, or "found", what the first look found here
    key: str  # what each place offers to be asked for: "here", its letter, or "found", what the first look found there
    value: str  # what it hands over, likewise


class Looks(NamedTuple):
    """Where two looks went, and what they foretell.
    两次查看看到了哪里，以及由此作出的预测。
    """

    first: np.ndarray  # (…, n, n) of each place, rows sum to 1, or to 0 where there is nothing to look at
    second: np.ndarray  # (…, n, n), rows sum to 1
    p: np.ndarray  # (…, n, kinds) of the next letter; sums to less than 1 where nothing was found


FIRST = ("itself", "one back", "two back", "same letter")
GIVES = ("here", "found")


def wirings() -> list[Wiring]:
    """All 32 ways to lay the two looks.
    两次查看的全部 32 种接法。
    """
    return [Wiring(*parts) for parts in product(FIRST, GIVES, GIVES, GIVES)]


def two_looks(letters: np.ndarray, wiring: Wiring, beta: float, kinds: int = KINDS) -> Looks:
    """The circuit that copies, laid by hand: the first look is hard, the second a softmax over what fits.
    手工接出的照抄线路：第一次查看只看一处，第二次按是否相符作 softmax。

    second_ij = softmax_{j ≤ i}(β [asked_i = offered_j]),   p_i(c) = Σ_j second_ij [handed over_j = c]

    letters : (…, n) whole numbers from 0 to kinds − 1（从 0 到 kinds − 1 的整数）;  beta : ≥ 0
    raises  : BadInput for a first look that there is not（没有这种第一次查看）
    source  : Elhage et al., A Mathematical Framework for Transformer Circuits (2021); Olsson et al. (2022)
    """
    letters = np.asarray(letters)
    goes = first_look(letters, wiring.first)
    found = np.where(goes == NOTHING, NOTHING, np.take_along_axis(letters, np.maximum(goes, 0), axis=-1))
    ask, key, value = (letters if kind == "here" else found for kind in wiring[1:])
    fits = (ask[..., :, None] == key[..., None, :]) & (key[..., None, :] != NOTHING)
    n = letters.shape[-1]
    second = softmax(np.where(np.tri(n, dtype=bool), beta * fits, -np.inf))
    first = goes[..., :, None] == np.arange(n)
    return Looks(first.astype(float), second, second @ (value[..., None] == np.arange(kinds)))


def first_look(letters: np.ndarray, kind: str) -> np.ndarray:
    """The place that the first look of each place goes to; NOTHING where there is none: the shape of letters.
    每个位置的第一次查看所到的位置；没有时为 NOTHING。

    kind : "itself", "one back", "two back", or "same letter", the last place before with the same letter
    """
    n, steps = letters.shape[-1], lookup({name: k for k, name in enumerate(FIRST)}, kind, "first look", "第一次查看")
    places = np.arange(n)
    if kind != "same letter":
        return np.broadcast_to(np.maximum(places - steps, NOTHING), letters.shape)
    same = np.tril(letters[..., :, None] == letters[..., None, :], -1)
    return np.where(same, places, NOTHING).max(axis=-1)


CUTS = ("nothing", "itself", "one back", "two back", "all but one back")  # where a first look may not go


def allowed(cut: str, n: int = T) -> np.ndarray:
    """Where each place may look with the first look, if a part of it is cut: (n, n) bool; the first always at itself.
    切断一部分之后，每个位置的第一次查看还可以看哪里；第一个位置总可以看自己。

    raises : BadInput for a cut that there is not
    """
    lookup(dict.fromkeys(CUTS), cut, "cut", "切断方式")
    back = np.arange(n)[:, None] - np.arange(n)
    may = {
        "nothing": back >= 0,
        "itself": back > 0,
        "one back": (back >= 0) & (back != 1),
        "two back": (back >= 0) & (back != 2),
        "all but one back": back == 1,
    }[cut]
    may[0, 0] = True
    return may
