"""A sigmoid with the squared error learns most slowly when it is most wrong: its slope p(1 − p) is then near 0."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from course_nn.activations import sigmoid, sigmoid_slope
from course_nn.common.words import Words, term
from course_nn.drawing import Axes, Figure, goals, look, marks
from course_nn.drawing.numbers import number, plain
from course_nn.lectures.losses.demos.wrong_pair.sigmoid_neuron import SLOPES, descend
from course_nn.stage import Challenge, Curve, Handle, Sceptic, Slider, Values, Veil, demo, tried
from course_nn.stage.shapes import at, highest

STEPS = 300
COMPARED = ("squared", "entropy")
STYLES = {
    "squared": dict(color=look.VERMILION),
    "entropy": dict(color=look.BLUE, ls="--"),
}
TIME = Words("step", "步数")
CONTROLS = {
    "w": Slider(Words("first w", "初始 w"), -1.0, 4.0, 2.0),
    "b": Slider(Words("first b", "初始 b"), -1.0, 4.0, 2.0),
    "eta": Slider("η", 0.005, 1.0, 0.15, 0.005, means=Words("learning rate", "学习率")),
    "step": Slider(TIME, 0, STEPS, 100, 1, plays=True),
}
PRESETS = {
    Words("wrong", "错得较轻"): {"w": 0.6, "b": 0.9, "eta": 0.15},
    Words("badly wrong", "错得很重"): {"w": 2.0, "b": 2.0, "eta": 0.15},
}
F = np.linspace(-6, 8.5, 146)
LEAST_LOSS, LEAST_SLOPE = 1e-3, 1e-4  # that are shown


class Slope(NamedTuple):
    f: float
    size: float  # |∂l/∂w|


class Result(NamedTuple):
    outputs: dict  # loss -> (STEPS + 1,) p
    losses: dict  # loss -> (STEPS + 1,) l
    slopes: dict  # loss -> Slope at this step
    factor: float  # p(1 − p) of the neuron with the squared error, at this step


def compute(w, b, eta, step) -> Result:
    paths = {kind: descend(kind, w, b, eta, STEPS) for kind in SLOPES}
    slopes = {kind: Slope(paths[kind].f[step], abs(SLOPES[kind](paths[kind].output[step]))) for kind in COMPARED}
    return Result(
        outputs={kind: path.output for kind, path in paths.items()},
        losses={kind: path.loss for kind, path in paths.items()},
        slopes=slopes,
        factor=float(sigmoid_slope(slopes["squared"].f)),
    )


def paint(figure: Figure) -> SimpleNamespace:
    output, loss, slope = figure.subplots(1, 3)
    output.set(xlim=(0, STEPS), ylim=(0, 1.6), xlabel=TIME.drawn(), yticks=[0, 0.5, 1])
    output.set_title(Words("output $p$, target 0", "输出 p，目标为 0").drawn())
    loss.set(xlim=(0, STEPS), yscale="log", ylim=(LEAST_LOSS, 20), xlabel=TIME.drawn())
    loss.set_title(Words("loss $l$", "损失").drawn())
    loss.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    names = term("squared error"), term("cross-entropy")
    key = marks.key(output, zip(map(Words.drawn, names), STYLES.values()), zorder=0.4)
    return SimpleNamespace(
        **paint_slopes(slope),
        goal=paint_goal(output),
        key=dict(zip(STYLES, key)),
        now=[marks.now(axes, ymax=0.7) for axes in (output, loss)],
        gap=marks.line(slope, color=look.GREY, lw=1.2),
        outputs={kind: marks.line(output, **style) for kind, style in STYLES.items()},
        losses={kind: marks.line(loss, **style) for kind, style in STYLES.items()},
        on_output={kind: dot(output, kind) for kind in COMPARED},
        on_loss={kind: dot(loss, kind) for kind in COMPARED},
        on_slope={kind: dot(slope, kind) for kind in COMPARED},
    )


def paint_goal(axes: Axes) -> list:
    """Where both outputs should be after the last step."""
    grey = dict(color=look.ink(look.GREY), zorder=0.4)
    thick = dict(lw=5, clip_on=False, solid_capstyle="butt", **grey)
    spans = [axes.plot([STEPS, STEPS], span, **thick)[0] for span in ([0.9, 1], [0, 0.05])]
    return [*spans, goals.name(axes, STEPS - 6, 0.95, ha="right", va="center", zorder=0.4)]


def paint_slopes(axes: Axes) -> dict:
    axes.set(xlim=(F[0], F[-1]), yscale="log", ylim=(LEAST_SLOPE, 3), xlabel="$f = wx + b$")
    axes.set_title(Words("slope $|∂l/∂w|$", "斜率 |∂l/∂w|").drawn())
    axes.set_yticks([0.0001, 0.01, 1], ["0.0001", "0.01", "1"])
    still = dict(lw=1.5, zorder=0.4)
    slopes = {kind: axes.plot(F, SLOPES[kind](sigmoid(F)), **still, **STYLES[kind])[0] for kind in COMPARED}
    axes.text(8.2, 1.25, "$p - c$", color=look.BLUE, ha="right", va="bottom", zorder=0.4)
    name = axes.text(1.8, 3e-4, "$(p - c)\\,p(1 - p)$", color=look.ink(look.VERMILION), ha="center", zorder=0.4)
    return dict(slopes=slopes, name=name)


def dot(axes: Axes, kind: str) -> Line2D:
    return marks.dot(axes, ms=9, mfc=STYLES[kind]["color"], clip_on=False)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    step = values.step
    for line in artists.now:
        marks.at(line, step)
    for kind in STYLES:
        artists.outputs[kind].set_data(range(STEPS + 1), result.outputs[kind])
        artists.losses[kind].set_data(range(STEPS + 1), result.losses[kind])
    for kind, slope in result.slopes.items():
        artists.on_output[kind].set_data([step], [result.outputs[kind][step]])
        artists.on_loss[kind].set_data([step], [max(result.losses[kind][step], LEAST_LOSS)])
        artists.on_slope[kind].set_data([max(slope.f, F[0])], [max(slope.size, LEAST_SLOPE)])
    squared = result.slopes["squared"]
    artists.gap.set_data([squared.f, squared.f], [max(squared.size, LEAST_SLOPE), squared.size / result.factor])


def readout(result: Result, values: Values) -> Words:
    squared, entropy = (result.outputs[kind] for kind in COMPARED)
    now, other = number(squared[values.step]), number(entropy[values.step])
    first, end, other_end = number(squared[0]), number(squared[-1]), number(entropy[-1])
    slope, other_slope = (number(result.slopes[kind].size, 4) for kind in COMPARED)
    factor = number(result.factor, 4)
    return Words(
        f"The output starts at {first}. At step {values.step} it is <b>{now}</b> with the squared error, and "
        f"<b>{other}</b> with the cross-entropy; after {STEPS} steps, {end} and {other_end}.\n Slopes at this step: "
        f"squared error {slope}, with the factor p(1 − p) = {factor}; cross-entropy {other_slope}.",
        f"输出从 {first} 开始；第 {values.step} 步时，用平方误差的为 <b>{now}</b>，用交叉熵的为 <b>{other}</b>；"
        f"{STEPS} 步后分别为 {end} 和 {other_end}。\n 这一步的斜率：平方误差 {slope}，其中因子 p(1 − p) 为 {factor}；"
        f"交叉熵 {other_slope}。",
    )


# Given is how the cross-entropy learns from 0.98.
OF_SQUARED = tuple(f"{part}.squared" for part in ("key", "slopes", "outputs", "losses", "on_output", "on_loss"))
VEIL = Veil((*OF_SQUARED, "name", "goal", "on_slope", "gap"), given=("outputs", "losses"))
USES = {
    "press-wrong-starts": ("w", "b", "step"),
    "drag-grey-line": ("step",),
    "press-badly-wrong": ("eta", "step"),
}
TO_DO = {
    "press-wrong-starts": tried(w=(0.6, 2.0), b=(0.9, 2.0)),
    "drag-grey-line": lambda result, seen: min(seen["step"]) < 15 and max(seen["step"]) > 285,
    "press-badly-wrong": lambda result, values: values.w == values.b == 2 and values.eta > 0.595,
}


def judge(result: Result) -> str:
    """Solved if squared error ends above 0.9 and cross-entropy below 0.05, almost if squared error ends above 0.5."""
    squared, entropy = (result.outputs[kind][-1] for kind in COMPARED)
    if entropy > 0.05 or squared < 0.5:
        return "open"
    return "solved" if squared > 0.9 else "almost"


CHALLENGE = Challenge(
    Words(
        "find a start from which 300 steps bring cross-entropy below 0.05 and leave squared error above 0.9.",
        "找一个起点：300 步后交叉熵的输出低于 0.05，而平方误差的输出仍高于 0.9。",
    ),
    judge,
)


def start_aside(result: Result, dx: float, dy: float, values: Values) -> dict:
    """Both neurons start with an f that is larger by dx."""
    return {"w": values.w + dx}


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How the slope of the squared error was expected to change from the output 0.82 (f = 1.5) to 0.98 (f = 4)."""
    f = np.array([1.5, 4.0])
    near, far = SLOPES["squared"](sigmoid(f))
    stroke = np.stack([f, [near, {"0.98": 5 * near, "0.82": far, "same": near}[option]]], axis=1)
    words = (4.6, 0.004)  # where they stand, a place that is not drawn
    return artists.gap.axes, np.concatenate([stroke, [(np.nan, np.nan), words]])


def slopes_over_f(kind: str) -> np.ndarray:
    """|∂l/∂w| at the places that are asked for, as far as the axis shows it."""
    return np.abs(SLOPES[kind](sigmoid(np.array(ASKED, float)))).clip(LEAST_SLOPE)


def beside_the_slopes(drawn: np.ndarray, true: np.ndarray) -> Words:
    """Where the drawn slope is largest, and how large it is where the neuron is most wrong, beside the true one."""
    names, last = [f"f = {plain(f)}" for f in ASKED], ASKED[-1]
    own, place = at(highest(drawn, log=True), names), names[true.argmax()]
    left, rest = (f"{slopes[-1]:.1g}" for slopes in (drawn, true))
    return Words(
        f"Your slope is largest {own.en}; measured: near {place}. At f = {last}, where the output is most wrong, you "
        f"expected {left}; {rest} is left.",
        f"你画的斜率{own.zh}最大；实际上在 {place} 附近最大。在 f = {last} 处，输出错得最厉害，"
        f"你画的是 {left}，实际只剩 {rest}。",
    )


ASKED = (-6, -4, -2, -1, 0, 1, 2, 3, 4, 6, 8)  # f
ESTIMATE = Curve(
    axes=lambda artists: artists.gap.axes,
    x=ASKED,
    across="f",
    label=Words("slope", "斜率"),
    low=LEAST_SLOPE,
    high=1,
    log=True,
    truth=lambda: slopes_over_f("squared"),
    places={"0.98": slopes_over_f("entropy"), "0.82": slopes_over_f("squared"), "same": [0.1] * len(ASKED)},
    said=beside_the_slopes,
)


SCEPTIC = Sceptic(
    Words(
        "a sigmoid that starts very wrong stays wrong longer with the squared error.",
        "起初错得厉害的 sigmoid，用平方误差会错得更久。",
    ),
    Words("By how much it is further off after the last step", "最后一步之后离目标远出多少"),
    lambda result: float(result.outputs["squared"][-1] - result.outputs["entropy"][-1]),
)


HANDLES = [
    *(Handle(lambda artists, k=k: artists.now[k], x="step") for k in (0, 1)),
    *(Handle(lambda artists, kind=kind: artists.on_slope[kind], pull=start_aside) for kind in COMPARED),
]


@demo(Words("The wrong pair", "不合适的搭配"), height=3.2)
def wrong_pair(**values):
    """One sigmoid neuron must learn to answer 0 to x = 1: with the squared error, and with the cross-entropy.
    一个 sigmoid 神经元要学会对 x = 1 输出 0：分别用平方误差与交叉熵。

    p = sigmoid(f), f = wx + b;  l = ½ (p - c)²: ∂l/∂w = (p - c) p(1 - p) x;  l = -log(1 - p): ∂l/∂w = (p - c) x;
    c = 0, 300 steps

    source : Nielsen, Neural Networks and Deep Learning (2015), chapter 3, "The cross-entropy cost function"
    """
