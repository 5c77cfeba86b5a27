"""The text in the picture: a block again and again, or whatever was typed."""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody.copying import KINDS, NOTHING, Looks, T
from course_nn.lectures.everybody.demos.two_looks.readers import TAUGHT

BLOCK = "gdkbhaleicfj"  # the letters of the block, of which the first are taken
SOUGHT = TAUGHT[-1] + 1  # places, from the first: all that a look had to find in training stood there
NAMES = {letter: code for code, letter in enumerate(sorted(BLOCK))}


class Shown(NamedTuple):
    """A text of T places at most."""

    letters: str  # as they are drawn
    codes: np.ndarray  # (T,) int; 0 behind the end
    following: np.ndarray  # (n,) int, the letter after each place; −1 where the text ends
    known: np.ndarray  # (n,) bool: the letter stood before, so what came then can be looked up


def as_typed(text: str) -> str:
    """The text, if it can be read: 2 to 24 letters of at most 12 kinds; nothing stands for the block.

    raises : BadInput for another one
    """
    kinds = len(set(text))
    if text and not 2 <= len(text) <= T or kinds > KINDS:
        raise BadInput(
            f"expected 2 to {T} letters of at most {KINDS} kinds; got {len(text)} of {kinds}. Try the net, the net",
            f"应为 2 到 {T} 个字母、至多 {KINDS} 种；收到 {len(text)} 个、{kinds} 种。可以试试 the net, the net",
        )
    return text


def shown(typed: str, length: int) -> Shown:
    """What was typed, or a block of so many letters again and again."""
    whole = typed or "".join(BLOCK[place % length] for place in range(T + 1))
    names = {letter: code for code, letter in enumerate(dict.fromkeys(whole))} if typed else NAMES
    codes, n = np.array([names[letter] for letter in whole]), min(len(whole), T)
    following = np.full(n, -1)
    following[: len(codes) - 1] = codes[1 : n + 1]
    stood_before = np.array([letter in whole[:place] for place, letter in enumerate(whole[:n])])
    return Shown(whole[:n], np.pad(codes[:n], (0, T - n)), following, stood_before & (following >= 0))


def foretold(text: Shown, p: np.ndarray) -> np.ndarray:
    """Of each letter but the first, whether the place before it foretells it; −1 where it cannot be known: (n,)."""
    found = np.full(len(text.letters), -1)
    known = np.flatnonzero(text.known[:-1])
    found[known + 1] = p[known].argmax(axis=-1) == text.following[known]
    return found


def one_back(text: Shown, looks: Looks) -> tuple[float, float]:
    """Of the first look what goes to the letter before: the mean over the places that were looked for in training, and
    over those behind them; nan where there are none."""
    places = np.arange(1, len(text.letters))
    before = looks.first[places, places - 1]
    return mean(before[: SOUGHT - 1]), mean(before[SOUGHT - 1 :])


def to_followers(text: Shown, looks: Looks) -> float:
    """Of the second look what goes to a letter that followed its own letter: the mean over the known places; nan where
    there is none, or no second look."""
    followers = text.codes[:, None] == np.append(NOTHING, text.codes[:-1])
    return mean((looks.second * followers)[np.flatnonzero(text.known)].sum(axis=1))


def mean(values: np.ndarray) -> float:
    """Their mean; nan of none."""
    return float(values.mean()) if len(values) else np.nan
