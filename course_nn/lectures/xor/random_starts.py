"""That a network exists is one thing, that gradient descent finds it another: a hundred starts, and where they end."""

from typing import NamedTuple

import numpy as np

from course_nn.datasets import xor_points
from course_nn.network import Network
from course_nn.patience import remembered
from course_nn.training import watch

RUNS = 100
EPOCHS = 1000
EVERY = 10  # epochs between two that are kept
RATE = 1.0
CORNERS, WANTED = xor_points()  # (4, 2), (4,)
LEVELS = (  # losses at which failures wait
    np.log(2) / 2,  # two points right, and two at ½
    0.75 * np.log(3) - 0.5 * np.log(2),  # one right, and three that share one answer
    np.log(2),  # all four at ½
)


class Runs(NamedTuple):
    """A hundred networks trained at once, from the seeds 0 … 99, looked at every ten epochs.
    从种子 0 … 99 出发、同时训练的一百个网络，每十轮查看一次。
    """

    network: Network
    parameters: np.ndarray  # (101, 100, P)
    losses: np.ndarray  # (101, 100) mean binary cross-entropy
    solved: np.ndarray  # (101, 100) bool, all four points on the right side


@remembered
def learn_xor(activation, width):
    """A hundred networks 2-n-1 learn XOR by gradient descent.
    一百个 2-n-1 网络用梯度下降学习异或。

    θ ← θ - η ∇ mean of (log(1 + e^f) - c f),  η = 1, 1000 epochs of the four points

    activation : a name in ACTIVATIONS;  width : n hidden units, 1 or more
    yields     : the share done;  returns Runs
    source     : Rumelhart, Hinton & Williams, Parallel Distributed Processing (1986), chapter 8
    """
    network = Network((2, width, 1), activation, seed=range(RUNS), dtype=np.float32)
    settings = dict(epochs=EPOCHS, every=EVERY, looks=20, learning_rate=RATE)
    history = yield from watch(network, CORNERS, WANTED, "binary_cross_entropy", **settings)
    logits = history.networks(CORNERS)[..., 0]  # (101, 100, 4)
    losses = np.logaddexp(0, (1 - 2 * WANTED) * logits).mean(axis=-1)
    return Runs(network, history.parameters, losses, ((logits > 0) == WANTED).all(axis=-1))


def endings(runs):
    """How each run ended: 0 if it is solved, else 1, 2 or 3 for the level that its loss is nearest to.
    每次训练的结局：学会为 0，否则为 1、2、3，即其损失最接近的那一级。

    returns : (100,) int
    """
    level = np.abs(runs.losses[-1][:, None] - LEVELS).argmin(axis=1)
    return np.where(runs.solved[-1], 0, 1 + level)
