"""One hidden layer is enough: bumps side by side come as close to a continuous function as one likes."""

from collections.abc import Generator
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.progress import finished
from course_nn.common.words import Words, activation_names, term
from course_nn.drawing import Axes, Figure, look, marks
from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow import approximation, targets
from course_nn.lectures.deep_vs_shallow.approximation import FINE, Deviation, deviation, places
from course_nn.stage import Challenge, Choice, Handle, Mark, Sceptic, Slider, Typed, Values, Veil, demo

TARGETS = {
    Words("Nielsen's f", "Nielsen 的 f"): targets.NIELSEN,
    Words("sine", "正弦"): "0.5 + 0.4sin(6pi x)",
    Words("kink", "尖角"): "|x - 0.45|",
    Words("jump", "跳跃"): "0.2 + 0.6step(x - 0.414)",
}
NIELSEN, *OTHERS = TARGETS.values()
LONGEST = 56  # characters of a formula in the title
STYLES = {"step": (look.ORANGE, ":"), "sigmoid": (look.BLUE, "-"), "relu": (look.GREY, "--")}
UNITS = activation_names(["step", "sigmoid", "relu"])
ERRORS = {
    "rms": Words("rms error", "均方根误差"),
    "max": Words("max error", "最大误差"),
    "mean": Words("mean error", "平均误差"),
}
METHODS = {  # how networks of the same size get their weights, beside those made by hand
    "none": Words("–", "–"),
    "spread": Words("Adam, all weights", "Adam，全部权重"),
    "last": Words("least squares, last layer only", "最小二乘，仅输出层"),
}
BUMPS, HATS = Words("its bumps", "各个凸起"), Words("its hats", "各个帽形")  # those of ReLUs are called hats


def height(k: int) -> Slider:
    means = Words(f"height of bump {k}", f"第 {k} 个凸起的高度")
    return Slider("h" + "₀₁₂₃₄₅"[k], -2.0, 2.0, 0.5, 0.02, used=lambda v: v["heights"] == "hand", means=means)


CONTROLS = {
    "f": Typed(Words("target f(x)", "目标 f(x)"), NIELSEN, read, (*OTHERS, "exp(-20(x - 0.3)²)", "100x - 1", "0.3")),
    "N": Slider(Words("bumps N", "凸起数 N"), 1, 50, 10, 1, used=lambda v: v["heights"] == "f"),
    "unit": Choice("φ", UNITS, "sigmoid", means=term("activation")),
    "k": Slider(Words("steepness k", "陡度 k"), 10.0, 400.0, 200.0, 5.0, used=lambda v: v["unit"] == "sigmoid"),
    "heights": Choice(Words("heights h", "高度 h"), {"f": "f(xᵢ)", "hand": Words("my five", "手动设定")}, "f"),
    **{f"h{k}": height(k) for k in (1, 2, 3, 4, 5)},
    "way": Choice(Words("learn", "学习"), METHODS, "none", costly=tuple(METHODS)[1:]),
    "error": Choice(Words("on the right", "右图"), ERRORS, "rms"),
}

EDGES = {"left": 0.09, "right": 0.98, "bottom": 0.15, "top": 0.92, "wspace": 0.17, "hspace": 0.4}  # of the axes


class Result(NamedTuple):
    text: str
    wanted: np.ndarray  # (500,) f(x)
    outputs: np.ndarray  # (500,) of the network built by hand
    parts: np.ndarray  # (500, N) its bumps
    tops: np.ndarray  # (5, 2) of the bumps set by hand, or (0, 2)
    deviation: Deviation  # of the network built by hand
    best: float  # the smallest rms that these bumps can have with any heights; nan unless they are set by hand
    curves: dict  # unit -> (12,) error by the number of bumps
    learned: np.ndarray  # (500,) the best of the trained networks; nan without one
    trained_deviation: Deviation  # of the trained one
    N: int
    hidden: int  # units


def compute(f, N, unit, k, heights, way, error, **hand) -> Generator[float, None, Result]:
    g, wanted, _ = targets.on_line(f)
    h, tops = g(places(N, unit)), np.zeros((0, 2))
    if heights == "hand":
        h = np.array(list(hand.values()))
        tops = np.stack([places(len(h), unit), h], axis=1)
    network = approximation.bump_network(h, unit, k)
    outputs, hidden = network(FINE)[:, 0], network.sizes[1]
    learned = yield from targets.learned_on_line(f, hidden, unit, way, targets.EPOCHS)
    return Result(
        text=g.text,
        wanted=wanted,
        outputs=outputs,
        parts=approximation.bump_shapes(network, FINE, len(h)),
        tops=tops,
        deviation=deviation(outputs, wanted),
        best=approximation.best_heights(wanted, FINE, 5, unit, k)[1].rms if len(tops) else np.nan,
        curves=targets.all_bump_errors(f, k, error),
        learned=learned,
        trained_deviation=deviation(learned, wanted),
        N=len(h),
        hidden=hidden,
    )


def paint(figure: Figure) -> SimpleNamespace:
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a target are
    parts = figure.add_gridspec(1, 2, width_ratios=[1.75, 1], **EDGES)
    graph, sizes = parts.subplots(squeeze=False).flat  # side by side, or one below the other
    paint_sizes(sizes)
    above = dict(transform=graph.transAxes, va="top")
    paint_graph(graph, above)
    return SimpleNamespace(
        graph=graph,
        sizes=sizes,
        title=graph.set_title(" "),
        measure=sizes.set_title(" "),
        parts=marks.line(graph, color=look.PALE, lw=1),
        wanted=marks.line(graph, color=look.BLACK, lw=1.5),
        learned=marks.line(graph, color=look.VERMILION, ls=(0, (4, 2))),
        values=marks.line(graph, color=look.BLUE),
        tops=marks.dot(graph, ls=""),
        name=graph.text(0.2, 0.97, "", color=look.ink(look.VERMILION), **above),
        bumps=graph.text(0.36, 0.97, "", color=look.ink(look.GREY), zorder=1, **above),
        curves={unit: marks.line(sizes, color=color, ls=dash) for unit, (color, dash) in STYLES.items()},
        now=marks.now(sizes),
        built=marks.line(sizes, "o", ms=11, mfc="none", mec=look.BLACK, mew=2, clip_on=False),
        trained=marks.line(sizes, "D", ms=8, mfc=look.VERMILION, mec="white", clip_on=False),
    )


def paint_graph(axes: Axes, above: dict) -> None:
    """The axes of x, and the names of what is always there."""
    axes.set(xlim=(0, 1), xlabel="$x$")
    axes.ticklabel_format(useOffset=False)
    axes.text(0.015, 0.97, "$f$", color=look.BLACK, zorder=1, **above)
    axes.text(0.05, 0.97, Words("by hand", "手工搭建").drawn(), color=look.BLUE, zorder=1, **above)


def paint_sizes(axes: Axes) -> None:
    axes.set(xscale="log", yscale="log", xlim=(0.9, 56), xlabel=Words("bumps N", "凸起数 N").drawn())
    axes.set_xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
    axes.set_xticks([], minor=True)
    entries = [(UNITS[unit].drawn(), dict(color=color, ls=dash)) for unit, (color, dash) in STYLES.items()]
    marks.key(axes, entries, x=0.05, y=0.74, bbox=look.BEHIND_WORDS)


def draw(artists: SimpleNamespace, result: Result, values: Values) -> None:
    fit_axes(artists, result)
    x = FINE[:, 0]
    artists.wanted.set_data(x, result.wanted)
    artists.values.set_data(x, result.outputs)
    artists.learned.set_data(x, result.learned)
    coarse = np.stack(np.broadcast_arrays(x[::2], result.parts[::2].T), axis=-1)  # (N, 250, 2)
    artists.parts.set_data(*look.one_line(coarse))
    artists.tops.set_data(*result.tops.T)
    artists.bumps.set_text((HATS if values.unit == "relu" else BUMPS).drawn())
    artists.name.set_text(Words("learned", "训练得到").drawn() if np.isfinite(result.trained_deviation.rms) else "")
    draw_errors(artists, result, values)
    artists.measure.set_text(ERRORS[values.error].drawn())


def draw_errors(artists: SimpleNamespace, result: Result, values: Values) -> None:
    low, high = artists.sizes.get_ylim()
    for unit, line in artists.curves.items():
        line.set_data(targets.BUMPS, result.curves[unit].clip(low))
    for mark, off in ((artists.built, result.deviation), (artists.trained, result.trained_deviation)):
        mark.set_data([result.N], [np.clip(getattr(off, values.error), low, high)])
    artists.now.set(xdata=[result.N] * 2, visible=not len(result.tops))


def fit_axes(artists: SimpleNamespace, result: Result) -> None:
    """The axes belong to the target: they stay as they are while anything else moves."""
    low, high = result.wanted.min(), result.wanted.max()
    room = high - low if high - low > 0.01 else 1.0
    top = 10 ** np.ceil(np.log10(room))
    marks.fit(artists.graph, ylim=(low - 0.3 * room, high + 0.3 * room))
    marks.fit(artists.sizes, ylim=(1e-4 * top, 2 * top))
    text = result.text if len(result.text) < LONGEST else result.text[: LONGEST - 2] + "…"
    artists.title.set_text(f"$f$ = {text}")


def readout(result: Result, values: Values) -> Words:
    N, units, unit = result.N, result.hidden, UNITS[values.unit]
    rms, largest = f"<b>{result.deviation.rms:.3g}</b>", f"{result.deviation.max:.3g}"
    heights, training = about_heights(result), about_training(result, values)
    return Words(
        f"{N} bumps, {units} {unit.en} units, by hand: rms error {rms}{heights.en}.{training.en}\n "
        f"Largest error by hand: {largest}.",
        f"{N} 个凸起，{units} 个单元（{unit.zh}），手工搭建：均方根误差 {rms}{heights.zh}。{training.zh}\n"
        f"手工搭建的最大误差：{largest}。",
    )


def about_heights(result: Result) -> Words:
    """The error with the best heights, if they are set by hand."""
    best = f"{result.best:.3g}"
    words = Words(f"; with the best heights: rms error {best}", f"；取最佳高度时均方根误差 {best}")
    return words if len(result.tops) else Words("", "")


def about_training(result: Result, values: Values) -> Words:
    """The error of as many units that learn, if any do."""
    if values.way == "none":
        return Words("", "")
    if values.unit == "step":
        return Words(" A step has slope 0: gradient descent cannot move it.", "阶跃的斜率为零，梯度下降移动不了它。")
    rms, (en, zh) = f"<b>{result.trained_deviation.rms:.3g}</b>", METHODS[values.way]
    epochs = (
        Words("one step", "一步") if values.way == "last" else Words(f"{targets.EPOCHS} epochs", f"{targets.EPOCHS} 轮")
    )
    return Words(
        f" Trained ({en}; {epochs.en}, best of {targets.RUNS} starts): rms error {rms}.",
        f"训练（{zh}；{epochs.zh}，{targets.RUNS} 次中最好的一次）：均方根误差 {rms}。",
    )


BY_HAND = 0.0034  # root mean square of 50 hats
TIMES = {"nearer": 0.3, "same": 1, "farther": 5}  # that error, for a network that learns


def ghost(artists: SimpleNamespace, option: str) -> tuple:
    """How far 150 ReLUs that learn are from f, beside 50 hats of as many units."""
    return artists.sizes, np.array([[MOST, TIMES[option] * BY_HAND]])


def error_of_training() -> float:
    """The rms error of as many ReLUs as 50 hats take, the best of a few that learn from bends that are spread."""
    units = approximation.bump_network(np.zeros(MOST), "relu", CONTROLS["k"].start).sizes[1]
    learned = finished(targets.learned_on_line(NIELSEN, units, "relu", "spread", targets.EPOCHS))
    return deviation(learned, targets.on_line(NIELSEN).values).rms


MOST = 50  # bumps
ESTIMATE = Mark(
    axes=lambda artists: artists.sizes,
    label=Words("rms error", "均方根误差"),
    low=1e-4,
    high=0.1,
    log=True,
    where=MOST,
    reach=20,
    truth=error_of_training,
    shown={"unit": "relu", "N": MOST, "way": "spread"},
    places={option: times * BY_HAND for option, times in TIMES.items()},
)


VEIL = Veil(
    ("learned", "name", "trained"), given=("text", "wanted", "outputs", "parts", "tops", "deviation", "curves", "N")
)
USES = {
    "choose-relu-learn": ("unit", "N", "way"),
    "many-units-learn": ("unit", "N", "way"),
    "pull-upright-line": ("N", "unit"),
    "few-units-nearer": ("unit", "N", "way"),
}
TO_DO = {
    "choose-relu-learn": lambda result, values, seen: (values.unit, values.N, values.way) == ("relu", 50, "spread"),
    "many-units-learn": lambda result, values: (values.unit, values.N, values.way) == ("relu", 50, "last"),
    "pull-upright-line": lambda result, seen: set(UNITS) <= seen["unit"] and len(seen["N"]) > 3,
    "few-units-nearer": lambda result, values: (values.unit, values.N, values.way) == ("relu", 3, "spread"),
}


def judge(result: Result) -> str:
    """Solved if the five heights are within 5 % of the best root mean square (or 2 % of the range); almost at 25 %."""
    least = 0.02 * np.ptp(result.wanted)  # without heights by hand best is nan, and the comparisons are false
    solved, almost = (result.deviation.rms <= np.maximum(times * result.best, least) for times in (1.05, 1.25))
    return "solved" if solved else "almost" if almost else "open"


CHALLENGE = Challenge(
    Words(
        "choose “my five” heights, and pull the red points until the rms error is within 5% of the best.",
        "“高度 h”选“手动设定”，拖动红点，让均方根误差与五个凸起所能达到的最小值相差不超过 5%。",
    ),
    judge,
)


def top(k: int) -> Handle:
    """The top of the k-th bump that is set by hand."""
    return Handle("tops", at=lambda tops, result: result.tops[k : k + 1, None], drag=lambda r, x, y: {f"h{k + 1}": y})


def curve_handle(unit: str) -> Handle:
    """A click on the curve of a unit takes this unit."""
    return Handle(lambda artists: artists.curves[unit], click=lambda result, k: {"unit": unit})


def lag(result: Result) -> float:
    """log₁₀ of the trained network's error over that of the one built by hand; nan where none was trained."""
    return float(np.log10(result.trained_deviation.rms / result.deviation.rms))


SCEPTIC = Sceptic(
    Words("descent finds worse weights than those that are set by hand.", "梯度下降找到的权重，不如手工设的好。"),
    Words("Powers of ten between the two errors", "两个误差相差的数量级"),
    lag,
    found={"unit": "relu", "way": "zero", "N": 50},
)


HANDLES = [*map(curve_handle, UNITS), Handle("now", x="N"), *map(top, range(5))]
PRESETS = {words: {"f": text} for words, text in TARGETS.items()}


@demo(Words("One hidden layer is enough", "一个隐藏层就够"))
def bumps(**values):
    """A function on [0, 1], chosen or typed, and a network with one hidden layer that follows it by N bumps.
    [0, 1] 上的一个函数（可选、可输入），以及用 N 个凸起逼近它的单隐藏层网络。

    f(x) ≈ Σ_k h_k [φ(k (x - a_k)) - φ(k (x - b_k))];  with ReLU the bumps are hats

    For a continuous f the largest error goes to 0 as N and k grow. A network of the same size that learns may end above
    or below: it depends on how many units there are, where they bend at the start, and on what finds their weights.

    source : the lecture, section 4; Nielsen, Neural Networks and Deep Learning, chapter 4
    """
