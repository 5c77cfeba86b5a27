"""Where the parts of the picture stand, in page pixels: beds above, instruments on the left, faults on the right."""

from course_nn.drawing import Axes, Figure, look

WIDE, TALL = 860, 380
BEDS = (0, 2, WIDE, 84)  # left, top, right, bottom
CHART = (0, 109, 536, TALL)
LIST = (538, 109, WIDE, TALL)
ROWS = 11  # of the list, in two columns
SMALL = {"ha": "center", "va": "center", "fontsize": look.SMALL}
GREY = look.ink(look.GREY)


def panel(figure: Figure, box: tuple, across: float, down: float) -> Axes:
    """Axes without lines or ticks in a box of the picture; x runs to `across`, y from above to `down`."""
    axes = figure.add_axes(place(box), xlim=(0, across), ylim=(down, 0))
    axes.set_axis_off()
    return axes


def place(box: tuple) -> tuple:
    """A box (left, top, right, bottom) in page pixels as Matplotlib places axes: left, bottom, width, height."""
    left, top, right, bottom = box
    return left / WIDE, 1 - bottom / TALL, (right - left) / WIDE, (bottom - top) / TALL
