"""What an optimizer that a student has written does, step by step."""

from typing import Any

import numpy as np

from course_nn.notebook.bounds import in_place


def walk(optimizer: Any, gradients: np.ndarray) -> np.ndarray:
    """Where θ is after each step that an optimizer takes with these gradients (K, …): as many places."""
    theta, path = np.linspace(-1, 1, gradients[0].size).reshape(gradients[0].shape), []
    for g in gradients:
        in_place(optimizer.step)(theta, g.copy())
        path.append(theta.copy())
    return np.array(path)


def leaves_gradients_alone(optimizer: Any) -> bool:
    """Whether two steps leave the gradient that they were given as it was."""
    kept = np.array([2.0, -1.0, 0.5])
    g = kept.copy()
    for _ in range(2):
        in_place(optimizer.step)(np.zeros(3), g)
    return np.array_equal(g, kept)
