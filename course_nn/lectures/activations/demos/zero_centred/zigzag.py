"""A unit whose inputs are never negative: each sample moves all its weights up, or all of them down.

f = w·x, l = ½ (f − goal·x)²: of one sample dl/dw_i = δ x_i with one δ for all i, so the signs agree if x ≥ 0.

source : LeCun, Bottou, Orr & Müller, Efficient BackProp (1998), section 4.3
"""

import numpy as np

ANGLES = np.linspace(0, 2 * np.pi, 121)
CIRCLE = np.stack([np.cos(ANGLES), np.sin(ANGLES)])  # (2, 121)


def largest_rate(X: np.ndarray, together: bool = False) -> float:
    """The learning rate up to which no step overshoots to a larger error of its sample: 2 / max ‖x‖².

    X        : (n, N)
    together : all samples in each step: then to a larger mean loss, 2 / the largest eigenvalue of the mean of x xᵀ
    """
    return 2 / (np.linalg.eigvalsh(curvature(X))[-1] if together else np.max(np.sum(X**2, axis=1)))


def curvature(X: np.ndarray) -> np.ndarray:
    """The mean of x xᵀ, by which the mean loss bends: (n, N) -> (N, N)."""
    return X.T @ X / len(X)


def shared_offset(X: np.ndarray) -> float:
    """How much of the next layer's pre-activations is one offset that all samples share, at random first weights.

    z = Σ_i w_i x_i with independent w_i of mean 0: E z² = Var w · E ‖x‖², of which Var w · ‖E x‖² is the offset

    X      : (n, N);  returns : 0 for centred inputs … 1
    """
    return float(np.sum(X.mean(axis=0) ** 2) / np.mean(np.sum(X**2, axis=1)))


def descend(X: np.ndarray, goal: np.ndarray, learning_rate: float | np.ndarray) -> np.ndarray:
    """Stochastic gradient descent from w = 0, one row after the other.

    w ← w − η (w·x − goal·x) x

    X      : (T, N), the sample of each step, or (T, S, N) for S units side by side;  goal : (N,)
    learning_rate : η > 0, or (S, 1)
    returns: (T + 1, N) or (T + 1, S, N), w before the first and after each step
    """
    path = np.zeros((len(X) + 1, *X.shape[1:]))
    for k, x in enumerate(X):
        path[k + 1] = path[k] - learning_rate * np.sum((path[k] - goal) * x, axis=-1, keepdims=True) * x
    return path


def descend_together(X: np.ndarray, goal: np.ndarray, learning_rate: float, steps: int) -> np.ndarray:
    """Gradient descent from w = 0 with all samples in each step; each axis of the ellipses shrinks by its own factor.

    w_k = goal − (1 − η H)ᵏ goal,  H = mean of x xᵀ

    X      : (n, N);  goal : (N,);  learning_rate : η > 0;  returns: (steps + 1, N)
    """
    size, axes = np.linalg.eigh(curvature(X))
    left = (1 - learning_rate * size) ** np.arange(steps + 1)[:, None]  # (steps + 1, N), along each axis
    return goal - (left * (goal @ axes)) @ axes.T


def ellipses(X: np.ndarray, goal: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Where the mean loss over all samples has given values: ellipses around the goal.

    ½ (w − goal)ᵀ H (w − goal) = level,  H = mean of x xᵀ

    X      : (n, 2);  goal : (2,);  levels : (L,) > 0
    returns: (L, 2, 121), points on each
    """
    size, axes = np.linalg.eigh(curvature(X))
    ellipse = axes @ (CIRCLE / np.sqrt(size)[:, None])  # (2, 121), where (w − goal)ᵀ H (w − goal) = 1
    return goal[:, None] + np.sqrt(2 * levels)[:, None, None] * ellipse
