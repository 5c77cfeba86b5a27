"""One kind of linear classifier reads handwritten digits: from pixels, and from hidden layers, trained or not."""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from course_nn import datasets
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.losses import softmax
from course_nn.network import Network
from course_nn.patience import remembered
from course_nn.training import train

KINDS = ("pixels", "untrained", "learned")
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
    """Digits to train on, and others that no classifier has seen; 0 is the mean ink of those to train on.
    用于训练的手写数字，以及分类器从未见过的手写数字；以训练样本的平均墨量为 0。
    """

    X: np.ndarray  # (size, 64)
    y: np.ndarray  # (size,) 0 … 9
    unseen: np.ndarray  # (597, 64)
    ink: np.ndarray  # (597, 64) the same as it was, 0 … 1
    labels: np.ndarray  # (597,)


class Reader(NamedTuple):
    """A linear classifier, of pixels or of a hidden layer, and what it makes of the held-out digits.
    基于像素或隐藏层的线性分类器，及其对留出样本的输出。
    """

    templates: np.ndarray  # (M, 64) weights of the first layer
    responses: np.ndarray  # (597, M) of its units: ψ, or p of the classes if there is no other layer
    p: np.ndarray  # (597, 10)
    wrong: float  # share of digits

    @property
    def has_hidden_layer(self):
        return self.responses is not self.p


class Study(NamedTuple):
    """All readers that were trained on so many digits.
    用同样多的手写数字训练出的全部分类器。
    """

    digits: Digits
    readers: dict  # (kind, width, seed) -> Reader; of pixels it is the same for all widths and seeds
    wrong: np.ndarray  # (3, 5, 2) share of digits, by kind, width and seed
    order: np.ndarray  # (597,) the held-out digits, those hardest from their pixels first


@cache
def split(size, shuffle=USUAL):
    """So many digits to train on, and 597 others held out, which are the same for all sizes.
    取若干手写数字用于训练，另外 597 个留出；留出的样本不随训练集大小而变。

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


def read_from(digits, network=None):
    """Train a linear classifier, from zero, on the hidden layer of a network, or on pixels.
    从零开始训练线性分类器：基于某个网络的隐藏层，或基于像素。

    network : 64-n-10, which stays as it is;  returns Reader
    """
    H = features(network, digits.X) if network else digits.X  # (size, M)
    unseen = features(network, digits.unseen) if network else digits.unseen
    linear = Network((H.shape[1], 10), [], init="zeros", dtype=np.float32)
    train(linear, H, digits.y, learning_rate=0.1, epochs=STEPS * BATCH // len(H), **HOW)
    p = softmax(linear(unseen))
    return Reader(
        templates=network.weights[0].copy() if network else linear.weights[0],
        responses=unseen if network else p,
        p=p,
        wrong=float(np.mean(p.argmax(axis=1) != digits.labels)),
    )


@remembered
def study(size, shuffle=USUAL):
    """Readers of pixels, and of untrained and of learned hidden layers of all widths and seeds.
    基于像素的分类器，以及基于各种宽度与种子的未训练、已训练隐藏层的分类器。

    size : digits to train on;  shuffle : as for split;  yields the share done;  returns Study
    """
    digits, readers = split(size, shuffle), {}
    pixels = read_from(digits)
    runs = list(product(WIDTHS, range(SEEDS)))
    for k, (width, seed) in enumerate(runs):
        yield k / len(runs)
        network = Network((64, width, 10), "relu", init="he", seed=seed, dtype=np.float32)
        readers["pixels", width, seed] = pixels
        readers["untrained", width, seed] = read_from(digits, network)
        train(network, digits.X, digits.y, learning_rate=0.02, epochs=STEPS * BATCH // size, **HOW)
        readers["learned", width, seed] = read_from(digits, network)
    wrong = [readers[key].wrong for key in product(KINDS, WIDTHS, range(SEEDS))]
    p_of_the_truth = pixels.p[np.arange(HELD_OUT), digits.labels]
    return Study(
        digits=digits,
        readers=readers,
        wrong=np.reshape(wrong, (len(KINDS), len(WIDTHS), SEEDS)),
        order=np.argsort(p_of_the_truth),
    )


def confusion_matrix(labels, given):
    """How often each digit was given each answer: rows are true, columns given.
    混淆矩阵：每类手写数字得到各种输出的次数；行为真实类别，列为输出的类别。

    labels, given : (n,) 0 … 9;  returns (10, 10) int
    """
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, given), 1)
    return counts
