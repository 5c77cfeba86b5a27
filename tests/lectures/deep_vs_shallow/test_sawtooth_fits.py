"""Distances to the sawtooth are exact, and the best layer is the best."""

import numpy as np
import pytest

from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.demos.sawtooth.sawtooth_fits import (
    best_one_layer,
    compare,
    disturb,
    learn,
    tips,
    wrong_sides,
)
from course_nn.lectures.deep_vs_shallow.linear_regions import sawtooth


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


def test_every_parameter_is_off_by_a_share_of_itself_and_zeros_stay():
    before, after = sawtooth(5).parameters, disturb(sawtooth(5), 0.01, seed=3).parameters
    same = disturb(sawtooth(5), 0.0, seed=3).parameters
    assert np.array_equal(before == 0, after == 0) and np.array_equal(same, before)
    shares = (after / np.where(before, before, 1) - 1)[before != 0]
    assert 0.003 < np.std(shares) < 0.03 and not np.array_equal(after, disturb(sawtooth(5), 0.01, seed=4).parameters)


@pytest.mark.parametrize("k, units", [(3, 6), (4, 16), (8, 16)])
def test_units_that_open_to_the_left_make_the_same_function_with_other_weights(k, units):
    right, left = best_one_layer(k, units), best_one_layer(k, units, "left")
    x = np.linspace(0, 1, 1001)[:, None]
    assert right.sizes == left.sizes and not np.allclose(right.parameters, left.parameters)
    np.testing.assert_allclose(left(x), right(x), atol=1e-9)


def test_the_trained_networks_are_measured_one_by_one():
    best, ends = finished(learn(1, 2, "spread"))
    assert len(ends) == 10 and best.error == ends.min() < 0.29
