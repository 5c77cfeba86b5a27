"""The code cells of a notebook run one after the other, as a kernel would run them, and keep what came of each."""

import ast
import io
from contextlib import redirect_stdout
from typing import Any, NamedTuple


class Ran(NamedTuple):
    """A code cell that was run.

    id      : of the cell
    source  : its code
    calls   : the name of the function that its last line calls, "" if it calls none
    first   : the first argument of that call, if it is written out; else None
    printed : what it printed
    value   : of its last expression, None without one
    """

    id: str
    source: str
    calls: str
    first: Any
    printed: str
    value: Any


def run(cell, names):
    """Run a cell in the namespace of its notebook."""
    tree, printed, value = ast.parse(cell.source), io.StringIO(), None
    calls, first = last_call(tree)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(printed):
        exec(compile(tree, cell.id, "exec"), names)
        if last:
            value = eval(compile(ast.Expression(last.value), cell.id, "eval"), names)
    return Ran(cell.id, cell.source, calls, first, printed.getvalue(), value)


def last_call(tree):
    """The name of the function that the last line calls, and its first argument: "predict", "xor-1"."""
    last = tree.body[-1] if tree.body else None
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return "", None
    first = last.value.args[0] if last.value.args else None
    return ast.unparse(last.value.func), first.value if isinstance(first, ast.Constant) else None


def only_comments(source):
    """Whether a cell does nothing at all."""
    return not ast.parse(source).body


def only_imports(source):
    """Whether a cell brings names and does nothing else."""
    return not only_comments(source) and all(
        isinstance(line, ast.Import | ast.ImportFrom) for line in ast.parse(source).body
    )


def without_check(source):
    """What a cell of an exercise gives to begin with: all of it but the call of check."""
    return "\n".join(line for line in source.splitlines() if not line.startswith("check("))
