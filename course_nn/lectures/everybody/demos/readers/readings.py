"""What the readers make of a held-out lecture: counts, networks, both together, and copying on top."""

from collections.abc import Generator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, Corpus, corpus
from course_nn.lectures.everybody.counting import Counts, Found, smoothed
from course_nn.lectures.everybody.demos.readers.echoes import Echoes, find_echoes
from course_nn.lectures.everybody.demos.readers.text_attention import LARGE, SMALL, probabilities, trained, unpacked
from course_nn.lectures.everybody.window_network import of_text, train_on, window_network

DEEPEST, OTHERS = 8, 2  # orders: of the counts, and of those that they may be mixed with instead of a network
OTHERS_A = 16.0  # smoothing of the latter
WINDOW = (5, 16, 256)  # letters, numbers a letter, hidden units
STEPS, RATE = 4000, 0.01  # of the window network
TRUST = 3000.0  # weight of a reader beside what is copied
COUNTING = 0.03  # seconds, about
OTHER = {TEST: CHOICE, CHOICE: TEST}


class Frozen(NamedTuple):
    """What was measured once; tools/text_attention.py made it."""

    window: np.ndarray  # (10, 2) seconds and bits a letter of lecture 7
    small: np.ndarray  # (10, 2)
    large: np.ndarray  # (10, 2)
    parameters: dict  # step of the large attention: (P,)


@cache
def frozen() -> Frozen:
    """The file text_attention.npz."""
    with (files("course_nn.data") / "text_attention.npz").open("rb") as file, np.load(file) as stored:
        rows = zip(stored["steps"].tolist(), stored["whole"], stored["scales"])
        parameters = {step: unpacked(whole, scales) for step, whole, scales in rows}
        return Frozen(stored["window"], stored["small"], stored["large"], parameters)


def text_with(lecture: str) -> Corpus:
    """The corpus with that lecture held out; what is learned from is the same for both."""
    return corpus("letters", lecture, OTHER[lecture])


@memoized
def found(lecture: str) -> Found:
    """How often each place of a lecture was seen in what was counted."""
    text = text_with(lecture)
    return Counts(text.train, DEEPEST, len(LETTERS)).find(text.test)


def counting(lecture: str, order: int, a: float) -> np.ndarray:
    """The probability of each letter of a lecture, by counting: (N,)."""
    return smoothed(found(lecture), a, len(LETTERS))[order]


class Reading(NamedTuple):
    """What another reader makes of a lecture."""

    p: np.ndarray  # (N,) of each letter
    size: int  # weights that were learned


@memoized
def reading(reader: str, step: int, lecture: str) -> Generator[float, None, Reading]:
    """The Reading of "window", "small", "large" after a step, or "two": counts of order 2."""
    text = text_with(lecture)
    if reader == "two":
        return Reading(counting(lecture, OTHERS, OTHERS_A), 0)
    if reader == "window":
        theta = yield from window_learned()
        network = window_network(*WINDOW, len(LETTERS)).with_parameters(theta)
        return Reading(of_text(network, text.test), theta.size)
    plan = SMALL if reader == "small" else LARGE
    theta = (yield from small_learned()) if reader == "small" else frozen().parameters[step]
    return Reading(probabilities(plan.network().with_parameters(theta), plan, text.test), theta.size)


@memoized
def window_learned() -> Generator[float, None, np.ndarray]:
    """The parameters of the window network that has read the course: (P,)."""
    network = window_network(*WINDOW, len(LETTERS))
    yield from train_on(network, text_with(TEST).train, RATE, STEPS)
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
