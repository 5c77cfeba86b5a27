"""Two hidden units move the four points of XOR until one line can separate them."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Polygon

from course_nn import boundary
from course_nn.boolean import FUNCTIONS, all_functions, is_separable, truth_table, unit
from course_nn.stage import Challenge, Demo, Slider, look, marks
from course_nn.stage.numbers import plain
from course_nn.stage.sketch import Edges, TruthTable, Units
from course_nn.words import Words

LECTURE = dict(w11=1.0, w12=1.0, b1=-0.5, v1=1.0, w21=1.0, w22=1.0, b2=-1.5, v2=-1.0, c=-0.5)
ANOTHER = dict(w11=1.0, w12=-1.0, b1=-0.5, v1=1.0, w21=-1.0, w22=1.0, b2=-0.5, v2=1.0, c=-0.5)
START = LECTURE | dict(w22=0.0, b2=-0.5)  # the second unit sees x1 only
CORNERS = truth_table(2)  # (4, 2)
NAMES = list(FUNCTIONS)
WANTED = np.array(FUNCTIONS["XOR"].values)  # (4,)
SIDE = 100
SQUARE = look.grid(-0.5, 1.5, SIDE)
HEADS = ["$x_1$", "$x_2$", "$h_1$", "$h_2$", "$y$", "XOR"]
UNITS = {"x₁": (0.3, 1.3), "x₂": (0.3, 0.3), "h₁": (1.6, 1.3), "h₂": (1.6, 0.3), "y": (2.85, 0.8)}  # of the drawing
EDGES = (("x₁", "h₁"), ("x₂", "h₁"), ("h₁", "y"), ("x₁", "h₂"), ("x₂", "h₂"), ("h₂", "y"))
LABELS = {  # of the nine numbers, in the order of the controls
    "w₁₁": (0.9, 1.46),
    "w₁₂": (1.2, 1.02),
    "b₁": (1.6, 1.6),
    "v₁": (2.38, 1.26),
    "w₂₁": (1.2, 0.58),
    "w₂₂": (0.9, 0.14),
    "b₂": (1.6, 0.0),
    "v₂": (2.38, 0.34),
    "c": (2.85, 0.5),
}

# a row of controls for each hidden unit
CONTROLS = {name: Slider(symbol, -2.0, 2.0, START[name], 0.25) for name, symbol in zip(LECTURE, LABELS)}


class Result(NamedTuple):
    W: np.ndarray  # (2, 2)
    b: np.ndarray  # (2,)
    v: np.ndarray  # (2,)
    c: float
    h: np.ndarray  # (4, 2) 0 or 1, where the hidden layer puts 00, 01, 10, 11
    y: np.ndarray  # (4,) 0 or 1
    right: np.ndarray  # (4,) bool
    computes: list  # names of the functions that h1, h2 and y are
    clash: np.ndarray  # (4,) bool: shares its place with a point of the other class
    separable: bool  # some line in the (h1, h2) square would do
    surface: np.ndarray  # (100, 100) y over the input square
    hidden: np.ndarray  # (100, 100) y over the (h1, h2) square


def compute(w11, w12, b1, v1, w21, w22, b2, v2, c):
    W, b, v = np.array([[w11, w12], [w21, w22]]), np.array([b1, b2]), np.array([v1, v2])

    def hidden_layer(X):
        return np.stack([unit(X.round(9), W[k].round(9), b[k]) for k in (0, 1)], axis=1)  # (n, 2)

    h = hidden_layer(CORNERS)
    y, places = unit(h, v, c), h @ [2, 1]
    return Result(
        W=W,
        b=b,
        v=v,
        c=c,
        h=h,
        y=y,
        right=y == WANTED,
        computes=[NAMES[values @ [8, 4, 2, 1]] for values in (*h.T, y)],
        clash=((places[:, None] == places) & (WANTED[:, None] != WANTED)).any(axis=1),
        separable=any(is_separable(f) and np.array_equal(np.array(f)[places], WANTED) for f in all_functions(2)),
        surface=unit(hidden_layer(SQUARE), v, c).reshape(SIDE, SIDE),
        hidden=unit(SQUARE, v, c).reshape(SIDE, SIDE),
    )


def paint(figure):
    parts = figure.add_gridspec(1, 3, width_ratios=[1, 1.4, 1])
    square, hidden = figure.add_subplot(parts[0]), figure.add_subplot(parts[2])
    network, table = parts[1].subgridspec(2, 1, height_ratios=[1.15, 1]).subplots()
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1], title="input: two cuts")
    look.plane(hidden, -0.5, 1.5, ("$h_1$", "$h_2$")).set(xticks=[0, 1], yticks=[0, 1], title="hidden: one cut")
    marks.put(marks.points(square, ms=17), CORNERS, WANTED)
    middle = dict(ha="center", va="center")
    return SimpleNamespace(
        surface=marks.surface(square, SIDE, -0.5, 1.5),
        bands=[square.add_patch(Polygon(np.zeros((4, 2)), fc=look.BLACK, alpha=0.25, lw=0)) for _ in (0, 1)],
        cuts=[square.plot([], [], color=look.BLACK, ls=dash)[0] for dash in ("-", (0, (4, 2)))],
        tags=[square.text(0, 0, f"$h_{k}$", fontsize=12, zorder=4, **middle) for k in (1, 2)],
        wrong=marks.ring(square),
        **paint_network(network),
        table=TruthTable(table, HEADS),
        hidden=marks.surface(hidden, SIDE, -0.5, 1.5),
        cut=hidden.plot([], [], color=look.BLACK)[0],
        points=marks.points(hidden, ms=17),
        both=marks.points(hidden, ms=10)[0],  # a small triangle on the circle: both classes are here
        clash=marks.ring(hidden),
        inputs=[hidden.text(h1, h2 - 0.32 + 0.64 * h2, "", fontsize=10, **middle) for h1, h2 in CORNERS],
    )


def paint_network(axes):
    """The units and the places of the nine numbers."""
    axes.set(xlim=(0, 3.15), ylim=(-0.12, 1.72), aspect="equal")
    axes.axis("off")
    Units(axes).move([*UNITS.values()], 0.17, look.heat(np.full(len(UNITS), 0.5)), [*UNITS], look.BLACK)
    words = dict(ha="center", va="center", fontsize=9, bbox=look.BEHIND_WORDS, zorder=2)
    return dict(edges=Edges(axes), numbers=[axes.text(*place, "", **words) for place in LABELS.values()])


def draw(artists, result):
    artists.surface.set_data(look.heat(result.surface))
    artists.hidden.set_data(look.heat(result.hidden))
    artists.cut.set_data(*boundary.line(result.v, result.c).T)
    for k in (0, 1):
        artists.cuts[k].set_data(*boundary.line(result.W[k], result.b[k]).T)
        artists.bands[k].set_xy(boundary.band(result.W[k], result.b[k], 0.14))
        artists.tags[k].set(position=place_of_tag(result.W[k], result.b[k], k), visible=bool(result.W[k].any()))
    artists.wrong.set_data(*CORNERS[~result.right].T)
    for mark in (artists.both, artists.clash):
        mark.set_data(*result.h[result.clash].T)
    marks.put(artists.points, result.h, WANTED)
    for place, text in enumerate(artists.inputs):
        text.set_text(", ".join(f"{a}{b}" for a, b in CORNERS[result.h @ [2, 1] == place]))
    artists.table.move(np.column_stack([CORNERS, result.h, result.y, WANTED]), result.right)
    draw_network(artists, result)


def draw_network(artists, result):
    """The nine numbers where they belong: a weight at its connection, a bias at its unit."""
    (w11, w12), (w21, w22) = result.W
    (b1, b2), (v1, v2) = result.b, result.v
    starts, ends = (np.array([UNITS[edge[k]] for edge in EDGES]) for k in (0, 1))
    artists.edges.move(starts, ends, [w11, w12, v1, w21, w22, v2])
    for text, name, value in zip(artists.numbers, LABELS, (w11, w12, b1, v1, w21, w22, b2, v2, result.c)):
        text.set_text(f"{name} = {plain(value)}")


def place_of_tag(w, b, k):
    """Where the line of hidden unit k meets the frame of the view, a little on the side where the unit fires."""
    start, end = boundary.band(w, b, 0.26)[[3, 2]]
    path = start + np.linspace(0, 1, 401)[:, None] * (end - start)
    inside = path[(np.abs(path - 0.5) < 0.86).all(axis=1)]
    return inside[k - 1] if len(inside) else (9, 9)


def readout(result):
    h1, h2, y = (name.replace("x1", "x₁").replace("x2", "x₂") for name in result.computes)
    right = int(result.right.sum())
    if right == 4:
        count = len(np.unique(result.h, axis=0))
        return Words(
            f"h₁ = {h1}, h₂ = {h2}; y = <b>XOR</b>. Four points lie in {count} places: one line is enough.",
            f"h₁ = {h1}，h₂ = {h2}；y = <b>XOR</b>。四个点落到 {count} 处：一条直线就够。",
        )
    if result.clash.any():
        hint = Words(
            "No v and c can help: a row with a 0 and a row with a 1 share one place.",
            "任何 v、c 都不行：取 0 的行与取 1 的行落到了同一处。",
        )
    elif result.separable:
        hint = Words("The hidden layer has done its work: find v and c.", "隐藏层已经就绪：请找出 v 与 c。")
    else:
        hint = Words(
            "In the square of (h₁, h₂), too, no line separates them.", "在 (h₁, h₂) 正方形中，仍没有直线能分开它们。"
        )
    return Words(
        f"h₁ = {h1}, h₂ = {h2}; y = {y}: <b>{right} of 4</b> right. {hint.en}",
        f"h₁ = {h1}，h₂ = {h2}；y = {y}：四行中对 <b>{right}</b> 行。{hint.zh}",
    )


def judge(result):
    """Solved by any weights whose truth table is that of XOR; almost if only the output's cut is still to be found."""
    return "solved" if result.right.all() else "almost" if result.separable else "open"


CHALLENGE = Challenge(
    Words("make the network compute XOR; every correct solution counts.", "让网络计算异或；任何正确的解都算。"), judge
)


def xor_network(**values):
    """XOR with two hidden threshold units: nine numbers to set by hand, and the square in which one line is enough.
    用两个隐藏阈值单元计算异或：手动设置九个数，并看在 (h₁, h₂) 正方形中为何一条直线就够。

    h1 = [w11 x1 + w12 x2 + b1 > 0],  h2 = [w21 x1 + w22 x2 + b2 > 0],  y = [v1 h1 + v2 h2 + c > 0]

    source : the lecture, section 3
    """
    presets = {Words("the lecture's", "讲义的解"): LECTURE, Words("another one", "另一个解"): ANOTHER}
    return Demo(
        xor_network,
        Words("XOR with two layers", "两层网络计算异或"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets=presets,
        height=3.3,
        values=values,
    )
