"""Letters that can be read: where several lie in one place, they stand side by side around it."""

import numpy as np

APART = 0.34  # from letter to letter, of a plane that is seen as it is at the start
ROUNDS = 80


def apart(places: np.ndarray, least: float = APART) -> np.ndarray:
    """Places (n, 2) moved no farther than they need to be `least` from each other.

    Two that are too near part evenly, again and again; what need not move stays where it is.
    """
    moved = places + 1e-3 * least * np.stack([np.cos(turn := np.arange(len(places))), np.sin(turn)], axis=1)
    for _ in range(ROUNDS):
        gaps = moved[:, None] - moved
        far = np.hypot(*gaps.T) + np.eye(len(places)) * least
        short = np.maximum(1 - far / (1.02 * least), 0)
        if far.min() >= least:
            break
        moved = moved + 0.5 * np.einsum("ij,ijk->ik", short * least / far, gaps)
    return moved
