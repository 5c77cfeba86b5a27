"""XOR from gates: the lecture's way, and all the others, counted by brute force."""

from itertools import product

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.boolean import FUNCTIONS, is_separable
from course_nn.lectures.xor.demos.decompositions.gate_triples import GATES
from course_nn.lectures.xor.demos.decompositions.picture import SOLUTIONS, decompositions, flipped

DECOMPOSITIONS = Pure("xor.decompositions")
compute, judge = DECOMPOSITIONS.compute, DECOMPOSITIONS.judge


def test_xor_is_or_and_not_and():
    result = compute("OR", "AND", "x1 AND NOT x2")
    assert result.right.all() and result.y.tolist() == [0, 1, 1, 0]
    assert [(a or b) and not (a and b) for a, b in product((0, 1), repeat=2)] == [0, 1, 1, 0]


def test_the_menu_holds_the_fourteen_gates_that_one_unit_computes():
    assert len(GATES) == 14 and set(FUNCTIONS) - set(GATES) == {"XOR", "XNOR"}
    assert all(is_separable(FUNCTIONS[name].values) for name in GATES)


def test_16_of_2744_triples_of_gates_compute_xor():
    def value(name, a, b):
        return FUNCTIONS[name].values[2 * a + b]

    found = {
        (h1, h2, y)
        for h1, h2, y in product(GATES, repeat=3)
        if all(value(y, value(h1, a, b), value(h2, a, b)) == (a != b) for a, b in product((0, 1), repeat=2))
    }
    assert len(found) == SOLUTIONS.sum() == 16 and SOLUTIONS.size == 2744
    assert {(GATES[i], GATES[j], GATES[k]) for i, j, k in np.argwhere(SOLUTIONS)} == found
    assert {(h2, h1) for h1, h2, _ in found} == {(h1, h2) for h1, h2, _ in found}


def test_a_pair_of_hidden_gates_leaves_at_most_one_output_gate():
    assert set(np.unique(SOLUTIONS.sum(axis=2))) == {0, 1}


def test_the_drawn_cuts_compute_what_the_truth_table_says():
    for h1, h2, y in product(("OR", "AND", "NAND", "NOT x1"), ("AND", "x1 OR NOT x2"), ("NOR", "x1 AND NOT x2")):
        result = compute(h1, h2, y)
        near = [12, 37]  # grid points next to 0 and 1
        assert result.fires[3][np.ix_(near, near)].T.ravel().tolist() == result.y.tolist()


def test_nand_at_the_output_solves_the_challenge():
    assert judge(compute("x1 OR NOT x2", "NOT x1 OR x2", "NAND")) == "solved"
    assert judge(compute("OR", "AND", "x1 AND NOT x2")) == "almost" and judge(compute("OR", "AND", "NAND")) == "open"


def test_beside_or_only_and_and_nand_work_and_every_gate_shares_its_partners_with_its_opposite():
    possible = SOLUTIONS.any(axis=2)
    partners = {GATES[k] for k in np.flatnonzero(possible[GATES.index("OR")])}
    assert partners == {"AND", "NAND"}
    opposite = [
        next(k for k, g in enumerate(GATES) if not np.equal(FUNCTIONS[g].values, FUNCTIONS[gate].values).any())
        for gate in GATES
    ]
    assert np.array_equal(possible, possible[opposite]) and np.array_equal(possible, possible[:, opposite])


def test_wherever_the_hidden_gates_allow_xor_they_agree_on_the_two_rows_with_a_single_1():
    for i, j in np.argwhere(SOLUTIONS.any(axis=2)):
        h = np.array([FUNCTIONS[GATES[k]].values for k in (i, j)]).T
        assert np.array_equal(h[1], h[2]) or np.array_equal(h[0], h[3])
        assert not any(np.array_equal(h[a], h[b]) for a in (0, 3) for b in (1, 2))


def test_a_press_on_a_cell_of_the_map_chooses_its_pair_of_gates():
    demo = decompositions()
    Hand(demo, 0, 14 * GATES.index("NAND") + GATES.index("OR")).press()
    assert demo.values == {"h1": "NAND", "h2": "OR", "y": "x1 AND NOT x2"}
    demo.close()


def test_a_press_on_a_corner_turns_that_row_of_the_gate_unless_no_unit_can():
    for gate in GATES:
        for corner in range(4):
            wanted = [value ^ (k == corner) for k, value in enumerate(FUNCTIONS[gate].values)]
            found = [*FUNCTIONS[flipped(gate, corner)].values]
            assert found == (wanted if is_separable(wanted) else [*FUNCTIONS[gate].values])
    assert flipped("OR", 3) == "OR" and flipped("OR", 0) == "TRUE"


def test_each_small_square_turns_its_own_gate():
    demo = decompositions()
    for k, name in enumerate(("h1", "h2", "y"), 1):
        before = demo.values
        Hand(demo, k, 2).press()
        assert demo.values == before | {name: flipped(before[name], 2)} != before
    demo.close()
