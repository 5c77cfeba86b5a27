"""The two axes of the plane, in green beside the letters: what a hand pulls."""

from types import SimpleNamespace

import numpy as np

from course_nn.drawing import Axes, look, marks

SEEN = np.array([3.6, 2.55])  # how far from its middle, to the right and up, the plane is seen at least
MIDDLE = np.array([1.0, 0.7])  # of what is seen: the farthest letters lie to the right and above
BESIDE = np.array([-0.9, 1.6])  # where the axes are drawn


def limits(reach: float = 1.0) -> dict:
    """The limits of axes that show so many times what is seen at least."""
    (left, low), (right, high) = MIDDLE - reach * SEEN, MIDDLE + reach * SEEN
    return {"xlim": (left, right), "ylim": (low, high)}


def paint_frame(over: Axes) -> dict:
    """The two axes, over the plane and always of one size: what a hand holds must not shrink under it."""
    over.set(**limits(), aspect="equal")
    over.axis("off")
    return {
        "arms": marks.line(over, color=look.GREEN, lw=2, zorder=2),
        "corner": marks.line(over, "s", ms=8, color=look.GREEN, mec="white", zorder=4),
        "tips": [marks.line(over, "o", ms=10, color=look.GREEN, mec="white", zorder=4) for _ in range(2)],
    }


def draw_frame(artists: SimpleNamespace, **entries: float) -> None:
    corner, first, second = frame(**entries)
    artists.arms.set_data(*np.stack([first, corner, second]).T)
    artists.corner.set_data(*corner[:, None])
    for tip, place in zip(artists.tips, (first, second)):
        tip.set_data(*place[:, None])


def frame(x1: float, y1: float, s1: float, x2: float, y2: float, s2: float) -> np.ndarray:
    """Where the map has taken the corner and the tips of the two axes, drawn beside the letters: (3, 2)."""
    corner = BESIDE + [s1, s2]
    return np.stack([corner, corner + [x1, x2], corner + [y1, y2]])
