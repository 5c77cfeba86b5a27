"""Is weight decay an L2 penalty? One walk has the penalty in its gradient, another the decay: see where each ends."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.regularization.demos.decay.decayed_paths import decayed_end, penalised_end, walks
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo

NAMES = {"gradient_descent": term("gradient descent"), "momentum": term("momentum"), "adam": Words("Adam", "Adam")}
STEPS, EVERY, RUNS = 800, 10, 20
MOST = 5.0  # λ
LATE = 150  # steps at the end, which are averaged
START = (-1.5, -0.5)
CONTROLS = {
    "optimizer": Choice(Words("optimizer", "优化器"), NAMES, "gradient_descent"),
    "lam": Slider(Words("penalty λ", "惩罚 λ"), 0.0, MOST, 0.5),
    "rate": Slider(Words("decay λ", "衰减 λ"), 0.0, MOST, 0.5),
    "eta": Slider("η", 0.005, 0.05, 0.02, 0.25, decades=True, means=Words("learning rate", "学习率")),
    "h1": Slider("h₁", 0.5, 30.0, 1.0, 0.5, means=Words("curvature along w₁", "沿 w₁ 的曲率")),
    "h2": Slider("h₂", 0.5, 30.0, 25.0, 0.5, means=Words("curvature along w₂", "沿 w₂ 的曲率")),
    "w1": Slider("w₁*", -2.0, 2.0, 1.5, means=Words("w₁ of the loss's minimum", "损失最小处的 w₁")),
    "w2": Slider("w₂*", -2.0, 2.0, 1.5, means=Words("w₂ of the loss's minimum", "损失最小处的 w₂")),
    "sigma": Slider(Words("gradient noise σ", "梯度噪声 σ"), 0.0, 4.0, 0.0, 0.5),
    "step": Slider(Words("step", "步"), 0, STEPS, STEPS, EVERY, plays=True),
}
PREDICTED = {"minimum": (1.5, 1.5), "origin": (0, 0), "penalty": (1, 1.47)}
EDGE = 2.4  # of the plane
TURN = np.linspace(0, 2 * np.pi, 73)
RING = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)  # (73, 2)
RADII = np.array([0.3, 0.8, 1.5, 2.4, 3.5])
SQUARE = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
LAMS = np.linspace(0, MOST, 201)
PENALTY = dict(color=look.BLUE, lw=3)
DECAY = dict(color=look.ORANGE, lw=2, ls=(0, (4, 2)))
KEY = [
    (Words("penalty in the gradient", "惩罚项加进梯度"), PENALTY),
    (Words("decay of the weights", "权重直接衰减"), DECAY),
]
RIDGE = dict(marker="o", ms=14, mfc="none", mec=look.BLUE, mew=1.5, ls="")
PLACES = [
    (Words("minimum of the loss", "损失的最小值"), dict(marker="s", ms=8, mfc="white", mec=look.BLACK, mew=1.6, ls="")),
    (Words("minimum of L2", "带 L2 惩罚时的最小值"), RIDGE | dict(ms=11)),
]


class Result(NamedTuple):
    h: np.ndarray  # (2,)
    best: np.ndarray  # (2,) w*
    paths: np.ndarray  # (2, 801, 2) of the first run, with the penalty and with the decay
    places: np.ndarray  # (2, runs, 2) of all runs at this step
    ends: np.ndarray  # (2, 2) mean of all runs over the last 150 steps
    expected: np.ndarray  # (2, 2) where they end by the formulas
    shares: np.ndarray  # (2, 2, 201) penalty or decay, coordinate: share of w* that is left, over LAMS
    rms: np.ndarray  # (2,) of the loss's gradient where the decayed walk ends


def compute(optimizer, lam, rate, eta, h1, h2, w1, w2, sigma, step) -> Result:
    h, best = np.array([h1, h2]), np.array([w1, w2])
    path = walks(optimizer, h, best, lam, rate, eta, sigma * noise(), START, STEPS)
    late = path[-LATE:]
    return Result(
        h=h,
        best=best,
        paths=path[:, :, 0].swapaxes(0, 1),
        places=path[step],
        ends=late.mean(axis=(0, 2)),
        expected=np.stack([penalised_end(h, best, lam), decayed_end(optimizer, h, best, rate, sigma)]),
        shares=shares(optimizer, h, best, sigma),
        rms=np.sqrt(np.mean((h * (late[:, 1] - best)) ** 2, axis=(0, 1)) + sigma**2),
    )


@cache
def noise() -> np.ndarray:
    """Noise of rms 1 in the gradients, the same for every setting."""
    return np.random.default_rng(0).normal(size=(STEPS, RUNS, 2))


def shares(optimizer: str, h: np.ndarray, best: np.ndarray, sigma: float) -> np.ndarray:
    """What is left of w* over λ, by the formulas."""
    h, best = h[:, None], np.where(best, best, 1e-6)[:, None]  # a share of 0 is the limit
    return np.stack([penalised_end(h, best, LAMS), decayed_end(optimizer, h, best, LAMS, sigma)]) / best


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")
    wide, tall = figure.get_size_inches()
    low, height = 0.5 / tall, (tall - 0.85) / tall
    plane = look.plane(figure.add_axes((0.06, low, height * tall / wide, height)), -EDGE, EDGE, ("$w_1$", "$w_2$"))
    plane.set_title(Words("two walks down one valley", "同一山谷里的两条路径").drawn())
    axes = [figure.add_axes((left, low, 0.24, height - 0.17)) for left in (0.45, 0.745)]
    for j, one in enumerate(axes):
        one.set(xlim=(0, MOST), ylim=(0, 1.12), xlabel="λ")
        one.set_title(Words(f"share of w{'₁₂'[j]}* that is left", f"w{'₁₂'[j]}* 剩下的比例").drawn())
    axes[1].set_yticklabels([])
    keys = [
        marks.key(axes[0], [(words.drawn(), style) for words, style in entries], x=x, y=1.36)
        for x, entries in zip((0.0, 1.22), (KEY, PLACES))
    ]
    return SimpleNamespace(
        keys=keys[0],  # of the walks
        valley=marks.line(plane, color=look.PALE, lw=1, zorder=0.6),
        box=marks.line(plane, color=look.ORANGE, lw=1.2),
        name=plane.text(0, 0, "|w| ≤ 1/λ", color=look.ink(look.ORANGE), fontsize=look.SMALL, clip_on=True),
        walks=[paint_walk(plane, axes, style) for _, style in KEY],
        ridge=marks.line(plane, **RIDGE, zorder=6),
        best=marks.best(plane),
    )


def paint_walk(plane: Axes, axes: list, style: dict) -> SimpleNamespace:
    """One walk: its path and where all runs are; and over λ the share that is left, by the formula and as measured."""
    color, disc = style["color"], dict(ls="", marker="o", mec="white", color=style["color"])
    return SimpleNamespace(
        path=marks.line(plane, **style, zorder=3),
        cloud=marks.line(plane, ".", ms=3.5, color=look.ink(color), zorder=3),
        walker=marks.line(plane, **disc, ms=8, zorder=5),
        curves=[marks.line(one, **style) for one in axes],
        nows=[marks.now(one, color=color) for one in axes],
        dots=[marks.line(one, **disc, ms=10, zorder=4) for one in axes],
    )


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    rings = result.best + RADII[:, None, None] * RING / np.sqrt(result.h / result.h.min())
    artists.valley.set_data(*look.one_line(rings))
    edge = 1 / max(values.rate, 0.01)
    artists.box.set(data=(edge * SQUARE).T, visible=has_box(values))
    artists.name.set(position=(0.06 - edge, 0.08 - edge), visible=has_box(values))
    artists.best.set_data(*result.best[:, None])
    artists.ridge.set_data(*result.expected[0][:, None])
    for k, walk in enumerate(artists.walks):
        path = result.paths[k, : values.step + 1]
        walk.path.set_data(*path.T)
        walk.cloud.set_data(*result.places[k].T)
        walk.walker.set_data(*path[-1:].T)
        draw_shares(walk, result, k, values)


def draw_shares(walk: SimpleNamespace, result: Result, k: int, values: Values) -> None:
    """The share of w* that is left; there is none to measure where w* is 0."""
    lam = (values.lam, values.rate)[k]
    for j in range(2):
        walk.curves[j].set_data(LAMS, result.shares[k, j])
        marks.at(walk.nows[j], lam)
        left = [result.ends[k, j] / result.best[j]] if abs(result.best[j]) >= 0.05 else []
        walk.dots[j].set_data([lam] * len(left), left)


def has_box(values: Values) -> bool:
    """Whether the decay keeps the weights in a box: with Adam, which divides by the size of the gradient."""
    return values.optimizer == "adam" and values.rate > 0


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where the walk with decay was predicted to end."""
    return artists.best.axes, np.array([PREDICTED[option]])


def readout(result: Result, values: Values) -> Words:
    (penalised, decayed), l2 = map(place, result.ends), place(result.expected[0])
    lam, rate, name = plain(values.lam), plain(values.rate), NAMES[values.optimizer]
    rms = " and ".join(number(size) for size in result.rms), "、".join(number(size) for size in result.rms)
    box = Words("", "")
    if has_box(values):
        edge = number(1 / values.rate)
        box = Words(f" The box: |w| ≤ 1/λ = {edge}.", f"方框：|w| ≤ 1/λ = {edge}。")
    return Words(
        f"{name.en[0].upper()}{name.en[1:]}, optimum {place(result.best)}. With the decay, λ = {rate}, it ends at "
        f"<b>{decayed}</b>; with the penalty, λ = {lam}, at <b>{penalised}</b>.\n The minimum of L2 is "
        f"{l2}.{box.en} Where the decay ends, the gradient of the loss has rms {rms[0]}.",
        f"{name.zh}，最优点 {place(result.best)}。权重衰减（λ = {rate}）的终点是 <b>{decayed}</b>，"
        f"惩罚项（λ = {lam}）的终点是 <b>{penalised}</b>。\nL2 的最小值在 {l2}。{box.zh}"
        f"衰减的终点处，损失梯度的均方根为 {rms[1]}。",
    )


def place(w: np.ndarray) -> str:
    return f"({number(w[0])}, {number(w[1])})"


ASKED_AT = {"optimizer": "adam"}
VEIL = Veil(("walks", "box", "name", "keys"), given=("h", "best", "expected"))
TO_DO = {
    "choose-adam-orange": lambda result, values: (
        values.optimizer == "adam" and values.sigma == 0 and 0.3 <= values.rate <= 0.6
    ),
    "raise-decay-corner": lambda result, values: (
        has_box(values) and not values.sigma and bool(np.linalg.norm(result.ends[1] - result.best) > 0.1)
    ),
    "choose-momentum-give": lambda result, values: (
        values.optimizer == "momentum" and abs(values.lam - values.rate) < 0.1
    ),
    "sceptic": lambda result, values: has_box(values) and values.sigma >= 1,
}
USES = {
    "choose-adam-orange": ("optimizer", "step"),
    "raise-decay-corner": ("optimizer", "rate", "step"),
    "choose-momentum-give": ("optimizer", "lam", "rate"),
    "sceptic": ("optimizer", "sigma"),
}


def judge(result: Result, values: Values) -> str:
    """Solved if with momentum both walks end within 0.02 of each other, not at the optimum; almost within 0.1."""
    away = np.linalg.norm(result.ends - result.best, axis=1).min()
    gap = np.linalg.norm(result.ends[0] - result.ends[1])
    if values.optimizer != "momentum" or away < 0.2:
        return "open"
    return "solved" if gap <= 0.02 else "almost" if gap <= 0.1 else "open"


CHALLENGE = Challenge(
    Words(
        "with momentum, make decay and penalty end in the same place, at least 0.2 from the optimum.",
        "用动量法，让衰减与惩罚的终点相同，且离最优点至少 0.2。",
    ),
    judge,
)


def along_ridge(result: Result, dx: float, dy: float) -> dict:
    """The λ whose minimum of L2 is nearest to where the hand pulls it."""
    hand = result.expected[0] + [dx, dy]
    lams = np.linspace(0, MOST, 501)
    places = penalised_end(result.h, result.best, lams[:, None])  # (501, 2)
    return {"lam": lams[np.linalg.norm(places - hand, axis=1).argmin()]}


def along_path(k: int) -> Callable:
    """A pull: the step at which a walk is nearest to where the hand pulls it."""

    def step(result, dx, dy, values):
        hand = result.paths[k, values.step] + [dx, dy]
        return {"step": np.linalg.norm(result.paths[k] - hand, axis=1).argmin()}

    return step


def walk_handles(k: int, name: str) -> list:
    """The walker, and the dots and lines that show its λ."""

    def pull(result, dx, dy, values):
        return {name: values[name] + dx}

    dots = [Handle(lambda artists, j=j: artists.walks[k].dots[j], pull=pull) for j in range(2)]
    nows = [Handle(lambda artists, j=j: artists.walks[k].nows[j], x=name) for j in range(2)]
    return [Handle(lambda artists: artists.walks[k].walker, pull=along_path(k)), *nows, *dots]


HANDLES = [
    Handle("box", drag=lambda result, x, y: {"rate": 1 / max(abs(x), abs(y), 1 / MOST)}),
    *walk_handles(0, "lam"),
    *walk_handles(1, "rate"),
    Handle("ridge", pull=along_ridge),
    Handle("best", x="w1", y="w2"),
]


@demo(Words("Penalty or decay?", "惩罚项还是权重衰减？"))
def decay(**values):
    """Two walks down a valley, one with an L2 penalty in its gradient, one whose weights decay beside each step.
    同一山谷里的两条路：一条把 L2 惩罚项加进梯度，另一条在每一步之外让权重衰减。

    penalty: g ← g + λ w;  decay: w ← w − η λ w beside the step;  the loss is ½ h₁ (w₁ − w₁*)² + ½ h₂ (w₂ − w₂*)².
    Adam has β₂ = 0.95: with 0.999 it goes to the same place, ten times as slowly.

    source : Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019); Xie & Li, Implicit Bias of AdamW (2024)
    """
