"""Features that are not trained: random directions, and a bend. Only the last layer is fitted, by a formula.

With as many features as samples exactly one last layer fits every target, and its weights can be very large. With more
features many layers do; the one with the shortest weights is taken, and they get shorter again.
"""

from collections.abc import Generator, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup

KINDS: dict[str, tuple] = {  # φ, and the scale of the random directions
    "relu": (lambda z: np.maximum(0, z), 1.0),
    "tanh": (np.tanh, 0.3),
    "cos": (np.cos, 0.3),
}
ROUNDING = np.finfo(float).eps


class Sweep(NamedTuple):
    """Errors for each number of features, each solver and each draw, all (S, L, R)."""

    train: np.ndarray  # mean squared error, summed over the outputs
    validation: np.ndarray
    test: np.ndarray
    wrong: np.ndarray  # share of test samples whose largest output is that of another class; 0 with one output
    norm: np.ndarray  # ‖W‖


def features(X: np.ndarray, N: int, kind: str = "relu", seed: int = 0) -> np.ndarray:
    """N random features of each row; those of a smaller N are the first of them.

    a_j(x) = φ(v_j·x + c_j),   v_j ~ N(0, s²I), c_j ~ N(0, 1), for cos times π;  s = 1 for ReLU, 0.3 for tanh and cos

    X       : (n, d);  N : 1 or more;  kind : "relu", "tanh" or "cos"
    returns : (n, N)
    raises  : BadInput for another kind, or N < 1
    source  : Rahimi & Recht, Random Features for Large-Scale Kernel Machines (2007)
    """
    phi, scale = lookup(KINDS, kind, "feature", "特征")
    if N < 1:
        raise BadInput(f"expected 1 feature or more, got {N!r}; try 100", f"特征数应不小于 1，收到 {N!r}；可以试试 100")
    normal = np.random.default_rng(seed).normal(size=(N, X.shape[1] + 1))
    V, c = scale * normal[:, :-1], normal[:, -1]
    return phi(X @ V.T + (np.pi * c if kind == "cos" else c))


def minimum_norm(
    A: np.ndarray, Y: np.ndarray, lam: np.ndarray | list | float = 0.0, cutoff: np.ndarray | list | float = 0.0
) -> np.ndarray:
    """The W with the smallest squared error and penalty; where many fit equally well, the shortest of them.

    W = argmin ½‖A W - Y‖² + λ ½‖W‖² = V diag(s / (s² + λ)) Uᵀ Y,   A = U diag(s) Vᵀ

    A       : (n, N) features;  Y : (n, M) targets
    lam     : λ ≥ 0, a number, or (L,) for many
    cutoff  : a number, or (L,): a direction whose s is below this share of the largest is left out; one that is only
              rounding is always left out
    returns : (N, M), or (L, N, M)
    raises  : BadInput for λ < 0, or a cutoff outside [0, 1)
    source  : Bishop, Pattern Recognition and Machine Learning, eq. (3.28); Golub & Van Loan, Matrix Computations
              (2013), section 5.5
    """
    lam, cutoff = np.broadcast_arrays(np.asarray(lam, float), np.asarray(cutoff, float))
    if not (np.all(lam >= 0) and np.all(cutoff >= 0) and np.all(cutoff < 1)):
        raise BadInput(
            f"expected λ ≥ 0 and a cutoff from 0 to below 1; got {lam} and {cutoff}",
            f"要求 λ ≥ 0，截断比例在 0 与 1 之间（不含 1）；收到 {lam} 和 {cutoff}",
        )
    U, s, Vt = np.linalg.svd(A, full_matrices=False)  # (n, r), (r,), (r, N)
    counts = s > s[0] * np.maximum(cutoff, max(A.shape) * ROUNDING)[..., None]  # (r,) or (L, r)
    gain = np.where(counts, s / np.where(counts, s**2 + lam[..., None], 1), 0)
    return Vt.T @ (gain[..., None] * (U.T @ Y))


def sweep(
    splits: Iterable,
    sizes: Sequence,
    lams: np.ndarray | list,
    cutoffs: np.ndarray | list,
    kind: str = "relu",
    seed: int = 0,
) -> Generator[float, None, Sweep]:
    """Fit the last layer for every number of features by every solver, for each split: a generator.

    splits  : R of them, training, validation and test samples with targets (n, M)
    sizes   : S numbers of features, ascending
    lams, cutoffs : (L,) each, one of both for each solver
    kind, seed    : of the features; the k-th split gets those of seed + k
    returns : Sweep
    """
    measured, all_splits = [], list(splits)
    for k, split in enumerate(all_splits):
        A = [features(samples.X, sizes[-1], kind, seed + k) for samples in split]
        yield k / len(all_splits)
        rows = []
        for N in sizes:
            W = minimum_norm(A[0][:, :N], split.train.y, lams, cutoffs)  # (L, N, M)
            rows.append(_measure(W, [part[:, :N] for part in A], [samples.y for samples in split]))
        measured.append(rows)
    return Sweep(*np.array(measured).transpose(2, 1, 3, 0))  # (R, S, 5, L) before


def _measure(W, A, Y):
    """The three errors, the share that is wrong, and the length of W, for each of the L solvers: (5, L)."""
    wide = W.transpose(1, 0, 2).reshape(W.shape[1], -1)  # (N, L M), so that one product serves all
    F = [(part @ wide).reshape(len(part), len(W), -1) for part in A]  # (n, L, M)
    residuals = [f - y[:, None] for f, y in zip(F, Y)]
    errors = [np.einsum("nlm,nlm->l", r, r) / len(r) for r in residuals]
    wrong = np.mean(F[-1].argmax(axis=2) != Y[-1].argmax(axis=1)[:, None], axis=0)
    return [*errors, wrong, np.linalg.norm(W, axis=(1, 2))]
