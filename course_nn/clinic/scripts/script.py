"""A script with one wrong line, drawn by its number: what a student sees of it, and what can be written instead."""

from collections.abc import Mapping
from textwrap import indent
from typing import NamedTuple

import numpy as np

from course_nn.clinic.scripts.catalogue import CASES
from course_nn.clinic.scripts.template import (
    NAMES,
    VARIANTS,
    Case,
    filled_in,
    numbers_of,
    options_of,
    own_lines,
    sick_lines,
)
from course_nn.common.errors import BadInput, lookup
from course_nn.common.words import Words


class Repair(NamedTuple):
    """What a student can write in place of a line."""

    options: tuple  # of str, a line or two of code without indentation; "" deletes the line
    cures: frozenset  # the indices of those that cure
    poor: Words  # what is still wrong after a cure in this line, if anything is


class Script(NamedTuple):
    """A training script with one fault."""

    language: str  # "numpy" or "pytorch"
    fault: str  # a key of the catalogue
    number: int  # of the draw
    lines: tuple  # as they are shown
    faulty: Mapping[int, Repair]  # index of a line -> what can be written there, wherever the fault can be mended
    harmless: Mapping[int, Words]  # index of any other line -> why it is right


def script(fault: str, number: int, language: str) -> Script:
    """The script of a fault, with names and numbers drawn by its number; the same number draws the same script.
    带有某个错误的脚本：名称和数值由编号抽取，编号相同则脚本相同。

    number : 0, 1, …; three after each other compute with different numbers
    raises : BadInput for an unknown fault or language, or a number that is none
    """
    case, drawn = _case(fault, language), _drawn(fault, number, language)
    lines = [line for line in sick_lines(case) if line.code]
    repairs = {k: options_of(case, line) for k, line in enumerate(lines)}
    rng = np.random.default_rng([number, *fault.encode()])
    return Script(
        language,
        fault,
        number,
        tuple(filled_in(line.code, drawn) for line in lines),
        {k: _repair(options, drawn, rng) for k, options in repairs.items() if options},
        {k: line.harmless for k, line in enumerate(lines) if not repairs[k] and line.harmless},
    )


def cured_lines(fault: str, number: int, language: str) -> tuple[str, ...]:
    """The same script without its fault.

    raises : BadInput, as script does
    """
    drawn = _drawn(fault, number, language)
    return tuple(filled_in(line.code, drawn) for line in own_lines(_case(fault, language)) if line.code)


def repaired(script: Script, line: int, option: int) -> tuple[str, ...]:
    """All lines of a script after one of them was replaced by an option; it keeps its indentation."""
    old = script.lines[line]
    new = indent(script.faulty[line].options[option], old[: len(old) - len(old.lstrip())])
    return (*script.lines[:line], *new.splitlines(), *script.lines[line + 1 :])


def audit_of(fault: str, number: int, language: str) -> str:
    """The code that finds the score on data that the script never touched, in the names of the draw."""
    return filled_in(_case(fault, language).audit, _drawn(fault, number, language))


def _case(fault: str, language: str) -> Case:
    return lookup(lookup(CASES, language, "language", "语言"), fault, "fault", "错误")


def _drawn(fault, number, language):
    """Names and numbers of a draw, by what stands in their place in the template."""
    if not (isinstance(number, (int, np.integer)) and number >= 0):
        raise BadInput(
            f"expected the number of a script, 0 or more, got {number!r}; try 0",
            f"应为脚本编号（0 或更大的整数），收到 {number!r}；可以试试 0",
        )
    rng = np.random.default_rng([number, len(fault)])
    names = {name: str(rng.choice(others)) for name, others in NAMES.items()}
    return names | numbers_of(_case(fault, language), number % VARIANTS)


def _repair(options, drawn, rng):
    """The options in an order that is drawn, too."""
    cures = [filled_in(one, drawn) for one in dict.fromkeys(options.cures)]
    every = [*cures, *(filled_in(one, drawn) for one in options.fails)]
    order = rng.permutation(len(every))
    return Repair(tuple(every[k] for k in order), frozenset(np.flatnonzero(order < len(cures)).tolist()), options.poor)
