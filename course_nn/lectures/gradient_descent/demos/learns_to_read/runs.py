"""The reader of digits, trained by plain gradient descent: what it reads after each epoch, at any learning rate."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.network import Network
from course_nn.reader import its_digits
from course_nn.training import watch

KINDS = {"relu": ("relu", 24), "wide": ("relu", 96), "tanh": ("tanh", 24)}  # activation and width of the hidden layer
EPOCHS, BATCH = 20, 32
SAME = 0.01  # values of a unit that are no further apart than this are the same


class Run(NamedTuple):
    """One training run."""

    networks: Network  # after each epoch, one batch of 21
    read: np.ndarray  # (21,) share of its test digits that it reads
    losses: np.ndarray  # (21,) on its training digits
    stuck: np.ndarray  # (21,) share of the hidden units that say the same of every training digit
    reason: BadInput | None  # why it stopped early


@memoized
def run(rate: float, kind: str, seed: int) -> Generator[float, None, Run]:
    """Twenty epochs over 1,200 digits, in batches of 32."""
    X, y, test, labels = its_digits()
    activation, width = KINDS[kind]
    network = Network((X.shape[1], width, 10), activation, init="he", seed=seed)
    settings = dict(optimizer="gradient_descent", learning_rate=rate, batch_size=BATCH, seed=seed)
    history = yield from watch(network, X, y, "softmax_cross_entropy", EPOCHS, **settings)
    kept = np.minimum(np.arange(EPOCHS + 1), len(history.epochs) - 1)  # a run that stopped early stays where it was
    networks = network.with_parameters(history.parameters[kept])
    return Run(
        networks=networks,
        read=np.mean(networks(test).argmax(axis=-1) == labels, axis=-1),
        losses=history.losses[kept],
        stuck=np.mean(np.ptp(networks.forward(X).values[2], axis=-2) < SAME, axis=-1),
        reason=history.reason,
    )
