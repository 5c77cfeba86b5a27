"""Build the course as a static site with a Python kernel in the browser.

    python tools/lite [--out FOLDER] [--pyodide FOLDER]

The first run makes an environment of its own and downloads Pyodide; both are kept in .lite/ for the next one.
"""

import argparse
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / ".lite"


def arguments(words=None):
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python tools/lite", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=WORK / "site", help="folder of the site, .lite/site without it")
    parser.add_argument("--pyodide", type=Path, help="folder with an unpacked Pyodide; without it, Pyodide is fetched")
    return parser.parse_args(words)


def environment(folder=WORK / "env"):
    """The Python that builds the site, with the packages that requirements.txt pins."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pinned = (HERE / "requirements.txt").read_text("utf-8")
    installed = folder / "installed.txt"
    if not installed.exists() or installed.read_text("utf-8") != pinned:
        print("Making the environment that builds the site …", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        run(python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt")
        installed.write_text(pinned, "utf-8")
    return python


def run(*command):
    """One step of the build; it says itself what goes wrong, and the build ends there."""
    result = subprocess.run([*map(str, command)])
    if result.returncode:
        sys.exit(result.returncode)


def writable(out):
    """The folder of the site: a new one, an empty one, or an earlier site, which is replaced."""
    strange = out.exists() and not (out / "jupyter-lite.json").exists()
    if strange and (out.is_file() or any(out.iterdir())):
        sys.exit(f"{out} holds something else, which would be lost. Name a folder that is new or empty: --out FOLDER")
    return out.resolve()


def main():
    options = arguments()
    out = writable(options.out)
    WORK.mkdir(exist_ok=True)
    (WORK / ".gitignore").write_text("*\n", "utf-8")  # nothing in it belongs into the repository
    pyodide = ["--pyodide", options.pyodide.resolve()] if options.pyodide else []
    run(environment(), HERE / "build.py", WORK, out, *pyodide)


if __name__ == "__main__":
    main()
