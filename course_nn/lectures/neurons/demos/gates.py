"""A threshold unit as a logic gate: one straight cut through the four corners of the input square."""

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from course_nn.activations import step
from course_nn.boolean import FUNCTIONS, all_functions, is_separable, separating_unit, truth_table, unit
from course_nn.boundary import line
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number
from course_nn.drawing.sketch import table_heads
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

GOAL = Words("goal", "目标")
NAMES = list(FUNCTIONS)  # sixteen, counting up
LETTERS = {name: name.replace("x1", "x₁").replace("x2", "x₂") for name in NAMES}  # as they are printed
CONTROLS = {
    "w1": Slider("w₁", -2.0, 2.0, 1.0, 0.25, means=Words("weight of the first input", "第一个输入的权重")),
    "w2": Slider("w₂", -2.0, 2.0, 1.0, 0.25, means=Words("weight of the second input", "第二个输入的权重")),
    "b": Slider("b", -3.0, 3.0, -0.5, 0.25, means=Words("bias", "偏置")),
    "goal": Choice(GOAL, LETTERS, "AND"),
}
ARROW = 0.3  # of w in the square, so that it fits
COUNTS = Words("inputs N", "输入数 N"), Words("one unit can", "单元能算的"), Words("of", "函数总数")
CORNERS = truth_table(2)  # (4, 2)
OFF, ON = look.heat([0, 1]) / 255  # the colours of the two half-planes


class Result(NamedTuple):
    w: np.ndarray  # (2,)
    z: np.ndarray  # (4,) at 00, 01, 10, 11
    y: np.ndarray  # (4,) 0 or 1, the unit's output
    wanted: np.ndarray  # (4,) 0 or 1
    right: np.ndarray  # (4,) bool
    computes: str  # whatever the unit does, it is one of the sixteen functions
    best: int  # the most rows of the goal that any unit gets right


@cache
def most_rows(values: tuple) -> int:
    """The most rows of this truth table, (4,) 0 or 1, that one unit gets right: all if it is separable."""
    return max(np.equal(f, values).sum().item() for f in all_functions(2) if is_separable(f))


@cache
def counts(n: int) -> tuple:
    """How many functions of n inputs one unit can compute, and how many there are."""
    return sum(map(is_separable, all_functions(n))), len(all_functions(n))


def compute(w1, w2, b, goal) -> Result:
    w = np.array([w1, w2])
    wanted = FUNCTIONS[goal].values
    z = (CORNERS @ w + b).round(9)  # (4,); rounded, so that 0.1 + 0.2 - 0.3 lies on the line
    y = step(z).astype(int)
    return Result(
        w=w,
        z=z,
        y=y,
        wanted=np.array(wanted),
        right=y == wanted,
        computes=NAMES[y @ [8, 4, 2, 1]],
        best=most_rows(wanted),
    )


def paint(figure: Figure) -> SimpleNamespace:
    square, table, atlas = figure.subplots(1, 3, width_ratios=[1, 1.15, 1])
    look.plane(square, -0.5, 1.5).set(xticks=[0, 1], yticks=[0, 1], facecolor=OFF)
    edges = {"fill": False, "ec": look.BLACK}
    cuts, words = paint_atlas(atlas)
    rows, counted = paint_table(table)
    return SimpleNamespace(
        title=square.set_title(" "),
        half=square.add_patch(Polygon(np.zeros((4, 2)), fc=ON, ec=look.BLACK, lw=2)),
        arrow=square.quiver([0], [0], [0], [0], angles="xy", scale_units="xy", scale=1, width=0.014, zorder=6),
        points=marks.points(square, ms=17),
        wrong=marks.ring(square),
        rows=rows,
        counted=counted,
        atlas=atlas,
        cuts=cuts,
        words=words,
        goal=atlas.add_patch(Rectangle((0, 0), 0.98, 0.98, lw=1.5, ls=(0, (2, 1.5)), **edges)),
        computes=atlas.add_patch(Rectangle((0, 0), 0.86, 0.86, lw=3, **edges)),
    )


def paint_table(axes: Axes) -> tuple[list, list]:
    """For each row of the truth table the texts that change, z, y, wanted, mark; and the counts under it."""
    axes.set(xlim=(0, 1), ylim=(8, -1.5))
    across, center = [0.05, 0.18, 0.42, 0.6, 0.8, 0.97], {"ha": "center", "va": "center"}
    table_heads(axes, across, ["$x_1$", "$x_2$", "$z$", "$y$", GOAL.drawn()])
    for i, k in np.ndindex(4, 2):
        axes.text(across[k], i, CORNERS[i, k], **center, zorder=1)
    counted = [axes.axhline(3.6, color=look.PALE, lw=0.8)]
    columns = [[words.drawn() for words in COUNTS], *((n, *counts(n)) for n in (1, 2, 3))]
    for i, k in np.ndindex(3, 4):
        x = (0.52, 0.65, 0.82, 0.99)[k]
        counted.append(axes.text(x, 5 + i, columns[k][i], ha="right", va="center", fontsize=look.SMALL, zorder=1))
    return [[axes.text(x, i, "", **center) for x in across[2:]] for i in range(4)], counted


def paint_atlas(axes: Axes, n: int = 24) -> tuple[list, list]:
    """All sixteen functions as small squares, each with the cut of a unit that computes it, grey where none can: the
    cuts, and the words."""
    cuts = []
    for k, values in enumerate(all_functions(2)):
        row, column = divmod(k, 4)
        wb = separating_unit(values)
        cut = look.heat(unit(look.grid(-0.5, 1.5, n), *wb)).reshape(n, n, 4) if wb else [[[0.75] * 3]]
        extent = (column + 0.12, column + 0.88, row + 0.88, row + 0.12)
        cuts.append(axes.imshow(cut, origin="lower", extent=extent, zorder=0))
        corners = [column + 0.31, row + 0.69] + [0.38, -0.38] * CORNERS
        marks.put(marks.points(axes, ms=5.5, mew=0.6, zorder=1), corners, np.array(values))
    frames = Words("solid: this unit, dashed: goal", "实线框：此单元，虚线框：目标").drawn()
    below = axes.text(2, 4.13, frames, ha="center", va="center", fontsize=look.SMALL, zorder=1)
    title = Words("one cut each, or none", "各有一条分界线，灰色的没有").drawn()
    axes.set(xlim=(-0.05, 4.05), ylim=(4.3, -0.05))
    axes.axis("off")
    return cuts, [axes.set_title(title), below]


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    formula = FUNCTIONS[values.goal].symbol.replace("x1", "x₁").replace("x2", "x₂")
    artists.title.set_text(Words(f"goal: {formula}", f"目标：{formula}").drawn())
    artists.half.set_xy(half_plane(result.w, values.b))
    artists.arrow.set_offsets([foot(result, values)])
    artists.arrow.set_UVC(*(ARROW * result.w))
    marks.put(artists.points, CORNERS, result.wanted)
    artists.wrong.set_data(*CORNERS[~result.right].T)
    for row, texts in enumerate(artists.rows):
        put_row(texts, result.z[row], result.y[row], result.wanted[row])
    for frame, name, edge in ((artists.computes, result.computes, 0.07), (artists.goal, values.goal, 0.01)):
        row, column = divmod(NAMES.index(name), 4)
        frame.set_xy((column + edge, row + edge))


def put_row(texts: list, z: float, y: int, wanted: int) -> None:
    """A row of the truth table: the sum, the answer, the wanted answer, and whether they agree."""
    *values, mark = texts
    for text, value in zip(values, (number(z), y, wanted)):
        text.set_text(value)
    wrong = look.ink(look.VERMILION)
    values[1].set_color(look.BLACK if y == wanted else wrong)
    mark.set(text="✓" if y == wanted else "✗", color=look.ink(look.GREEN) if y == wanted else wrong)


def foot(result: Result, values: Values) -> np.ndarray:
    """The point of the line that is nearest to the middle of the square, where the arrow begins."""
    middle, z = np.array([0.5, 0.5]), result.w @ (0.5, 0.5) + values.b
    return middle - z * result.w / max(result.w @ result.w, 1e-9)


def half_plane(w: np.ndarray, b: float, far: float = 9.0) -> np.ndarray:
    """The corners of a rectangle that covers the view where w·x + b > 0: (4, 2)."""
    norm = np.hypot(*w)
    if not norm:
        return np.array([[-far, -far], [far, -far], [far, far], [-far, far]]) if b > 0 else np.zeros((4, 2))
    normal = w / norm
    foot, along = np.clip(-b / norm, -far, far) * normal, far * np.array([-normal[1], normal[0]])
    return foot + np.array([-along, along, along + 2 * far * normal, 2 * far * normal - along])


def readout(result: Result, values: Values) -> Words:
    computes, goal, right = LETTERS[result.computes], LETTERS[values.goal], result.right.sum()
    if result.best < 4:
        can, there_are = counts(2)
        return Words(
            f"No unit can compute {goal}: at best {result.best} of 4 rows. Yours computes {computes}: "
            f"<b>{right} of 4</b> right.\n One unit can compute {can} of the {there_are} functions.",
            f"没有一个单元能计算 {goal}：四行中至多对 {result.best} 行。当前单元计算的是 {computes}，"
            f"对 <b>{right}</b> 行。\n {there_are} 个函数中，单个单元能计算 {can} 个。",
        )
    can, there_are = zip(*(counts(n) for n in (1, 2, 3)))
    en = ", ".join(f"{a} of {b}" for a, b in zip(can, there_are))
    zh = "、".join(f"{b} 个中的 {a} 个" for a, b in zip(can, there_are))
    return Words(
        f"The unit computes {computes}, goal {goal}: <b>{right} of 4</b> rows right.\n "
        f"Of all functions of 1, 2 and 3 inputs, one unit can compute {en}.",
        f"单元计算的是 {computes}，目标是 {goal}：四行中 <b>{right}</b> 行正确。\n "
        f"输入为 1、2、3 个时，单个单元能计算的函数依次是 {zh}。",
    )


VEIL = Veil(("counted", "cuts", "words", "goal", "computes"), given=("w", "z", "y", "wanted", "right"))
USES = {
    "count-grey-tiles": ("goal",),
    "choose-goal-again": ("goal", "b"),
    "reach-nand-three": ("w1", "w2", "b"),
}
TO_DO = {
    "count-grey-tiles": lambda result: result.best < 4 and result.right.sum() == result.best,
    "choose-goal-again": lambda result, values: values.goal == "AND" and result.right.all(),
    "reach-nand-three": lambda result: result.computes == "NAND",
}


def judge(result: Result) -> str:
    """Solved with all four rows right, almost with three: XOR and XNOR never get further."""
    return {4: "solved", 3: "almost"}.get(int(result.right.sum()), "open")


CHALLENGE = Challenge(
    Words(
        "make all four rows right. Then choose another goal. Which goals can no unit reach?",
        "让四行全部正确；再换别的目标：哪些函数无论如何也实现不了？",
    ),
    judge,
)


TILES = np.array([[[k % 4 + 0.5, k // 4 + 0.5]] for k in range(16)])


def opposite_at(corner: int, result: Result) -> str:
    """The function that wants the opposite at this corner."""
    wanted = result.wanted.copy()
    wanted[corner] = 1 - wanted[corner]
    return NAMES[wanted @ [8, 4, 2, 1]]


def rows_of_xor_that_are_wrong(result: Result) -> float:
    """Of XOR or of its opposite, whichever the unit gets more rows of."""
    right = int((result.y == FUNCTIONS["XOR"].values).sum())
    return float(min(right, 4 - right))


SCEPTIC = Sceptic(
    Words(
        "what one unit computes is a straight cut: never XOR, and never its opposite.",
        "一个单元在平面上总是只切一刀：既得不到异或，也得不到同或。",
    ),
    Words("Fewest rows that it gets wrong, of XOR and of its opposite", "异或与同或中，至少判错的行数"),
    rows_of_xor_that_are_wrong,
)


HANDLES = [
    Handle(
        "half",  # the corners, on which the points lie
        at=lambda half, result: CORNERS[:, None],
        click=lambda result, k: {"goal": opposite_at(k, result)},
        width=36,
    ),
    Handle("atlas", at=lambda atlas, result: TILES, click=lambda result, k: {"goal": NAMES[k]}, width=56),
    Handle(
        "half",  # its edge, parallel to itself
        at=lambda half, result, values: line(result.w, values.b)[None],
        drag=lambda result, x, y: {"b": -result.w @ (x, y)},
    ),
    Handle(
        "arrow",  # its tip
        at=lambda arrow, result, values: [[foot(result, values) + ARROW * result.w]],
        pull=lambda result, dx, dy: {"w1": result.w[0] + dx / ARROW, "w2": result.w[1] + dy / ARROW},
    ),
]


@demo(Words("One unit as a logic gate", "用一个单元作逻辑门"))
def gates(**values):
    """One threshold unit set by hand to compute a Boolean function of two inputs; two of the sixteen defy it.
    手动设置一个阈值单元来计算双输入布尔函数；十六个函数中有两个无法实现。

    y = 1 if w·x + b > 0, else 0

    source : the lecture, sections 1 and 3; Minsky and Papert, Perceptrons (1969)
    """
