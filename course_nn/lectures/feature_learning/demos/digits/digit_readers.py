"""One kind of linear classifier reads digits: from pixels, from principal components, from hidden layers."""

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
KINDS = ("pixels", "untrained", "components", "discriminants", "linear", "learned")  # of features
WIDEST_LINEAR = 32  # of linear features more than the 64 pixels would be of no use
WIDEST = {"components": WIDEST_LINEAR, "discriminants": 8, "linear": WIDEST_LINEAR}  # ten means span nine dimensions
SHUFFLES = range(5)
TYPICAL = 3  # the shuffle whose accuracies lie nearest to the middle of the five
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
    of_features: dict  # (kind, width) -> Reader, from the first seed
    wrong: np.ndarray  # (6, 5, 2) share of digits, by kind, width and seed; nan where there is no such reader
    order: np.ndarray  # (597,) the held-out digits, first those that are hardest to read from their pixels

    def reader(self, kind: str, width: int) -> Reader:
        """The reader of a kind of features, of so many or, if there are none, of the most there are."""
        if kind == "pixels":
            return self.pixels
        return self.of_features[kind, min(width, WIDEST.get(kind, width))]


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


def learn(network: Network, X: np.ndarray, y: np.ndarray, rate: float) -> None:
    """Train a network, or a batch of them, as all of this study are trained: 240 steps of Adam, with a penalty.

    X : (n, N) or (B, n, N);  y : (n,) 0 … 9;  rate : η
    """
    epochs = STEPS * BATCH // X.shape[-2]
    train(network, X, y, learning_rate=rate, epochs=epochs, every=epochs, **SETTINGS)


def read_from(digits: Digits, *networks: Network) -> Reader:
    """Train a linear classifier, from zero, on the hidden layer of a network, or on pixels.

    networks : 64-n-10, or batches of them, which stay as they are; none: pixels
    returns  : Reader, with the networks of all batches as the first axis of its arrays
    """
    H, H_test = (_hidden(X, networks) for X in (digits.X, digits.X_test))  # (size, M) or (B, size, M)
    seed = range(len(H)) if H.ndim == 3 else 0  # as many linear ones; all start at zero
    linear = Network((H.shape[-1], 10), [], init="zeros", seed=seed, dtype=np.float32)
    learn(linear, H, digits.y, rate=0.1)
    p = softmax(linear(H_test))
    return Reader(
        templates=_together([network.weights[0] for network in networks or [linear]]),
        responses=H_test if networks else p,
        p=p,
        wrong=np.mean(p.argmax(axis=-1) != digits.labels, axis=-1),
    )


def _hidden(X, networks):
    return _together([features(network, X) for network in networks]) if networks else X


def _together(parts):
    return np.concatenate(parts) if len(parts) > 1 else parts[0].copy()


def principal_components(digits: Digits, width: int) -> Network:
    """The directions in which the training digits differ most, as a layer of linear units that nobody has trained.

    ψ(x) = V x, the rows of V the first right singular vectors of X: no label has any part in it

    width : at most 64;  returns a batch of one Network 64-width-10
    source : Pearson, On Lines and Planes of Closest Fit (1901)
    """
    network = Network((64, width, 10), "linear", init="zeros", seed=[0], dtype=np.float32)
    network.weights[0] = np.linalg.svd(digits.X, full_matrices=False)[2][:width]
    return network


def discriminants(digits: Digits, width: int) -> Network:
    """The directions in which the means of the classes differ most, beside how much digits of one class do, as a layer
    of linear units that nobody has trained; a closed formula, in which the labels have a part.

    ψ(x) = V x, V the leading eigenvectors of S⁻¹B: S the covariance within a class, to which its mean variance is
    added in all directions, B that of the means; all together as large as the inputs

    width : at most 9;  returns a batch of one Network 64-width-10
    source : Fisher, The use of multiple measurements in taxonomic problems (1936)
    """
    means = np.stack([digits.X[digits.y == k].mean(axis=0) for k in range(10)])[digits.y]
    within, between = (np.cov(part.T, bias=True) for part in (digits.X - means, means))
    within += np.trace(within) / len(within) * np.eye(len(within))
    C = np.linalg.inv(np.linalg.cholesky(within))  # C S Cᵀ = I
    V = np.linalg.eigh(C @ between @ C.T)[1][:, : -width - 1 : -1].T @ C
    network = Network((64, width, 10), "linear", init="zeros", seed=[0], dtype=np.float32)
    network.weights[0] = V * np.sqrt(digits.X.var(axis=0).sum() / width) / (digits.X @ V.T).std()
    return network


def networks_of(digits: Digits, width: int) -> dict:
    """Batches of hidden layers of that width: {kind: Network}, all but the pixels.

    untrained, learned : ReLU, before and after a training with the labels;  linear : learned, but without a φ
    """
    untrained = Network((64, width, 10), "relu", init="he", seed=range(SEEDS), dtype=np.float32)
    learned = untrained.with_parameters(untrained.parameters)
    found = dict(untrained=untrained, learned=learned)
    if width <= WIDEST_LINEAR:
        linear = Network((64, width, 10), "linear", init="glorot", seed=range(SEEDS), dtype=np.float32)
        found |= dict(components=principal_components(digits, width), linear=linear)
    if width <= WIDEST["discriminants"]:
        found |= dict(discriminants=discriminants(digits, width))
    for kind in {"learned", "linear"} & set(found):
        learn(found[kind], digits.X, digits.y, rate=0.02)
    return found


@memoized
def study(size: int, shuffle: int = TYPICAL) -> Generator[float, None, Study]:
    """Readers of pixels, and of hidden layers of all kinds, widths and seeds.

    size : digits to train on;  shuffle : as for split;  yields the share done;  returns Study
    """
    digits = split(size, shuffle)
    of_features: dict = {}
    wrong = np.full((len(KINDS), len(WIDTHS), SEEDS), np.nan)
    pixels = read_from(digits)
    wrong[0] = pixels.wrong
    for column, width in enumerate(WIDTHS):
        yield column / len(WIDTHS)
        networks = networks_of(digits, width)
        readers, first = read_from(digits, *networks.values()), 0
        for kind, network in networks.items():
            end = first + len(network.parameters)
            wrong[KINDS.index(kind), column] = readers.wrong[first:end]
            of_features[kind, width] = Reader(*(part[first].copy() for part in readers))  # a view would keep all
            first = end
    return Study(
        digits=digits,
        pixels=pixels,
        of_features=of_features,
        wrong=wrong,
        order=np.argsort(pixels.p[np.arange(HELD_OUT), digits.labels]),
    )


def confusion_matrix(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """How often each digit got each answer: a row for each digit, a column for each answer.

    labels, answers : (n,) 0 … 9;  returns (10, 10) int
    """
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, answers), 1)
    return counts
