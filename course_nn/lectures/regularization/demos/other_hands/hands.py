"""Networks that have learned from the digits of 13 people, and how many digits of other hands they read.

A drawing is prepared as the data set was, or one of the steps is left out. What is learned may be changed, too: digits
that are moved aside, or some of the program's own added.
"""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.handwriting import BLOCK, blocks, even_stroke, normalised, stretched, upright
from course_nn.layers import Augmentation
from course_nn.lectures.regularization.augmentation import at_random, shift
from course_nn.losses import one_hot
from course_nn.network import Network, dense_layers
from course_nn.scripted_hands import scripted_digits
from course_nn.training import watch

PREPARED: dict[str, Callable] = {  # what is done to a drawing before its ink is counted
    "as the data": normalised,
    "no shear": lambda drawing: even_stroke(stretched(drawing)),
    "no thickness": lambda drawing: upright(stretched(drawing)),
    "no size": lambda drawing: upright(even_stroke(drawing)),
}
LEARNED, RUNS, RATE, BATCH = 1200, 3, 0.003, 32
AROUND = tuple(shift(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
ADDED = 17  # the seed of the program's digits that may be added, one in each way


class Reading(NamedTuple):
    """What networks read."""

    test: np.ndarray  # (3,) share of their test digits
    shares: np.ndarray  # (4, 3) share of the program's, in each way of PREPARED
    own: np.ndarray  # (4, 3) the same of the reader's own; nan without any
    mean: float  # of the reader's own, all steps taken; nan without any
    right: np.ndarray  # (4, 400) bool, whether the first of them reads each of the program's


def prepared(drawings: np.ndarray, way: str) -> np.ndarray:
    """The 64 numbers of each drawing: (n, 64), ink 0 … 1."""
    return np.array([blocks(PREPARED[way](one)) for one in drawings]).reshape(-1, 64) / BLOCK**2


@memoized
def of_the_program(way: str) -> np.ndarray:
    """Its 400 digits, prepared."""
    return prepared(scripted_digits()[0], way)


Own = tuple[bytes, bytes]  # the reader's drawings and digits, as what is memoized can be known by


@memoized
def networks(
    learn: str, width: int, seed: int, epochs: int, own: Own = (b"", b"")
) -> Generator[float, None, tuple[Network, np.ndarray]]:
    """Three networks, and the shares of their test digits that they read.

    learn : "digits", "shifted" ones, or with some added: "hands", of the program, or "yours"
    """
    X, y = (np.stack(parts) for parts in zip(*(shuffled_digits(LEARNED, seed + k, centred=False) for k in range(RUNS))))
    train, labels, test, expected = X[:, :LEARNED], y[:, :LEARNED], X[:, LEARNED:], y[:, LEARNED:]
    drawings, digits = added(learn, own)
    train = np.concatenate([train, drawings], axis=1)
    labels = np.concatenate([labels, digits], axis=1)
    moves = [Augmentation(at_random(AROUND))] if learn == "shifted" else []
    network = Network([*moves, *dense_layers((64, width, 10), "relu", init="he")], seed=range(seed, seed + RUNS))
    settings = dict(optimizer="adam", learning_rate=RATE, batch_size=BATCH, every=epochs)
    yield from watch(network, train, one_hot(labels, 10), "softmax_cross_entropy", epochs, **settings)
    return network, np.mean(network(test).argmax(axis=-1) == expected, axis=-1)


def added(learn: str, own: Own) -> tuple[np.ndarray, np.ndarray]:
    """What each network learns besides, (3, n, 64), and as which digits, (3, n)."""
    drawings, digits = scripted_digits(1, ADDED)
    rows = np.tile(np.arange(len(digits) if learn == "hands" else 0), (RUNS, 1))
    if learn == "yours":
        drawings, digits = np.frombuffer(own[0], bool).reshape(-1, 32, 32), np.frombuffer(own[1], int)
        others = [np.flatnonzero(~one) for one in asked("yours", len(digits))]
        rows = np.array([np.resize(one, max(map(len, others))) for one in others])
    return prepared(drawings, "as the data")[rows], digits[rows]


def asked(learn: str, n: int) -> np.ndarray:
    """Which of the reader's own each network is asked, (3, n): all, or of those that are learned a third that it has
    not seen.
    """
    if learn == "yours" and n >= RUNS:
        return np.arange(n) % RUNS == np.arange(RUNS)[:, None]
    return np.ones((RUNS, n), bool)


def reading(
    learn: str, width: int, seed: int, epochs: int, drawings: np.ndarray, digits: np.ndarray
) -> Generator[float, None, Reading]:
    """What they read of their test digits, of the program's and of the reader's own drawings (n, 32, 32)."""
    own = (drawings.tobytes(), digits.astype(int).tobytes()) if learn == "yours" else (b"", b"")
    network, test = yield from networks(learn, width, seed, epochs, own)
    _, y = scripted_digits()
    right = np.array([network(of_the_program(way)).argmax(axis=-1) == y for way in PREPARED])  # (4, 3, 400)
    shares, mean = np.full((len(PREPARED), RUNS), np.nan), np.nan
    if len(digits):
        these = asked(learn, len(digits))
        found = np.array([network(prepared(drawings, way)).argmax(axis=-1) == digits for way in PREPARED]) & these
        shares, mean = found.sum(axis=-1) / these.sum(axis=-1), float(found[0].sum() / these.sum())
    return Reading(test=test, shares=right.mean(axis=-1), own=shares, mean=mean, right=right[:, 0])
