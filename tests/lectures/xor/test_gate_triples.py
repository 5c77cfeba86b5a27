"""Functions of two inputs from three gates, against the gates themselves."""

import numpy as np
import pytest

from course_nn.boolean import FUNCTIONS, all_functions
from course_nn.common.errors import BadInput
from course_nn.lectures.xor.demos.decompositions.gate_triples import GATES, VALUES, triples


def test_every_triple_computes_exactly_one_function():
    assert (np.sum([triples(values) for values in all_functions(2)], axis=0) == 1).all()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_triple_found_computes_the_function_row_by_row(name):
    wanted = FUNCTIONS[name].values
    found = np.argwhere(triples(wanted))
    assert len(found)
    for h1, h2, y in found:
        assert tuple(VALUES[y, 2 * VALUES[h1] + VALUES[h2]]) == wanted


def test_a_function_and_its_opposite_can_be_made_in_as_many_ways():
    for values in all_functions(2):
        assert triples(values).sum() == triples(1 - np.array(values)).sum()


def test_gates_are_named_in_the_order_of_their_values():
    assert [FUNCTIONS[name].values for name in GATES] == [tuple(row) for row in VALUES]


@pytest.mark.parametrize("values", [(0, 1), 1, (0, 1) * 4])
def test_a_function_of_two_inputs_has_four_values(values):
    with pytest.raises(BadInput, match="four values"):
        triples(values)
