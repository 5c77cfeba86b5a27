"""Tables fitted to the pairs of letters of the course's text, and seen from where they spread most."""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished, memoized
from course_nn.lectures.everybody.alphabet import LETTERS, corpus
from course_nn.lectures.everybody.letters import Tables, fitted, moved, pairs, widest_view

STEPS, EVERY, SIZE = 600, 10, 2.0  # of a fit; moments that are kept; how far from 0 the letters lie on average
NAMED = slice(1, 27)  # a to z among the symbols
FLAT = 0.02  # determinant below which a map of the plane is called flat
VOWELS = np.array([letter in "aeiou" for letter in LETTERS[NAMED]])


@memoized
def counted_pairs(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of letters in the counted text and in lecture 7, (31, 31) each; "shuffled" has the letters in any order."""
    found = corpus()
    rng = np.random.default_rng(0)
    parts = [rng.permutation(part) if text == "shuffled" else part for part in (found.train, found.test)]
    return pairs(parts[0], len(LETTERS)), pairs(parts[1], len(LETTERS))


@memoized
def history(text: str, d: int, scale: float, seed: int) -> list[Tables]:
    """The fit at its start and after every ten steps, all seen as the last is seen best; with two numbers at least."""
    kept = [with_two(tables) for tables in finished(fitted(counted_pairs(text)[0], d, seed, STEPS, EVERY, scale=scale))]
    A, s = widest_view(kept[-1].E[NAMED], SIZE)
    return [moved(tables, A, s) for tables in kept]


def with_two(tables: Tables) -> Tables:
    """The same model; a letter that is one number gets a zero beside it."""
    if tables.E.shape[1] > 1:
        return tables
    E, F = (np.column_stack([part, np.zeros(len(part))]) for part in tables[:2])
    return Tables(E, F, tables.c)


def transformed(tables: Tables, A: np.ndarray, s: np.ndarray, follow: bool) -> tuple[Tables, BadInput | None]:
    """The tables after the first two axes were moved by x → A x + s, the other table with it where that can be."""
    d = tables.E.shape[1]
    whole, shift = np.eye(d), np.zeros(d)
    whole[:2, :2], shift[:2] = A, s
    if follow and abs(np.linalg.det(A)) > FLAT:
        return moved(tables, whole, shift), None
    flat = BadInput(
        "the plane is pressed flat: the other table cannot follow, as nothing can undo that. Pull an arrow out again",
        "平面被压扁了：这无法还原，另一张表也就无法随之变换。请把一个箭头重新拉开",
    )
    return tables._replace(E=tables.E @ whole.T + shift), flat if follow else None
