"""How fast a network learns is how many epochs it needs to a given error, at the learning rate that suits it best.

To find that out takes a while, so the functions that train are generators: they yield the share that is
done, from 0 to 1, and return the result at the end; whoever waits can see it come nearer, or give up.
"""

from typing import NamedTuple

import numpy as np

from course_nn.datasets import digits
from course_nn.network import INITIALIZATION, Network
from course_nn.patience import remembered
from course_nn.training import train

RATES = 0.05 * 2.0 ** np.arange(10)  # 0.05 … 25.6
CHECKS = 4  # looks at the training error in each epoch
GOAL = 0.02  # the training error at which a race ends


class Size(NamedTuple):
    """How large a race is.
    赛跑的规模。
    """

    digits: int
    batch: int
    tuning: int  # seeds that choose the learning rate
    racing: int  # other seeds, that race with it
    epochs: int  # after which a run is given up


def pixels(n):
    """The first n handwritten digits, each pixel less its mean over all of them: X (n, 64), labels y (n,) int 0 … 9.
    前 n 个手写数字，每个像素减去其在全部数字上的均值：X (n, 64)，标签 y (n,) 为整数 0 … 9。
    """
    data = digits()
    return (data.X - data.X.mean(axis=0))[:n], data.y[:n]


def descend(phi, layers, size, rates, seeds, enough):
    """Train B networks side by side, and look at their training errors four times an epoch.
    并排训练 B 个网络，每一轮查看四次训练误差。

    phi, layers : activation of the hidden layers, each of 32 units; the initialization is the one made for it
    rates, seeds: (B,) learning rate and seed of each network
    enough      : errors so far (checks, B) -> True to stop; asked after every epoch, of at most size.epochs
    returns     : (checks, B) share of digits read wrongly, 0 … 1; 1 for a network whose outputs passed 10⁶
    """
    X, y = pixels(size.digits)
    rng = np.random.default_rng(0)
    network = Network((64, *[32] * layers, 10), phi, init=INITIALIZATION[phi], seed=seeds, dtype=np.float32)
    loss, settings = "softmax_cross_entropy", {"learning_rate": rates, "batch_size": size.batch}
    errors, lost = [], np.zeros(len(seeds), bool)
    for epoch in range(size.epochs):
        for rows in np.array_split(rng.permutation(len(X)), CHECKS):
            with np.errstate(over="ignore", invalid="ignore"):
                F = network(X)  # (B, n, 10)
                lost |= ~(np.abs(F).max(axis=(1, 2)) < 1e6)  # exploded: given up
            network.parameters[lost] = 0
            errors.append(np.where(lost, 1, np.mean(F.argmax(axis=-1) != y, axis=-1)))
            yield epoch / size.epochs
            train(network, X[rows], y[rows], loss, epochs=1, **settings)
        if enough(np.array(errors)):
            break
    return np.array(errors)


def epochs_to(target, errors):
    """When each run first gets to the target, in epochs; between two checks a straight line.
    每次训练首次达到目标误差所需的轮数；两次查看之间取直线。

    target : 0 … 1;  errors : (checks, B), four checks an epoch;  returns (B,), nan for never
    """
    there = errors <= target
    after = there.argmax(axis=0).clip(1)
    before, now = (np.take_along_axis(errors, e[None], axis=0)[0] for e in (after - 1, after))
    checks = after - (target - now) / np.where(before > now, before - now, 1)
    return np.where(there.any(axis=0), checks, np.nan) / CHECKS


@remembered
def tune(phi, layers, size):
    """Errors of every learning rate in RATES, until one of them has brought all its seeds to GOAL.
    RATES 中每个学习率的误差，直到其中一个让全部种子都达到 GOAL 为止。

    returns : (checks, 10, size.tuning), 0 … 1
    source  : that the tuning decides a comparison: Choi et al., On Empirical Comparisons of Optimizers for Deep
              Learning (2019)
    """
    shape = len(RATES), size.tuning

    def enough(errors):
        return (errors.min(axis=0) <= GOAL).reshape(shape).all(axis=1).any()

    seeds = [1000 + s for s in range(size.tuning)] * len(RATES)
    errors = yield from descend(phi, layers, size, np.repeat(RATES, size.tuning), seeds, enough)
    return errors.reshape(-1, *shape)


def slowest(target, tried):
    """For each learning rate, how long the slowest of its seeds takes to the target.
    每个学习率下，最慢的种子达到目标所需的时间。

    tried : errors (checks, R, seeds);  returns (R,) epochs, nan if a seed never arrives
    """
    return np.array([epochs_to(target, tried[:, r]).max() for r in range(tried.shape[1])])  # a nan stays nan


@remembered
def race_at(phi, layers, size, rate):
    """Errors of the racing seeds, which tuned nothing, at one learning rate, until all have come to GOAL.
    参赛种子（未参与调优）在同一学习率下的误差，直到全部达到 GOAL 为止。

    returns : (checks, size.racing), 0 … 1
    """

    def enough(errors):
        return (errors.min(axis=0) <= GOAL).all()

    rates = np.full(size.racing, rate)
    return (yield from descend(phi, layers, size, rates, range(size.racing), enough))
