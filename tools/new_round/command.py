"""A new round of a lecture: its text in both languages, its picture, its test, its drawn file.

    .venv/bin/python tools/new_round losses huber

What it makes is a skeleton that runs and passes every test but one, which asks for the places that still say SKELETON.
The round comes last in its lecture; move its text where it belongs, and run tools/notebooks.py. Nothing else is edited
by hand.
"""

import re
import subprocess
import sys
from pathlib import Path
from string import Template

HERE, ROOT = Path(__file__).parent, Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from course_nn.lectures import LECTURES  # noqa: E402
from course_nn.text.lecture import FILES  # noqa: E402

NEXT = """The skeleton stands:
  {text}/text.en.md, text.zh.md   its words, at {key}-predict
  {picture}
  {test}
Look at it in notebooks/{notebook}; then {pytest} --demo {demo} asks all of it, and
{pytest} tests/house whether it fits the house. When its controls have changed: {pytest} --redraw --demo {demo}."""


def filled(template: str, **keys: str) -> str:
    """A file of this folder, its $section, $name and $key filled in."""
    return Template((HERE / template).read_text("utf-8")).safe_substitute(keys)


def with_round(text: str, new: str, section: str) -> str:
    """A text with a round behind its last one: before its exercises, its links to PyTorch, its summary."""
    last = [*re.finditer(rf"(?m)^```python {section}-[\w-]+-play$", text)][-1].end()
    round_goes_on = rf"{section}-(?:\d|[\w-]*-(?:explain|try|sceptic)`|[\w-]+` (?:Question|题目))"
    new_cell = re.compile(rf"(?m)^##? `|^### `(?!{round_goes_on})")
    place = new_cell.search(text, last).start()
    return text[:place] + new + text[place:]


def key_of(section: str, name: str) -> str:
    """Of the round, and of its question: "losses-two-valleys"."""
    return f"{section}-{name.replace('_', '-')}"


def make(section: str, name: str) -> dict[str, Path]:
    """Write all its files; {what: where}.

    raises : SystemExit with a sentence if there is no such lecture, or the name is taken or no name
    """
    if section not in LECTURES or section == "playground":
        sys.exit(f"expected one of {', '.join(set(LECTURES) - {'playground'})}, got {section}")
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        sys.exit(f"expected a name in small letters, such as huber or two_valleys, got {name}")
    folder, keys = LECTURES[section].folder, {"section": section, "name": name, "key": key_of(section, name)}
    places = {
        "text": folder,
        "picture": folder / "demos" / f"{name}.py",
        "test": ROOT / "tests/lectures" / section / f"test_{name}.py",
    }
    taken = [path for path in (places["picture"], folder / "demos" / name, places["test"]) if path.exists()]
    if taken:
        sys.exit(f"{taken[0].relative_to(ROOT)} is there already: choose another name")
    for file in FILES:
        old = (folder / file).read_text("utf-8")
        (folder / file).write_text(with_round(old, filled(file, **keys), section), "utf-8")
    for what in ("picture", "test"):
        places[what].write_text(filled(f"{what}.py.txt", **keys), "utf-8")
    return places


def main(section: str, name: str) -> None:
    places = make(section, name)
    demo, pytest = f"{section}.{name}", [sys.executable, "-m", "pytest", "-q", "-n0"]
    for command in (
        [sys.executable, "tools/notebooks.py"],
        [sys.executable, "tools/counted.py"],
        [*pytest, "--redraw", "tests/lectures/test_every_demo.py", "-k", demo],
    ):
        subprocess.run(command, cwd=ROOT, check=False)
    where = {what: path.relative_to(ROOT) for what, path in places.items()}
    key, notebook = key_of(section, name), LECTURES[section].notebook
    print(NEXT.format(**where, key=key, demo=demo, notebook=notebook, pytest=".venv/bin/pytest"))
