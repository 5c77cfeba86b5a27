"""A network is functions inside functions."""

from itertools import combinations_with_replacement

import numpy as np

from course_nn.lectures.activations.demos.modular.composition import compose, layers_of, outputs, reorder_units
from course_nn.network import Network

NETWORK = Network((3, 4, 4, 2), "tanh", "sigmoid", seed=2)
X = np.array([0.5, -1.0, 2.0])


def test_the_layers_one_inside_the_other_are_the_network():
    layers = layers_of(NETWORK)
    np.testing.assert_allclose(compose(layers)(X), NETWORK(X[None])[0], rtol=1e-13)
    for h, row in zip(outputs(layers, X), NETWORK.forward(X[None]).h, strict=True):
        np.testing.assert_allclose(h, row[0], rtol=1e-13)


def test_layers_folded_into_one_function_change_nothing():
    layers = layers_of(NETWORK)
    for first, last in combinations_with_replacement(range(4), 2):
        folded = [*layers[:first], compose(layers[first:last]), *layers[last:]]
        assert np.array_equal(compose(folded)(X), compose(layers)(X))
    assert compose([])(X) is X


def test_units_that_change_places_with_all_their_connections_leave_the_function_as_it_is():
    layers = layers_of(NETWORK)
    reordered = reorder_units(layers, [2, 0, 3, 1])
    np.testing.assert_allclose(compose(reordered)(X), compose(layers)(X), rtol=1e-12)
    assert np.array_equal(outputs(reordered, X)[1], outputs(layers, X)[1][[2, 0, 3, 1]])
