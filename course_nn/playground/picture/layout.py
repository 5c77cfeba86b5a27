"""Where the parts of the playground's picture stand, for whatever room the page gives it. All places are in inches."""

from typing import NamedTuple

LARGEST = 3.12  # side of the large map
BASE = 3.75  # height of the network with its signs and gradients
LOWEST = 1.0  # height of a second row, below it
ROOM = 0.36  # beside the large map, for the numbers of its axis
MIDDLE = 1.96  # of the large map, over the foot of the network


class Box(NamedTuple):
    """A place in a figure."""

    left: float
    bottom: float
    width: float
    height: float


class Layout(NamedTuple):
    """Of a figure.

    network : the sheet of units and weights; at `end` its last edges end, where the large map begins
    answer  : the large map
    loss    : the two curves
    data    : the small pictures of the data sets
    """

    network: Box
    end: float
    answer: Box
    loss: Box
    data: Box

    def inside(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A place of the network's sheet, with so much room at each side up to the large map."""
        return Box(left, self.network.bottom + bottom, self.end - left - right, BASE - bottom - top)


def layout(wide: float, tall: float) -> Layout:
    """For a figure of this size: in one row; in one that is taller, with data and losses below the network."""
    return _two_rows(wide, tall) if tall > BASE + LOWEST else _one_row(wide)


def _one_row(wide):
    column = min(max(0.27 * wide, 2.4), 3.6)  # of data and losses
    side = min(LARGEST, 0.47 * (wide - column - ROOM))
    end = wide - column - ROOM - side
    loss = Box(wide - column + 0.06, 0.4, column - 0.46, 2.28)
    data = Box(wide - column, 3.1, column, BASE - 3.1)
    return Layout(Box(0, 0, end + 0.6, BASE), end, _square(end, MIDDLE, side), loss, data)


def _two_rows(wide, tall):
    foot = tall - BASE
    side = min(LARGEST, 0.45 * (wide - ROOM))
    end = wide - ROOM - side
    loss = Box(1.75, 0.4, wide - 1.75 - 0.4, foot - 0.72)
    data = Box(0.05, foot - 1.1, 1.5, 1.0)
    return Layout(Box(0, foot, end + 0.6, BASE), end, _square(end, foot + MIDDLE, side), loss, data)


def _square(left, middle, side):
    return Box(left, middle - side / 2, side, side)
