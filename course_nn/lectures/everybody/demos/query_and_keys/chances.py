"""What happens with queries and keys that are drawn at random, in few dimensions and in many."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_nn.lectures.everybody.attention import scores, weights

DIMENSIONS = tuple(2**k for k in range(9))  # 1 … 256
NUMBERS, MOST = 20_000, 16  # of draws times dimensions; keys among which the largest weight is taken


class Chances(NamedTuple):
    """For each of DIMENSIONS, of entries that are independent and normal(0, 1)."""

    own: np.ndarray  # (9,) share of queries, each laid on one of the keys, that give this key the largest weight
    plain: np.ndarray  # (9,) mean of the largest of 16 weights, of keys drawn apart from the query; scores as they are
    scaled: np.ndarray  # (9,) the same with scores divided by √d


@cache
def at_random(keys: int, equal: bool, T: float, seed: int) -> Chances:
    """The Chances among so many keys; equal: all of length 1.

    T : by which the scores are divided
    """
    rng, found = np.random.default_rng(seed), []
    for d in DIMENSIONS:
        n = NUMBERS // d
        own = own_share(rng.normal(size=(n, keys, d)), equal)
        Q, K = rng.normal(size=(n, 1, d)), rng.normal(size=(n, MOST, d))
        largest = (weights(Q, K, scale / T).max(axis=-1).mean() for scale in (1, d**-0.5))
        found.append((own, *largest))
    return Chances(*np.array(found).T)


def own_share(K: np.ndarray, equal: bool) -> float:
    """Laid on each key in turn, how often a query gives it the largest weight: K (n, keys, d)."""
    K = of_one_length(K) if equal else K
    return float((scores(K, K).argmax(axis=-1) == np.arange(K.shape[-2])).mean())


def of_one_length(K: np.ndarray, length: float = 1.0) -> np.ndarray:
    """Vectors (…, d) with the directions they have; one of length 0 stays."""
    sizes = np.linalg.norm(K, axis=-1, keepdims=True)
    return K * length / np.where(sizes > 0, sizes, 1)
