"""Is the number of ones odd? Threshold units can tell in several ways, and the ways differ enormously in size.

A circuit is a list of threshold units in the order in which they compute. Each may have the bits, and all units before
it, for inputs. The last unit gives the answer.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput


class Unit(NamedTuple):
    """A threshold unit: 1 if Σ weights · inputs + bias > 0, else 0."""

    inputs: tuple  # 0 … n - 1 are the bits, n is the first unit, n + 1 the second, …
    weights: tuple
    bias: float


def all_rows(n: int) -> np.ndarray:
    """All inputs of n bits, counting up: (2^n, n) int of 0 and 1.

    raises : BadInput unless n is 2 … 12
    """
    if n not in range(2, 13):
        raise BadInput(f"expected 2 to 12 bits, got {n!r}; try 4", f"位数应为 2 到 12，收到 {n!r}；可以试试 4")
    return np.arange(2**n)[:, None] >> np.arange(n)[::-1] & 1  # (2^n, n)


def parity(X: np.ndarray) -> np.ndarray:
    """1 where the number of ones is odd: XOR of all bits. (rows, n) -> (rows,)"""
    return np.sum(X, axis=-1) % 2


def and_terms(n: int) -> list:
    """One AND for every row that is odd, which fires for that row alone, and an OR of them: 2^(n-1) + 1 units.

    n      : 2 … 12;  returns a list of Unit
    source : the disjunctive normal form; no AND can be left out: Wegener, The Complexity of Boolean Functions (1987)
    """
    odd = [row for row in all_rows(n).tolist() if sum(row) % 2]
    terms = [Unit(tuple(range(n)), tuple(2 * bit - 1 for bit in row), 0.5 - sum(row)) for row in odd]
    return [*terms, Unit(tuple(range(n, n + len(odd))), (1,) * len(odd), -0.5)]


def counting_layer(n: int) -> list:
    """Unit k fires for at least k ones; the output adds and subtracts units in turn, 1 − 2 + 3 − …: n + 1 units.

    n      : 2 … 12;  returns a list of Unit; for n = 2 it is the lecture's network for XOR
    source : Rumelhart, Hinton & Williams, Parallel Distributed Processing (1986), chapter 8
    """
    all_rows(n)
    counters = [Unit(tuple(range(n)), (1,) * n, 0.5 - k) for k in range(1, n + 1)]
    return [*counters, Unit(tuple(range(n, 2 * n)), tuple((-1) ** k for k in range(n)), -0.5)]


def tree(n: int) -> list:
    """XOR of pairs, XOR of those, …: n - 1 times the lecture's network of three units, about 2 log2(n) layers.
    两两取异或，再对结果两两取异或，如此下去：讲义的三单元网络共用 n - 1 次，约 2 log2(n) 层。

    n      : 2 … 12;  returns a list of 3 (n - 1) Unit; an odd one out waits for the next round
        （返回 3 (n - 1) 个 Unit；落单的一个等到下一轮）
    """
    all_rows(n)
    waiting = list(range(n))
    units: list[Unit] = []
    while len(waiting) > 1:
        pair, h1 = tuple(waiting[:2]), n + len(units)
        units += [Unit(pair, (1, 1), -0.5), Unit(pair, (1, 1), -1.5), Unit((h1, h1 + 1), (1, -1), -0.5)]
        waiting = [*waiting[2:], h1 + 2]
    return units


CONSTRUCTIONS = {"and_terms": and_terms, "counting_layer": counting_layer, "tree": tree}


def run(units: list, X: np.ndarray) -> np.ndarray:
    """The output of every unit of a circuit for every row.

    units  : list of Unit;  X : (rows, n) of 0 and 1
    returns: (rows, len(units)) int of 0 and 1; the last column is the answer
    """
    X = np.asarray(X)
    outputs = np.concatenate([X, np.zeros((len(X), len(units)), int)], axis=1)  # (rows, n + units), the bits first
    for k, unit in enumerate(units, X.shape[1]):
        outputs[:, k] = outputs[:, unit.inputs] @ np.array(unit.weights) + unit.bias > 0
    return outputs[:, X.shape[1] :]


def disturbed(units: list, noise: float, seed: int = 0) -> list:
    """The same units, with every weight and every bias off by at most that share of itself.

    w (1 + u),  u uniform in [-noise, noise], independent for every weight and bias

    units  : list of Unit;  noise : 0 … 1;  returns a list of Unit
    """
    rng = np.random.default_rng(seed)

    def off(values):
        return values * (1 + rng.uniform(-noise, noise, np.shape(values)))

    return [unit._replace(weights=off(np.array(unit.weights)), bias=off(unit.bias)) for unit in units]


def layers(units: list, n: int) -> list:
    """The layer of every unit: one more than the highest of its inputs; the bits are layer 0.

    returns: list of int, as long as units; the last is the depth of the circuit
    """
    level = [0] * n
    for unit in units:
        level.append(1 + max(level[i] for i in unit.inputs))
    return level[n:]
