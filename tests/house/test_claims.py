"""Each claim points at a demo, a cell and a test that are about it; the few that no demo shows are asserted here."""

import ast
import contextlib
import importlib
import io
import re
import sys
from functools import cache
from pathlib import Path

from offenders import expect_none
from texts import cells_of

from course_nn.common.outcomes import BANDS
from course_nn.lectures import LECTURES
from course_nn.notebook.claims import claims, ledger

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "course_nn"
WITH_CLAIMS = {section: lecture for section, lecture in LECTURES.items() if lecture.has_claims}
EVERYWHERE = {
    "course_nn",
    "course_nn.stage",
    "course_nn.common.words",
    "course_nn.common.errors",
}  # every demo imports them


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path):
    """The modules of the course that a file imports."""
    nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module]
    names = {node.module for node in nodes} | {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    return {name for name in names if name.startswith("course_nn")} - EVERYWHERE


def said(node):
    """All names and texts in a piece of source."""
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return names | {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def named(claim):
    """The file and the function that a claim names; the function is None if it does not exist."""
    path, name = claim.test.split("::")
    found = [node for node in tree(TESTS / path).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return TESTS / path, found[0] if found and name.startswith("test_") else None


def asserts(node):
    """It can fail: by an assert that is not a constant, an exception that must come, or a helper that asserts."""
    asserted = [n.test for n in ast.walk(node) if isinstance(n, ast.Assert)]
    called = {ast.unparse(n.func).split(".")[-1] for n in ast.walk(node) if isinstance(n, ast.Call)}
    helpers = {"raises", "reads", "says"} | {name for name in called if re.match(r"(assert|expect)_", name)}
    return any(not isinstance(test, ast.Constant) for test in asserted) or bool(called & helpers)


def runs_always(node):
    return not any(re.search(r"mark\.(skip|xfail|thorough)", ast.unparse(d)) for d in node.decorator_list)


def is_about(path, test, claim):
    """The test uses the demo, or its file imports mathematics that the demo shows."""
    section, name = claim.demo.split(".")
    maker = getattr(importlib.import_module(f"course_nn.lectures.{section}"), name)
    shown = imported(Path(sys.modules[maker.__module__].__file__)) | {maker.__module__}
    return name in said(test) or f'"{claim.demo}"' in path.read_text("utf-8") or bool(shown & imported(path))


def test_a_claim_is_said_in_both_languages():
    expect_none(
        claim.says.en
        for claim in claims()
        for words in (claim.says, claim.condition)
        if not words.en or not any("\u4e00" <= character <= "\u9fff" for character in words.zh)
    )


def test_a_claim_points_at_a_cell_that_shows_it():
    def wrong():
        for claim in claims():
            source = cells_of(LECTURES[claim.cell.split("-")[0]].notebook).get(claim.cell)
            if source is None or claim.demo and f"{claim.demo}(" not in source:
                yield f"{claim.says.en} cell {claim.cell} does not show {claim.demo}"
            if claim.demo:
                section, name = claim.demo.split(".")
                if name not in importlib.import_module(f"course_nn.lectures.{section}").__all__:
                    yield f"{claim.says.en} there is no {claim.demo}"

    expect_none(wrong())


def test_a_claim_points_at_a_test_that_is_about_it_runs_always_and_can_fail():
    def wrong():
        for claim in claims():
            path, test = named(claim)
            if test is None:
                yield f"{claim.test} does not exist"
            elif not asserts(test):
                yield f"{claim.test} asserts nothing"
            elif not runs_always(test):
                yield f"{claim.test} does not run in every run"
            elif claim.demo and not is_about(path, test, claim):
                yield f"{claim.test} uses neither {claim.demo} nor what it shows"

    expect_none(wrong())


def test_what_a_sceptic_would_change_is_computed_by_the_test_of_its_claim():
    def wrong():
        for claim in claims():
            for key, one in claim.tried.items():
                if one.becomes not in BANDS or not one.change.zh:
                    yield f"{claim.says.en} {key} {one}"
            path, test = named(claim)
            if claim.tried and "becomes" not in said(test):
                yield f"{claim.test} computes nothing of {', '.join(claim.tried)}"

    expect_none(wrong())


def test_what_is_measured_says_so_in_both_languages_and_names_three_changes_that_a_sceptic_would_make():
    def wrong():
        for claim in claims():
            measured = re.search("measured[:,]", claim.condition.en) is not None
            if measured != (re.search("实测[：，]", claim.condition.zh) is not None):
                yield f"{claim.says.en} is measured in one language only"
            elif measured and len(claim.tried) < 3:
                yield f"{claim.says.en} is measured, and names {len(claim.tried)} changes"

    expect_none(wrong())


def test_every_demo_of_a_lecture_with_a_ledger_is_opened_by_its_notebook():
    expect_none(
        f"{lecture.notebook} does not open {section}.{name}"
        for section, lecture in WITH_CLAIMS.items()
        for name in importlib.import_module(lecture.home).__all__
        if f"{section}.{name}(" not in "\n".join(cells_of(lecture.notebook).values())
    )


def test_the_ledger_shows_every_claim():
    table = ledger().data
    assert table.count("<tr>") == len(claims()) + 1
    expect_none(c.says.en for c in claims() if c.says.zh not in table or c.condition.en not in table)


def test_the_brain_has_about_1e15_synapses():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(cells_of("01_neurons")["neurons-synapses"], {})
    assert printed.getvalue().startswith("1e+15 ")


def test_the_parts_of_a_neuron_are_named_in_both_languages():
    text = cells_of("01_neurons")["neurons-brain"]
    parts = ["dendrites", "synapses", "cell body", "nucleus", "axon", "branches", "axon terminals"]
    assert all(part in text for part in parts)
    assert all(part in text for part in ["树突", "突触", "胞体", "细胞核", "轴突", "分支", "末梢"])
