"""A script is run as a student would run it, in a namespace of its own, and its curves are read out at the end."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Curves(NamedTuple):
    """What a run leaves behind."""

    train_loss: np.ndarray  # (E,) as the script reports it
    val_score: np.ndarray  # (E,) accuracy or R², as the script reports it
    new_score: float  # on data that the script never touched; nan where nobody asks
    error: str  # what Python says, in one line; "" if the script ran to its end


def run(lines: Sequence[str], audit: str = "") -> Curves:
    """The curves of a script, up to its error if it has one.
    运行一个脚本得到的曲线；若中途报错，则只到报错之前。

    lines : of the course's own scripts only, for they are executed
    audit : code that runs afterwards in the same namespace, and finds new_score
    """
    namespace: dict = {}
    with np.errstate(all="ignore"):  # some faults overflow; the curves tell
        error = _error_of("\n".join(lines), namespace)
        if not error:
            exec(audit, namespace)
        loss, score = (np.array([*map(float, namespace.get(name, ()))]) for name in ("train_loss", "val_score"))
    return Curves(loss, score, float(namespace.get("new_score", np.nan)), error)


def _error_of(code, namespace):
    """What Python says of code that raises: its last line, as at the end of a traceback."""
    try:
        exec(code, namespace)
    except Exception as raised:
        return f"{type(raised).__name__}: {raised}".splitlines()[0]
    return ""
