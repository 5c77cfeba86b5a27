"""What one process of a run computes, another one reads."""

import os
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import shared_results

from course_nn.common import progress

ASKED = []
CACHES = [getattr(shared_results, name) for name in ("code_of", "source", "written", "imported", "surroundings")]


class Found(NamedTuple):
    """As what a demo computes."""

    curve: np.ndarray
    name: str


@progress.memoized
def computed(n):
    ASKED.append(n)
    return Found(np.arange(n) / 3, "three")


@progress.memoized
def watched(n):
    ASKED.append(n)
    yield 0.5
    return Found(np.arange(n) / 7, "seven")


@progress.memoized
def unwritable(n):
    ASKED.append(n)
    return lambda: n


@pytest.fixture(autouse=True)
def new_kernel(tmp_path, monkeypatch):
    """Forget what this process remembers, as another one that has computed nothing."""
    monkeypatch.setenv(shared_results.FOLDER, str(tmp_path))
    monkeypatch.setattr(shared_results, "LONG", -1)

    def forget():
        ASKED.clear()
        monkeypatch.setattr(progress, "_memory", OrderedDict())
        shared_results.apart = False

    forget()
    return forget


def finish(work):
    return progress.finished(work) if hasattr(work, "send") else work


@pytest.mark.parametrize("work", [computed, watched])
def test_another_process_computes_nothing_again_and_finds_the_same_to_the_last_bit(work, new_kernel):
    first = finish(work(9))
    new_kernel()
    again = finish(work(9))
    assert not ASKED and again is finish(work(9)) and again is not first
    assert type(again) is Found and again.curve.tobytes() == first.curve.tobytes() and again.name == first.name


def test_other_arguments_are_computed(new_kernel):
    computed(9)
    new_kernel()
    assert len(computed(8).curve) == 8 and ASKED == [8]


def test_what_took_no_time_and_what_cannot_be_written_is_computed_again(new_kernel, monkeypatch, tmp_path):
    assert unwritable(4)() == 4
    monkeypatch.setattr(shared_results, "LONG", 100)
    new_kernel()
    computed(9)
    assert not os.listdir(tmp_path)
    new_kernel()
    assert unwritable(4)() == 4 and len(computed(9).curve) == 9 and ASKED == [4, 9]


@pytest.mark.parametrize(
    "change",
    [
        lambda patch: patch.setattr(Found, "name", "four"),
        lambda patch: patch.setitem({}, "a", 1),
        lambda patch: patch.delattr(Found, "name"),
    ],
)
def test_a_test_that_changes_the_code_is_apart_and_is_given_none_of_it(new_kernel, monkeypatch, change):
    computed(9)
    new_kernel()
    change(monkeypatch)
    computed(9)
    assert ASKED == [9]


def test_a_variable_and_a_folder_are_no_code(new_kernel, monkeypatch, tmp_path):
    computed(9)
    new_kernel()
    monkeypatch.setenv("A_VARIABLE", "1")
    monkeypatch.delenv("A_VARIABLE")
    monkeypatch.chdir(tmp_path)
    computed(9)
    assert not ASKED


def test_what_a_module_reaches_names_its_results(tmp_path, monkeypatch):
    """Its own lines, those of a module that it imports, and what rounds; not those of a module that it does not."""

    def name_of(line="", imported="", other="", kernel="", numpy=""):
        for file, text in (("a", "from b import two\n" + line), ("b", "two = 2\n" + imported), ("c", other)):
            Path(tmp_path, f"course_nn/{file}.py").write_text(text)
        monkeypatch.setenv("OPENBLAS_CORETYPE", kernel)
        monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", numpy)
        for known in CACHES:
            known.cache_clear()
        return shared_results.code_of(tmp_path / "course_nn/a.py")

    (tmp_path / "course_nn").mkdir()
    monkeypatch.setattr(shared_results, "ROOT", tmp_path)
    monkeypatch.setattr(shared_results, "HERE", tmp_path / "course_nn")
    names = [name_of(), name_of("x = 1"), name_of(imported="x = 1"), name_of(kernel="Prescott")]
    names.append(name_of(numpy="AVX512F"))
    assert len({*names}) == 5 and name_of(other="x = 1") == names[0]


def test_what_imports_by_name_reaches_all(tmp_path, monkeypatch):
    names = []
    (tmp_path / "course_nn").mkdir()
    monkeypatch.setattr(shared_results, "ROOT", tmp_path)
    for other in ("", "x = 1"):
        Path(tmp_path, "course_nn/a.py").write_text("import_module('c')")
        Path(tmp_path, "course_nn/c.py").write_text(other)
        for known in CACHES:
            known.cache_clear()
        names.append(shared_results.code_of(tmp_path / "course_nn/a.py"))
    assert names[0] != names[1]
