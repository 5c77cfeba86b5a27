"""Softmax turns any K numbers into K probabilities; the cross-entropy depends on that of the right class alone."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn import losses
from course_nn.common.words import Words
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.drawing.sketch import Texts
from course_nn.lectures.losses.demos.softmax.plain_softmax import Quotient, plain_softmax
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

CONTROLS = {
    "f1": Slider(Words("logit f₁", "logit f₁"), -5.0, 5.0, 2.0),
    "f2": Slider(Words("logit f₂", "logit f₂"), -5.0, 5.0, 1.0),
    "f3": Slider(Words("logit f₃", "logit f₃"), -5.0, 5.0, -1.0, used=lambda v: v["K"] > 2),
    "f4": Slider(Words("logit f₄", "logit f₄"), -5.0, 5.0, 0.0, used=lambda v: v["K"] > 3),
    "T": Slider(Words("temperature T", "温度 T"), 0.2, 5.0, 1.0),
    "a": Slider(Words("shift a", "平移 a"), -120.0, 120.0, 0.0, 1.0),
    "c": Choice(Words("right class c", "正确类别 c"), {k: str(k) for k in (1, 2, 3, 4)}, 2),
    "K": Choice(Words("classes K", "类别数 K"), {k: str(k) for k in (2, 3, 4)}, 3),
}
PRESETS = {
    Words("two classes", "二分类"): dict(K=2, T=1.0, a=0.0),
    Words("Nielsen", "Nielsen 的例子"): dict(f1=2.5, f2=-1.0, f3=3.2, f4=0.5, K=4, T=1.0, a=0.0),
    Words("overflow", "溢出"): dict(a=100.0),
}
CROSS_ENTROPY = losses.LOSSES["softmax_cross_entropy"]
CORNERS = np.array([[0, 0], [1, 0], [0.5, 0.75**0.5], [0.62, 0.33]])  # with the fourth, a tetrahedron seen from above
EDGES = {2: [0, 1], 3: [0, 1, 2, 0], 4: [0, 1, 2, 0, 3, 1, 3, 2]}  # the simplex of K classes in one stroke
NAMES = [[-0.1, -0.04], [1.1, -0.04], [0.5, 0.99], [0.7, 0.4]]  # where the numbers of the corners stand
COLD_TO_HOT = np.geomspace(0.02, 500, 150)[:, None]
ROOM = 5  # for the bars of z
WANTED = np.array([0.6, 0.3, 0.1])  # the p of the challenge


class Result(NamedTuple):
    c: int  # 1 … K
    bars: np.ndarray  # (K,) f / T, cut off at ROOM, without the shift
    z: np.ndarray  # (K,) f / T + a, the logits of the softmax
    p: np.ndarray  # (K,)
    gradient: np.ndarray  # (K,) dl/dz
    loss: float
    log_sum_exp: float
    stable: float  # the loss in float32, computed stably
    plain: Quotient  # the probability of c in float32, by the formula as it is written
    path: np.ndarray  # (150, K) probabilities at temperatures from cold to hot


def compute(f1, f2, f3, f4, T, a, c, K) -> Result:
    f, c = np.array([f1, f2, f3, f4])[:K], min(c, K)
    z, right = f / T + a, [c - 1]
    return Result(
        c=c,
        bars=(f / T).clip(-ROOM, ROOM),
        z=z,
        p=losses.softmax(z),
        gradient=CROSS_ENTROPY.gradient(z[None], right)[0],
        loss=float(CROSS_ENTROPY.per_sample(z[None], right)[0]),
        log_sum_exp=float(np.logaddexp.reduce(z)),
        stable=float(CROSS_ENTROPY.per_sample(np.float32(z[None]), right)[0]),
        plain=plain_softmax(z, c - 1),
        path=losses.softmax(f / COLD_TO_HOT),
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Five axes: logits, probabilities and gradient, row beside row; the triangle of all p; and one line on float32."""
    stacks = getattr(figure, "stacks", False)  # on a narrow page
    places = [["z", "p"], ["g", "s"], ["t", "t"]] if stacks else [["z", "p", "g", "s"], ["t", "t", "t", "s"]]
    rows, columns = ([1, 1, 0.5], None) if stacks else ([1, 0.16], [1.1, 1.1, 1.1, 1.35])
    panels = figure.subplot_mosaic(places, width_ratios=columns, height_ratios=rows)
    shares = Words("softmax $p$, dashed $h$", "概率 p，虚线为 h").drawn()
    return SimpleNamespace(
        z=paint_bars(panels["z"], "z", "$z = f\\,/\\,T + a$", (-ROOM, 2.2 * ROOM)),
        p=paint_bars(panels["p"], "p", shares, (0, 1.55)),
        gradient=paint_bars(panels["g"], "g", "$g = dl/dz = p - h$", (-1, 2)),
        shift=panels["z"].text(0, 0.03, "", ha="center", transform=panels["z"].get_xaxis_transform()),
        target=marks.line(panels["p"], color=look.BLACK, lw=1.3, ls=(0, (3, 2))),
        simplex=paint_simplex(panels["s"]),
        **paint_float32(panels["t"], stacks),
    )


def paint_bars(axes: Axes, letter: str, title: str, span: tuple) -> SimpleNamespace:
    """Four horizontal bars, with names to the left and numbers to the right."""
    axes.set(xlim=span, xticks=[], title=title)
    names = [f"${letter}_{k}$" for k in (1, 2, 3, 4)]
    axes.set_yticks(range(4), names, fontsize=12)
    axes.tick_params(axis="y", length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.axvline(0, ymin=0.1, color=look.GREY, lw=0.8, zorder=0)
    numbers = Texts(axes)
    numbers.outlines.set(in_layout=False, clip_on=False)
    bars = axes.hlines(range(4), 0, 0, lw=19)
    return SimpleNamespace(axes=axes, names=names, bars=bars, numbers=numbers)


def paint_simplex(axes: Axes) -> SimpleNamespace:
    axes.set(xlim=(-0.16, 1.16), ylim=(-0.12, 1.05), aspect="equal")
    axes.set_title(Words("$p$, and its path with $T$", "p 随 T 变化的路径").drawn())
    axes.axis("off")
    x, y = WANTED @ CORNERS[:3]
    return SimpleNamespace(
        goal=[goals.point(axes, x, y), goals.name(axes, x + 0.03, y + 0.06, ha="right")],
        edges=marks.line(axes, color=look.BLACK, lw=1),
        names=Texts(axes, size=11),
        path=marks.line(axes, color=look.GREY, lw=1.5, ls="--"),
        hot=marks.line(axes, "+", color=look.GREY, ms=9, mew=1.5),
        right=marks.line(axes, "o", ms=13, mfc="none", mec=look.BLACK, mew=1.3),
        point=marks.dot(axes),
    )


def paint_float32(axes: Axes, stacks: bool) -> dict:
    """Two lines, or four where there is little room: then each formula stands under its name."""
    axes.axis("off")
    rows, below = ((1, 0.4), 0.28) if stacks else ((0.85, 0.15), 0)
    line = dict(va="center", fontsize=10.5, in_layout=False)
    plain = Words("float32, as it is written:", "照原式，用 32 位浮点数：")
    stable = Words("loss, largest z off first:", "损失，先减去最大的 z：")
    names = []
    for y, words, formula in zip(rows, (plain, stable), ("exp(z$_c$) / Σ exp(z) =", "log Σ exp(z) − z$_c$ =")):
        names.append(axes.text(0, y, words.drawn(), zorder=1, **line))
        names.append(axes.text(0.55, y - below, formula, ha="right", zorder=1, **line))
    found = [axes.text(0.57, y - below, "", **line) for y in rows]
    return dict(names=names, plain=found[0], stable=found[1])


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    c, g, K = result.c - 1, result.gradient, len(result.z)
    artists.shift.set_text(number(values.a, 1).removesuffix(".0"))
    move(artists.z, result.bars, look.GREY, 8.2, [number(z) for z in result.z])
    move(artists.p, result.p, look.BLUE, 1.33, [number(p, 3) for p in result.p])
    move(artists.gradient, g, np.where(g > 0, look.VERMILION, look.BLUE), 1.5, [number(slope, 3) for slope in g])
    artists.target.set_data([0, 1, 1, 0], [c - 0.37, c - 0.37, c + 0.37, c + 0.37])
    draw_simplex(artists.simplex, result, CORNERS[:K])
    draw_float32(artists, result)


def move(row: SimpleNamespace, lengths: np.ndarray, colors: np.ndarray | str, x: float, texts: list) -> None:
    """A row of bars gets its lengths and colours, and its numbers at x."""
    K = len(lengths)
    marks.fit(row.axes, ylim=(K - 0.1, -0.6), yticks=range(K), yticklabels=row.names[:K])
    row.bars.set_segments([[(0, k), (length, k)] for k, length in enumerate(lengths)])
    row.bars.set_color(colors)
    row.numbers.move([(x, k) for k in range(K)], texts)


def draw_simplex(artists: SimpleNamespace, result: Result, corners: np.ndarray) -> None:
    K = len(corners)
    for part in artists.goal:  # of three classes
        part.set_visible(K == 3)
    artists.names.move(NAMES[:K], "1234"[:K])
    artists.edges.set_data(*corners[EDGES[K]].T)
    artists.path.set_data(*(result.path @ corners).T)
    artists.hot.set_data(*corners.mean(axis=0)[:, None])
    artists.right.set_data(*corners[result.c - 1][:, None])
    artists.point.set_data(*(result.p @ corners)[:, None])


def draw_float32(artists: SimpleNamespace, result: Result) -> None:
    above, below, _ = ("∞" if np.isnan(part) else f"{part:.3g}" for part in result.plain)
    color = look.BLACK if result.plain.value > 0 else look.ink(look.VERMILION)
    artists.plain.set(text=f"{above} / {below} = {outcome(result.plain).drawn()}", color=color)
    lse, right, loss = (number(v, 3) for v in (result.log_sum_exp, result.z[result.c - 1], result.stable))
    artists.stable.set_text(f"{lse} − {right} = {loss}".replace("− −", "+ "))


def readout(result: Result, values: Values) -> Words:
    z, c, a = result.z, "₁₂₃₄"[result.c - 1], f"{values.a:g}".replace("-", "−")
    p = [number(each, 3) for each in result.p]
    as_sigmoid = f"p₁ = sigmoid(z₁ − z₂) = sigmoid({number(z[0] - z[1])})"
    two = Words(f" ({as_sigmoid})", f"（{as_sigmoid}）") if len(z) == 2 else Words("", "")
    loss, lse, plain = number(result.loss, 3), number(result.log_sum_exp), outcome(result.plain)
    return Words(
        f"Probabilities of the classes: {', '.join(p)}{two.en}. With the shift a = {a}, log Σ exp(z) = <b>{lse}</b>; "
        f"the loss of the right class is −log p{c} = <b>{loss}</b>.\n "
        f"Computed as it is written, the formula of this p gives, in float32, {plain.en}.",
        f"各类别的概率：{'、'.join(p)}{two.zh}。平移 a = {a} 时，log Σ exp(z) = <b>{lse}</b>；"
        f"按正确类别计算的损失为 −log p{c} = <b>{loss}</b>。\n "
        f"照原式用 32 位浮点数（float32）计算这个概率的结果：{plain.zh}。",
    )


def outcome(plain: Quotient) -> Words:
    """What the formula of p for the right class gives, computed as it is written."""
    if plain.value > 0:
        return Words(f"{plain.value:.3g}", f"{plain.value:.3g}")
    if np.isnan(plain.denominator):
        return Words("no number: overflow", "不是数（上溢）")
    if np.isnan(plain.value):
        return Words("no number: underflow", "不是数（下溢）")
    return Words("0: underflow, and −log 0 = ∞", "0（下溢），而 −log 0 = ∞")


VEIL = Veil(("simplex.goal", "names", "plain", "stable"), given=("c", "bars", "z", "p", "gradient", "path"))
USES = {"move-shift-adds": ("a",), "move-far-right": ("a",), "pull-red-point": ("T", "c")}
TO_DO = {
    "move-shift-adds": lambda result, values: values.a >= 100,
    "move-far-right": lambda result, seen: max(seen["a"]) > 110 and min(seen["a"]) < -110,
    "pull-red-point": lambda result, values, seen: values.T < 0.35 and {1, 2} <= seen["c"],
}


def judge(result: Result) -> str:
    """Almost when the three probabilities are there, solved when the logits are also their logarithms."""
    if len(result.p) != 3 or np.abs(result.p - WANTED).max() > 0.02:
        return "open"
    return "solved" if abs(result.log_sum_exp) <= 0.05 else "almost"


CHALLENGE = Challenge(
    Words(
        "with three classes, make p = 0.6, 0.3, 0.1 (within 0.02) while log Σ exp(z) is 0 (within 0.05).",
        "取三个类别，使 p = 0.6、0.3、0.1（误差不超过 0.02），同时 log Σ exp(z) 为 0（误差不超过 0.05）。",
    ),
    judge,
)


def end_of_bar(k: int) -> Handle:
    """The end of a bar of z, pulled sideways."""
    return Handle(
        lambda artists: artists.z.bars,
        at=lambda _, result: [[(result.bars[k], k)]] if k < len(result.z) else [],
        drag=lambda result, x, y, values: {f"f{k + 1}": x * values.T},
    )


def class_at(result: Result, k: int) -> dict:
    return {"c": k + 1}


def along_path(result: Result, dx: float, dy: float) -> dict:
    """The temperature of the point of the path that is nearest to the hand."""
    corners = CORNERS[: len(result.z)]
    distances = result.path @ corners - (result.p @ corners + [dx, dy])
    return {"T": COLD_TO_HOT[np.hypot(*distances.T).argmin(), 0]}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where p was expected with 100 more for each logit: where it is at the start, or in the corner of the largest."""
    at_the_start = losses.softmax(np.array([CONTROLS[name].start for name in ("f1", "f2", "f3")]))
    return artists.simplex.point.axes, CORNERS[:1] if option == "corner" else (at_the_start @ CORNERS[:3])[None]


SCEPTIC = Sceptic(
    Words("a number that is added to all logits changes no probability.", "给所有 logit 加同一个数，概率都不变。"),
    Words("What is left of the probability in float32", "float32 中剩下的概率比例"),
    lambda result: float(np.nan_to_num(result.plain.value) / result.p[result.c - 1]),
)


HANDLES = [
    Handle("target", at=lambda _, r: [[(0, k), (1, k)] for k in range(len(r.z))], click=class_at, width=36),
    Handle(lambda artists: artists.simplex.right, at=lambda _, r: CORNERS[: len(r.z), None], click=class_at),
    *(end_of_bar(k) for k in range(4)),
    Handle(lambda artists: artists.simplex.point, pull=along_path),
]


@demo(Words("Softmax and its loss", "softmax 及其损失"), columns=2)
def softmax(**values):
    """Logits, their softmax, the cross-entropy of the right class and its gradient, and the place of p in the simplex.
    logits、softmax 概率、正确类别的交叉熵及其梯度，以及 p 在单纯形中的位置。

    z = f / T + a,  p_k = e^(z_k) / Σ_j e^(z_j),  l = -Σ_k h_k log p_k = log Σ_j e^(z_j) - z_c,  dl/dz = p - h

    A shift a changes neither p nor l, but log Σ e^z. Two classes: p_1 = sigmoid(z_1 - z_2).

    source : the lecture, section 5; Bishop, Pattern Recognition and Machine Learning, section 4.3.4; the four of the
             preset: Nielsen, Neural Networks and Deep Learning, chapter 3
    """
