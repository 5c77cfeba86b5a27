"""One threshold unit against XOR: four inequalities, and two sums of them that forbid each other."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import boundary
from course_nn.boolean import FUNCTIONS, truth_table, unit
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.drawing.sketch import Texts
from course_nn.lectures.xor.arrows import LENGTH, arrow
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "w1": Slider("w₁", -2.0, 2.0, 1.0, 0.25, means=Words("weight of the first input", "第一个输入的权重")),
    "w2": Slider("w₂", -2.0, 2.0, 0.0, 0.25, means=Words("weight of the second input", "第二个输入的权重")),
    "b": Slider("b", -3.0, 3.0, -0.5, 0.25, means=Words("bias", "偏置")),
}
CORNERS = truth_table(2)  # (4, 2)
WANTED = np.array(FUNCTIONS["XOR"].values, bool)  # (4,)
SIDE = 100
SQUARE = look.grid(-0.5, 1.5, SIDE)
WEIGHTS = look.grid(-2, 2, SIDE)
GOAL = Words("goal: XOR", "目标：异或")


class Line(NamedTuple):
    """An inequality, or the sum of two."""

    name: str
    left: str
    sign: str
    corners: tuple  # whose z are added; corner 0 gives inequality (1)


LINES = (
    Line("(1)", "$b$", "≤ 0", (0,)),
    Line("(4)", "$w_1 + w_2 + b$", "≤ 0", (3,)),
    Line("(1) + (4)", "$w_1 + w_2 + 2b$", "≤ 0", (0, 3)),
    Line("(2)", "$w_2 + b$", "> 0", (1,)),
    Line("(3)", "$w_1 + b$", "> 0", (2,)),
    Line("(2) + (3)", "$w_1 + w_2 + 2b$", "> 0", (1, 2)),
)
PLACES = (0, 1, 2, 3.5, 4.5, 5.5)  # of the lines, from above


class Result(NamedTuple):
    w: np.ndarray  # (2,)
    z: np.ndarray  # (4,) at 00, 01, 10, 11
    right: np.ndarray  # (4,) bool: inequality (1) … (4) holds
    total: float  # w1 + w2 + 2b, the left-hand side of both sums
    holds: list  # six bool, of LINES
    fires: np.ndarray  # (100, 100) 0 or 1, over the input square
    rows: np.ndarray  # (100, 100) int, how many rows are right, for all w1 and w2 at this b


def compute(w1, w2, b) -> Result:
    w = np.array([w1, w2])
    z = (CORNERS @ w + b).round(9)  # (4,); rounded, so that 0.1 + 0.2 - 0.3 lies on the line
    rows = ((WEIGHTS @ CORNERS.T + b > 0) == WANTED).sum(axis=1)  # (10000,)
    return Result(
        w=w,
        z=z,
        right=(z > 0) == WANTED,
        total=round(w1 + w2 + 2 * b, 9),
        holds=[bool((value > 0) == (line.sign == "> 0")) for line, value in zip(LINES, left_sides(z))],
        fires=unit(SQUARE, w, b).reshape(SIDE, SIDE),
        rows=rows.reshape(SIDE, SIDE),
    )


def left_sides(z: np.ndarray) -> list:
    """The left-hand sides of LINES."""
    return [z[list(line.corners)].sum().round(9) for line in LINES]


def paint(figure: Figure) -> SimpleNamespace:
    square, table, weights = figure.subplots(1, 3, width_ratios=[1, 1.5, 1])
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1], title=GOAL.drawn())
    look.plane(weights, -2, 2, ("$w_1$", "$w_2$")).set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    weights.set_title(Words("rows right, at this b", "当前 b 下正确的行数").drawn())
    marks.put(marks.points(square, ms=17), CORNERS, WANTED)
    Texts(square).move(CORNERS * [1.64, 1] - [0.32, 0], ["(1)", "(2)", "(3)", "(4)"])
    paint_counts(weights)
    return SimpleNamespace(
        fires=marks.surface(square, SIDE, -0.5, 1.5),
        line=marks.line(square, color=look.BLACK),
        arrow=square.quiver([0], [0], [0], [0], angles="xy", scale_units="xy", scale=1, width=0.014, zorder=4),
        name=square.text(0, 0, "$w$", fontsize=12, ha="center", va="center", zorder=4, clip_on=True),
        wrong=marks.ring(square),
        grounds=paint_lines(table),
        texts=Texts(table),
        rows=marks.surface(weights, SIDE, -2, 2),
        here=marks.dot(weights, ms=11, clip_on=False),
    )


def paint_counts(axes: Axes) -> None:
    """The colours of 1, 2 and 3 rows, beside the map."""
    beside = dict(transform=axes.transAxes, zorder=-1)
    for count, y in ((1, 0.3), (2, 0.5), (3, 0.7)):
        axes.plot(1.1, y, "s", color=look.heat(count, 1, 3) / 255, mec=look.GREY, ms=16, clip_on=False, **beside)
        axes.text(1.1, y, count, ha="center", va="center", **beside)


def paint_lines(axes: Axes) -> list:
    """The inequalities as two additions. Returns a red ground for each, to be shown where it is broken."""
    axes.set(xlim=(0, 1), ylim=(6.2, -1.2))
    axes.axis("off")
    for y in (1.5, 5):
        axes.plot([0, 1], [y, y], color=look.BLACK, lw=0.8)
    for line, y in zip(LINES, PLACES):
        axes.text(0, y, line.name, va="center", fontsize=look.SMALL, zorder=1)
        axes.text(0.62, y, line.left, va="center", ha="right", fontsize=look.SMALL, zorder=1)
        axes.text(0.65, y, line.sign, va="center", fontsize=look.SMALL, zorder=1)
    return [axes.axhspan(y - 0.45, y + 0.45, color=look.VERMILION, alpha=0.2, lw=0, zorder=2) for y in PLACES]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fill(artists.fires, look.heat(result.fires))
    name, start, tip = arrow(result.w, values.b)
    artists.line.set_data(*boundary.line(result.w, values.b).T)
    artists.arrow.set_offsets([start])
    artists.arrow.set_UVC(*(tip - start))
    artists.name.set_position(name)
    artists.wrong.set_data(*CORNERS[~result.right].T)
    marks.fill(artists.rows, look.heat(result.rows, 1, 3))
    artists.here.set_data(*result.w[:, None])
    for ground, holds in zip(artists.grounds, result.holds):
        ground.set_visible(not holds)
    sums = [number(value) for value in left_sides(result.z)]
    ticks = ["✓" if holds else "✗" for holds in result.holds]
    colors = [look.ink(look.GREEN if holds else look.VERMILION) for holds in result.holds]
    places = [(x, y) for x in (0.84, 0.97) for y in PLACES]  # a column of values, and one of ticks
    artists.texts.move(places, [*sums, *ticks], [look.BLACK] * len(LINES) + colors)


def readout(result: Result) -> Words:
    broken = [f"({k + 1})" for k in np.flatnonzero(~result.right)]
    total, right = number(result.total), int(result.right.sum())
    sign, first, second = (">", "(1)", "(4)") if result.total > 0 else ("≤", "(2)", "(3)")
    return Words(
        f"<b>{right} of 4</b> rows right; broken: {', '.join(broken)}. w₁ + w₂ + 2b = {total} {sign} 0, so {first} and "
        f"{second} cannot both hold.\n No weights make all four inequalities true.",
        f"四行中对 <b>{right}</b> 行；不成立的是 {'、'.join(broken)}。w₁ + w₂ + 2b = {total} {sign} 0，"
        f"故 {first} 与 {second} 不能同时成立。\n没有任何一组权重能让四个不等式同时成立。",
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """A border for each option: a straight one, one bent around class 1, and a straight one with a steep flank."""
    return artists.line.axes, BORDERS[option]


TURN = np.linspace(0, 2 * np.pi, 60)
ALONG, ACROSS = 0.95 * np.cos(TURN), 0.22 * np.sin(TURN)
BORDERS = {
    "no": np.array([[0.7, -0.42], [-0.42, 0.7]]),
    "yes": 0.5 + np.stack([ALONG + ACROSS, ACROSS - ALONG], axis=1) * 0.5**0.5,
    "large": np.array([[1.42, 0.3], [0.3, 1.42], [0.38, 1.5], [1.5, 0.38]]),  # a narrow strip
}


VEIL = Veil(("wrong", "grounds", "texts"), given=("w", "fires", "rows"))
USES = {"scan-map-weights": ("b",)}
TO_DO = {
    "pull-line-tip": lambda result: result.right.sum() == 3,
    "mend-breaks-place": None,
    "scan-map-weights": lambda result, seen: min(seen["b"]) <= -1 and max(seen["b"]) >= 1,
}


def judge(result: Result) -> str:
    """Solved if (1) alone is broken, almost if another one alone is."""
    if result.right.sum() < 3:
        return "open"
    return "almost" if result.right[0] else "solved"


CHALLENGE = Challenge(
    Words(
        "get three rows right, so that (1) is the only inequality that is broken.",
        "让四行中对三行，并且唯一不成立的不等式是 (1)。",
    ),
    judge,
)


SCEPTIC = Sceptic(
    Words("with every line at least one row of XOR is wrong.", "无论哪条直线，异或至少有一行判错。"),
    Words("Rows that every line gets wrong, at this b", "在这个 b 下，任何直线至少判错的行数"),
    lambda result: 4.0 - result.rows.max(),
)


HANDLES = [
    Handle("line", drag=lambda result, x, y: {"b": -result.w @ (x, y)}),  # parallel to itself
    Handle(
        "arrow",  # its tip
        at=lambda artist, result, values: arrow(result.w, values.b)[None, 2:],
        pull=lambda result, dx, dy: {"w1": result.w[0] + dx / LENGTH, "w2": result.w[1] + dy / LENGTH},
    ),
    Handle("here", x="w1", y="w2"),
]


@demo(Words("One unit against XOR", "单个单元与异或"), height=2.8)
def one_unit(**values):
    """One threshold unit can't compute XOR: two of its four inequalities add up to the opposite of the other two.
    一个阈值单元无法计算异或：四个不等式中，两个之和与另两个之和恰好相反。

    (1) b ≤ 0, (4) w1 + w2 + b ≤ 0, so w1 + w2 + 2b ≤ 0;    (2) w2 + b > 0, (3) w1 + b > 0, so w1 + w2 + 2b > 0

    source : the lecture, section 3; Minsky and Papert, Perceptrons (1969)
    """
