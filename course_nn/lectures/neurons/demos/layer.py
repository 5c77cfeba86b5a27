"""The weights of a layer, N inputs to M outputs, are an M × N matrix: row i feeds output i, column j leaves input j."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection

from course_nn.activations import ACTIVATIONS
from course_nn.stage import Challenge, Choice, Demo, Slider, look, sketch
from course_nn.stage.numbers import number
from course_nn.words import Words

MOST = 4
CONTROLS = {
    "N": Slider("N", 1, MOST, 3, 1),
    "M": Slider("M", 1, MOST, 4, 1),
    "i": Slider("i", 1, MOST, 2, 1),
    "j": Slider("j", 1, MOST, 3, 1),
    "w": Slider("wᵢⱼ", -3.0, 3.0, 2.0),
    "activation": Choice("φ", ["step", "linear", "sigmoid", "tanh", "relu"], "tanh"),
    "connected": Slider(Words("connected", "连接"), 0, 100, 100, 1, "%"),
}
_rng = np.random.default_rng(1919)
X, B = _rng.uniform(-2, 2, MOST).round(1), _rng.uniform(-1, 1, MOST).round(1)  # one decimal: easy to check by hand
WEIGHTS = _rng.uniform(-2, 2, (MOST, MOST)).round(1)
TURN = _rng.permutation(MOST * MOST).reshape(MOST, MOST)  # whose turn it is to be connected
WIDE, TALL = 0.54, 0.42  # inches, of a cell
MIDDLE = 1.38


class Result(NamedTuple):
    W: np.ndarray  # (M, N), 0 where there is no connection
    x: np.ndarray  # (N,)
    b: np.ndarray  # (M,)
    z: np.ndarray  # (M,)
    y: np.ndarray  # (M,)
    edges: np.ndarray  # (M, N) of bool
    i: int  # the row and the column that are shown, from 1
    j: int
    asked: tuple  # (i, j) as the controls say
    parameters: int


def compute(N, M, i, j, w, activation, connected):
    asked, i, j = (i, j), min(i, M), min(j, N)
    turn = TURN[:M, :N].ravel().argsort().argsort().reshape(M, N)  # 0 … MN - 1
    edges = turn < round(connected / 100 * M * N)
    W = WEIGHTS[:M, :N].copy()
    W[i - 1, j - 1] = w
    W, x, b = np.where(edges, W, 0.0), X[:N], B[:M]
    z = W @ x + b  # (M,)
    return Result(W, x, b, z, ACTIVATIONS[activation].f(z), edges, i, j, asked, int(edges.sum()) + M)


def blocks(N, M):
    """Left edge, rows and columns of y, W, x and b, set as one line: y = φ( W x + b )."""
    left, out = 3.15 + (MOST - N) * WIDE / 2, {}
    for name, rows, cols, gap in (("y", M, 1, 0.72), ("W", M, N, 0.16), ("x", N, 1, 0.36), ("b", M, 1, 0)):
        out[name] = left, rows, cols
        left += cols * WIDE + gap
    return out


def corners(left, rows, row, col):
    """The four corners of a cell: (4, 2)."""
    x, y = left + col * WIDE, MIDDLE + (rows / 2 - row) * TALL
    return np.array([[x, y], [x + WIDE, y], [x + WIDE, y - TALL], [x, y - TALL]])


def short(value):
    return number(value, 1 if np.isclose(value, round(value, 1)) else 2)


def paint(figure):
    axes = sketch.sheet(figure)
    style = {"ha": "center", "va": "center_baseline", "zorder": 6}
    cells, marks = PolyCollection([], edgecolors="white", lw=1.5), PolyCollection([], facecolors="none", zorder=5)
    marks.set(edgecolor=look.VERMILION, linewidth=[3, 1.5, 1.5])
    for collection in (cells, marks):
        axes.add_collection(collection, autolim=False)
    return SimpleNamespace(
        halo=axes.plot([], [], color=look.VERMILION, lw=9, alpha=0.3, solid_capstyle="butt", zorder=0)[0],
        edges=sketch.Edges(axes),
        inputs=sketch.Units(axes),
        outputs=sketch.Units(axes),
        tag=axes.text(
            0,
            0,
            "",
            fontsize=12,
            color=look.VERMILION,
            ha="center",
            va="center",
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        ),
        cells=cells,
        marks=marks,
        numbers=sketch.Texts(axes, zorder=6),
        names=sketch.Texts(axes, size=14, zorder=6),
        shapes=sketch.Texts(axes, zorder=6),
        signs=[axes.text(0, MIDDLE, sign, fontsize=18, **style) for sign in ("$=\\;\\varphi\\,($", "$+$", "$)$")],
    )


def draw(artists, result):
    M, N = result.W.shape
    at = blocks(N, M)
    draw_network(artists, result)
    draw_cells(artists, result, at)
    centres = np.array([left + cols * WIDE / 2 for left, _, cols in at.values()])
    tall = np.array([rows * TALL / 2 for _, rows, _ in at.values()])
    artists.names.move(np.transpose([centres, MIDDLE + tall + 0.2]), [f"${name}$" for name in at])
    artists.shapes.move(np.transpose([centres, MIDDLE - tall - 0.17]), [f"{m} × {n}" for _, m, n in at.values()])
    ends = {name: left + cols * WIDE for name, (left, rows, cols) in at.items()}
    for sign, x in zip(artists.signs, (at["W"][0] - 0.37, at["b"][0] - 0.18, ends["b"] + 0.12)):
        sign.set_x(x)


def draw_network(artists, result):
    (M, N), i, j = result.W.shape, result.i - 1, result.j - 1
    inputs, outputs = sketch.columns([N], 0.45, 0.45, MIDDLE, 0.68), sketch.columns([M], 2.45, 2.45, MIDDLE, 0.68)
    rows, cols = np.nonzero(result.edges)
    artists.edges.move(inputs[cols], outputs[rows], result.W[rows, cols])
    artists.halo.set_data(*np.transpose([inputs[j], outputs[i]]))
    artists.halo.set_linestyle("-" if result.edges[i, j] else (0, (0.4, 0.8)))
    artists.tag.set(position=inputs[j] + 0.6 * (outputs[i] - inputs[j]) + [0, 0.17], text=f"$w_{{{i + 1}{j + 1}}}$")
    for units, places, values, name, mine in (
        (artists.inputs, inputs, result.x, "x", j),
        (artists.outputs, outputs, result.y, "y", i),
    ):
        rims = [look.VERMILION if k == mine else look.GREY for k in range(len(values))]
        units.move(places, 0.21, look.heat(values, -3, 3), [f"${name}_{k + 1}$" for k in range(len(values))], rims)


def draw_cells(artists, result, at):
    verts, values, texts = [], [], []
    for name in at:
        left, rows, cols = at[name]
        for row, col in np.ndindex(rows, cols):
            verts.append(corners(left, rows, row, col))
            values.append(getattr(result, name).reshape(rows, cols)[row, col])
            missing = name == "W" and not result.edges[row, col]
            texts.append("0" if missing else number(values[-1]) if name == "y" else short(values[-1]))
    artists.cells.set_verts(verts)
    artists.cells.set_facecolor(look.heat(values, -3, 3) / 255)
    artists.marks.set_verts(
        [
            corners(*at["W"][:2], result.i - 1, result.j - 1),
            corners(*at["x"][:2], result.j - 1, 0),
            corners(*at["y"][:2], result.i - 1, 0),
        ]
    )
    colors = [look.GREY if text == "0" else look.BLACK for text in texts]
    artists.numbers.move(np.mean(verts, axis=1), texts, colors)


def added(terms):
    """A sum as it is written: −0.48 + 1.60 − 0.80."""
    first, *rest = terms
    return number(first) + "".join(f" {'−' if term < 0 else '+'} {number(abs(term))}" for term in rest)


def readout(result):
    (M, N), kept, total = result.W.shape, int(result.edges.sum()), f"<b>{result.parameters}</b>"
    i, j, p, q = result.i, result.j, *result.asked
    terms = [*(result.W[i - 1] * result.x)[result.edges[i - 1]], result.b[i - 1]]
    unit, w = f"y<sub>{i}</sub> = φ({added(terms)}) = {number(result.y[i - 1])}", f"w<sub>{i}{j}</sub>"
    if result.edges.all():
        en = f"W is {M} × {N}: M·N + M = {kept} + {M} = {total} parameters. "
        zh = f"W 为 {M} × {N}：M·N + M = {kept} + {M} = {total} 个参数。"
    else:
        en = f"W is {M} × {N}: {kept} edges + {M} biases = {total} parameters, not M·N + M = {M * N + M}. "
        zh = f"W 为 {M} × {N}：{kept} 条边 + {M} 个偏置 = {total} 个参数，而非 M·N + M = {M * N + M}。"
    if (p, q) != (i, j):
        en, zh = f"{en}No w<sub>{p}{q}</sub> here, so see {w}. ", f"{zh}此处没有 w<sub>{p}{q}</sub>，改看 {w}。"
    if result.edges[i - 1, j - 1]:
        return Words(f"{en}{w} leads from x<sub>{j}</sub> to {unit}.", f"{zh}{w} 从 x<sub>{j}</sub> 通向 {unit}。")
    return Words(
        f"{en}{w} = 0 is no connection: x<sub>{j}</sub> does not reach {unit}.",
        f"{zh}{w} = 0 即没有连接：x<sub>{j}</sub> 到不了 {unit}。",
    )


def judge(result):
    """Solved with 15 parameters and every connection there: M (N + 1) = 15 needs 3 outputs and 4 inputs."""
    if result.parameters != 15:
        return "open"
    return "solved" if result.edges.all() else "almost"


CHALLENGE = Challenge(
    Words("build a fully connected layer with exactly 15 parameters.", "搭出一个恰有 15 个参数的全连接层。"), judge
)


def layer(**values):
    """One layer as a drawing and as a matrix: the weight w_ij is an edge, from input j to output i, and a cell.
    一层网络的两种画法，连线图与矩阵：权重 w_ij 既是从输入 j 到输出 i 的一条边，也是矩阵中的一格。

    y = φ(Wx + b),  x (N,), W (M, N), b and y (M,);  parameters: M N + M if fully connected

    values : N, M, i, j, w (of w_ij), activation, connected (per cent of the edges): where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 1
    """
    return Demo(
        layer,
        Words("One layer", "一层网络"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=2.75,
        values=values,
    )
