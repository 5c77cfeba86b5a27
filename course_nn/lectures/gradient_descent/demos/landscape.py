"""The loss on a plane through trained networks: is there a ridge between two minima, or only another order of units?"""

from collections.abc import Generator
from math import factorial
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import part
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent, scientific
from course_nn.lectures.gradient_descent.between_minima import (
    AXIS,
    HIGH,
    LOW,
    PAIRS,
    barrier,
    line_of,
    networks_and_barriers,
    samples,
    setting_of,
    slice_of,
    surface_of,
    unseen_accuracy,
)
from course_nn.lectures.gradient_descent.loss_slice import losses_on
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Values, Veil, demo, tried

VIEWS = {
    "minima": Words("three minima", "三个极小点"),
    "copy": Words("A and its shuffled copy", "A 与它的打乱副本"),
    "start": Words("A and its start", "A 与它的初值"),
    "random": Words("random directions", "随机方向"),
}
UNITS = {
    "trained": Words("as they are", "保持原样"),
    "fit": Words("reordered to fit A", "重排以接近 A"),
    "random": Words("reordered at random", "随机重排"),
}


def has_units_to_reorder(values: Values) -> bool:
    return values.view in ("minima", "copy")


CONTROLS = {
    "width": Choice(Words("hidden units h", "隐藏单元数 h"), {8: "8", 16: "16"}, 16),
    "lam": Choice("λ", {0.0: "0", 0.3: "0.3"}, 0.3, means=Words("weight of the L2 penalty", "L2 惩罚项的系数")),
    "pair": Slider(Words("pair", "网络对"), 1, len(PAIRS), 5, 1),
    "view": Choice(Words("plane", "平面"), VIEWS, "minima"),
    "units": Choice(Words("units of B and C", "B、C 的单元"), UNITS, "trained", used=has_units_to_reorder),
    "u": Slider("u", LOW, HIGH, 0.5, 0.05, means=Words("place, along A to B", "位置：沿 A 到 B 的方向")),
    "v": Slider("v", LOW, HIGH, 0.0, 0.05, means=Words("place, beside that line", "位置：偏离该直线")),
}
LOWEST, HIGHEST, BANDS = 0.003, 10.0, 18  # of the losses in colours
FINE = 101  # squares along each side of the plane, between the places at which losses are computed
RIDGE = 0.01, 2.0  # ends of the axes of all barriers


class Result(NamedTuple):
    corners: np.ndarray  # (3 or 1, 2) where A, B and C lie in the plane
    surface: np.ndarray  # (17, 17) losses over the plane
    line: np.ndarray  # (81,) along A to B, and half as far again to both sides
    before: np.ndarray  # (81,) the same with the units as they are
    barrier: float  # how far the loss between A and B rises above that of the higher end
    distance: float  # of B from A; 0 where there is no B
    loss: float  # at the place (u, v)
    accuracy: float  # there, on digits that were not trained on
    barriers: np.ndarray  # (15, 2) of all pairs, with the units as they are and as they are chosen
    copies: int  # networks with the outputs of A


def compute(width, lam, pair, view, units, u, v) -> Generator[float, None, Result]:
    setting = setting_of(width, lam, pair, view, units)
    networks, barriers = yield from part(networks_and_barriers(width, lam, setting[-1]), 0, 2)
    surface = yield from part(surface_of(*setting), 1, 2)
    sheet, corners = slice_of(*setting)
    line, here = line_of(*setting), sheet.at(u, v)
    return Result(
        corners=np.array([sheet.coordinates(theta) for theta in corners]),
        surface=surface,
        line=line,
        before=line_of(*setting[:-1], "trained"),
        barrier=barrier(line),
        distance=float(np.linalg.norm(corners[1] - corners[0])) if len(corners) > 1 else 0.0,
        loss=float(losses_on(networks, here[None], *samples("evaluation"))[0]),
        accuracy=unseen_accuracy(networks.with_parameters(here)),
        barriers=barriers,
        copies=factorial(width) * 2**width,
    )


def paint(figure: Figure) -> dict:
    figure.set_layout_engine("none")
    sheet = figure.add_axes((0.045, 0.13, 0.325, 0.77))
    line = figure.add_axes((0.45, 0.15, 0.24, 0.75))
    pairs = figure.add_axes((0.765, 0.15, 0.215, 0.75))
    sheet.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xlabel="u", xticks=[0, 1], yticks=[0, 1], aspect="equal")
    sheet.set_title(Words("loss over the plane", "平面上的损失").drawn())
    line.set(yscale="log", xlim=(LOW, HIGH), ylim=(5e-4, HIGHEST), xlabel="u", xticks=[0, 1])
    line.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    line.minorticks_off()
    line.set_title(Words("loss along the line", "沿直线的损失").drawn())
    letters = [sheet.text(0, 0, "", ha="center", va="center_baseline", fontsize=look.SMALL, zorder=4) for _ in "ABC"]
    return paint_pairs(pairs) | {
        "surface": marks.surface(sheet, FINE, LOW, HIGH),
        "way": marks.line(sheet, color=look.BLACK, lw=1.2, zorder=2),
        "corners": marks.line(sheet, "o", ms=16, mfc="white", mec=look.BLACK, mew=1.2, zorder=3),
        "letters": letters,
        "place": marks.dot(sheet, zorder=6),
        "before": marks.line(line, color=look.GREY, lw=1.2, ls="--"),
        "line": marks.line(line, color=look.BLACK),
        "ends": marks.line(line, "o", ms=7, mfc="white", mec=look.BLACK, zorder=3),
        "now": marks.now(line, color=look.VERMILION),
        "here": marks.dot(line),
    }


def paint_pairs(axes: Axes) -> dict:
    """The barrier of each pair, with the chosen order of units over the order as it is."""
    axes.set(xscale="log", yscale="log", xlim=RIDGE, ylim=RIDGE)
    axes.set(xlabel=Words("units as they are", "单元保持原样时").drawn())
    axes.set_title(Words("ridge of each pair", "各对网络的山脊").drawn())
    for ticks in (axes.set_xticks, axes.set_yticks):
        ticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    axes.minorticks_off()
    goal = goals.level(axes, 0.05)
    same = axes.plot(RIDGE, RIDGE, color=look.GREY, lw=1, ls="--", zorder=0.5)
    return {
        "goal": goal,
        "same": same,
        "pairs": marks.line(axes, "o", color=look.BLUE, ms=7, mec="white"),
        "pair": marks.dot(axes, ms=9),
    }


def finer(values: np.ndarray) -> np.ndarray:
    """Values on a square grid (n, n) as (FINE, FINE), linear in between."""
    few, many = np.arange(len(values)), np.linspace(0, len(values) - 1, FINE)
    across = np.array([np.interp(many, few, row) for row in values])  # (n, FINE)
    return np.array([np.interp(many, few, column) for column in across.T]).T


def draw(artists: dict, result: Result, values: Values) -> None:
    shares = finer(np.log(HIGHEST / result.surface.clip(LOWEST, HIGHEST)) / np.log(HIGHEST / LOWEST))
    marks.fill(artists["surface"], look.heat(np.floor(shares * BANDS) / BANDS))  # valleys are blue
    artists["corners"].set_data(*result.corners.T)
    artists["way"].set_data(*result.corners[:2].T)
    for k, letter in enumerate(artists["letters"]):
        there = k < len(result.corners) and (k != 1 or result.distance > 0)  # B may be A
        letter.set(text="ABC"[k] if there else "", position=result.corners[k] if there else (0, 0))
    artists["place"].set_data([values.u], [values.v])
    artists["before"].set_data(AXIS, result.before)
    artists["line"].set_data(AXIS, result.line)
    ends = np.array([0.5] if values.view == "random" else [0, 1])
    artists["ends"].set_data(ends, np.interp(ends, AXIS, result.line))
    marks.at(artists["now"], values.u)
    artists["here"].set_data([values.u], [result.loss])
    artists["pairs"].set_data(*result.barriers.T.clip(*RIDGE))
    artists["pair"].set_data(*result.barriers[[values.pair - 1]].T.clip(*RIDGE))


def ghost(artists: dict, option: str) -> tuple:
    """The ridge of the pair that is set at first, once the units are reordered: it was 0.40."""
    return artists["pairs"].axes, [(0.4, {"stays": 0.4, "lower": 0.03, "zero": 0.014}[option])]


def readout(result: Result, values: Values) -> Words:
    first, second = PAIRS[values.pair - 1]
    place, loss = f"{number(values.u)}, {number(values.v)}", number(result.loss, 3)
    right, copies = percent(result.accuracy, 1), scientific(result.copies, 1)
    here = Words(
        f"At the place ({place}) the loss is {loss}, and {right} of the unseen digits are read correctly.\n"
        f"With {values.width} hidden units, {copies} networks have the outputs of A.",
        f"在位置 ({place}) 处损失为 {loss}，没见过的数字准确率为 {right}。\n"
        f"{values.width} 个隐藏单元时，与 A 输出相同的网络共有 {copies} 个。",
    )
    if values.view == "random":
        return Words(
            f"Around network {first} (A), in two random directions. {here.en}",
            f"在网络 {first}（A）周围，沿两个随机方向。{here.zh}",
        )
    other = end_of_line(values.view, second)
    a, b = (number(np.interp(end, AXIS, result.line), 4) for end in (0, 1))
    ridge, distance = number(result.barrier, 3), number(result.distance, 1)
    return Words(
        f"From network {first} (A, loss {a}) to {other.en} (B, loss {b}), {distance} away, the loss rises "
        f"<b>{ridge}</b> above the higher end. {here.en}",
        f"从网络 {first}（A，损失 {a}）到{other.zh}（B，损失 {b}），距离 {distance}，"
        f"途中损失比较高的一端还高出 <b>{ridge}</b>。{here.zh}",
    )


def end_of_line(view: str, second: int) -> Words:
    """What B is."""
    names = {
        "minima": Words(f"network {second}", f"网络 {second}"),
        "copy": Words("its shuffled copy", "它的打乱副本"),
        "start": Words("its start", "它的初值"),
    }
    return names[view]


VEIL = Veil(("before", "goal", "same", "pairs", "pair"), given=("corners", "surface", "line", "distance", "loss"))
USES = {
    "reorder-units-fit": ("units",),
    "pull-red-point": ("u",),
    "sceptic": ("sceptic",),
    "choose-shuffled-copy": ("view",),
}
TO_DO = {
    "reorder-units-fit": lambda result, values: (values.view, values.units) == ("minima", "fit"),
    "pull-red-point": lambda result, seen: min(seen["u"]) <= 0.1 and max(seen["u"]) >= 0.9,
    "sceptic": tried(sceptic=("narrow", "free", "random", "fit")),
    "choose-shuffled-copy": tried(view=("copy", "start")),
}


def judge(result: Result, values: Values) -> str:
    """Solved by two trained networks of 8 hidden units with a barrier below 0.05; almost below 0.1."""
    if values.view != "minima" or values.width != 8:
        return "open"
    return "solved" if result.barrier < 0.05 else "almost" if result.barrier < 0.1 else "open"


CHALLENGE = Challenge(
    Words(
        "8 hidden units, plane through three minima: find a pair whose loss on the way rises by less than 0.05.",
        "8 个隐藏单元，平面过三个极小点：找到一对网络，使途中损失的升高小于 0.05。",
    ),
    judge,
)
SCEPTIC = Sceptic(
    Words(
        "on the straight line between two minima the loss rises to a ridge.",
        "在两个极小点之间的直线上，损失隆起成山脊。",
    ),
    Words("Its height, median of all pairs", "山脊的高度，全部各对的中位数"),
    lambda result: np.median(result.barriers[:, 1]),
    {
        "narrow": Change(Words("half as many hidden units", "隐藏单元减半"), {"width": 8}),
        "free": Change(Words("no penalty", "不加惩罚项"), {"lam": 0.0}),
        "random": Change(Words("units reordered at random", "单元随机重排"), {"units": "random"}),
        "fit": Change(Words("units reordered to fit", "单元重排使之对应"), {"units": "fit"}),
    },
)
HANDLES = [
    Handle("pairs", click=lambda result, k: {"pair": k + 1}, width=14),
    Handle("now", x="u"),
    Handle("corners", click=lambda result, k: dict(zip("uv", result.corners[k]))),
    Handle("place", x="u", y="v"),
]


@demo(Words("A landscape of losses", "损失的地形"), height=3.4)
def landscape(**values):
    """The loss of a network over a plane through three trained ones, with their hidden units as they are or reordered.
    网络的损失在过三个训练好的网络的平面上的样子；隐藏单元可保持原样，也可重排。

    64-h-10, tanh, softmax cross-entropy, 1,200 digits; Adam, η = 0.02, mini-batches of 32, 40 epochs, seeds 0 to 5.
    Losses are means over 300 of these digits, without the penalty. The plane's unit is the distance of B from A.

    source : Goodfellow, Vinyals & Saxe, Qualitatively characterizing neural network optimization problems (2015);
             Li and others, Visualizing the Loss Landscape of Neural Nets (2018); Entezari and others, The Role of
             Permutation Invariance in Linear Mode Connectivity of Neural Networks (2022)
    """
