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
TYPICAL = 2  # the shuffle whose accuracies lie in the middle of the five
SEEDS = 2
HELD_OUT = 597
STEPS = 240  # of every training, so that the epochs depend on its size
BATCH = 100
SETTINGS: dict = dict(
    loss="softmax_cross_entropy",
    optimizer="adam",
    batch_size=BATCH,
    penalty="l2",
    lam=0.3,
)


class Digits(NamedTuple):
    """Digits to train on, and others to test with. The X are the ink less the mean ink of the digits to train on."""

    X: np.ndarray  # (size, 64)
    y: np.ndarray  # (size,) 0 … 9
    X_test: np.ndarray  # (597, 64)
    ink: np.ndarray  # (597, 64) of the test digits, 0 … 1
    labels: np.ndarray  # (597,)


class Reader(NamedTuple):
    """A linear classifier, of pixels or of a hidden layer, and its answers to the held-out digits."""

    templates: np.ndarray  # (M, 64) weights of the first layer
    responses: np.ndarray  # (597, M) of its units: ψ, or p of the classes if there is no other layer
    p: np.ndarray  # (597, 10)
    wrong: np.ndarray  # () share of digits, or (B,) of readers of B networks

    @property
    def has_hidden_layer(self) -> bool:
        return self.responses is not self.p


class Study(NamedTuple):
    """Readers that were trained on so many digits: those in the picture, and the errors of all."""

    digits: Digits
    pixels: Reader
    learned: dict  # width -> Reader, from the first seed
    wrong: np.ndarray  # (3, 5, 2) share of digits, by kind (pixels, untrained, learned), width and seed
    order: np.ndarray  # (597,) the held-out digits, first those that are hardest to read from their pixels


@cache
def split(size: int, shuffle: int = TYPICAL) -> Digits:
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
        X_test=X[test],
        ink=data.X[test],
        labels=data.y[test],
    )


def read_from(digits: Digits, network: Network | None = None) -> Reader:
    """Train a linear classifier, from zero, on the hidden layer of a network, or on pixels.

    network : 64-n-10, or B of them, which stay as they are;  returns Reader, with B as the first axis of its arrays
    """
    H = features(network, digits.X) if network else digits.X  # (size, M) or (B, size, M)
    H_test = features(network, digits.X_test) if network else digits.X_test
    seed = range(len(H)) if H.ndim == 3 else 0  # as many linear ones; all start at zero
    linear = Network((H.shape[-1], 10), [], init="zeros", seed=seed, dtype=np.float32)
    train(linear, H, digits.y, learning_rate=0.1, epochs=STEPS * BATCH // H.shape[-2], **SETTINGS)
    p = softmax(linear(H_test))
    return Reader(
        templates=network.weights[0].copy() if network else linear.weights[0],
        responses=H_test if network else p,
        p=p,
        wrong=np.mean(p.argmax(axis=-1) != digits.labels, axis=-1),
    )


@memoized
def study(size: int, shuffle: int = TYPICAL) -> Generator[float, None, Study]:
    """Readers of pixels, and of untrained and of learned hidden layers of all widths and seeds.

    size : digits to train on;  shuffle : as for split;  yields the share done;  returns Study
    """
    digits = split(size, shuffle)
    learned, wrong = {}, []
    pixels = read_from(digits)
    for k, width in enumerate(WIDTHS):
        yield k / len(WIDTHS)
        networks = Network((64, width, 10), "relu", init="he", seed=range(SEEDS), dtype=np.float32)
        untrained = read_from(digits, networks)
        train(networks, digits.X, digits.y, learning_rate=0.02, epochs=STEPS * BATCH // size, **SETTINGS)
        readers = read_from(digits, networks)
        learned[width] = Reader(*(part[0].copy() for part in readers))  # copies, for a view would keep all of them
        wrong.append(np.broadcast_arrays(pixels.wrong, untrained.wrong, readers.wrong))
    p_of_the_truth = pixels.p[np.arange(HELD_OUT), digits.labels]
    return Study(
        digits=digits,
        pixels=pixels,
        learned=learned,
        wrong=np.stack(wrong, axis=1),
        order=np.argsort(p_of_the_truth),
    )


def confusion_matrix(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """How often each digit got each answer: a row for each digit, a column for each answer.

    labels, answers : (n,) 0 … 9;  returns (10, 10) int
    """
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, answers), 1)
    return counts
