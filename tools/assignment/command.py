"""The command: what is asked for is looked at first, and each thing that is wrong is one sentence."""

import argparse
import sys
from pathlib import Path

from course_nn.common.errors import BadInput, lookup
from course_nn.lectures import LECTURES
from course_nn.notebook.exercises import exercises_of

CONFIG = Path(__file__).with_name("nbgrader_config.py")
NEEDED = [
    "course_nn.homework.taking.TakeTexts",
    "course_nn.homework.nbgrading.AskTheJudge",
    "course_nn.homework.collecting.Collect",
    "course_nn.homework.taking.FilesAlone",
    "course_nn.homework.platforms.Table",
]


def main(arguments: list[str] | None = None) -> int:
    """Write the assignment; 0, or 2 after a sentence that says what was asked for in vain."""
    options = options_of(arguments)
    try:
        section = lookup(LECTURES, options.lecture, "lecture", "讲次") and options.lecture
        points = points_of(section, options.points)
        file = new_file(options.out, section)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    import nbformat

    from assignment.cells import notebook

    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook(section, points), file)
    print(f"{file}: {len(points)} exercises, {sum(points.values()):g} points")
    print(configured(options.out))
    return 0


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/assignment", description="Make an nbgrader assignment of a lecture.")
    parser.add_argument("lecture", help=f"one of {', '.join(LECTURES)}")
    parser.add_argument("--out", type=Path, required=True, help="nbgrader's folder of the course; it may be new")
    parser.add_argument(
        "--points", nargs="+", default=[], metavar="N|NAME=N", help="of each exercise, or of one: 2 xor-build=3"
    )
    return parser.parse_args(arguments)


def points_of(section: str, wanted: list[str]) -> dict[str, float]:
    """{key: points}: 1 each, or as it is wanted.

    raises : BadInput
    """
    points = dict.fromkeys(exercises_of(section), 1.0)
    for word in sorted(wanted, key=lambda word: "=" in word):
        key, _, number = word.rpartition("=")
        try:
            worth = float(number)
        except ValueError:
            worth = -1.0
        if not 0 <= worth < 1e6:
            raise BadInput(f"--points: expected 2 or {section}-…=2, got {word!r}", f"--points：无法读懂 {word!r}")
        if key:
            lookup(points, key, "exercise", "习题")
        points |= {key: worth} if key else dict.fromkeys(points, worth)
    return points


def new_file(out: Path, section: str) -> Path:
    """Where the assignment is written.

    raises : BadInput if there is one already: somebody may have changed it
    """
    file = out / "source" / section / f"{section}.ipynb"
    if file.exists():
        raise BadInput(f"{file} is there already; remove it to make it anew", f"{file} 已存在；要重新生成，请先删除它")
    return file


def configured(out: Path) -> str:
    """Write nbgrader's settings if there are none; and what to do if there are others."""
    file = out / "nbgrader_config.py"
    if not file.exists():
        file.write_text(CONFIG.read_text("utf-8"), "utf-8")
        return f"{file}: new; it lets the judges of the course grade"
    if all(name in file.read_text("utf-8") for name in NEEDED):
        return f"{file}: as it was"
    return f"{file} does not let the judges of the course grade. Copy what it lacks from {CONFIG}"
