"""Distances to the sawtooth are exact, and the best layer is the best."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.demos.sawtooth.sawtooth_fits import (
    best_one_layer,
    compare,
    learn,
    mirror_gap,
    tips,
    with_one_layer,
    wrong_sides,
)
from course_nn.lectures.deep_vs_shallow.linear_regions import sawtooth
from course_nn.network import Network, parameter_count


@pytest.mark.parametrize("k", [1, 4, 9])
def test_the_deep_network_is_the_sawtooth_and_misses_no_tip(k):
    fit = compare(sawtooth(k), k)
    assert fit.error == 0 and fit.pieces == 2**k and wrong_sides(fit, k) == 0
    assert np.array_equal(np.interp(tips(k)[0], fit.x, fit.y), tips(k)[1])


@pytest.mark.parametrize("k, units", [(3, 2), (4, 8), (5, 31)])
def test_the_distance_is_that_of_a_fine_sum(k, units):
    network, x = best_one_layer(k, units), (np.arange(200_000) + 0.5) / 200_000
    off = network(x[:, None])[:, 0] - np.interp(x, *tips(k))
    assert compare(network, k).error == pytest.approx(np.sqrt(np.mean(off**2)), rel=1e-3)


@pytest.mark.parametrize("k, units", [(3, 3), (4, 8), (5, 10)])
def test_no_other_output_weights_come_nearer(k, units):
    network, rng = best_one_layer(k, units), np.random.default_rng(0)
    least = compare(network, k).error
    for _ in range(20):
        other = network.with_parameters(network.parameters)
        other.weights[1] = network.weights[1] + rng.normal(0, 0.01, network.weights[1].shape)
        other.biases[1] = network.biases[1] + rng.normal(0, 0.01)
        assert compare(other, k).error > least


def test_the_trained_networks_are_measured_one_by_one():
    learned = finished(learn(1, 2, "spread"))
    assert len(learned.errors) == len(learned.gaps) == 5 and learned.best.error == learned.errors.min() < 0.29


@pytest.mark.parametrize("k, width", [(3, 8), (4, 32), (2, 5)])
def test_one_layer_has_as_many_parameters_as_the_deep_network_to_two(k, width):
    deep = parameter_count((1, *[width] * k, 1))
    assert deep - 3 < parameter_count(with_one_layer(k, width)) <= deep


def test_a_folded_layer_answers_alike_on_both_sides_of_the_middle_and_a_straight_one_does_not():
    straight = Network((1, 1, 1), "relu", init="zeros")
    straight.weights[0] = 1
    assert mirror_gap(straight) == pytest.approx(2, rel=0.01)
    assert [mirror_gap(sawtooth(k)) < 1e-9 for k in (1, 2, 3, 5)] == [False, True, True, True]
    assert np.isnan(mirror_gap(Network((1, 1, 1), "relu", init="zeros")))
