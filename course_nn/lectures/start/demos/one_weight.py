"""The smallest network there is: one input, one weight, one bias, and a curve that says yes, no, or perhaps."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.stage import Challenge, Demo, Slider, look
from course_nn.stage.numbers import number
from course_nn.words import Words

CONTROLS = {
    "w": Slider("w", -5.0, 5.0, 2.0),
    "b": Slider("b", -5.0, 5.0, 2.0),
    "x": Slider("x", -4.0, 4.0, 0.2),
}
SIGMOID = ACTIVATIONS["sigmoid"].f
AXIS = np.linspace(-4, 4, 321)


class Result(NamedTuple):
    w: float
    b: float
    x: float
    z: float
    y: float
    half: float  # the x where y = 1/2; nan for w = 0
    curve: np.ndarray  # (321,) the output along AXIS


def compute(w, b, x):
    z = w * x + b
    return Result(w, b, x, z, float(SIGMOID(z)), 0.0 - b / w if w else np.nan, SIGMOID(w * AXIS + b))


def paint(figure):
    axes = figure.subplots()
    axes.set(xlim=(-4, 4), ylim=(-0.08, 1.08), yticks=[0, 0.5, 1], xlabel="$x$")
    axes.set_ylabel("$y = \\sigma(wx + b)$")
    ground = axes.imshow(look.heat(np.zeros((1, 321))), extent=(-4, 4, -0.08, 1.08), aspect="auto", zorder=0)
    axes.axhline(0.5, color=look.GREY, lw=0.8, zorder=0.5)
    return SimpleNamespace(
        ground=ground,
        fall=axes.plot([], [], color=look.BLACK, lw=1.2, ls="--")[0],
        curve=axes.plot([], [], color=look.BLACK, lw=3)[0],
        half=axes.plot([], [], "s", ms=9, mfc="white", mec=look.BLACK, mew=1.8, zorder=4)[0],
        tag=axes.text(0, 0, "", fontsize=11, zorder=4),
        drop=axes.plot([], [], color=look.VERMILION, lw=1.2, ls=":")[0],
        point=axes.plot([], [], "o", ms=11, mfc=look.VERMILION, mec="white", zorder=5)[0],
    )


def draw(artists, result):
    artists.ground.set_data(look.heat(result.curve[None]))
    artists.curve.set_data(AXIS, result.curve)
    inside = abs(result.half) <= 4  # False for nan
    artists.half.set_data(*(([result.half], [0.5]) if inside else ([], [])))
    artists.fall.set_data(*(([result.half] * 2, [-0.08, 1.08]) if inside else ([], [])))
    put_tag(artists.tag, result, inside)
    artists.drop.set_data([result.x, result.x], [-0.08, result.y])
    artists.point.set_data([result.x], [result.y])


def put_tag(tag, result, inside):
    """Above, on the side where the curve is low; below, on the other side, where the picture ends too early."""
    side = -1 if result.w > 0 else 1
    above = side * result.half < 2.6
    side = side if above else -side
    tag.set_position((result.half + 0.1 * side if inside else 0, 0.94 if above else 0.02))
    tag.set(ha="left" if side > 0 else "right", text=f"$-b/w$ = {number(result.half)}" if inside else "")


def readout(result):
    sign, size = "−" if result.b < 0 else "+", number(abs(result.b))
    sums = f"y = σ(wx + b) = σ({number(result.w * result.x)} {sign} {size}) = <b>{number(result.y, 3)}</b>"
    if not result.w:
        return Words(
            f"{sums}. With w = 0 the input does not matter: the curve is flat.",
            f"{sums}。w = 0 时输入不起作用：曲线是平的。",
        )
    (en, zh), half = ("rises", "上升") if result.w > 0 else ("falls", "下降"), number(result.half)
    return Words(
        f"{sums}. The curve {en} through ½ at x = −b/w = {half}.", f"{sums}。曲线在 x = −b/w = {half} 处{zh}，穿过 ½。"
    )


def judge(result):
    """Solved if the curve falls through (1, ½); almost if it passes there, but rises."""
    if not abs(result.half - 1) < 0.05:
        return "open"
    return "solved" if result.w < 0 else "almost"


CHALLENGE = Challenge(Words("make the curve fall through the point (1, ½).", "让曲线在点 (1, ½) 处下降穿过。"), judge)


def one_weight(**values):
    """One input, one weight, one bias: the weight turns the curve, the bias shifts it.
    一个输入、一个权重、一个偏置：权重决定曲线的陡缓与方向，偏置使它平移。

    y = σ(w x + b) = ½ at x = −b / w

    values : w, b, x: where the controls start
    raises : BadInput for an unknown name or a value out of range
    source : the lecture, section 1
    """
    return Demo(
        one_weight,
        Words("One weight", "一个权重"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        height=2.4,
        values=values,
    )
