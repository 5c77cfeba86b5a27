"""The way from x to ψ(x) as it is seen."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning.demos.morph.film import Film, stretching_grid
from course_nn.network import Network

X = np.random.default_rng(0).uniform(-2, 2, (40, 2))


@pytest.mark.parametrize("units", [2, 3])
def test_a_film_keeps_every_point_in_view_and_ends_with_the_networks_answer(network_of, units):
    network = network_of(units)
    film = Film(network, X, wide=1.25)
    for t in np.linspace(0, 1, 31):
        places = film(X, t)[:, :2]
        assert np.all(np.abs(places) < [1.25, 1]) and np.abs(places / [1.25, 1]).max() > 0.8
    w, b = film.cut(1.0)
    np.testing.assert_allclose(film(X, 1.0)[:, :2] @ w + b, network(X)[:, 0], atol=1e-9)
    R, middle, size = film.lens(0.4)
    origin, axes = film.space(0.4)
    np.testing.assert_allclose(((np.eye(units) @ R - middle) / size)[:, :2], origin + axes)


def test_a_film_begins_with_the_plane_itself(network_of):
    film = Film(network_of(3), X)
    places = film(X, 0.0)
    scale = film.lens(0.0)[2]
    np.testing.assert_allclose((places[:, :2] - places[0, :2]) * scale, X - X[0], atol=1e-12)


def test_a_stretching_grid_covers_the_square_and_is_closest_where_the_network_bends():
    network = Network((2, 2, 1))
    network.weights[0], network.weights[1] = [[20, 0], [0, 0.1]], [[1, 0]]
    grid = stretching_grid(network, -2, 2, rows=11, columns=21)
    assert grid.shape == (11, 21, 2) and np.allclose(grid[0, 0], -2) and np.allclose(grid[-1, -1], 2)
    gaps = np.diff(grid[..., 0], axis=1)
    assert np.all(gaps > 0) and np.allclose(np.ptp(grid[..., 1], axis=1), 0)
    assert gaps[:, 9:11].max() < 0.1 * gaps[:, [0, -1]].min()
