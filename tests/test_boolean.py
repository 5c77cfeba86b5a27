"""What one threshold unit can compute, against linear programming and the published counts."""

import numpy as np
import pytest
from scipy.optimize import linprog

from course_nn import boolean
from course_nn.common.errors import BadInput


def feasible(values):
    """Is there any (w, b) with w·x + b >= 1 where the value is 1 and <= -1 where it is 0?"""
    n = len(values).bit_length() - 1
    sign = 1 - 2 * np.array(values)  # -1 where the value is 1
    rows = sign[:, None] * np.column_stack([boolean.truth_table(n), np.ones(len(values))])
    return linprog(np.zeros(n + 1), A_ub=rows, b_ub=-np.ones(len(values)), bounds=(None, None)).status == 0


@pytest.mark.parametrize("n, count", [(1, 4), (2, 14), (3, 104)])
def test_counts_of_separable_functions_are_4_14_104(n, count):
    functions = boolean.all_functions(n)
    assert len(functions) == len(set(functions)) == 2**2**n
    assert sum(map(boolean.is_separable, functions)) == count


@pytest.mark.parametrize("n", [1, 2, 3])
def test_separable_means_that_a_linear_programme_is_feasible(n):
    for values in boolean.all_functions(n):
        assert boolean.is_separable(values) == feasible(values), values


@pytest.mark.parametrize("n", [1, 2, 3])
def test_separating_unit_computes_its_function_with_a_margin(n):
    X = boolean.truth_table(n)
    for values in boolean.all_functions(n):
        if boolean.is_separable(values):
            w, b = boolean.separating_unit(values)
            assert tuple(boolean.unit(X, w, b)) == values and np.abs(X @ w + b).min() >= 0.5


def test_xor_and_its_negation_are_the_two_that_no_unit_computes():
    assert {f.name for f in boolean.FUNCTIONS.values() if not boolean.is_separable(f.values)} == {"XOR", "XNOR"}


def test_gates_of_the_lecture_get_the_numbers_of_the_lecture():
    for name, w, b in (("OR", [1, 1], -0.5), ("AND", [1, 1], -1.5), ("x1 AND NOT x2", [1, -1], -0.5)):
        found = boolean.separating_unit(boolean.boolean_function(name).values)
        assert found[0].tolist() == w and found[1] == b


def test_names_and_symbols_mean_their_values():
    """Both are read as Python: 'x1 AND NOT x2' and 'x1 ∧ ¬x2' must give the values listed."""
    a, b = boolean.truth_table(2).T.astype(bool)
    gates = {
        "AND": a & b,
        "OR": a | b,
        "XOR": a ^ b,
        "NAND": ~(a & b),
        "NOR": ~(a | b),
        "XNOR": a == b,
        "TRUE": a | ~a,
        "FALSE": a & ~a,
    }

    def read(text):
        for word, sign in (("AND", "&"), ("OR", "|"), ("NOT ", "~"), ("∧", "&"), ("∨", "|"), ("¬", "~"), ("⊕", "^")):
            text = text.replace(word, sign)
        value = eval(text, {"x1": a, "x2": b})
        return value if isinstance(value, np.ndarray) else np.full(4, bool(value))

    for f in boolean.FUNCTIONS.values():
        by_name = gates[f.name] if f.name in gates else read(f.name)
        assert tuple(by_name.astype(int)) == tuple(read(f.symbol).astype(int)) == f.values, f.name
    assert [f.values for f in boolean.FUNCTIONS.values()] == boolean.all_functions(2)


def test_unit_is_silent_on_its_own_line():
    assert boolean.unit([[1, 1], [1, 2], [0, 1]], [1, 1], -2).tolist() == [0, 1, 0]


def test_truth_table_counts_up():
    assert boolean.truth_table(3) @ [4, 2, 1] == pytest.approx(np.arange(8))


def test_bad_input_says_what_to_try():
    for call in (
        lambda: boolean.truth_table(4),
        lambda: boolean.is_separable((0, 1, 1)),
        lambda: boolean.separating_unit((0, 2, 1, 1)),
    ):
        with pytest.raises(BadInput, match="try"):
            call()
    with pytest.raises(BadInput, match="did you mean 'XNOR'"):
        boolean.boolean_function("XNORR")


def test_the_unit_that_is_found_has_the_smallest_weights():
    for name, w in (("FALSE", [0, 0]), ("TRUE", [0, 0]), ("x1", [1, 0]), ("OR", [1, 1])):
        assert boolean.separating_unit(boolean.boolean_function(name).values)[0].tolist() == w
