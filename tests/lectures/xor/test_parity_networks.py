"""Three circuits for parity: every row of every size, and how many units each of them takes."""

import numpy as np
import pytest

from course_nn.boolean import FUNCTIONS, truth_table
from course_nn.common.errors import BadInput
from course_nn.lectures.xor import parity_networks


@pytest.mark.parametrize("n", range(2, 9))
@pytest.mark.parametrize("name", parity_networks.CONSTRUCTIONS)
def test_every_construction_gets_all_rows_right(name, n):
    X = parity_networks.all_rows(n)
    units = parity_networks.CONSTRUCTIONS[name](n)
    assert len(np.unique(X, axis=0)) == 2**n
    odd = [bin(row).count("1") % 2 for row in range(2**n)]
    assert parity_networks.run(units, X)[:, -1].tolist() == odd == parity_networks.parity(X).tolist()


@pytest.mark.parametrize("n", range(2, 9))
def test_units_are_2_to_the_n_minus_1_plus_1_and_n_plus_1_and_3_n_minus_3(n):
    counts = [len(make(n)) for make in parity_networks.CONSTRUCTIONS.values()]
    assert counts == [2 ** (n - 1) + 1, n + 1, 3 * (n - 1)]


@pytest.mark.parametrize("n", range(2, 9))
def test_two_layers_are_enough_and_the_tree_takes_two_for_each_halving(n):
    depths = [parity_networks.layers(make(n), n)[-1] for make in parity_networks.CONSTRUCTIONS.values()]
    assert depths == [2, 2, 2 * int(np.ceil(np.log2(n)))]


def test_each_and_fires_for_one_row_alone():
    values = parity_networks.run(parity_networks.and_terms(5), parity_networks.all_rows(5))[:, :-1]
    assert (values.sum(axis=0) == 1).all()


def test_unit_k_of_the_counting_layer_asks_for_k_ones():
    X = parity_networks.all_rows(6)
    asks = parity_networks.run(parity_networks.counting_layer(6), X)[:, :-1]
    assert np.array_equal(asks, X.sum(axis=1)[:, None] >= np.arange(1, 7))


def test_for_two_bits_layer_and_tree_are_the_network_of_the_lecture():
    lecture = [((1, 1), -0.5), ((1, 1), -1.5), ((1, -1), -0.5)]
    for make in (parity_networks.counting_layer, parity_networks.tree):
        assert [(unit.weights, unit.bias) for unit in make(2)] == lecture
    assert parity_networks.run(parity_networks.tree(2), truth_table(2))[:, -1].tolist() == list(FUNCTIONS["XOR"].values)


def test_no_and_can_be_left_out():
    X = parity_networks.all_rows(4)
    *terms, _ = parity_networks.and_terms(4)
    for k in range(len(terms)):
        fewer = terms[:k] + terms[k + 1 :]
        units = [*fewer, parity_networks.Unit(tuple(range(4, 4 + len(fewer))), (1,) * len(fewer), -0.5)]
        assert (parity_networks.run(units, X)[:, -1] != parity_networks.parity(X)).sum() == 1


def test_disturbed_weights_and_biases_are_off_by_at_most_that_share_of_themselves():
    for make in parity_networks.CONSTRUCTIONS.values():
        units = make(4)
        for unit, off in zip(units, parity_networks.disturbed(units, 0.3), strict=True):
            before, after = (np.append(u.weights, u.bias) for u in (unit, off))
            assert off.inputs == unit.inputs
            assert np.all(np.abs(after / before - 1) <= 0.3) and np.all(after != before)


def test_without_noise_nothing_is_disturbed_and_another_seed_disturbs_otherwise():
    units = parity_networks.tree(4)
    assert all(np.array_equal(u.weights, v.weights) for u, v in zip(units, parity_networks.disturbed(units, 0)))
    first, second = (parity_networks.disturbed(units, 0.3, seed)[0].weights for seed in (0, 1))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("n", [1, 13, 2.5])
def test_only_sizes_whose_rows_can_all_be_listed(n):
    for make in parity_networks.CONSTRUCTIONS.values():
        with pytest.raises(BadInput, match="2 to 12 bits"):
            make(n)


def binary_digits(n):
    """Units in a row, each with all bits and all units before it: the number of ones in binary, last digit last."""
    places = [2**k for k in range(int(np.log2(n)), -1, -1)]
    return [
        parity_networks.Unit(tuple(range(n + k)), (1,) * n + tuple(-place for place in places[:k]), 0.5 - places[k])
        for k in range(len(places))
    ]


@pytest.mark.parametrize("n", range(2, 13))
def test_in_a_row_with_connections_that_skip_1_plus_log2_n_units_compute_parity_and_eight_bits_take_four(n):
    X, units = parity_networks.all_rows(n), binary_digits(n)
    assert (parity_networks.run(units, X)[:, -1] == parity_networks.parity(X)).all()
    assert len(units) == 1 + int(np.log2(n)) < len(parity_networks.counting_layer(n))
    assert n != 8 or len(units) == 4
