"""What would be the error with other samples, or from another start? Only repeating the experiment can tell.

A single error mixes three things: what the model cannot fit (its bias), what it has learned of these samples alone (the
variance of the data), and what comes from where training began (the variance of the start).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput


class Decomposition(NamedTuple):
    """The parts of a mean squared error at each of n places; the first three sum to the last."""

    bias2: np.ndarray  # (n,) squared distance of the mean answer from the truth
    data: np.ndarray  # (n,) variance between training sets, of the mean over their starts
    start: np.ndarray  # (n,) variance between the starts on the same training set
    error: np.ndarray  # (n,) mean squared distance of the answers from the truth


def decompose(F: np.ndarray, truth: np.ndarray, by: np.ndarray | None = None) -> Decomposition:
    """Mean squared error = bias² + variance of the data + variance of the start, identically.

    F̄_d = mean of the answers from training set d, F̄ = mean of all;  "mean" counts every answer once
    mean (F - f)² = (F̄ - f)² + mean (F̄_d - F̄)² + mean (F - F̄_d)²

    With only D training sets F̄ itself varies, so bias² comes out too large, by about the variance of the data / D.

    F       : (R, n) answers of R fits at n places;  truth : (n,) f, the same unit
    by      : (R,) which training set each fit is of; None gives each its own, so that nothing is due to the start
    returns : Decomposition
    raises  : BadInput for shapes that do not fit
    source  : Geman, Bienenstock & Doursat, Neural Networks and the Bias/Variance Dilemma (1992), section 2
    """
    F, truth = np.asarray(F, float), np.asarray(truth, float)
    by = np.arange(len(F)) if by is None else np.asarray(by)
    if not (F.ndim == 2 and F.size and truth.shape == F.shape[1:] and by.shape == F.shape[:1]):
        raise BadInput(
            f"expected F (R, n), truth (n,), by (R,); got {F.shape}, {truth.shape}, {by.shape}",
            f"要求 F (R, n)、truth (n,)、by (R,)；收到 {F.shape}、{truth.shape}、{by.shape}",
        )
    _, first, of, times = np.unique(by, return_index=True, return_inverse=True, return_counts=True)
    sums = np.zeros((len(first), F.shape[1]))  # (D, n)
    np.add.at(sums, of, F)
    of_its_set = (sums / times[:, None])[of]  # (R, n), F̄_d
    mean = F.mean(axis=0)
    return Decomposition(
        bias2=(mean - truth) ** 2,
        data=np.mean((of_its_set - mean) ** 2, axis=0),
        start=np.mean((F - of_its_set) ** 2, axis=0),
        error=np.mean((F - truth) ** 2, axis=0),
    )


class Ambiguity(NamedTuple):
    """What averaging M answers gains at each of n places: ensemble = error - spread."""

    ensemble: np.ndarray  # (n,) squared error of the average
    error: np.ndarray  # (n,) mean of the squared errors
    spread: np.ndarray  # (n,) mean squared distance of the answers from their average


def ambiguity(F: np.ndarray, y: np.ndarray) -> Ambiguity:
    """An average is better than its members are on average, by exactly the variance of the members.

    (F̄ - y)² = mean (F_m - y)² - mean (F_m - F̄)²

    F       : (M, n) answers of M members;  y : (n,) targets, any unit, noisy or not
    returns : Ambiguity
    raises  : BadInput for shapes that do not fit
    source  : Krogh & Vedelsby, Neural Network Ensembles, Cross Validation, and Active Learning (1995)
    """
    parts = decompose(F, y, np.zeros(len(F), int))
    return Ambiguity(ensemble=parts.bias2, error=parts.error, spread=parts.start)


def smoother(Phi: np.ndarray, lam: float = 0.0) -> np.ndarray:
    """The matrix S of a ridge regression with a free bias: for targets y its fit at the samples is S y.

    S = 1 1ᵀ / n + Φ̃ (Φ̃ᵀ Φ̃ + λ I)⁻¹ Φ̃ᵀ,   Φ̃ = Φ less its column means

    trace S counts the parameters in use: p where λ = 0, and 1, the bias alone, where λ is huge. With noise of σ the fit
    at the samples has the variance σ² Σ S² / n in the mean, σ² p / n where λ = 0.

    Phi     : (n, N) features, without a column of ones;  lam : λ ≥ 0
    returns : (n, n) symmetric
    raises  : BadInput for another shape or λ < 0
    source  : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), sections 3.4.1 and 7.6
    """
    Phi = np.asarray(Phi, float)
    if not (Phi.ndim == 2 and Phi.size and lam >= 0):
        raise BadInput(
            f"expected features (n, N) and λ ≥ 0; got {Phi.shape}, {lam!r}",
            f"要求特征 (n, N)、λ ≥ 0；收到 {Phi.shape}、{lam!r}",
        )
    U, s, _ = np.linalg.svd(Phi - Phi.mean(axis=0), full_matrices=False)  # (n, r), (r,)
    s = np.where(s > s.max() * max(Phi.shape) * np.finfo(float).eps, s, 0)
    share = np.where(s > 0, s**2 / np.where(s > 0, s**2 + lam, 1), 0)
    return 1 / len(Phi) + U * share @ U.T


# ---- errors on samples that were held out ----------------------------------------------------------------------------


def folds(n: int, k: int, seed: int = 0) -> list:
    """Rows 0 … n - 1 in random order, dealt out to k folds of almost the same size.

    n, k    : 2 ≤ k ≤ n; k = n leaves one out at a time
    returns : k arrays of row numbers, together each row once
    raises  : BadInput for another k
    """
    if not 2 <= k <= n:
        raise BadInput(
            f"cross-validation of {n} rows needs 2 to {n} folds; got {k!r}. Try 5",
            f"{n} 行数据的交叉验证需要 2 到 {n} 折；收到 {k!r}。可以试试 5",
        )
    return np.array_split(np.random.default_rng(seed).permutation(n), k)


def cross_validate(fit: Callable, X: np.ndarray, y: np.ndarray, folds: list) -> np.ndarray:
    """An answer to each row from a model that has not seen it: each fold is held out once, and the others are learned.
    每一行都由没见过它的模型作答：每一折轮流留出，用其余各折训练。

    fit     : (X, y) -> model, where model(X) gives an answer for each row（给出每一行的答案）
              All that uses y, or rows that are held out, belongs inside（凡用到 y 或留出样本的步骤都放在里面）
    X, y    : (n, N), (n,);  folds : as folds gives them（由 folds 给出）
    returns : (n,) answers; np.mean(answers != y) is the error（全部答案，以及由它算出的错误率）
    source  : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), section 7.10
    """
    answers = np.empty_like(y)
    for held_out in folds:
        model = fit(np.delete(X, held_out, axis=0), np.delete(y, held_out))
        answers[held_out] = model(X[held_out])
    return answers


def best_of(m: np.ndarray | float, n: int, p: float = 0.5) -> np.ndarray | float:
    """The expected share of n test samples that the best of m models gets right, if each of them only guesses.

    E max = Σ_k k [F(k)^m - F(k - 1)^m] / n,     F the distribution of the number of right answers, binomial

    m       : models, a number ≥ 1 or an array;  n : 1 or more;  p : chance of a right answer, 0 … 1
    returns : the shape of m, from p to 1
    raises  : BadInput for values out of range
    """
    m = np.asarray(m, float)
    if not (np.all(m >= 1) and n >= 1 and 0 <= p <= 1):
        raise BadInput(
            f"expected m ≥ 1 models, n ≥ 1 samples and a chance from 0 to 1; got {m}, {n!r}, {p!r}",
            f"要求模型数 m ≥ 1，样本数 n ≥ 1，概率在 0 与 1 之间；收到 {m}、{n!r}、{p!r}",
        )
    chances = np.array([1.0])  # of 0 right answers without a sample
    for _ in range(n):
        chances = np.append(chances * (1 - p), 0) + np.append(0, chances * p)
    F = np.minimum(np.cumsum(chances), 1)  # (n + 1,)
    return 1 - np.sum(F[:-1] ** m[..., None], axis=-1) / n  # the sum above, taken by parts
