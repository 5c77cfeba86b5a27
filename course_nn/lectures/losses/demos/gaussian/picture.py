"""A model can answer with a whole distribution, N(y | μ, σ²); its loss is large where that gives y a small density."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.common.progress import finished
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import magnitude, number, percent
from course_nn.lectures.losses.demos.gaussian import uncertainty
from course_nn.lectures.losses.demos.gaussian.nll_curves import Panel, over_epochs, over_errors, over_sigmas
from course_nn.lectures.losses.demos.gaussian.uncertainty import EPOCHS, EVERY, NEW, WIDE, X, Y
from course_nn.lectures.losses.likelihood import mean_nll
from course_nn.losses import gaussian_nll
from course_nn.stage import Challenge, Change, Choice, Handle, Mark, Sceptic, Slider, Values, Veil, demo, tried

MODES = {"hand": Words("by hand", "手动"), "learned": Words("learned", "由学习得到"), "net": "σ(x)"}


def by_hand(label: str, low: float, high: float, start: float, step: float, means: Words) -> Slider:
    """A slider of the line; a network has no use for it."""
    return Slider(label, low, high, start, step, means=means, used=lambda v: v["mode"] != "net")


WIDTHS = {width: str(width) for width in (4, 16, 64)}
CONTROLS = {
    "mode": Choice(Words("σ is", "σ 取"), MODES, "net"),
    "n": Choice(Words("points n", "样本数 n"), {n: str(n) for n in (15, 60, 400)}, 60),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True, used=lambda v: v["mode"] == "net"),
    "width": Choice(Words("hidden units", "隐藏单元数"), WIDTHS, 16, used=lambda v: v["mode"] == "net"),
    "w": by_hand("w", 0.0, 1.6, 0.8, 0.02, Words("slope of the line set by hand", "手动设定的直线的斜率")),
    "b": by_hand("b", -1.5, 1.5, 0.0, 0.05, Words("height of this line at x = 0", "手动设定的直线在 x = 0 处的高度")),
    "sigma": by_hand("σ", 0.2, 2.5, 0.5, 0.01, Words("standard deviation set by hand", "手动设定的标准差")),
}
AXIS = np.linspace(-5, 5, 101)
PLACES = np.append(X, AXIS)  # (3501,) where the model answers
SHOWN = slice(400, 3400, 20)  # new points that are drawn
END = 4.0  # where the line is turned by its end
ROOM = (-1.2, 4)  # for −log N
TRAINED = Words("trained on", "训练样本")
VARIED = {"hand": Words("mean squared error", "均方误差"), "learned": Words("σ", "σ"), "net": term("epoch")}


class Result(NamedTuple):
    epoch: int
    mean: np.ndarray  # (101,) μ along AXIS
    spread: np.ndarray  # (101,) σ along AXIS
    nll: np.ndarray  # (3400,) −log N of all points
    outside: np.ndarray  # (3400,) bool, which points lie outside the band μ ± 1.96 σ
    coverage: np.ndarray  # (4,) share in the band: of the n points, and of the thousand new ones in each place
    held: float  # share of the new points in the band; of a network after its last epoch
    panel: Panel


def compute(mode, n, epoch, width, w, b, sigma) -> Generator[float, None, Result]:
    errors = (w * X + b - Y) ** 2  # (3400,)
    error = float(errors[:n].mean())
    mean = w * PLACES + b  # (3501,)
    spread = np.full(len(PLACES), np.sqrt(error) if mode == "learned" else sigma)
    panel = over_sigmas(error, sigma) if mode == "learned" else over_errors(error, sigma)
    held = None
    if mode == "net":
        learning = yield from uncertainty.learn(n, width)
        mean, log_spread = learning.history.at(epoch)(PLACES[:, None]).T
        spread, held = np.exp(log_spread), learning.held
        panel = over_epochs(learning, epoch, uncertainty.of_a_line(n))
    outside = uncertainty.outside_band(mean[: len(X)], spread[: len(X)])
    return Result(
        epoch=epoch // EVERY * EVERY,
        mean=mean[len(X) :],
        spread=spread[len(X) :],
        nll=gaussian_nll(mean[: len(X)], Y, spread[: len(X)]),
        outside=outside,
        coverage=uncertainty.coverage(outside, n),
        held=1 - float(outside[NEW].mean()) if held is None else held,
        panel=panel,
    )


def paint(figure: Figure) -> SimpleNamespace:
    plane, panel, bars = figure.subplots(1, 3, width_ratios=[1.7, 1.25, 1])
    plane.set(xlim=(-5, 5), ylim=(-8, 8), xlabel="$x$", title="μ ± σ,  μ ± 1.96σ", xticks=[-3, 0, 3], yticks=[-5, 0, 5])
    plane.vlines([-3, 3], -8, 8, color=look.GREY, lw=0.8, ls=":")
    panel.set(ylim=ROOM, yticks=range(-1, 5), title=Words("$-\\log N$ per point", "每个样本的 −log N").drawn())
    paint_bars(bars)
    return SimpleNamespace(
        bands=[plane.fill([], [], color=look.BLUE, alpha=alpha, lw=0)[0] for alpha in (0.16, 0.22)],
        **paint_points(plane),
        mean=marks.line(plane, color=look.BLACK),
        panel=paint_panel(panel),
        bars=bars.barh(range(4), np.zeros(4), 0.7, color=[look.BLUE, look.GREY, look.GREY, look.GREY]),
        shares=[bars.text(0, k, "", va="center", fontsize=look.SMALL, in_layout=False) for k in range(4)],
    )


def paint_points(axes: Axes) -> dict:
    """What the network learns from, and new points inside and outside the band."""
    styles = (
        dict(ls="", marker="o", color=look.BLUE, mec="white", mew=0.6),
        dict(ls="", marker=".", color=look.GREY, ms=4),
        dict(ls="", marker="x", color=look.VERMILION, ms=5, mew=1.3),
    )
    names = TRAINED, Words("new, inside", "新样本，在带内"), Words("new, outside", "新样本，在带外")
    key = marks.key(axes, zip(map(Words.drawn, names), styles), x=0.42, y=0.26, bbox=look.BEHIND_WORDS)
    points, hits, misses = (marks.line(axes, **style) for style in styles)
    return dict(points=points, hits=hits, misses=misses, new_names=key[1:])


def paint_bars(axes: Axes) -> None:
    axes.set(xlim=(0, 1.38), ylim=(3.6, -0.6), title=Words("inside μ ± 1.96σ", "落在 μ ± 1.96σ 内").drawn())
    axes.set_xticks([0, 0.5, 0.95], ["0", "50%", "95%"])
    new = Words("new points,\n", "新样本，\n").drawn()
    axes.set_yticks(range(4), [TRAINED.drawn(), new + "x < 0", new + "x > 0", new + "|x| > 3"])
    axes.axvline(0.95, color=look.BLACK, lw=1.2, ls="--", zorder=3)


def paint_panel(axes: Axes) -> SimpleNamespace:
    level = dict(color=look.BLACK, lw=1.2, ls=":")
    curve = dict(color=look.BLUE, lw=2.5)
    new = dict(color=look.VERMILION, lw=2, ls="--")
    sigmas = ((2.0, 3.5, "σ = ½"), (4.5, 3.4, "1"), (5.1, 1.95, "2"))
    names = TRAINED, Words("new points", "新样本"), Words("new points, a line", "新样本，直线")
    key = marks.key(axes, zip(map(Words.drawn, names), (curve, new, level)), y=0.28)
    return SimpleNamespace(
        axes=axes,
        new_names=key[1:],
        level=axes.axhline(np.nan, **level),
        others={"hand": marks.line(axes, color=look.GREY, lw=1.2), "net": marks.line(axes, **new)},
        curve=marks.line(axes, **curve),
        mark=marks.best(axes, **marks.UNCLIPPED),
        here=marks.dot(axes, **marks.UNCLIPPED),
        names={
            "hand": [axes.text(x, y, text, fontsize=look.SMALL, va="center") for x, y, text in sigmas],
            "net": [artist for row in key for artist in row],
        },
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for band, width in zip(artists.bands, (WIDE, 1)):
        low, high = (np.clip(result.mean + end * result.spread, -20, 20) for end in (-width, width))
        band.set_xy(np.stack([np.append(AXIS, AXIS[::-1]), np.append(low, high[::-1])], axis=1))
    artists.mean.set_data(AXIS, result.mean)
    x, y, outside = X[SHOWN], Y[SHOWN], result.outside[SHOWN]
    artists.hits.set_data(x[~outside], y[~outside])
    artists.misses.set_data(x[outside], y[outside])
    artists.points.set(data=(X[: values.n], Y[: values.n]), markersize=4 if values.n == 400 else 7)
    draw_panel(artists.panel, result.panel, values.mode)
    for bar, share, value in zip(artists.bars, artists.shares, result.coverage):
        bar.set_width(value)
        share.set(x=max(value, 0.95) + 0.04, text=percent(value))


def draw_panel(artists: SimpleNamespace, panel: Panel, mode: str) -> None:
    marks.fit(artists.axes, xlim=panel.span, xticks=panel.ticks, xlabel=VARIED[mode].drawn())
    artists.curve.set_data(*panel.curve)
    artists.level.set_ydata([panel.level, panel.level])
    for kind, other in artists.others.items():
        other.set(data=panel.other, visible=kind == mode)
        for name in artists.names[kind]:
            name.set_visible(kind == mode)
    for artist, (x, y) in ((artists.mark, panel.mark), (artists.here, panel.here)):
        artist.set_data([x], [np.clip(y, *ROOM)])


def about_hand(result: Result, values: Values) -> Words:
    """The product of the densities, and the sum of their minus logarithms."""
    n, sigma, (error, _) = values.n, values.sigma, result.panel.here
    weighed, constant = number(n * error / (2 * sigma**2), 1), number(n * mean_nll(0, sigma), 1)
    total, product = number(result.nll[:n].sum(), 1), magnitude(np.exp(-result.nll[:n]).prod())
    sums = f"Σ −log N = Σ(y − μ)²/2σ² + n·log(σ√(2π)) = {weighed} + {constant} = <b>{total}</b>".replace("+ −", "− ")
    return Words(f"Product of the {n} densities N: {product}. {sums}", f"{n} 个密度 N 之积：{product}。{sums}")


def about_learned_sigma(result: Result, values: Values) -> Words:
    """The likeliest σ, beside the one that is set by hand."""
    best, least = map(number, result.panel.mark)
    sigma, yours = map(number, result.panel.here)
    return Words(
        f"Learned σ̂ = √(Σ(y − μ)²/n) = <b>{best}</b>: −log N per point is {least}; with your σ = {sigma}, {yours}",
        f"由学习得到的 σ̂ = √(Σ(y − μ)²/n) = <b>{best}</b>：每个样本的 −log N 为 {least}；手动 σ = {sigma} 时为 {yours}",
    )


def about_network(result: Result, values: Values) -> Words:
    """−log N per point, of the points that it learns from and of new ones."""
    old, new = number(result.panel.here[1]), number(result.nll[NEW].mean())
    return Words(
        f"Epoch {result.epoch}: −log N per point is {old} on the training points, {new} on new points",
        f"第 {result.epoch} 轮：每个样本的 −log N 在训练样本上为 {old}，在新样本上为 {new}",
    )


def readout(result: Result, values: Values) -> Words:
    old, left, right, beyond = map(percent, result.coverage)
    start = {"hand": about_hand, "learned": about_learned_sigma, "net": about_network}[values.mode](result, values)
    band = Words(
        f"The 95% band contains <b>{old}</b> of the training points. Of the new points it contains <b>{left}</b> left "
        f"of 0, <b>{right}</b> on the right, and {beyond} beyond ±3",
        f"95% 误差带覆盖 <b>{old}</b> 的训练样本；对新样本，在 0 的左侧覆盖 <b>{left}</b>，在右侧覆盖 <b>{right}</b>，"
        f"在 ±3 以外覆盖 {beyond}",
    )
    first, then = (band, start) if values.mode == "net" else (start, band)
    return Words(f"{first.en}.\n {then.en}.", f"{first.zh}。\n {then.zh}。")


OF_NEW_POINTS = ("new_names", "others", "level", "mark")
VEIL = Veil(
    ("hits", "misses", "new_names", "bars", "shares", *(f"panel.{name}" for name in OF_NEW_POINTS)),
    given=("epoch", "mean", "spread", "panel"),
)
USES = {"pull-red-point": ("epoch",), "sceptic": ("sceptic",), "set-hand-take": ("mode", "n", "sigma")}
TO_DO = {
    "pull-red-point": lambda result, values, seen: (
        values.mode == "net" and result.epoch == EPOCHS and min(seen["epoch"]) < 400
    ),
    "sceptic": tried(sceptic=("points", "wide", "narrow", "one")),
    "set-hand-take": lambda result, values: values.mode == "hand" and values.n == 400 and values.sigma < 0.35,
}


def judge(result: Result) -> str:
    """Solved if the band contains 93 to 97 % in each half and −log N is below 1; almost if it does in both together."""
    halves = result.coverage[1:3]
    if abs(halves.mean() - 0.95) > 0.02:
        return "open"
    return "solved" if np.abs(halves - 0.95).max() <= 0.02 and result.nll[NEW].mean() < 1 else "almost"


CHALLENGE = Challenge(
    Words(
        "let the band contain 93–97% of new points left and right of 0, −log N below 1 per point.",
        "让误差带在 0 的左侧和右侧都覆盖 93% 到 97% 的新样本，且新样本的平均 −log N 小于 1。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "a network that trains long on few points promises more than its band contains.",
        "样本少而训练久，网络的误差带就容不下它所承诺的那么多样本。",
    ),
    Words(
        "New points outside, compared with the promised 5%, as a power of ten",
        "落在带外的新样本是所承诺的 5% 的几倍，取常用对数",
    ),
    lambda result: uncertainty.broken_promise(result.held),
    {
        "points": Change(Words("400 points", "400 个样本"), {"n": 400}),
        "wide": Change(Words("64 hidden units", "64 个隐藏单元"), {"width": 64}),
        "narrow": Change(Words("4 hidden units", "4 个隐藏单元"), {"width": 4}),
        "one": Change(Words("a line and one learned σ", "一条直线，一个学到的 σ"), {"mode": "learned"}),
    },
)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The share of new points that the band was expected to hold."""
    words = (1.36, 2.4)  # where they stand, a place that is not drawn
    share = PREDICTED[option] / 100
    return artists.bars[0].axes, np.array([(share, 0.55), (share, 2.45), (np.nan, np.nan), words])


PREDICTED = {"95": 95.0, "more": 99.5, "fewer": 80.0}  # per cent
ESTIMATE = Mark(
    axes=lambda artists: artists.bars[0].axes,
    along="x",
    label=Words("new points in the band", "带内的新样本"),
    low=0,
    high=100,
    unit="%",
    per=0.01,
    where=1.5,
    reach=0.95,
    truth=lambda: 100 * finished(uncertainty.learn(CONTROLS["n"].start, CONTROLS["width"].start)).held,
    places=PREDICTED,
)


def line(_: Line2D, result: Result, values: Values) -> list:
    """The line set by hand, from one end to the other by which it is turned; none beside a network."""
    return [] if values.mode == "net" else [[(x, values.w * x + values.b) for x in (-END, END)]]


HANDLES = [
    Handle(
        lambda artists: artists.bands[0],
        at=lambda _, result, values: (
            uncertainty.band_edges(AXIS, result.mean, result.spread) if values.mode == "hand" else []
        ),
        drag=lambda result, x, y, values: {"sigma": abs(y - values.w * x - values.b) / WIDE},
    ),
    Handle("mean", at=line, drag=lambda result, x, y, values: {"b": y - values.w * x}),
    Handle(
        "mean",
        at=lambda mean, result, values: [ends[1:] for ends in line(mean, result, values)],
        drag=lambda result, x, y, values: {"w": (y - values.b) / max(x, 1)},
    ),
    Handle(
        lambda artists: artists.panel.here,
        at=lambda dot, result, values: [] if values.mode == "hand" else dot.get_xydata()[None],
        pull=lambda result, dx, dy, values: (
            {"epoch": result.epoch + dx} if values.mode == "net" else {"sigma": values.sigma + dx}
        ),
    ),
]


@demo(Words("A Gaussian answer", "输出正态分布"), height=3.2)
def gaussian(**values):
    """The negative log-likelihood of a normal distribution, σ set by hand, learned, or a network's second output σ(x).
    正态分布的负对数似然：σ 可手动设定、由学习得到，或作为网络的第二个输出 σ(x)。

    Σ −log N(y | μ, σ²) = Σ (y - μ)² / 2σ² + n log(σ √(2π));  μ = wx + b, or μ and log σ from a network 1-width-2

    source : the lecture, section 5; Nix & Weigend, Estimating the Mean and Variance of a Target (1994)
    """
