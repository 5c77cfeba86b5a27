"""Regions while a network learns: what is remembered is what can be counted again."""

import numpy as np
import pytest

from course_nn.lectures.deep_vs_shallow.demos.regions.region_counts import EPOCHS, EVERY, SPAN, bounds, learn, start
from course_nn.lectures.deep_vs_shallow.linear_regions import linear_regions, montufar, zaslavsky
from course_nn.network import parameter_count


def test_biases_start_at_0_or_at_random_and_the_weights_are_the_same():
    zero, spread = start(2, 5, 3, "zero"), start(2, 5, 3, "random")
    for k in (0, 1):
        assert np.array_equal(zero.weights[k], spread.weights[k])
        assert not zero.biases[k].any() and np.all(spread.biases[k] != 0)
    assert not spread.biases[2].any()


def test_without_biases_all_lines_of_the_first_layer_pass_through_the_origin():
    assert linear_regions(start(1, 6, 0, "zero"), -SPAN, SPAN).number == 12


def test_every_count_is_that_of_the_network_at_that_epoch():
    run = learn("xor", "random", 2, 3, 1)
    assert len(run.parameters) == EPOCHS // EVERY + 1 and len(run.counts) == EPOCHS // (2 * EVERY) + 1
    for k in (0, 7, 20):
        network = run.network.with_parameters(run.parameters[2 * k])
        assert run.counts[k] == linear_regions(network, -SPAN, SPAN).number
    assert learn("xor", "random", 2, 3, 1) is run


@pytest.mark.parametrize("layers, width", [(1, 4), (3, 8)])
def test_one_layer_of_as_many_parameters_has_a_quarter_as_many_units(layers, width):
    found, parameters = bounds(layers, width), parameter_count((2, *[width] * layers, 1))
    units = max(m for m in range(1, parameters) if parameter_count((2, m, 1)) <= parameters)
    assert found.same_parameters == zaslavsky(2, units)
    assert found.same_units == zaslavsky(2, layers * width) and found.shape == montufar(2, [width] * layers)
