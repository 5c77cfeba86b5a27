"""Write which packages of others the course stands on, with their licences, and which scripts it ships.

    python tools/licences.py

Into docs/licences.md and docs/licences.zh-CN.md, from what the packages say of themselves in this environment.
"""

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

from tested import asked, closure

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs/licences.md", ROOT / "docs/licences.zh-CN.md"
SHIPPED = ("course_nn/**/*.js", "jupyter-config/**/*.js", "tools/**/*.js")
TEXTS = {  # what the text of a licence is known by, where the metadata have the text or nothing
    "MIT": "Permission is hereby granted, free of charge",
    "BSD-3-Clause": "Neither the name",
    "BSD-2-Clause": "Redistributions in binary form",
    "Apache-2.0": "Apache License",
    "ISC": "Permission to use, copy, modify, and/or distribute",
}
NAMES = {  # what packages say -> what is written
    r"MIT licen[sc]e": "MIT",
    r"(Apache|Apache Software License|Apache License, Version 2\.0|Apache 2\.0)": "Apache-2.0",
    r"BSD 3-Clause License": "BSD-3-Clause",
    r"BSD License": "BSD",
    r"(Python Software Foundation License|PSFL)": "PSF-2.0",
    r"ISC licen[sc]e( \(ISCL\))?": "ISC",
}


def licence(package: Distribution) -> str:
    """The licence that a package names: as an expression, as words, or by its classifiers; else by its text."""
    said = package.metadata
    words = (said.get("License") or "").removeprefix("UNKNOWN")
    kinds = [kind.rpartition(" :: ")[2] for kind in said.get_all("Classifier") or [] if kind.startswith("License ::")]
    named = said.get("License-Expression") or (words if 0 < len(words) < 60 else "") or ", ".join(kinds)
    return usual(named) or by_text(words + "\n".join(texts(package)))


def usual(named: str) -> str:
    """A licence by its usual name."""
    named = " ".join(named.split())
    return next((name for form, name in NAMES.items() if re.fullmatch(form, named, re.I)), named)


def texts(package: Distribution) -> list[str]:
    """What stands in the files of a package that are called licence."""
    files = [file for file in package.files or [] if re.search("licen[sc]e|copying", file.name, re.I)]
    return [file.locate().read_text("utf-8", "replace") for file in files]


def by_text(text: str) -> str:
    """The first licence whose words are found."""
    return next((name for name, part in TEXTS.items() if part in text), "?")


def rows() -> list[tuple[str, str, str]]:
    """(name, version, licence) of each package that a student's environment has, in the order of names."""
    packages = [distribution(name) for name in sorted(closure(asked()) - {"course-nn"})]
    return [(one.name, one.version, licence(one)) for one in packages]


def scripts() -> list[str]:
    """Where the scripts lie that the course ships."""
    return sorted(path.relative_to(ROOT).as_posix() for form in SHIPPED for path in ROOT.glob(form))


def written(text: str) -> str:
    """A page with the lists of today."""
    table = "".join(f"| `{name}` | {version} | {kind} |\n" for name, version, kind in rows())
    return put("licences", table, put("scripts", "".join(f"| `{name}` |\n" for name in scripts()), text))


def put(mark: str, lines: str, text: str) -> str:
    """A text with these lines between two marks."""
    block = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    return block.sub(lambda found: found[1] + lines + found[2], text)


def main() -> None:
    for page in PAGES:
        page.write_text(written(page.read_text("utf-8")), "utf-8")
    print(f"{len(rows())} packages")


if __name__ == "__main__":
    main()
