"""The way from x to ψ(x) as a film: the view of hidden space at each moment, and the points at which it is shown."""

import numpy as np

from course_nn.activations import sigmoid
from course_nn.lectures.feature_learning.hidden_space import places_at
from course_nn.lectures.feature_learning.turns import part_of_turn
from course_nn.lectures.feature_learning.views import edge_on
from course_nn.network import Network

MARGIN = 1.13  # the picture is that many times as large as what it shows


class Film:
    """The way from x to ψ(x) as it is seen, in a picture of height 2 that keeps all the points X in view.

    Each step begins and ends gently. With three hidden units the eye moves from above the plane to where the last
    layer's plane is seen edge on: then a point is above that line exactly if the network says class 1.

    network : Network with one output and 2 or 3 units in each hidden layer, or 2 in the last and any number before: of
              a space of more than three dimensions the first two are seen
    X       : (n, 2);  wide : width of the picture / 2
    steps   : of the film, three a hidden layer
    """

    def __init__(self, network, X, wide=1.0):
        self.network = network
        self.X = X
        self.edge = np.array([wide, 1.0]) / MARGIN
        self.steps = 3 * (len(network.sizes) - 2)
        v = network.weights[-1][0]
        self.view = edge_on(v) if len(v) == 3 and v.any() else np.eye(max(network.sizes[:-1]))

    def __call__(self, X: np.ndarray, t: float) -> np.ndarray:
        """Places of the points in the picture at time t, 0 … 1: to the right, up, and with three units towards the eye.

        X : (…, 2);  returns (…, D)
        """
        R, middle, size = self.lens(t)
        return (self._places(X, t) @ R - middle) / size

    def lens(self, t: float) -> tuple:
        """How a place h becomes a place in the picture at time t: (h @ R - middle) / size.

        The middle is that of the points, but during b it is the origin, so that b is seen to shift them.

        returns : R (D, D), middle (D,), size
        """
        R = part_of_turn(self.view, _ease(t))
        places = (self._places(self.X, t) @ R)[:, :2]
        low, high = places.min(axis=0), places.max(axis=0)
        step, s = self._step(t)
        towards_points = [1 - s, 0, s][step % 3]  # while W, b and φ are done
        middle = towards_points * (low + high) / 2
        size = np.max(np.maximum(high - middle, middle - low) / self.edge)
        return R, np.pad(middle, (0, len(R) - 2)), max(size, 1e-3)

    def space(self, t: float) -> tuple:
        """The space in the picture: where its origin is, (2,), and how far from there 1 is on each axis, (D, 2)."""
        R, middle, size = self.lens(t)
        return -middle[:2] / size, R[:, :2] / size

    def cut(self, t: float) -> tuple:
        """The last layer in the picture, the line w·p + b = 0: w (2,), b. It parts the points at t = 1."""
        R, middle, size = self.lens(t)
        v = self.network.weights[-1][0]
        v = np.pad(v, (0, len(R) - len(v))) @ R
        return size * v[:2], float(v @ middle + self.network.biases[-1][0])

    def _step(self, t):
        step = min(int(self.steps * t + 1e-9), self.steps - 1)
        return step, _ease(np.clip(self.steps * t - step, 0, 1))

    def _places(self, X, t):
        step, s = self._step(t)
        return places_at(self.network, X, (step + s) / 3)


def _ease(s):
    return s * s * (3 - 2 * s)  # slow, fast, slow


def stretching_grid(network: Network, low: float, high: float, rows: int = 101, columns: int = 41) -> np.ndarray:
    """A net of points over the square [low, high]², closest where the network stretches it or its output changes.

    Its rows are straight and evenly spaced. In a row, a third of the points is spread evenly over x, and two thirds
    evenly over its way through the hidden layers and from 0 to 1. Rows run along the axis on which that is longer.

    returns : (rows, columns, 2)
    """
    across, along = np.linspace(low, high, rows), np.linspace(low, high, 200)
    x, y = np.meshgrid(along, across)  # (rows, 200)
    way_along_x1 = _path_lengths(network, x, y)
    way_along_x2 = _path_lengths(network, y, x)
    x1_first = way_along_x1[:, -1].sum() >= way_along_x2[:, -1].sum()
    way = way_along_x1 if x1_first else way_along_x2
    share = np.linspace(0, 1, 200) + 2 * way / (way[:, -1:] + 1e-9)
    stops = np.array([np.interp(np.linspace(0, row[-1], columns), row, along) for row in share])  # (rows, columns)
    places = [stops, np.repeat(across[:, None], columns, axis=1)]
    return np.stack(places if x1_first else places[::-1], axis=-1)


def _path_lengths(network, x1, x2):
    """How far hidden units and output have moved by each point of a row of points: (rows, points)."""
    *hidden, f = network.forward(np.stack([x1, x2], axis=-1)).h[1:]
    h = np.concatenate([*hidden, 3 * sigmoid(f)], axis=-1)  # (rows, points, hidden units and the output)
    return np.cumsum(np.linalg.norm(np.diff(h, axis=1, prepend=h[:, :1]), axis=-1), axis=1)
