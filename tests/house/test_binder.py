"""What Binder would build, asked of repo2docker itself; no Docker is needed to ask."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    pytest.importorskip("repo2docker", reason="pip install -r requirements-dev.txt brings repo2docker")
    copy = tmp_path_factory.mktemp("repository")
    for name in ("binder", "course_nn", "jupyter-config", "pyproject.toml", "README.md", "requirements.txt", "LICENSE"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    options = ["--no-build", "--debug", "--user-id=1000", "--user-name=student"]  # root may not be the user
    command = [sys.executable, "-m", "repo2docker", *options, str(copy)]
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    result = subprocess.run(command, capture_output=True, text=True, cwd=copy, env=quiet)
    assert result.returncode == 0, result.stderr[-2000:]
    return result.stdout + result.stderr


def test_binder_takes_our_install_line(dockerfile):
    assert '-r "binder/requirements.txt"' in dockerfile


def test_binder_takes_python_311_or_later(dockerfile):
    minor = re.search(r"Building conda environment for python=3\.(\d+)", dockerfile)[1]
    assert int(minor) >= 11


def test_binder_installs_this_package_and_pins_nothing():
    lines = [line for line in (ROOT / "binder/requirements.txt").read_text().splitlines() if line and line[0] != "#"]
    assert "-e ." in lines
    assert not any("==" in line or "<" in line for line in lines)


def test_binder_and_students_install_the_same_packages():
    def names(path):
        lines = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
        return sorted(line.split(">")[0] for line in lines)

    assert names(ROOT / "binder/requirements.txt") == names(ROOT / "requirements.txt")
