"""A script in the place of the instruments: its lines, the curves that it gave, and what can be written instead."""

from textwrap import wrap
from types import SimpleNamespace

import numpy as np

from course_nn.clinic.layout import GREY, TALL, WIDE, panel, place
from course_nn.clinic.reading_words import in_five_characters
from course_nn.clinic.scripts.explanations import EXPLANATIONS
from course_nn.clinic.scripts.running import Curves
from course_nn.clinic.scripts.script import Script
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks

LINES, OPTIONS = 20, 4  # at most
TOP = 90
CODE = (0, TOP, 440, TALL)
SIDE = (446, TOP, WIDE, TALL)
PLOTS = ((512, 110, 644, 206), (714, 110, 846, 206))  # training loss, validation score
HEADS = (Words("training loss", "训练损失"), Words("validation score", "验证成绩"))
FIRST, PITCH = 172, 29  # page pixels under TOP: where the options begin, and how high one is
LONGEST = 45  # letters of an option in a row
BIG = 1e3  # a loss that is larger is cut off
CHOSEN, LINE_WIDTH = "#F7D9C4", 10.5  # the bar behind the line that is chosen
MONO = {"family": ["DejaVu Sans Mono", "Noto Sans CJK SC"], "fontsize": look.SMALL, "va": "center"}


def paint_code(figure: Figure) -> SimpleNamespace:
    """Numbered lines on the left; on the right two plots, and below them the options."""
    code = panel(figure, CODE, CODE[2], LINES)
    side = panel(figure, SIDE, SIDE[2] - SIDE[0], SIDE[3] - SIDE[1])
    plots = [_paint_plot(figure, box, words) for box, words in zip(PLOTS, HEADS)]
    return SimpleNamespace(
        code=code,
        side=side,
        plots=[plot for plot, *_ in plots],
        sick=[sick for _, sick, _ in plots],
        cured=[cured for *_, cured in plots],
        numbers=[code.text(30, k + 0.5, "", ha="right", color=GREY, **MONO) for k in range(LINES)],
        lines=[code.text(35, k + 0.5, "", zorder=3, **MONO) for k in range(LINES)],
        wrong=marks.line(code, "x", color=look.VERMILION, ms=8, mew=2, zorder=4),
        found=marks.line(code, "o", color=look.GREEN, ms=8, zorder=4),
        line=marks.line(code, color=CHOSEN, lw=LINE_WIDTH, solid_capstyle="butt", zorder=1),
        error=side.text(0, 16, "", va="top", color=look.ink(look.VERMILION), fontsize=look.SMALL, linespacing=1.3),
        head=side.text(0, FIRST - 12, "", va="center", fontsize=11),
        why=side.text(0, FIRST + 4, "", va="top", fontsize=look.SMALL, linespacing=1.35),
        options=[side.text(18, FIRST + (k + 0.5) * PITCH, "", linespacing=1.0, **MONO) for k in range(OPTIONS)],
        option=marks.line(side, color=look.VERMILION, lw=2, zorder=5),
        failed=marks.line(side, "x", color=look.VERMILION, ms=8, mew=2, zorder=4),
    )


def _paint_plot(figure, box, words):
    plot = figure.add_axes(place(box))
    plot.set_title(words.drawn())
    return plot, marks.line(plot, color=look.VERMILION, lw=1.5), marks.line(plot, color=look.BLUE, lw=2)


def line_rims(count: int) -> np.ndarray:
    """The rims of the lines: (count, 5, 2)."""
    rim = np.array([(1, 0), (CODE[2] - 1, 0), (CODE[2] - 1, 1), (1, 1), (1, 0)], float)
    return rim + np.array([(0, k) for k in range(count)], float).reshape(-1, 1, 2)


def option_rims(count: int) -> np.ndarray:
    """The rims of the options: (count, 5, 2)."""
    right = SIDE[2] - SIDE[0] - 1
    rim = np.array([(1, 1), (right, 1), (right, PITCH - 1), (1, PITCH - 1), (1, 1)], float) + [0, FIRST]
    return rim + np.array([(0, k * PITCH) for k in range(count)], float).reshape(-1, 1, 2)


def draw_code(artists: SimpleNamespace, shown: "CodeShown | None") -> None:
    """shown : None where no script lies"""
    for part in (artists.code, artists.side):
        part.set_visible(shown is not None)
    for plot in artists.plots:
        plot.set_visible(shown is not None and not (shown.sick.error and not shown.cured))
    if shown is not None:
        _draw_lines(artists, shown)
        _draw_options(artists, shown)
        _draw_curves(artists, shown)


class CodeShown(SimpleNamespace):
    """What is drawn of a script.

    script : Script;  sick, cured : Curves, cured None before it is mended;  line, option : chosen, from 1
    wrong, found : lines from 1;  failed : options of the chosen line that did not help, from 1
    can_write : whether the line is one in which the fault can be mended, and was found
    """

    script: Script
    sick: Curves
    cured: Curves | None
    line: int
    option: int
    wrong: list
    found: list
    failed: list
    can_write: bool


def _draw_lines(artists, shown):
    lines = shown.script.lines
    for k, (number, text) in enumerate(zip(artists.numbers, artists.lines)):
        marks.change(number, text=str(k + 1) if k < len(lines) else "")
        marks.change(text, text=_without_mathematics(lines[k]) if k < len(lines) else "")
    for line, places in ((artists.wrong, shown.wrong), (artists.found, shown.found)):
        line.set_data(np.full(len(places), 6.0), np.array(places, float) - 0.5)
    artists.line.set_data([12, CODE[2]], np.full(2, shown.line - 0.5))


def _without_mathematics(code):
    """Code as it is; a dollar sign would begin a formula."""
    return code.replace("$", r"\$")


def _draw_options(artists, shown):
    options = shown.script.faulty[shown.line - 1].options if shown.can_write else ()
    for k, text in enumerate(artists.options):
        marks.change(text, text=in_rows(options[k]) if k < len(options) else "")
    for artist in (artists.option, artists.failed):
        artist.set_visible(bool(options))
    marks.change(artists.head, text=_head(shown).drawn())
    about = EXPLANATIONS[shown.script.fault]
    marks.change(artists.why, text=in_lines(about.why) if shown.cured else "")
    artists.option.set_data(*option_rims(OPTIONS)[min(shown.option, len(options) or 1) - 1].T)
    failed = np.array(shown.failed, float)
    artists.failed.set_data(np.full(len(failed), 9.0), FIRST + (failed - 0.5) * PITCH)


def _head(shown):
    """What is to be done now, or what it was."""
    if shown.cured:
        name = EXPLANATIONS[shown.script.fault].name
        return Words("\n".join(wrap(f"✓ {name.en}", 46)), f"✓ {name.zh}")
    if shown.can_write:
        return Words(f"Write in place of line {shown.line}:", f"第 {shown.line} 行改成：")
    return Words("Which line is wrong? Click it, then Lock.", "哪一行写错了？点中它，再锁定。")


def in_lines(words: Words) -> str:
    """A sentence or two in lines that fit, in the language of the picture."""
    text = words.drawn()
    return "\n".join(wrap(text, 54 if text == words.en else 27))


def in_rows(option: str) -> str:
    """An option in rows that fit; one that deletes the line says so."""
    if not option:
        return Words("(delete this line)", "（删去这一行）").drawn()
    rows = [row for line in option.split("\n") for row in wrap(line, LONGEST, subsequent_indent="    ")]
    return "\n".join(_without_mathematics(row) for row in rows)


def error_in_short(run: Curves) -> str:
    """What Python says, without the hint that PyTorch adds."""
    return run.error.partition(" Hint:")[0]


def _draw_curves(artists, shown):
    error = "" if shown.cured else error_in_short(shown.sick)
    marks.change(artists.error, text="\n".join(wrap(error, 48)))
    for plot, sick, cured, kind in zip(artists.plots, artists.sick, artists.cured, ("train_loss", "val_score")):
        runs = [getattr(run, kind) if run else np.zeros(0) for run in (shown.sick, shown.cured)]
        most = BIG if kind == "train_loss" else 1.0
        runs = [np.clip(np.nan_to_num(run, nan=most, posinf=most, neginf=-most), -most, most) for run in runs]
        for line, run in zip((sick, cured), runs):
            line.set_data(np.arange(1, len(run) + 1), run)
        _fit(plot, np.concatenate(runs), max(map(len, runs)), kind)


def _fit(plot: Axes, values, count, kind):
    low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    if kind == "val_score":
        low, high = max(min(low, 0.0), -1.0), 1.0
    room = max(0.05 * (high - low), 1e-6)
    ticks = [low, (low + high) / 2, high] if high > low else [low]
    marks.fit(
        plot,
        xlim=(0, max(count, 1) + 1),
        ylim=(low - room, high + room),
        xticks=[1, max(count, 2)],
        yticks=ticks,
        yticklabels=[in_five_characters(tick) for tick in ticks],
    )
