"""A model can answer with a whole distribution, N(y | μ, σ²); its loss is how surprised that distribution is by y."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.lectures.losses.likelihood import mean_nll
from course_nn.lectures.losses.uncertainty import EPOCHS, EVERY, NEW, WIDE, X, Y, coverage, learn, outside_band
from course_nn.losses import gaussian_nll
from course_nn.stage import Challenge, Choice, Demo, Slider, look, marks
from course_nn.stage.numbers import magnitude, number, percent
from course_nn.words import Words, term

MODES = {"hand": Words("by hand", "手动"), "learned": Words("learned", "由学习得到"), "net": "σ(x)"}
CONTROLS = {
    "mode": Choice(Words("σ is", "σ 取"), MODES, "hand"),
    "n": Choice("n", {n: str(n) for n in (15, 60, 400)}, 60),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True, used=lambda v: v["mode"] == "net"),
    "w": Slider("w", 0.0, 1.6, 0.8, 0.02),
    "b": Slider("b", -1.5, 1.5, 0.0, 0.05),
    "sigma": Slider("σ", 0.2, 2.5, 0.5, 0.01),
}
AXIS = np.linspace(-5, 5, 101)
PLACES = np.append(X, AXIS)  # (3501,) where the model answers
SHOWN = slice(400, 3400, 20)  # new points that are drawn
SIGMAS = np.linspace(0.2, 2.5, 116)
ERRORS = np.array([0.0, 6.0, np.nan])  # the ends of a straight line, and a gap before the next
ROOM = (-1.2, 4)  # for −log N


class Panel(NamedTuple):
    """−log N per point against what is varied: squared error, σ or time; all but the level are pairs x, y."""

    curve: tuple
    mark: tuple  # the constant; the best σ; the epoch that is best for new points
    here: tuple
    other: tuple = ([], [])  # with σ = ½, 1, 2; or on new points
    level: float = np.nan  # beside the network: on new points, for the line and σ set by hand


class Result(NamedTuple):
    mode: str
    n: int
    epoch: int
    sigma: float  # set by hand
    mean: np.ndarray  # (101,) μ along AXIS
    spread: np.ndarray  # (101,) σ along AXIS
    nll: np.ndarray  # (3400,) −log N of all points
    missed: np.ndarray  # (3400,) bool, which points lie outside the band μ ± 1.96 σ
    covered: np.ndarray  # (4,) share in the band: of the n points, and of the thousand new ones in each place
    panel: Panel


def compute(mode, n, epoch, w, b, sigma):
    errors = (w * X + b - Y) ** 2  # (3400,)
    error = float(errors[:n].mean())
    mean = w * PLACES + b  # (3501,)
    spread = np.full(len(PLACES), np.sqrt(error) if mode == "learned" else sigma)
    if mode == "net":
        learning = yield from learn(n)
        mean, log_spread = learning.history.at(epoch)(PLACES[:, None]).T
        spread = np.exp(log_spread)
        panel = panel_of_network(learning, epoch, mean_nll(errors[NEW].mean(), sigma))
    else:
        panel = panel_learned(error, sigma) if mode == "learned" else panel_by_hand(error, sigma)
    missed = outside_band(mean[: len(X)], spread[: len(X)])
    return Result(
        mode=mode,
        n=n,
        epoch=epoch // EVERY * EVERY,
        sigma=sigma,
        mean=mean[len(X) :],
        spread=spread[len(X) :],
        nll=gaussian_nll(mean[: len(X)], Y, spread[: len(X)]),
        missed=missed,
        covered=coverage(missed, n),
        panel=panel,
    )


def panel_by_hand(error, sigma):
    return Panel(
        curve=(ERRORS, mean_nll(ERRORS, sigma)),
        mark=(0, mean_nll(0, sigma)),
        here=(error, mean_nll(error, sigma)),
        other=(np.tile(ERRORS, 3), np.ravel([mean_nll(ERRORS, other) for other in (0.5, 1, 2)])),
    )


def panel_learned(error, sigma):
    best = float(np.sqrt(error))  # σ̂
    return Panel(
        curve=(SIGMAS, mean_nll(error, SIGMAS)),
        mark=(best, mean_nll(error, best)),
        here=(sigma, mean_nll(error, sigma)),
    )


def panel_of_network(learning, epoch, level):
    epochs = learning.history.epochs
    now, lowest = epoch // EVERY, learning.new_losses.argmin()
    return Panel(
        curve=(epochs, learning.losses),
        mark=(epochs[lowest], learning.new_losses[lowest]),
        here=(epochs[now], learning.losses[now]),
        other=(epochs, learning.new_losses),
        level=level,
    )


SCALES = {  # of what is varied in the panel
    "hand": dict(xlim=(0, 6), xticks=[0, 2, 4], xlabel="mean squared error"),
    "learned": dict(xlim=(0.2, 2.5), xticks=[0.5, 1, 2], xlabel="σ"),
    "net": dict(xlim=(0, EPOCHS), xticks=[0, 1000], xlabel="epoch"),
}


def paint(figure):
    plane, panel, bars = figure.subplots(1, 3, width_ratios=[1.7, 1.25, 1])
    plane.set(xlim=(-5, 5), ylim=(-8, 8), xlabel="$x$", title="μ ± σ,  μ ± 1.96σ", xticks=[-3, 0, 3], yticks=[-5, 0, 5])
    plane.text(4.9, -7.8, "× new, outside", ha="right", fontsize=10)
    plane.vlines([-3, 3], -8, 8, color=look.GREY, lw=0.8, ls=":")
    panel.set(ylim=ROOM, title="$-\\log N$ per point", yticks=[-1, 0, 1, 2, 3, 4])
    bars.set(xlim=(0, 1.38), ylim=(3.6, -0.6), title="inside μ ± 1.96σ", xticks=[0, 0.5, 0.95], yticks=range(4))
    bars.set(xticklabels=["0", "50%", "95%"], yticklabels=["trained", "new $x<0$", "new $x>0$", "new $|x|>3$"])
    bars.axvline(0.95, color=look.BLACK, lw=1.2, ls="--", zorder=3)
    return SimpleNamespace(
        bands=[plane.fill([], [], color=look.BLUE, alpha=alpha, lw=0)[0] for alpha in (0.16, 0.22)],
        hits=plane.plot([], [], ".", color=look.GREY, ms=4)[0],
        misses=plane.plot([], [], "x", color=look.VERMILION, ms=5, mew=1.3)[0],
        points=plane.plot([], [], "o", color=look.BLUE, mec="white", mew=0.6)[0],
        mean=plane.plot([], [], color=look.BLACK)[0],
        panel=paint_panel(panel),
        bars=bars.barh(range(4), np.zeros(4), 0.7, color=[look.BLUE, look.GREY, look.GREY, look.GREY]),
        shares=[bars.text(0, k, "", va="center", fontsize=10, in_layout=False) for k in range(4)],
    )


def paint_panel(axes):
    level = dict(color=look.BLACK, lw=1.2, ls=":")
    curve = dict(color=look.BLUE, lw=2.5)
    new = dict(color=look.VERMILION, lw=2, ls="--")
    sigmas = ((2.0, 3.5, "σ = ½"), (4.5, 3.4, "1"), (5.1, 1.95, "2"))
    key = marks.key(axes, [("trained", curve), ("new", new), ("new, line", level)], y=0.28)
    return SimpleNamespace(
        axes=axes,
        level=axes.axhline(np.nan, **level),
        others={"hand": axes.plot([], [], color=look.GREY, lw=1.2)[0], "net": axes.plot([], [], **new)[0]},
        curve=axes.plot([], [], **curve)[0],
        mark=marks.best(axes, **marks.UNCLIPPED),
        here=marks.dot(axes, **marks.UNCLIPPED),
        names={
            "hand": [axes.text(x, y, text, fontsize=10, va="center") for x, y, text in sigmas],
            "net": [artist for row in key for artist in row],
        },
    )


def draw(artists, result):
    for band, width in zip(artists.bands, (WIDE, 1)):
        low, high = (np.clip(result.mean + end * result.spread, -20, 20) for end in (-width, width))
        band.set_xy(np.stack([np.append(AXIS, AXIS[::-1]), np.append(low, high[::-1])], axis=1))
    artists.mean.set_data(AXIS, result.mean)
    x, y, missed = X[SHOWN], Y[SHOWN], result.missed[SHOWN]
    artists.hits.set_data(x[~missed], y[~missed])
    artists.misses.set_data(x[missed], y[missed])
    artists.points.set(data=(X[: result.n], Y[: result.n]), markersize=4 if result.n == 400 else 7)
    draw_panel(artists.panel, result.panel, result.mode)
    for bar, share, value in zip(artists.bars, artists.shares, result.covered):
        bar.set_width(value)
        share.set(x=max(value, 0.95) + 0.04, text=percent(value))


def draw_panel(artists, panel, mode):
    marks.fit(artists.axes, **SCALES[mode])
    artists.curve.set_data(*panel.curve)
    artists.level.set_ydata([panel.level, panel.level])
    for kind, other in artists.others.items():
        other.set(data=panel.other, visible=kind == mode)
        for name in artists.names[kind]:
            name.set_visible(kind == mode)
    for artist, (x, y) in ((artists.mark, panel.mark), (artists.here, panel.here)):
        artist.set_data([x], [np.clip(y, *ROOM)])


def readout(result):
    old, left, right, outside = map(percent, result.covered)
    said = {"hand": said_by_hand, "learned": said_when_learned, "net": said_of_network}[result.mode](result)
    return Words(
        f"{said.en}. The 95% band holds {old} of the trained points; "
        f"of new ones {left} left of 0, {right} right, {outside} beyond ±3.",
        f"{said.zh}。95% 误差带覆盖：训练样本 {old}；新样本在 0 的左侧 {left}、右侧 {right}、±3 之外 {outside}。",
    )


def said_by_hand(result):
    n, sigma, (error, _) = result.n, result.sigma, result.panel.here
    weighed, constant = number(n * error / (2 * sigma**2), 1), number(n * mean_nll(0, sigma), 1)
    total = number(result.nll[:n].sum(), 1)
    sums = f"Σ −log N = Σ(y − μ)²/2σ² + n·log(σ√(2π)) = {weighed} + {constant} = <b>{total}</b>".replace("+ −", "− ")
    product = magnitude(np.exp(-result.nll[:n]).prod())
    return Words(f"Product of the {n} densities N: {product}. {sums}", f"{n} 个密度 N 之积：{product}。{sums}")


def said_when_learned(result):
    best, least = map(number, result.panel.mark)
    sigma, yours = map(number, result.panel.here)
    return Words(
        f"Learned σ̂ = √(Σ(y − μ)²/n) = <b>{best}</b>: −log N per point {least}; with your σ = {sigma} it is {yours}",
        f"由学习得到的 σ̂ = √(Σ(y − μ)²/n) = <b>{best}</b>：每个样本的 −log N 为 {least}；手动 σ = {sigma} 时为 {yours}",
    )


def said_of_network(result):
    old, new = number(result.panel.here[1]), number(result.nll[NEW].mean())
    return Words(
        f"Epoch {result.epoch}: −log N per point {old} on trained points, <b>{new}</b> on new ones",
        f"第 {result.epoch} 轮：每个样本的 −log N 在训练样本上为 {old}，在新样本上为 <b>{new}</b>",
    )


def judge(result):
    """Solved if the band holds 93 to 97 % in both halves without being vague; almost if it does in both together."""
    halves = result.covered[1:3]
    if abs(halves.mean() - 0.95) > 0.02:
        return "open"
    return "solved" if np.abs(halves - 0.95).max() <= 0.02 and result.nll[NEW].mean() < 1 else "almost"


CHALLENGE = Challenge(
    Words(
        "let the band hold 93–97% of new points left and right of 0, −log N below 1 per point.",
        "让误差带在 0 的左侧和右侧都覆盖 93% 到 97% 的新样本，且新样本的平均 −log N 小于 1。",
    ),
    judge,
)


def gaussian(**values):
    """The negative log-likelihood of a normal distribution, σ set by hand, learned, or a network's second output σ(x).
    正态分布的负对数似然：σ 可手动设定、由学习得到，或作为网络的第二个输出 σ(x)。

    Σ −log N(y | μ, σ²) = Σ (y - μ)² / 2σ² + n log(σ √(2π));  μ = wx + b, or μ and log σ from a network 1-16-2

    source : the lecture, section 5; Nix & Weigend, Estimating the Mean and Variance of a Target (1994)
    """
    return Demo(
        gaussian,
        Words("A Gaussian answer", "高斯输出"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=3.2,
        values=values,
    )
