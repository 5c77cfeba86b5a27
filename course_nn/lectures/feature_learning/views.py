"""Views of hidden space from the edge of the last layer's plane, v·h + c = 0: it is a level line, and v points up."""

import numpy as np

from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network


def edge_on(v: np.ndarray) -> np.ndarray:
    """The rotation after which the plane v·h + c = 0 is seen from its edge, as a level line with v pointing up.

    h @ edge_on(v) has as its columns: to the right, up, towards the eye. Of all such views it is the one nearest to
    looking down the third axis.

    v : (3,), not 0;  returns (3, 3)
    """
    up = v / np.linalg.norm(v)
    axis = np.eye(3)[2] if abs(up[2]) < 0.999 else np.eye(3)[1]  # if v is the third axis, the second will do
    towards = axis - axis @ up * up
    towards /= np.linalg.norm(towards)
    return np.stack([np.cross(up, towards), up, towards], axis=1)


def turned_about_v(network: Network, X: np.ndarray, theta: float, n: int) -> tuple:
    """Hidden space of any dimension, seen edge on and turned about v: where points are, and how high the plane lies.

    To the right, at θ = 0, is the direction in the plane along which x1 grows most, at π/2 what is left of that for
    x2. With two units nothing is left: a sheet seen from its edge.

    X       : (m, 2) points of x; the first n of them say what is in the middle and where x1 and x2 grow
    theta   : θ in radians
    returns : places (m, 2), all within 1 of the middle; height of the plane, up to ±9, nan if v = 0
    """
    v, c = network.weights[-1][0], network.biases[-1][0]
    h = features(network, X)  # (m, M)
    middle, up = h[:n].mean(axis=0), _direction(v)  # (M,)
    h = h - middle
    height = h @ up  # (m,)
    flat = h - np.outer(height, up)
    first, second = (flat[:n].T @ X[:n]).T / n  # (M,) along which x1 grows, and x2
    first = _direction(first)
    second = _direction(second - second @ first * first)
    across = flat @ np.stack([first, second], axis=1)  # (m, 2)
    size = max(np.hypot(*across.T).max(), np.abs(height).max(), 1e-3)
    places = np.stack([across @ [np.cos(theta), np.sin(theta)], height], axis=1) / size
    if not v.any():
        return places, np.nan
    plane = (-c - v @ middle) / np.linalg.norm(v)
    return places, float(np.clip(plane / size, -9, 9))


def _direction(v):
    return v / max(np.linalg.norm(v), 1e-3)  # one that is too short to trust becomes none
