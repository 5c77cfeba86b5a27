"""Two hidden units move the four points of XOR until one line can separate them."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.boolean import FUNCTIONS, all_functions, is_separable, truth_table, unit
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import plain
from course_nn.drawing.sketch import Edges, TruthTable, Units
from course_nn.lectures.xor.arrows import LENGTH, arrow
from course_nn.lectures.xor.demos.xor_network.nine_numbers import ANOTHER, EDGES, LABELS, LECTURE, UNITS, WEIGHTS
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Values, Veil, demo

START = LECTURE | dict(w22=0.0, b2=-0.5)  # the second unit sees x1 only
CORNERS = truth_table(2)  # (4, 2)
NAMES = list(FUNCTIONS)
WANTED = np.array(FUNCTIONS["XOR"].values)  # (4,)
SIDE = 100
SQUARE = look.grid(-0.5, 1.5, SIDE)
HEADS = ["$x_1$", "$x_2$", "$h_1$", "$h_2$", "$y$", "XOR"]
MEANS = {
    **{name: Words(f"weight from {a} to {b}", f"从 {a} 到 {b} 的权重") for name, (a, b) in zip(WEIGHTS, EDGES)},
    **{name: Words(f"bias of {unit}", f"{unit} 的偏置") for name, unit in (("b1", "h₁"), ("b2", "h₂"), ("c", "y"))},
}
CONTROLS = {
    name: Slider(symbol, -2.0, 2.0, START[name], 0.25, means=MEANS[name]) for name, symbol in zip(LECTURE, LABELS)
}
WEIGHT_ROWS = (("w11", "w12", "b1"), ("w21", "w22", "b2"), ("v1", "v2", "c"))  # a unit each
SHARES = (1 / 3, 0.6, 1 / 3)  # where on the three lines their arrows start
PULL = 2  # how much a number grows when it is pulled up by an inch


class Result(NamedTuple):
    W: np.ndarray  # (2, 2)
    b: np.ndarray  # (2,)
    v: np.ndarray  # (2,)
    h: np.ndarray  # (4, 2) 0 or 1, where the hidden layer puts 00, 01, 10, 11
    y: np.ndarray  # (4,) 0 or 1
    right: np.ndarray  # (4,) bool
    computes: list  # names of the functions that h1, h2 and y are
    clash: np.ndarray  # (4,) bool: shares its place with a point of the other class
    separable: bool  # some line in the (h1, h2) square would do
    surface: np.ndarray  # (100, 100) y over the input square
    hidden: np.ndarray  # (100, 100) y over the (h1, h2) square


def compute(w11, w12, b1, v1, w21, w22, b2, v2, c) -> Result:
    W = np.array([[w11, w12], [w21, w22]])
    b, v = np.array([b1, b2]), np.array([v1, v2])

    def hidden_layer(X):
        return np.stack([unit(X.round(9), W[k].round(9), b[k]) for k in (0, 1)], axis=1)  # (n, 2)

    h = hidden_layer(CORNERS)
    y = unit(h, v, c)
    places = h @ [2, 1]  # 0 … 3: which corner of the (h1, h2) square
    return Result(
        W=W,
        b=b,
        v=v,
        h=h,
        y=y,
        right=y == WANTED,
        computes=[NAMES[outputs @ [8, 4, 2, 1]] for outputs in (*h.T, y)],
        clash=((places[:, None] == places) & (WANTED[:, None] != WANTED)).any(axis=1),
        separable=any(is_separable(f) and np.array_equal(np.array(f)[places], WANTED) for f in all_functions(2)),
        surface=unit(hidden_layer(SQUARE), v, c).reshape(SIDE, SIDE),
        hidden=unit(SQUARE, v, c).reshape(SIDE, SIDE),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: the plane of each layer, and between them the network in two forms, drawn and as a table."""
    square, hidden, network, table = four_axes(figure)
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1])
    look.plane(hidden, -0.5, 1.5, ("$h_1$", "$h_2$")).set(xticks=[0, 1], yticks=[0, 1])
    square.set_title(Words("input: two cuts", "输入：两条分界线").drawn())
    hidden.set_title(Words("hidden layer: one cut", "隐藏层：一条分界线").drawn())
    marks.put(marks.points(square, ms=17), CORNERS, WANTED)
    words = dict(ha="center", va="center", fontsize=look.SMALL)
    return SimpleNamespace(
        surface=marks.surface(square, SIDE, -0.5, 1.5),
        cuts=[paint_cut(square, "$h_1$"), paint_cut(square, "$h_2$", (0, (4, 2))), paint_cut(hidden, "$y$")],
        wrong=marks.ring(square),
        **paint_network(network),
        table=TruthTable(table, HEADS),
        hidden=marks.surface(hidden, SIDE, -0.5, 1.5),
        points=marks.points(hidden, ms=17),
        both=marks.points(hidden, ms=10)[0],  # a small triangle on the circle: both classes are here
        clash=marks.ring(hidden),
        inputs=[hidden.text(h1, h2 - 0.32 + 0.64 * h2, "", **words) for h1, h2 in CORNERS],
    )


def four_axes(figure: Figure) -> list[Axes]:
    """Network and table one above the other; side by side where there is little height, or little width."""
    wide, tall = figure.get_size_inches()
    is_low = wide > 3 * tall
    parts = figure.add_gridspec(1, 3, width_ratios=[1, 3 if is_low else 1.4, 1])
    if is_low or wide <= tall:
        middle = parts[1].subgridspec(1, 2, width_ratios=[1.5, 1])
    else:
        middle = parts[1].subgridspec(2, 1, height_ratios=[1.15, 1])
    return [figure.add_subplot(part) for part in (parts[0], parts[2], middle[0], middle[1])]


def paint_cut(axes: Axes, name: str, dash: str | tuple = "-") -> SimpleNamespace:
    """The line of a unit, an arrow along its weights, and its name."""
    return SimpleNamespace(
        line=marks.line(axes, color=look.BLACK, ls=dash),
        arrow=axes.quiver([0], [0], [0], [0], angles="xy", scale_units="xy", scale=1, width=0.014, zorder=4),
        name=axes.text(0, 0, name, fontsize=12, ha="center", va="center", zorder=4, clip_on=True),
    )


def paint_network(axes: Axes) -> dict:
    """The units and the places of the nine numbers."""
    axes.set(xlim=(0, 3.15), ylim=(-0.12, 1.72), aspect="equal")
    axes.axis("off")
    Units(axes).move([*UNITS.values()], 0.17, look.heat(np.full(len(UNITS), 0.5)), [*UNITS], look.BLACK)
    words = dict(ha="center", va="center", fontsize=look.SMALL, bbox=look.BEHIND_WORDS, zorder=2)
    return dict(edges=Edges(axes), numbers=[axes.text(*place, "", **words) for place in LABELS.values()])


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.surface, look.heat(result.surface))
    marks.fill(artists.hidden, look.heat(result.hidden))
    for k, (w, b) in enumerate(units_of(result, values)):
        draw_cut(artists.cuts[k], w, b, SHARES[k])
    artists.wrong.set_data(*CORNERS[~result.right].T)
    for mark in (artists.both, artists.clash):
        mark.set_data(*result.h[result.clash].T)
    marks.put(artists.points, result.h, WANTED)
    for place, text in enumerate(artists.inputs):
        text.set_text(", ".join(f"{a}{b}" for a, b in CORNERS[result.h @ [2, 1] == place]))
    artists.table.move(np.column_stack([CORNERS, result.h, result.y, WANTED]), result.right)
    draw_network(artists, values)


def draw_cut(parts: SimpleNamespace, w: np.ndarray, b: float, share: float) -> None:
    name, start, tip = arrow(w, b, share)
    parts.line.set_data(*boundary.line(w, b).T)
    parts.arrow.set_offsets([start])
    parts.arrow.set_UVC(*(tip - start))
    parts.name.set_position(name)


def units_of(result: Result, values: Values) -> list:
    """Weights and bias of h1, h2 and y."""
    return [*zip(result.W, result.b), (result.v, values.c)]


def draw_network(artists: SimpleNamespace, values: Values) -> None:
    """The nine numbers where they belong: a weight at its connection, a bias at its unit."""
    starts, ends = (np.array([UNITS[edge[k]] for edge in EDGES]) for k in (0, 1))
    artists.edges.move(starts, ends, [values[name] for name in WEIGHTS])
    for text, symbol, name in zip(artists.numbers, LABELS, LECTURE):
        text.set_text(f"{symbol} = {plain(values[name])}")


def readout(result: Result) -> Words:
    h1, h2, y = (name.replace("x1", "x₁").replace("x2", "x₂") for name in result.computes)
    right = int(result.right.sum())
    if right == 4:
        count = len(np.unique(result.h, axis=0))
        return Words(
            f"h₁ = {h1}, h₂ = {h2}; y = <b>XOR</b>. Four points lie in {count} places: one line is enough.",
            f"h₁ = {h1}，h₂ = {h2}；y = <b>XOR</b>。四个点落到 {count} 处：一条直线就够。",
        )
    hint = what_is_missing(result)
    return Words(
        f"h₁ = {h1}, h₂ = {h2}; y = {y}: <b>{right} of 4</b> rows are right. {hint.en}",
        f"h₁ = {h1}，h₂ = {h2}；y = {y}：四行中对 <b>{right}</b> 行。{hint.zh}",
    )


def what_is_missing(result: Result) -> Words:
    """Why the four rows are not all right yet."""
    if result.clash.any():
        return Words(
            "A row that should give 0 and a row that should give 1 share one place (h₁, h₂): "
            "no v₁, v₂ and c get both right.",
            "应为 0 的行与应为 1 的行落到了 (h₁, h₂) 的同一处：无论 v₁、v₂、c 取何值，总有一行出错。",
        )
    if result.separable:
        return Words(
            "In the square of (h₁, h₂) a line can separate the two classes: find v₁, v₂ and c.",
            "在 (h₁, h₂) 正方形中，已有直线能分开两类：请找出 v₁、v₂、c。",
        )
    return Words(
        "In the square of (h₁, h₂), too, no line separates the two classes.",
        "在 (h₁, h₂) 正方形中，仍没有直线能分开两类。",
    )


ASKED_AT = {"w22": 1.0, "b2": -1.5, "v2": 0.0}  # OR and AND, and no output that uses both yet
VEIL = Veil(("surface", "cuts", "wrong", "numbers", "table.texts", "hidden", "points", "both", "clash", "inputs"))
USES = {"pull-line-time": ("b1", "b2", "c")}
TO_DO = {
    "press-button-lecture": lambda result, values: all(values[name] == value for name, value in LECTURE.items()),
    "pull-line-time": lambda result, seen: (
        not result.right.all() and all(value in seen[name] for name, value in LECTURE.items())
    ),
    "press-another-gates": lambda result, values: all(values[name] == value for name, value in ANOTHER.items()),
}


def judge(result: Result) -> str:
    """Solved by any weights whose truth table is that of XOR; almost if only the output's cut is still to be found."""
    return "solved" if result.right.all() else "almost" if result.separable else "open"


CHALLENGE = Challenge(
    Words("make the network compute XOR; every correct solution counts.", "让网络计算异或；任何正确的解都算。"), judge
)


def line_of(k: int, bias: str) -> Handle:
    """The line of a unit, moved parallel to itself."""
    return Handle(
        lambda artists: artists.cuts[k].line,
        drag=lambda result, x, y, values: {bias: -units_of(result, values)[k][0] @ (x, y)},
    )


def tip_of(k: int, first: str, second: str) -> Handle:
    """The tip of a unit's arrow."""

    def pull(result, dx, dy, values):
        w1, w2 = units_of(result, values)[k][0]
        return {first: w1 + dx / LENGTH, second: w2 + dy / LENGTH}

    def tip(artist, result, values):
        return arrow(*units_of(result, values)[k], SHARES[k])[None, 2:]

    return Handle(lambda artists: artists.cuts[k].arrow, at=tip, pull=pull)


def number_of(k: int, name: str) -> Handle:
    """A number in the drawing, pulled up or down."""
    return Handle(
        lambda artists: artists.numbers[k],
        at=lambda text, result: [np.add(text.get_position(), [(-0.22, 0), (0.22, 0)])],
        pull=lambda result, dx, dy, values: {name: values[name] + PULL * dy},
        width=18,
    )


SCEPTIC = Sceptic(
    Words(
        "where the hidden layer puts a 0 and a 1 in the same place, no output unit gets all four rows right.",
        "只要隐藏层把一个 0 和一个 1 放到同一处，任何输出单元都判不对全部四行。",
    ),
    Words("Rows that are wrong", "判错的行数"),
    lambda result: float((~result.right).sum()) if result.clash.any() else np.nan,
)


HANDLES = [
    *[line_of(k, bias) for k, bias in enumerate(("b1", "b2", "c"))],
    *[tip_of(k, *names) for k, names in enumerate((("w11", "w12"), ("w21", "w22"), ("v1", "v2")))],
    *[number_of(k, name) for k, name in enumerate(LECTURE)],
]


PRESETS = {Words("OR and AND", "OR 与 AND"): LECTURE, Words("another one", "另一个解"): ANOTHER}


@demo(Words("XOR with two layers", "两层网络计算异或"), height=3.3)
def xor_network(**values):
    """XOR with two hidden threshold units: nine numbers to set by hand, and the square in which one line is enough.
    用两个隐藏阈值单元计算异或：手动设置九个数，并看在 (h₁, h₂) 正方形中为何一条直线就够。

    h1 = [w11 x1 + w12 x2 + b1 > 0],  h2 = [w21 x1 + w22 x2 + b2 > 0],  y = [v1 h1 + v2 h2 + c > 0]

    source : the lecture, section 3
    """
