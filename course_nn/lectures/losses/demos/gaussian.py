"""A model can answer with a whole distribution, N(y | μ, σ²); its loss is how surprised that distribution is by y."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.losses import GAUSSIAN, gaussian_nll
from course_nn.network import Network
from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.training import train
from course_nn.words import Words, term

EPOCHS, EVERY = 2000, 20  # of the network, and how many lie between two that are kept
MODES = {"hand": Words("by hand", "手动"), "learned": Words("learned", "学得"), "net": "σ(x)"}
CONTROLS = {
    "mode": Choice(Words("σ is", "σ 取"), MODES, "hand"),
    "n": Choice("n", {n: str(n) for n in (15, 60, 400)}, 60),
    "epoch": Slider(term("epoch"), 0, EPOCHS, EPOCHS, EVERY, plays=True, used=lambda v: v["mode"] == "net"),
    "w": Slider("w", 0.0, 1.6, 0.8, 0.02),
    "b": Slider("b", -1.5, 1.5, 0.0, 0.05),
    "sigma": Slider("σ", 0.2, 2.5, 0.5, 0.01),
}
AXIS, SIGMAS, TIMES = np.linspace(-5, 5, 101), np.linspace(0.2, 2.5, 116), np.arange(0, EPOCHS + 1, EVERY)
ERRORS = np.array([0.0, 6.0, np.nan])  # the ends of a straight line, and a gap before the next
WIDE = 1.96  # within so many σ lie 95 % of a normal distribution


def draw_samples(seed=0):
    """400 points to train on, |x| < 3, and a thousand new ones for −3 < x < 0, 0 < x < 3 and 3 < |x| < 5."""
    rng = np.random.default_rng(seed)
    new = rng.uniform([[-3], [0], [3]], [[0], [3], [5]], (3, 1000)) * [[1], [1], [-1]] ** np.arange(1000)
    x = np.append(rng.uniform(-3, 3, 400), new)  # (3400,)
    return x, 0.8 * x + 0.6 * np.exp(x / 4) * rng.normal(size=len(x))  # the noise grows from left to right


X, Y = draw_samples()
NEW, SHOWN = slice(400, 2400), slice(400, 3400, 20)  # new points where the others lie, |x| < 3; those that are drawn


class Result(NamedTuple):
    mode: str
    n: int
    epoch: int
    sigma: float  # set by hand
    mean: tuple  # AXIS, and μ along it
    spread: np.ndarray  # σ along it
    nll: np.ndarray  # (3400,) −log N of all points
    missed: np.ndarray  # (3400,) bool, which points lie outside the band μ ± 1.96 σ
    covered: np.ndarray  # (4,) share in the band: of the n points, and of the thousand new ones in each place
    curve: tuple  # −log N per point against what is varied, squared error, σ or time, like the next three a pair x, y
    other: tuple  # with σ = ½, 1, 2; or on new points
    mark: tuple  # the constant; the best σ; the epoch that is best for new points
    here: tuple
    level: float  # on new points, for the line and σ set by hand; nan but beside the network


@remembered
def trained(n):
    """A network with outputs μ and log σ, every 20 epochs, as a batch; its −log N per point and per new point."""
    network = Network((1, 16, 2), "tanh")
    history = train(network, X[:n, None], Y[:n], GAUSSIAN, "adam", learning_rate=0.01, epochs=0)
    for epoch in range(0, EPOCHS, 200):
        history.extend(200)
        yield epoch / EPOCHS
    batch = network.with_parameters(history.parameters[::EVERY])  # 101 networks
    return batch, history.losses[::EVERY], GAUSSIAN.per_sample(batch(X[NEW, None]), Y[NEW]).mean(axis=-1)


def surprise(error, sigma):
    """−log N per point for one σ: the mean squared error / 2σ², and a constant."""
    return error / (2 * sigma**2) + np.log(sigma * np.sqrt(2 * np.pi))


def compute(mode, n, epoch, w, b, sigma):
    places, errors = np.append(X, AXIS), (w * X + b - Y) ** 2  # (3501,), (3400,)
    error, now = float(errors[:n].mean()), epoch // EVERY
    best = float(np.sqrt(error))  # σ̂, where the slope of surprise(error, σ) is 0
    mean, spread = w * places + b, np.full(len(places), best if mode == "learned" else sigma)
    if mode == "net":
        batch, losses, losses_new = yield from trained(n)
        F, lowest = batch.with_parameters(batch.parameters[now])(places[:, None]), losses_new.argmin()  # (3501, 2)
        mean, spread = F[:, 0], np.exp(F[:, 1])
        panel = (
            (TIMES, losses),
            (TIMES, losses_new),
            (TIMES[lowest], losses_new[lowest]),
            (TIMES[now], losses[now]),
            surprise(errors[NEW].mean(), sigma),
        )
    elif mode == "learned":
        panel = (
            (SIGMAS, surprise(error, SIGMAS)),
            ([], []),
            (best, surprise(error, best)),
            (sigma, surprise(error, sigma)),
            np.nan,
        )
    else:
        others = np.tile(ERRORS, 3), np.ravel([surprise(ERRORS, s) for s in (0.5, 1, 2)])
        panel = (
            (ERRORS, surprise(ERRORS, sigma)),
            others,
            (0, surprise(0, sigma)),
            (error, surprise(error, sigma)),
            np.nan,
        )
    nll = gaussian_nll(mean[:3400], Y, spread[:3400])
    missed = np.abs(Y - mean[:3400]) > WIDE * spread[:3400]
    covered = 1 - np.array([missed[:n].mean(), *missed[400:].reshape(3, 1000).mean(axis=1)])
    return Result(mode, n, int(TIMES[now]), sigma, (AXIS, mean[3400:]), spread[3400:], nll, missed, covered, *panel)


PANELS = {  # of −log N: limits, ticks and name of what is varied; the style of the other curve; names and their places
    "hand": (
        (0, 6),
        [0, 2, 4],
        "mean squared error",
        dict(color=look.GREY, lw=1.2, ls="-"),
        [(2.0, 3.5, "σ = ½"), (4.5, 3.4, "1"), (5.1, 1.95, "2")],
    ),
    "learned": ((0.2, 2.5), [0.5, 1, 2], "σ", dict(ls=""), []),
    "net": (
        (0, EPOCHS),
        [0, 1000],
        "epoch",
        dict(color=look.VERMILION, lw=2, ls="--"),
        [(100, -0.25, "— trained"), (100, -0.6, "-- new"), (100, -0.95, "··· new, line")],
    ),
}


def paint(figure):
    plane, panel, bars = figure.subplots(1, 3, width_ratios=[1.7, 1.25, 1])
    plane.set(xlim=(-5, 5), ylim=(-8, 8), xlabel="$x$", title="μ ± σ,  μ ± 1.96σ", xticks=[-3, 0, 3], yticks=[-5, 0, 5])
    plane.vlines([-3, 3], -8, 8, color=look.GREY, lw=0.8, ls=":")
    panel.set(ylim=(-1.2, 4), title="$-\\log N$ per point", yticks=[-1, 0, 1, 2, 3, 4])
    bars.set(xlim=(0, 1.38), ylim=(3.6, -0.6), title="inside μ ± 1.96σ", xticks=[0, 0.5, 0.95], yticks=range(4))
    bars.set(xticklabels=["0", "50%", "95%"], yticklabels=["trained", "$x < 0$", "$x > 0$", "$|x| > 3$"])
    bars.axvline(0.95, color=look.BLACK, lw=1.2, ls="--", zorder=3)
    free = dict(ls="", clip_on=False, in_layout=False)
    return SimpleNamespace(
        axes=panel,
        shown=None,
        level=panel.axhline(np.nan, color=look.BLACK, lw=1.2, ls=":"),
        bands=[plane.fill([], [], color=look.BLUE, alpha=alpha, lw=0)[0] for alpha in (0.16, 0.22)],
        hits=plane.plot([], [], ".", color=look.GREY, ms=4)[0],
        misses=plane.plot([], [], "x", color=look.VERMILION, ms=5, mew=1.3)[0],
        points=plane.plot([], [], "o", color=look.BLUE, mec="white", mew=0.6)[0],
        mean=plane.plot([], [], color=look.BLACK)[0],
        other=panel.plot([], [])[0],
        curve=panel.plot([], [], color=look.BLUE, lw=2.5)[0],
        mark=panel.plot([], [], "s", ms=8, mfc="white", mec=look.BLACK, mew=1.6, zorder=4, **free)[0],
        here=panel.plot([], [], "o", ms=10, mfc=look.VERMILION, mec="white", zorder=5, **free)[0],
        names=[panel.text(0, 0, "", fontsize=10, va="center") for _ in range(3)],
        bars=bars.barh(range(4), np.zeros(4), 0.7, color=[look.BLUE, look.GREY, look.GREY, look.GREY]),
        shares=[bars.text(0, k, "", va="center", fontsize=10, in_layout=False) for k in range(4)],
    )


def draw(artists, result):
    if result.mode != artists.shown:
        limits, ticks, label, style, names = PANELS[result.mode]
        artists.axes.set(xlim=limits, xticks=ticks, xlabel=label)
        artists.other.set(**style)
        for name, (x, y, text) in zip(artists.names, names or [(0, 0, "")] * 3):
            name.set(position=(x, y), text=text)
        artists.shown = result.mode
    for band, width in zip(artists.bands, (WIDE, 1)):
        low, high = (np.clip(result.mean[1] + side * width * result.spread, -20, 20) for side in (-1, 1))
        band.set_xy(np.stack([np.append(AXIS, AXIS[::-1]), np.append(low, high[::-1])], axis=1))
    x, y, missed = X[SHOWN], Y[SHOWN], result.missed[SHOWN]
    artists.hits.set_data(x[~missed], y[~missed])
    artists.misses.set_data(x[missed], y[missed])
    artists.points.set(data=(X[: result.n], Y[: result.n]), markersize=4 if result.n == 400 else 7)
    artists.level.set_ydata([result.level] * 2)
    for line in ("mean", "other", "curve"):
        getattr(artists, line).set_data(*getattr(result, line))
    for dot, (x, y) in ((artists.mark, result.mark), (artists.here, result.here)):
        dot.set_data([x], [np.clip(y, -1.2, 4)])
    for bar, share, value in zip(artists.bars, artists.shares, result.covered):
        bar.set_width(value)
        share.set(x=max(value, 0.95) + 0.04, text=f"{value:.0%}")


def readout(result):
    n, sigma, (x, y), best = result.n, result.sigma, result.here, result.mark
    old, left, right, outside = (f"{share:.0%}" for share in result.covered)
    en = f"In the 95% band: {old} of trained points; of new ones {left} left of 0, {right} right, {outside} beyond ±3."
    zh = f"95% 带内：训练样本 {old}；新样本在 0 左侧 {left}、右侧 {right}、±3 之外 {outside}。"
    if result.mode == "hand":
        parts = f"{number(n * x / (2 * sigma**2), 1)} + {number(n * surprise(0, sigma), 1)}"
        sums = f"Σ −log N = Σ(y − μ)²/2σ² + n·log(σ√(2π)) = {parts} = <b>{number(result.nll[:n].sum(), 1)}</b>"
        return Words(f"{sums}. {en}", f"{sums}。{zh}")
    if result.mode == "learned":
        root, yours = f"σ̂ = √(Σ(y − μ)²/n) = <b>{number(best[0])}</b>", f"{number(y)} (σ = {number(sigma)})"
        return Words(
            f"Learned {root}: −log N per point {number(best[1])}, yours {yours}. {en}",
            f"学得 {root}：每个样本的 −log N 为 {number(best[1])}，用您的 σ 为 {yours}。{zh}",
        )
    new = f"<b>{number(result.nll[NEW].mean())}</b>"
    return Words(
        f"Epoch {result.epoch}: −log N per point {number(y)} trained, {new} new. {en}",
        f"第 {result.epoch} 轮：每个样本的 −log N：训练 {number(y)}，新样本 {new}。{zh}",
    )


def judge(result):
    """Solved if the band holds 93 to 97 % in both halves without being vague; almost if it does in both together."""
    off = np.abs([*result.covered[1:3], result.covered[1:3].mean()] - np.array(0.95))
    return "solved" if off.max() <= 0.02 and result.nll[NEW].mean() < 1 else "almost" if off[2] <= 0.02 else "open"


CHALLENGE = Challenge(
    Words(
        "let the band hold 93–97% of new points left and right of 0, −log N below 1 per point.",
        "让这条带在 0 左右都含 93% 到 97% 的新样本，且每个新样本的 −log N 平均小于 1。",
    ),
    judge,
)


def gaussian(**values):
    """The negative log-likelihood of a normal distribution, σ set by hand, learned, or a network's second output σ(x).
    正态分布的负对数似然：σ 可手动设定、学得，或作为网络的第二个输出 σ(x)。

    Σ −log N(y | μ, σ²) = Σ (y - μ)² / 2σ² + n log(σ √(2π));  μ = wx + b, or μ and log σ from a network 1-16-2

    values : mode "hand", "learned" or "net", n points, epoch, and a line w, b with its sigma: where the controls start
    raises : BadInput for an unknown name or a value out of range
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
