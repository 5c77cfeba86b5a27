"""One kind of linear classifier reads handwritten digits: from pixels, and from hidden layers, trained or not."""

from collections.abc import Generator
from functools import cache
from typing import NamedTuple

import numpy as np

from course_nn import datasets
from course_nn.common.progress import memoized
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.losses import softmax
from course_nn.network import Network
from course_nn.training import train

WIDTHS = (4, 8, 16, 32, 128)
SHUFFLES = range(5)
USUAL = 2  # the shuffle whose accuracies are in the middle of the five
SEEDS = 2
HELD_OUT = 597
STEPS = 240  # of every training, so that the epochs depend on its size
BATCH = 100
HOW = dict(
    loss="softmax_cross_entropy",
    optimizer="adam",
    batch_size=BATCH,
    penalty="l2",
    lam=0.3,
)


class Digits(NamedTuple):
    """Digits to train on, and others that no classifier has seen; 0 is the mean ink of those to train on."""

    X: np.ndarray  # (size, 64)
    y: np.ndarray  # (size,) 0 … 9
    unseen: np.ndarray  # (597, 64)
    ink: np.ndarray  # (597, 64) the same as it was, 0 … 1
    labels: np.ndarray  # (597,)


class Reader(NamedTuple):
    """A linear classifier, of pixels or of a hidden layer, and what it makes of the held-out digits."""

    templates: np.ndarray  # (M, 64) weights of the first layer
    responses: np.ndarray  # (597, M) of its units: ψ, or p of the classes if there is no other layer
    p: np.ndarray  # (597, 10)
    wrong: float  # share of digits, or (B,) of readers of B networks

    @property
    def has_hidden_layer(self) -> bool:
        return self.responses is not self.p


class Study(NamedTuple):
    """Readers that were trained on so many digits: those that are shown, and how often each of them errs."""

    digits: Digits
    pixels: Reader
    learned: dict  # width -> Reader, from the first seed
    wrong: np.ndarray  # (3, 5, 2) share of digits, by kind (pixels, untrained, learned), width and seed
    order: np.ndarray  # (597,) the held-out digits, those hardest from their pixels first


@cache
def split(size, shuffle=USUAL):
    """So many digits to train on, and 597 others held out, which are the same for all sizes.

    shuffle : seed of the order in which the digits are dealt out;  returns Digits
    """
    data = datasets.digits()
    order = np.random.default_rng(shuffle).permutation(len(data.y))
    learn, test = order[:size], order[-HELD_OUT:]
    X = (data.X - data.X[learn].mean(axis=0)).astype(np.float32)
    return Digits(
        X=X[learn],
        y=data.y[learn],
        unseen=X[test],
        ink=data.X[test],
        labels=data.y[test],
    )


def read_from(digits: Digits, network: Network = None) -> Reader:
    """Train a linear classifier, from zero, on the hidden layer of a network, or on pixels.

    network : 64-n-10, or B of them, which stay as they are;  returns Reader, with B as the first axis of its arrays
    """
    H = features(network, digits.X) if network else digits.X  # (size, M) or (B, size, M)
    unseen = features(network, digits.unseen) if network else digits.unseen
    seed = range(len(H)) if H.ndim == 3 else 0  # as many linear ones; all start at zero
    linear = Network((H.shape[-1], 10), [], init="zeros", seed=seed, dtype=np.float32)
    train(linear, H, digits.y, learning_rate=0.1, epochs=STEPS * BATCH // H.shape[-2], **HOW)
    p = softmax(linear(unseen))
    return Reader(
        templates=network.weights[0].copy() if network else linear.weights[0],
        responses=unseen if network else p,
        p=p,
        wrong=np.mean(p.argmax(axis=-1) != digits.labels, axis=-1),
    )


@memoized
def study(size: int, shuffle: int = USUAL) -> Generator[float, None, Study]:
    """Readers of pixels, and of untrained and of learned hidden layers of all widths and seeds.

    size : digits to train on;  shuffle : as for split;  yields the share done;  returns Study
    """
    digits, learned, wrong = split(size, shuffle), {}, []
    pixels = read_from(digits)
    for k, width in enumerate(WIDTHS):
        yield k / len(WIDTHS)
        networks = Network((64, width, 10), "relu", init="he", seed=range(SEEDS), dtype=np.float32)
        untrained = read_from(digits, networks)
        train(networks, digits.X, digits.y, learning_rate=0.02, epochs=STEPS * BATCH // size, **HOW)
        readers = read_from(digits, networks)
        learned[width] = Reader(*(part[0].copy() for part in readers))  # no view, which would keep all of them
        wrong.append(np.broadcast_arrays(pixels.wrong, untrained.wrong, readers.wrong))
    p_of_the_truth = pixels.p[np.arange(HELD_OUT), digits.labels]
    return Study(
        digits=digits,
        pixels=pixels,
        learned=learned,
        wrong=np.stack(wrong, axis=1),
        order=np.argsort(p_of_the_truth),
    )


def confusion_matrix(labels: np.ndarray, given: np.ndarray) -> np.ndarray:
    """How often each digit was given each answer: rows are true, columns given.

    labels, given : (n,) 0 … 9;  returns (10, 10) int
    """
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, given), 1)
    return counts
