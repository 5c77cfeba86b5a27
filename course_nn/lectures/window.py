"""The window of a lecture: what a notebook finds under its name, found in its folder."""

import re
from collections.abc import Callable
from importlib import import_module

from course_nn.lectures import LECTURES


def makers_of(package: str) -> dict[str, Callable]:
    """{name: maker} of the demos of a lecture, in the order in which its notebook opens them.

    package : "course_nn.lectures.xor", in whose folder demos/ lies one module a demo: one_unit.py, or parity/picture.py
    """
    section = package.rpartition(".")[2]
    lecture = LECTURES[section]
    files = [*(lecture.folder / "demos").glob("*.py"), *(lecture.folder / "demos").glob("*/picture.py")]
    modules = {file.parent.name if file.stem == "picture" else file.stem: file for file in files}
    code = "\n".join(en.code for en, _ in lecture.text.pairs)
    order = dict.fromkeys(name for name in re.findall(rf"\b{section}\.(\w+)\(", code) if name in modules)
    return {name: _maker(package, name, modules[name]) for name in order | dict.fromkeys(sorted(modules))}


def _maker(package, name, file):
    inner = f"{name}.picture" if file.stem == "picture" else name
    return getattr(import_module(f"{package}.demos.{inner}"), name)
