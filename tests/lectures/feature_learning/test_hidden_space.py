"""The way from x to ψ(x), against the network itself."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.feature_learning import hidden_space as hs
from course_nn.network import Network

RNG = np.random.default_rng(0)
X = RNG.uniform(-2, 2, (40, 2))


def test_last_layer_is_a_linear_model_of_the_features(network_of):
    network = network_of(3)
    W, b = network.weights[-1], network.biases[-1]
    np.testing.assert_allclose(hs.features(network, X) @ W.T + b, network(X), atol=1e-12)
    assert np.array_equal(hs.features(Network((2, 1)), X), X)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "leaky_relu"])
@pytest.mark.parametrize("units", [2, 3])
def test_at_whole_thirds_the_way_is_what_the_network_computes(network_of, activation, units):
    network = network_of(units, 3, activation)
    trace = network.forward(X)
    for layer in range(3):
        W, b = network.weights[layer], network.biases[layer]
        for third, h in enumerate((trace.h[layer], trace.h[layer] @ W.T, trace.h[layer] @ W.T + b, trace.h[layer + 1])):
            there = hs.places_at(network, X, layer + third / 3)
            np.testing.assert_allclose(there[:, : h.shape[1]], h, atol=1e-9)
            np.testing.assert_allclose(there[:, h.shape[1] :], 0, atol=1e-12)


def test_nothing_jumps_on_the_way(network_of):
    for units in (2, 3):
        network = network_of(units)
        times = np.linspace(0, 2, 1201)
        places = np.array([hs.places_at(network, X, t) for t in times])
        assert np.abs(np.diff(places, axis=0)).max() < 0.02 * np.abs(places).max()


def folds(network, t):
    """Whether the Jacobian of x -> place at time t has a determinant below zero somewhere."""
    e = 1e-6 * np.eye(2)
    J = np.stack([hs.places_at(network, X + d, t) - hs.places_at(network, X - d, t) for d in e], axis=-1) / 2e-6
    return (np.linalg.det(J) < 0).any()


def test_a_sheet_of_two_tanh_units_that_faces_up_is_never_folded_on_the_way(network_of):
    for seed in range(10):
        network = hs.without_mirroring(network_of(2, seed=seed, scale=0.7))
        assert not any(folds(network, t) for t in np.linspace(0, 2, 41))
    flipped = Network((2, 2, 1))
    flipped.weights[0] = [[1, 0], [0, -1]]
    assert folds(flipped, 1.0) and not folds(hs.without_mirroring(flipped), 1.0)


def test_the_order_of_hidden_units_changes_nothing(network_of):
    for units in (2, 3):
        network = network_of(units, 3)
        upright = hs.without_mirroring(network)
        np.testing.assert_allclose(upright(X), network(X), atol=1e-12)
        square = [W for W in upright.weights[:-1] if W.shape[0] == W.shape[1]]
        assert len(square) >= 2 and all(np.linalg.det(W) > 0 for W in square)


def test_of_a_history_the_last_network_decides_which_side_is_up(network_of):
    network = network_of(2)
    history = network.with_parameters(RNG.normal(size=(5, network.parameters.size)))
    upright = hs.without_mirroring(history)
    np.testing.assert_allclose(upright(X), history(X), atol=1e-12)
    assert all(np.linalg.det(W[-1]) > 0 for W in upright.weights[:-1])


def test_time_runs_from_x_to_psi_and_nowhere_else(network_of):
    network = network_of(2)
    assert hs.layer_and_step(network, 0) == (0, 0, 0) and hs.layer_and_step(network, 2)[:2] == (1, 2)
    for t in (-0.1, 2.1):
        with pytest.raises(BadInput, match="ψ"):
            hs.places_at(network, X, t)
    with pytest.raises(BadInput):
        hs.places_at(Network((2, 1)), X, 0)
