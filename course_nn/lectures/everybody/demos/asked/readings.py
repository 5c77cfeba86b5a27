"""A reader that has counted the course is asked: which of two sentences is likelier, and do its claims come true?"""

import inspect
from typing import NamedTuple

import numpy as np

from course_nn import network
from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.lectures.everybody.alphabet import corpus, decode, encode, is_chinese, simple
from course_nn.lectures.everybody.counting import Counts, deepest
from course_nn.lectures.everybody.demos.asked.pairs import EXCHANGED, ONE_WORD, Pair, as_read, preference, sentence_bits
from course_nn.metrics import Reliability, calibration_error, reliability

DEEPEST = 8  # order
TABLE = 500_000  # probabilities that are looked up for one calibration
LONGEST, MOST = 64, 20  # letters of a sentence, and pairs of one's own
EXAMPLE = Words("a neuron adds its inputs | a neuron eats its inputs", "神经元把输入相加 | 神经元把输入吃掉")
HINT = Words(f"in English: {EXAMPLE.en}\nin Chinese: {EXAMPLE.zh}", f"读英文时：{EXAMPLE.en}\n读中文时：{EXAMPLE.zh}")


class Calibration(NamedTuple):
    """How far the claims of a reader come true on a text."""

    bits: float  # a letter
    right: float  # share of letters that it thought likeliest
    claimed: float  # mean probability of those
    error: float  # expected calibration error
    bins: Reliability


@memoized
def counts_of(kind: str) -> tuple[Counts, str]:
    """The counted course, all but lectures 6 and 7, and its alphabet: "letters", English in 31 symbols, or "zh"."""
    text = corpus(kind)
    return Counts(text.train, min(DEEPEST, deepest(len(text.alphabet))), len(text.alphabet)), text.alphabet


def own_pairs(text: str) -> list[Pair]:
    """Pairs as a student types them: a line each, the true sentence first, a bar between the two.

    raises : BadInput for lines without a bar, and for what is too long
    """
    lines = [line.replace("｜", "|").split("|") for line in text.splitlines() if line.strip()]
    wrong = [
        line for line in lines if len(line) != 2 or not all(0 < len(sentence.strip()) <= LONGEST for sentence in line)
    ]
    if wrong or not 0 < len(lines) <= MOST:
        raise BadInput(
            f"expected 1 to {MOST} lines, each with two sentences of at most {LONGEST} letters and a bar between them; "
            f"try: {EXAMPLE.en}",
            f"应为 1 到 {MOST} 行，每行两个句子，各不超过 {LONGEST} 个字符，中间用竖线隔开；"
            f"读英文时可以试试：{EXAMPLE.en}；读中文时：{EXAMPLE.zh}",
        )
    return [Pair(*(Words(sentence.strip(), sentence.strip()) for sentence in line)) for line in lines]


def language_of(kind: str, name: str, own: str) -> str:
    """In which language the pairs are read: own ones in Chinese if they are written so."""
    return "zh" if name == "own" and is_chinese(own) else kind


def pairs_of(name: str, own: str) -> list[Pair]:
    """The pairs of a list: "words", "exchanged" or "own"."""
    if name == "own":
        return own_pairs(own) if own.strip() else [Pair(*map(Words, *(text.split(" | ") for text in EXAMPLE)))]
    return {"words": ONE_WORD, "exchanged": EXCHANGED}[name]


def costs(pair: Pair, kind: str, a: float, order: int) -> list[np.ndarray]:
    """What each letter of both sentences costs, the true one first."""
    counts, alphabet = counts_of(kind)
    sentences = [sentence.zh if kind == "zh" else sentence.en for sentence in pair]
    read = [as_read(sentence, alphabet, kind != "zh") for sentence in sentences]
    return [sentence_bits(counts, sentence, a, order) for sentence in read]


def letters_of(sentence: Words, kind: str) -> str:
    """The sentence as it is read: what is not in the alphabet is a #."""
    _, alphabet = counts_of(kind)
    return decode(as_read(sentence.zh if kind == "zh" else sentence.en, alphabet, kind != "zh"), alphabet)


def preferences(pairs: list[Pair], kind: str, a: float, order: int) -> np.ndarray:
    """1, 0 or −1 for each pair: whether the true sentence is preferred."""
    return np.array([preference(*(bits.sum() for bits in costs(pair, kind, a, order))) for pair in pairs])


@memoized
def text_to_read(name: str, kind: str) -> np.ndarray:
    """Letters that are read: "lecture" 7, its "words" in any order, "backwards", or a "program" in Python."""
    text = corpus(kind)
    if name == "program":
        return encode(simple(inspect.getsource(network)), text.alphabet)
    if name == "words":
        words = decode(text.test, text.alphabet).split(" ")
        return encode(" ".join(np.random.default_rng(0).permutation(words)), text.alphabet)
    return text.test[::-1] if name == "backwards" else text.test


@memoized
def calibration(name: str, kind: str, a: float, order: int) -> Calibration:
    """The Calibration on one of these texts, or on its first letters where the alphabet is large."""
    counts, _ = counts_of(kind)
    letters = text_to_read(name, kind)[: TABLE // counts.K]
    p = counts.table(letters, a, order)
    return Calibration(
        bits=float(-np.log2(p[np.arange(len(letters)), letters]).mean()),
        right=float((p.argmax(axis=1) == letters).mean()),
        claimed=float(p.max(axis=1).mean()),
        error=calibration_error(p, letters),
        bins=reliability(p, letters),
    )
