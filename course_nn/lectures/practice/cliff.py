"""At the foot of a cliff the slope says how steep it is, not how far to go; a step as long as that flies away."""

from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.optimizers import clipped, optimizer

POWER, STEPS = 20, 1000
FAR = 1e4  # who is farther out than that has flown away


class Walk(NamedTuple):
    """K steps of descent with clipped gradients, at most 1000: fewer if it flies away."""

    norms: np.ndarray  # (K,) lengths of the gradients
    kept: np.ndarray  # (K,) lengths after clipping
    angles: np.ndarray  # (K,) degrees between both
    moved: np.ndarray  # (K,) lengths of the steps


def cliff(theta: np.ndarray) -> np.ndarray | float:
    """Half the squared error of w²⁰ + b as an answer where 1 is right: flat for |w| < 1, a wall beyond.

    L = ½ (w²⁰ + b − 1)², as of twenty layers of one unit with the same weight

    theta  : (…, 2) w and b;  returns (…,)
    source : Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks (2013), section 2.3
    """
    return 0.5 * (theta[..., 0] ** POWER + theta[..., 1] - 1) ** 2


def slope(theta: np.ndarray) -> np.ndarray:
    """The gradient of the cliff: (…, 2)."""
    w, b = theta[..., 0], theta[..., 1]
    r = w**POWER + b - 1
    return np.stack([r * POWER * w ** (POWER - 1), r], axis=-1)


@memoized
def walk(start: tuple, method: str, by: str, limit: float, eta: float) -> tuple:
    """Descend the cliff from a start.

    start : (w, b);  method : in OPTIMIZERS;  by : "norm", "value" or "none";  limit, eta : > 0
    returns : places (K + 1, 2), and a Walk
    """
    theta, chosen = np.array(start), optimizer(method, eta)
    places, gradients, kept = [theta.copy()], [], []
    with np.errstate(over="ignore"):
        while len(kept) < STEPS and np.abs(theta).max() < FAR:
            gradients.append(slope(theta))
            kept.append(shortened(gradients[-1], by, limit))
            chosen.step(theta, kept[-1])
            places.append(theta.copy())
    places = np.array(places)
    told = measured(np.array(gradients), np.array(kept), np.diff(places, axis=0))
    return places.clip(-FAR, FAR), Walk(*told.T)


def shortened(g: np.ndarray, by: str, limit: float) -> np.ndarray:
    """The gradient, clipped in that way, or as it is for "none"."""
    return g if by == "none" else clipped(g, limit, by)


def measured(g: np.ndarray, kept: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Lengths of a gradient, of what clipping left of it and of the step, and the angle between the first two.

    g, kept, moved : (…, P) each, at most 1e100 long;  returns (…, 4): length, length kept, degrees, length moved
    """
    norms, left, steps = (np.linalg.norm(np.clip(v, -1e100, 1e100), axis=-1) for v in (g, kept, moved))
    aligned = np.sum(g / np.maximum(norms, 1e-300)[..., None] * kept, axis=-1) / np.maximum(left, 1e-300)
    degrees = np.degrees(np.arccos(np.clip(np.where(norms * left > 0, aligned, 1), -1, 1)))
    return np.stack([norms, left, degrees, steps], axis=-1)
