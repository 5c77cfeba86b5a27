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
from course_nn.optimizers import optimizer
from course_nn.training import Objective, advance, arrivals, learn

INITS = INITIALIZATION | {"leaky_relu": "he"}  # the initialization that was made for each activation
RATES = {
    "gradient_descent": 0.2 * 2.0 ** np.arange(8),  # 0.2 … 25.6
    "adam": 0.004 * 2.0 ** np.arange(8),  # 0.004 … 0.512: its steps are as large as the rate says
}  # that are tried
RAW = 16  # how many times as large the pixels are that nobody has scaled; their rates are smaller
GOAL = 0.02  # the training error at which a race ends
FINER = 1.05  # from one evaluation to the next the number of updates grows by 5 %, or by 1


class Size(NamedTuple):
    """How large a race is."""

    digits: int
    batch: int
    tuning: int  # seeds that choose the learning rate, by their median
    racing: int  # other seeds, that race with it
    updates: int  # after which a run is given up


SIZES = {
    "quick": Size(digits=300, batch=25, tuning=3, racing=12, updates=600),
    "big": Size(digits=1797, batch=100, tuning=3, racing=20, updates=1800),
}


class Setting(NamedTuple):
    """What races: an activation, and all that a sceptic might change."""

    phi: str  # of the hidden layers; the initialization is the one made for it
    layers: int  # hidden ones
    size: Size
    bias: int = 0  # of every unit of the first hidden layer at the start
    optimizer: str = "gradient_descent"  # of RATES
    width: int = 32  # of a hidden layer
    raw: bool = False  # whether the pixels are as they are stored, 0 … 16, and not centred

    @property
    def rates(self) -> np.ndarray:
        """The learning rates that are tried."""
        return RATES[self.optimizer] / (4 * RAW if self.raw else 1)


def evaluations(updates: int) -> np.ndarray:
    """After how many updates the error is computed: each of the first 20, then 5 % more each time.

    updates : of the last one;  returns (K,) int, 0 first
    """
    times = [0]
    while times[-1] < updates:
        times.append(min(updates, max(times[-1] + 1, int(times[-1] * FINER))))
    return np.array(times)


@memoized
def pixels(n: int, raw: bool = False) -> tuple:
    """The first n handwritten digits, each pixel less its mean over all of them: X (n, 64), labels y (n,) int 0 … 9.

    raw : as they are stored, 0 … 16
    """
    data = digits()
    X = RAW * data.X if raw else data.X - data.X.mean(axis=0)
    return X[:n], data.y[:n]


def descend(
    setting: Setting, rates: np.ndarray, seeds: Sequence[int], enough: Callable
) -> Generator[float, None, np.ndarray]:
    """Train B networks side by side, and compute their training errors on the way.

    rates, seeds: (B,) learning rate of each network, and the seed of its first weights and of its batches
    enough      : errors so far (k, B) -> True to stop; asked after every evaluation
    returns     : (K, B) share of digits read wrongly, 0 … 1; 1 for a network whose outputs passed 10⁶
    """
    X, y = pixels(setting.size.digits, setting.raw)
    X, network = X.astype(np.float32), start(setting, seeds)
    steps = learning(network, X, y, setting, rates, seeds)
    errors, done = [], 0
    for updates in evaluations(setting.size.updates):
        with np.errstate(over="ignore", invalid="ignore"):
            advance(steps, updates - done)
            done = updates
            F = network(X)  # (B, n, 10)
            lost = ~(np.abs(F).max(axis=(1, 2)) < 1e6)  # exploded: given up
        network.parameters[lost] = 0
        errors.append(np.where(lost, 1, np.mean(F.argmax(axis=-1) != y, axis=-1)))
        yield done / setting.size.updates
        if enough(np.array(errors)):
            break
    return np.array(errors)


def start(setting: Setting, seeds: Sequence[int]) -> Network:
    """One network for each seed, before it learns."""
    sizes = (64, *[setting.width] * setting.layers, 10)
    network = Network(sizes, setting.phi, init=INITS[setting.phi], seed=seeds, dtype=np.float32)
    network.biases[0][...] = setting.bias
    return network


def learning(
    network: Network, X: np.ndarray, y: np.ndarray, setting: Setting, rates: np.ndarray, seeds: Sequence[int]
) -> Iterator:
    """The steps of networks side by side, each with a learning rate and batches of its own."""
    loss = LOSSES["softmax_cross_entropy"]
    T = loss.targets(network(X), y)  # (n, 10)
    batches = ((X[rows], T[rows]) for rows in shuffled_batches(setting.size, seeds))
    steps = optimizer(setting.optimizer, np.asarray(rates, np.float32)[:, None])
    return learn(network, batches, Objective(loss), steps)


def shuffled_batches(size: Size, seeds: Sequence[int]) -> Iterator[np.ndarray]:
    """One batch of digits after another for each of the seeds, (B, batch); each epoch takes all in a new order.

    Unlike training.mini_batches it leaves no small batch over: an epoch is cut into parts that are nearly equal.
    """
    orders = [np.random.default_rng([seed, 1]) for seed in seeds]
    while True:
        digits_in_order = np.stack([rng.permutation(size.digits) for rng in orders])
        yield from np.array_split(digits_in_order, size.digits // size.batch, axis=1)


@memoized
def tune(setting: Setting) -> Generator[float, None, np.ndarray]:
    """Errors of every learning rate of RATES, until one of them has brought all its seeds to GOAL.

    returns : (K, R, size.tuning), 0 … 1, K evaluations
    source  : that the tuning decides a comparison: Choi et al., On Empirical Comparisons of Optimizers for Deep
              Learning (2019)
    """
    rates, tuning = setting.rates, setting.size.tuning

    def enough(errors):
        return (errors.min(axis=0) <= GOAL).reshape(-1, tuning).all(axis=1).any()

    seeds = [1000 + s for s in range(tuning)] * len(rates)
    errors = yield from descend(setting, np.repeat(rates, tuning), seeds, enough)
    return errors.reshape(-1, len(rates), tuning)


def typical(target: float, errors: np.ndarray, updates: int) -> np.ndarray:
    """For each learning rate, the median over its seeds of how long they take to the target.

    errors : (K, R, seeds), K evaluations;  returns (R,) updates, nan if half of the seeds never arrive
    """
    came = np.nan_to_num(arrivals(target, errors, evaluations(updates)), nan=np.inf)
    medians = np.median(came, axis=1)
    return np.where(np.isinf(medians), np.nan, medians)


def best_rate(setting: Setting, target: float, tried: np.ndarray) -> float:
    """The learning rate that brings the tuning seeds to the target soonest."""
    updates = typical(target, tried, setting.size.updates)
    return float(setting.rates[np.nan_to_num(updates, nan=np.inf).argmin()])


@memoized
def race_at(setting: Setting, rate: float) -> Generator[float, None, np.ndarray]:
    """Errors of the racing seeds at one learning rate, until all have come to GOAL; these seeds tuned nothing.

    returns : (K, size.racing), 0 … 1, K evaluations
    """

    def enough(errors):
        return (errors.min(axis=0) <= GOAL).all()

    racing = setting.size.racing
    return (yield from descend(setting, np.full(racing, rate), range(racing), enough))
