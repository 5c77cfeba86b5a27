"""Turn the space of parameters: Adam scales each axis by itself, so does it need the axes that a network has?

The network computes with θ = R φ, and the optimizer moves φ: each of its axes is a mixture of all weights. Nothing else
has changed, so whoever treats all directions alike walks the same way as before.
"""

from collections.abc import Callable, Generator
from itertools import repeat
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import finished, memoized
from course_nn.lectures.gradient_descent.side_by_side import own_batches
from course_nn.lectures.gradient_descent.tuned_race import TASKS, data_of
from course_nn.losses import LOSSES
from course_nn.network import INITIALIZATION, Network
from course_nn.optimizers import Adam, Optimizer
from course_nn.optimizers import optimizer as make_optimizer
from course_nn.training import Objective, advance, arrivals, learn

TUNING, RACING = range(100, 103), range(5)  # seeds
EVERY, LIMIT = 4, 480  # steps from one look at the loss to the next, and at most
NEVER = LIMIT + EVERY  # stands for more than that
PATIENT = 1.25  # a race ends after so many times the steps of the rate that is first


class Setting(NamedTuple):
    """What is made small, and who does it."""

    task: str  # in AIMS
    activation: str  # of the network on the spiral
    name: str  # of an optimizer, in RATES
    beta2: float  # of Adam


AIMS = {  # the loss to be reached; of the bowl as a share of the first
    "spiral": 0.1,
    "thin": 0.1,
    "bowl": 1e-4,
    "digits": 0.1,
}
SIZES = {"spiral": TASKS["spiral"].sizes, "digits": (64, 10, 10)}
THIN = np.array([1, 0.1], np.float32)  # what the two inputs of the thin spiral are multiplied by
BOWL = 1000.0 ** -np.linspace(0, 1, 337)  # its curvatures, one along each axis: as many as the spiral has parameters
RATES = {  # learning rates that are tried, each twice the one before
    "spiral": {
        "adam": 0.04 * 2.0 ** np.arange(4),
        "one": 0.08 * 2.0 ** np.arange(4),
        "rmsprop": 0.02 * 2.0 ** np.arange(4),
        "adagrad": 0.08 * 2.0 ** np.arange(4),
        "momentum": 0.4 * 2.0 ** np.arange(4),
    },
    "thin": {
        "adam": 0.04 * 2.0 ** np.arange(4),
        "one": 0.04 * 2.0 ** np.arange(4),
        "rmsprop": 0.01 * 2.0 ** np.arange(4),
        "adagrad": 0.08 * 2.0 ** np.arange(4),
        "momentum": 0.4 * 2.0 ** np.arange(4),
    },
    "bowl": {
        "adam": 0.02 * 2.0 ** np.arange(8),
        "one": 0.02 * 2.0 ** np.arange(8),
        "rmsprop": 0.0025 * 2.0 ** np.arange(8),
        "adagrad": 0.25 * 2.0 ** np.arange(6),
        "momentum": 0.5 * 2.0 ** np.arange(3),
    },
    "digits": {
        "adam": 0.02 * 2.0 ** np.arange(3),
        "one": 0.04 * 2.0 ** np.arange(3),
        "rmsprop": 0.01 * 2.0 ** np.arange(3),
        "adagrad": 0.08 * 2.0 ** np.arange(3),
        "momentum": 0.08 * 2.0 ** np.arange(3),
    },
}


@memoized
def planes_of_space(dimensions: int, which: int) -> tuple:
    """Random axes B (P, P) of a space, orthogonal, and an angle for each pair of them, (P // 2,), -π … π.

    source : Mezzadri, How to generate random matrices from the classical compact groups (2007), for B
    """
    rng = np.random.default_rng([which, dimensions])
    B, upper = np.linalg.qr(rng.normal(size=(dimensions, dimensions)))
    return B * np.sign(np.diag(upper)), rng.uniform(-np.pi, np.pi, dimensions // 2)


def rotation_of_space(dimensions: int, which: int, share: float) -> np.ndarray:
    """A random rotation of a space, or a share of it: all axes are paired into planes, and each plane is turned.

    R = B D Bᵀ,   B a random orthogonal matrix, D turns its axes 2k and 2k + 1 by share · α_k, α_k in -180° … 180°

    which   : seed of B and of the α_k
    share   : 0 for no turn, 1 for the whole
    returns : (P, P) orthogonal, float32; of two shares the product is that of their sum
    """
    B, whole = planes_of_space(dimensions, which)
    angles = share * whole
    turned, (u, v) = B.copy(), (B[:, : 2 * len(angles)].reshape(dimensions, -1, 2).transpose(2, 0, 1))
    turned[:, 0 : 2 * len(angles) : 2] = np.cos(angles) * u + np.sin(angles) * v
    turned[:, 1 : 2 * len(angles) : 2] = np.cos(angles) * v - np.sin(angles) * u
    return (turned @ B.T).astype(np.float32)


class Turned:
    """Another optimizer, in a turned space: it sees φ = Rᵀ θ, and gradients Rᵀ g.

    optimizer : whose steps they are; they may depend on gradients only
    R         : (P, P) orthogonal
    """

    def __init__(self, optimizer: Optimizer, R: np.ndarray):
        self.optimizer, self.R, self.learning_rate = optimizer, R, optimizer.learning_rate

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        move = np.zeros_like(theta)
        self.optimizer.step(move, g @ self.R)  # rows are vectors
        theta += move @ self.R.T


class OneSize(Adam):
    """Adam with a single size for all parameters, the root of their mean square: it has no axes of its own."""

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.s = self.beta2 * self.s + (1 - self.beta2) * np.mean(g**2, axis=-1, keepdims=True)
        mean, square = self.m / (1 - self.beta1**self.t), self.s / (1 - self.beta2**self.t)
        theta -= self.learning_rate * mean / (np.sqrt(square) + self.epsilon)


def walker(setting: Setting, rates: np.ndarray) -> Optimizer:
    """A fresh optimizer; `rates` (B, 1)."""
    if setting.name == "one":
        return OneSize(rates, beta2=setting.beta2)
    settings = {"beta2": setting.beta2} if setting.name == "adam" else {}
    return make_optimizer(setting.name, rates, **settings)


class Descent(NamedTuple):
    """B descents side by side."""

    parameters: int  # of each
    start: Callable  # an optimizer -> a function that takes so many steps and returns the losses (B,)


def descents(setting: Setting, seeds: list) -> Descent:
    """Descents from as many starts; raises BadInput for an unknown task."""
    lookup(AIMS, setting.task, "task", "任务")
    return in_the_bowl(seeds) if setting.task == "bowl" else of_networks(setting, seeds)


def in_the_bowl(seeds: list) -> Descent:
    """½ Σ_i λ_i θ_i² with λ = BOWL, each coordinate of the start 1 or −1: its valley lies along the axes."""
    lam = BOWL.astype(np.float32)
    theta = np.array([np.random.default_rng(seed).choice([-1, 1], len(lam)) for seed in seeds], np.float32)

    def start(optimizer):
        def go(steps):
            for _ in range(steps):
                optimizer.step(theta, lam * theta)
            return theta**2 @ lam / lam.sum()

        return go

    return Descent(len(lam), start)


def of_networks(setting: Setting, seeds: list) -> Descent:
    """Networks that learn the spiral, thin or not, all points at once, or digits, in batches of 32."""
    task, scale = ("spiral", THIN) if setting.task == "thin" else (setting.task, 1)
    training, ((X, y), _) = TASKS[task], data_of(task)
    X = X * scale
    activation = setting.activation if task == "spiral" else training.activation
    init, loss = INITIALIZATION[activation], LOSSES[training.loss]
    network = Network(SIZES[task], activation, init=init, seed=seeds, dtype=np.float32)
    T = loss.targets(network(X), y)
    whole = training.batch >= len(X)
    batches = repeat((X.astype(np.float32), T)) if whole else own_batches(X, T, training.batch, seeds)

    def start(optimizer):
        learning = learn(network, batches, Objective(loss), optimizer)

        def go(steps):
            advance(learning, steps)
            return loss.l(network(X), T).mean(axis=-1)

        return go

    return Descent(network.parameters.shape[-1], start)


class Race(NamedTuple):
    """Descents with the learning rate that suits them, of seeds that took no part in choosing it."""

    rate: float
    steps: np.ndarray  # (5,) to the aim; NEVER for one that was not there in time
    losses: np.ndarray  # (K, 5) every 4 steps, from the fourth on
    sizes: np.ndarray  # (K, P) what the first of them divides each coordinate by, sorted; (K, 0) if it divides by none


@memoized
def race(setting: Setting, share: float, which: int) -> Generator[float, None, Race]:
    """Descend in a turned space with all rates at once; other seeds than those that race choose one: a generator.

    share, which : as of rotation_of_space
    """
    rates, seeds = RATES[setting.task][setting.name], [*TUNING, *RACING]
    shape = len(rates), len(seeds)
    descent = descents(setting, seeds * len(rates))
    optimizer = inner = walker(setting, np.repeat(rates, len(seeds)).astype(np.float32)[:, None])
    if share:
        optimizer = Turned(inner, rotation_of_space(descent.parameters, which, share))
    go, losses, sizes = descent.start(optimizer), [], []
    for step in range(EVERY, LIMIT + 1, EVERY):
        with np.errstate(all="ignore"):  # a rate may be far too large
            losses.append(np.nan_to_num(go(EVERY), nan=np.inf).reshape(shape))
        sizes.append(sizes_of(inner, len(seeds)))
        yield step / LIMIT
        needed = EVERY * arrivals(AIMS[setting.task], np.array(losses), 1 + np.arange(len(losses)))
        best, first = first_rate(needed[:, : len(TUNING)])
        if step >= PATIENT * first and not np.isnan(needed[best, len(TUNING) :]).any():
            break
    of_best = np.array(losses)[:, best, len(TUNING) :].copy()  # a view would keep the losses of all rates
    steps = np.nan_to_num(needed[best, len(TUNING) :], nan=NEVER)
    return Race(float(rates[best]), steps, of_best, np.array(sizes)[:, best].copy())


def first_rate(needed: np.ndarray) -> tuple:
    """The place of the rate with the smallest median of steps (R, seeds), and that median; nan counts as never."""
    medians = np.median(np.nan_to_num(needed, nan=np.inf), axis=1)
    return int(medians.argmin()), medians.min()


def sizes_of(walker: Optimizer, seeds: int) -> np.ndarray:
    """What an optimizer divides each coordinate by, sorted: at each rate of the first seed that races; (R, P)."""
    squares = getattr(walker, "s", None)
    if squares is None:
        return np.zeros((len(walker.learning_rate) // seeds, 0))
    correction = 1 - walker.beta2**walker.t if isinstance(walker, Adam) else 1.0
    return np.sort(np.sqrt(squares[len(TUNING) :: seeds] / correction), axis=-1)


def median_steps(race: Race) -> float:
    """The median over the seeds that race; NEVER if half of them were not there in time."""
    return float(np.median(race.steps))


def lead(setting: Setting, which: int) -> float:
    """By what share momentum takes more steps than the setting's optimizer in the fully turned space."""
    rival = finished(race(setting._replace(name="momentum", beta2=0.0), 0, 0))
    return median_steps(rival) / median_steps(finished(race(setting, 1, which))) - 1
