"""Squared error is an area: a point twice as far away has a square four times as large, and pulls twice as hard."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.linear_regression import huber_regression, least_absolute_deviations, least_squares
from course_nn.losses import LOSSES
from course_nn.stage import Challenge, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words

CONTROLS = {
    "w": Slider("w", -1.0, 1.5, 0.5, 0.01),
    "b": Slider("b", -3.0, 5.0, 1.0, 0.05),
    "outlier": Slider(Words("outlier", "离群点"), 0.0, 6.5, 5.0),
}
FITS = {"squared_error": least_squares, "absolute_error": least_absolute_deviations, "huber": huber_regression}
STYLES = {
    "squared_error": dict(color=look.BLUE, ls="-"),
    "absolute_error": dict(color=look.GREEN, ls="--"),
    "huber": dict(color=look.ORANGE, ls="-."),
}
X = np.arange(8.0)
Y = 1 + 0.5 * X + np.array([0.1, -0.4, -0.4, 0.4, 0.6, 0.0, 0.2, -0.5])  # the last one becomes the outlier
R = np.linspace(-7, 7, 281)
CURVES = {name: LOSSES[name].per_sample(R, 0 * R) for name in FITS}  # l(r), (281,) each
PULLS = {name: LOSSES[name].gradient(R, 0 * R) for name in FITS}  # dl/dr


class Result(NamedTuple):
    w: float
    b: float
    y: np.ndarray  # (8,) the samples, the outlier pulled down
    residuals: np.ndarray  # (8,) r = f − y for the line set by hand
    squares: np.ndarray  # (8, 4, 2) corners; their areas are r²
    lines: np.ndarray  # (3, 2) w and b that are best for the squared error, the absolute error, Huber's loss
    moved: np.ndarray  # (3,) how much the outlier has changed these slopes
    area: float  # Σ r² = n · mean squared error = 2 Σ l
    least: float  # the smallest area that a line can have
    losses: np.ndarray  # (3,) l of the outlier
    pulls: np.ndarray  # (3,) dl/dr of the outlier


def samples(outlier):
    return Y - outlier * (X == X[-1])


@cache
def best_lines(outlier):
    """(w, b) of the best line for each loss: (3, 2)."""
    fits = [fit(X, samples(outlier)) for fit in FITS.values()]
    return np.array([[*fit.W, fit.b] for fit in fits])


def squares_of(f, y, w):
    """A square on each residual, built to the side on which it does not cross the line: (n, 4, 2)."""
    side = np.where((f - y) * w >= 0, 1, -1) * np.abs(f - y)
    return np.stack(
        [np.stack([X, f], 1), np.stack([X + side, f], 1), np.stack([X + side, y], 1), np.stack([X, y], 1)], axis=1
    )


def compute(w, b, outlier):
    y, f, lines = samples(outlier), w * X + b, best_lines(outlier)
    r = f - y
    least = np.sum((lines[0, 0] * X + lines[0, 1] - y) ** 2)
    losses, pulls = (
        np.array([call(f[-1:], y[-1:])[0] for call in calls])
        for calls in ([LOSSES[name].per_sample for name in FITS], [LOSSES[name].gradient for name in FITS])
    )
    return Result(
        w,
        b,
        y,
        r,
        squares_of(f, y, w),
        lines,
        lines[:, 0] - best_lines(0.0)[:, 0],
        float(r @ r),
        float(least),
        losses,
        pulls,
    )


def paint(figure):
    plane, loss, pull = figure.subplots(1, 3, width_ratios=[2.25, 1, 1])
    plane.set(xlim=(-1, 13.4), ylim=(-2.9, 5.9), aspect="equal", xlabel="$x$", xticks=[0, 5, 10], yticks=[-2, 0, 2, 4])
    plane.set_ylabel("$y$", rotation=0, va="center")
    loss.set(xlim=(-7, 7), ylim=(-0.6, 15), xlabel="$r = f - y$", title="loss $l(r)$", xticks=[-5, 0, 5])
    pull.set(xlim=(-7, 7), ylim=(-7, 7), xlabel="$r = f - y$", title="pull $dl/dr$", xticks=[-5, 0, 5])
    loss.set_yticks([0, 5, 10, 15])
    pull.set_yticks([-5, -1, 0, 1, 5])
    for axes in (loss, pull):
        axes.axhline(0, color=look.PALE, lw=0.8, zorder=0)
        axes.axvline(0, color=look.PALE, lw=0.8, zorder=0)
    for name in FITS:
        loss.plot(R, CURVES[name], **STYLES[name])
        pull.plot(R, PULLS[name], **STYLES[name])
    for y, (name, style) in zip((6.2, 4.7, 3.2), STYLES.items()):
        pull.plot([-6.8, -4.6], [y, y], **style)
        pull.text(-4.2, y, name.split("_")[0].replace("huber", "Huber"), va="center", fontsize=10)
    free = dict(ls="", mec="white", zorder=5, clip_on=False, in_layout=False)
    dots = [
        free | dict(color=style["color"], marker=marker, ms=size)
        for style, marker, size in zip(STYLES.values(), "os^", (9, 11, 8))
    ]
    return SimpleNamespace(
        squares=plane.add_collection(
            PolyCollection([], facecolors=look.GREY, edgecolors=look.BLACK, lw=1, alpha=0.35), autolim=False
        ),
        lines=[plane.plot([], [], zorder=3, **style)[0] for style in STYLES.values()],
        mine=plane.plot([], [], color=look.BLACK, lw=3, zorder=4)[0],
        points=plane.plot([], [], "o", color=look.BLUE, mec="white", ms=8, zorder=5)[0],
        outlier=plane.plot([], [], "o", color=look.VERMILION, mec="white", ms=11, zorder=6)[0],
        area=plane.text(0.98, 1.02, "", ha="right", transform=plane.transAxes),
        losses=[loss.plot([], [], **dot)[0] for dot in dots],
        pulls=[pull.plot([], [], **dot)[0] for dot in dots],
        residuals=loss.plot([], [], "|", color=look.BLACK, ms=8, mew=1.5)[0],
    )


def draw(artists, result):
    artists.squares.set_verts(result.squares)
    ends = np.array([-1, 13.4])
    for line, (w, b) in zip([artists.mine, *artists.lines], [(result.w, result.b), *result.lines]):
        line.set_data(ends, w * ends + b)
    artists.points.set_data(X[:-1], result.y[:-1])
    artists.outlier.set_data(X[-1:], result.y[-1:])
    artists.area.set_text(f"area Σr² = 2 Σl = {number(result.area)}")
    artists.residuals.set_data(result.residuals, np.zeros(8))
    r = result.residuals[-1] if abs(result.residuals[-1]) <= 7 else np.nan
    for dot, height in zip([*artists.losses, *artists.pulls], [*result.losses.clip(max=15), *result.pulls]):
        dot.set_data([r], [height])


def readout(result):
    slopes = [f"{number(w)} ({'+' if m >= 0.005 else ''}{number(m)})" for w, m in zip(result.lines[:, 0], result.moved)]
    area, mean, own = map(number, (result.area, result.area / len(X), result.residuals[-1] ** 2))
    return Words(
        f"Area Σr² = <b>{area}</b>, of which the outlier {own}; mean squared error {mean}. "
        f"Best slopes (moved by the outlier): squared {slopes[0]}, absolute {slopes[1]}, Huber {slopes[2]}.",
        f"面积 Σr² = <b>{area}</b>，其中离群点占 {own}；均方误差 {mean}。"
        f"最优斜率（因离群点的变化）：平方 {slopes[0]}，绝对 {slopes[1]}，Huber {slopes[2]}。",
    )


def judge(result):
    """Solved if the outlier has made the least-squares line flat, and the line set by hand has its area."""
    if abs(result.lines[0, 0]) > 0.01:
        return "open"
    return "solved" if result.area < 1.01 * result.least else "almost"


CHALLENGE = Challenge(
    Words(
        "pull the outlier until the squared error's best line is flat, then lay your line on it (area within 1%).",
        "拉动离群点，使平方误差的最优直线变平，再把您的直线放上去（面积相差不超过 1%）。",
    ),
    judge,
)


def regression(**values):
    """Squared error as squares on the residuals of a line, and what one outlier does to the best line of three losses.
    把平方误差画成残差上的正方形，并看一个离群点如何改变三种损失各自的最优直线。

    squared error l = ½ r², absolute error |r|, Huber's loss ½ r² up to |r| = 1 and |r| - ½ beyond;  r = wx + b - y

    values : w, b, and how far one sample is pulled down (outlier): where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 5; Huber, Robust Estimation of a Location Parameter (1964)
    """
    return Demo(
        regression,
        Words("Regression", "回归"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
