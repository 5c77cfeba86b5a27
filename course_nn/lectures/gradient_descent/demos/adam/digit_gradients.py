"""Gradients as a network meets them: Adam on handwritten digits, with its correction and without."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.demos.adam.gradient_signals import course_through, settings_of
from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import optimizer
from course_nn.training import Objective, learn

STEPS, SEEDS = 200, range(5)
LOST = 1e3  # stands for a loss that is larger, or no number
EVERY = 10  # steps from one moment at which the loss is computed to the next


class DigitRuns(NamedTuple):
    """Small networks that Adam trains on digits."""

    gradients: np.ndarray  # (200, 2) of two weights of the first network: one of the smallest, one of the largest
    losses: np.ndarray  # (21, seeds) over all 1,200 digits, every 10 steps, at most LOST


@memoized
def digit_runs(correct: bool, beta1: float, beta2: float, eta: float) -> Generator[float, None, DigitRuns]:
    """200 steps of Adam with five networks 64-32-10 of ReLU, each on 32 of 1,200 digits.

    returns : DigitRuns, at the end of a generator
    raises  : BadInput for a learning rate η that is not positive
    """
    X, y = samples("training")
    network = Network((64, 32, 10), "relu", init="he", seed=SEEDS, dtype=np.float32)
    loss = LOSSES["softmax_cross_entropy"]
    chosen = optimizer("adam", eta, **settings_of("adam", correct, beta1, beta2))
    T = loss.targets(network(X), y)
    steps = learn(network, own_batches(X, T, 32, SEEDS), Objective(loss), chosen)
    gradients, losses = [], [loss.l(network(X), T).mean(axis=-1)]
    for k in range(1, STEPS + 1):
        with np.errstate(all="ignore"):  # without much memory of the squares networks may be lost
            *_, g = next(steps)
            now = loss.l(network(X), T).mean(axis=-1) if k % EVERY == 0 else None
        gradients.append(np.nan_to_num(g[0], posinf=0, neginf=0))
        if now is not None:
            losses.append(now)
            yield k / STEPS
    losses = np.nan_to_num(losses, nan=LOST, posinf=LOST).clip(max=LOST)
    return DigitRuns(gradients=small_and_large(np.array(gradients)), losses=losses)


def course_and_losses(correct: int, beta1: float, beta2: float, eta: float) -> Generator[float, None, tuple]:
    """What Adam makes of the two weights' gradients, and how the networks learn with its correction and without it.

    returns : Course, and losses (2, 21), with correction and without, medians over the networks; a generator
    """
    runs = {}
    for k, corrected in enumerate((True, False)):
        runs[corrected] = yield from part(digit_runs(corrected, beta1, beta2, eta), k, 2)
    course = course_through("adam", runs[bool(correct)].gradients, **settings_of("adam", correct, beta1, beta2))
    return course, np.array([np.median(run.losses, axis=1) for run in runs.values()])


def small_and_large(gradients: np.ndarray) -> np.ndarray:
    """A small and a large column of (T, P): of those not always 0, one in 20 is smaller, and one in 20 larger."""
    size = np.sqrt(np.mean(gradients.astype(float) ** 2, axis=0))
    alive = np.argsort(size)[np.sum(size == 0) :]
    return gradients[:, [alive[len(alive) // 20], alive[-len(alive) // 20]]].astype(float)
