"""A network can say how sure it is: one output is the mean μ, the other is log σ.

Within 1.96 σ lie 95 % of a normal distribution. Only new points can show whether the band μ ± 1.96 σ holds so many.
"""

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.lectures.losses.likelihood import mean_nll
from course_nn.losses import GAUSSIAN
from course_nn.network import Network
from course_nn.training import History, watch

WIDE = 1.96
EPOCHS = 2000
EVERY = 20  # epochs from one moment that is kept to the next


def line_with_growing_noise(seed: int = 0) -> tuple:
    """Points around a line whose noise grows from left to right: some to train on, and new ones in three places.

    y = 0.8 x + 0.6 e^(x/4) ε,  ε from N(0, 1)

    returns: x (3400,), y (3400,): 400 with |x| < 3; then a thousand each with -3 < x < 0, 0 < x < 3, 3 < |x| < 5
    """
    rng = np.random.default_rng(seed)
    left, right, beyond = rng.uniform([[-3], [0], [3]], [[0], [3], [5]], (3, 1000))
    beyond[1::2] *= -1
    x = np.concatenate([rng.uniform(-3, 3, 400), left, right, beyond])
    return x, 0.8 * x + 0.6 * np.exp(x / 4) * rng.normal(size=len(x))


X, Y = line_with_growing_noise()
NEW = slice(400, 2400)  # new points where the others lie, |x| < 3


class Learning(NamedTuple):
    """A network that learns μ(x) and σ(x), and its mean -log N at each kept epoch."""

    history: History
    losses: np.ndarray  # (epochs kept,) of the points it learns from
    new_losses: np.ndarray  # (epochs kept,) of the new points
    held: float  # share of the new points in the band after the last epoch


@memoized
def learn(n: int, width: int = 16) -> Generator[float, None, Learning]:
    """Train a network 1-width-2 with tanh on the first n points by Adam, η = 0.01; yields the share done.

    l = -log N(y | μ(x), σ(x)²), outputs μ and log σ;  returns Learning
    source : Nix & Weigend, Estimating the Mean and Variance of the Target Probability Distribution (1994)
    """
    network = Network((1, width, 2), "tanh")
    settings: dict[str, Any] = dict(optimizer="adam", learning_rate=0.01)
    history = yield from watch(network, X[:n, None], Y[:n], GAUSSIAN, EPOCHS, EVERY, **settings)
    mean, log_spread = network(X[:, None]).T
    held = 1 - outside_band(mean, np.exp(log_spread))[NEW].mean()
    return Learning(history, history.losses, history.losses_on(X[NEW, None], Y[NEW]), float(held))


def of_a_line(n: int) -> float:
    """The dull baseline: mean -log N of new points for the line and the σ that are likeliest for the first n points."""
    w, b = np.polyfit(X[:n], Y[:n], 1)
    errors = (w * X + b - Y) ** 2
    return float(mean_nll(errors[NEW].mean(), np.sqrt(errors[:n].mean())))


def outside_band(mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Which of all points lie outside the band μ ± 1.96 σ.

    mean, spread : (3400,) μ and σ at X;  returns (3400,) bool
    """
    return np.abs(Y - mean) > WIDE * spread


def broken_promise(held: float) -> float:
    """How many times as many points lie outside the band as it promises, as a power of ten; 0 if it keeps its word.

    log₁₀((1 - held) / 0.05);  held : share in the band, taken for 0.9995 if it is larger
    """
    return float(np.log10(max(1 - held, 0.0005) / 0.05))


def band_edges(x: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The edges of the band μ ± 1.96 σ as two lines, the lower one first.

    x, mean, spread : (m,);  returns (2, m, 2)
    """
    return np.stack([np.stack([x, mean + side * spread], axis=1) for side in (-WIDE, WIDE)])


def coverage(outside: np.ndarray, n: int) -> np.ndarray:
    """The share of points in the band: of the n trained on, and of the thousand new ones in each of three places.

    outside : (3400,) as of outside_band;  returns (4,)
    """
    return 1 - np.array([outside[:n].mean(), *outside[400:].reshape(3, 1000).mean(axis=1)])
