"""Different weights, one function: swaps, signs and scales of hidden units, and the hills between equal networks."""

from functools import cache
from itertools import permutations, product

import numpy as np
import pytest
from computed import Pure

from course_nn.common.outcomes import outcome
from course_nn.datasets import DATASETS
from course_nn.lectures.feature_learning.demos.symmetry import symmetries
from course_nn.losses import LOSSES
from course_nn.network import Network
from course_nn.training import train

demo = Pure("feature_learning.symmetry")


@pytest.fixture
def run(shown):
    def run(activation="tanh", units=3, order="kept", **values):
        return shown("symmetry", activation=activation, units=units, order=order, **values)

    return run


@pytest.mark.parametrize("activation", ["tanh", "relu", "leaky_relu"])
def test_swapping_two_hidden_units_leaves_the_function_as_it_is(run, activation):
    for units in (3, 4, 5):
        result = run(activation, units, order="swapped")
        assert result.distance > 1 and result.difference < 1e-12
        np.testing.assert_array_equal(result.tables[1][[1, 0]], result.tables[0][:2])


def test_relu_and_leaky_relu_may_be_scaled_by_any_positive_factor_and_tanh_may_not(run):
    for alpha in (0.2, 0.7, 3.0):
        assert run("relu", alpha=alpha).difference < 1e-12 and run("leaky_relu", alpha=alpha).difference < 1e-12
        assert run("tanh", alpha=alpha).difference > 0.5


def test_tanh_may_change_its_sign_and_relu_may_not(run):
    assert run("tanh", flip=True).difference == 0 and run("tanh", flip=True).distance > 1
    assert run("relu", flip=True).difference > 1 and run("leaky_relu", flip=True).difference > 1


def test_three_tanh_units_make_six_times_eight_networks_of_one_function(run):
    network = symmetries.train_network("tanh", 3, "best")
    (W, V), (b, c) = network.weights, network.biases
    vectors = []
    for order, signs in product(permutations(range(3)), product([1, -1], repeat=3)):
        order, s = list(order), np.array(signs)
        vectors.append(np.concatenate([(s[:, None] * W[order]).ravel(), s * b[order], s * V[0, order], c]))
    assert len(np.unique(np.array(vectors), axis=0)) == 48
    all_of_them = network.with_parameters(np.array(vectors))
    assert np.ptp(all_of_them(demo.PLANE), axis=0).max() < 1e-12
    assert "3!·2³ = 48" in demo.readout(run()).en


@pytest.mark.parametrize("units", [3, 4, 5])
def test_between_two_equal_networks_the_loss_rises_and_falls_again(run, units):
    for result in (run(units=units, order="swapped"), run(units=units, flip=True)):
        assert result.losses[-1] == pytest.approx(result.losses[0])
        assert result.losses.max() > 10 * result.losses[0]


@cache
def trained(activation="tanh", units=3, data="circle", rate=0.05):
    """Ten networks, each alone, and what they learned from."""
    X, y, *_ = DATASETS[data](150)
    X, T = X / 2.5, y[:, None].astype(float)
    networks = Network((2, units, 1), activation, init=symmetries.INITS[activation], seed=range(10))
    train(networks, X, T, symmetries.LOSS, "adam", learning_rate=rate, epochs=300, every=300)
    return [networks.with_parameters(parameters) for parameters in networks.parameters], X, T


def hill(order="swapped", **setting):
    """How far the loss rises on the way to the same network in another order, or to the next: the median of ten."""
    networks, X, T = trained(**setting)
    others = networks[1:] + networks[:1]
    rises = []
    for one, next_one in zip(networks, others):
        other = next_one if order == "another" else symmetries.reorder_units(one, order)
        way = symmetries.interpolate(one, other, np.linspace(0, 1, 11))
        losses = LOSSES[symmetries.LOSS].l(way(X), T).mean(axis=-1)
        rises.append(losses.max() - max(losses[0], losses[-1]))
    return np.median(rises)


def test_between_two_networks_of_one_function_lies_a_hill_in_wide_ones_if_all_units_move(becomes):
    lecture = hill()
    assert lecture > np.log(2)
    changed = dict(rate=hill(rate=0.2), leaky=hill(activation="leaky_relu"), xor=hill(data="xor"))
    changed |= dict(two=hill(units=32), all=hill("moved", units=32), another=hill("another", units=32))
    changed["leaky_wide"] = hill("moved", units=128, activation="leaky_relu")
    becomes(**{key: outcome(lecture, left) for key, left in changed.items()})


def without_the_first_two(network, X):
    """The same network, whose units 1 and 2 say always what they say on average."""
    other = network.with_parameters(network.parameters)
    (W, V), (b, c) = other.weights, other.biases
    c += V[:, :2] @ np.tanh(X @ W[:2].T + b[:2]).mean(axis=0)
    V[:, :2] = 0
    return other


def test_of_32_units_two_matter_little_and_of_three_much():
    for units, low, high in ((3, np.log(2), 2), (32, 0, 0.02)):
        networks, X, T = trained(units=units)
        losses = [
            [LOSSES[symmetries.LOSS].l(one(X), T).mean() for one in (without_the_first_two(net, X), net)]
            for net in networks
        ]
        assert low < np.median(np.subtract(*np.transpose(losses))) < high


def cosine(one, other):
    return one @ other / np.linalg.norm(one) / np.linalg.norm(other)


def test_two_units_with_one_job_are_swapped_without_a_hill(run):
    result = run(order="swapped", **demo.SCEPTIC.changes["twins"].moves)
    first, second, third = result.tables[0][:3, :3]
    assert cosine(first, second) > 0.99 > cosine(first, third)
    assert result.losses.max() < result.losses[0] + 0.01


def test_of_32_units_two_are_swapped_without_a_hill_and_all_moved_with_one(run):
    wide, moved = (run(**{"order": "swapped"} | demo.SCEPTIC.changes[key].moves) for key in ("wide", "moved"))
    first, second = wide.tables[0][:2, :3]
    assert wide.losses.max() < wide.losses[0] + 0.02 and abs(cosine(first, second)) < 0.99
    assert moved.losses.max() > np.log(2) and moved.difference < 1e-9


def test_half_way_between_swapped_units_the_two_are_one(run):
    first, second, _ = run(order="swapped", t=0.5).tables[1]
    np.testing.assert_allclose(first, second)


def test_the_trained_networks_solve_their_task(run):
    for activation, units in product(symmetries.INITS, (3, 4, 5)):
        assert run(activation, units).losses[0] < 0.05


def test_the_challenge_wants_the_sign_and_no_swap(run):
    assert demo.judge(run(flip=True)) == "solved"
    assert demo.judge(run(alpha=1.1)) == "almost"
    assert {demo.judge(r) for r in (run(), run(order="swapped"), run("relu", alpha=2.0), run(flip=True, t=0.5))} == {
        "open"
    }


def test_the_readout_has_the_way_between_the_weights_the_difference_and_the_losses(run, reads):
    result = run(alpha=2.0)
    before, after = result.tables
    losses = result.loss, 1, result.losses[0], result.losses[-1], result.losses.max()
    reads(demo.readout(result), *losses, 1, np.linalg.norm(after - before), 0, result.difference, 3, 2, 48)
    scaled = run("relu", units=4, alpha=2.0)
    moved = np.linalg.norm(scaled.tables[1] - scaled.tables[0])
    losses = scaled.loss, 1, scaled.losses[0], scaled.losses[-1], scaled.losses.max()
    reads(demo.readout(scaled), *losses, 1, moved, 0, scaled.difference, 4, 24, 0)
    wide = run(units=32)
    losses = wide.loss, 1, wide.losses[0], wide.losses[-1], wide.losses.max()
    reads(demo.readout(wide), *losses, 1, 0, 0, 0, 32, 2, symmetries.orders_and_signs(32))
    assert "another function" in demo.readout(result).en and "the same function" in demo.readout(scaled).en


def test_a_click_on_the_first_two_rows_swaps_what_is_seen_of_them(run):
    for order, t in product(("kept", "swapped"), (0.0, 1.0)):
        seen = run(order=order, t=t)
        after = run(**demo.swap_rows(seen, 0))
        np.testing.assert_array_equal(after.tables[1][:2], seen.tables[1][[1, 0]])
