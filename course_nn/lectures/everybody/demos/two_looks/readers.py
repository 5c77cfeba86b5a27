"""The readers that learn to copy: what each is made of, how it learns, and how often it is right."""

from collections.abc import Generator, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.layers import ActivationLayer, Dense, Layer, Mode
from course_nn.lectures.everybody.attention_network import KNOWN_LETTERS, attention_layers, maps, next_letters
from course_nn.lectures.everybody.copying import KINDS, NOTHING, Looks, Repeats, T, Wiring, allowed, repeats, two_looks
from course_nn.lectures.everybody.window_network import Embedding
from course_nn.network import Network
from course_nn.optimizers import Adam
from course_nn.training import Objective, advance, learn

TAUGHT, ASKED = tuple(range(4, 10)), tuple(range(4, KINDS + 1))  # letters of a block in training, and in the test
LONGER = slice(len(TAUGHT), len(TAUGHT) + 2)  # of ASKED: blocks of 10 and 11 letters
STEPS, EVERY, BATCH = 600, 20, 32  # of training, and from one that is kept to the next; texts a step
TEXTS = 50  # of each length in the test


class Reader(NamedTuple):
    """What a reader that learns is made of."""

    d: int  # numbers a place
    blocks: int  # looks, one after the other
    heads: int = 1  # that look side by side
    hidden: int = 0  # units of a dense layer after each look
    positions: bool = True  # whether a place has numbers of its own
    pairs: bool = False  # whether it reads pairs: each letter together with the one before

    def network(self, seed: int, cut: str = "nothing") -> Network:
        """As it starts; its first look may not go where it is cut."""
        tokens = KINDS * (KINDS + 1) if self.pairs else KINDS
        parts = self.d, self.blocks, self.heads, self.hidden, self.positions, allowed(cut)
        return Network(attention_layers(T, tokens, *parts, answers=KINDS), seed=seed, dtype=np.float32)

    def tokens(self, texts: np.ndarray) -> np.ndarray:
        """The texts as it reads them: (m, T)."""
        if not self.pairs:
            return texts
        before = np.concatenate([np.full((len(texts), 1), NOTHING), texts[:, :-1]], axis=1)
        return (before + 1) * KINDS + texts


class Windows(Layer):
    """Of texts (m, T) the n letters up to each place, one window after the other: (m T, n); the lowest layer.

    Before the beginning stands letter 0.
    """

    N: int
    M: int

    def __init__(self, T: int, n: int):
        self.N, self.M = T, n

    def forward(self, x: np.ndarray, mode: Mode) -> tuple:
        padded = np.concatenate([np.zeros((len(x), self.M - 1), x.dtype), x], axis=1)
        return np.lib.stride_tricks.sliding_window_view(padded, self.M, axis=1).reshape(-1, self.M), None

    def backward(self, dy: np.ndarray, kept: Any) -> None:
        """Nothing is learned below it."""


class WindowReader(NamedTuple):
    """What the dull rival is made of: it looks nowhere, and sees the last letters through a window."""

    n: int  # letters
    d: int  # numbers a letter
    hidden: int
    blocks: int = 0  # looks

    def network(self, seed: int, cut: str = "nothing") -> Network:
        """As it starts; it has no look that could be cut."""
        dense = [Dense(self.n * self.d, self.hidden), ActivationLayer("tanh"), Dense(self.hidden, KINDS)]
        return Network([Windows(T, self.n), Embedding(self.n, KINDS, self.d), *dense], seed=seed, dtype=np.float32)

    def tokens(self, texts: np.ndarray) -> np.ndarray:
        """The texts as they are."""
        return texts


READERS: dict[str, Reader | WindowReader] = {
    "two": Reader(32, 2),
    "bare": Reader(32, 2, positions=False),
    "one": Reader(64, 1, heads=4),
    "dense": Reader(64, 1, heads=4, hidden=128),
    "pairs": Reader(32, 1, pairs=True),
    "window": WindowReader(20, 8, 64),
}


def lessons(reader: Reader | WindowReader, seed: int) -> Iterator[tuple]:
    """Without end: texts (BATCH, T), and what comes next, one-hot, where it is known: (BATCH · T, KINDS)."""
    rng, one_hot = np.random.default_rng(seed), np.eye(KINDS, dtype=np.float32)
    while True:
        data = repeats(rng, BATCH, TAUGHT)
        yield reader.tokens(data.texts), one_hot[data.following.ravel()] * data.known.reshape(-1, 1)


@memoized
def taught(name: str, rate: float, seed: int) -> Generator[float, None, np.ndarray]:
    """The parameters of a reader at the start and after every 20 steps: (31, P)."""
    network = READERS[name].network(seed)
    learning = learn(network, lessons(READERS[name], seed), Objective(KNOWN_LETTERS), Adam(rate, beta2=0.99))
    kept = [network.parameters.copy()]
    for step in range(0, STEPS, EVERY):
        yield step / STEPS
        advance(learning, EVERY)
        kept.append(network.parameters.copy())
    return np.array(kept)


@cache
def exam() -> Repeats:
    """Texts of every length of ASKED, TEXTS of each, one after the other."""
    drawn = [repeats(np.random.default_rng(length), TEXTS, (length,)) for length in ASKED]
    return Repeats(*map(np.concatenate, zip(*drawn)))


def rights(p: np.ndarray) -> np.ndarray:
    """The share of known letters of the exam that are foretold, for each length of ASKED: (9,)."""
    data = exam()
    right = (p.argmax(axis=-1) == data.following) & data.known
    each = right.sum(axis=1) / data.known.sum(axis=1)
    return each.reshape(len(ASKED), TEXTS).mean(axis=1)


def guessing() -> np.ndarray:
    """The same for whoever guesses one of the letters of the block: (9,)."""
    return 1 / np.array(ASKED)


@memoized
def learned(name: str, rate: float, seed: int, step: int, cut: str) -> Generator[float, None, tuple]:
    """A network at a step of its training, and how often it is right then: (Network, (9,))."""
    kept = yield from taught(name, rate, seed)
    network = READERS[name].network(seed, cut).with_parameters(kept[step // EVERY])
    return network, rights(next_letters(network, READERS[name].tokens(exam().texts)))


def looks_of(name: str, network: Network, text: np.ndarray) -> Looks:
    """Where a network looks in one text (T,), the mean over its heads, and what it foretells; a look that it does not
    have is nan."""
    trace = network.forward(READERS[name].tokens(text[None]))
    found = [each[0].mean(axis=0) for each in maps(trace)]
    p = next_letters(network, READERS[name].tokens(text[None]))[0]
    first, second = (found + [np.full((T, T), np.nan)] * 2)[:2]
    return Looks(first, second, p)


@memoized
def by_hand(wiring: Wiring, beta: float) -> np.ndarray:
    """How often a circuit that was laid by hand is right: (9,)."""
    return rights(two_looks(exam().texts, wiring, beta).p)


@memoized
def surest(wiring: Wiring, beta: float) -> float:
    """The least probability that it gives to a letter that is known."""
    p, data = two_looks(exam().texts, wiring, beta).p, exam()
    return float(np.take_along_axis(p, data.following[..., None], axis=-1)[..., 0][data.known].min())
