"""Attention that reads the course: how it is made, trained and asked, and how what it has learned is kept small."""

from collections.abc import Generator, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from course_nn.lectures.everybody.alphabet import LETTERS
from course_nn.lectures.everybody.attention_network import attention_layers, next_letters
from course_nn.losses import LOSSES, softmax
from course_nn.network import Network
from course_nn.optimizers import Adam, Scheduled
from course_nn.training import Objective, advance, learn

WARM = 50  # steps in which the rate rises at first
PIECE = 512  # parameters that share a scale


class Plan(NamedTuple):
    """What a reader with attention is made of, and how it learns."""

    T: int  # letters that it sees
    d: int  # numbers a letter
    blocks: int
    hidden: int  # units of the dense layer in each block
    rate: float  # learning rate, which falls to 0
    steps: int
    batch: int  # texts of T letters a step
    heads: int = 4

    def network(self, seed: int = 0) -> Network:
        """As it starts."""
        layers = attention_layers(self.T, len(LETTERS), self.d, self.blocks, self.heads, self.hidden)
        return Network(layers, seed=seed, dtype=np.float32)


SMALL = Plan(T=16, d=32, blocks=1, hidden=128, rate=0.02, steps=3000, batch=32)  # trained while one waits
LARGE = Plan(T=64, d=48, blocks=2, hidden=192, rate=0.01, steps=5000, batch=16)  # shipped


def lessons(letters: np.ndarray, plan: Plan, seed: int) -> Iterator[tuple]:
    """Without end: pieces of a text that begin at random places, and the letter after each of theirs, one-hot."""
    rng, one_hot = np.random.default_rng(seed), np.eye(len(LETTERS), dtype=np.float32)
    while True:
        places = rng.integers(len(letters) - plan.T, size=(plan.batch, 1)) + np.arange(plan.T + 1)
        pieces = letters[places]
        yield pieces[:, :-1], one_hot[pieces[:, 1:].ravel()]


def rates(plan: Plan) -> Iterator[float]:
    """The learning rate of each step: up within the first 50, then evenly down to 0."""
    return (plan.rate * min(1.0, (step + 1) / WARM) * (1 - step / plan.steps) for step in range(plan.steps))


def trained(
    plan: Plan, letters: np.ndarray, seed: int = 0, every: int = 50, until: int | None = None
) -> Generator[float, None, list]:
    """The networks' parameters after every so many steps, the start first; yields the share done.

    until : the step after which it ends, if that is not the last
    """
    network, until = plan.network(seed), until or plan.steps
    objective = Objective(LOSSES["softmax_cross_entropy"])
    learning = learn(
        network, lessons(letters, plan, seed), objective, Scheduled(Adam(plan.rate, beta2=0.99), rates(plan))
    )
    kept = [network.parameters.copy()]
    for step in range(0, until, every):
        yield step / until
        advance(learning, min(every, until - step))
        kept.append(network.parameters.copy())
    return kept


def probabilities(network: Network, plan: Plan, letters: np.ndarray) -> np.ndarray:
    """Of each letter of a text, after those before it, at least T/4 of them and at most T: (N,)."""
    N, T = len(letters), plan.T
    before = np.append(0, letters[:-1])  # a space stands before the beginning
    starts = np.unique(np.append(np.arange(0, max(N - T, 0) + 1, T - T // 4), max(N - T, 0)))
    places = starts[:, None] + np.arange(T)
    p, each = np.ones(N), next_letters(network, before[places.clip(max=N - 1)])
    for row, at in zip(each[::-1], places[::-1]):  # so that what is seen with more before it is written last
        inside = at < N
        p[at[inside]] = row[np.arange(T), letters[at.clip(max=N - 1)]][inside]
    return p


def after_pieces(network: Network, plan: Plan, letters: np.ndarray) -> np.ndarray:
    """The probability of each letter that may come after a text, of which it sees the last T letters: (K,)."""
    before = np.append(0, letters)[-plan.T :]  # a space stands before the beginning
    text = np.pad(before, (0, plan.T - len(before)))  # no place looks at later ones
    return softmax(network(text[None])[len(before) - 1].astype(float))


def packed(parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parameters as whole numbers from −127 to 127 and a scale for each 512 of them: (P,) int8 and (⌈P/512⌉,)."""
    pieces = np.array_split(parameters, range(PIECE, len(parameters), PIECE))
    scales = np.array([np.abs(piece).max() / 127 for piece in pieces], np.float32)
    whole = [np.round(piece / scale) for piece, scale in zip(pieces, scales)]
    return np.concatenate(whole).astype(np.int8), scales


def unpacked(whole: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The way back: (P,) float32, each off by half a scale at most."""
    return whole * np.repeat(scales, PIECE)[: len(whole)]


class Frozen(NamedTuple):
    """What was measured once; tools/text_attention.py made it."""

    window: np.ndarray  # (10, 2) seconds and bits per letter of lecture 7
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


@cache
def large(step: int) -> Network:
    """The large attention that is shipped, after a step."""
    return LARGE.network().with_parameters(frozen().parameters[step])
