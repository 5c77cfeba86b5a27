"""Pairs about units and layers: what they compute, and what they can."""

from functools import partial

import numpy as np

from course_nn.activations import sigmoid_slope
from course_nn.common.words import Words
from course_nn.inventory.item import Asked, Pair, Picture
from course_nn.losses import LOSSES
from course_nn.network import Network, parameter_count
from course_nn.optimizers import GradientDescent
from course_nn.training import Objective, advance, learn


def _border(w, b):
    """Where w x + b is 0."""
    return f"{-b / w:g}"


_LINE = {"weight is steepness", "bias is border", "more asks more"}
LINE = Pair(
    {
        "A": Asked(
            partial(_border, 6, -12), {"4": "weight is steepness", "12": "bias is border", "8": "more asks more"}
        ),
        "B": Asked(
            partial(_border, 2, -20), {"2.5": "more asks more", "20": "bias is border", "5": "weight is steepness"}
        ),
    },
    dict.fromkeys(sorted(_LINE), Picture("start.one_weight", {"w": 4.0, "b": 2.0})),
)


def _parameters(sizes):
    return str(parameter_count(sizes))


PARAMETERS = Pair(
    {
        "A": Asked(partial(_parameters, (4, 3, 2)), {"9": "counts units", "18": "forgets biases", "24": "every path"}),
        "B": Asked(partial(_parameters, (5, 2, 3)), {"10": "counts units", "16": "forgets biases", "30": "every path"}),
    },
    {
        "counts units": Picture("neurons.layer", {"N": 4, "M": 4, "j": 2}),
        "forgets biases": Picture("neurons.layer", {"N": 2, "M": 2, "j": 2}),
        "every path": Picture("neurons.feedforward", {"sizes": "4, 3, 2"}),
    },
)


def _steeper(first, second):
    """Which of two places of a curve is the steeper one, given both slopes."""
    return "first" if first > second else "second" if second > first else "same"


def _tanh_slope(height):
    return 1 - height**2


def _sigmoid_slope(height):
    return float(sigmoid_slope(np.log(height / (1 - height))))


SLOPE = Pair(
    {
        "A": Asked(
            lambda: _steeper(_tanh_slope(0.1), _tanh_slope(0.95)),
            {"same": "passes unchanged", "second": "height is slope"},
        ),
        "B": Asked(
            lambda: _steeper(_sigmoid_slope(0.99), _sigmoid_slope(0.6)),
            {"same": "passes unchanged", "first": "height is slope"},
        ),
    },
    {
        "passes unchanged": Picture("practice.vanishing_gradient", {"depth": 2}),
        "height is slope": Picture("activations.gallery", {"activation": "tanh", "z": 1.8}),
    },
)


def _hidden_units(inside):
    """How many thresholds on a line are enough: one for each place at which the class changes.

    inside : [(from, to)], where the class is 1; None for no end
    """
    return str(sum(end is not None for piece in inside for end in piece))


HIDDEN = Pair(
    {
        "A": Asked(
            partial(_hidden_units, [(18, 22)]), {"3": "unit per region", "1": "unit per piece", "0": "one unit does"}
        ),
        "B": Asked(
            partial(_hidden_units, [(None, 10), (20, 40)]),
            {"4": "unit per region", "2": "unit per piece", "0": "one unit does"},
        ),
    },
    {
        "one unit does": Picture("xor.one_unit", {"w1": 1.0, "w2": -1.0, "b": -0.5}),
        "unit per piece": Picture("xor.train_xor", {"width": 1}),
        "unit per region": Picture("xor.train_xor", {"width": 2}),
    },
)


def _as_one(*layers):
    """a x + b of several layers (a, b), one after the other."""
    slope, shift = 1.0, 0.0
    for a, b in layers:
        slope, shift = a * slope, a * shift + b
    return f"{slope:g}x {'−' if shift < 0 else '+'} {abs(shift):g}"


_COLLAPSE = Picture("deep_vs_shallow.linear_collapse", {"relu": 0})
_NONE = Words("none can: two layers do more than one", "没有：两层比一层能做的更多")
COLLAPSE = Pair(
    {
        "A": Asked(
            partial(_as_one, (3, 1), (2, -5)),
            {"5x − 4": "adds for multiplies", "6x − 4": "passes unchanged", "none": "layers always add"},
        ),
        "B": Asked(
            partial(_as_one, (4, -2), (5, 3)),
            {"none": "layers always add", "20x + 1": "passes unchanged", "9x + 1": "adds for multiplies"},
        ),
    },
    dict.fromkeys(("adds for multiplies", "passes unchanged", "layers always add"), _COLLAPSE),
)


def _pieces(each, layers):
    """Straight pieces after so many layers, counted: each layer sends every piece to and fro so many times."""
    corners = np.linspace(0, 1, each + 1)
    heights = np.arange(each + 1) % 2.0
    inner = np.linspace(0, 1, each**layers + 1)
    y = inner
    for _ in range(layers):
        y = np.interp(y, corners, heights)
    turns = np.diff(np.sign(np.diff(y))) != 0
    return str(int(turns.sum()) + 1)


DEPTH = Pair(
    {
        "A": Asked(partial(_pieces, 3, 4), {"12": "adds for multiplies", "64": "width in the exponent"}),
        "B": Asked(partial(_pieces, 5, 3), {"15": "adds for multiplies", "243": "width in the exponent"}),
    },
    {
        "adds for multiplies": Picture("deep_vs_shallow.sawtooth", {"L": 4}),
        "width in the exponent": Picture("deep_vs_shallow.sawtooth", {"L": 10}),
    },
)


def _separating(points, y, features):
    """The feature by which one threshold parts the two classes.

    points : inputs;  y : their classes, 0 or 1;  features : {key: function of the inputs}
    """
    changes = {key: np.diff(y[np.argsort(feature(points))]) for key, feature in features.items()}
    return ", ".join(key for key, change in changes.items() if np.abs(change).sum() == 1)


def _outside():
    x = np.linspace(-4, 4, 24)
    return _separating(x, (abs(x) > 2).astype(int), {"6x": lambda x: 6 * x, "x²": np.square, "x³": lambda x: x**3})


def _near():
    p, q = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 4, 7), np.linspace(0, 4, 6)))
    features = {
        "p − q": lambda points: points[0] - points[1],
        "(p − q)²": lambda points: (points[0] - points[1]) ** 2,
        "p² + q²": lambda points: points[0] ** 2 + points[1] ** 2,
    }
    return _separating((p, q), (abs(p - q) < 1).astype(int), features)


FEATURES = Pair(
    {
        "A": Asked(_outside, {"6x": "new by rescaling", "x³": "any curve"}),
        "B": Asked(_near, {"p² + q²": "any curve", "p − q": "new by rescaling"}),
    },
    {
        "new by rescaling": Picture(
            "feature_learning.by_hand", {"raw": True, "x1_squared": False, "x2_squared": False}
        ),
        "any curve": Picture("feature_learning.by_hand", {"data": "xor"}),
    },
)


def _kinds(groups):
    """How many different units are left after training, if so many at a time start alike.

    groups : (sizes), such as (2, 4): two units start alike, and four others
    """
    network = Network((2, sum(groups), 1), seed=0)
    starts = np.random.default_rng(1).normal(size=(len(groups), 2))
    network.weights[0] = np.repeat(starts, groups, axis=0)
    network.weights[1] = np.full((1, sum(groups)), 0.3)
    X = np.random.default_rng(2).normal(size=(30, 2))
    Y = np.sin(2 * X[:, :1]) * X[:, 1:]
    advance(learn(network, [(X, Y)] * 50, Objective(LOSSES["squared_error"]), GradientDescent(0.3)))
    moved = np.abs(network.weights[0] - np.repeat(starts, groups, axis=0)).min() > 1e-4
    return str(len(np.unique(network.weights[0].round(9), axis=0)) if moved else 0)


_ALIKE = Picture(
    "playground.playground", {"data": "gauss", "activation": "sigmoid", "hidden": "4", "init": "zeros", "epoch": 100}
)
INITIALIZATION = Pair(
    {
        "A": Asked(
            partial(_kinds, (2, 4)), {"6": "symmetry breaks itself", "0": "alike learn nothing", "1": "all become one"}
        ),
        "B": Asked(
            partial(_kinds, (3, 3, 3)),
            {"9": "symmetry breaks itself", "1": "all become one", "0": "alike learn nothing"},
        ),
    },
    {
        "symmetry breaks itself": _ALIKE,
        "alike learn nothing": _ALIKE,
        "all become one": Picture("playground.playground", {"epoch": 100}),
    },
)
