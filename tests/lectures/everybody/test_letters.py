"""Letters as points: slopes, and the maps of the plane that change nothing."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.everybody.letters import (
    Tables,
    chances,
    fitted,
    gradient,
    moved,
    nearest,
    pair_bits,
    pairs,
    parting_line,
    widest_view,
)

RNG = np.random.default_rng(0)
K, D = 6, 3
TABLES = Tables(RNG.normal(size=(K, D)), RNG.normal(size=(K, D)), RNG.normal(size=K))
COUNTS = RNG.integers(0, 20, (K, K))


def test_pairs_are_counted_as_they_follow_each_other():
    assert pairs(np.array([0, 1, 1, 0, 1]), 2).tolist() == [[0, 2], [1, 1]]


def test_the_gradient_is_the_slope_of_the_cross_entropy():
    slopes, step = gradient(TABLES, COUNTS), 1e-6

    def nats(tables):
        return pair_bits(chances(tables), COUNTS) * np.log(2)

    for k, part in enumerate(TABLES):
        for place in np.ndindex(part.shape):
            ends = []
            for sign in (1, -1):
                changed = [each.copy() for each in TABLES]
                changed[k][place] += sign * step
                ends.append(nats(Tables(*changed)))
            assert slopes[k][place] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-7)


def test_a_map_of_the_points_with_the_other_table_leaves_every_probability_as_it_was():
    for _ in range(20):
        A, s = RNG.normal(size=(D, D)), RNG.normal(size=D)
        after = moved(TABLES, A, s)
        np.testing.assert_allclose(after.E, TABLES.E @ A.T + s, atol=1e-12)
        np.testing.assert_allclose(chances(after), chances(TABLES), atol=1e-9)


def test_a_map_that_cannot_be_undone_is_refused():
    with pytest.raises(BadInput):
        moved(TABLES, np.outer([1, 2, 3], [1, 0, 1]), np.zeros(D))


def test_the_widest_view_lies_around_0_with_the_widest_spread_first_whatever_the_signs():
    X = RNG.normal(size=(40, 3)) @ np.diag([1, 3, 2]) + 5
    A, s = widest_view(X, 1.5)
    Y = X @ A.T + s
    np.testing.assert_allclose(Y.mean(axis=0), 0, atol=1e-12)
    assert (Y**2).sum(axis=1).mean() == pytest.approx(1.5**2)
    assert np.all(np.diff(Y.std(axis=0)) < 0)
    assert np.all(Y.max(axis=0) > -Y.min(axis=0))  # the farthest point on the positive side
    np.testing.assert_allclose(X[1:] @ A.T + s, Y[1:])


def test_nearest_is_another_point_and_none_is_nearer():
    X = RNG.normal(size=(12, 2))
    for k, other in enumerate(nearest(X)):
        distances = np.hypot(*(X - X[k]).T)
        assert other != k and distances[other] == np.sort(distances)[1]


def test_a_line_parts_two_groups_whatever_the_shear_and_none_parts_mixed_ones():
    X = np.concatenate([RNG.normal(size=(8, 2)), RNG.normal(size=(12, 2)) + [9, 0]])
    first, gaps = np.arange(20) < 8, []
    for A in (np.eye(2), np.array([[1, 2], [0.5, 3]]), np.array([[0.2, 0], [4, 1]])):
        line = parting_line(X @ A.T, first)
        across = X @ A.T @ line.normal - line.offset
        assert line.gap > 0 and (across[first] > 0).all() and (across[~first] < 0).all()
        gaps.append(line.gap)
    assert np.ptp(gaps) < 0.02
    assert parting_line(X, np.arange(20) % 2 == 0).gap < 0


def test_a_fit_with_as_many_numbers_as_letters_comes_near_the_counted_pairs():
    counts = COUNTS + 1
    kept = finished(fitted(counts, K, steps=600))
    bits = [pair_bits(chances(tables), counts) for tables in kept]
    floor = pair_bits(counts / counts.sum(axis=1, keepdims=True), counts)
    assert bits[0] > bits[-1] >= floor - 1e-12 and bits[-1] == pytest.approx(floor, abs=1e-3)
    assert len(kept) == 61
