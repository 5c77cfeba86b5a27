"""When look-up in many dimensions fails: many keys, or keys that have much in common."""

import numpy as np

from course_nn.lectures.everybody.demos.query_and_keys.chances import own_share


def keys(count: int, d: int, mean: float = 0.0) -> np.ndarray:
    """Twenty sets of keys of independent normal entries, with a mean in the first: (20, count, d)."""
    K = np.random.default_rng(0).normal(size=(20, count, d))
    K[..., 0] += mean
    return K


def test_in_sixteen_dimensions_a_few_independent_keys_are_found_and_a_thousand_are_not():
    assert own_share(keys(8, 16), equal=False) > 0.98 and own_share(keys(1024, 16), equal=False) < 0.9


def test_a_few_keys_are_found_in_64_dimensions_unless_they_share_a_large_mean():
    assert own_share(keys(8, 64), equal=False) == 1 and own_share(keys(8, 64, mean=32.0), equal=False) < 0.85
