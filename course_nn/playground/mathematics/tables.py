"""Data arrive as text, and text has flaws: read what can be read exactly, and name every line that cannot."""

import math
import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.texts import as_text, unified

LARGEST = 1e100  # number
LONGEST = 1_000_000  # characters
LINES = 5000  # rows at most
FEWEST = 4  # rows at least
CORNERS = "-5, -5, 0\n5, 5, 0\n-5, 5, 1\n5, -5, 1"


class Table(NamedTuple):
    """Points of the plane with a class or a number each, moved into the square that the pictures show."""

    X: np.ndarray  # (n, 2) in [-5, 5]; the second column is 0 if only one input was given
    y: np.ndarray  # (n,) classes 0 and 1, or numbers in [-1, 1]
    class_names: tuple  # what 0 and 1 mean; empty for numbers
    scale: np.ndarray  # (3, 2) low and high of x1, x2 and y before they were moved


def read_table(text: str) -> Table:
    """Two columns (x, y) or three (x1, x2, y), a row a line, read from pasted text or a CSV file.

    Columns are parted by commas, semicolons, tabs or spaces; beside semicolons or tabs a comma is a decimal point.
    A first line without numbers is a heading. A last column with two different values, numbers or names, is a class.
    What most rows do counts, how many columns and whether names stand in the last; a row that does otherwise is bad.

    returns: Table
    raises : BadInput that names the lines that cannot be read, or says what is missing
    """
    rows = _rows(text)
    width = _width(rows)
    answers = [cells[-1] for _, cells in rows if len(cells) == width and cells[-1]]
    names = 2 * sum(map(_is_number, answers)) < len(answers)  # among numbers, a name is a slip
    bad = [problem for line, cells in rows if (problem := _problem(line, cells, width, names))]
    if bad:
        en, zh = ([*told[:3]] for told in zip(*bad))
        more = (f" … {len(bad)} lines in all", f" …… 共 {len(bad)} 行") if len(bad) > 3 else ("", "")
        _refuse(
            f"{'; '.join(en)}{more[0]}. Correct or delete such lines", f"{'；'.join(zh)}{more[1]}。请改正或删去这样的行"
        )
    inputs = np.array([[float(cell) for cell in cells[:-1]] for _, cells in rows])  # (n, 1) or (n, 2)
    X = np.column_stack([inputs, np.zeros(len(rows))])[:, :2]
    return _table(X, [cells[-1] for _, cells in rows])


def with_sample(text: str, place: np.ndarray, answer: int) -> str:
    """The text with one more row, written as the others; the four corners of XOR if there is none yet.

    place  : (2,) in the square of the pictures
    answer : 0 or 1, the class; among numbers 0 is the smallest of them and 1 the largest
    """
    text = text if text.strip() else CORNERS
    table, rows = read_table(text), _rows(text)
    inputs = [low + (x + 5) / 10 * (high - low) for x, (low, high) in zip(place, table.scale[: _width(rows) - 1])]
    answers = table.class_names or [f"{end:.6g}" for end in table.scale[2]]
    separator = _separator([line for line in text.splitlines() if line.strip()])
    mark = {"[;\t]": ";", ",": ", "}.get(separator, " ")
    return f"{text.rstrip()}\n{mark.join([*(f'{x:.6g}' for x in inputs), answers[answer]])}"


def without_sample(text: str, k: int) -> str:
    """The text without the row of the k-th sample."""
    line = _rows(text)[k][0]
    return "\n".join(row for number, row in enumerate(text.splitlines(), 1) if number != line)


def _rows(text):
    """(line number, cells) of each line that holds data."""
    text = unified(as_text(text, LONGEST)).replace("−", "-").replace("\ufeff", "")  # as １，２ and −1 are typed
    lines = [(k, line.strip()) for k, line in enumerate(text.splitlines(), 1) if line.strip()]
    separator = _separator([line for _, line in lines[:LINES]])
    if lines and not any(map(_is_number, _cells(lines[0][1], separator))):
        lines = lines[1:]
    found = len(lines)
    if found < FEWEST:
        _refuse(
            f"expected at least {FEWEST} rows of numbers such as “1.5, −2, 0”, found {found}; add more",
            f"至少应有 {FEWEST} 行数据，例如“1.5, −2, 0”，收到 {found} 行；请再添几行",
        )
    if found > LINES:
        kept = -(-found // LINES)
        _refuse(
            f"expected at most {LINES} rows, found {found}; keep fewer, one in {kept} for instance",
            f"至多可有 {LINES} 行，收到 {found} 行；请减少行数，例如每 {kept} 行只留一行",
        )
    return [(k, _cells(line, separator)) for k, line in lines]


def _separator(lines):
    """What parts the cells of most lines; one line that is written otherwise does not change the meaning of all."""
    often = (mark for mark in ("[;\t]", ",") if 2 * sum(bool(re.search(mark, line)) for line in lines) > len(lines))
    return next(often, r"\s+")


def _cells(line, separator):
    if separator == "[;\t]":
        line = re.sub(r"(?<=\d),(?=\d)", ".", line)
    return [cell.strip().strip("\"'").strip() for cell in re.split(separator, line)]


def _width(rows):
    """The number of columns, 2 or 3, that most rows have."""
    widths = Counter(len(cells) for _, cells in rows if len(cells) in (2, 3))
    if not widths:
        line, cells = rows[0]
        _refuse(
            f"line {line}: expected 2 or 3 columns, found {len(cells)}; for example: 1.5, −2, 0",
            f"第 {line} 行：应有 2 或 3 列，收到 {len(cells)} 列；例如：1.5, −2, 0",
        )
    return widths.most_common(1)[0][0]  # the first of those that come equally often


def _number(cell):
    """The number that a cell holds, or nan."""
    try:
        return math.nan if "_" in cell else float(cell)
    except ValueError:
        return math.nan


def _is_number(cell):
    return abs(_number(cell)) <= LARGEST


def _problem(line, cells, width, names):
    """What is wrong with a line, in both languages; None if nothing is."""
    if len(cells) != width:
        kind = ("values", "值") if names else ("numbers", "数")
        return (
            f"line {line}: expected {width} {kind[0]}, found {len(cells)}",
            f"第 {line} 行：应有 {width} 个{kind[1]}，收到 {len(cells)} 个",
        )
    numbers = cells[:-1] if names else cells
    wrong = next((cell for cell in numbers if not _is_number(cell)), None)
    if wrong is not None:
        came = (f"“{wrong[:20]}”", f"“{wrong[:20]}”") if wrong else ("an empty cell", "空单元格")
        large = abs(_number(wrong)) > LARGEST
        kind = (f"a number up to {LARGEST:g}", f"不超过 {LARGEST:g} 的数") if large else ("a number", "数")
        return f"line {line}: expected {kind[0]}, found {came[0]}", f"第 {line} 行：应为{kind[1]}，收到{came[1]}"
    if not cells[-1]:
        return f"line {line}: expected a class, found an empty cell", f"第 {line} 行：应为类别，收到空单元格"
    return None


def _table(X, answers):
    values = sorted(set(answers), key=lambda a: (float(a) if _is_number(a) else 0, a))
    numeric = all(map(_is_number, answers))
    if numeric:
        values = sorted({float(a) for a in answers})
    if len(values) < 2:
        _refuse(
            f"the last column must hold two classes, or numbers; found “{answers[0][:20]}” in every row; "
            "add rows with another value",
            f"最后一列应为两个类别，或为数；收到的每行都是“{answers[0][:20]}”；请添上取另一值的行",
        )
    if not numeric and len(values) > 2:
        names = [name[:20] for name in values[:4]]
        shown = ", ".join([*names, "…"] if len(values) > 4 else names)
        _refuse(
            f"the last column must hold two classes, or numbers; found {len(values)} different values: {shown}; "
            "keep the rows of two of them",
            f"最后一列应为两个类别，或为数；收到 {len(values)} 种：{shown}；请只保留其中两类的行",
        )
    y = np.array([float(a) if numeric else values.index(a) for a in answers], float)
    scale = np.array([(column.min(), column.max()) for column in (*X.T, y)])
    X = np.stack([into(column, *ends, 5) for column, ends in zip(X.T, scale)], axis=1)
    if len(values) == 2:
        return Table(X, (y == y.max()).astype(int), tuple(f"{v:g}" if numeric else v for v in values), scale)
    return Table(X, into(y, *scale[2], 1), (), scale)


def into(values: np.ndarray, low: float, high: float, reach: int) -> np.ndarray:
    """Numbers from low … high, moved to -reach … reach; all 0 if they are all the same."""
    return reach * (2 * (values - low) / (high - low) - 1) if high > low else 0 * values


def _refuse(en, zh):
    raise BadInput(en, zh)
