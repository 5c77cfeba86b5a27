"""What leaves the course is the very network, and needs nothing but NumPy."""

import ast

import numpy as np
import pytest

from course_nn.activations import activation
from course_nn.common.errors import BadInput
from course_nn.features import FEATURES, featurize
from course_nn.network import Network
from course_nn.playground.mathematics.export import FORMULAS, as_code
from course_nn.playground.mathematics.tables import read_table

X = np.random.default_rng(1).uniform(-6, 6, (200, 2))


def run(code):
    """answer() of a program that may import NumPy and nothing else."""
    imported = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imported] == ["import numpy as np"]
    room = {}
    exec(code, room)
    return room["answer"]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_the_activation_of_the_course(name):
    z = np.concatenate([np.linspace(-30, 30, 301), [0.0]])
    said = eval(FORMULAS[name], {"np": np, "z": z})
    assert np.allclose(said, activation(name).f(z), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("hidden", [(), (3,), (8, 8, 8, 8, 8, 8)])
@pytest.mark.parametrize("names", [("x1", "x2"), tuple(FEATURES)], ids=["two", "seven"])
def test_the_program_answers_as_the_network_does(hidden, names):
    phi = list(np.resize(list(FORMULAS), len(hidden)))
    network = Network((len(names), *hidden, 1), phi, "tanh", seed=5)
    answer = run(as_code(network, names, "above 0 it says class 1."))
    assert np.abs(answer(*X.T) - network(featurize(X, names))[:, 0]).max() < 1e-12
    assert np.isclose(answer(1, 2), network(featurize([[1, 2]], names))[0, 0])


def test_the_program_takes_the_students_own_numbers_as_they_came():
    text = "100,5,0\n300,5,1\n200,5,0\n500,5,1"
    table, network = read_table(text), Network((2, 3, 1), seed=2)
    answer = run(as_code(network, ("x1", "x2"), "above 0 it says class 1.", table.scale[:2]))
    assert np.allclose(answer(np.array([100, 300, 200, 500]), 5), network(table.X)[:, 0])


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{a},{b},{100 + 10 * a + b}" for a in range(6) for b in range(5)),
        "0 -7\n1 4e6\n2 9\n4 -3e5",
    ],
    ids=["three columns", "two columns"],
)
def test_the_program_predicts_in_the_students_own_unit(text):
    table, network = read_table(text), Network((2, 3, 1), "tanh", seed=2)
    answer = run(as_code(network, ("x1", "x2"), "it predicts y.", table.scale))
    low, high = table.scale[2]
    (a, b), (c, d) = table.scale[:2]
    x1, x2 = a + (table.X[:, 0] + 5) / 10 * (b - a), c + (table.X[:, 1] + 5) / 10 * (d - c)
    wanted = low + (network(table.X)[:, 0] + 1) / 2 * (high - low)
    assert np.allclose(answer(x1, x2), wanted, rtol=1e-9, atol=1e-9 * (high - low))


@pytest.mark.parametrize("name", ['a"""b', "\\N{x}", "猫\\", 'it\'s "so"', "\0\ud800"])
def test_any_name_of_a_class_can_stand_in_the_program(name):
    code = as_code(Network((2, 1)), ("x1", "x2"), f"above 0 it says “{name}”.")
    run(code)
    kept = name.encode("utf-8", "replace").decode()  # but for half a character
    assert f"“{kept}”" in ast.get_docstring(ast.parse(code))


def test_an_activation_without_a_formula_is_refused():
    with pytest.raises(BadInput, match="cannot be exported"):
        as_code(Network((2, 2, 1), "gelu"), ("x1", "x2"), "")
