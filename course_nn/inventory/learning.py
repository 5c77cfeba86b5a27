"""Pairs about learning: gradients, steps, and what makes them longer or shorter."""

from functools import partial

import numpy as np

from course_nn.inventory.item import Asked, Pair, Picture
from course_nn.optimizers import Adam, GradientDescent, Momentum


def _effect(*paths):
    """What one more unit of the input does to the output: along a path slopes multiply, and paths add up."""
    return f"{sum(np.prod(path) for path in paths):g}".replace("-", "−")


CHAIN = Pair(
    {
        "A": Asked(
            partial(_effect, (2, 3), (-1,)), {"6": "one path", "4": "adds for multiplies", "−6": "multiplies paths"}
        ),
        "B": Asked(
            partial(_effect, (-2, 4), (3, 1)), {"6": "adds for multiplies", "−8": "one path", "−24": "multiplies paths"}
        ),
    },
    {
        "adds for multiplies": Picture("backpropagation.gears", {"first": "half", "second": "half", "third": "half"}),
        "one path": Picture("backpropagation.edges", {"seed": 5, "answers": "1, −1, −3, 4, 6, 10"}),
        "multiplies paths": Picture("backpropagation.edges", {"seed": 5, "answers": "1, −1, −3, 4, 6, 24"}),
    },
)


def _walk(rate, slope, start, steps=40):
    """What descent does in the valley ½ · slope · w²: "one side", "nearer", "swings" or "farther"."""
    w, way = np.array([start]), [start]
    optimizer = GradientDescent(rate)
    for _ in range(steps):
        optimizer.step(w, slope * w)
        way.append(float(w[0]))
    if way[1] * way[0] >= 0:
        return "one side"
    first, last = abs(way[1]), abs(way[-1])
    return "nearer" if last < 0.9 * first else "farther" if last > 1.1 * first else "swings"


RATE = Pair(
    {
        "A": Asked(
            partial(_walk, 0.8, 2, 4.0),
            {"one side": "rate is speed", "swings": "overshoot swings", "farther": "overshoot diverges"},
        ),
        "B": Asked(
            partial(_walk, 2.1, 1, 10.0),
            {"swings": "overshoot swings", "nearer": "always settles", "one side": "rate is speed"},
        ),
    },
    {
        "rate is speed": Picture("primer.descent", {"start": -1.0, "learning_rate": 0.42, "step": 1}),
        "overshoot diverges": Picture("gradient_descent.rate", {"eta": 1.5, "step": 20}),
        "overshoot swings": Picture("gradient_descent.rate", {"eta": 1.5, "step": 40}),
        "always settles": Picture("gradient_descent.rate", {"eta": 2.2, "step": 20}),
    },
)


def _longest(beta, slope):
    """How long the steps of momentum get under one slope that stays, with η = 1."""
    theta, optimizer = np.zeros(1), Momentum(1.0, beta)
    for _ in range(400):
        optimizer.step(theta, np.full(1, float(slope)))
    return f"{abs(optimizer.v[0]):.3g}"


MOMENTUM = Pair(
    {
        "A": Asked(
            partial(_longest, 0.5, 3),
            {"endless": "momentum endless", "3": "momentum only smooths", "4.5": "momentum one step"},
        ),
        "B": Asked(
            partial(_longest, 0.8, 2),
            {"endless": "momentum endless", "3.6": "momentum one step", "2": "momentum only smooths"},
        ),
    },
    dict.fromkeys(
        ("momentum endless", "momentum only smooths", "momentum one step"),
        Picture("gradient_descent.adam", {"signal": "constant", "method": "momentum", "time": 80}),
    ),
)


def _adam_steps(first, second):
    """Whose steps are longer under gradients that stay: "first", "second" or "same"."""
    theta, optimizer = np.zeros(2), Adam(0.01)
    for _ in range(50):
        before = theta.copy()
        optimizer.step(theta, np.array([first, second], float))
    one, other = np.abs(theta - before)
    return "same" if np.isclose(one, other, rtol=0.01) else "first" if one > other else "second"


ADAM = Pair(
    {
        "A": Asked(partial(_adam_steps, 0.02, 20), {"second": "step follows gradient", "first": "weak gets more"}),
        "B": Asked(partial(_adam_steps, 1.0, 0.01), {"second": "weak gets more", "first": "step follows gradient"}),
    },
    {
        "step follows gradient": Picture("gradient_descent.adam", {"signal": "growing", "time": 100}),
        "weak gets more": Picture("gradient_descent.adam", {"signal": "growing", "growth": 1.0, "time": 100}),
    },
)


def _less_noise(small, large, names):
    """The name of the factor between the standard deviations of means of so many samples each."""
    rng = np.random.default_rng(0)
    spread = [rng.normal(size=(4000, size)).mean(axis=1).std() for size in (small, large)]
    ratio = spread[1] / spread[0]
    return min(names, key=lambda name: abs(np.log(names[name] / ratio)))


BATCH = Pair(
    {
        "A": Asked(
            partial(_less_noise, 25, 100, {"root": 0.5, "proportional": 0.25, "same": 1.0}),
            {"proportional": "proportional", "same": "mean has no noise"},
        ),
        "B": Asked(
            partial(_less_noise, 90, 10, {"root": 3.0, "proportional": 9.0, "same": 1.0}),
            {"same": "mean has no noise", "proportional": "proportional"},
        ),
    },
    {
        "proportional": Picture("gradient_descent.batches", {"size": 64, "epoch": 5}),
        "mean has no noise": Picture("gradient_descent.batches", {"size": 1, "epoch": 5}),
    },
)


def _rate_for(times, names):
    """By which factor the largest learning rate, 2 / curvature, changes if the input is so many times as large."""
    x = np.linspace(0.2, 1.0, 9)
    limits = [2 / np.mean((factor * x) ** 2) for factor in (1, times)]
    ratio = limits[1] / limits[0]
    return min(names, key=lambda name: abs(np.log(names[name] / ratio)))


SCALE = Pair(
    {
        "A": Asked(
            partial(_rate_for, 10, {"tenth": 0.1, "same": 1.0, "hundredth": 0.01, "more": 10.0}),
            {"tenth": "proportional", "same": "units do not matter", "more": "rate follows input"},
        ),
        "B": Asked(
            partial(_rate_for, 60, {"more": 60.0, "square": 1 / 3600, "same": 1.0, "sixtieth": 1 / 60}),
            {"more": "rate follows input", "same": "units do not matter", "sixtieth": "proportional"},
        ),
    },
    {
        "proportional": Picture("practice.scaling", {"units": "cm"}),
        "units do not matter": Picture("practice.scaling", {"units": "mm"}),
        "rate follows input": Picture("practice.scaling", {"units": "m"}),
    },
)
