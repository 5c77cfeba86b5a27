"""Pairs about judging: losses, probabilities, and what an error on some samples says of others."""

from functools import partial

import numpy as np

from course_nn.common.words import Words
from course_nn.inventory.item import Asked, Pair, Picture
from course_nn.losses import softmax
from course_nn.metrics import rates
from course_nn.optimizers import soft_threshold


def _smaller_loss(first, second):
    """Which of two lists of probabilities for the right class has the smaller mean of −log p."""
    losses = [-np.mean(np.log(p)) for p in (first, second)]
    return "first" if losses[0] < losses[1] else "second"


def _compared(first, second):
    """The keys of the options are the one with the smaller loss, and the two wrong reasons for the other."""
    return {"first": "bold", "second": "cautious"}[_smaller_loss(first, second)]


_LINES = Picture("primer.logistic_regression", {"w1": 20.0, "w2": -7.5, "b": -8.75})
LOSSES = Pair(
    {
        "A": Asked(
            partial(_compared, [0.9, 0.9, 0.9, 0.4], [0.55] * 4),
            {"mistakes": "loss counts mistakes", "worst": "loss is the worst"},
        ),
        "B": Asked(
            partial(_compared, [0.95] * 4 + [0.35], [0.52] * 5),
            {"worst": "loss is the worst", "mistakes": "loss counts mistakes"},
        ),
    },
    {"loss counts mistakes": _LINES, "loss is the worst": _LINES},
)


def _largest(scores):
    return f"{softmax(np.array(scores, float)).max():.2f}"


SOFTMAX = Pair(
    {
        "A": Asked(partial(_largest, (4, 2, 0)), {"0.67": "softmax is a share", "1": "proportional"}),
        "B": Asked(partial(_largest, (3, 1, 1, 1)), {"0.47": "proportional", "0.95": "softmax is a share"}),
    },
    {
        "softmax is a share": Picture("losses.softmax", {"f1": 4.0, "f2": 2.0, "f3": 0.0}),
        "proportional": Picture("losses.softmax", {"f1": 2.0, "f2": 1.0, "f3": 0.0}),
    },
)


def _best(places, held_out):
    """Where the error on held-out samples is smallest."""
    return str(places[int(np.argmin(held_out))])


OVERFITTING = Pair(
    {
        "A": Asked(partial(_best, [10, 30, 90], [0.71, 0.45, 0.66]), {"10": "gap is all", "90": "training is test"}),
        "B": Asked(partial(_best, [3, 8, 25], [13, 9, 30]), {"25": "training is test", "3": "gap is all"}),
    },
    {
        "training is test": Picture("deep_vs_shallow.overfit", {"epoch": 1000}),
        "gap is all": Picture("deep_vs_shallow.overfit", {"epoch": 0}),
    },
)


def _shrunk(large, small, price):
    """Both weights that make ½ (w − best)² + price · |w| smallest."""
    return " & ".join(f"{value:g}" for value in soft_threshold(np.array([large, small]), price))


def _both(first, second):
    return Words(f"{first} and {second}", f"{first} 和 {second}")


REGULARIZATION = Pair(
    {
        "A": Asked(
            partial(_shrunk, 3.0, 0.2, 0.5),
            {"factor": "penalty is a factor", "through": "penalty passes zero", "spared": "penalty spares large"},
        ),
        "B": Asked(
            partial(_shrunk, 5.0, 0.4, 1.0),
            {"spared": "penalty spares large", "factor": "penalty is a factor", "through": "penalty passes zero"},
        ),
    },
    {
        belief: Picture("regularization.penalties", {"kind": "l1", "lam": 0.5, "rho": 0.0})
        for belief in ("penalty is a factor", "penalty passes zero", "penalty spares large")
    },
)


def _too_good(groups, each):
    """Whether a random split of rows makes the error of the nearest neighbour too small, for groups never seen before.

    groups : people, or days; each : rows of one group, nearly alike, with one label that nothing could foretell
    """
    rng = np.random.default_rng(0)
    labels = np.repeat(rng.integers(2, size=groups), each)
    X = np.repeat(rng.normal(size=(groups, 5)), each, axis=0) + 0.1 * rng.normal(size=(groups * each, 5))
    by_row = rng.random(len(X)) < 0.2
    by_group = np.repeat(rng.random(groups) < 0.2, each)
    shuffled, honest = (_nearest_error(X, labels, test) for test in (by_row, by_group))
    return "too good" if shuffled < honest - 0.1 else "too bad" if shuffled > honest + 0.1 else "fair"


def _nearest_error(X, y, test):
    distances = ((X[test][:, None] - X[~test]) ** 2).sum(axis=-1)
    return np.mean(y[~test][distances.argmin(axis=1)] != y[test])


LEAKAGE = Pair(
    {
        "A": Asked(
            partial(_too_good, 300, 4),
            {"copies": "no copy no leak", "random": "random is fair", "too bad": "less data misleads"},
        ),
        "B": Asked(
            partial(_too_good, 200, 10),
            {"random": "random is fair", "too bad": "less data misleads", "copies": "no copy no leak"},
        ),
    },
    dict.fromkeys(
        ("no copy no leak", "random is fair", "less data misleads"),
        Picture("regularization.leakage", {"p": 5000, "wall": 2}),
    ),
)


def _precision(ill, found, healthy, alarms):
    """Of those who are called ill, how many are, in percent."""
    return f"{100 * rates(np.array([[healthy - alarms, alarms], [ill - found, found]])).precision:.0f}%"


METRICS = Pair(
    {
        "A": Asked(
            partial(_precision, 20, 16, 1980, 99),
            {"1%": "base rate only", "95%": "few false alarms", "80%": "recall is precision"},
        ),
        "B": Asked(
            partial(_precision, 50, 45, 4950, 198),
            {"90%": "recall is precision", "1%": "base rate only", "96%": "few false alarms"},
        ),
    },
    {
        "recall is precision": Picture("practice.metrics", {"threshold": 0.05}),
        "few false alarms": Picture("practice.metrics", {"weight": 49.0}),
        "base rate only": Picture("practice.metrics", {"share": 0.05}),
    },
)
