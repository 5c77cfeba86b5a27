"""What an unknown function of d inputs costs in units, numbers and samples; and what structure saves.

The claim is about the worst case: for an error of at most ε on all f with |f(x) - f(y)| <= max_j |x_j - y_j| on a
cube, a network whose weights depend continuously on f needs c ε^-d of them, deep or shallow (DeVore et al.). Structure
helps: depth, if f is composed of functions of few inputs (Poggio et al.); and one layer of n units errs by at most
2 r C / √n, whatever d, if the Fourier transform of f has a first moment C (Barron; r the radius of the set).

source : DeVore, Howard & Micchelli, Optimal Nonlinear Approximation (1989); Barron, Universal Approximation Bounds for
         Superpositions of a Sigmoidal Function (1993); Yarotsky, Error Bounds for Approximations with Deep ReLU
         Networks (2017); Poggio et al., Why and When Can Deep- but Not Shallow-Networks Avoid the Curse of
         Dimensionality (2017)
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import memoized

DIMENSIONS = np.arange(1, 11)
MOST = DIMENSIONS[-1]
PROBES = 200  # points at which errors are measured, besides the middle of the cube
RIDGE = 0.01  # λ of the least squares, so that hats without a sample stay flat
SMOOTH = 0.001  # λ of the kernel's
MIXED = np.array([0, 1, *np.arange(1, 9) / 9])  # of two numbers, as which the ten coordinates of a plane are mixed
SHOWN = (2, 4, 7, 10)  # dimensions for which the kernel's error is always computed
TARGETS = {  # what is learned of d coordinates: (n, 10) -> (n, 10), for d = 1 … 10
    "sum": lambda X: np.sin(2 * np.pi * X + np.arange(X.shape[1])).cumsum(axis=1),
    "pairs": lambda X: np.sin(2 * np.pi * _neighbours(X)).cumsum(axis=1),
    "slow": lambda X: np.sin(np.pi * _neighbours(X)).cumsum(axis=1),
}


class Units(NamedTuple):
    """Units that four kinds of function take at resolution 1/N, for d = 1 … 10."""

    any_function: np.ndarray  # (10,)
    tree: np.ndarray  # (10,) of functions of two; nan for a single input, which makes no pair
    total: np.ndarray  # (10,) a sum of d functions of one
    ridge: np.ndarray  # (10,) g(w·x)


class Samples(NamedTuple):
    """Random points of the cube [0, 1]^10, or of a plane in it, and the one nearest to each probe in d coordinates."""

    X: np.ndarray  # (n, 10)
    probes: np.ndarray  # (201, 10), the first is the middle of the cube
    which: np.ndarray  # (10, 201) the nearest sample, for d = 1 … 10
    radius: np.ndarray  # (10, 201) its distance, the largest difference of a coordinate


class Errors(NamedTuple):
    """Root mean square errors at the probes relative to those of the best constant, for d = 1 … 10 or those SHOWN."""

    nearest: np.ndarray  # (10,) of the value of the nearest sample
    total: np.ndarray  # (10,) of a sum of d piecewise linear functions
    kernel: np.ndarray  # (4,) of a sum of bells around the samples, for d in SHOWN


class Learned(NamedTuple):
    """What n samples teach, for d = 1 … 10."""

    errors: Errors
    kernel: float  # the error of the bells for the d that was asked for
    filled: np.ndarray  # (10,) how many of the N^d cells have a sample in them


def units(N: int) -> Units:
    """Units of towers and bumps with N cells a side.

    any function N^d towers on 2 d N steps;  a tree of functions of two (d - 1)(4 N + N²);
    a sum of functions of one 2 d N;  a ridge g(w·x) 2 N

    returns : Units
    """
    d = DIMENSIONS
    tree = np.where(d > 1, (d - 1.0) * (4 * N + N**2), np.nan)
    return Units(2 * d * N + float(N) ** d, tree, 2.0 * d * N, np.full(len(d), 2.0 * N))


def parameters(d: int, N: int) -> int:
    """Parameters of the towers that are not zero: a step has 2, a tower 2 d weights, a bias and a height.

    4 d N + (2 d + 2) N^d
    """
    return 4 * d * N + (2 * d + 2) * N**d


@memoized
def nearest(n: int, seed: int, flat: bool = False) -> Generator[float, None, Samples]:
    """n samples, and the nearest of them to every probe, coordinate by coordinate.

    flat : whether all points lie in a plane;  yields : the share done, if there are many samples;  returns Samples
    """
    rng = np.random.default_rng(seed)
    X = rng.random((n, MOST))
    P = np.vstack([np.full(MOST, 0.5), rng.random((PROBES, MOST))])
    if flat:
        X, P = (np.outer(points[:, 0], 1 - MIXED) + np.outer(points[:, 1], MIXED) for points in (X, P))
    far, apart = np.zeros((len(P), n)), np.empty((len(P), n))
    which, radius = [], []
    for x, p in zip(X.T, P.T):
        np.maximum(far, np.abs(np.subtract(p[:, None], x, out=apart), out=apart), out=far)
        which.append(far.argmin(axis=1))
        radius.append(far[np.arange(len(P)), which[-1]])
        if n > 1000:  # fewer are there at once
            yield len(which) / MOST
    return Samples(X, P, np.array(which), np.array(radius))


@memoized
def learn_sums(
    n: int, N: int, seed: int, target: str = "sum", d: int = MOST, flat: bool = False
) -> Generator[float, None, Learned]:
    """Learn a function from n samples three times: copy the nearest one, lay bells around all, fit a sum.

    "sum" is Σ_j sin(2π x_j + j), "pairs" Σ_j sin(2π (x_j + x_(j-1))), "slow" the same with π. The first two ways know
    nothing of the function; the third is a sum of d piecewise linear functions of one input, fitted by least squares.

    N       : pieces of each function, and cells a side
    d       : inputs for which the kernel's error is asked for, beside SHOWN;  flat : as of nearest
    returns : Learned
    """
    samples = yield from nearest(n, seed, flat)
    targets, wanted = (TARGETS[target](points).T for points in (samples.X, samples.probes))  # (10, n), (10, 201)
    copied = np.take_along_axis(targets, samples.which, axis=1)  # (10, 201)
    fitted = sums_of_hats(samples.X, targets, samples.probes, N)  # (10, 201)
    kernel = {}
    for inputs in (*SHOWN, d):
        kernel[inputs] = yield from kernel_error(n, seed, target, inputs, flat)
    shown = np.array([kernel[inputs] for inputs in SHOWN])
    errors = Errors(_relative(copied, wanted), _relative(fitted, wanted), shown)
    return Learned(errors, kernel[d], filled_cells(samples.X, N))


@memoized
def kernel_error(n: int, seed: int, target: str, d: int, flat: bool = False) -> Generator[float, None, float]:
    """The relative error of kernel ridge regression, which knows nothing of the function but that it is smooth.

    f(x) = Σ_i a_i e^(-‖x - x_i‖² / 2ℓ²),  ℓ = d / 8, which was best, or nearly so, for sums in all dimensions

    yields  : the share done, if there are many samples
    """
    samples = yield from nearest(n, seed, flat)
    X, P = (points[:, :d].astype(np.float32) for points in (samples.X, samples.probes))
    y, wanted = (TARGETS[target](points)[:, d - 1] for points in (samples.X, samples.probes))
    if n > 1000:
        yield d / MOST
    a = np.linalg.solve(bells(X, X, d / 8) + np.float32(SMOOTH) * np.eye(n, dtype=np.float32), y - y.mean())
    return float(_relative(bells(P, X, d / 8) @ a + y.mean(), wanted))


def bells(X: np.ndarray, centres: np.ndarray, width: float) -> np.ndarray:
    """e^(-‖x - c‖² / 2ℓ²) for each point and centre: (n, d), (m, d) -> (n, m)."""
    squares = (X**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2 * X @ centres.T
    return np.exp(np.maximum(squares, 0) / np.float32(-2 * width**2))


def sums_of_hats(X: np.ndarray, targets: np.ndarray, probes: np.ndarray, N: int) -> np.ndarray:
    """For d = 1 … 10: the values at the probes of the sum of d piecewise linear functions that fits the samples best.

    X : (n, 10);  targets : (10, n), for each d;  probes : (p, 10);  N : pieces;  returns (10, p)
    """
    A, B = hats(X, N), hats(probes, N)
    gram, right = A.T @ A + RIDGE * np.eye(A.shape[1]), A.T @ targets.T
    outputs = []
    for d in DIMENSIONS:
        own = slice(d * (N + 1))  # the hats of the first d coordinates
        outputs.append(B[:, own] @ np.linalg.solve(gram[own, own], right[own, d - 1]))
    return np.array(outputs)


def hats(X: np.ndarray, N: int) -> np.ndarray:
    """Each coordinate as its shares in the N + 1 hats of a piecewise linear function: (n, d) -> (n, d (N + 1)).

    max(0, 1 - |N x - i|),  i = 0 … N
    """
    far = N * X[..., None] - np.arange(N + 1)
    return np.maximum(0, np.subtract(1, np.abs(far, out=far), out=far), out=far).reshape(len(X), -1)


def filled_cells(X: np.ndarray, N: int) -> np.ndarray:
    """How many of N^d cells have a sample in them, for d = 1 … 10."""
    cells = ((X * N).astype(int) * N ** np.arange(MOST)).cumsum(axis=1)  # (n, 10) one number a cell
    return np.array([len(np.unique(column)) for column in cells.T])


def _neighbours(X):
    """x_j + x_(j-1) for each coordinate; before the first there is 0."""
    return X + np.pad(X, ((0, 0), (1, 0)))[:, :-1]


def _relative(outputs, wanted):
    return np.sqrt(np.mean((outputs - wanted) ** 2, axis=-1)) / wanted.std(axis=-1)
