"""Editions of the course: what pip would install of the page's files if one of them said something else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDED = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "jupyter-config", "course_nn/__init__.py")
PLACES = ("jupyter-config/labextension/static", "course_nn/stage")
BUILD = "from hatchling.build import build_wheel; build_wheel('wheel')"


def sources():
    """{name: path} of what the page loads."""
    return {path.name: path for place in PLACES for path in (ROOT / place).glob("*.[jc]s*") if path.suffix != ".json"}


def copied(folder):
    """As much of the repository as is needed to build what stands beside the package."""
    for name in (*NEEDED, *(str(path.relative_to(ROOT)) for path in sources().values())):
        to = folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / name, to)
    return folder


def installed_files(folder, additions):
    """{name: where it is installed below folder} of an edition, as pip would install it.

    additions : {name: what is added at the end of that file}
    """
    work = copied(folder / "repository")
    for name, text in additions.items():
        path = work / sources()[name].relative_to(ROOT)
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    subprocess.run([sys.executable, "-c", BUILD], cwd=work, check=True, capture_output=True)
    (wheel,) = (work / "wheel").glob("*.whl")
    shutil.rmtree(folder / "share", ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            _, data, inside = name.partition(".data/data/")
            if data and inside.startswith("share/"):
                (folder / inside).parent.mkdir(parents=True, exist_ok=True)
                (folder / inside).write_bytes(archive.read(name))
    return {path.name: path for path in folder.glob("share/jupyter/labextensions/course-nn/static/*/*")}
