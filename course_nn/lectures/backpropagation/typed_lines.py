"""Several typed lines, each a formula with a name, are read one by one; a name may be set again.

A formula is read as course_nn.expressions reads it: 2x is a product, ² and π are fine, nothing is ever run. New here is
the name before the =; and a name that no earlier line has set is an input.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.expressions import CONSTANTS, OF_ONE, OF_SEVERAL, TOKEN, Formula, known_names, plain_text, quoted

FUNCTIONS = OF_ONE | OF_SEVERAL
NAME = re.compile("[a-z_][a-z_0-9]*")


MOST = 50  # lines of what is typed


class Line(NamedTuple):
    """One line: what it sets, and the formula."""

    number: int  # 1 is the first line of the text
    name: str  # left of the =, "" where there is none
    formula: Formula  # right of the =


def read_lines(text: str, names: Iterable | None = None, most: int = MOST) -> list:
    """The lines of a text such as "c = a + b; y = c c"; only the last one may go without a name.

    text    : lines, or formulas with ; between them, each as of expressions.read; capitals are read as small letters
    names   : the names that may be used without being set, or None if any may
    most    : lines that are read
    returns : list of Line, empty lines left out
    raises  : BadInput that says in which line, where in it, and what was expected
    """
    pieces = [(k, piece) for k, piece in enumerate(re.split("[\n;；]", str(text)), 1) if piece.strip()]
    if not pieces:
        raise BadInput("expected a formula, got nothing; try y = x^2", "这里需要一个公式；可以试试 y = x^2")
    if len(pieces) > most:
        raise BadInput(
            f"expected at most {most} lines, got {len(pieces):,}; leave some out",
            f"至多 {most} 行，收到 {len(pieces):,} 行；请删去一些",
        )
    known = None if names is None else [plain_name(name) for name in names]
    lines: list = []
    earlier: list = []  # names that lines have set
    for number, piece in pieces:
        try:
            line = _line(number, piece, known, earlier, number == pieces[-1][0])
        except BadInput as error:
            if len(pieces) == 1:
                raise
            raise BadInput(f"line {number}: {error.en}", f"第 {number} 行：{error.zh}") from None
        lines.append(line)
        earlier += [line.name] if line.name and line.name not in earlier else []
    return lines


def plain_name(text: str) -> str:
    """A name in plain small letters, as the lines have it: x₁ is x1.

    raises : BadInput for what is no name, and for those of numbers and functions, such as e and sin
    """
    name = plain_text(str(text), ("x",))
    if name in CONSTANTS or name in FUNCTIONS:
        raise BadInput(
            f"{name} has a meaning of its own here and cannot be set; try {name}1",
            f"{name} 在这里有固定的含义，不能另作名称；可以用 {name}1",
        )
    if not NAME.fullmatch(name):
        raise BadInput(
            f"expected one name of letters, digits and _, such as y or h1, got “{quoted(name)}”",
            f"这里需要一个由字母、数字和 _ 组成的名称，例如 y 或 h1；收到“{quoted(name)}”",
        )
    return name


def curve_of(text: str, names: tuple = ("x",)) -> Callable:
    """The function of these inputs that lines describe, to be drawn: nan where it is not defined.

    text    : as of read_lines
    returns : a function of as many arrays of one shape, an array of that shape
    raises  : BadInput as read_lines does
    """
    lines = read_lines(text, names)

    def f(*inputs):
        given = {name: np.asarray(x, float) for name, x in zip(names, inputs, strict=True)}
        with np.errstate(all="ignore"):
            for line in lines:
                value = given[line.name] = line.formula.value(given)
        return np.where(np.isfinite(value), value, np.nan) + np.zeros(np.shape(inputs[0]))

    return f


def _line(number, piece, known, earlier, last):
    left, equals, right = plain_text(piece, ("x",)).partition("=")
    if not equals and not last:
        raise BadInput(
            "expected a name and = before the formula, such as c = a + b", "公式之前需要名称和 =，例如 c = a + b"
        )
    if "=" in right:
        raise BadInput("expected one = in a line, got more; try a line for each", "一行只能有一个 =；请分成几行")
    if equals and not (left.strip() and right.strip()):
        raise BadInput(
            "expected a name, then =, then a formula, such as y = 2x", "= 前面需要名称，后面需要公式，例如 y = 2x"
        )
    text = right.strip() if equals else left
    names = [*earlier, *(_inputs(text, earlier) if known is None else known)]
    return Line(number, plain_name(left) if equals else "", _parse(text, names))


def _inputs(text, earlier):
    """Names of a formula that no earlier line has set; a name with brackets behind it must be a function."""
    inputs = []
    for match in TOKEN.finditer(text):
        word = match[2]
        if not known_names(word or "pi", [*earlier, *inputs, *CONSTANTS, *FUNCTIONS]):
            if text[match.end() :].startswith("(") and sum(map(str.isalpha, word)) > 1:
                lookup(FUNCTIONS, word[:30], "function", "函数")
            inputs.append(word)
    return inputs


def _parse(text, names):
    formula = Formula(text, names)
    _check(formula.tokens)
    with np.errstate(all="ignore"):
        formula.value(dict.fromkeys(names, np.float64(1)))  # refuses what is no formula
    return formula


def _check(tokens):
    """Values and signs take turns, and brackets match; an error says where they do not."""
    value_may_end, depth = False, 0
    for k, (kind, piece) in enumerate([*tokens, ("end", "")]):
        depth += (kind == "(") - (kind == ")")
        starts = kind in ("number", "name", "function", "(") or (kind in "+-" and not value_may_end)
        stray = depth < 0 or (kind == "end" and depth) or (kind == "," and not depth)
        if starts == value_may_end or stray:
            raise _misplaced("".join(piece for _, piece in tokens[:k]), piece, value_may_end)
        value_may_end = kind in ("number", "name", ")")


def _misplaced(before, piece, after_value):
    wanted = ("a sign such as + or *, or a matching bracket", "运算符（如 + 或 *）或配对的括号")
    wanted = wanted if after_value else ("a number, a name or (", "数、名称或 (")
    before = before if len(before) <= 20 else "…" + before[-19:]
    en, zh = (f"after “{before}”", f"“{before}”之后") if before else ("at the start", "开头")
    got = (f"got “{piece}”", f"却是“{piece}”") if piece else ("but the line ends", "但这一行到此为止")
    return BadInput(f"{en}, {wanted[0]} is expected, {got[0]}", f"{zh}应为{wanted[1]}，{got[1]}")
