"""Lay out what JupyterLite builds from, and let it build; runs in the environment that __main__.py has made."""

import argparse
import json
import shutil
import sys
from pathlib import Path
from subprocess import PIPE, STDOUT, run

from jupyterlite_pyodide_kernel.constants import (
    DISABLE_PYPI_FALLBACK,
    LOAD_PYODIDE_OPTIONS,
    OPTION_PACKAGES,
    PYODIDE_CDN_URL,
    PYODIDE_KERNEL_NPM_NAME,
    PYODIDE_KERNEL_PLUGIN_ID,
    PYODIDE_PYTHON_VERSION,
    PYODIDE_VERSION,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(ROOT)]

from lite.distribution import LOCK, Distribution  # noqa: E402
from lite.lock import COURSE, KERNEL, Lock  # noqa: E402
from lite.start_page import start_page  # noqa: E402

WHEELS = "../../pypi"  # from static/pyodide/, where the lock is
OF_THE_BROWSER = ["--no-deps", "--only-binary=:all:", "--platform=any", f"--python-version={PYODIDE_PYTHON_VERSION}"]


def build(work, out, pyodide):
    """The site in out, from what is laid out in work."""
    stage = work / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    wheels, core = stage / "pypi", stage / "static/pyodide"
    for folder in (wheels, core):
        folder.mkdir(parents=True)
    for path in pyodide.core():
        shutil.copy(path, core)
    lock = Lock((core / LOCK).read_text("utf-8"))
    take_pure(lock, wheels)
    elsewhere = take_compiled(lock, pyodide, core)
    (core / LOCK).write_text(lock.text(), "utf-8")
    (stage / "jupyter-lite.json").write_text(json.dumps(settings(), indent=1), "utf-8")
    shutil.copy(ROOT / "jupyter-config/lab.json", stage / "overrides.json")
    jupyterlite(stage, out)
    (out / "index.html").write_text(start_page(), "utf-8")
    say(out, stage, elsewhere)


def take_pure(lock, wheels):
    """All that is pure Python comes with the site: the kernel's part, this course, and what both need."""
    for wheel in Path(sys.prefix, "share/jupyter/labextensions", PYODIDE_KERNEL_NPM_NAME, "static/pypi").glob("*.whl"):
        if "-3.6." not in wheel.name:  # that one is for ipywidgets 7
            shutil.copy(wheel, wheels)
    pip("wheel", "--no-deps", "-w", wheels, ROOT)
    pip("download", *OF_THE_BROWSER, "-d", wheels, "-r", HERE / "wheels.txt")
    ours = {lock.add(wheel, WHEELS) for wheel in wheels.glob("*.whl")}
    others = [lock.packages[name] for name in lock.closure(KERNEL + COURSE) if name not in ours]
    pinned = [f"{one['name']}=={one['version']}" for one in others if "-none-any" in one["file_name"]]
    pip("download", *OF_THE_BROWSER, "-d", wheels, *pinned)
    for wheel in wheels.glob("*.whl"):
        lock.add(wheel, WHEELS)


def take_compiled(lock, pyodide, core):
    """What is compiled comes from Pyodide: with the site as far as it can be had, else when a reader opens the site."""
    elsewhere = []
    needed = lock.closure(KERNEL + COURSE)
    for name, entry in lock.packages.items():
        if entry["file_name"].startswith(WHEELS):
            continue
        path = pyodide.file(entry["file_name"], entry["sha256"]) if name in needed else None
        if path:
            shutil.copy(path, core)
        else:
            entry["file_name"] = f"{PYODIDE_CDN_URL}/{entry['file_name']}"
            elsewhere += [name] if name in needed else []
    return elsewhere


def settings():
    """The page's settings: what the kernel loads before its first cell, and that it asks no package index."""
    kernel = {DISABLE_PYPI_FALLBACK: True, LOAD_PYODIDE_OPTIONS: {OPTION_PACKAGES: KERNEL}}
    plugins = {PYODIDE_KERNEL_PLUGIN_ID: kernel}
    page = {"appName": "course_nn", "exposeAppInBrowser": True, "litePluginSettings": plugins}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}


def jupyterlite(stage, out):
    """JupyterLite's own build: its page, our notebooks, the wheels, and the parts of the page that show widgets."""
    shutil.rmtree(out, ignore_errors=True)
    course = next((stage / "pypi").glob("course_nn-*.whl"))  # it holds the layer of the pictures
    options = {
        "lite-dir": stage,
        "output-dir": out,
        "contents": ROOT / "notebooks",
        "apps": "lab",
        "LiteBuildConfig.federated_extensions": course,
    }
    shapes = ["--no-sourcemaps", "--no-unused-shared-packages"]
    step(
        "-m",
        "jupyterlite_core",
        "build",
        *(f"--{name}={value}" for name, value in options.items()),
        *shapes,
        folder=stage,
    )


def say(out, stage, elsewhere):
    """What was built, and what it takes from elsewhere."""
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    first = sum(path.stat().st_size for place in ("pypi", "static") for path in (stage / place).rglob("*.*")) / 1e6
    print(f"Built in {out}: {size:.0f} MB, of which Python and its packages are {first:.0f} MB.")
    if elsewhere:
        print(f"A reader's browser takes these from {PYODIDE_CDN_URL}: {', '.join(elsewhere)}.")
    print("To look at it (with another number if 8000 is taken):")
    print(f"{sys.executable} -m http.server --bind 127.0.0.1 --directory {out} 8000")


def pip(*words):
    step("-m", "pip", *words[:1], "-q", "--disable-pip-version-check", *words[1:])


def step(*words, folder=None):
    """One step, with this Python; only where it fails is it heard, and the build ends."""
    result = run(
        [sys.executable, *map(str, words)],
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=folder,
    )
    if result.returncode:
        sys.exit(f"{result.stdout}\nThe build ends here: {' '.join(map(str, words[1:3]))} did not succeed.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pyodide", type=Path)
    options = parser.parse_args()
    usual = options.work / f"pyodide-{PYODIDE_VERSION}", PYODIDE_CDN_URL
    build(options.work, options.out, Distribution(PYODIDE_VERSION, *([options.pyodide] if options.pyodide else usual)))
