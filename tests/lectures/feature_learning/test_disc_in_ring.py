"""The points of a disc and of the ring around it, and who parts them."""

import numpy as np

from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.ring import disc_in_ring
from course_nn.network import Network


def test_a_circle_has_its_radius_and_even_gaps():
    circle = disc_in_ring.circle(2.5, 50)
    np.testing.assert_allclose(np.hypot(*circle.T), 2.5)
    gaps = np.hypot(*(circle - np.roll(circle, 1, axis=0)).T)
    np.testing.assert_allclose(gaps, gaps[0])


def test_half_of_the_points_are_in_the_disc():
    radius = np.hypot(*disc_in_ring.X.T)
    assert len(radius) == 96 and disc_in_ring.T.sum() == 48
    assert np.array_equal(radius < 1.01, disc_in_ring.T[:, 0] == 1) and np.all(radius[:48] > 1.99)


def test_a_network_solves_it_only_if_it_is_right_at_every_place():
    hexagon = Network((2, 3, 1), "relu", seed=[0, 1])  # three ramps, 120° apart, and a wrong one
    angle = 2 * np.pi * np.arange(3) / 3
    hexagon.weights[0] = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    hexagon.weights[1] = -1.0
    hexagon.biases[1] = [[1.3], [1.9]]
    assert disc_in_ring.solves(hexagon).tolist() == [True, False]


def test_a_jump_in_phi_tears_the_ring_so_that_three_layers_of_two_units_part_the_whole_disc_from_it():
    disc, ring = (
        np.concatenate([disc_in_ring.circle(radius, 720) for radius in np.linspace(*radii, 30)])
        for radii in ((0.001, 1), (2, 3))
    )
    (_, inside), (_, outside) = torn(disc), torn(ring)
    assert inside.min() > outside.max()
    assert {(*signs,) for signs in torn(disc)[0]} == {(0, 0)} and len({(*signs,) for signs in torn(ring)[0]}) == 8


def torn(points, jump=1000.0):
    """The piece of the torn plane in which each point lies after two layers, and a sum of the third layer's units."""

    def phi(z):
        return z + jump * (z > 0)  # it only rises, but it jumps at 0

    pieces = phi(-phi(points - 1.2) - 2.4)
    h = phi(pieces @ np.array([[-3, -1], [-2, -1]]).T / 3 + jump * np.array([-1 / 2, 1 / 6]))
    return np.round(pieces / jump).astype(int), h @ [-0.81, 0.59]


def test_every_width_has_as_many_runs_and_all_their_moments():
    all_runs = finished(disc_in_ring.train_all("tanh", 1, 60, "zero"))
    for width, runs in all_runs.items():
        assert runs.network.sizes == (2, width, 1)
        assert len(runs.parameters) == 41
    (first, _), (last, solved) = (disc_in_ring.outcomes("tanh", 1, 60, "zero", moment) for moment in (0, 40))
    assert first.shape == solved.shape == (5, 60) and np.all(last < first)
