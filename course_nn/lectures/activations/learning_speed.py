"""How fast a network learns is how many updates it needs to a given error, at the learning rate that suits it best.

Training takes a while, so the functions that train are generators: they yield the share done, from 0 to 1, and
return the result at the end.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import digits
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, Network
from course_nn.optimizers import GradientDescent
from course_nn.training import Objective, advance, arrivals, learn

INITS = INITIALIZATION | {"leaky_relu": "he"}  # the initialization that was made for each activation
RATES = 0.05 * 2.0 ** np.arange(10)  # 0.05 … 25.6
GOAL = 0.02  # the training error at which a race ends
FINER = 1.05  # from one evaluation to the next the number of updates grows by 5 %, or by 1


class Size(NamedTuple):
    """How large a race is."""

    digits: int
    batch: int
    tuning: int  # seeds that choose the learning rate
    racing: int  # other seeds, that race with it
    updates: int  # after which a run is given up


def evaluations(updates: int) -> np.ndarray:
    """After how many updates the error is computed: each of the first 20, then 5 % more each time.

    updates : of the last one;  returns (K,) int, 0 first
    """
    times = [0]
    while times[-1] < updates:
        times.append(min(updates, max(times[-1] + 1, int(times[-1] * FINER))))
    return np.array(times)


@memoized
def pixels(n: int) -> tuple:
    """The first n handwritten digits, each pixel less its mean over all of them: X (n, 64), labels y (n,) int 0 … 9."""
    data = digits()
    return (data.X - data.X.mean(axis=0))[:n], data.y[:n]


def descend(
    phi: str, layers: int, size: Size, bias: int, rates: np.ndarray, seeds: Sequence, enough: Callable
) -> Generator[float, None, np.ndarray]:
    """Train B networks side by side, and compute their training errors on the way.

    phi, layers : activation of the hidden layers, each of 32 units; the initialization is the one made for it
    bias        : of every unit of the first hidden layer at the start; 0 is usual
    rates, seeds: (B,) learning rate and seed of each network
    enough      : errors so far (k, B) -> True to stop; asked after every evaluation
    returns     : (K, B) share of digits read wrongly, 0 … 1; 1 for a network whose outputs passed 10⁶
    """
    X, y = pixels(size.digits)
    X, loss = X.astype(np.float32), LOSSES["softmax_cross_entropy"]
    network = Network((64, *[32] * layers, 10), phi, init=INITS[phi], seed=seeds, dtype=np.float32)
    for b in network.biases[:1]:
        b[...] = bias
    T, rates = loss.targets(network(X), y), np.asarray(rates, np.float32)[:, None]
    batches = ((X[rows], T[..., rows, :]) for rows in shuffled_batches(size))
    steps = learn(network, batches, Objective(loss), GradientDescent(rates))
    errors, done = [], 0
    for updates in evaluations(size.updates):
        with np.errstate(over="ignore", invalid="ignore"):
            advance(steps, updates - done)
            done = updates
            F = network(X)  # (B, n, 10)
            lost = ~(np.abs(F).max(axis=(1, 2)) < 1e6)  # exploded: given up
        network.parameters[lost] = 0
        errors.append(np.where(lost, 1, np.mean(F.argmax(axis=-1) != y, axis=-1)))
        yield done / size.updates
        if enough(np.array(errors)):
            break
    return np.array(errors)


def shuffled_batches(size: Size) -> Iterator[np.ndarray]:
    """The digits of one batch after another, without end; each epoch takes all in a new order.

    Unlike training.mini_batches it leaves no small batch over: an epoch is cut into parts that are nearly equal.
    """
    rng = np.random.default_rng(0)
    while True:
        yield from np.array_split(rng.permutation(size.digits), size.digits // size.batch)


@memoized
def tune(phi: str, layers: int, size: Size, bias: int) -> Generator[float, None, np.ndarray]:
    """Errors of every learning rate in RATES, until one of them has brought all its seeds to GOAL.

    returns : (K, 10, size.tuning), 0 … 1, K evaluations
    source  : that the tuning decides a comparison: Choi et al., On Empirical Comparisons of Optimizers for Deep
              Learning (2019)
    """
    shape = len(RATES), size.tuning

    def enough(errors):
        return (errors.min(axis=0) <= GOAL).reshape(shape).all(axis=1).any()

    seeds = [1000 + s for s in range(size.tuning)] * len(RATES)
    errors = yield from descend(phi, layers, size, bias, np.repeat(RATES, size.tuning), seeds, enough)
    return errors.reshape(-1, *shape)


def slowest(target: float, errors: np.ndarray, updates: int) -> np.ndarray:
    """For each learning rate, how long the slowest of its seeds takes to the target.

    errors : (K, R, seeds), K evaluations;  returns (R,) updates, nan if a seed never arrives
    """
    return arrivals(target, errors, evaluations(updates)).max(axis=1)  # a nan stays nan


@memoized
def race_at(phi: str, layers: int, size: Size, bias: int, rate: float) -> Generator[float, None, np.ndarray]:
    """Errors of the racing seeds at one learning rate, until all have come to GOAL; these seeds tuned nothing.

    returns : (K, size.racing), 0 … 1, K evaluations
    """

    def enough(errors):
        return (errors.min(axis=0) <= GOAL).all()

    return (yield from descend(phi, layers, size, bias, np.full(size.racing, rate), range(size.racing), enough))
