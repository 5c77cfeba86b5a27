"""Squared error is an area: a point twice as far away has a square four times as large, and pulls twice as hard."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.losses.line_fits import FITS, best_line, squares_on_residuals
from course_nn.losses import LOSSES
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "w": Slider("w", -1.0, 1.5, 0.5, 0.01, means=Words("slope of the black line", "黑色直线的斜率")),
    "b": Slider(
        "b", -3.0, 5.0, 1.0, 0.05, means=Words("height of the black line at x = 0", "黑色直线在 x = 0 处的高度")
    ),
    "outlier": Slider(Words("outlier", "离群点"), 0.0, 6.5, 5.0),
}
NAMES = {
    "squared_error": Words("squared", "平方"),
    "absolute_error": Words("absolute", "绝对"),
    "huber": Words("Huber", "Huber"),
}
STYLES = {
    "squared_error": dict(color=look.BLUE, ls="-"),
    "absolute_error": dict(color=look.GREEN, ls="--"),
    "huber": dict(color=look.ORANGE, ls="-."),
}
MARKERS = {
    "squared_error": dict(marker="o", ms=9),
    "absolute_error": dict(marker="s", ms=11),
    "huber": dict(marker="^", ms=8),
}
X = np.arange(8.0)
Y = 1 + 0.5 * X + np.array([0.1, -0.4, -0.4, 0.4, 0.6, 0.0, 0.2, -0.5])  # the last one becomes the outlier
R = np.linspace(-7, 7, 281)
ENDS = np.array([-1, 13.4])  # of the x axis
LOW, TOP = -2.9, 5.9  # of the y axis
HIGH = 15  # of the loss that is shown


class Result(NamedTuple):
    y: np.ndarray  # (8,) the samples, the outlier pulled down
    residuals: np.ndarray  # (8,) r = f − y for the line set by hand
    squares: np.ndarray  # (8, 4, 2) corners; their areas are r²
    lines: np.ndarray  # (3, 2) w and b that are best for the squared error, the absolute error, Huber's loss
    slope_changes: np.ndarray  # (3,) how much the outlier has changed the slopes of these lines
    area: float  # Σ r² = n · mean squared error = 2 Σ l
    least: float  # the smallest area that a line can have
    losses: np.ndarray  # (3,) l of the outlier
    pulls: np.ndarray  # (3,) dl/dr of the outlier


def samples(outlier: float) -> np.ndarray:
    y = Y.copy()
    y[-1] -= outlier
    return y


@memoized
def best_lines(outlier: float) -> np.ndarray:
    """(w, b) of the best line for each loss: (3, 2)."""
    return np.array([best_line(loss, X, samples(outlier)) for loss in FITS])


def compute(w, b, outlier) -> Result:
    y, lines = samples(outlier), best_lines(outlier)
    f = w * X + b
    residuals = f - y
    least_w, least_b = lines[0]
    last = f[-1:], y[-1:]
    return Result(
        y=y,
        residuals=residuals,
        squares=squares_on_residuals(X, y, w, b),
        lines=lines,
        slope_changes=lines[:, 0] - best_lines(0.0)[:, 0],
        area=float(residuals @ residuals),
        least=float(np.sum((least_w * X + least_b - y) ** 2)),
        losses=np.array([LOSSES[name].per_sample(*last)[0] for name in FITS]),
        pulls=np.array([LOSSES[name].gradient(*last)[0] for name in FITS]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, loss, pull = figure.subplots(1, 3, width_ratios=[2.25, 1, 1])
    plane.set(xlim=ENDS, ylim=(LOW, TOP), aspect="equal", xlabel="$x$", xticks=[0, 5, 10], yticks=[-2, 0, 2, 4])
    plane.set_ylabel("$y$", rotation=0, va="center")
    loss.set(xlim=(-7, 7), ylim=(-0.6, HIGH), xlabel="$r = f - y$", xticks=[-5, 0, 5])
    loss.set_yticks([0, 5, 10, 15])
    pull.set(xlim=(-7, 7), ylim=(-7, 7), xlabel="$r = f - y$", xticks=[-5, 0, 5])
    pull.set_yticks([-5, -1, 0, 1, 5])
    loss.set_title(Words("loss $l(r)$", "损失 l(r)").drawn())
    pull.set_title(Words("pull $dl/dr$", "拉力（损失的斜率）").drawn())
    for axes in (loss, pull):
        marks.cross(axes)
    for name, style in STYLES.items():
        loss.plot(R, LOSSES[name].per_sample(R, 0 * R), **style)
    slopes = [pull.plot(R, LOSSES[name].gradient(R, 0 * R), **style)[0] for name, style in STYLES.items()]
    marks.key(pull, [(NAMES[name].drawn(), style) for name, style in STYLES.items()])
    return SimpleNamespace(
        **paint_plane(plane),
        losses=[dot(loss, name) for name in FITS],
        slopes=slopes,
        pull_scale=pull.yaxis,
        pulls=[dot(pull, name) for name in FITS],
        residuals=marks.line(loss, "|", color=look.BLACK, ms=8, mew=1.5),
    )


def paint_plane(axes: Axes) -> dict:
    squares = PolyCollection([], facecolors=look.GREY, edgecolors=look.BLACK, lw=1, alpha=0.35)
    return dict(
        squares=axes.add_collection(squares, autolim=False),
        lines=[marks.line(axes, zorder=3, **style) for style in STYLES.values()],
        mine=marks.line(axes, color=look.BLACK, lw=3, zorder=4),
        points=marks.line(axes, "o", color=look.BLUE, mec="white", ms=8, zorder=5),
        outlier=marks.dot(axes, ms=11, zorder=6),
        area=axes.text(0.98, 1.02, "", ha="right", transform=axes.transAxes),
    )


def dot(axes: Axes, name: str) -> Line2D:
    style = dict(color=STYLES[name]["color"], ls="", mec="white", zorder=5)
    return marks.line(axes, **style, **MARKERS[name], **marks.UNCLIPPED)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    artists.squares.set_verts(result.squares)
    artists.mine.set_data(ENDS, values.w * ENDS + values.b)
    for line, (w, b) in zip(artists.lines, result.lines):
        line.set_data(ENDS, w * ENDS + b)
    artists.points.set_data(X[:-1], result.y[:-1])
    artists.outlier.set_data(X[-1:], result.y[-1:])
    artists.area.set_text(Words("area", "面积").drawn() + f" Σr² = 2 Σl = {number(result.area)}")
    artists.residuals.set_data(result.residuals, np.zeros(8))
    r = result.residuals[-1]
    for dots, heights in ((artists.losses, result.losses.clip(max=HIGH)), (artists.pulls, result.pulls)):
        for artist, height in zip(dots, heights):
            artist.set(data=([r], [height]), visible=abs(r) <= 7)


def readout(result: Result) -> Words:
    area, mean = number(result.area), number(result.area / len(X))
    r, own = number(result.residuals[-1]), number(result.residuals[-1] ** 2)
    pulls = [number(abs(pull)) for pull in result.pulls]
    slopes = [(number(w), signed(by)) for (w, _), by in zip(result.lines, result.slope_changes)]
    en, zh = ([form.format(*slope) for slope in slopes] for form in ("{} ({})", "{}（{}）"))
    return Words(
        f"The outlier has r = {r}. It pulls with <b>{pulls[0]}</b> under the squared error, with <b>{pulls[1]}</b> "
        f"under the absolute error, and with {pulls[2]} under the Huber loss.\n The grey area is Σr² = {area}; the "
        f"square of the outlier makes up {own} of it. The mean squared error is {mean}. Slopes of the best lines "
        f"(and how much the outlier changed them): squared error {en[0]}, absolute error {en[1]}, Huber loss {en[2]}.",
        f"离群点，r = {r}：拉力在平方误差下为 <b>{pulls[0]}</b>，在绝对误差下为 <b>{pulls[1]}</b>，在 Huber 损失下为 "
        f"{pulls[2]}。\n 灰色面积 Σr² = {area}，其中离群点占 {own}；均方误差为 {mean}。"
        f"最优直线的斜率（括号内为离群点引起的变化）：平方误差 {zh[0]}，绝对误差 {zh[1]}，Huber 损失 {zh[2]}。",
    )


def signed(by: float) -> str:
    """A change with its sign."""
    sign = "+" if by >= 0.005 else ""
    return sign + number(by)


VEIL = Veil(("lines", "slopes", "pull_scale", "pulls"), given=("y", "residuals", "squares", "area", "losses"))
TO_DO = {
    "right-picture-pull": lambda result, seen: min(seen["outlier"]) < 2.7 and max(seen["outlier"]) > 5.3,
    "pull-red-outlier": lambda result, seen: min(seen["outlier"]) < 0.3 and max(seen["outlier"]) > 6.2,
    "pull-black-line": lambda result: result.area < 1.02 * result.least,
}


def judge(result: Result) -> str:
    """Solved if the least-squares line is flat and the line set by hand has its area; almost if it is only flat."""
    if abs(result.lines[0, 0]) > 0.01:
        return "open"
    return "solved" if result.area < 1.01 * result.least else "almost"


CHALLENGE = Challenge(
    Words(
        "pull the outlier until the best line of the squared error is flat, then lay your line on it (area within 1%).",
        "拖动离群点，使平方误差的最优直线变成水平，再让黑色直线与它重合（面积相差不超过 1%）。",
    ),
    judge,
)


def right_end(result: Result, values: Values) -> tuple:
    """Where the black line leaves the picture."""
    if not values.w:
        return ENDS[1], values.b
    x = min(((TOP if values.w > 0 else LOW) - values.b) / values.w, ENDS[1])
    return x, values.w * x + values.b


def farther(result: Result, dx: float, dy: float) -> dict:
    """The outlier with a residual that is larger by dx."""
    return {"outlier": Y[-1] - result.y[-1] + dx}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How the pull was expected to grow from r = 3 to r = 6: under the squared error, and under the absolute error."""
    squared, absolute = map(int, option.split(", "))
    gap, words = (np.nan, np.nan), (6.8, -3.2)  # the last place is not drawn: the words stand there
    points = [(3, 3), (6, 3 * squared), gap, (3, 1), (6, absolute), gap, words]
    return artists.pulls[0].axes, np.array(points)


SCEPTIC = Sceptic(
    Words(
        "an outlier turns the line of the squared error further than the line of Huber's loss.",
        "离群点使平方误差的直线转得比 Huber 损失的直线更多。",
    ),
    Words("By how much further", "多转了多少"),
    lambda result: float(abs(result.slope_changes[0]) - abs(result.slope_changes[2])),
)


HANDLES = [
    Handle(lambda artists: artists.losses[0], pull=farther),
    Handle(lambda artists: artists.pulls[0], pull=farther),
    Handle("mine", drag=lambda result, x, y, values: {"b": y - values.w * x}),  # parallel to itself
    Handle(
        "mine",  # turned by its end
        at=lambda _, result, values: [[right_end(result, values)]],
        drag=lambda result, x, y, values: {"w": (y - values.b) / x} if x > 1 else {},
    ),
    Handle("outlier", drag=lambda result, x, y: {"outlier": Y[-1] - y}),
]


@demo(Words("Regression", "回归"))
def regression(**values):
    """Squared error as squares on the residuals of a line, and what one outlier does to the best line of three losses.
    把平方误差画成残差上的正方形，并看一个离群点如何改变三种损失各自的最优直线。

    squared error l = ½ r², absolute error |r|, Huber's loss ½ r² up to |r| = 1 and |r| - ½ beyond;  r = wx + b - y

    source : the lecture, section 5; Huber, Robust Estimation of a Location Parameter (1964)
    """
