"""How far apart two arrays are, beside their size: what a gradient check asks."""

import numpy as np


def relative_difference(a: np.ndarray, b: np.ndarray | list) -> float:
    """‖a − b‖ / max(‖a‖, ‖b‖): 0 for the same, 2 for opposite ones; 0 where both are 0."""
    size = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / size) if size else 0.0
