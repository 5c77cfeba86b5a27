"""What an activation costs is measured, not believed: timed on this computer, many times, and shown with its spread."""

from functools import cache, partial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.words import Words, activation_names
from course_nn.drawing import Figure, look, marks
from course_nn.lectures.activations.demos.cost.timing import is_curved, stopwatch
from course_nn.stage import Choice, Slider, Values, demo

CONTROLS = {
    "part": Choice(Words("time", "计时"), {"f": "φ(z)", "df": "φ′(z)"}, "f"),
    "size": Choice(Words("values", "数值个数"), {100: "100", 10_000: "10,000", 100_000: "100,000"}, 10_000),
    "again": Slider(Words("measure again", "重新测量"), 1, 5, 1, 1, continuous=False),
}
LOW = 0.1  # of the axis, in nanoseconds
HIGH = 1000
SHARES = [0.05, 0.25, 0.5, 0.75, 0.95]
MATRIX = "Wx, N = 100"
# All but prelu, which is computed as leaky_relu; straight pieces first.
TIMED = [name for name in ACTIVATIONS if name != "prelu"]
ROWS = [MATRIX, *sorted(TIMED, key=lambda name: is_curved(ACTIVATIONS[name]))]


class Kind(NamedTuple):
    """A kind of rows: how it looks, and what it is."""

    color: str
    marker: str
    text: Words


KINDS = {
    "matrix": Kind(look.GREY, "s", Words("", "")),
    "curved": Kind(look.VERMILION, "^", Words("▲ curved: exp()", "▲ 弯曲：exp()")),
    "straight": Kind(look.BLUE, "o", Words("● straight pieces", "● 直线段")),
}


class Result(NamedTuple):
    times: tuple  # for each of ROWS the nanoseconds per value, (repeats,)
    spread: np.ndarray  # (len(ROWS), 5) the times that SHARES of the repeats stay below


@cache
def measurement(part: str, size: int, again: int) -> tuple:
    """Times for all ROWS, as in Result. It is kept for this `again`; the next number measures anew."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=size)
    rows = min(size // 100, 10)  # few at a time: then one core does it, as with the functions
    X = rng.normal(size=(size // 100 // rows, rows, 100))
    W = rng.normal(size=(100, 100))  # X @ W.T: size values
    functions = [getattr(ACTIVATIONS[name], part) for name in ROWS[1:]]
    return stopwatch(lambda: X @ W.T, size), *(stopwatch(partial(f, z), size) for f in functions)


def compute(part, size, again) -> Result:
    times = measurement(part, size, again)
    spread = np.array([np.quantile(row, SHARES) for row in times])
    return Result(times=times, spread=spread)


def kind(row: str) -> str:
    if row == MATRIX:
        return "matrix"
    return "curved" if is_curved(ACTIVATIONS[row]) else "straight"


def paint(figure: Figure) -> SimpleNamespace:
    axes = figure.subplots()
    axes.set(xscale="log", xlim=(LOW, HIGH), ylim=(len(ROWS) - 0.4, -0.6))
    axes.set_xlabel(Words("nanoseconds per value", "每个数值的耗时（纳秒）").drawn())
    axes.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
    axes.set_yticks(range(len(ROWS)), [MATRIX, *(words.drawn() for words in activation_names(ROWS[1:]).values())])
    axes.grid(axis="x", color=look.PALE, lw=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    right = {"ha": "right", "transform": axes.transAxes, "fontsize": look.SMALL, "bbox": look.BEHIND_WORDS, "zorder": 4}
    lines = Words("thick: half of the runs, thin: 90%", "粗线：一半的测量；细线：90%")
    axes.text(0.99, 0.81, lines.drawn(), **right)
    for i, group in enumerate(KINDS.values()):
        axes.text(0.99, 1.03 - 0.07 * i, group.text.drawn(), color=look.ink(group.color), **right)
    colors = [KINDS[kind(row)].color for row in ROWS]
    return SimpleNamespace(
        thin=axes.hlines(range(len(ROWS)), LOW, LOW, color=colors, lw=0.9),
        thick=axes.hlines(range(len(ROWS)), LOW, LOW, color=colors, lw=5, alpha=0.45),
        medians={
            name: marks.line(axes, group.marker, ms=8, color=group.color, mec="white", mew=0.5, zorder=3)
            for name, group in KINDS.items()
        },
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    lowest, low, median, high, highest = result.spread.clip(LOW, HIGH).T
    places = range(len(ROWS))
    artists.thin.set_segments([[(lowest[i], i), (highest[i], i)] for i in places])
    artists.thick.set_segments([[(low[i], i), (high[i], i)] for i in places])
    for name, line in artists.medians.items():
        mine = [i for i in places if kind(ROWS[i]) == name]
        line.set_data(median[mine], mine)


def readout(result: Result, values: Values) -> Words:
    medians = dict(zip(ROWS, result.spread[:, SHARES.index(0.5)]))
    relu, sigmoid, tanh, matrix = (f"{medians[row]:#.2g}".rstrip(".") for row in ("relu", "sigmoid", "tanh", MATRIX))
    part = "φ" if values.part == "f" else "φ′"
    return Words(
        f"NumPy on one CPU core, median time per value in ns, {part}: ReLU <b>{relu}</b>, sigmoid <b>{sigmoid}</b>"
        f", tanh <b>{tanh}</b>.\nWx {matrix}. Every pass over memory counts, not only exp(); a GPU differs.",
        f"单个 CPU 核上的 NumPy，{part} 每个数值的中位耗时（纳秒）：ReLU <b>{relu}</b>，sigmoid <b>{sigmoid}</b>，"
        f"tanh <b>{tanh}</b>。\nWx {matrix}。不只 exp()，每次读写内存也要时间；GPU 上结果会不同。",
    )


@demo(Words("What does φ cost?", "激活函数的计算开销"), height=3.6)
def cost(**values):
    """Every activation function timed on this computer, with the spread over up to 200 repeats.
    在本机上为每个激活函数计时，并给出多次（至多 200 次）重复的离散程度。

    Each step of a formula in NumPy reads and writes a whole array, so straight pieces made by np.where can take as
    long as an exp(); compiled code, on a GPU for instance, does all steps in one pass. With only 100 values the call
    itself takes most of the time. gelu is dear because NumPy has no erfc: it asks Python, value by value.
    For comparison, Wx with 100 inputs: per value 100 products and their sum

    source : the lecture, section 2
    """
