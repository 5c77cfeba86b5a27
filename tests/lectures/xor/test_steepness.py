"""From soft to hard thresholds, as mathematics."""

import numpy as np
import pytest

from course_nn.activations import sigmoid
from course_nn.lectures.xor.demos.softness.steepness import (
    CORNERS,
    SOLUTIONS,
    WANTED,
    gradient_length,
    softest_k,
    steep_network,
)


@pytest.mark.parametrize("parameters", SOLUTIONS.values())
def test_a_steeper_sigmoid_is_the_same_network_with_larger_parameters(parameters):
    *W, b1, b2, v1, v2, c = parameters
    for k in (0.5, 3.0, 17.0):
        h = sigmoid(k * (CORNERS @ np.reshape(W, (2, 2)).T + [b1, b2]))
        assert np.allclose(steep_network(parameters, k)(CORNERS)[:, 0], sigmoid(k * (h @ [v1, v2] + c)))


def test_many_slopes_at_once_are_as_many_networks():
    together = steep_network(SOLUTIONS["lecture"], np.array([1.0, 5.0]))(CORNERS)
    assert np.array_equal(together, [steep_network(SOLUTIONS["lecture"], k)(CORNERS) for k in (1.0, 5.0)])


@pytest.mark.parametrize("parameters", SOLUTIONS.values())
def test_below_the_softest_k_some_answer_is_wrong_and_above_it_none(parameters):
    k = softest_k(parameters, 0.5, 40)
    right = [((steep_network(parameters, k + step)(CORNERS)[:, 0] > 0.5) == WANTED).all() for step in (-1e-6, 1e-6)]
    assert right == [False, True]


@pytest.mark.parametrize("k", [0.7, 6.0])
def test_length_of_the_gradient_is_that_of_central_differences(k):
    theta, e = np.array(SOLUTIONS["another"], float), 1e-6

    def loss(theta):
        return 0.5 * np.mean((steep_network(theta, k)(CORNERS)[:, 0] - WANTED) ** 2)

    slopes = [(loss(theta + step) - loss(theta - step)) / (2 * e) for step in e * np.eye(9)]
    assert np.isclose(gradient_length(theta, k), np.linalg.norm(slopes))


def test_weights_that_grow_without_their_biases_are_not_a_steeper_sigmoid():
    W11, W12, W21, W22, b1, b2, v1, v2, c = SOLUTIONS["lecture"]
    right = []
    for k in (5.0, 10.0):
        for biases in (k, 1.0):
            h = sigmoid(k * (CORNERS @ np.reshape([W11, W12, W21, W22], (2, 2)).T) + biases * np.array([b1, b2]))
            y = sigmoid(k * (h @ [v1, v2]) + biases * c)
            right.append(int(np.sum((y > 0.5) == np.ravel(WANTED))))
    assert right[::2] == [4, 4] and max(right[1::2]) < 4
