"""One weight goes downhill: too small a learning rate crawls, too large a one jumps over the valley and out of it."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.primer.steps import descend
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Values, Veil, demo

X = np.array([1.0, 2.0, 3.0])
Y = np.array([1.5, 3.0, 6.5])
CURVATURE = float(np.mean(X**2))  # of the loss: how fast its slope changes
BEST = float(np.mean(X * Y) / CURVATURE)
STEPS = 30
CONTROLS = {
    "start": Slider(Words("first w", "起点 w"), -2.0, 6.0, -1.0),
    "learning_rate": Slider(Words("rate η", "学习率 η"), 0.01, 0.6, 0.05, 0.01),
    "step": Slider(Words("step", "步数"), 0, STEPS, 3, 1, plays=True),
}
AXIS = np.linspace(-2.5, 6.5, 181)
# Of the loss that is shown; below 0 there is room for what was predicted; and between a goal and its name.
TOP = 45.0
LOW = -7.0
ROOM = 2.0
RANGE = (0.1, 1e4)  # of the losses over the steps
# Of the distance to the best weight, what a step leaves: so little, and it has landed; so much, and it crawls.
NEAR = 0.03
CRAWL = 0.7


class Result(NamedTuple):
    path: np.ndarray  # (STEPS + 1,) the weight before the first and after each step
    losses: np.ndarray  # (STEPS + 1,)
    slope: float  # dl/dw now
    factor: float  # by which each step multiplies the distance to the best weight


def loss(w: np.ndarray | float) -> np.ndarray | float:
    """Half the mean squared error of the line y = w x through the three points."""
    return np.mean(0.5 * (np.multiply.outer(w, X) - Y) ** 2, axis=-1)


def slope(w: float) -> float:
    """The derivative of the loss, mean (w x − y) x, for a single w."""
    return float(np.mean((w * X - Y) * X))


def compute(start, learning_rate, step) -> Result:
    path = descend(slope, start, learning_rate, STEPS)
    return Result(
        path=path,
        losses=loss(path),
        slope=slope(path[step]),
        factor=1 - learning_rate * CURVATURE,
    )


def paint(figure: Figure) -> SimpleNamespace:
    data, valley, curve = figure.subplots(1, 3, width_ratios=[1, 1.3, 1.1])
    data.set(xlim=(0, 3.6), ylim=(-4, 12), xlabel="$x$", title="$y = w\\,x$")
    data.plot(X, Y, "o", color=look.BLUE, ms=8, mec="white", zorder=4)
    valley.set(xlim=(-2.5, 6.5), ylim=(LOW, TOP), yticks=range(0, 45, 10), xlabel="$w$", title="$l(w)$")
    valley.plot(AXIS, loss(AXIS), color=look.BLUE)
    valley.axvline(BEST, color=look.PALE, lw=1, zorder=0)
    goal = [goals.point(valley, BEST, loss(BEST)), goals.name(valley, BEST, loss(BEST) + ROOM, ha="center")]
    curve.set(xlim=(0, STEPS), ylim=RANGE, yscale="log", xlabel="$k$", title="$l(w_k)$")
    return SimpleNamespace(
        goal=goal,
        line=marks.line(data, color=look.BLACK),
        errors=marks.line(data, color=look.VERMILION, lw=1.5, ls=":"),
        path=marks.line(valley, "o-", color=look.GREY, lw=1, ms=4),
        tangent=marks.line(valley, color=look.VERMILION, lw=1.5),
        point=marks.dot(valley),
        losses=marks.line(curve, "o-", color=look.BLACK, lw=1, ms=3),
        now=marks.now(curve),
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where the first step was predicted to land: near the bottom, or beyond it as high as the start, or higher."""
    start = CONTROLS["start"].start
    w = {"nearer": BEST, "across": 2 * BEST - start, "away": 2.25 * BEST - 1.25 * start}[option]
    return artists.path.axes, np.array([[w, loss(w)]])


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    w = result.path[values.step]
    passed = result.path[: values.step + 1]
    artists.line.set_data([0, 3.6], [0, 3.6 * w])
    gaps = np.full_like(X, np.nan)
    artists.errors.set_data(np.stack([X, X, gaps], axis=1).ravel(), np.stack([Y, w * X, gaps], axis=1).ravel())
    artists.path.set_data(passed, loss(passed))
    reach = np.array([w - 1.5, w + 1.5])
    artists.tangent.set_data(reach, loss(w) + result.slope * (reach - w))
    artists.point.set_data([w], [min(loss(w), TOP)])
    artists.losses.set_data(range(STEPS + 1), np.clip(result.losses, *RANGE))
    marks.at(artists.now, values.step)


def kind(result: Result) -> Words:
    """What kind of descent it is, by what a step does to the distance from the best weight."""
    if abs(result.factor) > 1:
        return Words("each step lands farther away: it diverges", "每步都离得更远：发散")
    if result.factor < -NEAR:
        return Words("each step jumps over the valley: it zig-zags", "每步都跳过谷底：来回摆动")
    if result.factor <= NEAR:
        return Words("one step is enough", "一步到位")
    if result.factor > CRAWL:
        return Words("each step is short: it crawls", "每步都很短：进展缓慢")
    return Words("it comes straight down", "径直下降")


def readout(result: Result, values: Values) -> Words:
    w, loss, slope = (magnitude(v) for v in (result.path[values.step], result.losses[values.step], result.slope))
    move, how = magnitude(-values.learning_rate * result.slope), kind(result)
    factor, best = number(result.factor), number(BEST)
    return Words(
        f"Step {values.step}: w = <b>{w}</b>, loss <b>{loss}</b>. With this η {how.en}.\n The slope is {slope}, so the "
        f"next step is −η · slope = {move}. Each step multiplies the distance to the best w, {best}, by {factor}.",
        f"第 {values.step} 步：w = <b>{w}</b>，损失 <b>{loss}</b>。取这个 η 时，{how.zh}。\n 斜率为 {slope}，下一步使 "
        f"w 改变 −η · 斜率 = {move}。每一步都把到最优 w（{best}）的距离乘以 {factor}。",
    )


def factors(seen: dict) -> np.ndarray:
    """What a step did to the distance from the best weight, with each rate that was tried."""
    return 1 - np.array([*seen["learning_rate"]]) * CURVATURE


def doubled(result: Result, seen: dict) -> bool:
    """A rate that lands at the bottom was tried, and now it is about twice that."""
    return bool((np.abs(factors(seen)) <= NEAR).any() and abs(result.factor + 1) <= 0.1)


def all_three(result: Result, seen: dict) -> bool:
    """Rates were tried that crawl, that zig-zag and that diverge."""
    tried = factors(seen)
    return bool((tried > CRAWL).any() and ((-1 < tried) & (tried < -NEAR)).any() and (tried < -1).any())


VEIL = Veil(("goal", "line", "errors", "path", "tangent", "point", "losses", "now"))
TO_DO = {
    "raise-first-step": doubled,
    "press-play-smaller": all_three,
    "pull-first-grey": lambda result, seen: max(seen["start"]) - min(seen["start"]) >= 2,
}


def judge(result: Result) -> str:
    """Solved where a single step lands at the bottom; almost where at most a fifth of the way is left."""
    return "solved" if abs(result.factor) <= NEAR else "almost" if abs(result.factor) <= 0.2 else "open"


CHALLENGE = Challenge(
    Words(
        "find the learning rate with which a single step reaches the bottom, wherever it starts.",
        "找到一个学习率，使得无论从哪里出发，一步就到谷底。",
    ),
    judge,
)


def from_here(w: float) -> dict:
    """The weight where the hand puts it, with the descent at its start."""
    return {"start": w, "step": 0}


def same_factor(result: Result) -> float:
    """The factor of the third step by the factor of the first; nan where the first step arrives."""
    away = result.path[:4] - BEST
    return float(away[3] / away[2] / (away[1] / away[0])) if np.all(np.abs(away) > 1e-9) else np.nan


SCEPTIC = Sceptic(
    Words(
        "in this valley each step multiplies the distance to the bottom by the same number, wherever it begins.",
        "在这个山谷里，无论从哪里出发，每一步都把到谷底的距离乘以同一个数。",
    ),
    Words("Last factor divided by first factor", "末步的倍数除以首步的倍数"),
    same_factor,
)


HANDLES = [
    Handle("now", x="step"),
    Handle("line", drag=lambda result, x, y: from_here(y / max(x, 0.1))),
    Handle(
        "path",  # its first place
        at=lambda path, result: [[(result.path[0], loss(result.path[0]))]],
        pull=lambda result, dw, dl: {"start": result.path[0] + dw},
    ),
    Handle("point", pull=lambda result, dw, dl, values: from_here(result.path[values.step] + dw)),
]


@demo(Words("Downhill, step by step", "一步一步下山"))
def descent(**values):
    """Gradient descent on one weight: the line it fits, the valley it walks through, the loss after every step.
    单个权重上的梯度下降：所拟合的直线、走过的山谷、每一步之后的损失。

    w ← w − η dl/dw,  l(w) = mean ½ (w x − y)²;  w_k − w* = (1 − η h)^k (w_0 − w*),  h = mean x²

    source : Cauchy (1847)
    """
