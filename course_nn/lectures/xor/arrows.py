"""Where the arrow of a unit stands in the plane of its inputs: on its line, pointing to where the unit fires."""

import numpy as np

from course_nn import boundary

LENGTH = 0.35  # of the arrow for ‖w‖ = 1, so that it fits
BEHIND = 0.15  # from the line back to the unit's name


def arrow(w: np.ndarray, b: float, share: float = 1 / 3, low: float = -0.5, high: float = 1.5) -> np.ndarray:
    """The arrow from the line w·x + b = 0 along w, and a place behind it for a name.

    w       : (2,);  b : float
    share   : how far along the part of the line in the square [low, high]² the arrow starts, 0 … 1
    returns : (3, 2), the place of the name, the start and the tip; far outside if w = 0, or if the line is
    """
    edge = boundary.line(w, b)
    path = edge[0] + np.linspace(0, 1, 2001)[:, None] * (edge[1] - edge[0])
    inside = path[((path > low) & (path < high)).all(axis=1)]
    start = inside[round(share * (len(inside) - 1))] if len(inside) else np.full(2, high + 9.0)
    return np.stack([start - BEHIND * w / max(np.hypot(*w), 1e-9), start, start + LENGTH * w])
