"""Where the first layer bends: b = -w c, and the weights stay."""

import numpy as np

from course_nn.lectures.deep_vs_shallow.linear_regions import pieces
from course_nn.lectures.deep_vs_shallow.starts import spread_bends
from course_nn.network import Network


def test_every_unit_bends_at_a_place_inside_and_weights_stay():
    before = Network((1, 50, 1), "relu", seed=range(3))
    after = spread_bends(Network((1, 50, 1), "relu", seed=range(3)), range(3), -2, 1)
    assert np.array_equal(before.weights[0], after.weights[0])
    places = -after.biases[0] / after.weights[0][..., 0]
    assert places.min() > -2 and places.max() < 1 and 0.7 < places.std() < 1
    assert not np.allclose(places[0], places[1])


def test_lines_pass_through_points_of_the_square():
    network = spread_bends(Network((2, 400, 1), "relu", seed=[7]), [7], -1, 1)
    W, b = network.weights[0][0], network.biases[0][0]
    assert np.all(np.abs(b) <= np.abs(W).sum(axis=1)) and np.std(b / np.linalg.norm(W, axis=1)) > 0.3


def test_with_biases_0_all_units_bend_at_one_place_however_many_there_are():
    network = Network((1, 150, 1), "relu", init="he", seed=3)
    x, _ = pieces(network, -1, 1)
    assert len(x) == 3 and abs(x[1]) < 1e-12
