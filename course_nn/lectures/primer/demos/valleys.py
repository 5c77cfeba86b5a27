"""A loss with two valleys: the first weight decides which one descent finds, unless a large step jumps the hill."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import number
from course_nn.lectures.primer.steps import descend, two_valleys, two_valleys_slope
from course_nn.stage import Challenge, Handle, Sceptic, Slider, Values, Veil, demo

STEPS = 30
CONTROLS = {
    "start": Slider(Words("first w", "起点 w"), -2.0, 2.0, 1.6),
    "learning_rate": Slider(Words("rate η", "学习率 η"), 0.02, 0.6, 0.1, 0.02),
    "step": Slider(Words("step", "步数"), 0, STEPS, 5, 1, plays=True),
}
AXIS = np.linspace(-2.2, 2.2, 221)
FLATS = np.sort(np.roots([1.0, 0.0, -1.0, 0.15]).real)  # where the slope is 0: left valley, hill, right valley
LEFT, HILL, RIGHT = (float(w) for w in FLATS)
# Of the loss that is shown; below 0 there is room for what was predicted; and between a goal and its name.
TOP = 2.6
LOW = -0.4
ROOM = 0.15


class Result(NamedTuple):
    path: np.ndarray  # (STEPS + 1,) the weight before the first and after each step
    losses: np.ndarray  # (STEPS + 1,)
    slope: float  # dl/dw now
    end: str  # "left" or "right", the valley it settles in; "" if it has not settled


def valley(w: float) -> str:
    """The valley at whose bottom w is, within a hundredth."""
    return "left" if abs(w - LEFT) < 0.01 else "right" if abs(w - RIGHT) < 0.01 else ""


def compute(start, learning_rate, step) -> Result:
    path = descend(two_valleys_slope, start, learning_rate, 20 * STEPS)
    return Result(
        path=path[: STEPS + 1],
        losses=two_valleys(path[: STEPS + 1]),
        slope=float(two_valleys_slope(path[step])),
        end=valley(path[-1]),
    )


def paint(figure: Figure) -> SimpleNamespace:
    hills, curve = figure.subplots(1, 2, width_ratios=[1.4, 1])
    hills.set(xlim=(-2.2, 2.2), ylim=(LOW, TOP), yticks=[0, 1, 2], xlabel="$w$", title="$l(w)$")
    hills.plot(AXIS, two_valleys(AXIS), color=look.BLUE)
    hills.axvline(HILL, color=look.PALE, lw=1, zorder=0)
    goal = [goals.point(hills, LEFT, two_valleys(LEFT)), goals.name(hills, LEFT, two_valleys(LEFT) + ROOM, ha="center")]
    curve.set(xlim=(0, STEPS), ylim=(0, TOP), xlabel="$k$", title="$l(w_k)$")
    for w in (LEFT, RIGHT):
        curve.axhline(two_valleys(w), color=look.PALE, lw=1, zorder=0)
    return SimpleNamespace(
        goal=goal,
        path=marks.line(hills, "o-", color=look.GREY, lw=1, ms=4),
        tangent=marks.line(hills, color=look.VERMILION, lw=1.5),
        point=marks.dot(hills),
        losses=marks.line(curve, "o-", color=look.BLACK, lw=1, ms=3),
        now=marks.now(curve),
    )


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Where descent was predicted to end."""
    w = {"deep": LEFT, "near": RIGHT, "top": HILL}[option]
    return artists.path.axes, np.array([[w, two_valleys(w)]])


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    w = result.path[values.step]
    passed = result.path[: values.step + 1]
    artists.path.set_data(passed, two_valleys(passed))
    reach = np.array([w - 0.5, w + 0.5])
    artists.tangent.set_data(reach, two_valleys(w) + result.slope * (reach - w))
    artists.point.set_data([w], [two_valleys(w)])
    artists.losses.set_data(range(STEPS + 1), result.losses)
    marks.at(artists.now, values.step)


ENDS = {
    "left": Words("it settles in the left valley, the deeper one", "最终停在左边的谷底，即较深的一个"),
    "right": Words("it settles in the right valley, the shallower one", "最终停在右边的谷底，即较浅的一个"),
    "": Words("it settles in neither valley", "最终没有停在任何一个谷底"),
}


def readout(result: Result, values: Values) -> Words:
    w, loss, slope = (number(v) for v in (result.path[values.step], result.losses[values.step], result.slope))
    where = ENDS[result.end]
    return Words(
        f"Step {values.step}: w = <b>{w}</b>, loss <b>{loss}</b>, slope {slope}. If it goes on like this, {where.en}.",
        f"第 {values.step} 步：w = <b>{w}</b>，损失 <b>{loss}</b>，斜率 {slope}。这样走下去，{where.zh}。",
    )


VEIL = Veil(("goal", "path", "tangent", "point", "losses", "now"))
TO_DO = {
    "press-play-pull": lambda result, values: values.step == STEPS and values.start > HILL,
    "small-pull-first": lambda result, values: values.learning_rate <= 0.1 and result.end == "left",
    "set-largest-pull": lambda result, values: (
        values.learning_rate >= 0.6 and values.start < HILL and result.end == "right"
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved by getting into the left valley from w ≥ 1; almost from anywhere right of the hill."""
    if result.end != "left" or values.start <= HILL:
        return "open"
    return "solved" if values.start >= 1 else "almost"


CHALLENGE = Challenge(
    Words(
        "start at w = 1 or farther right, and settle in the left valley.",
        "从 w = 1 或更靠右的地方出发，停在左边的谷底。",
    ),
    judge,
)


def ends_where_it_began(result: Result, values: Values) -> float:
    """1 if it ends in the valley to which the smallest steps lead from the same start, else 0; nan before it ends."""
    smallest = compute(values.start, CONTROLS["learning_rate"].low, 0)
    return float(result.end == smallest.end) if result.end and smallest.end else np.nan


SCEPTIC = Sceptic(
    Words("a descent ends in the valley in which it begins.", "从哪个山谷出发，就在哪个山谷停下。"),
    Words("Whether it ends where it began: 1 is yes", "停在出发的山谷（1 为是）"),
    ends_where_it_began,
)


HANDLES = [
    Handle("now", x="step"),
    Handle(
        "path",  # its first place
        at=lambda path, result: [[(result.path[0], two_valleys(result.path[0]))]],
        pull=lambda result, dw, dl: {"start": result.path[0] + dw},
    ),
    Handle("point", pull=lambda result, dw, dl, values: {"start": result.path[values.step] + dw, "step": 0}),
]


@demo(Words("Two valleys", "两个山谷"), height=2.8)
def valleys(**values):
    """Gradient descent on a loss with two valleys.
    在有两个山谷的损失上做梯度下降。

    w ← w − η dl/dw,  l(w) = ¼ (w² − 1)² + 0.15 w + 0.2
    """
