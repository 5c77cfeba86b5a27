"""Readers of more and more: what a held-out lecture costs after more text was counted, or with more weights."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, corpus
from course_nn.lectures.everybody.counting import Counts
from course_nn.lectures.everybody.window_network import text_bits, train_on, window_network

A, PIECES = 16.0, 8  # smoothing; pieces of a size, as long as the text has so many
SHARES = tuple(2**k for k in range(7, -1, -1))  # 1/128 … 1 of the text
WIDTHS = ((2, 4), (4, 8), (4, 16), (8, 32), (8, 64), (16, 256))  # numbers a letter and hidden units
TEXT_SHARES = tuple(2**k for k in range(4, -1, -1))
N, STEPS, EVERY = 5, 4000, 500  # letters of a window, and training
RATE, SLOW = 0.01, 0.003  # learning rates: the best for the largest network, and another
OTHER = {TEST: CHOICE, CHOICE: TEST}  # on which a training is stopped


class Points(NamedTuple):
    """What a lecture costs, for each size."""

    sizes: np.ndarray  # (m,) letters of text, or weights
    bits: np.ndarray  # (m,) a letter, the mean over the pieces
    each: np.ndarray  # (m, 8) of each piece; nan where the text has no more


@memoized
def counted(lecture: str, order: int, shuffled: bool) -> Generator[float, None, Points]:
    """Counting, over the text; shuffled: its letters in any order, and those of the lecture too."""
    text = corpus("letters", lecture, OTHER[lecture])
    rng = np.random.default_rng(0)
    train, test = (rng.permutation(piece) if shuffled else piece for piece in (text.train, text.test))
    sizes = np.array([len(train) // share for share in SHARES])
    each = np.full((len(SHARES), PIECES), np.nan)
    for row, (share, size) in enumerate(zip(SHARES, sizes)):
        for k in range(min(share, PIECES)):
            yield (row + k / PIECES) / len(SHARES)
            counts = Counts(train[k * size : (k + 1) * size], order, len(LETTERS))
            each[row, k] = counts.bits(test, A)
    return Points(sizes, np.nanmean(each, axis=1), each)


@memoized
def over_weights(lecture: str, rate: float) -> Generator[float, None, Points]:
    """A window network on all the text, over its weights; the rate falls to 0."""
    text = corpus("letters", lecture, OTHER[lecture])
    sizes, bits = [], []
    for done, (d, H) in enumerate(WIDTHS):
        network = window_network(N, d, H, len(LETTERS))
        yield from part(train_on(network, text.train, rate, STEPS), done, len(WIDTHS))
        sizes.append(network.parameters.size)
        bits.append(text_bits(network, text.test))
    return alone(sizes, bits)


@memoized
def over_text(lecture: str) -> Generator[float, None, Points]:
    """A window network of one size, over the text; taken from where it reads the other held-out lecture best."""
    text = corpus("letters", lecture, OTHER[lecture])
    sizes, bits = [], []
    for done, share in enumerate(TEXT_SHARES):
        network = window_network(N, *WIDTHS[-2], len(LETTERS))
        piece = text.train[: len(text.train) // share]
        kept = yield from part(train_on(network, piece, RATE, STEPS, every=EVERY), done, len(TEXT_SHARES))
        network.parameters = min(kept, key=lambda theta: text_bits(network.with_parameters(theta), text.choice))
        sizes.append(len(piece))
        bits.append(text_bits(network, text.test))
    return alone(sizes, bits)


def sizes_of(reader: str) -> np.ndarray:
    """The sizes of the points of one of the readers: letters of text, or weights."""
    if reader in ("weights", "slow"):
        return np.array([window_network(N, d, H, len(LETTERS)).parameters.size for d, H in WIDTHS])
    return len(corpus().train) // np.array(TEXT_SHARES if reader == "text" else SHARES)


def alone(sizes: list, bits: list) -> Points:
    """Points of one run a size."""
    each = np.full((len(sizes), PIECES), np.nan)
    each[:, 0] = bits
    return Points(np.array(sizes), np.array(bits), each)


def points_of(reader: str, lecture: str) -> Generator[float, None, Points]:
    """The Points of one of the readers: "five", "two", "shuffled", "weights", "slow" or "text"."""
    if reader in ("weights", "slow"):
        return (yield from over_weights(lecture, RATE if reader == "weights" else SLOW))
    if reader == "text":
        return (yield from over_text(lecture))
    return (yield from counted(lecture, 2 if reader == "two" else 5, reader == "shuffled"))


def all_points(reader: str, lecture: str = TEST) -> Points:
    """The same, waited for."""
    return finished(points_of(reader, lecture))
