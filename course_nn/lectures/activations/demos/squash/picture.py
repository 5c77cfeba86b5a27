"""A layer sees its inputs only through φ: push a normal cloud of pre-activations through it and look at what leaves."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import memoized
from course_nn.common.words import ACTIVATION_NAMES, Words, activation_names, term
from course_nn.drawing import Figure, goals, look, marks
from course_nn.drawing.numbers import number, percent, plain
from course_nn.lectures.activations.demos.squash.moments import moments
from course_nn.stage import Challenge, Choice, Handle, Slider, Values, Veil, demo, tried

CONTROLS = {
    "activation": Choice("φ", activation_names(ACTIVATIONS), "relu", means=term("activation")),
    "mean": Slider("μ", -3.0, 3.0, 0.0, means=Words("mean of z", "z 的均值")),
    "deviation": Slider("σ", 0.1, 3.0, 1.0, means=Words("standard deviation of z", "z 的标准差")),
    "sample": Slider(Words("sample", "样本"), 1, 20, 1, 1),
}
SIZE = 2000  # of the sample
SHOWN = 120  # so many of its points are drawn
AXIS = np.linspace(-6, 6, 481)
WINDOWS = {  # of h, by whether φ is bounded below, above
    (True, True): (-1.25, 1.25),
    (True, False): (-2.6, 6.25),
    (False, False): (-6.25, 6.25),
}
BINS = np.arange(-6.125, 6.2, 0.25)  # 0 lies in the middle of a bin


class Result(NamedTuple):
    exact: tuple  # mean and variance of φ(z), by quadrature
    sampled: tuple  # the same, of the sample
    flat: float  # share of the sample where |φ′(z)| < 0.05
    cloud: np.ndarray  # (2, SHOWN) some of the points (z, φ(z))
    curve: np.ndarray  # (481,) φ along AXIS
    shares: np.ndarray  # (2, 49) of the sample in each bin, before and after
    scale: float  # of the bins of φ(z), against those of z
    window: tuple  # of h


@memoized
def normal_sample(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=SIZE)


def shares(numbers: np.ndarray, bins: np.ndarray) -> np.ndarray:
    """The share of the sample in each bin."""
    return np.histogram(numbers, bins)[0] / SIZE


def compute(activation, mean, deviation, sample) -> Result:
    phi = ACTIVATIONS[activation]
    z = mean + deviation * normal_sample(sample)  # (SIZE,)
    h = phi.f(z)
    window = WINDOWS[phi.facts.low > -np.inf, phi.facts.high < np.inf]
    scale = 0.2 if window[1] < 2 else 1.0
    return Result(
        exact=moments(phi.f, mean, deviation),
        sampled=(float(h.mean()), float(h.var())),
        flat=float(np.mean(np.abs(phi.df(z)) < 0.05)),
        cloud=np.stack([z, h])[:, :SHOWN],
        curve=phi.f(AXIS),
        shares=np.stack([shares(z, BINS), shares(h, BINS * scale)]),
        scale=scale,
        window=window,
    )


def paint(figure: Figure) -> SimpleNamespace:
    """Four axes: a bend, what comes in below it, what goes out to its right, and in the corner their numbers."""
    (curve, after, before, corner), goal = make_axes(figure)
    empty = np.zeros(len(BINS) - 1)
    mean, spread = {"ms": 8, "zorder": 2}, {"color": look.VERMILION, "lw": 1.2, "ms": 8}
    return SimpleNamespace(
        window=curve,
        goal=goal,
        curve=marks.line(curve, color=look.BLACK),
        cloud=marks.line(curve, "o", ms=5, color=look.BLUE, mec="white", mew=0.5),
        before=before.stairs(empty, BINS, fill=True, color=look.GREY),
        after=after.stairs(empty, BINS, fill=True, color=look.BLUE, orientation="horizontal"),
        mean_z=marks.dot(before, **mean),
        mean_h=marks.dot(after, **mean),
        spread_z=marks.line(before, marker="|", **spread),
        spread_h=marks.line(after, marker="_", **spread),
        share=after.text(1.03, 0, "", va="center", fontsize=look.SMALL),
        numbers=[corner.text(0.02, y, "", transform=corner.transAxes, va="center") for y in (0.72, 0.3)],
    )


def make_axes(figure: Figure) -> tuple:
    """φ, the values after it to the right, those before it below, a corner for numbers; and the goal."""
    (curve, after), (before, corner) = figure.subplots(
        2, 2, width_ratios=[1.7, 1], height_ratios=[2.4, 1], sharex="col", sharey="row"
    )
    corner.axis("off")
    curve.set(xlim=(-6, 6), ylim=WINDOWS[True, True])
    curve.set_title(Words("each z becomes h = φ(z)", "每个 z 变为 h = φ(z)").drawn())
    curve.set_ylabel("$h$", rotation=0, va="center")
    after.set(xlim=(0, 1.5), xticks=[], title=Words("after: h", "激活后：h").drawn())
    before.set(ylim=(0, 1.4), yticks=[], xlabel=Words("z, before", "z（激活前）").drawn())
    goal = after.plot([1.44, 1.44], [-1, 1], marker="_", ms=8, **goals.LINE | {"ls": "-"})
    goal.append(goals.name(after, 1.38, -1, ha="right", va="center"))
    marks.cross(curve, zorder=0)
    after.axhline(0, color=look.PALE, lw=0.8, zorder=0)
    # Laid out for the widest tick labels, so that every start gives the same axes.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return (curve, after, before, corner), goal


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    marks.fit(artists.window, ylim=result.window)
    artists.curve.set_data(AXIS, result.curve)
    artists.cloud.set_data(*result.cloud)
    before, after = result.shares
    artists.before.set_data(before / before.max(), BINS)
    artists.after.set_data(after / after.max(), BINS * result.scale)
    middle = (BINS[after.argmax()] + 0.125) * result.scale
    artists.share.set(y=middle, text=percent(after.max()))
    draw_moments(artists, result, values)


def draw_moments(artists: SimpleNamespace, result: Result, values: Values) -> None:
    """Mean and spread of z and of h, as marks and as numbers."""
    mean, deviation = values.mean, values.deviation
    m, v = result.exact
    artists.mean_z.set_data([mean], [1.2])
    artists.mean_h.set_data([1.32], [m])
    artists.spread_z.set_data([mean - deviation, mean + deviation], [1.2, 1.2])
    artists.spread_h.set_data([1.32, 1.32], [m - np.sqrt(v), m + np.sqrt(v)])
    mean_word, variance_word = Words("mean", "均值").drawn(), Words("variance", "方差").drawn()
    artists.numbers[0].set_text(f"{mean_word} {number(mean, 1)} → {number(m, 4)}")
    artists.numbers[1].set_text(f"{variance_word} {number(deviation**2)} → {number(v, 4)}")


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """Mean ± standard deviation of what leaves, with the variance that was predicted."""
    mean, spread = moments(ACTIVATIONS["relu"].f, mean=0, deviation=1)[0], np.sqrt(float(option))
    return artists.spread_h.axes, [(1.22, mean + spread), (1.22, mean - spread)]


def readout(result: Result, values: Values) -> Words:
    cloud = f"N({plain(values.mean, 4)}, {plain(values.deviation, 4)}²)"
    mean, variance = (number(moment, 4) for moment in result.exact)
    sampled_mean, sampled_variance = (number(moment, 4) for moment in result.sampled)
    flat, phi = percent(result.flat), ACTIVATION_NAMES[values.activation]
    return Words(
        f"{cloud} through {phi.en}: mean <b>{mean}</b>, variance <b>{variance}</b>."
        f" In a sample of {SIZE}: mean {sampled_mean}, variance {sampled_variance}; at {flat} of them the slope is "
        "below 0.05.",
        f"{cloud} 经过 {phi.zh}：均值 <b>{mean}</b>，方差 <b>{variance}</b>；"
        f"抽取 {SIZE} 个样本，均值 {sampled_mean}，方差 {sampled_variance}，其中 {flat} 落在斜率小于 0.05 的地方。",
    )


VEIL = Veil(("goal", "after", "mean_h", "spread_h", "share", "numbers"), given=("cloud", "curve", "shares", "window"))
USES = {
    "read-variance-lower": ("activation",),
    "below-pull-end": ("mean", "deviation"),
    "choose-selu": ("activation", "mean", "deviation"),
}
TO_DO = {
    "read-variance-lower": tried(activation=("sigmoid", "tanh")),
    "below-pull-end": lambda result, seen: result.flat > 0.8 and len(seen["mean"]) + len(seen["deviation"]) > 2,
    "choose-selu": lambda result, values: (values.activation, values.mean, values.deviation) == ("selu", 0, 1),
}


def judge(result: Result, values: Values) -> str:
    """Solved with mean 0 and variance 1 after a bend; the straight line does it, but that is no bend."""
    off = abs(result.exact[0]), abs(result.exact[1] - 1)
    if max(off) < 0.02 and values.activation != "linear":
        return "solved"
    return "almost" if off[0] < 0.1 and off[1] < 0.3 else "open"


CHALLENGE = Challenge(
    Words(
        "let the outputs have mean 0 and variance 1, both within 0.02; linear does not count.",
        "使输出的均值为 0、方差为 1，误差都在 0.02 以内；线性函数不算。",
    ),
    judge,
)


HANDLES = [
    Handle(  # both ends of the whisker
        "spread_z",
        at=lambda whisker, result: whisker.get_xydata()[:, None],
        drag=lambda result, z, _, values: {"deviation": abs(z - values.mean)},
    ),
    Handle("mean_z", x="mean"),
]


@demo(Words("Squashing a cloud", "激活前后的分布"))
def squash(**values):
    """Normal pre-activations pushed through an activation function: how they are spread before and after.
    把服从正态分布的预激活值送入激活函数：比较前后的分布。

    z ~ N(μ, σ²), h = φ(z); E h = ∫ φ(z) N(z | μ, σ²) dz, by quadrature, beside a sample. Bars are scaled to the tallest

    source : the lecture, section 2
    """
