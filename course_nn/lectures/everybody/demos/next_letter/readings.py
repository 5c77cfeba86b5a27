"""What a reader that counts makes of a lecture, and how much of what it writes it may have copied."""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.lectures.everybody.alphabet import CHOICE, TEST, corpus, decode
from course_nn.lectures.everybody.counting import Counts, Found, deepest, smoothed
from course_nn.lectures.everybody.writing import copied, known_words, sharpened, words_of

DEEPEST = 9  # order
OWN = 8000  # letters of the counted text that are read again
LOOKED_AT = 4000  # letters of the real lecture in which copied pieces are looked for
OTHER = {TEST: CHOICE, CHOICE: TEST}  # while one is read, the other is not counted either


class Library(NamedTuple):
    """What was counted, and what is found of it in two texts."""

    counts: Counts
    alphabet: str
    source: str  # the counted text
    words: frozenset  # of the counted text
    held_out: Found  # in a lecture that was not counted
    own: Found  # in a piece of the counted text
    run: float  # mean length of the pieces of that lecture that stand in the source, too
    known: float  # share of its words that do


@memoized
def library(kind: str, lecture: str, share: int) -> Library:
    """The Library of a share of the text, 1 / share of it, and a lecture that is held out."""
    text = corpus(kind, lecture, OTHER[lecture])
    train, K = text.train[: len(text.train) // share], len(text.alphabet)
    counts = Counts(train, min(DEEPEST, deepest(K)), K)
    source, real = decode(train, text.alphabet), decode(text.test, text.alphabet)
    words = frozenset(words_of(source))
    return Library(
        counts=counts,
        alphabet=text.alphabet,
        source=source,
        words=words,
        held_out=counts.find(text.test),
        own=counts.find(train[:OWN]),
        run=mean_length(copied(real[:LOOKED_AT], source)),
        known=known_words(real, words),
    )


def mean_length(pieces: list) -> float:
    """How long the pieces of a text are on average."""
    return float(np.mean([len(piece) for piece in pieces]))


def at_temperature(p: np.ndarray, T: float) -> np.ndarray:
    """By what factor a temperature changes each probability: (K,)."""
    return sharpened(p, T) / p


def bits_by_order(found: Found, a: float, K: int) -> np.ndarray:
    """Bits a letter with contexts of 0, 1, … letters: (10,), nan for what was not counted."""
    bits = np.full(DEEPEST + 1, np.nan)
    rows = -np.log2(smoothed(found, a, K)).mean(axis=1)
    bits[: len(rows)] = rows
    return bits


def too_deep(counts: Counts, order: int) -> BadInput | None:
    """Why it reads with a lower order than was asked for."""
    if order <= counts.order:
        return None
    return BadInput(
        f"with {counts.K:,} characters contexts are counted up to order {counts.order}; order {order} is read "
        f"like order {counts.order}",
        f"字符有 {counts.K:,} 种时，上文最多计到 {counts.order} 阶；{order} 阶按此处理",
    )
