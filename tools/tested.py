"""Write the versions of all packages that a student needs, as they are in the environment in which the tests passed.

    python tools/tested.py

Into tested.txt: `pip install -r requirements.txt -c tested.txt` installs these and no newer ones.
"""

import re
from importlib.metadata import distribution, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
HEAD = """# Versions of all that a student needs with which the tests have passed, for whoever wants no others:
# pip install -r requirements.txt -c tested.txt. Made by tools/tested.py.
"""


def asked() -> set[str]:
    """Names of the packages in requirements.txt, but for this one."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return {Requirement(line).name for line in lines if re.match(r"\w", line)}


def closure(names: set[str]) -> set[str]:
    """These packages and all that they need here, by their usual names."""
    found, waiting = set(), {canonicalize_name(name) for name in names}
    while waiting:
        name = waiting.pop()
        found.add(name)
        needs = [Requirement(line) for line in distribution(name).requires or []]
        here = [one.name for one in needs if not one.marker or one.marker.evaluate({"extra": ""})]
        waiting |= {canonicalize_name(one) for one in here} - found
    return found


def main() -> None:
    pins = [f"{name}=={version(name)}" for name in sorted(closure(asked()))]
    (ROOT / "tested.txt").write_text(HEAD + "\n".join(pins) + "\n", "utf-8")
    print(f"tested.txt: {len(pins)} packages")


if __name__ == "__main__":
    main()
