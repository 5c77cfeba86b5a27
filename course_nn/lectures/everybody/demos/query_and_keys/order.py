"""In what order the keys stand, and what a query at one of their places gets from them."""

import numpy as np

from course_nn.lectures.everybody.attention import weights


def standing(n: int, order: int) -> np.ndarray:
    """Which of n keys stands first, second, …: (n,); order 0 is that of their numbers, any other is drawn."""
    return np.random.default_rng(order).permutation(n) if order else np.arange(n)


def weights_at(place: int, q: np.ndarray, K: np.ndarray, order: np.ndarray, scale: float, causal: bool) -> np.ndarray:
    """How much a query that stands at a place takes of each key: (n,), key by key, however they stand.

    place : from 0;  q : (2,);  K : (n, 2);  order : (n,) which key stands first, second, …
    causal : whether it sees the keys up to its own place only
    """
    taken = np.zeros(len(K))
    taken[order] = weights(np.tile(q, (len(K), 1)), K[order], scale, causal)[place]
    return taken
