"""One threshold unit draws one straight cut through the corners of a cube: some Boolean functions fit, most do not.

source : M. Minsky and S. Papert, Perceptrons (1969);  S. Muroga, Threshold Logic and Its Applications (1971)
"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup

# Integer weights from -most to most are enough for all that a unit with n inputs can compute.
MOST_WEIGHT = {1: 1, 2: 1, 3: 2}


class BooleanFunction(NamedTuple):
    """A Boolean function of two inputs.
    两个输入的布尔函数。
    """

    name: str
    symbol: str  # its formula
    values: tuple[int, ...]  # at 00, 01, 10, 11


FUNCTIONS = {
    name: BooleanFunction(name, symbol, tuple(int(v) for v in values))
    for name, symbol, values in (
        ("FALSE", "0", "0000"),
        ("AND", "x1 ∧ x2", "0001"),
        ("x1 AND NOT x2", "x1 ∧ ¬x2", "0010"),
        ("x1", "x1", "0011"),
        ("NOT x1 AND x2", "¬x1 ∧ x2", "0100"),
        ("x2", "x2", "0101"),
        ("XOR", "x1 ⊕ x2", "0110"),
        ("OR", "x1 ∨ x2", "0111"),
        ("NOR", "¬(x1 ∨ x2)", "1000"),
        ("XNOR", "¬(x1 ⊕ x2)", "1001"),
        ("NOT x2", "¬x2", "1010"),
        ("x1 OR NOT x2", "x1 ∨ ¬x2", "1011"),
        ("NOT x1", "¬x1", "1100"),
        ("NOT x1 OR x2", "¬x1 ∨ x2", "1101"),
        ("NAND", "¬(x1 ∧ x2)", "1110"),
        ("TRUE", "1", "1111"),
    )
}


def boolean_function(name: str) -> BooleanFunction:
    """One of the sixteen functions of two inputs; BadInput proposes the nearest name.
    两个输入的十六个布尔函数之一；名称未知时提示最接近的名称。
    """
    return lookup(FUNCTIONS, name, "Boolean function", "布尔函数")


def truth_table(n: int) -> np.ndarray:
    """All inputs of n bits, counting up; a function's values are listed in this order.
    n 位输入的全部组合，按二进制递增；函数的取值按此顺序列出。

    n : 1, 2 or 3;  returns (2^n, n) int of 0 and 1;  raises BadInput for another n
    """
    if n not in MOST_WEIGHT:
        raise BadInput(
            f"expected 1, 2 or 3 inputs, got {n!r}; try 2", f"输入个数应为 1、2 或 3，收到 {n!r}；可以试试 2"
        )
    return np.array(list(product((0, 1), repeat=n)))  # (2^n, n)


def unit(X: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """A threshold unit: it fires where w·x + b > 0. On the line itself, w·x + b = 0, it is silent.
    阈值单元：w·x + b > 0 时输出 1；恰在直线上（等于 0）时输出 0。

    X : (rows, n);  w : (n,);  b : float;  returns (rows,) int of 0 and 1
    """
    return (np.asarray(X) @ np.asarray(w) + b > 0).astype(int)


def all_functions(n: int) -> list[tuple[int, ...]]:
    """The values of all 2^(2^n) Boolean functions of n inputs.
    n 个输入的全部 2^(2^n) 个布尔函数的取值。

    n : 1, 2 or 3;  returns a list of tuples, counting up;  raises BadInput for another n
    """
    return list(product((0, 1), repeat=len(truth_table(n))))


@cache
def _separable(n):
    """values -> (w, b) for every function that one unit computes, smallest weights first.

    Every function that any weights compute, small integers compute too (MOST_WEIGHT), so trying them all is a proof;
    with integers w·x is an integer, and b = -1/2, -3/2, ... puts the line halfway between two of them.
    """

    def size(w):
        return sum(map(abs, w)), max(map(abs, w))

    X, most = truth_table(n), MOST_WEIGHT[n]
    found = {}
    for w in sorted(product(range(-most, most + 1), repeat=n), key=size):
        for b in np.arange(-most * n, most * n + 1) - 0.5:
            found.setdefault(tuple(unit(X, w, b).tolist()), (w, float(b)))
    return found


def separating_unit(values: Sequence[int]) -> tuple[np.ndarray, float] | None:
    """A threshold unit that computes this function, or None if none can.
    能计算该函数的一个阈值单元；若不存在则返回 None。

    values : 2, 4 or 8 values 0 or 1, in the order of truth_table
    returns: (w, b) with |w·x + b| >= 1/2 in every row, or None: that is then proved, not guessed
    raises : BadInput if values are not 0 and 1, or not 2, 4 or 8 of them
    """
    values = tuple(np.asarray(values).tolist())
    if len(values) not in (2, 4, 8) or not set(values) <= {0, 1}:
        raise BadInput(
            f"expected 2, 4 or 8 values 0 or 1, got {values}; try (0, 1, 1, 1)",
            f"需要 2、4 或 8 个取值 0 或 1，收到 {values}；可以试试 (0, 1, 1, 1)",
        )
    w, b = _separable(len(values).bit_length() - 1).get(values, (None, None))
    return None if w is None else (np.array(w, float), b)


def is_separable(values: Sequence[int]) -> bool:
    """Whether one threshold unit can compute this function: 4 of 4, 14 of 16, 104 of 256 for 1, 2, 3 inputs.
    单个阈值单元能否计算该函数：输入数为 1、2、3 时，分别为 4/4、14/16、104/256。

    values : as in separating_unit;  returns bool
    """
    return separating_unit(values) is not None
