"""Every small step of a formula knows its own slopes; everything that can be differentiated is made of these.

One object holds a function and its slopes, so that they cannot drift apart. At a kink a slope is taken by agreement: 0
for |a| and relu at 0, and half for each of two equal numbers in min and max, as PyTorch has it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.expressions import OF_ONE


class Operation(NamedTuple):
    """A function of one number or two, and how fast it changes with each of them."""

    form: str  # how it is written, with {} for each parent
    f: Callable  # of one number, or two
    slopes: Callable  # the same numbers -> one slope for each
    needs: tuple = ()  # where it is defined, in English and Chinese; () if everywhere


def _power_slopes(a, b):
    # Written out, 0 log 0 and 0 · 0^-1 would be no number: a^b does not change with b at a = 0, nor with a at b = 0.
    return 0.0 if b == 0 else b * np.power(a, b - 1), 0.0 if a == 0 else np.power(a, b) * np.log(a)


def _of_one(name, slope, *needs):
    return Operation(f"{name}({{}})", OF_ONE[name], lambda a: (slope(a),), *needs)


ABOVE_0 = ("a number above 0", "大于 0 的数")
NOT_BELOW_0 = ("a number that is not negative", "非负的数")
NOT_0 = ("a divisor other than 0", "不为 0 的除数")
NATURAL = ("a base above 0, or a whole exponent that divides by no 0", "正的底数，或不会除以 0 的整数指数")
SMALLER = ("smaller numbers", "更小的数")
LOG = _of_one("log", lambda a: 1 / a, ABOVE_0)

OPERATIONS = {
    "+": Operation("{} + {}", lambda a, b: a + b, lambda a, b: (1.0, 1.0)),
    "-": Operation("{} − {}", lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    "*": Operation("{} · {}", lambda a, b: a * b, lambda a, b: (b, a)),
    "/": Operation("{} / {}", lambda a, b: a / b, lambda a, b: (1 / b, -a / b / b), NOT_0),
    "^": Operation("{}^{}", np.power, _power_slopes, NATURAL),
    "neg": Operation("−{}", lambda a: -a, lambda a: (-1.0,)),
    "sin": _of_one("sin", np.cos),
    "cos": _of_one("cos", lambda a: -np.sin(a)),
    "tan": _of_one("tan", lambda a: 1 + np.tan(a) ** 2),
    "exp": _of_one("exp", np.exp),
    "log": LOG,
    "ln": LOG._replace(form="ln({})"),
    "sqrt": _of_one("sqrt", lambda a: 0.5 / np.sqrt(a), NOT_BELOW_0),
    "abs": _of_one("abs", np.sign),
    "sign": _of_one("sign", np.zeros_like),
    "min": Operation("min({}, {})", np.minimum, lambda a, b: (np.heaviside(b - a, 0.5), np.heaviside(a - b, 0.5))),
    "max": Operation("max({}, {})", np.maximum, lambda a, b: (np.heaviside(a - b, 0.5), np.heaviside(b - a, 0.5))),
} | {name: _of_one(name, ACTIVATIONS[name].df) for name in ("tanh", "step", "sigmoid", "relu")}
