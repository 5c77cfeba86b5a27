"""Five checks before any long training: each measures a number that is known beforehand if nothing is wrong."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.clinic.measured_slopes import measured_slopes, relative_difference
from course_nn.common.progress import memoized, part
from course_nn.lectures.practice.demos.first_checks.checked_runs import (
    FEW,
    LOSS,
    STEPS,
    TASKS,
    Setting,
    data_of,
    ladder,
    losses_without_inputs,
    network_at_start,
    one_batch_losses,
    shares,
    training_run,
)
from course_nn.training import gradient_of_mean_loss

FACTORS = np.logspace(-3, 1, 33)  # on the last layer
CHECKED, PROBED = 10, 30  # samples of the gradient check, and weights of each layer
MOST = 1e3  # a loss above it has left all numbers behind
# Each check measures a number: up to the first border it is passed, up to the second undecided.
BORDERS = {
    "start": (0.05, 0.5),  # distance of the loss before the first step from what knowing nothing costs
    "zero": (0.5, 0.9),  # loss after ten epochs, as a share of that with all inputs 0
    "batch": (0.01, 0.1),  # loss of a few samples after a thousand steps
    "baseline": (0.0, 2.0),  # test error above that of a simple model, in standard errors of their difference
    "gradient": (1e-6, 1e-2),  # relative error of the computed gradient
}


class Checks(NamedTuple):
    """What the five checks measured, and what they should have."""

    start: float  # loss before the first step
    expected: float  # log K, or the entropy of the shares if they are in the bias
    starts: np.ndarray  # (33,) loss at start over FACTORS
    constant: float  # entropy of the shares: the loss of the best constant
    real: np.ndarray  # (11,) loss over the first epochs, or fewer if it diverged
    zero: np.ndarray  # (11,) the same with inputs 0
    one_batch: np.ndarray  # (1000,) loss of the one batch before each step, or fewer if it diverged
    ladder: dict  # simple model -> test error
    error: float  # of the network after 30 epochs
    doubt: float  # standard error of the difference between it and that of the simple model
    gradient: np.ndarray  # (2,) relative error of each layer
    lights: np.ndarray = np.zeros(5, int)  # 0 not passed, 1 undecided, 2 passed
    p: np.ndarray = np.zeros(10)  # what it says of the digit that is drawn
    counts: tuple = ((0, 1), (0, 1), (0, 0))  # read, and of how many: test digits, the program's, the reader's own


def run_checks(setting: Setting, rung: str = "softmax", samples: int = 10) -> Generator[float, None, Checks]:
    """All five checks of a Setting; a generator, as the runs are.

    rung : a name in ladder, the simple model to compare with;  samples : in the one batch;  returns Checks
    """
    losses, error = yield from part(training_run(setting), 0, 3)
    zero = yield from part(losses_without_inputs(setting), 1, 3)
    rungs = yield from part(ladder(setting.task, setting.seed), 2, 3)
    start, *starts = losses_at_start(setting, [setting.last, *FACTORS])
    data = data_of(setting)
    constant = entropy(shares(data.y))
    checks = Checks(
        start=float(start),
        expected=constant if setting.prior else float(np.log(TASKS[setting.task])),
        starts=np.array(starts),
        constant=constant,
        real=losses[: FEW + 1].clip(max=MOST),
        zero=zero,
        one_batch=one_batch_losses(setting, samples).clip(max=MOST),
        ladder=rungs,
        error=error,
        doubt=doubt(error, rungs[rung], len(data.y_test)),
        gradient=gradient_errors(setting),
    )
    return checks._replace(lights=lights(checks, rung))


def lights(checks: Checks, rung: str) -> np.ndarray:
    """How many of its two borders the number of each check keeps: (5,) 0 … 2."""
    numbers = {
        "start": abs(checks.start - checks.expected),
        "zero": checks.real[-1] / checks.zero[-1],
        "batch": checks.one_batch[-1] if len(checks.one_batch) == STEPS else MOST,
        "baseline": (checks.error - checks.ladder[rung]) / checks.doubt,
        "gradient": checks.gradient.max(),
    }
    return np.array([sum(1 for border in BORDERS[name] if number <= border) for name, number in numbers.items()])


def entropy(p: np.ndarray) -> float:
    """The loss of the best constant answer: −Σ p log p; log K for equal shares."""
    return float(-np.sum(p * np.log(p)))


def doubt(p: float, q: float, n: int) -> float:
    """The standard error of the difference of two shares, each of n."""
    return float(np.sqrt((p * (1 - p) + q * (1 - q)) / n))


def losses_at_start(setting: Setting, factors: list) -> np.ndarray:
    """The mean loss before the first step, for factors on the last layer: the shape of factors."""
    network, data = network_at_start(setting._replace(last=1.0), float), data_of(setting)
    b = network.biases[-1]
    logits = network(data.X) - b  # the last layer is linear: a factor on its weights is a factor on these
    return np.array([LOSS.per_sample(factor * logits + b, data.y).mean() for factor in factors])


@memoized
def gradient_errors(setting: Setting) -> np.ndarray:
    """For each layer the relative difference of the computed gradient and the measured one, of some weights: (2,)."""
    network, data = network_at_start(setting, float), data_of(setting)
    X, T = data.X[:CHECKED], np.eye(TASKS[setting.task])[data.y[:CHECKED]]
    computed = network.split(gradient_of_mean_loss(network, X, T, LOSS).copy())[0]
    errors = []
    for W, dW in zip(network.weights, computed):
        chosen = np.random.default_rng(0).choice(W.size, min(PROBED, W.size), replace=False)
        measured = measured_slopes(lambda: LOSS.l(network(X), T).mean(), W, chosen)
        errors.append(relative_difference(dW.ravel()[chosen], measured))
    return np.array(errors)
