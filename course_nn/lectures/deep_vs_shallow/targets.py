"""Typed functions that networks are to follow: their values, the errors of bumps and towers, and what is learned.

On [0, 1] functions are compared at 500 points, on the unit square at 67 × 67; all that takes long is remembered.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import memoized
from course_nn.expressions import Expression, read
from course_nn.lectures.deep_vs_shallow.approximation import (
    FINE,
    UNITS,
    best,
    bump_deviations,
    deviation,
    fit_last_layer,
    learn,
    learn_by_curvature,
    learn_last_layer,
    on_grid,
    tower_at,
    tower_gain,
    tower_rms,
    towers_of,
)

NIELSEN = "0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)"  # the function of his chapter 4
SIDE = 67  # points; a prime, for else all of them would lie between the flanks, and errors look too small
EDGE = (np.arange(SIDE) + 0.5) / SIDE  # (67,)
SQUARE = np.stack(np.meshgrid(EDGE, EDGE), axis=-1).reshape(-1, 2)  # (4489, 2)
BUMPS = np.array([1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 38, 50])  # N at which the errors of bumps are computed
TOWERS = np.arange(1, 9)  # and those of N × N towers
EPOCHS = 500  # of training, unless it is long
STEPS = 100  # of training, if it uses the curvature
RUNS = 3  # random starts, of which the best is taken


class Target(NamedTuple):
    """A function that is wanted."""

    f: Expression
    values: np.ndarray  # (500,) at FINE, or (67, 67) over the square
    spread: float  # standard deviation of the values, nan for a constant


@memoized
def on_line(text: str) -> Target:
    """A function of x on [0, 1].  returns Target"""
    f = read(text)
    return _target(f, f(FINE[:, 0]))


def of_two(text: str) -> Expression:
    """A function of x1 and x2.  returns Expression;  raises BadInput"""
    return read(text, ("x1", "x2"))


@memoized
def on_square(text: str) -> Target:
    """A function of x1 and x2 on the unit square.  returns Target"""
    f = of_two(text)
    return _target(f, f(*SQUARE.T).reshape(SIDE, SIDE))


def at_point(values: np.ndarray, x1: float, x2: float) -> float:
    """The value at the point of the grid nearest to x1, x2.

    values : (67, 67), rows along x2
    """
    column, row = (min(int(x * SIDE), SIDE - 1) for x in (x1, x2))
    return values[row, column]


class Towers(NamedTuple):
    """N × N towers that follow a function, and the one of them that holds a point."""

    walls: np.ndarray  # (67, 67) of that tower: the sum of its two walls, 0 … 2
    tower: np.ndarray  # (67, 67) what the second layer makes of it, 0 … 1, times h
    top: float  # the same at the point, without h
    outputs: np.ndarray  # (67, 67) the sum of all towers
    levels: np.ndarray  # (3,) the output of the second layer for 0, 1 and 2 walls
    height: float  # of that tower
    units: tuple  # of the first and second hidden layer


def build(text: str, N: int, unit: str, k: float, g: float, t: float, point: tuple, h: float) -> Towers:
    """Towers of steepness k, gain g and threshold t; the one that holds the point has h times its height.

    point : x1 and x2;  returns Towers
    """
    network = towers_of(on_square(text).f, N, unit, k, g, t)
    here = tower_at(point, N)
    network.weights[2][0, here] *= h
    z, towers, outputs = on_grid(network, EDGE)
    gain = tower_gain(unit, g, t)
    return Towers(
        walls=z[..., here] / gain + t,
        tower=h * towers[..., here],
        top=float(at_point(towers[..., here], *point)),
        outputs=outputs,
        levels=ACTIVATIONS[unit].f(gain * (np.arange(3) - t)),
        height=network.weights[2][0, here],
        units=network.sizes[1:3],
    )


@memoized
def bump_errors(text: str, unit: str, k: float) -> list:
    """A list of Deviation, for each number of bumps in BUMPS; k is their steepness."""
    return bump_deviations(on_line(text).f, BUMPS, unit, k)


def all_bump_errors(text: str, k: float, measure: str) -> dict:
    """For each unit one measure of its bump_errors: {unit: (12,)}. Only sigmoids have a steepness.

    measure : "max", "rms" or "mean"
    """
    errors = {unit: bump_errors(text, unit, k if unit == "sigmoid" else 1.0) for unit in UNITS}
    return {unit: np.array([getattr(off, measure) for off in offs]) for unit, offs in errors.items()}


@memoized
def tower_errors(text: str, unit: str, k: float, g: float, t: float) -> np.ndarray:
    """The root mean square error for each number of towers a side in TOWERS: (8,)."""
    return tower_rms(on_square(text).f, len(TOWERS), SIDE, unit, k, g, t)


def all_tower_errors(text: str, k: float, g: float, t: float) -> list:
    """tower_errors of every unit: steps have no steepness, and only sigmoids a gain."""
    shapes = {"step": (1.0, 1.0), "sigmoid": (k, g), "relu": (k, 1.0)}
    return [tower_errors(text, unit, *shapes[unit], t) for unit in UNITS]


def schedule(way: str, longer: int) -> tuple:
    """The start and the number of epochs of a way to learn: "zero" is 500 epochs from biases 0, "zero long" more.

    longer : epochs of a long one
    """
    start, _, is_long = way.partition(" ")
    return start, longer if is_long else EPOCHS


@memoized
def networks_on_line(
    text: str, hidden: int, unit: str, way: str, epochs: int, runs: int
) -> Generator[float, None, np.ndarray]:
    """What several networks of that size learn: (500, runs).

    way : "last" for the last layer only by least squares, "last-adam" for it by descent, "curved", or one of STARTS
    """
    f = on_line(text).f
    if way == "last":
        networks = fit_last_layer(f, hidden, unit, runs)
    elif way == "last-adam":
        networks = yield from learn_last_layer(f, hidden, unit, epochs, runs)
    elif way == "curved":
        networks = yield from learn_by_curvature(f, hidden, unit, epochs, runs)
    else:
        networks = yield from learn(f, hidden, unit, epochs, runs, start=way)
    return networks(FINE)[..., 0].T


@memoized
def learned_on_line(text: str, hidden: int, unit: str, way: str, epochs: int) -> Generator[float, None, np.ndarray]:
    """What the best of a few networks of that size learns: (500,); nan for the way "none", or for steps."""
    wanted = on_line(text).values
    if way == "none" or unit == "step":
        return np.full_like(wanted, np.nan)
    outputs = yield from networks_on_line(text, hidden, unit, way, epochs, RUNS)
    return min(outputs.T, key=lambda values: deviation(values, wanted).rms)


@memoized
def learned_on_square(text: str, units: tuple, unit: str, way: str, epochs: int) -> Generator[float, None, np.ndarray]:
    """The same with two inputs: (67, 67). The networks have two hidden layers; for "last" one, with all the units."""
    target = on_square(text)
    if way == "none" or unit == "step":
        return np.full_like(target.values, np.nan)
    if way == "last":
        networks = fit_last_layer(target.f, sum(units), unit, RUNS, inputs=2)
    else:
        networks = yield from learn(target.f, units, unit, epochs, RUNS, inputs=2, start=way)
    return best(networks, SQUARE, target.values.ravel()).reshape(SIDE, SIDE)


def _target(f, values):
    return Target(f, values, values.std() if np.ptp(values) > 1e-9 else np.nan)
