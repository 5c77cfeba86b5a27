"""What an activation costs is measured, not believed: here it is timed on this computer, many times, with its spread."""
from functools import cache
from time import perf_counter_ns
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import look
from course_nn.activations import ACTIVATIONS
from course_nn.controls import Choice, Slider
from course_nn.language import Words
from course_nn.stage import Demo

CONTROLS = {
    "part": Choice(Words("time", "计时"), {"f": "f(z)", "df": "f′(z)"}, "f"),
    "size": Choice(Words("values at once", "每次的数值个数"), {100: "100", 10_000: "10 000", 100_000: "100 000"}, 10_000),
    "again": Slider(Words("measure again", "重新测量"), 1, 9, 1, 1, continuous=False),
}
NAMES = [name for name in ACTIVATIONS if name != "prelu"]  # which is computed as leaky_relu
ROWS = ["Wx, N = 100", *NAMES]
REPEATS, FEWEST, PATIENCE = 200, 5, 2_500_000  # nanoseconds: a slow one is repeated less often
LOW, HIGH = 0.1, 1000  # of the axis, in nanoseconds


class Result(NamedTuple):
    part: str
    size: int
    again: int
    times: tuple  # for each of ROWS an array of nanoseconds per value, one for each repeat
    quartiles: np.ndarray  # (len(ROWS), 5) minimum, quartiles, maximum


def bends_smoothly(phi):
    """Whether f is curved, and so needs exp() or something like it; straight pieces have only a few slopes."""
    return len(np.unique(phi.df(np.linspace(-3, 3, 301)).round(9))) > 10


def stopwatch(call, values):
    """Nanoseconds per value of one call after the other, without the first, which warms up."""
    call()
    times, begun = [], perf_counter_ns()
    while len(times) < FEWEST or (len(times) < REPEATS and perf_counter_ns() - begun < PATIENCE):
        start = perf_counter_ns()
        call()
        times.append(perf_counter_ns() - start)
    return np.array(times) / values


@cache
def measured(part, size, again):
    """One measurement of all; `again` is the number of it, so that it is kept, and the next number measures anew."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=size)
    X, W = rng.normal(size=(size // 100, 100)), rng.normal(size=(100, 100))  # gives as many values as z has
    calls = [lambda: X @ W.T, *(lambda f=getattr(ACTIVATIONS[name], part): f(z) for name in NAMES)]
    return tuple(stopwatch(call, size) for call in calls)


def compute(part, size, again):
    times = measured(part, size, again)
    return Result(part, size, again, times, np.array([np.quantile(t, [0, 0.25, 0.5, 0.75, 1]) for t in times]))


def colour_of(row):
    return look.GREY if row not in ACTIVATIONS else look.VERMILION if bends_smoothly(ACTIVATIONS[row]) else look.BLUE


def paint(figure):
    axes = figure.subplots()
    axes.set(xscale="log", xlim=(LOW, HIGH), ylim=(len(ROWS) - 0.4, -0.6), xlabel="nanoseconds per value")
    axes.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
    axes.set_yticks(range(len(ROWS)), ROWS)
    axes.grid(axis="x", color=look.PALE, lw=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    styles = [dict(color=colour_of(row), marker="^" if colour_of(row) == look.VERMILION else "o") for row in ROWS]
    axes.text(0.99, 0.13, "▲ curved: exp()", color=look.VERMILION, ha="right", transform=axes.transAxes)
    axes.text(0.99, 0.04, "● straight pieces", color=look.BLUE, ha="right", transform=axes.transAxes)
    return SimpleNamespace(
        ranges=[axes.plot([], [], color=style["color"], lw=0.9)[0] for style in styles],
        boxes=[axes.plot([], [], color=style["color"], lw=5, alpha=0.45, solid_capstyle="butt")[0] for style in styles],
        medians=[axes.plot([], [], ls="", ms=7, mec="white", mew=0.5, **style)[0] for style in styles],
    )


def draw(artists, result):
    for i, five in enumerate(result.quartiles.clip(LOW, HIGH)):
        artists.ranges[i].set_data(five[[0, 4]], [i, i])
        artists.boxes[i].set_data(five[[1, 3]], [i, i])
        artists.medians[i].set_data(five[[2]], [i])


def readout(result):
    def told(row):
        return f"{result.quartiles[ROWS.index(row), 2]:.2g}"

    part = "f" if result.part == "f" else "f′"
    relu, sigmoid, tanh = told("relu"), told("sigmoid"), told("tanh")
    matrix, values = told("Wx, N = 100"), f"{result.size:,}".replace(",", " ")
    return Words(
        f"Median ns per value, {part}, NumPy, this CPU, {values} at once: relu <b>{relu}</b>, sigmoid <b>{sigmoid}</b>,"
        f" tanh <b>{tanh}</b>; its share of Wx {matrix}. Thick: middle half; thin: fastest to slowest.",
        f"本机 CPU 上 NumPy 计算 {part}，每次 {values} 个，每个数值的中位耗时（纳秒）：relu <b>{relu}</b>，"
        f"sigmoid <b>{sigmoid}</b>，tanh <b>{tanh}</b>；Wx 为 {matrix}。粗线：中间一半；细线：最快到最慢。",
    )


def cost(**values):
    """Every activation function timed on this computer, with the spread over up to 200 repeats.
    在本机上为每个激活函数计时，并给出多次（至多 200 次）重复的离散程度。

    Each step of a formula in NumPy reads and writes a whole array, so a function of straight pieces made by np.where
    can take as long as one with an exp(); a GPU does all steps in one pass and waits for memory. Of 100 values at once
    the call itself takes most of the time. Wx with 100 inputs stands beside them: per value 100 products and sums

    values : part ("f" or "df"), size (values at once), again (the number of the measurement; each is kept)
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 2
    """
    return Demo(cost, Words("What does φ cost?", "激活函数的计算开销"), CONTROLS, compute, paint, draw, readout,
                height=3.6, values=values)  # fmt: skip
