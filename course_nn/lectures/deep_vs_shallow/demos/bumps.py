"""One hidden layer is enough: bumps side by side come as close to a continuous function as one likes."""

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow.approximation import (
    FINE,
    UNITS,
    Deviation,
    best,
    bump_network,
    deviation,
    learn,
    places,
)
from course_nn.patience import remembered
from course_nn.stage import Challenge, Choice, Demo, Slider, Typed, look
from course_nn.words import Words

TARGETS = {
    Words("Nielsen's f", "Nielsen 的 f"): "0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)",
    Words("sine", "正弦"): "0.5 + 0.4sin(6pi x)",
    Words("kink", "尖角"): "|x - 0.45|",
    Words("jump", "跳跃"): "0.2 + 0.6step(x - 0.414)",
}
NIELSEN, *OTHERS = TARGETS.values()
SIZES = np.array([1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 38, 50])  # N at which the error curves are computed
RUNS, FIVE = 3, list(enumerate("₁₂₃₄₅", 1))
STYLES = {"step": (look.ORANGE, ":"), "sigmoid": (look.BLUE, "-"), "relu": (look.GREY, "--")}
MEASURES = {"rms": Words("rms", "均方根"), "max": Words("max", "最大"), "mean": Words("mean", "平均")}
CONTROLS = {
    "f": Typed("f(x)", NIELSEN, read, (*OTHERS, "exp(-20(x - 0.3)²)", "100x - 1", "0.3")),
    "N": Slider("N", 1, 50, 10, 1, used=lambda v: v["heights"] == "f"),
    "unit": Choice("φ", UNITS, "sigmoid"),
    "k": Slider("k", 10.0, 400.0, 200.0, 5.0, used=lambda v: v["unit"] == "sigmoid"),
    "heights": Choice("h", {"f": "f(xₖ)", "hand": Words("my five", "手设")}, "f"),
    **{f"h{i}": Slider(f"h{s}", -2.0, 2.0, 0.5, 0.02, used=lambda v: v["heights"] == "hand") for i, s in FIVE},
    "epochs": Choice(Words("train", "训练"), {0: "–", 500: "500", 4000: "4000"}, 0, costly=(500, 4000)),
    "error": Choice(Words("error", "误差"), MEASURES, "rms"),
}


class Result(NamedTuple):
    text: str
    wanted: np.ndarray  # (500,) f(x)
    values: np.ndarray  # (500,) the network built by hand
    parts: np.ndarray  # (500, N) its bumps
    built: Deviation
    best: float  # the smallest rms that these bumps can have with any heights; nan unless they are set by hand
    curves: dict  # unit -> (12,) error at SIZES
    learned: np.ndarray  # (500,) the best of the trained networks; nan without one
    trained: Deviation
    N: int
    hidden: int  # units
    unit: str
    epochs: int
    error: str


@lru_cache(64)
def target(text):
    f = read(text)
    return f, f(FINE[:, 0])


@lru_cache(64)
def curve(text, unit, k):
    """The Deviation at each of SIZES."""
    f, wanted = target(text)
    return [deviation(bump_network(f(places(N, unit)), unit, k)(FINE)[:, 0], wanted) for N in SIZES]


@remembered
def trained(text, hidden, unit, epochs):
    """The best of a few networks of that size, as its outputs (500,)."""
    f, wanted = target(text)
    networks = yield from learn(f, hidden, unit, epochs, RUNS)
    return best(networks, FINE, wanted)


def shapes(network, N):
    """The bumps of a network, one a column: (500, N)."""
    return (network.forward(FINE).h[1] * network.weights[1]).reshape(len(FINE), N, -1).sum(axis=2)


def compute(f, N, unit, k, heights, epochs, error, **hand):
    g, wanted = target(f)
    h, best = g(places(N, unit)), np.nan
    if heights == "hand":
        h = np.array(list(hand.values()))
        basis = shapes(bump_network(np.ones(len(h)), unit, k), len(h))
        best = deviation(basis @ np.linalg.lstsq(basis, wanted)[0], wanted).rms
    network = bump_network(h, unit, k)
    values, hidden, learned = network(FINE)[:, 0], network.sizes[1], np.full(len(FINE), np.nan)
    if epochs and unit != "step":
        learned = yield from trained(f, hidden, unit, epochs)
    curves = {
        name: np.array([getattr(there, error) for there in curve(f, name, k if name == "sigmoid" else 1.0)])
        for name in UNITS
    }
    return Result(
        g.text,
        wanted,
        values,
        shapes(network, len(h)),
        deviation(values, wanted),
        best,
        curves,
        learned,
        deviation(learned, wanted),
        len(h),
        hidden,
        unit,
        epochs,
        error,
    )


def paint(figure):
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a target are
    parts = figure.add_gridspec(1, 2, width_ratios=[1.75, 1], left=0.09, right=0.98, bottom=0.15, top=0.92, wspace=0.17)
    graph, sizes = parts.subplots()
    graph.set(xlim=(0, 1), xlabel="$x$")
    graph.ticklabel_format(useOffset=False)
    sizes.set(xscale="log", yscale="log", xlim=(0.9, 56), xlabel="bumps $N$")
    sizes.set_xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
    sizes.set_xticks([], minor=True)
    for y, (name, (color, dash)) in zip((0.24, 0.16, 0.08), STYLES.items()):
        sizes.plot([0.05, 0.15], [y, y], color=color, ls=dash, transform=sizes.transAxes, zorder=1)
        sizes.text(0.18, y, UNITS[name], color=color, transform=sizes.transAxes, va="center", fontsize=10, zorder=1)
    for x, label, color in ((0.015, "$f$", look.BLACK), (0.05, "by hand", look.BLUE)):
        graph.text(x, 0.97, label, color=color, transform=graph.transAxes, va="top", zorder=1)
    return SimpleNamespace(
        graph=graph,
        sizes=sizes,
        shown=None,
        title=graph.set_title(" "),
        measure=sizes.set_title(" "),
        parts=graph.plot([], [], color=look.PALE, lw=1)[0],
        wanted=graph.plot([], [], color=look.BLACK, lw=1.5)[0],
        learned=graph.plot([], [], color=look.VERMILION, ls=(0, (4, 2)))[0],
        values=graph.plot([], [], color=look.BLUE)[0],
        name=graph.text(0.2, 0.97, "", color=look.VERMILION, transform=graph.transAxes, va="top"),
        curves={name: sizes.plot([], [], color=color, ls=dash)[0] for name, (color, dash) in STYLES.items()},
        built=sizes.plot([], [], "o", ms=11, mfc="none", mec=look.BLACK, mew=2, clip_on=False)[0],
        trained=sizes.plot([], [], "D", ms=8, mfc=look.VERMILION, mec="white", clip_on=False)[0],
    )


def draw(artists, result):
    fit_axes(artists, result)
    x = FINE[:, 0]
    parts = np.vstack([result.parts[::2], np.full(result.N, np.nan)])  # one line, with a gap after every bump
    artists.parts.set_data(np.tile(np.append(x[::2], np.nan), result.N), parts.T.ravel())
    artists.wanted.set_data(x, result.wanted)
    artists.values.set_data(x, result.values)
    artists.learned.set_data(x, result.learned)
    artists.name.set_text("trained" if np.isfinite(result.trained.rms) else "")
    low, high = artists.sizes.get_ylim()
    for name, line in artists.curves.items():
        line.set_data(SIZES, result.curves[name].clip(low))
    for mark, off in ((artists.built, result.built), (artists.trained, result.trained)):
        mark.set_data([result.N], [np.clip(getattr(off, result.error), low, high)])
    artists.measure.set_text(f"{result.error} error")


def fit_axes(artists, result):
    """The axes belong to the target: they stay as they are while anything else moves."""
    if artists.shown != result.text:
        low, high = result.wanted.min(), result.wanted.max()
        room = high - low if high - low > 0.01 else 1.0
        top = 10 ** np.ceil(np.log10(room))
        artists.graph.set_ylim(low - 0.3 * room, high + 0.3 * room)
        artists.sizes.set_ylim(1e-4 * top, 2 * top)
        artists.title.set_text("$f$ = " + (result.text if len(result.text) < 56 else result.text[:54] + "…"))
        artists.shown = result.text


def readout(result):
    unit, built, best, epochs = UNITS[result.unit], result.built, result.best, result.epochs
    rms, most = f"<b>{built.rms:.3g}</b>", f"{built.max:.3g}"
    en = f"{result.N} bumps, {result.hidden} {unit} units, by hand: rms {rms}, max {most}"
    zh = f"{result.N} 个凸起、{result.hidden} 个 {unit} 单元，手工搭建：均方根误差 {rms}，最大误差 {most}"
    if np.isfinite(best):
        en, zh = en + f"; best heights: rms {best:.3g}", zh + f"；最佳高度的均方根误差 {best:.3g}"
    if not epochs:
        return Words(en + ".", zh + "。")
    if result.unit == "step":
        return Words(
            en + ". A step has slope 0: gradient descent cannot move it.", zh + "。阶跃的斜率为 0，梯度下降移动不了它。"
        )
    rms = f"<b>{result.trained.rms:.3g}</b>"
    return Words(
        f"{en}. Trained from random weights ({epochs} epochs, best of {RUNS}): rms {rms}.",
        f"{zh}。随机初值训练（{epochs} 轮，{RUNS} 次中最好）：均方根误差 {rms}。",
    )


def judge(result):
    """Solved if the five heights are within 5 % of the best root mean square (or 2 % of the range); almost at 25 %."""
    least = 0.02 * np.ptp(result.wanted)  # without heights by hand best is nan, and the comparisons are false
    solved, almost = (result.built.rms <= np.maximum(times * result.best, least) for times in (1.05, 1.25))
    return "solved" if solved else "almost" if almost else "open"


CHALLENGE = Challenge(
    Words(
        "choose “my five” heights and bring the rms error to within 5 % of the best that five bumps can do.",
        "选择“手设”高度，让均方根误差与五个凸起所能达到的最小值相差不超过 5 %。",
    ),
    judge,
)


def bumps(**values):
    """A function on [0, 1], chosen or typed, and a network with one hidden layer that follows it by N bumps.
    [0, 1] 上的一个函数（可选、可输入），以及用 N 个凸起逼近它的单隐层网络。

    f(x) ≈ Σ_k h_k [φ(k (x - a_k)) - φ(k (x - b_k))];  with ReLU the bumps are hats

    For a continuous f the largest error goes to 0 as N and k grow. A network of the same size that is trained from
    random weights need not find these weights, or may find better ones.

    values : f (a formula), N, unit, steepness k, heights ("f" or "hand"), h1 … h5, epochs of training, error
    raises : BadInput for an unknown name, a value out of range, a formula that cannot be read
    source : the lecture, section 4; Nielsen, Neural Networks and Deep Learning, chapter 4
    """
    presets = {words: {"f": text} for words, text in TARGETS.items()}
    return Demo(
        bumps,
        Words("One hidden layer is enough", "一个隐藏层就够"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets=presets,
        values=values,
    )
