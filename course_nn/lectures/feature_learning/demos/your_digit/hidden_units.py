"""Which hidden units answer to a digit: of the network that ships, before it has learned, and of its relatives."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.handwriting import as_digit
from course_nn.network import Network
from course_nn.reader import SIZES, its_digits, reader, untrained
from course_nn.scripted_hands import scripted_digits
from course_nn.training import watch

EPOCHS, RATE, BATCH = 40, 0.003, 32  # as the one that ships was trained
RELATIVES = {"start": (24, 1), "wide": (96, 0), "narrow": (12, 0), "centred": (24, 0)}  # hidden units, and seed


class Reading(NamedTuple):
    """A network, and what its hidden units make of digits."""

    network: Network
    paper: np.ndarray  # (64,) ink that is taken off each input first: zeros, or the mean of its digits
    H: np.ndarray  # (n, M) outputs of the hidden units for digits it has not seen
    labels: np.ndarray  # (n,)
    pixel_means: np.ndarray  # (10, 64) of the digits it learned from, in pixels
    hidden_means: np.ndarray  # (10, M) and in its hidden layer
    by_means: tuple[float, float]  # share of the new digits that the nearest mean reads, of both kinds

    def hidden(self, X: np.ndarray) -> np.ndarray:
        """Outputs of the hidden units for ink (n, 64): (n, M)."""
        return self.network.forward(X - self.paper).values[2]


@memoized
def trained(name: str) -> Generator[float, None, tuple[Network, np.ndarray]]:
    """The network, and the ink that is taken off first."""
    X, y, *_ = its_digits()
    paper = X.mean(axis=0) if name == "centred" else np.zeros(64)
    if name in ("trained", "new"):
        return (reader() if name == "trained" else untrained()), paper
    units, seed = RELATIVES[name]
    network = Network((SIZES[0], units, SIZES[2]), "relu", init="he", seed=seed)
    settings = dict(optimizer="adam", learning_rate=RATE, batch_size=BATCH, seed=0, every=EPOCHS)
    yield from watch(network, X - paper, y, "softmax_cross_entropy", EPOCHS, **settings)
    return network, paper


@memoized
def reading(name: str, on: str) -> Generator[float, None, Reading]:
    """What a network's hidden units make of its new digits, or of the program's."""
    network, paper = yield from trained(name)
    X, y, new, labels = its_digits()
    if on == "program":
        drawings, labels = scripted_digits()
        new = np.array([as_digit(one) for one in drawings])
    H, learned = (network.forward(ink - paper).values[2] for ink in (new, X))
    pixel_means, hidden_means = (np.array([A[y == k].mean(axis=0) for k in range(10)]) for A in (X, learned))
    by_means = (
        read_by_the_nearest_mean(new, pixel_means, labels),
        read_by_the_nearest_mean(H, hidden_means, labels),
    )
    return Reading(network, paper, H, labels, pixel_means, hidden_means, by_means)


def digits_a_unit(read: Reading) -> np.ndarray:
    """Of the ten digits, to how many each unit answers in more than half of their pictures: (M,)."""
    return np.sum([(read.H[read.labels == k] > 0).mean(axis=0) > 0.5 for k in range(10)], axis=0)


def strongest(H: np.ndarray, keep: int) -> np.ndarray:
    """The outputs of the strongest units of each row, and 0 of all others: (n, M)."""
    order = np.argsort(-H, axis=1, kind="stable")[:, :keep]
    kept = np.zeros_like(H)
    np.put_along_axis(kept, order, np.take_along_axis(H, order, axis=1), axis=1)
    return kept


def logits(network: Network, H: np.ndarray) -> np.ndarray:
    """What the last layer makes of the hidden outputs: (n, 10)."""
    return H @ network.weights[1].T + network.biases[1]


def relative_distances(place: np.ndarray, means: np.ndarray) -> np.ndarray:
    """How far a place lies from the mean of each digit, beside the mean of these ten distances: (10,)."""
    far = np.linalg.norm(means - place, axis=1)
    return far / far.mean()


def read_by_the_nearest_mean(places: np.ndarray, means: np.ndarray, labels: np.ndarray) -> float:
    """The share of digits whose nearest mean is that of their own digit."""
    far = ((places[:, None] - means) ** 2).sum(axis=-1)
    return float((far.argmin(axis=1) == labels).mean())
