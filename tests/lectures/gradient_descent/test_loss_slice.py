"""Planes through networks, and networks that are the same but for the numbering of their hidden units."""

from itertools import permutations

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.gradient_descent.loss_slice import (
    greedy_order,
    hidden_units,
    improved_by_swaps,
    losses_on,
    plane,
    random_plane,
    relabelled,
    reorder,
    shuffled,
)
from course_nn.losses import LOSSES
from course_nn.network import Network

RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 6))
Y = RNG.integers(0, 4, 50)


def net(seed, h=7, phi="tanh"):
    network = Network((6, h, 4), phi, seed=seed)
    network.biases[0][...] = np.random.default_rng(seed).normal(size=h)
    return network


def test_the_three_networks_lie_where_the_plane_says_and_what_is_beside_it_has_its_foot_there():
    a, b, c = (net(seed).parameters for seed in range(3))
    sheet = plane(a, b, c)
    u, v = sheet.coordinates(c)
    np.testing.assert_allclose(sheet.at(np.array([0, 1, u]), np.array([0, 0, v])), [a, b, c], atol=1e-12)
    assert abs(sheet.across @ sheet.up) < 1e-9 and v > 0
    assert np.linalg.norm(sheet.across) == pytest.approx(np.linalg.norm(sheet.up))
    other = net(3).parameters
    foot = sheet.at(*sheet.coordinates(other))
    assert abs((other - foot) @ sheet.across) < 1e-9 and abs((other - foot) @ sheet.up) < 1e-9


def test_a_line_is_no_plane():
    a, b = net(0).parameters, net(1).parameters
    for third in (a + 2 * (b - a), a):
        with pytest.raises(BadInput, match="line"):
            plane(a, b, third)
    with pytest.raises(BadInput):
        plane(a, a, b)


def test_random_directions_have_the_size_of_the_weights_unit_by_unit_and_the_network_in_the_middle():
    network = net(0)
    sheet = random_plane(network, 3)
    np.testing.assert_allclose(sheet.at(0.5, 0.5), network.parameters, atol=1e-12)
    weights, biases = network.split(sheet.across)
    for part, W in zip(weights, network.weights):
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), np.linalg.norm(W, axis=1))
    assert not any(b.any() for b in biases)
    assert abs(sheet.across @ sheet.up) < 1e-9


def test_losses_of_many_networks_are_those_of_each():
    points = np.stack([net(seed).parameters for seed in range(230)])
    loss = LOSSES["softmax_cross_entropy"]
    one_by_one = [loss.per_sample(net(0).with_parameters(theta)(X), Y).mean() for theta in points]
    np.testing.assert_allclose(losses_on(net(0), points, X, Y), one_by_one, rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_another_numbering_has_the_same_outputs_and_reordering_finds_the_way_back(seed):
    network, copy = net(seed), shuffled(net(seed), seed + 10)
    assert np.abs(copy(X) - network(X)).max() < 1e-12
    assert np.linalg.norm(copy.parameters - network.parameters) > 1
    np.testing.assert_array_equal(reorder(copy, network).parameters, network.parameters)


def test_reordered_to_fit_another_network_the_outputs_stay_and_the_distance_shrinks():
    network, like = net(0), net(1)
    fitted = reorder(network, like)
    assert np.abs(fitted(X) - network(X)).max() < 1e-12
    before, after = (np.linalg.norm(n.parameters - like.parameters) for n in (network, fitted))
    assert after < before


def test_the_best_numbering_found_is_close_to_the_best_of_all_and_swaps_never_lose():
    shares = []
    for seed in range(30):
        gain = np.abs(np.random.default_rng(seed).normal(size=(6, 6)))
        first = greedy_order(gain)
        found = improved_by_swaps(gain, first)
        best = max(sum(gain[i, k] for i, k in enumerate(order)) for order in permutations(range(6)))
        total = gain[range(6), found].sum()
        assert sorted(found) == [*range(6)] and gain[range(6), first].sum() <= total <= best + 1e-12
        shares.append(total / best)
    assert min(shares) > 0.9 and np.mean(shares) > 0.98


def test_every_order_and_sign_is_the_same_function_and_all_of_them_differ():
    network = net(0, h=3)
    signs = [np.array([a, b, c]) for a in (1, -1) for b in (1, -1) for c in (1, -1)]
    copies = [relabelled(network, np.array(order), s) for order in permutations(range(3)) for s in signs]
    assert len({copy.parameters.tobytes() for copy in copies}) == 6 * 8
    assert all(np.abs(copy(X) - network(X)).max() < 1e-12 for copy in copies)


def test_only_one_hidden_layer_of_tanh_can_be_reordered():
    assert hidden_units(net(0)).shape == (7, 6 + 1 + 4)
    for other in (net(0, phi="relu"), Network((6, 7, 7, 4), "tanh")):
        with pytest.raises(BadInput, match="tanh"):
            reorder(other, other)
    with pytest.raises(BadInput, match="same sizes"):
        reorder(net(0), net(0, h=5))
