"""The beds of a ward in a row: number, what everybody knows of each, and how far the student has come there."""

import numpy as np

from course_nn.clinic.layout import BEDS, GREY, SMALL, panel
from course_nn.clinic.reading_words import in_five_characters, score_in_words
from course_nn.clinic.thumbnails import frames
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks
from course_nn.drawing.numbers import number

MOST = 20
LINES = 4  # number, loss, score, points
RIM = 0.15  # between them and the frame of a bed


def paint_beds(figure: Figure) -> dict:
    """Four lines a bed; those that a ward does not have are empty."""
    axes = panel(figure, BEDS, 1, LINES + 2 * RIM)
    axes.set_title(Words("① bed, training loss, validation, points", "① 选床：床号、训练损失、验证成绩、得分").drawn())
    texts = [[axes.text(0, line + 0.5 + RIM, "", zorder=2, **SMALL) for line in range(LINES)] for _ in range(MOST)]
    return {
        "beds": texts,
        "rims": marks.line(axes, color=look.PALE, lw=1, zorder=0.5),
        "bed": marks.line(axes, color=look.VERMILION, lw=2, zorder=5),
    }


def rims(beds: int) -> np.ndarray:
    """The rims of the beds: (beds, 5, 2)."""
    return frames(beds, beds, 0.02, 0.02) * [1 / beds, LINES + 2 * RIM]


def draw_beds(artists: dict, rows: list, bed: int) -> None:
    """rows : for each bed its loss, its score, whether that is R², and its mark; bed : the one that is chosen."""
    beds = len(rows)
    for k, texts in enumerate(artists["beds"]):
        lines = _lines(k, *rows[k]) if k < beds else [("", GREY)] * LINES
        for text, (words, color) in zip(texts, lines):
            text.set_x((k + 0.5) / beds)
            marks.change(text, text=words, color=color)
    artists["rims"].set_data(*look.one_line(rims(beds)))
    artists["bed"].set_data(*rims(beds)[bed - 1].T)


def _lines(k, loss, score, numeric, mark):
    """What stands in a bed, and in which colours."""
    sign, points, color = mark
    return [
        (str(k + 1), GREY),
        (loss_in_words(loss), look.BLACK),
        (score_in_words(score, numeric).removeprefix("R² ") if score > -10 else "<−10", look.BLACK),
        (f"{sign}{points}" if points or sign else "", look.ink(color)),
    ]


def loss_in_words(loss: float) -> str:
    """A loss in four characters or fewer."""
    if not np.isfinite(loss):
        return in_five_characters(loss)
    return number(loss, 2 if loss < 9.995 else 0) if loss < 1000 else "≥10³"
