"""Parity in three ways, on the controls of the demo."""

import numpy as np
import pytest

from course_nn.lectures.xor.demos.parity import COUNTS, compute, judge, readout


@pytest.mark.parametrize("n", range(2, 9))
def test_all_three_get_all_rows_right_at_the_size_they_claim(n):
    result = compute(n, 0, 0.0)
    assert result.rows_right == [2**n] * 3 and result.units == [2 ** (n - 1) + 1, n + 1, 3 * (n - 1)]
    assert f"all {2**n} rows right" in readout(result).en and f"{2**n} 行全对" in readout(result).zh


def test_parity_does_not_separate_deep_from_shallow_one_layer_takes_fewest():
    assert all(layer < tree for layer, tree in zip(COUNTS["counting_layer"][1:], COUNTS["tree"][1:]))
    assert COUNTS["and_terms"][-1] > 6 * COUNTS["tree"][-1]


@pytest.mark.parametrize("n", range(2, 9))
def test_a_unit_of_m_inputs_bears_any_noise_below_1_over_2m_so_the_tree_bears_most(n):
    for k, most_inputs in enumerate((max(n, 2 ** (n - 1)), n, 2)):
        assert compute(n, 0, 0.499 / most_inputs).rows_right[k] == 2**n


def test_noise_that_the_tree_does_not_notice_makes_the_ands_fail():
    ands, _, tree = compute(8, 0, 0.2).rows_right
    assert ands < 256 == tree


def test_the_row_is_read_as_a_binary_number():
    assert compute(7, 126, 0.0).bits.tolist() == [1, 1, 1, 1, 1, 1, 0]
    assert compute(3, 255, 0.0).row == 255 % 8


def test_places_of_units_do_not_coincide():
    for n in range(2, 9):
        for circuit in compute(n, 0, 0.0).circuits:
            assert len(np.unique(circuit.places.round(6), axis=0)) == len(circuit.places)


def test_six_ones_in_seven_bits_solve_the_challenge():
    assert [judge(compute(7, row, 0.0)) for row in (126, 30, 127)] == ["solved", "almost", "open"]
