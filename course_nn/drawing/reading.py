"""A network that reads a digit, as it is drawn and said: the sheet, the numbers, its units and how they vote, the ten
probabilities, and how many digits it reads of whom."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.image import AxesImage

from course_nn.common.words import Words
from course_nn.drawing import Axes, look, marks
from course_nn.drawing.numbers import percent

CELLS, OUTPUTS = 32, 10  # cells in a row of the sheet
SQUARE = 4.6  # of the drawing of the network, whose height is 10: the side of the 8 × 8 numbers
TALLEST, APART = 9.02, 0.82  # of its two columns of hidden units, and from one unit to the next if there are few
OUTPUTS_AT = np.column_stack([np.full(OUTPUTS, 10.2), 9.5 - np.arange(OUTPUTS)])
BARS, LONGEST = 11.4, 3.2  # where they begin, and how long the bar of a certain output is
COLORS = look.GREY, look.BLUE, look.VERMILION  # of the three sources
BLANK = Words("The sheet is blank: draw a digit.", "纸上是空的：写一个数字。")
FAINTEST = 0.12  # of the strongest vote, that is drawn
SOURCES = Words("test\ndigits", "测试\n数字"), Words("a pro-\ngram’s", "程序\n写的"), Words("yours", "你\n写的")


def paint_sheet(axes: Axes) -> AxesImage:
    """The sheet on which the student draws."""
    axes.set(xticks=[], yticks=[], title=Words("draw here", "在这里写").drawn())
    for spine in axes.spines.values():
        spine.set(visible=True, color=look.GREY)
    return axes.imshow(np.zeros((CELLS, CELLS)), cmap="gray_r", vmin=0, vmax=1)


def places_of(hidden: int) -> np.ndarray:
    """Where the hidden units stand, in two columns: (hidden, 2)."""
    rows = np.arange(hidden) // 2
    return np.column_stack([6.2 + np.arange(hidden) % 2, 9.7 - rows * min(APART, TALLEST / max(rows[-1], 1))])


def paint_network(axes: Axes, hidden: int) -> dict:
    """The numbers, so many hidden units, the ten outputs, and a line for each vote."""
    low, high, units = 5 - SQUARE / 2, 5 + SQUARE / 2, places_of(hidden)
    fan = np.array([(SQUARE, low), (SQUARE, high), units[0], units[-1] * [0, 1] + units[0] * [1, 0]])
    marks.area(axes, fan, fc=look.PALE, alpha=0.35)  # each number goes to each unit
    axes.plot(*marks.box(0, low, SQUARE, SQUARE), color=look.GREY, lw=1)
    image = axes.imshow(np.zeros((8, 8)), cmap="gray_r", vmin=0, vmax=1, extent=(0, SQUARE, low, high), aspect="auto")
    axes.set(xlim=(-0.2, 15.8), ylim=(-0.4, 10.2), title=Words("what the network makes of it", "网络怎样看它").drawn())
    axes.set_axis_off()
    ends = [(units[k], OUTPUTS_AT[c]) for k in range(hidden) for c in range(OUTPUTS)]
    name_outputs(axes)
    disc = {"s": 75, "linewidths": 1, "edgecolors": look.GREY, "zorder": 3}
    return {
        "image": image,
        "votes": axes.add_collection(LineCollection(ends, zorder=1)),
        "hidden": axes.scatter(*units.T, color="white", **disc),
        "outputs": axes.scatter(*OUTPUTS_AT.T, color="white", **disc),
        **paint_bars(axes),
    }


def name_outputs(axes: Axes) -> None:
    """The ten digits, beside the outputs."""
    for digit, (_, y) in enumerate(OUTPUTS_AT):
        axes.text(10.9, y, str(digit), va="center_baseline", ha="center", fontsize=look.SMALL, zorder=0.5)


def paint_bars(axes: Axes) -> dict:
    """A bar for the probability of each digit, and its number."""
    return {
        "bars": axes.barh(OUTPUTS_AT[:, 1], np.zeros(OUTPUTS), 0.6, left=BARS, color=look.BLUE),
        "tags": [axes.text(0, y, "", va="center_baseline", fontsize=look.SMALL) for _, y in OUTPUTS_AT],
    }


def paint_reads(axes: Axes) -> dict:
    """How many digits it reads of each source, with an interval."""
    axes.set(
        xlim=(-0.6, 2.6), ylim=(0, 104), yticks=[0, 50, 100], title=Words("read right, in %", "读对的百分比").drawn()
    )
    axes.set_xticks(range(3), [words.drawn() for words in SOURCES])
    return {
        "spans": [marks.line(axes, color=color, lw=2.5) for color in COLORS],
        "means": [marks.line(axes, "o", color=color, ms=8) for color in COLORS],
    }


def draw_network(artists: SimpleNamespace, result: Any, brightest: float) -> None:
    """The numbers, what each unit answers, and what comes out.

    result    : has digit (64,), hidden (h,), votes (h, 10), p (10,) and read, −1 for nothing
    brightest : the value of a hidden unit from which on it is quite blue
    """
    marks.fill(artists.image, result.digit.reshape(8, 8))
    artists.hidden.set_facecolor(look.heat(result.hidden, -brightest, brightest) / 255)
    artists.outputs.set_facecolor(look.heat(result.p, -1, 1) / 255)
    draw_votes(artists.votes, result.votes.ravel())
    draw_bars(artists, result.p * (result.read >= 0))


def draw_bars(artists: SimpleNamespace, p: np.ndarray) -> None:
    """As long as the probabilities (10,); those below a hundredth have no number."""
    for bar, tag, share in zip(artists.bars, artists.tags, p):
        bar.set_width(LONGEST * share)
        tag.set(x=BARS + LONGEST * share + 0.15, text=percent(share) if share >= 0.01 else "")


def draw_votes(lines: LineCollection, votes: np.ndarray) -> None:
    """Wide for a strong vote, blue for and orange against; weak ones are left out."""
    strength = np.abs(votes) / max(np.abs(votes).max(), 1e-9)
    colors = look.heat(votes / max(np.abs(votes).max(), 1e-9), -1, 1) / 255
    colors[:, 3] = np.where(strength > FAINTEST, 0.9, 0)
    lines.set_linewidth(3 * strength)
    lines.set_color(colors)


def draw_reads(artists: SimpleNamespace, result: Any) -> None:
    """The shares `test`, `program` and `own`, (3,) each with its interval, and their `counts`."""
    for x, (span, mean, of) in enumerate(zip(artists.spans, artists.means, (result.test, result.program, result.own))):
        share, low, high = 100 * of if result.counts[x][1] else [np.nan] * 3  # what is nan is not drawn
        span.set_data([x, x], [low, high])
        mean.set_data([x], [share])


def says(p: np.ndarray, read: int) -> Words:
    """What it reads, and how sure it is."""
    if read < 0:
        return BLANK
    first, second = np.argsort(-p)[:2]
    sure, next_best = percent(p[first]), percent(p[second])
    if p[second] < 0.01:
        return Words(f"It reads a <b>{first}</b>, with {sure}.", f"它读作 <b>{first}</b>，概率 {sure}。")
    return Words(
        f"It reads a <b>{first}</b>, with {sure}; next comes {second}, with {next_best}.",
        f"它读作 <b>{first}</b>，概率 {sure}；其次是 {second}，概率 {next_best}。",
    )


def says_how_often(counts: tuple, interval: np.ndarray) -> Words:
    """Of its test digits, of the program's, and of the reader's own with what so few can tell.

    counts : (right, n) of each;  interval : (2,) of the share of one's own
    """
    (test, tests), (other, others), (right, own) = counts
    en = f"It reads {percent(test / tests)} of its {tests} test digits and {percent(other / others)} of {others} "
    zh = f"它的 {tests} 个测试数字读对 {percent(test / tests)}，程序写的 {others} 个读对 {percent(other / others)}"
    en += "that a program draws"
    if own:
        least, most = map(percent, interval)
        en += f"; of yours {right} in {own}, so between {least} and {most} of all that you may write"
        zh += f"；你写的 {own} 个读对 {right} 个，由此推断你写的数字能读对 {least} 到 {most}"
    return Words(f"{en}.", f"{zh}。")
