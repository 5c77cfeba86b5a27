"""Changes of the weights that leave the function as it is."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning.demos.symmetry import symmetries
from course_nn.lectures.feature_learning.demos.symmetry.picture import table
from course_nn.network import Network

X = np.random.default_rng(0).normal(size=(50, 2))


@pytest.fixture
def network():
    network = Network((2, 4, 1), "leaky_relu", seed=3)
    network.parameters = np.random.default_rng(3).normal(size=network.parameters.shape)
    return network


def swapped(network):
    return symmetries.reorder_units(network, "swapped")


def test_to_swap_twice_and_to_rescale_back_leads_home(network):
    for there in (
        swapped(swapped(network)),
        symmetries.rescale_unit(symmetries.rescale_unit(network, 4.0), 0.25),
    ):
        np.testing.assert_array_equal(there.parameters, network.parameters)


@pytest.mark.parametrize("order", symmetries.ORDERS)
def test_a_unit_takes_its_weights_along_to_its_place(network, order):
    places = symmetries.ORDERS[order](4)
    before, after = map(table, (network, symmetries.reorder_units(network, order)))
    np.testing.assert_array_equal(after, before[places])
    assert sorted(places) == [0, 1, 2, 3]
    assert np.sum(places != np.arange(4)) == dict(kept=0, swapped=2, moved=4)[order]


def test_neither_changes_what_a_network_of_leaky_relu_answers_nor_the_network_that_it_was_given(network):
    before, answers = network.parameters.copy(), network(X)
    for other in (swapped(network), symmetries.rescale_unit(network, 3.0)):
        np.testing.assert_allclose(other(X), answers, atol=1e-12)
        assert not np.array_equal(other.parameters, before)
    assert np.array_equal(network.parameters, before)


def test_the_straight_way_begins_at_the_first_and_ends_at_the_last(network):
    last = swapped(network)
    way = symmetries.interpolate(network, last, np.array([0, 0.5, 1]))
    middle = (network.parameters + last.parameters) / 2
    np.testing.assert_allclose(way.parameters, [network.parameters, middle, last.parameters])


def test_the_trained_network_is_the_best_of_its_starts():
    best = symmetries.mean_loss(symmetries.train_network("tanh", 3, "best"))
    for seed in range(3):
        start = Network((2, 3, 1), "tanh", seed=seed)
        assert best < 0.1 * symmetries.mean_loss(start)


@pytest.mark.parametrize("n, count", [(1, 2), (2, 8), (3, 48), (10, 3_715_891_200)])
def test_orders_and_signs_are_counted(n, count):
    assert symmetries.orders_and_signs(n) == count
