"""A training script as a table of lines, and a fault as what differs in it: one wrong line, and what can mend it.

A template is plain Python. A word in capitals, such as RATE, stands for a number that is drawn, and a name in NAMES may
be drawn as another one; neither changes what the script does. A slot is a line that only some scripts have.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from course_nn.common.words import Words

NO_WORDS = Words("", "")
VARIANTS = 3  # scripts of a fault that compute with different numbers
NAMES = {  # a name of a template: what students call it; no name is longer, and none is used for something else
    "T": ("T", "Y"),
    "W1": ("W1", "V1"),
    "W2": ("W2", "V2"),
    "rows": ("rows", "pick"),
    "order": ("order", "mixed"),
    "rng": ("rng", "gen"),
    "birds": ("birds", "table"),
    "keep": ("keep", "mask"),
    "opt": ("opt", "sgd"),
    "hit": ("hit", "ok"),
}


class Line(NamedTuple):
    """One line of a template."""

    name: str  # of its slot
    code: str  # "" if most scripts do not have it
    harmless: Words | None = None  # why it is right as it is; None where every script that has it names it as faulty


class Options(NamedTuple):
    """What can be written in place of a line that could be the fault; "" deletes it."""

    cures: tuple = ()
    fails: tuple = ()
    poor: Words = NO_WORDS  # what is still wrong after a cure in this line


class Template(NamedTuple):
    """A healthy script of 15 to 20 lines."""

    lines: tuple  # of Line
    numbers: Mapping  # word in capitals -> its values in the variants


class Case(NamedTuple):
    """A fault in one language: what its scripts have of their own, what is wrong, and where it can be mended."""

    template: Template
    wrong: Mapping  # slot -> the wrong code, "" for a line that is missing
    options: Mapping  # slot -> Options; in a slot that is wrong the template's own line cures, too
    own: tuple = ()  # of Line, in place of the template's, in the sick script and in the cured one
    numbers: Mapping = {}  # more of them, or others
    audit: str = ""  # code that finds new_score, on data that the script never touched; it is not shown


def own_lines(case: Case) -> tuple[Line, ...]:
    """The lines of the cured script, in all slots, also the empty ones."""
    own = {line.name: line for line in case.own}
    return tuple(own.get(line.name, line) for line in case.template.lines)


def sick_lines(case: Case) -> tuple[Line, ...]:
    """The same with the fault."""
    return tuple(line._replace(code=case.wrong.get(line.name, line.code)) for line in own_lines(case))


def options_of(case: Case, line: Line) -> Options | None:
    """What can be written in place of a line of the sick script; None if the line is harmless."""
    given = case.options.get(line.name)
    right = {one.name: one.code for one in own_lines(case)}[line.name]
    if line.name not in case.wrong or given is None:
        return given
    return given._replace(cures=(right.strip(), *given.cures))


def filled_in(code: str, drawn: Mapping[str, str]) -> str:
    """Code with its names and numbers as they were drawn; what follows a point is no name of the script."""
    return re.sub(r"(?<![.\w])[A-Za-z_]\w*", lambda word: drawn.get(word[0], word[0]), code)


def numbers_of(case: Case, variant: int) -> dict[str, str]:
    """The numbers of a variant, as they are written."""
    return {name: str(values[variant]) for name, values in {**case.template.numbers, **case.numbers}.items()}
