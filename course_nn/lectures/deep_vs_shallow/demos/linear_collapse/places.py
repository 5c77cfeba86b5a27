"""The points of an F on a net, and the places of the numbers and brackets of a matrix."""

import numpy as np

GAP = np.full(2, np.nan)


def net() -> np.ndarray:
    """A net of nine level and nine upright lines over the square [-1, 1]², as points with gaps.

    returns (18 · 42, 2)
    """
    along = np.linspace(-1, 1, 41)
    places = np.linspace(-1, 1, 9)
    level = np.stack(np.broadcast_arrays(along, places[:, None]), axis=-1)  # (9, 41, 2)
    lines = np.concatenate([level, level[..., ::-1]])
    return np.concatenate([lines, np.full((18, 1, 2), np.nan)], axis=1).reshape(-1, 2)


STEM = [(-0.4, y) for y in np.linspace(-0.7, 0.7, 8)]
ARMS = [(x, 0.7) for x in (-0.2, 0, 0.2, 0.4)] + [(x, 0.1) for x in (-0.2, 0, 0.2)]
LETTER = np.array(STEM + ARMS)  # an F shows a turn and a mirror
STROKES = [*range(len(STEM) + 4)], [4, *range(len(STEM) + 4, len(LETTER))]  # stem and upper arm, then the lower one
POINTS = np.concatenate([net(), LETTER])
IS_POINT = np.isfinite(POINTS[:, 0])


def in_the_plane(points: np.ndarray) -> np.ndarray:
    """Points of one or two coordinates as (n, 2): a single unit is an axis."""
    return np.column_stack([points, np.zeros(len(points))])[:, :2]


def in_strokes(letter: np.ndarray) -> np.ndarray:
    """The points of the F in the order of a pen, with a gap between its two strokes: (17, 2)."""
    first, second = (letter[stroke] for stroke in STROKES)
    return np.concatenate([first, GAP[None], second])


def cells(M: int, N: int) -> np.ndarray:
    """Where the numbers of a matrix stand around its middle, row by row, in inches: (M N, 2)."""
    across, down = np.arange(N) - (N - 1) / 2, np.arange(M) - (M - 1) / 2
    return np.array([(0.46 * n, -0.22 * m) for m in down for n in across])


def bracket(M: int, N: int) -> np.ndarray:
    """The two brackets of a matrix around its middle, in inches, as points with gaps: (10, 2)."""
    wide, tall = 0.23 * N + 0.02, 0.11 * M + 0.03
    right = np.array([(wide - 0.05, tall), (wide, tall), (wide, -tall), (wide - 0.05, -tall), GAP])
    return np.concatenate([right * (-1, 1), right])
