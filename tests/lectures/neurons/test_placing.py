"""The places of units, and an added edge that finds its way between them."""

from itertools import product

import numpy as np
import pytest

from course_nn.drawing import sketch
from course_nn.lectures.neurons.demos.feedforward.placing import detour, gap, nearest_end, places


@pytest.mark.parametrize("sizes", [[2, 3, 3, 2], [1, 1], [6] * 6, [1, 6, 1]])
def test_units_of_a_layer_stand_a_gap_apart_and_layers_one_beside_the_other(sizes):
    names = sketch.names(sizes)
    at = places(names)
    assert all(np.allclose(np.diff([at[unit][1] for unit in layer]), -gap(names)) for layer in names)
    across = [{at[unit][0] for unit in layer} for layer in names]
    assert all(len(x) == 1 for x in across) and sorted(map(min, across)) == [*map(min, across)]


def test_a_long_edge_passes_over_or_under_every_unit_between_its_ends():
    names = sketch.names([2, 3, 3, 2])
    at = places(names)
    between = [at[unit][1] for layer in names[1:3] for unit in layer]
    for edge in product(names[0], names[-1]):
        assert not min(between) - 0.25 < detour(names, edge) < max(between) + 0.25
    assert detour(names, ("x1", "x2")) is None and detour(names, ("x1", "h1.1")) is None


def test_an_edge_ends_at_the_nearest_unit_that_is_free():
    names = sketch.names([2, 2])
    at, taken = places(names), {("x1", "y1"), ("x1", "y2")}
    assert nearest_end(names, "y1", set(), at["x2"] + 0.1) == "x2"
    assert nearest_end(names, "x1", taken, at["y2"]) == "x2"
    assert nearest_end(names, "x1", taken | {("x1", "x2")}, at["y2"]) is None
