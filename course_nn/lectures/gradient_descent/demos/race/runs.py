"""What each optimizer does in the race, tuned before or at the rate that is forced on all."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import part
from course_nn.lectures.gradient_descent.tuned_race import RACING, RATES, TASKS, best_rate, race_at, tune
from course_nn.training import arrivals

TUNED = "tuned"  # in place of a learning rate


class Run(NamedTuple):
    """What one optimizer does in the race."""

    rate: float
    tried: np.ndarray  # (R,) rates that were tried
    slowest: np.ndarray  # (R,) epochs that the slowest seed needs with each, nan for never
    losses: np.ndarray  # (K, 10)
    accuracies: np.ndarray  # (K, 10)
    arrivals: np.ndarray  # (10,)


def run_of(task: str, name: str, rate: float | str, target: float, seeds: int) -> Generator[float, None, Run]:
    """The Run of an optimizer, tuned before if that is the rate: a generator."""
    training = TASKS[task]
    if rate == TUNED:
        losses = yield from part(tune(task, name, seeds), 0, 2)
        chosen, moments = best_rate(target, name, losses)
        tried, slowest = RATES[name], moments * training.every
    else:
        chosen = rate
    run = yield from part(race_at(task, name, chosen, seeds), 1, 2)
    epochs = arrivals(target, run.losses, training.times)
    if rate != TUNED:
        tried, slowest = np.array([rate]), epochs.max(keepdims=True)
    return Run(chosen, tried, slowest, run.losses, run.accuracies, epochs)


def yet_to_run(task: str, name: str, rate: float | str) -> Run:
    """The Run of an optimizer of which nothing is known yet: nan."""
    tried = RATES[name] if rate == TUNED else np.array([rate])
    unknown = np.full((len(TASKS[task].times), RACING), np.nan)
    return Run(tried[0], tried, np.full(len(tried), np.nan), unknown, unknown, unknown[0])
