"""What becomes of the mean and the variance of a normal variable that goes through an activation function."""

from collections.abc import Callable

import numpy as np

NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)
PIECE = 0.5  # the length of the pieces; kinks at whole and half numbers lie at their ends
REACH = 9  # standard deviations: what lies beyond has a probability of 10⁻¹⁹


def moments(f: Callable, mean: float, deviation: float) -> tuple:
    """The mean and the variance of f(z) for a normal z.

    E f = ∫ f(z) N(z | μ, σ²) dz,  Var f = ∫ (f(z) - E f)² N(z | μ, σ²) dz,  z ~ N(μ, σ²)

    By Gauss–Legendre quadrature on pieces of length ½, so that no kink of an activation falls inside one.

    f      : element by element;  mean, deviation : μ, σ > 0
    returns: (float, float)
    """
    low, high = np.floor(mean - REACH * deviation), np.ceil(mean + REACH * deviation)
    centres = np.arange(low + PIECE / 2, high, PIECE)
    z = (centres[:, None] + PIECE / 2 * NODES).ravel()
    density = np.exp(-0.5 * ((z - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
    p = PIECE / 2 * np.tile(WEIGHTS, len(centres)) * density
    h = f(z)
    first = p @ h
    return float(first), float(p @ (h - first) ** 2)
