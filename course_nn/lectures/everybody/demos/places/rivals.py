"""Dull rivals of a network that reads digits wherever they lie: digits compared in the middle, and random kernels."""

from collections.abc import Generator

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.everybody.convolutional_network import DIGITS
from course_nn.lectures.everybody.digit_places import (
    BATCH,
    SHEET,
    TAUGHT_PLACES,
    Reader,
    Taught,
    answers_everywhere,
    scattered,
    sheets_of,
)
from course_nn.network import Network

RANDOM = Reader(kernels=(8, 256), filters="random", learns=False)
RIDGE = 100.0  # how much the squares of the last layer's weights count beside the errors


class NearestDigit:
    """Reads a digit as the most similar one of those it keeps; the ink of both is laid in the middle first.
    先把墨迹移到中央，再读作所存数字中最相近的一个。

    sheets : (n, 256), each with ink on it;  labels : (n,)
    """

    def __init__(self, sheets: np.ndarray, labels: np.ndarray):
        self.kept, self.labels = centred(sheets), labels
        self.products = self.kept.size  # for one sheet

    def __call__(self, sheets: np.ndarray) -> np.ndarray:
        """Minus the squared distance to the nearest kept digit of each kind: (m, 10)."""
        X = centred(sheets)
        apart = (X**2).sum(axis=1, keepdims=True) - 2 * X @ self.kept.T + (self.kept**2).sum(axis=1)
        return -np.stack([apart[:, self.labels == digit].min(axis=1) for digit in range(DIGITS)], axis=1)


def centred(sheets: np.ndarray) -> np.ndarray:
    """Sheets on which all ink is moved to the middle: (n, 256)."""
    pages = sheets.reshape(-1, SHEET, SHEET)
    return np.stack(
        [np.roll(page, (to_middle(page.any(axis=1)), to_middle(page.any(axis=0))), (0, 1)) for page in pages]
    ).reshape(len(pages), -1)


def to_middle(has_ink: np.ndarray) -> int:
    """How far the ink has to move along rows or columns (16,) until as many are blank before it as after it."""
    first, after = np.argmax(has_ink), len(has_ink) - np.argmax(has_ink[::-1])
    return int((len(has_ink) - after - first) // 2)


@memoized
def rival(name: str, where: str, seed: int) -> Generator[float, None, Taught]:
    """What a rival reads at all places: "nearest", or "random", a convolution whose last layer alone is fitted."""
    X, y, ink, labels = sheets_of(seed)
    shown = scattered(TAUGHT_PLACES[where])(X, np.random.default_rng(seed))
    network = NearestDigit(shown, y) if name == "nearest" else random_kernels(shown, y, seed)
    answers = yield from answers_everywhere(network, ink)
    return Taught(network, np.empty(0), answers, np.mean(answers != labels, axis=-1))


def random_kernels(sheets: np.ndarray, labels: np.ndarray, seed: int) -> Network:
    """A convolution as chance made it; its last layer solves a ridge regression on the largest answers."""
    network = Network(RANDOM.layers(), seed=seed, dtype=np.float32)
    batches = np.split(sheets, range(BATCH, len(sheets), BATCH))  # all at once would take a gigabyte
    largest = np.concatenate([network.forward(batch).values[-3] for batch in batches])
    mean, spread = largest.mean(axis=0), largest.std(axis=0) + 1e-6
    A, targets = (largest - mean) / spread, np.eye(DIGITS)[labels]
    W = np.linalg.solve(A.T @ A + RIDGE * np.eye(A.shape[1]), A.T @ (targets - targets.mean(axis=0))).T / spread
    network.weights[-1][...] = W
    network.biases[-1][...] = targets.mean(axis=0) - W @ mean
    return network
