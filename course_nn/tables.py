"""Data arrive as text, and text has flaws: read what can be read exactly, and name every line that cannot."""
import math
import re
import unicodedata
from typing import NamedTuple

import numpy as np

from course_nn.errors import BadInput

LARGEST, LINES, FEWEST = 1_000_000, 5000, 4  # characters; rows at most, and at least


class Table(NamedTuple):
    """Points of the plane with a class or a number each, moved into the square that the pictures show.
    平面上的点，各带一个类别或一个数值，并移入图中显示的方形区域。
    """

    X: np.ndarray  # (n, 2) in [-5, 5]; the second column is 0 if only one input was given
    y: np.ndarray  # (n,) classes 0 and 1, or numbers in [-1, 1]
    class_names: tuple  # what 0 and 1 mean; empty for numbers
    scale: np.ndarray  # (3, 2) low and high of x1, x2 and y before they were moved


def read_table(text):
    """Two columns (x, y) or three (x1, x2, y), a row a line, read from pasted text or a CSV file.
    从粘贴的文本或 CSV 文件读取两列 (x, y) 或三列 (x1, x2, y)，每行一个样本。

    Columns are parted by commas, semicolons, tabs or spaces; beside semicolons or tabs a comma is a decimal point.
    A first line without numbers is a heading. A last column with two different values, numbers or names, is a class.

    returns: Table
    raises : BadInput that names the lines that cannot be read, or says what is missing
    """
    rows = _rows(text)
    width = len(rows[0][1])
    if width not in (2, 3):
        _refuse(f"line {rows[0][0]}: expected 2 or 3 columns, found {width}; for example: 1.5, −2, 0",
                f"第 {rows[0][0]} 行：应有 2 或 3 列，现有 {width} 列；例如：1.5, −2, 0")  # fmt: skip
    names = not all(_is_number(cells[-1]) for _, cells in rows if len(cells) == width)
    bad = [problem for line, cells in rows if (problem := _problem(line, cells, width, names))]
    if bad:
        more = f" … {len(bad)} lines in all", f" …… 共 {len(bad)} 行"
        _refuse(*("; ".join(told[:3]) + rest * (len(bad) > 3) for told, rest in zip(zip(*bad), more)))
    inputs = np.array([[float(cell) for cell in cells[:-1]] for _, cells in rows])  # (n, 1) or (n, 2)
    X = np.column_stack([inputs, np.zeros(len(rows))])[:, :2]
    return _table(X, [cells[-1] for _, cells in rows])


def _rows(text):
    """(line number, cells) of each line that holds data."""
    if len(text) > LARGEST:
        _refuse(f"{len(text):,} characters are too many; paste at most {LARGEST:,}",
                f"{len(text):,} 个字符过多；最多可粘贴 {LARGEST:,} 个")  # fmt: skip
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\ufeff", "")  # as １，２ and −1 are typed
    parted = re.search("[;\t]", text)
    if parted:
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    split = r"\s*[;\t]\s*" if parted else r"\s*,\s*" if "," in text else r"\s+"
    rows = [(k, re.split(split, line.strip())) for k, line in enumerate(text.split("\n"), 1) if line.strip()]
    rows = [(k, [cell.strip("\"'") for cell in cells]) for k, cells in rows]
    if rows and not any(_is_number(cell) for cell in rows[0][1]):
        rows = rows[1:]
    if not FEWEST <= len(rows) <= LINES:
        _refuse(f"expected {FEWEST} to {LINES} rows of numbers such as “1.5, −2, 0”, found {len(rows)}",
                f"应有 {FEWEST} 到 {LINES} 行数据，例如“1.5, −2, 0”，现有 {len(rows)} 行")  # fmt: skip
    return rows


def _is_number(cell):
    try:
        return math.isfinite(float(cell)) and "_" not in cell
    except ValueError:
        return False


def _problem(line, cells, width, names):
    """What is wrong with a line, in both languages; None if nothing is."""
    numbers = cells[:-1] if names else cells
    if len(cells) != width:
        return (f"line {line}: expected {width} numbers, found {len(cells)}",
                f"第 {line} 行：应有 {width} 个数，现有 {len(cells)} 个")  # fmt: skip
    wrong = next((cell for cell in numbers if not _is_number(cell)), None)
    if wrong is not None:
        return f"line {line}: “{wrong[:20]}” is not a number", f"第 {line} 行：“{wrong[:20]}”不是数"
    return None


def _table(X, answers):
    values = sorted(set(answers), key=lambda a: (float(a) if _is_number(a) else 0, a))
    numeric = all(map(_is_number, answers))
    if numeric:
        values = sorted({float(a) for a in answers})
    if len(values) < 2 or not (numeric or len(values) == 2):
        shown = ", ".join(map(str, values[:4]))
        _refuse(f"the last column must hold two classes, or numbers; found {len(values)} different: {shown}",
                f"最后一列应为两个类别，或为数；现有 {len(values)} 种：{shown}")  # fmt: skip
    y = np.array([float(a) if numeric else values.index(a) for a in answers], float)
    scale = np.array([(column.min(), column.max()) for column in (*X.T, y)])
    X = np.stack([into(column, *ends, 5) for column, ends in zip(X.T, scale)], axis=1)
    if len(values) == 2:
        return Table(X, (y == y.max()).astype(int), tuple(f"{v:g}" if numeric else v for v in values), scale)
    return Table(X, into(y, *scale[2], 1), (), scale)


def into(values, low, high, reach):
    """Numbers from low … high, moved to -reach … reach; all 0 if they are all the same.
    把 low … high 的数移到 -reach … reach；若全部相同则为 0。
    """
    return reach * (2 * (values - low) / (high - low) - 1) if high > low else 0 * values


def _refuse(en, zh):
    raise BadInput(en, zh)
