"""A mini-batch gradient is the true gradient plus noise; how large the noise is says which batch is worth its price.

What trains takes a while, so it is a generator: it yields the share done, from 0 to 1, and returns its result.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished, memoized, part
from course_nn.lectures.gradient_descent.between_minima import samples
from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.losses import LOSSES, Loss
from course_nn.network import Network
from course_nn.optimizers import optimizer
from course_nn.training import Objective, advance, gradient_of_mean_loss, learn, watch

LOSS = LOSSES["softmax_cross_entropy"]
N = 1200  # digits
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, N)
RATES = 0.05 * np.sqrt(2) ** np.arange(16)  # 0.05 … 9.05
TUNING, RACING = range(100, 104), range(10)  # seeds
GROWTH = 1.05  # of the number of steps from one evaluation of the loss to the next, or one step more


class Noise(NamedTuple):
    """How the gradients of single samples differ."""

    gradient: np.ndarray  # (P,) their mean, the true gradient g
    trace: float  # tr Σ, their mean squared distance from it
    critical: float  # B* = tr Σ / ‖g‖², the batch whose noise is as large as the gradient


def per_sample_gradients(network: Network, X: np.ndarray, Y: np.ndarray, loss: Loss = LOSS) -> np.ndarray:
    """The gradient of each sample's own loss, one row a sample.

    network : one network of P parameters;  X, Y : rows (n, N) and their targets;  loss : a Loss
    returns : (n, P); their mean is the gradient of the mean loss
    """
    # As many equal networks as samples: each gets one sample.
    copies = network.with_parameters(np.tile(network.parameters, (len(X), 1)))
    T = loss.targets(network(X), Y)
    return gradient_of_mean_loss(copies, X[:, None], T[:, None], loss)


def noise_scale(gradients: np.ndarray) -> Noise:
    """The true gradient, the noise of a single sample around it, and the batch size at which both are equally large.

    g = mean g_i,   tr Σ = mean ‖g_i - g‖²,   B* = tr Σ / ‖g‖²

    gradients : (n, P);  returns Noise
    source    : McCandlish, Kaplan, Amodei and others, An Empirical Model of Large-Batch Training (2018), eq. (2.8),
                where B* is called the simple noise scale
    """
    g = gradients.mean(axis=0, dtype=float)
    trace = float(np.mean(np.sum((gradients - g) ** 2, axis=1)))
    return Noise(g, trace, trace / float(g @ g))


def batch_noise(trace: float, size: int, n: int) -> float:
    """The mean squared distance of a mini-batch gradient from the true one; no sample is twice in a batch.

    tr Σ / B · (n - B) / (n - 1)

    trace : tr Σ;  size : B, 1 … n, a number or an array;  n : samples
    source : Cochran, Sampling Techniques (1977), theorem 2.2
    """
    return trace / size * (n - size) / (n - 1)


def evaluation_steps(limit: int) -> list:
    """The steps after which the loss is computed, 0 first, the limit last."""
    times = [0]
    while times[-1] < limit:
        times.append(min(limit, max(times[-1] + 1, int(times[-1] * GROWTH))))
    return times


def steps_to(
    target: float, size: int, rates: np.ndarray, seeds: Sequence, limit: int, patient: float = 2.0
) -> Generator[float, None, np.ndarray]:
    """Train networks 64-32-10 of ReLU side by side until the loss of each is at the target, and count the steps.

    target  : mean loss on all 1,200 digits;  size : of the mini-batches
    rates   : (K,) learning rate of each network, for plain descent;  seeds : K seeds, of its start and its batches
    limit   : steps at most
    patient : it ends sooner, after so many times the steps that the fastest rate needed for all its networks
    returns : (K,) steps, nan for a network that was not there by then
    """
    X, y = samples("training")
    rates = np.asarray(rates, np.float32)
    network = Network((64, 32, 10), "relu", init="he", seed=seeds, dtype=np.float32)
    T = LOSS.targets(network(X), y)
    rule = optimizer("gradient_descent", rates[:, None])
    steps = learn(network, own_batches(X, T, size, seeds), Objective(LOSS), rule)
    needed, done = np.full(len(rates), np.nan), 0
    for step in evaluation_steps(limit):
        with np.errstate(over="ignore", invalid="ignore"):
            advance(steps, step - done)
            loss, done = LOSS.l(network(X), T).mean(axis=-1), step
        network.parameters[~(loss < 1e6)] = 0  # exploded: it stands still, and is never there
        needed[np.isnan(needed) & (loss <= target)] = step
        yield step / limit
        if not np.isnan(needed).any() or step >= patient * steps_of_fastest(rates, needed):
            break
    return needed


def steps_of_fastest(rates: np.ndarray, needed: np.ndarray) -> float:
    """After how many steps the fastest rate had brought all its networks to the target; ∞ if none has."""
    return min(np.nan_to_num(needed[rates == rate].max(), nan=np.inf) for rate in np.unique(rates))


@memoized
def best_rate_index(target: float, size: int) -> Generator[float, None, int]:
    """The place in RATES of the learning rate with which the tuning seeds are at the target soonest.

    Five rates are tried, around the one that is best for the next larger batch.

    target, size : as of steps_to, size in SIZES
    """
    if size == N:
        candidates = range(9, len(RATES))  # 1.13 … 9.05
    else:
        larger = yield from part(best_rate_index(target, SIZES[SIZES.index(size) + 1]), 0, 2)
        candidates = range(max(larger - 3, 0), min(larger + 2, len(RATES)))
    rates, seeds = np.repeat(RATES[candidates], len(TUNING)), [*TUNING] * len(candidates)
    steps = yield from part(steps_to(target, size, rates, seeds, limit_of(target, size), 1.3), 1, 2)
    means = steps.reshape(len(candidates), -1).mean(axis=1)  # a nan stays nan
    return candidates[int(np.nan_to_num(means, nan=np.inf).argmin())]


def limit_of(target: float, size: int) -> int:
    """Steps at most: 60, or one epoch if that is more, times 0.4 / target."""
    return int(0.4 / target * max(60, N / size))


@memoized
def steps_at_best_rate(target: float, size: int) -> Generator[float, None, tuple]:
    """The tuned learning rate, and how many steps seeds that took no part in tuning need with it: a generator.

    returns : the rate, and steps (10,), nan for a seed that was not there in three times the limit
    """
    rate = RATES[(yield from part(best_rate_index(target, size), 0, 2))]
    rates, limit = np.full(len(RACING), rate), 3 * limit_of(target, size)
    return rate, (yield from part(steps_to(target, size, rates, RACING, limit), 1, 2))


@memoized
def networks_by_epoch(eta: float, seed: int, epochs: int) -> Generator[float, None, Network]:
    """A network 64-32-10 of ReLU as it was after each epoch of plain descent with mini-batches of 32: a generator.

    returns : Network, a batch of epochs + 1
    """
    network = Network((64, 32, 10), "relu", init="he", seed=seed, dtype=np.float32)
    X, y = samples("training")
    history = yield from watch(network, X, y, LOSS, epochs, learning_rate=eta, batch_size=32, seed=seed)
    return network.with_parameters(history.parameters)


class Cloud(NamedTuple):
    """Mini-batch gradients around the true one, in units of its length ‖g‖."""

    places: np.ndarray  # (draws, 2) the part along g, and the length of the rest, its sign drawn at random
    critical: float  # B*
    noise: float  # root of the mean squared distance from the true one, by the formula


@memoized
def cloud(eta: float, seed: int, epochs: int, epoch: int, size: int, draws: int) -> Cloud:
    """Mini-batches without repetition, and their gradients, at a network as it was after that epoch of training.

    eta, seed, epochs : as of networks_by_epoch;  size : B;  draws : how many batches;  returns Cloud
    """
    networks = finished(networks_by_epoch(eta, seed, epochs))
    gradients = per_sample_gradients(networks.with_parameters(networks.parameters[epoch]), *samples("training"))
    scale, rng = noise_scale(gradients), np.random.default_rng(seed)
    rows = rng.permuted(np.tile(np.arange(N), (draws, 1)), axis=1)[:, :size]
    weights = np.zeros((draws, N), np.float32)
    np.put_along_axis(weights, rows, 1 / size, axis=1)
    means, length = weights @ gradients, np.linalg.norm(scale.gradient)
    along = means @ scale.gradient / length**2
    across = np.sqrt(np.maximum(np.sum(means**2, axis=1) / length**2 - along**2, 0))
    noise = np.sqrt(batch_noise(scale.trace, size, N)) / length
    return Cloud(np.stack([along, across * rng.choice([-1, 1], draws)], axis=1), scale.critical, float(noise))
