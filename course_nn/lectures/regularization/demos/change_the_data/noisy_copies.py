"""Noise on the inputs is a penalty in disguise: with enough noisy copies of each sample least squares becomes ridge.

E ‖y − (x + σ ε)·w‖² = ‖y − x·w‖² + σ² ‖w‖²: the noise costs what a penalty λ = n σ² on n samples costs.
"""

from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.datasets import penguins

COPIES = (1, 3, 10, 30, 100, 300)
DRAWS = 5


class Distances(NamedTuple):
    """How far fits to copies are from ridge, ‖w - w_ridge‖."""

    noisy: np.ndarray  # (5, 6) of five draws of the noise, over COPIES
    chosen: float  # of chosen_copies


def without_bias(X: np.ndarray, y: np.ndarray, lam: float = 0.0) -> np.ndarray:
    """The w with the smallest Σ ½ (w·x - y)² + λ ½ ‖w‖², without a bias: inputs and targets must have mean 0.

    w = (XᵀX + λ I)⁻¹ Xᵀ y

    X : (n, N);  y : (n,);  lam : λ ≥ 0, above 0 if columns of X depend on each other;  returns (N,)
    """
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)


def noisy_copies(X: np.ndarray, y: np.ndarray, sigma: float, K: int, seed: int | list) -> tuple:
    """Each sample K times, each time with other noise on its inputs.

    X : (n, N);  y : (n,);  sigma : standard deviation, ≥ 0;  K : 1 or more;  returns (K n, N), (K n,)
    """
    noise = np.random.default_rng(seed).normal(size=(K, *X.shape))
    return (X + sigma * noise).reshape(-1, X.shape[1]), np.tile(y, K)


def chosen_copies(X: np.ndarray, y: np.ndarray, sigma: float) -> tuple:
    """Two copies for each input, moved along it by ±σ√N: least squares on them is exactly ridge.

    Over these copies the moves have mean 0 and covariance σ² I, as the noise has; least squares depends on no more.

    X : (n, N);  y : (n,);  returns (2 N n, N), (2 N n,)
    """
    N = X.shape[1]
    moves = sigma * np.sqrt(N) * np.concatenate([np.eye(N), -np.eye(N)])  # (2 N, N)
    return (X + moves[:, None]).reshape(-1, N), np.tile(y, 2 * N)


def as_penalty(n: int, sigma: float) -> float:
    """The ridge penalty λ that has the effect of noise of σ on the inputs of n samples, with infinitely many copies.

    λ = n σ²

    source : Bishop, Training with Noise is Equivalent to Tikhonov Regularization (1995)
    """
    return n * sigma**2


def as_dropout(keep: float) -> float:
    """The σ of noise that has the effect of masking inputs: each is kept with this chance, and scaled by 1 / keep.

    The inputs have standard deviation 1.

    σ² = (1 - keep) / keep

    keep   : above 0, up to 1
    raises : BadInput for another share
    source : Wager, Wang & Liang, Dropout Training as Adaptive Regularization (2013), section 2
    """
    if not 0 < keep <= 1:
        raise BadInput(
            f"keep is a share above 0 and up to 1, 0.5 for instance; got {keep!r}",
            f"保留比例应大于 0 且不超过 1，例如 0.5；收到 {keep!r}",
        )
    return np.sqrt((1 - keep) / keep)


def standard_penguins() -> tuple:
    """Bill length, bill depth and flipper length of 342 penguins, and their mass, all in standard deviations.

    returns : X (342, 3), y (342,), each less its mean, divided by its population standard deviation
    """
    inputs = "bill_length_mm", "bill_depth_mm", "flipper_length_mm"
    birds = penguins(("Adelie", "Chinstrap", "Gentoo"), (*inputs, "body_mass_g")).X
    birds = (birds - birds.mean(axis=0)) / birds.std(axis=0)
    return birds[:, :3], birds[:, 3]


@memoized
def distances(sigma: float) -> Distances:
    """How far least squares on noisy copies of the penguins is from ridge with λ = n σ².

    sigma : of the noise, in standard deviations of the inputs, ≥ 0;  returns Distances
    """
    X, y = standard_penguins()
    ridge = without_bias(X, y, as_penalty(len(X), sigma))

    def distance(rows, targets):
        return np.linalg.norm(without_bias(rows, targets) - ridge)

    draws = [[distance(*noisy_copies(X, y, sigma, K, [seed, K])) for K in COPIES] for seed in range(DRAWS)]
    return Distances(np.array(draws), float(distance(*chosen_copies(X, y, sigma))))
