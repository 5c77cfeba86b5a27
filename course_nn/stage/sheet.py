"""How large a picture is: it takes the room that the page gives it, and its type stays readable."""

from typing import NamedTuple

import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

WIDTH, PIXELS = 8.6, 100  # of a picture in inches, and page pixels an inch, as its author has seen it
NARROWEST, WIDEST = 420, 1400  # page pixels
FARTHEST = 1e6  # page pixels of a page that somebody may have
STACKED = 700  # page pixels: in less room panels stand one below the other
SHARE = 0.62  # of the height of the page that a picture may take
UNDER = 220  # page pixels, which task, three controls and readout need under it
BESIDE, ABOVE = 380, 110  # page pixels, which the same need beside it, and its question above both
FLATTEST = 0.8  # of its height, in a low window
SMALLEST, LARGEST = 0.88, 1.3  # of the size of its type
READABLE = 0.76  # likewise in a low window, so that marks and names keep their room: 11 page pixels at least


class _Screen(traitlets.HasTraits):
    """The room that a page gave to a picture last, [width, height of what is seen of the page] in page pixels."""

    room: traitlets.List = traitlets.List()

    @traitlets.validate("room")
    def _only_a_room(self, proposal):
        """What is none stays what it was: all pictures of a kernel look here, and one page may say anything."""
        room = proposal["value"]
        is_one = len(room) == 2 and all(type(side) in (int, float) and 0 <= side <= FARTHEST for side in room)
        return room if is_one or not room else self.room


SCREEN = _Screen()


class Size(NamedTuple):
    """Of a picture.

    wide, tall : in page pixels
    scale      : page pixels a hundredth of an inch, which is the size of its type
    beside     : whether task and controls stand beside it, where it is larger than with them under it
    """

    wide: float
    tall: float
    scale: float
    beside: bool = False

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height of its figure."""
        return self.wide / PIXELS / self.scale, self.tall / PIXELS / self.scale


class Sheet(Figure):
    """A figure that notices how it is divided, so that its picture can be of another size.

    columns : into which it is divided; 0 if its parts have places in inches, which must stay as they are to each other
    stacks  : whether panels that stand side by side are to stand one below the other
    """

    columns, stacks = 1, False

    def add_gridspec(self, nrows: int = 1, ncols: int = 1, **given) -> GridSpec:
        """As Matplotlib has it; columns become rows where they stack."""
        if nrows == 1 and ncols > 1:
            self.columns = self.columns and ncols
            if self.stacks:
                nrows, ncols, given = ncols, 1, {**given, "width_ratios": None, "height_ratios": None}
        return super().add_gridspec(nrows, ncols, **given)

    def add_axes(self, *place, **given) -> Axes:
        """As Matplotlib has it, at a place of its own."""
        self.columns = 0
        return super().add_axes(*place, **given)

    def clear(self, keep_observers: bool = False) -> None:
        """As Matplotlib has it: nothing is divided yet."""
        self.columns = 1
        super().clear(keep_observers)


def size(room: list, height: float, columns: int = 1) -> Size:
    """Of a picture in some room.

    room    : as Screen has it; [] if nobody has said
    height  : of the picture in inches, as its author has seen it
    columns : as Sheet has them
    """
    if not room:
        return Size(WIDTH * PIXELS, height * PIXELS, 1.0)
    across, seen = room
    wide, tall = min(max(across, NARROWEST), WIDEST), height * PIXELS
    if columns > 1 and wide < STACKED:
        return Size(wide, SMALLEST * tall * max(columns * 0.75, 1), SMALLEST)
    as_wide, free = wide / (WIDTH * PIXELS), min(SHARE * seen, seen - UNDER)
    scale = min(max(as_wide, SMALLEST), max(free / tall, READABLE), LARGEST)
    if columns:
        return Size(wide, scale * tall * min(max(free / (scale * tall), FLATTEST), 1), scale)
    under = min(scale, as_wide)
    beside = min((min(across, WIDEST) - BESIDE) / (WIDTH * PIXELS), (seen - ABOVE) / tall, LARGEST)
    scale = max(under, beside)
    return Size(scale * WIDTH * PIXELS, scale * tall, scale, beside > under)
