"""A layer for n examples at once, as shapes: a wrong product often does not fit, and sometimes it does.

Forward   Z = X Wᵀ + b     (n, M) = (n, N)(N, M) + (M,)
Backward  dW = δᵀ X,  db = Σ δ,  dX = δ W
"""

from typing import NamedTuple

from course_nn.common.errors import lookup


class Equation(NamedTuple):
    """One line of a layer, as shapes."""

    left: str  # what is computed
    shape: tuple  # that it must have
    sign: str  # what stands before the factors, "" or "Σ"
    factors: tuple  # of pairs (name, shape)
    wrong: bool  # whether it is a slip
    fits: bool  # whether the shapes let it pass


SLIPS = ("none", "X W", "transposed dW", "no transpose", "W transposed", "one sum")


def equations(n: int, N: int, M: int, slip: str = "none") -> list:
    """The four lines of a layer with N inputs and M outputs, one of them perhaps wrong.

    n    : examples;  slip : one of SLIPS
    """
    lookup(dict.fromkeys(SLIPS), slip, "slip", "错误")
    X, W, delta = (n, N), (M, N), (n, M)
    names = {"X": X, "Xᵀ": X[::-1], "W": W, "Wᵀ": W[::-1], "δ": delta, "δᵀ": delta[::-1]}
    lines = {"Z": ((n, M), "X Wᵀ"), "dW": (W, "δᵀ X"), "db": ((1, M), "δ"), "dX": (X, "δ W")}
    line, product = {
        "X W": ("Z", "X W"),
        "transposed dW": ("dW", "Xᵀ δ"),
        "no transpose": ("dW", "δ X"),
        "W transposed": ("dX", "δ Wᵀ"),
        "one sum": ("db", "δ"),
    }.get(slip, ("", ""))
    equations = []
    for left, (shape, right) in lines.items():
        factors = tuple((name, names[name]) for name in (product if left == line else right).split())
        factors += (("+ b", (1, M)),) if left == "Z" else ()
        sign = ("ΣΣ" if slip == "one sum" else "Σ") if left == "db" else ""
        equations.append(Equation(left, shape, sign, factors, left == line, bool(sign) or _fits(shape, factors)))
    return equations


def _fits(shape, factors):
    (_, (rows, inner)), (_, (also, columns)) = factors[:2]  # what is added does not matter
    return inner == also and (rows, columns) == shape
