"""A small network that reads digits, as it ships: 64 inputs, 24 hidden units, ten outputs.

`tools/reader.py` trains it, with the course's own code, and freezes its weights.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import data_file, shuffled_digits
from course_nn.handwriting import as_digit
from course_nn.metrics import wilson
from course_nn.network import Network
from course_nn.scripted_hands import scripted_digits

SIZES = (64, 24, 10)
TRAINED = 1200  # digits; the other 597 are its test digits


def untrained() -> Network:
    """The network before it has learned anything. 训练之前的网络。"""
    return Network(SIZES, "relu", init="he", seed=0)


@cache
def reader() -> Network:
    """The network that ships: ink (n, 64) between 0 and 1 -> logits (n, 10). Whoever changes it takes a copy.
    随包附带的识别数字的网络：输入 (n, 64)，输出 (n, 10) 个 logit。要改动请先复制。
    """
    network = untrained()
    with data_file("reader.npz").open("rb") as file, np.load(file) as stored:
        network.parameters[:] = stored["parameters"]
    return network


def its_digits() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What it learned from and what it did not see: X (1200, 64), y (1200,), X (597, 64), y (597,).
    它学过的与没见过的数字。
    """
    X, y = shuffled_digits(TRAINED, centred=False)
    return X[:TRAINED], y[:TRAINED], X[TRAINED:], y[TRAINED:]


def share_of(right: int, n: int) -> np.ndarray:
    """The share that is right, and its interval: (3,)."""
    return np.array([right / max(n, 1), *wilson(right, n)])


def read_of(network: Callable, X: np.ndarray, y: np.ndarray) -> tuple[int, int]:
    """How many of these digits it reads, and how many there are.

    network : ink (n, 64) -> logits or probabilities (n, 10)
    """
    return int((network(X).argmax(axis=1) == y).sum()) if len(y) else 0, len(y)


def counted(network: Callable) -> tuple[tuple[int, int], tuple[int, int]]:
    """The same of the test digits, and of those that the program draws."""
    _, _, X, y = its_digits()
    return read_of(network, X, y), read_of(network, *of_the_program())


@memoized
def of_the_program() -> tuple[np.ndarray, np.ndarray]:
    """Its digits as 64 numbers, (400, 64), and what they are, (400,)."""
    drawings, y = scripted_digits()
    return np.array([as_digit(one) for one in drawings]), y
