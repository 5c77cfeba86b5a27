"""Pairs about seeing and looking up: weights that are the same at every place, and what attention goes by."""

from functools import partial

import numpy as np

from course_nn.inventory.item import Asked, Pair, Picture
from course_nn.losses import softmax


def _filtered(row, weights):
    """What a filter answers at each place of a row of numbers."""
    return " ".join(f"{answer:g}" for answer in np.correlate(row, weights, "valid")).replace("-", "−")


SHARING = Pair(
    {
        "A": Asked(
            partial(_filtered, (0, 0, 0, 3, 0, 0), (-1, 2)),
            {"stays": "place does not matter", "nothing": "learns place by place"},
        ),
        "B": Asked(
            partial(_filtered, (0, 0, 2, 0, 0, 0, 0), (1, 3, 1)),
            {"nothing": "learns place by place", "stays": "place does not matter"},
        ),
    },
    {
        "place does not matter": Picture("everybody.places", {"reader": "flat", "where": "left", "dx": 8}),
        "learns place by place": Picture("everybody.places", {"reader": "max", "where": "left", "dx": 8}),
    },
)


def _attended(query, keys):
    """The key that gets the largest weight: a softmax over inner products with the query, divided by √d."""
    weights = softmax(np.array(keys) @ query / np.sqrt(len(query)))
    return _vector(keys[int(np.argmax(weights))])


def _vector(key):
    return str(key).replace("-", "−")


_BOOKS = (2, 1), (4, 3), (7, 0), (-6, 6)
_WORDS = (9, -2), (1, 2), (0, 8), (2, 6)
LOOKUP = Pair(
    {
        "A": Asked(
            partial(_attended, (4, 2), _BOOKS),
            {"(2, 1)": "direction alone", "(4, 3)": "nearest key", "(−6, 6)": "longest key"},
        ),
        "B": Asked(
            partial(_attended, (1, 3), _WORDS),
            {"(9, −2)": "longest key", "(1, 2)": "nearest key", "(2, 6)": "direction alone"},
        ),
    },
    {
        "nearest key": Picture("everybody.query_and_keys", {"qx": 0.5, "qy": 0.4}),
        "direction alone": Picture("everybody.query_and_keys", {"qx": 0.6, "qy": 0.3}),
        "longest key": Picture("everybody.query_and_keys", {"qx": -1.5, "qy": 0.0}),
    },
)
