"""The lowest point of a parabola with a price on |w|, against the condition that marks it, and brute force."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.regularization.coordinate_descent import lowest_with_corners
from course_nn.optimizers import soft_threshold


def test_with_equal_curvatures_it_is_the_soft_threshold():
    c = np.array([2.0, -0.3, 0.9])
    np.testing.assert_array_equal(lowest_with_corners(np.eye(3), c, 0.5), soft_threshold(c, 0.5))


def test_without_a_price_it_is_the_minimum_of_the_parabola():
    A, w = np.array([[2.0, 1.5], [1.5, 2.0]]), np.array([1.0, -3.0])
    np.testing.assert_allclose(lowest_with_corners(A, A @ w, 0.0), w, atol=1e-9)


@pytest.mark.parametrize("lam", [0.1, 0.6, 1.5])
def test_nothing_on_a_fine_grid_is_lower(lam):
    A, c = np.array([[1.0, 0.8], [0.8, 1.0]]), np.array([1.2, -0.4])
    found = lowest_with_corners(A, c, lam)

    def height(w):
        return 0.5 * np.sum(w @ A * w, axis=-1) - w @ c + lam * np.abs(w).sum(axis=-1)

    side = np.linspace(-4, 4, 801)
    grid = np.stack(np.meshgrid(side, side), axis=-1)
    assert height(found) <= height(grid).min() + 1e-12
    assert np.abs(grid.reshape(-1, 2)[height(grid).argmin()] - found).max() < 0.02


def test_many_prices_at_once_give_a_row_each():
    A, c, lam = np.array([[1.0, 0.8], [0.8, 1.0]]), np.array([1.2, -0.4]), np.linspace(0, 1.5, 7)
    rows = lowest_with_corners(A, c, lam)
    assert rows.shape == (7, 2) and (rows[-1] == 0).all()
    np.testing.assert_allclose(rows, [lowest_with_corners(A, c, price) for price in lam], atol=1e-10)


def test_it_says_when_it_cannot_arrive():
    with pytest.raises(BadInput, match="constant column"):
        lowest_with_corners(np.diag([1.0, 0.0]), np.ones(2), 0.1)
    with pytest.raises(BadInput, match="λ ≥ 0"):
        lowest_with_corners(np.eye(2), np.ones(2), -0.1)
    almost = np.array([[1.0, 0.9999], [0.9999, 1.0]])
    with pytest.raises(BadInput, match="almost copies"):
        lowest_with_corners(almost, np.array([1.0, 0.5]), 0.0, sweeps=50)
