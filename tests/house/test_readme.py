"""README is run, not only read: its commands, links and layout are those of the repository."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*READMES, ROOT / "CONTRIBUTING.md"]


def command(path, name):
    return re.search(rf"<!-- {name} -->\s+```sh\n(.*?)\n```", path.read_text("utf-8"), re.S)[1]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")):
        assert link.startswith("https://") or (ROOT / link).exists(), link


@pytest.mark.parametrize("name", ["start", "test"])
def test_both_readmes_give_the_same_command_and_its_files_exist(name):
    english, chinese = (command(path, name) for path in READMES)
    assert english == chinese and len(english.splitlines()) == 1
    for file in re.findall(r"[\w/-]+\.(?:txt|ipynb)", english):
        assert (ROOT / file).exists(), file


def test_every_notebook_stands_in_both_readmes_and_on_the_map():
    map_of_course = (ROOT / "notebooks/00_start_here.ipynb").read_text("utf-8")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert all(f"(notebooks/{path.name})" in readme.read_text("utf-8") for readme in READMES)
        assert path.name == "00_start_here.ipynb" or f"({path.name})" in map_of_course


def test_the_layout_in_the_readme_is_the_layout():
    block = re.search(r"```\nnotebooks/.*?```", READMES[0].read_text("utf-8"), re.S)[0]
    for name in re.findall(r"^(?:  )?((?:[\w.]+(?:\.py|/) ?)+)", block, re.M):
        for part in name.split():
            assert (ROOT / part).exists() or (ROOT / "course_nn" / part).exists(), part


def test_every_module_has_its_place_in_the_layout():
    block = re.search(r"```\nnotebooks/.*?```", READMES[0].read_text("utf-8"), re.S)[0]
    modules = [path.stem for path in (ROOT / "course_nn").glob("*.py") if path.stem != "__init__"]
    mathematics, around = block.split("and around it:")
    listed = re.findall(r"^  \S.*?  +(.*)$", mathematics, re.M)
    for name in modules:
        assert [name in line.split() for line in listed].count(True) + (f"{name}.py" in around) == 1, name


def test_nothing_names_a_place_that_only_one_machine_has():
    for path in ROOT.rglob("*"):
        if path.suffix in (".py", ".md", ".toml", ".txt", ".ipynb", ".cff") and ".venv" not in path.parts:
            text = path.read_text("utf-8")
            assert not re.search(r"/(?:root|home|work|Users)/\w", text), path
