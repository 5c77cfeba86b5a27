"""How large may a step be? On a parabola there is a border; elsewhere descent moves to where the border lets it be.

A step overshoots the minimum if η times the curvature is above 1, and leads further away from it if it is above 2. This
decides everything on a parabola, whose curvature is the same everywhere. Where the curvature changes, descent may be
thrown out of a steep place and come to rest in a flatter one.
"""

from collections.abc import Callable, Generator
from itertools import repeat
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.datasets import digits
from course_nn.lectures.gradient_descent.curvature import sharpest
from course_nn.losses import LOSSES, one_hot
from course_nn.network import Network
from course_nn.optimizers import GradientDescent
from course_nn.training import Objective, learn

SQUARED, ENTROPY = "squared_error", "softmax_cross_entropy"
EXAMPLES, SIZES = 100, (64, 16, 10)
STEPS, EVERY = 800, 10  # of the network, and from one measurement of its sharpness to the next
LOST = 100.0  # a loss as high as this does not come down again
OFFSETS = np.linspace(-3, 3, 41)  # steps from the network along the sharpest direction, to both sides


class Curve(NamedTuple):
    """A function of one variable with its slope and its curvature."""

    f: Callable
    df: Callable
    ddf: Callable


def parabola(lam: float) -> Curve:
    """½ λ x², whose curvature is λ everywhere."""
    return Curve(lambda x: 0.5 * lam * x**2, lambda x: lam * x, lambda x: lam + 0 * x)


def _log_cosh(x):
    return np.logaddexp(x, -x) - np.log(2)


# Curvature 1 in the middle, and almost 0 far outside, where it is nearly as straight as |x|.
LOG_COSH = Curve(_log_cosh, np.tanh, lambda x: 1 - np.tanh(x) ** 2)


def walk(curve: Curve, eta: float, start: float, steps: int) -> np.ndarray:
    """Gradient descent on a curve: x ← x - η f′(x), from the start on.

    returns : (steps + 1,)
    """
    x = np.array([float(start)])
    descent = GradientDescent(eta)
    places = [start]
    for _ in range(steps):
        descent.step(x, curve.df(x))
        places.append(x[0])
    return np.array(places)


def bounce(eta: float, steps: int = 100) -> float:
    """The x > 0 between which and −x descent on log cosh goes to and fro in the end: x = (η/2) tanh x.

    eta     : η; returns 0 for η ≤ 2, where it comes to rest
    """
    if eta <= 2:
        return 0.0
    x = eta / 2
    for _ in range(steps):  # Newton's method: the plain iteration is slow where η is hardly above 2
        x -= (x - eta / 2 * np.tanh(x)) / (1 - eta / 2 / np.cosh(x) ** 2)
    return float(x)


class Run(NamedTuple):
    """Full-batch gradient descent of a network, and its sharpness on the way."""

    losses: np.ndarray  # (K,) after each step, the start first; K = 801, or less if it diverged
    sharpness: np.ndarray  # (M,) every 10 steps
    slices: np.ndarray  # (M, 41) at these moments, the loss over OFFSETS along the sharpest direction


def examples(sample: int = 0) -> tuple:
    """A hundred handwritten digits, the mean of all taken off, and their classes: (100, 64), (100,); sample: a seed."""
    X, y = digits().X, digits().y
    rows = np.random.default_rng(sample).permutation(len(y))[:EXAMPLES]
    return X[rows] - X.mean(axis=0), y[rows]


@memoized
def train(
    eta: float, seed: int, hidden: int = SIZES[1], loss: str = SQUARED, layers: int = 1, sample: int = 0
) -> Generator[float, None, Run]:
    """Teach a network of tanh a hundred digits, all of them in every step: a generator of a Run.

    eta    : learning rate η;  seed : of the first weights;  hidden : units in each of so many layers
    loss   : a name in LOSSES;  sample : which hundred digits
    source : Cohen, Kaur, Li, Kolter & Talwalkar, Gradient Descent on Neural Networks Typically Occurs at the Edge of
             Stability (2021)
    """
    (X, y), chosen = examples(sample), LOSSES[loss]
    Y = one_hot(y, SIZES[-1]) if loss == SQUARED else y
    network = Network((SIZES[0], *[hidden] * layers, SIZES[-1]), "tanh", seed=seed)
    T = chosen.targets(network(X), Y)
    steps = learn(network, repeat((X, T)), Objective(chosen), GradientDescent(eta))
    losses, curvatures, slices, direction = [], [], [], None
    for step in range(STEPS + 1):
        losses.append(float(chosen.l(network(X), T).mean()))
        if not losses[-1] < LOST:
            break
        if step % EVERY == 0:
            yield step / STEPS
            curvature, direction = sharpest(network, X, Y, loss, 20 if step else 500, 1e-4, direction)
            curvatures.append(float(curvature))
            places = network.with_parameters(network.parameters + OFFSETS[:, None] * direction)
            slices.append(chosen.l(places(X), T).mean(axis=-1))  # (41,)
        next(steps)
    return Run(np.array(losses), np.array(curvatures), np.array(slices))


def nearness(run: Run, eta: float) -> float:
    """The mean sharpness of the second half of a run, as a share of the border 2/η; 0 if it diverged."""
    half = run.sharpness[len(run.sharpness) // 2 :]
    return float(half.mean() * eta / 2) if len(run.losses) > STEPS else 0.0
