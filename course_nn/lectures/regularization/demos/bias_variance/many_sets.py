"""The same model, fitted again and again to new samples of one wave: how its answers vary, and what their mean is.

Polynomials are fitted by a formula. Networks are trained from several starts on each training set, and measured every
few epochs: a generator, which yields the share done.
"""

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from course_nn.common.progress import memoized, part
from course_nn.datasets import noisy_wave, wave
from course_nn.lectures.regularization.resampling import decompose, smoother
from course_nn.network import Network
from course_nn.training import watch

AXIS = np.linspace(-3, 3, 200)
DEGREES, WIDTHS = tuple(range(1, 14)), (4, 16, 64)
SIZES = {"polynomial": DEGREES, "network": WIDTHS}
RATE, EPOCHS, EVERY = 0.05, 1000, 50
SHOWN = 60  # fits that are kept for the picture


class Spread(NamedTuple):
    """Many fits, their mean, and how they differ, at K moments."""

    fits: np.ndarray  # (K, D', 200) float32, over AXIS, averages over the starts; of the first 60 sets at most
    mean: np.ndarray  # (K, 200) of all fits
    parts: np.ndarray  # (K, 4) bias², variance of the data, of the start, and error, means over AXIS


@memoized
def training_sets(n: int, sigma: float, sets: int, same_inputs: bool) -> tuple:
    """Training sets of the wave, X and T (D, n, 1): each with new noise, and with new inputs or the same ones."""
    samples = [noisy_wave(n, sigma, seed) for seed in range(sets)]
    X, T = (np.stack(arrays) for arrays in zip(*samples))
    if same_inputs:
        return np.repeat(X[:1], sets, axis=0), wave(X[0]) + T - wave(X)
    return X, T


def polynomial(x: np.ndarray, degree: int) -> np.ndarray:
    """Features of a polynomial: the Legendre polynomials of x/3 from degree 1 on, which are orthogonal on [-3, 3].

    x : (…,);  degree : 1, 2, …;  returns (…, degree)
    """
    return np.polynomial.legendre.legvander(x / 3, degree)[..., 1:]


@memoized
def polynomial_spread(degree: int, lam: float, n: int, sigma: float, sets: int, same_inputs: bool) -> Spread:
    """Polynomials of a degree, by ridge regression with a free bias on every training set.

    w, b = argmin Σ_i ½ (w·φ(x_i) + b - y_i)² + λ ½ ‖w‖²,   φ the Legendre polynomials of x/3

    returns : Spread at one moment, K = 1
    """
    X, T = training_sets(n, sigma, sets, same_inputs)
    phi, y = polynomial(X[..., 0], degree), T[..., 0]  # (D, n, degree), (D, n)
    center, level = phi.mean(axis=1), y.mean(axis=1)  # (D, degree), (D,)
    price = np.broadcast_to(np.sqrt(lam) * np.eye(degree), (sets, degree, degree))
    rows = np.concatenate([phi - center[:, None], price], axis=1)  # (D, n + degree, degree)
    goals = np.concatenate([y - level[:, None], np.zeros((sets, degree))], axis=1)
    w = (np.linalg.pinv(rows, rtol=max(rows.shape[1:]) * np.finfo(float).eps) @ goals[..., None])[..., 0]  # (D, degree)
    b = level - np.sum(w * center, axis=1)
    return spread(w @ polynomial(AXIS, degree).T + b[:, None], starts=1)


class AtSamples(NamedTuple):
    """Variance and training error at the samples themselves, which are at the same places in every training set."""

    variance: float  # measured
    expected: float  # σ² Σ S² / n, which is σ² p / n where λ = 0
    train: float  # measured
    train_expected: float  # bias² + σ² (1 - 2 trace S / n + Σ S² / n), which is bias² + σ² (1 - p/n) where λ = 0


@memoized
def at_the_samples(degree: int, lam: float, n: int, sigma: float, sets: int) -> AtSamples:
    """Variance and training error of polynomials whose training sets share their inputs: measured, and by formula.

    source : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), eqs. (7.12) and (7.24)
    """
    X, T = (a[..., 0] for a in training_sets(n, sigma, sets, True))  # (D, n)
    S, truth = smoother(polynomial(X[0], degree), lam), wave(X[0])
    F = T @ S  # (D, n)
    shares = np.trace(S) / n, np.sum(S**2) / n
    return AtSamples(
        variance=float(F.var(axis=0).mean()),
        expected=float(sigma**2 * shares[1]),
        train=float(np.mean((F - T) ** 2)),
        train_expected=float(np.mean((S @ truth - truth) ** 2) + sigma**2 * (1 - 2 * shares[0] + shares[1])),
    )


@memoized
def network_spread(
    width: int, lam: float, n: int, sigma: float, sets: int, same_inputs: bool, starts: int
) -> Generator[float, None, Spread]:
    """Networks 1-width-1 of tanh, trained with Adam and η = 0.05 from several starts on every training set.

    λ/n · ½ Σ w² is added to half the mean squared error; all samples in each step; first biases 0

    returns : Spread at K = 21 moments, every 50 epochs from 0 to 1000; a generator
    """
    X, T = (np.repeat(a, starts, axis=0).astype(np.float32) for a in training_sets(n, sigma, sets, same_inputs))
    network = Network((1, width, 1), "tanh", seed=range(sets * starts), dtype=np.float32)
    settings: dict[str, Any] = dict(optimizer="adam", learning_rate=RATE, penalty="l2", lam=lam)
    history = yield from watch(network, X, T, epochs=EPOCHS, every=EVERY, reports=50, **settings)
    moments = [spread(network(AXIS[:, None])[..., 0], starts) for network in history.moments()]
    return Spread(*(np.concatenate(parts) for parts in zip(*moments)))


def spread(F: np.ndarray, starts: int) -> Spread:
    """The Spread at one moment of answers F (D · starts, 200) over AXIS; those of one training set are in a row."""
    sets = len(F) // starts
    parts = decompose(F, wave(AXIS), np.arange(len(F)) // starts)
    averages = F[: SHOWN * starts].reshape(min(sets, SHOWN), starts, -1).mean(axis=1)
    return Spread(
        fits=averages[None].astype(np.float32),
        mean=F.mean(axis=0)[None],
        parts=np.array([[part.mean() for part in parts]]),
    )


def spreads(
    model: str, lam: float, n: int, sigma: float, sets: int, same_inputs: bool, starts: int
) -> Generator[float, None, dict]:
    """The Spread of polynomials of every degree, or of networks of every width: a generator.

    model   : "polynomial", whose fits have no start, or "network"
    returns : {size: Spread}, by degree 1 … 13, or by units 4, 16, 64
    """
    settings = lam, n, sigma, sets, same_inputs
    found: dict[int, Spread] = {}
    for size in SIZES[model]:
        if model == "polynomial":
            yield len(found) / len(DEGREES)
            found[size] = polynomial_spread(size, *settings)
        else:
            found[size] = yield from part(network_spread(size, *settings, starts), len(found), len(WIDTHS))
    return found
