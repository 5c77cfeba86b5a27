"""The beds of a ward in a row: each is a card that tells from afar how its patient does and how far the student is."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.clinic.layout import BEDS, GREY, panel
from course_nn.clinic.reading_words import in_five_characters, score_in_words
from course_nn.clinic.thumbnails import frames
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import number

MOST = 20
LINES = 4  # of text: number, loss, score, points
FEW, SOME = 4, 10  # beds with room for words, and with room for a curve beside the numbers


class Card(NamedTuple):
    """Where the parts of a bed stand, in shares of it from its upper left corner."""

    texts: tuple  # (x, y, ha) of its number, loss, score and points
    curve: tuple  # left, top, right, bottom
    gauge: tuple


WIDE = Card(
    texts=((0.04, 0.19, "left"), (0.04, 0.45, "left"), (0.04, 0.68, "left"), (0.96, 0.19, "right")),
    curve=(0.5, 0.32, 0.95, 0.8),
    gauge=(0.04, 0.85, 0.96, 0.93),
)
NARROW = Card(
    texts=((0.08, 0.15, "left"), (0.5, 0.61, "center"), (0.5, 0.78, "center"), (0.94, 0.15, "right")),
    curve=(0.1, 0.27, 0.9, 0.45),
    gauge=(0.08, 0.88, 0.92, 0.95),
)


def card(beds: int) -> Card:
    """The Card of each bed in a ward."""
    return WIDE if beds <= SOME else NARROW


def paint_beds(figure: Figure) -> dict:
    """A card a bed: its texts, its curve of training loss once that was looked at, and how high it scores."""
    axes = panel(figure, BEDS, 1, 1)
    small = dict(va="center", fontsize=look.SMALL, zorder=3)
    texts = [[axes.text(0, 0, "", **small) for _ in range(LINES)] for _ in range(MOST)]
    for first, *_ in texts:
        first.set_fontweight("bold")
    cards = {
        name: axes.add_collection(PolyCollection([], lw=0, zorder=zorder), autolim=False)
        for name, zorder in (("cards", 0.2), ("tracks", 1), ("gauges", 1.5))
    }
    return cards | {
        "beds": texts,
        "rims": marks.line(axes, color=look.GREY, lw=1, zorder=0.5),
        "traces": marks.segments(axes, zorder=2, colors=look.BLUE, lw=1.8),
        "unseen": sketch.Texts(axes, 20, zorder=2),
        "bed": marks.line(axes, color=look.VERMILION, lw=2.5, zorder=5),
    }


def rims(beds: int) -> np.ndarray:
    """The rims of the beds: (beds, 5, 2)."""
    return frames(beds, beds, 0.02, 0.02) * [1 / beds, 1]


def draw_beds(artists: dict, rows: list, bed: int) -> None:
    """rows : of each bed, as of rows_of;  bed : the one that is chosen"""
    beds = len(rows)
    parts = card(beds)
    for k, texts in enumerate(artists["beds"]):
        lines = _lines(k, beds <= FEW, *rows[k][:4]) if k < beds else [("", GREY)] * LINES
        marks.change(texts[0], fontsize=14 if beds <= SOME else look.SMALL)
        for text, (words, color), (x, y, ha) in zip(texts, lines, parts.texts):
            text.set(x=(k + x) / beds, y=y, ha=ha)
            marks.change(text, text=words, color=color)
    artists["cards"].set_verts(rims(beds))
    artists["cards"].set_facecolor([_ground(mark) for *_, mark, _ in rows])
    artists["rims"].set_data(*look.one_line(rims(beds)))
    artists["bed"].set_data(*rims(beds)[bed - 1].T)
    draw_gauges(artists, [score for _, score, *_ in rows], parts.gauge)
    draw_traces(artists, [trace for *_, trace in rows], parts.curve)


def draw_gauges(artists: dict, scores: list, place: tuple) -> None:
    """How much of the validation set is right, or R², as a bar from 0 to 1 below each bed."""
    left, top, right, bottom = place
    reach = np.clip(np.nan_to_num(scores), 0, 1)
    for name, shares, color in (("tracks", np.ones(len(scores)), look.PALE), ("gauges", reach, look.BLUE)):
        corners = [[(left, top), (end, top), (end, bottom), (left, bottom)] for end in left + (right - left) * shares]
        artists[name].set_verts(_in_beds(corners))
        artists[name].set_facecolor(color)


def draw_traces(artists: dict, traces: list, place: tuple) -> None:
    """The curves that were looked at, each from its own lowest to its own highest; a ? where none was."""
    left, top, right, bottom = place
    curves = {k: np.log(np.clip(losses, 1e-4, 1e4)) for k, losses in enumerate(traces) if len(losses)}
    lines = []
    for k, curve in curves.items():
        height = (curve - curve.min()) / max(np.ptp(curve), 0.5)
        x = left + (right - left) * np.linspace(0, 1, len(curve))
        lines.append(np.stack([(k + x) / len(traces), bottom - (bottom - top) * height], axis=1))
    artists["traces"].set_segments(lines)
    unseen = [k for k in range(len(traces)) if k not in curves]
    middle = (left + right) / 2, (top + bottom) / 2
    places = np.reshape([((k + middle[0]) / len(traces), middle[1]) for k in unseen], (-1, 2))
    artists["unseen"].move(places, ["?"] * len(unseen), GREY)


def _in_beds(shapes):
    """Shapes in shares of a bed (beds, n, 2), as the row of beds has them."""
    return (np.asarray(shapes) + [[[k, 0]] for k in range(len(shapes))]) / [len(shapes), 1]


def _ground(mark):
    """The colour behind a bed: green once it is cured, red after a wrong diagnosis, else white."""
    sign, _, color = mark
    return look.tint([color], 60 if sign else 0)[0] / 255


def _lines(k, roomy, loss, score, numeric, mark):
    """What stands in a bed, and in which colours."""
    sign, points, color = mark
    right = score_in_words(score, numeric).removeprefix("R² ") if score > -10 else "<−10"
    lost = loss_in_words(loss)
    if roomy:
        lost = Words(f"loss {lost}", f"损失 {lost}").drawn()
        right = Words(f"score {right}", f"成绩 {right}").drawn()
    return [
        (str(k + 1), look.BLACK),
        (lost, look.BLACK),
        (right, look.BLACK),
        (f"{sign}{points}" if points or sign else "", look.ink(color)),
    ]


def loss_in_words(loss: float) -> str:
    """A loss in four characters or fewer."""
    if not np.isfinite(loss):
        return in_five_characters(loss)
    return number(loss, 2 if loss < 9.995 else 0) if loss < 1000 else "≥10³"
