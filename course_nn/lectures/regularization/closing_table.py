"""Which regularizer? All of them on the same digits, with right labels or with some that are wrong.

The results are for digits of 8 × 8 pixels and networks of 64 hidden units, or of 256.
"""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.layers import Augmentation
from course_nn.lectures.regularization.augmentation import at_random, rotation, shift
from course_nn.lectures.regularization.disturbed_digits import BATCH, RATE, Changes, disturbance
from course_nn.lectures.regularization.regularization import smoothed_cross_entropy
from course_nn.lectures.regularization.samples import CLASSES, Samples, digit_splits
from course_nn.losses import one_hot, softmax
from course_nn.network import Network, dense_layers
from course_nn.optimizers import Adam, Decayed
from course_nn.training import History, watch

DIGITS, WIDTH, EPOCHS, EVERY = 200, 64, 150, 5
KEPT_BACK = 50  # of the digits, for early stopping


class Regularizer(NamedTuple):
    """One row of the table: what it changes in training."""

    en: str  # its name in both languages
    zh: str
    keep: float = 1.0  # share of hidden units that dropout keeps
    decay: float = 0.0  # of the weights in each step, beside the optimizer
    lam: float = 0.0  # λ of an L2 penalty
    sigma: float = 0.0  # noise on the inputs
    eps: float = 0.0  # label smoothing
    times: int = 1  # how many times as many digits to learn from
    members: int = 1  # networks whose probabilities are averaged
    width: int = WIDTH  # hidden units
    moves: bool = False  # each digit by up to a pixel to either side, and turns it by up to 10 degrees
    stops: bool = False  # at the epoch with the lowest loss on some digits kept back


REGULARIZERS = {
    "none": Regularizer("none", "无"),
    "ensemble": Regularizer("ensemble of 5", "5 个网络的集成", members=5),
    "smoothing": Regularizer("label smoothing ε = 0.1", "标签平滑 ε = 0.1", eps=0.1),
    "dropout": Regularizer("dropout, keep ½", "随机失活，保留 ½", keep=0.5),
    "more data": Regularizer("twice as many digits", "两倍的数据", times=2),
    "decay": Regularizer("decoupled decay 3", "解耦权重衰减 3", decay=3.0),
    "l2": Regularizer("L2 penalty, λ/n = 0.03", "L2 惩罚，λ/n = 0.03", lam=0.03 * DIGITS),
    "early stop": Regularizer("early stopping", "早停", stops=True),
    "noise": Regularizer("input noise σ = 0.3", "输入噪声 σ = 0.3", sigma=0.3),
    "strong noise": Regularizer("input noise σ = 0.6", "输入噪声 σ = 0.6", sigma=0.6),
    "recipe": Regularizer(
        "256 units, small shifts and turns, noise σ = 0.25",
        "256 个单元，小幅平移和旋转，噪声 σ = 0.25",
        sigma=0.25,
        width=256,
        moves=True,
    ),
}


class Comparison(NamedTuple):
    """The table: test errors of every regularizer on every set."""

    names: tuple  # of REGULARIZERS
    errors: np.ndarray  # (rows, sets)

    @property
    def means(self) -> np.ndarray:
        return self.errors.mean(axis=1)

    @property
    def standard_errors(self) -> np.ndarray:
        """Standard errors of the means, (rows,)."""
        return self.errors.std(axis=1, ddof=1) / np.sqrt(self.errors.shape[1])

    def __repr__(self):
        """The rows from the smallest error to the largest, with standard errors."""
        return "\n".join(f"{error}   {one.en} · {one.zh}" for error, one in self.rows())

    def _repr_html_(self):
        """The same as a table that follows the language."""
        head = _row("th", '<span lang="en">test error</span> <span lang="zh-Hans">测试错误率</span>', "")
        rows = (
            _row("td", error, f'<span lang="en">{one.en}</span> <span lang="zh-Hans">{one.zh}</span>')
            for error, one in self.rows()
        )
        return f"<table>{head}{''.join(rows)}</table>"

    def rows(self) -> Generator[tuple, None, None]:
        """(error, Regularizer), the smallest error first."""
        for k in np.argsort(self.means):
            yield f"{self.means[k]:.1%} ± {self.standard_errors[k]:.1%}", REGULARIZERS[self.names[k]]


def _row(kind, *cells):
    return "<tr>" + "".join(f'<{kind} style="text-align:left">{cell}</{kind}>' for cell in cells) + "</tr>"


def compare(
    wrong: float = 0.2, sets: int = 10, names: tuple = tuple(REGULARIZERS)
) -> Generator[float, None, Comparison]:
    """Train with every regularizer on the same sets of 200 digits: yields the share done, returns the Comparison.
    用每种正则化方法在相同的若干组 200 个数字上训练：产出已完成的比例，返回 Comparison。

    64-64-10, in the recipe 64-256-10, ReLU, He's first weights, Adam with η = 0.003, batches of 32, 150 epochs; each
    set has a start of its own

    wrong : share of wrong labels among those learned from, 0 … 1;  sets : 2 or more
    names : of REGULARIZERS
    """
    errors = []
    for done, name in enumerate(names):
        errors.append((yield from part(errors_with(name, wrong, sets), done, len(names))))
    return Comparison(tuple(names), np.array(errors))


@memoized
def errors_with(name: str, wrong: float, sets: int) -> Generator[float, None, np.ndarray]:
    """Test errors with one regularizer, (sets,): a generator."""
    chosen = REGULARIZERS[name]
    split = digit_splits(DIGITS * chosen.times, range(sets), wrong)
    train, held = keep_back(split.train, KEPT_BACK if chosen.stops else 0)
    X, y = (np.repeat(array, chosen.members, axis=0) for array in train)
    ink = digit_splits(DIGITS, range(sets), centred=False).train.X
    network = learner(chosen, len(X), ink.mean(axis=1, keepdims=True))
    settings: dict[str, Any] = dict(batch_size=BATCH, every=EVERY, penalty="l2", lam=chosen.lam)
    adam = Decayed(Adam(RATE), chosen.decay, network.is_weight) if chosen.decay else Adam(RATE)
    targets, loss = one_hot(y, CLASSES), smoothed_cross_entropy(chosen.eps)
    history = yield from watch(network, X, targets, loss, EPOCHS, reports=15, optimizer=adam, **settings)
    if chosen.stops:
        network.parameters = parameters_at_the_lowest(history, held)
    return error_of_mean(network, split.test, chosen.members)


def learner(regularizer: Regularizer, runs: int, mean: np.ndarray) -> Network:
    """So many networks 64-64-10, or wider, with the layers that this regularizer needs.

    mean : of the ink, which has been taken off the digits, (runs, 1, 64); only digits that move need it
    """
    sigma, keep = regularizer.sigma, regularizer.keep
    moves = [Augmentation(moved_ink(mean))] if regularizer.moves else []
    noise = [Augmentation(disturbance(Changes(sigma=sigma)))] if sigma else []
    layers = [*moves, *noise, *dense_layers((64, regularizer.width, CLASSES), "relu", init="he")]
    network = Network(layers, seed=range(runs), dtype=np.float32)
    return network.with_dropout(keep) if keep < 1 else network


def moved_ink(mean: np.ndarray) -> Callable:
    """A disturbance of digits less their mean: their ink is shifted sideways and turned, a little and at random."""
    sideways = at_random([shift(dx, 0) for dx in (-1, 0, 1)])
    turned = at_random([rotation(angle) for angle in range(-10, 11, 5)])
    return lambda X, rng: turned(sideways(X + mean, rng), rng) - mean


def keep_back(train: Samples, count: int) -> list:
    """The digits to learn from without the first ones, and these first ones: Samples each, with the labels as given."""
    return [Samples(train.X[:, rows], train.y[:, rows]) for rows in (slice(count, None), slice(count))]


def parameters_at_the_lowest(history: History, held: Samples) -> np.ndarray:
    """Parameters of each network at the epoch at which its loss on held samples is lowest: (B, P)."""
    losses = history.losses_on(held.X, one_hot(held.y, CLASSES))  # (K, B)
    return history.parameters[losses.argmin(axis=0), np.arange(losses.shape[1])]


def error_of_mean(network: Network, test: Samples, members: int) -> np.ndarray:
    """The error on each set (sets,) of so many networks together, whose probabilities are averaged."""
    p = softmax(network(np.repeat(test.X, members, axis=0)))  # (sets · members, n, 10)
    together = p.reshape(len(test.X), members, *p.shape[1:]).mean(axis=1)
    return np.mean(together.argmax(axis=-1) != test.y, axis=-1)
