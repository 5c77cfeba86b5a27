"""On its way down through the layers the gradient is multiplied once per layer; thirty small factors leave nothing."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.progress import memoized
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.drawing.numbers import magnitude, percent
from course_nn.first_weights import DRAWS
from course_nn.lectures.practice.demos.vanishing_gradient.gradient_flow import layer_gradients, root_mean_square_norm
from course_nn.network import Network
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Values, Veil, demo

DEEPEST = 30
SAMPLES = 50
INITS = {
    "small": Words("small: σ = 0.01", "小：σ = 0.01"),
    "glorot": "Glorot",
    "he": "He: σ = √(2/N)",
    "large": Words("large: σ = 1", "大：σ = 1"),
}
CONTROLS = {
    "depth": Slider(Words("layers L", "层数 L"), 1, DEEPEST, 20, 1),
    "width": Slider(Words("width N", "宽度 N"), 2, 128, 32, 1),
    "activation": Choice(
        "φ",
        activation_names(["sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "linear"]),
        "sigmoid",
        means=term("activation"),
    ),
    "init": Choice(Words("first W", "初始 W"), INITS, "glorot"),
}
# Of the norms in the picture; and the grey band, of gradients that arrive.
LOWEST = 1e-20
HIGHEST = 1e10
HEALTHY = 0.1, 10.0
# The outputs in the picture, −2 … 2, and in how many bins they are counted.
SPAN = 2.0
BINS = 41
EDGES = np.linspace(-SPAN, SPAN, BINS + 1)


class Result(NamedTuple):
    norms: np.ndarray  # (L,) of dl/dz in layer 1 … L, root mean square over samples, where dl/dh_L has norm 1
    bound: np.ndarray  # (L,) 0.25^L … 0.25: what the sigmoid alone leaves at most
    counts: np.ndarray  # (BINS, L) share of the outputs of each layer in each bin; the outermost bins gather the rest
    means: np.ndarray  # (L,) of the outputs
    spreads: np.ndarray  # (L,) their standard deviations
    saturated: float  # share of the units' outputs whose slope is below 0.01


@memoized
def network(depth: int, width: int, activation: str, init: str) -> Network:
    return Network((width,) * (depth + 1), activation, activation, DRAWS[init], seed=1)


def signals(width: int) -> tuple:
    """The input, and dl/dh_L of norm 1: (SAMPLES, N) each."""
    X, dF = np.random.default_rng(2).normal(0, 1, (2, SAMPLES, width))
    return X, dF / np.linalg.norm(dF, axis=1, keepdims=True)


def histogram(h: np.ndarray) -> np.ndarray:
    """The share of the values of a layer in each bin: (BINS,)."""
    return np.histogram(h.clip(-SPAN, SPAN), EDGES)[0] / h.size


def compute(depth, width, activation, init) -> Result:
    net = network(depth, width, activation, init)
    X, dF = signals(width)
    trace = net.forward(X)
    h = np.stack(trace.h[1:])  # (L, n, N)
    slopes = np.abs(ACTIVATIONS[activation].df(np.stack(trace.z)))
    return Result(
        norms=np.array([root_mean_square_norm(delta) for delta in layer_gradients(net, trace, dF)]),
        bound=0.25 ** np.arange(depth, 0, -1.0),
        counts=np.stack([histogram(layer) for layer in h], axis=1),
        means=h.mean(axis=(1, 2)),
        spreads=h.std(axis=(1, 2)),
        saturated=float(np.mean(slopes < 0.01)),
    )


def paint(figure: Figure) -> SimpleNamespace:
    norms, strip = figure.subplots(2, 1, height_ratios=[1.7, 1], sharex=True)
    norms.set(yscale="log", xlim=(0.5, DEEPEST + 3.5), ylim=(LOWEST, HIGHEST))
    title = Words("norm of the gradient δ in each layer; 1 enters from above", "各层梯度 δ 的范数；从上方进入时为 1")
    norms.set_title(title.drawn())
    norms.set_yticks([1e-20, 1e-10, 1, 1e10], ["$10^{-20}$", "$10^{-10}$", "1", "$10^{10}$"])
    norms.axhspan(*HEALTHY, color="#EFEFEF", zorder=0)
    norms.text(DEEPEST + 0.8, 1, Words("arrives", "能到达").drawn(), va="center", fontsize=look.SMALL, zorder=1)
    norms.tick_params(labelbottom=False)
    paint_strip(strip)
    return SimpleNamespace(
        bound=marks.line(norms, color=look.GREY, lw=1.5, ls="--"),
        name=norms.text(0, 0, "$0.25^k$", color=look.ink(look.GREY), fontsize=11, ha="right"),
        norms=marks.line(norms, "o-", ms=5, lw=1.5, color=look.BLUE),
        gone=marks.line(norms, "v", ms=7, color=look.VERMILION, mec="white"),
        blown=marks.line(norms, "^", ms=7, color=look.VERMILION, mec="white"),
        strip=strip.imshow(
            look.heat(np.full((BINS, DEEPEST), 0.5)),
            origin="lower",
            aspect="auto",
            extent=(0.5, DEEPEST + 0.5, -SPAN, SPAN),
            zorder=0,
        ),
        means=marks.line(strip, color=look.VERMILION, lw=1.5),
        last=marks.dot(norms, ms=9),
    )


def paint_strip(strip: Axes) -> None:
    """The axes for the outputs of each layer."""
    name = Words("layer (1 sees the input, L is next to the loss)", "层（第 1 层接输入，第 L 层靠近损失）")
    strip.set(ylim=(-SPAN, SPAN), xlabel=name.drawn())
    strip.set_xticks([1, 5, 10, 15, 20, 25, 30])
    strip.set_yticks([-2, 0, 2], ["≤ −2", "0", "≥ 2"])
    title = Words("outputs h of each layer: the darker, the more often", "各层的输出 h：颜色越深，出现得越多")
    strip.set_title(title.drawn())


def draw(artists: SimpleNamespace, result: Result) -> None:
    depth = len(result.norms)
    layers = np.arange(1, depth + 1)
    inside = (result.norms >= LOWEST) & (result.norms <= HIGHEST)
    artists.norms.set_data(layers, np.where(inside, result.norms, np.nan))
    gone, blown = layers[result.norms < LOWEST], layers[result.norms > HIGHEST]
    artists.gone.set_data(gone, np.full(len(gone), 5 * LOWEST))
    artists.blown.set_data(blown, np.full(len(blown), HIGHEST / 5))
    artists.last.set_data([depth], result.norms[-1:].clip(LOWEST, HIGHEST))
    artists.bound.set_data(layers, result.bound)
    low = (depth - 1) // 5  # there it stands clear of a curve that falls more slowly
    artists.name.set_position((max(layers[low] - 0.6, 2.6), result.bound[low] * 300))
    shares = np.full((BINS, DEEPEST), 0.5)
    shares[:, :depth] += 0.5 * np.sqrt(result.counts / result.counts.max(axis=0))
    marks.fill(artists.strip, look.heat(shares))
    artists.means.set_data(layers, result.means.clip(-SPAN, SPAN))


VANISHES = Words("vanishes", "消失")
EXPLODES = Words("explodes", "爆炸")
ARRIVES = Words("arrives", "能够到达")


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """From the last layer, where the gradient is 1, down to what was predicted for the first."""
    return artists.norms.axes, [(1, {"explodes": 1e4, "vanishes": 1e-3, "arrives": 1.0}[option]), (20, 1)]


def readout(result: Result) -> Words:
    depth, share = len(result.norms), percent(result.saturated)
    first, last = (magnitude(norm, largest=1000) for norm in (result.norms[0], result.norms[-1]))
    bound = magnitude(result.bound[0], digits=3, smallest=0.001)
    fate = VANISHES if result.norms[0] < HEALTHY[0] else EXPLODES if result.norms[0] > HEALTHY[1] else ARRIVES
    return Words(
        f"The gradient {fate.en}: its norm is <b>{first}</b> in layer 1 and {last} in layer {depth}.\nIf each layer "
        f"kept a quarter, {bound} would be left. {share} of all outputs are saturated, with a slope below 0.01.",
        f"梯度{fate.zh}：第 1 层的范数为 <b>{first}</b>，第 {depth} 层为 {last}。\n"
        f"若每层恰好剩下四分之一，最后剩 {bound}。已饱和（斜率小于 0.01）的输出占 {share}。",
    )


def stays_in_the_band(result: Result, values: Values) -> bool:
    """Whether every gradient of twenty layers or more lies in the grey band."""
    return values.depth >= 20 and HEALTHY[0] <= result.norms.min() <= result.norms.max() <= HEALTHY[1]


ASKED_AT = {"activation": "relu"}
VEIL = Veil(("strip", "means"), given=("norms", "bound"))
USES = {
    "code": ("activation",),
    "go-back-sigmoid": ("activation", "depth"),
    "take-twenty-layers": ("depth", "activation", "init"),
    "keep-sigmoid-choose": ("activation", "init", "width"),
}
TO_DO = {
    "code": lambda result, values, seen: (
        values.init == "glorot" and values.depth >= 20 and {"relu", "sigmoid"} <= seen["activation"]
    ),
    "go-back-sigmoid": lambda result, values: values.activation == "sigmoid" and result.norms[0] >= HEALTHY[0],
    "take-twenty-layers": stays_in_the_band,
    "keep-sigmoid-choose": lambda result, values: (
        (values.activation, values.init) == ("sigmoid", "large") and values.width >= 120
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved if tanh keeps the gradient of layer 1 within 0.1 … 10 through 30 layers; almost with 20 layers."""
    depth = len(result.norms)
    if values.activation != "tanh" or not HEALTHY[0] <= result.norms[0] <= HEALTHY[1] or depth < 20:
        return "open"
    return "solved" if depth == DEEPEST else "almost"


CHALLENGE = Challenge(
    Words(
        "with tanh, let a gradient between 0.1 and 10 reach layer 1 through all 30 layers.",
        "用 tanh，让梯度穿过全部 30 层，到第 1 层时仍在 0.1 到 10 之间。",
    ),
    judge,
)


def deeper(result: Result, dx: float, dy: float) -> dict:
    """As many layers more as the hand has gone to the right."""
    return {"depth": len(result.norms) + dx}


SCEPTIC = Sceptic(
    Words("twenty layers of sigmoids let almost no gradient through.", "二十层 sigmoid 几乎不让梯度通过。"),
    Words("Powers of ten that are lost down to layer 1", "传到第 1 层时，减小了几个数量级"),
    lambda result: float(-np.log10(result.norms[0])),
)


HANDLES = [
    Handle(  # where the picture of the outputs ends
        "strip",
        at=lambda strip, result: [[(len(result.norms) + 0.5, -SPAN), (len(result.norms) + 0.5, SPAN)]],
        pull=deeper,
    ),
    Handle("last", pull=deeper),
]


@demo(Words("Vanishing gradient", "梯度消失"), height=3.5)
def vanishing_gradient(**values):
    """A gradient of norm 1 enters the last layer from above; what is left of it in each layer below?
    范数为 1 的梯度从上方进入最后一层：到下面各层还剩多少？

    δ_l = dl/dz_l = φ'(z_l) · W_(l+1)ᵀ δ_(l+1), and φ' ≤ 0.25 for the sigmoid

    source : the lecture, section 2; Glorot & Bengio, Understanding the difficulty of training deep feedforward neural
             networks (2010), section 4
    """
