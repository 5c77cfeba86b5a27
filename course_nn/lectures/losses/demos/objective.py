"""Training minimises a sum of two costs, one of wrong outputs and one of large weights; λ says how they compare."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.losses.line_fits import BEST_SLOPE, terms
from course_nn.stage import Challenge, Choice, Curve, Handle, Sceptic, Slider, Values, Veil, demo

FORMULAS = {"l2": "½w²", "l1": "|w|"}
CONTROLS = {
    "w": Slider("w", -0.5, 2.5, 2.0, 0.02, means=Words("slope of your line", "所画直线的斜率")),
    "lam": Slider("λ", 0.0, 24.0, 8.0, 0.1, means=Words("price of the penalty", "惩罚项的系数")),
    "penalty": Choice(Words("penalty", "惩罚项"), {"l2": "L2, ½w²", "l1": "L1, |w|"}, "l2"),
}
X = np.array([-2.0, -1.2, -0.4, 0.4, 1.2, 2.0])  # the means of X and Y are 0, so the best bias is 0 whatever w is
Y = np.array([-2.4, -2.5, 0.3, -0.8, 2.6, 2.8])
W = np.linspace(-0.5, 2.5, 301)
LAMBDAS = np.linspace(0, 24, 241)
ENDS = np.array([-2.5, 2.5])  # of the x axis
TOP = 30  # of the objective that is shown
FLAT = 0.2  # a hand nearer to the origin than this does not turn the line
FREE = float(BEST_SLOPE["l2"](X, Y, 0))  # w*(0), without a penalty
ZERO = float(abs(X @ Y))  # the λ from which on L1 gives a weight of exactly 0


class Result(NamedTuple):
    best: float  # w*(λ), in closed form
    free: float  # w*(0), without a penalty
    bars: np.ndarray  # (3, 2) Σ l and λ · penalty at w, w*(λ), w*(0)
    curves: np.ndarray  # (2, 301) λ · penalty, and the sum, along W


def compute(w, lam, penalty) -> Result:
    best = float(BEST_SLOPE[penalty](X, Y, lam))
    free = float(BEST_SLOPE[penalty](X, Y, 0))
    wrong, price = terms(W, X, Y, lam, penalty)
    return Result(
        best=best,
        free=free,
        bars=terms(np.array([w, best, free]), X, Y, lam, penalty).T,
        curves=np.stack([price, wrong + price]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: the same w as a line through data, as a place on a sum of losses, as a bar, and on its path with λ."""
    data, curves, bars, path = figure.subplots(1, 4, width_ratios=[1, 1.5, 0.85, 1.15])
    data.set(xlim=ENDS, ylim=(-5, 5), xlabel="$x$", title="$f = wx$", xticks=[-2, 0, 2], yticks=[-4, 0, 4])
    curves.set(xlim=(-0.5, 2.5), ylim=(0, TOP), xlabel="$w$", xticks=[0, 1, 2], yticks=[0, 10, 20, 30])
    bars.set(xlim=(-0.6, 2.6), ylim=(0, TOP), yticks=[0, 10, 20, 30], yticklabels=[])
    bars.set_xticks(range(3), ["$w$", "$w^*$", "$w^*_0$"])
    bars.tick_params(axis="y", length=0)  # the red dot beside them may reach over
    path.set(xlim=(0, 24), ylim=(-0.5, 2.5), xlabel="$\\lambda$", xticks=[0, 8, 16, 24], yticks=[0, 1, 2])
    path.set_title("$w^*(\\lambda)$")
    for axes in (data, curves, path):
        marks.cross(axes)
    return SimpleNamespace(**paint_data(data), **paint_curves(curves), **paint_bars(bars), **paint_path(path))


def paint_data(axes: Axes) -> dict:
    axes.plot(X, Y, "o", color=look.BLUE, mec="white", ms=8, zorder=4)
    return dict(
        rests=marks.line(axes, color=look.GREY, lw=1.2),
        best_line=marks.line(axes, color=look.BLACK, ls=":"),
        your_line=marks.line(axes, color=look.VERMILION),
    )


def paint_curves(axes: Axes) -> dict:
    axes.plot(W, terms(W, X, Y, 0, "l2")[0], color=look.BLUE)
    total = Words("= sum", "= 总和").drawn()
    for x, text, color in ((0, "Σ$l$", look.BLUE), (0.19, "+", look.BLACK), (0.62, total, look.BLACK)):
        axes.text(x, 1.035, text, color=color, transform=axes.transAxes)
    free = dict(mfc="white", mec=look.BLUE, mew=1.8, zorder=4)
    return dict(
        price_now=axes.text(0.5, 0.97, "", ha="center", va="top", transform=axes.transAxes),
        formula=axes.text(0.28, 1.035, "", color=look.ink(look.GREEN), transform=axes.transAxes),
        price=marks.line(axes, color=look.GREEN, ls="--"),
        total=marks.line(axes, color=look.BLACK, lw=3),
        best_stem=marks.line(axes, color=look.BLACK, lw=1, ls=":"),
        free_stem=marks.line(axes, color=look.BLACK, lw=1, ls=":"),
        free=marks.line(axes, "o", ms=8, **free, **marks.UNCLIPPED),
        best=marks.best(axes, mew=1.8, **marks.UNCLIPPED),
        here=marks.dot(axes, **marks.UNCLIPPED),
    )


def paint_bars(axes: Axes) -> dict:
    return dict(
        data_bars=axes.bar(range(3), np.zeros(3), 0.7, color=look.BLUE),
        price_bars=axes.bar(range(3), np.zeros(3), 0.7, color=look.GREEN, hatch="////", ec="white", lw=0),
        sums=[axes.text(k, 0, "", ha="center", va="bottom", in_layout=False) for k in range(3)],
    )


def paint_path(axes: Axes) -> dict:
    names = ((15.4, 1.0, "L2"), (3.2, 0.45, "L1"))
    return dict(
        names=[axes.text(x, y, name, ha="center", va="center") for x, y, name in names],
        goal=goals.level(axes, FREE / 2, 0.98, ha="right"),  # half the best slope
        paths={name: axes.plot(LAMBDAS, best(X, Y, LAMBDAS), color=look.GREY)[0] for name, best in BEST_SLOPE.items()},
        on_path=marks.best(axes, mew=1.8, **marks.UNCLIPPED),
        yours=marks.dot(axes, **marks.UNCLIPPED),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    from_line_to_sample = np.stack([values.w * X, Y, np.full(6, np.nan)], axis=1)
    artists.rests.set_data(np.repeat(X, 3), from_line_to_sample.ravel())
    artists.best_line.set_data(ENDS, result.best * ENDS)
    artists.your_line.set_data(ENDS, values.w * ENDS)
    draw_curves(artists, result, values)
    draw_bars(artists, result)
    for name, line in artists.paths.items():
        chosen = name == values.penalty
        line.set(color=look.BLACK if chosen else look.GREY, lw=3 if chosen else 1.2, ls="-" if chosen else "--")
    artists.on_path.set_data([values.lam], [result.best])
    artists.yours.set_data([values.lam], [values.w])


def draw_curves(artists: SimpleNamespace, result: Result, values: Values) -> None:
    price, total = result.curves
    yours, least, _ = result.bars.sum(axis=1)
    free_loss = result.bars[2, 0]
    artists.price_now.set_text(Words(f"at λ = {plain(values.lam, 1)}", f"λ = {plain(values.lam, 1)}").drawn())
    artists.formula.set_text(f"λ·{FORMULAS[values.penalty]}")
    artists.price.set_data(W, price)
    artists.total.set_data(W, total)
    artists.best_stem.set_data([result.best, result.best], [0, least])
    artists.free_stem.set_data([result.free, result.free], [0, free_loss])
    artists.free.set_data([result.free], [free_loss])
    artists.best.set_data([result.best], [least])
    artists.here.set_data([values.w], [min(yours, TOP)])


def draw_bars(artists: SimpleNamespace, result: Result) -> None:
    for k, (wrong, price) in enumerate(result.bars):
        artists.data_bars[k].set_height(wrong)
        artists.price_bars[k].set(y=wrong, height=price)
        artists.sums[k].set(y=min(wrong + price, TOP) + 0.4, text=number(wrong + price, 1))


def readout(result: Result, values: Values) -> Words:
    yours, least, _ = result.bars.sum(axis=1)
    wrong, price = map(number, result.bars[0])
    mean, least, zero = number(yours / len(X)), number(least), number(ZERO)
    w, best, free = number(values.w), number(result.best), number(result.free)
    formula, total = FORMULAS[values.penalty], number(yours)
    start, rest = Words(f"w* = <b>{best}</b>", f"w* = <b>{best}</b>"), Words(f"the best slope is {free}", f"{free}")
    rest = Words(f"Without a penalty {rest.en}.", f"没有惩罚项时，最优斜率为 {rest.zh}。")
    if not result.best:
        start = Words("w* = <b>0</b> exactly", "w* 恰为 <b>0</b>")
        rest = Words(
            f"With L1, w* is 0 if λ is at least |Σxy| = {zero}.", f"用 L1 时，只要 λ 不小于 |Σxy| = {zero}，w* 就为 0。"
        )
    return Words(
        f"The objective is smallest, {least}, at {start.en}; at your w = {w} it is <b>{total}</b>.\n There the losses "
        f"are Σl = {wrong}, the penalty λ·{formula} = {price}; divided by the number of samples, {mean}. {rest.en}",
        f"目标函数的最小值是 {least}，这时 {start.zh}；在所选的 w = {w} 处为 <b>{total}</b>。\n "
        f"其中损失之和 Σl = {wrong}，"
        f"惩罚项 λ·{formula} = {price}；再除以样本数，得 {mean}。{rest.zh}",
    )


# All of λ = 8 is given but the best weight there, and nothing of other λ.
BARS = ("data_bars", "price_bars", "sums")  # they answer nothing, but there is enough to look at
PATH = ("paths", "names", "goal", "on_path", "yours")
VEIL = Veil(("best_line", "best_stem", "best", *BARS, *PATH), given=("free", "bars", "curves"))
TO_DO = {
    "keep-l2-pull": lambda result, values: values.penalty == "l2" and values.lam > 23,
    "pull-red-point": lambda result, values: abs(values.w - result.best) < 0.03,
    "choose-l1-move": lambda result, values: result.best == 0 and values.lam < ZERO + 1,
}


def judge(result: Result, values: Values) -> str:
    """Solved if L2 halves the best slope, and w is there; almost if w is elsewhere."""
    if values.penalty != "l2" or abs(result.best / result.free - 0.5) > 0.005:
        return "open"
    return "solved" if abs(values.w - result.best) < 0.015 else "almost"


CHALLENGE = Challenge(
    Words(
        "with L2, find the λ that halves the best slope, w*(λ) = ½ w*(0), and set w to this slope.",
        "用 L2 找到使最优斜率减半的 λ，即 w*(λ) = ½ w*(0)，并把 w 放在那里。",
    ),
    judge,
)


def slope_through(result: Result, x: float, y: float) -> dict:
    """The slope of the line from the origin to the hand."""
    return {"w": y / x} if abs(x) > FLAT else {}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where the best weight of L2 was expected over λ."""
    return artists.on_path.axes, np.stack([LAMBDAS, expected(option, LAMBDAS)], axis=1)


def expected(option: str, lams: np.ndarray) -> np.ndarray:
    straight_down = FREE * (1 - lams / 12).clip(0)
    return {"from": straight_down, "never": BEST_SLOPE["l2"](X, Y, lams), "at once": 0 * lams}[option]


def beside_the_path(drawn: np.ndarray, true: np.ndarray) -> Words:
    """What is left of the drawn weight at the end, and whether it is 0, beside the best one."""
    is_zero, last = drawn < NOTHING, ASKED[-1]
    mine, seen = number(0 if is_zero[-1] else drawn[-1]), number(true[-1])
    half = number(float(np.interp(-true[0] / 2, -true, ASKED)), 0)
    return Words(
        f"At λ = {last} you expected {mine}; the best weight there is {seen}. It is halved at about λ = {half}, then "
        f"falls ever more slowly, and no λ makes it 0{own_zero(is_zero).en}.",
        f"λ = {last} 时你画的是 {mine}，最优权重为 {seen}。它在 λ 约为 {half} 时减半，之后越降越慢，"
        f"λ 再大也不会变成 0{own_zero(is_zero).zh}。",
    )


def own_zero(is_zero: np.ndarray) -> Words:
    """From where on the drawn weight stays 0, if it does."""
    if not is_zero[-1]:
        return Words("", "")
    begins = ASKED[len(ASKED) - int((~is_zero[::-1]).argmax())]
    return Words(f"; yours is 0 for λ of {begins} or more", f"；你画的从 λ = {begins} 起为 0")


NOTHING = 0.05  # of a weight, which a hand draws that means none
ASKED = (0, 2, 4, 6, 8, 10, 12, 15, 18, 21, 24)  # λ
ESTIMATE = Curve(
    axes=lambda artists: artists.on_path.axes,
    x=ASKED,
    across="λ",
    label=Words("best weight w*", "最优权重 w*"),
    low=0,
    high=2.5,
    truth=lambda: BEST_SLOPE["l2"](X, Y, np.array(ASKED, float)),
    places={option: expected(option, np.array(ASKED, float)) for option in ("from", "never", "at once")},
    said=beside_the_path,
)

PATHS = np.array([np.stack([LAMBDAS, best(X, Y, LAMBDAS)], axis=1) for best in BEST_SLOPE.values()])  # (2, 241, 2)


SCEPTIC = Sceptic(
    Words("a price on the weight makes the best weight smaller.", "给权重收费，最好的权重就变小。"),
    Words("By how much it is smaller", "变小了多少"),
    lambda result: abs(result.free) - abs(result.best),
)


HANDLES = [
    Handle("on_path", at=lambda _, result: PATHS, click=lambda result, k: {"penalty": list(BEST_SLOPE)[k]}),
    Handle("your_line", drag=slope_through),
    Handle("here", pull=lambda result, dx, dy, values: {"w": values.w + dx}),
    Handle("on_path", pull=lambda result, dx, dy, values: {"lam": values.lam + dx}),
    Handle("yours", x="lam", y="w"),
]


@demo(Words("The objective", "目标函数"))
def objective(**values):
    """What training minimises, for a line through the origin: squared errors plus a price on the weight.
    训练所最小化的目标（以过原点的直线为例）：平方误差之和加上权重的惩罚项。

    w* = argmin Σ_i ½ (w x_i - y_i)² + λ · penalty(w),  penalty ½w² or |w|; a bias would not be penalised

    source : the lecture, section 5; Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 3.4
    """
