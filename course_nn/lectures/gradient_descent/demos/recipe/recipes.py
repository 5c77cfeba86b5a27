"""The recipe of today, AdamW with warm-up and half a cosine, whole or with a part taken away; each with its own η.

Digits and seeds that choose the learning rate are others than those on which it is measured.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.scheduled_runs import BATCH, LOSS, SIZES, STEPS, in_own_orders
from course_nn.lectures.gradient_descent.schedules import named_schedule, with_warm_up
from course_nn.network import Network
from course_nn.optimizers import Decayed, Scheduled
from course_nn.optimizers import optimizer as make_optimizer
from course_nn.training import passes, watch

TUNING, RACING = 3, 5  # seeds
VALIDATION, TEST = slice(300), slice(300, None)  # of the unseen digits: to choose η, and to measure
WARM = 1  # epoch of warm-up


class Recipe(NamedTuple):
    """How a network is trained, but for its learning rate."""

    optimizer: str
    shape: str = "cosine"  # a name in SCHEDULES
    warm: bool = True
    decay: bool = True


RECIPES = {  # the whole, with one part taken away or replaced, and plain descent alone
    "whole": Recipe("adam"),
    "no_warm_up": Recipe("adam", warm=False),
    "no_cosine": Recipe("adam", shape="constant"),
    "no_decay": Recipe("adam", decay=False),
    "momentum": Recipe("momentum"),
    "plain": Recipe("gradient_descent"),
    "nothing": Recipe("gradient_descent", "constant", False, False),
}
DECAYS = {"adam": 0.3, "momentum": 0.03, "gradient_descent": 0.01}  # λ; λη is much the same in all
RATES = {  # learning rates that are tried, each twice the one before
    "six": {
        "adam": 0.002 * 2.0 ** np.arange(5),
        "momentum": 0.015 * 2.0 ** np.arange(4),
        "gradient_descent": 0.05 * 2.0 ** np.arange(4),
    },
    "one": {
        "adam": 0.012 * 2.0 ** np.arange(4),
        "momentum": 0.1 * 2.0 ** np.arange(4),
        "gradient_descent": 0.6 * 2.0 ** np.arange(4),
    },
}


class Setting(NamedTuple):
    """What is learned, and how long."""

    net: str  # in RATES
    wrong: float  # share of wrong labels
    epochs: int


class Trained(NamedTuple):
    """Networks trained by a recipe with the learning rate that suits it."""

    rates: np.ndarray  # (R,) that were tried
    tried: np.ndarray  # (R,) median error of each on the validation digits
    rate: float  # the best of them
    errors: np.ndarray  # (epochs + 1, 5) on the test digits, after each epoch


@memoized
def trained(task: Setting, recipe: Recipe, group: int = 0) -> Generator[float, None, Trained]:
    """Choose the learning rate of a recipe, and train other networks with it: a generator.

    group : 0, 1, …; each has other seeds
    """
    rates = RATES[task.net][recipe.optimizer]
    seeds = [1000 * (group + 1) + k for k in range(TUNING)] * len(rates)
    in_the_end = errors_of(task, recipe, np.repeat(rates, TUNING), seeds, VALIDATION, task.epochs)
    choosing = yield from part(in_the_end, 0, 2)
    tried = np.median(choosing[-1].reshape(len(rates), TUNING), axis=1)
    rate = float(rates[tried.argmin()])
    racing = range(RACING * group, RACING * (group + 1))
    errors = yield from part(errors_of(task, recipe, np.full(RACING, rate), racing, TEST), 1, 2)
    return Trained(rates, tried, rate, errors)


def errors_of(
    task: Setting, recipe: Recipe, rates: np.ndarray, seeds: Sequence, which: slice, every: int = 1
) -> Generator[float, None, np.ndarray]:
    """The share of unseen digits that is read wrong, the start first: (epochs / every + 1, B).

    rates, seeds : B of each;  which : of the unseen digits;  every : epochs from one look to the next
    """
    network = Network(SIZES[task.net], "relu", init="he", seed=seeds, dtype=np.float32)
    X, T = in_own_orders(seeds, task.wrong)
    factor = with_warm_up(named_schedule(recipe.shape, 1.0), WARM / task.epochs if recipe.warm else 0)
    shares = (done / task.epochs for done in passes(X.shape[-2], BATCH))
    columns = rates.astype(np.float32)[:, None]
    inner = make_optimizer(recipe.optimizer, columns)
    if recipe.decay:
        inner = Decayed(inner, DECAYS[recipe.optimizer], network.is_weight)
    chosen = Scheduled(inner, (columns * factor(share, STEPS * task.epochs) for share in shares))
    history = yield from watch(network, X, T, LOSS, task.epochs, every=every, optimizer=chosen, batch_size=BATCH)
    (unseen, wanted), errors = (part[which] for part in samples("unseen")), []
    with np.errstate(all="ignore"):  # a run may be about to diverge
        for moment in history.moments():
            errors.append(np.mean(moment(unseen).argmax(axis=-1) != wanted, axis=-1))
    return np.array(errors + [errors[-1]] * (task.epochs // every + 1 - len(errors)))


def median_error(run: Trained) -> float:
    """The median over the seeds, after the last epoch."""
    return float(np.median(run.errors[-1]))


def median_of_groups(task: Setting, name: str, groups: int = 2) -> float:
    """The median error of a recipe over several groups of seeds, each of which tunes for itself."""
    return float(np.median([finished(trained(task, RECIPES[name], group)).errors[-1] for group in range(groups)]))
