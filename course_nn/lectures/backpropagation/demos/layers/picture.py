"""Backpropagation in a network: number by number in the smallest one, and as products of matrices for a whole layer."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.common.words import Words, term
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import magnitude, plain_or_power
from course_nn.lectures.backpropagation.demos.layers.shapes import SLIPS, Equation, equations
from course_nn.lectures.backpropagation.demos.layers.two_layers import (
    DERIVATIVE_LINES,
    FORMULAS,
    NAMES,
    NUMBERS,
    Passes,
    passes,
)
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

VIEWS = {"numbers": Words("number by number", "逐个数值"), "shapes": Words("as matrices", "用矩阵")}
ONE_SUM = Words("db: one sum", "db：合为一个和")
SLIP_NAMES = [term("none"), "Z = X W + b", "dW = Xᵀ δ", "dW = δ X", "dX = δ Wᵀ", ONE_SUM]


def in_view(view: str) -> Callable:
    return lambda values: values.view == view


def number_slider(label: Words | str, means: Words | None, low: float, high: float, start: float, **more) -> Slider:
    return Slider(label, low, high, start, means=means, used=in_view("numbers"), **more)


def size_slider(label: str, means: Words, start: int) -> Slider:
    return Slider(label, 1, 8, start, 1, means=means, used=in_view("shapes"))


CONTROLS = {
    "view": Choice(Words("view", "视图"), VIEWS, "numbers"),
    "which": Choice(Words("parameter", "参数"), NAMES, "v1", used=in_view("numbers")),
    "value": number_slider(Words("its value", "参数的值"), None, -10.0, 10.0, 1.0),
    "x1": number_slider("x₁", Words("first input", "第一个输入"), -3.0, 3.0, 1.0),
    "x2": number_slider("x₂", Words("second input", "第二个输入"), -3.0, 3.0, 2.0),
    "t": number_slider("t", Words("target", "目标"), 0.0, 1.0, 1.0),
    "step": number_slider(Words("step", "步数"), None, 0, 13, 13, step=1, plays=True),
    "n": size_slider("n", Words("examples", "样本数"), 5),
    "N": size_slider("N", Words("inputs of the layer", "该层的输入数"), 3),
    "M": size_slider("M", Words("outputs of the layer", "该层的输出数"), 3),
    "slip": Choice(Words("slip", "错误"), dict(zip(SLIPS, SLIP_NAMES)), "transposed dW", used=in_view("shapes")),
}
UNITS = np.array([[0.4, 2.15], [0.4, 0.55], [2.5, 2.15], [2.5, 0.55], [4.7, 1.45]])  # inches: x1, x2, h1, h2, y
STARTS, ENDS = UNITS[[0, 1, 0, 1, 2, 3]], UNITS[[2, 2, 3, 3, 4, 4]]  # of the six weights, as in WEIGHTS
WEIGHTS, BIASES = ["w11", "w12", "w21", "w22", "v1", "v2"], ["b1", "b2", "c"]
ALONG = np.array([[0.5], [0.27], [0.27], [0.5], [0.5], [0.5]])  # where on its edge the number of a weight stands
PLACES = dict(zip(WEIGHTS + BIASES, [*(STARTS + ALONG * (ENDS - STARTS)), *(UNITS[2:] + [0, 0.7])]))
RADIUS = 0.24
TURN = np.linspace(-0.75, 1.25, 41) * np.pi
SLIP_VERDICTS = {True: Words("wrong, but fits", "错了，形状却相符"), False: Words("does not fit", "形状不符")}
CIRCLE = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)  # ends below on the left
PULL = 2.0  # change of a parameter for a hand that goes up by an inch
INK = look.ink(look.VERMILION)
CELL = 0.11  # inches an entry of a matrix
CORNERS = {"Z": (0.4, 2.8), "dW": (4.7, 2.8), "db": (0.4, 1.3), "dX": (4.7, 1.3)}  # left, top


class Result(NamedTuple):
    numbers: dict  # the nine parameters
    x: np.ndarray  # (2,)
    outs: np.ndarray  # (5,) what goes out of x1, x2, h1, h2, y
    passes: Passes
    shapes: list  # of Equation


def compute(view, which, value, x1, x2, t, step, n, N, M, slip) -> Result:
    numbers = NUMBERS | {which: value}
    x = np.array([x1, x2])
    both = passes(numbers, x, t)
    return Result(
        numbers=numbers,
        x=x,
        outs=np.array([*x, *both.h, both.y]),
        passes=both,
        shapes=equations(n, N, M, slip),
    )


def paint(figure: Figure) -> SimpleNamespace:
    network, blocks = sketch.sheet(figure), sketch.sheet(figure)
    word = dict(ha="center", va="center", fontsize=look.SMALL, bbox=look.BEHIND_WORDS, zorder=3)
    for name, (x, y) in zip(("x₁", "x₂", "h₁", "h₂", "y"), UNITS):
        network.text(x, y + 0.33, name, ha="center", va="center", zorder=0.5)
    rows = [
        network.text(6.1, 3.1 - 0.237 * k, text, va="center", fontsize=look.SMALL, zorder=0.5)
        for k, text in enumerate(FORMULAS)
    ]
    return SimpleNamespace(
        sheets={"numbers": network, "shapes": blocks},
        edges=sketch.Edges(network),
        chosen=marks.line(network, color=look.VERMILION, lw=9, alpha=0.25, zorder=0.6),
        units=sketch.Units(network),
        numbers=[network.text(x, y + 0.11, "", **word) for x, y in PLACES.values()],
        derivatives=[network.text(x, y - 0.08, "", color=INK, **word) for x, y in PLACES.values()],
        deltas=sketch.Texts(network),
        formulas=rows,
        backward=rows[7:],
        blocks=blocks.add_collection(PolyCollection([], zorder=1), autolim=False),
        names=sketch.Texts(blocks),
        verdicts=[blocks.text(x, top - 1.05, "", va="center", fontsize=look.SMALL) for x, top in CORNERS.values()],
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    for name, axes in artists.sheets.items():
        axes.set_visible(name == values.view)
    (draw_network if values.view == "numbers" else draw_blocks)(artists, result, values)


def draw_network(artists: SimpleNamespace, result: Result, values: Values) -> None:
    step, outs = values.step, result.outs
    artists.edges.move(STARTS, ENDS, np.clip([result.numbers[name] for name in WEIGHTS], -3, 3))
    known = np.array([1, 1, step >= 2, step >= 4, step >= 6], bool)
    texts = [plain_or_power(out) if there else "?" for out, there in zip(outs, known)]
    artists.units.move(UNITS, RADIUS, look.heat(np.where(known, outs, 0.5), -1, 2), texts)
    draw_derivatives(artists, result, values)
    place = PLACES[values.which]
    ends = np.stack([place - [0.35, 0], place + [0.35, 0]])
    if values.which in WEIGHTS:
        ends = np.stack([STARTS, ENDS], axis=1)[WEIGHTS.index(values.which)]
    artists.chosen.set_data(*ends.T)
    for k, text in enumerate(artists.formulas, 1):
        marks.change(text, color=INK if k == step else look.BLACK if k < step else look.ink(look.GREY))


def draw_derivatives(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """Below each number its derivative, and below each unit its δ, as soon as they have been computed."""
    p, step = result.passes, values.step
    for number, slope, name in zip(artists.numbers, artists.derivatives, PLACES):
        number.set_text(f"{NAMES[name]} = {plain_or_power(result.numbers[name])}")
        slope.set_text(plain_or_power(p.derivatives[name]) if step >= DERIVATIVE_LINES[name] else "")
    shown = [k for k, since in enumerate((11, 11, 8)) if step >= since]
    deltas = [f"δ = {plain_or_power(delta)}" for delta in (*p.delta, p.delta_y)]
    artists.deltas.move(UNITS[2:][shown] - [0, 0.34], [deltas[k] for k in shown], INK)


def draw_blocks(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """Each line of the layer: its result and its factors, to scale."""
    boxes, colors, texts = [], [], []
    for equation, line in zip(result.shapes, artists.verdicts):
        x, top = CORNERS[equation.left]
        for k, (name, (rows, columns)) in enumerate([(equation.left, equation.shape), *equation.factors]):
            boxes.append(np.array([(0, 0), (columns, 0), (columns, -rows), (0, -rows)]) * CELL + [x, top])
            colors.append(look.ORANGE if not k else look.VERMILION if equation.wrong else look.BLUE)
            texts.append(((x + columns * CELL / 2, top + 0.13), name))
            texts += [] if k else [((x + columns * CELL + 0.22, top + 0.13), f"= {equation.sign}")]
            x += columns * CELL + (0.3 if k else 0.45)
        line.set(text=verdict(equation).drawn(), color=INK if equation.wrong else look.BLACK)
    artists.blocks.set(verts=boxes, facecolor=colors, alpha=0.5, edgecolor="white")
    artists.names.move([place for place, _ in texts], [name for _, name in texts])


def verdict(equation: Equation) -> Words:
    """The shapes of a line, and whether they let a slip pass."""
    shapes = " ".join("+ " * ("+" in name) + "({}, {})".format(*shape) for name, shape in equation.factors)
    line = f"({equation.shape[0]}, {equation.shape[1]}) = {equation.sign}{shapes}"
    if not equation.wrong:
        return Words(line, line)
    return Words(f"{line}: {SLIP_VERDICTS[equation.fits].en}", f"{line}：{SLIP_VERDICTS[equation.fits].zh}")


def readout(result: Result, values: Values) -> Words:
    if values.view == "shapes":
        return about_shapes(result, values)
    derivatives = result.passes.derivatives
    zero = [NAMES[name] for name, value in derivatives.items() if value == 0]
    largest = magnitude(max(map(abs, derivatives.values())), 4, smallest=1e-4)
    k = values.step - 1
    step = Words("x, t", "x、t")
    if values.step:
        numbers = [plain_or_power(number) for number in result.passes.lines[k]]
        step = Words(f"{FORMULAS[k]}: {', '.join(numbers)}", f"{FORMULAS[k]}：{'、'.join(numbers)}")
    own, name = magnitude(derivatives[values.which], 4, smallest=1e-4), NAMES[values.which]
    error = plain_or_power(result.passes.y - values.t)
    none = Words(", ".join(zero) or "none", "、".join(zero) or "无")
    return Words(
        f"Derivatives that are exactly 0: <b>{none.en}</b>; the derivative with respect to {name}: <b>{own}</b>; "
        f"the largest of the nine in size: {largest}. Error y − t = {error}.\n Step {values.step}: {step.en}.",
        f"恰好为 0 的导数：<b>{none.zh}</b>；对 {name} 的导数：<b>{own}</b>；九个导数中绝对值最大的为 {largest}。"
        f"误差 y − t = {error}。\n 第 {values.step} 步：{step.zh}。",
    )


def about_shapes(result: Result, values: Values) -> Words:
    n, N, M = values.n, values.N, values.M
    slips = [SLIP_VERDICTS[line.fits] for line in result.shapes if line.wrong] or [Words("no slip", "没有错误")]
    en = f"{n} examples, {N} inputs, {M} outputs. The slip: <b>{slips[0].en}</b>."
    zh = f"样本 {n} 个，输入 {N} 个，输出 {M} 个。所选的错误：<b>{slips[0].zh}</b>。"
    forward, both = n * N * M, 2 * n * N * M
    return Words(
        f"{en} Multiplications: forward {forward}, backward {both}.", f"{zh}乘法次数：前向 {forward}，反向 {both}。"
    )


VEIL = Veil(("derivatives", "deltas", "backward"), given=("numbers", "outs"))
USES = {
    "pull-nine-derivatives": ("which", "value"),
    "set-step-press": ("step",),
    "choose-view-matrices": ("view", "slip", "M"),
}
TO_DO = {
    "pull-nine-derivatives": lambda result: result.numbers["v1"] == 0,
    "set-step-press": lambda result, values, seen: 0 in seen["step"] and values.step == len(FORMULAS),
    "choose-view-matrices": lambda result, values: (
        values.view == "shapes" and any(line.wrong and not line.fits for line in result.shapes)
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved by an error above ½ with all derivatives below 0.001; almost by one of the two."""
    wrong = abs(result.passes.y - values.t) > 0.5
    silent = max(map(abs, result.passes.derivatives.values())) < 1e-3
    return "solved" if wrong and silent else "almost" if wrong or silent else "open"


CHALLENGE = Challenge(
    Words(
        "be wrong by more than ½, and yet have all nine derivatives below 0.001 in size.",
        "使误差大于 ½，而九个导数的绝对值都小于 0.001。",
    ),
    judge,
)
SPOTS = np.array([*PLACES.values()])[:, None]


def corners(values: Values) -> tuple:
    """The lower right corners of Z and of X."""
    z = np.array(CORNERS["Z"]) + np.array([values.M, -values.n]) * CELL
    return z, z + [0.45 + values.N * CELL, 0]


def drag_z(result: Result, x: float, y: float) -> dict:
    return {"M": (x - CORNERS["Z"][0]) / CELL, "n": (CORNERS["Z"][1] - y) / CELL}


def drag_x(result: Result, x: float, y: float, values: Values) -> dict:
    return {"N": (x - corners(values)[0][0] - 0.45) / CELL, "n": (CORNERS["Z"][1] - y) / CELL}


def corner(k: int, drag: Callable) -> Handle:
    """The k-th of corners."""
    return Handle(
        lambda artists: artists.sheets["shapes"], at=lambda axes, result, values: [[corners(values)[k]]], drag=drag
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple | None:
    """Which derivatives were expected to vanish: that of v₁, or those of the weights and the bias of h₁."""
    names = {"own": ["v1"], "below": ["w12", "w11", "b1"]}.get(option)
    circles = [np.append(PLACES[name] + 0.34 * CIRCLE, [[np.nan] * 2], axis=0) for name in names or ()]
    return (artists.sheets["numbers"], np.concatenate(circles)[:-1]) if names else None


def by_differences(result: Result, values: Values) -> float:
    """The derivative that came backward, by central differences of the loss; nan where they are nearly 0."""
    h, name = 1e-6, values.which
    nudged = [result.numbers | {name: values.value + sign * h} for sign in (1, -1)]
    above, below = (passes(numbers, result.x, values.t).l for numbers in nudged)
    slope, came = (above - below) / (2 * h), result.passes.derivatives[name]
    return float(came / slope) if abs(slope) > 1e-6 else np.nan


SCEPTIC = Sceptic(
    Words("the derivative of a weight is δ of its unit times what came in.", "权重的导数等于它所通向单元的 δ 乘输入。"),
    Words("That product, divided by the slope that central differences find", "这个乘积除以中心差分得到的斜率"),
    by_differences,
)


HANDLES = [
    Handle(
        lambda artists: artists.sheets["numbers"],
        at=lambda axes, result: SPOTS,
        click=lambda result, k: {"which": [*PLACES][k], "value": result.numbers[[*PLACES][k]]},
        pull=lambda result, dx, dy, values: {"value": result.numbers[values.which] + PULL * dy},
        width=40,
    ),
    corner(0, drag_z),
    corner(1, drag_x),
]


@demo(Words("Backpropagation through layers", "逐层反向传播"))
def layers(**values):
    """A network of two inputs, two hidden units and one output, forward and backward; and a layer as matrices.
    两个输入、两个隐藏单元、一个输出的网络的前向与反向计算；以及用矩阵表示的一层。

    δ = dl/dz,  dW = δᵀ X,  db = Σ δ,  dX = δ W
    """
