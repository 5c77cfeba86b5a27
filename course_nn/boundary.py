"""Where the answer turns from 0 to 1: for one unit along a straight line, for a network along a curve."""

import numpy as np


def line(w: np.ndarray, b: float, far: float = 9.0) -> np.ndarray:
    """Two points of the line w·x + b = 0, far to both sides of its foot, the point nearest to the origin.
    直线 w·x + b = 0 上的两点，分列于垂足（离原点最近的点）两侧远处。

    foot = -b w / ‖w‖²

    w      : (2,);  b : float;  far : distance of the points from the foot
    returns: (2, 2), a point in each row, w pointing to the left on the way from the first to the second;
             nan without a line, for w = 0
    """
    w = np.asarray(w, float)
    norm = np.hypot(*w)
    if not norm:
        return np.full((2, 2), np.nan)
    along = np.array([w[1], -w[0]]) / norm
    return -b / norm**2 * w + np.outer([-far, far], along)


def band(w: np.ndarray, b: float, width: float, far: float = 9.0) -> np.ndarray:
    """The strip of this width along the line, on the side where w·x + b > 0: the corners of a rectangle.
    沿直线、位于 w·x + b > 0 一侧、宽为 width 的窄条：矩形的四个顶点。

    returns: (4, 2), the first two corners on the line; nan for w = 0
    """
    w, edge = np.asarray(w, float), line(w, b, far)
    if not w.any():
        return np.full((4, 2), np.nan)
    return np.concatenate([edge, edge[::-1] + width * w / np.hypot(*w)])


def curve(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Where a function changes its sign, from its values on a grid over the square [low, high]².
    由方形 [low, high]² 网格上的取值，求函数变号之处。

    Each cell is cut into two triangles. In a triangle the function is taken to be linear, so its zeros lie on a
    straight piece that parts one corner from the other two.

    values : (n, m), row by row from below
    returns: (pieces, 2, 2), the two ends of each piece; pieces = 0 if the sign never changes
    """
    n, m = values.shape
    x2, x1 = np.meshgrid(np.linspace(low, high, n), np.linspace(low, high, m), indexing="ij")
    points = np.stack([x1.ravel(), x2.ravel()], axis=1)  # (n m, 2)
    triangles, values = _triangles(n, m), np.ravel(values)
    above = values[triangles] > 0  # (T, 3)
    count = above.sum(axis=1)
    cut = (count > 0) & (count < 3)
    alone = np.argmax(above[cut] == (count[cut] == 1)[:, None], axis=1)  # the corner with no other on its side
    a, b, c = (np.take_along_axis(triangles[cut], (alone[:, None] + k) % 3, axis=1)[:, 0] for k in range(3))

    def zero_between(a, b):
        t = values[a] / (values[a] - values[b])
        return points[a] + t[:, None] * (points[b] - points[a])

    return np.stack([zero_between(a, b), zero_between(a, c)], axis=1)


def _triangles(n, m):
    """Each cell of an n × m grid cut in two: the numbers of the corners, counted row by row, (T, 3)."""
    at = np.arange(n * m).reshape(n, m)
    corners = at[:-1, :-1], at[:-1, 1:], at[1:, :-1], at[1:, 1:]
    halves = [[corners[k].ravel() for k in trio] for trio in ((0, 1, 2), (3, 2, 1))]  # 2 × 3 × (cells,)
    return np.stack(halves, axis=-1).reshape(3, -1).T
