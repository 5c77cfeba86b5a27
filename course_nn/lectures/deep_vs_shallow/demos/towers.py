"""Two inputs: where two walls cross, a second layer finds a tower; towers side by side follow a surface."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.expressions import read
from course_nn.lectures.deep_vs_shallow import approximation, targets
from course_nn.lectures.deep_vs_shallow.approximation import UNITS, Deviation, deviation, on_grid
from course_nn.lectures.deep_vs_shallow.targets import EDGE, RUNS, SIDE
from course_nn.stage import Challenge, Choice, Demo, Slider, Typed, look, marks
from course_nn.stage.numbers import number, percent
from course_nn.words import Words, term

TARGETS = {
    Words("waves", "波浪"): "0.5 + 0.3sin(6x1) + 0.2cos(9x2)",
    Words("hill", "山丘"): "exp(-12(x1-0.5)^2 - 12(x2-0.5)^2)",
    Words("saddle", "鞍面"): "x1 + x2 - 2x1x2",
    Words("disc", "圆盘"): "step(0.1 - (x1-0.5)^2 - (x2-0.5)^2)",
    Words("checkers", "棋盘"): "step(sin(7pi x1) sin(7pi x2))",
}
WAVES, *OTHERS = TARGETS.values()
ENDS = (0.005, 10)  # of the axis of errors; what is beyond is drawn at the edge
STYLES = {"step": (look.ORANGE, ":"), "sigmoid": (look.BLUE, "-"), "relu": (look.GREY, "--")}
# By the field of Result that they show: the column of a map, its title, the ends of its colours if not those of f; and
# in which of the two axes below its cut through the probe is, with its name, the place of the name, color and dash.
VIEWS = {
    "walls": dict(column=0, title="two walls", ends=(0, 2), axes=0, name="two walls", x=0.015, color=look.GREY, ls="-"),
    "tower": dict(column=1, title="one tower", ends=(-1, 1), axes=0, name="tower", x=0.27, color=look.BLUE, ls="-"),
    "wanted": dict(column=3, title="$f$", axes=1, name="$f$", x=0.015, color=look.BLACK, ls="-"),
    "values": dict(column=2, title=" ", axes=1, name="towers", x=0.07, color=look.BLUE, ls="-"),
    "learned": dict(column=4, title="learned", axes=1, name="learned", x=0.27, color=look.VERMILION, ls="--"),
}
WAYS = {
    "none": Words("–", "–"),
    "zero": Words("all, biases from 0", "全部，偏置从 0 起"),
    "spread": Words("all, bends spread", "全部，弯折分散"),
    "last": Words("one layer, last only", "单层，仅输出层"),
}
CONTROLS = {
    "f": Typed("f", WAVES, lambda text: read(text, ("x1", "x2")), (*OTHERS, "x1 + 100x2", "0.3")),
    "N": Slider("N", 1, 8, 5, 1),
    "unit": Choice("φ", UNITS, "sigmoid"),
    "t": Slider(Words("threshold t", "阈值 t"), -0.5, 2.5, 1.5, 0.05),
    "k": Slider(Words("steepness k", "陡度 k"), 10.0, 500.0, 100.0, 10.0, used=lambda v: v["unit"] != "step"),
    "g": Slider(Words("gain g", "增益 g"), 1.0, 50.0, 12.0, 1.0, used=lambda v: v["unit"] == "sigmoid"),
    "x1": Slider("x₁", 0.0, 1.0, 0.3, 0.01),
    "x2": Slider("x₂", 0.0, 1.0, 0.45, 0.01),
    "h": Slider(Words("height h", "塔高 h"), -1.0, 1.5, 1.0, 0.05),
    "way": Choice(Words("learn", "学习"), WAYS, "none", costly=("zero", "spread", "last")),
    "epochs": Choice(term("epoch"), {500: "500", 3000: "3000"}, 500, costly=(3000,)),
}


class Result(NamedTuple):
    walls: np.ndarray  # (67, 67) of the tower under the probe: the sum of its two walls, 0 … 2
    tower: np.ndarray  # (67, 67) what the second layer makes of it, 0 … 1, times h
    wanted: np.ndarray  # (67, 67) f
    values: np.ndarray  # (67, 67) the sum of all towers
    learned: np.ndarray  # (67, 67) the best of the trained networks; nan without one
    apart: Deviation
    trained: Deviation
    spread: float  # standard deviation of f, nan for a constant
    curves: list  # of steps, sigmoids and ReLUs: (8,) root mean square by N, in spreads
    probe: np.ndarray  # (2,)
    levels: np.ndarray  # (3,) what the second layer says to 0, 1 and 2 walls
    height: float  # of the tower under the probe
    N: int
    units: tuple  # of the first and second hidden layer
    unit: str
    t: float
    way: str
    epochs: int


def compute(f, N, unit, t, k, g, x1, x2, h, way, epochs):
    function, wanted, spread = targets.on_square(f)
    network, here = approximation.towers_of(function, N, unit, k, g, t), approximation.tower_at(x1, x2, N)
    network.weights[2][0, here] *= h
    (z, towers, values), gain = on_grid(network, EDGE), approximation.tower_gain(unit, g, t)
    learned = yield from targets.learned_on_square(f, network.sizes[1:3], unit, way, epochs)
    return Result(
        walls=z[..., here] / gain + t,
        tower=h * towers[..., here],
        wanted=wanted,
        values=values,
        learned=learned,
        apart=deviation(values, wanted),
        trained=deviation(learned, wanted),
        spread=spread,
        curves=[rms / spread for rms in targets.all_tower_errors(f, k, g, t)],
        probe=np.array([x1, x2]),
        levels=ACTIVATIONS[unit].f(gain * (np.arange(3) - t)),
        height=network.weights[2][0, here],
        N=N,
        units=network.sizes[1:3],
        unit=unit,
        t=t,
        way=way,
        epochs=epochs,
    )


def paint(figure):
    figure.set_layout_engine("none")  # the axes stay where they are, however long the numbers of a target are
    parts = figure.add_gridspec(2, 5, left=0.05, right=0.985, bottom=0.095, top=0.925, hspace=0.2, wspace=0.36)
    cuts = [figure.add_subplot(parts[1, i : i + 2], xlim=(0, 1), xticks=[0, 1]) for i in (0, 2)]
    for axes in cuts:
        axes.set_xlabel("$x_1$", labelpad=-9)
        axes.tick_params(axis="y", labelsize=9, pad=2, length=2)
    parts_of_tower, whole = cuts
    parts_of_tower.set(ylim=(-1.1, 3.3), yticks=[-1, 0, 1, 2])
    whole.yaxis.set_major_formatter(lambda y, _: number(y, 2 if abs(y) < 10 else 1 if abs(y) < 100 else 0))
    threshold = parts_of_tower.plot([0, 1], [0, 0], color=look.BLACK, lw=1.2, ls=":")[0]  # below the cuts
    views = {
        name: paint_view(figure.add_subplot(parts[0, view["column"]]), cuts[view["axes"]], view)
        for name, view in VIEWS.items()
    }
    views["walls"].axes.set_ylabel("$x_2$", rotation=0, va="center")
    return SimpleNamespace(
        views=views,
        whole=whole,
        threshold=threshold,
        t=parts_of_tower.text(0.985, 0, "$t$", va="bottom", ha="right"),
        errors=paint_errors(figure.add_subplot(parts[1, 4])),
    )


def paint_view(axes, cut, view):
    axes.set(aspect="equal", xticks=[0, 1], yticks=[0, 1])
    plus = dict(color=look.VERMILION, ms=11, mew=2)
    return SimpleNamespace(
        axes=axes,
        title=axes.set_title(view["title"]),
        map=marks.surface(axes, SIDE, 0, 1),
        probe=axes.plot([], [], "+--", lw=0.8, markevery=[1], **plus)[0],
        name=cut.text(view["x"], 0.99, view["name"], color=view["color"], transform=cut.transAxes, va="top"),
        cut=cut.plot([], [], color=view["color"], ls=view["ls"])[0],
    )


def paint_errors(axes):
    axes.set(yscale="log", xlim=(0.6, 8.4), ylim=ENDS, xticks=[1, 8])
    axes.set_yticks([0.01, 0.1, 1], ["1%", "10%", "100%"], fontsize=9)
    axes.set_yticks([], minor=True)
    axes.set_xlabel("$N$", labelpad=-9)
    words = dict(va="top", fontsize=9, bbox=look.BEHIND_WORDS)
    axes.text(0.9, 9, "rms / spread", color=look.BLACK, **words)
    for y, (unit, (color, _)) in zip((0.1, 0.036, 0.013), STYLES.items()):
        axes.text(0.9, y, UNITS[unit], color=color, **words)
    return SimpleNamespace(
        curves=[axes.plot([], [], color=color, ls=dash)[0] for color, dash in STYLES.values()],
        built=axes.plot([], [], "o", ms=9, mfc="none", mec=look.BLACK, mew=2, clip_on=False)[0],
        trained=axes.plot([], [], "D", ms=7, color=look.VERMILION, clip_on=False)[0],
    )


def draw(artists, result):
    low, high = result.wanted.min(), result.wanted.max()
    span = low, high if high - low > 0.05 else low + 1
    room = 0.25 * (span[1] - span[0])
    marks.fit(artists.whole, ylim=(low - room, span[1] + 2 * room), yticks=span)
    for name, view in artists.views.items():
        draw_view(view, getattr(result, name), VIEWS[name].get("ends", span), result.probe)
    artists.views["values"].title.set_text(f"{result.N**2} towers" if result.N > 1 else "1 tower")
    for artist in (artists.views["learned"].axes, artists.views["learned"].name):
        artist.set_visible(np.isfinite(result.trained.rms))
    artists.threshold.set_ydata([result.t] * 2)
    artists.t.set_y(result.t)
    draw_errors(artists.errors, result)


def draw_view(view, values, span, probe):
    x1, x2 = probe
    view.map.set_data(look.heat(np.nan_to_num(values), *span))
    view.probe.set_data([0, x1, 1], [x2] * 3)
    row = values[min(int(x2 * SIDE), SIDE - 1)]
    view.cut.set_data(EDGE, row.clip(*view.cut.axes.get_ylim()))  # at the edge if beyond


def draw_errors(artists, result):
    for line, errors in zip(artists.curves, result.curves):
        line.set_data(targets.TOWERS, errors.clip(*ENDS))
    artists.built.set_data([result.N], [np.clip(result.apart.rms / result.spread, *ENDS)])
    artists.trained.set_data([result.N], [np.clip(result.trained.rms / result.spread, *ENDS)])


def readout(result):
    N, t, apart, training = result.N, number(result.t), result.apart, about_training(result)
    levels, size = [*map(number, result.levels)], " + ".join(map(str, result.units))
    share = percent(apart.rms / result.spread) if result.spread > 0 else ""
    spread = Words(f", {share} of f's spread", f"，为 f 标准差的 {share}") if share else Words("", "")
    return Words(
        f"{N} × {N} towers of {size} {UNITS[result.unit]} units: rms error <b>{apart.rms:.2g}</b>{spread.en}. "
        f"The tower at + is {number(result.height)} high; t = {t} turns 0, 1, 2 walls into {', '.join(levels)}."
        f"{training.en}",
        f"{N} × {N} 座塔，{size} 个 {UNITS[result.unit]} 单元：均方根误差 <b>{apart.rms:.2g}</b>{spread.zh}。"
        f"+ 处的塔高 {number(result.height)}；t = {t} 时，0、1、2 堵墙分别变成 {'、'.join(levels)}。{training.zh}",
    )


def about_training(result):
    """How well as many units do that learn, if any do."""
    if result.way == "none" or result.unit == "step":
        steps = Words(" Steps have slope 0: nothing to train by.", "阶跃的斜率为零，无从训练。")
        return Words("", "") if result.way == "none" else steps
    rms, way, all_units = f"rms error <b>{result.trained.rms:.2g}</b>", WAYS[result.way], sum(result.units)
    en = f"Trained, two layers ({way.en}; {result.epochs} epochs, best of {RUNS} starts)"
    zh = f"训练两层（{way.zh}；{result.epochs} 个轮次，{RUNS} 次训练中最好的一次）"
    if result.way == "last":
        en = f"One hidden layer of {all_units} random units, only the output fitted"
        zh = f"一个隐藏层、{all_units} 个随机单元，只拟合输出层"
    return Words(f" {en}: {rms}.", f"{zh}：{rms.replace('rms error', '均方根误差')}。")


def judge(result):
    """Solved with sigmoids and a root mean square below 30 % of the standard deviation of f; almost below 40 %."""
    share = result.apart.rms / result.spread if result.unit == "sigmoid" else np.nan
    return "solved" if share < 0.3 else "almost" if share < 0.4 else "open"


CHALLENGE = Challenge(
    Words(
        "with sigmoid units, bring the rms error below 30 % of f's spread (its standard deviation).",
        "用 sigmoid 单元，让均方根误差低于 f 标准差的 30%。",
    ),
    judge,
)


def towers(**values):
    """A function on the unit square, chosen or typed, and a network with two hidden layers that builds it from towers.
    单位正方形上的函数（可选、可输入），以及用“塔”搭出它的双隐藏层网络。

    f(x) ≈ Σ_ij h_ij φ(g (B_i(x1) + B_j(x2) - t)),  B_i(x) = φ(k (x - a_i)) - φ(k (x - b_i))

    N × N towers, 1/N wide, take 4N + N² units, of ReLUs 8N + N². With steps the largest error of a continuous f goes to
    0 as N grows. Soft flanks leave a hole where four towers meet: a larger k makes it smaller, but no less deep.

    source : the lecture, section 4; Nielsen, Neural Networks and Deep Learning, chapter 4
    """
    return Demo(
        towers,
        Words("Towers", "塔"),
        CONTROLS,
        compute,
        paint,
        draw,
        readout,
        challenge=CHALLENGE,
        presets={words: {"f": text} for words, text in TARGETS.items()},
        height=3.4,
        values=values,
    )
