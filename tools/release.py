"""Give the course a new version, everywhere where it stands: the package, how to cite it, what has changed.

    python tools/release.py 1.0.0

It writes the version into pyproject.toml, the version with today's date into CITATION.cff, and both over the newest
changes in CHANGELOG.md. Commit that and push the tag that it names; GitHub then makes the release (release.yml).
"""

import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = re.compile(r"\d+\.\d+\.\d+")


def released(version: str, day: str) -> dict[Path, str]:
    """{file: what stands in it from this version on}; SystemExit with a sentence if a file has no place for it."""
    places = {
        "pyproject.toml": [(r'^version = ".*"$', f'version = "{version}"')],
        "CITATION.cff": [
            (r"^date-released: .*\n", ""),
            (r"^version: .*$", f"version: {version}\ndate-released: {day}"),
        ],
        "CHANGELOG.md": [(r"^## \S+, not yet released$", f"## {version}, {day}")],
    }
    found = {}
    for name, changes in places.items():
        text = (ROOT / name).read_text("utf-8")
        for pattern, new in changes:
            if new and not re.search(pattern, text, re.M):
                sys.exit(f"{name}: expected a line {pattern}; see how the last release left it")
            text = re.sub(pattern, new, text, count=1, flags=re.M)
        found[ROOT / name] = text
    return found


def main(version: str) -> None:
    if not VERSION.fullmatch(version):
        sys.exit(f"expected a version such as 1.0.0, got {version!r}")
    for path, text in released(version, datetime.date.today().isoformat()).items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    print(f"\ngit commit -am 'Version {version}' && git tag v{version} && git push origin HEAD v{version}")


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
