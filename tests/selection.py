"""Which tests a run has: the same at every commit, all but those marked `thorough`.

pytest              all but the thorough ones; a test that is named, file.py::test, runs whatever its marks
pytest -m thorough  the others: what repeats, or takes many seconds
pytest --share 2/5  the usual ones, and the second of five shares of the others; --share 1/1 is everything
pytest --touched    everything that asks of the lectures in which git has seen a change since main, and the laws of the
                    house; if what lectures share has changed, the usual tests of all of them as well
pytest --demo xor.one_unit   the usual ones of one demo, in one process; nothing else is collected
"""

import argparse
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from course_nn.lectures import LECTURES, rounds_of

TESTS, ROOT = Path(__file__).parent, Path(__file__).parents[1]
HOUSE, SHARED = "house", "shared"  # what is no lecture: what is written beside the code, and everything else
FOLDER = re.compile(r"(?:course_nn|tests)/(?:lectures/)?(\w+)/")
SECTION = re.compile(r"\w+\[(\w+)")  # test_it_fits_a_laptop[xor.one_unit]
BESIDE = re.compile(r"(docs|binder|benchmarks|\.github|\.ci|tests/house)/|[^/]+\.(md|cff)$|LICENSE$")
LAWS_OF_EACH = "tests/lectures/", "tests/house/", "tests/notebook/"  # tests of these ask of one lecture after the other


def pytest_addoption(parser):
    group = parser.getgroup("selection")
    group.addoption("--touched", action="store_true", help="everything of the lectures that changed since main")
    group.addoption("--share", type=share, metavar="K/N", help="also the K-th of N shares of the thorough tests")
    group.addoption("--demo", type=demo, metavar="LECTURE.NAME", help="the tests of one demo: xor.one_unit")
    group.addoption("--nudged", type=float, metavar="E", help="inputs and first weights 1 + E times as large: 1e-7")
    group.addoption("--redraw", action="store_true", help="write anew what each demo draws, instead of comparing it")


def share(text):
    """The numbers of "2/5"."""
    k, n = map(int, text.split("/"))
    if not 1 <= k <= n:
        raise argparse.ArgumentTypeError(f"expected K/N with 1 ≤ K ≤ N, such as 2/5; got {text}")
    return k, n


def demo(text):
    """The name of a demo, xor.one_unit, if there is one."""
    section, _, name = text.partition(".")
    folder = LECTURES[section].folder / "demos" if section in LECTURES else ROOT
    if not (folder / name / "picture.py").exists() and not (folder / f"{name}.py").exists():
        there = sorted({path.stem for path in folder.glob("[a-z]*")} if folder != ROOT else LECTURES)
        raise argparse.ArgumentTypeError(f"expected LECTURE.NAME, such as xor.one_unit; there are {', '.join(there)}")
    return text


def files_of(demo):
    """Where one demo is asked: the file of its name, those that import its folder, and the laws of every demo."""
    section, _, name = demo.partition(".")
    names_it = re.compile(rf"\bdemos(\.| import ){name}\b|\"{section}\.{name}\"")
    beside = (TESTS / "lectures" / section).glob("test_*.py")
    own = (file for file in beside if file.stem == f"test_{name}" or names_it.search(file.read_text("utf-8")))
    return {*own, *(TESTS / "lectures").glob("test_every_*.py")}


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist starts workers
def pytest_cmdline_main(config):
    """Of one demo nothing else is collected, and all is asked before workers would have started."""
    if config.option.demo:
        config.option.numprocesses, config.args = 0, sorted(map(str, files_of(config.option.demo)))


def is_about(demo, nodeid):
    """Whether a test asks of this demo: in a file of its own, or as one of many that keep a law."""
    section, _, name = demo.partition(".")
    file, _, case = nodeid.partition("[")
    rounds = [key for key, one in rounds_of(section).items() if one.demo == name]
    cases = re.compile(rf"({re.escape(demo)}|{'|'.join(rounds) or demo})([-\]].*)?|{section}\]|")
    return not file.startswith("tests/lectures/test_every_") or bool(cases.fullmatch(case))


def select(config, items):
    """Leave out what this run does not ask; with -m, pytest's own rules hold alone."""
    if config.option.demo:
        items[:] = [item for item in items if is_about(config.option.demo, item.nodeid)]
    if config.option.markexpr:
        return
    named = [argument for argument in config.args if "::" in argument]
    touched = {area(file) for file in touched_files()} if config.option.touched else None
    mine = share_of(items, *config.option.share) if config.option.share else set()

    def is_asked(item):
        usual = not item.get_closest_marker("thorough")
        if any(names(argument, item.nodeid) for argument in named):
            return True
        if touched is None:
            return usual or item in mine
        about = area(item.nodeid)
        return about in touched & LECTURES.keys() or usual and (about == HOUSE or SHARED in touched)

    left = [item for item in items if not is_asked(item)]
    config.hook.pytest_deselected(items=left)
    gone = {*left}
    items[:] = [item for item in items if item not in gone]


def names(argument, nodeid):
    """Whether a test is meant by what was typed, from whatever folder: test_x.py::test_y, or all of a test's cases."""
    (typed, _, wanted), (file, _, test) = argument.replace("\\", "/").partition("::"), nodeid.partition("::")
    typed = typed.lstrip("./")
    return (file.endswith(typed) or typed.endswith(file)) and (test == wanted or test.startswith(f"{wanted}["))


@cache
def lecture(path):
    """The lecture that a file or a test is about, or None."""
    notebook = next((section for section, lecture in LECTURES.items() if lecture.notebook in path), None)
    folder, of_each = FOLDER.match(path), SECTION.search(path) if path.startswith(LAWS_OF_EACH) else None
    names = [notebook, folder and folder[1], of_each and of_each[1]]
    return next((name for name in names if name in LECTURES), None)


def area(path):
    return lecture(path) or (HOUSE if BESIDE.match(path) else SHARED)


def share_of(items, k, n):
    """The k-th of n shares of the thorough tests; what tests one demo, or one file, stays together."""
    groups = {}
    for item in items:
        if item.get_closest_marker("thorough"):
            demo = item.callspec.params.get("name") if hasattr(item, "callspec") else None
            groups.setdefault((str(item.path), str(demo)), []).append(item)
    return {item for key in sorted(groups)[k - 1 :: n] for item in groups[key]}


def touched_files():
    """Changed, added or removed since the branch left main, committed or not."""
    base = next((found for main in ("origin/main", "main") if (found := git("merge-base", "HEAD", main))), "HEAD")
    changed = git("diff", "--name-only", "--no-renames", base), git("ls-files", "--others", "--exclude-standard")
    return [file for files in changed for file in files.splitlines()]


def git(*arguments):
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True).stdout.strip()
