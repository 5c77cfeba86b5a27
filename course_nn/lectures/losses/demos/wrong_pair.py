"""A sigmoid with the squared error learns most slowly when it is most wrong: its own slope σ′(z) is in the way."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid, sigmoid_slope
from course_nn.lectures.losses.sigmoid_neuron import SLOPES, descend
from course_nn.stage import Challenge, Demo, Slider, Toggle, look, marks
from course_nn.stage.numbers import number
from course_nn.words import Words

STEPS = 300
COMPARED = ("squared", "entropy")
STYLES = {
    "squared": dict(color=look.VERMILION),
    "entropy": dict(color=look.BLUE, ls="--"),
    "slip": dict(color=look.GREY, ls=":"),
}
CONTROLS = {
    "w": Slider(Words("first w", "初始 w"), -1.0, 4.0, 2.0),
    "b": Slider(Words("first b", "初始 b"), -1.0, 4.0, 2.0),
    "eta": Slider("η", 0.005, 1.0, 0.15, 0.005),
    "step": Slider(Words("step", "步"), 0, STEPS, 100, 1, plays=True),
    "slip": Toggle(Words("∂C/∂a by mistake", "误用 ∂C/∂a")),
}
PRESETS = {
    Words("wrong", "错"): {"w": 0.6, "b": 0.9, "eta": 0.15},
    Words("badly wrong", "大错"): {"w": 2.0, "b": 2.0, "eta": 0.15},
}
Z = np.linspace(-6, 8.5, 146)
# The least cost and the least slope that are shown.
LEAST_COST = 1e-3
LEAST_SLOPE = 1e-4


class Slope(NamedTuple):
    z: float
    size: float  # |∂C/∂w|


class Result(NamedTuple):
    outputs: dict  # loss -> (STEPS + 1,) a
    costs: dict  # loss -> (STEPS + 1,) C
    slopes: dict  # "squared", "entropy" -> Slope at this step
    factor: float  # σ′(z) of the neuron with the squared error, at this step
    step: int
    slip: bool


def compute(w, b, eta, step, slip):
    paths = {kind: descend(kind, w, b, eta, STEPS) for kind in SLOPES}
    slopes = {kind: Slope(paths[kind].z[step], abs(SLOPES[kind](paths[kind].output[step]))) for kind in COMPARED}
    return Result(
        outputs={kind: path.output for kind, path in paths.items()},
        costs={kind: path.cost for kind, path in paths.items()},
        slopes=slopes,
        factor=float(sigmoid_slope(slopes["squared"].z)),
        step=step,
        slip=slip,
    )


def paint(figure):
    output, cost, slope = figure.subplots(1, 3)
    output.set(xlim=(0, STEPS), ylim=(0, 1.6), xlabel="step", title="output $a$, target 0", yticks=[0, 0.5, 1])
    cost.set(xlim=(0, STEPS), yscale="log", ylim=(LEAST_COST, 20), xlabel="step", title="cost $C$")
    cost.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    paint_slopes(slope)
    names = [
        ("squared error", STYLES["squared"]),
        ("cross-entropy", STYLES["entropy"]),
        ("∂C/∂a for ∂C/∂w", STYLES["slip"]),
    ]
    return SimpleNamespace(
        name_of_slip=marks.key(output, names, zorder=0.4)[-1],
        now=[marks.now(axes, ymax=0.7) for axes in (output, cost)],
        gap=slope.plot([], [], color=look.GREY, lw=1.2)[0],
        outputs={kind: output.plot([], [], **style)[0] for kind, style in STYLES.items()},
        costs={kind: cost.plot([], [], **style)[0] for kind, style in STYLES.items()},
        on_output={kind: dot(output, kind) for kind in COMPARED},
        on_cost={kind: dot(cost, kind) for kind in COMPARED},
        on_slope={kind: dot(slope, kind) for kind in COMPARED},
    )


def paint_slopes(axes):
    axes.set(xlim=(Z[0], Z[-1]), yscale="log", ylim=(LEAST_SLOPE, 3), xlabel="$z = wx + b$", title="slope $|∂C/∂w|$")
    axes.set_yticks([0.0001, 0.01, 1], ["0.0001", "0.01", "1"])
    for kind in COMPARED:
        axes.plot(Z, SLOPES[kind](sigmoid(Z)), lw=1.5, zorder=0.4, **STYLES[kind])
    axes.text(8.2, 1.25, "$a - y$", color=look.BLUE, ha="right", va="bottom", zorder=0.4)
    axes.text(1.8, 3e-4, "$(a - y)\\,σ′(z)$", color=look.VERMILION, ha="center", zorder=0.4)


def dot(axes, kind):
    return marks.dot(axes, ms=9, mfc=STYLES[kind]["color"], clip_on=False)


def draw(artists, result):
    step = result.step
    for line in artists.now:
        marks.at(line, step)
    for kind in STYLES:
        artists.outputs[kind].set_data(range(STEPS + 1), result.outputs[kind])
        artists.costs[kind].set_data(range(STEPS + 1), result.costs[kind])
    for artist in (*artists.name_of_slip, artists.outputs["slip"], artists.costs["slip"]):
        artist.set_visible(result.slip)
    for kind, slope in result.slopes.items():
        artists.on_output[kind].set_data([step], [result.outputs[kind][step]])
        artists.on_cost[kind].set_data([step], [max(result.costs[kind][step], LEAST_COST)])
        artists.on_slope[kind].set_data([max(slope.z, Z[0])], [max(slope.size, LEAST_SLOPE)])
    squared = result.slopes["squared"]
    artists.gap.set_data([squared.z, squared.z], [max(squared.size, LEAST_SLOPE), squared.size / result.factor])


def readout(result):
    squared, entropy = (result.outputs[kind] for kind in COMPARED)
    now, other = number(squared[result.step]), number(entropy[result.step])
    first, end, other_end = number(squared[0]), number(squared[-1]), number(entropy[-1])
    slope, other_slope = (number(result.slopes[kind].size, 4) for kind in COMPARED)
    factor, slip = number(result.factor, 4), slip_words(result)
    return Words(
        f"Step {result.step}: squared error answers <b>{now}</b>, slope {slope} with its factor σ′(z) = {factor}; "
        f"cross-entropy <b>{other}</b>, slope {other_slope}. "
        f"In 300 steps: {first} → {end} and {first} → {other_end}.{slip.en}",
        f"第 {result.step} 步：平方误差输出 <b>{now}</b>，斜率 {slope}，含因子 σ′(z) = {factor}；"
        f"交叉熵输出 <b>{other}</b>，斜率 {other_slope}。"
        f"300 步：{first} → {end} 与 {first} → {other_end}。{slip.zh}",
    )


def slip_words(result):
    if not result.slip:
        return Words("", "")
    end = number(result.outputs["slip"][-1])
    return Words(
        f" ∂C/∂a in the place of ∂C/∂w, the slip on Nielsen’s page, ends at {end}: too fast.",
        f"误把 ∂C/∂a 当作 ∂C/∂w（Nielsen 网页上的错误），终点为 {end}：快得过头。",
    )


def judge(result):
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


def wrong_pair(**values):
    """One sigmoid neuron must learn to answer 0 to x = 1: with the squared error, and with the cross-entropy.
    一个 sigmoid 神经元要学会对 x = 1 输出 0：分别用平方误差与交叉熵。

    a = σ(wx + b);  C = ½ (a - y)²: ∂C/∂w = (a - y) σ′(z) x;  C = -log(1 - a): ∂C/∂w = (a - y) x;  y = 0, 300 steps
    The interactive page of the source uses ∂C/∂a = 1 / (1 - a) for the cross-entropy's ∂C/∂w, with η = 0.005, and so
    learns too fast; "slip" draws that curve too.

    source : Nielsen, Neural Networks and Deep Learning (2015), chapter 3, "The cross-entropy cost function"
    """
    return Demo(
        wrong_pair,
        Words("The wrong pair", "不合适的搭配"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets=PRESETS,
        height=3.2,
        values=values,
    )
