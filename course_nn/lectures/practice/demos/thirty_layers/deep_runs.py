"""Deep networks on handwritten digits: their signals at the start, which cost a moment, and how they learn."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import shuffled_digits
from course_nn.layers import TRAINING
from course_nn.lectures.practice.deep_network import Signals, deep_network, signals
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.optimizers import Adam, Decayed, GradientDescent, Optimizer, Scheduled
from course_nn.training import Objective, advance, learn, mini_batches

LOSS = LOSSES["softmax_cross_entropy"]
TRAINED, TESTED_FROM, WATCHED = 600, 1200, 100  # digits to train on, the first to test on, those to measure signals
WIDTH, BATCH, EPOCHS = 64, 50, 15
RATES = {  # that are tried, by the way of training
    "descent": (0.01, 0.03, 0.1, 0.3, 1.0),
    "recipe": (0.0003, 0.001, 0.003, 0.01, 0.03),
}
WARM, DECAY = 0.1, 0.1  # of today's recipe: the share of the steps in which η rises, and λ of the weights
LOST = 1e3  # stands for the loss of a network that has diverged


class Recipe(NamedTuple):
    """How a deep network is built and started; see deep_network."""

    activation: str
    init: str
    norm: str
    shortcut: bool
    alpha: float
    depth: int  # hidden layers

    def network(self, seed: int | list, dtype: type = np.float64) -> Network:
        """The network at its start, or as many as there are seeds."""
        settings = self._asdict()
        sizes = (64, *(WIDTH,) * settings.pop("depth"), 10)
        return deep_network(sizes, seed=seed, dtype=dtype, **settings)


class RateRuns(NamedTuple):
    """Training with R learning rates side by side, before the first epoch and after each of E."""

    rates: np.ndarray  # (R,)
    losses: np.ndarray  # (E + 1, R) on the digits trained on, at most LOST
    errors: np.ndarray  # (E + 1, R) share of wrong answers on 597 others
    signals: Signals  # (E + 1, R, L) each

    @property
    def best(self) -> int:
        """Which of the rates has the lowest training loss in the end."""
        return int(self.losses[-1].argmin())

    @property
    def error(self) -> float:
        """The test error in the end, with the best rate."""
        return float(self.errors[-1, self.best])


def digits(dtype: type = np.float64) -> tuple:
    """All digits, less the mean of those trained on and divided by the standard deviation of all their pixels.

    returns : X (1797, 64), T (1797, 10) one-hot
    """
    X, y = shuffled_digits(TRAINED)
    return (X / X[:TRAINED].std()).astype(dtype), np.eye(10, dtype=dtype)[y]


@memoized
def signals_at_start(recipe: Recipe, seed: int) -> tuple:
    """The signals of a hundred digits in a network that has not been trained, and its test error."""
    (X, T), network = digits(), recipe.network(seed)
    with np.errstate(over="ignore"):
        return signals(network, X[:WATCHED], T[:WATCHED], LOSS), float(wrong_share(network, X, T))


@memoized
def train_with_rates(
    recipe: Recipe, rates: tuple, seed: int, training: str = "descent", epochs: int = EPOCHS
) -> Generator[float, None, RateRuns]:
    """Train one network for each learning rate, all from the same start: a generator.

    Batches of 50 of 600 digits. A network that diverges goes back to its start, for good.

    rates : a tuple of η > 0;  training : a name in RATES;  returns RateRuns
    """
    X, T = digits(np.float32)
    network, steps = about_to_learn(recipe, rates, [seed] * len(rates), training, epochs)
    start = network.parameters.copy()
    lost, measures = np.zeros(len(rates), bool), []
    for epoch in range(epochs + 1):
        yield epoch / (epochs + 1)
        with np.errstate(all="ignore"):  # what diverges is looked for after each epoch
            advance(steps, TRAINED // BATCH if epoch else 0)
            lost |= ~np.isfinite(network(X[:TRAINED])).all(axis=(-2, -1))
            network.parameters[lost] = start[lost]
            measures.append(measure(network, lost, X, T))
    losses, errors, sizes, gradients, cosines = (np.array(kind) for kind in zip(*measures))
    return RateRuns(np.array(rates), losses, errors, Signals(sizes, gradients, cosines))


@memoized
def lowest_error(recipe: Recipe, rates: tuple, training: str = "descent", epochs: int = 4, runs: int = 3) -> float:
    """The test error after a short training, with the best of a few rates; the median of several starts.

    rates, training : as of train_with_rates
    """
    seeds = list(range(runs)) * len(rates)
    network, steps = about_to_learn(recipe, tuple(np.repeat(rates, runs)), seeds, training, epochs)
    with np.errstate(all="ignore"):  # what diverges is wrong nearly always
        advance(steps, epochs * TRAINED // BATCH)
        errors = wrong_share(network, *digits(np.float32))
    return float(np.median(np.reshape(errors, (len(rates), runs)), axis=1).min())


def about_to_learn(recipe: Recipe, rates: tuple, seeds: list, training: str, epochs: int) -> tuple:
    """A network for each rate and seed, and the steps that train all of them on the same batches: see learn."""
    X, T = digits(np.float32)
    network = recipe.network(seeds, np.float32)
    batches = mini_batches(X[:TRAINED], T[:TRAINED], BATCH, np.random.default_rng(seeds[0]))
    optimizer = optimizer_of(training, np.array(rates, np.float32)[:, None], network.is_weight, epochs)
    return network, learn(network, batches, Objective(LOSS), optimizer)


def optimizer_of(training: str, rates: np.ndarray, is_weight: np.ndarray, epochs: int) -> Optimizer:
    """Plain descent, or today's recipe: AdamW with rates that rise in the first steps and then fall like a cosine.

    training : a name in RATES;  rates : (R, 1), the highest;  is_weight : as of Network;  epochs : of the training
    """
    if training == "descent":
        return GradientDescent(rates)
    shares = warm_then_cosine(epochs * TRAINED // BATCH)
    return Scheduled(Decayed(Adam(rates), DECAY, is_weight), (share * rates for share in shares))


def warm_then_cosine(steps: int) -> np.ndarray:
    """Which share of the highest rate each step takes: it rises evenly, and then falls like a cosine: (steps,)."""
    done = np.arange(1, steps + 1) / steps
    falling = (1 + np.cos(np.pi * np.clip((done - WARM) / (1 - WARM), 0, 1))) / 2
    return np.where(done < WARM, done / WARM, falling).astype(np.float32)


def measure(network: Network, lost: np.ndarray, X: np.ndarray, T: np.ndarray) -> tuple:
    """Training loss, test error and Signals of each network; lost says which of them have diverged."""
    losses = LOSS.l(network.forward(X[:TRAINED], TRAINING).output, T[:TRAINED]).mean(axis=-1, dtype=float)
    finite = map(np.nan_to_num, signals(network, X[:WATCHED], T[:WATCHED], LOSS))
    return np.where(lost, LOST, losses.clip(max=LOST)), wrong_share(network, X, T), *finite


def wrong_share(network: Network, X: np.ndarray, T: np.ndarray) -> np.ndarray | float:
    """Share of the last 597 digits that a network, or each of several, gets wrong."""
    return np.mean(network(X[TESTED_FROM:]).argmax(axis=-1) != T[TESTED_FROM:].argmax(axis=-1), axis=-1)
