"""Each claim points at a demo, a cell and a test that exist; the few that no demo shows are asserted here."""

import ast
import contextlib
import importlib
import io
import json
from pathlib import Path

import pytest

from course_nn.lectures import LECTURES
from course_nn.notebook.claims import claims, ledger

CLAIMS = claims()
NOTEBOOKS = {section: lecture.notebook for section, lecture in LECTURES.items() if lecture.has_claims}
TESTS = Path(__file__).parents[1]
BOOKS = TESTS.parent / "notebooks"
EVERY_CLAIM = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.says.en[:40])


def cells_of(name):
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads((BOOKS / name).read_text("utf-8"))["cells"]}


@EVERY_CLAIM
def test_a_claim_is_said_in_both_languages(claim):
    for words in (claim.says, claim.condition):
        assert words.en and any("\u4e00" <= character <= "\u9fff" for character in words.zh)


@EVERY_CLAIM
def test_a_claim_points_at_a_cell_that_shows_it(claim):
    source = cells_of(NOTEBOOKS[claim.cell.split("-")[0]])[claim.cell]
    if claim.demo:
        section, name = claim.demo.split(".")
        assert name in importlib.import_module(f"course_nn.lectures.{section}").__all__
        assert f"{claim.demo}(" in source


@EVERY_CLAIM
def test_a_claim_points_at_a_test_that_asserts_something(claim):
    path, name = claim.test.split("::")
    tree = ast.parse((TESTS / path).read_text("utf-8"))
    test = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    assert any(isinstance(node, ast.Assert) or "assert" in ast.unparse(node) for node in ast.walk(test))


@pytest.mark.parametrize("notebook", NOTEBOOKS.values())
def test_every_demo_of_a_lecture_with_a_ledger_is_opened_by_its_notebook(notebook):
    section = next(key for key, book in NOTEBOOKS.items() if book == notebook)
    text = "\n".join(cells_of(notebook).values())
    for name in importlib.import_module(f"course_nn.lectures.{section}").__all__:
        assert f"{section}.{name}(" in text


def test_the_ledger_shows_every_claim():
    table = ledger().data
    assert table.count("<tr>") == len(CLAIMS) + 1
    assert all(claim.says.zh in table and claim.condition.en in table for claim in CLAIMS)


def test_the_brain_has_about_1e15_synapses():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(cells_of("01_neurons.ipynb")["neurons-synapses"], {})
    assert printed.getvalue().startswith("1e+15 ")


def test_the_parts_of_a_neuron_are_named_in_both_languages():
    text = cells_of("01_neurons.ipynb")["neurons-brain"]
    parts = ["dendrites", "synapses", "cell body", "nucleus", "axon", "branches", "axon terminals"]
    assert all(part in text for part in parts)
    assert all(part in text for part in ["树突", "突触", "胞体", "细胞核", "轴突", "分支", "末梢"])
