"""What each unit answers over the plane, as a small picture in the place of the unit: a network seen at work.

A picture takes for each pixel of its place the sample that lies there, and nothing is smoothed; that is what makes
fifty of them cheap enough to follow the training.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from course_nn.common.words import Words
from course_nn.drawing import look, marks
from course_nn.drawing.numbers import magnitude
from course_nn.drawing.sketch import Edges, Texts
from course_nn.network import Network
from course_nn.playground.mathematics.counting import REACH, resized

SIDE = 78  # samples along a side of the plane
PLANE = look.grid(-REACH, REACH, SIDE)
# Inches, from the left and from below.
LEFT = 0.4  # where the tiles begin, beside the names of the features
TALL = 3.36  # for the tiles of a column
MIDDLE = 1.87
TOP, BOTTOM = 3.66, 0.1  # of the signs + and −, and of the gradients
BEYOND = 0.6  # from the end of the output's edges to that of the sheet
APART = 0.034  # at least, between two tiles of a column
BESIDE = (0.26, 0.04)  # from the dot of a bias back to its number
LARGEST = 4.0  # the weight of the widest edge


class Tile(NamedTuple):
    """The picture of a unit: every step-th sample, on a square of that side in inches."""

    step: int
    side: float


TILES = [Tile(1, 0.7), Tile(1, 0.65), Tile(3, 0.52), Tile(2, 0.39), Tile(3, 0.26)]


class Shape(NamedTuple):
    """All on which it hangs where something stands.

    sizes : of the layers, as Network has them
    end   : inches from the left, where the edges of the output end
    """

    sizes: tuple
    end: float


def shape(axes: Axes, sizes: tuple) -> Shape:
    """Of a network of these sizes on its sheet."""
    return Shape(sizes, float(axes.get_xlim()[1]) - BEYOND)


def tile(shape: Shape) -> Tile:
    """The largest that leaves the edges room to be seen."""
    rows, columns = max(shape.sizes[:-1]), len(shape.sizes) - 1

    def fits(tile):
        tall, wide = rows * tile.side + (rows - 1) * APART, columns * tile.side
        return tall <= TALL and 1.45 * wide <= shape.end - LEFT

    return next(filter(fits, TILES), TILES[-1])


@cache
def places(shape: Shape) -> list:
    """The centre of every tile, a list of (n, 2) for features and hidden layers, and where the output ends (1, 2)."""
    sizes, end = shape
    side, rows = tile(shape).side, max(sizes[:-1])
    gap = side + np.clip((3.1 - rows * side) / max(rows - 1, 1), APART, 0.32)
    across = LEFT + side / 2 + np.arange(len(sizes) - 1) * (end - LEFT) / (len(sizes) - 1)
    heights = [MIDDLE + gap * ((n - 1) / 2 - np.arange(n)) for n in sizes[:-1]]
    return [*(np.column_stack([np.full(len(y), x), y]) for x, y in zip(across, heights)), np.array([[end, MIDDLE]])]


@cache
def edge_ends(shape: Shape) -> np.ndarray:
    """Both ends of every edge, layer by layer, in each as its weights stand: (edges, 2, 2)."""
    at = places(shape)
    starts = np.concatenate([np.tile(a, (len(b), 1)) for a, b in zip(at, at[1:])])
    ends = np.concatenate([np.repeat(b, len(a), axis=0) for a, b in zip(at, at[1:])])
    return np.stack([starts, ends], axis=1)


@cache
def faces(shape: Shape) -> np.ndarray:
    """The frame of each tile of features and hidden units, from below on the left round to there: (units, 5, 2)."""
    return np.concatenate(places(shape)[:-1])[:, None] + square(tile(shape).side)


def square(side: float) -> np.ndarray:
    """The corners of a square around 0, the first one twice: (5, 2)."""
    return side / 2 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])


@cache
def corners(shape: Shape) -> np.ndarray:
    """Where the biases stand: at a corner of each tile, and beside the end of the output's edges: (units, 2)."""
    side = tile(shape).side
    *hidden, output = places(shape)[1:]
    return np.concatenate([*(units - side / 2 for units in hidden), output - [0.07, 0.3]])


@cache
def signs(shape: Shape) -> np.ndarray:
    """Where the signs − and + stand that resize the hidden layers: (n, 2), as resized() has them."""
    hidden = shape.sizes[1:-1]
    across = [0.7, *(units[0, 0] for units in places(shape._replace(sizes=(1, *hidden, 1)))[1:-1])]
    return np.array([(across[column] + 0.09 * sign, TOP) for column, sign, _ in resized(hidden)])


class Tiles(Artist):
    """Square images of one size that are put on the figure pixel by pixel, centred at places of an axes."""

    def __init__(self, axes, side=0.0, zorder=2.0):
        super().__init__()
        self.set_zorder(zorder)
        self.side, self.places, self.images = side, np.zeros((0, 2)), []
        axes.add_artist(self)
        self.set_clip_path(None)

    def move(self, places: np.ndarray, images: np.ndarray | list) -> None:
        """places (n, 2) in the axes' own units; images n arrays (rows, rows, 4) of bytes, row by row from below."""
        self.places, self.images, self.stale = places, images, True

    def draw(self, renderer: Any) -> None:
        paper, to_dots = renderer.new_gc(), self.get_transform()
        (left, _), (right, _) = to_dots.transform([(0, 0), (self.side, 0)])
        dots = round(right - left)
        for (x, y), image in zip(to_dots.transform(self.places), self.images):
            pixels = enlarged(np.ascontiguousarray(image), dots)  # Agg, too, counts rows from below
            renderer.draw_image(paper, round(x - dots / 2), round(y - dots / 2), pixels)
        self.stale = False


def enlarged(image: np.ndarray, dots: int) -> np.ndarray:
    """An image (rows, rows, 4) of bytes on so many dots a side: each has the colour that lies below it."""
    nearest = np.arange(dots) * len(image) // dots
    whole = image.view(np.uint32)[..., 0]  # the four bytes of a colour at once: four times as fast
    return whole[nearest[:, None], nearest][..., None].view(np.uint8)


class UnitMaps:
    """A network drawn with every unit's own picture. Made once on a sheet whose unit is the inch; then moved.

    columns of tiles from left to right: features, hidden layers; the output is drawn large beside them
    """

    def __init__(self, axes):
        self.axes, self.drawn = axes, None  # of the network that is drawn: its Shape, and the names of its features
        self.edges, self.tiles = Edges(axes), Tiles(axes)
        self.biases = axes.scatter([], [], zorder=3, linewidths=0.8, edgecolors="white")
        self.dead = axes.scatter([], [], s=130, marker="x", color=look.VERMILION, linewidths=2, zorder=3)
        self.chosen = marks.line(axes, color=look.VERMILION, lw=2.5, zorder=1.5)
        self.chosen_unit = marks.line(axes, color=look.VERMILION, lw=2, zorder=3)
        self.value = axes.text(
            0, 0, "", ha="center", va="center", fontsize=look.SMALL, bbox=look.BEHIND_WORDS, zorder=4
        )
        self.value.set_color(look.ink(look.VERMILION))
        self.gradients, self.names = Texts(axes), Texts(axes, zorder=0.5)
        self.buttons = marks.line(axes, "o", ms=11, mfc="white", mec=look.GREY, mew=0.8, zorder=0.4)
        self.signs = Texts(axes, 11, zorder=0.5)
        axes.text(0.26, TOP, Words("layers", "层数").drawn(), ha="center", va="center", fontsize=look.SMALL, zorder=0.1)
        axes.text(0.2, BOTTOM, "‖∇‖", ha="center", va="center", fontsize=look.SMALL, zorder=0.1)

    def move(self, network: Network, maps: list, features: list, gradients: list, dead: list, chosen: tuple) -> None:
        """maps      : for features and hidden layers (units, SIDE, SIDE) in [-1, 1]
        features  : their names, as mathematics
        gradients : of each layer's weights, the norm
        dead      : for each hidden layer (units,) bool
        chosen    : (layer, to, from), from = -1 for the bias
        """
        self.shape = shape(self.axes, network.sizes)
        at = places(self.shape)
        if self.drawn != (self.shape, features):
            self.drawn = self.shape, features
            self._lay_out(at, features)
        step = tile(self.shape).step
        some = slice(step // 2, None, step)
        self.tiles.move(np.concatenate(at[:-1]), look.heat(np.concatenate(maps)[:, some, some], -1, 1))
        weights = np.concatenate([W.ravel() for W in network.weights])
        self.edges.move(*edge_ends(self.shape).swapaxes(0, 1), np.clip(weights, -LARGEST, LARGEST), weights != 0)
        biases = np.concatenate(network.biases)
        self.biases.set_sizes(12 + 30 * np.minimum(np.abs(biases), 3))
        self.biases.set_facecolor(np.where(biases < 0, look.ORANGE, look.BLUE))
        self.dead.set_offsets(np.concatenate([np.zeros((0, 2)), *(p[lost] for p, lost in zip(at[1:-1], dead))]))
        self._mark(at, *chosen)
        self._say(network, *chosen)
        digits = 2 if np.all(np.diff(self.below[:, 0]) > 0.5) else 1
        self.gradients.move(self.below, [f"{norm:.{digits}g}".replace("inf", "∞") for norm in gradients])

    def _lay_out(self, at, features):
        """What stays where it is as long as the network has this shape."""
        hidden = self.shape.sizes[1:-1]
        self.tiles.side = tile(self.shape).side
        self.biases.set_offsets(corners(self.shape))
        self.below = np.array([(x, BOTTOM) for x in (*(units[0, 0] for units in at[1:-1]), self.shape.end + 0.2)])
        self.names.move([(0.2, y) for y in at[0][:, 1]], [f"${name}$" for name in features])
        self.buttons.set_data(*signs(self.shape).T)
        self.signs.move(signs(self.shape), ["+" if sign > 0 else "−" for _, sign, _ in resized(hidden)])

    def _mark(self, at, layer, to, origin):
        """The chosen connection, or for a bias the unit alone."""
        end = at[layer + 1][to]
        line = np.array([at[layer][origin], end]) if origin >= 0 else np.full((2, 2), np.nan)
        self.chosen.set_data(*line.T)
        frame = end + square(self.tiles.side)
        self.chosen_unit.set_data(*(frame.T if layer + 2 < len(at) else np.full((2, 5), np.nan)))

    def _say(self, network, layer, to, origin):
        """The number of the chosen connection, where a hand pulls it: on its line, or beside the dot of a bias."""
        if origin >= 0:
            value, place = network.weights[layer][to, origin], self.chosen.get_xydata().mean(axis=0)
        else:
            value = network.biases[layer][to]
            place = corners(self.shape)[sum(network.sizes[1 : layer + 1]) + to] - BESIDE
        self.value.set_text(magnitude(float(value)))
        self.value.set_position(place)
