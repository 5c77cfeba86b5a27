"""Two measurements predict a third by a linear model: how scaling the inputs shapes its valley, and the way down."""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import lookup
from course_nn.common.progress import memoized
from course_nn.datasets import penguins
from course_nn.optimizers import optimizer

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
PAIRS = {  # the two inputs, and what they predict
    "bill, flipper": ("bill_length_mm", "flipper_length_mm", "body_mass_g"),
    "bill, depth": ("bill_length_mm", "bill_depth_mm", "body_mass_g"),
    "flipper, mass": ("flipper_length_mm", "body_mass_g", "bill_length_mm"),
}
UNITS = {"mm": (1.0, 1.0), "cm": (0.1, 1e-3), "m": (1e-3, 1e-3)}  # what 1 mm is in them, and 1 g
DIVISORS = {
    "nothing": lambda X: X,
    "sigma": lambda X: X / X.std(axis=0),
    "range": lambda X: (X - X.min(axis=0)) / np.ptp(X, axis=0),  # to 0 … 1
}
ADAM_RATES = np.logspace(-5, 1, 25)
MOST = 3000  # steps that Adam may take
SHOWN = 60  # steps of a path of descent
FAR = 2**50  # so many steps count as never


class Valley(NamedTuple):
    """The mean squared error of a linear model around its best parameters; descent starts where all are 0."""

    h: np.ndarray  # (3,) curvatures, the largest first
    V: np.ndarray  # (3, 3) the directions as columns; parameters are the bias and two weights
    start: np.ndarray  # (3,) how far the start is from the best, along each direction

    @property
    def best_rate(self) -> float:
        """Of gradient descent: 2/(h₁ + hₙ)."""
        return float(2 / (self.h[0] + self.h[-1]))

    @property
    def kappa(self) -> float:
        """The condition number."""
        return float(self.h[0] / self.h[-1])


def measurements(pair: str, units: str = "mm") -> tuple:
    """Two measurements of 342 penguins, and the third that they are to predict, divided by its standard deviation.

    pair, units : in PAIRS and in UNITS;  returns X (342, 2), y (342,)
    raises      : BadInput for an unknown pair or unit
    """
    names = lookup(PAIRS, pair, "pair", "测量对")
    length, mass = lookup(UNITS, units, "unit", "单位")
    rows = penguins(SPECIES, names).X * [mass if name == "body_mass_g" else length for name in names]
    return rows[:, :2], rows[:, 2] / rows[:, 2].std()


def scaled_inputs(X: np.ndarray, divisor: str = "nothing", share: float = 0.0) -> np.ndarray:
    """Inputs, divided, from which a share of their mean is subtracted.

    X : (n, 2);  divisor : in DIVISORS;  share : from 0, nothing is subtracted, to 1, the mean;  returns (n, 2)
    raises : BadInput for an unknown divisor
    """
    Z = lookup(DIVISORS, divisor, "divisor", "除数")(X)
    return Z - share * Z.mean(axis=0)


def valley(X: np.ndarray, y: np.ndarray) -> Valley:
    """The Valley of ½ (w·x + b − y)², mean over all samples.

    X : (n, 2);  y : (n,)
    """
    H = np.column_stack([np.ones(len(X)), X]) / np.sqrt(len(X))  # (n, 3)
    U, S, Vt = np.linalg.svd(H, full_matrices=False)
    return Valley(h=S**2, V=Vt.T, start=-(U.T @ y) / np.sqrt(len(y)) / S)


def steps_needed(valley: Valley, rate: float, eps: float) -> float:
    """Steps of gradient descent until the root of (loss − its minimum) is a share ε of that at the start.

    Each step multiplies the distance along a direction by 1 − η h, so the steps need not be taken.

    rate : η > 0;  eps : 0 < ε < 1;  returns a number, inf for never; for the best rate at most tuning.steps_to + 1
    """
    weights = valley.h * valley.start**2
    factors = 1 - rate * valley.h
    if (np.abs(factors) >= 1).any():
        return np.inf

    def share_left(steps):
        return weights @ np.abs(factors) ** (2.0 * steps) / weights.sum()

    low, high = 0, FAR
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if share_left(middle) <= eps**2 else (middle, high)
    return float(high) if share_left(high) <= eps**2 else np.inf


def descent_path(valley: Valley, rate: float, steps: int) -> np.ndarray:
    """The distance along each direction, as a share of that at the start: (steps + 1, 3)."""
    with np.errstate(over="ignore"):  # with a large rate they exceed all numbers
        return (1 - rate * valley.h) ** np.arange(steps + 1)[:, None]


class Walk(NamedTuple):
    """A way down a Valley."""

    rate: float
    steps: float  # as of steps_needed; inf if it never arrives, or Adam not in MOST steps
    path: np.ndarray  # (K, 3) as of descent_path


def adam_walk(valley: Valley, eps: float, rates: np.ndarray | list = ADAM_RATES) -> Walk:
    """Adam with all samples in each step, from the same start, with the rate that arrives first.

    rates : (B,) > 0;  returns Walk; where no rate arrives, that of the rate which is lowest after MOST steps
    """
    rates = np.asarray(rates)
    best = -valley.V @ valley.start  # (3,) parameters
    A = (valley.V * valley.h) @ valley.V.T  # (3, 3)
    theta, adam = np.zeros((len(rates), 3)), optimizer("adam", rates[:, None])
    path = [np.tile(valley.start, (len(rates), 1))]
    goal = eps**2 * (valley.h @ valley.start**2)
    while len(path) <= MOST:
        adam.step(theta, (theta - best) @ A)
        path.append((theta - best) @ valley.V)  # (B, 3)
        if (path[-1] ** 2 @ valley.h).min() <= goal:
            break
    heights = path[-1] ** 2 @ valley.h
    first = int(heights.argmin())
    steps = len(path) - 1 if heights[first] <= goal else np.inf
    return Walk(float(rates[first]), float(steps), np.array(path)[:, first] / valley.start)


def walk(valley: Valley, name: str, eps: float, rate: float | None = None) -> Walk:
    """The Walk of gradient descent or Adam.

    name : "descent" or "adam";  eps : as of steps_needed;  rate : None for the best
    """
    if name == "adam":
        return adam_walk(valley, eps, ADAM_RATES if rate is None else [rate])
    rate = valley.best_rate if rate is None else rate
    return Walk(rate, steps_needed(valley, rate, eps), descent_path(valley, rate, SHOWN))


@memoized
def valley_of(pair: str, units: str, divisor: str, share: float) -> Valley:
    """The Valley of a pair of measurements, scaled."""
    X, y = measurements(pair, units)
    return valley(scaled_inputs(X, divisor, share), y)
