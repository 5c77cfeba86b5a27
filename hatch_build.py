"""What pip asks when it builds the package: where the files of the page go.

Browsers keep a lab extension's files for a year. So the folder they stand in is named after what is in them: after an
update their addresses are new, and so is what comes from there.
"""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EXTENSION, TO = "jupyter-config/labextension", "share/jupyter/labextensions/course-nn"
STYLE_AND_LAYER = ["course_nn/stage/style.css", "course_nn/stage/layer.js"]  # which the kernel reads too


class Addresses(BuildHookInterface):
    """Puts what the page loads under an address of its own, and tells JupyterLab which that is."""

    def initialize(self, version: str, build_data: dict) -> None:
        root = Path(self.root)
        files = [*sorted((root / EXTENSION / "static").glob("*.js")), *(root / name for name in STYLE_AND_LAYER)]
        folder = f"static/{edition(files)}"
        package = json.loads((root / EXTENSION / "package.json").read_text("utf-8"))
        package["jupyterlab"]["_build"]["load"] = f"{folder}/extension.js"
        self.made = TemporaryDirectory()
        described = Path(self.made.name, "package.json")
        described.write_text(json.dumps(package, indent=2), "utf-8")
        build_data["shared_data"] |= {str(path): f"{TO}/{folder}/{path.name}" for path in files}
        build_data["shared_data"][str(described)] = f"{TO}/package.json"

    def finalize(self, version: str, build_data: dict, artifact_path: str) -> None:
        self.made.cleanup()


def edition(files: list[Path]) -> str:
    """A name for what is in these files."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
