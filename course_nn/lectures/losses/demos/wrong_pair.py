"""A sigmoid with the squared error learns most slowly when it is most wrong: its own slope σ′(z) is in the way."""

from math import tanh
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import sigmoid, sigmoid_slope
from course_nn.stage import Challenge, Demo, Slider, Toggle, look
from course_nn.stage.numbers import number
from course_nn.words import Words

STEPS, X, TARGET = 300, 1.0, 0.0
SLOPES = {  # dC/dw of the one sample, from the output a = σ(wx + b); dC/db is the same without x
    "squared": lambda a: (a - TARGET) * a * (1 - a) * X,  # C = ½ (a - y)²: the factor a (1 - a) is σ′(z)
    "entropy": lambda a: (a - TARGET) * X,  # C = -y log a - (1 - y) log(1 - a): σ′(z) has cancelled
    "slip": lambda a: 1 / (1 - a),  # dC/da of the same, for the target 0, taken for dC/dw
}
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


class Result(NamedTuple):
    outputs: dict  # loss -> (STEPS + 1,) a
    costs: dict  # loss -> (STEPS + 1,) C
    sizes: dict  # "squared", "entropy" -> (z, |dC/dw|) at this step
    slope: float  # σ′(z) of the neuron with the squared error, at this step
    step: int
    slip: bool


def descend(slope, w, b, eta):
    """z = wx + b before every step of gradient descent: (STEPS + 1,)."""
    path = []
    for _ in range(STEPS + 1):
        z = w * X + b
        path.append(z)
        g = slope(0.5 + 0.5 * tanh(z / 2))  # σ(z) of a plain number
        w, b = w - eta * g, b - eta * g / X
    return np.array(path)


def compute(w, b, eta, step, slip):
    paths = {name: descend(slope, w, b, eta) for name, slope in SLOPES.items()}
    outputs = {name: sigmoid(z) for name, z in paths.items()}
    costs = {name: np.logaddexp(0, z) for name, z in paths.items()}  # -log(1 - σ(z)), for the target 0
    costs["squared"] = 0.5 * outputs["squared"] ** 2
    sizes = {name: (paths[name][step], abs(SLOPES[name](outputs[name][step]))) for name in ("squared", "entropy")}
    return Result(outputs, costs, sizes, float(sigmoid_slope(paths["squared"][step])), step, bool(slip))


def paint(figure):
    output, cost, size = figure.subplots(1, 3)
    output.set(xlim=(0, STEPS), ylim=(0, 1.6), xlabel="step", title="output $a$, target 0", yticks=[0, 0.5, 1])
    cost.set(xlim=(0, STEPS), yscale="log", ylim=(1e-3, 20), xlabel="step", title="cost $C$")
    cost.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    size.set(xlim=(Z[0], Z[-1]), yscale="log", ylim=(1e-4, 3), xlabel="$z = wx + b$", title="slope $|∂C/∂w|$")
    size.set_yticks([0.0001, 0.01, 1], ["0.0001", "0.01", "1"])
    size.plot(Z, SLOPES["squared"](sigmoid(Z)), lw=1.5, zorder=0.4, **STYLES["squared"])
    size.plot(Z, SLOPES["entropy"](sigmoid(Z)), lw=1.5, zorder=0.4, **STYLES["entropy"])
    keys = {}
    for y, name, text in (
        (1.51, "squared", "squared error"),
        (1.36, "entropy", "cross-entropy"),
        (1.21, "slip", "∂C/∂a for ∂C/∂w"),
    ):
        sample = output.plot([10, 60], [y, y], zorder=0.4, **STYLES[name])[0]
        keys[name] = sample, output.text(72, y, text, va="center", fontsize=10, zorder=0.4)
    size.text(8.2, 1.25, "$a - y$", color=look.BLUE, ha="right", va="bottom", zorder=0.4)
    size.text(1.8, 3e-4, "$(a - y)\\,σ′(z)$", color=look.VERMILION, ha="center", zorder=0.4)
    return SimpleNamespace(
        slip=keys["slip"],
        marks=[axes.axvline(0, ymax=0.7, color=look.GREY, lw=1, zorder=0.5) for axes in (output, cost)],
        gap=size.plot([], [], color=look.GREY, lw=1.2)[0],
        curves={name: [axes.plot([], [], **style)[0] for axes in (output, cost)] for name, style in STYLES.items()},
        dots={
            name: [
                axes.plot([], [], "o", ms=9, mec="white", color=STYLES[name]["color"], zorder=5, clip_on=False)[0]
                for axes in (output, cost, size)
            ]
            for name in ("squared", "entropy")
        },
    )


def draw(artists, result):
    now = result.step
    for mark in artists.marks:
        mark.set_xdata([now, now])
    for name, (output, cost) in artists.curves.items():
        output.set_data(range(STEPS + 1), result.outputs[name])
        cost.set_data(range(STEPS + 1), result.costs[name])
    for artist in (*artists.slip, *artists.curves["slip"]):
        artist.set_visible(result.slip)
    for name, (output, cost, size) in artists.dots.items():
        z, length = result.sizes[name]
        output.set_data([now], [result.outputs[name][now]])
        cost.set_data([now], [max(result.costs[name][now], 1e-3)])
        size.set_data([max(z, Z[0])], [max(length, 1e-4)])
    z, length = result.sizes["squared"]
    artists.gap.set_data([z, z], [max(length, 1e-4), length / result.slope])


def readout(result):
    squared, entropy, slip = result.outputs.values()
    now, (_, short), (_, long) = result.step, *result.sizes.values()
    first, end, other, a, c, fast = (
        number(v) for v in (squared[0], squared[-1], entropy[-1], squared[now], entropy[now], slip[-1])
    )
    en = f" ∂C/∂a in the place of ∂C/∂w, the slip on Nielsen’s page, ends at {fast}: too fast." if result.slip else ""
    zh = f"误把 ∂C/∂a 当作 ∂C/∂w（Nielsen 网页上的错误），终点为 {fast}：快得过头。" if result.slip else ""
    return Words(
        f"Step {now}: squared error answers <b>{a}</b>, slope {short:.4f} with its factor σ′(z) = {result.slope:.4f}; "
        f"cross-entropy <b>{c}</b>, slope {long:.4f}. In 300 steps: {first} → {end} and {first} → {other}.{en}",
        f"第 {now} 步：平方误差输出 <b>{a}</b>，斜率 {short:.4f}，含因子 σ′(z) = {result.slope:.4f}；"
        f"交叉熵输出 <b>{c}</b>，斜率 {long:.4f}。300 步：{first} → {end} 与 {first} → {other}。{zh}",
    )


def judge(result):
    """Solved if squared error ends above 0.9 and cross-entropy below 0.05, almost if squared error ends above 0.5."""
    squared, entropy = (result.outputs[name][-1] for name in ("squared", "entropy"))
    return "open" if entropy > 0.05 or squared < 0.5 else "solved" if squared > 0.9 else "almost"


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

    values : w, b at the start, eta, step, slip: where the controls start
    raises : BadInput for an unknown name or a value out of range
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
