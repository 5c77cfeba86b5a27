"""A network with batch norm answers a digit together with its company: the other digits that are in the batch."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.layers import TEST, TRAINING, BatchNorm, LayerNorm
from course_nn.lectures.practice.deep_network import deep_network, norms_of
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import GradientDescent
from course_nn.training import Objective, advance, learn, mini_batches

LOSS = LOSSES["softmax_cross_entropy"]
SIZES, RATE, EPOCHS, TRAINED = (64, 32, 32, 10), 0.1, 20, 1200
PER_CLASS, COMPANIES = 32, 20
GATHERED = 300  # batches whose moments are taken in once the network is trained


class Running(NamedTuple):
    """Of one layer: the mean of each batch, and the running moments before the first batch and after each."""

    batch_means: np.ndarray  # (300, M)
    means: np.ndarray  # (301, M)
    variances: np.ndarray  # (301, M)
    true_means: np.ndarray  # (M,) over all of these batches together
    true_variances: np.ndarray  # (M,)


@memoized
def all_digits() -> tuple:
    """All handwritten digits in a random order, ink 0 … 1, not centred: X (1797, 64), y (1797,).

    A batch norm takes off the mean of its batch, and with it whatever a mean input adds.
    """
    return shuffled_digits(centred=False)


@memoized
def trained(norm: str, size: int, seed: int) -> Generator[float, None, Network]:
    """A network 64-32-32-10 of ReLU with batch or layer norm, trained on 1200 digits: a generator.

    norm : as of deep_network;  size : of the training batches, 2 or more;  returns the network
    """
    (X, y), rng = all_digits(), np.random.default_rng(seed)
    network, T = deep_network(SIZES, "relu", "he", norm, seed=seed), np.eye(10)[y]
    batches = mini_batches(X[:TRAINED], T[:TRAINED], size, rng)
    steps = learn(network, batches, Objective(LOSS), GradientDescent(RATE))
    for epoch in range(EPOCHS):
        yield epoch / EPOCHS
        advance(steps, -(-TRAINED // size))
    return network


def scaled(network: Network, a: float) -> Network:
    """The network with first weights a times as large."""
    other = network.with_parameters(network.parameters)
    other.weights[0] = a * network.weights[0]
    return other


def gathered(network: Network, size: int, momentum: float) -> list:
    """What running moments become while 300 training batches go through a network that no longer changes.

    running ← (1 − momentum) running + momentum · that of the batch, from mean 0 and variance 1

    returns : a list of Running, one for each hidden layer
    """
    X, _ = all_digits()
    rows = np.random.default_rng(0).integers(TRAINED, size=(GATHERED, size))
    layers = []
    for z in _before_norms(network.forward(X[rows], TRAINING)):  # (300, size, M), each batch with its own moments
        means, variances = z.mean(axis=1), z.var(axis=1, ddof=1)
        running = smoothed(means, 0.0, momentum), smoothed(variances, 1.0, momentum)
        layers.append(Running(means, *running, z.mean(axis=(0, 1)), z.var(axis=(0, 1))))
    return layers


def _before_norms(trace):
    """What each norm got: W h, (…, n, M)."""
    return trace.inputs_of((BatchNorm, LayerNorm))


def smoothed(values: np.ndarray, start: float, momentum: float) -> np.ndarray:
    """Running averages of the rows of (T, M), the start first: (T + 1, M)."""
    running = np.full((len(values) + 1, values.shape[1]), start)
    for t, value in enumerate(values):
        running[t + 1] = (1 - momentum) * running[t] + momentum * value
    return running


@memoized
def asked_network(norm: str, size: int, seed: int, a: float, momentum: float) -> Generator[float, None, tuple]:
    """A trained network with first weights a times as large, and what its running moments become: a generator.

    norm, size, seed : as of trained;  a : as of scaled;  momentum : as of gathered
    returns : the network, and Running for each hidden layer
    """
    learner = yield from trained(norm, size, seed)
    network = scaled(learner, a)
    return network, gathered(network, size, momentum)


def after(network: Network, layers: list, t: int) -> Network:
    """The network with the running moments that it has after t batches."""
    other = scaled(network, 1.0)
    if is_batch_norm(network):
        for norm, layer in zip(norms_of(other), layers):
            norm.mean[...], norm.variance[...] = layer.means[t], layer.variances[t]
    return other


def is_batch_norm(network: Network) -> bool:
    """Whether it answers a digit together with its company."""
    return isinstance(norms_of(network)[0], BatchNorm)


@memoized
def asked() -> tuple:
    """Digits that were not trained on, 32 of each class: X (320, 64), y (320,)."""
    X, y = (kind[TRAINED:] for kind in all_digits())
    rows = np.concatenate([np.flatnonzero(y == c)[:PER_CLASS] for c in range(10)])
    return X[rows], y[rows]


@memoized
def companies(size: int, kind: str) -> np.ndarray:
    """Twenty ways of putting the 320 digits into batches: (20, 320 / size, size) numbers of digits.

    size : a divisor of 32;  kind : "any", or "class" for batches of one class alone
    """
    rng, together = np.random.default_rng(1), 10 * PER_CLASS if kind == "any" else PER_CLASS
    numbers = np.arange(10 * PER_CLASS).reshape(-1, together)  # who may meet whom
    return np.stack([rng.permuted(numbers, axis=1).reshape(-1, size) for _ in range(COMPANIES)])


def answers(network: Network, size: int, kind: str, mode: str) -> np.ndarray:
    """The logits of every digit in twenty companies: (20, 320, 10)."""
    X, _ = asked()
    if mode == "test":
        return np.broadcast_to(network(X), (COMPANIES, len(X), 10))
    batches = companies(size, kind)
    logits = network.forward(X[batches], TRAINING).output  # (20, batches, size, 10)
    found = np.empty((COMPANIES, len(X), 10))
    for company, rows, F in zip(found, batches, logits):
        company[rows.ravel()] = F.reshape(-1, 10)
    return found


def share_that_depends(logits: np.ndarray) -> float:
    """Share of the digits that are not read alike in all companies."""
    read = logits.argmax(axis=-1)  # (20, 320)
    return float(np.mean((read != read[0]).any(axis=0)))


class Seen(NamedTuple):
    """What the first norm does to a batch, or a layer norm to its first digit, and what the first weights learn."""

    z: np.ndarray  # (n,) of one unit for the digits of the batch; or (32,) of all units for the first digit
    y: np.ndarray  # the same after the norm
    unit: int  # which unit: the one whose mean is farthest from 0
    room: float  # a round number above all that z is likely to be, were the weights not scaled
    slope: float  # length of the gradient in training mode
    angle: float  # degrees between it and the weights; 90 where there is no gradient


def seen(network: Network, moments: Running, rows: np.ndarray, mode: str, a: float) -> Seen:
    """Send a batch through a network, look at its first norm, and send the gradient back.

    moments : Running of the first layer;  rows : numbers of digits;  a : by which the first weights are scaled
    """
    X, y = asked()
    trace = network.forward(X[rows], TRAINING)
    dF = LOSS.dl(trace.output, np.eye(10)[y[rows]]) / len(rows)
    gradient, W = network.split(network.backward(trace, dF))[0][0], network.weights[0]
    slope = float(np.linalg.norm(gradient))
    cosine = np.sum(gradient * W) / (slope * np.linalg.norm(W)) if slope else 0.0
    asked_about = network.forward(X[rows], TRAINING if mode == "train" else TEST)
    z, after = _before_norms(asked_about)[0], asked_about.z[0] - network.biases[0]  # (n, 32)
    unit = int(np.abs(moments.true_means).argmax())
    one = np.s_[:, unit] if is_batch_norm(network) else 0
    far = (np.abs(moments.true_means) + 2.5 * np.sqrt(moments.true_variances)).max() / a
    steps = 1.5 * np.outer(10.0 ** np.arange(-2, 5), [1, 2, 5]).ravel()
    room = float(steps[np.searchsorted(steps, far)])
    return Seen(z[one], after[one], unit, room, slope, float(np.degrees(np.arccos(cosine))))
