"""A price on the weights pulls the best ones to where an ellipse of the loss first touches a circle, or a diamond."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent, plain
from course_nn.lectures.regularization.demos.penalties.shrinkage import (
    ALPHAS,
    NOISE_COLUMNS,
    best_weights,
    curvature,
    gives_zero,
    penguin_regression,
    price,
    rim,
)
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Veil, demo
from course_nn.stage.controls import Toggle, Values


def in_plane(values: Values) -> bool:
    return values.example == "two"


EXAMPLES = {"two": Words("two weights", "两个权重"), "penguins": Words("penguins: body mass", "企鹅体重")}
KINDS = {
    "l2": Words("L2 (ridge)", "L2（岭）"),
    "elastic": Words("elastic net", "弹性网"),
    "l1": Words("L1 (lasso)", "L1（lasso）"),
}
CONTROLS = {
    "example": Choice(Words("example", "例子"), EXAMPLES, "two"),
    "kind": Choice(term("penalty"), KINDS, "l2"),
    "lam": Slider("λ/n", 0.0, 2.0, 0.2, 0.01, means=Words("price beside the mean loss", "惩罚项前的系数")),
    "w1": Slider(
        "w₁*", -3.0, 3.0, 1.5, used=in_plane, means=Words("first weight of the optimum", "最优点的第一个权重")
    ),
    "w2": Slider(
        "w₂*", -3.0, 3.0, 0.5, used=in_plane, means=Words("second weight of the optimum", "最优点的第二个权重")
    ),
    "rho": Slider(
        "ρ", -0.95, 0.95, 0.9, 0.05, used=in_plane, means=Words("correlation of the inputs", "两个输入的相关系数")
    ),
    "noise": Toggle(Words("7 columns of noise", "加 7 列噪声"), used=lambda values: not in_plane(values)),
}
LAMS = np.linspace(0, np.sqrt(2), 201) ** 2
TURN = np.linspace(0, 2 * np.pi, 721)
CIRCLE = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)  # (721, 2)
BETWEEN = np.stack([np.cos(TURN[:-1] + TURN[1] / 2), np.sin(TURN[:-1] + TURN[1] / 2)], axis=1)  # (720, 2)
GOAL = 0.5  # w₂ of the challenge
SIDE = 90
PLANE = look.grid(n=SIDE)
LEVELS = np.array([0.3, 0.7, 1.1, 1.5, 1.9, 2.3, 2.7])  # ellipses around the optimum, in units of the loss's root
PREDICTED_TURN = np.array([5, -1, 0.6])  # one weight grows, one changes its sign
BIRDS = Words("bill length", "喙长"), Words("bill depth", "喙深"), Words("flipper", "鳍肢长")
COLORS = (look.BLUE, look.ORANGE, look.GREEN)
GROUND = look.tint([look.BLACK, look.BLACK], 0)[0], look.tint([look.GREEN], 60)[0]  # no zero, a zero


class Plane(NamedTuple):
    """What the picture shows in the plane of two weights."""

    best: np.ndarray  # (2,) w*
    H: np.ndarray  # (2, 2)
    rim: np.ndarray  # (721, 2) all weights with the same price as w
    zero: np.ndarray  # (90, 90) bool: with an optimum there a weight is 0
    share: float  # of all directions of w*, at this length, in which a weight is 0


class Result(NamedTuple):
    path: np.ndarray  # (201, N) weights over LAMS
    free: np.ndarray  # (N,) weights without a price
    w: np.ndarray  # (N,)
    plane: Plane | None  # None for the penguins


def compute(example, kind, lam, w1, w2, rho, noise) -> Result:
    alpha, best = ALPHAS[kind], np.array([w1, w2])
    H, c = (curvature(rho), curvature(rho) @ best) if example == "two" else penguin_regression(noise)
    path = best_weights(H, c, np.append(LAMS, lam), alpha)
    plane = None
    if example == "two":
        plane = Plane(
            best=best,
            H=H,
            rim=rim(price(path[-1], alpha), alpha, CIRCLE),
            zero=gives_zero(H, PLANE, lam, alpha).reshape(SIDE, SIDE),
            share=float(gives_zero(H, np.hypot(w1, w2) * BETWEEN, lam, alpha).mean()),
        )
    return Result(path=path[:-1], free=path[0], w=path[-1], plane=plane)


def places(figure: Figure) -> tuple:
    """The plane of two weights and the list of many, in one place; and the path beside them."""
    figure.set_layout_engine("none")
    wide, tall = figure.get_size_inches()
    low, height = 0.5 / tall, (tall - 0.85) / tall
    plane = look.plane(figure.add_axes((0.06, low, height * tall / wide, height)), names=("$w_1$", "$w_2$"))
    return plane, figure.add_axes((0.12, low, 0.26, height)), figure.add_axes((0.46, low, 0.52, height))


def paint(figure: Figure) -> SimpleNamespace:
    plane, many, path = places(figure)
    plane.set_title(Words("green: w* there gives a zero", "绿色：w* 在此处时有权重为 0").drawn())
    goals.level(plane, GOAL, zorder=2.2, bbox=look.BEHIND_WORDS)
    many.set(xlim=(-0.25, 1), xticks=[0, 0.5, 1], title=Words("weights; hollow: λ = 0", "各权重；空心：λ = 0").drawn())
    many.axvline(0, color=look.PALE, lw=0.8)
    return SimpleNamespace(
        axes=(plane, many, path),
        ground=marks.surface(plane, SIDE),
        ellipses=marks.line(plane, color=look.GREY, lw=0.8),
        touching=marks.line(plane, color=look.BLUE, lw=2),
        rim=marks.line(plane, color=look.BLACK, lw=2, zorder=3),
        trail=marks.line(plane, color=look.VERMILION, ls=":", lw=2, zorder=3),
        w=marks.best(plane, zorder=6),
        best=marks.dot(plane),
        free=marks.line(many, "o", mfc="white", mec=look.GREY, ms=8),
        shrunken=many.scatter([], [], s=70, zorder=3),
        **paint_path(path),
    )


def paint_path(axes: Axes) -> dict:
    """The weights over λ."""
    axes.set_title(Words("weights over λ/n (square-root scale)", "权重随 λ/n 的变化（平方根刻度）").drawn())
    axes.set_xscale("function", functions=(np.sqrt, np.square))  # for much happens where λ is small
    axes.set(xlim=(0, 2), xlabel="λ/n")
    axes.set_xticks([0, 0.05, 0.2, 0.5, 1, 2], ["0", "0.05", "0.2", "0.5", "1", "2"])
    axes.axhline(0, color=look.BLACK, lw=0.8, zorder=0.5)
    noise = [marks.line(axes, color=look.GREY, lw=1, zorder=1) for _ in range(NOISE_COLUMNS)]
    return dict(
        lines=[marks.line(axes, color=color, zorder=2) for color in COLORS] + noise,
        names=marks.key(axes, [("", dict(color=color)) for color in COLORS], x=0.66, y=1.0),
        now=marks.now(axes, color=look.VERMILION, lw=1.5),
        dots=axes.scatter([], [], s=40, zorder=4),
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    plane, many, path = artists.axes
    plane.set_visible(bool(result.plane))
    many.set_visible(not result.plane)
    names = ["w₁", "w₂"] if result.plane else [name.drawn() for name in BIRDS]
    for k, (stroke, text) in enumerate(artists.names):
        text.set_text(names[k] if k < len(names) else "")
        stroke.set_visible(k < len(names))
    low, high = (-3, 3) if result.plane else (-0.25, 1)
    marks.fit(path, ylim=(low, high), yticks=[-3, 0, 3] if result.plane else [0, 0.5, 1])
    for k, line in enumerate(artists.lines):
        line.set_data(LAMS, result.path[:, k]) if k < len(result.w) else line.set_data([], [])
    colors = [*COLORS, *[look.GREY] * NOISE_COLUMNS][: len(result.w)]
    artists.dots.set_offsets(np.stack(np.broadcast_arrays(values.lam, result.w), axis=1))
    artists.dots.set_facecolor(colors)
    marks.at(artists.now, values.lam)
    if result.plane:
        draw_plane(artists, result, result.plane)
    else:
        draw_list(artists, result, colors)


def draw_plane(artists: SimpleNamespace, result: Result, plane: Plane) -> None:
    marks.fill(artists.ground, np.where(plane.zero[..., None], GROUND[1], GROUND[0]))
    shape = CIRCLE @ np.linalg.inv(np.linalg.cholesky(plane.H))  # where the loss is ½
    artists.ellipses.set_data(*look.one_line(plane.best + LEVELS[:, None, None] * shape))
    away = result.w - plane.best
    artists.touching.set_data(*(plane.best + np.sqrt(away @ plane.H @ away) * shape).T)
    artists.rim.set_data(*plane.rim.T)
    artists.trail.set_data(*result.path.T)
    artists.w.set_data(*result.w[:, None])
    artists.best.set_data(*plane.best[:, None])


def draw_list(artists: SimpleNamespace, result: Result, colors: list) -> None:
    rows = -np.arange(len(result.w))
    ticks = [name.drawn() for name in BIRDS] + [Words("noise", "噪声").drawn()] * (len(rows) - len(BIRDS))
    marks.fit(artists.axes[1], ylim=(rows[-1] - 0.6, 0.6), yticks=rows, yticklabels=ticks)
    artists.free.set_data(result.free, rows)
    artists.shrunken.set_offsets(np.stack([result.w, rows], axis=1))
    artists.shrunken.set_facecolor(colors)


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """The three weights of the penguins that were predicted for λ/n = 0.25."""
    H, c = penguin_regression(False)
    free = best_weights(H, c, np.zeros(1), ALPHAS["l2"])[0]
    predicted = {"all": 0.6 * free, "turn": free * PREDICTED_TURN, "zero": 0 * free}[option]
    return artists.axes[1], np.column_stack([predicted, -np.arange(len(free))])


def readout(result: Result, values: Values) -> Words:
    kind, lam, zeros = KINDS[values.kind], plain(values.lam), int(np.sum(result.w == 0))
    weights = [number(w, 3) if w else "0" for w in result.w]
    start = Words(f"{kind.en}, λ/n = {lam}", f"{kind.zh}，λ/n = {lam}")
    if not result.plane:
        pairs = list(zip(BIRDS, weights, [number(w, 3) for w in result.free]))
        en = ", ".join(f"{name.en} <b>{now}</b> (without a price {free})" for name, now, free in pairs)
        zh = "，".join(f"{name.zh} <b>{now}</b>（无惩罚时 {free}）" for name, now, free in pairs)
        return Words(
            f"{start.en}, 342 penguins, standardized weights for body mass: {en}.\n {zeros} of {len(weights)} weights "
            "are exactly 0.",
            f"{start.zh}，342 只企鹅，预测体重的标准化权重：{zh}。\n{len(weights)} 个权重中有 {zeros} 个恰好为 0。",
        )
    best, share, touched = result.plane.best, percent(result.plane.share, 1), about_touching(zeros, values)
    at, rho = f"w* = ({plain(best[0])}, {plain(best[1])})", plain(values.rho)
    return Words(
        f"{start.en}, optimum {at}, ρ = {rho}: w = (<b>{weights[0]}</b>, <b>{weights[1]}</b>), "
        f"{zeros} of 2 exactly 0{touched.en}.\n An optimum at this distance gives a zero in {share} of all directions.",
        f"{start.zh}，最优点 {at}，ρ = {rho}：w = (<b>{weights[0]}</b>, <b>{weights[1]}</b>)，"
        f"2 个中有 {zeros} 个恰好为 0{touched.zh}。\n最优点同样远、朝各个方向时，有 {share} 的方向会使权重为 0。",
    )


def about_touching(zeros: int, values: Values) -> Words:
    """Where the ellipse touches the rim."""
    if zeros == 2 or not values.lam:
        return Words("", "")
    if values.kind == "l2":
        return Words("; the ellipse touches the circle", "；椭圆与圆相切")
    if zeros:
        return Words("; the ellipse touches a corner", "；椭圆碰到一个角")
    return Words("; the ellipse touches a side", "；椭圆碰到一条边")


VEIL = Veil(("lines",), given=("free", "w", "plane"))
TO_DO = {
    "choose-penguins-pull": lambda result, values, seen: (
        (values.example, values.kind) == ("penguins", "l2") and min(seen["lam"]) < 0.1 and values.lam >= 0.2
    ),
    "choose-two-weights": lambda result, values, seen: (
        bool(result.plane) and values.kind == "l2" and values.w2 < 0 < result.w[1] and 0 in seen["lam"]
    ),
    "choose-l1-pull": lambda result, values, seen: (
        bool(result.plane) and (values.kind, values.rho) == ("l1", 0) and len(seen["lam"]) > 2
    ),
    "choose-penguins-again": lambda result, values, seen: (
        values.example == "penguins" and values.noise and seen["kind"] >= {"l2", "elastic", "l1"}
    ),
}
USES = {
    "choose-penguins-pull": ("lam",),
    "choose-two-weights": ("example", "lam", "w2"),
    "choose-l1-pull": ("kind", "lam", "rho"),
    "choose-penguins-again": ("example", "kind", "noise"),
}


def judge(result: Result, values: Values) -> str:
    """Solved by L2 with w₂* < 0 and w₂ > 0.5; almost with w₂ > 0.25."""
    if not result.plane or values.kind != "l2" or result.plane.best[1] >= 0:
        return "open"
    return "solved" if result.w[1] > GOAL else "almost" if result.w[1] > 0.25 else "open"


CHALLENGE = Challenge(
    Words(
        "two weights, L2: with an optimum whose w₂* is negative, make w₂ larger than 0.5.",
        "两个权重，L2：使最优点的 w₂* 为负，而 w₂ 大于 0.5。",
    ),
    judge,
)


def lam_through(result: Result, w1: float, w2: float, values: Values) -> dict:
    """The λ with which the rim goes through (w1, w2)."""
    alpha = ALPHAS[values.kind]
    prices = price(result.path, alpha)  # falls along the path
    return {"lam": np.interp(-price(np.array([w1, w2]), alpha), -prices, LAMS)}


def shorter(result: Result, values: Values) -> float:
    """The share of its length that is gone, in the measure that the price charges for."""
    order = 1 if values.kind == "l1" else 2
    free, now = (np.linalg.norm(w, order) for w in (result.free, result.w))
    return float(1 - now / free)


SCEPTIC = Sceptic(
    Words("a price on the weights makes their vector shorter.", "给权重收费，权重向量就变短。"),
    Words("Share by which it is shorter", "变短的比例"),
    shorter,
    shares=True,
)


HANDLES = [
    Handle("now", x="lam"),
    Handle("rim", drag=lam_through),
    Handle("best", x="w1", y="w2"),
]


@demo(Words("Penalties", "惩罚项"))
def penalties(**values):
    """L2, L1 and both as a price on the weights: of two in their plane, and of a regression on penguins.
    对权重的 L2、L1 与混合惩罚：两个权重在平面上的情形，以及企鹅体重的回归。

    w = argmin ½ (w - w*)ᵀ H (w - w*) + λ/n (α ‖w‖₁ + (1 - α) ½ ‖w‖²),  α = 0 for L2, 1 for L1, ½ for the elastic net

    source : Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2009), section 3.4; the penguins:
             Gorman, Williams & Fraser (2014), PLoS ONE 9(3): e90081
    """
