"""The curve on which a network cannot decide."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning.decision_curve import decision_curve
from course_nn.lectures.feature_learning.hidden_space import features


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_curve_in_x_lies_on_the_straight_line_in_psi(network_of, activation):
    network = network_of(2, activation=activation, seed=1, scale=1.5)
    network.biases[-1] = -features(network, np.zeros((1, 2)))[0] @ network.weights[-1][0]  # it passes through 0
    curve = decision_curve(network, -2, 2).reshape(-1, 2)
    off = features(network, curve) @ network.weights[-1][0] + network.biases[-1]
    assert len(curve) > 50 and np.mean(np.abs(off) < 1e-6) > (0.99 if activation == "tanh" else 0.9)
    network.biases[-1] = 999.0
    assert len(decision_curve(network, -2, 2)) == 0
