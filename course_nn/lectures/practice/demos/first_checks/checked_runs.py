"""Digits, a network and what may be wrong with them: the runs that a checklist looks at, and simple models beside them.

What trains takes a moment, so it is a generator: it yields the share done, from 0 to 1, and returns its result.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.clinic.faulty_layers import WrongSign
from course_nn.common.errors import lookup
from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.layers import ActivationLayer, Dense
from course_nn.lectures.practice.tuning import rate_range
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import watch

TASKS = {"digits": 10, "eight": 2}  # classes: which digit is it, or is it an 8
INK = {"centred": 1.0, "stored": 16.0}  # of a black pixel; centred is less the mean of the training digits
FAULTS = ("none", "labels", "inputs", "sign")
TRAINED, HIDDEN, BATCH, EPOCHS, FEW, STEPS = 1000, 64, 32, 30, 10, 1000
LOSS = LOSSES["softmax_cross_entropy"]
_BATCHES = dict(batch_size=BATCH, reports=3)


class Setting(NamedTuple):
    """All that is decided about a run before it begins, and what may be wrong with it."""

    task: str = "digits"
    inputs: str = "centred"
    last: float = 1.0  # factor on the weights of the last layer
    prior: bool = False  # the last biases are the logarithms of the classes' shares
    rate: float = 0.1
    fault: str = "none"  # or "labels" shuffled, "inputs" all 0, "sign" of the first layer's gradient wrong
    seed: int = 0  # which digits are trained on, and the first weights


class Data(NamedTuple):
    """Digits to train on, and others for the test."""

    X: np.ndarray  # (1000, 64)
    y: np.ndarray  # (1000,)
    X_test: np.ndarray  # (797, 64)
    y_test: np.ndarray  # (797,)


@memoized
def digit_data(task: str = "digits", inputs: str = "centred", fault: str = "none", seed: int = 0) -> Data:
    """The Data of a task as the network gets them; data_of asks for those of a Setting.

    raises : BadInput for an unknown task, kind of inputs, or fault
    """
    ink = lookup(INK, inputs, "inputs", "输入")
    K = lookup(TASKS, task, "task", "任务")
    lookup(dict.fromkeys(FAULTS), fault, "fault", "错误")
    rng = np.random.default_rng(seed)
    X, y = shuffled_digits(TRAINED, rng, centred=inputs == "centred")
    X = ink * X
    if K == 2:
        y = (y == 8).astype(int)
    if fault == "inputs":
        X = np.zeros_like(X)
    if fault == "labels":
        y = np.concatenate([rng.permutation(y[:TRAINED]), y[TRAINED:]])
    return Data(X[:TRAINED], y[:TRAINED], X[TRAINED:], y[TRAINED:])


def network_at_start(setting: Setting, dtype: type = np.float32) -> Network:
    """The network of a setting before its first step."""
    first = WrongSign if setting.fault == "sign" else Dense
    last = Dense(HIDDEN, TASKS[setting.task], "he")
    layers = [first(64, HIDDEN, "he"), ActivationLayer("relu"), last, ActivationLayer("linear")]
    network = Network(layers, seed=setting.seed, dtype=dtype)
    network.weights[-1] *= setting.last
    if setting.prior:
        network.biases[-1] = np.log(shares(digit_data(setting.task, seed=setting.seed).y))
    return network


def shares(y: np.ndarray) -> np.ndarray:
    """The share of each class: (K,)."""
    return np.bincount(y) / len(y)


def data_of(setting: Setting) -> Data:
    """The Data of a Setting."""
    return digit_data(setting.task, setting.inputs, setting.fault, setting.seed)


def as_input(setting: Setting, ink: np.ndarray) -> np.ndarray:
    """Other digits, ink (n, 64) between 0 and 1, as the network of a Setting gets its own."""
    if setting.fault == "inputs":
        return np.zeros_like(ink)
    if setting.inputs == "stored":
        return INK["stored"] * ink
    return ink - shuffled_digits(TRAINED, setting.seed, centred=False)[0][:TRAINED].mean(axis=0)


@memoized
def trained(setting: Setting) -> Generator[float, None, tuple[Network, np.ndarray]]:
    """The network after its last epoch, and its mean losses at the start and after each (31,), fewer if it diverged."""
    network, data = network_at_start(setting), data_of(setting)
    history = yield from watch(network, data.X, data.y, LOSS, EPOCHS, learning_rate=setting.rate, **_BATCHES)
    return network, history.losses


@memoized
def training_run(setting: Setting) -> Generator[float, None, tuple]:
    """Mean losses at the start and after each epoch (31,), fewer if it diverged; and the test error at the end."""
    network, losses = yield from trained(setting)
    data = data_of(setting)
    return losses, float(np.mean(network(data.X_test).argmax(axis=1) != data.y_test))


@memoized
def losses_without_inputs(setting: Setting) -> Generator[float, None, np.ndarray]:
    """The losses (11,) with all inputs 0, for ten epochs: only how frequent classes are can be learned."""
    network, data = network_at_start(setting), data_of(setting)
    history = yield from watch(network, 0 * data.X, data.y, LOSS, FEW, learning_rate=setting.rate, **_BATCHES)
    return history.losses


@memoized
def one_batch_losses(setting: Setting, samples: int) -> np.ndarray:
    """The mean loss of a few samples while nothing else is learned: (1000,) steps, fewer if it diverged."""
    data, rates = data_of(setting), np.full(STEPS, setting.rate)
    X, y = data.X[:samples], data.y[:samples]
    return rate_range(network_at_start(setting), X, y, LOSS, rates, batch_size=samples)


@memoized
def ladder(task: str, seed: int) -> Generator[float, None, dict]:
    """Test errors of simple models on the same digits: {name: share wrong}, the simplest first.

    the most frequent class; the class whose mean has the nearest total ink; nearest class mean; softmax regression;
    nearest neighbour
    """
    X, y, X_test, y_test = digit_data(task, seed=seed)
    K = TASKS[task]
    means = np.array([X[y == k].mean(axis=0) for k in range(K)])  # (K, 64)
    linear = Network((64, K), init="zeros", dtype=np.float32)
    yield 0
    yield from watch(linear, X, y, LOSS, EPOCHS, learning_rate=0.5, batch_size=BATCH, reports=2)
    answers = {
        "constant": np.full(len(y_test), np.bincount(y).argmax()),
        "ink": np.abs(X_test.sum(axis=1)[:, None] - means.sum(axis=1)).argmin(axis=1),
        "mean": _distances(X_test, means).argmin(axis=1),
        "softmax": linear(X_test).argmax(axis=1),
        "neighbour": y[_distances(X_test, X).argmin(axis=1)],
    }
    return {name: float(np.mean(answer != y_test)) for name, answer in answers.items()}


def _distances(A, B):
    """Squared distances, less ‖a‖², which does not matter for the nearest b: (n, m)."""
    return np.sum(B**2, axis=1) - 2 * A @ B.T
