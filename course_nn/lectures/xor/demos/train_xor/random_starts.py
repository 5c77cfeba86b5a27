"""That a network exists is one thing, that gradient descent finds it another: a hundred starts, and where they end."""

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import xor_points
from course_nn.network import Network
from course_nn.training import watch

RUNS = 100
EPOCHS = 1000
MOMENTS = 100  # that are kept, after the start
BIASES = {  # (rng, inputs of the unit, units) -> the first biases
    "zero": lambda rng, N, M: np.zeros(M),
    "small": lambda rng, N, M: rng.uniform(-1, 1, M) / np.sqrt(N),  # as PyTorch draws them
    "normal": lambda rng, N, M: rng.normal(0, 1, M),
}
CORNERS, WANTED = xor_points()  # (4, 2), (4,)
LEVELS = (  # losses at which failures wait
    np.log(2) / 2,  # two points right, and two at ½
    0.75 * np.log(3) - 0.5 * np.log(2),  # one right, and three that share one answer
    np.log(2),  # all four at ½
)
NEAR = 0.05


class Runs(NamedTuple):
    """A hundred networks trained at once, from the seeds 0 … 99, at the start and at a hundred moments after it."""

    network: Network
    every: int  # epochs between two moments
    parameters: np.ndarray  # (101, 100, P)
    losses: np.ndarray  # (101, 100) mean binary cross-entropy
    solved: np.ndarray  # (101, 100) bool, all four points on the right side


@memoized
def learn_xor(
    activation: str,
    width: int,
    biases: str = "zero",
    rate: float = 1.0,
    epochs: int = EPOCHS,
    scale: float = 1.0,
    inputs: tuple = (0, 1),
    **how: Any,
) -> Generator[float, None, Runs]:
    """A hundred networks 2-M-1 learn XOR by gradient descent.

    θ ← θ - η ∇ mean of (log(1 + e^f) - t f),  each epoch one step on all four points

    activation : a name in ACTIVATIONS;  width : M hidden units, 1 or more
    biases     : a name in BIASES;  rate : η;  epochs : a multiple of 100
    scale      : of the first weights, as a multiple of Glorot's;  inputs : how 0 and 1 are written
    how        : the optimizer, as `watch` takes it
    yields     : the share done;  returns Runs
    source     : Rumelhart, Hinton & Williams, Parallel Distributed Processing (1986), chapter 8
    """
    network = Network((2, width, 1), activation, seed=range(RUNS), dtype=np.float32)
    for run in range(RUNS):
        rng = np.random.default_rng([run, 1])  # of its own, so that the weights are the same for all choices
        for b, N in zip(network.biases, network.sizes):
            b[run] = BIASES[biases](rng, N, len(b[run]))
    for W in network.weights:
        W *= scale
    off, on = inputs
    X = off + (on - off) * CORNERS
    every = epochs // MOMENTS
    settings = dict(epochs=epochs, every=every, reports=20, learning_rate=rate, **how)
    history = yield from watch(network, X, WANTED, "binary_cross_entropy", **settings)
    logits = history.networks(X)[..., 0]  # (101, 100, 4)
    losses = np.logaddexp(0, (1 - 2 * WANTED) * logits).mean(axis=-1)
    return Runs(network, every, history.parameters, losses, ((logits > 0) == WANTED).all(axis=-1))


def endings(runs: Runs) -> np.ndarray:
    """How each run ended: 0 if it is solved, 1, 2 or 3 if its loss is near that level, 4 if it is near none.

    returns : (100,) int
    """
    gaps = np.abs(runs.losses[-1][:, None] - LEVELS)  # (100, 3)
    level = np.where(gaps.min(axis=1) < NEAR, 1 + gaps.argmin(axis=1), 1 + len(LEVELS))
    return np.where(runs.solved[-1], 0, level)
