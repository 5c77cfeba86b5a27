"""Many weights are one function: hidden units can change places, and a unit can be rescaled or turned upside down."""

from math import factorial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.common.words import ACTIVATION_NAMES, Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import RAISED, magnitude, number, plain
from course_nn.drawing.sketch import Texts
from course_nn.lectures.feature_learning.demos.symmetry import symmetries
from course_nn.lectures.feature_learning.demos.symmetry.symmetries import STARTS
from course_nn.network import Network
from course_nn.stage import Challenge, Change, Choice, Handle, Sceptic, Slider, Toggle, Values, Veil, demo, tried

BEST = {"best": Words("best of 10", "10 个中最好的")}
ORDERS = {
    "kept": Words("as they were", "不变"),
    "swapped": Words("1 and 2 swapped", "交换 1 与 2"),
    "moved": Words("all moved by one", "全部移一位"),
}
CONTROLS = {
    "activation": Choice("φ", activation_names(symmetries.INITS), "tanh", means=term("activation")),
    "units": Choice("n", {n: str(n) for n in (3, 4, 5, 8, 16, 32)}, 3, means=Words("hidden units", "隐藏单元数")),
    "start": Choice(Words("start", "初值"), BEST | {start: str(start) for start in range(STARTS)}, "best"),
    "order": Choice(Words("units", "单元次序"), ORDERS, "swapped"),
    "flip": Toggle(Words("flip unit 1", "单元 1 变号"), False),
    "alpha": Slider("α", 0.2, 4.0, 1.0, 0.1, means=Words("factor that rescales unit 1", "缩放单元 1 的系数")),
    "t": Slider("t", 0.0, 1.0, 1.0, 0.02, plays=True, means=Words("how much of the way is done", "已走过的比例")),
}
SPAN = 2.0  # half the window
FINE = 61  # points along a side
PLANE = look.grid(-SPAN, SPAN, FINE)
TIMES = np.linspace(0, 1, 101)  # times t of the loss curve
TOPS = (0, 6.6)  # of the two tables
SHOWN = 5  # of a table; of more units the first are shown
HEADS = ("$w_1$", "$w_2$", "$b$", "$v$")
PREDICTED = {"same": 1.0, "higher": 60.0, "lower": 0.6}  # times the loss at the start, halfway
SAME = 1e-9  # functions that differ by less are the same


class Result(NamedTuple):
    tables: np.ndarray  # (2, n, 4) w1, w2, b, v of each unit: at first, and at t
    distance: float  # ‖θ(1) - θ(0)‖
    difference: float  # max |f(1) - f(0)| over the window
    f: np.ndarray  # (61, 61) logits at t
    curves: list  # where f is 0, at first and at t: (pieces, 2, 2)
    losses: np.ndarray  # (101,) on the straight way from θ(0) to θ(1)
    loss: float  # at t


def compute(activation, units, start, order, flip, alpha, t) -> Result:
    first = symmetries.train_network(activation, units, start)
    last = symmetries.reorder_units(symmetries.rescale_unit(first, -alpha if flip else alpha), order)
    now = symmetries.interpolate(first, last, t) if t < 1 else last
    f_first, f_now, f_last = (network(PLANE).reshape(FINE, FINE) for network in (first, now, last))
    return Result(
        tables=np.array([table(first), table(now)]),
        distance=float(np.linalg.norm(last.parameters - first.parameters)),
        difference=float(np.abs(f_last - f_first).max()),
        f=f_now,
        curves=[boundary.curve(f, -SPAN, SPAN) for f in (f_first, f_now)],
        losses=symmetries.mean_loss(symmetries.interpolate(first, last, TIMES)),
        loss=float(symmetries.mean_loss(now)),
    )


def table(network: Network) -> np.ndarray:
    (W, V), (b, _) = network.weights, network.biases
    return np.column_stack([W, b, V[0]])


def paint(figure: Figure) -> SimpleNamespace:
    tables, plane, loss = figure.subplots(1, 3, width_ratios=[1, 1.2, 1.1])
    return SimpleNamespace(**paint_tables(tables), **paint_plane(plane), **paint_loss(loss))


def paint_tables(axes: Axes) -> dict:
    axes.set(xlim=(-1.8, 3.6), ylim=(12.6, -0.6))
    axes.axis("off")
    blank = np.zeros((3, 4, 4), np.uint8)
    return dict(
        tables=[axes.imshow(blank, origin="upper", aspect="auto", zorder=0) for _ in TOPS],
        texts=Texts(axes),
    )


def paint_plane(axes: Axes) -> dict:
    title = Words("f = 0: thick at t, thin at 0", "f = 0：t 处为粗线，0 处为细线").drawn()
    look.plane(axes, -SPAN, SPAN).set(xticks=[-2, 0, 2], yticks=[-2, 0, 2], title=title)
    X, T = symmetries.samples()
    marks.put(marks.points(axes, ms=4, mew=0.4), X, T[:, 0])
    return dict(
        surface=marks.surface(axes, FINE, -SPAN, SPAN),
        now=marks.line(axes, color=look.BLACK, lw=3.5, solid_capstyle="round"),
        first=marks.line(axes, color=look.VERMILION, lw=1.2, solid_capstyle="round", zorder=4),
    )


def paint_loss(axes: Axes) -> dict:
    axes.set(yscale="log", xlim=(0, 1), ylim=(0.0001, 12), xticks=[0, 0.5, 1], xlabel="$t$")
    axes.set_title(term("loss").drawn())
    axes.set_yticks([0.0001, 0.001, 0.01, 0.1, 1, 10], ["0.0001", "0.001", "0.01", "0.1", "1", "10"])
    axes.minorticks_off()
    return dict(
        level=axes.axhline(1, color=look.GREY, lw=1, ls=":"),
        losses=axes.plot(TIMES, np.ones(101), color=look.BLACK)[0],
        point=marks.dot(axes, clip_on=False),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    draw_tables(artists, result, values)
    marks.fill(artists.surface, look.heat(sigmoid(result.f)))
    for line, curve in zip((artists.first, artists.now), result.curves):
        line.set_data(look.one_line(curve))
    start = result.losses[0]
    artists.level.set_ydata([start, start])
    artists.losses.set_ydata(result.losses)
    artists.point.set_data([values.t], [result.loss])


def draw_tables(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """A row for each unit: its number, and its weights on their colours; the last says that there are more."""
    places: list = []
    texts: list = []
    names = ("θ(0)", f"θ({values.t:g})")
    for name, image, units, top in zip(names, artists.tables, result.tables, TOPS):
        more = len(units) > SHOWN
        units = units[: SHOWN - more]
        marks.fill(image, look.heat(units, -7, 7))
        image.set_extent((-0.5, 3.5, top + len(units) + 0.5, top + 0.5))
        rows = [(name, *HEADS)]
        for j, unit in enumerate(units):
            rows.append((str(j + 1), *(number(value, 1) for value in unit)))
        rows += [("…",) * 5] * more
        for y, row in enumerate(rows):
            places += [(x, top + y) for x in range(-1, 4)]
            texts += row
    artists.texts.move(places, texts)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The predicted loss along the way."""
    start = symmetries.mean_loss(symmetries.train_network("tanh", 3, "best"))
    hill = np.sin(np.pi * TIMES)
    return artists.losses.axes, np.column_stack([TIMES, start * PREDICTED[option] ** hill])


def readout(result: Result, values: Values) -> Words:
    n, phi, t = len(result.tables[0]), ACTIVATION_NAMES[values.activation], plain(values.t)
    losses = result.loss, result.losses[0], result.losses[-1], result.losses.max()
    loss, start, end, top = (number(one, 3) for one in losses)
    distance, difference = number(result.distance), magnitude(result.difference)
    same = result.difference < SAME
    function = Words("the same function", "同一个函数") if same else Words("another function", "另一个函数")
    if values.activation == "tanh":
        count = f"{n}!·2{str(n).translate(RAISED)} = {magnitude(symmetries.orders_and_signs(n), 0, power=1)}"
        many = Words(f"{count} such networks are one function", f"同一个函数有 {count} 个这样的网络")
    else:
        count = f"{n}! = {magnitude(factorial(n), 0, power=1)}"
        many = Words(f"{count} orders of the units, and any α > 0", f"单元有 {count} 种次序，且 α > 0 任取")
    return Words(
        f"The loss is <b>{loss}</b> at t = {t}; on the way it goes from {start} to {end}, with a peak of {top}.\n "
        f"At t = 1 the weights are {distance} away from those at t = 0, and no output differs by more than "
        f"<b>{difference}</b>: {function.en}. With {phi.en}: {many.en}.",
        f"t = {t} 处的损失为 <b>{loss}</b>；途中从 {start} 变到 {end}，最高为 {top}。\n"
        f"t = 1 处的权重与 t = 0 处相距 {distance}，各处输出之差至多为 <b>{difference}</b>，所以是{function.zh}。"
        f"{phi.zh}：{many.zh}。",
    )


def tried_with_both(values: Values, seen: dict, name: str) -> bool:
    """Whether both activations were tried, and this control was moved, with the units in their old order."""
    return values.order == "kept" and {"tanh", "relu"} <= seen["activation"] and len(seen[name]) > 1


VEIL = Veil(("level", "losses"), given=("tables", "f", "curves", "loss"))
USES = {
    "drag-red-dot": ("t",),
    "sceptic": ("sceptic",),
    "leave-units-were": ("order", "activation", "alpha"),
    "flip-unit": ("order", "activation", "flip"),
}
TO_DO = {
    "drag-red-dot": lambda result, values: values.order == "swapped" and 0.4 < values.t < 0.6,
    "sceptic": tried(sceptic=("start", "leaky", "twins", "wide", "moved")),
    "leave-units-were": lambda result, values, seen: tried_with_both(values, seen, "alpha"),
    "flip-unit": lambda result, values, seen: tried_with_both(values, seen, "flip"),
}


def judge(result: Result, values: Values) -> str:
    """Solved at t = 1 with tanh, no unit moved, by other weights and the same outputs; almost: they are off by ≤ 1."""
    in_order = values.activation == "tanh" and values.order == "kept"
    is_new = in_order and result.distance >= 0.1 and values.t == 1
    if not is_new or result.difference > 1:
        return "open"
    return "solved" if result.difference < SAME else "almost"


CHALLENGE = Challenge(
    Words(
        "with tanh and without moving a unit, find other weights (t = 1) for exactly the same function.",
        "φ 为 tanh 且单元次序不变：找到另一组权重（t = 1），函数却完全相同。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words(
        "between two networks with the same function there is a hill; between wide ones, once all their units move.",
        "函数相同的两个网络之间隔着势垒；网络很宽时，全部单元都换了位置才有势垒。",
    ),
    Words("How far the loss rises on the straight path", "直线路径上损失升高多少"),
    lambda result: float(result.losses.max() - result.losses[0]),
    {
        "start": Change(Words("another start", "换一个初值"), {"start": 0}),
        "leaky": Change(Words("leaky ReLU in place of tanh", "用 leaky ReLU 代替 tanh"), {"activation": "leaky_relu"}),
        "twins": Change(
            Words("two units with one job: ReLU, n = 5, start 3", "两个单元做同一件事：ReLU，n = 5，初值 3"),
            {"activation": "relu", "units": 5, "start": 3},
        ),
        "wide": Change(Words("32 units, 1 and 2 swapped", "32 个单元，交换 1 与 2"), {"units": 32}),
        "moved": Change(Words("32 units, all moved by one", "32 个单元，全部移一位"), {"units": 32, "order": "moved"}),
    },
)


def rows_to_swap(texts: Artist, result: Result) -> list:
    """The rows of units 1 and 2 in the table at t."""
    return [[(-1.3, TOPS[1] + k), (3.5, TOPS[1] + k)] for k in (1, 2)]


def swap_rows(result: Result, k: int, values: Values) -> dict:
    """The two rows change places as they are seen: at t = 0 they are never swapped, at t = 1 they are if so chosen."""
    return {"order": "kept" if values.order == "swapped" and values.t > 0.5 else "swapped", "t": 1.0}


HANDLES = [
    Handle(lambda artists: artists.texts.outlines, at=rows_to_swap, click=swap_rows, width=18),
    Handle("point", pull=lambda result, dx, dy, values: {"t": values.t + dx}),  # along the curve, which may be steep
]


@demo(Words("Symmetry", "对称性"))
def symmetry(**values):
    """A trained network and another with the same outputs, and the loss on the straight way between their weights.
    一个训练好的网络、输出与它相同的另一个网络，以及两组权重之间直线上的损失。

    f(x) = Σ_j v_j φ(w_jᵀx + b_j) + c does not change if units are swapped, nor if (w_j, b_j, v_j) becomes
    (α w_j, α b_j, v_j / α): with ReLU and leaky ReLU for all α > 0, where φ(αz) = α φ(z); with tanh for α = -1 only.
    So one function has n! · 2ⁿ networks (tanh), or n! with any scale for each unit. On θ(t) = θ(0) + t (θ(1) - θ(0))
    the loss is the same at both ends, and mostly higher in between. Left: w₁, w₂, b, v of each unit.

    source : the lecture, section 6; Hecht-Nielsen, On the Algebraic Structure of Feedforward Network Weight Spaces
             (1990); that tanh has no more: Sussmann, Uniqueness of the Weights for Minimal Feedforward Nets (1992)
    """
