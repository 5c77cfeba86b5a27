"""Pyodide, Python compiled for the browser: its files, from a folder or from where its makers publish them."""

import hashlib
import sys
import urllib.request
from pathlib import Path

LOCK = "pyodide-lock.json"
CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK]


class Distribution:
    """The files of one Pyodide.

    version : the one that the kernel is made for
    folder  : where its files are, or are kept once they were fetched
    address : from where a missing file is fetched; "" for not at all
    """

    def __init__(self, version, folder, address=""):
        self.version, self.folder, self.address = version, Path(folder), address

    def core(self):
        """The paths of what every kernel needs."""
        missing = [name for name in CORE if not self.file(name)]
        if missing:
            sys.exit(
                f"Expected Pyodide {self.version} in {self.folder}, but {', '.join(missing)} is not there. Give the "
                f"folder of an unpacked release, or that of the npm package pyodide@{self.version}."
            )
        return [self.folder / name for name in CORE]

    def file(self, name, sha256=None):
        """The path of a file, None if it cannot be had; what was fetched is kept only if it is what it should be."""
        path = self.folder / name
        if not path.exists() and self.address:
            content = self._fetch(name)
            if sha256 and hashlib.sha256(content).hexdigest() != sha256:
                sys.exit(
                    f"{name} arrived damaged: its hash is not the one that Pyodide {self.version} states. Try again."
                )
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return path if path.exists() else None

    def _fetch(self, name):
        print(f"Fetching {name} …", flush=True)
        try:
            with urllib.request.urlopen(f"{self.address}/{name}", timeout=60) as answer:
                return answer.read()
        except OSError as error:
            sys.exit(
                f"{name} of Pyodide {self.version} cannot be fetched from {self.address} ({error}). Where that address "
                "cannot be reached, bring an unpacked Pyodide of this version and name its folder: --pyodide FOLDER"
            )
