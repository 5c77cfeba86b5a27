"""The penguins of the picture, two measurements at a time; descents over them; and the arrow that stands for a w."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.datasets import penguins
from course_nn.logistic_regression import Descent, gradient_descent, negative_log_likelihood, newton, standardise

STEPS = 100
MEASUREMENTS = {  # name in the data: its label, its ticks
    "bill_length_mm": (Words("bill length (mm)", "喙长（mm）"), [30, 35, 40, 45, 50, 55]),
    "bill_depth_mm": (Words("bill depth (mm)", "喙深（mm）"), [16, 18, 20, 22]),
    "flipper_length_mm": (Words("flipper length (mm)", "鳍肢长（mm）"), [180, 190, 200, 210]),
    "body_mass_g": (Words("body mass (g)", "体重（g）"), [3000, 3500, 4000, 4500]),
}
PAIRS = {
    "bill_length, bill_depth": Words("bill length, bill depth", "喙长、喙深"),
    "bill_length, flipper_length": Words("bill length, flipper length", "喙长、鳍肢长"),
    "bill_length, body_mass": Words("bill length, body mass", "喙长、体重"),
    "flipper_length, body_mass": Words("flipper length, body mass", "鳍肢长、体重"),
}


class Birds(NamedTuple):
    names: list  # of the two measurements
    X: np.ndarray  # (n, 2) standardised
    y: np.ndarray  # (n,) 0 Adelie, 1 Chinstrap
    mean: np.ndarray  # (2,) in mm or g
    std: np.ndarray  # (2,)
    minimum: float  # of the loss, by Newton's method


@cache
def load(pair: str) -> Birds:
    names = [name for name in MEASUREMENTS if name.rsplit("_", 1)[0] in pair.split(", ")]
    data = penguins(measurements=names)
    X, mean, std = standardise(data.X)
    minimum = negative_log_likelihood(X, data.y, *newton(X, data.y))
    return Birds(names=names, X=X, y=data.y, mean=mean, std=std, minimum=minimum)


@memoized
def descend(pair: str, learning_rate: float, w1: float, w2: float, b: float) -> Descent:
    return gradient_descent(load(pair).X, load(pair).y, learning_rate, STEPS, [w1, w2], b)


def arrow(w: np.ndarray) -> np.ndarray:
    """An arrow that points as w does, of length log(1 + ‖w‖): small weights can be seen, large ones stay inside."""
    norm = np.hypot(*w)
    return w / norm * np.log1p(norm) if norm else np.zeros(2)


def weights(arrow: np.ndarray) -> np.ndarray:
    """The weights that have this arrow."""
    length = np.hypot(*arrow)
    return arrow / length * np.expm1(length) if length else np.zeros(2)
