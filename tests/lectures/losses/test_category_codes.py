"""Integers and one-hot vectors for categories, as inputs and as targets of linear models, and in memory."""

import numpy as np
import pytest

from course_nn.lectures.losses.demos.one_hot.category_codes import (
    as_input,
    as_target,
    explained_variance,
    memory,
    with_exchanged,
)
from course_nn.losses import one_hot

RNG = np.random.default_rng(0)
CODES = RNG.integers(0, 4, 60)
Y = np.array([3.0, -1.0, 0.5, 2.0])[CODES] + RNG.normal(0, 0.3, 60)


def test_one_hot_as_input_answers_each_category_with_its_mean_and_the_integer_with_the_best_line():
    integer, hot = as_input(CODES, Y)
    assert np.allclose(hot, [Y[CODES == k].mean() for k in range(4)])
    assert np.allclose(integer, np.polyval(np.polyfit(CODES, Y, 1), range(4)))


def test_the_variance_that_a_line_explains_is_the_squared_correlation_and_means_explain_more():
    line, means = explained_variance(as_input(CODES, Y), CODES, Y)
    assert line == pytest.approx(np.corrcoef(CODES, Y)[0, 1] ** 2) and line < means < 1


def test_as_target_integers_are_read_in_the_order_of_their_codes_and_one_hot_vectors_are_not():
    X = np.linspace(-2, 2, 61)[:, None]
    middle_last = np.digitize(X[:, 0], [-0.7, 0.7])
    middle_last = np.array([0, 2, 1])[middle_last]  # along x: 0, 2, 1
    integer, hot = as_target(middle_last, X, X)
    assert np.abs(np.diff(integer)).max() == 1 and np.all(np.diff(integer) >= 0)
    reordered, same = as_target(np.array([1, 0, 2])[middle_last], X, X)
    assert np.array_equal(np.array([1, 0, 2])[hot], same)
    assert not np.array_equal(np.array([1, 0, 2])[integer], reordered)


@pytest.mark.parametrize("K", [2, 256, 257, 1000])
def test_memory_is_that_of_real_arrays(K):
    classes = RNG.integers(0, K, 50)
    integers, vectors = memory(50, K, "float32")
    assert integers == classes.astype(np.min_scalar_type(K - 1)).nbytes
    assert vectors == one_hot(classes, K).astype("float32").nbytes


def test_a_name_changes_places_with_the_next_and_the_last_with_the_first():
    assert with_exchanged("abc", 0) == ["b", "a", "c"] and with_exchanged("abc", 2) == ["c", "b", "a"]
