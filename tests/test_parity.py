"""Three circuits for parity: every row of every size, and how many units each of them takes."""
import numpy as np
import pytest

from course_nn import parity
from course_nn.boolean import FUNCTIONS, truth_table
from course_nn.errors import BadInput


@pytest.mark.parametrize("n", range(2, 9))
@pytest.mark.parametrize("name", parity.CONSTRUCTIONS)
def test_every_construction_gets_all_rows_right(name, n):
    X = parity.all_rows(n)
    units = parity.CONSTRUCTIONS[name](n)
    assert len(np.unique(X, axis=0)) == 2**n
    odd = [bin(row).count("1") % 2 for row in range(2**n)]
    assert parity.run(units, X)[:, -1].tolist() == odd == parity.parity(X).tolist()


@pytest.mark.parametrize("n", range(2, 9))
def test_units_are_2_to_the_n_minus_1_plus_1_and_n_plus_1_and_3_n_minus_3(n):
    counts = [len(make(n)) for make in parity.CONSTRUCTIONS.values()]
    assert counts == [2 ** (n - 1) + 1, n + 1, 3 * (n - 1)]


@pytest.mark.parametrize("n", range(2, 9))
def test_two_layers_are_enough_and_the_tree_takes_two_for_each_halving(n):
    depths = [parity.layers(make(n), n)[-1] for make in parity.CONSTRUCTIONS.values()]
    assert depths == [2, 2, 2 * int(np.ceil(np.log2(n)))]


def test_each_and_fires_for_one_row_alone():
    values = parity.run(parity.and_terms(5), parity.all_rows(5))[:, :-1]
    assert (values.sum(axis=0) == 1).all()


def test_unit_k_of_the_counting_layer_asks_for_k_ones():
    X = parity.all_rows(6)
    asks = parity.run(parity.counting_layer(6), X)[:, :-1]
    assert np.array_equal(asks, X.sum(axis=1)[:, None] >= np.arange(1, 7))


def test_for_two_bits_layer_and_tree_are_the_network_of_the_lecture():
    lecture = [((1, 1), -0.5), ((1, 1), -1.5), ((1, -1), -0.5)]
    for make in (parity.counting_layer, parity.tree):
        assert [(unit.weights, unit.bias) for unit in make(2)] == lecture
    assert parity.run(parity.tree(2), truth_table(2))[:, -1].tolist() == list(FUNCTIONS["XOR"].values)


def test_no_and_can_be_left_out():
    X = parity.all_rows(4)
    *terms, _ = parity.and_terms(4)
    for k in range(len(terms)):
        fewer = terms[:k] + terms[k + 1 :]
        units = [*fewer, parity.Unit(tuple(range(4, 4 + len(fewer))), (1,) * len(fewer), -0.5)]
        assert (parity.run(units, X)[:, -1] != parity.parity(X)).sum() == 1


@pytest.mark.parametrize("n", [1, 13, 2.5])
def test_only_sizes_whose_rows_can_all_be_listed(n):
    for make in parity.CONSTRUCTIONS.values():
        with pytest.raises(BadInput, match="2 to 12 bits"):
            make(n)
