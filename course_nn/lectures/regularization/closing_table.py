"""Which regularizer? Every one of them on the same digits, with right labels or with some that are wrong.

What is measured here holds for digits of 8 × 8 pixels and networks of 64 hidden units.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.layers import Augmentation
from course_nn.lectures.regularization.disturbed_digits import BATCH, RATE, Way, disturbance
from course_nn.lectures.regularization.regularization import smoothed_cross_entropy
from course_nn.lectures.regularization.samples import CLASSES, Samples, digit_splits
from course_nn.losses import one_hot, softmax
from course_nn.network import Network, dense_layers
from course_nn.optimizers import Adam, Decayed
from course_nn.training import History, watch

DIGITS, WIDTH, EPOCHS, EVERY = 200, 64, 150, 5
KEPT_BACK = 50  # of the digits, to say when to stop early


class Regularizer(NamedTuple):
    """One row of the table: what is done differently."""

    en: str  # its name in both languages
    zh: str
    keep: float = 1.0  # share of hidden units that dropout keeps
    decay: float = 0.0  # of the weights in each step, beside the optimizer
    lam: float = 0.0  # λ of an L2 penalty
    sigma: float = 0.0  # noise on the inputs
    eps: float = 0.0  # label smoothing
    times: int = 1  # as many digits to learn from
    members: int = 1  # networks whose probabilities are averaged
    stops: bool = False  # where the loss on some digits kept back is lowest


REGULARIZERS = {
    "none": Regularizer("none", "无"),
    "ensemble": Regularizer("ensemble of 10", "10 个网络的集成", members=10),
    "smoothing": Regularizer("label smoothing ε = 0.1", "标签平滑 ε = 0.1", eps=0.1),
    "dropout": Regularizer("dropout, keep ½", "随机失活，保留 ½", keep=0.5),
    "more data": Regularizer("twice as many digits", "两倍的数据", times=2),
    "decay": Regularizer("decoupled decay 3", "解耦权重衰减 3", decay=3.0),
    "l2": Regularizer("L2 penalty, λ/n = 0.03", "L2 惩罚，λ/n = 0.03", lam=0.03 * DIGITS),
    "early stop": Regularizer("early stopping", "早停", stops=True),
    "noise": Regularizer("input noise σ = 0.3", "输入噪声 σ = 0.3", sigma=0.3),
    "strong noise": Regularizer("input noise σ = 0.6", "输入噪声 σ = 0.6", sigma=0.6),
}


class Comparison(NamedTuple):
    """The table: test errors of every regularizer on every set."""

    names: tuple  # of REGULARIZERS
    errors: np.ndarray  # (rows, sets)

    @property
    def means(self) -> np.ndarray:
        return self.errors.mean(axis=1)

    @property
    def doubts(self) -> np.ndarray:
        """Standard errors of the means, (rows,)."""
        return self.errors.std(axis=1, ddof=1) / np.sqrt(self.errors.shape[1])

    def __repr__(self):
        """The rows from the smallest error to the largest, with standard errors."""
        return "\n".join(f"{error}   {way.en} · {way.zh}" for error, way in self.rows())

    def _repr_html_(self):
        """The same as a table that follows the language."""
        head = _row("th", '<span lang="en">test error</span> <span lang="zh-Hans">测试错误率</span>', "")
        rows = (
            _row("td", error, f'<span lang="en">{way.en}</span> <span lang="zh-Hans">{way.zh}</span>')
            for error, way in self.rows()
        )
        return f"<table>{head}{''.join(rows)}</table>"

    def rows(self) -> Generator[tuple, None, None]:
        """(error, Regularizer), the smallest error first."""
        for k in np.argsort(self.means):
            yield f"{self.means[k]:.1%} ± {self.doubts[k]:.1%}", REGULARIZERS[self.names[k]]


def _row(kind, *cells):
    return "<tr>" + "".join(f'<{kind} style="text-align:left">{cell}</{kind}>' for cell in cells) + "</tr>"


def compare(
    wrong: float = 0.2, sets: int = 10, names: tuple = tuple(REGULARIZERS)
) -> Generator[float, None, Comparison]:
    """Train with every regularizer on the same sets of 200 digits: yields the share done, returns the Comparison.
    用每种正则化方法在相同的若干组 200 个数字上训练：产出已完成的比例，返回 Comparison。

    64-64-10, ReLU, He's first weights, Adam with η = 0.003, batches of 32, 150 epochs; each set has a start of its own

    wrong : share of wrong labels among those learned from, 0 … 1;  sets : 2 or more
    names : of REGULARIZERS
    """
    errors = []
    for done, name in enumerate(names):
        errors.append((yield from part(trained_with(name, wrong, sets), done, len(names))))
    return Comparison(tuple(names), np.array(errors))


@memoized
def trained_with(name: str, wrong: float, sets: int) -> Generator[float, None, np.ndarray]:
    """Test errors with one regularizer: yields the share done, returns (sets,)."""
    way = REGULARIZERS[name]
    split = digit_splits(DIGITS * way.times, range(sets), wrong)
    train, held = keep_back(split.train) if way.stops else (split.train, None)
    X, y = (np.repeat(array, way.members, axis=0) for array in train)
    network, settings = learner(way, len(X)), dict(batch_size=BATCH, every=EVERY, penalty="l2", lam=way.lam)
    adam = Decayed(Adam(RATE), way.decay, network.is_weight) if way.decay else Adam(RATE)
    targets, loss = one_hot(y, CLASSES), smoothed_cross_entropy(way.eps)
    history = yield from watch(network, X, targets, loss, EPOCHS, reports=15, optimizer=adam, **settings)
    if way.stops:
        network.parameters = at_the_lowest(history, held)
    return error_of_mean(network, split.test, way.members)


def learner(way: Regularizer, runs: int) -> Network:
    """So many networks 64-64-10, with the layers that this regularizer needs."""
    noise = [Augmentation(disturbance(Way(sigma=way.sigma)))] if way.sigma else []
    layers = [*noise, *dense_layers((64, WIDTH, CLASSES), "relu", init="he")]
    network = Network(layers, seed=range(runs), dtype=np.float32)
    return network.with_dropout(way.keep) if way.keep < 1 else network


def keep_back(train: Samples) -> list:
    """The digits to learn from, but for fifty, and these fifty, with the labels they were given."""
    return [Samples(train.X[:, rows], train.y[:, rows]) for rows in (slice(KEPT_BACK, None), slice(KEPT_BACK))]


def at_the_lowest(history: History, held: Samples) -> np.ndarray:
    """Parameters of each network at the kept epoch at which its loss on those samples is lowest: (B, P)."""
    losses = history.losses_on(held.X, one_hot(held.y, CLASSES))  # (K, B)
    return history.parameters[losses.argmin(axis=0), np.arange(losses.shape[1])]


def error_of_mean(network: Network, test: Samples, members: int) -> np.ndarray:
    """Errors of so many networks together, whose probabilities are averaged, on each set: (sets,)."""
    p = softmax(network(np.repeat(test.X, members, axis=0)))  # (sets · members, n, 10)
    together = p.reshape(len(test.X), members, *p.shape[1:]).mean(axis=1)
    return np.mean(together.argmax(axis=-1) != test.y, axis=-1)
