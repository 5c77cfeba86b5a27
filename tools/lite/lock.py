"""The list of packages that the kernel in the browser knows, pyodide-lock.json, with ours and their needs added.

The kernel loads a package of this list by itself when a cell imports it, so no notebook installs anything.
"""

import hashlib
import json
import sys
import zipfile
from email.parser import Parser
from pathlib import PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

KERNEL = ["ipykernel", "comm", "pyodide-kernel", "piplite", "micropip", "jedi", "ipython"]  # before the first cell
COURSE = ["course-nn"]
PAGE_ONLY = {"jupyterlab-widgets"}  # what ipywidgets asks for and only the page uses
IN_THE_BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "platform_machine": "wasm32"}


class Lock:
    """The packages of a pyodide-lock.json.

    text : what the file holds
    """

    def __init__(self, text):
        self.head = json.loads(text)
        self.packages = {canonicalize_name(name): entry for name, entry in self.head.pop("packages").items()}
        self.python = self.head["info"]["python"]

    def add(self, wheel, address):
        """Enter a wheel that the site has, in place of Pyodide's own if there is one; its name."""
        with zipfile.ZipFile(wheel) as archive:
            fields, imports = metadata(archive), top_level(archive)
        name = canonicalize_name(fields["Name"])
        self.packages[name] = {
            "name": name,
            "version": fields["Version"],
            "file_name": f"{address}/{wheel.name}",
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": imports,
            "depends": self._needs(fields),
            "unvendored_tests": False,
        }
        return name

    def _needs(self, fields):
        """The packages that a wheel asks for where Pyodide runs it."""
        here = IN_THE_BROWSER | {"python_version": self.python.rpartition(".")[0], "python_full_version": self.python}
        requirements = [Requirement(line) for line in fields.get_all("Requires-Dist", [])]
        needed = [one for one in requirements if not one.marker or one.marker.evaluate(here | {"extra": ""})]
        return [name for name in (canonicalize_name(one.name) for one in needed) if name not in PAGE_ONLY]

    def closure(self, names):
        """These packages and all that they need, by name."""
        found, waiting = set(), [*names]
        while waiting:
            name = canonicalize_name(waiting.pop())
            if name not in self.packages:
                sys.exit(
                    f"The kernel in the browser needs {name}, and Pyodide has none: add it to tools/lite/wheels.txt."
                )
            if name not in found:
                found.add(name)
                waiting += self.packages[name]["depends"]
        return sorted(found)

    def text(self):
        """The file again."""
        return json.dumps(self.head | {"packages": self.packages}, indent=1)


def metadata(archive):
    """What a wheel says of itself."""
    name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(archive.read(name).decode("utf-8"), headersonly=True)


def top_level(archive):
    """What a wheel lets one import: the modules and packages that lie on top."""
    paths = [PurePosixPath(name) for name in archive.namelist() if name.endswith(".py")]
    tops = {path.parts[0].removesuffix(".py") for path in paths}
    return sorted(top for top in tops if top.isidentifier())
