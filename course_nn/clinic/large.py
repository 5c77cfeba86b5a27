"""One reading, large: its picture with axes, labels and all its numbers, in place of the tiles."""

from types import SimpleNamespace

import numpy as np

from course_nn.clinic.instruments import Reading
from course_nn.clinic.layout import CHART, GREY, SMALL, TALL, panel, place
from course_nn.clinic.names import ACROSS, SERIES, TOOLS
from course_nn.clinic.reading_words import (
    finding_in_words,
    in_five_characters,
    lines_of_numbers,
    values_in_lines,
)
from course_nn.clinic.thumbnails import FEW, image_of, series_of
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks

PLOT = (62, 152, 298, 330)  # page pixels: left, top, right, bottom
NUMBERS = 314  # where the numbers begin
FEW_STEPS = 8  # layers and the like are numbered from 1
CELLS = 120  # labels of a matrix and its sides, at most
SMALLEST, LARGEST = 1e-10, 1e10  # of what is drawn on a log axis


def paint_large(figure: Figure) -> SimpleNamespace:
    """In the place of the tiles: axes for curves, others for images, and lines of words."""
    sheet = panel(figure, CHART, CHART[2], CHART[3] - CHART[1])
    plot, picture = (figure.add_axes(place(PLOT)) for _ in range(2))
    picture.set_axis_off()
    middle = (PLOT[0] + PLOT[2]) / 2
    return SimpleNamespace(
        sheet=sheet,
        plot=plot,
        picture=picture,
        title=sheet.text(6, 14, "", va="center", fontsize=12),
        hint=sheet.text(CHART[2] - 6, 14, "", va="center", ha="right", color=GREY, fontsize=look.SMALL),
        below=sheet.text(middle, TALL - CHART[1] - 10, "", color=GREY, **SMALL),
        numbers=sheet.text(NUMBERS, 42, "", va="top", linespacing=1.7, fontsize=look.SMALL),
        healthy=sheet.text(
            CHART[2] - 4, 42, "", color=GREY, ha="right", va="top", linespacing=1.7, fontsize=look.SMALL
        ),
        blue=marks.line(plot, color=look.BLUE, lw=2),
        red=marks.line(plot, color=look.VERMILION, lw=2),
        names=[plot.text(x, 1.03, "", transform=plot.transAxes, fontsize=look.SMALL) for x in (0, 0.55)],
        image=picture.imshow(np.zeros((1, 1)), cmap="gray_r", vmin=0, vmax=1),
        frame=marks.line(picture, color=look.GREY, lw=1, zorder=3, clip_on=False),
        gaps=marks.line(picture, color="white", lw=4, zorder=2),
        cells=[picture.text(0, 0, "", zorder=3, clip_on=False, **SMALL) for _ in range(CELLS)],
    )


def rim() -> np.ndarray:
    """The rim of all of it, to be pressed: (1, 5, 2)."""
    right, low = CHART[2] - 2, CHART[3] - CHART[1] - 2
    return np.array([[(2, 2), (right, 2), (right, low), (2, low), (2, 2)]], float)


def draw_large(
    artists: SimpleNamespace, instrument: str, reading: Reading | None, healthy: Reading | None, numeric: bool
) -> None:
    """reading : of the instrument; None: the tiles are seen;  healthy : of the same run without a fault

    numeric : whether numbers are predicted
    """
    image = None if reading is None else image_of(reading)
    curves = [] if reading is None or image is not None else series_of(instrument, reading)
    artists.sheet.set_visible(reading is not None)
    artists.plot.set_visible(bool(curves))
    artists.picture.set_visible(image is not None)
    if reading is None:
        return
    artists.title.set_text(_title(instrument, reading, numeric).drawn())
    artists.hint.set_text(Words("click: back to the tiles", "点一下：回到仪器").drawn())
    artists.numbers.set_text("\n" + lines_of_numbers(instrument, reading, numeric).drawn())
    artists.healthy.set_text(values_in_lines(instrument, healthy, numeric).drawn())
    artists.below.set_text(ACROSS.get(instrument, Words("", "")).drawn())
    if curves:
        _draw_curves(artists, curves)
    if image is not None:
        _draw_image(artists, instrument, reading, image)


def _title(instrument, reading, numeric):
    tool, finding = TOOLS[instrument], finding_in_words(instrument, reading, numeric)
    return Words(f"{tool.en}: {finding.en}", f"{tool.zh}：{finding.zh}")


def _draw_curves(artists, curves):
    """One or two curves: (name, y, whether the axis is logarithmic)."""
    is_log = curves[0][2]
    heights = [_on_axis(y, is_log) for _, y, _ in curves]
    for line, words, values, (name, *_) in zip((artists.blue, artists.red), artists.names, heights, curves):
        line.set_data(np.arange(len(values)), values)
        words.set(text=SERIES.get(name, Words("", "")).drawn(), color=look.ink(line.get_color()))
    for k in range(len(curves), 2):
        (artists.blue, artists.red)[k].set_data([], [])
        artists.names[k].set_text("")
    _rule(artists.plot, *_span(np.concatenate(heights), is_log, curves[0][0]), len(heights[0]), is_log)


def _on_axis(values, is_log):
    values = np.nan_to_num(np.asarray(values, float), nan=LARGEST, posinf=LARGEST)
    return np.log10(np.clip(np.abs(values), SMALLEST, LARGEST)) if is_log else values


def _span(values, is_log, kind):
    """From where to where an axis goes: whole powers of ten, 0 to 1 for scores, or as far as the values."""
    low, high = values.min(), values.max()
    if is_log:
        return np.floor(low), max(np.ceil(high), np.floor(low) + 1)
    return (min(low, 0.0), 1.0) if kind == "scores" else (low, high)


def _rule(axes: Axes, low, high, count, is_log):
    """Ticks with words, five at most; what is counted below, such as layers, only where it is few."""
    ticks = np.arange(low, high + 1, max(1, (high - low) // 4)) if is_log else np.linspace(low, high, 5)
    labels = [in_five_characters(10**tick if is_log else tick) for tick in ticks]
    room = 0.04 * (high - low)
    axes.set(ylim=(low - room, high + room), yticks=ticks, yticklabels=labels, xlim=(-0.02 * count, 1.02 * (count - 1)))
    steps = np.arange(count) if count <= FEW_STEPS else np.linspace(0, count - 1, 3).astype(int)
    axes.set(xticks=steps, xticklabels=steps + (count <= FEW_STEPS))


def _draw_image(artists, instrument, reading, image):
    rows, columns = image.shape
    artists.image.set(data=image, extent=(0, columns, rows, 0))
    is_table = instrument == "confusion"
    artists.picture.set(xlim=(0, columns), ylim=(rows, 0), aspect="auto" if is_table else "equal")
    artists.frame.set_data(*_frame(rows, columns) if is_table else ([], []))
    artists.gaps.set_data(*look.one_line(_between_digits() if instrument == "data" else np.zeros((0, 2, 2))))
    labels = {"confusion": _counts, "data": _labels}.get(instrument, lambda *_: [])(reading, image)
    for cell, (x, y, words, color) in zip(artists.cells, labels):
        cell.set(position=(x, y), text=words, color=color)
    for cell in artists.cells[len(labels) :]:
        cell.set_text("")


def _frame(rows, columns):
    """The rim of a matrix: x, y."""
    return [0, columns, columns, 0, 0], [0, 0, rows, rows, 0]


def _between_digits():
    """Lines that part the first pictures: (n, 2, 2)."""
    upright = [[(8 * k, 0), (8 * k, 16)] for k in range(1, FEW)]
    return np.array([*upright, [(0, 8), (8 * FEW, 8)]], float)


def _counts(reading, image):
    """How often each answer is given for each class; zeros are left out."""
    table = reading.arrays["table"]
    names = [(k + 0.5, -0.5, str(k), GREY) for k in range(len(table))]
    names += [(-0.5, k + 0.5, str(k), GREY) for k in range(len(table))]
    return names + [
        (k + 0.5, c + 0.5, str(count), "white" if image[c, k] > 0.5 else look.BLACK)
        for c, row in enumerate(table.astype(int))
        for k, count in enumerate(row)
        if count
    ]


def _labels(reading, image):
    """The label over each of the first pictures to train on."""
    return [(8 * k + 4, -1.2, str(label), look.BLACK) for k, label in enumerate(reading.arrays["Y"][:FEW])]
