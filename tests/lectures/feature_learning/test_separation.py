"""When two classes are apart, and when not."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.morph import separation


@pytest.mark.parametrize("data", ["spiral", "moons", "xor", "circle"])
def test_there_are_200_points_within_two_and_no_line_parts_them(data):
    X, y = separation.samples(data)
    assert X.shape == (200, 2) and np.abs(X).max() < 2.3 and set(y) == {0, 1}
    assert separation.errors_in_x(data) > 10


@pytest.mark.parametrize("units", [2, 3])
def test_the_best_line_in_psi_is_never_worse_than_the_network_and_without_misses_there_are_no_errors(units, network_of):
    X, y = separation.samples("xor")
    for seed in range(10):
        network = network_of(units, seed=seed)
        assert separation.errors_in_psi(network, X, y) <= separation.misses(network, X, y).sum()
    answers = network(X)[:, 0] > 0
    assert separation.errors_in_psi(network, X, answers) == 0


def test_ten_networks_start_with_layers_that_turn_and_stretch_alike():
    networks = finished(separation.ten_networks("moons", "tanh", 1, 2))
    assert networks.parameters.shape[:2] == (81, 10)
    W = networks.weights[0][0]  # (10, 2, 2)
    np.testing.assert_allclose(W @ W.mT, np.broadcast_to(np.eye(2), W.shape), atol=1e-6)
