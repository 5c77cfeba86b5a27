"""Give the course a new version, everywhere where it stands: the package, how to cite it, what has changed.

    python tools/release.py 1.0.0
    python tools/release.py --build dist [wheel book lite]

The first writes the version into pyproject.toml, the version with today's date into CITATION.cff, and both over the
newest changes in CHANGELOG.md. Commit that and push the tag that it names; GitHub then makes the release (release.yml).
The second makes what belongs to a release, with a list of checksums: all of it, or what is named. GitHub runs it, too.
"""

import datetime
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("wheel", "book", "lite")
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
    print(f"\ngit commit -am 'Version {version}' && git tag v{version} && git push public HEAD:main v{version}")


def build(folder: str = "", *parts: str) -> None:
    """Make these parts of a release, all of them if none is named, and the list of checksums of what lies there."""
    if not folder or not {*parts} <= {*PARTS}:
        sys.exit(f"expected a folder, and some of {' '.join(PARTS)}")
    there = Path(folder).resolve()
    there.mkdir(parents=True, exist_ok=True)
    for part in parts or PARTS:
        make_wheel(there) if part == "wheel" else make_site(part, there)
    files = sorted(path for path in there.iterdir() if path.suffix in (".whl", ".zip"))
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (there / "SHA256SUMS").write_text("".join(sums), "utf-8")
    print("".join(sums), end="")


def make_wheel(there: Path) -> None:
    run("-m", "pip", "wheel", "-q", "--no-deps", "-w", there, ".")


def make_site(part: str, there: Path) -> None:
    """The book, or the site with Python in the browser, as one file."""
    with tempfile.TemporaryDirectory() as work:
        run(ROOT / "tools" / part, "--out", Path(work, part))
        shutil.make_archive(str(there / part), "zip", work, part)


def run(*words: object) -> None:
    """One step; it says itself what goes wrong, and the release ends there."""
    done = subprocess.run([sys.executable, *map(str, words)], cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    build(*sys.argv[2:]) if sys.argv[1:2] == ["--build"] else main(*sys.argv[1:2] or [""])
