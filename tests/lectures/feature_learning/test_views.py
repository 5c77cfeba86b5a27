"""Hidden space, seen so that the plane of the last layer is a level line."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning import views

X = np.random.default_rng(0).uniform(-2, 2, (40, 2))


@pytest.mark.parametrize("v", [(1.0, 2.0, -3.0), (0.0, 0.0, 2.0), (0.3, 0.0, 0.0)])
def test_edge_on_the_last_layers_plane_is_a_level_line(v):
    R = views.edge_on(np.array(v))
    np.testing.assert_allclose(R.T @ R, np.eye(3), atol=1e-12)
    assert np.linalg.det(R) == pytest.approx(1)
    np.testing.assert_allclose(np.array(v) @ R, [0, np.linalg.norm(v), 0], atol=1e-12)


def view_of(network, X, theta):
    return views.turned_about_v(network, X, np.deg2rad(theta), len(X))


@pytest.mark.parametrize("units", [2, 3, 4, 5])
def test_a_point_is_above_the_plane_exactly_if_the_network_says_class_1(network_of, units):
    for theta in (0, 50, 90):
        network = network_of(units)
        places, plane = view_of(network, X, theta)
        np.testing.assert_array_equal(places[:, 1] > plane, network(X)[:, 0] > 0)


def test_the_height_above_the_plane_is_the_logit_up_to_the_length_of_v(network_of):
    network = network_of(4)
    places, plane = view_of(network, X, 20)
    share = network(X)[:, 0] / (places[:, 1] - plane)
    np.testing.assert_allclose(share, share[0])


def test_a_view_lies_within_1_of_the_middle_and_turning_it_is_an_honest_projection(network_of):
    network = network_of(4)
    seen = {theta: view_of(network, X, theta)[0] for theta in (0, 30, 90, 120)}
    for places in seen.values():
        np.testing.assert_allclose(places.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(places[:, 1], seen[0][:, 1])
    first = seen[0][:, 0] ** 2 + seen[90][:, 0] ** 2
    np.testing.assert_allclose(seen[30][:, 0] ** 2 + seen[120][:, 0] ** 2, first, atol=1e-12)
    assert np.all(first <= 1 + 1e-9)


def test_without_v_there_is_no_plane(network_of):
    network = network_of(3)
    network.weights[-1] = 0.0
    assert np.isnan(view_of(network, X, 0)[1])
