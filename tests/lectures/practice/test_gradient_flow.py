"""The gradient of each layer's pre-activations, sample by sample."""

import numpy as np
import pytest

from course_nn.first_weights import DRAWS
from course_nn.lectures.practice.demos.vanishing_gradient.gradient_flow import layer_gradients, root_mean_square_norm
from course_nn.network import Network


@pytest.mark.parametrize("phi", ["sigmoid", "relu", "elu", "linear"])
def test_summed_over_the_samples_it_is_the_gradient_of_the_biases(phi):
    network, rng = Network((3, 5, 4, 2), phi, seed=1), np.random.default_rng(0)
    X, dF = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
    trace = network.forward(X)
    deltas = layer_gradients(network, trace, dF)
    biases = network.split(network.backward(trace, dF))[1]
    assert [delta.shape for delta in deltas] == [(7, 5), (7, 4), (7, 2)]
    for delta, gradient in zip(deltas, biases, strict=True):
        np.testing.assert_allclose(delta.sum(axis=0), gradient, atol=1e-12)


def test_of_each_sample_it_is_what_a_network_with_this_sample_alone_would_give():
    network, rng = Network((3, 5, 2), "tanh", seed=1), np.random.default_rng(0)
    X, dF = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    together = layer_gradients(network, network.forward(X), dF)
    for i in range(4):
        alone = layer_gradients(network, network.forward(X[[i]]), dF[[i]])
        for row, single in zip(together, alone):
            np.testing.assert_allclose(row[i], single[0], atol=1e-12)


def test_the_norm_is_that_of_every_row_if_all_are_alike():
    assert root_mean_square_norm(np.full((9, 4), 0.5)) == pytest.approx(1)
    assert root_mean_square_norm(np.array([[3.0, 4.0], [0.0, 0.0]])) == pytest.approx(5 / np.sqrt(2))


def test_first_weights_have_the_sizes_that_their_names_promise():
    rng, spreads = np.random.default_rng(0), {}
    for name, init in DRAWS.items():
        network = Network((100, 100), init=init, seed=rng.integers(99))
        spreads[name] = network.weights[0].std()
    assert spreads["small"] == pytest.approx(0.01, rel=0.05) and spreads["large"] == pytest.approx(1, rel=0.05)
    assert spreads["small"] < spreads["glorot"] < spreads["he"] < spreads["large"]
