"""At the foot of a cliff the slope says how steep it is, not how far to go; a step in proportion to it flies away."""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.optimizers import clipped, optimizer

POWER, STEPS = 20, 1000
FAR = 1e4  # what is farther out has flown away


class Walk(NamedTuple):
    """K steps of descent with clipped gradients, at most 1000: fewer if it flies away."""

    norms: np.ndarray  # (K,) lengths of the gradients
    clipped_norms: np.ndarray  # (K,) the same after clipping
    angles: np.ndarray  # (K,) degrees by which clipping turns them
    step_lengths: np.ndarray  # (K,)


def cliff(theta: np.ndarray) -> np.ndarray | float:
    """Half the squared error of the answer w²⁰ + b, where 1 is right: flat for |w| < 1, a wall beyond.

    L = ½ (w²⁰ + b − 1)², as for twenty layers of one unit each, all with the same weight

    theta  : (…, 2) w and b;  returns (…,)
    source : Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks (2013), section 2.3
    """
    return 0.5 * (theta[..., 0] ** POWER + theta[..., 1] - 1) ** 2


def slope(theta: np.ndarray) -> np.ndarray:
    """The gradient of the cliff: (…, 2)."""
    w, b = theta[..., 0], theta[..., 1]
    r = w**POWER + b - 1
    pair = np.empty(theta.shape)  # np.stack takes five times as long for a single place, and a walk asks at each step
    pair[..., 0], pair[..., 1] = r * POWER * w ** (POWER - 1), r
    return pair


@memoized
def walk(start: tuple, method: str, by: str, limit: float, eta: float) -> tuple:
    """Descend the cliff from a start.

    start : (w, b);  method : in OPTIMIZERS;  by : "norm", "value" or "none";  limit, eta : > 0
    returns : places (K + 1, 2), and a Walk
    """
    theta, chosen = np.array(start), optimizer(method, eta)
    path = [theta.copy()]
    gradients: list[np.ndarray] = []
    clipped_gradients: list[np.ndarray] = []
    with np.errstate(over="ignore"):
        while len(gradients) < STEPS and all(abs(coordinate) < FAR for coordinate in theta.tolist()):
            gradients.append(slope(theta))
            clipped_gradients.append(clip(gradients[-1], by, limit))
            chosen.step(theta, clipped_gradients[-1])
            path.append(theta.copy())
    places = np.array(path)
    numbers = lengths_and_angle(np.array(gradients), np.array(clipped_gradients), np.diff(places, axis=0))
    return places.clip(-FAR, FAR), Walk(*numbers.T)


def clip(g: np.ndarray, by: str, limit: float) -> np.ndarray:
    """The gradient, clipped by its norm or by value; for "none" as it is."""
    return g if by == "none" else clipped(g, limit, by)


def lengths_and_angle(g: np.ndarray, clipped_g: np.ndarray, step: np.ndarray) -> np.ndarray:
    """How long a gradient is, before and after clipping, how far clipping turns it, and how long the step is.

    g, clipped_g, step : (…, P) each, at most 1e100 long;  returns (…, 4), in the order of Walk
    """
    before, after, length = (np.linalg.norm(np.clip(v, -1e100, 1e100), axis=-1) for v in (g, clipped_g, step))
    cosine = np.sum(g / np.maximum(before, 1e-300)[..., None] * clipped_g, axis=-1) / np.maximum(after, 1e-300)
    degrees = np.degrees(np.arccos(np.clip(np.where(before * after > 0, cosine, 1), -1, 1)))
    return np.stack([before, after, degrees, length], axis=-1)
