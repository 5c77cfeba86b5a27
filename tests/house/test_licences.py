"""The page on licences: whose work the course stands on, and a list that is out of date is noticed."""

import re
import sys
from importlib.metadata import distribution
from pathlib import Path

import licences
import pytest
from offenders import expect_none
from packaging.utils import canonicalize_name
from tested import asked, closure

ROW = re.compile(r"^\| `([\w.-]+)` \| [\w.]+ \| (.+) \|$", re.M)


def listed(page):
    return {canonicalize_name(name): kind for name, kind in ROW.findall(page.read_text("utf-8"))}


def family(kind):
    """Of licences that a package has renamed the same: BSD, BSD-3-Clause and BSD License."""
    return set(re.findall(r"MIT|BSD|Apache|PSF|MPL|ISC|LGPL|AGPL|GPL", kind)) or {kind}


@pytest.mark.parametrize("table", licences.PAGES, ids=lambda table: table.name)
def test_each_package_that_a_student_needs_is_listed_with_the_licence_that_it_names(table):
    """Versions may differ. A package that comes with another system or Python alone may be listed and not be here."""
    found = listed(table)
    needed = {name for name in closure(asked()) if name != "course-nn"} if sys.version_info[:2] == (3, 11) else asked()
    expect_none(f"{name} is not listed" for name in map(canonicalize_name, needed) if name not in found)
    here = {name: licences.licence(distribution(name)) for name in needed}
    expect_none(
        f"{name}: {kind}" for name, kind in here.items() if family(kind) != family(found[canonicalize_name(name)])
    )
    assert len(found) > 50 and "?" not in found.values()


def test_both_pages_say_the_same():
    assert listed(licences.PAGES[0]) == listed(licences.PAGES[1])


@pytest.mark.parametrize("table", licences.PAGES, ids=lambda table: table.name)
def test_all_scripts_that_are_shipped_are_listed_and_load_none_from_elsewhere(table):
    assert re.findall(r"^\| `(.+\.js)` \|$", table.read_text("utf-8"), re.M) == licences.scripts()
    sources = {name: (licences.ROOT / name).read_text("utf-8") for name in licences.scripts()}
    expect_none(name for name, source in sources.items() if re.search(r"(import|src|fetch).{0,20}https?://", source))


@pytest.fixture
def package(tmp_path):
    """package(metadata, text): an installed package that says this of itself."""

    def make(metadata, text=""):
        folder = Path(tmp_path, "x-1.dist-info")
        folder.mkdir(exist_ok=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: x\nVersion: 1\n{metadata}\n", "utf-8")
        (folder / "LICENSE").write_text(text, "utf-8")
        (folder / "RECORD").write_text("x-1.dist-info/LICENSE,,\n", "utf-8")
        return next(iter(licences.Distribution.discover(name="x", path=[str(tmp_path)])))

    return make


def test_a_licence_is_found_wherever_a_package_says_it(package):
    assert licences.licence(package("License-Expression: MIT")) == "MIT"
    assert licences.licence(package("License: Apache License, Version 2.0")) == "Apache-2.0"
    isc = "Classifier: License :: OSI Approved :: ISC License (ISCL)"
    assert licences.licence(package(f"License: UNKNOWN\n{isc}")) == "ISC"
    assert licences.licence(package("", "… Neither the name of …")) == "BSD-3-Clause"
    assert licences.licence(package("")) == "?"
