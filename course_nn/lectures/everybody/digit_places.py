"""Digits on a larger sheet: networks learn them in some places, and are asked in all.

The sheet has 16 × 16 pixels and a digit 8 × 8, so there are 9 × 9 places (dx, dy), counted in pixels from the upper
left corner. Ink is 1 and paper 0; no mean is subtracted, for blank paper must be 0. All networks are trained alike:
Adam with β₂ = 0.99, batches of 30, a learning rate that falls to 0 in a straight line.
"""

from collections.abc import Callable, Generator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.datasets import shuffled_digits
from course_nn.layers import Augmentation, Layer
from course_nn.lectures.everybody.convolutional_network import DIGITS, convolutional_layers
from course_nn.network import Network, dense_layers
from course_nn.optimizers import Adam, Scheduled
from course_nn.training import watch

SHEET, DIGIT = 16, 8  # pixels along a side
PLACES = SHEET - DIGIT + 1  # along a side
MIDDLE = (4, 4)
ALL = tuple(product(range(PLACES), repeat=2))  # (dx, dy)
TAUGHT_PLACES = {
    "middle": (MIDDLE,),
    "four": tuple(product((4, 5), repeat=2)),
    "left": tuple(place for place in ALL if place[0] <= 3),
    "everywhere": ALL,
}
ONE_ASIDE = ((3, 4), (5, 4), (4, 3), (4, 5))
TWO_ASIDE = ((2, 4), (6, 4), (4, 2), (4, 6))
INNER = tuple(product(range(2, 7), repeat=2))  # where no edge is within reach of what two convolutions see of a digit
RIGHT = tuple(place for place in ALL if place[0] >= 6)
LEARNED, ASKED, BATCH = 1200, 200, 30  # digits to learn from, other digits, digits a step
_SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
_SLANTED = np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]) / 4
EDGES = np.array(
    [sign * edge for edge in (_SOBEL, _SOBEL.T, _SLANTED, _SLANTED[::-1]) for sign in (1, -1)]
)  # (8, 3, 3)
ONE_PIXEL = np.pad(np.ones((DIGIT, 1, 1)), [(0, 0), (1, 1), (1, 1)])  # (8, 3, 3), all the same: the picture itself
FILTERS: dict[str, dict] = {  # the first convolution
    "learned": {},
    "random": {"learns": False},
    "edges": {"init": lambda rng, M, N: EDGES.reshape(M, N), "learns": False},
    "pixel": {"init": lambda rng, M, N: ONE_PIXEL.reshape(M, N), "learns": False},
}


def laid(X: np.ndarray, places: np.ndarray | Sequence) -> np.ndarray:
    """Each digit at its place on a sheet: (n, 64) -> (n, 256).
    把每个数字放到纸面上的指定位置。

    X : ink, row by row;  places : (dx, dy) of all, or one for each, (n, 2)
    """
    sheets, inside = np.zeros((len(X), SHEET, SHEET), X.dtype), np.arange(DIGIT)
    dx, dy = np.broadcast_to(places, (len(X), 2)).T[..., None, None]  # (n, 1, 1) both
    sheets[np.arange(len(X))[:, None, None], dy + inside[:, None], dx + inside] = X.reshape(-1, DIGIT, DIGIT)
    return sheets.reshape(len(X), -1)


def scattered(places: Sequence) -> Callable:
    """For an Augmentation: each digit from the middle of its sheet to one of these places, drawn anew each time.
    数据增强：每次都重新抽取位置，把数字从纸面中央移到那里。
    """
    choice, (left, top) = np.array(places), MIDDLE

    def disturb(X, rng):
        sheets = X.reshape(-1, SHEET, SHEET)[:, top : top + DIGIT, left : left + DIGIT]
        return laid(sheets, choice[rng.integers(len(choice), size=len(X))])

    return disturb


class Reader(NamedTuple):
    """How a network is built that looks at a sheet.
    看纸面的网络的结构。
    """

    units: int = 0  # of its dense hidden layer; 0 for a convolutional network, of which the rest speaks
    kernels: tuple = (8, 32)
    head: str = "max"
    halving: str = "max"
    bias: bool = False
    filters: str = "learned"  # in FILTERS
    learns: bool = True  # False: the other kernels stay as they started, too

    def layers(self) -> list[Layer]:
        """Its layers, from 256 inputs to 10 logits. 各层，从 256 个输入到 10 个 logit。"""
        if self.units:
            return dense_layers((SHEET**2, self.units, DIGITS), "relu", init="he")
        later = {} if self.learns else FILTERS["random"]
        return convolutional_layers(
            SHEET, self.kernels, self.head, self.halving, self.bias, FILTERS[self.filters], later
        )

    @property
    def products(self) -> int:
        """How often it multiplies a weight for one sheet. 看一张纸要做多少次乘法。"""
        return sum(int(layer.M or 0) * layer.shapes["W"][-1] for layer in self.layers() if layer.shapes)


READERS = {
    "small": Reader(units=43),
    "large": Reader(units=384),
    "flat": Reader(kernels=(8, 16), head="flat"),
    "max": Reader(),
}


@memoized
def sheets_of(seed: int, n: int = LEARNED) -> tuple:
    """X (n, 256) in the middle, y (n,) to learn; ink (200, 64) and labels (200,) to be asked for: a shuffle of all."""
    X, y = shuffled_digits(LEARNED, seed, centred=False)
    X, asked = X.astype(np.float32), slice(LEARNED, LEARNED + ASKED)
    return laid(X[:n], MIDDLE), y[:n], X[asked], y[asked]


class Taught(NamedTuple):
    """A network that has learned digits in some places.
    在某些位置学会了数字的网络。
    """

    network: Callable  # sheets (n, 256) -> logits (n, 10), mostly a Network
    first: np.ndarray  # the weights of its first layer as they started
    answers: np.ndarray  # (9, 9, 200) what it reads of other digits, at row dy, column dx
    wrong: np.ndarray  # (9, 9) the share of them that is read wrong


@memoized
def taught(
    reader: Reader, where: str = "middle", passes: int = 15, rate: float = 0.01, seed: int = 0, n: int = LEARNED
) -> Generator[float, None, Taught]:
    """Train a network on digits in some places, and ask it for others in all places.
    让网络在某些位置学习数字，再到所有位置用别的数字去考它。

    where : in TAUGHT_PLACES;  passes : over n digits;  rate : at first;  seed : of digits, first weights and order
    """
    X, y, ink, labels = sheets_of(seed, n)
    layers, places = reader.layers(), TAUGHT_PLACES[where]
    if len(places) > 1:
        layers = [Augmentation(scattered(places)), *layers]
    network = Network(layers, seed=seed, dtype=np.float32)
    steps = passes * -(-n // BATCH)
    optimizer = Scheduled(Adam(rate, beta2=0.99), (rate * (1 - k / steps) for k in range(steps)))
    learning = watch(
        network, X, y, "softmax_cross_entropy", passes, passes, passes, optimizer=optimizer, batch_size=BATCH, seed=seed
    )
    first = network.weights[0].copy()
    yield from part(learning, 0, 2)
    answers = yield from part(answers_everywhere(network, ink), 1, 2)
    return Taught(network, first, answers, np.mean(answers != labels, axis=-1))


def answers_everywhere(network: Callable, ink: np.ndarray) -> Generator[float, None, np.ndarray]:
    """What n digits are read as at each place: (9, 9, n), rows dy, columns dx."""
    answers = np.zeros((PLACES, PLACES, len(ink)), np.uint8)
    for k, (dx, dy) in enumerate(ALL):
        if dy == 0:
            yield k / len(ALL)
        answers[dy, dx] = network(laid(ink, (dx, dy))).argmax(axis=-1)
    return answers


def mean_over(wrong: np.ndarray, places: Sequence) -> float:
    """The mean of errors (9, 9) over some places (dx, dy)."""
    dx, dy = np.transpose(places)
    return float(wrong[dy, dx].mean())
