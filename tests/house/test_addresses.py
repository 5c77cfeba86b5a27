"""What the page loads stands under addresses that change with it: browsers keep a lab extension's files for a year."""

import json
import re
import sys
from pathlib import Path

import pytest
from editions import installed_files, sources

from course_nn.stage.layer import VERSION

ROOT = Path(__file__).parents[2]
INSTALLED = Path(sys.prefix, "share/jupyter/labextensions/course-nn")
AGAIN = "the page would get files of another edition: run .venv/bin/pip install -e ."


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """(what edited) -> {name: address} of an edition in which one file says a little more."""
    folder = tmp_path_factory.mktemp("editions")

    def build(edited=""):
        return installed_files(folder / (edited or "as it is"), {edited: "\n"} if edited else {})

    return build


def entry(package):
    return json.loads(package.read_text("utf-8"))["jupyterlab"]["_build"]["load"]


def test_what_is_installed_here_is_what_the_sources_say():
    folder = (INSTALLED / entry(INSTALLED / "package.json")).parent
    for name, source in sources().items():
        assert (folder / name).read_bytes() == source.read_bytes(), f"{name}: {AGAIN}"
    assert [path for path in INSTALLED.rglob("*") if path.is_dir()] == [INSTALLED / "static", folder], AGAIN


@pytest.mark.parametrize("edited", sources())
def test_an_edit_of_any_file_gives_all_that_the_page_loads_a_new_address(editions, edited):
    before, after = editions(), editions(edited)
    assert before.keys() == after.keys() == {*sources()}
    assert not {path.parent.name for path in before.values()} & {path.parent.name for path in after.values()}


def test_the_address_by_which_jupyterlab_finds_the_rest_is_the_one_that_changes(editions):
    files = editions()
    assert {str(Path(address).parent) for address in files.values()} == {str(Path(files["extension.js"]).parent)}
    assert entry(files["extension.js"].parents[2] / "package.json") == "/".join(files["extension.js"].parts[-3:])


def test_the_page_reads_the_version_that_the_kernel_speaks_and_those_of_notebooks_that_were_saved_before():
    (listed,) = re.findall(r"READS = (\[.*?\])", sources()["extension.js"].read_text("utf-8"))
    assert json.loads(listed) == ["1.0.0", VERSION]
    assert json.loads((ROOT / "jupyter-config/labextension/package.json").read_text("utf-8"))["version"] == VERSION
