"""Which optimizer is fastest? First each gets the learning rate that suits it; then seeds race that tuned nothing.

What trains takes a while, so it is a generator: it yields the share done, from 0 to 1, and returns its result.
"""

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import memoized
from course_nn.datasets import spiral
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, Network
from course_nn.optimizers import optimizer
from course_nn.training import Objective, advance, arrivals, learn

RACING, TUNING = 10, 3  # seeds
SMALLEST = {  # of the learning rates that are tried: this one, and seven more, each twice the one before
    "gradient_descent": 0.1,
    "momentum": 0.02,
    "nesterov": 0.02,
    "adagrad": 0.01,
    "rmsprop": 0.0024,
    "adam": 0.0024,
}
RATES = {name: smallest * 2.0 ** np.arange(8) for name, smallest in SMALLEST.items()}
GOAL = 0.05  # a loss: when one rate has brought all its seeds there, tuning goes on for as long again, and ends
LOST = 1e3  # stands for a loss that is larger, or no number


class Task(NamedTuple):
    """What is to be learned, by what network, and how long it may take."""

    sizes: tuple
    activation: str
    loss: str
    batch: int
    epochs: int
    every: float  # epochs from one moment at which the loss is computed to the next

    @property
    def times(self) -> np.ndarray:
        """(K,) the epochs at which the loss is computed, 0 first."""
        return np.arange(int(self.epochs / self.every) + 1) * self.every


TASKS = {
    "digits": Task((64, 32, 10), "relu", "softmax_cross_entropy", 32, 10, 0.25),
    "deep": Task((64, 32, 32, 32, 10), "relu", "softmax_cross_entropy", 32, 10, 0.25),
    "spiral": Task((2, 16, 16, 1), "tanh", "binary_cross_entropy", 200, 1500, 10),
}


class Runs(NamedTuple):
    """B training runs at K moments."""

    losses: np.ndarray  # (K, B) mean over all training samples, at most LOST
    accuracies: np.ndarray  # (K, B) share of the unseen samples that are right; (0,) while tuning


def data_of(task: str) -> Sequence:
    """Samples to train on and unseen ones: X, y, and X, y."""
    if TASKS[task].loss == "softmax_cross_entropy":
        return samples("training"), samples("unseen")
    return [(data.X / 2.5, data.y[:, None]) for data in (spiral(200, 0.2, seed=0), spiral(300, 0.2, seed=1))]


def accuracy(F: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The share of the answers (B, n, M) that are right: the largest of ten logits, or the sign of a single one."""
    right = F.argmax(axis=-1) == y if F.shape[-1] > 1 else ((F > 0) == y)[..., 0]
    return right.mean(axis=-1)


def descend(
    task: str, name: str, rates: np.ndarray | list, seeds: Sequence, enough: Callable | None = None
) -> Generator[float, None, Runs]:
    """Train B networks side by side with one optimizer, and measure them on the way.

    task, name   : in TASKS and in OPTIMIZERS
    rates, seeds : (B,) learning rate and seed of each network
    enough       : losses so far (K, B) -> True to stop; without it, to the end, with accuracies
    returns      : Runs
    raises       : BadInput for an unknown task or optimizer
    """
    training = lookup(TASKS, task, "task", "任务")
    (X, y), (unseen, wanted) = data_of(task)
    init, loss = INITIALIZATION[training.activation], LOSSES[training.loss]
    network = Network(training.sizes, training.activation, init=init, seed=seeds, dtype=np.float32)
    chosen = optimizer(name, np.asarray(rates, np.float32)[:, None])
    T = loss.targets(network(X), y)
    steps = learn(network, own_batches(X, T, training.batch, seeds), Objective(loss), chosen)
    losses, accuracies, done = [], [], 0
    for time in training.times:
        due = int(time * -(-len(X) // training.batch))  # steps
        with np.errstate(all="ignore"):  # a rate may be far too large
            advance(steps, due - done)
            mean = loss.l(network(X), T).mean(axis=-1)
            accuracies += [] if enough else [accuracy(network(unseen), wanted)]
        losses.append(np.nan_to_num(mean, nan=LOST, posinf=LOST).clip(max=LOST))
        done = due
        yield time / training.epochs
        if enough and enough(np.array(losses)):
            break
    return Runs(losses=np.array(losses), accuracies=np.array(accuracies))


@memoized
def tune(task: str, name: str, batch_of_seeds: int = 0) -> Generator[float, None, np.ndarray]:
    """Losses at each of the rates in RATES[name], by seeds that do not race.

    batch_of_seeds : 0, 1, …, each has other seeds
    returns        : (K, 8, TUNING)
    source         : that tuning decides such comparisons: Choi et al., On Empirical Comparisons of Optimizers for Deep
                     Learning (2019)
    """
    shape = len(RATES[name]), TUNING

    def enough(losses):
        slowest = (
            arrivals(GOAL, losses, np.arange(len(losses))).reshape(shape).max(axis=1)
        )  # of each rate; a nan stays nan
        return np.isfinite(slowest).any() and len(losses) > 2 * np.nanmin(slowest)

    seeds = [1000 * (batch_of_seeds + 1) + k for k in range(TUNING)] * len(RATES[name])
    runs = yield from descend(task, name, np.repeat(RATES[name], TUNING), seeds, enough)
    return runs.losses.reshape(-1, *shape)


def best_rate(target: float, name: str, losses: np.ndarray) -> tuple:
    """The rate whose slowest seed is first at the target; if none gets there, the one whose largest loss is smallest.

    losses  : (K, 8, TUNING), as of tune
    returns : the rate, and for each of the rates the moment at which its slowest seed was there (8,), nan for never
    """
    slowest = arrivals(target, losses, np.arange(len(losses))).max(axis=1)  # a nan stays nan
    score = slowest if np.isfinite(slowest).any() else losses[-1].max(axis=1)
    return float(RATES[name][np.nanargmin(score)]), slowest


@memoized
def race_at(task: str, name: str, rate: float, batch_of_seeds: int = 0) -> Generator[float, None, Runs]:
    """Runs at one learning rate, of seeds that took no part in tuning: a generator."""
    seeds = range(RACING * batch_of_seeds, RACING * (batch_of_seeds + 1))
    return (yield from descend(task, name, np.full(RACING, rate), seeds))
