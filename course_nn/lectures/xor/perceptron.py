"""A rule that learns from mistakes only: after each, the weights move by the input that was got wrong.

The bias is a weight like any other, of an input that is always 1. Below, x stands for (x1, …, xd, 1) and w for
(w1, …, wd, b), so that a unit's line always passes through the origin, one dimension up.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput

CLOUD = 6  # points


class Run(NamedTuple):
    """What the rule did: row t is the state after t steps."""

    weights: np.ndarray  # (steps + 1, d + 1), the bias last; row 0 is all zeros
    mistakes: np.ndarray  # (steps + 1,) int, how many so far
    rows: np.ndarray  # (steps,) int, which example it was
    answers: np.ndarray  # (steps,) 0 or 1, what the unit gave for it


class Bound(NamedTuple):
    """Novikoff's theorem in numbers: at most (R/γ)² mistakes. Not separable: γ = 0, no bound, u = 0."""

    radius: float  # R, the longest x
    margin: float  # γ, how far the nearest example stays from the best line through the origin
    unit: np.ndarray  # u (d + 1,), the normal of that line, ‖u‖ = 1
    mistakes: float  # (R/γ)², or nan


def two_clouds(gap: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Six points on each side of a strip through the middle of the square, in random order.

    gap    : width of the strip, 0 … 1;  rng : a numpy Generator
    returns: X (12, 2) in [-0.4, 1.4]², labels (12,) 0 or 1
    """
    angle = rng.uniform(0, 2 * np.pi)
    X = rng.uniform(-0.4, 1.4, (400, 2))
    side = (X - 0.5) @ [np.cos(angle), np.sin(angle)]  # (400,)
    above, below = np.flatnonzero(side > gap / 2), np.flatnonzero(side < -gap / 2)
    chosen = rng.permutation([*above[:CLOUD], *below[:CLOUD]])
    return X[chosen], (side[chosen] > 0).astype(int)


def learn(X: np.ndarray, labels: np.ndarray | tuple, steps: int) -> Run:
    """The perceptron rule, started at w = 0, one example after the other, round and round.
    感知机规则：从 w = 0 出发，逐个样本循环进行。

    y = 1 if w·x > 0, else 0;      w ← w + (t - y) x

    X      : (n, d);  labels t : (n,) 0 or 1;  steps : int >= 0, one example in each（每步一个样本）
    returns: Run
    raises : BadInput for labels that are not 0 or 1, or not one for each row（标签不是 0 或 1，或个数不符）
    source : Rosenblatt, Principles of Neurodynamics (1962), chapter 5
    """
    x, t = _with_a_one(X, labels)
    w = np.zeros((steps + 1, x.shape[1]))
    rows = np.arange(steps) % len(x)
    answers = np.zeros(steps, int)
    for step, i in enumerate(rows):
        answers[step] = x[i] @ w[step] > 0
        w[step + 1] = w[step] + (t[i] - answers[step]) * x[i]
    mistakes = np.concatenate([[0], np.cumsum(answers != t[rows])])
    return Run(w, mistakes, rows, answers)


def novikoff(X: np.ndarray, labels: np.ndarray | tuple) -> Bound:
    """How many mistakes the rule can make at most, in whatever order the examples come.

    With every mistake w·u grows by γ or more, and ‖w‖² by R² or less: m γ ≤ w·u ≤ ‖w‖ ≤ √m R, so m ≤ (R/γ)².

    At most d + 1 examples, those nearest to it, decide the best line. All such groups are tried, which is a proof.

    X      : (n, d), few rows: about n^(d + 1) groups;  labels : (n,) 0 or 1
    returns: Bound
    raises : BadInput for labels that are not 0 or 1, or not one for each row（标签不是 0 或 1，或个数不符）
    source : Novikoff, On convergence proofs for perceptrons (1962)
    """
    x, t = _with_a_one(X, labels)
    A = (2 * t[:, None] - 1) * x  # (n, d + 1); a line is right where A w > 0
    radius = float(np.linalg.norm(x, axis=1).max())
    best = None
    for size in range(1, A.shape[1] + 1):
        groups = A[list(combinations(range(len(A)), size))]  # (groups, size, d + 1)
        w = np.linalg.pinv(groups).sum(axis=-1)  # (groups, d + 1), the shortest with groups @ w = 1
        w = w[(w @ A.T >= 1 - 1e-9).all(axis=1)]
        if len(w):
            shortest = min(w, key=np.linalg.norm)
            best = shortest if best is None else min(best, shortest, key=np.linalg.norm)
    if best is None:
        return Bound(radius, 0.0, np.zeros(A.shape[1]), np.nan)
    norm = float(np.linalg.norm(best))
    return Bound(radius, 1 / norm, best / norm, (radius * norm) ** 2)


def cycle(run: Run, n: int) -> tuple | None:
    """When two rounds start with the same weights, although there was a mistake in between: it goes round for ever.

    run    : Run;  n : number of examples, the length of a round
    returns: (first, again), how many steps come before these two rounds; None if that did not happen
    """
    first_steps: dict[tuple, int] = {}
    for t in range(0, len(run.weights), n):
        first = first_steps.setdefault(tuple(run.weights[t].tolist()), t)
        if run.mistakes[t] > run.mistakes[first]:
            return first, t
    return None


def _with_a_one(X, labels):
    X, labels = np.asarray(X, float), np.asarray(labels)
    if X.ndim != 2 or labels.shape != X.shape[:1] or not np.isin(labels, (0, 1)).all():
        raise BadInput(
            f"expected X (n, d) and n labels 0 or 1, got {X.shape} and {labels.shape}; for -1 and 1 use (y + 1) / 2",
            f"需要 X (n, d) 与 n 个 0 或 1 的标签，收到 {X.shape} 与 {labels.shape}；标签为 -1 与 1 时请用 (y + 1) / 2",
        )
    return np.column_stack([X, np.ones(len(X))]), labels.astype(int)
