"""What the site with Python in the browser is made of: its list of packages, its Pyodide, its first page, its pins."""

import ast
import hashlib
import json
import re
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lite import __main__ as command
from lite import distribution, lock, start_page
from offenders import expect_none
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course_nn.lectures import LECTURES

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools/lite"
NUMPY = {"name": "numpy", "version": "2.4.6", "file_name": "numpy.whl", "depends": []}
LOCK = json.dumps({"info": {"python": "3.14.2"}, "packages": {"numpy": NUMPY}})
NEEDS = ["numpy>=2", "jupyterlab_widgets~=3.0", 'pywin32; sys_platform == "win32"', 'tomli; python_version < "3.11"']


def wheel(folder, name, *needs):
    """A wheel with one package, one module, and these needs."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    said = "\n".join(
        ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {n}" for n in needs)]
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}/inner/deep.py", "")
        archive.writestr("alone.py", "")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", said)
    return path


def pins(name):
    lines = (TOOL / name).read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and line[0] != "#"]


def test_a_wheel_is_entered_with_what_it_lets_one_import_and_what_it_needs_in_the_browser(tmp_path):
    known, path = lock.Lock(LOCK), wheel(tmp_path, "Our_Course", *NEEDS)
    assert known.add(path, "../wheels") == "our-course"
    entry = known.packages["our-course"]
    assert entry["imports"] == ["Our_Course", "alone"] and entry["depends"] == ["numpy"]
    assert entry["file_name"] == f"../wheels/{path.name}"
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert json.loads(known.text())["packages"].keys() == {"numpy", "our-course"}


def test_what_a_package_needs_is_followed_to_the_end(tmp_path):
    known = lock.Lock(LOCK)
    for path in (wheel(tmp_path, "second", "numpy"), wheel(tmp_path, "first", "second")):
        known.add(path, "..")
    assert known.closure(["first"]) == ["first", "numpy", "second"]


def test_a_need_that_nobody_has_is_named_with_what_to_do(tmp_path):
    known = lock.Lock(LOCK)
    known.add(wheel(tmp_path, "first", "unheard"), "..")
    with pytest.raises(SystemExit, match="needs unheard.*wheels.txt"):
        known.closure(["first"])


def test_a_folder_without_pyodide_is_refused_with_what_was_expected(tmp_path):
    (tmp_path / "pyodide.mjs").write_text("")
    with pytest.raises(
        SystemExit, match=r"Expected Pyodide 1\.2\.3.*pyodide\.asm\.wasm.*is not there. Give the folder"
    ):
        distribution.Distribution("1.2.3", tmp_path).core()


def test_an_address_that_cannot_be_reached_is_said_with_the_way_around_it(tmp_path):
    nowhere = distribution.Distribution("1.2.3", tmp_path, (tmp_path / "nothing").as_uri())
    with pytest.raises(SystemExit, match="cannot be fetched.*--pyodide FOLDER"):
        nowhere.core()


def test_a_fetched_file_is_kept_only_if_its_hash_is_right(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far/numpy.whl").write_bytes(b"wheel")
    pyodide = distribution.Distribution("1.2.3", tmp_path / "near", (tmp_path / "far").as_uri())
    with pytest.raises(SystemExit, match="arrived damaged"):
        pyodide.file("numpy.whl", "0" * 64)
    assert not (tmp_path / "near").exists()
    kept = pyodide.file("numpy.whl", hashlib.sha256(b"wheel").hexdigest())
    assert kept == tmp_path / "near/numpy.whl" and kept.read_bytes() == b"wheel"


def test_a_folder_that_holds_something_else_is_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("two years", "utf-8")
    with pytest.raises(SystemExit, match="holds something else, which would be lost.*--out FOLDER"):
        command.writable(tmp_path)
    with pytest.raises(SystemExit, match="holds something else"):
        command.writable(tmp_path / "thesis.txt")
    (tmp_path / "jupyter-lite.json").write_text("{}")
    assert command.writable(tmp_path) == tmp_path.resolve()
    assert command.writable(tmp_path / "new") == tmp_path.resolve() / "new"


def test_the_first_page_names_every_lecture_in_both_languages_and_keeps_what_jupyterlite_looks_for():
    page = start_page.start_page()
    expect_none(
        words
        for lecture in LECTURES.values()
        for words in (f'path={lecture.notebook}"', *lecture.title, *lecture.question)
        if words not in page
    )
    assert re.search(r'<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}<', page)


def test_everything_is_pinned_so_that_a_site_builds_tomorrow_as_today():
    expect_none(one for name in ("requirements.txt", "wheels.txt") for one in pins(name) if "==" not in str(one))


def test_the_pinned_versions_are_ones_that_the_course_asks_for():
    pinned = {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in pins("wheels.txt")}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    ours = [one for one in map(Requirement, asked) if canonicalize_name(one.name) in pinned]
    assert {one.name for one in ours} == {"ipywidgets", "markdown-it-py", "segno"}  # Pyodide has the others
    expect_none(str(one) for one in ours if pinned[one.name] not in one.specifier)


def test_the_course_starts_no_thread_no_process_and_no_socket_for_a_browser_has_none():
    barred = r"^\s*(?:import|from) (?:socket|subprocess|multiprocessing|concurrent|signal|ctypes|mmap|_thread)\b"
    threads = r"\bthreading\.(?!R?Lock\b)|from threading import (?!R?Lock$)"
    expect_none(
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in (ROOT / "course_nn").rglob("*.py")
        if path.parent.name not in ("classroom", "homework")  # which run beside a server, and where somebody grades
        if path.name != "movies.py"  # which runs ffmpeg where that is installed; in a browser it is not
        if path.name != "bounds.py"  # which sets an alarm; in a browser, it knows, none would ring
        if path.name != "interrupts.py"  # which hears a signal in the main thread: a browser has both
        if path.name != "heap.py"  # which asks the C library of Linux alone
        for found in re.finditer(f"{barred}|{threads}", path.read_text("utf-8"), re.M)
    )


def test_what_the_course_imports_first_is_where_the_site_is_built():
    """The tool reads the table of lectures there, in an environment of its own."""
    nodes = [*ast.walk(ast.parse((ROOT / "course_nn/__init__.py").read_text("utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    lines = (TOOL / "requirements.txt").read_text("utf-8").splitlines()
    pinned = {Requirement(line).name for line in lines if line and line[0] != "#"}
    expect_none({name.split(".")[0] for name in names} - sys.stdlib_module_names - pinned)


@pytest.mark.parametrize("name", ["lite", "open"])
def test_the_page_about_it_says_the_same_in_both_languages_and_its_links_lead_somewhere(name):
    texts = [(ROOT / f"docs/{name}{ending}.md").read_text("utf-8") for ending in ("", ".zh-CN")]

    def parts(text):
        yield [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]
        yield re.findall(r"^```sh\n.*?^```", text, re.S | re.M)
        yield Counter(re.findall(r"`[^`\n]+`", text))
        yield Counter(re.findall(r"(?<![\w.])\d+(?:\.\d+)*", text))
        links = re.findall(r"\]\(([^)]+)\)", text)
        yield Counter(link.replace(".zh-CN", "").replace("/zh/", "/en/") for link in links)  # of the book

    for english, chinese in zip(parts(texts[0]), parts(texts[1])):
        assert english == chinese
    inside = [link for text in texts for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    expect_none(link for link in inside if not (ROOT / "docs" / link).exists())
