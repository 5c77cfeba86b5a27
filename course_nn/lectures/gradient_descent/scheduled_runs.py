"""Networks that read digits, trained with a learning rate that follows a schedule.

What trains takes a moment, so it is a generator: it yields the share done and returns its result.
"""

from collections.abc import Callable, Generator, Sequence
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import memoized, part
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.schedules import (
    mean_squares,
    named_schedule,
    noise_floor,
    range_test,
    schedule_through,
    with_warm_up,
)
from course_nn.losses import one_hot
from course_nn.network import INITS, Network
from course_nn.optimizers import Scheduled
from course_nn.optimizers import optimizer as make_optimizer
from course_nn.training import passes, watch

BATCH, STEPS = 32, 38  # digits a step, and steps an epoch
LOSS = "softmax_cross_entropy"
SWEPT = 3  # seeds for each rate of a sweep
SPANS = {"gradient_descent": (1e-3, 20.0), "momentum": (1e-4, 3.0), "adam": (1e-5, 1.0)}  # of the range test
LAM, START = 0.5, 5.0  # curvature of the noisy parabola, whose noise has σ = 1; and where x starts
FAR = 1e30  # a mean of x² that grows without bound is cut off here
FLOORS = np.geomspace(0.01, 1.99 / LAM, 100)  # learning rates with which x settles at a noise floor
SIZES = {"one": (64, 32, 10), "six": (64, *[32] * 6, 10), "sharp": (64, *[32] * 6, 10)}
SCALES = {"one": 1.0, "six": 1.0, "sharp": 2.0}  # of the first weights, in He's


class Plan(NamedTuple):
    """A schedule: its shape, its rates, and its warm-up."""

    shape: str  # "drawn", or a name in SCHEDULES
    rates: tuple  # η at the knots; of a named shape only the first one counts
    warm: float = 0.0  # epochs

    def schedule(self, epochs: int) -> Callable:
        """(share, steps) -> η, for training that takes so many epochs."""
        is_drawn = self.shape == "drawn"
        shape = schedule_through(self.rates) if is_drawn else named_schedule(self.shape, self.rates[0])
        return with_warm_up(shape, self.warm / epochs)

    def at(self, shares: np.ndarray, epochs: int, steps: int) -> np.ndarray:
        """η at several shares of the time: (K,)."""
        schedule = self.schedule(epochs)
        return np.array([schedule(share, steps) for share in shares])


class Runs(NamedTuple):
    """Training runs, measured after every epoch."""

    losses: np.ndarray  # (runs, epochs + 1) training loss
    accuracies: np.ndarray  # (runs, epochs + 1) share of unseen digits that are right


class Panel(NamedTuple):
    """What a panel shows: a quantity over x, with a schedule, and beside it with its first learning rate throughout."""

    x: np.ndarray  # (K,)
    own: np.ndarray  # (runs, K)
    other: np.ndarray  # (runs, K); (0, K) where there is nothing beside it


def labels(wrong: float) -> np.ndarray:
    """The labels of the training digits, a share of them replaced by another digit.

    wrong : 0 … 1;  returns (1200,) int 0 … 9
    """
    _, y = samples("training")
    rng = np.random.default_rng(0)
    spoilt = rng.random(len(y)) < wrong
    return np.where(spoilt, (y + rng.integers(1, 10, len(y))) % 10, y)


@memoized
def train_by_plan(
    plan: Plan, optimizer: str, net: str, wrong: float, epochs: int, runs: int
) -> Generator[float, None, Runs]:
    """Train networks of several seeds, each in an order of its own.

    plan      : a Plan;  optimizer : a name in OPTIMIZERS;  net : a name in SIZES
    wrong     : share of wrong labels, 0 … 1;  epochs, runs : 1 or more
    returns   : Runs; a run that diverges stays as it was after the last epoch with a finite loss
    raises    : BadInput for an unknown name, or a plan with rates that cannot be
    """
    sizes, scale = lookup(SIZES, net, "network", "网络"), SCALES[net]
    network = Network(sizes, "relu", init=lambda *shape: scale * INITS["he"](*shape), seed=range(runs), dtype="float32")
    schedule = plan.schedule(epochs)
    X, T = in_own_orders(range(runs), wrong)
    rates = (schedule(done / epochs, STEPS * epochs) for done in passes(X.shape[-2], BATCH))
    chosen = Scheduled(make_optimizer(optimizer, 1.0), rates)
    history = yield from watch(network, X, T, LOSS, epochs, optimizer=chosen, batch_size=BATCH)
    unseen, wanted = samples("unseen")
    with np.errstate(over="ignore", invalid="ignore"):  # a run may be about to diverge
        accuracies = [np.mean(network(unseen).argmax(axis=-1) == wanted, axis=-1) for network in history.moments()]
        return Runs(losses=padded(history.losses, epochs), accuracies=padded(np.array(accuracies), epochs))


def in_own_orders(seeds: Sequence, wrong: float = 0.0) -> tuple:
    """The training digits for several networks, each in the order of its seed: X (B, 1200, 64), T (B, 1200, 10)."""
    X, T = samples("training")[0], one_hot(labels(wrong), 10).astype(np.float32)
    orders = np.array([np.random.default_rng([seed, len(X)]).permutation(len(X)) for seed in seeds])
    return X[orders], T[orders]


def padded(rows: np.ndarray, epochs: int) -> np.ndarray:
    """Rows (K, runs) as (runs, epochs + 1): where training has stopped early, the last row stands for the rest."""
    return np.concatenate([rows, np.repeat(rows[-1:], epochs + 1 - len(rows), axis=0)]).T.astype(float)


def digit_panels(plan: Plan, *settings) -> Generator[float, None, tuple]:
    """Training losses and accuracies over the epochs, a Panel each: a generator; settings as of train_by_plan."""
    own = yield from part(train_by_plan(plan, *settings), 0, 2)
    other = yield from part(train_by_plan(Plan("constant", plan.rates[:1]), *settings), 1, 2)
    x = np.arange(own.losses.shape[1])
    return Panel(x, own.losses, other.losses), Panel(x, own.accuracies, other.accuracies)


def parabola_panels(rates: np.ndarray, first: float) -> tuple:
    """On the noisy parabola: E x² over the steps, and where it settles over the learning rate; a Panel each.

    rates : (T,) η of each step;  first : η throughout, beside it
    """
    squares = [mean_squares(each, START, LAM)[None] for each in (rates, np.full(len(rates), first))]
    own, other = np.nan_to_num(squares, nan=FAR, posinf=FAR).clip(max=FAR)
    floors = noise_floor(FLOORS, LAM)[None]
    return Panel(np.arange(len(rates) + 1), own, other), Panel(FLOORS, floors, floors[:0])


@memoized
def range_test_panels(optimizer: str, length: int) -> Generator[float, None, tuple]:
    """A range test of so many steps, and the loss that training with each learning rate really ends with: a generator.

    returns : Panel of the test, Panel of the sweep, and {name: (η, its loss in the end)} of the rates that they suggest
    """
    test = yield from part(range_test(optimizer, *SPANS[optimizer], length), 0, 2)
    rates = np.geomspace(50 * SPANS[optimizer][0], SPANS[optimizer][1], 14)
    losses = yield from part(sweep(optimizer, tuple(rates)), 1, 2)
    middle = np.median(losses, axis=1)
    picks = {"tenth": test.tenth, "steepest": test.steepest, "minimum": test.minimum, "best": rates[middle.argmin()]}
    ends = np.exp(np.interp(np.log([*picks.values()]), np.log(rates), np.log(middle)))  # between those that were tried
    rates_and_ends = {name: (float(rate), float(end)) for (name, rate), end in zip(picks.items(), ends)}
    tested, swept = test.losses[None], losses.T
    return Panel(test.rates, tested, tested[:0]), Panel(rates, swept, swept[:0]), rates_and_ends


@memoized
def sweep(optimizer: str, rates: tuple, epochs: int = 10) -> Generator[float, None, np.ndarray]:
    """The training loss in the end with a constant learning rate, for each of several: (R, SWEPT).

    rates : a tuple of R learning rates
    """
    seeds = [*range(SWEPT)] * len(rates)
    network = Network(SIZES["one"], "relu", init="he", seed=seeds, dtype="float32")
    X, T = in_own_orders(seeds)
    how: dict[str, Any] = dict(optimizer=optimizer, learning_rate=np.repeat(rates, SWEPT), batch_size=BATCH)
    history = yield from watch(network, X, T, LOSS, epochs, every=epochs, **how)
    return history.losses[-1].reshape(len(rates), SWEPT).astype(float)
