"""Training minimises a sum of two prices, one for being wrong and one for large weights; λ is the exchange rate."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.linear_regression import lasso_slope, ridge_slope
from course_nn.losses import LOSSES
from course_nn.stage import Challenge, Choice, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.training import PENALTIES
from course_nn.words import Words

FORMULAS = {"l2": "½w²", "l1": "|w|"}
CONTROLS = {
    "w": Slider("w", -0.5, 2.5, 2.0, 0.02),
    "lam": Slider("λ", 0.0, 24.0, 8.0, 0.1),
    "penalty": Choice(Words("penalty", "惩罚"), {"l2": "L2, ½w²", "l1": "L1, |w|"}, "l2"),
}
X = np.array([-2.0, -1.2, -0.4, 0.4, 1.2, 2.0])  # the means of X and Y are 0, so the best bias is 0 whatever w is
Y = np.array([-2.4, -2.5, 0.3, -0.8, 2.6, 2.8])
BEST = {"l2": ridge_slope, "l1": lasso_slope}
W, LAMBDAS = np.linspace(-0.5, 2.5, 301), np.linspace(0, 24, 241)
TOP = 30  # of the objective that is shown


def data_term(w):
    """Σ l for one slope or for many."""
    return LOSSES["squared_error"].per_sample(np.multiply.outer(w, X), Y).sum(axis=-1)


DATA = data_term(W)  # (301,)
PATHS = {name: BEST[name](X, Y, LAMBDAS) for name in BEST}  # (241,) each
ZERO = float(abs(X @ Y))  # the λ from which on L1 gives a weight of exactly 0


class Result(NamedTuple):
    penalty: str
    w: float
    lam: float
    best: float  # w*(λ), in closed form
    free: float  # w*(0), without a penalty
    bars: np.ndarray  # (3, 2) Σ l and λ · penalty at w, w*(λ), w*(0)
    curves: np.ndarray  # (2, 301) λ · penalty, and the sum, along W


def compute(w, lam, penalty):
    best, free = (float(BEST[penalty](X, Y, strength)) for strength in (lam, 0))
    value, slopes = PENALTIES[penalty].value, np.array([w, best, free])
    bars = np.stack([data_term(slopes), lam * value(slopes)], axis=1)
    price = lam * value(W)
    return Result(penalty, w, lam, best, free, bars, np.stack([price, DATA + price]))


def paint(figure):
    data, curves, bars, path = figure.subplots(1, 4, width_ratios=[1, 1.5, 0.85, 1.15])
    data.set(xlim=(-2.5, 2.5), ylim=(-5, 5), xlabel="$x$", title="$f = wx$", xticks=[-2, 0, 2], yticks=[-4, 0, 4])
    data.plot(X, Y, "o", color=look.BLUE, mec="white", ms=8, zorder=4)
    curves.set(xlim=(-0.5, 2.5), ylim=(0, TOP), xlabel="$w$", xticks=[0, 1, 2], yticks=[0, 10, 20, 30])
    curves.plot(W, DATA, color=look.BLUE)
    bars.set(xlim=(-0.6, 2.6), ylim=(0, TOP), yticks=[0, 10, 20, 30], yticklabels=[])
    bars.set_xticks(range(3), ["$w$", "$w^*$", "$w^*_0$"])
    path.set(xlim=(0, 24), ylim=(-0.5, 2.5), xlabel="$\\lambda$", xticks=[0, 10, 20], yticks=[0, 1, 2])
    path.set_title("$w^*(\\lambda)$")
    for axes in (data, curves, path):
        axes.axhline(0, color=look.PALE, lw=0.8, zorder=0)
        axes.axvline(0, color=look.PALE, lw=0.8, zorder=0)
    free = dict(ls="", clip_on=False, in_layout=False)
    dot = free | dict(marker="o", ms=10, mfc=look.VERMILION, mec="white", zorder=5)
    square = free | dict(marker="s", ms=8, mfc="white", mec=look.BLACK, mew=1.8, zorder=4)
    for axes, x, y, text in ((path, 15.4, 1.0, "L2"), (path, 3.2, 0.72, "L1")):
        axes.text(x, y, text, ha="center", va="center")
    for x, text, color in ((0, "Σ$l$", look.BLUE), (0.19, "+", look.BLACK), (0.62, "= sum", look.BLACK)):
        curves.text(x, 1.035, text, color=color, transform=curves.transAxes)
    return SimpleNamespace(
        rests=data.plot([], [], color=look.GREY, lw=1.2)[0],
        lines=[data.plot([], [], color=c, ls=s)[0] for c, s in ((look.BLACK, ":"), (look.VERMILION, "-"))],
        formula=curves.text(0.28, 1.035, "", color=look.GREEN, transform=curves.transAxes),
        price=curves.plot([], [], color=look.GREEN, ls="--")[0],
        total=curves.plot([], [], color=look.BLACK, lw=3)[0],
        stems=[curves.plot([], [], color=look.BLACK, lw=1, ls=":")[0] for _ in range(2)],
        free=curves.plot([], [], **square | dict(marker="o", mec=look.BLUE))[0],
        best=curves.plot([], [], **square)[0],
        here=curves.plot([], [], **dot)[0],
        data_bars=bars.bar(range(3), np.zeros(3), 0.7, color=look.BLUE),
        price_bars=bars.bar(range(3), np.zeros(3), 0.7, color=look.GREEN, hatch="////", ec="white", lw=0),
        sums=[bars.text(k, 0, "", ha="center", va="bottom", in_layout=False) for k in range(3)],
        paths={name: path.plot(LAMBDAS, PATHS[name], color=look.GREY)[0] for name in BEST},
        on_path=path.plot([], [], **square)[0],
        yours=path.plot([], [], **dot)[0],
    )


def draw(artists, result):
    w, lam, best, sums = result.w, result.lam, result.best, result.bars.sum(axis=1)
    gaps = np.stack([w * X, Y, np.full(6, np.nan)], axis=1)  # from the line to each sample
    artists.rests.set_data(np.repeat(X, 3), gaps.ravel())
    for line, slope in zip(artists.lines, (best, w)):
        line.set_data([-2.5, 2.5], [-2.5 * slope, 2.5 * slope])
    artists.formula.set_text(f"λ·{FORMULAS[result.penalty]}")
    artists.price.set_data(W, result.curves[0])
    artists.total.set_data(W, result.curves[1])
    for stem, x, height in zip(artists.stems, (best, result.free), (sums[1], result.bars[2, 0])):
        stem.set_data([x, x], [0, height])
    artists.free.set_data([result.free], [result.bars[2, 0]])
    artists.best.set_data([best], [sums[1]])
    artists.here.set_data([w], [min(sums[0], TOP)])
    for k in range(3):
        artists.data_bars[k].set_height(result.bars[k, 0])
        artists.price_bars[k].set(y=result.bars[k, 0], height=result.bars[k, 1])
        artists.sums[k].set(y=min(sums[k], TOP) + 0.4, text=number(sums[k], 1))
    for name, line in artists.paths.items():
        mine = name == result.penalty
        line.set(color=look.BLACK if mine else look.GREY, lw=3 if mine else 1.2, ls="-" if mine else "--")
    artists.on_path.set_data([lam], [best])
    artists.yours.set_data([lam], [w])


def readout(result):
    (wrong, price), formula, sums = result.bars[0], FORMULAS[result.penalty], result.bars.sum(axis=1)
    numbers = f"w = {number(result.w)}: Σl + λ·{formula} = {number(wrong)} + {number(price)} = <b>{number(sums[0])}</b>"
    best, least, mean, free = map(number, (result.best, sums[1], sums[0] / len(X), result.free))
    if not result.best:
        return Words(
            f"{numbers} (÷ n = {mean}). Least at w* = 0 exactly, {least}: L1 from λ = |Σxy| = {ZERO:.2f} on.",
            f"{numbers}（÷ n = {mean}）。w* 恰为 0 时最小（{least}）：L1 自 λ = |Σxy| = {ZERO:.2f} 起如此。",
        )
    return Words(
        f"{numbers} (÷ n = {mean}, what train() descends on). Least at w* = {best}: {least}; w*(0) = {free}.",
        f"{numbers}（÷ n = {mean}，train() 最小化的就是它）。w* = {best} 时最小：{least}；w*(0) = {free}。",
    )


def judge(result):
    """Solved if L2 halves the best slope, and w stands on it; almost with w still elsewhere."""
    if result.penalty != "l2" or abs(result.best / result.free - 0.5) > 0.005:
        return "open"
    return "solved" if abs(result.w - result.best) < 0.015 else "almost"


CHALLENGE = Challenge(
    Words(
        "with L2, find the λ that halves the best slope, w*(λ) = ½ w*(0), and put w on it.",
        "用 L2 找到使最优斜率减半的 λ，即 w*(λ) = ½ w*(0)，并把 w 放在那里。",
    ),
    judge,
)


def objective(**values):
    """What training minimises, for a line through the origin: squared errors plus a price on the weight.
    训练所最小化的目标（以过原点的直线为例）：平方误差之和加上对权重的惩罚。

    w* = argmin Σ_i ½ (w x_i - y_i)² + λ · penalty(w),  penalty ½w² or |w|; a bias would not be penalised

    values : w, λ as lam, penalty "l2" or "l1": where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 5; Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 3.4
    """
    return Demo(
        objective,
        Words("The objective", "目标函数"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        values=values,
    )
