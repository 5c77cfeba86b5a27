"""A learning rate that changes during training: how it may fall, what noise it leaves, and a test that finds its size.

A schedule is a function of the share of training that is done, 0 … 1, and of the number of steps in all.
"""

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import Scheduled, optimizer
from course_nn.training import Objective, learn

SCHEDULES = {  # (share, steps) -> the factor of the first learning rate
    "constant": lambda share, steps: 1.0,
    "linear": lambda share, steps: 1 - share,
    "steps": lambda share, steps: 0.1 ** min(int(3 * share), 2),  # by 10 after each third
    "cosine": lambda share, steps: (1 + np.cos(np.pi * share)) / 2,
    "inverse": lambda share, steps: 1 / (1 + share * steps),
}
LOWEST, HIGHEST = 1e-6, 100.0  # learning rates that can be drawn


def schedule_through(knots: Sequence) -> Callable:
    """A schedule through knots at equal distances in time, straight between them on a logarithmic scale.

    knots   : two learning rates or more
    returns : (share, steps) -> η
    raises  : BadInput for fewer, or a rate outside 10⁻⁶ … 100
    """
    rates = np.asarray(knots, float)
    if rates.ndim != 1 or len(rates) < 2 or not ((rates >= LOWEST) & (rates <= HIGHEST)).all():
        raise BadInput(
            f"a schedule is drawn through two learning rates or more, each from 0.000001 to 100; got {knots!r}",
            f"画一条学习率曲线需要至少两个学习率，均在 0.000001 到 100 之间；收到 {knots!r}",
        )
    places = np.linspace(0, 1, len(rates))
    return lambda share, steps: np.exp(np.interp(share, places, np.log(rates)))


def knots_of(text: str, count: int = 5) -> tuple:
    """Learning rates as they are typed, with spaces or commas between them: a tuple.

    raises : BadInput for another number of them, or a rate outside 10⁻⁶ … 100
    """
    try:
        rates = tuple(float(word) for word in text.replace(",", " ").replace("，", " ").split())
    except ValueError:
        rates = ()
    if len(rates) != count:
        raise BadInput(
            f"expected {count} learning rates such as 3.2 3.2 1 0.3 0.1, got “{text[:40]}”",
            f"应为 {count} 个学习率，例如 3.2 3.2 1 0.3 0.1；收到“{text[:40]}”",
        )
    schedule_through(rates)  # raises for a rate out of range
    return rates


def named_schedule(name: str, first: float) -> Callable:
    """The schedule of that name in SCHEDULES, from the first learning rate on: (share, steps) -> η."""
    return lambda share, steps: first * SCHEDULES[name](share, steps)


def with_warm_up(schedule: Callable, part: float) -> Callable:
    """A schedule with a warm-up: in the first part of the time it grows from nearly 0, in a straight line.

    part : share of the time, 0 for none
    """

    def warm(share, steps):
        grown = (share + 1 / steps) / part if part else 1.0
        return min(1.0, grown) * schedule(share, steps)

    return warm


# ---- noise ------------------------------------------------------------------------------------------


def noise_floor(eta: np.ndarray | list | float, lam: float = 1.0, sigma: float = 1.0) -> np.ndarray:
    """Where the mean square of x settles on ½λx² if every step has the gradient λx + σε; it is 0 only for η → 0.

    E x² = η σ² / (λ (2 - ηλ))

    eta     : η > 0, numbers or arrays;  lam : λ > 0;  sigma : σ ≥ 0
    returns : the same shape; inf from ηλ = 2 on
    source  : Bottou, Curtis & Nocedal, Optimization Methods for Large-Scale Machine Learning (2018), section 4
    """
    eta = np.asarray(eta, float)
    room = 2 - eta * lam
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(room > 0, eta * sigma**2 / (lam * np.maximum(room, 0)), np.inf)


def mean_squares(rates: np.ndarray | list, start: float, lam: float = 1.0, sigma: float = 1.0) -> np.ndarray:
    """E x² before the first and after each of these steps on the noisy parabola.

    x ← x - η (λ x + σ ε),  E x² ← (1 - ηλ)² E x² + η² σ²

    rates   : (T,) η of each step;  start : x, a number
    returns : (T + 1,)
    """
    squares = [float(start) ** 2]
    with np.errstate(over="ignore"):  # beyond ηλ = 2 it grows without bound
        for eta in rates:
            squares.append((1 - eta * lam) ** 2 * squares[-1] + (eta * sigma) ** 2)
    return np.array(squares)


# ---- the range test ---------------------------------------------------------------------------------


class RangeTest(NamedTuple):
    """Losses while the learning rate grows by the same factor at every step, and three rates that they suggest."""

    rates: np.ndarray  # (T,)
    losses: np.ndarray  # (T,) of the mini-batches, smoothed
    steepest: float  # where the loss falls fastest with ln η
    minimum: float  # where it is least
    tenth: float  # a tenth of that


def range_test(
    name: str, low: float, high: float, steps: int = 100, seeds: Sequence = range(10)
) -> Generator[float, None, RangeTest]:
    """A learning rate range test with networks 64-32-10 on digits: a generator, which returns a RangeTest.

    name      : of an optimizer;  low, high : first and last learning rate, 0 < low < high
    seeds     : of the networks, each on batches of its own; the losses are the means over them
    raises    : BadInput for an unknown optimizer, or rates that are not in order
    source    : Smith, Cyclical Learning Rates for Training Neural Networks (2017), section 3.3
    """
    if not 0 < low < high:
        raise BadInput(
            f"a range test goes from a small to a large learning rate; got {low!r} to {high!r}",
            f"范围测试应从较小的学习率到较大的学习率；收到 {low!r} 到 {high!r}",
        )
    X, y = samples("training")
    network = Network((64, 32, 10), "relu", init="he", seed=seeds, dtype=np.float32)
    loss, rates = LOSSES["softmax_cross_entropy"], np.geomspace(low, high, steps)
    batches = own_batches(X, loss.targets(network(X), y), 32, seeds)
    learning = learn(network, batches, Objective(loss), Scheduled(optimizer(name, low), rates))
    losses = []
    for k in range(steps):
        if k % 10 == 0:
            yield k / steps
        with np.errstate(all="ignore"):
            trace, T, _ = next(learning)
            losses.append(loss.l(trace.output, T).mean(axis=-1))
    return read_off(rates, np.array(losses))


def read_off(rates: np.ndarray, losses: np.ndarray, memory: float = 0.9) -> RangeTest:
    """The three learning rates that a range test suggests, from its smoothed mean losses.

    s ← memory · s + (1 - memory) · loss, divided by 1 - memoryᵗ as in Adam

    rates : (T,);  losses : (T, B); 100 stands for a larger loss, or no number
    """
    means = np.nan_to_num(losses, nan=100, posinf=100).clip(max=100).mean(axis=1)
    average, averages = 0.0, []
    for t, mean in enumerate(means, 1):
        average = memory * average + (1 - memory) * mean
        averages.append(average / (1 - memory**t))
    smoothed = np.array(averages)
    low = int(smoothed.argmin())
    slopes = np.gradient(smoothed, np.log(rates))[: low + 1]
    minimum = float(rates[low])
    return RangeTest(rates, smoothed, steepest=float(rates[slopes.argmin()]), minimum=minimum, tenth=minimum / 10)
