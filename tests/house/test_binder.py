"""What Binder would build, asked of repo2docker itself; no Docker is needed to ask."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    if sys.platform == "win32":
        pytest.skip("repo2docker does not run on Windows")
    pytest.importorskip("repo2docker", reason="pip install -r requirements-dev.txt brings repo2docker")
    copy = tmp_path_factory.mktemp("repository")
    files = ("pyproject.toml", "hatch_build.py", "README.md", "requirements.txt", "LICENSE")
    for name in ("binder", "course_nn", "jupyter-config", *files):
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
    lines = [
        line for line in (ROOT / "binder/requirements.txt").read_text("utf-8").splitlines() if line and line[0] != "#"
    ]
    assert "-e ." in lines
    assert not any("==" in line or "<" in line for line in lines)


def test_binder_has_what_a_first_reader_would_wait_for_done_when_the_image_is_built(dockerfile):
    assert "./binder/postBuild" in dockerfile


@pytest.mark.skipif(sys.platform == "win32", reason="runs on Binder's Linux, and needs its shell")
def test_the_steps_after_the_build_list_the_fonts_at_home_and_in_the_image(tmp_path):
    shutil.rmtree(ROOT / ".matplotlib", ignore_errors=True)
    places = {"HOME": tmp_path, "MPLCONFIGDIR": tmp_path / "matplotlib"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ran = {**os.environ, **{name: str(place) for name, place in places.items()}, "PATH": path}
    subprocess.run([ROOT / "binder/postBuild"], check=True, cwd=ROOT, env=ran, capture_output=True)
    assert [*(tmp_path / "matplotlib").glob("fontlist*.json")]
    assert [*(ROOT / ".matplotlib").glob("fontlist*.json")]


@pytest.mark.thorough
def test_an_install_as_on_binder_brings_the_server_extension(tmp_path):
    """What lies beside the package reaches etc/jupyter, though the package is installed editable."""
    venv.create(tmp_path, with_pip=True)
    scripts = tmp_path / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", "--no-deps", "-e", ROOT], check=True)
    assert json.loads((tmp_path / "etc/jupyter/jupyter_server_config.d/course_nn.json").read_text("utf-8"))
    overrides = tmp_path / "etc/jupyter/labconfig/default_setting_overrides.d/course_nn.json"
    assert "saveState" in overrides.read_text("utf-8") and "fetchNews" in overrides.read_text("utf-8")


def test_binder_and_students_install_the_same_packages():
    def names(path):
        lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
        return sorted(line.split(">")[0] for line in lines)

    assert names(ROOT / "binder/requirements.txt") == names(ROOT / "requirements.txt")
