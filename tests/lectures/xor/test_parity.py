"""Parity in three ways, on the controls of the demo."""

import numpy as np
import pytest
from computed import Pure
from hand import Hand

from course_nn.lectures.xor import parity_networks
from course_nn.lectures.xor.demos.parity.picture import CHALLENGE, CONTROLS, COUNTS, WRONG, parity

PARITY = Pure("xor.parity")
compute, judge, readout = PARITY.compute, PARITY.judge, PARITY.readout


@pytest.mark.parametrize("n", range(2, 9))
def test_all_three_get_all_rows_right_at_the_size_they_claim(reads, n):
    result = compute(n, 0, 0.0, 0)
    assert result.rows_right == [2**n] * 3 and result.units == [2 ** (n - 1) + 1, n + 1, 3 * (n - 1)]
    reads(readout(result), n, 2**n, *result.units, *result.wires, "0" * n, 0)


def test_parity_does_not_separate_deep_from_shallow_one_layer_takes_fewest():
    assert all(layer < tree for layer, tree in zip(COUNTS["counting_layer"][1:], COUNTS["tree"][1:]))
    assert COUNTS["and_terms"][-1] > 6 * COUNTS["tree"][-1]


def noise_that_every_unit_bears(units, X):
    """Each unit, whatever the row: |Σ w x + b| is larger than noise · (Σ |w| x + |b|)."""
    values = np.concatenate([X, parity_networks.run(units, X)], axis=1)
    sums = [values[:, u.inputs] @ np.array(u.weights) + u.bias for u in units]
    sizes = [values[:, u.inputs] @ np.abs(u.weights) + abs(u.bias) for u in units]
    return min((np.abs(z) / size).min() for z, size in zip(sums, sizes))


@pytest.mark.parametrize("n", range(3, 9))
def test_noise_that_no_unit_notices_leaves_all_rows_right_and_the_tree_bears_most_of_it(n):
    X = parity_networks.all_rows(n)
    borne = [noise_that_every_unit_bears(make(n), X) for make in parity_networks.CONSTRUCTIONS.values()]
    assert borne[2] == pytest.approx(1 / 7) and borne[2] >= max(borne)
    for k, noise in enumerate(borne):
        assert all(compute(n, 0, 0.999 * noise, seed).rows_right[k] == 2**n for seed in range(5))


def test_with_every_seed_there_is_noise_that_the_tree_alone_bears():
    for seed in range(CONTROLS["seed"].low, CONTROLS["seed"].high + 1):
        ands, layer, tree = compute(8, 0, 0.14, seed).rows_right
        assert ands < 256 and layer < 256 and tree == 256


def test_the_tree_has_fewest_connections_from_four_bits_on():
    for n in range(4, 9):
        wires = compute(n, 0, 0.0, 0).wires
        assert wires == [n * 2 ** (n - 1) + 2 ** (n - 1), n * n + n, 6 * (n - 1)] and min(wires) == wires[2]


def test_the_readout_of_disturbed_networks_names_each_of_them(reads):
    result = compute(8, 0, 0.1, 0)
    reads(readout(result), 8, 10, 256, *result.rows_right, *result.most_inputs)
    for name in ("ANDs", "one layer", "tree"):
        assert readout(result).en.count(name) == 2


def test_the_row_is_read_as_a_binary_number():
    assert compute(7, 126, 0.0, 0).bits.tolist() == [1, 1, 1, 1, 1, 1, 0]
    assert compute(3, 255, 0.0, 0).row == 255 % 8


def test_places_of_units_do_not_coincide():
    for n in range(2, 9):
        for circuit in compute(n, 0, 0.0, 0).circuits:
            assert len(np.unique(circuit.places.round(6), axis=0)) == len(circuit.places)


def test_only_noise_that_breaks_both_shallow_networks_of_8_bits_solves_the_challenge():
    tried = (8, 0.0, 0), (8, 0.1, 0), (8, 0.06, 5), (4, 0.2, 1), (8, 0.5, 0)
    states = [judge(compute(n, 0, noise, seed)) for n, noise, seed in tried]
    assert states == ["open", "solved", "almost", "almost", "open"]
    assert "8 bits" in CHALLENGE.goal.en


def test_a_press_on_a_cell_chooses_its_row_and_one_on_an_input_turns_its_bit():
    demo = parity()
    for k in range(3):
        Hand(demo, k, 5).press()
        assert demo.values["row"] == 5
        Hand(demo, 3 + k, 0).press()
        assert demo.values["row"] == 13
        Hand(demo, 3 + k, 3).press()
        assert demo.result.bits.tolist() == [1, 1, 0, 0]
    demo.close()


def test_the_dots_of_the_chart_are_n():
    demo = parity()
    Hand(demo, 6).press().pull(40, 0)
    assert demo.values["n"] > 4
    demo.close()


def test_the_frame_says_the_row_and_whether_the_answer_is_wrong():
    demo = parity(n=8, noise=0.3, seed=3)
    for row in (0, 100, 200):
        demo.set(row=row)
        for parts, circuit in zip(demo.artists.circuits, demo.result.circuits):
            said = parts.below.get_text()
            assert said.startswith(f"frame: {row:08b}, y = {circuit.outputs[row, -1]}")
            assert said.endswith("✗") != circuit.right[row]
    demo.close()


def test_blue_dots_are_the_units_that_fire():
    demo = parity(n=3, row=5)
    for parts, circuit in zip(demo.artists.circuits, demo.result.circuits):
        fires = circuit.outputs[5] == 1
        np.testing.assert_allclose(parts.firing.get_xydata(), circuit.places[fires])
        np.testing.assert_allclose(parts.silent.get_xydata(), circuit.places[~fires])


def test_an_odd_number_of_ones_is_called_odd_in_both_languages():
    for row, en, zh in ((0b0111, "odd", "奇"), (0b0101, "even", "偶")):
        words = readout(compute(4, row, 0.0, 0))
        assert f"an {en} number of ones, so y = {row.bit_count() % 2}" in words.en and f"个数为{zh}数" in words.zh


def test_red_cells_of_a_table_are_its_wrong_rows():
    demo = parity(n=6, noise=0.3, seed=3)
    assert any(not circuit.right.all() for circuit in demo.result.circuits)
    for parts, circuit in zip(demo.artists.circuits, demo.result.circuits):
        red = (parts.answers.get_array() == WRONG).all(axis=-1)
        assert np.array_equal(red.ravel(), ~circuit.right)
    demo.close()
