"""What each unit answers over the plane, as a small picture in the place of the unit: a network seen at work.

The pictures have as many pixels as their place has, or a whole multiple, so that nothing has to be resampled; that is
what makes fifty of them cheap enough to follow the training.
"""

from types import SimpleNamespace

import numpy as np
from matplotlib.artist import Artist

from course_nn.stage import look
from course_nn.stage.sketch import Edges, Texts

PIXELS = 40  # a side of a tile, 100 an inch; a large map has twice as many, each drawn three or four times as large
TILE = PIXELS / 100  # inches
GAP = 0.45  # inches from tile to tile
LARGEST = 4.0  # the weight of the widest edge
REACH = 6.0  # the plane shown is [-REACH, REACH]²


class Tiles(Artist):
    """Images that are put on the figure pixel by pixel, centred at places of an axes."""

    def __init__(self, axes, zoom=1, zorder=2):
        super().__init__()
        self.set_zorder(zorder)
        self.zoom, self.places, self.images = zoom, np.zeros((0, 2)), []
        axes.add_artist(self)
        self.set_clip_path(None)

    def move(self, places, images):
        """places (n, 2) in the axes' own units; images n arrays (rows, columns, 4) of bytes, row by row from below."""
        self.places, self.images, self.stale = places, images, True

    def draw(self, renderer):
        paper, zoom = renderer.new_gc(), self.zoom * round(self.figure.dpi / 100)
        for (x, y), image in zip(self.axes.transData.transform(self.places), self.images):
            pixels = image.repeat(zoom, axis=0).repeat(zoom, axis=1)  # Agg, too, counts rows from below
            renderer.draw_image(paper, round(x - pixels.shape[1] / 2), round(y - pixels.shape[0] / 2), pixels)
        self.stale = False


class UnitMaps:
    """A network drawn with every unit's own picture. Made once on a sheet whose unit is the inch; then moved.

    columns of tiles from left to right: features, hidden layers; the output is drawn large elsewhere, at `end`
    """

    def __init__(self, axes, width, height, end):
        self.axes, self.width, self.height, self.end = axes, width, height, end
        self.edges, self.tiles = Edges(axes), Tiles(axes)
        self.biases = axes.scatter([], [], zorder=3, linewidths=0.8, edgecolors="white")
        self.dead = axes.scatter([], [], s=130, marker="x", color=look.VERMILION, linewidths=2, zorder=3)
        self.chosen = axes.plot([], [], color=look.VERMILION, lw=2.5, zorder=1.5)[0]
        self.chosen_unit = axes.plot([], [], color=look.VERMILION, lw=2, zorder=3)[0]
        self.texts = Texts(axes)

    def places(self, sizes):
        """The centre of every tile, a list of (n, 2) for features and hidden layers, and of the output (1, 2)."""
        across = np.linspace(0.75, self.end[0] - 0.1, len(sizes))
        middle = self.height / 2 + 0.08
        heights = [middle + GAP * ((n - 1) / 2 - np.arange(n)) for n in sizes[:-1]]
        tiles = [np.column_stack([np.full(len(y), x), y]) for x, y in zip(across, heights)]
        return [*tiles, np.array([self.end])]

    def move(self, network, maps, features, gradients, dead, chosen):
        """maps      : for features and hidden layers (units, PIXELS, PIXELS) in [-1, 1]
        features  : their names, as mathematics
        gradients : of each layer's weights, the norm
        dead      : for each hidden layer (units,) bool
        chosen    : (layer, to, from), from = -1 for the bias
        """
        places = self.places(network.sizes)
        self.tiles.move(np.concatenate(places[:-1]), look.heat(np.concatenate(maps), -1, 1))
        starts = np.concatenate([np.tile(a, (len(b), 1)) for a, b in zip(places, places[1:])])  # (edges, 2)
        ends = np.concatenate([np.repeat(b, len(a), axis=0) for a, b in zip(places, places[1:])])
        weights = np.concatenate([W.ravel() for W in network.weights])
        self.edges.move(starts, ends, np.clip(weights, -LARGEST, LARGEST), weights != 0)
        corners = np.concatenate(places[1:]) + [-TILE / 2, -TILE / 2]
        biases = np.concatenate(network.biases)
        self.biases.set_offsets(corners)
        self.biases.set_sizes(12 + 30 * np.minimum(np.abs(biases), 3))
        self.biases.set_facecolor(np.where(biases < 0, look.ORANGE, look.BLUE))
        self.dead.set_offsets(np.concatenate([np.zeros((0, 2)), *(p[lost] for p, lost in zip(places[1:-1], dead))]))
        self._mark(places, *chosen)
        self._write(places, features, gradients)

    def _mark(self, places, layer, to, origin):
        """The chosen connection, or for a bias the unit alone."""
        end = places[layer + 1][to]
        line = np.array([places[layer][origin], end]) if origin >= 0 else np.full((2, 2), np.nan)
        self.chosen.set_data(*line.T)
        frame = TILE / 2 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
        self.chosen_unit.set_data(*((end + frame).T if layer + 2 < len(places) else np.full((2, 5), np.nan)))

    def _write(self, places, features, gradients):
        names = [f"${name}$" for name in features]
        left = places[0] - [0.46, 0]
        below = [(x, 0.09) for x in (0.29, *(tiles[0, 0] for tiles in places[1:-1]), self.end[0] - 0.2)]
        self.texts.move(np.concatenate([left, below]), [*names, "$‖∇‖$", *(f"{norm:.2g}" for norm in gradients)])


def points_of(axes, size):
    """Markers for points of two classes or with numbers, those of the test hollow: made once, then moved."""
    kinds = {}
    for test in (False, True):
        for c, marker in enumerate(look.CLASS_MARKERS):
            kinds[test, c] = axes.scatter([], [], s=size + 8 * (1 - c), marker=marker, linewidths=0.7, zorder=3 - test)
    return kinds


def move_points(kinds, train, test, classes, show_test):
    """train, test : (X (n, 2), shade (n,) in -1 … 1); in classes the sign of the shade is the class."""
    for hollow, (X, shade) in zip((False, True), (train, test)):
        color = look.heat(shade, -1, 1) / 255
        for c in (0, 1):
            rows = (shade > 0) == c if classes else np.full(len(X), c == 1)
            rows = rows & (show_test if hollow else True)
            face = look.CLASS_COLORS[c] if classes else color[rows]
            kinds[hollow, c].set_offsets(X[rows])
            kinds[hollow, c].set_facecolor("white" if hollow else face)
            kinds[hollow, c].set_edgecolor(face if hollow else "white" if classes else look.GREY)


def answer_map(axes, size, zoom):
    """A large map of an answer over the plane with points on it; the axes are zoom · 0.8 inches wide."""
    look.plane(axes, -REACH, REACH).set(xticks=[-5, 0, 5], yticks=[-5, 0, 5], xlabel="")
    axes.set_ylabel("")
    return SimpleNamespace(axes=axes, image=Tiles(axes, zoom, zorder=0), points=points_of(axes, size))
