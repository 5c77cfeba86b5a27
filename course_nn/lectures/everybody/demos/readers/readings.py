"""What the readers make of a held-out lecture: counts, networks, both together, and copying on top."""

from collections.abc import Callable, Generator
from functools import cache, lru_cache, partial
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, Corpus, corpus, decode, encode, simple
from course_nn.lectures.everybody.counting import Counts, Found, smoothed
from course_nn.lectures.everybody.demos.readers.echoes import Echoes, find_echoes, with_echoes
from course_nn.lectures.everybody.demos.readers.kneser_ney import KneserNey
from course_nn.lectures.everybody.demos.readers.recorded import WEIGHTS, recurrent
from course_nn.lectures.everybody.text_attention import (
    LARGE,
    SMALL,
    after_pieces,
    frozen,
    large,
    probabilities,
    trained,
)
from course_nn.lectures.everybody.window_network import after_text, of_text, train_on, window_network
from course_nn.lectures.everybody.writing import sample, words_of
from course_nn.network import Network

DEEPEST, A = 8, 32.0  # order and smoothing of the counts; lecture 6 advises both
DISCOUNT = 0.95  # of Kneser and Ney's counts; lecture 6 advises it
NUMBERS, STEPS = 16, 4000  # of the window network: numbers a letter, and batches that it learns from
TRUST = 3000.0  # weight of a reader beside what is copied
SHARES = np.arange(21) / 20  # of the other reader, in mixtures
COUNTING, KNESER_NEY = 0.05, 0.07  # seconds, about
WRITTEN = 120  # letters
RECALLED = 2000  # answers of the large attention, about 2 MB
OTHER = {TEST: CHOICE, CHOICE: TEST}


class Window(NamedTuple):
    """A window network; the frozen curve is that of these numbers."""

    n: int = 5  # letters that it sees
    hidden: int = 256  # units
    rate: float = 0.01  # at first; it falls to 0

    def network(self) -> Network:
        """As it starts."""
        return window_network(self.n, NUMBERS, self.hidden, len(LETTERS))


class Reader(NamedTuple):
    """Who is mixed with counting; what does not concern it is None."""

    kind: str  # "window", "small", "large", "recurrent", or "kneser": counts smoothed as Kneser and Ney do
    window: Window | None
    step: int | None  # after which it is asked, of the large attention
    goes_on: bool | None  # whether it counts what it reads, of Kneser and Ney's counts

    @classmethod
    def of(cls, kind: str, window: Window, step: int, goes_on: bool = False) -> "Reader":
        """The reader of that kind."""
        return cls(
            kind,
            window if kind == "window" else None,
            step if kind == "large" else None,
            goes_on if kind == "kneser" else None,
        )


def over_time(kind: str, step: int, paid: float) -> tuple[float, float]:
    """A reader's seconds on one core and bits of lecture 7, as measured once; counts pay what they pay now."""
    if kind == "kneser":
        return KNESER_NEY, paid
    if kind == "recurrent":
        return tuple(recurrent().rows[recurrent().chosen, :2].tolist())
    row = {500: 0, 2000: 3, 5000: -1}[step] if kind == "large" else -1
    seconds, bits = getattr(frozen(), kind)[row]
    return seconds, bits


def text_with(lecture: str) -> Corpus:
    """The corpus with that lecture held out; what is learned from is the same for both."""
    return corpus("letters", lecture, OTHER[lecture])


@cache
def counts() -> Counts:
    """All that was counted; lectures 6 and 7 were not."""
    return Counts(text_with(TEST).train, DEEPEST, len(LETTERS))


@cache
def kneser_ney() -> KneserNey:
    """The same counts, smoothed better."""
    return KneserNey(counts())


@cache
def words() -> frozenset:
    """The words of what was counted."""
    return frozenset(words_of(decode(text_with(TEST).train)))


@memoized
def found(lecture: str, goes_on: bool = False) -> Found:
    """How often each place of a lecture was seen in what was counted; with what was read of it, if counting goes on."""
    return counts().find(text_with(lecture).test, goes_on)


def counting(lecture: str, order: int, a: float, goes_on: bool = False) -> np.ndarray:
    """The probability of each letter of a lecture, by counting: (N,)."""
    return smoothed(found(lecture, goes_on), a, len(LETTERS))[order]


class Learned(NamedTuple):
    """A reader that has learned, ready to be asked."""

    of: Callable[[np.ndarray], np.ndarray]  # letters (N,) -> the probability of each of them (N,)
    after: Callable[[np.ndarray], np.ndarray]  # letters (N,) -> the probability of each next one (K,)
    size: int  # weights that were learned


def learned(reader: Reader) -> Generator[float, None, Learned]:
    """The Learned of a reader; the large attention is shipped, the others learn now. The recurrent one is not here."""
    if reader.kind == "kneser":
        of = partial(kneser_ney().of, discount=DISCOUNT, goes_on=bool(reader.goes_on))
        return Learned(of, partial(kneser_ney().probabilities, discount=DISCOUNT), 0)
    if reader.window:
        network = reader.window.network().with_parameters((yield from window_learned(reader.window)))
        of, after = partial(of_text, network), partial(after_text, network)
    elif reader.step:
        network = large(reader.step)
        of, after = partial(probabilities, network, LARGE), partial(after_large, reader.step)
    else:
        network = SMALL.network().with_parameters((yield from small_learned()))
        of, after = partial(probabilities, network, SMALL), partial(after_pieces, network, SMALL)
    return Learned(of, after, network.parameters.size)


def after_large(step: int, letters: np.ndarray) -> np.ndarray:
    """What the large attention expects after a text: (K,)."""
    return _recalled(step, letters[-LARGE.T :].astype(np.int64).tobytes())


@lru_cache(maxsize=RECALLED)
def _recalled(step, before):
    """A hand that moves λ asks after nearly the same text again and again, and the large attention takes its time."""
    return after_pieces(large(step), LARGE, np.frombuffer(before, np.int64))


def mixture(counted: np.ndarray, learned: np.ndarray, share: float, echoes: Echoes | None) -> np.ndarray:
    """The probabilities of both, mixed; with echoes, what is copied goes on top: (N,)."""
    p = (1 - share) * counted + share * learned
    return p if echoes is None else with_echoes(p, echoes, TRUST)


class Reading(NamedTuple):
    """What another reader makes of a lecture."""

    p: np.ndarray  # (N,) of each letter
    size: int  # weights that were learned


@memoized
def reading(reader: Reader, lecture: str) -> Generator[float, None, Reading]:
    """The Reading of a lecture; what the recurrent network says of it was recorded."""
    if reader.kind == "recurrent":
        return Reading(2 ** -recurrent().paid[lecture], WEIGHTS)
    other = yield from learned(reader)
    return Reading(other.of(text_with(lecture).test), other.size)


def beginning(typed: str) -> str:
    """What is read of a typed beginning; no reader sees more letters than the large attention."""
    return simple(typed)[-LARGE.T :]


@memoized
def written(
    reader: Reader | None, lam: float, order: int, a: float, start: str, T: float, seed: int
) -> Generator[float, None, str]:
    """What counts and a reader mixed write after a beginning; None for counts alone."""
    counted = partial(counts().probabilities, a=a, order=order)
    other = (yield from learned(reader)) if reader else None

    def after(letters):
        return mixture(counted(letters), other.after(letters), lam, None) if other else counted(letters)

    return decode(sample(after, encode(start), WRITTEN, T, seed))


@memoized
def window_learned(window: Window) -> Generator[float, None, np.ndarray]:
    """The parameters of the window network that has read the course: (P,)."""
    network = window.network()
    yield from train_on(network, text_with(TEST).train, window.rate, STEPS)
    return network.parameters


@memoized
def small_learned() -> Generator[float, None, np.ndarray]:
    """The parameters of the small attention that has read the course: (P,)."""
    kept = yield from trained(SMALL, text_with(TEST).train)
    return kept[-1]


@memoized
def echoes_in(lecture: str, reach: int) -> Generator[float, None, Echoes]:
    """What speaks for each letter of a lecture from so far before it."""
    return (yield from find_echoes(text_with(lecture).test, reach))


def bits(p: np.ndarray) -> float:
    """What a letter costs on average: −log₂ p."""
    return float(-np.log2(p).mean())
