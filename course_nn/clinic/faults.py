"""The list of faults, from which one is chosen; and once a bed is right, the cured run in its place."""

import numpy as np

from course_nn.clinic.case_record import Score
from course_nn.clinic.layout import GREY, LIST, ROWS, SMALL, panel
from course_nn.clinic.names import DIAGNOSES
from course_nn.clinic.thumbnails import frames
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks

LISTED = list(DIAGNOSES)
COLUMNS = 2
LEFT, TOP, BOTTOM, WIDTH = 0.16, 1.2, 6.4, 1.74  # of the cured run, in columns and rows
CURE_WORDS = (
    (0.16, 0.5, Words("validation score", "验证成绩"), look.BLACK),
    (0.16, 6.95, Words("from start to end", "从开始到结束"), look.BLACK),
    (1.7, 6.95, Words("sick", "患病"), look.ink(look.VERMILION)),
    (1.25, 6.95, Words("cured", "治愈"), look.ink(look.BLUE)),
    (0.08, TOP + 0.1, Words("1", "1"), look.BLACK),
    (0.08, BOTTOM - 0.1, Words("0", "0"), look.BLACK),
)


def paint_faults(figure: Figure) -> dict:
    """The list of all diagnoses, and the panel that covers it."""
    axes = panel(figure, LIST, COLUMNS, ROWS)
    axes.set_title(Words("diagnosis, then Lock", "选诊断，再锁定").drawn())
    words = [axes.text(x + 0.1, y, "", zorder=2, **SMALL | {"ha": "left"}) for x, y in places()]
    return {
        "list": axes,
        "names": words,
        "struck": marks.line(axes, color=look.GREY, lw=1, zorder=3),
        "wrong": marks.line(axes, "x", color=look.VERMILION, ms=8, mew=2, zorder=4),
        "early": marks.line(axes, "o", color=look.BLUE, ms=5, zorder=4),
        "found": marks.line(axes, "o", color=look.GREEN, ms=9, zorder=4),
        "chosen": marks.line(axes, color=look.VERMILION, lw=2, zorder=5),
        **_paint_cure(axes),
    }


def places() -> np.ndarray:
    """The left middle of each row: (n, 2)."""
    return np.array([(k // ROWS, k % ROWS + 0.5) for k in range(len(LISTED))], float)


def row_frames() -> np.ndarray:
    """The rims of all rows: (n, 5, 2)."""
    return frames(1, 1, 0.01, 0.05) - [0, 0.5] + places()[:, None]


def _width(words):
    """About how wide words are, in columns: Chinese characters are twice as wide as letters."""
    return sum(14.6 if letter > "⺀" else 7.6 for letter in words) * COLUMNS / (LIST[2] - LIST[0])


def _paint_cure(axes):
    cover = axes.fill([0, COLUMNS, COLUMNS, 0], [0, 0, ROWS, ROWS], color="white", zorder=6)
    rim = axes.plot([LEFT, LEFT, LEFT + WIDTH], [TOP, BOTTOM, BOTTOM], color=look.BLACK, lw=0.8, zorder=7)
    style = SMALL | {"ha": "left"}
    words = [axes.text(x, y, words.drawn(), color=color, zorder=7, **style) for x, y, words, color in CURE_WORDS]
    panel_ = {
        "sick": marks.line(axes, color=look.VERMILION, lw=1.5, zorder=8),
        "cured": marks.line(axes, color=look.BLUE, lw=2.5, zorder=8),
        "end": marks.line(axes, "o", color=look.BLUE, ms=7, zorder=9),
        "cure": axes.text(0.04, 7.6, "", linespacing=1.3, zorder=9, va="top", fontsize=look.SMALL),
    }
    return panel_ | {"cure_panel": [*cover, *words, *rim, *panel_.values()]}


def draw_faults(artists: dict, possible: set, own: Score, chosen: str) -> None:
    """possible : diagnoses that this run can have; others are struck out;  own : the Score;  chosen : a diagnosis"""
    for text, name in zip(artists["names"], LISTED):
        marks.change(text, text=DIAGNOSES[name].drawn(), color=look.BLACK if name in possible else GREY)
    away = places()[[k for k, name in enumerate(LISTED) if name not in possible]]
    widths = [_width(DIAGNOSES[name].drawn()) for name in LISTED if name not in possible]
    strokes = [[place + [0.08, 0], place + [0.12 + width, 0]] for place, width in zip(away, widths)]
    artists["struck"].set_data(*look.one_line(np.reshape(strokes, (-1, 2, 2))))
    for line, names in (("wrong", own.wrong), ("early", own.early), ("found", own.found)):
        here = places()[[LISTED.index(name) for name in names]] if names else np.zeros((0, 2))
        artists[line].set_data(*(here + [0.05, 0]).T)
    artists["chosen"].set_data(*row_frames()[LISTED.index(chosen)].T)


def draw_cure(artists: dict, sick: np.ndarray, cured: np.ndarray, words: Words | None) -> None:
    """The cured run beside the sick one, over the list; words None: the list is seen."""
    for artist in artists["cure_panel"]:
        artist.set_visible(words is not None)
    if words is None:
        return
    for name, run in (("sick", sick), ("cured", cured), ("end", cured[:, -1:])):
        heights = np.clip(run[1], 0, 1)
        artists[name].set_data(LEFT + WIDTH * run[0] / 100, BOTTOM - (BOTTOM - TOP) * heights)
    marks.change(artists["cure"], text=words.drawn())
