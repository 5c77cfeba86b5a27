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
GATHERED = 300  # batches that go into the running moments, once the network is trained


class BatchMoments(NamedTuple):
    """Of one norm: mean and variance of each batch, and over all of these batches together."""

    means: np.ndarray  # (300, M)
    variances: np.ndarray  # (300, M)
    true_means: np.ndarray  # (M,)
    true_variances: np.ndarray  # (M,)


class RunningMoments(NamedTuple):
    """Of one norm: the mean of each batch, and the running moments before the first batch and after each."""

    batch_means: np.ndarray  # (300, M)
    means: np.ndarray  # (301, M)
    variances: np.ndarray  # (301, M)
    true_means: np.ndarray  # (M,) over all of these batches together
    true_variances: np.ndarray  # (M,)


@memoized
def all_digits() -> tuple:
    """All handwritten digits in a random order, ink 0 … 1, not centred: X (1797, 64), y (1797,).

    They need not be centred: a batch norm subtracts the mean of its batch, and with it whatever a mean input adds.
    """
    return shuffled_digits(centred=False)


@memoized
def trained_network(norm: str, size: int, seed: int) -> Generator[float, None, Network]:
    """A network 64-32-32-10 of ReLU with batch or layer norm, trained on 1200 digits: a generator.

    norm : as of deep_network;  size : of the training batches, 2 or more;  returns the network
    """
    X, y = all_digits()
    network, T = deep_network(SIZES, "relu", "he", norm, seed=seed), np.eye(10)[y]
    batches = mini_batches(X[:TRAINED], T[:TRAINED], size, np.random.default_rng(seed))
    steps = learn(network, batches, Objective(LOSS), GradientDescent(RATE))
    for epoch in range(EPOCHS):
        yield epoch / EPOCHS
        advance(steps, -(-TRAINED // size))
    return network


def with_scaled_weights(network: Network, a: float) -> Network:
    """The network with first weights a times as large."""
    other = network.with_parameters(network.parameters)
    other.weights[0] = a * network.weights[0]
    return other


def batch_moments(network: Network, size: int) -> list:
    """BatchMoments of 300 training batches that go through a network that no longer changes, for each norm."""
    X, _ = all_digits()
    rows = np.random.default_rng(0).integers(TRAINED, size=(GATHERED, size))
    return [
        BatchMoments(z.mean(axis=1), z.var(axis=1, ddof=1), z.mean(axis=(0, 1)), z.var(axis=(0, 1)))
        for z in _before_norms(network.forward(X[rows], TRAINING))  # (300, size, M), each batch with its own moments
    ]


def running_moments(moments: list, momentum: float) -> list:
    """What running moments become while the batches go by.

    running ← (1 − momentum) running + momentum · that of the batch, from mean 0 and variance 1

    moments : BatchMoments of each norm, the lowest first
    returns : a list of RunningMoments
    """
    return [
        RunningMoments(
            batch.means,
            running_averages(batch.means, 0.0, momentum),
            running_averages(batch.variances, 1.0, momentum),
            batch.true_means,
            batch.true_variances,
        )
        for batch in moments
    ]


def _before_norms(trace):
    """The input of each norm: W h, (…, n, M)."""
    return trace.inputs_of((BatchNorm, LayerNorm))


def running_averages(rows: np.ndarray, start: float, momentum: float) -> np.ndarray:
    """Running averages of rows (T, M), the start first: (T + 1, M)."""
    averages = np.full((len(rows) + 1, rows.shape[1]), start)
    for before, after, share in zip(averages, averages[1:], momentum * rows):
        np.multiply(1 - momentum, before, out=after)
        after += share
    return averages


@memoized
def network_and_moments(norm: str, size: int, seed: int, a: float) -> Generator[float, None, tuple]:
    """A trained network with first weights a times as large, and the moments of its batches: a generator.

    norm, size, seed : as of trained_network;  a : as of with_scaled_weights
    returns : the network, and a list of BatchMoments
    """
    trained = yield from trained_network(norm, size, seed)
    network = with_scaled_weights(trained, a)
    return network, batch_moments(network, size)


def network_after(network: Network, moments: list, t: int) -> Network:
    """The network with the running moments that it has after t batches; a layer norm has none.

    moments : RunningMoments of each norm
    """
    other = with_scaled_weights(network, 1.0)
    if has_batch_norm(network):
        for norm, running in zip(norms_of(other), moments):
            norm.mean[...] = running.means[t]
            norm.variance[...] = running.variances[t]
    return other


def has_batch_norm(network: Network) -> bool:
    """Whether its norms are batch norms, so that in training mode an answer depends on the company."""
    return isinstance(norms_of(network)[0], BatchNorm)


@memoized
def unseen_digits() -> tuple:
    """Digits that were not trained on, 32 of each class: X (320, 64), y (320,)."""
    X, y = (part[TRAINED:] for part in all_digits())
    rows = np.concatenate([np.flatnonzero(y == c)[:PER_CLASS] for c in range(10)])
    return X[rows], y[rows]


@memoized
def companies(size: int, kind: str) -> np.ndarray:
    """The 320 unseen digits put into batches in twenty ways: (20, 320 / size, size) int, which digits.

    size : a divisor of 32;  kind : "any", or "class" for batches of one class alone
    """
    rng = np.random.default_rng(1)
    group = 10 * PER_CLASS if kind == "any" else PER_CLASS
    numbers = np.arange(10 * PER_CLASS).reshape(-1, group)  # only digits of one row share a batch
    return np.stack([rng.permuted(numbers, axis=1).reshape(-1, size) for _ in range(COMPANIES)])


def logits_in_companies(network: Network, size: int, kind: str, mode: str) -> np.ndarray:
    """The logits of every digit in twenty companies: (20, 320, 10)."""
    X, _ = unseen_digits()
    if mode == "test":
        return np.broadcast_to(network(X), (COMPANIES, len(X), 10))
    batches = companies(size, kind)
    logits = network.forward(X[batches], TRAINING).output  # (20, batches, size, 10)
    by_digit = np.empty((COMPANIES, len(X), 10))
    for company, rows, F in zip(by_digit, batches, logits):
        company[rows.ravel()] = F.reshape(-1, 10)
    return by_digit


@memoized
def logits_in_training(
    norm: str, learned: int, seed: int, a: float, size: int, kind: str
) -> Generator[float, None, np.ndarray]:
    """logits_in_companies in training mode, where no running moments are asked: a generator.

    norm, learned, seed, a : as of network_and_moments
    """
    network, _ = yield from network_and_moments(norm, learned, seed, a)
    return logits_in_companies(network, size, kind, "train")


def share_that_depends(logits: np.ndarray) -> float:
    """Share of the digits whose answer is not the same in all companies; logits (20, 320, 10)."""
    answers = logits.argmax(axis=-1)  # (20, 320)
    return float(np.mean((answers != answers[0]).any(axis=0)))


class BatchView(NamedTuple):
    """What the first norm does to a batch, and the gradient of the first weights.

    A batch norm is shown in one unit, for all digits of the batch; a layer norm in all units, for the first digit.
    """

    z: np.ndarray  # (n,) or (32,) before the norm
    y: np.ndarray  # the same after the norm
    unit: int  # which unit: the one whose mean is farthest from 0
    reach: float  # a round number that hardly any z of the network exceeds, if its weights are not scaled
    slope: float  # length of the gradient in training mode
    angle: float  # degrees between it and the weights; 90 where there is no gradient


def batch_view(network: Network, moments: RunningMoments, rows: np.ndarray, mode: str, a: float) -> BatchView:
    """Send a batch through a network, look at its first norm, and send the gradient back.

    moments : of the first norm;  rows : numbers of digits;  mode : "train" or "test"
    a       : by which the first weights are scaled
    """
    X, classes = unseen_digits()
    trace = network.forward(X[rows], TRAINING)
    dF = LOSS.dl(trace.output, np.eye(10)[classes[rows]]) / len(rows)
    gradient = network.split(network.backward(trace, dF))[0][0]
    W = network.weights[0]
    slope = float(np.linalg.norm(gradient))
    cosine = np.sum(gradient * W) / (slope * np.linalg.norm(W)) if slope else 0.0
    shown = network.forward(X[rows], TRAINING if mode == "train" else TEST)
    z = _before_norms(shown)[0]  # (n, 32)
    y = shown.z[0] - network.biases[0]
    unit = int(np.abs(moments.true_means).argmax())
    part = np.s_[:, unit] if has_batch_norm(network) else 0
    return BatchView(z[part], y[part], unit, round_reach(moments, a), slope, float(np.degrees(np.arccos(cosine))))


def round_reach(moments: RunningMoments, a: float) -> float:
    """The next of 1.5, 3, 7.5, 15, … above |mean| + 2.5 σ of every unit, with weights that are not scaled."""
    far = (np.abs(moments.true_means) + 2.5 * np.sqrt(moments.true_variances)).max() / a
    steps = 1.5 * np.outer(10.0 ** np.arange(-2, 5), [1, 2, 5]).ravel()
    return float(steps[np.searchsorted(steps, far)])
