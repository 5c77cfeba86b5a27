"""The command: what is asked for is looked at first, and what is wrong is one sentence."""

import argparse
import sys
import time
from pathlib import Path

from book.command import writable
from book.words import LANGUAGES

from course_nn.common.errors import BadInput, lookup
from course_nn.lectures import LECTURES
from questions import moodle, qti
from questions.entries import INVENTORY, entries_of

BOTH = "both"


def main(arguments=None):
    """Write all files; 0, or 2 after a sentence that says what was asked for in vain."""
    options, begun = options_of(arguments), time.monotonic()
    try:
        languages, sections, out = plan_of(options)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    made = {}
    for section in sections:
        made[section] = entries_of(section, languages)
        tell(write(out, stem(section), {section: made[section]}, options.certainty, languages))
    if len(made) > 1:
        tell(write(out, "course_nn", made, options.certainty, languages))
    print(f"questions: {sum(map(len, made.values()))}, {time.monotonic() - begun:.0f} s")
    return 0


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="tools/questions", description="The questions as Moodle XML and QTI 2.1.")
    parser.add_argument("lecture", nargs="*", help="only these, such as xor, or inventory-A; without any all lectures")
    parser.add_argument("--out", type=Path, default=Path("questions"), help="the folder (default: questions)")
    parser.add_argument("--language", default=BOTH, help="en, zh or both (default)")
    parser.add_argument("--certainty", action="store_true", help="for Moodle's certainty-based marking")
    return parser.parse_args(arguments)


def plan_of(options):
    """The languages, the sections and the folder that these options mean.

    raises : BadInput
    """
    known = {BOTH: [*LANGUAGES]} | {key: [key] for key in LANGUAGES}
    languages = lookup(known, options.language, "language", "语言")
    for name in options.lecture:
        lookup(LECTURES | INVENTORY, name, "lecture", "讲次")
    return languages, options.lecture or [*LECTURES], writable(options.out)


def stem(section):
    """What the files of a lecture are called: 03_xor; those of a form as it is: inventory-A."""
    return section if section in INVENTORY else LECTURES[section].notebook.removesuffix(".ipynb")


def write(out, name, lectures, certainty, languages):
    """The files of some lectures, {section: entries}; their paths."""
    files = {out / "moodle" / f"{name}.xml": moodle.quiz(lectures, languages, certainty)}
    files |= {out / "qti" / f"{name}.{key}.zip": qti.package(lectures, key) for key in languages}
    for path, data in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return [*files]


def tell(paths):
    """What was written, and how large it is."""
    for path in paths:
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB", flush=True)
